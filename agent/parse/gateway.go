package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// checkpointMessage reads what Check Point's Log Exporter sends by syslog:
//
//	[action:"Accept"; time:"1794315336"; administrator:"bob"; audit_status:"Failure"; client_ip:"192.0.2.7"; operation:"Log In"; product:"SmartConsole"]
func checkpointMessage(p *Parser, msg []byte) error {
	b, ok := bytes.CutPrefix(msg, []byte("["))
	if n := nameLen(b); !ok || n == 0 || !bytes.HasPrefix(b[n:], []byte(`:"`)) {
		return ErrFormat
	}
	var action, operation []byte
	for {
		b = bytes.TrimLeft(b, " ;")
		n := nameLen(b)
		if n == 0 || !bytes.HasPrefix(b[n:], []byte(`:"`)) {
			break
		}
		name := b[:n]
		v, rest, _ := bytes.Cut(b[n+2:], []byte(`"; `))
		if b = rest; rest == nil {
			v = bytes.TrimSuffix(bytes.TrimRight(v, " ]"), []byte(`"`))
		}
		switch string(name) {
		case "action":
			action = v
		case "operation":
			operation = v
		case "additional_info", "reason", "auth_status", "message_info":
			p.offer(Message, v, keyed, nil)
		case "flags", "version", "origin", "product", "type", "layer_name", "session_name", "session_uid", "session_id", "objecttype", "objectname", "uid", "subject":
		case "time":
			p.set(Time, v)
		default:
			p.attribute(name, v, false)
		}
	}
	if operation == nil { // a rule's verdict, or "Log In", "Failed Log In" of a gateway's users
		operation = action
	}
	p.set(ActionWord, operation)
	p.mined = true
	var r reading
	if r.addName(operation); r.action(false) == event.NoAction && !p.has(UserName) {
		p.auth = notAuth
	}
	return nil
}

// ciscoMessage reads what IOS and NX-OS say of who configures them, and what
// NX-OS passes on of its programs:
//
//	%SYS-5-CONFIG_I: Configured from console by alice on vty0 (192.0.2.7)
//	%DAEMON-3-SYSTEM_MSG: error: PAM: Authentication failure for bob from 192.0.2.7 - sshd[4211]
func ciscoMessage(p *Parser, msg []byte) error {
	if i := bytes.Index(msg[:min(len(msg), 96)], []byte(": %")); i > 0 && msg[0] == '<' { // a relay kept the whole line
		msg = msg[i+2:]
	}
	if len(msg) < 8 || msg[0] != '%' || !isUpper(msg[1]) {
		return ErrFormat
	}
	head, text, ok := bytes.Cut(msg, []byte(": "))
	if !ok || bytes.IndexByte(head, ' ') > 0 {
		return ErrFormat
	}
	text = bytes.TrimLeft(text, " ")
	if bytes.HasSuffix(head, []byte("SYSTEM_MSG")) {
		return p.ciscoProgram(text)
	}
	if bytes.HasSuffix(head, []byte("ACCOUNTING_MESSAGE")) {
		return p.ciscoAccounted(text)
	}
	if name := enclosed(text, "sername entry (", ")"); name != nil {
		return p.ciscoStation(name, text)
	}
	return p.ciscoConfigured(text)
}

// ciscoProgram reads what a program of NX-OS says, which stands behind its message.
func (p *Parser) ciscoProgram(text []byte) error {
	i := bytes.LastIndex(text, []byte(" - "))
	if i < 0 {
		return ErrFormat
	}
	name, pid, _ := bytes.Cut(bytes.TrimPrefix(text[i+3:], []byte("dcos_")), []byte("["))
	f := p.program(name)
	if f == nil || f.Message == nil {
		return ErrFormat
	}
	p.set(ProcessName, name)
	p.pid(bytes.TrimSuffix(pid, []byte("]")))
	p.set(Message, text[:i])
	p.headed = true
	err := f.Message(p, text[:i])
	p.headed = false
	return err
}

// ciscoAccounted reads what NX-OS counts of its users: "start:192.0.2.7@pts/0:alice:", and of
// their commands "update:192.0.2.7@pts/0:alice:configure terminal (SUCCESS)".
func (p *Parser) ciscoAccounted(text []byte) error {
	did, who, _ := bytes.Cut(text, []byte(":"))
	peer, who, _ := bytes.Cut(who, []byte("@"))
	_, who, ok := bytes.Cut(who, []byte(":"))
	name, _, named := bytes.Cut(who, []byte(":"))
	if !ok || !named || !isAddress(peer) {
		return ErrFormat
	}
	p.peer(peer)
	p.set(UserName, name)
	p.set(Message, text)
	switch string(did) {
	case "start":
		p.happened(event.SessionStarted, event.Success)
	case "stop":
		p.happened(event.SessionEnded, event.Success)
	default:
		p.happened(event.AuthInfo, event.Unknown)
	}
	return nil
}

// ciscoStation reads who is on the air: "Username entry (bob) joined with ssid (Office)
// for device …".
func (p *Parser) ciscoStation(name, text []byte) error {
	if !p.user(name, told, true) {
		return ErrFormat
	}
	p.set(Message, text)
	p.happened(event.AuthInfo, event.Unknown)
	if holds(text, ") joined ") {
		p.happened(event.SessionStarted, event.Success)
	}
	return nil
}

// ciscoConfigured reads "Configured from console by alice on vty0 (192.0.2.7)".
func (p *Parser) ciscoConfigured(text []byte) error {
	_, who, ok := bytes.Cut(text, []byte("onfigured from "))
	if !ok {
		return ErrFormat
	}
	_, who, ok = bytes.Cut(who, []byte("by "))
	name, rest := nextField(who)
	if !ok || string(name) == "console" || !p.user(name, told, true) {
		return ErrFormat
	}
	if ip := enclosed(rest, "(", ")"); ip != nil {
		p.peer(ip)
	} else if ip := enclosed(rest, " on ", "@"); ip != nil {
		p.peer(ip)
	}
	p.set(Message, text)
	p.happened(event.AuthInfo, event.Unknown)
	return nil
}
