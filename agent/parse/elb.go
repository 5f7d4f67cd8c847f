package parse

import (
	"bytes"
)

// elbLine reads the access logs of AWS load balancers: of the application kind,
// which start with the kind of connection, and of the classic kind.
//
//	h2 2026-11-10T12:55:36.123456Z app/lb/50dc 192.0.2.7:2817 10.0.0.1:80 0.000 0.001 0.000 401 401 34 366 "GET https://x:443/ HTTP/2.0" "agent" …
func elbLine(p *Parser, line []byte) error {
	kind, rest := nextField(line)
	stamp := kind
	switch string(kind) {
	case "tls":
		return p.elbTLS(rest)
	case "http", "https", "h2", "grpcs", "ws", "wss":
		stamp, rest = nextField(rest)
	}
	if len(stamp) < 20 || stamp[10] != 'T' || !isDigit(stamp[0]) || stamp[len(stamp)-1] != 'Z' {
		return ErrFormat
	}
	var f [9][]byte // name client target, three times, two statuses, received
	for i := range f {
		f[i], rest = nextField(rest)
	}
	sent, rest := nextField(rest)
	rest = bytes.TrimLeft(rest, " ")
	host, port := splitPort(f[1])
	if port == nil || !isAddress(host) || len(rest) == 0 || rest[0] != '"' || !isSeconds(f[3]) || !isSeconds(f[5]) {
		return ErrFormat
	}
	request, rest, ok := quotedField(rest)
	if !ok {
		return errBroken
	}
	p.set(Time, stamp)
	p.peer(f[1])
	p.set(Status, f[6])
	p.set(RequestBytes, f[8])
	p.set(ResponseBytes, sent)
	p.requestLine(request)
	if rest = bytes.TrimLeft(rest, " "); len(rest) > 0 && rest[0] == '"' {
		if agent, _, ok := quotedField(rest); ok {
			p.set(UserAgent, agent)
		}
	}
	return nil
}

// elbTLS reads what network load balancers log of TLS connections: version,
// time, name, listener, client, target, two times, received, sent, alert, two
// certificates, cipher, protocol, group, server name.
//
//	tls 2.0 2026-11-10T12:55:36 net/lb/c6e7 g3d4 192.0.2.7:51341 10.0.0.1:443 5 2 98 246 - arn:… - ECDHE-RSA-AES128-SHA tlsv12 - app.example …
func (p *Parser) elbTLS(b []byte) error {
	var f [17][]byte
	for i := range f {
		f[i], b = nextField(b)
	}
	host, port := splitPort(f[4])
	if port == nil || !isAddress(host) || len(f[1]) < 19 || f[1][10] != 'T' {
		return ErrFormat
	}
	p.set(Time, f[1])
	p.peer(f[4])
	p.endpoint(f[5], 1, nil, DestIP, DestPort, DestHost)
	p.set(RequestBytes, f[8])
	p.set(ResponseBytes, f[9])
	p.set(URLHost, f[16])
	return ErrNotAuth
}

// isSeconds reports whether b is a time taken, or the -1 of none.
func isSeconds(b []byte) bool {
	if string(b) == "-1" {
		return true
	}
	_, ok := readDuration(b, 1)
	return ok
}
