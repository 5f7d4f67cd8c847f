package redact_test

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// A scrubber that has seen a line before needs no memory for it.
func TestNoAllocationInSteadyState(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	s := scrubber(t, redact.Options{})
	all := lines(t, "benign.txt")
	for _, template := range lines(t, "secrets.txt") {
		in, _ := fill(t, rnd, template)
		all = append(all, in)
	}
	for range 3 { // every buffer has its size
		for _, line := range all {
			s.Reset()
			s.Text([]byte(line), redact.InMessage)
		}
	}
	for _, line := range all {
		raw := []byte(line)
		if n := testing.AllocsPerRun(5, func() {
			s.Reset()
			s.Text(raw, redact.InMessage)
		}); n > 0 {
			t.Errorf("%v allocations for %q", n, line)
		}
	}
	token, name := []byte("Bearer "+jwt(rnd)), []byte("X-Auth-Token")
	if n := testing.AllocsPerRun(5, func() {
		s.Reset()
		s.Token(token, redact.InHeader)
		s.Field(name, token, redact.InHeader)
		s.TokenHash(token, redact.InBody)
		redact.NameKind(name)
	}); n > 0 {
		t.Errorf("%v allocations for a token", n)
	}
}

// A line that needs much memory does so until the next one.
func TestLargeLineIsForgotten(t *testing.T) {
	s := scrubber(t, redact.Options{})
	held := func() int64 {
		s.Reset()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(s)
		return int64(m.HeapAlloc)
	}
	before := held()
	for _, again := range []string{" pw=x", "+-W\\\"", "\\\\mysql -p", "Bearer aB3dkQ9zLmN2pR5tVwXy "} {
		s.Text([]byte(strings.Repeat(again, (1<<20)/len(again))), redact.InMessage)
	}
	if after := held(); after-before > 8<<20 {
		t.Errorf("%d KiB are held after lines of 1 MiB", (after-before)>>10)
	}
}
