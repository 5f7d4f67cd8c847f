package parse

import (
	"time"
)

// A stampReader walks over the text of one time.
type stampReader struct {
	stamp
	b []byte
	i int
}

func (r *stampReader) peek() byte {
	if r.i < len(r.b) {
		return r.b[r.i]
	}
	return 0
}

// one takes the next byte if it is one of set.
func (r *stampReader) one(set string) bool {
	c := r.peek()
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			r.i++
			return true
		}
	}
	return false
}

func (r *stampReader) spaces() bool {
	start := r.i
	for r.peek() == ' ' {
		r.i++
	}
	return r.i > start
}

// run is how many digits come next.
func (r *stampReader) run() int {
	n := 0
	for r.i+n < len(r.b) && isDigit(r.b[r.i+n]) {
		n++
	}
	return n
}

// num takes n digits.
func (r *stampReader) num(n int) int {
	v := 0
	for range n {
		v = v*10 + int(r.b[r.i]-'0')
		r.i++
	}
	return v
}

// upTo2 takes one or two digits into v.
func (r *stampReader) upTo2(v *int) bool {
	n := r.run()
	if n == 0 || n > 2 {
		return false
	}
	*v = r.num(n)
	return true
}

// read takes a time in any of the known layouts.
func (r *stampReader) read() bool {
	if len(r.b) < 8 {
		return false
	}
	c := r.b[0]
	switch {
	case isDigit(c):
		return r.iso() || r.digits()
	case c == '@':
		return r.tai64()
	}
	if r.weekday() {
		r.one(",")
		r.spaces()
		if isDigit(r.peek()) {
			return r.digits() && !r.unix
		}
	}
	if m := r.monthName(); m > 0 {
		return r.monthFirst(m)
	}
	return r.klog()
}

// iso reads 2006-01-02T15:04:05 and 2006-01-02 15:04:05, which nearly all logs
// have, with what may follow.
func (r *stampReader) iso() bool {
	b := r.b
	if len(b) < 19 || b[4] != '-' || b[7] != '-' || b[10] != 'T' && b[10] != ' ' && b[10] != '\t' || b[13] != ':' || b[16] != ':' {
		return false
	}
	for _, i := range [...]int{0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18} {
		if !isDigit(b[i]) {
			return false
		}
	}
	two := func(i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }
	r.year, r.month, r.day = two(0)*100+two(2), two(5), two(8)
	r.hour, r.min, r.sec = two(11), two(14), two(17)
	r.i = 19
	if !r.dated() || r.hour > 23 || r.min > 59 || r.sec > 60 {
		r.stamp, r.i = stamp{}, 0
		return false
	}
	r.fraction()
	if r.peek() == 'Z' && r.i+1 == len(b) {
		r.zoned, r.i = true, r.i+1
	} else {
		r.half()
		r.zone()
	}
	r.clocked = true
	return true
}

// digits reads layouts that start with a number: its length tells which.
func (r *stampReader) digits() bool {
	switch n := r.run(); n {
	case 4:
		r.year = r.num(4)
		return r.yearFirst()
	case 1, 2:
		return r.dayFirst(n)
	case 8: // 20240102-15:04:05, 20240102T150405Z
		r.year, r.month, r.day = r.num(4), r.num(2), r.num(2)
		return r.dated() && r.one("-T _:") && r.clock()
	case 6: // 240102 15:04:05
		r.year, r.month, r.day = 2000+r.num(2), r.num(2), r.num(2)
		return r.dated() && r.spaces() && r.clock()
	case 14: // 20240102150405Z
		r.year, r.month, r.day = r.num(4), r.num(2), r.num(2)
		return r.dated() && r.clock()
	case 10, 13, 16, 19:
		return r.peek() != '0' && r.unixTime(n) // a count has noughts in front
	}
	return false
}

// yearFirst reads what follows a year: -01-02T15:04:05, /01/02 - 15:04:05 …
func (r *stampReader) yearFirst() bool {
	sep := r.peek()
	if !r.one("-/. :") {
		return false
	}
	if m := r.monthName(); m > 0 {
		r.month = m
	} else if sep == ' ' || !r.upTo2(&r.month) {
		return false
	}
	if r.peek() != sep {
		return false
	}
	r.i++
	if sep == ' ' { // NX-OS: 2026 Nov  2 12:55:36
		r.spaces()
	}
	return r.upTo2(&r.day) && r.dated() && r.joint() && r.clock()
}

// joint takes what stands between date and time of day.
func (r *stampReader) joint() bool {
	if r.one("T_") {
		return true
	}
	if r.one(":") { // NetScaler once had a space behind it
		r.spaces()
		return true
	}
	r.one(",")
	if r.one("-") {
		return true
	}
	if !r.spaces() {
		return false
	}
	if r.one("-") || r.one("@") {
		r.spaces()
	}
	return true
}

// dayFirst reads 02/Jan/2006:15:04:05, 02-Jan-2006, 02 Jan 2006, 1/2/2006,
// 02.01.2006 and times of day alone.
func (r *stampReader) dayFirst(n int) bool {
	if r.i+n < len(r.b) && r.b[r.i+n] == ':' {
		return r.clock()
	}
	r.day = r.num(n)
	sep := r.peek()
	if isLetter(sep) { // Check Point: 2Jan2006 15:04:05
		r.month = r.monthName()
		if r.month == 0 || r.run() != 4 {
			return false
		}
		r.year = r.num(4)
		return r.dated() && r.joint() && r.clock()
	}
	if !r.one("/-. ") {
		return false
	}
	numeric := false
	if m := r.monthName(); m > 0 {
		r.month = m
		r.one(".")
	} else if m := r.localMonth(); m > 0 {
		r.month = m
		r.one(".")
	} else if numeric = sep != ' ' && r.upTo2(&r.month); !numeric {
		return false
	}
	if sep != '.' && r.yearless() { // logcat, FreeSWITCH: 01-02 15:04:05.123; Redis 3: 02 Jan 15:04:05.123
		if numeric && (r.month > 12 || r.day <= 12) {
			r.day, r.month = r.month, r.day
		}
		return r.month >= 1 && r.month <= 12 && r.day >= 1 && r.day <= monthDays(2000, r.month) && r.spaces() && r.clock()
	}
	if !r.one("/-. ,") {
		return false
	}
	r.spaces()
	switch r.run() {
	case 4:
		r.year = r.num(4)
	case 2:
		r.year, r.short = 2000+r.num(2), numeric
	default:
		return false
	}
	switch {
	case !numeric:
	case r.month > 12: // 2/13/2006
		r.day, r.month, r.order = r.month, r.day, monthFirst
	case r.day > 12:
		r.order = dayFirst
	default: // 1/2/2006 is January, 1-2-2006 is February, until more is known
		r.either = true
		r.order = dayFirst
		if sep == '/' {
			r.turn()
		}
	}
	return r.dated() && r.joint() && r.clock()
}

// yearless reports whether a time of day to the second comes next, where the year
// would.
func (r *stampReader) yearless() bool {
	b := r.b[r.i:]
	return len(b) > 8 && b[0] == ' ' && b[3] == ':' && b[6] == ':' && isDigit(b[1]) && isDigit(b[2]) && isDigit(b[4]) && isDigit(b[7])
}

// monthFirst reads what follows a month's name: " 2 15:04:05", " 2 2006
// 15:04:05", " 2, 2006 3:04:05 PM", " 2 15:04:05.123 CET 2006".
func (r *stampReader) monthFirst(m int) bool {
	r.month = m
	if sep := r.peek(); r.one("-/") { // ASSP: Nov-10-26 12:55:36; RouterOS: nov/10/2026 12:55:36, nov/10 12:55:36
		if !r.upTo2(&r.day) {
			return false
		}
		if r.peek() == sep {
			r.i++
			switch n := r.run(); n {
			case 2:
				r.year = 2000 + r.num(2)
			case 4:
				r.year = r.num(4)
			default:
				return false
			}
			return r.dated() && r.joint() && r.clock()
		}
		return sep == '/' && r.day >= 1 && r.day <= monthDays(2000, r.month) && r.spaces() && r.clock()
	}
	if !r.spaces() || !r.upTo2(&r.day) || r.day < 1 || r.day > 31 {
		return false
	}
	r.one(",")
	if !r.spaces() {
		return false
	}
	if r.run() == 4 {
		r.year = r.num(4)
		return r.dated() && r.joint() && r.clock()
	}
	if !r.clock() {
		return false
	}
	if r.peek() == ' ' && r.i+5 <= len(r.b) {
		end := r.i + 5
		year := stampReader{b: r.b[:end], i: r.i + 1}
		if year.run() == 4 && (end == len(r.b) || r.b[end] == ' ' || r.b[end] == ']' || r.b[end] == ',' || r.b[end] == ':' && (end+1 == len(r.b) || r.b[end+1] == ' ')) {
			if y := year.num(4); y >= 1970 && y < 2200 {
				r.year, r.i = y, end
				if !r.zoned { // Oracle: Tue Nov 10 12:55:36 2026 +01:00
					r.zone()
				}
			}
		}
	}
	return r.year == 0 && r.day <= monthDays(2000, r.month) || r.dated()
}

// dated reports whether year, month and day make a date.
func (r *stampReader) dated() bool {
	return r.month >= 1 && r.month <= 12 && r.day >= 1 && r.day <= monthDays(r.year, r.month) && r.year >= 1900
}

// unixTime reads seconds, milliseconds, microseconds or nanoseconds since the
// epoch, by their number of digits, with a fraction or none.
func (r *stampReader) unixTime(n int) bool {
	r.unix = true
	r.epoch = int64(r.num(10))
	scale := int(time.Second)
	for range n - 10 {
		scale /= 10
		r.ns += int(r.b[r.i]-'0') * scale
		r.i++
	}
	if r.peek() == '.' && r.i+1 < len(r.b) && isDigit(r.b[r.i+1]) {
		r.i++
		for isDigit(r.peek()) {
			scale /= 10
			r.ns += int(r.b[r.i]-'0') * scale
			r.i++
		}
	}
	return !isWord(r.peek())
}

// tai64 reads TAI64N, multilog's "@" and 24 hex digits: seconds since 1970 on
// daemontools' clock, which is 10 ahead of Unix time (libtai, tai_unix).
func (r *stampReader) tai64() bool {
	if len(r.b) < 25 || r.b[1] != '4' {
		return false
	}
	var sec, ns uint64
	for i, c := range r.b[1:25] {
		d := hexDigit(c)
		if d > 15 {
			return false
		}
		if i < 16 {
			sec = sec<<4 | uint64(d)
		} else {
			ns = ns<<4 | uint64(d)
		}
	}
	r.unix, r.epoch, r.ns, r.i = true, int64(sec-1<<62)-10, int(ns%1e9), 25
	return true
}

// klog reads the Kubernetes kind: I0102 15:04:05.678901.
func (r *stampReader) klog() bool {
	switch r.peek() {
	case 'I', 'W', 'E', 'F', 'D':
	default:
		return false
	}
	r.i++
	switch r.run() {
	case 4:
	case 6: // CockroachDB
		r.year = 2000 + r.num(2)
	case 8: // Meteor: I20261110-12:55:36.123(0)
		r.year = r.num(4)
		r.month, r.day = r.num(2), r.num(2)
		return r.dated() && r.one("-") && r.clock()
	default:
		return false
	}
	r.month, r.day = r.num(2), r.num(2)
	return r.month >= 1 && r.month <= 12 && r.day >= 1 && r.day <= 31 && r.spaces() && r.clock()
}
