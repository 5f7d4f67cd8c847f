package stamp

import (
	"fmt"
	"strings"
)

// A Layout reads times that are written by the directives of strftime(3).
type Layout struct{ text string }

// shorthands are the directives that stand for several.
var shorthands = strings.NewReplacer("%T", "%H:%M:%S", "%R", "%H:%M", "%D", "%m/%d/%y", "%F", "%Y-%m-%d", "%%", "%%")

// NewLayout checks a layout: it must tell a moment, with a day or without.
func NewLayout(text string) (*Layout, error) {
	l := &Layout{shorthands.Replace(text)}
	used, err := directivesOf(l.text)
	if err != nil {
		return nil, err
	}
	if err := used.check(); err != nil {
		return nil, err
	}
	return l, nil
}

// directives are the letters that stand behind a layout's per cent signs.
type directives string

// allDirectives are those that [reader.directive] reads.
const allDirectives = "YymdejHIMSpbBhaAfLNzZsnt%"

// directivesOf lists the directives of a layout that has no shorthands.
func directivesOf(layout string) (used directives, err error) {
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' {
			continue
		}
		if i++; i == len(layout) || !strings.ContainsRune(allDirectives, rune(layout[i])) {
			return "", fmt.Errorf("has a directive at byte %d that is not known", i)
		}
		used += directives(layout[i : i+1])
	}
	return used, nil
}

// any reports whether one of the letters is among the directives.
func (d directives) any(letters string) bool { return strings.ContainsAny(string(d), letters) }

// check says what the directives lack to tell a moment.
func (d directives) check() error {
	year, month, day := d.any("Yy"), d.any("mbBh"), d.any("de")
	switch {
	case d.any("s"): // seconds since the epoch need nothing else
	case !d.any("HI"):
		return fmt.Errorf("tells no hour: it needs %%H, %%I or %%s")
	case d.any("I") && !d.any("p"):
		return fmt.Errorf("has %%I without %%p: is it morning or afternoon?")
	case day != month, year && !day && !d.any("j"):
		return fmt.Errorf("tells no whole date: it needs %%d and %%m or %%b, or %%Y and %%j")
	case d.any("j") && !year:
		return fmt.Errorf("has %%j without %%Y: which year's day is it?")
	}
	return nil
}

// Read reads a time that is all of b.
func (l *Layout) Read(b []byte) (Stamp, bool) {
	r := reader{b: b}
	if !r.layout(l.text) || r.i != len(b) {
		return Stamp{}, false
	}
	return r.Stamp, r.possible()
}

// layout takes what a layout stands for: a directive its part of the time, a space any
// number of them, and all else itself.
func (r *reader) layout(text string) bool {
	days := 0
	for i := 0; i < len(text); i++ {
		ok := false
		switch text[i] {
		case '%':
			i++
			ok = r.directive(text[i], &days)
		case ' ':
			ok = r.spaces()
		default:
			ok = r.one(text[i : i+1])
		}
		if !ok {
			return false
		}
	}
	if days > 0 {
		r.Month, r.Day = monthOf(r.Year, days)
	}
	return true
}

// possible reports whether there is such a time: a date is all there or not at all,
// but for the year.
func (s *Stamp) possible() bool {
	switch {
	case s.Unix:
		return true
	case s.Hour > 23, s.Min > 59, s.Sec > 60, s.Month > 12:
		return false
	case s.Month == 0:
		return s.Year == 0 && s.Day == 0
	}
	year := s.Year
	if year == 0 {
		year = leapYear
	}
	return s.Day > 0 && s.Day <= monthDays(year, s.Month)
}

// directive reads what one directive stands for. %j is the day of the year, which goes
// into days.
func (r *reader) directive(c byte, days *int) bool {
	switch c {
	case 'n', 't': // any white space, or none
		for r.one(" \t\n") {
		}
		return true
	case '%':
		return r.one("%")
	case 's': // 1767268800
		return r.epochSeconds()
	case 'j': // 002
		return r.digitsTo(3, days) && *days > 0 && *days <= 366
	}
	return r.dateDirective(c) || r.clockDirective(c)
}

// dateDirective reads a part of a date.
func (r *reader) dateDirective(c byte) bool {
	switch c {
	case 'Y': // 2006
		return r.fullYear()
	case 'y': // 06
		return r.yearOfCentury()
	case 'm': // 01, 1
		return r.digitsTo(2, &r.Month) && r.Month > 0
	case 'd', 'e': // 02, " 2"
		r.spaces()
		return r.digitsTo(2, &r.Day)
	case 'b', 'B', 'h': // Jan, January
		r.Month = r.monthName()
		return r.Month > 0
	case 'a', 'A': // Mon, Monday
		return r.weekday()
	}
	return false
}

// clockDirective reads a part of a time of day, or its zone.
func (r *reader) clockDirective(c byte) bool {
	switch c {
	case 'H': // 15, " 3"
		r.spaces()
		return r.digitsTo(2, &r.Hour)
	case 'I': // 03, " 3"
		r.spaces()
		return r.digitsTo(2, &r.Hour) && r.Hour <= 12
	case 'M': // 04
		return r.digitsTo(2, &r.Min)
	case 'S': // 05
		return r.digitsTo(2, &r.Sec)
	case 'p': // PM, am
		i := r.i
		r.half()
		return r.i > i
	case 'f', 'L', 'N': // 123, 123456, 123456789
		return r.partOfSecond()
	case 'z', 'Z': // +0200, CET
		return r.zoneName()
	}
	return false
}

// fullYear takes the four digits of a year.
func (r *reader) fullYear() bool {
	if r.run() < 4 {
		return false
	}
	r.Year = r.num(4)
	return true
}

// yearOfCentury takes the last two digits of a year from 1969 to 2068, as strptime(3)
// does.
func (r *reader) yearOfCentury() bool {
	if r.run() < 2 {
		return false
	}
	r.Year = 2000 + r.num(2)
	if r.Year > 2068 {
		r.Year -= 100
	}
	return true
}

// partOfSecond takes digits, as many as there are, as what stands behind the point.
func (r *reader) partOfSecond() bool {
	n := r.run()
	r.nanos(n)
	return n > 0
}

// epochSeconds takes a number of seconds since 1970.
func (r *reader) epochSeconds() bool {
	seconds := 0
	ok := r.digitsTo(12, &seconds)
	r.Unix, r.Epoch = true, int64(seconds)
	return ok
}

// digitsTo takes up to n digits into v.
func (r *reader) digitsTo(n int, v *int) bool {
	n = min(n, r.run())
	*v = r.num(n)
	return n > 0
}

// zoneName reads an offset or the name of a zone that means one.
func (r *reader) zoneName() bool {
	i := r.i
	if r.zone(); r.i > i {
		return true
	}
	for r.i < len(r.b) && (r.b[r.i]|0x20 >= 'a' && r.b[r.i]|0x20 <= 'z') {
		r.i++
	}
	off, ok := zones[string(r.b[i:r.i])]
	r.Offset, r.Zoned = off*60, true
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
