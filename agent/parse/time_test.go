package parse_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
)

// times are read on 2026-01-15 at noon in UTC+1 where they have no zone.
var times = []struct{ name, in, want string }{
	{"RFC 3339", "2026-01-10T12:55:36Z", "2026-01-10T12:55:36Z"},
	{"RFC 3339 offset", "2026-01-10T12:55:36.5+02:30", "2026-01-10T10:25:36.5Z"},
	{"RFC 3339 nanoseconds", "2026-01-10T12:55:36.123456789Z", "2026-01-10T12:55:36.123456789Z"},
	{"ISO with a space", "2026-01-10 12:55:36", "2026-01-10T11:55:36Z"},
	{"ISO with comma", "2026-01-10 12:55:36,123", "2026-01-10T11:55:36.123Z"},
	{"ISO with spaced offset", "2026-01-10 12:55:36.123 +0100", "2026-01-10T11:55:36.123Z"},
	{"ISO with glued offset", "2026-01-10 12:55:36.391078-0700", "2026-01-10T19:55:36.391078Z"},
	{"ISO with zone name", "2026-01-10 12:55:36.123 UTC", "2026-01-10T12:55:36.123Z"},
	{"ISO with hours of offset", "2026-01-10 12:55:36+00", "2026-01-10T12:55:36Z"},
	{"ISO with padded hour", "2026-01-10  5:13:12", "2026-01-10T04:13:12Z"},
	{"ISO basic", "20260110T125536Z", "2026-01-10T12:55:36Z"},
	{"ISO without seconds", "2026-01-10T12:55Z", "2026-01-10T12:55:00Z"},
	{"date-time of xrdp", "20260110-12:55:36", "2026-01-10T11:55:36Z"},
	{"slashes", "2026/01/10 12:55:36", "2026-01-10T11:55:36Z"},
	{"slashes of gin", "2026/01/10 - 12:55:36", "2026-01-10T11:55:36Z"},
	{"common log", "10/Jan/2026:12:55:36 +0200", "2026-01-10T10:55:36Z"},
	{"common log without zone", "10/Jan/2026 12:55:36", "2026-01-10T11:55:36Z"},
	{"day first", "10-Jan-2026 12:55:36.123", "2026-01-10T11:55:36.123Z"},
	{"day first with dots", "10.01.2026 12:55:36", "2026-01-10T11:55:36Z"},
	{"American", "1/10/2026, 1:55:36 PM", "2026-01-10T12:55:36Z"},
	{"American midnight", "01/10/2026 12:05:36 AM", "2026-01-09T23:05:36Z"},
	{"not American", "13/01/2026 12:55:36", "2026-01-13T11:55:36Z"},
	{"asctime", "Sat Jan 10 12:55:36 2026", "2026-01-10T11:55:36Z"},
	{"asctime with fraction", "Sat Jan 10 12:55:36.1234 2026", "2026-01-10T11:55:36.1234Z"},
	{"asctime with zone", "Sat Jan 10 12:55:36 CET 2026", "2026-01-10T11:55:36Z"},
	{"RFC 1123", "Sat, 10 Jan 2026 12:55:36 GMT", "2026-01-10T12:55:36Z"},
	{"RFC 1123 offset", "Sat, 10 Jan 2026 12:55:36 +0100", "2026-01-10T11:55:36Z"},
	{"java.util.logging", "Jan 10, 2026 12:55:36 PM", "2026-01-10T11:55:36Z"},
	{"journalctl short-full", "Sat 2026-01-10 12:55:36 UTC", "2026-01-10T12:55:36Z"},
	{"syslog", "Jan 10 12:55:36", "2026-01-10T11:55:36Z"},
	{"syslog padded day", "Jan  9 12:55:36", "2026-01-09T11:55:36Z"},
	{"syslog last year", "Dec 31 23:59:59", "2025-12-31T22:59:59Z"},
	{"syslog leap day", "Feb 29 12:00:00", "2024-02-29T11:00:00Z"},
	{"logcat", "01-10 12:55:36.123", "2026-01-10T11:55:36.123Z"},
	{"logcat last year", "12-31 23:59:59.123", "2025-12-31T22:59:59.123Z"},
	{"no year, day first", "31-12 23:59:59", "2025-12-31T22:59:59Z"},
	{"no year, slashes", "01/10 12:55:36", "2026-01-10T11:55:36Z"},
	{"syslog leap day long ago", "Feb 29 12:00:00", "2024-02-29T11:00:00Z"},
	{"syslog with year", "Jan 10 2026 12:55:36", "2026-01-10T11:55:36Z"},
	{"syslog with fraction", "Jan 10 12:55:36.123456", "2026-01-10T11:55:36.123456Z"},
	{"MySQL 5.5", "260110 12:55:36", "2026-01-10T11:55:36Z"},
	{"LDAP", "20260110125536Z", "2026-01-10T12:55:36Z"},
	{"klog", "I0110 12:55:36.123456", "2026-01-10T11:55:36.123456Z"},
	{"TAI64N", "@4000000069624e3207270e00", "2026-01-10T13:03:36.12Z"},
	{"seconds", "1768049736", "2026-01-10T12:55:36Z"},
	{"fraction of seconds", "1768049736.125", "2026-01-10T12:55:36.125Z"},
	{"milliseconds", "1768049736125", "2026-01-10T12:55:36.125Z"},
	{"microseconds", "1768049736125001", "2026-01-10T12:55:36.125001Z"},
	{"nanoseconds", "1768049736125001002", "2026-01-10T12:55:36.125001002Z"},
	{"leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},

	{"no such month", "2026-13-10T12:55:36Z", ""},
	{"no such day", "2026-02-30T12:55:36Z", ""},
	{"no such hour", "2026-01-10T25:55:36Z", ""},
	{"no such name", "Foo 10 12:55:36", ""},
	{"words", "yesterday at noon", ""},
	{"a short number", "123456789", ""},
}

func TestTime(t *testing.T) {
	for _, tt := range times {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Zone: time.FixedZone("", 3600)})
			if tt.name == "syslog leap day" {
				h = newHarness(t, parse.Options{Zone: time.FixedZone("", 3600), Now: func() time.Time { return time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC) }})
			}
			in, err := json.Marshal(map[string]string{"time": tt.in, "user": "alice"})
			if err != nil {
				t.Fatal(err)
			}
			if err := h.parse(string(in)); err != nil {
				t.Fatal(err)
			}
			got := ""
			if h.e.Tags&event.TimestampFailed == 0 {
				got = h.e.Time.UTC().Format(time.RFC3339Nano)
			}
			if got != tt.want {
				t.Errorf("time of %q = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestMonths: the JVM and strftime write months in their user's language.
func TestMonths(t *testing.T) {
	for month, names := range [...]string{
		"Jan ene gen", "Feb f\u00e9v fev", "Mar M\u00e4r mrz mrt", "Apr abr avr", "May mai mag mei", "Jun giu juin", "Jul lug juil",
		"Aug ago ao\u00fbt", "Sep set", "Oct okt ott out", "Nov nov", "Dec dez d\u00e9c dic",
	} {
		want := time.Date(2026, time.Month(month+1), 9, 12, 55, 36, 0, time.UTC)
		for _, name := range strings.Fields(names) {
			h := newHarness(t, parse.Options{Now: func() time.Time { return want.AddDate(0, 0, 1) }})
			if err := h.parse(`{"time":"09-` + name + `-2026 12:55:36","user":"alice"}`); err != nil {
				t.Fatal(err)
			}
			if !h.e.Time.Equal(want) {
				t.Errorf("time of %s = %v, want %v", name, h.e.Time, want)
			}
		}
	}
}

// TestDateOrder: what day a date in numbers is, a file's other dates tell, and a
// time that has just been.
func TestDateOrder(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []string
		want string // of the last
	}{
		{"slashes alone", []string{"02/03/2026 12:00:00"}, "2026-02-03T12:00:00Z"},
		{"dashes alone", []string{"02-03-2026 12:00:00"}, "2026-03-02T12:00:00Z"},
		{"slashes behind a 13th", []string{"13/03/2026 12:00:00", "02/03/2026 12:00:00"}, "2026-03-02T12:00:00Z"},
		{"dashes behind a 13th", []string{"03-13-2026 12:00:00", "02-03-2026 12:00:00"}, "2026-02-03T12:00:00Z"},
		{"dashes, and neither of today", []string{"01-02-2026 12:00:00"}, "2026-02-01T12:00:00Z"},
		{"slashes of today", []string{"12/01/2026 12:00:00"}, "2026-01-12T12:00:00Z"},
		{"dashes of today", []string{"01-12-2026 12:00:00"}, "2026-01-12T12:00:00Z"},
		{"the year first", []string{"26-01-14 12:00:00"}, "2026-01-14T12:00:00Z"},
		{"the day first", []string{"14-01-26 12:00:00"}, "2026-01-14T12:00:00Z"},
		{"long ago", []string{"26-01-14 12:00:00", "26-01-12 12:00:00"}, "2014-01-26T12:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := parse.Options{}
			if tt.name == "long ago" {
				o.Now = func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }
				tt.want = "2012-01-26T12:00:00Z"
			}
			h := newHarness(t, o)
			for _, in := range tt.in {
				if err := h.parse(`{"time":"` + in + `","user":"alice"}`); err != nil {
					t.Fatal(err)
				}
			}
			if got := h.e.Time.UTC().Format(time.RFC3339); got != tt.want {
				t.Errorf("time of %q = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestYear: a time without a year is never one of the far future, however old the
// log is.
func TestYear(t *testing.T) {
	for _, tt := range []struct{ name, now, in, want string }{
		{"of this year", "2026-11-26T12:00:00Z", "Nov 25 12:00:00", "2026-11-25T12:00:00Z"},
		{"of half a year ago", "2026-11-26T12:00:00Z", "May 19 12:00:00", "2026-05-19T12:00:00Z"},
		{"of nearly a year ago", "2026-11-26T12:00:00Z", "Dec 24 12:00:00", "2025-12-24T12:00:00Z"},
		{"before New Year", "2026-01-01T00:00:10Z", "Dec 31 23:59:59", "2025-12-31T23:59:59Z"},
		{"of a clock that is ahead", "2025-12-31T23:59:50Z", "Jan  1 00:00:10", "2026-01-01T00:00:10Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			h := newHarness(t, parse.Options{Now: func() time.Time { return at }})
			if err := h.parse(tt.in + " web1 sshd[4211]: Accepted password for alice from 192.0.2.7 port 52114 ssh2"); err != nil {
				t.Fatal(err)
			}
			if got := h.e.Time.UTC().Format(time.RFC3339); got != tt.want {
				t.Errorf("time of %q at %s = %s, want %s", tt.in, tt.now, got, tt.want)
			}
		})
	}
}
