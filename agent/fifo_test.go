package agent_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// A reload neither cuts the line that a writer has begun, nor leaves the writer without a
// reader, which would be its end: also one to a configuration that cannot be started.
func TestReloadKeepsFIFOOpen(t *testing.T) {
	s := newStory(t)
	path := filepath.Join(s.dir, "auth.fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	configure := func(listen string) {
		t.Helper()
		text := fmt.Sprintf("state_dir: %[1]s/state\ninputs: {fifo: [{path: %[2]s}]}\nsinks: {file: {path: %[1]s/events.ndjson}}\nhttp: {listen: %[3]s}\n", s.dir, path, strconv.Quote(listen))
		if err := os.WriteFile(filepath.Join(s.dir, "hashtail.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	configure("off")
	stop := s.run()
	defer stop()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	write := func(text string) {
		t.Helper()
		for _, piece := range strings.SplitAfter(text, " ") {
			if _, err := f.WriteString(piece); err != nil {
				t.Fatalf("write: %v", err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	write(`{"event_type":"mfa","user":"ann"}` + "\n")
	s.until("first event", func() bool { return s.events("mfa") == 1 })
	for i, listen := range []string{"off", taken.Addr().String(), "off"} {
		write(`{"event_type":"login", "user": `)
		time.Sleep(50 * time.Millisecond)
		configure(listen)
		s.reload <- struct{}{}
		for strings.Count(s.log.String(), "takes over") < i+1 {
			write(" ")
		}
		write(strings.Repeat(" ", 50) + `"bob"}` + "\n")
		s.until("event over a reload", func() bool { return s.events("login") == i+1 })
	}
	if err := os.Remove(path); err != nil { // nobody reads it any more
		t.Fatal(err)
	}
	s.until("end of the FIFO", func() bool { _, err := f.WriteString("\n"); return err != nil })
}
