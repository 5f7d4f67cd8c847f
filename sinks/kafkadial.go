package sinks

import (
	"context"
	"log/slog"
	"net"
	"time"
)

// A kafkaDialer makes connections on which nothing waits for ever. TLS is done
// here, not by kafka-go, so that certificates are read again.
type kafkaDialer struct {
	plain net.Dialer
	tls   *tlsDialer // nil: without TLS
	limit time.Duration
}

func newKafkaDialer(c KafkaConfig, log *slog.Logger) (*kafkaDialer, error) {
	d := &kafkaDialer{plain: net.Dialer{Timeout: dialTimeout}, limit: time.Duration(c.Timeout)}
	if c.TLS == nil {
		return d, nil
	}
	var err error
	d.tls, err = newTLSDialer(*c.TLS, log)
	return d, err
}

func (d *kafkaDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	dial := d.plain.DialContext
	if d.tls != nil {
		dial = d.tls.DialContext
	}
	conn, err := dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return boundConn{&framedConn{Conn: conn}, d.limit}, nil
}

// A boundConn always has a deadline. kafka-go takes it off before the SASL
// exchange: a broker that stops answering there would hold a goroutine and a
// connection for every attempt.
type boundConn struct {
	net.Conn
	limit time.Duration
}

func (c boundConn) SetDeadline(t time.Time) error {
	if t.IsZero() {
		t = time.Now().Add(c.limit)
	}
	return c.Conn.SetDeadline(t)
}
