package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A daemon whose log nobody reads for a moment, as while systemd's journal is started anew,
// goes on. One whose events nobody reads ends at once, and in good order: what its other
// sinks have is not shipped again.
func TestPipesWithoutReaders(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		t.Helper()
		f, err := os.OpenFile(path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	lines := 0
	line := func() {
		t.Helper()
		lines++
		write("app.log", fmt.Sprintf(`{"event_type":"login","user":"u%d"}`+"\n", lines))
	}
	arrived := func() bool {
		out, _ := os.ReadFile(path("out"))
		return bytes.Count(out, []byte("\n")) >= lines
	}
	until := func(what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("not within 30 s: %s", what)
			}
		}
	}
	write("hashtail.yaml", fmt.Sprintf("state_dir: %s\nhttp: {listen: off}\nfiles: {save_interval: 1h}\ninputs: {file: [{paths: [%s]}]}\nsinks: {stdout: {}, file: {path: %s}}\n", path("state"), path("app.log"), path("out")))
	events, eventsIn, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	log, logIn, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("hashtail", "run", "-c", path("hashtail.yaml"))
	daemon.Stdout, daemon.Stderr = eventsIn, logIn
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- daemon.Wait() }()
	defer daemon.Process.Kill()
	eventsIn.Close()
	logIn.Close()
	line()
	until("the first event", arrived)

	log.Close()
	if err := daemon.Process.Signal(syscall.SIGHUP); err != nil { // which writes to the log
		t.Fatal(err)
	}
	line()
	until("an event after the log lost its reader", arrived)

	events.Close()
	line()
	select {
	case err := <-ended:
		if daemon.ProcessState.ExitCode() != exitNoServer {
			t.Errorf("it ended with %v, want exit code %d", err, exitNoServer)
		}
	case <-time.After(15 * time.Second): // shutdown_timeout is 20s
		t.Fatal("it does not end though nobody reads its events")
	}
	until("an event after the events lost their reader", arrived)

	write("hashtail.yaml", "# once more\n")
	again := start(t, path("hashtail.yaml"))
	line()
	until("an event of the next run", arrived)
	end(again, syscall.SIGTERM)
	if out, _ := os.ReadFile(path("out")); bytes.Count(out, []byte("\n")) != lines {
		t.Errorf("%d events of %d lines:\n%s", bytes.Count(out, []byte("\n")), lines, out)
	}
}
