package tail_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A filler is a program that makes its file of NULs first, and writes its lines over
// them from the beginning, as loggers do that map their file into memory.
type filler struct {
	r   *rig
	f   *os.File
	end int64 // of what is written
}

func (r *rig) filler(name string, size int64) *filler {
	f, err := os.OpenFile(r.path(name), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	r.must(err)
	r.must(f.Truncate(size))
	return &filler{r: r, f: f}
}

func (w *filler) write(text string) {
	_, err := w.f.WriteAt([]byte(text), w.end)
	w.r.must(err)
	w.end += int64(len(text))
}

// close cuts off the NULs that are left.
func (w *filler) close() {
	w.r.must(w.f.Truncate(w.end))
	w.r.must(w.f.Close())
}

// inPlace tells a story of a.log, which is made of so many NULs and has text written over
// the first of them when the tailer comes.
func inPlace(t *testing.T, size int64, text string, story func(r *rig, w *filler)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		w := r.filler("a.log", size)
		w.write(text)
		r.start()
		time.Sleep(10 * second)
		story(r, w)
		r.stop()
	})
}

// writeAndWait writes text and gives the tailer time to read it.
func (w *filler) writeAndWait(text string) {
	w.write(text)
	time.Sleep(10 * second)
}

// wantNothingWrong checks what a tailer says of a file that nothing happened to.
func (r *rig) wantNothingWrong() {
	r.t.Helper()
	if n := r.tailer.Counts().Truncations.Load(); n != 0 {
		r.t.Errorf("%d truncations were counted", n)
	}
	c := r.tailer.LaneCounts("lane0")
	if c.Gap.Load() != 0 || c.Lost.Load() != 0 {
		r.t.Errorf("a gap of %d bytes and a loss of %d were counted", c.Gap.Load(), c.Lost.Load())
	}
	for _, l := range r.tailer.Lags() {
		if l.Bytes > 0 {
			r.t.Errorf("a lag of %d bytes", l.Bytes)
		}
	}
	if strings.Contains(r.log.String(), "lost") || strings.Contains(r.log.String(), "truncated") {
		r.t.Errorf("the log says what is not so:\n%s", r.log)
	}
}

// wantBehindNULs is want for lines that may have NULs before them, which parse takes off.
func (r *rig) wantBehindNULs(want ...string) {
	r.t.Helper()
	got := r.sinks[0].got()
	for i := range got {
		got[i] = strings.TrimLeft(got[i], "\x00")
	}
	if !slices.Equal(got, want) {
		r.t.Errorf("got %.100q, want %q", got, want)
	}
}

func TestFilledInPlace(t *testing.T) {
	for _, size := range []int64{600, 5000, 70_000, 3 << 20} {
		for _, restarts := range []bool{false, true} {
			t.Run(fmt.Sprint(size, restarts), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRig(t)
					var all []string
					next := func(what string) {
						t.Helper()
						time.Sleep(10 * second)
						r.want(all...)
						if r.wantNothingWrong(); t.Failed() {
							r.stop()
							t.Fatal(what)
						}
						if restarts {
							r.restart()
							time.Sleep(10 * second)
						}
					}
					r.start()
					for i := range 3 {
						w := r.filler("a.log", size)
						next("nothing is written")
						for j := range 3 {
							lines, text := number(fmt.Sprintf("file %d", i), 10*j, 10)
							w.write(text[:len(text)-5])
							time.Sleep(time.Duration(j) * 40 * second)
							w.write(text[len(text)-5:])
							all = append(all, lines...)
							next("written to")
						}
						w.writeAndWait("the last")
						w.write(" one\n")
						all = append(all, "the last one")
						switch i {
						case 0:
							next("before it is cut")
							w.close()
						case 1:
							w.close()
						default: // it crashed
						}
						next("closed")
						r.rename("a.log", fmt.Sprintf("a.log.%d", i))
						next("renamed")
					}
					time.Sleep(10 * time.Minute)
					next("ended")
					r.stop()
				})
			})
		}
	}
}

// NULs may be cut off while a lane has not read up to them.
func TestNULsCutOffBeforeTheyAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		slow := newSink()
		r.sinks = append(r.sinks, slow)
		r.sinks[0].hold()
		slow.hold()
		lines, text := number("a", 0, 30_000)
		w := r.filler("a.log", 3<<20)
		w.write(text)
		r.start()
		time.Sleep(10 * second)
		w.close()
		time.Sleep(10 * second)
		r.sinks[0].release()
		time.Sleep(10 * second)
		slow.release()
		time.Sleep(10 * second)
		r.want(lines...)
		r.wantOf(slow, lines...)
		r.wantNothingWrong()
		r.stop()
	})
}

// A line that was begun and never finished ends where the NULs begin.
func TestFilledInPlaceAndKilled(t *testing.T) {
	inPlace(t, 100_000, "one\ntw", func(r *rig, _ *filler) {
		r.rename("a.log", "a.log.1")
		time.Sleep(10 * time.Minute)
		r.want("one", "tw")
		r.wantNothingWrong()
	})
}

// What is written behind the NULs that a crash has left is read too.
func TestGoesOnBehindNULs(t *testing.T) {
	for _, size := range []int64{500, 100_000, 3 << 20} {
		inPlace(t, size, "one\n", func(r *rig, w *filler) {
			w.end = size
			w.writeAndWait("two\n")
			w.writeAndWait("three\n")
			r.wantBehindNULs("one", "two", "three")
			r.wantNothingWrong()
		})
	}
}

// A file of NULs alone that grows, and is written to at its beginning, or behind them.
func TestNULsGrow(t *testing.T) {
	for _, at := range []int64{0, 300_000} {
		inPlace(t, 100_000, "", func(r *rig, w *filler) {
			for _, size := range []int64{200_000, 300_000} {
				r.must(w.f.Truncate(size))
				time.Sleep(10 * second)
			}
			w.end = at
			w.writeAndWait("one\n")
			r.wantBehindNULs("one")
		})
	}
}

// NULs within what is written are not waited for longer than it takes to write a line.
func TestNULsInPlace(t *testing.T) {
	inPlace(t, 100_000, "one\ntw\x00o\nthree\n", func(r *rig, w *filler) {
		r.want("one", "tw\x00o", "three")
		w.writeAndWait("four\n")
		r.want("one", "tw\x00o", "three", "four")
	})
}

// A line that another is written behind of is waited for, for a moment.
func TestWrittenBackwards(t *testing.T) {
	inPlace(t, 100_000, "one\n", func(r *rig, w *filler) {
		_, err := w.f.WriteAt([]byte("three\n"), 8)
		r.must(err)
		time.Sleep(100 * time.Millisecond)
		w.writeAndWait("two\n")
		r.want("one", "two", "three")
	})
}

// A file that is made anew in the same place, as some loggers do at its end.
func TestFilledAnew(t *testing.T) {
	inPlace(t, 100_000, "one\n", func(r *rig, w *filler) {
		for _, line := range []string{"two\n", "three\n"} {
			r.must(w.f.Truncate(0))
			r.must(w.f.Truncate(100_000))
			w.end = 0
			time.Sleep(10 * second)
			w.writeAndWait(line)
		}
		r.want("one", "two", "three")
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 0 {
			t.Errorf("a gap of %d bytes", n)
		}
	})
}

func TestLongLineInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.Inputs[0].MaxLine = 1024
		w := r.filler("a.log", 3<<20)
		w.write("one\n" + strings.Repeat("x", 100_000))
		r.start()
		time.Sleep(10 * second)
		w.writeAndWait(strings.Repeat("y", 100_000))
		w.writeAndWait("\ntwo\n")
		r.want("one", strings.Repeat("x", 1024), "two")
		r.stop()
	})
}

func TestStartAtTheEndInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.Inputs[0].Start = "end"
		w := r.filler("a.log", 3<<20)
		w.write("one\ntw")
		empty := r.filler("b.log", 3<<20)
		r.start()
		time.Sleep(10 * second)
		w.writeAndWait("o\n")
		empty.writeAndWait("three\n")
		r.want("two", "three")
		r.stop()
	})
}

// Files that end in the same NULs are not copies of each other.
func TestNULsAreNoCopy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "*.log*")
		r.single = true
		w := r.filler("a.log", 100_000)
		w.write("one\n")
		r.start()
		time.Sleep(10 * second)
		old := r.filler("a.log.1", 100_000)
		time.Sleep(10 * second)
		old.writeAndWait("two\n")
		w.writeAndWait("three\n")
		r.restart()
		old.writeAndWait("four\n")
		r.want("one", "two", "three", "four")
		r.stop()
	})
}

// TestMapped needs the real clock: what is written to memory changes neither the size
// of a file nor, on a tmpfs, its time.
func TestMapped(t *testing.T) {
	r := newRig(t)
	if dir, err := os.MkdirTemp("/dev/shm", "hashtail-"); err == nil {
		r.logs = dir
		r.config.Inputs[0].Paths = []string{filepath.Join(dir, "*.log")}
		defer os.RemoveAll(dir)
	}
	r.config.Watch = "auto"
	w := r.filler("a.log", 1<<20)
	defer w.f.Close()
	memory, err := syscall.Mmap(int(w.f.Fd()), 0, 1<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	r.must(err)
	defer syscall.Munmap(memory)
	r.start()
	var all []string
	for i, pause := range []time.Duration{0, 100 * time.Millisecond, 2 * second, 3 * second} {
		time.Sleep(pause)
		lines, text := number("mapped", 10*i, 10)
		w.end += int64(copy(memory[w.end:], text))
		all = append(all, lines...)
		r.until(all...)
		time.Sleep(50 * time.Millisecond)
	}
	r.wantNothingWrong()
	r.stop()
}
