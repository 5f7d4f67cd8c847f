package parse

import (
	"math"
	"time"
)

// A stamp is a time as a record writes it: day, year and zone may be missing.
type stamp struct {
	year, month, day int // 0: missing
	hour, min, sec   int
	ns               int
	offset           int // seconds east of UTC
	zoned            bool
	clocked          bool // has a time of day
	epoch            int64
	unix             bool // epoch and ns are all of it

	order  order // of a date in numbers
	either bool  // the order is a guess
	short  bool  // all three are of two digits: the first may be the year
}

// An order says which of the numbers that a date begins with is the day.
type order uint8

const (
	unordered order = iota
	dayFirst
	monthFirst
)

// turn takes the day for the month.
func (s *stamp) turn() {
	s.day, s.month = s.month, s.day
	s.order = dayFirst + monthFirst - s.order
}

// readStamp reads the time that b starts with, in any of the usual layouts,
// and says how long it is; 0 when there is none.
func readStamp(b []byte) (stamp, int) {
	r := stampReader{b: b}
	if !r.read() {
		return stamp{}, 0
	}
	return r.stamp, r.i
}

// readStamp is [readStamp] of a text of the record, which mostly is what it was
// asked for before: many formats look at the time that a line begins with.
func (p *Parser) readStamp(b []byte) (stamp, int) {
	m := &p.leading
	if len(b) == 0 || len(b) != len(m.text) || &b[0] != &m.text[0] {
		m.text = b
		m.stamp, m.n = readStamp(b)
	}
	return m.stamp, m.n
}

// at is the moment that the stamp means: where it has no year, in the last that
// is not more than a week ahead, and where it has no day, on the nearest to now;
// in zone where it says nothing else.
func (s *stamp) at(now func() time.Time, zone *time.Location) time.Time {
	switch {
	case s.unix:
		return time.Unix(s.epoch, int64(s.ns))
	case s.year != 0:
		return s.on(s.year, s.month, s.day, zone)
	}
	if s.zoned {
		zone = time.UTC
	}
	n := now().In(zone)
	best, least := n, time.Duration(math.MaxInt64)
	back := 1
	if s.month == 2 && s.day == 29 { // the last one may be long ago
		back = 8
	}
	for i := -back; i <= 1; i++ {
		var t time.Time
		if s.month == 0 {
			d := n.AddDate(0, 0, i)
			t = s.on(d.Year(), int(d.Month()), d.Day(), zone)
		} else if y := n.Year() + i; s.day <= monthDays(y, s.month) {
			t = s.on(y, s.month, s.day, zone)
		} else {
			continue
		}
		gap := n.Sub(t).Abs()
		if s.month != 0 && t.Sub(n) > week { // logs are not of next year
			gap += 400 * 24 * time.Hour
		}
		if gap < least {
			best, least = t, gap
		}
	}
	return best
}

// on is the moment of the stamp's time of day on a date.
func (s *stamp) on(y, m, d int, zone *time.Location) time.Time {
	if s.zoned {
		return time.Unix(civil(y, m, d)*86400+int64(s.hour*3600+s.min*60+s.sec-s.offset), int64(s.ns))
	}
	return time.Date(y, time.Month(m), d, s.hour, s.min, s.sec, s.ns, zone)
}

// civil is the number of days from 1970-01-01 to a date of the Gregorian
// calendar; see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
func civil(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return int64(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468)
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
