package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// teleportObject reads an event of Teleport's audit log. The uid is the
// event's, and "login" is the account on the host that was entered.
func teleportObject(p *Parser, d *Doc) error {
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
	case string(name) == "auth" && string(d.Get("success")) == "false":
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}
