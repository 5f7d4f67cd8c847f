package parse_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
)

// headed takes lines of BSD's syslog apart: time of day, host, tag, process, message.
var headed = regexp.MustCompile(`^(?:<\d+>)?(?:Nov|Jan) 10 (\d\d:\d\d:\d\d) ([\w.-]+) ([^\s:\[]+)(\[\d+\])?: (.*)$`)

// TestHeaders: a message says behind any of the headers that daemons write what it says
// behind BSD's.
func TestHeaders(t *testing.T) {
	process := func(m []string) string { return m[2] + " " + m[3] + m[4] + ": " + m[5] }
	rfc5424 := func(m []string) string {
		id := strings.Trim(m[4], "[]")
		if id == "" {
			id = "-"
		}
		return "<38>1 2026-01-10T" + m[1] + "Z " + m[2] + " " + m[3] + " " + id + " - - " + m[5]
	}
	type header struct {
		name  string
		write func(m []string) string
	}
	headers := []header{
		{"RFC 5424", rfc5424},
		{"RFC 6587", func(m []string) string { return "118 " + rfc5424(m) }},
		{"a path for a tag", func(m []string) string {
			return "Jan 10 " + m[1] + " " + m[2] + " /usr/sbin/" + m[3] + m[4] + ": " + m[5]
		}},
		{"a facility", func(m []string) string {
			return "Jan 10 " + m[1] + " " + m[2] + " auth.info " + m[3] + m[4] + ": " + m[5]
		}},
		{"an address for a host", func(m []string) string { return "Jan 10 " + m[1] + " 10.1.2.3 " + m[3] + m[4] + ": " + m[5] }},
	}
	for _, when := range []string{
		"<38>Jan 10 15:04:05", "Jan 10 15:04:05.123456", "Jan 10 2026 15:04:05", "2026 Jan 10 15:04:05", "Sat 2026-01-10 15:04:05 UTC",
		"2026-01-10T15:04:05.123456+00:00", "2026-01-10T15:04:05Z", "2026-01-10T15:04:05+0000", "2026-01-10 15:04:05", "2026/01/10 15:04:05",
	} {
		headers = append(headers, header{when, func(m []string) string { return strings.Replace(when, "15:04:05", m[1], 1) + " " + process(m) }})
	}
	lines := 0
	for _, line := range plainLines(t) {
		m := headed.FindStringSubmatch(line)
		// Of a second header it counts what the first one is, and behind a year a tag has to be a program's.
		if m == nil || m[2] == "-" || parse.BeginsRecord([]byte(m[5])) || m[3] == "Info" || m[3] == "auth" || m[3] == "Severity" || strings.HasSuffix(m[3], ".com") {
			continue
		}
		lines++
		without := []string{"@timestamp", "log", "process", "service", "message"}
		h := newHarness(t, parse.Options{All: true})
		want := said(t, h, line, without...)
		for _, header := range headers {
			h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
			if got := said(t, h, header.write(m), without...); got != want {
				t.Errorf("%s\n got %s\nwant %s\nof %q", header.name, got, want, header.write(m))
			}
		}
	}
	if lines < 600 {
		t.Errorf("only %d lines have a header", lines)
	}
}
