package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// panosMessage reads what Palo Alto's firewalls send: comma-separated values whose
// fourth is the kind of log; see PAN-OS, "Syslog Field Descriptions".
func panosMessage(p *Parser, msg []byte) error {
	if len(msg) < 64 || !isDigit(msg[0]) || msg[1] != ',' {
		return ErrFormat
	}
	var field panosFields
	n := 0
	for rest := msg; n < len(field) && len(rest) > 0; n++ {
		var ok bool
		if field[n], rest, ok = p.csvField(rest); !ok {
			return ErrFormat
		}
	}
	const kind, subtype, generated = 3, 4, 6
	s, end := stamp.Read(field[generated])
	if end == 0 || end != len(field[generated]) || s.Year == 0 {
		return ErrFormat
	}
	if p.syslog {
		p.secondStamp(field[generated])
	} else {
		p.set(Time, field[generated])
	}
	switch string(field[kind]) {
	case "SYSTEM":
		const code, text = 8, 14
		p.set(Code, field[code])
		p.set(Message, field[text])
		p.mine(field[text])
		return nil
	case "GLOBALPROTECT":
		p.panosGateway(&field)
		return nil
	case "USERID":
		const address, user = 8, 9
		p.set(UserName, field[user])
		p.peer(field[address])
		switch string(field[subtype]) {
		case "login":
			p.happened(event.SessionStarted, event.Success)
		case "logout":
			p.happened(event.SessionEnded, event.Success)
		}
		return nil
	case "CONFIG":
		return p.panosConfig(&field)
	case "TRAFFIC", "THREAT", "URL", "WILDFIRE", "DATA", "HIPMATCH", "CORRELATION", "DECRYPTION", "GTP", "SCTP", "TUNNEL", "IPTAG":
		return ErrNotAuth
	}
	return ErrFormat
}

// panosFields are as many as one of the kinds that are read has.
type panosFields [29][]byte

// panosGateway reads who came to GlobalProtect, and went.
func (p *Parser) panosGateway(field *panosFields) {
	const code, stage, user, public, reason, failure, status = 8, 9, 12, 15, 25, 26, 28
	p.set(Code, field[code])
	p.set(UserName, field[user])
	p.peer(field[public])
	p.set(Reason, field[reason])
	p.set(ErrorText, field[failure])
	outcome := readOutcome(field[status])
	switch string(field[stage]) {
	case "login", "connected":
		p.happened(event.Login, outcome)
	case "logout":
		p.happened(event.Logout, outcome)
	case "before-login": // the server was found, and asked for nothing yet
		p.happened(event.AuthInfo, outcome)
	}
}

// panosConfig reads what an administrator changed, of which the accounts count.
func (p *Parser) panosConfig(field *panosFields) error {
	const host, command, admin, result, path = 7, 9, 10, 12, 13
	p.peer(field[host])
	p.set(ActionWord, field[command])
	p.set(UserName, field[admin])
	user, ok := bytes.CutPrefix(bytes.TrimLeft(field[path], " "), []byte("mgt-config users "))
	if !ok {
		return ErrNotAuth
	}
	name, _ := nextField(user)
	p.set(TargetName, name)
	a := event.UserChanged
	if string(field[command]) == "delete" {
		a = event.UserDeleted
	}
	p.happened(a, readOutcome(field[result]))
	return nil
}
