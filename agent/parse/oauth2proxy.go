package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// oauth2ProxyLine reads oauth2-proxy's logs of authentications and requests;
// the request's id came with version 7.
//
//	192.0.2.7:51822 - 6f0b1c2d - bob@example.com [2026/11/10 12:55:36] [AuthSuccess] Authenticated via OAuth2: Session{email:bob@example.com …}
//	192.0.2.7 - 6f0b1c2d - - [2026/11/10 12:55:36] app.example GET / "/x?y=1" HTTP/1.1 "agent" 200 612 0.003
func oauth2ProxyLine(p *Parser, line []byte) error {
	open := 0
	if line[0] == '[' { // an IPv6 address
		open = max(bytes.IndexByte(line, ']'), 0)
	}
	open += bytes.IndexByte(line[open:], '[')
	if open < 5 || open+21 > len(line) || line[open+5] != '/' || line[open+20] != ']' {
		return ErrFormat
	}
	client, who := nextField(line[:open])
	if host, _ := splitPort(client); !isAddress(host) && !isHostname(host) {
		return ErrFormat
	}
	id, user, ok := bytes.Cut(bytes.Trim(who, " -"), []byte(" - "))
	if !ok { // one of the two, or none
		id, user = nil, id
		if _, rest, ok := bytes.Cut(who, []byte(" - ")); ok && bytes.HasSuffix(rest, []byte(" - ")) {
			id, user = user, nil
		}
	}
	p.peer(client)
	p.set(RequestID, id)
	p.set(UserName, user)
	p.set(Time, line[open+1:open+20])
	rest := bytes.TrimLeft(line[open+21:], " ")
	if len(rest) > 0 && rest[0] == '[' {
		return p.oauth2ProxyAuth(rest[1:])
	}
	return p.oauth2ProxyRequest(rest)
}

// oauth2ProxyAuth reads "AuthSuccess] message", the rest of a line of authentication.
func (p *Parser) oauth2ProxyAuth(b []byte) error {
	status, msg, ok := bytes.Cut(b, []byte("] "))
	if !ok {
		return errBroken
	}
	p.set(Message, msg)
	p.mined = true
	switch string(status) {
	case "AuthSuccess":
		if _, session, ok := bytes.Cut(msg, []byte("Session{email:")); ok {
			email, _ := nextField(session)
			p.set(UserEmail, email)
		}
		p.happened(event.Login, event.Success)
	case "AuthFailure", "AuthError":
		p.happened(event.LoginFailed, event.Failure)
	default:
		return ErrFormat
	}
	return nil
}

// oauth2ProxyRequest reads `host method upstream "uri" version "agent" status
// size seconds`.
func (p *Parser) oauth2ProxyRequest(b []byte) error {
	host, b := nextField(b)
	method, b := nextField(b)
	_, b = nextField(b)
	b = bytes.TrimLeft(b, " ")
	if !isMethod(method) || len(b) == 0 || b[0] != '"' {
		return ErrFormat
	}
	uri, b, ok := quotedField(b)
	if !ok {
		return errBroken
	}
	version, b := nextField(b)
	agent, b, ok := quotedField(bytes.TrimLeft(b, " "))
	if !ok {
		return errBroken
	}
	status, b := nextField(b)
	size, b := nextField(b)
	taken, _ := nextField(b)
	p.set(URLHost, host)
	p.set(Method, method)
	p.set(Target, uri)
	p.set(Proto, version)
	p.set(UserAgent, agent)
	p.set(Status, status)
	p.set(ResponseBytes, size)
	p.set(DurationS, taken)
	return nil
}
