package parse_test

import (
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// A line that is cut off somewhere, with nothing behind it in memory, is read
// without a panic by every format that may be asked for it.
func TestCutLines(t *testing.T) {
	for _, line := range goldenLines(t) {
		h := newHarness(t, parse.Options{})
		raw := []byte(line)
		for n := range raw {
			_ = h.p.Parse(h.st, raw[:n:n], &h.e)
		}
	}
}
