package tail_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
)

func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.write("a.log", "one\ntwo\nthr")
		r.start()
		time.Sleep(second)
		r.want("one", "two")
		r.write("a.log", "ee\nfour\n")
		r.write("other.txt", "no\n")
		time.Sleep(second)
		r.want("one", "two", "three", "four")
		r.write("b.log", "five\n")
		time.Sleep(2 * second)
		r.want("one", "two", "three", "four", "five")
		r.restart()
		time.Sleep(second)
		r.write("a.log", "six\n")
		time.Sleep(10 * second)
		r.want("one", "two", "three", "four", "five", "six")
		r.stop()
	})
}

func TestUnfinishedLineOfRotatedFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.write("a.log", "one\ntw")
		r.start()
		time.Sleep(2 * second)
		r.rename("a.log", "a.log.1")
		time.Sleep(time.Minute)
		r.write("a.log.1", "o")
		time.Sleep(time.Minute)
		r.want("one")
		time.Sleep(10 * time.Minute)
		r.want("one", "two")
		r.restart()
		time.Sleep(10 * time.Minute)
		r.want("one", "two")
		r.stop()
	})
}

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

func TestFirstLook(t *testing.T) {
	now := time.Now()
	for _, tt := range []struct {
		name   string
		start  string
		ignore time.Duration
		want   string
	}{
		{"all from the beginning", "beginning", 0, "old recent new oldnew"},
		{"the end", "end", 0, "new oldnew"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				r.single = true
				r.config.Inputs[0].Start = tt.start
				r.config.Inputs[0].IgnoreOlder = tt.ignore
				r.write("a.log", "old\n")
				r.must(os.Chtimes(r.path("a.log"), now, now.Add(-time.Hour)))
				r.write("b.log", "recent\npart")
				r.start()
				time.Sleep(2 * second)
				r.write("c.log", "new\n")
				time.Sleep(2 * second)
				r.write("a.log", "oldnew\n")
				time.Sleep(6 * second)
				if got := strings.Join(r.sinks[0].got(), " "); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				r.write("b.log", "ial\n")
				r.restart()
				time.Sleep(2 * second)
				if got, want := strings.Join(r.sinks[0].got(), " "), tt.want+" partial"; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				r.stop()
			})
		})
	}
}

// TestIgnoreOlder needs the clock that files have.
func TestIgnoreOlder(t *testing.T) {
	r := newRig(t, "*")
	r.config.Inputs[0].IgnoreOlder = 24 * time.Hour
	old := time.Now().Add(-48 * time.Hour)
	r.write("a.log", "old\n")
	r.must(os.Chtimes(r.path("a.log"), old, old))
	r.write("b.log", "old\n")
	r.compress("b.log")
	r.must(os.Chtimes(r.path("b.log.gz"), old, old))
	r.write("c.log", "1\n")
	r.start()
	r.until("1")
	r.write("a.log", "2\n")
	r.until("1", "2")
	r.restart()
	r.must(os.Rename(r.path("b.log.gz"), r.path("d.log.gz")))
	r.write("c.log", "3\n")
	r.until("1", "2", "3")
	r.stop()
}

// until waits for the lines: for tests that need the kernel's help.
func (r *rig) until(lines ...string) {
	r.t.Helper()
	for end := time.Now().Add(20 * second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if len(r.sinks[0].got()) >= len(lines) {
			break
		}
	}
	r.want(lines...)
}

func TestLongLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.Inputs[0].MaxLine = 1 << 20
		long := strings.Repeat("a", 900<<10)
		huge := strings.Repeat("b", 30<<20)
		r.write("a.log", "1\n"+long+"\n2\n")
		r.start()
		time.Sleep(2 * second)
		r.want("1", long, "2")
		for i := 0; i < len(huge); i += 10 << 20 {
			r.write("a.log", huge[i:i+10<<20])
			time.Sleep(second)
		}
		r.want("1", long, "2")
		r.write("a.log", "\n3\n")
		time.Sleep(2 * second)
		r.want("1", long, "2", huge[:1<<20], "3")
		if got, want := r.sinks[0].cut, int64(29<<20+1); got != want {
			t.Errorf("cut %d bytes, want %d", got, want)
		}
		r.write("a.log", huge[:2<<20])
		time.Sleep(2 * second)
		r.must(os.Remove(r.path("a.log")))
		time.Sleep(10 * second)
		r.want("1", long, "2", huge[:1<<20], "3", huge[:1<<20])
		r.stop()
	})
}

func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		stuck := newSink()
		stuck.hold = make(chan struct{})
		r.sinks = append(r.sinks, stuck)
		r.write("a.log", "1\n")
		r.start()
		time.Sleep(2 * second)
		r.write("a.log", "2\n")
		r.rename("a.log", "a.log.1")
		r.write("a.log", "3\n")
		time.Sleep(2 * second)
		r.want("1", "2", "3")
		r.wantOf(stuck)
		lag := int64(0)
		for _, l := range r.tailer.Lags() {
			if l.Lane == "lane1" {
				lag += l.Bytes
			}
		}
		if lag != 6 {
			t.Errorf("the stuck lane is %d bytes behind, want 6", lag)
		}
		r.must(os.Remove(r.path("a.log.1")))
		time.Sleep(time.Hour)
		stuck.mu.Lock()
		close(stuck.hold)
		stuck.hold = nil
		stuck.mu.Unlock()
		time.Sleep(2 * second)
		r.wantOf(stuck, "1", "2", "3")
		r.stop()

		third := newSink() // starts where the others are
		r.sinks = append(r.sinks, third)
		r.write("a.log", "4\n")
		r.start()
		time.Sleep(2 * second)
		r.wantOf(third, "4")
		r.stop()
	})
}

func TestHoldDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.HoldDeleted = 100
		s := r.sinks[0]
		s.hold = make(chan struct{})
		_, text := number("a", 0, 5) // 45 bytes each
		r.write("a.log", text)
		r.start()
		time.Sleep(2 * second)
		for _, name := range []string{"b.log", "c.log", "d.log"} {
			r.write(name, text)
			time.Sleep(2 * second)
		}
		for _, name := range []string{"b.log", "c.log"} {
			r.must(os.Remove(r.path(name)))
			time.Sleep(2 * second)
		}
		if n := r.tailer.LaneCounts("lane0").Lost.Load(); n != 0 {
			t.Errorf("%d bytes lost while there was room", n)
		}
		r.must(os.Remove(r.path("d.log")))
		time.Sleep(2 * second)
		if n := r.tailer.LaneCounts("lane0").Lost.Load(); n != 45 {
			t.Errorf("%d bytes are counted as lost, want 45", n)
		}
		close(s.hold)
		time.Sleep(10 * second)
		if got := strings.Count(r.log.String(), "given up"); got != 1 {
			t.Errorf("the loss was logged %d times:\n%s", got, r.log)
		}
		r.stop()
	})
}

func TestGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		s := r.sinks[0]
		s.hold = make(chan struct{})
		r.write("a.log", "1\n")
		r.write("b.log", "1\n")
		r.write("c.log", strings.Repeat("c", 99)+"\n")
		r.start() // two workers are stuck with a and b
		time.Sleep(2 * second)
		r.must(os.Truncate(r.path("c.log"), 0))
		r.write("c.log", "2\n")
		time.Sleep(20 * second)
		close(s.hold)
		time.Sleep(2 * second)
		if got := len(s.got()); got != 3 {
			t.Errorf("got %d lines, want 3", got)
		}
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 100 {
			t.Errorf("the gap is %d bytes, want 100", n)
		}
		if got := strings.Count(r.log.String(), "lines are lost"); got != 1 {
			t.Errorf("the gap was logged %d times:\n%s", got, r.log)
		}
		r.stop()
	})
}

func TestGoneWhileDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.sinks[0].noAck = true
		r.write("a.log", "1\n2\n3\n")
		r.start()
		time.Sleep(2 * second)
		r.stop()
		r.must(os.Remove(r.path("a.log")))
		r.start()
		time.Sleep(10 * second)
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 6 {
			t.Errorf("the gap is %d bytes, want 6", n)
		}
		r.restart()
		time.Sleep(10 * second)
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 0 {
			t.Errorf("the gap was counted twice")
		}
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
		r.must(os.Remove(r.path("a.log")))
		r.write("a.log", "3\n")
		r.write("nowhere-yet", "4\n")
		time.Sleep(2 * second)
		r.must(os.Remove(r.path("b.log")))
		r.stop()
		if got := len(r.sinks[0].got()); got != 6 {
			t.Errorf("got %d lines, want 6: %q", got, r.sinks[0].got())
		}
	})
}

func TestOnce(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	lines, text := number("z", 0, 100_000)
	zw.Write([]byte(text + "last"))
	zw.Close()
	for name, data := range map[string][]byte{
		"a":     []byte("1\n2\n3"),
		"b [1]": []byte("4\n"),
		"c.gz":  z.Bytes(),
		"d.log": z.Bytes(), // by its content, not by its name
		"empty": nil,
	} {
		if err := os.WriteFile(path(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(files ...string) (*sink, error) {
		s := newSink()
		in := tail.Input{}
		for _, f := range files {
			in.Paths = append(in.Paths, path(f))
		}
		store := checkpoint.Volatile()
		tailer, err := tail.New(tail.Config{Once: true, Inputs: []tail.Input{in}}, store, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		tailer.AddLane("out", 0, func() tail.Consumer { return &consumer{sink: s} })
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		defer tailer.Close()
		return s, tailer.Run(ctx)
	}
	s, err := run("a", "b [1]", "c.gz", "empty")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.got()), 4+len(lines)+1; got != want {
		t.Errorf("got %d lines, want %d", got, want)
	}
	if s, err = run("d.log"); err != nil || len(s.got()) != len(lines)+1 || s.got()[len(lines)] != "last" {
		t.Errorf("got %d lines, error %v", len(s.got()), err)
	}
	if s, err = run("a", "missing"); err == nil || len(s.got()) != 3 {
		t.Errorf("got %d lines, error %v, want 3 and an error for the file that is missing", len(s.got()), err)
	}
	for name, behind := range map[string][]byte{ // as gzip -d, which warns of it
		"text behind.gz": []byte("not compressed"),
		"padding.gz":     make([]byte, 10_000),
	} {
		if err := os.WriteFile(path(name), append(bytes.Clone(z.Bytes()), behind...), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err = run(name); err != nil || len(s.got()) != len(lines)+1 {
			t.Errorf("%s: got %d lines, error %v", name, len(s.got()), err)
		}
	}
	if err := os.WriteFile(path("torn.gz"), z.Bytes()[:z.Len()/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = run("torn.gz"); err == nil {
		t.Errorf("got %d lines and no error from half a file", len(s.got()))
	}
}

// TestHole is what becomes of a file whose writer does not append: after a
// truncation it goes on at its old offset.
func TestHole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		f, err := os.Create(r.path("a.log"))
		r.must(err)
		defer f.Close()
		for range 10_000 {
			f.WriteString("1\n")
		}
		r.start()
		time.Sleep(2 * second)
		before := len(r.sinks[0].got())
		r.must(os.Truncate(r.path("a.log"), 0))
		f.WriteString("2\n")
		time.Sleep(2 * second)
		f.WriteString("3\n")
		time.Sleep(2 * second)
		// Who looked between truncation and write has the hole in front of the line,
		// as NULs, which parse takes off.
		if got := r.sinks[0].got()[before:]; strings.TrimLeft(strings.Join(got, " "), "\x00") != "2 3" {
			t.Errorf("got %d lines after the truncation, want 2 and 3", len(got))
		}
		r.stop()
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
		r.must(os.Remove(r.path("containers/c.log")))
		r.write("pods/p/0.log", "7\n")
		time.Sleep(2 * second)
		r.want("1", "2", "3", "4", "5", "6", "7")
		r.stop()
	})
}

func number1(i int) string { return string(rune('0'+i)) + "\n" }

func TestLostState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.Inputs[0].Start = "end"
		r.write("a.log", "0\n")
		r.start()
		time.Sleep(2 * second)
		r.write("a.log", "1\n")
		time.Sleep(2 * second)
		r.want("1")
		r.stop()
		r.must(os.WriteFile(r.state+"/checkpoints.json", []byte("{"), 0o600))
		r.must(os.Remove(r.state + "/checkpoints.json.backup"))
		r.write("a.log", "2\n")
		r.start()
		time.Sleep(2 * second)
		r.want("1", "0", "1", "2") // rather twice than never
		if !strings.Contains(r.log.String(), "damaged") {
			t.Errorf("nothing was logged:\n%s", r.log)
		}
		r.stop()
	})
}

func TestFullStateFolder(t *testing.T) {
	r := newRig(t)
	r.config.SaveInterval = 10 * time.Millisecond
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "none", r.state).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %s", out)
	}
	defer exec.Command("umount", r.state).Run()
	r.must(os.WriteFile(r.state+"/filler", make([]byte, 48<<10), 0o600))
	more, err := os.Create(r.state + "/more")
	r.must(err)
	for err == nil {
		_, err = more.Write(make([]byte, 4096))
	}
	more.Close()
	r.write("a.log", "1\n")
	r.start()
	r.until("1")
	if r.store.Err() == nil {
		t.Error("the store has no error on a full disk")
	}
	r.must(os.Remove(r.state + "/filler"))
	r.write("a.log", "2\n")
	r.until("1", "2")
	for end := time.Now().Add(20 * second); r.store.Err() != nil && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	r.restart()
	r.write("a.log", "3\n")
	r.until("1", "2", "3")
	r.stop()
	if got := strings.Count(r.log.String(), "cannot be saved"); got != 1 {
		t.Errorf("logged %d times that checkpoints cannot be saved:\n%s", got, r.log)
	}
}

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

func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   tail.Input
		want string
	}{
		{"nothing", tail.Input{}, "paths is empty"},
		{"good", tail.Input{Paths: []string{"/var/log/**/*.log"}}, ""},
		{"glob", tail.Input{Paths: []string{"/var/log/[a.log"}}, "not a valid glob"},
		{"empty glob", tail.Input{Paths: []string{"a"}, Exclude: []string{""}}, "exclude has an empty entry"},
		{"start", tail.Input{Paths: []string{"a"}, Start: "middle"}, "beginning or end"},
		{"line", tail.Input{Paths: []string{"a"}, MaxLine: 10}, "max_line is 10"},
		{"age", tail.Input{Paths: []string{"a"}, IgnoreOlder: -1}, "ignore_older is negative"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tail.Config{Inputs: []tail.Input{tt.in}}.Validate()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if err := (tail.Config{Watch: "maybe", Linger: -1, HoldDeleted: -1}).Validate(); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want three complaints", err)
	}
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

// fewDescriptors has a hundred files open at most while the test runs.
func fewDescriptors(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old); err != nil {
		t.Fatal(err)
	}
	few := old
	few.Cur = 100
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old) })
}

// TestMoreFilesThanDescriptors: where there are more files than may be open, those that
// are quiet make room, and what happens to them meanwhile is seen.
func TestMoreFilesThanDescriptors(t *testing.T) {
	fewDescriptors(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		const files = 150
		lines := 0
		line := func(i int) {
			r.write(fmt.Sprintf("%d.log", i), fmt.Sprintf("line %d of %d\n", lines, i))
			lines++
		}
		arrived := func(what string) {
			t.Helper()
			for range 60 {
				if time.Sleep(second); len(r.sinks[0].got()) >= lines {
					break
				}
			}
			if got := len(r.sinks[0].got()); got != lines {
				t.Errorf("%s: got %d lines, want %d", what, got, lines)
			}
		}
		for i := range files {
			line(i)
		}
		r.start()
		arrived("at the start")
		for i := range files {
			line(i)
		}
		arrived("written to")
		for i := 0; i < files; i += 10 {
			line(i)
			r.rename(fmt.Sprintf("%d.log", i), fmt.Sprintf("%d.log.1", i))
			line(i)
			r.must(os.Truncate(r.path(fmt.Sprintf("%d.log", i+1)), 0))
			line(i + 1)
		}
		arrived("rotated and truncated")
		r.write("7.log", "half a ")
		time.Sleep(30 * second)
		r.write("7.log", "line\n")
		lines++
		arrived("in two pieces")
		r.restart()
		for i := range files {
			line(i)
		}
		arrived("after a restart")
		r.stop()
		r.sinks[0].mu.Lock()
		defer r.sinks[0].mu.Unlock()
		for _, w := range r.sinks[0].wrong {
			t.Error(w)
		}
		if r.sinks[0].again > 0 {
			t.Errorf("%d lines came twice", r.sinks[0].again)
		}
	})
}

// Log files do not take the last descriptors: sinks and checkpoints need some.
func TestFewDescriptors(t *testing.T) {
	fewDescriptors(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		for i := range 150 {
			r.write(fmt.Sprintf("%d.log", i), "line\n")
		}
		r.start()
		time.Sleep(3 * second)
		var open []*os.File
		for range 20 {
			f, err := os.Open(r.logs)
			if err != nil {
				t.Error(err)
				break
			}
			open = append(open, f)
		}
		for _, f := range open {
			f.Close()
		}
		if got := len(r.sinks[0].got()); got == 0 {
			t.Error("no file is read")
		}
		if got := strings.Count(r.log.String(), "LimitNOFILE"); got != 1 {
			t.Errorf("the limit is named %d times in the log, want once:\n%s", got, r.log)
		}
		r.stop()
	})
}
