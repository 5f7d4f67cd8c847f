package tail_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/hashtail/hashtail/agent/tail"
)

// A folder that may not be listed is told from one without matches. Root, who may list
// every folder, looks as nobody does.
func TestFindShut(t *testing.T) {
	dir := t.TempDir()
	shut := filepath.Join(dir, "shut")
	if err := os.Mkdir(shut, 0o000); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
			t.Fatal(err)
		}
		const nobody = 65534
		runtime.LockOSThread() // and ends with it: no other goroutine gets the thread
		if err := unix.Setfsuid(nobody); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := unix.Setfsuid(0); err == nil {
				runtime.UnlockOSThread()
			}
		}()
	}
	for _, pattern := range []string{filepath.Join(shut, "a.log"), filepath.Join(shut, "*.log")} {
		if found, failed := (tail.Input{}).Find(pattern); len(found) > 0 || failed[shut] == nil {
			t.Errorf("%s: found %q, failed %v, want %s to have failed", pattern, found, failed, shut)
		}
	}
}
