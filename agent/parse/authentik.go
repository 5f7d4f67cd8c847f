package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// authentikObject reads what authentik's server logs: its own events, and
// requests, whose path stands where others name the event.
func authentikObject(p *Parser, d *Doc) error {
	if !bytes.HasPrefix(d.Get("logger"), []byte("authentik.")) {
		return ErrFormat
	}
	name := d.Get("event")
	if len(name) > 0 && name[0] == '/' {
		p.fields(d)
		p.unset(ActionWord)
		p.unset(Message)
		p.set(Target, name)
		p.unset(DurationS)
		p.set(DurationMS, d.Get("runtime"))
		return nil
	}
	p.fields(d)
	p.unset(ServiceName)
	p.set(Message, name)
	action := d.Get("action")
	if action == nil {
		return nil
	}
	p.unset(UserName)
	p.unset(UserID)
	p.set(ActionWord, action)
	p.set(Code, action)
	if user := d.Get("user", "username"); string(user) != "AnonymousUser" {
		p.set(UserName, user)
		p.set(UserID, d.Get("user", "pk"))
	}
	switch string(action) {
	case "login":
		p.happened(event.Login, event.Success)
	case "invalid_identifier":
		p.set(UserName, d.Get("identifier"))
		p.happened(event.InvalidUser, event.Failure)
	case "login_failed", "invalid_login":
		p.set(UserName, d.Get("context", "username"))
		p.happened(event.LoginFailed, event.Failure)
	case "password_set":
		p.happened(event.PasswordChanged, event.Success)
	case "authorize_application":
		p.happened(event.TokenIssued, event.Success)
	case "impersonation_started":
		p.set(EffectiveName, d.Get("context", "user", "username"))
		p.happened(event.PrivilegeUse, event.Success)
	case "token_view", "secret_view":
		p.happened(event.TokenAccess, event.Success)
	}
	return nil
}
