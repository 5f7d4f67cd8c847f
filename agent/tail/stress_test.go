package tail_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashtail/hashtail/test/long"
)

// A writer writes numbered lines as fast as it is told to, and keeps writing
// to the old file for a while after each rotation, as daemons do that have not
// reopened their log yet.
type writer struct {
	r    *rig
	name string
	f    *os.File
	next int
}

func (w *writer) open() {
	f, err := os.OpenFile(w.r.path(w.name), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	w.r.must(err)
	w.f = f
}

func (w *writer) lines(n int) {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "line %08d of a log file with a few more words in it\n", w.next)
		w.next++
	}
	_, err := w.f.WriteString(b.String())
	w.r.must(err)
}

func (w *writer) shift() {
	for j := 30; j > 0; j-- {
		for _, ext := range []string{"", ".gz"} {
			os.Rename(w.r.path(fmt.Sprintf("%s.%d%s", w.name, j, ext)), w.r.path(fmt.Sprintf("%s.%d%s", w.name, j+1, ext)))
		}
	}
}

func (w *writer) rename() {
	w.shift()
	w.r.rename(w.name, w.name+".1")
	w.lines(50) // late
	old := w.f
	w.open()
	old.Close()
}

// begin waits until the first look is over: what was rotated before it is none
// of the tailer's business.
func (r *rig) begin(w *writer) {
	w.lines(1)
	r.start()
	r.arrive(1)
}

// exactly checks that every line that was written came exactly once.
func (r *rig) exactly(n int) {
	r.t.Helper()
	s := r.sinks[0]
	r.arrive(n)
	time.Sleep(50 * time.Millisecond) // for lines that come twice
	count := make([]int, n)
	for _, line := range s.got() {
		i := -1
		fmt.Sscanf(line, "line %d of", &i)
		if i < 0 || i >= n {
			r.t.Fatalf("got a line that was never written: %q", line)
		}
		count[i]++
	}
	lost, twice := 0, 0
	for _, c := range count {
		if c == 0 {
			lost++
		} else if c > 1 {
			twice += c - 1
		}
	}
	if lost > 0 || twice > 0 {
		r.t.Errorf("of %d lines %d are lost and %d came twice\n%s", n, lost, twice, r.log)
	}
	s.report(r.t)
}

func TestRenameUnderLoad(t *testing.T) {
	for _, watch := range []string{"poll", "auto"} {
		t.Run(watch, func(t *testing.T) {
			r := newRig(t)
			r.config.Watch = watch
			w := &writer{r: r, name: "a.log"}
			w.open()
			r.begin(w)
			for range 30 {
				for range 20 {
					w.lines(100)
				}
				w.rename()
			}
			w.lines(10)
			r.exactly(w.next)
			r.stop()
		})
	}
}

// TestTenRotationsASecond has pauses, so that looks fall between rotations and
// between the steps of one.
func TestTenRotationsASecond(t *testing.T) {
	r := newRig(t)
	w := &writer{r: r, name: "a.log"}
	w.open()
	r.begin(w)
	for range 25 {
		for range 5 {
			w.lines(10)
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		}
		w.rename()
	}
	r.exactly(w.next)
	r.stop()
}

// TestCopytruncateUnderLoad stops the writer for the moment between copy and
// truncation, which no reader could help with: then nothing may be lost.
func TestCopytruncateUnderLoad(t *testing.T) {
	for _, globs := range []string{"a.log", "a.log*"} {
		t.Run(globs, func(t *testing.T) {
			r := newRig(t, globs)
			w := &writer{r: r, name: "a.log"}
			w.open()
			r.begin(w)
			for range 12 {
				for range 10 {
					w.lines(100)
					time.Sleep(time.Duration(rand.IntN(25)) * time.Millisecond)
				}
				w.shift()
				r.copyTruncate("a.log", "a.log.1")
			}
			w.lines(10)
			r.exactly(w.next)
			r.stop()
		})
	}
}

// TestCrash stops the tailer at random moments without the marks that it had,
// and rotates while it is down: nothing may be lost, and a line that comes
// again comes from the same place.
func TestCrash(t *testing.T) {
	r := newRig(t)
	r.config.SaveInterval = 20 * time.Millisecond
	w := &writer{r: r, name: "a.log"}
	w.open()
	s := r.sinks[0]
	for round := range 30 {
		s.release()
		s.noAck = round%3 == 0
		r.start()
		for range 5 {
			w.lines(100)
			time.Sleep(time.Duration(rand.IntN(15)) * time.Millisecond)
		}
		if rand.IntN(2) == 0 {
			w.rename()
		}
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
		s.hold() // nothing is delivered from here on
		saved := r.snapshot()
		r.stop()
		r.must(os.RemoveAll(r.state))
		r.must(os.CopyFS(r.state, saved))
		for range rand.IntN(3) {
			w.lines(50)
			w.rename()
		}
	}
	s.release()
	s.noAck = false
	r.start()
	w.lines(10)
	r.exactly(w.next)
	r.stop()
}

// snapshot is the state folder as a crash would leave it now.
func (r *rig) snapshot() fs.FS {
	r.t.Helper()
	saved := fstest.MapFS{}
	names, err := os.ReadDir(r.state)
	r.must(err)
	for _, name := range names {
		if b, err := os.ReadFile(filepath.Join(r.state, name.Name())); err == nil { // it may be renamed just now
			saved[name.Name()] = &fstest.MapFile{Data: b, Mode: 0o600}
		}
	}
	return saved
}

// TestTenThousandFiles bounds what idle files cost.
func TestTenThousandFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand files")
	}
	r := newRig(t)
	old := time.Now().Add(-time.Hour)
	const n = 10_000
	for i := range n {
		name := fmt.Sprintf("%05d.log", i)
		r.must(os.WriteFile(r.path(name), fmt.Appendf(nil, "line %08d of file\n", i), 0o600))
		r.must(os.Chtimes(r.path(name), old, old))
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	goroutines := runtime.NumGoroutine()
	begin := time.Now()
	r.start()
	r.exactly(n)
	t.Logf("read after %v", time.Since(begin))
	r.sinks[0].mu.Lock()
	clear(r.sinks[0].at)
	r.sinks[0].mu.Unlock()
	time.Sleep(3 * second) // until folder and clock are believed
	cpu := long.CPU(t)
	time.Sleep(5 * second)
	cpu = long.CPU(t) - cpu
	var after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%d files: heap %d KiB, goroutines %d, CPU %v in 5s", n,
		(int64(after.HeapAlloc)-int64(before.HeapAlloc))>>10, runtime.NumGoroutine()-goroutines, cpu)
	if heap := int64(after.HeapAlloc) - int64(before.HeapAlloc); heap > 50<<20 {
		t.Errorf("the heap grew by %d bytes", heap)
	}
	if got := runtime.NumGoroutine() - goroutines; got > 20 {
		t.Errorf("there are %d more goroutines", got)
	}
	r.stop()
}
