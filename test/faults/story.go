package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// A story is one fault on one host. Its methods end the story when something
// cannot be done (as t.Fatal does), so that plays read from top to bottom.
type story struct {
	ctx     context.Context
	lab     *lab
	plan    *fault
	dir     string // of everything
	logs    string // of the log files
	host    *rig.Host
	input   rig.Map     // its configuration
	daemon  *rig.Daemon // nil while down
	stores  []store
	tallies []*tally // of the stores, at the end
	lines   *numbering
	app     *app // writes to logs/app.log
	random  *rand.Rand

	over      time.Time     // when the fault was
	unseen    map[int]bool  // lines that were in no file for long enough to be read
	settled   map[int]bool  // lines that a server refused for ever: they are dead letters
	peak      int64         // resident memory
	recovered time.Duration // the slowest store
	notes     []string
	mu        sync.Mutex
	wrong     []string // guarded by mu
	skip      string
	undo      []func()
}

// play plays one fault and returns a row for each of its sinks.
func (l *lab) play(ctx context.Context, f *fault, dir string) []row {
	if err := ctx.Err(); err != nil {
		return []row{{fault: f.name, skipped: err.Error()}}
	}
	random := rand.New(rand.NewPCG(l.seed, 7))
	s := &story{
		ctx: ctx, lab: l, plan: f, dir: dir, logs: filepath.Join(dir, "logs"),
		random: random, lines: newNumbering(random), settled: map[int]bool{},
	}
	var rows []row
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer s.clean()
		defer func() { rows = s.rows() }()
		defer s.abandoned()
		s.prepare()
		f.play(s)
		s.finish()
	}()
	<-ended
	if !l.keep || !slices.ContainsFunc(rows, func(r row) bool { return len(r.wrong) > 0 }) {
		os.RemoveAll(dir)
	}
	return rows
}

func (s *story) prepare() {
	s.must(os.MkdirAll(s.logs, 0o755))
	s.host = rig.NewHost(s.lab.bin, s.dir)
	s.app = &app{s: s, path: filepath.Join(s.logs, "app.log"), rate: 20_000}
	s.input = rig.Map{"start": "beginning"}
	s.host.Config["inputs"] = rig.Map{"file": []rig.Map{s.input}}
	s.watch("app.log")
	sinks := rig.Map{}
	for _, name := range s.plan.sinks {
		st, err := s.openStore(name)
		s.must(err)
		s.stores = append(s.stores, st)
		sinks[name] = st.section()
	}
	s.host.Config["sinks"] = sinks
	if s.lab.short {
		s.host.Config["delivery"] = rig.Map{"retry_max": "1s"} // of the default 30s
	}
}

// watch makes hashtail read the files of a pattern in the log folder.
func (s *story) watch(pattern string) {
	s.input["paths"] = []string{filepath.Join(s.logs, pattern)}
}

// fail ends the story, or the goroutine that writes for it.
func (s *story) fail(format string, args ...any) {
	s.complain(format, args...)
	runtime.Goexit()
}

// complain makes the row a failure, and the story goes on.
func (s *story) complain(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// end ends a story that has no lines to wait for.
func (s *story) end() {
	s.secrets()
	runtime.Goexit()
}

func (s *story) must(err error) {
	if err != nil {
		s.fail("%v", err)
	}
}

// skipped ends a story that cannot be played here, for a reason to be printed.
func (s *story) skipped(format string, args ...any) {
	s.skip = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (s *story) note(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// later is undone when the story has ended, last first.
func (s *story) later(f func()) { s.undo = append(s.undo, f) }

// abandoned says what has arrived in a story that did not come to its end.
func (s *story) abandoned() {
	if s.skip == "" && len(s.tallies) == 0 && len(s.stores) == len(s.plan.sinks) {
		s.tally()
	}
}

func (s *story) clean() {
	if s.daemon != nil {
		s.daemon.Kill()
	}
	for _, f := range slices.Backward(s.undo) {
		f()
	}
	for _, st := range s.stores {
		_ = st.remove(context.WithoutCancel(s.ctx))
	}
}

// start runs hashtail and returns when it is up.
func (s *story) start() {
	s.launch()
	s.must(s.daemon.Up(s.ctx))
}

func (s *story) launch() {
	var err error
	s.daemon, err = s.host.Start()
	s.must(err)
}

// stop ends hashtail in good order; its balance sheets must hold.
func (s *story) stop() {
	s.weigh()
	_, err := s.daemon.Stop(time.Minute)
	s.must(err)
	sheets := s.daemon.Parting()
	for _, sink := range s.plan.sinks {
		b, ok := sheets[sink]
		if !ok {
			s.fail("no balance sheet of %s in hashtail's log", sink)
		}
		if !b.Holds() {
			s.complain("the parting balance does not hold: %v", b)
		}
	}
	s.daemon = nil
}

func (s *story) kill() {
	s.weigh()
	s.daemon.Kill()
	s.daemon = nil
}

// weigh notes the memory of a daemon that is about to end.
func (s *story) weigh() {
	if _, peak, err := s.daemon.Memory(); err == nil {
		s.peak = max(s.peak, peak)
	}
}

// until waits for a condition of the outside world.
func (s *story) until(what string, holds func() bool) {
	var gone <-chan struct{}
	if s.daemon != nil {
		gone = s.daemon.Gone()
	}
	s.must(rig.Until(s.ctx, gone, 2*s.lab.patience, s.every(), what, holds))
}

// often waits until a proxy has played its trick 4 times, or 100 times; half a minute
// is enough for one that hashtail takes its time to get over.
func (s *story) often(tricks *atomic.Int64) {
	enough, began := int64(s.scale(4, 100)), time.Now()
	s.until("the trick was played often enough", func() bool {
		n := tricks.Load()
		return n >= enough || n > 0 && time.Since(began) > 30*time.Second
	})
}

// every is how often to look: a server must not be kept busy by that.
func (s *story) every() time.Duration {
	if s.plan.servers() != nil {
		return 200 * time.Millisecond
	}
	return 20 * time.Millisecond
}

// sleep lets the world go on.
func (s *story) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.ctx.Done():
		s.fail("%v", s.ctx.Err())
	}
}

// caughtUp waits until every line written so far has arrived.
func (s *story) caughtUp() {
	n := s.lines.count()
	s.until(fmt.Sprintf("%d lines have arrived", n), func() bool { return s.have() >= n })
}

// have is how many lines have arrived in the sink that has the fewest.
func (s *story) have() int {
	least := s.lines.count()
	for _, st := range s.stores {
		n, err := st.have(s.ctx)
		if err != nil {
			return 0 // the server is down: that may be the story
		}
		least = min(least, n)
	}
	return least
}

// saw waits until hashtail has begun to read the file whose first line is the
// given one: a file that comes and goes unseen is nobody's fault.
func (s *story) saw(line int) {
	f, ok := s.stores[0].(interface{ arrived(line int) bool })
	if !ok {
		s.caughtUp()
		return
	}
	s.until("hashtail has begun to read the file that is to go", func() bool { return f.arrived(line) })
}

// deadLetters is where the first sink's are kept.
func (s *story) deadLetters() string {
	return filepath.Join(s.dir, "state", "dead-letters", s.plan.sinks[0]+".ndjson")
}

// metric is one number of hashtail's own.
func (s *story) metric(name string) float64 {
	m, err := s.daemon.Metrics()
	if err != nil {
		return -1
	}
	return m.Sum(name)
}
