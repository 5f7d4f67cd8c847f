package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// workspaceObject reads an activity of Google Workspace's reports: its events
// stand in a list, or alone where a shipper has split them.
func workspaceObject(p *Parser, d *Doc) error {
	if !bytes.HasPrefix(d.Get("kind"), []byte("admin#reports#")) && !bytes.HasPrefix(d.Get("kind"), []byte("reports#")) {
		return ErrFormat
	}
	at, ok := d.find([]string{"events"})
	if !ok {
		return ErrFormat
	}
	if d.nodes[at].kind == array {
		at++
	}
	p.set(Time, d.Get("id", "time"))
	p.set(Provider, d.Get("id", "applicationName"))
	p.set(UserEmail, d.Get("actor", "email"))
	p.set(UserID, d.Get("actor", "profileId"))
	p.peer(d.Get("ipAddress"))
	if at >= uint32(len(d.nodes)) || d.nodes[at].kind != object {
		return nil
	}
	name := d.named(at, "name")
	p.set(Code, name)
	p.workspaceParameters(d, at)
	if !p.knows(name, workspaceCodes) {
		p.set(ActionWord, name)
	}
	return nil
}

var workspaceCodes = codes([]phrase{
	{"login_success", event.Login, event.Success},
	{"login_failure", event.LoginFailed, event.Failure},
	{"logout", event.Logout, event.Success},
	{"login_challenge|login_verification|2sv_challenge", event.MFA, event.Unknown},
	{"account_disabled_password_leak|account_disabled_generic|account_disabled_spamming|account_disabled_hijacked", event.AccountLocked, event.Failure},
	{"password_edit|CHANGE_PASSWORD", event.PasswordChanged, event.Success},
	{"authorize", event.TokenIssued, event.Success},
	{"revoke", event.TokenRevoked, event.Success},
})

// workspaceParameters reads those that are about the user or the reason.
func (p *Parser) workspaceParameters(d *Doc, at uint32) {
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		if n.kind != array || string(d.src[n.name:n.stop]) != "parameters" {
			continue
		}
		for j := i + 1; j < n.next; j = d.nodes[j].next {
			switch string(d.named(j, "name")) {
			case "login_failure_type":
				p.set(Reason, d.named(j, "value"))
			case "USER_EMAIL", "affected_email_address":
				p.set(TargetEmail, d.named(j, "value"))
			}
		}
	}
}
