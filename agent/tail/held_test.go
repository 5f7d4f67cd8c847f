package tail_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A deleted file that a sink has not taken outlives a new configuration.
func TestHeldOverReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.reload = true
		s := r.sinks[0]
		s.hold()
		lines, text := number("a", 0, 1000)
		r.write("a.log", text)
		r.start()
		time.Sleep(2 * second)
		for range 2 {
			r.remove("a.log")
			time.Sleep(2 * second)
			r.restart()
			time.Sleep(20 * second)
			more, text := number("b", len(lines), 10)
			lines = append(lines, more...)
			r.write("a.log", text)
			time.Sleep(2 * second)
		}
		s.release()
		time.Sleep(20 * second)
		r.want(lines...)
		r.wantNothingWrong()
		if n := r.tailer.Counts().Open.Load(); n != 1 {
			t.Errorf("%d files are open, want 1", n)
		}
		r.stop()
	})
}

// One that was read and not acknowledged is the first to go when too much is held, and
// that is no loss.
func TestReadAndHeldTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.HoldDeleted = 100
		r.sinks[0].noAck = true
		for _, name := range []string{"a.log", "b.log", "c.log"} {
			_, text := number(name, 0, 5)
			r.write(name, text)
		}
		r.start()
		time.Sleep(2 * second)
		for _, name := range []string{"a.log", "b.log", "c.log"} {
			r.remove(name)
			time.Sleep(20 * second)
		}
		if n := r.tailer.Counts().Open.Load(); n != 1 {
			t.Errorf("%d files are held, want the one for which there is room", n)
		}
		if got := r.log.String(); r.tailer.LaneCounts("lane0").Lost.Load() != 0 || strings.Contains(got, "given up") {
			t.Errorf("a loss that is none was reported:\n%s", got)
		}
		r.stop()
	})
}

// One that was read to its end and not acknowledged outlives it too.
func TestReadAndHeldOverReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.reload = true
		s := r.sinks[0]
		s.noAck = true
		lines, text := number("a", 0, 1000)
		r.write("a.log", text)
		r.start()
		time.Sleep(2 * second)
		r.remove("a.log")
		time.Sleep(time.Minute)
		r.want(lines...)
		if err := r.stop(); err != nil {
			t.Error(err)
		}
		s.noAck = false
		r.start()
		time.Sleep(time.Minute)
		if n := s.repeats(); n != len(lines) {
			t.Errorf("%d lines came again, want %d", n, len(lines))
		}
		r.wantNothingWrong()
		if n := r.tailer.Counts().Open.Load(); n != 0 {
			t.Errorf("%d files are open, want none: it is delivered", n)
		}
		r.stop()
	})
}

func TestHoldDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.HoldDeleted = 100
		s := r.sinks[0]
		s.hold()
		_, text := number("a", 0, 5) // 45 bytes each
		r.write("a.log", text)
		r.start()
		time.Sleep(2 * second)
		for _, name := range []string{"b.log", "c.log", "d.log"} {
			r.write(name, text)
			time.Sleep(2 * second)
		}
		for _, name := range []string{"b.log", "c.log"} {
			r.remove(name)
			time.Sleep(2 * second)
		}
		if n := r.tailer.LaneCounts("lane0").Lost.Load(); n != 0 {
			t.Errorf("%d bytes lost while there was room", n)
		}
		r.remove("d.log")
		time.Sleep(2 * second)
		if n := r.tailer.LaneCounts("lane0").Lost.Load(); n != 45 {
			t.Errorf("%d bytes are counted as lost, want 45", n)
		}
		s.release()
		time.Sleep(10 * second)
		if got := strings.Count(r.log.String(), "given up"); got != 1 {
			t.Errorf("the loss was logged %d times:\n%s", got, r.log)
		}
		r.stop()
	})
}
