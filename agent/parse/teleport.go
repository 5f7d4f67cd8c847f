package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// teleportObject reads an event of Teleport's audit log. The uid is the
// event's, and "login" is the account on the host that was entered.
func teleportObject(p *Parser, d *Doc) error {
	if !isTeleportCode(d.Get("code")) {
		return ErrFormat
	}
	p.fields(d)
	p.unset(UserID)
	p.set(UserName, d.Get("user"))
	p.set(EffectiveName, d.Get("login"))
	name := d.Get("event")
	p.set(ActionWord, name)
	p.set(Code, d.Get("code"))
	p.set(RequestID, d.Get("uid"))
	p.set(Reason, d.Get("error"))
	switch {
	case bytes.HasPrefix(name, []byte("user.")) && d.Has("name"):
		p.set(TargetName, d.Get("name"))
	case string(name) == "cert.create":
		p.set(UserName, d.Get("identity", "user"))
		p.happened(event.TokenIssued, event.Success)
	case string(name) == "lock.created":
		p.set(TargetName, d.Get("target", "user"))
		p.happened(event.AccountLocked, event.Success)
	case string(name) == "session.data": // how much went over it
		return ErrNotAuth
	case string(name) == "auth" && string(d.Get("success")) == "false":
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}

// isTeleportCode reports whether a code is one of Teleport's: T1000W, TSPN001I.
func isTeleportCode(b []byte) bool {
	if len(b) < 5 || len(b) > 12 || b[0] != 'T' || bytes.IndexByte([]byte("IWE"), b[len(b)-1]) < 0 {
		return false
	}
	number := bytes.TrimLeft(b[1:len(b)-1], capitals)
	return len(number) > 1 && digits(number)
}
