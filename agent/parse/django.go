package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// djangoMessage reads what Django logs of requests that it refuses, and what
// django-axes logs of logins:
//
//	Forbidden (CSRF token missing.): /login/
//	AXES: New login failure by {username: "bob", ip_address: "192.0.2.7", path_info: "/login/"}. …
func djangoMessage(p *Parser, msg []byte) error {
	head := msg[:min(len(msg), 64)] // modules and threads may stand in front
	if bytes.IndexByte(head, 'X') >= 0 {
		if i := bytes.Index(head, []byte("AXES: ")); i >= 0 {
			return p.axes(msg[i+len("AXES: "):])
		}
	}
	for i, n := 0, 0; n >= 0; i += n + 1 {
		if djangoLeads.begin(head[i:]) {
			return p.djangoRefused(msg[i:])
		}
		n = bytes.IndexByte(head[i:], ' ')
	}
	return ErrFormat
}

var djangoLeads = newLeads("Forbidden: /", "Unauthorized: /", "Forbidden (")

func (p *Parser) djangoRefused(msg []byte) error {
	i := bytes.LastIndex(msg, []byte(": /"))
	if i < 0 {
		return ErrFormat
	}
	target, rest := nextField(msg[i+2:])
	p.set(Target, target)
	if len(rest) > 0 { // what an application's own formatter has added
		p.mine(rest)
	}
	if open := bytes.IndexByte(msg[:i], '('); open > 0 {
		p.set(Reason, bytes.TrimRight(msg[open+1:i], ")"))
	}
	p.happened(event.AccessDenied, event.Failure)
	return nil
}

// axes reads the members that django-axes puts between braces.
func (p *Parser) axes(b []byte) error {
	said, about, ok := bytes.Cut(b, []byte("{"))
	if !ok {
		return ErrNotAuth
	}
	for _, member := range [...]struct {
		name  string
		field Field
	}{{`username: "`, UserName}, {`ip_address: "`, SourceIP}, {`user_agent: "`, UserAgent}, {`path_info: "`, Target}} {
		if _, v, ok := bytes.Cut(about, []byte(member.name)); ok {
			v, _, _ = bytes.Cut(v, []byte(`"`))
			p.set(member.field, v)
		}
	}
	p.mined = true
	switch {
	case bytes.HasPrefix(said, []byte("Successful login")):
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(said, []byte("Successful logout")):
		p.happened(event.Logout, event.Success)
	case bytes.HasPrefix(said, []byte("Lock")):
		p.happened(event.AccountLocked, event.Failure)
	default:
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}
