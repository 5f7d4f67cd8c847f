package sinks_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashtail/hashtail/sinks"
)

// newES is a sink for one fake server, which answers with handler and says
// that it is Elasticsearch.
func newES(t testing.TB, handler http.HandlerFunc, change ...func(*sinks.ElasticsearchConfig)) *sinks.Elasticsearch {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		handler(w, r)
	}))
	t.Cleanup(srv.Close)
	c := sinks.ElasticsearchConfig{URLs: []string{srv.URL}}
	for _, f := range change {
		f(&c)
	}
	s, err := sinks.NewElasticsearch(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// answers gives the same answer to every request.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// items is a bulk answer; each part is a status, with an error type behind it
// where there is one.
func items(parts ...string) string {
	var list []string
	for _, p := range parts {
		status, kind, failed := strings.Cut(p, " ")
		item := `{"create":{"status":` + status
		switch {
		case kind == "failure_store":
			item += `,"failure_store":"used"`
		case failed:
			item += `,"error":{"type":"` + kind + `","reason":"never asked for"}`
		}
		list = append(list, item+"}}")
	}
	return `{"took":7,"errors":true,"items":[` + strings.Join(list, ",") + `]}`
}

// result writes what Send returned in one line: verdict of the whole, or the
// parts.
func result(err error) string {
	verdicts := []string{"transient", "denied", "too large"}
	whole, _ := errors.AsType[*sinks.Error](err)
	partial, ok := errors.AsType[*sinks.PartialError](err)
	switch {
	case err == nil:
		return "delivered"
	case ok:
		s := fmt.Sprintf("retry %v", partial.Retry)
		if whole != nil {
			s += " " + verdicts[whole.Verdict]
		}
		for _, r := range partial.Reject {
			s += fmt.Sprintf(" reject %d (%s)", r.Index, r.Reason)
		}
		return s
	case whole != nil:
		return verdicts[whole.Verdict]
	}
	return "untyped"
}

func TestElasticsearchItems(t *testing.T) {
	for _, tt := range []struct {
		name, answer, want string
	}{
		{"stored", items("201", "201", "201"), "delivered"},
		{"there already", items("201", "409 version_conflict_engine_exception", "201"), "delivered"},
		{"in the failure store", items("201 failure_store", "201", "201"), "delivered"},
		{"one refused", items("201", "400 document_parsing_exception", "201"), "retry [] reject 1 (400 document_parsing_exception)"},
		{"all refused", items("400", "400 x_y", "413 too_big"), "retry [] reject 0 (400) reject 1 (400 x_y) reject 2 (413 too_big)"},
		{"one again", items("429 es_rejected_execution_exception", "201", "201"), "retry [0] transient"},
		{"server in trouble", items("201", "503 unavailable_shards_exception", "500"), "retry [1 2] transient"},
		{"all again", items("429", "429", "429"), "transient"},
		{"mixed", items("409", "429", "400 mapper_parsing_exception"), "retry [1] transient reject 2 (400 mapper_parsing_exception)"},
		{"forbidden is nobody's fault", items("403 security_exception", "201", "201"), "retry [0] denied"},
		{"no such index", items("404 index_not_found_exception", "404 index_not_found_exception", "404"), "denied"},
		{"flood stage", items("429 cluster_block_exception", "201", "201"), "retry [0] transient"},
		{"read-only index", items("403 cluster_block_exception", "403 cluster_block_exception", "403 cluster_block_exception"), "denied"},
		{"no shard is left for the index", items("400 validation_exception", "400 validation_exception", "400 validation_exception"), "denied"},
		{"closed index", items("400 index_closed_exception", "201", "201"), "retry [0] denied"},
		{"a reason that is none", items("400 <b>sh0uld not be here</b>", "201", "201"), "retry [] reject 0 (400)"},
		{"error as a string", `{"items":[{"create":{"status":400,"error":"text"}},{"create":{"status":201}},{"create":{"status":201}}]}`, "retry [] reject 0 (400)"},
		{"unknown members", `{"took":1.5e3,"x":{"y":[1,"\"]}",null]},"items":[{"create":{"_id":"\\","status":201,"_shards":{"n":[]}}},{"index":{"status":200}},{"create":{"status":201}}],"errors":false}`, "delivered"},

		{"too few items", items("201", "201"), "transient"},
		{"too many items", items("201", "201", "201", "201"), "transient"},
		{"no items", `{"errors":false}`, "transient"},
		{"odd status", items("201", "100", "201"), "transient"},
		{"status as a string", `{"items":[{"create":{"status":"201"}}]}`, "transient"},
		{"cut", items("201", "201", "201")[:50], "transient"},
		{"not JSON", "<html>welcome</html>", "transient"},
		{"garbage behind", items("201", "201", "201") + "}", "transient"},
		{"empty", "", "transient"},
		{"deep", strings.Repeat(`{"a":`, 1000), "transient"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newES(t, answers(http.StatusOK, tt.answer))
			err := s.Send(t.Context(), batch(t, `{"n":0}`, `{"n":1}`, `{"n":2}`))
			if got := result(err); got != tt.want {
				t.Errorf("Send = %s (%v), want %s", got, err, tt.want)
			}
			if err != nil && (strings.Contains(err.Error(), "never asked") || strings.Contains(err.Error(), "not be here")) {
				t.Errorf("the error carries the server's text: %v", err)
			}
		})
	}
}

func TestElasticsearchStatus(t *testing.T) {
	for _, tt := range []struct {
		status int
		answer string
		want   string
		says   string
	}{
		{301, "", "denied", "redirect"},
		{307, "", "denied", "redirect"},
		{400, `{"error":{"root_cause":[{"type":"x"}],"type":"illegal_argument_exception"},"status":400}`, "denied", "400 illegal_argument_exception"},
		{401, `{"error":{"type":"security_exception"}}`, "denied", "credentials"},
		{403, `{"error":{"type":"security_exception"}}`, "denied", "privilege"},
		{403, `{"error":{"type":"cluster_block_exception"}}`, "denied", "403 cluster_block_exception: the index or the cluster is read-only"},
		{429, `{"error":{"type":"cluster_block_exception"}}`, "transient", "read-only"},
		{400, `{"error":{"type":"validation_exception"}}`, "denied", "shards"},
		{404, `{"error":"no handler found"}`, "denied", "404"},
		{405, ``, "denied", "405"},
		{408, ``, "transient", "408"},
		{413, ``, "too large", "413"},
		{429, `{"error":{"type":"es_rejected_execution_exception"}}`, "transient", "429 es_rejected_execution_exception"},
		{500, `{"error":`, "transient", "500"},
		{502, `<html>Bad Gateway, your document was {"n":0}</html>`, "transient", "502"},
		{503, ``, "transient", "503"},
		{503, `{"error":{"type":"cluster_block_exception"}}`, "transient", "503 cluster_block_exception"},
		{204, ``, "denied", "204"},
	} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			followed := false
			s := newES(t, func(w http.ResponseWriter, r *http.Request) {
				followed = followed || r.URL.Path == "/elsewhere"
				w.Header().Set("Location", "/elsewhere")
				answers(tt.status, tt.answer)(w, r)
			})
			err := s.Send(t.Context(), batch(t, `{"n":0}`, `{"n":1}`))
			if got := result(err); got != tt.want || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Send = %s (%v), want %s with %q", got, err, tt.want, tt.says)
			}
			if strings.Contains(err.Error(), `"n"`) {
				t.Errorf("the error carries a document: %v", err)
			}
			if followed {
				t.Error("the redirect was followed")
			}
		})
	}
}

func TestElasticsearchRetryAfter(t *testing.T) {
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	const years = 50 * 365 * 24 * time.Hour
	for _, tt := range []struct {
		header   string
		date     string // of the server
		min, max time.Duration
	}{
		{"7", "", 7 * time.Second, 7 * time.Second},
		{in(time.Hour), "", 50 * time.Minute, time.Hour},
		{in(-time.Hour), "", 0, 0},
		{in(years + time.Minute), in(years), time.Minute, time.Minute},
		{in(time.Minute - years), in(-years), time.Minute, time.Minute},
		{"-1", "", 0, 0},
		{"99999999999999", "", 0, 0},
		{"", "", 0, 0},
	} {
		s := newES(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", tt.header)
			if tt.date != "" {
				w.Header().Set("Date", tt.date)
			}
			answers(429, "")(w, r)
		})
		e, _ := errors.AsType[*sinks.Error](s.Send(t.Context(), batch(t, "{}")))
		if e == nil || e.After < tt.min || e.After > tt.max {
			t.Errorf("Retry-After %q: %+v, want between %v and %v", tt.header, e, tt.min, tt.max)
		}
	}
}

func TestElasticsearchBody(t *testing.T) {
	const want = `{"create":{"_id":"000000000000feed0000000000000000"}}
{"n":0}
{"create":{"_id":"000000000000feed0000000000000002"}}
{"n":2}
`
	key := strings.Repeat("k", 20)
	for _, tt := range []struct {
		name   string
		change func(*sinks.ElasticsearchConfig)
		path   string
		auth   string
	}{
		{"defaults", func(*sinks.ElasticsearchConfig) {}, "/logs-hashtail.auth-default/_bulk", ""},
		{"plain", func(c *sinks.ElasticsearchConfig) { c.Compression = "none" }, "/logs-hashtail.auth-default/_bulk", ""},
		{"index and pipeline", func(c *sinks.ElasticsearchConfig) { c.Index, c.Pipeline = "auth", "geo ip" }, "/auth/_bulk", ""},
		{"path of a proxy", func(c *sinks.ElasticsearchConfig) { c.URLs[0] += "/es" }, "/es/logs-hashtail.auth-default/_bulk", ""},
		{"encoded key", func(c *sinks.ElasticsearchConfig) { c.APIKey = sinks.Secret(key) }, "/logs-hashtail.auth-default/_bulk", "APIKey " + key},
		{"id:key", func(c *sinks.ElasticsearchConfig) { c.APIKey = sinks.Secret("id:" + key) }, "/logs-hashtail.auth-default/_bulk",
			"APIKey " + base64.StdEncoding.EncodeToString([]byte("id:"+key))},
		{"basic", func(c *sinks.ElasticsearchConfig) { c.Username, c.Password = "u", sinks.Secret(key) }, "/logs-hashtail.auth-default/_bulk",
			"Basic " + base64.StdEncoding.EncodeToString([]byte("u:"+key))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var config sinks.ElasticsearchConfig
			s := newES(t, func(w http.ResponseWriter, r *http.Request) {
				body := readBody(t, r)
				if body != want {
					t.Errorf("body = %q, want %q", body, want)
				}
				if r.URL.Path != tt.path || r.Header.Get("Authorization") != tt.auth {
					t.Errorf("path %q with authorization %q, want %q with %q", r.URL.Path, r.Header.Get("Authorization"), tt.path, tt.auth)
				}
				q := r.URL.Query()
				if q.Get("pipeline") != config.Pipeline || strings.Contains(q.Get("filter_path"), "reason") || q.Get("filter_path") == "" {
					t.Errorf("query = %v", q)
				}
				if r.ContentLength <= 0 || r.Header.Get("Content-Type") != "application/x-ndjson" {
					t.Errorf("length %d, content type %q", r.ContentLength, r.Header.Get("Content-Type"))
				}
				io.WriteString(w, items("201", "201"))
			}, tt.change, func(c *sinks.ElasticsearchConfig) { config = *c })
			for range 3 { // the memory of the first is used again
				if err := s.Send(t.Context(), batch(t, `{"n":0}`, `{"n":1}`, `{"n":2}`).Pick([]int{0, 2})); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func readBody(t testing.TB, r *http.Request) string {
	t.Helper()
	in := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Error(err)
			return ""
		}
		in = z
	}
	body, err := io.ReadAll(in)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}

func TestElasticsearchStats(t *testing.T) {
	s := newES(t, answers(200, items("409", "201 failure_store", "400 mapper_parsing_exception", "429")))
	s.Send(t.Context(), batch(t, "{}", "{}", "{}", "{}"))
	got := s.Stats()
	if got.Conflicts != 1 || got.FailureStore != 1 || got.Rejected["400 mapper_parsing_exception"] != 1 || len(got.Rejected) != 1 {
		t.Errorf("Stats = %+v", got)
	}
}

// A server that invents error types must not make the counters grow.
func TestElasticsearchStatsAreBounded(t *testing.T) {
	n := 0
	s := newES(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		answers(200, items("400 e"+strings.Repeat("x", n%60)+strings.Repeat("y", n/60)))(w, r)
	})
	for range 200 {
		s.Send(t.Context(), batch(t, "{}"))
	}
	if got := len(s.Stats().Rejected); got > 65 {
		t.Errorf("%d reasons", got)
	}
}

func TestElasticsearchProduct(t *testing.T) {
	other := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Del("X-Elastic-Product")
		answers(200, items("201"))(w, r)
	}
	err := newES(t, other).Send(t.Context(), batch(t, "{}"))
	if got := result(err); got != "denied" || !strings.Contains(err.Error(), "opensearch: true") {
		t.Errorf("Send = %s (%v), want denied with advice", got, err)
	}
	if err := newES(t, other, func(c *sinks.ElasticsearchConfig) { c.OpenSearch = true }).Send(t.Context(), batch(t, "{}")); err != nil {
		t.Errorf("with opensearch: %v", err)
	}
}

func TestElasticsearchSilentServer(t *testing.T) {
	hold := make(chan struct{})
	s := newES(t, func(http.ResponseWriter, *http.Request) { <-hold },
		func(c *sinks.ElasticsearchConfig) { c.Timeout = sinks.Duration(20 * time.Millisecond) })
	defer close(hold)
	if err := s.Send(t.Context(), batch(t, "{}")); result(err) != "transient" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Send = %s (%v), want transient by the deadline", result(err), err)
	}
}

func TestElasticsearchCutAnswer(t *testing.T) {
	s := newES(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000")
		answers(200, items("201"))(w, r)
	})
	if err := s.Send(t.Context(), batch(t, "{}")); result(err) != "transient" {
		t.Errorf("Send = %s (%v), want transient", result(err), err)
	}
}

// A proxy that drops what is asked of the answer makes it many times as long.
func TestElasticsearchUnfilteredAnswer(t *testing.T) {
	docs := slices.Repeat([]string{"{}"}, 2000)
	item := `{"create":{"_index":".ds-logs-hashtail.auth-default-2026.11.28-000001","_id":"` + strings.Repeat("0", 32) +
		`","status":400,"error":{"type":"document_parsing_exception","reason":"` + strings.Repeat("r", 500) + `"}}}`
	s := newES(t, answers(200, `{"took":7,"errors":true,"items":[`+strings.Join(slices.Repeat([]string{item}, len(docs)), ",")+`]}`))
	err := s.Send(t.Context(), batch(t, docs...))
	if partial, ok := errors.AsType[*sinks.PartialError](err); !ok || len(partial.Reject) != len(docs) {
		t.Errorf("Send = %v, want %d documents refused", err, len(docs))
	}
}

func TestElasticsearchEndlessAnswer(t *testing.T) {
	s := newES(t, func(w http.ResponseWriter, r *http.Request) {
		for range 1000 {
			if _, err := w.Write(bytes.Repeat([]byte(" "), 64<<10)); err != nil {
				return
			}
		}
	})
	if err := s.Send(t.Context(), batch(t, "{}")); result(err) != "transient" || !strings.Contains(err.Error(), "longer") {
		t.Errorf("Send = %s (%v), want transient", result(err), err)
	}
}

// A server that refuses before it has read everything: the bytes of the
// request must not be used again while net/http may still send them.
func TestElasticsearchRefusesEarly(t *testing.T) {
	var mu sync.Mutex
	first := map[byte]bool{}
	s := newES(t, func(w http.ResponseWriter, r *http.Request) {
		c, _ := bufio.NewReader(r.Body).ReadByte()
		mu.Lock()
		first[c] = true
		mu.Unlock()
		w.WriteHeader(413)
	}, func(c *sinks.ElasticsearchConfig) { c.Compression = "none" })
	big := `{"m":"` + strings.Repeat("x", 40<<10) + `"}`
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20 {
				if got := result(s.Send(t.Context(), batch(t, big))); got != "too large" && got != "transient" {
					t.Errorf("Send = %s", got)
				}
			}
		})
	}
	all.Wait()
	if len(first) != 1 || !first['{'] {
		t.Errorf("bodies began with %v", first)
	}
}

// Nodes take turns; one that is down is passed over.
func TestElasticsearchNodes(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	node := func(name string) *httptest.Server {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			seen = append(seen, name)
			mu.Unlock()
			w.Header().Set("X-Elastic-Product", "Elasticsearch")
			answers(200, items("201"))(w, r)
		}))
		t.Cleanup(srv.Close)
		return srv
	}
	a, b, c := node("a"), node("b"), node("c")
	s, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{a.URL, b.URL, c.URL}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	send := func(n int) (failed int) {
		for range n {
			if s.Send(t.Context(), batch(t, "{}")) != nil {
				failed++
			}
		}
		return failed
	}
	if failed := send(6); failed != 0 || !slices.Equal(seen, []string{"a", "b", "c", "a", "b", "c"}) {
		t.Errorf("%d failed, nodes %v", failed, seen)
	}
	b.Close()
	seen = nil
	if failed := send(9); failed != 1 || len(seen) != 8 {
		t.Errorf("%d failed, nodes %v: want one failure, then only a and c", failed, seen)
	}
	a.Close()
	c.Close()
	if failed := send(20); failed != 20 {
		t.Errorf("%d failed of 20 with every node down", failed)
	}
}

func TestElasticsearchConfig(t *testing.T) {
	key := sinks.Secret(strings.Repeat("k", 20))
	url := []string{"https://es.example:9200"}
	for _, tt := range []struct {
		name string
		c    sinks.ElasticsearchConfig
		want string // "" is valid
	}{
		{"least", sinks.ElasticsearchConfig{URLs: url}, ""},
		{"no url", sinks.ElasticsearchConfig{}, "urls: name at least one"},
		{"no scheme", sinks.ElasticsearchConfig{URLs: []string{"es.example:9200"}}, "https://"},
		{"other scheme", sinks.ElasticsearchConfig{URLs: []string{"ftp://es.example"}}, "https://"},
		{"password in the url", sinks.ElasticsearchConfig{URLs: []string{"https://u:" + string(key) + "@es.example"}}, "es.example holds credentials"},
		{"query", sinks.ElasticsearchConfig{URLs: []string{"https://es.example/?a=b"}}, "query"},
		{"two logins", sinks.ElasticsearchConfig{URLs: url, APIKey: key, Username: "u", Password: key}, "exclude each other"},
		{"half a login", sinks.ElasticsearchConfig{URLs: url, Username: "u"}, "belong together"},
		{"both targets", sinks.ElasticsearchConfig{URLs: url, Index: "a", DataStream: "b"}, "exclude each other"},
		{"upper case", sinks.ElasticsearchConfig{URLs: url, Index: "Auth"}, "lower case"},
		{"hidden", sinks.ElasticsearchConfig{URLs: url, Index: ".auth"}, "not starting"},
		{"path in the name", sinks.ElasticsearchConfig{URLs: url, DataStream: "a/b"}, "without any of"},
		{"compression", sinks.ElasticsearchConfig{URLs: url, Compression: "zstd"}, "gzip or none"},
		{"key over http", sinks.ElasticsearchConfig{URLs: []string{"http://es.example"}, APIKey: key}, "unencrypted"},
		{"password over http", sinks.ElasticsearchConfig{URLs: []string{"http://10.1.2.3:9200"}, Username: "u", Password: key}, "unencrypted"},
		{"accepted", sinks.ElasticsearchConfig{URLs: []string{"http://es.example"}, APIKey: key, Insecure: true}, ""},
		{"loopback", sinks.ElasticsearchConfig{URLs: []string{"http://localhost:9200", "http://127.0.0.2", "http://[::1]:9200"}, APIKey: key}, ""},
		{"nothing to hide", sinks.ElasticsearchConfig{URLs: []string{"http://es.example"}}, ""},
		{"fingerprint", sinks.ElasticsearchConfig{URLs: url, TLS: sinks.TLS{CAFingerprint: "ab:cd"}}, "64 digits"},
		{"half a certificate", sinks.ElasticsearchConfig{URLs: url, TLS: sinks.TLS{CertFile: "a.crt"}}, "belong together"},
		{"two authorities", sinks.ElasticsearchConfig{URLs: url, TLS: sinks.TLS{CAFile: "a", CAFingerprint: strings.Repeat("ab", 32)}}, "exclude each other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.c.Validate()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Validate = %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), string(key)) {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

// What one page costs is the HTTP request's: nothing per document.
func TestElasticsearchSendAllocations(t *testing.T) {
	if testing.Short() {
		t.Skip("counts allocations of net/http")
	}
	for _, compression := range []string{"gzip", "none"} {
		var answer string
		s := newES(t, func(w http.ResponseWriter, r *http.Request) { answers(200, answer)(w, r) },
			func(c *sinks.ElasticsearchConfig) { c.Compression = compression })
		cost := func(n int) float64 {
			b := batch(t, slices.Repeat([]string{`{"message":"x"}`}, n)...)
			answer = items(slices.Repeat([]string{"201"}, n)...)
			return testing.AllocsPerRun(30, func() {
				if err := s.Send(t.Context(), b); err != nil {
					t.Fatal(err)
				}
			})
		}
		cost(1000)
		few, many := cost(10), cost(1000)
		if perDoc := (many - few) / 990; perDoc > 0.05 { // the fake server allocates too
			t.Errorf("%s: %.0f allocations for 10 documents, %.0f for 1000: %.3f per document", compression, few, many, perDoc)
		}
	}
}
