package parse

import (
	"net/netip"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// An outline says where texts stand that blanks are a part of: the message of an sshd's
// line, from a blank on to the end, and the target of a request, its path and query.
type outline struct {
	target  bool // of a request: its path and its query are blanks
	message bool // begins so many bytes behind a blank, and goes on to the end
	behind  int  // index of that blank
	space   int  // those bytes

	path, query, referrer int // numbers of blanks, from 1; 0: none
}

// askedIn reads what the record that matched asks for.
func (p *Parser) askedIn(record []byte, o *outline) (to asked) {
	blank := func(number int) []byte {
		if number == 0 {
			return nil
		}
		v := &p.forms.found[number-1]
		return record[v.start:v.end]
	}
	to.path, to.query, to.referrer = blank(o.path), blank(o.query), blank(o.referrer)
	to.whole, to.queried = true, to.query != nil
	to.lead = p.leadsTo(&to)
	return to
}

// formed looks for the form of a record, and makes e of it.
func (p *Parser) formed(st *State, record []byte, e *event.Event) ruling {
	c := p.forms.match(record)
	var to asked
	if c != nil && c.target {
		to = p.askedIn(record, &c.outline)
	}
	for ; c != nil; c = p.forms.cases.after(c) {
		if c.lead != to.lead || c.line != st.line || !p.holds(c, st) {
			continue
		}
		if c.dismissed {
			if p.harmless(c, &to) {
				return dismissed
			}
			continue
		}
		p.st, p.e, p.empty = st, e, nil
		if p.fillIn(c, record, &to) {
			return followed
		}
	}
	return unruled
}

// byForms reports whether a record may have a form: it is not wanted for more than
// its event, and is no line of a private key.
func (p *Parser) byForms(st *State, record []byte) bool {
	o := st.opt
	return len(record) > 0 && record[0] != '{' && st.key == keyBlock{} && len(st.keep) == 0 && !o.All && !o.Original && p.trace == nil &&
		(st.choice == nil || st.choice.custom == nil)
}

// fillIn makes p.e of a form and the values in its blanks. It reports false when
// one of them is not what it was there.
func (p *Parser) fillIn(c *decision, record []byte, to *asked) bool {
	if p.used {
		p.forgetAll()
		p.used = false // here none are set
	} else {
		p.s.Reset()
	}
	if c.turns != p.s.Turns() {
		return false
	}
	e := p.e
	c.begin(e)
	f := &p.forms
	for i := range f.found[:f.count] {
		v := &f.found[i]
		b := record[v.start:v.end]
		switch f.steps[v.step].field {
		case Time:
			if p.when(b); e.Time.IsZero() {
				return false
			}
		case SourceIP:
			e.Source.IP = netip.AddrFrom4(f.address)
		case SourcePort:
			e.Source.Port = uint16(v.number)
		case UserName:
			e.User.Name = p.s.Usual(b, redact.InMessage)
		case ProcessPID:
			e.Process.PID = v.number
		case BodyBytes:
			e.HTTP.BodyBytes = int64(v.number)
		case UserAgent:
			e.UserAgent = p.s.Usual(b, redact.InHeader)
		}
	}
	if c.target {
		if leaks := p.fillAsked(to); c.why == holdsSecret && !leaks { // what made an event of it is not there
			return false
		}
	}
	if c.message {
		from := int(f.found[c.behind].end) + c.space
		e.Message = p.s.Once(record[from:], redact.InMessage)
	}
	if found := p.s.Found(); len(found) > 0 && found[0].At != c.foundAt {
		return false
	}
	return p.end(c)
}
