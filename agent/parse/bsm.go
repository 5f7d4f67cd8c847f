package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// bsmMessage reads what the audit daemon of Solaris gives to syslog: an event, what became of
// it, who once logged in, and whose rights the process had.
//
//	login - ssh failed session 3240 by alice as alice:staff from 192.0.2.1
//	su ok session 3240 by alice as root:root from 192.0.2.1 obj /usr/bin/su
func (p *Parser) bsmMessage(msg []byte) error {
	what, rest, ok := bytes.Cut(msg, []byte(" session "))
	number, rest, _ := bytes.Cut(rest, []byte(" by "))
	if !ok || len(rest) == 0 || !digits(number) {
		return ErrFormat
	}
	outcome := event.Success
	if i := bytes.Index(what, []byte(" failed")); i > 0 {
		what, outcome = what[:i], event.Failure
	} else {
		what = bytes.TrimSuffix(what, []byte(" ok"))
	}
	action := bsmAction(what, outcome)
	if action == event.NoAction {
		return ErrNotAuth
	}
	p.happened(action, outcome)
	who, rest := nextField(rest)
	if as, ok := cutLead(rest, " as "); ok {
		effective, group := nextField(as)
		rest = group
		if effective, _, _ = bytes.Cut(effective, []byte(":")); !bytes.Equal(effective, who) && action == event.PrivilegeUse {
			p.set(EffectiveName, effective)
		}
	}
	if string(who) != "-2" { // nobody has logged in
		p.set(UserName, who)
	}
	if _, peer, ok := bytes.Cut(rest, []byte(" from ")); ok {
		peer, _ = nextField(peer)
		p.peer(peer)
	}
	return nil
}

// bsmAction is what an event of Solaris's is, by its name in /etc/security/audit_event.
func bsmAction(what []byte, outcome event.Outcome) event.Action {
	switch string(what) {
	case "logout", "su logout", "role logout":
		return event.Logout
	case "su", "role login", "sudo", "pfexec", "newgrp login":
		return event.PrivilegeUse
	case "passwd":
		return event.PasswordChanged
	}
	if bytes.HasPrefix(what, []byte("login - ")) || string(what) == "ftp access" || string(what) == "screenlock - unlock" || string(what) == "rexecd" || string(what) == "rshd access" {
		if outcome == event.Failure {
			return event.LoginFailed
		}
		return event.Login
	}
	return event.NoAction
}
