package parse

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/nearest"
)

// A timeLayout reads the times of a user's own format: by the directives of
// strftime(3), or as a count since the epoch. nil is every usual layout.
type timeLayout struct {
	text string
	unit time.Duration // of a count since the epoch; 0 for a text
	iso  bool
}

// timeLayouts are the layouts that have a name.
var timeLayouts = map[string]*timeLayout{
	"auto":     nil,
	"iso8601":  {iso: true},
	"rfc3339":  {iso: true},
	"epoch":    {unit: time.Second},
	"epoch_ms": {unit: time.Millisecond},
	"epoch_us": {unit: time.Microsecond},
	"epoch_ns": {unit: time.Nanosecond},
}

// shorthands are the directives that stand for several.
var shorthands = strings.NewReplacer("%T", "%H:%M:%S", "%R", "%H:%M", "%D", "%m/%d/%y", "%F", "%Y-%m-%d", "%%", "%%")

// newTimeLayout checks a layout: it must tell a moment, with a day or without.
func newTimeLayout(s string) (*timeLayout, error) {
	if s == "" {
		return nil, nil
	}
	if l, ok := timeLayouts[s]; ok {
		return l, nil
	}
	if strings.Contains(s, "2006") || strings.Contains(s, "15:04") {
		return nil, fmt.Errorf("looks like a layout of Go: write it as strftime does, like %%Y-%%m-%%d %%H:%%M:%%S")
	}
	if !strings.Contains(s, "%") {
		return nil, fmt.Errorf("is no layout%s: write %%Y-%%m-%%d %%H:%%M:%%S, or iso8601, epoch or epoch_ms", nearest.Hint(s, maps.Keys(timeLayouts)))
	}
	l := &timeLayout{text: shorthands.Replace(s)}
	seen := map[byte]bool{}
	for i := 0; i < len(l.text); i++ {
		if l.text[i] != '%' {
			continue
		}
		if i++; i == len(l.text) || !strings.ContainsRune("YymdejHIMSpbBhaAfLNzZsnt%", rune(l.text[i])) {
			return nil, fmt.Errorf("has a directive at byte %d that is not known", i)
		}
		seen[l.text[i]] = true
	}
	switch day := seen['d'] || seen['e']; {
	case seen['s']:
	case !seen['H'] && !seen['I']:
		return nil, fmt.Errorf("tells no hour: it needs %%H, %%I or %%s")
	case seen['I'] && !seen['p']:
		return nil, fmt.Errorf("has %%I without %%p: is it morning or afternoon?")
	case (seen['Y'] || seen['y']) && !seen['j'] && !(day && (seen['m'] || seen['b'] || seen['B'] || seen['h'])), day != (seen['m'] || seen['b'] || seen['B'] || seen['h']):
		return nil, fmt.Errorf("tells no whole date: it needs %%d and %%m or %%b, or %%Y and %%j")
	case seen['j'] && !seen['Y'] && !seen['y']:
		return nil, fmt.Errorf("has %%j without %%Y: which year's day is it?")
	}
	return l, nil
}

// read reads a time that is all of b.
func (l *timeLayout) read(b []byte) (stamp, bool) {
	switch {
	case l.iso:
		s, n := readStamp(b)
		return s, n == len(b) && s.year != 0 && len(b) > 4 && b[4] == '-'
	case l.unit != 0:
		d, ok := readDuration(b, l.unit)
		return stamp{unix: true, epoch: int64(d / time.Second), ns: int(d % time.Second)}, ok
	}
	r := stampReader{b: b}
	var days int
	for i := 0; i < len(l.text); i++ {
		c := l.text[i]
		if c == ' ' {
			if !r.spaces() {
				return stamp{}, false
			}
			continue
		}
		if c != '%' {
			if !r.one(l.text[i : i+1]) {
				return stamp{}, false
			}
			continue
		}
		if i++; !r.directive(l.text[i], &days) {
			return stamp{}, false
		}
	}
	if days > 0 {
		r.month, r.day = monthOf(r.year, days)
	}
	s := &r.stamp
	switch {
	case r.i != len(b):
		return *s, false
	case s.unix:
		return *s, true
	case s.hour > 23, s.min > 59, s.sec > 60, s.month > 12, s.month == 0 && (s.year != 0 || s.day != 0):
		return *s, false
	case s.month != 0:
		year := s.year
		if year == 0 {
			year = 4 // has a 29 February
		}
		return *s, s.day > 0 && s.day <= monthDays(year, s.month)
	}
	return *s, true
}

// directive reads what one directive stands for.
func (r *stampReader) directive(c byte, days *int) bool {
	switch c {
	case 'Y':
		if r.run() < 4 {
			return false
		}
		r.year = r.num(4)
	case 'y':
		if r.run() < 2 {
			return false
		}
		if r.year = 2000 + r.num(2); r.year > 2068 { // as strptime(3) does
			r.year -= 100
		}
	case 'm':
		return r.digitsTo(2, &r.month) && r.month > 0
	case 'd', 'e':
		r.spaces()
		return r.digitsTo(2, &r.day)
	case 'j':
		return r.digitsTo(3, days) && *days > 0 && *days <= 366
	case 'H', 'I':
		r.spaces()
		return r.digitsTo(2, &r.hour) && (c == 'H' || r.hour <= 12)
	case 'M':
		return r.digitsTo(2, &r.min)
	case 'S':
		return r.digitsTo(2, &r.sec)
	case 'p':
		i := r.i
		r.half()
		return r.i > i
	case 'b', 'B', 'h':
		r.month = r.monthName()
		return r.month > 0
	case 'a', 'A':
		return r.weekday()
	case 'f', 'L', 'N':
		n := r.run()
		if n == 0 {
			return false
		}
		scale := int(time.Second)
		for range n {
			scale /= 10
			r.ns += r.num(1) * scale
		}
	case 'z', 'Z':
		return r.zoneName()
	case 's':
		n := min(r.run(), 12)
		r.unix, r.epoch = true, int64(r.num(n))
		return n > 0
	case 'n', 't':
		for r.one(" \t\n") {
		}
	case '%':
		return r.one("%")
	}
	return true
}

// digitsTo takes up to n digits into v.
func (r *stampReader) digitsTo(n int, v *int) bool {
	n = min(n, r.run())
	*v = r.num(n)
	return n > 0
}

// zoneName reads an offset or the name of a zone that means one.
func (r *stampReader) zoneName() bool {
	i := r.i
	if r.zone(); r.i > i {
		return true
	}
	for r.i < len(r.b) && (r.b[r.i]|0x20 >= 'a' && r.b[r.i]|0x20 <= 'z') {
		r.i++
	}
	off, ok := zones[string(r.b[i:r.i])]
	r.offset, r.zoned = off*60, true
	return ok
}

// monthOf is the date of a day of the year.
func monthOf(year, days int) (month, day int) {
	month = 1
	for month < 12 && days > monthDays(year, month) {
		days -= monthDays(year, month)
		month++
	}
	return month, days
}
