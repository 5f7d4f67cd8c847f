package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// cpanelMessage reads cPanel's login and session logs: who stands behind the
// address, whatever is said of the service afterwards.
//
//	info [cpaneld] 192.0.2.7 - bob "POST /login/?login_only=1 HTTP/1.1" FAILED LOGIN cpaneld: user password incorrect
//	info [cpsrvd] 192.0.2.7 - bob - SUCCESS LOGIN whostmgrd
//	info [cpsrvd] 192.0.2.7 NEW bob:Nmm4xzhS address=192.0.2.7,app=cpaneld,method=handle_form_login
//	info [cpsrvd] 192.0.2.7 PURGE bob:Nmm4xzhS logout
func cpanelMessage(p *Parser, msg []byte) error {
	if part := enclosed(msg[:min(len(msg), 24)], "[", "] "); part != nil && msg[0] == '[' {
		msg = msg[len(part)+3:]
	}
	peer, rest := nextField(msg)
	if len(peer) < 3 || hexDigit(peer[0]) > 15 || !isAddress(peer) || len(rest) < 2 {
		return ErrFormat
	}
	rest = rest[1:]
	did, who := nextField(rest)
	if name, session, ok := bytes.Cut(bytes.TrimLeft(who, " "), []byte(":")); ok {
		switch string(did) {
		case "NEW":
			p.happened(event.SessionStarted, event.Success)
			if holds(session, "_login") { // not by an API
				p.e.Action = event.Login
			}
		case "PURGE":
			p.happened(event.Logout, event.Success)
		}
		if p.auth == isAuth {
			p.set(UserName, name)
			p.peer(peer)
			return nil
		}
	}
	who, ok := bytes.CutPrefix(rest, []byte("- "))
	name, rest := nextField(who)
	request := enclosed(rest, ` "`, `" `)
	if bytes.HasPrefix(rest, []byte(` "`)) {
		rest = rest[min(len(rest), len(request)+4):]
	} else if bytes.HasPrefix(rest, []byte(" (possessor: ")) {
		_, rest, _ = bytes.Cut(rest, []byte(") - "))
	} else {
		rest = bytes.TrimPrefix(rest, []byte(" - "))
	}
	switch {
	case !ok:
		return ErrFormat
	case bytes.HasPrefix(rest, []byte("FAILED LOGIN ")):
		p.happened(event.LoginFailed, event.Failure)
		_, reason, _ := bytes.Cut(rest, []byte(": "))
		p.set(Reason, reason)
	case bytes.HasPrefix(rest, []byte("SUCCESS LOGIN ")):
		p.happened(event.Login, event.Success)
	default:
		return ErrFormat
	}
	p.peer(peer)
	p.set(UserName, name)
	p.requestLine(request)
	return nil
}
