package parse_test

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/bench/logs"
	"github.com/hashtail/hashtail/test/long"
)

// TestLayouts: a parser that has met many layouts reads a record as one that
// has met none does, however the record differs from those before.
func TestLayouts(t *testing.T) {
	var lines []string
	for _, line := range goldenLines(t) {
		if strings.HasPrefix(line, "{") {
			lines = append(lines, line)
		}
	}
	g := logs.New(1)
	for range 20 {
		lines = append(lines, strings.TrimSuffix(string(logs.B.Append(g, nil)), "\n"))
	}
	for _, message := range []string{"cache warmed", "login failed for bob", "user=alice password=hunter" + "2", "user=alice size=12", `{\"user\":\"alice\"}`, "-", "", `caf\u00e9`, "logged in", "two-factor challenge failed", "Bearer " + secrets["opaque"]} {
		lines = append(lines,
			`{"time":"2026-01-10T12:55:36Z","level":"info","message":"`+message+`","rows":3}`,
			`{"time":"2026-01-10T12:55:36Z","logger":"app.password","message":"`+message+`"}`)
	}
	for _, user := range []string{`"bob"`, `{"stringValue":"bob"}`, `{"name":"bob"}`, `["bob","eve"]`, `[{"name":"bob"}]`, `[{"name":"bob","value":"eve"}]`, `[{"name":"bob","id":7},{"name":"eve"}]`, `[[],["bob"]]`, `[{},"bob"]`} {
		lines = append(lines,
			`{"time":"2026-01-10T12:55:36Z","action":"login","outcome":"failure","user":`+user+`,"ip":"192.0.2.7"}`,
			`{"time":"2026-01-10T12:55:36Z","action":"login","outcome":"failure","unknown":`+user+`,"ip":"192.0.2.7"}`)
	}
	for _, all := range []bool{true, false} {
		warm := newHarness(t, parse.Options{Format: "json", All: all})
		cold := newHarness(t, parse.Options{Format: "json", All: all})
		rnd := long.Rand(t)
		for range 2 {
			for _, line := range lines {
				for range 3 {
					same(t, warm, cold, line, all)
				}
				for range long.Rounds(6, 200) {
					same(t, warm, cold, spoil(rnd, line), all)
				}
			}
		}
	}
}

// TestCrossedValues: a record that has the value of another one somewhere is read
// as what it is, whatever a parser remembers of both.
func TestCrossedValues(t *testing.T) {
	value := regexp.MustCompile(`:\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)`)
	var lines, pool []string
	all, g := goldenLines(t), logs.New(1)
	for range 20 {
		all = append(all, strings.TrimSuffix(string(logs.A.Append(g, nil)), "\n"))
	}
	for _, line := range all {
		if !strings.HasPrefix(line, "{") || len(line) > 4<<10 {
			continue
		}
		lines = append(lines, line)
		for _, m := range value.FindAllStringSubmatch(line, -1) {
			pool = append(pool, m[1])
		}
	}
	warm, cold := newHarness(t, parse.Options{Format: "json"}), newHarness(t, parse.Options{Format: "json"})
	rnd := long.Rand(t)
	for _, line := range lines {
		places := value.FindAllStringSubmatchIndex(line, -1)
		for range 2 {
			same(t, warm, cold, line, false)
		}
		for range long.Rounds(10, 500) {
			if len(places) == 0 {
				break
			}
			at := places[rnd.IntN(len(places))]
			crossed := line[:at[2]] + pool[rnd.IntN(len(pool))] + line[at[3]:]
			for range 2 {
				same(t, warm, cold, crossed, false)
			}
			same(t, warm, cold, line, false)
		}
	}
}

// TestAlikeValues: a record that differs from those before in values that look like
// theirs is read as what it is: nothing is decided by one that a precedent calls free.
func TestAlikeValues(t *testing.T) {
	c := changer{rnd: long.Rand(t)}
	var lines []string
	for _, line := range goldenLines(t) {
		if strings.HasPrefix(line, "{") && len(line) < 4<<10 {
			lines = append(lines, line)
			c.learn(line)
		}
	}
	type pair struct{ warm, cold *harness }
	as := func(format string) pair {
		return pair{newHarness(t, parse.Options{Format: format}), newHarness(t, parse.Options{Format: format})}
	}
	auto, products := as("json"), []pair{as("nginx"), as("caddy"), as("traefik"), as("envoy_json"), as("pino")}
	ruled, n := 0, 0
	for _, line := range lines {
		for range long.Rounds(12, 400) {
			changed := c.changed(line)
			p := auto
			if c.rnd.IntN(8) == 0 {
				p = products[c.rnd.IntN(len(products))]
			}
			for range 2 {
				same(t, p.warm, p.cold, line, false)
			}
			if n++; p.warm.p.HasPrecedent(p.warm.st, []byte(changed)) {
				ruled++
			}
			same(t, p.warm, p.cold, changed, false)
		}
	}
	if ruled < n/50 {
		t.Errorf("%d of %d records had a precedent: the test shows too little", ruled, n)
	}
	t.Logf("%d of %d records had a precedent", ruled, n)
}

// A changer puts other values in the place of those of a line of JSON.
type changer struct {
	rnd  *rand.Rand
	pool []string // the values of all lines
}

var jsonValue = regexp.MustCompile(`[:\[,]\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)\s*[],}]`)

var oddValues = []string{`"-"`, `""`, `null`, `"0.0.0.0"`, `"192.0.2.9:443"`, `"2001:db8::9"`, `"10.0.0.9"`, `"198.51.100.9"`, `"198.51.100.9, 10.0.0.1"`, `"alice"`, `"system:node:n1"`, `"alice@example.com"`, `"/login"`, `"/x?token={{opaque}}"`, `"/x?page=2"`, `"/x?"`, `"page=2"`, `0`, `401`, `1e9`, `-3`}

func (c *changer) learn(line string) {
	for _, m := range jsonValue.FindAllStringSubmatch(line, -1) {
		c.pool = append(c.pool, m[1])
	}
}

// changed is a line with some of its values changed.
func (c *changer) changed(line string) string {
	var b strings.Builder
	end, share := 0, []int{2, 5, 20}[c.rnd.IntN(3)]
	for at := 0; at < len(line); {
		m := jsonValue.FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		if c.rnd.IntN(share) == 0 {
			b.WriteString(line[end : at+m[2]])
			b.WriteString(c.other(line[at+m[2] : at+m[3]]))
			end = at + m[3]
		}
		at += m[3]
	}
	return b.String() + line[end:]
}

// other is a value like v, mostly of the same letters and digits, seldom another's or an odd one.
func (c *changer) other(v string) string {
	switch c.rnd.IntN(12) {
	case 0:
		return c.pool[c.rnd.IntN(len(c.pool))]
	case 1:
		return withSecrets(oddValues[c.rnd.IntN(len(oddValues))])
	}
	b, words := []byte(v), c.rnd.IntN(3) == 0 && v[0] == '"'
	for i, d := range b {
		switch {
		case c.rnd.IntN(3) == 0 || i > 0 && b[i-1] == '\\' || i > 1 && b[i-2] == '\\':
		case d >= '0' && d <= '9' && (v[0] == '"' || i > 0):
			b[i] = '0' + byte(c.rnd.IntN(10))
		case words && d >= 'a' && d <= 'z':
			b[i] = 'a' + byte(c.rnd.IntN(26))
		}
	}
	return string(b)
}

// TestAgain: a line that comes again, and nothing else between, gives the same again.
func TestAgain(t *testing.T) {
	for _, format := range []string{"auto", "json"} {
		options := parse.Options{Format: format}
		warm, cold := newHarness(t, options), newHarness(t, options)
		for _, line := range goldenLines(t) {
			if format == "json" && !strings.HasPrefix(line, "{") {
				continue
			}
			warm.p.Forget()
			for range 4 {
				same(t, warm, cold, line, false)
			}
		}
	}
}

// TestLayoutsSpeak: the program that a record names reads its message, too, when
// the record's layout is known.
func TestLayoutsSpeak(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "json"})
	for i := range 3 {
		if err := h.parse(`{"MESSAGE":"Failed password for root from 192.0.2.7 port 52114 ssh2","SYSLOG_IDENTIFIER":"sshd"}`); err != nil || !h.e.Module.Is("sshd") {
			t.Errorf("record %d: %v, module %q, want sshd", i, err, h.e.Module)
		}
	}
}

// same compares what the two make of a line; cold forgets.
func same(t *testing.T, warm, cold *harness, line string, all bool) {
	t.Helper()
	cold.p.Forget()
	got, want := warm.parse(line), cold.parse(line)
	if got != want {
		t.Fatalf("%s\nParse = %v from what was before, %v alone", line, got, want)
	}
	if got == parse.ErrFormat || got == parse.ErrNotAuth && !all {
		return
	}
	if one, other := document(t, warm), document(t, cold); !bytes.Equal(one, other) {
		t.Fatalf("what was before makes of\n%s\n%s\nwhere it would be\n%s", line, one, other)
	}
}

// spoil changes a few bytes of a line.
func spoil(rnd *rand.Rand, line string) string {
	b := []byte(line)
	const bytesOfJSON = `"\,:{}[]0-1 tfn` + "\t\x00\x1bé"
	for range 1 + rnd.IntN(2) {
		if len(b) == 0 {
			break
		}
		i := rnd.IntN(len(b))
		switch c := bytesOfJSON[rnd.IntN(len(bytesOfJSON))]; rnd.IntN(4) {
		case 0:
			b[i] = c
		case 1:
			b = append(b[:i], b[i+1:]...)
		case 2:
			b = append(b[:i], append([]byte{c}, b[i:]...)...)
		case 3:
			b = b[:i]
		}
	}
	return string(b)
}

// TestLayoutsBounded: keys that never come again do not make a parser grow.
func TestLayoutsBounded(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "json"})
	rnd := rand.New(rand.NewPCG(1, 2))
	line := make([]byte, 0, 256)
	run := func() {
		line = append(line[:0], `{"user":"alice","k`...)
		for range 12 {
			line = append(line, 'a'+byte(rnd.IntN(26)))
		}
		line = append(line, `":1,"ip":"192.0.2.7"}`...)
		if err := h.p.Parse(h.st, line, &h.e); err != nil {
			t.Fatal(err)
		}
	}
	for range 5000 {
		run()
	}
	if n := testing.AllocsPerRun(2000, run); n != 0 {
		t.Errorf("%v allocations per line, want none", n)
	}
}
