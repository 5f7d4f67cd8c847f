//go:build e2e

package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"net/http"
	"os"
	"testing"
)

const few = 50 // lines, where the question is whether they arrive at all

// Every way to log in to an Elasticsearch with security on.
func TestElasticsearchLogin(t *testing.T) {
	ca := env(t, "TLS_CA")
	for _, tt := range []struct {
		name  string
		login func(h *host, es *search, stream string) obj
	}{
		{"API key", func(h *host, es *search, stream string) obj {
			return obj{"ca_file": ca, "api_key": h.secret(es.apiKey(stream))}
		}},
		{"basic, CA file", func(h *host, es *search, _ string) obj {
			return obj{"ca_file": ca, "username": es.user, "password": h.secret(es.password)}
		}},
		{"basic, CA fingerprint", func(h *host, es *search, _ string) obj {
			return obj{"ca_fingerprint": fingerprint(h.t, ca), "username": es.user, "password": h.secret(es.password)}
		}},
		{"client certificate too, gzip", func(h *host, es *search, _ string) obj {
			return obj{"ca_file": ca, "username": es.user, "password": h.secret(es.password), "compression": "gzip",
				"cert_file": env(t, "TLS_CLIENT_CERT"), "key_file": env(t, "TLS_CLIENT_KEY")}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, es := newHost(t, nil), securedElasticsearch(t)
			stream := es.dataStream()
			section := tt.login(h, es, stream)
			section["urls"], section["data_stream"] = []string{es.url}, stream
			h.config["sinks"] = obj{"elasticsearch": section}
			appendFile(t, h.app, lines(newToken(), 0, few))
			d := h.start()
			d.until("all documents", func() bool { return es.count(stream) >= few })
			d.stop()
			wantNumbers(t, "elasticsearch", es.documents(stream), few, false)
		})
	}
}

// A wrong password is one clear line, and the lines arrive once the password is right.
func TestElasticsearchWrongPassword(t *testing.T) {
	es := securedElasticsearch(t)
	stream, user, right := es.dataStream(), unique("shipper-"), newToken()
	setPassword := func(password string) {
		es.call("PUT", "/_security/user/"+user, obj{"password": password, "roles": []string{"superuser"}}, nil)
	}
	setPassword(newToken())
	h := newHost(t, nil)
	h.config["sinks"] = obj{"elasticsearch": obj{
		"urls": []string{es.url}, "ca_file": env(t, "TLS_CA"), "username": user, "password": h.secret(right), "data_stream": stream,
	}}
	appendFile(t, h.app, lines(newToken(), 0, few))
	d := h.start()
	d.until("a line about the refusal", func() bool { return len(h.said("WARN|ERROR", "elasticsearch", "401")) > 0 })
	d.until("readiness is red", func() bool { return h.ready() == http.StatusServiceUnavailable })
	setPassword(right)
	d.until("all documents", func() bool { return es.count(stream) >= few })
	d.stop()
	wantNumbers(t, "elasticsearch", es.documents(stream), few, false)
	if refusals := h.said("WARN|ERROR", "401"); len(refusals) != 1 {
		t.Errorf("%d lines about one refusal, want 1:\n%s", len(refusals), refusals)
	}
}

// A server whose certificate comes from an unknown authority gets nothing; with the right CA file everything arrives.
func TestElasticsearchWrongCA(t *testing.T) {
	es := securedElasticsearch(t)
	stream := es.dataStream()
	h := newHost(t, nil)
	section := obj{"urls": []string{es.url}, "ca_file": foreignCA(t), "username": es.user, "password": h.secret(es.password), "data_stream": stream}
	h.config["sinks"] = obj{"elasticsearch": section}
	appendFile(t, h.app, lines(newToken(), 0, few))
	d := h.start()
	d.until("a line about the certificate", func() bool { return len(h.said("WARN|ERROR", "elasticsearch", "certificate")) > 0 })
	d.mustRun()
	d.kill()
	if got := es.count(stream); got != 0 {
		t.Errorf("%d documents reached a server that is not trusted", got)
	}

	section["ca_file"] = env(t, "TLS_CA")
	d = h.start()
	d.until("all documents", func() bool { return es.count(stream) >= few })
	d.stop()
	wantNumbers(t, "elasticsearch", es.documents(stream), few, false)
}

// A key that may only create documents cannot install the template: one line of
// information, since an administrator can do that, and no complaint.
func TestElasticsearchTemplateRefused(t *testing.T) {
	es := securedElasticsearch(t)
	// A dataset of its own: another story may have installed the template of theirs.
	stream, h := es.newDataStream("logs-hashtail."+unique("refused")+"-default"), newHost(t, nil)
	h.config["sinks"] = obj{"elasticsearch": obj{
		"urls": []string{es.url}, "ca_file": env(t, "TLS_CA"), "api_key": h.secret(es.apiKey(stream)), "data_stream": stream,
	}}
	appendFile(t, h.app, lines(newToken(), 0, few))
	d := h.start()
	d.until("all documents", func() bool { return es.count(stream) >= few })
	d.stop()
	if info := h.said("INFO", "index template"); len(info) != 1 {
		t.Errorf("%d lines of information about the template, want 1: %s", len(info), info)
	}
	if complaints := h.said("WARN|ERROR"); len(complaints) != 0 {
		t.Errorf("complaints: %s", complaints)
	}
}

// With security off and the right to do so, hashtail brings its own template, and a data stream needs nothing else.
func TestElasticsearchOwnTemplate(t *testing.T) {
	es := elasticsearch(t)
	stream := "logs-hashtail.own-" + unique("")
	shipAndCount(t, es, stream, obj{"urls": []string{es.url}, "data_stream": stream})
}

func TestOpenSearch(t *testing.T) {
	t.Run("data stream", func(t *testing.T) {
		s, stream := opensearch(t), "logs-hashtail.own-"+unique("")
		shipAndCount(t, s, stream, obj{"urls": []string{s.url}, "opensearch": true, "data_stream": stream})
	})
	t.Run("index", func(t *testing.T) {
		s, index := opensearch(t), unique("e2e-")
		shipAndCount(t, s, index, obj{"urls": []string{s.url}, "opensearch": true, "index": index})
	})
}

func shipAndCount(t *testing.T, s *search, target string, section obj) {
	t.Helper()
	token := newToken()
	h := newHost(t, obj{"elasticsearch": section})
	appendFile(t, h.app, lines(token, 0, few))
	d := h.start()
	d.until("all documents", func() bool { return s.count(target) >= few })
	d.stop()
	wantNumbers(t, target, s.documents(target), few, false)
	if got := s.count(target, byHash(hash(token))); got != few {
		t.Errorf("the token's hash finds %d documents, want %d", got, few)
	}
}

// ready is the status of the readiness page; 0 while nothing listens.
func (h *host) ready() int {
	res, err := http.Get("http://" + h.listen + "/readyz")
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}

// apiKey makes a key with the rights that a shipper needs, and no others.
func (s *search) apiKey(stream string) string {
	s.t.Helper()
	var key struct{ Encoded string }
	s.call("POST", "/_security/api_key", obj{"name": unique("e2e-"), "role_descriptors": obj{"shipper": obj{
		"cluster": []string{"monitor"},
		"indices": []obj{{"names": []string{stream}, "privileges": []string{"auto_configure", "create_doc"}}},
	}}}, &key)
	return key.Encoded
}

func fingerprint(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		t.Fatalf("%s: not PEM", file)
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}
