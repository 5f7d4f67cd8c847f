package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// infobloxLine reads the audit of Infoblox' NIOS, in which spaces are spelled:
//
//	2026-11-10 12:55:36.123Z [bob]: Login_Denied - - to=AdminConnector ip=192.0.2.7 error=invalid\040password
//
// Its syslog may put the address of the member in front of the program.
func infobloxLine(p *Parser, msg []byte) error {
	if i := bytes.Index(msg[:min(len(msg), 64)], []byte("httpd")); i >= 0 {
		if p.set(ProcessName, msg[i:i+len("httpd")]); i > 0 && !isAddress(bytes.TrimRight(msg[:i], " ")) {
			return ErrFormat
		}
		msg = bytes.TrimPrefix(msg[i+len("httpd"):], []byte("[]"))
		msg = bytes.TrimPrefix(msg, []byte(": "))
	}
	if string(p.val(ProcessName)) != "httpd" {
		return ErrFormat
	}
	s, n := stamp.Read(msg)
	if n == 0 || s.Year == 0 || !bytes.HasPrefix(msg[n:], []byte(" [")) {
		return ErrFormat
	}
	who, said, ok := bytes.Cut(msg[n+2:], []byte("]: "))
	if !ok || len(who) == 0 || bytes.IndexByte(who, ' ') >= 0 {
		return ErrFormat
	}
	p.set(Time, msg[:n])
	p.set(UserName, p.infobloxText(who))
	p.set(Message, said)
	action, pairs, ok := bytes.Cut(said, []byte(" - - "))
	if !ok || bytes.IndexByte(action, ' ') >= 0 { // "Modified Network 192.0.2.0/24: Changed …"
		return nil
	}
	p.set(ActionWord, action)
	for len(pairs) > 0 {
		var pair []byte
		pair, pairs = nextField(pairs)
		switch name, v, _ := bytes.Cut(pair, []byte("=")); string(name) {
		case "ip":
			p.peer(v)
		case "auth":
			p.set(Provider, v)
		case "group":
			p.set(GroupName, p.infobloxText(v))
		case "error", "trigger_event":
			p.set(Reason, p.infobloxText(v))
		}
	}
	return nil
}

// infobloxText is a text without the spelling of its spaces, \040.
func (p *Parser) infobloxText(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	start := len(p.buf)
	for i := 0; i < len(b); i++ {
		if bytes.HasPrefix(b[i:], []byte(`\040`)) {
			p.buf = append(p.buf, ' ')
			i += len("040")
			continue
		}
		p.buf = append(p.buf, b[i])
	}
	return p.buf[start:len(p.buf):len(p.buf)]
}
