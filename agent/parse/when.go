package parse

import (
	"bytes"
	"strconv"
	"time"
)

// when sets the event's time.
func (p *Parser) when(b []byte) {
	day := p.val[Day]
	if day == nil {
		if t, ok := p.moment.read(b, p.st.opt); ok {
			p.e.Time = t
			return
		}
	}
	text := b
	if day != nil && len(b) > 2 && len(b) < 24 && (b[1] == ':' || b[2] == ':') {
		start := len(p.buf)
		p.buf = append(append(append(p.buf, day...), ' '), b...)
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
	now, zone := p.st.opt.Now, p.st.opt.Zone
	if now == nil {
		now = time.Now
	}
	if zone == nil {
		zone = time.Local
	}
	p.e.Time = s.at(now, zone)
	if day == nil {
		p.moment.keep(text, p.st.opt, p.e.Time, s.year == 0 && !s.unix)
	}
}

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
