package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestInterruptedAtTheTerminal: Ctrl-C ends a verb that waits for a line at once, and the
// terminal echoes again what is typed.
func TestInterruptedAtTheTerminal(t *testing.T) {
	for _, args := range []string{"hash", "ship", "explain", "audit -", "test"} {
		t.Run(args, func(t *testing.T) {
			keyboard, terminal := openTerminal(t)
			cmd := exec.Command("hashtail", strings.Fields(args)...)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, io.Discard, io.Discard
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			time.Sleep(500 * time.Millisecond) // until it waits; the test passes if it does not yet
			if _, err := keyboard.WriteString("\x03"); err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-ended:
				if err == nil {
					t.Error("it ended as if all had been read")
				}
			case <-time.After(time.Minute):
				_ = cmd.Process.Kill()
				t.Fatal("it goes on waiting")
			}
			modes, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			if modes.Lflag&unix.ECHO == 0 {
				t.Error("the terminal does not echo any more")
			}
		})
	}
}

// openTerminal makes a terminal, and what is typed at it.
func openTerminal(t *testing.T) (keyboard, terminal *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("there are no terminals here: %v", err)
	}
	t.Cleanup(func() { keyboard.Close() })
	number, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { terminal.Close() })
	return keyboard, terminal
}
