package redact_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// dresses are the lines that logs make of a message.
var dresses = []struct {
	name string
	do   func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"syslog", func(s string) string { return "Mar  1 10:00:00 web-1 app[17]: " + s }},
	{"logger", func(s string) string { return "2026-03-01 10:00:00.123 DEBUG 1 --- [main] c.e.App : " + s }},
	{"json", func(s string) string { return `{"level":"debug","msg":` + quote(s) + `,"ip":"10.0.0.1"}` }},
	{"container", func(s string) string { return `{"log":` + quote(s+"\n") + `,"stream":"stderr"}` }},
	{"json in json", func(s string) string { return `{"log":` + quote(`{"msg":`+quote(s)+`}`) + `}` }},
	{rsyslog, func(s string) string { return "Mar  1 10:00:00 web-1 app[17]: " + octal.Replace(s) }},
}

// rsyslog has a way of its own with control characters: a dress for texts that hold some.
const rsyslog = "rsyslog"

var octal = strings.NewReplacer("\n", "#012", "\t", "#011", "\r", "#015")

// A corner is one line of testdata/recall: what is asked of a template.
type corner struct {
	must, looksLike bool // a secret that must be found; no secret at all
	dressed         bool // not only as it stands
	template        string
}

// corners reads a file of testdata/recall: "+" a secret, "?" a secret that may be
// missed, "-" a look-alike; "1" before the space keeps it out of the dresses. What
// stands in ⟦ ⟧ is to be kept; {{b64<…>}} encodes what is in it; ␀ ␁ ␍ ␊ ␛ are the
// characters that they show.
func corners(t testing.TB, name string) (rows []corner) {
	for _, line := range lines(t, name) {
		mark, template, _ := strings.Cut(line, " ")
		rows = append(rows, corner{
			must: mark[0] == '+', looksLike: mark[0] == '-', dressed: !strings.HasSuffix(mark, "1"), template: template,
		})
	}
	return rows
}

var (
	encoded = regexp.MustCompile(`\{\{(b64url|utf16|b64|hex|pct)<`)
	kept    = regexp.MustCompile(`⟦([^⟧]*)⟧`)
	control = strings.NewReplacer("␀", "\x00", "␁", "\x01", "␍", "\r", "␊", "\n", "␛", "\x1b")
)

// fillSecrets makes a line and lists its secrets, and what is to be kept.
func fillSecrets(t testing.TB, rnd *rand.Rand, template string) (line string, secrets, keep []string) {
	line = placeholder.ReplaceAllStringFunc(template, func(m string) string {
		name, encs, _ := strings.Cut(m[2:len(m)-2], "|")
		in, out := secret(t, rnd, name)
		if in != out {
			secrets = append(secrets, in)
		}
		return encode(in, encs)
	})
	line = control.Replace(line)
	for {
		all := encoded.FindAllStringSubmatchIndex(line, -1)
		if all == nil {
			break
		}
		m := all[len(all)-1] // the innermost
		inside, behind, ok := strings.Cut(line[m[1]:], ">}}")
		if !ok {
			t.Fatalf("no end: %s", template)
		}
		line = line[:m[0]] + encode(inside, line[m[2]:m[3]]) + behind
	}
	line = kept.ReplaceAllStringFunc(line, func(m string) string {
		keep = append(keep, strings.Trim(m, "⟦⟧"))
		return strings.Trim(m, "⟦⟧")
	})
	return line, secrets, keep
}

// TestRecall: how much of the secrets of each family is found, in all dresses, and how many
// look-alikes are left alone. RECALL=v lists what is missed; -v tells how much that is.
func TestRecall(t *testing.T) {
	files, _ := filepath.Glob("testdata/recall/*.txt")
	if len(files) == 0 {
		t.Fatal("no families")
	}
	s := scrubber(t, redact.Options{})
	var all tally
	for _, file := range files {
		family := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(family, func(t *testing.T) {
			r := recall{T: t, s: s, rnd: rand.New(rand.NewPCG(19, 20)), more: rand.New(rand.NewPCG(21, 22))}
			for _, row := range corners(t, "recall/"+filepath.Base(file)) {
				r.try(row)
			}
			t.Log(r.tally)
			all.add(r.tally)
		})
	}
	t.Log(all)
}

// A tally is how many templates were tried, and what became of the lines that the dresses made
// of them.
type tally struct {
	ways, secrets, found int
	likes, alike, left   int
}

func (a *tally) add(b tally) {
	a.ways, a.secrets, a.found = a.ways+b.ways, a.secrets+b.secrets, a.found+b.found
	a.likes, a.alike, a.left = a.likes+b.likes, a.alike+b.alike, a.left+b.left
}

func (a tally) String() string {
	return fmt.Sprintf("%d ways: %d of %d secrets found; %d look-alikes: %d of %d kept", a.ways, a.found, a.secrets, a.likes, a.left, a.alike)
}

// A recall is a family while it is tried.
type recall struct {
	*testing.T
	s         *redact.Scrubber
	rnd, more *rand.Rand // more is for rsyslog, whose dress fits few
	tally
}

// try scrubs the lines of one template.
func (r *recall) try(row corner) {
	if row.looksLike {
		r.likes++
	} else {
		r.ways++
	}
	missed := ""
	for _, dress := range dresses {
		if !row.dressed && dress.name != "plain" || dress.name == rsyslog && !strings.ContainsAny(row.template, "␊\t") {
			continue
		}
		rnd := r.rnd
		if dress.name == rsyslog {
			rnd = r.more
		}
		line, hidden, keep := fillSecrets(r, rnd, row.template)
		line = dress.do(line)
		out := r.scrub(row.template, line)
		if row.looksLike {
			if r.alike++; out == line {
				r.left++
			} else {
				missed = cmp.Or(missed, fmt.Sprintf("%s, %s: %q became %q", row.template, dress.name, line, out))
			}
			continue
		}
		for _, text := range keep {
			if !slices.ContainsFunc(views(out), func(v string) bool { return strings.Contains(v, text) }) {
				r.Errorf("%s, %s: %q is not in %q", row.template, dress.name, text, out)
			}
		}
		for _, secret := range hidden {
			if r.secrets++; half(secret, out) == "" {
				r.found++
			} else {
				missed = cmp.Or(missed, fmt.Sprintf("%s, %s: %q stays in %q", row.template, dress.name, half(secret, out), out))
			}
		}
	}
	switch {
	case missed != "" && (row.must || row.looksLike):
		r.Error(missed)
	case missed != "" && os.Getenv("RECALL") != "":
		r.Log(missed)
	}
}

// scrub is what becomes of a line. Scrubbed again it stays the same, and JSON stays JSON.
func (r *recall) scrub(template, line string) string {
	r.s.Reset()
	out := r.s.Text([]byte(line), redact.InMessage).String()
	if again := r.s.Text([]byte(out), redact.InMessage).String(); again != out {
		r.Errorf("%s: scrubbed again\n    in    %q\n    once  %q\n    twice %q", template, line, out, again)
	}
	if json.Valid([]byte(line)) && !json.Valid([]byte(out)) {
		r.Errorf("%s: JSON no more\n    in  %q\n    out %q", template, line, out)
	}
	return out
}

// half is a half of secret that can be read in out, or a word of it.
func half(secret, out string) string {
	n := max((len(secret)+1)/2, min(6, len(secret)))
	if k := strings.IndexByte(secret, ' '); k > 0 {
		n = min(n, k)
	}
	for _, v := range views(out) {
		for i := 0; i+n <= len(secret); i++ {
			if strings.Contains(v, secret[i:i+n]) {
				return secret[i : i+n]
			}
		}
	}
	return ""
}

// A text may end, and begin, anywhere: no rule looks past it.
func TestCutTexts(t *testing.T) {
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	files, _ := filepath.Glob("testdata/recall/*.txt")
	rnd := long.Rand(t)
	step := long.Rounds(16, 1)
	for _, file := range files {
		for _, row := range corners(t, "recall/"+filepath.Base(file)) {
			line, _, _ := fillSecrets(t, rnd, row.template)
			for _, dress := range dresses[:long.Rounds(1, len(dresses))] {
				line := dress.do(line)
				for at := rnd.IntN(step); at <= len(line); at += step {
					for _, part := range []string{line[:at], line[at:]} {
						s.Reset()
						s.Text(bytes.Clone([]byte(part)), redact.InMessage) // not a byte more behind it
						if r.Failures() > 0 {
							t.Fatalf("searching failed: %q", part)
						}
					}
				}
			}
		}
	}
}
