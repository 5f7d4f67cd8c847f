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
func routerosMessage(p *Parser, msg []byte) error {
	topics, rest := nextField(msg)
	if !bytes.HasPrefix(topics, []byte("system,")) {
		return ErrFormat
	}
	msg = bytes.TrimLeft(rest, " ")
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
		return ErrFormat
	}
	return nil
}

// routerosUser sets who stands in front of the last lead, and from where.
func (p *Parser) routerosUser(who []byte, lead string) {
	i := bytes.LastIndex(who, []byte(lead))
	if i < 0 {
		return
	}
	p.set(UserName, who[:i])
	if j := bytes.LastIndex(who[i:], []byte("from ")); j >= 0 {
		peer, _ := nextField(who[i+j+len("from "):])
		p.peer(peer)
	}
}
