package parse

import (
	"bytes"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// A gap is a value of the record in hand that may stand in a blank of its form.
type gap struct {
	field      Field
	blank      blank
	start, end int
}

// learn makes a form of the record in hand, if that is sure of what it is, when its
// like is met the second time: its event is all but finished, or it is none.
func (f *forms) learn(p *Parser, record []byte, sure bool) {
	dismissed := p.why <= grounds
	if !sure || !p.readByWords(record) || !p.mayDecideOthers(dismissed) || p.e.Count > 1 || len(p.e.Roles) > 0 || p.has(Method) && p.http.status == 0 {
		return
	}
	gaps := f.gaps(p, record)
	if gaps == nil {
		return
	}
	around, ok := outlineOf(p, record, gaps)
	if !ok || !around.target && p.has(Referrer) || !f.cases.again(formHash(record, gaps)) {
		return
	}
	k := p.kinOf(dismissed)
	k.line, k.lead = p.st.line, p.leadsTo(&asked{path: p.alike(Path), queried: around.query > 0})
	if k.lead.route != p.http.route {
		return
	}
	if k.token {
		k.foundAt = p.s.Found()[0].At
	}
	c := f.open(record, gaps, k)
	if c == nil {
		return
	}
	c.why, c.outline = p.why, around
	if !dismissed {
		c.keepForm(*p.e)
	}
}

// readByWords reports whether the record in hand is a line of which nothing was taken off,
// and whose format says that its words alone say what it is.
func (p *Parser) readByWords(record []byte) bool {
	return p.formal && p.unstripped && !p.mined && !p.inside && !p.wrapped && !p.relayed && p.outer == nil && p.has(Time) && p.byForms(p.st, record)
}

// keepForm makes the event of the record in hand that of the decision's form: without the
// texts that have blanks in them.
func (c *decision) keepForm(e event.Event) {
	e.Time, e.Line = time.Time{}, true
	if c.message {
		e.Message = redact.Text{}
	}
	if c.target {
		e.URL.Path, e.URL.Query, e.URL.Original = redact.Text{}, redact.Text{}, redact.Text{}
	}
	c.keep(e)
}

// gaps are the values of the record in hand that may stand in blanks, in order;
// nil when one that has to is none, or when a value stands nowhere in the record.
func (f *forms) gaps(p *Parser, record []byte) []gap {
	f.gap = f.gap[:0]
	for _, field := range p.order {
		if kind := blanks[field]; kind != formEnd && !f.addGap(field, kind, record, p.raw[field]) {
			return nil
		}
	}
	if p.spare != nil && !f.addGap(NoField, blankPrint, record, p.spare) {
		return nil
	}
	if !apart(f.gap) || !p.uncut(record, f.gap) {
		return nil
	}
	return f.gap
}

// addGap adds the value of a field to the gaps, and reports whether the blank of its kind would
// take it in.
func (f *forms) addGap(field Field, kind blank, record, v []byte) bool {
	start := offsetIn(record, v)
	s := formStep{blank: kind, begins: &beginsBlank[kind], like: v}
	if start < 0 || len(f.gap) == maxBlanks || kind == blankTime && !plainTime(record[start:], len(v)) || f.fill(&s, record, start) != start+len(v) {
		return false
	}
	at := len(f.gap)
	f.gap = append(f.gap, gap{})
	for ; at > 0 && f.gap[at-1].start > start; at-- {
		f.gap[at] = f.gap[at-1]
	}
	f.gap[at] = gap{field, kind, start, start + len(v)}
	return true
}

// apart reports whether there are words between all gaps.
func apart(gaps []gap) bool {
	for i := 1; i < len(gaps); i++ {
		if gaps[i].start <= gaps[i-1].end {
			return false
		}
	}
	return true
}

// uncut reports whether the record's other values are cut by no gap.
func (p *Parser) uncut(record []byte, gaps []gap) bool {
	for _, field := range p.order {
		if blanks[field] != formEnd || field == Message || field == Target {
			continue
		}
		start := offsetIn(record, p.raw[field])
		if start < 0 {
			return false
		}
		for _, g := range gaps {
			if g.start < start+len(p.raw[field]) && start < g.end {
				return false
			}
		}
	}
	return true
}

// offsetIn is where v lies in the memory of record; -1 when it does not.
func offsetIn(record, v []byte) int {
	at := cap(record) - cap(v)
	if len(v) == 0 || at < 0 || at+len(v) > len(record) || &record[at] != &v[0] {
		return -1
	}
	return at
}

// outlineOf is where the message and the request's target stand around the gaps;
// false when they stand otherwise than in lines of a form.
func outlineOf(p *Parser, record []byte, gaps []gap) (o outline, ok bool) {
	ok = o.ofMessage(p, record, gaps) && o.ofTarget(p, record, gaps)
	return o, ok
}

// ofMessage notes where the message stands, if there is one: at the record's end, behind a gap.
func (o *outline) ofMessage(p *Parser, record []byte, gaps []gap) bool {
	msg := p.val(Message)
	if msg == nil {
		return true
	}
	start := offsetIn(record, msg)
	if start < 0 || start+len(msg) != len(record) || p.has(Logger) || !p.has(ProcessPID) {
		return false
	}
	o.message, o.behind = true, -1
	for i, g := range gaps {
		if g.start < start && start < g.end {
			return false
		}
		if g.end <= start {
			o.behind, o.space = i, start-g.end
		}
	}
	return o.behind >= 0
}

// ofTarget notes which gaps a request's target is made of, if there is one.
func (o *outline) ofTarget(p *Parser, record []byte, gaps []gap) bool {
	target, path, query := p.raw[Target], p.raw[Path], p.raw[Query]
	if target == nil {
		return path == nil && query == nil
	}
	o.target = true
	for i, g := range gaps {
		switch g.field {
		case Path:
			o.path = i + 1
		case Query:
			o.query = i + 1
		case Referrer:
			o.referrer = i + 1
		}
	}
	at, n := offsetIn(record, target), len(path)
	if at < 0 || at != offsetIn(record, path) {
		return false
	}
	if query != nil {
		if offsetIn(record, query) != at+n+1 || record[at+n] != '?' {
			return false
		}
		n += 1 + len(query)
	}
	return n == len(target)
}

// formHash is a hash of the words of a record and of the blanks between them.
func formHash(record []byte, gaps []gap) uint64 {
	d, end := digest(mixing), 0
	for _, g := range gaps {
		d.text(record[end:g.start])
		d.number(uint64(g.blank)<<8 ^ uint64(g.field))
		if g.blank == blankTime {
			d.number(uint64(g.end - g.start))
		}
		end = g.end
	}
	d.text(record[end:])
	return d.sum()
}

// open makes room for a decision on a record: nil when it finds none.
func (f *forms) open(record []byte, gaps []gap, k kin) *decision {
	words := len(record)
	for _, g := range gaps {
		words -= g.end - g.start
	}
	if len(gaps) == 0 || words > maxFormWords {
		return nil
	}
	f.makeRoom(len(gaps), len(record))
	at, end := uint32(0), 0
	for _, g := range gaps {
		s := formStep{blank: g.blank, begins: &beginsBlank[g.blank], field: g.field}
		if g.blank == blankTime {
			s.like = record[g.start:g.end]
		}
		if at = f.add(at, s, record[end:g.start]); at == 0 {
			f.cases.full++
			return nil
		}
		end = g.end
	}
	if at = f.add(at, formStep{blank: formEnd, number: f.cases.next()}, record[end:]); at == 0 {
		f.cases.full++
		return nil
	}
	return f.cases.on(f.steps[at].number, k)
}

// makeRoom makes sure that there is room for the form of one more record.
func (f *forms) makeRoom(values, size int) {
	if f.steps == nil {
		f.steps = make([]formStep, 1, maxFormSteps)
		f.text = make(textStore, 0, maxFormText)
	}
	if len(f.steps)+values+1 > maxFormSteps || len(f.text)+size > maxFormText || f.cases.crowded() {
		f.forget()
	}
}

// add adds a step behind another, or finds it there. Longer words stand before
// shorter ones, with which they may begin.
func (f *forms) add(at uint32, s formStep, lit []byte) uint32 {
	twins, last := 0, &f.steps[at].down
	place := last
	for ; *last != 0; last = &f.steps[*last].next {
		have := &f.steps[*last]
		if have.blank == s.blank && have.field == s.field && bytes.Equal(have.lit, lit) && len(have.like) == len(s.like) && sameDigits(have.like, s.like) {
			return *last
		}
		if len(have.lit) >= len(lit) {
			place = &have.next
		}
		twins++
	}
	if twins == maxFormTwins {
		return 0
	}
	s.says(f.text.keep(lit))
	s.like = f.text.keep(s.like)
	s.next = *place
	f.steps = append(f.steps, s) // never beyond its capacity
	*place = uint32(len(f.steps) - 1)
	return *place
}

// forget forgets all forms, but not the memory that they took.
func (f *forms) forget() {
	clear(f.steps[1:])
	f.steps, f.text = f.steps[:1], f.text[:0]
	f.steps[0].down = 0
	f.cases.forget()
}
