package stamp

import (
	"encoding/binary"
	"encoding/hex"
	"time"
)

// A reader walks over the text of one time.
type reader struct {
	Stamp
	b []byte
	i int
}

func (r *reader) peek() byte {
	if r.i < len(r.b) {
		return r.b[r.i]
	}
	return 0
}

// one takes the next byte if it is one of set.
func (r *reader) one(set string) bool {
	c := r.peek()
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			r.i++
			return true
		}
	}
	return false
}

func (r *reader) spaces() bool {
	start := r.i
	for r.peek() == ' ' {
		r.i++
	}
	return r.i > start
}

// run is how many digits come next.
func (r *reader) run() int {
	n := 0
	for r.i+n < len(r.b) && isDigit(r.b[r.i+n]) {
		n++
	}
	return n
}

// num takes n digits.
func (r *reader) num(n int) int {
	v := 0
	for range n {
		v = v*10 + int(r.b[r.i]-'0')
		r.i++
	}
	return v
}

// upTo2 takes one or two digits into v.
func (r *reader) upTo2(v *int) bool {
	n := r.run()
	if n == 0 || n > 2 {
		return false
	}
	*v = r.num(n)
	return true
}

// read takes a time in any of the known layouts.
func (r *reader) read() bool {
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
			return r.digits() && !r.Unix
		}
	}
	if m := r.monthName(); m > 0 {
		return r.monthFirst(m)
	}
	return r.klog()
}

// iso reads 2006-01-02T15:04:05 and 2006-01-02 15:04:05, which nearly all logs
// have, with what may follow.
func (r *reader) iso() bool {
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
	r.Year, r.Month, r.Day = two(0)*100+two(2), two(5), two(8)
	r.Hour, r.Min, r.Sec = two(11), two(14), two(17)
	r.i = 19
	if !r.dated() || r.Hour > 23 || r.Min > 59 || r.Sec > 60 {
		r.Stamp, r.i = Stamp{}, 0
		return false
	}
	r.fraction()
	if r.peek() == 'Z' && r.i+1 == len(b) {
		r.Zoned, r.i = true, r.i+1
	} else {
		r.half()
		r.zone()
	}
	r.Clocked = true
	return true
}

// digits reads layouts that start with a number: its length tells which.
func (r *reader) digits() bool {
	switch n := r.run(); n {
	case 4:
		r.Year = r.num(4)
		return r.yearFirst()
	case 1, 2:
		return r.dayFirst(n)
	case 8: // 20240102-15:04:05, 20240102T150405Z
		r.Year, r.Month, r.Day = r.num(4), r.num(2), r.num(2)
		return r.dated() && r.one("-T _:") && r.clock()
	case 6: // 240102 15:04:05
		r.Year, r.Month, r.Day = 2000+r.num(2), r.num(2), r.num(2)
		return r.dated() && r.spaces() && r.clock()
	case 14: // 20240102150405Z
		r.Year, r.Month, r.Day = r.num(4), r.num(2), r.num(2)
		return r.dated() && r.clock()
	case 10, 13, 16, 19:
		return r.peek() != '0' && r.unixTime(n) // a count has noughts in front
	}
	return false
}

// yearFirst reads what follows a year: -01-02T15:04:05, /01/02 - 15:04:05 …
func (r *reader) yearFirst() bool {
	sep := r.peek()
	if !r.one("-/. :") {
		return false
	}
	if m := r.monthName(); m > 0 {
		r.Month = m
	} else if sep == ' ' || !r.upTo2(&r.Month) {
		return false
	}
	if r.peek() != sep {
		return false
	}
	r.i++
	if sep == ' ' { // NX-OS: 2026 Nov  2 12:55:36
		r.spaces()
	}
	return r.upTo2(&r.Day) && r.wholeDate()
}

// joint takes what stands between date and time of day.
func (r *reader) joint() bool {
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

// dayFirst reads what begins with a number of n digits, one or two:
//
//	15:04:05                 a time of day alone
//	2Jan2006 15:04:05        Check Point
//	02/Jan/2006:15:04:05     also 02-Jan-2006 and 02 Jan 2006
//	02 Jan 15:04:05.123      Redis 3
//	01-02 15:04:05.123       logcat, FreeSWITCH
//	1/2/2006, 3:04:05 PM     also 02.01.2006 and 02-01-06
func (r *reader) dayFirst(n int) bool {
	if r.i+n < len(r.b) && r.b[r.i+n] == ':' {
		return r.clock()
	}
	r.Day = r.num(n)
	sep := r.peek()
	if isLetter(sep) {
		return r.glued()
	}
	if !r.one("/-. ") {
		return false
	}
	named := r.namedMonth()
	if !named && (sep == ' ' || !r.upTo2(&r.Month)) {
		return false
	}
	if sep != '.' && r.yearless() {
		return r.ofThisYear(named)
	}
	if !r.one("/-. ,") {
		return false
	}
	r.spaces()
	digits := r.yearLast()
	if digits == 0 {
		return false
	}
	if !named {
		r.Short = digits == 2
		r.settle(sep)
	}
	return r.wholeDate()
}

// glued reads the month and the year of 2Jan2006 15:04:05.
func (r *reader) glued() bool {
	r.Month = r.monthName()
	if r.Month == 0 || r.run() != 4 {
		return false
	}
	r.Year = r.num(4)
	return r.wholeDate()
}

// namedMonth takes a month's name in any language, with the dot of one that is cut
// short: "Jan", "janv.".
func (r *reader) namedMonth() bool {
	m := r.monthName()
	if m == 0 {
		m = r.localMonth()
	}
	if m == 0 {
		return false
	}
	r.Month = m
	r.one(".")
	return true
}

// yearless reports whether a time of day to the second comes next, where the year
// would.
func (r *reader) yearless() bool {
	b := r.b[r.i:]
	return len(b) > 8 && b[0] == ' ' && b[3] == ':' && b[6] == ':' && isDigit(b[1]) && isDigit(b[2]) && isDigit(b[4]) && isDigit(b[7])
}

// ofThisYear reads the time of day behind a day and a month. Of two numbers the
// first is the month, if it can be: 01-02 15:04:05.
func (r *reader) ofThisYear(named bool) bool {
	if !named && (r.Month > 12 || r.Day <= 12) {
		r.Day, r.Month = r.Month, r.Day
	}
	return r.isDay(leapYear) && r.spaces() && r.clock()
}

// yearLast takes a year of four digits, or the last two of one of this century, and
// says how many digits it had: 0 if there is none.
func (r *reader) yearLast() int {
	n := r.run()
	switch n {
	case 4:
		r.Year = r.num(4)
	case 2:
		r.Year = 2000 + r.num(2)
	default:
		return 0
	}
	return n
}

// settle decides which of two numbers is the month; the second was taken for it so far. One
// over 12 can only be the day. If both can be the month, 1/2/2006 is taken for January and
// 1-2-2006 for February, until more is known of the log.
func (r *reader) settle(sep byte) {
	r.Order = DayFirst
	r.Either = r.Day <= 12 && r.Month <= 12
	if r.Month > 12 || r.Either && sep == '/' {
		r.Turn()
	}
}

// monthFirst reads what follows a month's name:
//
//	-10-26 12:55:36          ASSP
//	/10/2026 12:55:36        RouterOS, and /10 12:55:36
//	 2 2006 15:04:05         also " 2, 2006 3:04:05 PM"
//	 2 15:04:05              syslog
//	 2 15:04:05 CET 2006     date(1)
func (r *reader) monthFirst(m int) bool {
	r.Month = m
	if sep := r.peek(); r.one("-/") {
		return r.dayJoined(sep)
	}
	if !r.spaces() || !r.upTo2(&r.Day) || r.Day < 1 || r.Day > 31 {
		return false
	}
	r.one(",")
	if !r.spaces() {
		return false
	}
	if r.run() == 4 {
		r.Year = r.num(4)
		return r.wholeDate()
	}
	if !r.clock() {
		return false
	}
	r.yearBehind()
	return r.Year == 0 && r.isDay(leapYear) || r.dated()
}

// dayJoined reads what follows a month and a separator: 10-26 12:55:36, 10/2026
// 12:55:36, 10 12:55:36.
func (r *reader) dayJoined(sep byte) bool {
	if !r.upTo2(&r.Day) {
		return false
	}
	if r.peek() != sep {
		return sep == '/' && r.isDay(leapYear) && r.spaces() && r.clock()
	}
	r.i++
	return r.yearLast() > 0 && r.wholeDate()
}

// yearBehind takes the year behind a time of day, and the zone that Oracle writes
// behind that: Tue Nov 10 12:55:36 2026 +01:00. Four digits may be anything there,
// so they are a year only where a word ends with them.
func (r *reader) yearBehind() {
	start := r.i
	if !r.yearWord() {
		r.i = start
		return
	}
	if !r.Zoned {
		r.zone()
	}
}

// yearWord takes a space and a year.
func (r *reader) yearWord() bool {
	if !r.one(" ") || r.run() != 4 {
		return false
	}
	year := r.num(4)
	if year < 1970 || year >= 2200 || !endsYear(r.b[r.i:]) {
		return false
	}
	r.Year = year
	return true
}

// endsYear reports whether a year may end in front of b: "2026", "2026 web1", "2026] ",
// "2026, ", "2026: ", but not "2026:443".
func endsYear(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	switch b[0] {
	case ' ', ']', ',':
		return true
	case ':':
		return len(b) == 1 || b[1] == ' '
	}
	return false
}

// wholeDate reads the time of day behind a date, which has to be one.
func (r *reader) wholeDate() bool { return r.dated() && r.joint() && r.clock() }

// dated reports whether year, month and day make a date.
func (r *reader) dated() bool { return r.isDay(r.Year) && r.Year >= 1900 }

// isDay reports whether month and day make a date of a year.
func (r *reader) isDay(year int) bool {
	return r.Month >= 1 && r.Month <= 12 && r.Day >= 1 && r.Day <= monthDays(year, r.Month)
}

// leapYear stands for the year of a date that has none: it has a 29 February.
const leapYear = 2000

// unixTime reads seconds, milliseconds, microseconds or nanoseconds since the
// epoch, by their number of digits, with a fraction or none.
func (r *reader) unixTime(n int) bool {
	r.Unix = true
	r.Epoch = int64(r.num(10))
	scale := int(time.Second)
	for range n - 10 {
		scale /= 10
		r.NS += int(r.b[r.i]-'0') * scale
		r.i++
	}
	if r.peek() == '.' && r.i+1 < len(r.b) && isDigit(r.b[r.i+1]) {
		r.i++
		for isDigit(r.peek()) {
			scale /= 10
			r.NS += int(r.b[r.i]-'0') * scale
			r.i++
		}
	}
	return !isWord(r.peek())
}

// tai64 reads TAI64N, multilog's "@" and 24 hex digits: seconds since 1970 on
// daemontools' clock, which is 10 ahead of Unix time (libtai, tai_unix).
func (r *reader) tai64() bool {
	if len(r.b) < 25 || r.b[1] != '4' {
		return false
	}
	var label [12]byte
	if _, err := hex.Decode(label[:], r.b[1:25]); err != nil {
		return false
	}
	sec, ns := binary.BigEndian.Uint64(label[:8]), binary.BigEndian.Uint32(label[8:])
	r.Unix, r.Epoch, r.NS, r.i = true, int64(sec-1<<62)-10, int(ns%1e9), 25
	return true
}

// klog reads the Kubernetes kind: I0102 15:04:05.678901.
func (r *reader) klog() bool {
	switch r.peek() {
	case 'I', 'W', 'E', 'F', 'D':
	default:
		return false
	}
	r.i++
	switch r.run() {
	case 4:
	case 6: // CockroachDB
		r.Year = 2000 + r.num(2)
	case 8: // Meteor: I20261110-12:55:36.123(0)
		r.Year = r.num(4)
		r.Month, r.Day = r.num(2), r.num(2)
		return r.dated() && r.one("-") && r.clock()
	default:
		return false
	}
	r.Month, r.Day = r.num(2), r.num(2)
	return r.Month >= 1 && r.Month <= 12 && r.Day >= 1 && r.Day <= 31 && r.spaces() && r.clock()
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isWord(c byte) bool   { return isDigit(c) || isLetter(c) || c == '_' }
