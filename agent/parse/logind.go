package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// logindMessage reads what systemd-logind says of sessions, "New session 5 of user alice.",
// and what systemd itself makes of it, "Started Session 5 of User alice." All else that it
// logs, of seats, lids and shutdowns, is of no user.
func logindMessage(p *Parser, msg []byte) error {
	if !p.headed && !isLogind(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	switch {
	case bytes.HasPrefix(msg, []byte("Started ")) && bytes.Contains(msg, []byte("ession ")) && (bytes.Contains(msg, []byte(" of User ")) || bytes.Contains(msg, []byte(" of user "))):
		p.set(UserName, bytes.TrimRight(lastField(msg), "."))
		p.happened(event.SessionStarted, event.Success)
	case bytes.HasPrefix(msg, []byte("New session ")):
		if _, name, ok := bytes.Cut(msg, []byte(" of user ")); ok {
			name, _ := nextField(name)
			p.set(UserName, bytes.Trim(name, "'."))
		}
		p.happened(event.SessionStarted, event.Success)
	case bytes.HasPrefix(msg, []byte("Session ")) && bytes.Contains(msg, []byte("logged out")),
		bytes.HasPrefix(msg, []byte("Removed session ")):
		p.happened(event.SessionEnded, event.Success)
	default:
		return ErrNotAuth
	}
	return nil
}
