package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// oracleMessage reads Oracle Database's audit records, whose names and values
// stand with the values' lengths:
//
//	LENGTH : '160' ACTION :[7] 'CONNECT' DATABASE USER:[3] 'bob' … CLIENT USER:[5] 'carol' … STATUS:[4] '1017' …
func oracleMessage(p *Parser, msg []byte) error {
	if !bytes.Contains(msg[:min(len(msg), 48)], []byte("ACTION :[")) {
		return ErrFormat
	}
	action, status := oracleValue(msg, "ACTION :["), oracleValue(msg, "STATUS:[")
	p.set(UserName, oracleValue(msg, "DATABASE USER:["))
	if text := oracleValue(msg, "COMMENT$TEXT:["); text != nil { // Authenticated by: DATABASE; Client address: (ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.1)(PORT=52114))
		p.peer(enclosed(text, "(HOST=", ")"))
		if p.has(SourceIP) {
			p.set(SourcePort, enclosed(text, "(PORT=", ")"))
		}
	}
	outcome := event.Success
	if !absent(status) && string(status) != "0" {
		outcome = event.Failure
		p.set(ErrorCode, status)
	}
	switch string(action) {
	case "CONNECT", "100", "LOGON":
		p.happened(event.Login, outcome)
		if outcome == event.Failure {
			p.e.Action = event.LoginFailed
		}
	case "LOGOFF", "101", "102":
		p.happened(event.SessionEnded, outcome)
	default:
		if !p.accountSQL(action) {
			p.e.Category, p.e.Type = event.Database, event.Access
			return ErrNotAuth
		}
		p.e.Outcome = outcome
	}
	return nil
}

func oracleValue(b []byte, name string) []byte {
	rest, ok := behind(b, name)
	if !ok {
		return nil
	}
	return enclosed(rest, "] '", "'")
}
