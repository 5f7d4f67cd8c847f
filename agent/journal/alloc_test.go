package journal

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
)

// acks acknowledges what it takes.
type acks struct{ n int }

func (*acks) Open(*tail.File, *checkpoint.File) any { return nil }
func (*acks) Flush(context.Context) error           { return nil }
func (a *acks) Block(_ context.Context, b tail.Block) error {
	b.Mark.OpenAt(b.Entry.Time, b.Entry.Cursor).Ack()
	a.n++
	return nil
}

func TestEntriesDoNotAllocate(t *testing.T) {
	a := new(acks)
	r := NewReader(Config{}, &tail.File{}, "lane", checkpoint.Volatile().Stream("j").Lane("lane"), a, slog.New(slog.DiscardHandler))
	r.ctx = t.Context()
	var data []byte
	for n := range 100 {
		data = fmt.Appendf(data, `{"MESSAGE":"\"__CURSOR\":\"s=9;i=9;t=9\"","__CURSOR":"s=1;i=%x;b=2;m=3;t=66116b428a%03x;x=4"}`+"\n", n, n)
	}
	if err := r.Take(data, 0); err != nil {
		t.Fatal(err)
	}
	if got := testing.AllocsPerRun(10, func() { _ = r.Take(data, 0) }); got != 0 {
		t.Errorf("%v allocations for 100 entries", got)
	}
	if st := r.Status(); a.n != 12*100 || st.Broken != 0 || st.Entries != int64(a.n) {
		t.Errorf("%d entries given, status %+v", a.n, st)
	}
}
