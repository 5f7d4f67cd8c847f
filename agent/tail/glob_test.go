package tail_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/agent/tail"
)

// A folder that links lead back into is read once, under its own name, however
// many such links there are: two would be 2^40 folders.
func TestLinkedLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "**/*.log")
		r.single = true
		r.must(os.MkdirAll(r.path("a/b"), 0o700))
		r.must(os.Symlink(".", r.path("again")))
		r.must(os.Symlink("..", r.path("a/up")))
		r.must(os.Symlink(r.logs, r.path("a/b/home")))
		r.write("top.log", "top\n")
		r.write("a/b/deep.log", "deep\n")
		r.start()
		time.Sleep(2 * second)
		for _, f := range r.tailer.Status() {
			if strings.Contains(f.Path, "again") || strings.Contains(f.Path, "home") || strings.Contains(f.Path, "up") {
				t.Errorf("%s is read by a way around", f.Path)
			}
		}
		if got := r.sinks[0].got(); len(got) != 2 {
			t.Errorf("got lines %q, want 2", got)
		}
		r.stop()
	})
}

// What the process itself writes is not read, whichever way leads to it.
func TestOwnOutput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "*", "linked/*")
		r.must(os.Mkdir(r.path("out"), 0o700))
		r.must(os.Symlink("out", r.path("linked")))
		r.config.Own = []string{r.path("events.ndjson"), r.path("out/dead.ndjson")}
		r.write("events.ndjson", "own\n")
		r.write("events.ndjson.1", "own\n")
		r.write("out/dead.ndjson", "own\n")
		r.write("events.ndjson-of-another", "other\n")
		r.write("app.log", "app\n")
		r.start()
		time.Sleep(2 * second)
		r.rename("events.ndjson", "events.ndjson.2")
		r.write("events.ndjson", "own\n")
		time.Sleep(2 * second)
		r.rename("events.ndjson", "events.ndjson-20261127") // logrotate's dateext
		time.Sleep(2 * second)
		got := r.sinks[0].got()
		slices.Sort(got)
		if strings.Join(got, " ") != "app other" {
			t.Errorf("got lines %q, want app and other", got)
		}
		r.stop()
	})
}

// A file that two globs lead to belongs to the first, whatever its names are.
func TestTwoWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "z/*.log")
		r.config.Inputs = append(r.config.Inputs, tail.Input{Paths: []string{r.path("a/*.log")}})
		r.must(os.Mkdir(r.path("z"), 0o700))
		r.must(os.Symlink("z", r.path("a")))
		for i := range 5 {
			r.write(fmt.Sprintf("z/%d.log", i), "line\n")
		}
		r.start()
		time.Sleep(2 * second)
		r.stop()
		for _, path := range r.sinks[0].files {
			if filepath.Dir(path) != r.path("z") {
				t.Errorf("%s is read by the second input", path)
			}
		}
		if got := len(r.sinks[0].got()); got != 5 {
			t.Errorf("got %d lines, want 5", got)
		}
	})
}

// A folder whose time is set back after a file came into it, as tar and rsync do, or which may
// be listed again, is looked at again: the time of its change shows both.
func TestFolderTimeSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		setBack := func() {
			t.Helper()
			past := time.Date(1999, 12, 24, 0, 0, 0, 0, time.UTC)
			r.must(os.Chtimes(r.logs, past, past))
		}
		r.write("a.log", "first\n")
		setBack()
		r.start()
		time.Sleep(5 * second)
		r.write("b.log", "second\n")
		setBack()
		time.Sleep(5 * second)
		r.want("first", "second")
		r.stop()
	})
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.log", "b.log", "c.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(".", filepath.Join(dir, "again")); err != nil {
		t.Fatal(err)
	}
	in := tail.Input{Exclude: []string{"**/b.*"}}
	found, failed := in.Find(filepath.Join(dir, "**/*.log"))
	if len(found) != 1 || found[0] != filepath.Join(dir, "a.log") || len(failed) > 0 {
		t.Errorf("found %q, failed %v, want a.log alone", found, failed)
	}
}

// What rotation has compressed in a way that is not read is no log: neither its
// bytes nor an error for each of its lines is of use to anybody.
func TestForeignCompression(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "*")
		r.write("a.log.2.xz", "\xfd7zXZ\x00 \n \n")
		r.write("a.log.3.zst", "\x28\xb5\x2f\xfd \n \n")
		r.write("a.log.4.bz2", "BZh91AY&SY \n \n")
		r.write("a.log", "BZh is a word\n")
		r.start()
		time.Sleep(3 * second)
		r.restart()
		time.Sleep(3 * second)
		r.want("BZh is a word")
		if got := strings.Count(r.log.String(), "it is compressed with"); got != 3 {
			t.Errorf("%d files are complained of, want 3:\n%s", got, r.log)
		}
		r.stop()
	})
}
