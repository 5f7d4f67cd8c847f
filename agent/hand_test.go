package agent

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
)

// The marks of both files stay before a record that begins in the one and ends
// in the other until it is delivered, whatever is delivered before.
func TestMarksOfARecordInTwoFiles(t *testing.T) {
	for _, size := range []int{64 << 10, 1} { // every event on the same page, or on one of its own
		t.Run(fmt.Sprint("pages of ", size), func(t *testing.T) {
			c := DefaultConfig()
			c.Keep = "all"
			c.Delivery.Pages = 10
			a, err := New(c, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			options, err := (&FileInput{}).parse(true, nil)
			if err != nil {
				t.Fatal(err)
			}
			a.inputs = []*input{{options: options, join: (&Multiline{}).options()}}
			l := newLane("null", nullSink{}, 1, &c.Delivery, nil, a.log)
			l.pageSize = size
			w := a.newWorker(l, event.Host{Name: "test"})

			open := func(id uint64) *tail.Block {
				b := &tail.Block{File: &tail.File{ID: id, Path: "/var/log/app.log"}, Mark: checkpoint.Unsaved()}
				b.State = w.Open(b.File, b.Mark)
				return b
			}
			read := func(b *tail.Block, tag, content string) {
				t.Helper()
				b.Data = []byte("2026-11-23T10:00:00.1Z stdout " + tag + " " + content + "\n")
				if err := w.Block(t.Context(), *b); err != nil {
					t.Fatal(err)
				}
				b.Offset, b.Data = b.End(), nil
			}
			first, next := open(1), open(2)
			read(first, "F", "whole")
			begin := first.Offset
			read(first, "P", "be")
			end := first.Offset
			w.Hand(*first, *next)
			read(first, "F", "late") // and delivered before what is unfinished
			late := first.Offset
			read(next, "P", "g")
			if err := w.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			deliver := func() {
				for len(l.full) > 0 {
					p := <-l.full
					p.Ack()
				}
			}
			deliver()
			if first.Mark.Mark() != begin || next.Mark.Mark() != 0 {
				t.Errorf("marks are at %d and %d, want %d and 0: a record is unfinished", first.Mark.Mark(), next.Mark.Mark(), begin)
			}
			read(next, "F", "un")
			read(next, "F", "whole")
			if first.Mark.Mark() != begin || next.Mark.Mark() != 0 {
				t.Errorf("marks are at %d and %d, want %d and 0: a record is under way", first.Mark.Mark(), next.Mark.Mark(), begin)
			}
			if err := w.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			deliver()
			if first.Mark.Mark() != late || next.Mark.Mark() != next.Offset {
				t.Errorf("marks are at %d and %d, want %d (over %d) and %d: all is delivered", first.Mark.Mark(), next.Mark.Mark(), late, end, next.Offset)
			}
		})
	}
}
