package tail_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/test/long"
)

// Files that all begin the same are not compared each with each: four times as
// many take no more than four times as long, and some.
func TestManyFilesWithOneHeader(t *testing.T) {
	const few, many = 300, 1200
	header := strings.Repeat("# the same for all of them\n", 60)
	play := func(n int) time.Duration {
		r := newRig(t, "*.log", "later/*.log")
		r.must(os.Mkdir(r.path("later"), 0o700))
		lines := 0
		write := func(name string, i int) {
			r.write(name, header+fmt.Sprintf("%d\n", i))
			lines += 61
		}
		name := func(i int) string { return fmt.Sprintf("%05d.log", i) }
		read := func() {
			t.Helper()
			r.arrive(lines)
			if n := len(r.sinks[0].got()); n < lines {
				t.Fatalf("%d of %d lines came", n, lines)
			}
		}
		for i := range n {
			write(name(i), i)
		}
		before := long.CPU(t)
		r.start()
		read()
		r.must(r.stop())
		for i := range n { // another inode, as on a file system that was restored
			b, err := os.ReadFile(r.path(name(i)))
			r.must(err)
			r.must(os.WriteFile(r.path("copy"), append(b, "more\n"...), 0o600))
			r.rename("copy", name(i))
			lines++
		}
		r.start()
		read()
		for i := range n {
			write("later/"+name(i), n+i)
		}
		read()
		for i := range n {
			r.rename(name(i), name(i)+".1")
			write(name(i), 2*n+i)
		}
		read()
		r.must(r.stop())
		if got := len(r.sinks[0].got()); got != lines {
			t.Errorf("%d lines arrived of %d files, want %d", got, n, lines)
		}
		return long.CPU(t) - before
	}
	a, b := play(few), play(many)
	t.Logf("%v for %d files, %v for %d", a, few, b, many)
	if b > 2*many/few*a {
		t.Errorf("%d files took %v, %d took %v: that grows faster than the files", few, a, many, b)
	}
}
