package journal

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/stream"
	"github.com/hashtail/hashtail/agent/tail"
)

// A Reader is one lane's way through one journal.
type Reader struct {
	config   Config
	lane     string
	log      *slog.Logger
	consumer tail.Consumer
	file     *tail.File
	mark     *checkpoint.File

	// Of the goroutine that runs Run:
	ctx   context.Context
	state any    // the consumer's
	last  []byte // cursor of the entry that was read last, in this run or before it
	fresh bool   // the child has printed nothing yet
	entry tail.Entry
	said  string // the trouble that was logged
	when  time.Time

	read     atomic.Int64 // time of the last entry read, in microseconds
	since    atomic.Int64 // time of the entry that was read when nothing was on its way
	entries  atomic.Int64
	restarts atomic.Int64
	gaps     atomic.Int64
	broken   atomic.Int64
	failing  atomic.Pointer[error]
	hinted   atomic.Pointer[string]
}

// NewReader makes the reader of one lane. f is the input's, mark the lane's in
// the stream of the config's Key.
func NewReader(c Config, f *tail.File, lane string, mark *checkpoint.File, consumer tail.Consumer, log *slog.Logger) *Reader {
	return &Reader{
		config: c.withDefaults(), lane: lane, consumer: consumer, file: f, mark: mark,
		log: log.With("input", c.Place(), "sink", lane),
	}
}

// Run reads until ctx ends, however often journalctl does, and flushes.
func (r *Reader) Run(ctx context.Context) error {
	r.ctx, r.state = ctx, r.consumer.Open(r.file, r.mark)
	if last := r.mark.Cursor(); last != "" {
		r.last = []byte(last)
	}
	r.read.Store(r.mark.Mark())
	for failures := 0; ctx.Err() == nil; failures++ {
		before := r.entries.Load()
		err := r.follow()
		if ctx.Err() != nil {
			break
		}
		r.failing.Store(&err)
		if r.entries.Load() > before {
			failures = 0
		}
		r.restarts.Add(1)
		r.complain("journalctl ended: starting it again", err)
		r.pause(failures)
	}
	return r.consumer.Flush(context.WithoutCancel(ctx))
}

// pause waits before the next child: ever longer, and not in step with others.
func (r *Reader) pause(failures int) {
	bound := r.config.RetryMax
	if failures < 16 {
		bound = min(bound, r.config.RetryMin<<failures)
	}
	t := time.NewTimer(bound/2 + rand.N(bound/2+1))
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	}
}

// complain logs what is wrong, once a minute while it stays the same.
func (r *Reader) complain(text string, err error) {
	if now := time.Now(); r.said != text+err.Error() || now.Sub(r.when) > time.Minute {
		r.said, r.when = text+err.Error(), now
		r.log.Warn(text, "error", err)
	}
}

// hint logs what a child says, unless the one before it said the same.
func (r *Reader) hint(text string) {
	if before := r.hinted.Swap(&text); before == nil || *before != text {
		r.log.Warn("journalctl has something to say", "text", text)
	}
}

// follow reads what one child prints.
func (r *Reader) follow() error {
	if len(r.last) == 0 && r.config.Start == startEnd {
		if err := r.toEnd(); err != nil {
			return err
		}
	}
	c, err := start(r.ctx, r.config.from(string(r.last), time.Now()), r.hint)
	if err != nil {
		return err
	}
	r.fresh = true
	err = stream.Read(r.ctx, c.out, stream.Options{MaxLine: r.config.MaxLine, Linger: r.config.Linger}, r)
	ended := c.end()
	if err != nil {
		return err
	}
	return ended
}

// toEnd puts the mark behind what is there at the first start, so that a crash
// before the next entry does not move it further.
func (r *Reader) toEnd() error {
	entry, err := first(r.ctx, r.config.args("--lines=1"), r.hint)
	if err != nil || entry == nil {
		return err
	}
	at, ok := parseCursor(entry)
	if !ok {
		return fmt.Errorf("%s prints a cursor of an unknown kind", program)
	}
	r.mark.OpenAt(at.time, entry).Ack()
	r.last = entry
	r.read.Store(at.time)
	return nil
}

// Take takes whole lines of the child's: an entry each.
func (r *Reader) Take(data []byte, cut int64) error {
	for len(data) > 0 {
		n := bytes.IndexByte(data, '\n') + 1
		if n == 0 {
			n = len(data)
		}
		line := data[:n]
		data = data[n:]
		if line[0] != '{' { // some versions print a heading
			continue
		}
		if err := r.take(line, cut); err != nil { // a line that was cut comes alone
			return err
		}
	}
	return nil
}

// take gives the consumer one entry, unless it is the one of the mark.
func (r *Reader) take(line []byte, cut int64) error {
	name := cursorOf(line)
	at, ok := parseCursor(name)
	if !ok { // too long: its name was cut off
		if r.broken.Add(1) == 1 {
			r.log.Warn("an entry of the journal has no cursor and cannot be read: raise max_line")
		}
		return nil
	}
	if r.fresh {
		r.fresh = false
		r.failing.Store(nil)
		if bytes.Equal(name, r.last) {
			return nil
		}
		r.checkGap()
	}
	if r.mark.Mark() >= r.read.Load() { // nothing was on its way
		r.since.Store(at.time)
	}
	r.last = append(r.last[:0], name...)
	r.entry = tail.Entry{Cursor: r.last, Time: at.time, ID: idOf(name)}
	err := r.consumer.Block(r.ctx, tail.Block{
		File: r.file, Mark: r.mark, State: r.state, Offset: at.number, Data: line, Cut: cut, Entry: &r.entry,
	})
	if err != nil {
		return err
	}
	r.read.Store(at.time)
	r.entries.Add(1)
	return nil
}

// checkGap finds out why the first entry of a child is not the one that was
// asked for: the journal may have been vacuumed beyond the mark. If it has
// older ones, the mark's was not among them because the input asks for others
// than it did.
func (r *Reader) checkGap() {
	mark, ok := parseCursor(r.last)
	if !ok {
		return
	}
	name, err := first(r.ctx, r.config.args(), func(string) {})
	oldest, ok := parseCursor(name)
	if err != nil || !ok || oldest.time <= mark.time {
		return
	}
	r.gaps.Add(1)
	r.log.Warn("the journal has removed the entry up to which it was read, and maybe others behind it: going on from the oldest that it has",
		"from", time.UnixMicro(mark.time).UTC(), "to", time.UnixMicro(oldest.time).UTC())
}

// Quiet sends what the consumer holds.
func (r *Reader) Quiet() (time.Duration, error) { return 0, r.consumer.Flush(r.ctx) }

// A Status is a snapshot of one lane of a journal.
type Status struct {
	Input    int
	Place    string
	Lane     string
	Error    string    // why it is not read now
	Read     time.Time // of the entry that was read last
	Mark     time.Time // of the entry up to which all is delivered
	Lag      time.Duration
	Entries  int64
	Restarts int64 // of journalctl
	Gaps     int64 // times that entries were removed before they were read
	Broken   int64 // entries without a cursor
}

// Status is a snapshot, from any goroutine.
func (r *Reader) Status() Status {
	read, mark := r.read.Load(), r.mark.Mark()
	st := Status{
		Input: r.file.Input, Place: r.config.Place(), Lane: r.lane,
		Read: time.UnixMicro(read), Mark: time.UnixMicro(mark),
		Entries: r.entries.Load(), Restarts: r.restarts.Load(), Gaps: r.gaps.Load(), Broken: r.broken.Load(),
	}
	if read > mark {
		st.Lag = max(0, time.Since(time.UnixMicro(max(mark, r.since.Load()))))
	}
	if err := r.failing.Load(); err != nil {
		st.Error = (*err).Error()
	}
	return st
}
