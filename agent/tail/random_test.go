package tail_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/test/long"
)

// TestRandom plays random rotations, restarts and pauses on one log file.
// Nobody writes between a copy and its truncation, so every line can be read,
// and must come exactly once.
func TestRandom(t *testing.T) {
	seeds := long.Rounds(10, 100)
	if testing.Short() {
		seeds = 5
	}
	for seed := range seeds {
		for _, globs := range []string{"a.log", "a.log*"} {
			t.Run(fmt.Sprint(globs, seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { playRandom(t, uint64(seed), globs) })
			})
		}
	}
}

func playRandom(t *testing.T, seed uint64, globs string) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	r := newRig(t, globs)
	w := &writer{r: r, name: "a.log"}
	w.open()
	defer func() { w.f.Close() }()
	w.lines(1 + rnd.IntN(100))
	r.start()
	time.Sleep(2 * second)
	var played []string
	for range 25 {
		what := ""
		switch op := rnd.IntN(14); op {
		case 0, 1, 2:
			what = "write"
			w.lines(1 + rnd.IntN(300))
		case 3, 4:
			what = "rename"
			w.rename()
		case 5:
			what = "rename an empty file"
			w.shift()
			r.rename(w.name, w.name+".1")
			w.open()
		case 6:
			what = "copytruncate"
			w.shift()
			r.copyTruncate(w.name, w.name+".1")
		case 7:
			what = "compress"
			name := fmt.Sprintf("%s.%d", w.name, 1+rnd.IntN(3))
			if fi, err := os.Stat(r.path(name)); err == nil && fi.Size() > 0 {
				r.compress(name)
			}
		case 8:
			what = "restart"
			r.restart()
		case 9:
			what = "stop, write, rotate, start"
			r.stop()
			w.lines(1 + rnd.IntN(100))
			w.rename()
			w.lines(rnd.IntN(100))
			r.start()
		case 10:
			what = "wait"
			time.Sleep(time.Duration(rnd.IntN(400)) * second)
		case 12, 13:
			what = "hold or release the sink"
			if s := r.sinks[0]; !s.release() {
				s.hold()
			}
		case 11:
			what = "replace"
			r.sinks[0].release()
			time.Sleep(6 * second) // nothing that was not read may be removed
			w.f.Close()
			r.remove(w.name)
			w.open()
		}
		played = append(played, what)
		if rnd.IntN(2) == 0 {
			time.Sleep(time.Duration(rnd.IntN(2000)) * time.Millisecond)
		}
	}
	r.sinks[0].release()
	time.Sleep(10 * second)
	synctest.Wait()
	r.exactly(w.next)
	r.stop()
	if strings.Contains(r.log.String(), "lines are lost") {
		t.Errorf("a loss that is none was reported:\n%s", r.log)
	}
	if t.Failed() {
		t.Logf("played: %s", strings.Join(played, ", "))
	}
}
