package parse_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestResume: after a restart a file's next line is read as it would have been
// without one. All that is left of what was read is the name of the format.
func TestResume(t *testing.T) {
	for _, a := range plainArchives(t) {
		before := newHarness(t, parse.Options{})
		for i, line := range a.lines() {
			known := before.st.Format()
			after := newHarness(t, parse.Options{})
			after.st = (&parse.Options{Now: now, Zone: time.UTC}).Open(known)
			alike(t, fmt.Sprintf("%s:%d, after a restart with %q", a.file, i+1, known), line, after, before)
		}
	}
}

// TestNamed: a line of a product is read in the format that the configuration
// names as it is without, whatever is around it.
func TestNamed(t *testing.T) {
	for _, a := range plainArchives(t) {
		for i, line := range a.lines() {
			auto := newHarness(t, parse.Options{})
			if auto.parse(line) != nil {
				continue
			}
			for _, f := range parse.Formats {
				if auto.e.Module.Is(f.Name) {
					alike(t, fmt.Sprintf("%s:%d, named %s", a.file, i+1, f.Name), line, newHarness(t, parse.Options{Format: f.Name}), newHarness(t, parse.Options{}))
				}
			}
		}
	}
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
