package checkpoint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

func reopen(t *testing.T, s *checkpoint.Store, dir string) *checkpoint.Store {
	t.Helper()
	if s != nil {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s, err := checkpoint.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStreamCursor(t *testing.T) {
	dir := t.TempDir()
	s := reopen(t, nil, dir)
	f := s.Stream("journald").Lane("kafka")
	if got := f.Cursor(); got != "" {
		t.Errorf("a new stream is at %q, want its beginning", got)
	}
	a, b, c := f.OpenAt(10, []byte("a")), f.OpenAt(20, []byte("b")), f.OpenAt(15, []byte("c"))
	b.Ack()
	if got := f.Cursor(); got != "" {
		t.Errorf("with a gap before it the cursor is %q, want none", got)
	}
	a.Ack()
	if got, mark := f.Cursor(), f.Mark(); got != "b" || mark != 20 {
		t.Errorf("cursor %q, mark %d, want b, 20", got, mark)
	}
	c.Ack() // its clock was set back
	s = reopen(t, s, dir)
	f = s.Stream("journald").Lane("kafka")
	if got, mark := f.Cursor(), f.Mark(); got != "c" || mark != 15 {
		t.Errorf("after a restart cursor %q, mark %d, want c, 15", got, mark)
	}
	if got := s.Lanes(); !slices.Equal(got, []string{"kafka"}) {
		t.Errorf("lanes %v", got)
	}
}

func TestNewLaneOfAStreamStartsAtTheOldest(t *testing.T) {
	s := checkpoint.Volatile()
	st := s.Stream("journald")
	st.Lane("a").OpenAt(20, []byte("later")).Ack()
	b := st.Lane("b")
	b.OpenAt(10, []byte("earlier")).Ack()
	if got := st.Lane("c").Cursor(); got != "earlier" {
		t.Errorf("a new lane begins at %q, want where the oldest is", got)
	}
	s.RenameStream("journald", "other")
	if got := s.Stream("other").Lane("a").Cursor(); got != "later" || !slices.Equal(s.Streams(), []string{"other"}) {
		t.Errorf("after a renaming: cursor %q, streams %v", got, s.Streams())
	}
}

// A state without streams is one that an older hashtail can have back.
func TestFormatOfState(t *testing.T) {
	dir := t.TempDir()
	s := reopen(t, nil, dir)
	version := func() string {
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(filepath.Join(dir, "checkpoints.json"))
		v, _, _ := strings.Cut(string(b), ",")
		return v
	}
	s.See("/var/log/*.log")
	if got := version(); got != `{"version":1` {
		t.Errorf("without streams the state begins %s", got)
	}
	s.Stream("journald").Lane("a")
	if got := version(); got != `{"version":2` {
		t.Errorf("with streams the state begins %s", got)
	}
}

func TestCursorsDoNotAllocate(t *testing.T) {
	f := checkpoint.Volatile().Stream("journald").Lane("a")
	cursor := []byte("s=0123456789abcdef;i=1")
	f.OpenAt(1, cursor).Ack()
	if n := testing.AllocsPerRun(100, func() { f.OpenAt(2, cursor).Ack() }); n != 0 {
		t.Errorf("%v allocations for a span", n)
	}
}
