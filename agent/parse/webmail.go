package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// roundcubeMessage reads Roundcube's login lines, of its own log and of its
// error log. Names come from the client, so the address is the last one in
// front of what the program itself adds:
//
//	<abc123> Failed login for bob from 192.0.2.7 in session abc123 (error: 0)
//	IMAP Error: Login failed for bob against mail.example.com from 192.0.2.7(X-Real-IP: 198.51.100.9). AUTHENTICATE PLAIN: …
func roundcubeMessage(p *Parser, msg []byte) error {
	if len(msg) > 0 && msg[0] == '<' {
		if session := enclosed(msg, "<", "> "); session != nil && len(session) <= 32 {
			msg = msg[len(session)+3:]
		}
	}
	rest, outcome, ok := roundcubeLead(msg)
	if !ok || !p.headed && !bytes.HasPrefix(msg, []byte("IMAP Error")) && !bytes.Contains(msg, []byte(" in session ")) {
		return ErrFormat // many say so
	}
	who, reason := roundcubeReason(rest)
	if outcome == event.Failure {
		p.set(Reason, reason)
	}
	p.happened(event.Login, outcome)
	i := bytes.LastIndex(who, []byte(" from "))
	if i < 0 {
		p.set(UserName, who)
		return nil
	}
	p.roundcubePeer(who[i+len(" from "):])
	name := who[:i]
	for _, end := range [...]string{" against ", " (ID: "} {
		if i := bytes.LastIndex(name, []byte(end)); i >= 0 {
			name = name[:i]
		}
	}
	p.set(UserName, name)
	return nil
}

// roundcubeLeads are what the messages of failed logins begin with, up to the name.
var roundcubeLeads = [...]string{"Failed login for ", "FAILED login for ", "IMAP Error: Login failed for ", "IMAP Error: FAILED login for "}

// roundcubeLead takes off what a message begins with, up to the name.
func roundcubeLead(msg []byte) (rest []byte, outcome event.Outcome, ok bool) {
	if rest, ok := bytes.CutPrefix(msg, []byte("Successful login for ")); ok {
		return rest, event.Success, true
	}
	for _, lead := range roundcubeLeads {
		if rest, ok := bytes.CutPrefix(msg, []byte(lead)); ok {
			return rest, event.Failure, true
		}
	}
	if after, in := bytes.CutPrefix(msg, []byte("IMAP Error in ")); in { // IMAP Error in /var/www/…: Login failed for bob …
		rest, ok := behind(after, "Login failed for ")
		return rest, event.Failure, ok
	}
	return nil, event.Failure, false
}

// roundcubeReason cuts off what the program adds behind the address.
func roundcubeReason(b []byte) (who, reason []byte) {
	for _, end := range [...]string{" in session ", ". AUTHENTICATE ", ". LOGIN", ". in /", ". Empty ", ". Authentication ", ". Could not"} {
		if i := bytes.LastIndex(b, []byte(end)); i >= 0 {
			reason = bytes.TrimLeft(b[i+1:], " ")
			b = b[:i]
		}
	}
	return b, reason
}

// roundcubePeer sets the address, and those that headers name in brackets behind it:
// 192.0.2.7(X-Real-IP: 198.51.100.9,X-Forwarded-For: 198.51.100.9).
func (p *Parser) roundcubePeer(b []byte) {
	if i := bytes.Index(b, []byte("(X-")); i >= 0 {
		headers := bytes.TrimRight(b[i:], ").")
		p.roundcubeHeader(headers, "X-Forwarded-For: ", ForwardedFor)
		p.roundcubeHeader(headers, "X-Real-IP: ", RealIP)
		b = b[:i]
	}
	peer, _ := nextField(b)
	p.peer(bytes.TrimRight(peer, ".,"))
}

func (p *Parser) roundcubeHeader(b []byte, name string, f Field) {
	if v, ok := behind(b, name); ok {
		if i := bytes.Index(v, []byte(",X-")); i >= 0 {
			v = v[:i]
		}
		p.set(f, v)
	}
}

// sogoMessage reads the groupware SOGo: "SOGoRootPage Login from '192.0.2.7'
// for user 'bob' might not have worked - …". What stands in the address's
// quotes may be a forwarding chain.
func sogoMessage(p *Parser, msg []byte) error {
	_, rest, ok := bytes.Cut(msg, []byte("SOGoRootPage "))
	if !ok {
		return ErrFormat
	}
	switch {
	case bytes.HasPrefix(rest, []byte("Login from ")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(rest, []byte("successful login from ")):
		p.happened(event.Login, event.Success)
	default:
		return ErrFormat
	}
	chain := enclosed(rest, "from '", "'")
	first, _, _ := bytes.Cut(chain, []byte(","))
	p.peer(first)
	if user, ok := behind(rest, "for user '"); ok {
		if end := bytes.LastIndex(user, []byte("' might not")); end >= 0 {
			user = user[:end]
		} else if end := bytes.IndexByte(user, '\''); end >= 0 {
			user = user[:end]
		}
		p.set(UserName, user)
	}
	return nil
}
