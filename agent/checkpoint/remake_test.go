package checkpoint_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// TestFolderRemoved: what somebody takes away is there again with the next save, also
// when nothing has changed meanwhile.
func TestFolderRemoved(t *testing.T) {
	for _, tt := range []struct {
		name  string
		paths string // a glob, in the folder
	}{
		{"the folder", ""},
		{"what is in it", "*"},
		{"the state", "checkpoints.json*"},
		{"the changes", "checkpoints.changes"},
		{"the lock", "lock"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			s := open(t, dir)
			if err := os.WriteFile(filepath.Join(dir, "agent-id"), []byte("me\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			s.Keep("agent-id", []byte("me\n"))
			f := s.Mint("a", checkpoint.Place{}, content(3000)).Lane("lane", 0)
			save(t, s)
			deliver(f, 1000)
			save(t, s) // a change
			if s.Remade() != 0 {
				t.Error("a folder that nobody touched was made again")
			}
			gone, _ := filepath.Glob(filepath.Join(dir, tt.paths))
			for _, path := range gone {
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			}
			save(t, s)
			if s.Remade() != 1 {
				t.Errorf("made again %d times, want once", s.Remade())
			}
			deliver(f, 2000)
			save(t, s)
			if _, err := checkpoint.Open(dir); !errors.Is(err, checkpoint.ErrLocked) {
				t.Errorf("a second process: got %v, want ErrLocked", err)
			}
			if got := string(read(t, dir, "agent-id")); got != "me\n" {
				t.Errorf("agent-id is %q", got)
			}
			again := open(t, crash(t, dir, read(t, dir, "checkpoints.changes")))
			if got := again.Identities(); len(got) != 1 || got[0].Lane("lane", 0).Mark() != 2000 {
				t.Errorf("after a crash %d files are known, want one at 2000", len(got))
			}
		})
	}
}

// TestFolderTaken: a folder that another process has made since is not written to.
func TestFolderTaken(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	s := open(t, dir)
	s.Mint("a", checkpoint.Place{}, content(3000))
	save(t, s)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	other := open(t, dir)
	if err := s.Save(); !errors.Is(err, checkpoint.ErrLocked) || s.Err() == nil {
		t.Errorf("Save = %v, want ErrLocked", err)
	}
	closeStore(t, other)
	save(t, s)
}
