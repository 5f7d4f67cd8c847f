package sinks

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// TLS is how a backend is recognised and how hashtail shows who it is. Without
// any of it the system's certificate authorities decide.
type TLS struct {
	CAFile             string `yaml:"ca_file"`
	CAFingerprint      string `yaml:"ca_fingerprint"` // SHA-256 of the CA certificate in hex, as Elasticsearch prints it
	CertFile           string `yaml:"cert_file"`
	KeyFile            string `yaml:"key_file"`
	ServerName         string `yaml:"server_name"`
	InsecureSkipVerify bool   `yaml:"insecure_skip_verify"`
}

func (t *TLS) validate() error {
	if (t.CertFile == "") != (t.KeyFile == "") {
		return errors.New("cert_file and key_file belong together: name both")
	}
	if t.CAFile != "" && t.CAFingerprint != "" {
		return errors.New("ca_file and ca_fingerprint exclude each other: keep one")
	}
	if t.InsecureSkipVerify && (t.CAFile != "" || t.CAFingerprint != "") {
		return errors.New("insecure_skip_verify makes ca_file and ca_fingerprint useless: remove it")
	}
	_, err := t.fingerprint()
	return err
}

func (t *TLS) fingerprint() (sum []byte, err error) {
	if t.CAFingerprint == "" {
		return nil, nil
	}
	sum, err = hex.DecodeString(strings.ReplaceAll(t.CAFingerprint, ":", ""))
	if err != nil || len(sum) != sha256.Size {
		return nil, errors.New("ca_fingerprint is not a SHA-256 in hex: it has 64 digits, with or without colons")
	}
	return sum, nil
}

// Config reads the files and makes the configuration for one host.
func (t *TLS) Config(host string) (*tls.Config, error) {
	m, err := t.load()
	if err != nil {
		return nil, err
	}
	return m.config(host), nil
}

// tlsMaterial is what the files held when they were read.
type tlsMaterial struct {
	options TLS
	roots   *x509.CertPool // nil: the system's
	own     []tls.Certificate
	pin     []byte
}

func (t *TLS) load() (m *tlsMaterial, err error) {
	m = &tlsMaterial{options: *t}
	if m.pin, err = t.fingerprint(); err != nil {
		return nil, err
	}
	if t.CAFile != "" {
		pem, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("ca_file: %w", err)
		}
		m.roots = x509.NewCertPool()
		if !m.roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("ca_file: %s holds no certificate in PEM form", t.CAFile)
		}
	}
	if t.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("cert_file %s with key_file %s: %w", t.CertFile, t.KeyFile, err)
		}
		m.own = []tls.Certificate{pair}
	}
	return m, nil
}

func (m *tlsMaterial) config(host string) *tls.Config {
	if m.options.ServerName != "" {
		host = m.options.ServerName
	}
	c := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		ServerName:         host,
		RootCAs:            m.roots,
		Certificates:       m.own,
		InsecureSkipVerify: m.options.InsecureSkipVerify,
	}
	if m.pin != nil {
		c.InsecureSkipVerify = true // verifyPinned takes the place of the standard check
		c.VerifyConnection = func(s tls.ConnectionState) error { return verifyPinned(s, host, [32]byte(m.pin)) }
	}
	return c
}

// errPin is met by the operator of a wrong or changed backend.
var errPin = errors.New("the server shows no certificate with the configured ca_fingerprint: it changed, it is another server, or the server does not send its CA (then use ca_file)")

// verifyPinned does the standard check with the pinned certificate as the only
// root. That a chain merely holds the pinned certificate proves nothing: it is
// public, and anybody can append it (go-elasticsearch's own
// CertificateFingerprint accepts that).
func verifyPinned(s tls.ConnectionState, host string, sum [32]byte) error {
	if host == "" { // behind an HTTP proxy: net/http knows the name
		host = s.ServerName
	}
	if host == "" {
		return errors.New("the server's name is unknown: set server_name")
	}
	o := x509.VerifyOptions{DNSName: host, Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	found := false
	for _, cert := range s.PeerCertificates {
		if sha256.Sum256(cert.Raw) == sum {
			o.Roots.AddCert(cert)
			found = true
		} else {
			o.Intermediates.AddCert(cert)
		}
	}
	if !found {
		return errPin
	}
	if _, err := s.PeerCertificates[0].Verify(o); err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: s.PeerCertificates, Err: err}
	}
	return nil
}

// A tlsDialer reads the certificate files again for every connection, so that
// rotated ones are in force from the next connection on.
type tlsDialer struct {
	tls  TLS
	log  *slog.Logger
	base net.Dialer

	mu   sync.Mutex
	last *tlsMaterial // stands in while a rotation is half done
}

// newTLSDialer fails when the files cannot be used now.
func newTLSDialer(t TLS, log *slog.Logger) (*tlsDialer, error) {
	m, err := t.load()
	if err != nil {
		return nil, err
	}
	return &tlsDialer{tls: t, log: log, last: m, base: net.Dialer{Timeout: dialTimeout}}, nil
}

// dialTimeout is for one address: it leaves time for the others.
const dialTimeout = 5 * time.Second

func (d *tlsDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	raw, err := d.base.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, d.config(host))
	if err := conn.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, &handshakeError{addr, timeless(err)}
	}
	return &alertConn{Conn: conn, alerted: make(chan struct{})}, nil
}

func (d *tlsDialer) config(host string) *tls.Config {
	d.mu.Lock()
	defer d.mu.Unlock()
	if m, err := d.tls.load(); err != nil {
		d.log.Warn("certificates cannot be read again: the last good ones stay in use", "error", err)
	} else {
		d.last = m
	}
	return d.last.config(host)
}

// A handshakeError is why TLS could not begin.
type handshakeError struct {
	addr string
	err  error
}

func (e *handshakeError) Error() string { return "TLS to " + e.addr + ": " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }

// An expiredError is x509's without the time of the attempt, which would make
// each attempt's text new and worth a line in the log.
type expiredError struct {
	cert *x509.Certificate
	err  error
}

func (e *expiredError) Error() string {
	return fmt.Sprintf("the server's certificate has expired or is not valid yet: it is from %s to %s",
		e.cert.NotBefore.Format(time.RFC3339), e.cert.NotAfter.Format(time.RFC3339))
}

func (e *expiredError) Unwrap() error { return e.err }

func timeless(err error) error {
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil {
		return &expiredError{invalid.Cert, err}
	}
	return err
}

// An alertConn tells why a server hung up. In TLS 1.3 it judges the client's
// certificate after the handshake, when the client already writes: its alert
// races with the "broken pipe" of that write, and net/http reports either.
type alertConn struct {
	net.Conn
	once    sync.Once
	alerted chan struct{} // closed once alert is set
	alert   error
}

// alertWait is how long a failed write waits for a reason: the reader, if there
// is one, has it at once.
const alertWait = 100 * time.Millisecond

func (c *alertConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if remoteAlert(err) {
		c.once.Do(func() {
			c.alert = err
			close(c.alerted)
		})
	}
	return n, err
}

func (c *alertConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err == nil {
		return n, nil
	}
	select {
	case <-c.alerted:
		return n, c.alert
	case <-time.After(alertWait):
		return n, err
	}
}
