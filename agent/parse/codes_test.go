package parse_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
)

// TestCodes reads testdata/codes.txt: below the line of a product, with a hole, what
// the product writes there and what each of these says has happened. -update rewrites
// that.
func TestCodes(t *testing.T) {
	outcomes := [...]string{event.NoOutcome: "none", event.Success: "success", event.Failure: "failure", event.Unknown: "unknown"}
	const file = "testdata/codes.txt"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	h := newHarness(t, parse.Options{Format: "auto"})
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	record := ""
	for i, line := range lines {
		if line == "" || line[0] == '#' {
			continue
		}
		code, want, ok := strings.Cut(line, " = ")
		if strings.Contains(line, "{{code}}") {
			record = line
			h = newHarness(t, parse.Options{Format: "auto"}) // as from a file of its own
			continue
		}
		got := ""
		if err := h.parse(strings.ReplaceAll(record, "{{code}}", code)); err != nil {
			got = err.Error()
		} else {
			got = h.e.Action.String() + " " + outcomes[h.e.Outcome]
		}
		if lines[i] = code + " = " + got; !*update && (!ok || got != want) {
			t.Errorf("%s:%d: %q is %q, want %q", file, i+1, code, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
