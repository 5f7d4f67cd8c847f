package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var apmPhrases = []phrase{
	{"*: Access policy result: Logon_Deny", event.LoginFailed, event.Failure},
	{"*: Access policy result: ", event.SessionStarted, event.Success},
	{"*: Session deleted", event.SessionEnded, event.Success},
}

// apmMessage reads what F5's access policies come to. How a user was proved has words of
// its own, which read like everybody's.
//
//	01490102:5: /Common/staff:Common:6f0b1c2d: Access policy result: Logon_Deny
func apmMessage(p *Parser, msg []byte) error {
	if !p.means(msg, apmPhrases) {
		return ErrFormat
	}
	code, _, _ := bytes.Cut(msg, []byte(":"))
	if p.set(Code, code); len(code) != len("01490102") || !digits(code) {
		return ErrFormat
	}
	return nil
}
