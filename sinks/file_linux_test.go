package sinks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/hashtail/hashtail/sinks"
)

// A rotation that fails half way is tried again, and again: each time what was rotated
// before must stay where it is.
func TestFileCannotBeRotated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.ndjson")
	f := newFile(t, sinks.FileConfig{Path: path, MaxSize: 8, MaxFiles: 4})
	send := func(n int) error { return f.Send(t.Context(), batch(t, fmt.Sprintf(`{"n":%d}`, n))) }
	for n := range 4 {
		if err := send(n); err != nil {
			t.Fatal(err)
		}
	}
	setAppendOnly(t, path, true)
	for range 5 {
		if send(4) == nil {
			t.Fatal("a file that may not be renamed was")
		}
	}
	setAppendOnly(t, path, false)
	if err := send(4); err != nil {
		t.Fatal(err)
	}
	for i, suffix := range []string{"", ".1", ".2", ".3"} {
		if got, want := read(t, path+suffix), fmt.Sprintf("{\"n\":%d}\n", 4-i); got != want {
			t.Errorf("events.ndjson%s is %q, want %q", suffix, got, want)
		}
	}
}

// appendOnly is FS_APPEND_FL of linux/fs.h.
const appendOnly = 0x20

// setAppendOnly has the kernel refuse to rename a file, as chattr +a does.
func setAppendOnly(t *testing.T, path string, on bool) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	flags, err := unix.IoctlGetInt(int(f.Fd()), unix.FS_IOC_GETFLAGS)
	if err == nil {
		flags &^= appendOnly
		if on {
			flags |= appendOnly
		}
		err = unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, flags)
	}
	if err != nil {
		t.Skipf("no flags here: %v", err)
	}
}
