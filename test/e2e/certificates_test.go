//go:build e2e

package e2e_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// A server whose certificate has expired gets nothing, in one clear line; once
// it is renewed everything arrives, without a restart.
func TestExpiredServerCertificate(t *testing.T) {
	for _, tt := range []struct {
		name, backend string
		story         func(t *testing.T, h *host, f *front, caFile string) (section obj, count func() int, events func() [][]byte)
	}{
		{"elasticsearch", "ES_SECURE_URL", func(t *testing.T, h *host, f *front, caFile string) (obj, func() int, func() [][]byte) {
			es := securedElasticsearch(t)
			stream := es.dataStream()
			return obj{"urls": []string{"https://" + f.address}, "ca_file": caFile, "username": es.user, "password": h.secret(es.password), "data_stream": stream},
				func() int { return es.count(stream) }, func() [][]byte { return es.documents(stream) }
		}},
		{"kafka", "KAFKA_SASL_TLS", func(t *testing.T, h *host, f *front, caFile string) (obj, func() int, func() [][]byte) {
			events := newTopic(t)
			return obj{"brokers": []string{f.address}, "topic": events.name, "tls": obj{"ca_file": caFile},
				"sasl": obj{"mechanism": "scram-sha-512", "username": env(t, "KAFKA_USER"), "password": h.secret(env(t, "KAFKA_PASSWORD"))}}, events.count, events.values
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ca := newAuthority(t)
			f := newFront(t, env(t, tt.backend), ca.issue(t, -time.Hour))
			caFile := filepath.Join(t.TempDir(), "ca.crt")
			both, err := os.ReadFile(env(t, "TLS_CA")) // Kafka sends its clients on to the broker itself
			if err == nil {
				err = os.WriteFile(caFile, append(both, ca.pem()...), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			h := newHost(t, nil)
			section, count, events := tt.story(t, h, f, caFile)
			h.config["sinks"] = obj{tt.name: section}
			appendFile(t, h.app, lines(newToken(), 0, few))
			d := h.start()
			d.until("several attempts", func() bool { return f.refused.Load() >= 3 })
			d.mustRun()
			if said := h.said("WARN|ERROR", tt.name, "expired"); len(said) != 1 {
				t.Errorf("%d lines about one expired certificate, want 1:\n%s", len(said), said)
			}
			if got := count(); got != 0 {
				t.Errorf("%d documents passed a server with an expired certificate", got)
			}

			f.certificate.Store(ca.issue(t, time.Hour))
			d.until("all documents", func() bool { return count() >= few })
			d.stop()
			wantNumbers(t, tt.name, events(), few, false)
		})
	}
}

// The broker refuses a client whose certificate has expired; the renewed one is
// read from the same files, without a restart.
func TestExpiredClientCertificate(t *testing.T) {
	ca := backendsAuthority(t)
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "client.crt"), filepath.Join(dir, "client.key")
	use := func(c *tls.Certificate) {
		t.Helper()
		key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		for path, block := range map[string]*pem.Block{
			certFile: {Type: "CERTIFICATE", Bytes: c.Certificate[0]},
			keyFile:  {Type: "PRIVATE " + "KEY", Bytes: key},
		} {
			if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	use(ca.issue(t, -time.Hour))
	events := newTopic(t)
	h := newHost(t, obj{"kafka": obj{"brokers": []string{env(t, "KAFKA_MTLS")}, "topic": events.name,
		"tls": obj{"ca_file": env(t, "TLS_CA"), "cert_file": certFile, "key_file": keyFile}}})
	appendFile(t, h.app, lines(newToken(), 0, few))
	d := h.start()
	d.until("a line about the refusal", func() bool { return len(h.said("WARN|ERROR", "kafka", "certificate")) > 0 })
	d.mustRun()
	if got := events.count(); got != 0 {
		t.Errorf("%d messages came from a client that the broker refuses", got)
	}
	use(ca.issue(t, time.Hour))
	d.until("all messages", func() bool { return events.count() >= few })
	d.stop()
	wantNumbers(t, "kafka", events.values(), few, false)
}

// A front stands before a TLS port of a real server with another certificate.
type front struct {
	address     string
	certificate atomic.Pointer[tls.Certificate]
	refused     atomic.Int64 // connections that the client gave up at the sight of it
}

// newFront takes the server's address or URL.
func newFront(t *testing.T, server string, certificate *tls.Certificate) *front {
	t.Helper()
	if u, err := url.Parse(server); err == nil && u.Host != "" {
		server = u.Host
	}
	roots := x509.NewCertPool()
	roots.AddCert(backendsAuthority(t).cert)
	f := new(front)
	f.certificate.Store(certificate)
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.certificate.Load(), nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f.address = l.Addr().String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go f.pass(conn.(*tls.Conn), server, roots)
		}
	}()
	return f
}

func (f *front) pass(client *tls.Conn, server string, roots *x509.CertPool) {
	defer client.Close()
	one := make([]byte, 1)
	if _, err := io.ReadFull(client, one); err != nil { // with TLS 1.3 the client's refusal comes after the handshake
		f.refused.Add(1)
		return
	}
	backend, err := tls.Dial("tcp", server, &tls.Config{RootCAs: roots})
	if err != nil {
		return
	}
	defer backend.Close()
	go func() {
		defer client.Close()
		_, _ = io.Copy(client, backend)
	}()
	if _, err := backend.Write(one); err == nil {
		_, _ = io.Copy(backend, client)
	}
}

// An authority signs the certificates of a story.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "another CA"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err == nil {
		cert, err = x509.ParseCertificate(der)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

// backendsAuthority is the one that the servers and their clients trust.
func backendsAuthority(t *testing.T) *authority {
	t.Helper()
	file := env(t, "TLS_CA")
	pair, err := tls.LoadX509KeyPair(file, filepath.Join(filepath.Dir(file), "ca.key"))
	if err != nil {
		t.Fatal(err)
	}
	return &authority{pair.Leaf, pair.PrivateKey.(crypto.Signer)}
}

// issue makes a certificate for this machine, as server and client, that is
// valid until so long from now.
func (a *authority) issue(t *testing.T, until time.Duration) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "hashtail-test"},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(until),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// foreignCA is the certificate of an authority that has signed nothing here.
func foreignCA(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.crt")
	if err := os.WriteFile(path, newAuthority(t).pem(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
