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
	if !p.knows(action, authentikCodes) {
		return nil
	}
	switch p.e.Action {
	case event.InvalidUser:
		p.set(UserName, d.Get("identifier"))
	case event.LoginFailed:
		p.set(UserName, d.Get("context", "username"))
	case event.PrivilegeUse:
		p.set(EffectiveName, d.Get("context", "user", "username"))
	}
	return nil
}

var authentikCodes = codes([]phrase{
	{"login", event.Login, event.Success},
	{"invalid_identifier", event.InvalidUser, event.Failure},
	{"login_failed|invalid_login", event.LoginFailed, event.Failure},
	{"password_set", event.PasswordChanged, event.Success},
	{"authorize_application", event.TokenIssued, event.Success},
	{"impersonation_started", event.PrivilegeUse, event.Success},
	{"token_view|secret_view", event.TokenAccess, event.Success},
})
