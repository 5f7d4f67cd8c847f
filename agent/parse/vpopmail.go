package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var vpopmailPhrases = []phrase{
	{"*login success", event.Login, event.Success},
	{"*password fail", event.LoginFailed, event.Failure},
	{"*null password given", event.LoginFailed, event.Failure},
	{"*null user name given", event.InvalidUser, event.Failure},
	{"*user not found", event.InvalidUser, event.Failure},
	{"*no such domain", event.InvalidUser, event.Failure},
	{"*invalid user/domain characters", event.InvalidUser, event.Failure},
	{"*access denied", event.AccessDenied, event.Failure},
	{"*relay access allowed", event.NoAction, 0},
}

// vpopmailMessage reads vchkpw, which proves passwords for many servers of mail:
//
//	vchkpw-smtp: password fail bob@example.com:192.0.2.7
//	vchkpw-imap: (PLAIN) login success bob@example.com:192.0.2.7
func vpopmailMessage(p *Parser, msg []byte) error {
	if !bytes.HasPrefix(msg, []byte("vchkpw")) || !p.means(msg, vpopmailPhrases) {
		return ErrFormat
	}
	p.networked()
	who := lastField(msg)
	for i, c := range who {
		if c == ':' && isAddress(who[i+1:]) {
			p.peer(who[i+1:])
			who = who[:i]
			break
		}
	}
	if bytes.IndexByte(who, '@') > 0 {
		p.set(UserName, bytes.TrimSuffix(who, []byte("@")))
	}
	if p.auth == notAuth {
		return ErrNotAuth
	}
	return nil
}
