package parse

import "github.com/hashtail/hashtail/agent/event"

// bitwardenObject reads an event of Bitwarden's public API, which numbers what happened;
// see "Event Logs" in its documentation.
func bitwardenObject(p *Parser, d *Doc) error {
	if string(d.Get("object")) != "event" {
		return ErrFormat
	}
	kind := d.Get("type")
	p.set(Time, d.Get("date"))
	p.set(UserID, d.Get("actingUserId"))
	p.peer(d.Get("ipAddress"))
	p.set(Code, kind)
	p.auth = isAuth
	p.knows(kind, bitwardenCodes)
	if p.e.Action.OfAccounts() {
		p.set(TargetID, d.Get("memberId"))
	}
	return nil
}

var bitwardenCodes = codes([]phrase{
	{"1000", event.Login, event.Success},
	{"1001", event.PasswordChanged, event.Success},
	{"1002|1003", event.MFA, event.Success}, // the second step of a login was set up, or given up
	{"1005", event.LoginFailed, event.Failure},
	{"1006", event.MFAFailed, event.Failure},
	{"1500|1501", event.UserCreated, event.Success}, // invited to an organisation, confirmed
	{"1502", event.UserChanged, event.Success},
	{"1503", event.UserDeleted, event.Success},
	{"1504", event.GroupChanged, event.Success},
})
