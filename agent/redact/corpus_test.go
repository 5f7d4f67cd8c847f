package redact_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

const (
	gone     = "[REDACTED]"
	goneBare = "REDACTED"
)

func scrubber(t testing.TB, o redact.Options) *redact.Scrubber {
	t.Helper()
	r, err := redact.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Scrubber()
}

func tok(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return "tok:" + hex.EncodeToString(sum[:])
}

// lines reads a file of testdata without its comments.
func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var res []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && line[0] != '#' {
			res = append(res, line)
		}
	}
	return res
}

func TestSecrets(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, template := range lines(t, cmp.Or(os.Getenv("SECRETS"), "secrets.txt")) {
		for range 5 {
			in, want := fill(t, rnd, template)
			s.Reset()
			got := s.Text([]byte(in), redact.InMessage).String()
			if got != want {
				t.Errorf("%s\n    in   %q\n    got  %q\n    want %q", template, in, got, want)
				break
			}
			if again := s.Text([]byte(got), redact.InMessage).String(); again != got {
				t.Errorf("%s\n    scrubbed again:\n    got  %q\n    want %q", template, again, got)
				break
			}
		}
	}
}

func TestBenign(t *testing.T) {
	s := scrubber(t, redact.Options{})
	for _, line := range lines(t, "benign.txt") {
		s.Reset()
		raw := []byte(line)
		if got := s.Text(raw, redact.InMessage).String(); got != line || len(s.Found()) > 0 {
			t.Errorf("changed a line without secrets: %v\n    in  %q\n    got %q", s.Found(), line, got)
		}
		if !bytes.Equal(raw, []byte(line)) {
			t.Errorf("wrote into its argument: %q", line)
		}
	}
}
