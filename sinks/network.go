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
)

// unreachable is a failure below the backend's protocol. A certificate that
// one side refuses does not get better by trying fast.
func unreachable(what string, err error) *Error {
	e := &Error{Err: fmt.Errorf("%s: %w", what, err)}
	var (
		cert      *tls.CertificateVerificationError
		unknown   x509.UnknownAuthorityError
		plaintext tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &plaintext):
		e = &Error{Verdict: Denied, Err: fmt.Errorf("%s: the server does not speak TLS on this port: %w", what, err)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Err = fmt.Errorf("%s: the server closed the connection (it restarts, or this port wants TLS or a login): %w", what, err)
	case errors.Is(err, context.DeadlineExceeded):
		e.Err = fmt.Errorf("%s: no answer in time: %w", what, err)
	case errors.As(err, &cert), errors.As(err, &unknown), errors.Is(err, errPin):
		e.Verdict = Denied
	case remoteAlert(err):
		e.Verdict = Denied
	}
	return e
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
