package parse

import (
	"strings"

	"github.com/hashtail/hashtail/agent/event"
)

// any finds the format of a record: the one that the file had before, else the
// first of the table that claims it.
func (p *Parser) any(record []byte) error {
	known, within := p.st.line, p.inside
	if within {
		known = none
	} else if composed(record) != nil {
		return containerLine(p, record)
	}
	if known != none && p.index.rows[known].Line != nil {
		err := p.try(p.index.rows[known], record)
		if err == errBroken && record[0] != '{' && p.another(known, record) { // of another program in the same file
			return nil
		}
		if err != ErrFormat {
			return err
		}
	}
	for _, f := range p.index.lines[record[0]] {
		if f.number == known {
			continue
		}
		switch err := p.try(f, record); {
		case otherFormat(err), err == errBroken && record[0] != '{': // text may start like anything, but not like JSON
		default:
			if !p.inside || !within && f.Lasting {
				p.won(f)
			}
			return err
		}
	}
	return ErrFormat
}

// another lets the formats other than the known one read a record that starts
// like that one's. Those that read any text are not asked: what is cut off
// would be theirs.
func (p *Parser) another(known int, record []byte) bool {
	for _, f := range p.index.lines[record[0]] {
		if f.number == known || !f.first() {
			continue
		}
		if p.try(f, record) == nil {
			p.won(f)
			return true
		}
	}
	return false
}

// try lets one format read a record and takes back what it found when the
// record is not its own.
func (p *Parser) try(f *row, record []byte) error {
	mark := p.mark()
	err := f.Line(p, record)
	p.trace.asked(f, err, otherShape)
	if otherFormat(err) || err == errBroken {
		p.forget(mark)
		return err
	}
	if p.module == nil {
		p.module = f
	}
	return err
}

// forget takes back what a format found before it saw that the record is not
// its own: the fields set since the mark, and what it made of them.
func (p *Parser) forget(mark int) {
	if mark != p.mark() {
		p.values.undo(mark)
	}
	p.e.Action, p.e.Outcome = event.NoAction, event.NoOutcome
	p.e.Category, p.e.Type = 0, 0
	p.auth, p.formal, p.unmined = undecided, false, nil
	if p.mined {
		p.mined, p.worded = false, false
	}
}

// first reports whether a file's format is asked first for its next records.
func (f *Format) first() bool { return !f.General || f.Envelope }

// won remembers the format for the file's next records.
func (p *Parser) won(f *row) {
	if p.module == nil || p.st.choice != nil { // broken, or not ours to say
		return
	}
	st := p.st
	if !f.first() {
		if st.format == "" {
			st.format = f.Name
		}
		return
	}
	st.line = f.number
	if m := p.module; !m.General && len(m.Programs) == 0 {
		f = m
	}
	st.format = f.Name
}

// only reads a record in one format that the configuration names, in any of
// the ways that the format has.
func (p *Parser) only(f *row, record []byte) error {
	p.module = f
	mark := p.mark()
	object := record[0] == '{' && !f.General && !strings.Contains(f.Begins, "{") // not a line of text
	if f.Line != nil && !object {
		err := f.Line(p, record)
		p.trace.asked(f, err, otherShape)
		if err != ErrFormat {
			return err
		}
		p.forget(mark)
	}
	if f.Object != nil {
		err := p.objectOf(f, record)
		p.trace.asked(f, err, otherShape)
		if err != ErrFormat {
			return err
		}
		p.forget(mark)
	}
	if object || f.Message == nil && (f.Line == nil || f.General) {
		return ErrFormat
	}
	msg, ok := p.header(record)
	if !ok {
		msg = record
	}
	p.syslog, p.headed = ok, true
	if ok {
		if relays(msg) {
			msg, p.relayed = p.relayedHeader(msg)
		}
		msg = p.content(msg)
	} else {
		msg = p.repeated(msg)
	}
	if len(msg) == 0 {
		return ErrNotAuth
	}
	msg, err := p.behind(f, msg, ok)
	p.trace.asked(f, err, otherMessage)
	if err == nil && f.Message != nil && !p.has(Message) {
		p.set(Message, msg)
	}
	return err
}

// behind reads what may stand behind a syslog header, and returns what of it is
// the message. What another program wrote into the same log is no error.
func (p *Parser) behind(f *row, msg []byte, headed bool) ([]byte, error) {
	mark, other := p.mark(), !headed || p.program(p.val(ProcessName)) != f
	if headed && f.Line != nil && (other || f.Message == nil) {
		if err := f.Line(p, msg); err != ErrFormat {
			return nil, err
		}
		p.forget(mark)
	}
	if f.Message == nil {
		return nil, ErrFormat
	}
	if f.Bare && other { // what an application prints in front
		if after := p.preamble(msg); len(after) < len(msg) {
			if len(after) == 0 {
				return nil, ErrNotAuth
			}
			if err := f.Message(p, after); err != ErrFormat {
				return after, err
			}
			p.forget(mark)
		}
	}
	err := f.Message(p, msg)
	if err == ErrFormat && headed && other && len(f.Programs) > 0 {
		if beginsRecord(msg) { // relayed
			return nil, ErrFormat
		}
		return nil, ErrNotAuth
	}
	return msg, err
}
