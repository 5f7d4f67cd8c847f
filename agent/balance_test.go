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
