package agent

import "testing"

// TestNoAllocations: once its buffers have their size, a worker allocates
// nothing for a line, from the read buffer to the page and back.
func TestNoAllocations(t *testing.T) {
	for _, w := range workloads {
		t.Run(w.Name, func(t *testing.T) {
			m := newMill(t, w)
			turns := 0
			turn := func() { m.turn(t); turns++ }
			for range 50 { // until every page has been round
				turn()
			}
			n := testing.AllocsPerRun(20, turn)
			for range 2 { // under load, the runtime allocates threads in between
				if n > 0 {
					n = testing.AllocsPerRun(20, turn)
				}
			}
			if n != 0 {
				t.Errorf("%v allocations for a block of %d lines, want none", n, m.lines)
			}
			m.close(t, turns)
		})
	}
}
