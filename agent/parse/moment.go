package parse

import "time"

// A moment is the last time that a parser has read. Lines that follow each other
// mostly share their second: of the next one only the fraction is read, when all
// else in its text is the same.
type moment struct {
	opt    *Options  // that it was read with
	head   []byte    // its text up to the fraction, with the point, or all of it
	tail   []byte    // behind the fraction
	broken bool      // there is a fraction
	at     time.Time // without the fraction
	roving bool      // without a year: true for as long as the clock has not moved
}

// read is the time that b means, if it is known.
func (m *moment) read(b []byte, opt *Options) (time.Time, bool) {
	if m.opt != opt || len(b) < len(m.head) || string(b[:len(m.head)]) != string(m.head) {
		return time.Time{}, false
	}
	rest := b[len(m.head):]
	if !m.broken {
		return m.at, len(rest) == 0
	}
	ns, n := fraction(rest)
	if n == 0 || string(rest[n:]) != string(m.tail) {
		return time.Time{}, false
	}
	return m.at.Add(time.Duration(ns)), true
}

// keep remembers that b, without what fraction of a second it may have, is the
// time t.
func (m *moment) keep(b []byte, opt *Options, t time.Time, roving bool) {
	if len(b) > maxMoment {
		return
	}
	m.opt, m.at, m.roving = opt, t, roving
	m.head, m.tail, m.broken = append(m.head[:0], b...), m.tail[:0], false
	if opt.Custom != nil { // whose layout may mean anything
		return
	}
	if i := secondEnd(b); i > 0 {
		ns, n := fraction(b[i:])
		m.at, m.broken = t.Add(-time.Duration(ns)), true
		m.head, m.tail = m.head[:i], append(m.tail, b[i+n:]...)
	}
}

const maxMoment = 48 // bytes of a text that is kept

// secondEnd is where the fraction in a time's text begins, 0 if there is none.
func secondEnd(b []byte) int {
	for i := len("00:00:00"); i+1 < len(b); i++ {
		if (b[i] == '.' || b[i] == ',') && b[i-3] == ':' && b[i-6] == ':' && isDigit(b[i-1]) {
			if _, n := fraction(b[i+1:]); n > 0 {
				return i + 1
			}
			return 0
		}
	}
	return 0
}

// fraction reads the digits that b begins with as a part of a second; n is how
// many there are, 0 if there are none or more than nine.
func fraction(b []byte) (ns, n int) {
	scale := int(time.Second)
	for n < len(b) && isDigit(b[n]) {
		scale /= 10
		ns += int(b[n]-'0') * scale
		n++
	}
	if n > 9 {
		return 0, 0
	}
	return ns, n
}

// Wake tells the parser that time may have passed since the last record: which
// year a time without one means is thought about again.
func (p *Parser) Wake() {
	if p.moment.roving {
		p.moment.opt = nil
	}
}
