package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// enveloped reads the record that a shipper has put into an object of its own as
// the message: filebeat, fluent-bit, Vector and their like. An object that tells
// who, from where or what by itself is no such envelope.
func (p *Parser) enveloped() {
	if p.module != nil && !p.module.General {
		return
	}
	f := Message
	if v := p.val(ActionWord); beginsRecord(v) && bytes.IndexByte(v, ' ') > 0 { // Splunk calls it the event
		f = ActionWord
	}
	m := bytes.TrimSpace(p.val(f))
	if !beginsRecord(m) || p.has(UserName) || p.has(SourceIP) || p.has(Status) || p.has(OutcomeWord) || f == Message && p.has(ActionWord) || p.wrapped {
		return
	}
	p.unset(f)
	mark, module := p.mark(), p.module
	p.module, p.inside, p.wrapped, p.general = nil, true, true, false
	switch p.any(m) {
	case ErrFormat, errBroken:
		p.forget(mark)
	case ErrNotAuth:
		p.auth = notAuth
	}
	if p.module == nil {
		p.module = module
	}
	if !p.has(Message) {
		p.set(Message, m)
	}
}

// beginsRecord reports whether a text begins as the records of log files do:
// with a priority, a time, a client's address, or auditd's type.
func beginsRecord(m []byte) bool {
	if len(m) < 24 {
		return false
	}
	switch c := m[0]; {
	case c == '<':
		return isDigit(m[1])
	case c == 't':
		return bytes.HasPrefix(m, []byte("type=")) && bytes.Contains(m[:min(len(m), 64)], []byte(" msg=audit("))
	case bytes.HasPrefix(m, []byte("ACCESS [")):
		return true
	case isUpper(c) && m[3] != ' ':
		return false
	case c == '[':
		m = m[1:]
	case !isDigit(c) && !isUpper(c):
		return false
	}
	if s, n := stamp.Read(m); n >= 15 && s.Clocked && (s.Month > 0 || s.Unix) {
		return true
	}
	peer, rest := nextField(m)
	host, _ := splitPort(peer) // uvicorn's has one
	return bytes.HasPrefix(rest, []byte(" - ")) && isAddress(host)
}
