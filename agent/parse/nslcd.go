package parse

import "github.com/hashtail/hashtail/agent/event"

var nslcdPhrases = []phrase{
	{"*Invalid credentials", event.LoginFailed, event.Failure},
	{"*user not found", event.InvalidUser, event.Failure},
}

// nslcdMessage reads the daemon that asks a directory in the name of a host's programs. The
// request stands in front. Only PAM's are about a login; the others are look-ups, as
// <passwd="bob"> is.
//
//	[8b4567] <authc="bob"> uid=bob,ou=people,dc=example,dc=com: Invalid credentials
func nslcdMessage(p *Parser, msg []byte) error {
	request := enclosed(msg, "<", ">")
	switch string(upTo(upTo(request, '='), '(')) {
	case "authc":
		p.set(UserName, quotedIn(request))
		return p.tell(msg, nslcdPhrases)
	case "", "authz", "pwmod", "sess_o", "sess_c":
		return ErrFormat
	}
	return ErrNotAuth
}
