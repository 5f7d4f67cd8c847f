package redact_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// examples reads a file of testdata: the lines behind each heading.
func examples(t *testing.T, name string) (of map[string][]string, order []string) {
	b, err := os.ReadFile("testdata/" + name)
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

// Each row of the tables of cues, of namings and of forms of a value decides its
// examples as it says, and it is the one that does: without it something else becomes
// of them.
func TestCuesMutation(t *testing.T)       { decide(t, "cues.txt", redact.Cues()) }
func TestNamingsMutation(t *testing.T)    { decide(t, "namings.txt", redact.Namings()) }
func TestValueFormsMutation(t *testing.T) { decide(t, "forms.txt", redact.ValueForms()) }

func decide(t *testing.T, file string, rows []redact.Decision) {
	of, order := examples(t, file)
	s := scrubber(t, redact.Options{})
	var says []string
	for _, row := range rows {
		says = append(says, row.Says)
		if len(of[row.Says]) == 0 {
			t.Errorf("%s: no example", row.Says)
		}
		for _, template := range of[row.Says] {
			line, secrets, keep := fillSecrets(t, always(template), template)
			s.Reset()
			got := s.Text([]byte(line), redact.InMessage).String()
			if row.Catches != (got != line) {
				t.Errorf("%s: %q became %q", row.Says, line, got)
			}
			for _, secret := range secrets {
				if piece := leaked(secret, got); piece != "" {
					t.Errorf("%s: %q stays in %q", row.Says, piece, got)
				}
			}
			for _, text := range keep {
				if !strings.Contains(got, text) {
					t.Errorf("%s: %q is not in %q", row.Says, text, got)
				}
			}
			if result(row.Without, line) == result(s, line) {
				t.Errorf("%s: %q does not miss this row", row.Says, line)
			}
		}
	}
	if !slices.Equal(order, says) {
		t.Errorf("%s has examples of %q, the rows are %q", file, order, says)
	}
}
