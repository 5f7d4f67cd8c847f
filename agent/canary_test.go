package agent

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/hashtail/hashtail/test/long"
)

func canaryAgent(t *testing.T, change func(*Config)) *Agent {
	t.Helper()
	c := DefaultConfig()
	change(c)
	a, err := New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCanaryIsCleanWithTheBuiltInTables(t *testing.T) {
	a := canaryAgent(t, func(*Config) {})
	var report CanaryReport
	for range long.Rounds(3, 2_000) { // it plants other secrets every time
		var err error
		if report, err = a.Canary(); err != nil {
			t.Error(err)
		}
	}
	if report.Planted < 500 || report.Kinds < 50 {
		t.Errorf("planted %d secrets of %d kinds, want more: the canary shows too little", report.Planted, report.Kinds)
	}
}

// A pattern of the user that lets secrets through is found before anything is
// shipped, and named as the cause.
func TestCanaryNamesAnAllowPattern(t *testing.T) {
	_, err := canaryAgent(t, func(c *Config) { c.Redact.Allow = []string{"[A-Za-z0-9_.-]{10,}"} }).Canary()
	var leak *LeakError
	if !errors.As(err, &leak) || !leak.Allowed || len(leak.Kinds) == 0 {
		t.Errorf("error = %v, want a *LeakError that blames redact.allow", err)
	}
}
