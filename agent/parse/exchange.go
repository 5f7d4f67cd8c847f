package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// exchangeLine reads the protocol logs of Microsoft Exchange: of IMAP and POP,
//
//	2026-11-10T12:55:36.123Z,0000000000000004,3,10.0.0.1:993,192.0.2.7:52114,bob,12,31,34,login,bob *****,"R=""NO LOGIN failed."""
//
// and of SMTP, where what the server answers stands behind ">":
//
//	2026-11-10T12:55:36.123Z,MAIL\Default,08D9,5,10.0.0.1:25,192.0.2.7:52114,>,535 5.7.3 Authentication unsuccessful,
//	2026-11-10T12:55:36.123Z,MAIL\Default,08D9,5,10.0.0.1:25,192.0.2.7:52114,*,,Inbound authentication failed with error LogonDenied for User bob
func exchangeLine(p *Parser, line []byte) error {
	if len(line) < 60 || line[4] != '-' || line[10] != 'T' {
		return ErrFormat
	}
	var f [9][]byte
	rest := line
	for i := range f {
		f[i], rest, _ = bytes.Cut(rest, []byte(","))
	}
	if _, n := stamp.Read(f[0]); n == 0 || n != len(f[0]) {
		return ErrFormat
	}
	p.set(Time, f[0])
	switch {
	case p.exchangeEnds(f[3], f[4]):
		return p.exchangeMailbox(f[5], rest)
	case p.exchangeEnds(f[4], f[5]) && len(f[6]) == 1:
		return p.exchangeSMTP(f[6][0], f[7], f[8])
	}
	return ErrFormat
}

// exchangeEnds takes the two ends of a connection, the server's first.
func (p *Parser) exchangeEnds(server, client []byte) bool {
	s, _ := splitPort(server)
	c, _ := splitPort(client)
	if !isAddress(s) || !isAddress(c) {
		return false
	}
	p.endpoint(server, 1, nil, DestIP, DestPort, DestHost)
	p.peer(client)
	return true
}

// exchangeMailbox reads a command of IMAP or POP3; its context says how it ended.
func (p *Parser) exchangeMailbox(user, rest []byte) error {
	p.set(UserName, user)
	p.mined = true
	command, rest, _ := bytes.Cut(rest, []byte(","))
	p.set(ActionWord, command)
	switch string(command) {
	case "login", "pass", "auth", "authenticate":
	case "logout", "quit":
		p.happened(event.Logout, event.Success)
		return nil
	default:
		return ErrNotAuth
	}
	name, context, _ := bytes.Cut(rest, []byte(","))
	name, _ = nextField(name)
	if !p.has(UserName) && len(bytes.Trim(name, "*")) > 0 {
		p.set(UserName, name)
	}
	switch {
	case holds(context, "R=ok"), holds(context, "R=\"\"+OK"):
		p.happened(event.Login, event.Success)
	case holds(context, "R="):
		p.happened(event.LoginFailed, event.Failure)
	default:
		p.happened(event.AuthInfo, event.Unknown)
	}
	return nil
}

// exchangeSMTP reads an answer: 235 lets in, 535 does not (RFC 4954).
func (p *Parser) exchangeSMTP(direction byte, data, note []byte) error {
	p.mined = true
	p.set(Message, data)
	switch {
	case direction == '>' && bytes.HasPrefix(data, []byte("235 ")):
		p.happened(event.Login, event.Success)
	case direction == '>' && (bytes.HasPrefix(data, []byte("535 ")) || bytes.HasPrefix(data, []byte("530 "))):
		p.happened(event.LoginFailed, event.Failure)
		p.set(Reason, data)
	case direction == '*' && (bytes.HasPrefix(note, []byte("Inbound authentication failed")) || bytes.HasPrefix(note, []byte("Inbound AUTH ")) && holds(note, " failed because of ")):
		p.set(Message, note)
		p.happened(event.LoginFailed, event.Failure)
		if name, ok := behind(note, " for User "); ok {
			p.set(UserName, bytes.TrimRight(name, `"`))
		}
	default:
		return ErrNotAuth
	}
	return nil
}
