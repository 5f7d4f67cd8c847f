package parse

import "github.com/hashtail/hashtail/agent/event"

// cyberarkObject reads an audit record of CyberArk's vault as its own translator
// for Elastic writes it: the issuer acts, from a station that may stand behind a
// gateway, and an error's severity is all that says that it failed.
func cyberarkObject(p *Parser, d *Doc) error {
	of := func(name string) []byte { return d.Get("syslog", "audit_record", name) }
	action := of("Action")
	if action == nil {
		return ErrFormat
	}
	p.set(Time, of("IsoTimestamp"))
	p.set(UserName, of("Issuer"))
	p.set(TargetName, of("TargetUser"))
	p.peer(of("Station"))
	p.set(Code, of("MessageID"))
	p.set(Level, of("Severity"))
	p.set(Reason, of("Reason"))
	p.set(Message, of("Message"))
	p.set(ActionWord, action)
	p.e.Outcome = event.Success
	if isErrorLevel(p.val(Level)) {
		p.e.Outcome = event.Failure
	}
	if string(action) == "User Authentication" && p.e.Outcome == event.Failure {
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}
