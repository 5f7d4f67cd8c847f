package parse

import "time"

// meet notes a record that has no precedent, and the layouts that have found its values. It
// may become a precedent if one like it was met before.
func (ps *precedents) meet(of *layouts, st *State, record []byte) {
	if ps.of = of; st.opt.All || st.opt.Original {
		return
	}
	ps.hash = of.digest(record)
	ps.ready = ps.cases.again(ps.hash)
}

// digest is a hash of the values that decide.
func (l *layouts) digest(record []byte) uint64 {
	d := digest(mixing)
	for i := range l.found {
		v := &l.found[i]
		s := &l.steps[v.step]
		d.number(uint64(v.step)<<8 ^ uint64(v.kind))
		if b := record[v.start:v.end]; !s.varies(v, b) {
			d.text(b)
		}
	}
	return d.sum()
}

// dismiss makes a precedent of a record in hand that is dull.
func (ps *precedents) dismiss(p *Parser, st *State, record []byte) {
	if ps.ready {
		ps.open(p, record, kin{turns: p.s.Turns(), opt: st.opt, dismissed: true, dull: true})
	}
}

// set makes a precedent of the record in hand, if it is one that others may
// follow: its event is all but finished, or it is dismissed.
func (ps *precedents) set(p *Parser, record []byte, dismissed bool) {
	if !ps.ready || !p.mayDecideOthers(dismissed) || p.has(Day) || p.has(TokenHash) || p.durations() > 1 || ps.of == &p.products && !p.settled {
		return
	}
	d, ok := p.drawAll(record, dismissed)
	if !ok || len(p.s.Found()) != d.secrets || p.secrets != d.secrets {
		return
	}
	if c := ps.open(p, record, d.kin); c != nil && !dismissed {
		kept := *p.e
		if kept.Line = d.to.query != nil || d.to.referrer != nil; d.timed {
			kept.Time = time.Time{}
		}
		c.keep(kept)
	}
}

// A draft is what the free values of a record have made of its decision so far.
type draft struct {
	kin            kin
	to             asked
	secrets        int
	timed, sourced bool // its time is free, and whom it is from
}

// drawAll takes all free values of the record in hand into a draft. It reports false where
// the record can be nobody's precedent.
func (p *Parser) drawAll(record []byte, dismissed bool) (d draft, ok bool) {
	d.kin = p.kinOf(dismissed)
	of := p.precedents.of
	for i := range of.found {
		v := &of.found[i]
		s := &of.steps[v.step]
		b := record[v.start:v.end]
		switch {
		case !s.varies(v, b):
		case s.action == layoutSecret:
			d.secrets++
		case s.free && !p.draw(&d, s, v, b):
			return d, false
		}
	}
	if d.to.query != nil && d.to.path == nil {
		return d, false
	}
	if d.kin.claimed || p.has(SourcePort) { // which say something of the address that is the event's
		return d, p.has(SourceIP) == d.sourced
	}
	return d, true
}

// draw takes a free value into a draft. It reports false where the record can be
// nobody's precedent.
func (p *Parser) draw(d *draft, s *layoutStep, v *scalar, b []byte) bool {
	k, to := &d.kin, &d.to
	f, own, port := s.fieldOf(b, v.kind), b, []byte(nil)
	switch f {
	case SourceIP:
		own, port = splitPort(b)
		if _, ok := readIP(own); !ok { // a chain of addresses, of which one decides
			return false
		}
	case Path, Target, RequestLine:
		if to.path != nil {
			return false
		}
		to.take(f, b)
		switch f {
		case Path:
			if p.has(Target) { // the message tells of another
				return false
			}
			own = to.path
		case RequestLine:
			_, own, _ = takeRequest(b)
			f = Target
		}
		if to.queried && !aliases(p.raw[Query], to.query) {
			return false
		}
	default:
		to.take(f, b)
	}
	s.shadow = !aliases(p.raw[f], own) // another one was surer
	switch {
	case s.shadow:
		return mayLose[f] && p.has(f)
	case port != nil && !aliases(p.raw[SourcePort], port):
		return false
	}
	switch f {
	case Time:
		d.timed = true
	case SourceIP:
		d.sourced, k.ported = true, port != nil
	case ForwardedFor, RealIP:
		k.claimed = true
	case Path, Target:
		k.lead = p.leadsTo(to)
		return k.lead.route == p.http.route
	}
	return true
}

// durations is how many fields have a duration, of which the event takes one.
func (p *Parser) durations() (n int) {
	for f := DurationNS; f <= DurationText; f++ {
		if p.has(f) {
			n++
		}
	}
	return n
}

// aliases reports whether a is b, not only the same text: the value of the field is the
// very one that stands in the record at this place, and was not found elsewhere in it.
func aliases(a, b []byte) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

// open makes a decision on the record in hand, which is still to be filled; nil when there is
// no room for it. Of a dull record any number may vary, as only its message was looked at.
func (ps *precedents) open(p *Parser, record []byte, k kin) *decision {
	l := &ps.tree
	if len(record) > maxLayoutRecord/4 || ps.of.match(record, true) == 0 || ps.of == &p.products && !ps.of.heed(&p.doc, record) {
		return nil
	}
	values := ps.of.found
	l.many = true
	if l.makeRoom(len(values), len(record)) || ps.cases.crowded() {
		ps.forget()
	}
	at, end := uint32(0), uint32(0)
	free := 0
	for i := range values {
		v := &values[i]
		was := &ps.of.steps[v.step]
		if !was.varies(v, record[v.start:v.end]) && !(k.dull && was.what == '0' && !was.message) {
			continue
		}
		s := layoutStep{what: was.what, action: was.action, field: was.field, free: was.free, name: was.name, place: was.place, shadow: was.shadow, depth: was.depth}
		if at = l.add(at, s, record[end:v.start]); at == 0 {
			ps.cases.full++
			return nil
		}
		end = v.end
		if was.action != layoutSkip {
			free++
		}
		if was.action == layoutSecret {
			k.named = free
		}
	}
	if at = l.add(at, layoutStep{what: '}', number: ps.cases.next()}, record[end:]); at == 0 {
		ps.cases.full++
		return nil
	}
	return ps.cases.on(l.steps[at].number, k)
}

// forget forgets all precedents, but not the memory that they took.
func (ps *precedents) forget() {
	ps.tree.forget()
	ps.cases.forget()
}
