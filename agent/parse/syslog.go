package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// syslogLine reads RFC 3164, RFC 5424 and what syslog daemons, journalctl and
// macOS write in their place, and gives the message to its program's format.
func syslogLine(p *Parser, line []byte) error {
	if p.syslog {
		return p.relayedLine(line)
	}
	msg, ok := p.header(line)
	if !ok {
		return ErrFormat
	}
	p.syslog = true
	return p.body(msg)
}

// relayedLine reads a whole record that a relay has put behind a header of its
// own.
func (p *Parser) relayedLine(line []byte) error {
	if p.relayed {
		return ErrFormat
	}
	msg, ok := p.relayedHeader(line)
	if !ok {
		if end := bytes.IndexByte(line[:min(len(line), 5)], '>'); end > 1 && line[0] == '<' && digits(line[1:end]) && startsPair(line[end+1:]) { // Fortinet's: nothing but a priority
			p.relayed = true
			return p.body(line[end+1:])
		}
		return ErrFormat
	}
	p.relayed = true
	return p.body(msg)
}

// relayedHeader takes off the header behind a relay's. What it says counts, but for a time
// without the year that the relay's has.
func (p *Parser) relayedHeader(line []byte) (msg []byte, ok bool) {
	name, pid, relayed := p.val(ProcessName), p.val(ProcessPID), p.val(Time)
	p.unset(ProcessName)
	p.unset(ProcessPID)
	mark := p.mark()
	msg, ok = p.header(line)
	if !ok || !p.has(ProcessName) {
		p.undo(mark)
		p.set(ProcessName, name)
		p.set(ProcessPID, pid)
		return line, false
	}
	outer, _ := stamp.Read(relayed)
	if inner, _ := stamp.Read(p.val(Time)); outer.Year > 0 && inner.Year == 0 {
		p.set(Time, relayed)
	}
	return msg, true
}

// body reads what stands behind a header.
func (p *Parser) body(msg []byte) error {
	if len(msg) == 0 && p.has(MsgID) { // Junos: all is in the structured data
		return nil
	}
	if msg = p.content(msg); len(msg) == 0 {
		return ErrNotAuth
	}
	return p.message(msg)
}

// content is the message itself of what stands behind a header; empty when that is
// none.
func (p *Parser) content(msg []byte) []byte {
	if len(msg) == 0 || bytes.HasPrefix(msg, []byte("last message repeated ")) {
		return nil
	}
	return p.repeated(bytes.TrimLeft(bytes.TrimPrefix(withoutID(msg), []byte("@cee:")), " "))
}

// withoutID takes off what Solaris puts in front: "[ID 800047 auth.info] ".
func withoutID(msg []byte) []byte {
	if msg[0] == '[' {
		if id := enclosed(msg[:min(len(msg), 64)], "[ID ", "] "); id != nil {
			return msg[len("[ID ")+len(id)+len("] "):]
		}
	}
	return msg
}

// message gives the text behind a header to the format of the program that
// wrote it, else to any that knows it.
func (p *Parser) message(msg []byte) error {
	name := p.val(ProcessName)
	if f := p.program(name); f != nil {
		mark := p.mark()
		p.headed = true
		err := f.Message(p, msg)
		p.headed = false
		p.trace.asked(f, err, otherMessage)
		if err != ErrFormat {
			p.module = f
			if !p.has(Message) {
				p.set(Message, msg)
			}
			return err
		}
		p.forget(mark)
		if err := pamMessage(p, msg); err != ErrFormat { // any program may ask PAM
			p.module = f
			p.set(Message, msg)
			return err
		}
		p.forget(mark)
	}
	p.inside = true
	return p.any(msg)
}

// program is the format of a program's messages. Paths, and the parts of one
// product ("postfix/smtpd"), lead to their product.
func (p *Parser) program(name []byte) *row {
	if len(name) == 0 {
		return nil
	}
	if len(name) > 64 {
		return p.findProgram(name)
	}
	if string(name) != string(p.lastName) {
		p.lastName, p.lastRow = append(p.lastName[:0], name...), p.findProgram(name)
	}
	return p.lastRow
}

// findProgram looks a program up that program does not remember.
func (p *Parser) findProgram(name []byte) *row {
	if f := p.index.programs[string(name)]; f != nil {
		return f
	}
	if name[0] == '/' {
		if !bytes.Contains(name, []byte("bin/")) && !bytes.Contains(name, []byte("/lib")) {
			return nil
		}
		return p.index.programs[string(name[bytes.LastIndexByte(name, '/')+1:])]
	}
	first, rest, _ := bytes.Cut(name, slash)
	if f := p.index.programs[string(first)]; f != nil || len(rest) == 0 {
		return f
	}
	first, _, _ = bytes.Cut(first, []byte("-")) // postfix-in/smtpd: one of several
	return p.index.programs[string(first)]
}

// repeated unwraps rsyslog's "message repeated 3 times: [ … ]".
func (p *Parser) repeated(msg []byte) []byte {
	const lead = "message repeated "
	if !bytes.HasPrefix(msg, []byte(lead)) {
		return msg
	}
	n, length := leadingInt(msg[len(lead):])
	rest := msg[len(lead)+length:]
	if length == 0 || !bytes.HasPrefix(rest, []byte(" times: [")) || rest[len(rest)-1] != ']' {
		return msg
	}
	p.e.Count = int(min(n, 1<<30))
	return bytes.Trim(rest[len(" times: ["):len(rest)-1], " ")
}
