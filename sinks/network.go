package sinks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"syscall"
)

// unreachable is a failure below the backend's protocol. A certificate that
// one side refuses does not get better by trying fast.
func unreachable(what string, err error) *Error {
	if isReset(err) {
		err = &steadyError{"connection reset", err}
	}
	err = steady(err)
	e := &Error{Err: fmt.Errorf("%s: %w", what, err)}
	var (
		cert      *tls.CertificateVerificationError
		unknown   x509.UnknownAuthorityError
		name      x509.HostnameError
		plaintext tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &plaintext):
		e = &Error{Verdict: Denied, Err: fmt.Errorf("%s: the server does not speak TLS on this port: %w", what, err)}
	case errors.Is(err, errNotKafka):
		e = &Error{Verdict: Denied, Err: fmt.Errorf("%s: %w", what, errNotKafka)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isReset(err):
		reason := "it restarts, or this port wants TLS or a login"
		if errors.As(err, new(*handshakeError)) {
			reason = "it restarts, or this port is without TLS"
		}
		e.Err = fmt.Errorf("%s: the server closed the connection (%s): %w", what, reason, err)
	case errors.Is(err, context.DeadlineExceeded):
		e.Err = fmt.Errorf("%s: no answer in time: %w", what, err)
	case errors.As(err, &name):
		e = &Error{Verdict: Denied, Err: fmt.Errorf("%s: %w: use a name that is in the certificate, or set server_name to it", what, err)}
	case errors.As(err, &unknown):
		e = &Error{Verdict: Denied, Err: fmt.Errorf("%s: %w: name the CA of the certificate in ca_file", what, err)}
	case errors.As(err, &cert), errors.Is(err, errPin):
		e.Verdict = Denied
	case remoteAlert(err):
		e.Verdict = Denied
	}
	return e
}

// isReset reports whether the server hung up in the middle: of a read, of a
// write, or of a write that net/http gave up because of the read.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}

// A steadyError is an error of a connection in words that are the same at each
// attempt, without our own port: new ones would be worth a line in the log.
type steadyError struct {
	text string
	err  error
}

func (e *steadyError) Error() string { return e.text }
func (e *steadyError) Unwrap() error { return e.err }

func steady(err error) error {
	var op *net.OpError
	if !errors.As(err, &op) || op.Source == nil {
		return err
	}
	return &steadyError{strings.ReplaceAll(err.Error(), op.Source.String()+"->", ""), err}
}

// remoteAlert reports whether the error is an alert of the server's: it refuses
// our certificate.
func remoteAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// loopback reports whether what is sent to the host stays on this machine.
func loopback(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().IsLoopback()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
