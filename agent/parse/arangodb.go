package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// arangodbMessage reads ArangoDB's audit log, whose fields stand between bars: time, server,
// topic, user, database, client, method, and what the topic says.
//
//	2026-11-10 12:55:36 | db1 | audit-authentication | bob | _system | 192.0.2.7:52114 | http basic | credentials wrong | /_api/database
func arangodbMessage(p *Parser, msg []byte) error {
	_, rest, _ := bytes.Cut(msg, []byte(" | "))
	if !bytes.HasPrefix(rest, []byte("audit-")) {
		return ErrFormat
	}
	var f [7][]byte
	for i := range f {
		f[i], rest, _ = bytes.Cut(rest, []byte(" | "))
	}
	const topic, user, client, text, path = 0, 1, 3, 5, 6
	p.set(Provider, f[topic])
	p.set(UserName, f[user])
	p.peer(f[client])
	p.mined = true
	switch string(f[topic]) {
	case "audit-authentication":
		p.happened(event.LoginFailed, event.Failure)
		if bytes.HasSuffix(f[text], []byte(" authenticated")) {
			p.happened(event.Login, event.Success)
		} else {
			p.set(Reason, f[text])
		}
		p.set(Path, f[path])
	case "audit-authorization":
		p.happened(event.AccessDenied, event.Failure)
		p.set(Reason, f[text])
		p.set(Path, f[path])
	default:
		return ErrNotAuth
	}
	return nil
}
