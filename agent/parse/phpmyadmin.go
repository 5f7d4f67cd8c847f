package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// phpMyAdminMessage reads "user denied: bob (mysql-denied) from 192.0.2.7".
func phpMyAdminMessage(p *Parser, msg []byte) error {
	msg = bytes.TrimPrefix(msg, []byte("phpMyAdmin: "))
	outcome, rest, ok := event.Failure, []byte(nil), false
	if rest, ok = bytes.CutPrefix(msg, []byte("user denied: ")); !ok {
		outcome = event.Success
		if rest, ok = bytes.CutPrefix(msg, []byte("user authenticated: ")); !ok {
			return ErrFormat
		}
	}
	from := bytes.LastIndex(rest, []byte(" from "))
	if from < 0 {
		return ErrFormat
	}
	name, why := rest[:from], []byte(nil)
	if open := bytes.LastIndex(name, []byte(" (")); open >= 0 {
		name, why = name[:open], bytes.TrimRight(name[open+2:], ")")
	}
	p.happened(event.Login, outcome)
	p.set(UserName, name)
	p.set(Reason, why)
	p.peer(rest[from+len(" from "):])
	return nil
}
