package tail_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestRotation plays every kind of rotation. Each line has a number; a step
// that is done between two looks has no wait before the next.
func TestRotation(t *testing.T) {
	big := strings.Repeat("x", 2000) + "\n" // more than a head
	for _, tt := range []struct {
		name  string
		globs []string
		play  func(r *rig, wait func())
		want  string // the lines that must come, in order, without the big ones
	}{
		{"rename and create", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.rename("a.log", "a.log.1")
			r.write("a.log.1", "2\n")
			r.write("a.log", "3\n")
			wait()
		}, "1 2 3"},
		{"rename within the globs", []string{"*"}, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.rename("a.log", "a.log.1")
			r.write("a.log", "2\n")
			wait()
			r.write("a.log.1", "3\n")
			wait()
			r.rename("a.log.1", "a.log.2")
			r.rename("a.log", "a.log.1")
			r.write("a.log", "4\n")
			wait()
		}, "1 2 3 4"},
		{"replace", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.write("new", "3\n")
			r.write("a.log", "2\n")
			r.rename("new", "a.log")
			wait()
		}, "1 2 3"},
		{"symlink swap", []string{"current"}, func(r *rig, wait func()) {
			r.write("a-1.log", "1\n")
			r.must(os.Symlink("a-1.log", r.path("current")))
			wait()
			r.write("a-1.log", "2\n")
			r.write("a-2.log", "3\n")
			r.must(os.Symlink("a-2.log", r.path("next")))
			r.rename("next", "current")
			wait()
			r.write("a-1.log", "4\n")
			wait()
		}, "1 2 3 4"},
		{"unlink while open", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			f, err := os.OpenFile(r.path("a.log"), os.O_WRONLY|os.O_APPEND, 0)
			r.must(err)
			defer f.Close()
			r.remove("a.log")
			f.WriteString("2\n")
			wait()
			f.WriteString("3")
			wait()
			wait()
			wait()
		}, "1 2 3"},
		{"ten rotations between two looks", nil, func(r *rig, wait func()) {
			r.write("a.log", "0\n")
			wait()
			r.cascade("a.log", 10, func(i int) { r.write("a.log", fmt.Sprintln(i)) })
			wait()
		}, "0 1 2 3 4 5 6 7 8 9 10"},
		{"older siblings are not read", nil, func(r *rig, wait func()) {
			r.write("a.log.2", "old\n")
			r.write("a.log.1", "old\n")
			r.write("a.log", "1\n")
			wait()
			r.cascade("a.log", 3, func(i int) { r.write("a.log", fmt.Sprintln(i+1)) })
			wait()
			r.compress("a.log.5") // an old one
			wait()
			r.cascade("a.log", 1, func(i int) { r.write("a.log", "5\n") })
			wait()
		}, "1 2 3 4 5"},
		{"copytruncate, all read", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.copyTruncate("a.log", "a.log.1")
			wait()
			r.write("a.log", "2\n")
			wait()
		}, "1 2"},
		{"copytruncate, the rest is in the copy", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.1")
			wait()
			r.write("a.log", "3\n")
			wait()
		}, "1 2 3"},
		{"copytruncate of a tiny file", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.1")
			wait()
			r.write("a.log", "3\n")
			wait()
		}, "1 2 3"},
		{"copytruncate, grown again between two looks", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.1")
			r.write("a.log", "3\n"+big+big+big+"4\n")
			wait()
		}, "1 2 3 4"},
		{"copytruncate with the copy in the globs", []string{"a.log*"}, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("a.log", "2\n")
			r.copy("a.log", "a.log.1")
			wait()
			wait()
			r.truncate("a.log", 0)
			r.write("a.log", "3\n")
			wait()
			r.rename("a.log.1", "a.log.2")
			r.copyTruncate("a.log", "a.log.1")
			r.write("a.log", "4\n")
			wait()
		}, "1 2 3 4"},
		{"copytruncate, compressed at once", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.1")
			r.compress("a.log.1")
			wait()
			r.write("a.log", "3\n")
			wait()
		}, "1 2 3"},
		{"two copytruncates between two looks", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.2")
			r.write("a.log", "3\n")
			r.copyTruncate("a.log", "a.log.1")
			r.write("a.log", "4\n")
			wait()
		}, "1 2 3 4"},
		{"a backup is not a log", []string{"a.log*"}, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.copy("a.log", "a.log.bak")
			wait()
			r.write("a.log", "2\n")
			r.rename("a.log", "a.log.1")
			r.write("a.log", "3\n")
			wait()
		}, "1 2 3"},
		{"a copy that goes its own way is a file", []string{"a.log*"}, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.write("a.log-b", "1\n")
			wait()
			r.write("a.log-b", "2\n")
			wait()
			r.write("a.log", "3\n")
			wait()
		}, "1 1 2 3"},
		{"compressed in the globs", []string{"a.log*"}, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.rename("a.log", "a.log.1")
			r.write("a.log", "2\n")
			wait()
			r.compress("a.log.1")
			wait()
			r.rename("a.log.1.gz", "a.log.2.gz")
			wait()
			r.restart()
			wait()
		}, "1 2"},
		{"rotated while down", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.stop()
			r.write("a.log", "2\n")
			r.rename("a.log", "a.log.1")
			r.write("a.log", "3\n")
			r.start()
			wait()
		}, "1 2 3"},
		{"rotated twice while down", nil, func(r *rig, wait func()) {
			r.write("a.log.1", "old\n")
			r.write("a.log", "1\n")
			wait()
			r.stop()
			r.cascade("a.log", 2, func(i int) { r.write("a.log", fmt.Sprintln(i+1)) })
			r.start()
			wait()
			r.write("a.log", "4\n")
			wait()
			r.restart()
			wait()
		}, "1 2 3 4"},
		{"rotated and compressed while down", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.stop()
			r.write("a.log", "2\n")
			r.rename("a.log", "a.log.1")
			r.compress("a.log.1")
			r.write("a.log", "3\n")
			r.start()
			wait()
			wait()
			r.restart()
			wait()
		}, "1 3 2"}, // a fresh .gz may be incomplete, and is looked at twice
		{"rotated twice and compressed while down", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.stop()
			r.write("a.log", "2\n")
			r.cascade("a.log", 2, func(i int) { r.write("a.log", big+fmt.Sprintln(i+2)) })
			r.compress("a.log.2")
			r.compress("a.log.1")
			r.start()
			wait()
			wait()
			r.restart()
			wait()
		}, "1 4 2 3"},
		{"copytruncate while down", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.stop()
			r.write("a.log", "2\n")
			r.copyTruncate("a.log", "a.log.1")
			r.write("a.log", "3\n")
			r.start()
			wait()
		}, "1 2 3"},
		{"inode reuse while down", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.stop()
			r.remove("a.log")
			r.write("a.log", big+"2\n"+big) // the same header, perhaps the same inode
			r.start()
			wait()
		}, "1 2"},
		{"shrinks while down", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n"+big)
			wait()
			r.stop()
			r.truncate("a.log", 0)
			r.write("a.log", "2\n")
			r.start()
			wait()
		}, "1 2"},
		{"rewritten by an editor", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.copy("a.log", "new")
			r.write("new", "2\n")
			r.rename("new", "a.log")
			wait()
			r.write("a.log", "3\n")
			wait()
			r.restart()
			wait()
		}, "1 2 3"},
		{"rewritten by an editor that leaves a backup", nil, func(r *rig, wait func()) {
			r.write("a.log", "0\n"+strings.Repeat(big, 5)+"1\n")
			wait()
			r.rename("a.log", "a.log~")
			r.copy("a.log~", "a.log")
			r.write("a.log", "2\n")
			r.write("a.log~", "3\n") // by who has it open
			wait()
		}, "0 1 3 1 2"}, // of what differs near its end, the end comes again
		{"a line is edited away", nil, func(r *rig, wait func()) {
			r.write("a.log", "0\n"+strings.Repeat(big, 5)+"1\n")
			wait()
			r.write("a.log", "2\n")
			wait()
			r.write("new", "0\n"+strings.Repeat(big, 5)+"1\n3\n")
			r.rename("new", "a.log")
			wait()
		}, "0 1 2 1 3"},
		{"replaced by a file with the same header", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			r.write("new", big+"2\n3\n")
			r.rename("new", "a.log")
			wait()
		}, "1 2 3"},
		{"mirrored by rsync", nil, func(r *rig, wait func()) {
			r.write("a.log", big+"1\n")
			wait()
			for _, line := range []string{"2\n", "3\n", "4\n"} {
				r.copy("a.log", ".a.log.Xy3k2Z")
				wait()
				r.write(".a.log.Xy3k2Z", line)
				wait()
				r.rename(".a.log.Xy3k2Z", "a.log")
				wait()
			}
		}, "1 2 3 4"},
		{"compressed into another folder", []string{"**/*"}, func(r *rig, wait func()) {
			r.must(os.Mkdir(r.path("old"), 0o700))
			r.write("a.log", big+"1\n")
			wait()
			r.rename("a.log", "old/a-1.log")
			r.compress("old/a-1.log")
			r.write("a.log", "2\n")
			wait()
			r.restart()
			wait()
		}, "1 2"},
		{"compressed into another folder while down", []string{"**/*"}, func(r *rig, wait func()) {
			r.must(os.Mkdir(r.path("old"), 0o700))
			r.write("a.log", big+"1\n")
			wait()
			r.stop()
			r.write("a.log", "2\n")
			r.rename("a.log", "old/a-1.log")
			r.compress("old/a-1.log")
			r.write("a.log", "3\n")
			r.start()
			wait()
			wait()
		}, "1 3 2"},
		{"moved to another folder", []string{"*.log", "old/*"}, func(r *rig, wait func()) {
			r.must(os.Mkdir(r.path("old"), 0o700))
			r.write("a.log", "1\n")
			wait()
			r.write("a.log", "2\n")
			r.rename("a.log", "old/a.log.1")
			r.write("a.log", "3\n")
			wait()
			r.restart()
			wait()
		}, "1 2 3"},
		{"one header", nil, func(r *rig, wait func()) {
			r.write("a.log", big)
			r.write("b.log", big)
			wait()
			r.write("a.log", "1\n")
			wait()
			r.write("b.log", "2\n")
			wait()
			r.restart()
			wait()
			r.write("b.log", "3\n")
			wait()
		}, "1 2 3"},
		{"empty, then rotated", nil, func(r *rig, wait func()) {
			r.write("a.log", "")
			wait()
			r.rename("a.log", "a.log.1")
			r.write("a.log.1", "1\n")
			r.write("a.log", "")
			wait()
			r.write("a.log", "2\n")
			wait()
		}, "1 2"},
		{"born and rotated between two looks", nil, func(r *rig, wait func()) {
			r.write("b.log", "1\n")
			wait()
			r.write("a.log", "2\n")
			r.rename("a.log", "a.log.1")
			r.write("a.log", "3\n")
			wait()
			r.write("c.log", "4\n")
			r.rename("c.log", "c.log.1")
			wait()
		}, "1 2 3 4"},
		{"written to after it was closed", nil, func(r *rig, wait func()) {
			r.write("a.log", "1\n")
			wait()
			r.rename("a.log", "a.log.1")
			for range 200 {
				wait()
			}
			r.write("a.log.1", "2\n")
			wait()
			wait()
			wait()
		}, "1 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, tt.globs...)
				started := false
				tt.play(r, func() {
					if !started {
						started = true
						r.start()
					}
					time.Sleep(3 * second)
					synctest.Wait()
				})
				r.stop()
				var got []string
				for _, line := range r.sinks[0].got() {
					if len(line) < 100 {
						got = append(got, line)
					}
				}
				if strings.Join(got, " ") != tt.want {
					t.Errorf("got %q, want %q\n%s", got, tt.want, r.log)
				}
				r.sinks[0].report(t)
				if lost := r.tailer.LaneCounts("lane0").Gap.Load(); lost != 0 {
					t.Errorf("%d bytes are counted as lost", lost)
				}
			})
		})
	}
}

// Files that were rotated while the clock was set back are read in the order
// of their numbers.
func TestOrderByNumberWhenTheClockWasSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.single = true
		r.write("a.log", "1\n")
		r.start()
		time.Sleep(2 * second)
		r.stop()
		r.write("a.log", "2\n")
		r.rename("a.log", "a.log.2")
		r.write("a.log.1", "3\n")
		r.write("a.log", "4\n")
		now := time.Now()
		for i, name := range []string{"a.log", "a.log.1", "a.log.2"} {
			at := now.Add(time.Duration(i) * time.Hour)
			r.must(os.Chtimes(r.path(name), at, at))
		}
		r.start()
		time.Sleep(2 * second)
		r.want("1", "2", "3", "4")
		r.stop()
	})
}

// A file that was made beside the log, as if it were rotated from it, is read once it
// is moved to the log's name, though nothing was written to it since.
func TestMovedOver(t *testing.T) {
	for _, restart := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			r.write("a.log", "1\n")
			r.start()
			time.Sleep(10 * second)
			r.write("a.log.new", "2\n")
			time.Sleep(10 * second)
			r.want("1")
			if restart {
				r.stop()
			}
			r.rename("a.log.new", "a.log")
			if restart {
				r.start()
			}
			time.Sleep(10 * second)
			r.want("1", "2")
			r.stop()
		})
	}
}
