package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// dropbearMessage reads what Dropbear, the small SSH server, logs.
func dropbearMessage(p *Parser, msg []byte) error {
	switch {
	case bytes.HasPrefix(msg, []byte("Login attempt for nonexistent user")):
		p.happened(event.InvalidUser, event.Failure)
	case bytes.HasPrefix(msg, []byte("Bad password attempt for ")),
		bytes.HasPrefix(msg, []byte("Bad PAM password attempt for ")),
		bytes.HasPrefix(msg, []byte("Login attempt with wrong user")),
		bytes.HasPrefix(msg, []byte("Max auth tries reached")),
		bytes.HasPrefix(msg, []byte("root login rejected")),
		bytes.HasPrefix(msg, []byte("User account '")),
		bytes.HasPrefix(msg, []byte("Pubkey auth attempt with unknown algo")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("Password auth succeeded for ")),
		bytes.HasPrefix(msg, []byte("Pubkey auth succeeded for ")),
		bytes.HasPrefix(msg, []byte("PAM password auth succeeded for ")),
		bytes.HasPrefix(msg, []byte("Auth succeeded with blank password for ")):
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Exit before auth")):
		p.happened(event.Disconnected, event.Unknown)
		if bytes.Contains(msg, []byte("Max auth tries")) || bytes.Contains(msg, []byte("fails")) {
			p.e.Outcome = event.Failure
		}
	case bytes.HasPrefix(msg, []byte("Exit (")):
		name, _, _ := bytes.Cut(msg[len("Exit ("):], []byte(")"))
		p.set(UserName, name)
		p.happened(event.SessionEnded, event.Success)
	case bytes.HasPrefix(msg, []byte("User '")) && bytes.HasSuffix(msg, []byte("rejected")): // has invalid shell, is blank
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("Child connection from ")):
		p.peer(msg[len("Child connection from "):])
		return ErrNotAuth
	default:
		return ErrFormat
	}
	if bytes.HasPrefix(msg, []byte("root login rejected")) {
		p.set(UserName, root)
	}
	p.mine(msg)
	return nil
}
