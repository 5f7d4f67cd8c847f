// Package stamp reads times as log records write them.
//
// [Read] knows the usual layouts by how they look, so that nobody has to name one; a
// [Layout] reads the one that a user has named. Both tell what the text says and no more: a
// [Stamp] may lack its day, its year or its zone. [Stamp.At] completes it by a clock. None of
// them allocates.
package stamp

import (
	"math"
	"time"
)

// A Stamp is a time as a record writes it.
type Stamp struct {
	Year, Month, Day int // 0: missing
	Hour, Min, Sec   int
	NS               int
	Offset           int // seconds east of UTC
	Zoned            bool
	Clocked          bool // has a time of day
	Epoch            int64
	Unix             bool // Epoch and NS are all of it

	Order  Order // of a date in numbers
	Either bool  // the order is a guess
	Short  bool  // all three are of two digits: the first may be the year
}

// An Order says which of the numbers that a date begins with is the day.
type Order uint8

const (
	Unordered Order = iota
	DayFirst
	MonthFirst
)

// Week is how old a log is at most that is read when it is written.
const Week = 7 * 24 * time.Hour

// Read reads the time that b begins with, in any of the usual layouts, and says how long it
// is; 0 when there is none.
func Read(b []byte) (Stamp, int) {
	r := reader{b: b}
	if !r.read() {
		return Stamp{}, 0
	}
	return r.Stamp, r.i
}

// Turn takes the day for the month, where the order was a guess: 2/3/2026.
func (s *Stamp) Turn() {
	s.Day, s.Month = s.Month, s.Day
	s.Order = DayFirst + MonthFirst - s.Order
}

// YearFirst takes the first of three numbers of two digits for the year, 26-03-02, and
// reports whether they are a date then.
func (s *Stamp) YearFirst() bool {
	first := s.Day
	if s.Order == MonthFirst {
		first = s.Month
	}
	if !s.Short || s.Year-2000 > monthDays(2000+first, s.Month) {
		return false
	}
	s.Day, s.Year = s.Year-2000, 2000+first
	return true
}

// At is the moment that the stamp means. Without a year it is in the last year that puts it
// no more than a week after now; without a day it is on the day that puts it nearest to now;
// without a zone of its own it is in zone.
func (s *Stamp) At(now func() time.Time, zone *time.Location) time.Time {
	switch {
	case s.Unix:
		return time.Unix(s.Epoch, int64(s.NS))
	case s.Year != 0 && s.Zoned:
		return s.on(s.Year, s.Month, s.Day, zone)
	case s.Year != 0:
		return ofTwo(s.on(s.Year, s.Month, s.Day, zone), now())
	}
	return s.Near(now(), zone)
}

// Near is the moment of a stamp without a year, where n is about when it was written.
func (s *Stamp) Near(n time.Time, zone *time.Location) time.Time {
	if s.Zoned {
		zone = time.UTC
	}
	n = n.In(zone)
	best, least := n, time.Duration(math.MaxInt64)
	back := 1
	if s.Month == 2 && s.Day == 29 { // the last one may be long ago
		back = 8
	}
	for i := -back; i <= 1; i++ {
		var t time.Time
		if s.Month == 0 {
			d := n.AddDate(0, 0, i)
			t = s.on(d.Year(), int(d.Month()), d.Day(), zone)
		} else if y := n.Year() + i; s.Day <= monthDays(y, s.Month) {
			t = s.on(y, s.Month, s.Day, zone)
		} else {
			continue
		}
		gap := n.Sub(t).Abs()
		if s.Month != 0 && t.Sub(n) > Week { // logs are not of next year
			gap += 400 * 24 * time.Hour
		}
		if gap < least {
			best, least = t, gap
		}
	}
	if s.Zoned {
		return best
	}
	return ofTwo(best, n)
}

// ofTwo is for the hour that clocks show twice when summer ends, of which t is one: it is the
// other one if that is now. A log is read when it is written.
func ofTwo(t, now time.Time) time.Time {
	const most = 2 * time.Hour // that a zone's clocks are put back, and more
	if t.Sub(now).Abs() > most {
		return t
	}
	start, end := t.ZoneBounds()
	for _, change := range [...]time.Time{start, end} {
		if change.IsZero() {
			continue
		}
		_, before := change.Add(-time.Second).Zone()
		_, after := change.Zone()
		back := time.Duration(before-after) * time.Second
		other := t.Add(back)
		if !t.Before(change) {
			other = t.Add(-back)
		}
		if t.Sub(change).Abs() <= back && other.Before(change) != t.Before(change) && other.Sub(now).Abs() < back/2 {
			return other
		}
	}
	return t
}

// on is the moment of the stamp's time of day on a date.
func (s *Stamp) on(y, m, d int, zone *time.Location) time.Time {
	if s.Zoned {
		return time.Unix(civil(y, m, d)*86400+int64(s.Hour*3600+s.Min*60+s.Sec-s.Offset), int64(s.NS))
	}
	return time.Date(y, time.Month(m), d, s.Hour, s.Min, s.Sec, s.NS, zone)
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
