package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var dropbearPhrases = []phrase{
	{"Login attempt for nonexistent user", event.InvalidUser, event.Failure},
	{"Bad password attempt for ", event.LoginFailed, event.Failure},
	{"Bad PAM password attempt for ", event.LoginFailed, event.Failure},
	{"Login attempt with wrong user", event.LoginFailed, event.Failure},
	{"Max auth tries reached", event.LoginFailed, event.Failure},
	{"root login rejected", event.LoginFailed, event.Failure},
	{"User account '", event.LoginFailed, event.Failure},
	{"Pubkey auth attempt with unknown algo", event.LoginFailed, event.Failure},
	{"Password auth succeeded for ", event.Login, event.Success},
	{"Pubkey auth succeeded for ", event.Login, event.Success},
	{"PAM password auth succeeded for ", event.Login, event.Success},
	{"Auth succeeded with blank password for ", event.Login, event.Success},
	{"Exit before auth", event.Disconnected, event.Unknown},
	{"Exit (", event.SessionEnded, event.Success},
	{"Child connection from ", event.NoAction, 0},
}

// dropbearMessage reads what Dropbear, the small SSH server, logs.
func dropbearMessage(p *Parser, msg []byte) error {
	switch {
	case p.means(msg, dropbearPhrases):
	case bytes.HasPrefix(msg, []byte("User '")) && bytes.HasSuffix(msg, []byte("rejected")): // has invalid shell, is blank
		p.happened(event.LoginFailed, event.Failure)
	default:
		return ErrFormat
	}
	if peer, ok := cutLead(msg, "Child connection from "); ok {
		p.peer(peer)
		return ErrNotAuth
	}
	if name, ok := cutLead(msg, "Exit ("); ok {
		p.set(UserName, upTo(name, ')'))
	}
	if p.e.Action == event.Disconnected && (holds(msg, "Max auth tries") || holds(msg, "fails")) {
		p.e.Outcome = event.Failure
	}
	if bytes.HasPrefix(msg, []byte("root login rejected")) {
		p.set(UserName, root)
	}
	p.mine(msg)
	return nil
}
