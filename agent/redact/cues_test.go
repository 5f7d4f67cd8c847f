package redact_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// cueExamples reads testdata/cues.txt: the lines behind each heading.
func cueExamples(t *testing.T) (of map[string][]string, order []string) {
	b, err := os.ReadFile("testdata/cues.txt")
	if err != nil {
		t.Fatal(err)
	}
	of = map[string][]string{}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if says, heading := strings.CutPrefix(line, "= "); heading {
			order = append(order, says)
		} else if line != "" && line[0] != '#' {
			of[order[len(order)-1]] = append(of[order[len(order)-1]], line)
		}
	}
	return of, order
}

// Each row of the table of cues decides its examples as it says, and it is the one
// that does: without it something else becomes of them.
func TestCuesMutation(t *testing.T) {
	examples, order := cueExamples(t)
	s := scrubber(t, redact.Options{})
	var rows []string
	for _, c := range redact.Cues() {
		rows = append(rows, c.Says)
		if len(examples[c.Says]) == 0 {
			t.Errorf("%s: no example", c.Says)
		}
		without := c.Without()
		for _, template := range examples[c.Says] {
			line, secrets, keep := fillSecrets(t, always(template), template)
			s.Reset()
			got := s.Text([]byte(line), redact.InMessage).String()
			if !c.Catches && got != line || c.Catches && got == line {
				t.Errorf("%s: %q became %q", c.Says, line, got)
			}
			for _, secret := range secrets {
				if piece := leaked(secret, got); piece != "" {
					t.Errorf("%s: %q stays in %q", c.Says, piece, got)
				}
			}
			for _, text := range keep {
				if !strings.Contains(got, text) {
					t.Errorf("%s: %q is not in %q", c.Says, text, got)
				}
			}
			if result(without, line) == result(s, line) {
				t.Errorf("%s: %q does not miss this row", c.Says, line)
			}
		}
	}
	if !slices.Equal(order, rows) {
		t.Errorf("the examples are of %q, the rows are %q", order, rows)
	}
}
