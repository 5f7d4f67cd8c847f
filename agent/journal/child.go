package journal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// ErrMissing says that there is no journalctl.
var ErrMissing = errors.New("journalctl is not installed: it is part of systemd, and reads the journal for hashtail")

// A child is a running journalctl.
type child struct {
	out  io.ReadCloser
	cmd  *exec.Cmd
	stop context.CancelFunc
	said *complaint
}

// start starts a child. It ends with ctx, or when nobody reads what it prints;
// complain is told the first line of what is on its mind.
func start(ctx context.Context, args []string, complain func(string)) (*child, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, ErrMissing
	}
	ctx, stop := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "SYSTEMD_COLORS=0", "SYSTEMD_LOG_LEVEL=notice"}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 2 * time.Second
	c := &child{cmd: cmd, stop: stop, said: &complaint{tell: complain}}
	cmd.Stderr = c.said
	if c.out, err = cmd.StdoutPipe(); err == nil {
		err = cmd.Start()
	}
	if err != nil {
		stop()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return c, nil
}

// end stops the child and says why it ended, if it did so itself.
func (c *child) end() error {
	c.stop()
	err := c.cmd.Wait()
	if text := c.said.text(); text != "" && err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, text)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	return fmt.Errorf("%s ended", program)
}

// first is the first entry that a child with the arguments prints, nil when
// there is none.
func first(ctx context.Context, args []string, complain func(string)) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	c, err := start(ctx, args, complain)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(c.out)
	for {
		line, err := r.ReadBytes('\n')
		if cursor := cursorOf(line); cursor != nil {
			_ = c.end() // it may have more to print
			return cursor, nil
		}
		if err != nil {
			err := c.cmd.Wait()
			c.stop()
			if err != nil && ctx.Err() == nil {
				return nil, fmt.Errorf("%s: %w: %s", program, err, c.said.text())
			}
			return nil, ctx.Err()
		}
	}
}

// queryTimeout is how long one question to the journal may take.
const queryTimeout = 30 * time.Second

// A complaint is the first line that a child writes to its standard error. It
// speaks of files and rights, never of entries.
type complaint struct {
	tell func(string)

	mu   sync.Mutex
	line []byte
	told bool
}

const longestComplaint = 200

// Write takes what the child says; nothing of it may stop the child.
func (c *complaint) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.told {
		line, _, whole := bytes.Cut(b, []byte{'\n'})
		c.line = append(c.line, line[:min(len(line), longestComplaint-len(c.line))]...)
		if whole || len(c.line) == longestComplaint {
			c.told = true
			c.tell(string(c.line))
		}
	}
	return len(b), nil
}

func (c *complaint) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.line)
}

// Probe reads one entry and says what stands in the way, if anything does:
// ErrMissing, or what journalctl says. seen is false when nothing matches.
func Probe(ctx context.Context, c Config) (seen bool, said string, err error) {
	entry, err := first(ctx, c.args("--lines=1"), func(s string) { said = s })
	return entry != nil, said, err
}
