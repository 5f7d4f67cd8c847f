package parse

import (
	"bytes"
	"encoding/binary"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// A gap is a value that may stand in a blank, in the record in hand.
type gap struct {
	field      Field
	blank      blank
	start, end int
}

// learn makes a form of the record in hand, if that is sure of what it is, when its
// like is met the second time: its event is all but finished, or it is none.
func (f *forms) learn(p *Parser, record []byte, sure bool) {
	e, dismissed := p.e, p.why <= grounds
	if !sure || !p.formal || p.weighed || !p.unstripped || p.mined || p.inside || p.wrapped || p.relayed || p.outer != nil || !p.has(Time) || p.has(Zone) || !dismissed && e.Time.IsZero() || e.Action.OfAccounts() || e.Count > 1 ||
		len(e.Roles) > 0 || len(e.Labels) > 0 || p.has(Method) && p.http.status == 0 || redact.HasSecretPaths(p.host()) || !p.byForms(p.st, record) {
		return
	}
	gaps := f.gaps(p, record)
	if gaps == nil {
		return
	}
	around, ok := outlineOf(p, record, gaps)
	found, token := p.s.Found(), !e.Token.IsZero()
	if !ok || !around.target && p.has(Referrer) || len(found) > 1 || token != (len(found) == 1) || token && found[0].Token.Sum != e.Token.Sum {
		return
	}
	hash := formHash(record, gaps)
	once := &f.once[hash%uint64(len(f.once))]
	if *once != hash {
		*once = hash
		return
	}
	k := kin{turns: p.s.Turns(), opt: p.st.opt, line: p.st.line, dismissed: dismissed, token: token}
	if k.lead = p.leadOf(p.alike(Path)); k.lead.route != p.http.route {
		return
	}
	if token {
		k.foundAt, k.incidental = found[0].At, isIncidental(e.Token.Kind)
	}
	c := f.open(record, gaps, k)
	if c == nil {
		return
	}
	c.why, c.outline = p.why, around
	if dismissed {
		return
	}
	kept := *e
	kept.Time = time.Time{}
	if c.message {
		kept.Message = redact.Text{}
	}
	if c.target {
		kept.URL.Path, kept.URL.Query, kept.URL.Original = redact.Text{}, redact.Text{}, redact.Text{}
	}
	c.keep(kept)
}

// gaps are the values of the record in hand that may stand in blanks, in order;
// nil when one that has to is none, or when a value stands nowhere in the record.
func (f *forms) gaps(p *Parser, record []byte) []gap {
	gaps := f.gap[:0]
	add := func(field Field, kind blank, v []byte) bool {
		start := offsetIn(record, v)
		s := formStep{blank: kind, begins: &beginsBlank[kind], like: v}
		if start < 0 || len(gaps) == maxBlanks || kind == blankTime && !plainTime(record[start:], len(v)) || f.fill(&s, record, start) != start+len(v) {
			return false
		}
		at := len(gaps)
		gaps = append(gaps, gap{})
		for ; at > 0 && gaps[at-1].start > start; at-- {
			gaps[at] = gaps[at-1]
		}
		gaps[at] = gap{field, kind, start, start + len(v)}
		return true
	}
	for _, field := range p.order {
		if kind := blanks[field]; kind != formEnd && !add(field, kind, p.raw[field]) {
			return nil
		}
	}
	if p.spare != nil && !add(NoField, blankPrint, p.spare) {
		return nil
	}
	for i := range gaps { // parted by words
		if i > 0 && gaps[i].start <= gaps[i-1].end {
			return nil
		}
	}
	for _, field := range p.order { // and no other value is cut by them
		if blanks[field] != formEnd || field == Message || field == Target {
			continue
		}
		start := offsetIn(record, p.raw[field])
		if start < 0 {
			return nil
		}
		for _, g := range gaps {
			if g.start < start+len(p.raw[field]) && start < g.end {
				return nil
			}
		}
	}
	f.gap = gaps
	return gaps
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
	if msg := p.val(Message); msg != nil {
		start := offsetIn(record, msg)
		if start < 0 || start+len(msg) != len(record) || p.has(Logger) || !p.has(ProcessPID) {
			return o, false
		}
		o.behind = -1
		for i, g := range gaps {
			if g.start < start && start < g.end {
				return o, false
			}
			if g.end <= start {
				o.behind, o.space = i, start-g.end
			}
		}
		if o.message = true; o.behind < 0 {
			return o, false
		}
	}
	target, path, query := p.raw[Target], p.raw[Path], p.raw[Query]
	if target == nil {
		return o, path == nil && query == nil
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
		return o, false
	}
	if query != nil {
		if offsetIn(record, query) != at+n+1 || record[at+n] != '?' {
			return o, false
		}
		n += 1 + len(query)
	}
	return o, n == len(target)
}

// formHash is a hash of the words of a record and of the blanks between them.
func formHash(record []byte, gaps []gap) uint64 {
	const m = 0xd6e8feb86659fd93
	h, end := uint64(m), 0
	words := func(b []byte) {
		h = (h ^ uint64(len(b))) * m
		for _, c := range b {
			h = (h ^ uint64(c)) * m
		}
	}
	for _, g := range gaps {
		words(record[end:g.start])
		h = (h ^ uint64(g.blank)<<8 ^ uint64(g.field)) * m
		if g.blank == blankTime {
			h = (h ^ uint64(g.end-g.start)) * m
		}
		end = g.end
	}
	words(record[end:])
	return h ^ h>>32
}

// open makes room for the case of a record: nil when it finds none.
func (f *forms) open(record []byte, gaps []gap, k kin) *precedent {
	words := len(record)
	for _, g := range gaps {
		words -= g.end - g.start
	}
	if len(gaps) == 0 || words > maxFormWords {
		return nil
	}
	if f.steps == nil {
		f.steps = make([]formStep, 1, maxFormSteps)
		f.text = make([]byte, 0, maxFormText)
		f.cases = make(cases, 0, maxForms)
	}
	if len(f.steps)+len(gaps)+1 > maxFormSteps || len(f.text)+len(record) > maxFormText || len(f.cases) == maxForms || f.full == maxForms {
		f.forget()
	}
	at, end := uint32(0), 0
	for _, g := range gaps {
		s := formStep{blank: g.blank, begins: &beginsBlank[g.blank], field: g.field}
		if g.blank == blankTime {
			s.like = record[g.start:g.end]
		}
		if at = f.add(at, s, record[end:g.start]); at == 0 {
			f.full++
			return nil
		}
		end = g.end
	}
	known := len(f.steps)
	if at = f.add(at, formStep{blank: formEnd, number: uint32(len(f.cases))}, record[end:]); at == 0 {
		f.full++
		return nil
	}
	if int(at) < known {
		return f.cases.place(f.steps[at].number, k)
	}
	return f.cases.add(k)
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
	s.lit, s.like = f.keep(lit), f.keep(s.like)
	if s.mask = ^uint64(0); len(lit) < 8 {
		s.mask = 1<<(8*len(lit)) - 1
	}
	var head [8]byte
	copy(head[:], lit)
	s.head = binary.LittleEndian.Uint64(head[:])
	s.next = *place
	f.steps = append(f.steps, s) // never beyond its capacity
	*place = uint32(len(f.steps) - 1)
	return *place
}

func (f *forms) keep(b []byte) []byte {
	start := len(f.text)
	f.text = append(f.text, b...)
	return f.text[start:len(f.text):len(f.text)]
}

// forget forgets all forms, but not the memory that they took.
func (f *forms) forget() {
	clear(f.steps[1:])
	f.steps, f.text = f.steps[:1], f.text[:0]
	f.steps[0].down = 0
	f.cases, f.full = f.cases[:0], 0
}
