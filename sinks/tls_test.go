package sinks_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/sinks"
)

// An issued certificate with its key, made for this run.
type issued struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	der  []byte
}

// issue makes a certificate for 127.0.0.1 and localhost signed by ca, or a CA
// of its own when ca is nil.
func issue(t *testing.T, name string, ca *issued, until time.Duration) *issued {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<60))
	c := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(until),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	parent, signer := c, key
	if ca == nil {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	} else {
		parent, signer = ca.cert, ca.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issued{cert, key, der}
}

func (i *issued) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.der})
}

func (i *issued) keyPEM(t *testing.T) []byte {
	der, err := x509.MarshalECPrivateKey(i.key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC " + "PRIVATE KEY", Bytes: der})
}

func (i *issued) fingerprint() string {
	sum := sha256.Sum256(i.der)
	return hex.EncodeToString(sum[:])
}

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// serveTLS is a fake Elasticsearch with these certificates in its chain.
func serveTLS(t *testing.T, c *tls.Config, chain ...*issued) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		w.Header().Set("Connection", "close") // so that each Send shakes hands
		answers(200, items("201"))(w, r)
	}))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	pair := tls.Certificate{PrivateKey: chain[0].key}
	for _, i := range chain {
		pair.Certificate = append(pair.Certificate, i.der)
	}
	c.Certificates = []tls.Certificate{pair}
	srv.TLS = c
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv
}

func TestTLSVerifies(t *testing.T) {
	dir := t.TempDir()
	ca, other := issue(t, "ca", nil, time.Hour), issue(t, "other", nil, time.Hour)
	good := issue(t, "good", ca, time.Hour)
	expired := issue(t, "expired", ca, -time.Hour)
	forged := issue(t, "forged", other, time.Hour)
	caFile := write(t, filepath.Join(dir, "ca.pem"), ca.pem())
	colons := strings.ToUpper(ca.fingerprint())
	for i := len(colons) - 2; i > 0; i -= 2 {
		colons = colons[:i] + ":" + colons[i:]
	}
	for _, tt := range []struct {
		name  string
		chain []*issued
		tls   sinks.TLS
		host  string
		want  string
	}{
		{"CA file", []*issued{good}, sinks.TLS{CAFile: caFile}, "127.0.0.1", "delivered"},
		{"CA file, by name", []*issued{good}, sinks.TLS{CAFile: caFile}, "localhost", "delivered"},
		{"system CAs", []*issued{good}, sinks.TLS{}, "127.0.0.1", "denied"},
		{"not verified", []*issued{forged}, sinks.TLS{InsecureSkipVerify: true}, "127.0.0.1", "delivered"},
		{"other CA", []*issued{forged, other}, sinks.TLS{CAFile: caFile}, "127.0.0.1", "denied"},
		{"expired", []*issued{expired}, sinks.TLS{CAFile: caFile}, "127.0.0.1", "denied"},
		{"other name", []*issued{good}, sinks.TLS{CAFile: caFile, ServerName: "es.example"}, "127.0.0.1", "denied"},
		{"name set", []*issued{good}, sinks.TLS{CAFile: caFile, ServerName: "localhost"}, "127.0.0.1", "delivered"},
		{"fingerprint", []*issued{good, ca}, sinks.TLS{CAFingerprint: ca.fingerprint()}, "127.0.0.1", "delivered"},
		{"fingerprint as printed", []*issued{good, ca}, sinks.TLS{CAFingerprint: colons}, "localhost", "delivered"},
		{"fingerprint of the leaf", []*issued{good}, sinks.TLS{CAFingerprint: good.fingerprint()}, "127.0.0.1", "delivered"},
		{"fingerprint, CA not sent", []*issued{good}, sinks.TLS{CAFingerprint: ca.fingerprint()}, "127.0.0.1", "denied"},
		{"fingerprint of a CA that did not sign", []*issued{forged, ca}, sinks.TLS{CAFingerprint: ca.fingerprint()}, "127.0.0.1", "denied"},
		{"fingerprint, other name", []*issued{good, ca}, sinks.TLS{CAFingerprint: ca.fingerprint(), ServerName: "es.example"}, "127.0.0.1", "denied"},
		{"fingerprint, expired", []*issued{expired, ca}, sinks.TLS{CAFingerprint: ca.fingerprint()}, "127.0.0.1", "denied"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serveTLS(t, &tls.Config{}, tt.chain...)
			url := strings.Replace(srv.URL, "127.0.0.1", tt.host, 1)
			s, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{url}, TLS: tt.tls}, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			err = s.Send(t.Context(), batch(t, "{}"))
			if got := result(err); got != tt.want {
				t.Errorf("Send = %s (%v), want %s", got, err, tt.want)
			}
			for name, advice := range map[string]string{"system CAs": "ca_file", "other CA": "ca_file", "other name": "server_name"} {
				if name == tt.name && !strings.Contains(err.Error(), advice) {
					t.Errorf("Send = %v, want it to advise %s", err, advice)
				}
			}
			if err != nil && strings.Contains(err.Error(), "current time") {
				t.Errorf("Send = %v: each attempt has another text, and so a line in the log", err)
			}
		})
	}
}

// A server that resets connections, as one with TLS does to plain HTTP, is the
// same trouble at each attempt: a text with our own port would be a line in the
// log for each.
func TestResetIsOneTrouble(t *testing.T) {
	address := hangsUp(t, func(c *net.TCPConn) {
		_, _ = c.Read(make([]byte, 1))
		_ = c.SetLinger(0)
	})
	es, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{"http://" + address}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	kafka, err := sinks.NewKafka(sinks.KafkaConfig{Brokers: []string{address}, Topic: "t"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	over, err := sinks.NewKafka(sinks.KafkaConfig{Brokers: []string{address}, Topic: "t", TLS: &sinks.TLS{}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]sinks.Sink{"elasticsearch": es, "kafka": kafka, "kafka over TLS": over} {
		want := "this port wants TLS"
		if s == over {
			want = "this port is without TLS"
		}
		texts := map[string]bool{}
		for range 3 {
			err := s.Send(t.Context(), keyed(t, 1))
			if err == nil {
				t.Fatalf("%s: Send = nil", name)
			}
			texts[err.Error()] = true
		}
		if len(texts) != 1 {
			t.Errorf("%s: three attempts have the texts %v", name, texts)
		}
		for text := range texts {
			if !strings.Contains(text, want) {
				t.Errorf("%s: Send = %q, want that %s", name, text, want)
			}
		}
	}
}

// The client certificate and the CA are replaced while the sink runs.
func TestTLSRotation(t *testing.T) {
	dir := t.TempDir()
	ca := issue(t, "ca", nil, time.Hour)
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	var shown string
	srv := serveTLS(t, &tls.Config{
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool,
		VerifyConnection: func(c tls.ConnectionState) error {
			shown = c.PeerCertificates[0].Subject.CommonName
			return nil
		},
	}, issue(t, "server", ca, time.Hour))
	c := sinks.TLS{
		CAFile:   write(t, filepath.Join(dir, "ca.pem"), ca.pem()),
		CertFile: filepath.Join(dir, "own.pem"),
		KeyFile:  filepath.Join(dir, "own.key"),
	}
	use := func(i *issued) {
		write(t, c.CertFile, i.pem())
		write(t, c.KeyFile, i.keyPEM(t))
	}
	use(issue(t, "first", ca, time.Hour))
	var log bytes.Buffer
	s, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{srv.URL}, TLS: c}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	send := func(wantCert, want string) {
		t.Helper()
		if err := s.Send(t.Context(), batch(t, "{}")); result(err) != want || shown != wantCert {
			t.Errorf("Send = %s (%v) as %s, want %s as %s", result(err), err, shown, want, wantCert)
		}
	}
	send("first", "delivered")
	second := issue(t, "second", ca, time.Hour)
	write(t, c.CertFile, second.pem()) // the key is still the first's
	send("first", "delivered")
	if !strings.Contains(log.String(), "last good ones") {
		t.Errorf("log = %s, want a warning", &log)
	}
	use(second)
	send("second", "delivered")
	use(issue(t, "expired", ca, -time.Hour))
	send("second", "denied") // refused before the server looks at the name
	write(t, c.CAFile, issue(t, "another ca", nil, time.Hour).pem())
	use(second)
	send("second", "denied")
	write(t, c.CAFile, ca.pem())
	send("second", "delivered")
}

func TestTLSFilesAtStart(t *testing.T) {
	dir := t.TempDir()
	empty := write(t, filepath.Join(dir, "empty.pem"), nil)
	for _, tt := range []struct {
		name string
		tls  sinks.TLS
		want string
	}{
		{"no CA file", sinks.TLS{CAFile: filepath.Join(dir, "none.pem")}, "none.pem: no such file"},
		{"empty CA file", sinks.TLS{CAFile: empty}, "no certificate"},
		{"no key", sinks.TLS{CertFile: empty, KeyFile: filepath.Join(dir, "none.key")}, "key_file"},
	} {
		_, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{"https://es.example"}, TLS: tt.tls}, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		_, err = sinks.NewKafka(sinks.KafkaConfig{Brokers: []string{"k.example:9092"}, Topic: "t", TLS: &tt.tls}, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestTLSOldestVersion(t *testing.T) {
	c, err := (&sinks.TLS{InsecureSkipVerify: true}).Config("es.example")
	if err != nil || c.MinVersion != tls.VersionTLS12 || c.ServerName != "es.example" {
		t.Errorf("Config = %+v, %v", c, err)
	}
}

// hangsUp is the address of a server that does so with each connection after before.
func hangsUp(t *testing.T, before func(*net.TCPConn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			before(c.(*net.TCPConn))
			c.Close()
		}
	}()
	return l.Addr().String()
}

func TestTLSOnPlainPort(t *testing.T) {
	address := hangsUp(t, func(c *net.TCPConn) { io.WriteString(c, "HTTP/1.0 400 Bad Request\r\n\r\n") })
	s, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{"https://" + address}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Send(t.Context(), batch(t, "{}"))
	if got := result(err); got != "denied" || !strings.Contains(err.Error(), "does not speak TLS") {
		t.Errorf("Send = %s (%v), want denied", got, err)
	}
}
