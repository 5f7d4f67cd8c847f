package parse

import (
	"bytes"
)

// npmLine reads the access logs of Nginx Proxy Manager:
//
//	[10/Nov/2026:13:55:36 +0100] - 401 401 - GET https app.example "/x" [Client 192.0.2.7] [Length 188] [Gzip -] [Sent-to 10.0.0.4] "agent" "referrer"
func npmLine(p *Parser, line []byte) error {
	if len(line) < 48 || line[0] != '[' || line[3] != '/' {
		return ErrFormat
	}
	stamp, rest, ok := bytes.Cut(line[1:], []byte("] "))
	if !ok {
		return ErrFormat
	}
	client := bytes.Index(rest, []byte(`" [Client `))
	if client < 0 {
		return p.npmPlus(stamp, rest)
	}
	about, rest := rest[:client], rest[client+len(`" [Client `):]
	about, target, ok := bytes.Cut(about, []byte(` "`))
	if !ok {
		return ErrFormat
	}
	p.set(Time, stamp)
	p.set(Target, target)
	for len(about) > 0 { // cache status upstream's - method scheme host
		var v []byte
		v, about = nextField(about)
		if _, ok := readStatus(v); ok {
			p.offer(Status, v, vague, nil)
		} else if isMethod(v) {
			p.set(Method, v)
			break
		}
	}
	scheme, host := nextField(about)
	p.set(URLScheme, scheme)
	if host = bytes.TrimLeft(host, " "); string(host) != "_" {
		p.set(URLHost, host)
	}
	addr, rest, ok := bytes.Cut(rest, []byte("] "))
	if !ok {
		return errBroken
	}
	p.peer(addr)
	if length, ok := bytes.CutPrefix(rest, []byte("[Length ")); ok {
		length, _, _ = bytes.Cut(length, []byte("]"))
		p.set(ResponseBytes, length)
	}
	_, rest, _ = bytes.Cut(rest, []byte(`] "`))
	if agent, rest, ok := bytes.Cut(rest, []byte(`" "`)); ok {
		p.set(UserAgent, agent)
		p.set(Referrer, bytes.TrimSuffix(rest, []byte(`"`)))
	}
	return nil
}

// npmPlus reads the fork NPMplus, whose last two fields have no quotes:
//
//	[10/Nov/2026:13:55:36 +0100] app.example 192.0.2.7 0.003 "GET /x HTTP/2.0" 401 12 345 https://ref/ agent
func (p *Parser) npmPlus(stamp, b []byte) error {
	host, b := nextField(b)
	client, b := nextField(b)
	taken, b := nextField(b)
	b = bytes.TrimLeft(b, " ")
	if !isAddress(client) || !isSeconds(taken) || len(b) == 0 || b[0] != '"' {
		return ErrFormat
	}
	request, b, ok := quotedField(b)
	if !ok {
		return errBroken
	}
	p.set(Time, stamp)
	p.set(URLHost, host)
	p.set(SourceIP, client)
	p.set(DurationS, taken)
	p.requestLine(request)
	for _, f := range [...]Field{Status, BodyBytes, ResponseBytes, Referrer} {
		var v []byte
		v, b = nextField(b)
		p.set(f, v)
	}
	p.set(UserAgent, bytes.TrimLeft(b, " "))
	return nil
}
