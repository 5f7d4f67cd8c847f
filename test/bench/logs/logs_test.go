package logs

import (
	"bytes"
	"testing"
)

// One seed, one log; and it is as long as the peers' figures assume.
func TestWorkloads(t *testing.T) {
	for _, w := range []Workload{A, B, C, D, E, F} {
		t.Run(w.Name, func(t *testing.T) {
			const lines = 2000
			one, two := generate(w, 1, lines), generate(w, 1, lines)
			if !bytes.Equal(one, two) {
				t.Error("two logs of one seed differ")
			}
			if bytes.Equal(one, generate(w, 2, lines)) {
				t.Error("the seed makes no difference")
			}
			if got := bytes.Count(one, []byte("\n")); got != lines {
				t.Errorf("%d lines, want %d", got, lines)
			}
			if got := len(one) / lines; w.Name == "A" && (got < 631 || got > 651) {
				t.Errorf("%d bytes a line, want 641 or so", got)
			}
		})
	}
}

func generate(w Workload, seed uint64, lines int) (log []byte) {
	g := New(seed)
	for range lines {
		log = w.Append(g, log)
	}
	return log
}
