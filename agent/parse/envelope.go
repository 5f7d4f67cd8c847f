package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// A record may stand within an object that a shipper has made of it: Filebeat, Fluent Bit,
// Vector and their like. An object that tells who, from where or what by itself is no such
// envelope.

// enveloped reads the line of text that an object has as its message.
func (p *Parser) enveloped() {
	f := Message
	if v := p.val(ActionWord); beginsRecord(v) && bytes.IndexByte(v, ' ') > 0 { // Splunk calls it the event
		f = ActionWord
	}
	m := bytes.TrimSpace(p.val(f))
	if len(m) == 0 || !p.mayBeEnvelope() || f == Message && p.has(ActionWord) {
		return
	}
	read := (*Parser).any
	if !beginsRecord(m) && !beginsPreamble(m) {
		read = (*Parser).writtenLine
	}
	if p.readWithin(f, m, read) && !p.has(Message) {
		p.set(Message, m)
	}
}

// boxedObject reads the object of a product that another one has as its message, in text.
func (p *Parser) boxedObject() bool {
	m := p.val(Message)
	return len(m) > 2 && m[0] == '{' && m[len(m)-1] == '}' && p.mayBeEnvelope() && p.readWithin(Message, m, (*Parser).productObject)
}

func (p *Parser) productObject(record []byte) error {
	if !p.inner.read(p, record) {
		return ErrFormat
	}
	return p.product(&p.inner)
}

// readWithin reads the record that a field holds. What the envelope says besides counts where the
// record says nothing. It reports whether there was a record; without one all is as before.
func (p *Parser) readWithin(f Field, record []byte, read func(*Parser, []byte) error) bool {
	before, weighed := p.facts, p.weighed
	when := p.val(Time)
	p.setAside()
	p.module, p.inside, p.wrapped, p.general, p.outer = nil, true, true, false, when
	err := read(p, record)
	if err == ErrFormat || err == errBroken {
		p.forget(0)
		p.facts, p.weighed = before, weighed
		p.giveBack(NoField)
		return false
	}
	if err == ErrNotAuth {
		p.auth = notAuth
	}
	if p.outer != nil && !p.knowsTime() {
		p.set(Time, p.outer)
	}
	for i := range p.aside {
		if p.aside[i].f == Host { // the machine, not whom the record's request went to
			p.aside[i].f = ServiceNode
		}
	}
	p.giveBack(f)
	if p.module == nil {
		p.module = before.module
	}
	return true
}

// knowsTime reports whether the record's own time counts, not its envelope's: one that an
// application wrote without a zone may be hours off.
func (p *Parser) knowsTime() bool {
	own, _ := stamp.Read(p.val(Time))
	outer, _ := stamp.Read(p.outer)
	return p.has(Time) && p.rank[Time] < vague && (p.syslog || own.Zoned || own.Unix || !outer.Zoned && !outer.Unix)
}

// writtenLine reads a record by the formats that show by how it is written, not by those
// that take any text.
func (p *Parser) writtenLine(record []byte) error {
	for _, f := range p.index.lines[record[0]] {
		if f.Envelope || f.number == p.index.text {
			continue
		}
		if err := p.try(f, record); !otherFormat(err) && err != errBroken {
			return err
		}
	}
	return ErrFormat
}

// mayBeEnvelope reports whether the object says nothing by itself of who, from where and
// what became of it.
func (p *Parser) mayBeEnvelope() bool {
	return (p.module == nil || p.module.General) && !p.has(UserName) && !p.has(SourceIP) && !p.has(Status) && !p.has(OutcomeWord) && !p.wrapped
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
	if s, n := stamp.Read(m); n >= len("Jan 2 15:04:05") && s.Clocked && (s.Month > 0 || s.Unix) {
		return true
	}
	peer, rest := nextField(m)
	host, _ := splitPort(peer) // uvicorn's has one
	return bytes.HasPrefix(rest, []byte(" - ")) && isAddress(host)
}

// beginsPreamble reports whether a text begins as the lines of applications do, with a time
// of day, klog's time, or a level and what ends it: "12:55:36.123 [info] …", "I1110
// 12:55:36.123456 …", "INFO:root:…".
func beginsPreamble(m []byte) bool {
	if len(m) < 8 {
		return false
	}
	if c := m[0]; isDigit(c) || isUpper(c) && isDigit(m[1]) {
		s, n := stamp.Read(m)
		return n >= len("12:55:36") && s.Clocked
	}
	n := nameLen(m)
	return n < len(m) && m[n] == ':' && isLevel(m[:n])
}

// beginsProse reports whether a message begins as a sentence does. What enveloped reads as a
// record begins otherwise, and says by more than its words what it is.
func beginsProse(m []byte) bool {
	if len(m) > 0 && (m[0] == '{' || m[0] == '<' || isDigit(m[0])) {
		return false
	}
	return !beginsRecord(m) && !beginsPreamble(m) && !startsPair(m)
}
