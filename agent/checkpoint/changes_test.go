package checkpoint_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// crash is the folder as a process leaves it that dies now, but for the lock, with
// other changes.
func crash(t *testing.T, dir string, changes []byte) (after string) {
	t.Helper()
	after = t.TempDir()
	if err := os.CopyFS(after, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(after, "checkpoints.changes"), changes, 0o600); err != nil {
		t.Fatal(err)
	}
	return after
}

func read(t *testing.T, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestChanges: what a save of marks costs does not grow with the files that are
// known, and a crash after it finds them.
func TestChanges(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var idle *checkpoint.Identity
	for i := range 500 {
		idle = s.Mint(fmt.Sprint(i), checkpoint.Place{}, content(3000))
	}
	id := s.Mint("a", checkpoint.Place{}, content(3000))
	f := id.Lane("lane", 0)
	journal := s.Stream("journald").Lane("lane")
	save(t, s)
	state := read(t, dir, "checkpoints.json")
	const saves = 100
	for i := range int64(saves) {
		deliver(f, 10*(i+1))
		journal.OpenAt(i+1, fmt.Append(nil, "i=", i)).Ack()
		save(t, s)
	}
	if now := read(t, dir, "checkpoints.json"); !bytes.Equal(now, state) {
		t.Error("the whole state was written for a mark")
	}
	changes := read(t, dir, "checkpoints.changes")
	t.Logf("%d saves wrote %d bytes, beside a state of %d", saves, len(changes), len(state))
	if most := saves * 2000; len(changes) > most || len(state) < most {
		t.Errorf("%d bytes of changes, %d bytes of state", len(changes), len(state))
	}
	for _, name := range []string{"", "checkpoints.json", "checkpoints.json.backup"} { // damaged
		after := crash(t, dir, changes)
		if name != "" {
			os.Truncate(filepath.Join(after, name), 1000)
		}
		s := open(t, after)
		find(t, s, idle.ID)
		mark, cursor := find(t, s, id.ID).Lane("lane", 0).Mark(), s.Stream("journald").Lane("lane").Cursor()
		if mark != 10*saves || cursor != fmt.Sprint("i=", saves-1) {
			t.Errorf("without %q: mark %d, cursor %q", name, mark, cursor)
		}
	}
	closeStore(t, s)
	if _, err := os.Stat(filepath.Join(dir, "checkpoints.changes")); err == nil {
		t.Error("a state that was closed has changes beside it, which an older hashtail would not know")
	}
	if got := find(t, open(t, dir), id.ID).Lane("lane", 0).Mark(); got != 10*saves {
		t.Errorf("closed at mark %d, opened at %d", 10*saves, got)
	}
}

// threeChanges is a store with a file of which three saves found the mark at 1, 2 and 3.
func threeChanges(t *testing.T) (s *checkpoint.Store, id *checkpoint.Identity, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = open(t, dir)
	id = s.Mint("a", checkpoint.Place{}, content(3000))
	f := id.Lane("lane", 0)
	save(t, s)
	for mark := range int64(3) {
		deliver(f, mark+1)
		save(t, s)
	}
	return s, id, dir
}

// TestChangesCutShort cuts the changes here and there: what whole lines say holds,
// and nobody need be told of the rest.
func TestChangesCutShort(t *testing.T) {
	_, id, dir := threeChanges(t)
	changes := read(t, dir, "checkpoints.changes")
	for cut := 0; cut <= len(changes); cut += 37 {
		s := open(t, crash(t, dir, changes[:cut]))
		want := int64(bytes.Count(changes[:cut], []byte("\n")))
		if got := find(t, s, id.ID).Lane("lane", 0).Mark(); got != want || s.Notice() != "" {
			t.Fatalf("cut at %d: mark %d, want %d; notice %q", cut, got, want, s.Notice())
		}
		deliver(find(t, s, id.ID).Lane("lane", 0), 9) // shipping goes on
		closeStore(t, s)
	}
}

func TestDamagedChanges(t *testing.T) {
	s, id, dir := threeChanges(t)
	changes := read(t, dir, "checkpoints.changes")
	for _, tt := range []struct {
		name, old, new string
		mark           int64
		notice         string
	}{
		{"a changed number", `"mark":2`, `"mark":3`, 1, "line 2 of"},
		{"no JSON", `"mark":2`, `"mark`, 1, "line 2 of"},
		{"of another state", `"of":"`, `"of":"0`, 0, "line 1 of"}, // its sum tells
	} {
		s := open(t, crash(t, dir, bytes.Replace(changes, []byte(tt.old), []byte(tt.new), 1)))
		if got := find(t, s, id.ID).Lane("lane", 0).Mark(); got != tt.mark || !strings.Contains(s.Notice(), tt.notice) {
			t.Errorf("%s: mark %d, want %d; notice %q", tt.name, got, tt.mark, s.Notice())
		}
	}
	s.Mint("b", checkpoint.Place{}, content(2000)) // the state is written anew
	deliver(id.Lane("lane", 0), 4)
	save(t, s)
	s = open(t, crash(t, dir, changes)) // before its changes were taken away
	if got := find(t, s, id.ID).Lane("lane", 0).Mark(); got != 4 || s.Notice() != "" {
		t.Errorf("changes of an earlier state were believed: mark %d, notice %q", got, s.Notice())
	}
}

// TestChangesAreTakenIn: the file of changes does not grow for ever.
func TestChangesAreTakenIn(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	f := s.Mint("a", checkpoint.Place{}, content(3000)).Lane("lane", 0)
	save(t, s)
	longest := 0
	for mark := range int64(2000) {
		deliver(f, mark)
		save(t, s)
		longest = max(longest, len(read(t, dir, "checkpoints.changes")))
	}
	if longest < 200<<10 || longest > 300<<10 {
		t.Errorf("up to %d bytes of changes", longest)
	}
}

func save(t *testing.T, s *checkpoint.Store) {
	t.Helper()
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
}
