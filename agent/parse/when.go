package parse

import (
	"bytes"
	"strconv"
	"time"

	"github.com/hashtail/hashtail/agent/stamp"
)

// when sets the event's time: by its text b, and by the day, the time of day and the
// zone that the record may name beside it.
func (p *Parser) when(b []byte) {
	alone := p.val(Day) == nil && p.offset() == nil
	if alone && !(p.moment.roving && p.outer != nil) {
		if t, ok := p.moment.read(b, p.st.opt); ok {
			p.e.Time = t
			return
		}
	}
	s, ok := p.wholeStamp(b)
	if !ok {
		return
	}
	now, zone := p.st.opt.Now, p.st.opt.Zone
	if now == nil {
		now = time.Now
	}
	if zone == nil {
		zone = time.Local
	}
	roving := s.Year == 0 && !s.Unix
	if roving && p.outer != nil && p.nearOuter(&s, now, zone) {
		return
	}
	p.e.Time = s.At(now, zone)
	if s.Either || s.Short {
		p.eitherWay(s, now, zone)
		return
	}
	if s.Order != stamp.Unordered {
		p.st.order = s.Order
	}
	if alone {
		p.moment.keep(b, p.st.opt, p.e.Time, roving)
	}
}

// nearOuter sets the event's time by a stamp without a year, where the envelope of the record
// has a whole time: a shipper may deliver what a machine wrote last year.
func (p *Parser) nearOuter(s *stamp.Stamp, now func() time.Time, zone *time.Location) bool {
	outer, n := stamp.Read(p.outer)
	if n == 0 || outer.Year == 0 && !outer.Unix {
		return false
	}
	p.e.Time = s.Near(outer.At(now, zone), zone)
	return true
}

// offset is the zone that stands beside a time without a day of its own, if it is a
// number: +0100.
func (p *Parser) offset() []byte {
	zone := p.val(Zone)
	if p.val(Day) != nil || len(zone) == 0 || zone[0] != '+' && zone[0] != '-' {
		return nil
	}
	return zone
}

// wholeStamp reads the time b, and completes it by what the record says beside it.
func (p *Parser) wholeStamp(b []byte) (stamp.Stamp, bool) {
	if clock := p.val(Clock); clock != nil && p.has(Zone) {
		b = clock
	}
	b = p.plainTime(p.dayAndTime(b))
	s, ok := p.readTime(b)
	if !ok {
		return stamp.Stamp{}, false
	}
	if offset := p.offset(); offset != nil && s.Year > 0 && !s.Zoned && !s.Unix {
		if with, ok := p.readTime(p.spaced(b, offset)); ok && with.Zoned {
			s = with
		}
	}
	if s.Year == 0 && s.Month != 0 {
		s.Year = p.yearOfDay()
	}
	return s, true
}

// dayAndTime puts the record's day in front of a time of day, and its zone behind it.
func (p *Parser) dayAndTime(b []byte) []byte {
	day := p.val(Day)
	if day == nil || len(b) <= 2 || len(b) >= 24 || b[1] != ':' && b[2] != ':' {
		return b
	}
	if zone := p.val(Zone); zone != nil {
		return p.spaced(day, b, zone)
	}
	return p.spaced(day, b)
}

// spaced writes texts with a space between each two.
func (p *Parser) spaced(texts ...[]byte) []byte {
	start := len(p.buf)
	for i, text := range texts {
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.buf = append(p.buf, text...)
	}
	return p.buf[start:]
}

// plainTime is the number in what .NET and some JSON libraries write for one:
// /Date(1794315336123)/, 1.794315336123e+09.
func (p *Parser) plainTime(b []byte) []byte {
	if ms := enclosed(b, "/Date(", ")"); ms != nil {
		return ms
	}
	if len(b) > 2 && b[1] == '.' && bytes.IndexAny(b, "eE") > 0 {
		return p.plainNumber(b)
	}
	return b
}

// yearOfDay is the year of the record's day, 2026-11-10, for a syslog header's time,
// which has none; 0 if there is no such day.
func (p *Parser) yearOfDay() int {
	day := p.val(Day)
	if len(day) != len("2006-01-02") {
		return 0
	}
	if year, ok := readInt(day[:4]); ok && year >= 1970 {
		return int(year)
	}
	return 0
}

// eitherWay settles what day 2/3/2026 is, and 26-03-02: the file's other dates
// tell, else that a log is read when it is written.
func (p *Parser) eitherWay(s stamp.Stamp, now func() time.Time, zone *time.Location) {
	n := now()
	if s.Either {
		turned := s
		turned.Turn()
		if other := turned.At(now, zone); p.st.order == turned.Order || p.st.order == stamp.Unordered && near(n, other) && !near(n, p.e.Time) {
			p.e.Time = other
		}
	}
	if !near(n, p.e.Time) && s.YearFirst() {
		if other := s.At(now, zone); near(n, other) {
			p.e.Time = other
		}
	}
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() < stamp.Week }

// plainNumber writes a number without its exponent: 1.794315336123e+09.
func (p *Parser) plainNumber(b []byte) []byte {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return b
	}
	start := len(p.buf)
	p.buf = strconv.AppendFloat(p.buf, f, 'f', -1, 64)
	return p.buf[start:]
}

// readTime reads a time in the layout of the configuration, else in any.
func (p *Parser) readTime(b []byte) (stamp.Stamp, bool) {
	if c := p.st.choice; c != nil && c.custom != nil && c.custom.layout != nil {
		return c.custom.layout.read(b)
	}
	s, n := stamp.Read(b)
	return s, n > 0
}

// readStamp is [stamp.Read] of a text of the record, which mostly is what it was asked for
// before: many formats look at the time that a line begins with.
func (p *Parser) readStamp(b []byte) (stamp.Stamp, int) {
	m := &p.leading
	if len(b) == 0 || len(b) != len(m.text) || &b[0] != &m.text[0] {
		m.text = b
		m.stamp, m.n = stamp.Read(b)
	}
	return m.stamp, m.n
}
