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
	switch string(kind) {
	case "1000":
		p.happened(event.Login, event.Success)
	case "1001":
		p.happened(event.PasswordChanged, event.Success)
	case "1002", "1003": // the second step of a login was set up, or given up
		p.happened(event.MFA, event.Success)
	case "1005":
		p.happened(event.LoginFailed, event.Failure)
	case "1006":
		p.happened(event.MFAFailed, event.Failure)
	case "1500", "1501": // invited to an organisation, confirmed
		p.happened(event.UserCreated, event.Success)
	case "1502":
		p.happened(event.UserChanged, event.Success)
	case "1503":
		p.happened(event.UserDeleted, event.Success)
	case "1504":
		p.happened(event.GroupChanged, event.Success)
	}
	if p.e.Action.OfAccounts() {
		p.set(TargetID, d.Get("memberId"))
	}
	return nil
}
