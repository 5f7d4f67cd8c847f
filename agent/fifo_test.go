package agent_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A line that the last writer of a FIFO did not finish ends with it: what the next one
// writes is a line of its own.
func TestHalfLineInFIFO(t *testing.T) {
	s := newStory(t)
	path := filepath.Join(s.dir, "auth.fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("state_dir: %[1]s/state\ninputs: {fifo: [{path: %[2]s}]}\nsinks: {file: {path: %[1]s/events.ndjson}}\nhttp: {listen: off}\n", s.dir, path)
	if err := os.WriteFile(filepath.Join(s.dir, "hashtail.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := s.run()
	defer stop()
	write := func(pieces ...string) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, p := range pieces {
			f.WriteString(p)
			time.Sleep(50 * time.Millisecond)
		}
	}
	write(`{"event_type":"login","user":"ann"}`) // whole, but for its newline
	s.until("event of a line without an end", func() bool { return s.events("login") == 1 })
	write(`{"event_type":"lo`)
	time.Sleep(200 * time.Millisecond)
	write(`{"event_type":"logout",`, `"user":"bob"}`, "\n") // in pieces, of one writer
	s.until("event of the next writer", func() bool { return s.events("logout") == 1 })
}
