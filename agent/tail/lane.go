package tail

import (
	"context"
	"sync"
	"time"
)

// A lane is one sink's way through all files.
type lane struct {
	name        string
	index       int // of its cursor in file.cursors
	workers     int
	newConsumer func() Consumer
	counts      LaneCounts

	ready chan struct{} // a token for each worker that should look at the queue

	mu    sync.Mutex
	queue []*cursor // of those that are queued, the first at head
	head  int

	unzips *cursor   // the one that decompresses
	zipped []*cursor // that wait for it
}

func newLane(name string, index, workers int, newConsumer func() Consumer) *lane {
	return &lane{
		name: name, index: index, workers: workers, newConsumer: newConsumer,
		ready: make(chan struct{}, workers),
	}
}

// wake queues a cursor that is idle. One that is running runs once more.
func (l *lane) wake(c *cursor) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queueIdle(c)
}

func (l *lane) queueIdle(c *cursor) {
	switch {
	case c.gated:
	case c.run == idle:
		l.push(c)
	case c.run == running:
		c.run = runningAgain
	}
}

// follow has c wait until the cursor before has read all that is there: it is in the
// file that was rotated away, and c in the one that came to its name.
func (l *lane) follow(before, c *cursor) {
	l.mu.Lock()
	c.gated = !before.done.Load()
	if c.gated {
		before.next = append(before.next, c)
	}
	l.mu.Unlock()
	l.wake(before)
}

// heir is the cursor in the file that came to the name of c's file, if it still waits at its
// beginning for c to be done. While it does, only the worker that runs c touches it. A cursor
// that was opened is no heir: it has been handed a record already.
func (l *lane) heir(c *cursor) *cursor {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, next := range c.next {
		if next.gated && !next.opened && next.off.Load() == 0 {
			return next
		}
	}
	return nil
}

func (l *lane) push(c *cursor) {
	c.run = queued
	l.queue = append(l.queue, c)
	select {
	case l.ready <- struct{}{}:
	default: // every worker has a reason to look already
	}
}

// next takes a cursor from the queue; nil when it is empty.
func (l *lane) next() *cursor {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.head == len(l.queue) {
		return nil
	}
	c := l.queue[l.head]
	l.queue[l.head] = nil
	l.head++
	switch {
	case l.head == len(l.queue):
		l.queue, l.head = l.queue[:0], 0
	case l.head > 1024 && l.head > len(l.queue)/2:
		n := copy(l.queue, l.queue[l.head:])
		clear(l.queue[n:])
		l.queue, l.head = l.queue[:n], 0
	}
	c.run = running
	return c
}

// release puts a cursor that ran back: to the end of the queue when there is
// more to read or it was woken meanwhile. At an end those that follow it may
// go on.
func (l *lane) release(c *cursor, how pause) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if how == resting {
		l.leaveGzip(c)
	}
	if how == resting && c.run != runningAgain { // else it has not seen those that follow it since it came to the end
		for _, next := range c.next {
			next.gated = false
			l.queueIdle(next)
		}
		c.next = nil
	}
	if how == paused || c.run == runningAgain {
		l.push(c)
		return
	}
	c.run = idle
}

// A worker reads one cursor after the other into its consumer.
type worker struct {
	tailer   *Tailer
	lane     *lane
	consumer Consumer
	buf      []byte
	sum      uint64    // of the bytes before the end of the block that was read last, taken while they were what the file has: the consumer may change them
	steps    []step    // in that block
	skip     []byte    // for looking for the end of an over-long line
	oldest   time.Time // when the consumer took the first block that was not flushed; zero: none
}

// flushTimeout is how long the last flushes may take once the context has ended.
const flushTimeout = 10 * time.Second

// run reads until ctx, a child of parent, has ended, and flushes.
func (w *worker) run(ctx, parent context.Context) error {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for ctx.Err() == nil {
		c := w.lane.next()
		if c == nil {
			if err := w.wait(ctx, timer); err != nil {
				return err
			}
			continue
		}
		how, err := w.read(ctx, c)
		w.lane.release(c, how)
		if err == nil {
			err = w.flushOld(ctx)
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
	if parent.Err() != nil {
		var cancel context.CancelFunc
		parent, cancel = context.WithTimeout(context.WithoutCancel(parent), flushTimeout)
		defer cancel()
	}
	return w.consumer.Flush(parent)
}

// wait returns when there is something to do, after a flush where it is time
// for one.
func (w *worker) wait(ctx context.Context, timer *time.Timer) error {
	if w.oldest.IsZero() {
		select {
		case <-w.lane.ready:
		case <-ctx.Done():
		}
		return nil
	}
	timer.Reset(max(0, time.Until(w.oldest.Add(w.tailer.config.Linger))))
	select {
	case <-w.lane.ready:
	case <-ctx.Done():
	case <-timer.C:
		return w.flush(ctx)
	}
	return nil
}

func (w *worker) flushOld(ctx context.Context) error {
	if w.oldest.IsZero() || time.Since(w.oldest) < w.tailer.config.Linger {
		return nil
	}
	return w.flush(ctx)
}

func (w *worker) flush(ctx context.Context) error {
	w.oldest = time.Time{}
	if err := w.consumer.Flush(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}
