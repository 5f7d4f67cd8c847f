package parse

import (
	"bytes"
	"strconv"
	"time"
)

// when sets the event's time.
func (p *Parser) when(b []byte) {
	day := p.val(Day)
	offset := p.val(Zone) // beside a time that has none
	if day != nil || len(offset) == 0 || offset[0] != '+' && offset[0] != '-' {
		offset = nil
	}
	if day == nil && offset == nil {
		if t, ok := p.moment.read(b, p.st.opt); ok {
			p.e.Time = t
			return
		}
	}
	text := b
	if clock := p.val(Clock); clock != nil && p.has(Zone) {
		b = clock
	}
	if day != nil && len(b) > 2 && len(b) < 24 && (b[1] == ':' || b[2] == ':') {
		start := len(p.buf)
		p.buf = append(append(append(p.buf, day...), ' '), b...)
		if zone := p.val(Zone); zone != nil {
			p.buf = append(append(p.buf, ' '), zone...)
		}
		b = p.buf[start:]
	}
	if ms := enclosed(b, "/Date(", ")"); ms != nil { // .NET
		b = ms
	} else if len(b) > 2 && b[1] == '.' && bytes.IndexAny(b, "eE") > 0 {
		b = p.plainNumber(b)
	}
	s, ok := p.stamp(b)
	if !ok {
		return
	}
	if offset != nil && s.year > 0 && !s.zoned && !s.unix {
		start := len(p.buf)
		p.buf = append(append(append(p.buf, b...), ' '), offset...)
		if with, ok := p.stamp(p.buf[start:]); ok && with.zoned {
			s = with
		}
	}
	if s.year == 0 && s.month != 0 && len(day) == len("2006-01-02") { // a header's, which has none
		if year, ok := readInt(day[:4]); ok && year >= 1970 {
			s.year = int(year)
		}
	}
	now, zone := p.st.opt.Now, p.st.opt.Zone
	if now == nil {
		now = time.Now
	}
	if zone == nil {
		zone = time.Local
	}
	p.e.Time = s.at(now, zone)
	if s.either || s.short {
		p.eitherWay(s, now, zone)
		return
	}
	if s.order != unordered {
		p.st.order = s.order
	}
	if day == nil && offset == nil {
		p.moment.keep(text, p.st.opt, p.e.Time, s.year == 0 && !s.unix)
	}
}

// eitherWay settles what day 2/3/2026 is, and 26-03-02: the file's other dates
// tell, else that a log is read when it is written.
func (p *Parser) eitherWay(s stamp, now func() time.Time, zone *time.Location) {
	n := now()
	if s.either {
		turned := s
		turned.turn()
		if other := turned.at(now, zone); p.st.order == turned.order || p.st.order == unordered && near(n, other) && !near(n, p.e.Time) {
			p.e.Time = other
		}
	}
	if first := s.first(); s.short && !near(n, p.e.Time) && s.year-2000 <= monthDays(2000+first, s.month) {
		s.day, s.year = s.year-2000, 2000+first
		if other := s.at(now, zone); near(n, other) {
			p.e.Time = other
		}
	}
}

// first is the number that the date begins with, in the order taken.
func (s *stamp) first() int {
	if s.order == monthFirst {
		return s.month
	}
	return s.day
}

// week is how old a log is at most that is read when it is written.
const week = 7 * 24 * time.Hour

func near(a, b time.Time) bool { return a.Sub(b).Abs() < week }

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

// stamp reads a time in the layout of the configuration, else in any.
func (p *Parser) stamp(b []byte) (stamp, bool) {
	if c := p.st.choice; c != nil && c.custom != nil && c.custom.layout != nil {
		return c.custom.layout.read(b)
	}
	s, n := readStamp(b)
	return s, n > 0
}
