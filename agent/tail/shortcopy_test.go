package tail_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestShortCopy copies less of a log than was delivered before the log is
// truncated, as copytruncate does when the application writes on meanwhile: the
// copy has nothing that is new, whatever becomes of it.
func TestShortCopy(t *testing.T) {
	for _, size := range []struct{ lines, copied int }{
		{30, 10}, {100, 30}, {100, 60}, {300, 100}, {300, 200}, {20_000, 500}, {20_000, 15_000},
	} {
		for _, globs := range []string{"a.log", "a.log*"} {
			for _, down := range []bool{false, true} {
				for _, zip := range []bool{false, true} {
					t.Run(fmt.Sprintf("%d of %d, %s, down %v, gzip %v", size.copied, size.lines, globs, down, zip), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							r := newRig(t, globs)
							lines, text := number("old", 0, size.lines)
							settle := func() {
								time.Sleep(6 * second)
								synctest.Wait()
							}
							r.write("a.log", text)
							r.start()
							settle()
							if down {
								r.stop()
							}
							r.must(os.WriteFile(r.path("a.log.1"), []byte(text[:len(text)/size.lines*size.copied]), 0o600))
							r.truncate("a.log", 0)
							if zip {
								r.compress("a.log.1")
							}
							r.write("a.log", "new\n")
							if down {
								r.start()
							}
							settle()
							r.restart()
							settle()
							r.rename("a.log", "a.log.0")
							r.write("a.log", "newer\n")
							settle()
							r.stop()
							r.want(append(lines, "new", "newer")...)
						})
					})
				}
			}
		}
	}
}

// TestShrink cuts a log to a part of itself, at a line's end, and writes on: of
// what was delivered only the piece comes again that cannot be told from new
// lines, and nothing is lost.
func TestShrink(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines int
		kept  int
		down  bool
		fresh int // lines
		again int // lines, at most
	}{
		{"half", 20_000, 10_000, false, 50, 400},
		{"half, and grown until it is seen", 20_000, 10_000, false, 3_000, 400},
		{"a little", 20_000, 19_900, false, 50, 400},
		{"nearly all", 20_000, 1_000, false, 50, 400},
		{"half while down", 20_000, 10_000, true, 50, 6_000},
		{"half while down, and grown", 20_000, 10_000, true, 3_000, 6_000},
		{"a small file", 100, 50, false, 5, 50},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				r.config.SaveInterval = 100 * time.Millisecond
				_, text := number("old", 0, tt.lines)
				line := len(text) / tt.lines
				for len(text) > 0 {
					n := min(len(text), 4000*line)
					r.write("a.log", text[:n])
					text = text[n:]
					if r.tailer == nil {
						r.start()
					}
					time.Sleep(second)
				}
				if tt.down {
					r.stop()
				}
				r.truncate("a.log", int64(line*tt.kept))
				_, text = number("new", 0, tt.fresh)
				r.write("a.log", text)
				if tt.down {
					r.start()
				}
				time.Sleep(6 * second)
				r.restart()
				time.Sleep(6 * second)
				r.stop()
				count := map[string]int{}
				for _, line := range r.sinks[0].got() {
					count[line]++
				}
				if want := tt.lines + tt.fresh; len(count) != want {
					t.Errorf("got %d lines, want %d", len(count), want)
				}
				if again := len(r.sinks[0].got()) - len(count); again > tt.again {
					t.Errorf("%d lines came again, want at most %d", again, tt.again)
				}
			})
		})
	}
}

// TestRotatedDuringTheFirstLook renames a log and begins another while the
// folder is looked at for the first time.
func TestRotatedDuringTheFirstLook(t *testing.T) {
	for round := range 12 {
		r := newRig(t, "many/*", "*.log")
		r.must(os.Mkdir(r.path("many"), 0o700))
		for i := range 100 * round {
			r.write(fmt.Sprintf("many/%d", i), "")
		}
		r.write("a.log.1", "none of our business\n")
		r.write("a.log", "1\n")
		r.start()
		time.Sleep(time.Duration(round) * time.Millisecond / 2)
		for n := 2; n < 6; n++ {
			r.rename("a.log", fmt.Sprintf("a.log.%d", n))
			r.write("a.log", fmt.Sprintln(n))
		}
		r.arrive(5)
		r.stop()
		if got := strings.Join(slices.Sorted(slices.Values(r.sinks[0].got())), " "); got != "1 2 3 4 5" {
			t.Fatalf("got lines %s, want 1 2 3 4 5\n%s", got, r.log)
		}
	}
}

// TestCopiedBeforeTheFirstLook begins while logrotate's copytruncate is between
// the copy and the truncation: the copy is the older file, and has nothing that
// the log has not.
func TestCopiedBeforeTheFirstLook(t *testing.T) {
	for _, size := range []int{30, 5000} { // lines: less than a head, more than a ladder
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, "*")
				lines, text := number("old", 0, size)
				r.write("a.log", text)
				r.copy("a.log", "a.log.1")
				r.must(os.Chtimes(r.path("a.log.1"), time.Time{}, time.Now().Add(-second)))
				late, text := number("late", 0, 10)
				r.write("a.log", text)
				r.start()
				time.Sleep(second)
				r.truncate("a.log", 0)
				fresh, text := number("new", 0, 10)
				r.write("a.log", text)
				time.Sleep(6 * second)
				r.stop()
				r.want(slices.Concat(lines, late, fresh)...)
			})
		})
	}
}
