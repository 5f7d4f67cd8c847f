package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// An httpProxy stands between hashtail and Elasticsearch and plays its trick on
// every second bulk request.
type httpProxy struct {
	s       *story
	backend string
	client  http.Client
	trick   httpTrick
	bulks   atomic.Int64 // seen
	tricks  atomic.Int64 // played
	gate    sync.RWMutex // held while a trick is played
	honest  bool         // guarded by gate: no more tricks
	mu      sync.Mutex
	refused []int // guarded by mu: lines answered with 400
}

// An httpTrick answers a bulk request in its own way.
type httpTrick func(p *httpProxy, w http.ResponseWriter, r *bulkRequest)

// A bulkRequest is one whose body has been read.
type bulkRequest struct {
	*http.Request
	body []byte // as it came
}

func readBulk(r *http.Request) (*bulkRequest, error) {
	body, err := io.ReadAll(r.Body)
	return &bulkRequest{r, body}, err
}

// throughHTTP writes until the trick has been played often enough.
func throughHTTP(trick httpTrick) func(*story) {
	return func(s *story) {
		p := &httpProxy{s: s, backend: s.lab.backends.Elasticsearch(), trick: trick, client: http.Client{Transport: &http.Transport{DisableCompression: true}}}
		s.stores[0].section()["urls"] = []string{p.serve()}
		s.app.rate = 3000
		s.start()
		stop := s.app.load(0, nil)
		s.often(&p.tricks)
		p.end()
		s.over = time.Now()
		stop()
		s.note("%d of %d bulk requests", p.tricks.Load(), p.bulks.Load())
		s.expectDead(p)
	}
}

// serve starts the proxy and returns its URL.
func (p *httpProxy) serve() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	p.s.must(err)
	server := &http.Server{Handler: p}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(l) })
	p.s.later(func() {
		server.Close()
		serving.Wait()
		p.client.CloseIdleConnections()
	})
	return "http://" + l.Addr().String()
}

func (p *httpProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, err := readBulk(r)
	if err != nil {
		return
	}
	if !bytes.HasSuffix([]byte(r.URL.Path), []byte("/_bulk")) {
		p.pass(w, b)
		return
	}
	p.gate.RLock()
	defer p.gate.RUnlock()
	if n := p.bulks.Add(1); n%2 == 1 || p.honest {
		p.pass(w, b)
		return
	}
	p.tricks.Add(1)
	p.trick(p, w, b)
}

// end returns when the last trick has been played.
func (p *httpProxy) end() {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.honest = true
}

// pass is honest.
func (p *httpProxy) pass(w http.ResponseWriter, r *bulkRequest) {
	res, answer, err := p.forward(r, r.body)
	if err != nil {
		cut(w)
		return
	}
	write(w, res, res.StatusCode, answer)
}

func (p *httpProxy) forward(r *bulkRequest, body []byte) (*http.Response, []byte, error) {
	req, err := http.NewRequest(r.Method, p.backend+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	req.Header = r.Header.Clone()
	res, err := p.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return res, answer, err
}

// write sends an answer with the headers of the backend's own.
func write(w http.ResponseWriter, res *http.Response, code int, body []byte) {
	for name, values := range res.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	_, _ = w.Write(body)
}

// product is what Elasticsearch says of itself in every answer.
func product(w http.ResponseWriter) {
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.Header().Set("Content-Type", "application/json")
}

// cut ends the connection without a word.
func cut(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		c.Close()
	}
}

func cutBefore(_ *httpProxy, w http.ResponseWriter, _ *bulkRequest) { cut(w) }

func cutAfter(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	_, _, _ = p.forward(r, r.body)
	cut(w)
}

func cutWithin(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	res, answer, err := p.forward(r, r.body)
	if err != nil {
		cut(w)
		return
	}
	product(w)
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	w.WriteHeader(res.StatusCode)
	_, _ = w.Write(answer[:len(answer)/2])
	_ = http.NewResponseController(w).Flush()
	cut(w)
}

// delay answers when nobody waits any more.
func delay(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	p.s.pause(1500 * time.Millisecond)
	p.pass(w, r)
}

func refuse(code int, kind string) httpTrick {
	return func(_ *httpProxy, w http.ResponseWriter, _ *bulkRequest) {
		product(w)
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"error":{"type":%q},"status":%d}`, kind, code)
	}
}

func refuse429(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	w.Header().Set("Retry-After", "1")
	refuse(http.StatusTooManyRequests, "es_rejected_execution_exception")(p, w, r)
}

func refuse503(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	refuse(http.StatusServiceUnavailable, "cluster_block_exception")(p, w, r)
}

func refuse401(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	refuse(http.StatusUnauthorized, "security_exception")(p, w, r)
}

// tooLarge takes 20 documents at most.
func tooLarge(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	if len(r.operations()) <= 20 {
		p.pass(w, r)
		return
	}
	refuse(http.StatusRequestEntityTooLarge, "content_too_long_exception")(p, w, r)
}

// lie says 200, in one way after the other, and stores nothing.
func lie(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	n := len(r.operations())
	items := func(item string, n int) string {
		return "[" + string(bytes.TrimSuffix(bytes.Repeat([]byte(item+","), n), []byte(","))) + "]"
	}
	product(w)
	switch p.tricks.Load() % 5 {
	case 0:
		fmt.Fprintf(w, `{"errors":true,"items":%s}`, items(`{"create":{"status":503,"error":{"type":"unavailable_shards_exception"}}}`, n))
	case 1:
		fmt.Fprintf(w, `{"errors":false,"items":%s}`, items(`{"create":{"status":429,"error":{"type":"es_rejected_execution_exception"}}}`, n))
	case 2:
		fmt.Fprintf(w, `{"errors":false,"items":%s}`, items(`{"create":{"status":201}}`, n-1))
	case 3:
		fmt.Fprint(w, `{}`)
	case 4:
		w.Header().Del("X-Elastic-Product")
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<html>Please log in to this network</html>`)
	}
}

// someItems refuses every third document and stores the others.
func someItems(code int, kind string) httpTrick {
	return func(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
		refused := json.RawMessage(fmt.Sprintf(`{"create":{"status":%d,"error":{"type":%q}}}`, code, kind))
		var kept []byte
		var lines []int
		ops := r.operations()
		for i, op := range ops {
			if i%3 == 2 {
				lines = append(lines, number(op))
			} else {
				kept = append(kept, op...)
			}
		}
		clear := *r
		clear.Request = r.Clone(r.Context())
		clear.Header.Del("Content-Encoding")
		var answer struct {
			Errors bool              `json:"errors"`
			Items  []json.RawMessage `json:"items"`
		}
		res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"X-Elastic-Product": {"Elasticsearch"}, "Content-Type": {"application/json"}}}
		if len(kept) > 0 {
			var text []byte
			var err error
			if res, text, err = p.forward(&clear, kept); err != nil || json.Unmarshal(text, &answer) != nil || res.StatusCode != http.StatusOK {
				cut(w)
				return
			}
		}
		stored := answer.Items
		answer.Items = nil
		for i := range ops {
			if i%3 == 2 {
				answer.Items = append(answer.Items, refused)
			} else {
				answer.Items, stored = append(answer.Items, stored[0]), stored[1:]
			}
		}
		answer.Errors = answer.Errors || len(lines) > 0
		if code == http.StatusBadRequest {
			p.mu.Lock()
			p.refused = append(p.refused, lines...)
			p.mu.Unlock()
		}
		text, _ := json.Marshal(answer)
		write(w, res, http.StatusOK, text)
	}
}

// operations are the parts of the body: an action with its document.
func (r *bulkRequest) operations() [][]byte {
	body := r.body
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil
		}
		if body, err = io.ReadAll(z); err != nil {
			return nil
		}
	}
	var ops [][]byte
	for len(body) > 0 {
		i := bytes.IndexByte(body, '\n') + 1
		n := i + bytes.IndexByte(body[i:], '\n') + 1
		if n <= i {
			break
		}
		ops, body = append(ops, body[:n]), body[n:]
	}
	return ops
}

// expectDead waits for the refused lines in the dead letters, each once.
func (s *story) expectDead(p *httpProxy) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.refused) == 0 {
		return
	}
	dead := &fileStore{path: s.deadLetters(), tally: newTally()}
	s.until("the refused documents are dead letters", func() bool {
		n, err := dead.have(s.ctx)
		return err == nil && n >= len(p.refused)
	})
	for _, n := range p.refused {
		if !dead.tally.arrived(n) {
			s.complain("line %d was refused and is no dead letter", n)
		}
		s.settled[n] = true
	}
	s.note("%d dead letters", dead.tally.have)
}

func (s *story) pause(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.ctx.Done():
	}
}
