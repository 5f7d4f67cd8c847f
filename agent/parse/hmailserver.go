package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var hmailPhrases = []phrase{
	{"SENT: 235 ", event.Login, event.Success},
	{"SENT: 535 ", event.LoginFailed, event.Failure},
	{"*Invalid user name or password", event.LoginFailed, event.Failure},
	{"*OK LOGIN completed", event.Login, event.Success},
	{"SENT: +OK Mailbox locked and ready", event.Login, event.Success},
}

// hmailserverLine reads hMailServer's log: quoted fields and numbers with tabs between
// them, of which the last is what a client or the server said. What a client sent may
// name who logs in, and is no event of its own.
//
//	"IMAPD"	4211	12	"2026-11-10 12:55:36.123"	"192.0.2.7"	"SENT: A1 NO Invalid user name or password."
func hmailserverLine(p *Parser, line []byte) error {
	if line[0] != '"' || len(line) < 40 || line[len(line)-1] != '"' {
		return ErrFormat
	}
	kind, rest, ok := bytes.Cut(line[1:], []byte("\"\t"))
	switch string(kind) {
	case "SMTPD", "IMAPD", "POP3D":
	default:
		return ErrFormat
	}
	_, rest, threaded := bytes.Cut(rest, []byte("\t"))
	_, rest, numbered := bytes.Cut(rest, []byte("\t\""))
	stamp, rest, stamped := bytes.Cut(rest, []byte("\"\t\""))
	peer, said, peered := bytes.Cut(rest, []byte("\"\t\""))
	if !ok || !threaded || !numbered || !stamped || !peered || len(said) == 0 || !isAddress(peer) {
		return ErrFormat
	}
	said = said[:len(said)-1]
	p.set(Time, stamp)
	p.set(Provider, kind)
	p.peer(peer)
	p.set(Message, said)
	if !bytes.HasPrefix(said, []byte("SENT: ")) || !p.means(said, hmailPhrases) {
		return ErrNotAuth
	}
	p.networked()
	if p.e.Outcome == event.Failure {
		p.set(Reason, said[len("SENT: "):])
	}
	return nil
}
