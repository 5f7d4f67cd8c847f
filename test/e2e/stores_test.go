//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
)

// A search is an Elasticsearch or OpenSearch server as its administrator sees it.
type search struct {
	t              *testing.T
	url            string
	user, password string
	http           *http.Client
}

func elasticsearch(t *testing.T) *search {
	return &search{t: t, url: env(t, "ES_URL"), http: &http.Client{Timeout: 30 * time.Second}}
}

func opensearch(t *testing.T) *search {
	return &search{t: t, url: env(t, "OPENSEARCH_URL"), http: &http.Client{Timeout: 30 * time.Second}}
}

func securedElasticsearch(t *testing.T) *search {
	ca, err := os.ReadFile(env(t, "TLS_CA"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(transport.CloseIdleConnections)
	return &search{t: t, url: env(t, "ES_SECURE_URL"), user: env(t, "ES_USER"), password: env(t, "ES_PASSWORD"),
		http: &http.Client{Timeout: 30 * time.Second, Transport: transport}}
}

// call fails the story on any status but 2xx and 404; with 404, out stays as it
// is. A server that is not ready for the request (a shard that is not allocated
// yet) is asked again for a while.
func (s *search) call(method, path string, in, out any) {
	s.t.Helper()
	var text []byte
	if in != nil {
		var err error
		if text, err = json.Marshal(in); err != nil {
			s.t.Fatal(err)
		}
	}
	var answer []byte
	eventually(s.t, func() error {
		req, err := http.NewRequest(method, s.url+path, bytes.NewReader(text))
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		if s.user != "" {
			req.SetBasicAuth(s.user, s.password)
		}
		res, err := s.http.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if answer, err = io.ReadAll(res.Body); err != nil {
			return err
		}
		switch {
		case res.StatusCode == http.StatusNotFound:
			answer = nil
		case res.StatusCode == http.StatusServiceUnavailable:
			return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, answer)
		case res.StatusCode/100 != 2:
			s.t.Fatalf("%s %s: %s: %s", method, path, res.Status, answer)
		}
		return nil
	})
	if out != nil && answer != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			s.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// eventually asks a server again for as long as a restart of it may take.
func eventually(t *testing.T, try func() error) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// count is the number of documents that match, or of all; 0 while the target does not exist.
func (s *search) count(target string, query ...obj) int {
	s.t.Helper()
	var body any
	if len(query) > 0 {
		body = obj{"query": query[0]}
	}
	var answer struct{ Count int }
	s.call("POST", "/"+target+"/_refresh", nil, nil)
	s.call("POST", "/"+target+"/_count", body, &answer)
	return answer.Count
}

// documents returns the source of every document.
func (s *search) documents(target string) [][]byte {
	s.t.Helper()
	type page struct {
		ID   string `json:"_scroll_id"`
		Hits struct {
			Hits []struct {
				Source json.RawMessage `json:"_source"`
			}
		}
	}
	s.call("POST", "/"+target+"/_refresh", nil, nil)
	var p page
	s.call("POST", "/"+target+"/_search?scroll=1m", obj{"size": 5000, "sort": []string{"_doc"}}, &p)
	var docs [][]byte
	for len(p.Hits.Hits) > 0 {
		for _, hit := range p.Hits.Hits {
			docs = append(docs, hit.Source)
		}
		id := p.ID
		p = page{}
		s.call("POST", "/_search/scroll", obj{"scroll": "1m", "scroll_id": id}, &p)
	}
	return docs
}

// dataStream returns the name of a data stream of its own for this story, which may be used without further rights.
func (s *search) dataStream() string {
	s.t.Helper()
	return s.newDataStream("logs-hashtail.e2e-" + unique(""))
}

func (s *search) newDataStream(name string) string {
	s.t.Helper()
	s.call("PUT", "/_index_template/"+name, obj{
		"index_patterns": []string{name},
		"priority":       500,
		"data_stream":    obj{},
		"template": obj{"mappings": obj{"properties": obj{
			"@timestamp": obj{"type": "date"},
			"hashtail":   obj{"properties": obj{"token": obj{"properties": obj{"hash": obj{"type": "keyword"}}}}},
		}}},
	}, nil)
	return name
}

// byHash finds the events of one token.
func byHash(hash string) obj { return obj{"match": obj{"hashtail.token.hash": hash}} }

// A topic is read through the port without login, whatever way the shipper uses.
type topic struct {
	t      *testing.T
	name   string
	client *kafka.Client
}

func newTopic(t *testing.T) *topic {
	t.Helper()
	k := namedTopic(t, unique("auth-"))
	res, err := k.client.CreateTopics(k.context(), &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: k.name, NumPartitions: 3, ReplicationFactor: 1}},
	})
	if err := errors.Join(err, res.Errors[k.name]); err != nil {
		t.Fatalf("create topic: %v", err)
	}
	k.ends()
	return k
}

// namedTopic does not create the topic.
func namedTopic(t *testing.T, name string) *topic {
	t.Helper()
	transport := &kafka.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &topic{t: t, name: name, client: &kafka.Client{Addr: kafka.TCP(env(t, "KAFKA_PLAINTEXT")), Timeout: 20 * time.Second, Transport: transport}}
}

func (k *topic) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	k.t.Cleanup(cancel)
	return ctx
}

// ends returns the offset after the last message of each partition, once each
// has a leader.
func (k *topic) ends() []int64 {
	k.t.Helper()
	requests := []kafka.OffsetRequest{kafka.LastOffsetOf(0), kafka.LastOffsetOf(1), kafka.LastOffsetOf(2)}
	ends := make([]int64, len(requests))
	eventually(k.t, func() error {
		res, err := k.client.ListOffsets(k.context(), &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{k.name: requests}})
		if err != nil {
			return fmt.Errorf("list offsets: %w", err)
		}
		for _, p := range res.Topics[k.name] {
			if p.Error != nil {
				return fmt.Errorf("list offsets: %w", p.Error)
			}
			ends[p.Partition] = p.LastOffset
		}
		return nil
	})
	return ends
}

func (k *topic) count() int {
	k.t.Helper()
	n := 0
	for _, end := range k.ends() {
		n += int(end)
	}
	return n
}

func (k *topic) messages() []kafka.Message {
	k.t.Helper()
	var all []kafka.Message
	for partition, end := range k.ends() {
		if end == 0 {
			continue
		}
		r := kafka.NewReader(kafka.ReaderConfig{
			Brokers: []string{env(k.t, "KAFKA_PLAINTEXT")}, Topic: k.name, Partition: partition, MaxBytes: 10 << 20, MaxWait: 100 * time.Millisecond,
		})
		for next := int64(0); next < end; {
			m, err := r.ReadMessage(k.context())
			if err != nil {
				k.t.Fatalf("read %s/%d: %v", k.name, partition, err)
			}
			all = append(all, m)
			next = m.Offset + 1
		}
		r.Close()
	}
	return all
}

func (k *topic) values() [][]byte {
	k.t.Helper()
	var values [][]byte
	for _, m := range k.messages() {
		values = append(values, m.Value)
	}
	return values
}

func header(m kafka.Message, name string) string {
	for _, h := range m.Headers {
		if h.Key == name {
			return string(h.Value)
		}
	}
	return ""
}

// number reads the line's number out of an event; -1 if it has none.
func number(event []byte) int {
	var e struct{ URL struct{ Path string } }
	n := -1
	if json.Unmarshal(event, &e) == nil {
		fmt.Sscanf(e.URL.Path, "/n/%d", &n)
	}
	return n
}

// wantNumbers checks that the events are those of lines 0 to n-1, each of them
// once or, where doubles are allowed, at least once.
func wantNumbers(t *testing.T, where string, events [][]byte, n int, doubles bool) {
	t.Helper()
	seen := make([]int, n)
	foreign, lost, doubled := 0, 0, 0
	for _, event := range events {
		if i := number(event); i >= 0 && i < n {
			seen[i]++
		} else {
			foreign++
		}
	}
	var holes []string
	for i, times := range seen {
		if times == 0 {
			lost++
			if len(holes) < 5 {
				holes = append(holes, fmt.Sprint(i))
			}
		}
		doubled += max(0, times-1)
	}
	t.Logf("%s: %d lines, %d lost, %d doubled", where, n, lost, doubled)
	if lost > 0 || foreign > 0 || (doubled > 0 && !doubles) {
		t.Errorf("%s: lost %d (%s …), doubled %d, not ours %d of %d lines", where, lost, strings.Join(holes, " "), doubled, foreign, n)
	}
}
