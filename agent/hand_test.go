package agent

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// newJoiningWorker makes a worker whose lane nobody empties.
func newJoiningWorker(t *testing.T, m *Multiline) *worker {
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
	a.inputs = []*input{{options: options, join: m.options()}}
	return a.newWorker(newLane("null", nullSink{}, 1, &c.Delivery, nil, a.log), event.Host{Name: "test"})
}

// What was taken unfinished, and is whole when it is read again after a crash,
// is another event: under the same id the rest of it would be taken for known.
// A record that is the same has the same id, however its end was found.
func TestIDOfARecordThatIsReadAgain(t *testing.T) {
	const cri = "2026-11-23T10:00:00.1Z stdout "
	for _, tt := range []struct {
		name           string
		start          string
		first, again   string
		same           bool
		firstID, other string // the ends of the ids
	}{
		{"a container's line", "", cri + "P ab\n", cri + "P ab\n" + cri + "F cd\n", false, "00", "00-1"},
		{"a trace that went on", `^\d{4}-`, "2026-1 a\n\tb\n", "2026-1 a\n\tb\n\tc\n", false, "00-1", "00-2"},
		{"a trace that did not", `^\d{4}-`, "2026-1 a\n\tb\n", "2026-1 a\n\tb\n2026-2 c\n", true, "00-1", "00-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, text := range []string{tt.first, tt.again} {
				w := newJoiningWorker(t, &Multiline{Start: tt.start})
				b := tail.Block{File: &tail.File{ID: 1, Path: "/var/log/app.log"}, Mark: checkpoint.Unsaved()}
				b.State = w.Open(b.File, b.Mark)
				b.Data = []byte(text)
				if err := w.Block(t.Context(), b); err != nil {
					t.Fatal(err)
				}
				b.Offset, b.Data = b.End(), nil
				if err := w.Settle(t.Context(), b); err != nil {
					t.Fatal(err)
				}
				if err := w.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
				var d struct{ Event struct{ ID string } }
				p := <-w.lane.full
				if err := json.Unmarshal(p.All().Doc(0).Body, &d); err != nil {
					t.Fatal(err)
				}
				ids = append(ids, d.Event.ID)
			}
			if got := ids[0] == ids[1]; got != tt.same || !strings.HasSuffix(ids[0], tt.firstID) || !strings.HasSuffix(ids[1], tt.other) {
				t.Errorf("ids are %s and %s, want …%s and …%s", ids[0], ids[1], tt.firstID, tt.other)
			}
		})
	}
}

// The marks of both files stay before a record that begins in the one and ends
// in the other until it is delivered, whatever is delivered before.
func TestMarksOfARecordInTwoFiles(t *testing.T) {
	for _, size := range []int{64 << 10, 1} { // every event on the same page, or on one of its own
		t.Run(fmt.Sprint("pages of ", size), func(t *testing.T) {
			w := newJoiningWorker(t, &Multiline{})
			l := w.lane
			l.pageSize = size

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

// Whichever page is delivered first, the mark of the second file stays at its start
// until that of the first is behind the record that both have: after a crash that is
// read again from its beginning, and its end must not be missing then.
func TestMarksOfARecordDeliveredInAnyOrder(t *testing.T) {
	w := newJoiningWorker(t, &Multiline{})
	l := w.lane
	l.pageSize = 1 // a page for each event
	var files [3]tail.Block
	for i := range files {
		b := &files[i]
		b.File, b.Mark = &tail.File{ID: uint64(i + 1), Path: "/var/log/app.log"}, checkpoint.Unsaved()
		b.State = w.Open(b.File, b.Mark)
	}
	for i := range files {
		b := &files[i]
		for _, line := range []string{"F gun", "F whole", "P be"} {
			b.Data = []byte("2026-11-23T10:00:00.1Z stdout " + line + "\n")
			if err := w.Block(t.Context(), *b); err != nil {
				t.Fatal(err)
			}
			b.Offset, b.Data = b.End(), nil
		}
		if i < len(files)-1 {
			w.Hand(*b, files[i+1])
		}
	}
	if err := w.Settle(t.Context(), files[len(files)-1]); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var pages []*sinks.Page
	for len(l.full) > 0 {
		pages = append(pages, <-l.full)
	}
	for _, p := range slices.Backward(pages) {
		p.Ack()
		for i := range files[1:] {
			first, next := &files[i], &files[i+1]
			if next.Mark.Mark() > 0 && first.Mark.Mark() < first.Offset {
				t.Fatalf("the mark of file %d is at %d, that of the one before at %d of %d", i+1, next.Mark.Mark(), first.Mark.Mark(), first.Offset)
			}
		}
	}
	for i := range files {
		if got, want := files[i].Mark.Mark(), files[i].Offset; got != want {
			t.Errorf("the mark of file %d is at %d, want %d: all is delivered", i, got, want)
		}
	}
}
