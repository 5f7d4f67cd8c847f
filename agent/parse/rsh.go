package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var rshPhrases = []phrase{
	{"permission denied", event.LoginFailed, event.Failure},
	{"login incorrect", event.LoginFailed, event.Failure},
	{"no home directory", event.LoginFailed, event.Failure},
	{"cmd='", event.Login, event.Success},
	{"login", event.Login, event.Success},
}

// rshMessage reads what Berkeley's rshd and rlogind say of who comes as whom:
//
//	alice@192.0.2.7 as root: permission denied (Permission denied). cmd='id'
func rshMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	who, rest := nextField(msg)
	rest, ok := bytes.CutPrefix(rest, []byte(" as "))
	whom, said, told := bytes.Cut(rest, []byte(": "))
	at := bytes.LastIndexByte(who, '@')
	if !ok || !told || at <= 0 || bytes.IndexByte(whom, ' ') >= 0 || !p.means(said, rshPhrases) {
		return ErrFormat
	}
	p.set(UserName, who[:at])
	p.peer(who[at+1:])
	p.set(EffectiveName, whom)
	p.set(CommandLine, enclosed(said, "cmd='", "'"))
	return nil
}
