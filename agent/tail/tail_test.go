package tail_test

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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

func TestFirstLook(t *testing.T) {
	now := time.Now()
	for _, tt := range []struct{ start, want string }{
		{"beginning", "old recent new oldnew"},
		{"end", "new oldnew"},
	} {
		t.Run(tt.start, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				r.single = true
				r.config.Inputs[0].Start = tt.start
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
	r.rename("b.log.gz", "d.log.gz")
	r.write("c.log", "3\n")
	r.until("1", "2", "3")
	r.stop()
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
		r.remove("a.log")
		time.Sleep(10 * second)
		r.want("1", long, "2", huge[:1<<20], "3", huge[:1<<20])
		r.stop()
	})
}

func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		stuck := newSink()
		stuck.hold()
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
		r.remove("a.log.1")
		time.Sleep(time.Hour)
		stuck.release()
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
		r.truncate("a.log", 0)
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
