package redact_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// against are what stands right before or behind a secret and is not seen: each with how
// many in a hundred of the ways that are found without it may be lost for it. A NUL parts
// the arguments of a program, too: -p, NUL, x.
var against = []struct {
	name          string
	before, after string
	lost          float64
}{
	{"a NUL before it", "\x00", "", 2},
	{"a NUL behind it", "", "\x00", 0.5},
	{"two NULs", "\x00", "\x00", 2},
	{"control characters", "\x01", "\x7f", 2},
	{"no UTF-8 before it", "\xff", "", 0.5},
	{"no UTF-8 behind it", "", "\xc3", 0.5},
	{"what stands for no UTF-8", "\ufffd", "\ufffd", 0.5},
	{"the mark of a file's beginning", "\ufeff", "", 0.5},
	{"a space of no width", "\u200b", "\u200b", 0.5},
	{"a colour", "\x1b[31m", "\x1b[0m", 0.5},
}

// TestAgainst: a secret is found with what is not seen against it, and text in which
// nothing is hidden stays as it is when there is such a thing in it.
func TestAgainst(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(5, 6))
	scrub := func(line string) string {
		s.Reset()
		return s.Text([]byte(line), redact.InMessage).String()
	}
	ways, lost := 0, make([]int, len(against))
	files, _ := filepath.Glob("testdata/recall/*.txt")
	for _, file := range files {
		for _, row := range corners(t, "recall/"+filepath.Base(file)) {
			if strings.ContainsAny(row.template, "␀␁␛") { // they have their own
				continue
			}
			line, secrets, _ := fillSecrets(t, rnd, row.template)
			if row.looksLike {
				if strings.ContainsAny(line[len(line)-1:], `:=,"`) { // a prompt: what follows may be its answer
					continue
				}
				for _, a := range against {
					if odd := line + "\n(" + a.before + a.after + ")"; scrub(odd) != odd {
						t.Errorf("%s: %q became %q", a.name, odd, scrub(odd))
					}
				}
				continue
			}
			if len(secrets) != 1 || len(secrets[0]) < 6 || strings.Count(line, secrets[0]) != 1 || half(secrets[0], scrub(line)) != "" {
				continue
			}
			ways++
			for i, a := range against {
				odd := strings.Replace(line, secrets[0], a.before+secrets[0]+a.after, 1)
				if half(secrets[0], scrub(odd)) != "" {
					lost[i]++
				}
			}
		}
	}
	if ways < 5000 {
		t.Fatalf("%d ways", ways)
	}
	for i, a := range against {
		t.Logf("%s: %d of %d lost", a.name, lost[i], ways)
		if float64(lost[i]) > a.lost/100*float64(ways) {
			t.Errorf("%s: %d of %d ways are lost, more than %v %%", a.name, lost[i], ways, a.lost)
		}
	}
}

// TestAgainstHash: what is not seen is no part of the token that is hashed.
func TestAgainstHash(t *testing.T) {
	s := scrubber(t, redact.Options{})
	token := "mF9xB5f4Kq1JMq2vTz8wR3aYc7"
	sum := sha256.Sum256([]byte(token))
	for _, a := range against {
		for _, line := range []string{"Authorization: Bearer %s", `{"token":"%s"}`, "GET /?access_token=%s HTTP/1.1"} {
			s.Reset()
			line = strings.Replace(line, "%s", a.before+token+a.after, 1)
			if out := s.Text([]byte(line), redact.InMessage).String(); !strings.Contains(out, hex.EncodeToString(sum[:])) {
				t.Errorf("%s: %q became %q", a.name, line, out)
			}
		}
	}
}
