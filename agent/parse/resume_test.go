package parse_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"golang.org/x/tools/txtar"
)

// goldenFiles calls f with the lines of each archive that needs no options.
func goldenFiles(t *testing.T, f func(name string, lines []string)) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if ar.Files[0].Name != "options" {
			f(file, strings.Split(strings.TrimSuffix(withSecrets(string(ar.Files[0].Data)), "\n"), "\n"))
		}
	}
}

// TestResume: after a restart a file's next line is read as it would have been
// without one. All that is left of what was read is the name of the format.
func TestResume(t *testing.T) {
	goldenFiles(t, func(name string, lines []string) {
		before := newHarness(t, parse.Options{})
		for i, line := range lines {
			known := before.st.Format()
			after := newHarness(t, parse.Options{})
			after.st = (&parse.Options{Now: now, Zone: time.UTC}).Open(known)
			alike(t, fmt.Sprintf("%s:%d, after a restart with %q", name, i+1, known), line, after, before)
		}
	})
}

// TestNamed: a line of a product is read in the format that the configuration
// names as it is without, whatever is around it.
func TestNamed(t *testing.T) {
	goldenFiles(t, func(name string, lines []string) {
		for i, line := range lines {
			auto := newHarness(t, parse.Options{})
			if auto.parse(line) != nil {
				continue
			}
			for _, f := range parse.Formats {
				if auto.e.Module.Is(f.Name) {
					alike(t, fmt.Sprintf("%s:%d, named %s", name, i+1, f.Name), line, newHarness(t, parse.Options{Format: f.Name}), newHarness(t, parse.Options{}))
				}
			}
		}
	})
}

// alike compares what two make of a line.
func alike(t *testing.T, what, line string, one, other *harness) {
	t.Helper()
	got, want := one.parse(line), other.parse(line)
	switch {
	case got != want:
		t.Errorf("%s: Parse = %v, want %v of %s", what, got, want, line)
	case got == nil:
		if got, want := document(t, one), document(t, other); !bytes.Equal(got, want) {
			t.Errorf("%s\n got %s\nwant %s", what, got, want)
		}
	}
}
