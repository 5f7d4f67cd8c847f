package stamp

import "time"

// clock reads a time of day, its fraction, AM or PM, and its zone.
func (r *reader) clock() bool {
	if r.i > 0 && r.b[r.i-1] == '-' && r.i+2 < len(r.b) && r.b[r.i+2] == '.' {
		return r.clockOfDb2()
	}
	if n := r.run(); n == 4 || n == 6 { // 1504, 150405
		r.Hour, r.Min = r.num(2), r.num(2)
		if n == 6 {
			r.Sec = r.num(2)
		}
	} else {
		if !r.upTo2(&r.Hour) || !r.one(":") || r.run() != 2 {
			return false
		}
		r.Min = r.num(2)
		if r.peek() == ':' && (r.i+1 == len(r.b) || r.b[r.i+1] != ' ') { // else it ends the preamble
			r.i++
			if r.run() != 2 {
				return false
			}
			r.Sec = r.num(2)
		}
	}
	if r.Hour > 23 || r.Min > 59 || r.Sec > 60 {
		return false
	}
	r.fraction()
	r.half()
	r.zone()
	r.Clocked = true
	return true
}

// clockOfDb2 reads the time of day that IBM's databases write behind a date and a hyphen, with
// the minutes from UTC: 12.55.36.123456+060.
func (r *reader) clockOfDb2() bool {
	for i, v := range [...]*int{&r.Hour, &r.Min, &r.Sec} {
		if i > 0 && !r.one(".") || r.run() != 2 {
			return false
		}
		*v = r.num(2)
	}
	if r.Hour > 23 || r.Min > 59 || r.Sec > 60 {
		return false
	}
	r.fraction()
	if sign := r.peek(); sign == '+' || sign == '-' {
		if r.i++; r.run() != 3 {
			r.i--
		} else if r.Offset, r.Zoned = 60*r.num(3), true; sign == '-' {
			r.Offset = -r.Offset
		}
	}
	r.Clocked = true
	return true
}

// fraction reads ".123", ",123" or ":123" as parts of a second.
func (r *reader) fraction() {
	c := r.peek()
	if c != '.' && c != ',' && c != ':' {
		return
	}
	r.i++
	n := r.run()
	if n == 0 || n > 12 || c == ':' && n != 3 {
		r.i--
		return
	}
	r.nanos(n)
}

// nanos takes n digits as what stands behind the point of a second.
func (r *reader) nanos(n int) {
	scale := int(time.Second)
	for range n {
		scale /= 10
		r.NS += int(r.b[r.i]-'0') * scale
		r.i++
	}
}

// half reads AM or PM.
func (r *reader) half() {
	i := r.i
	if i < len(r.b) && r.b[i] == ' ' {
		i++
	}
	if i+2 > len(r.b) || r.b[i+1]|0x20 != 'm' || i+2 < len(r.b) && isWord(r.b[i+2]) {
		return
	}
	switch r.b[i] | 0x20 {
	case 'a':
		if r.Hour == 12 {
			r.Hour = 0
		}
	case 'p':
		if r.Hour < 12 {
			r.Hour += 12
		}
	default:
		return
	}
	r.i = i + 2
}

// zone reads Z, +02:00, " +0200", " CET". What is behind a space must look
// like nothing else.
func (r *reader) zone() {
	i := r.i
	spaced := i < len(r.b) && r.b[i] == ' '
	if spaced {
		i++
	}
	if i >= len(r.b) {
		return
	}
	switch c := r.b[i]; {
	case c == '+' || c == '-':
		r.offsetAt(i, spaced)
	case c == 'Z' && (i+1 == len(r.b) || !isWord(r.b[i+1])):
		r.Zoned, r.i = true, i+1
	case spaced && isUpper(c):
		r.zoneNameAt(i)
	}
}

// offsetAt takes the offset from UTC whose sign stands at i, of at most 15 hours.
func (r *reader) offsetAt(i int, spaced bool) {
	start := r.i
	r.i = i + 1
	h, m, ok := r.hoursMinutes(spaced)
	if !ok || h > 15 || m > 59 {
		r.i = start
		return
	}
	r.Offset, r.Zoned = h*3600+m*60, true
	if r.b[i] == '-' {
		r.Offset = -r.Offset
	}
}

// hoursMinutes reads 0200 and 02:00. 02 alone is an offset only if it sticks to the
// time: behind a space it may be anything.
func (r *reader) hoursMinutes(spaced bool) (h, m int, ok bool) {
	switch n := r.run(); {
	case n == 4:
		return r.num(2), r.num(2), true
	case n == 2 && r.i+2 < len(r.b) && r.b[r.i+2] == ':':
		h = r.num(2)
		r.i++
		if r.run() < 2 {
			return 0, 0, false
		}
		return h, r.num(2), true
	case n == 2 && !spaced:
		return r.num(2), 0, true
	}
	return 0, 0, false
}

// zoneNameAt takes the name of a zone that stands at i, if it means one offset.
func (r *reader) zoneNameAt(i int) {
	end := i
	for end < len(r.b) && isUpper(r.b[end]) {
		end++
	}
	if end-i < 2 || end-i > 4 || end < len(r.b) && isWord(r.b[end]) {
		return
	}
	if off, ok := zones[string(r.b[i:end])]; ok {
		r.Offset, r.Zoned, r.i = off*60, true, end
	}
}

// IsZone reports whether a text names a zone that is not UTC's and means one offset nearly
// everywhere: CEST.
func IsZone(name []byte) bool { return zones[string(name)] != 0 }

// zones are the names that mean one offset nearly everywhere, in minutes.
var zones = map[string]int{
	"UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
	"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}
