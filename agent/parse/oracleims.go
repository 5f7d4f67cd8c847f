package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// oracleIMSLine reads the connection log of Oracle's mail server (MTA), which
// is XML; a refused user is action U. The transport is "TCP|server|port|client|port".
//
//	<co ts="2026-11-10T12:55:36.94" sc="tcp_submit" ac="U" tr="TCP|10.0.0.1|465|192.0.2.7|51822" mi="Bad password" us="bob@example.com" di="535 5.7.8 …"/>
func oracleIMSLine(p *Parser, line []byte) error {
	rest, ok := bytes.CutPrefix(line, []byte(`<co ts="`))
	if !ok {
		return ErrFormat
	}
	stamp, rest, ok := bytes.Cut(rest, []byte(`"`))
	if !ok {
		return errBroken
	}
	p.set(Time, stamp)
	p.mined = true
	p.set(UserName, xmlAttribute(rest, ` us="`))
	p.set(Reason, xmlAttribute(rest, ` mi="`))
	p.set(Message, xmlAttribute(rest, ` di="`))
	if transport := xmlAttribute(rest, ` tr="`); transport != nil {
		p.oracleIMSPeer(transport)
	}
	if string(xmlAttribute(rest, ` ac="`)) != "U" {
		return ErrNotAuth
	}
	if bytes.HasPrefix(p.val(Message), []byte("2")) {
		p.happened(event.Login, event.Success)
	} else {
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}

func (p *Parser) oracleIMSPeer(b []byte) {
	for range 3 {
		_, b, _ = bytes.Cut(b, []byte("|"))
	}
	addr, port, _ := bytes.Cut(b, []byte("|"))
	p.set(SourceIP, addr)
	p.set(SourcePort, port)
}

// xmlAttribute is the value of the attribute that starts with name.
func xmlAttribute(b []byte, name string) []byte {
	i := bytes.Index(b, []byte(name))
	if i < 0 {
		return nil
	}
	v, _, _ := bytes.Cut(b[i+len(name):], []byte(`"`))
	return v
}
