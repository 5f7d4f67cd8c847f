package parse_test

import (
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestTerse holds every golden line as it is read against how it is read when all
// formats are asked of a message, whatever its words; and each terse format against
// being asked for nothing.
func TestTerse(t *testing.T) {
	lines := goldenLines(t)
	readings := func(change func(*parse.Parser)) (said []string) {
		for _, all := range []bool{false, true} {
			h := newHarness(t, parse.Options{Format: "auto", All: all})
			change(h.p)
			for _, line := range lines {
				h.p.Forget()
				h.st = (&parse.Options{Format: "auto", All: all, Now: now}).Open("")
				said = append(said, line+"\n"+saidOf(t, h, line))
			}
		}
		return said
	}
	want := readings((*parse.Parser).AskAll)
	for i, got := range readings(func(*parse.Parser) {}) {
		if got != want[i] {
			t.Errorf("%s\nwith all formats asked, also those that are not Terse: %s", got, want[i])
		}
	}
	for _, f := range parse.Formats {
		if !f.Terse {
			continue
		}
		differs := false
		for i, got := range readings(func(p *parse.Parser) { p.AskNot(f.Name) }) {
			differs = differs || got != want[i]
		}
		if !differs {
			t.Errorf("no line needs %s to be terse", f.Name)
		}
	}
}

// saidOf is what a line is read as, or why not.
func saidOf(t *testing.T, h *harness, line string) string {
	if err := h.parse(line); err != nil {
		return err.Error()
	}
	h.e.From = h.src
	return string(h.enc.AppendECS(nil, &h.e))
}
