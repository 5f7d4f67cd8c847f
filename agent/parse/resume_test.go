package parse_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"golang.org/x/tools/txtar"
)

// TestResume: after a restart a file's next line is read as it would have been
// without one. All that is left of what was read is the name of the format.
func TestResume(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if ar.Files[0].Name == "options" {
			continue
		}
		lines := strings.Split(strings.TrimSuffix(withSecrets(string(ar.Files[0].Data)), "\n"), "\n")
		before := newHarness(t, parse.Options{})
		for i, line := range lines {
			o := parse.Options{Now: now, Zone: time.UTC}
			after := newHarness(t, o)
			after.st = o.Open(before.st.Format())
			known := before.st.Format()
			got, want := after.parse(line), before.parse(line)
			switch {
			case got != want:
				t.Errorf("%s:%d: Parse = %v after a restart with %q, want %v of %s", file, i+1, got, known, want, line)
			case got == nil && !bytes.Equal(document(t, after), document(t, before)):
				t.Errorf("%s:%d: after a restart with %q\n got %s\nwant %s", file, i+1, known, document(t, after), document(t, before))
			}
		}
	}
}
