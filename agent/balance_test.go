package agent

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
)

// The balance adds up when the daemon stops while a block waits for a backend
// that is away.
func TestBalanceOfUnfinishedBlock(t *testing.T) {
	c := DefaultConfig()
	c.Delivery.Pages, c.Delivery.Workers, c.Delivery.PageSize = 2, 1, 64<<10
	a, err := New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l := newLane("test", slow{}, 1, &c.Delivery, nil, a.log)
	in := FileInput{Paths: []string{"/none"}}
	options, err := in.parse(false, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.inputs = []*input{{in, options, in.Multiline.options()}}
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, `{"event_type":"login","user":"user%d","ip":"192.0.2.1"}`+"\n", i)
		if i%3 == 0 {
			text.WriteString(`{"message":"nothing"}` + "\n")
		}
	}
	w := a.newWorker(l, event.Host{})
	b := tail.Block{File: &tail.File{ID: 1}, Mark: checkpoint.Unsaved(), Data: []byte(text.String())}
	b.State = w.Open(b.File, b.Mark)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Block(ctx, b) }()
	for len(l.full) < c.Delivery.Pages {
		select {
		case err := <-done:
			t.Fatalf("Block returned %v before the pages were full", err)
		default:
		}
	}
	cancel()
	if err := <-done; err == nil {
		t.Fatal("Block had pages enough")
	}
	lines, inFlight, other := l.counts.lines.Load(), l.counts.inFlight.Load(), l.counts.notAuth.Load()
	if lines == 0 || lines != inFlight+other {
		t.Errorf("lines=%d, in_flight=%d not_auth=%d", lines, inFlight, other)
	}
}

// So it does while a record is not finished, as when the daemon stops before the line
// that would end it.
func TestBalanceOfUnfinishedRecord(t *testing.T) {
	c := DefaultConfig()
	a, err := New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l := newLane("test", slow{}, 1, &c.Delivery, nil, a.log)
	in := FileInput{Paths: []string{"/none"}, Multiline: Multiline{Start: `^\{`}}
	options, err := in.parse(false, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.inputs = []*input{{in, options, in.Multiline.options()}}
	w := a.newWorker(l, event.Host{})
	from := tail.Block{File: &tail.File{ID: 1}, Mark: checkpoint.Unsaved()}
	from.State = w.Open(from.File, from.Mark)
	to := tail.Block{File: &tail.File{ID: 2}, Mark: checkpoint.Unsaved()}
	to.State = w.Open(to.File, to.Mark)
	balance := func(when string, lines, inFlight, joined int64) {
		t.Helper()
		if err := w.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := &l.counts
		if got := [...]int64{n.lines.Load(), n.onTheWay(), n.joined.Load()}; got != [...]int64{lines, inFlight, joined} {
			t.Errorf("%s: lines, in flight, joined = %d, want %d", when, got, [...]int64{lines, inFlight, joined})
		}
	}
	line := `{"event_type":"login","user":"alice","ip":"192.0.2.1"}` + "\n"
	from.Data = []byte(line + line + "more\n")
	if err := w.Block(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	balance("unfinished", 3, 3, 0)
	from.Data, from.Offset = nil, from.End()
	w.Hand(from, to)
	balance("handed on", 3, 3, 0)
	to.Data = []byte("and more\n")
	if err := w.Block(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	balance("goes on in another file", 4, 4, 0)
	to.Data, to.Offset = nil, to.End()
	if err := w.Settle(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	balance("settled", 4, 2, 2)
}
