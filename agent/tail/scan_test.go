package tail_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestFolders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "**/*.log", "a[1].log")
		r.config.Inputs[0].Exclude = []string{filepath.Join(r.logs, "**", "debug*")}
		r.write("a[1].log", "0\n")
		r.start()
		time.Sleep(2 * second)
		r.must(os.MkdirAll(r.path("x/y"), 0o700))
		r.write("x/y/a.log", "1\n")
		r.write("x/y/debug.log", "no\n")
		time.Sleep(2 * second)
		r.write("x/a.log", "2\n")
		time.Sleep(2 * second)
		r.want("0", "1", "2")
		r.must(os.RemoveAll(r.path("x")))
		time.Sleep(10 * second)
		r.must(os.MkdirAll(r.path("x"), 0o700))
		r.write("x/a.log", "3\n")
		time.Sleep(2 * second)
		r.want("0", "1", "2", "3")
		r.stop()
	})
}

func TestNotLogs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "a.log", "b.log", "*")
		r.must(os.Mkdir(r.path("a.log"), 0o700))
		r.must(syscall.Mkfifo(r.path("b.log"), 0o600))
		r.must(os.Mkdir(r.path("folder"), 0o700))
		r.must(os.Symlink("nowhere", r.path("link")))
		r.write("empty", "")
		r.write("c", "1\n\x00\xff\xfe\n\n2\n")
		r.start()
		time.Sleep(10 * second)
		r.want("1", "\x00\xff\xfe", "", "2")
		for _, what := range []string{"it is a folder", "it is a FIFO"} {
			if got := strings.Count(r.log.String(), what); got != 1 {
				t.Errorf("%q was logged %d times:\n%s", what, got, r.log)
			}
		}
		if strings.Contains(r.log.String(), r.path("folder")) {
			t.Errorf("a folder among many matches was complained of:\n%s", r.log)
		}
		r.remove("a.log")
		r.write("a.log", "3\n")
		r.write("nowhere-yet", "4\n")
		time.Sleep(2 * second)
		r.remove("b.log")
		r.stop()
		if got := len(r.sinks[0].got()); got != 6 {
			t.Errorf("got %d lines, want 6: %q", got, r.sinks[0].got())
		}
	})
}

// TestLinks plays what a kubelet does: the glob sees symbolic links, rotation
// is where they lead.
func TestLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "containers/*.log")
		r.must(os.MkdirAll(r.path("containers"), 0o700))
		r.must(os.MkdirAll(r.path("pods/p"), 0o700))
		r.write("pods/p/0.log", "1\n")
		r.must(os.Symlink("../pods/p/0.log", r.path("containers/c.log")))
		r.start()
		time.Sleep(2 * second)
		r.cascade("pods/p/0.log", 2, func(i int) { r.write("pods/p/0.log", number1(i+1)) })
		time.Sleep(2 * second)
		r.want("1", "2", "3")
		r.stop()
		r.write("pods/p/0.log", "4\n")
		r.cascade("pods/p/0.log", 2, func(i int) { r.write("pods/p/0.log", number1(i+4)) })
		r.start()
		time.Sleep(2 * second)
		r.want("1", "2", "3", "4", "5", "6")
		r.remove("containers/c.log")
		r.write("pods/p/0.log", "7\n")
		time.Sleep(2 * second)
		r.want("1", "2", "3", "4", "5", "6", "7")
		r.stop()
	})
}

func number1(i int) string { return string(rune('0'+i)) + "\n" }

// TestRemovedInput: an input that is taken out of the configuration is neither
// lost nor read.
func TestRemovedInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "a.log", "b.log")
		r.write("a.log", "1\n")
		r.start()
		time.Sleep(2 * second)
		r.write("b.log", "2\n")
		time.Sleep(2 * second)
		r.stop()
		paths := r.config.Inputs[0].Paths
		r.config.Inputs[0].Paths = paths[:1]
		r.write("b.log", "3\n")
		r.start()
		time.Sleep(time.Minute)
		r.want("1", "2")
		r.stop()
		r.config.Inputs[0].Paths = paths
		r.start()
		time.Sleep(2 * second)
		r.want("1", "2", "3")
		r.stop()
		if strings.Contains(r.log.String(), "lost") {
			t.Errorf("something was lost:\n%s", r.log)
		}
	})
}

// TestOwnByAnotherName: what the process writes is not read through a link either.
func TestOwnByAnotherName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.must(os.Mkdir(r.path("out"), 0o700))
		r.config.Own = []string{r.path("out/events.ndjson")}
		r.write("out/events.ndjson", "event\n")
		r.write("out/events.ndjson.1", "older event\n")
		r.write("d.log", "line\n")
		r.must(os.Symlink("out/events.ndjson", r.path("a.log")))
		r.must(os.Symlink("out/events.ndjson.1", r.path("b.log")))
		r.start()
		time.Sleep(2 * second)
		r.must(os.Link(r.path("out/events.ndjson"), r.path("c.log")))
		r.write("out/events.ndjson", "another\n")
		time.Sleep(5 * second)
		r.write("out/events.ndjson", "one more\n")
		r.write("d.log", "and another\n")
		time.Sleep(5 * second)
		r.restart()
		time.Sleep(5 * second)
		r.want("line", "and another")
		if got := strings.Count(r.log.String(), "what hashtail itself writes"); got != 2*3 {
			t.Errorf("said %d times that a link is left out, want once for each in each run:\n%s", got, r.log)
		}
		r.stop()
	})
}
