package tail_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

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
			r.truncate(fmt.Sprintf("%d.log", i+1), 0)
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
		r.sinks[0].report(t)
		if n := r.sinks[0].repeats(); n > 0 {
			t.Errorf("%d lines came twice", n)
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
