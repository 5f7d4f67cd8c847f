package agent

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// A key file that changes is taken up; a bad one is warned of once and changes
// nothing.
func TestKeyFileChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	write := func(id string) {
		t.Helper()
		key, err := redact.NewKey(id, time.Now().Add(-time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		ring, err := redact.NewRing(key)
		if err != nil {
			t.Fatal(err)
		}
		if err := ring.Write(path); err != nil {
			t.Fatal(err)
		}
	}
	write("one")
	c := DefaultConfig()
	c.Redact.Hash, c.Redact.KeysFile = "hmac-sha256", path
	var log bytes.Buffer
	a, err := New(c, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	s := a.redactor.Scrubber()
	inUse := func() string {
		s.Reset()
		token := s.Token([]byte("an-opaque-token-0123456789"), redact.InHeader)
		return token.KeyID
	}
	bad := func() {
		if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		name  string
		do    func()
		key   string
		warns int
	}{
		{"nothing changed", func() {}, "one", 0},
		{"another key", func() { write("two") }, "two", 0},
		{"nonsense", bad, "two", 1},
		{"still nonsense", func() {}, "two", 1},
		{"gone", func() { os.Remove(path) }, "two", 2},
		{"still gone", func() {}, "two", 2},
		{"a good one", func() { write("three") }, "three", 2},
	} {
		step.do()
		a.checkKeys()
		if got := inUse(); got != step.key {
			t.Errorf("%s: key %q is in use, want %q", step.name, got, step.key)
		}
		if got := strings.Count(log.String(), "level=WARN"); got != step.warns {
			t.Errorf("%s: %d warnings, want %d", step.name, got, step.warns)
		}
	}
}
