package parse_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/long"
)

// TestLength: a line may be as long as its writer likes, and must not cost more by the
// byte for that. Each repeats what a format goes back for; all golden lines do in the
// long run.
func TestLength(t *testing.T) {
	type hostile struct{ head, again string }
	lines := []hostile{
		{"CEF:0|Vendor|Gateway|1|100|event|5|", "aLabel=user "},
		{"CEF:0|Vendor|Gateway|1|100|event|5|", "cs1Label=user cs1=bob "},
		{"LEEF:1.0|Vendor|Gateway|1|100|", "aLabel=user\t"},
		{"CEF:0|Vendor|Gateway|1|100|event|5|a=", "="},
		{"CEF:0|Vendor|Gateway|1|100|event|5|", "x "},
		{"", "GET /login 401 "},
		{"", "/a/b"},
		{"", "failed for user bob from 192.0.2.7, "},
		{"2026-11-10 12:55:36 ", "who=Alice;"},
	}
	if long.Mode() {
		for _, line := range goldenLines(t) {
			if len(line) > 2 {
				lines = append(lines, hostile{"", line + " "})
			}
		}
	}
	h := newHarness(t, parse.Options{Format: "auto"})
	cost := func(l hostile, size int) float64 { // ns a byte, the least of three
		line := l.head + strings.Repeat(l.again, size/len(l.again)+1)
		least := time.Hour
		for range 3 {
			h.p.Forget()
			begin := long.CPU(t)
			_ = h.parse(line)
			least = min(least, long.CPU(t)-begin)
		}
		return float64(least) / float64(len(line))
	}
	for _, l := range lines {
		if few, many := cost(l, 8<<10), cost(l, 256<<10); many > 8*few && many > 2000 {
			t.Errorf("%.40q, again and again, costs %.0f ns a byte in 8 KiB and %.0f in 256 KiB", l.head+l.again, few, many)
		}
	}
}
