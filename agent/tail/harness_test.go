package tail_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
)

// A place is where a line came from: half of an event id each.
type place struct {
	id  uint64
	off int64
}

// A sink keeps every line that any worker of its lane was given.
type sink struct {
	mu    sync.Mutex
	lines []string          // in the order of delivery
	at    map[place]string  // by place
	again int               // see repeats
	wrong []string          // complaints
	next  map[uint64]int64  // by identity: where its next block must begin
	files map[uint64]string // names
	cut   int64
	held  chan struct{} // when it is not nil, Block waits for it
	noAck bool
}

func newSink() *sink {
	return &sink{at: map[place]string{}, next: map[uint64]int64{}, files: map[uint64]string{}}
}

func (s *sink) complain(format string, args ...any) {
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// report fails the test by each complaint.
func (s *sink) report(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.wrong {
		t.Error(w)
	}
}

// repeats is how many lines came from a place that had been there.
func (s *sink) repeats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.again
}

// consumer is one worker's way into the sink.
type consumer struct {
	sink  *sink
	spans []*checkpoint.Span
}

type state struct{ id uint64 }

func (c *consumer) Open(f *tail.File, _ *checkpoint.File) any {
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	c.sink.files[f.ID] = f.Path
	return &state{f.ID}
}

func (c *consumer) Block(ctx context.Context, b tail.Block) error {
	s := c.sink
	s.mu.Lock()
	held := s.held
	s.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if st := b.State.(*state); st.id != b.File.ID {
		s.complain("state of file %x came with file %x", st.id, b.File.ID)
	}
	if want, ok := s.next[b.File.ID]; ok && b.Offset != want {
		s.complain("file %x: block begins at %d, the one before ended at %d", b.File.ID, b.Offset, want)
	}
	s.next[b.File.ID] = b.End()
	s.cut += b.Cut
	off := b.Offset
	for len(b.Data) > 0 {
		n := bytes.IndexByte(b.Data, '\n') + 1
		if n == 0 {
			n = len(b.Data)
		}
		line := strings.TrimSuffix(string(b.Data[:n]), "\n")
		p := place{b.File.ID, off}
		if old, ok := s.at[p]; ok {
			s.again++
			if old != line {
				s.complain("file %x at %d was %q, now %q", p.id, p.off, old, line)
			}
		} else {
			s.at[p] = line
			s.lines = append(s.lines, line)
		}
		clear(b.Data[:n]) // it is the consumer's
		b.Data, off = b.Data[n:], off+int64(n)
	}
	c.spans = append(c.spans, b.Mark.Open(s.next[b.File.ID]))
	return nil
}

func (c *consumer) Flush(context.Context) error {
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	if !c.sink.noAck {
		for _, sp := range c.spans {
			sp.Ack()
		}
	}
	c.spans = c.spans[:0]
	return nil
}

// hold lets no block through until release.
func (s *sink) hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = make(chan struct{})
	}
}

// release reports whether the sink was held.
func (s *sink) release() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		return false
	}
	close(s.held)
	s.held = nil
	return true
}

func (s *sink) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.lines...)
}

// A rig is a folder of logs with a tailer on it.
type rig struct {
	t      *testing.T
	logs   string
	state  string
	config tail.Config
	store  *checkpoint.Store
	tailer *tail.Tailer
	sinks  []*sink
	log    *logBuffer
	reload bool // a tailer that follows takes over what the one before held
	single bool // one worker for each lane: files that were there together are read in order
	stop   func() error

	consumer func(*sink) tail.Consumer // of a worker
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newRig(t *testing.T, globs ...string) *rig {
	t.Helper()
	r := &rig{t: t, logs: t.TempDir(), state: t.TempDir(), log: &logBuffer{}}
	if len(globs) == 0 {
		globs = []string{"*.log"}
	}
	in := tail.Input{}
	for _, g := range globs {
		in.Paths = append(in.Paths, filepath.Join(r.logs, g))
	}
	r.config = tail.Config{Inputs: []tail.Input{in}, Watch: "poll"}
	r.sinks = []*sink{newSink()}
	r.consumer = func(s *sink) tail.Consumer { return &consumer{sink: s} }
	return r
}

// start runs a tailer over what the rig has, with a lane for each sink.
func (r *rig) start() {
	r.t.Helper()
	// The kernel's times of what was written before are to be earlier; the
	// kernel does not know of synctest's clock.
	probe := filepath.Join(r.t.TempDir(), "probe")
	for first := int64(0); ; {
		r.must(os.WriteFile(probe, []byte("x"), 0o600))
		fi, err := os.Stat(probe)
		r.must(err)
		if now := fi.ModTime().UnixNano(); first == 0 {
			first = now
		} else if now-first > 20e6 {
			break
		}
	}
	store, err := checkpoint.Open(r.state)
	if err != nil {
		r.t.Fatal(err)
	}
	tailer, err := tail.New(r.config, store, slog.New(slog.NewTextHandler(r.log, nil)))
	if err != nil {
		r.t.Fatal(err)
	}
	for i, s := range r.sinks {
		s.mu.Lock()
		clear(s.next)
		s.mu.Unlock()
		workers := 2
		if r.single {
			workers = 1
		}
		tailer.AddLane(fmt.Sprintf("lane%d", i), workers, func() tail.Consumer { return r.consumer(s) })
	}
	r.store, r.tailer = store, tailer
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- tailer.Run(ctx) }()
	r.stop = func() error {
		cancel()
		err := <-done
		store.Save()
		if r.reload {
			r.config.Held = tailer.Leave()
		} else {
			tailer.Close()
		}
		if err := store.Close(); err != nil {
			r.t.Errorf("close the store: %v", err)
		}
		return err
	}
}

func (r *rig) restart() {
	r.t.Helper()
	if err := r.stop(); err != nil {
		r.t.Errorf("Run: %v", err)
	}
	r.start()
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) path(name string) string { return filepath.Join(r.logs, name) }

func (r *rig) write(name, text string) {
	r.t.Helper()
	f, err := os.OpenFile(r.path(name), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	r.must(err)
	defer f.Close()
	_, err = f.WriteString(text)
	r.must(err)
}

func (r *rig) rename(from, to string) {
	r.t.Helper()
	r.must(os.Rename(r.path(from), r.path(to)))
}

func (r *rig) remove(name string) {
	r.t.Helper()
	r.must(os.Remove(r.path(name)))
}

func (r *rig) truncate(name string, size int64) {
	r.t.Helper()
	r.must(os.Truncate(r.path(name), size))
}

// copyTruncate rotates as logrotate's copytruncate does.
func (r *rig) copyTruncate(name, to string) {
	r.t.Helper()
	r.copy(name, to)
	r.truncate(name, 0)
}

func (r *rig) read(name string) []byte {
	r.t.Helper()
	b, err := os.ReadFile(r.path(name))
	r.must(err)
	return b
}

func (r *rig) copy(from, to string) {
	r.t.Helper()
	r.must(os.WriteFile(r.path(to), r.read(from), 0o600))
}

// compress does what gzip does: the time is kept, the original goes.
func (r *rig) compress(name string) {
	r.t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(r.read(name))
	z.Close()
	fi, err := os.Stat(r.path(name))
	r.must(err)
	r.must(os.WriteFile(r.path(name+".gz"), b.Bytes(), 0o600))
	r.must(os.Chtimes(r.path(name+".gz"), fi.ModTime(), fi.ModTime()))
	r.remove(name)
}

// cascade rotates n times as logrotate does: .1 to .2 and so on, then the file
// itself to .1; write fills each new file.
func (r *rig) cascade(name string, n int, write func(i int)) {
	for i := 1; i <= n; i++ {
		for j := 20; j > 0; j-- {
			os.Rename(r.path(fmt.Sprintf("%s.%d", name, j)), r.path(fmt.Sprintf("%s.%d", name, j+1)))
		}
		r.rename(name, name+".1")
		write(i)
	}
}

// want says which lines the first sink must have, in which order.
func (r *rig) want(lines ...string) {
	r.t.Helper()
	r.wantOf(r.sinks[0], lines...)
}

func (r *rig) wantOf(s *sink, lines ...string) {
	r.t.Helper()
	got := s.got()
	if strings.Join(got, "|") != strings.Join(lines, "|") {
		r.t.Errorf("got lines %q, want %q\nlog:\n%s", brief(got), brief(lines), r.log)
	}
	s.report(r.t)
	if n := s.repeats(); n > 0 {
		r.t.Errorf("%d lines came twice from one place", n)
	}
}

// until waits for the lines: for tests that need the kernel's help.
func (r *rig) until(lines ...string) {
	r.t.Helper()
	r.arrive(len(lines))
	r.want(lines...)
}

// arrive waits for so many lines.
func (r *rig) arrive(n int) {
	waitFor(func() bool { return len(r.sinks[0].got()) >= n })
}

// waitFor waits until something is so, by the real clock, or for a minute.
func waitFor(so func() bool) {
	for end := time.Now().Add(time.Minute); !so() && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
}

func brief(lines []string) []string {
	if len(lines) > 40 {
		return append(append([]string(nil), lines[:20]...), fmt.Sprintf("… %d lines in all", len(lines)))
	}
	return lines
}

// number writes so many numbered lines, and returns them.
func number(prefix string, from, n int) (lines []string, text string) {
	var b strings.Builder
	for i := range n {
		line := fmt.Sprintf("%s-%06d", prefix, from+i)
		lines = append(lines, line)
		b.WriteString(line + "\n")
	}
	return lines, b.String()
}

const second = time.Second
