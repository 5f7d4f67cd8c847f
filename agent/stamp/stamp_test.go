package stamp_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // a bare machine has no zone files

	"github.com/hashtail/hashtail/agent/stamp"
)

// TestRead: a time ends where the text behind it begins, and says what it lacks. How all
// layouts are read is held by package parse, in whose records they stand.
func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, in, rest, want string }{
		{"whole", "2026-01-10T12:55:36.5+02:30 login", " login", "2026-01-10T10:25:36.5Z"},
		{"without a year", "Jan 10 12:55:36 web1", " web1", "2026-01-10T12:55:36Z"},
		{"without a year, of the last one", "Dec 31 23:59:59 web1", " web1", "2025-12-31T23:59:59Z"},
		{"without a day", "12:55:36.123 [main]", " [main]", "2026-01-15T12:55:36.123Z"},
		{"since the epoch", "1768049736.125 bob", " bob", "2026-01-10T12:55:36.125Z"},
		{"of Db2", "2026-01-10-12.55.36.123456+060 I12345E600", " I12345E600", "2026-01-10T11:55:36.123456Z"},
		{"no time", "login failed", "login failed", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, n := stamp.Read([]byte(tt.in))
			if got := tt.in[n:]; got != tt.rest {
				t.Errorf("Read(%q) leaves %q, want %q", tt.in, got, tt.rest)
			}
			if tt.want == "" {
				return
			}
			if got := s.At(now, time.UTC).UTC().Format(time.RFC3339Nano); got != tt.want {
				t.Errorf("Read(%q) is %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

// TestGuessed: the order of 2/3/26 is a guess that can be taken back.
func TestGuessed(t *testing.T) {
	s, _ := stamp.Read([]byte("02/03/2026 12:55:36"))
	if !s.Either {
		t.Fatalf("the order of 02/03/2026 is no guess: %+v", s)
	}
	day, month := s.Day, s.Month
	if s.Turn(); s.Day != month || s.Month != day {
		t.Errorf("Turn makes %d/%d of day %d, month %d", s.Day, s.Month, day, month)
	}
}

// TestTwice: the hour that clocks show twice is the one in which it is read; of an older one
// nothing is known.
func TestTwice(t *testing.T) {
	for _, tt := range []struct{ zone, in, now, want string }{
		{"Europe/Berlin", "2026-10-25 02:10:00", "2026-10-25T00:10:01Z", "2026-10-25T00:10:00Z"},
		{"Europe/Berlin", "2026-10-25 02:10:00", "2026-10-25T01:10:01Z", "2026-10-25T01:10:00Z"},
		{"Europe/Berlin", "Oct 25 02:10:00", "2026-10-25T00:09:59Z", "2026-10-25T00:10:00Z"},
		{"Europe/Berlin", "2026-10-25 02:10:00", "2026-10-25T00:30:00Z", "2026-10-25T00:10:00Z"},
		{"Europe/Berlin", "2026-10-25 02:59:59", "2026-10-25T01:00:00Z", "2026-10-25T00:59:59Z"},
		{"Europe/Berlin", "2026-10-25 02:00:00", "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z"},
		{"Europe/Berlin", "2026-10-25 01:59:59", "2026-10-25T00:00:00Z", "2026-10-24T23:59:59Z"},
		{"Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z"},
		{"Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"},
		{"Europe/Berlin", "2026-03-29 03:10:00", "2026-03-29T01:10:00Z", "2026-03-29T01:10:00Z"},
		{"Europe/Berlin", "Oct 25 02:10:00 +0100", "2026-10-25T00:10:00Z", "2026-10-25T01:10:00Z"},
		{"America/New_York", "2026-11-01 01:10:00", "2026-11-01T05:10:01Z", "2026-11-01T05:10:00Z"},
		{"America/New_York", "2026-11-01 01:10:00", "2026-11-01T06:10:01Z", "2026-11-01T06:10:00Z"},
		{"America/New_York", "2026-11-01 02:00:00", "2026-11-01T06:00:01Z", "2026-11-01T07:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05 01:40:00", "2026-04-04T14:40:00Z", "2026-04-04T14:40:00Z"},
		{"Australia/Lord_Howe", "2026-04-05 01:40:00", "2026-04-04T15:10:00Z", "2026-04-04T15:10:00Z"},
		{"UTC", "2026-10-25 02:10:00", "2026-10-25T02:10:01Z", "2026-10-25T02:10:00Z"},
		{"Europe/Berlin", "2026-10-25 02:10:00", "2027-01-01T00:00:00Z", "2026-10-25T01:10:00Z"},
	} {
		t.Run(tt.zone+" "+tt.in+" at "+tt.now, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			defer func(local *time.Location) { time.Local = local }(time.Local)
			time.Local = zone // which a time with a zone of its own has nothing to do with
			at, err := time.Parse(time.RFC3339, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			s, _ := stamp.Read([]byte(tt.in))
			if got := s.At(func() time.Time { return at }, zone).UTC().Format(time.RFC3339); got != tt.want {
				t.Errorf("it is %s, want %s", got, tt.want)
			}
		})
	}
}

// now is a New Year that is near enough to roll over.
func now() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// FuzzRead: a time is a part of its text, and means some moment.
func FuzzRead(f *testing.F) {
	f.Add("2026-01-10T12:55:36.5+02:30", "%Y-%m-%d")
	f.Add("Sat, 10 Jan 2026 12:55:36 GMT", "%a, %d %b %Y %T %Z")
	f.Add("@4000000069624e3207270e00", "%s")
	f.Fuzz(func(t *testing.T, text, layout string) {
		s, n := stamp.Read([]byte(text))
		if n < 0 || n > len(text) {
			t.Fatalf("Read(%q) is of %d bytes", text, n)
		}
		s.At(now, time.UTC)
		if l, err := stamp.NewLayout(layout); err == nil && strings.Contains(layout, "%") {
			if s, ok := l.Read([]byte(text)); ok {
				s.At(now, time.UTC)
			}
		}
	})
}
