package tail_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// quiet starts with a.log, which has one line and was written long ago, and waits until
// inotify watches it.
func (r *rig) quiet(t *testing.T) {
	old := time.Now().Add(-time.Hour)
	r.must(os.Chtimes(r.path("a.log"), old, old))
	r.start()
	r.until("1")
	if n := r.tailer.Counts().Watched.Load(); n != 1 {
		r.stop()
		t.Skipf("%d files are watched: no inotify here?\n%s", n, r.log)
	}
}

// TestHint shows that inotify wakes a file that its timer would leave for
// seconds.
func TestHint(t *testing.T) {
	r := newRig(t)
	r.config.Watch = "auto"
	r.write("a.log", "1\n")
	r.quiet(t)
	defer func() { r.stop() }()
	before := time.Now()
	r.write("a.log", "2\n")
	r.until("1", "2")
	if took := time.Since(before); took > 2*second {
		t.Errorf("the line came after %v", took)
	}
	r.rename("a.log", "a.log.1")
	r.write("a.log.1", "3\n")
	r.write("a.log", "4\n")
	r.until("1", "2", "3", "4")
}

// TestHintOfAnotherName: inotify tells of a write in the folder of the name by
// which it was done, which need not be the one that is watched.
func TestHintOfAnotherName(t *testing.T) {
	r := newRig(t)
	r.config.Watch = "auto"
	r.must(os.Mkdir(r.path("elsewhere"), 0o700))
	r.write("elsewhere/other", "1\n")
	r.must(os.Link(r.path("elsewhere/other"), r.path("a.log")))
	r.quiet(t)
	defer func() { r.stop() }()
	lines := []string{"1"}
	for _, line := range []string{"2", "3"} {
		time.Sleep(2 * second) // until it is quiet again
		before := time.Now()
		r.write("elsewhere/other", line+"\n")
		lines = append(lines, line)
		r.until(lines...)
		if took := time.Since(before); took > 2*second {
			t.Errorf("the line came after %v", took)
		}
	}
}

// TestNoInotify takes all inotify instances of the user away.
func TestNoInotify(t *testing.T) {
	var taken []int
	defer func() {
		for _, fd := range taken {
			unix.Close(fd)
		}
	}()
	for {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
		if err != nil {
			break
		}
		if taken = append(taken, fd); len(taken) > 2000 {
			t.Skip("there is no end to inotify instances here")
		}
	}
	r := newRig(t)
	r.config.Watch = "auto"
	r.write("a.log", "1\n")
	old := time.Now().Add(-10 * time.Second) // so quiet that it would be watched
	r.must(os.Chtimes(r.path("a.log"), old, old))
	r.start()
	r.until("1")
	for range 3 {
		r.write("a.log", "")
		time.Sleep(300 * time.Millisecond)
	}
	r.write("a.log", "2\n")
	r.until("1", "2")
	r.stop()
	if got := strings.Count(r.log.String(), "inotify cannot be used"); got != 1 {
		t.Errorf("logged %d times that inotify cannot be used:\n%s", got, r.log)
	}
}

// TestClosedFileIsWrittenAndDeleted: a file that was closed to make room for others is
// opened again as soon as something is written to it. What is written, rotated and deleted
// within the time that this takes would be lost.
func TestClosedFileIsWrittenAndDeleted(t *testing.T) {
	fewDescriptors(t)
	r := newRig(t)
	r.config.Watch = "auto"
	const files = 150
	name := func(i int) string { return fmt.Sprintf("%03d.log", i) }
	var want []string
	old := time.Now().Add(-time.Hour)
	write := func(i int) {
		line := fmt.Sprintf("line %03d of file %03d", len(want), i)
		want = append(want, line)
		r.write(name(i), line+"\n")
	}
	arrived := func() int {
		r.arrive(len(want))
		return len(r.sinks[0].got())
	}
	for i := range files {
		write(i)
		r.must(os.Chtimes(r.path(name(i)), old, old))
	}
	r.start()
	defer func() { r.stop() }()
	if n := arrived(); n != files {
		t.Fatalf("%d lines came at the start, want %d", n, files)
	}
	time.Sleep(3 * second)
	for i := 0; i < files; i += 3 {
		write(i)
		gone := name(i)
		if i%2 == 0 {
			time.Sleep(20 * time.Millisecond)
			gone += ".1"
			r.rename(name(i), gone)
		}
		time.Sleep(300 * time.Millisecond)
		r.remove(gone)
	}
	if n := arrived(); n != len(want) {
		t.Errorf("%d lines are lost of %d that were written to files, which were rotated and deleted soon after", len(want)-n, len(want)-files)
	}
}
