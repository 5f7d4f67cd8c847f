package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// custom reads a record in a format of the configuration. It only finds values,
// as every format does: the finish step scrubs them.
func (p *Parser) custom(c *Custom, record []byte) error {
	p.module = p.index.product(p.s, c.name)
	read := (*Parser).customText
	if len(c.paths) > 0 {
		read = (*Parser).customObject
	}
	err := read(p, c, record)
	p.trace.asked(p.module, err, otherShape)
	if err != ErrFormat {
		return err
	}
	p.restart()
	if c.unmatched == nil {
		return p.any(record)
	}
	return c.unmatched
}

// customText reads a record by the first of the patterns that matches it.
func (p *Parser) customText(c *Custom, record []byte) error {
	for i := range c.patterns {
		m := c.patterns[i].re.FindSubmatchIndex(record)
		if m == nil {
			continue
		}
		for group, t := range c.patterns[i].targets {
			if from := m[2*group]; from >= 0 {
				p.give(t, record[from:m[2*group+1]], redact.InMessage)
			}
		}
		return p.decide(c, func(cond *condition) []byte {
			g := cond.groups[i]
			if g < 0 || m[2*g] < 0 {
				return nil
			}
			return record[m[2*g]:m[2*g+1]]
		})
	}
	return ErrFormat
}

// customObject reads an object; what stands in front of it, like a syslog
// header, is passed over.
func (p *Parser) customObject(c *Custom, record []byte) error {
	start := bytes.IndexByte(record, '{')
	if start < 0 || !p.doc.read(p, record[start:]) {
		return ErrFormat
	}
	found := false
	for i := range c.paths {
		t := &c.paths[i]
		if t.field == UserRole {
			p.doc.Each(func(v []byte) {
				found = true
				p.give(t.target, v, redact.InBody)
			}, t.in(&p.doc)...)
			continue
		}
		if v := p.doc.Get(t.in(&p.doc)...); v != nil {
			found = true
			if t.field == NoField || !p.has(t.field) { // the first of several paths to one field
				p.give(t.target, v, redact.InBody)
			}
		}
	}
	if !found {
		return ErrFormat
	}
	p.keepFields(&p.doc)
	if c.usual {
		p.fields(&p.doc)
		p.nested()
	}
	return p.decide(c, func(cond *condition) []byte { return p.doc.Get(cond.in(&p.doc)...) })
}

// in is the path as the object has it.
func (t *path) in(d *Doc) []string {
	if len(t.parts) > 1 && d.Has(t.parts...) {
		return t.parts
	}
	return []string{t.whole}
}

// give takes in one value.
func (p *Parser) give(t target, v []byte, at redact.Place) {
	switch {
	case absent(v):
	case t.label != "":
		p.addLabel(t.label, t.name, v, at)
	default:
		p.giveField(t.field, v, at)
	}
}

// giveField takes a value into a field as a format of ours would.
func (p *Parser) giveField(f Field, v []byte, at redact.Place) {
	switch f {
	case NoField:
	case Credential:
		p.s.Token(v, at)
		p.claim()
		if p.trace != nil {
			p.trace.secret(p, v)
		}
		p.basic(v)
	case SourceIP:
		p.peer(v)
	case DestIP:
		p.endpoint(v, 1, nil, DestIP, DestPort, DestHost)
	case UserRole:
		p.roles = append(p.roles, v)
	case Duration:
		p.set(plainDuration(v), v)
	case Target:
		if bytes.IndexByte(v, ' ') > 0 {
			p.requestLine(v)
			return
		}
		p.set(f, v)
	default:
		p.set(f, v)
	}
}

// plainDuration is the unit of a duration: its own, else nanoseconds, which is
// what ECS has.
func plainDuration(v []byte) Field {
	if _, ok := readDurationText(v); ok {
		return DurationText
	}
	return DurationNS
}

// decide settles what the definition says of the record: action, outcome, and
// whether it is an authentication event.
func (p *Parser) decide(c *Custom, value func(*condition) []byte) error {
	if a, ok := c.actions[string(p.val(ActionWord))]; ok {
		p.e.Action = a
	} else {
		p.e.Action = c.actions[otherwise]
	}
	if o, ok := c.outcomes[string(p.val(OutcomeWord))]; ok {
		p.e.Outcome = o
	} else {
		p.e.Outcome = c.outcomes[otherwise]
	}
	if len(c.conditions) == 0 {
		return nil
	}
	for i := range c.conditions {
		if cond := &c.conditions[i]; cond.holds(value(cond)) {
			p.auth = isAuth
			return nil
		}
	}
	return ErrNotAuth
}

func (c *condition) holds(v []byte) bool {
	if len(v) == 0 {
		return false
	}
	for _, s := range c.is {
		if string(v) == s {
			return true
		}
	}
	if c.re != nil {
		return c.re.Match(v)
	}
	return len(c.is) == 0
}
