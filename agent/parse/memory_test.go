package parse_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/bench/logs"
	"github.com/hashtail/hashtail/test/long"
)

// TestMemory: what a parser remembers of the records before changes nothing in
// what it makes of a record that is nearly like them, in any format.
func TestMemory(t *testing.T) {
	lines := goldenLines(t)
	g := logs.New(1)
	for _, w := range []logs.Workload{logs.C, logs.D} {
		for range 100 {
			lines = append(lines, strings.TrimSuffix(string(w.Append(g, nil)), "\n"))
		}
	}
	for _, tt := range times {
		const failed = "Failed password for root from 192.0.2.7 port 1 ssh2"
		lines = append(lines, tt.in+" web1 sshd[411]: "+failed, tt.in+" web1 sshd[411]: - 17 - "+failed, tt.in+" web1 sshd[411]: 42 - - "+failed, `192.0.2.7 - alice [`+tt.in+`] "GET / HTTP/1.1" 200 1`)
	}
	for _, all := range []bool{true, false} {
		warm, cold := newHarness(t, parse.Options{All: all}), newHarness(t, parse.Options{All: all})
		rnd := long.Rand(t)
		for _, line := range lines {
			for range 2 {
				same(t, warm, cold, line, all)
			}
			for range long.Rounds(2, 100) {
				same(t, warm, cold, renumbered(rnd, line), all)
				same(t, warm, cold, line, all)
				same(t, warm, cold, spoil(rnd, line), all)
			}
		}
	}
}

// TestCrossedWords: a line that has a word of another one somewhere is read as what
// it is, whatever a parser remembers of both.
func TestCrossedWords(t *testing.T) {
	word := regexp.MustCompile(`[^ "=]+`)
	var lines, pool []string
	for _, line := range goldenLines(t) {
		if words := word.FindAllString(line, -1); len(words) > 0 && len(line) < 2<<10 && line[0] != '{' {
			lines, pool = append(lines, line), append(pool, words...)
		}
	}
	warm, cold := newHarness(t, parse.Options{}), newHarness(t, parse.Options{})
	rnd := long.Rand(t)
	for _, line := range lines {
		same(t, warm, cold, line, false)
		places := word.FindAllStringIndex(line, -1)
		for range long.Rounds(5, 200) {
			at := places[rnd.IntN(len(places))]
			same(t, warm, cold, line[:at[0]]+pool[rnd.IntN(len(pool))]+line[at[1]:], false)
			same(t, warm, cold, line, false)
		}
	}
}

// renumbered changes a digit of the line, makes one more of it or takes it out.
func renumbered(rnd *rand.Rand, line string) string {
	b := []byte(line)
	for range 50 {
		if len(b) == 0 {
			break
		}
		i := rnd.IntN(min(len(b), 60))
		if b[i] < '0' || b[i] > '9' {
			continue
		}
		switch rnd.IntN(4) {
		case 0:
			return string(b[:i]) + string(b[i+1:])
		case 1:
			return string(b[:i]) + "7" + string(b[i:])
		}
		b[i] = '0' + byte(rnd.IntN(10))
		break
	}
	return string(b)
}

// TestPrecedentIsOfTheRecord: a record that no layout was looked for in, behind
// one that might have become a precedent, is read as itself.
func TestPrecedentIsOfTheRecord(t *testing.T) {
	h := newHarness(t, parse.Options{})
	for _, line := range []string{
		`{"time":"2026-01-10T12:55:36Z","event":"login_failed","email":"bob@example.com","ip":"192.0.2.7","a_long":"name, of no meaning to anyone"}`,
		`{"time":"2026-01-10T12:55:36Z","event":"login_failed","role_name":"x","roles":"admin","email":"bob@example.com","ip":"192.0.2.7"}`,
		`FAILED su for root by bob`,
		`{"ip":"192.0.2.7","method":"POST","path":"/login","status":"401","requestTime":"10/Nov/2026:12:55:36 +0000","user":"bob"}`,
	} {
		for range 4 {
			if err := h.parse(line); err != nil {
				t.Fatal(err)
			}
			if h.e.User.Name.IsZero() || h.e.Time.IsZero() && strings.Contains(line, "2026") {
				t.Errorf("no user or no time in %s", line)
			}
		}
	}
}

// TestPrecedentOfNoAddress: a record whose client is no address is no precedent for
// one whose client has a port.
func TestPrecedentOfNoAddress(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "json"})
	const record = `{"time":"2026-01-10T12:55:36Z","event":"login_failed","user":"bob","client":{"ip":"192.0.2.7%s","port":52114}}`
	for _, odd := range []string{",", ",", ",", ""} {
		if err := h.parse(strings.Replace(record, "%s", odd, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if h.e.Source.Port != 52114 {
		t.Errorf("source.port %d, want 52114", h.e.Source.Port)
	}
}

// TestBrokenAccessLines: these made a parser panic once.
func TestBrokenAccessLines(t *testing.T) {
	h := newHarness(t, parse.Options{})
	for _, line := range []string{
		`192.0.2.7:4711 - 2f2ddc83 - bob@example.com [2026/01/10 12:55:36] app.example.com GET - "/a" HTTP/1.1 \"curl/8" 200 5 0.001`,
		`192.0.2.7 - [192.0.2.7][10/Nov/2026:12:55:36 +0000] "GET / HTTP/1.1" 200 1`,
	} {
		if err := h.parse(line); err == nil && !h.e.UserAgent.IsZero() {
			t.Errorf("user agent %q in %s", h.e.UserAgent, line)
		}
	}
}
