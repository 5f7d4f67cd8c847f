package tail_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/agent/tail"
)

// A holder is a consumer that holds the last line of every file back.
type holder struct {
	consumer
	mu      *sync.Mutex
	held    map[uint64]bool // by file
	handed  map[uint64]int  // how often, by the file that took it
	settled map[uint64]int
	late    func() // while the first is handed on
}

func (h *holder) Block(ctx context.Context, b tail.Block) error {
	h.mu.Lock()
	h.held[b.File.ID] = true
	h.mu.Unlock()
	return h.consumer.Block(ctx, b)
}

func (h *holder) Unsettled(b tail.Block) (wait time.Duration, held bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return 0, h.held[b.File.ID]
}

func (h *holder) Settle(_ context.Context, b tail.Block) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.held, b.File.ID)
	h.settled[b.File.ID]++
	return nil
}

func (h *holder) Hand(from, to tail.Block) {
	h.mu.Lock()
	delete(h.held, from.File.ID)
	h.held[to.File.ID] = true
	h.handed[to.File.ID]++
	first := h.handed[to.File.ID] == 1
	h.mu.Unlock()
	if first {
		h.late()
	}
}

// What is held back goes on in the next file once: it would be lost there if more
// were handed over, of a line that was written late.
func TestHandedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		h := &holder{mu: new(sync.Mutex), held: map[uint64]bool{}, handed: map[uint64]int{}, settled: map[uint64]int{}}
		h.late = func() {
			r.write("a.log.1", "late\n")
			time.Sleep(2 * second)
		}
		r.consumer = func(s *sink) tail.Consumer {
			mine := *h
			mine.consumer = consumer{sink: s}
			return &mine
		}
		r.write("a.log", "1\n")
		r.start()
		r.rename("a.log", "a.log.1")
		r.write("a.log", "2\n")
		time.Sleep(10 * second)
		r.must(r.stop())
		r.want("1", "late", "2")
		if len(h.handed) != 1 {
			t.Errorf("something was handed to %d files, want 1", len(h.handed))
		}
		for id, n := range h.handed {
			if n != 1 {
				t.Errorf("handed to file %x %d times, want once", id, n)
			}
		}
		if len(h.settled) != 2 || len(h.held) > 0 {
			t.Errorf("%d files were settled, %d not: want the late line to be taken as it is, and the last", len(h.settled), len(h.held))
		}
	})
}
