package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/agent/stamp"
)

// haproxyLine reads HAProxy's log without a syslog header.
func haproxyLine(p *Parser, line []byte) error {
	if after, ok := bytes.CutPrefix(line, []byte("haproxy[")); ok {
		pid, rest, ok := bytes.Cut(after, []byte("]: "))
		if !ok {
			return errBroken
		}
		p.set(ProcessName, line[:len("haproxy")])
		p.pid(pid)
		line = rest
	}
	return haproxyMessage(p, line)
}

// haproxyMessage reads the lines of httplog, tcplog and of failed handshakes:
//
//	192.0.2.7:51822 [10/Nov/2026:13:55:36.608] front~ back/srv 0/0/0/1/1 401 212 - - ---- 1/1/0/0/0 0/0 {captured} "GET / HTTP/1.1"
//	192.0.2.7:51822 [10/Nov/2026:13:55:36.608] front back/srv 0/0/5007 212 -- 0/0/0/0/3 0/0
//	192.0.2.7:51822 [10/Nov/2026:13:55:36.608] front/1: SSL handshake failure
func haproxyMessage(p *Parser, msg []byte) error {
	client, rest := nextField(msg)
	colon := bytes.LastIndexByte(client, ':')
	if colon < 2 || len(rest) < 24 || rest[1] != '[' || rest[4] != '/' {
		return ErrFormat
	}
	if peer := bytes.Trim(client[:colon], "[]"); !isAddress(peer) && string(peer) != "unix" || digitsOnly(client[colon+1:]) == nil {
		return ErrFormat
	}
	end := bytes.IndexByte(rest, ']')
	if end < 0 {
		return errBroken
	}
	when := rest[2:end]
	if _, n := stamp.Read(when); n != len(when) {
		return ErrFormat
	}
	// The port is always there, and an IPv6 address has no brackets.
	p.set(SourceIP, bytes.Trim(client[:colon], "[]"))
	p.set(SourcePort, client[colon+1:])
	if s, _ := stamp.Read(p.val(Time)); !s.Zoned {
		p.set(Time, when)
	}
	front, rest := nextField(rest[end+1:])
	if bytes.HasSuffix(front, []byte(":")) {
		p.mined = true
		return ErrNotAuth
	}
	_, rest = nextField(rest)
	timers, rest := nextField(rest)
	if bytes.Count(timers, slash) < 4 { // tcplog
		p.mined = true
		return ErrNotAuth
	}
	return p.haproxyHTTP(rest)
}

// haproxyHTTP reads what follows the timers: status, bytes, the captured
// cookies, four states and counters, captured headers, the request.
func (p *Parser) haproxyHTTP(b []byte) error {
	var f [7][]byte
	for i := range f {
		f[i], b = nextField(b)
	}
	p.set(Status, f[0])
	p.set(ResponseBytes, bytes.TrimPrefix(f[1], []byte("+")))
	p.cookie(f[2])
	for {
		b = bytes.TrimLeft(b, " ")
		if len(b) == 0 || b[0] != '{' {
			break
		}
		end := bytes.IndexByte(b, '}')
		if end < 0 {
			return errBroken
		}
		p.captured(b[1:end])
		b = b[end+1:]
	}
	if _, request, ok := bytes.Cut(b, []byte(`"`)); ok { // option httpslog has errors and the handshake around it
		request, _, _ = bytes.Cut(request, []byte(`"`))
		p.requestLine(request)
	}
	p.mined = true
	return nil
}

// cookie counts and hashes a captured "name=value".
func (p *Parser) cookie(b []byte) {
	if name, v, ok := bytes.Cut(b, []byte("=")); ok && len(v) > 0 {
		p.s.Field(name, v, redact.InCookie)
		p.claim()
	}
}

// captured reads "{app.example|Mozilla/5.0|…}": the configuration names the
// headers, the line does not, so each is taken for what it looks like.
func (p *Parser) captured(b []byte) {
	for len(b) > 0 {
		var v []byte
		v, b, _ = bytes.Cut(b, []byte("|"))
		host, _ := splitPort(v)
		switch {
		case len(v) == 0:
		case p.authorizes(v):
		case bytes.HasPrefix(v, []byte("http://")), bytes.HasPrefix(v, []byte("https://")):
			p.set(Referrer, v)
		case isAddress(host):
			p.set(ForwardedFor, v)
		case bytes.IndexByte(v, '/') > 0:
			p.offer(UserAgent, v, vague, nil)
		case isHostname(host) && bytes.IndexByte(host, '.') > 0:
			p.offer(URLHost, v, vague, nil)
		}
	}
}
