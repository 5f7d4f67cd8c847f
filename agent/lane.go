package agent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// sayings are lines of the log of which each is worth one a minute, by what tells them apart.
type sayings struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// maxSayings bounds how many are told apart.
const maxSayings = 32

// due reports whether a line is to be said now.
func (s *sayings) due(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if at, said := s.last[text]; said && now.Sub(at) <= time.Minute {
		return false
	}
	if s.last == nil || len(s.last) >= maxSayings {
		s.last = map[string]time.Time{}
	}
	s.last[text] = now
	return true
}

// A lane is one sink with pages and a pace of its own: a dead backend delays no
// other. Workers (see worker.go) fill its pages, senders (deliver.go) empty
// them; the pages are all the memory that may be between the two.
type lane struct {
	name     string
	sink     sinks.Sink
	senders  int
	pageSize int
	free     chan *sinks.Page
	full     chan *sinks.Page
	dead     *graveyard
	retry    retryPolicy
	log      *slog.Logger
	timeout  time.Duration // of one request to the backend
	keyed    bool          // its pages hold the documents' keys
	counts   counters
	health   health
	refusals sayings // of documents, by reason
	blocks   calls   // of workers
	sends    calls   // to the sink
	giveUp   func()  // ends what it does about its backend
}

// counters are a lane's balance sheet. Every line read is in exactly one of
// the others: lines = shipped + notAuth + unparsed + joined + dead + onTheWay.
type counters struct {
	lines, bytes     atomic.Int64 // read
	shipped          atomic.Int64 // acknowledged by the sink
	notAuth          atomic.Int64 // read and not wanted
	joined           atomic.Int64 // belong to the record of an earlier line
	unparsed         atomic.Int64 // not in the file's format, over the budget of reports
	dead             atomic.Int64 // refused by the sink for ever, kept as dead letters
	inFlight         atomic.Int64 // on a page
	held             atomic.Int64 // of unfinished records
	malformed        atomic.Int64 // not in the file's format, reported or not
	truncated        atomic.Int64 // cut at max_line
	panics           atomic.Int64 // records that made a parser panic: bugs
	batches, retries atomic.Int64
	sendNanos        atomic.Int64 // time spent in Send
	lastSuccess      atomic.Int64 // Unix seconds
	redactions       [redact.KindCount][redact.PlaceCount]atomic.Int64
}

// onTheWay are the lines that were read and of which nothing has become yet.
func (c *counters) onTheWay() int64 { return c.inFlight.Load() + c.held.Load() }

func newLane(name string, sink sinks.Sink, senders int, d *Delivery, dead *graveyard, log *slog.Logger) *lane {
	l := &lane{
		name: name, sink: sink, senders: senders,
		pageSize: int(d.PageSize),
		free:     make(chan *sinks.Page, d.Pages),
		full:     make(chan *sinks.Page, d.Pages),
		dead:     dead,
		retry:    retryPolicy{min: time.Duration(d.RetryMin), max: time.Duration(d.RetryMax)},
		log:      log.With("sink", name),
	}
	for range d.Pages {
		l.free <- nil // made by the first worker that needs it
	}
	return l
}

// page waits for a free page: this is where back-pressure is felt.
func (l *lane) page(ctx context.Context) (*sinks.Page, error) {
	select {
	case p := <-l.free:
		if p == nil {
			if p = sinks.NewPage(l.pageSize); l.keyed {
				p = p.WithKeys()
			}
		}
		return p, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// send hands a page to the senders; there is always room, as there are no more
// pages than places.
func (l *lane) send(p *sinks.Page) {
	l.counts.inFlight.Add(int64(p.Len()))
	l.full <- p
}

// run sends until full is closed and empty, or ctx ends: then what is left is
// not acknowledged, and is read again at the next start.
func (l *lane) run(ctx context.Context) {
	var senders sync.WaitGroup
	for range l.senders {
		senders.Go(func() {
			for p := range l.full {
				if err := l.deliver(ctx, p.All()); err == nil {
					p.Ack()
				}
				p.Reset(l.pageSize)
				l.free <- p
			}
		})
	}
	senders.Wait()
}

// health is what became of the last attempts, for readiness and status.
type health struct {
	mu      sync.Mutex
	failing error
	denied  bool
	since   time.Time
	logged  bool // the log tells of this failure
	said    sayings
}

// fail notes a failed attempt and reports whether it is worth a line in the log. Each node
// of a cluster may fail in its way.
func (h *health) fail(err error, denied bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failing == nil {
		h.since, h.logged = time.Now(), false
	}
	h.failing, h.denied = err, denied
	say := h.said.due(err.Error())
	h.logged = h.logged || say
	return say
}

// recover notes a success and says for how long there was none before, if the log tells of
// that.
func (h *health) recover() (d time.Duration, logged bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failing == nil {
		return 0, false
	}
	h.failing = nil
	return time.Since(h.since), h.logged
}

// state is the failure that lasts, if any, and since when.
func (h *health) state() (since time.Time, denied bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.since, h.denied, h.failing
}

// failingFor is for how long no attempt has succeeded, if the last one failed.
func (h *health) failingFor() (d time.Duration, failing bool) {
	since, _, err := h.state()
	if err == nil {
		return 0, false
	}
	return time.Since(since), true
}

// An UndeliveredError says that a sink has not acknowledged everything that
// Ship read: exit code 69. The daemon reads it again at its next start.
type UndeliveredError struct {
	Sink      string
	Documents int64
	Err       error
}

func (e *UndeliveredError) Error() string {
	return fmt.Sprintf("%s: %d events are not delivered: %v", e.Sink, e.Documents, e.Err)
}

func (e *UndeliveredError) Unwrap() error { return e.Err }

// report writes the lane's balance sheet to the log.
func (l *lane) report() {
	c := &l.counts
	l.log.Info("balance",
		"lines", c.lines.Load(), "shipped", c.shipped.Load(), "not_auth", c.notAuth.Load(),
		"unparsed", c.unparsed.Load(), "joined", c.joined.Load(), "dead_letters", c.dead.Load(), "in_flight", c.onTheWay())
}

// undelivered says what is still on its way, and why.
func (l *lane) undelivered() error {
	n := l.counts.inFlight.Load()
	if n == 0 {
		return nil
	}
	_, _, err := l.health.state()
	if err == nil {
		err = errors.New("the backend has not answered yet")
	}
	return &UndeliveredError{l.name, n, err}
}
