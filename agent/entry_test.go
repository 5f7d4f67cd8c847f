package agent

import (
	"log/slog"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
)

// An entry of the journal that is several records may lie on several pages: its
// cursor is behind it only when all of them are delivered.
func TestPagesOfOneEntry(t *testing.T) {
	c := DefaultConfig()
	c.Delivery.PageSize = 1 // one document fills a page
	a, err := New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	options, err := new(FileInput).parse(false, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.inputs = []*input{{options: options, join: (&Multiline{}).options()}}
	l := newLane("null", nullSink{}, 1, &c.Delivery, nil, a.log)
	w := a.newWorker(l, event.Host{})
	store, err := checkpoint.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	mark := store.Stream("journald").Lane("null")

	b := tail.Block{File: &tail.File{ID: 1}, Mark: mark, Entry: &tail.Entry{Cursor: []byte("c"), Time: 7, ID: 1},
		Data: []byte(`[{"event":"login_failed","user":"bob","ip":"192.0.2.7"},{"event":"login_failed","user":"eve","ip":"192.0.2.8"}]` + "\n")}
	b.State = w.Open(b.File, b.Mark)
	if err := w.Block(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(l.full); n != 2 {
		t.Fatalf("%d pages, want 2", n)
	}
	first, second := <-l.full, <-l.full
	second.Ack()
	if got := mark.Cursor(); got != "" {
		t.Errorf("the cursor is %q while half of the entry is on its way", got)
	}
	first.Ack()
	if got := mark.Cursor(); got != "c" {
		t.Errorf("the cursor is %q, want c", got)
	}
}
