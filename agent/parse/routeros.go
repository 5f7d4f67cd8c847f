package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// routerosMessage reads MikroTik's RouterOS: topics, then prose in which a name
// may be of several words, or of none.
//
//	system,error,critical login failure for user bob from 192.0.2.7 via ssh
//	system,info,account user bob logged in from 192.0.2.7 via winbox
//	system,info user carol added by bob
//	hotspot,info,debug bob (192.0.2.7): login failed: invalid username or password
func routerosMessage(p *Parser, msg []byte) error {
	topics, rest := nextField(msg)
	msg = bytes.TrimLeft(rest, " ")
	if bytes.HasPrefix(topics, []byte("hotspot,")) {
		return p.routerosHotspot(msg)
	}
	if !bytes.HasPrefix(topics, []byte("system,")) {
		return ErrFormat
	}
	if who, ok := bytes.CutPrefix(msg, []byte("login failure for user ")); ok {
		p.routerosUser(who, " from ")
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	who, ok := bytes.CutPrefix(msg, []byte("user "))
	switch {
	case ok && holds(who, " logged in "):
		p.routerosUser(who, " logged in ")
		p.happened(event.Login, event.Success)
	case ok && holds(who, " logged out "):
		p.routerosUser(who, " logged out ")
		p.happened(event.Logout, event.Success)
	default:
		if ok {
			return p.routerosAccount(who)
		}
		return ErrFormat
	}
	return nil
}

// routerosAccount reads "carol added by bob", which names neither behind a preposition.
func (p *Parser) routerosAccount(b []byte) error {
	for _, done := range [...]phrase{
		{" added by ", event.UserCreated, event.Success},
		{" removed by ", event.UserDeleted, event.Success},
		{" changed by ", event.UserChanged, event.Success},
	} {
		if i := bytes.Index(b, []byte(done.text)); i >= 0 {
			by, _ := nextField(b[i+len(done.text):])
			p.set(TargetName, b[:i])
			p.set(UserName, by)
			p.happened(done.action, done.outcome)
			return nil
		}
	}
	return ErrFormat
}

// routerosHotspot reads what the hotspot says of a guest: "bob (192.0.2.7): logged in".
func (p *Parser) routerosHotspot(b []byte) error {
	name, rest, ok := bytes.Cut(b, []byte(" ("))
	peer, said, closed := bytes.Cut(rest, []byte("): "))
	if !ok || !closed || !isAddress(peer) {
		return ErrFormat
	}
	switch {
	case bytes.HasPrefix(said, []byte("logged in")):
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(said, []byte("logged out")):
		p.happened(event.Logout, event.Success)
	case bytes.HasPrefix(said, []byte("login failed")):
		p.happened(event.LoginFailed, event.Failure)
		p.set(Reason, bytes.TrimPrefix(said, []byte("login failed: ")))
	default:
		return ErrNotAuth // "trying to log in by http-chap"
	}
	p.set(UserName, name)
	p.peer(peer)
	return nil
}

// routerosUser sets who stands in front of the last lead, and from where.
func (p *Parser) routerosUser(who []byte, lead string) {
	i := bytes.LastIndex(who, []byte(lead))
	if i < 0 {
		i = bytes.LastIndex(who, []byte(" via ")) // local: the console has no address
	}
	if i < 0 {
		return
	}
	p.set(UserName, who[:i])
	if j := bytes.LastIndex(who[i:], []byte("from ")); j >= 0 {
		peer, _ := nextField(who[i+j+len("from "):])
		p.peer(peer)
	}
}
