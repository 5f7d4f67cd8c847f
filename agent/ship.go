package agent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"syscall"

	"github.com/klauspost/compress/gzip"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stream"
	"github.com/hashtail/hashtail/agent/tail"
)

// Ship runs the pipeline of c once, over files to their end, or over standard
// input where there are none or one is "-". A file has the settings of the input that reads
// it, others and standard input have those of the first one; format is for all, if there is
// one. nil says that every event is acknowledged or a dead letter. Nothing is remembered:
// shipping a file twice ships it twice.
func Ship(ctx context.Context, c *Config, log *slog.Logger, format string, files []string) error {
	formats, err := c.Formats.compile()
	if err != nil {
		return err
	}
	piped := len(files) == 0 || slices.Contains(files, "-")
	if piped && len(files) > 1 {
		return &UsageError{errors.New("- (standard input) cannot be mixed with files")}
	}
	if piped {
		files = []string{""} // which no input reads
	}
	if c.Inputs, err = c.inputsOf(files, format, formats); err != nil {
		return err
	}
	if c.Sinks.Stdout != nil {
		c.Delivery.Workers = 1 // in the order of the files
	}
	a, err := New(c, log)
	if err != nil {
		return err
	}
	if piped {
		return a.shipStandardInput(ctx)
	}
	for _, path := range files {
		f, err := OpenInput(path)
		if err != nil {
			return err
		}
		f.Close()
		if fi, err := os.Stat(path); err == nil && !fi.Mode().IsRegular() {
			return &InputError{fmt.Errorf("%s is no regular file: give it as standard input, hashtail ship - < %s", path, path)}
		}
	}
	store := checkpoint.Volatile()
	defer store.Close()
	return a.run(ctx, func(ctx context.Context, host event.Host) error {
		tc := a.tailConfig()
		tc.Once = true
		tailer, err := a.newTailer(tc, store, host)
		if err != nil {
			return err
		}
		defer tailer.Close()
		if err = tailer.Run(ctx); err != nil {
			err = &InputError{err}
		}
		if ctx.Err() != nil {
			err = errors.Join(err, ErrInterrupted)
		}
		return err
	})
}

// ErrInterrupted says that a verb was told to stop before it had read all: exit code 130.
var ErrInterrupted = errors.New("interrupted before all was read")

// OpenInput opens a file that is named on the command line and read once from its
// beginning, as it was before gzip. A FIFO is refused, as that would wait for a writer,
// unless a shell has made it and holds its other end: <(command).
func OpenInput(path string) (io.ReadCloser, error) {
	fi, err := os.Stat(path)
	switch {
	case err != nil:
	case fi.IsDir():
		err = fmt.Errorf("%s is a folder: name the files in it", path)
	case fi.Mode().Type() == os.ModeNamedPipe && !isShellPipe(path):
		err = fmt.Errorf("%s is a FIFO: give it as standard input, - < %s", path, path)
	}
	if err != nil {
		return nil, &InputError{err}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &InputError{err}
	}
	text := bufio.NewReader(f)
	head, _ := text.Peek(16)
	in := inputFile{text, f}
	if kind := tail.Foreign(head); kind != "" {
		err = fmt.Errorf("%s is compressed with %s: give its content as standard input, %s -dc %s | hashtail …", path, kind, kind, path)
	} else if tail.IsGzip(head) {
		if in.Reader, err = gzip.NewReader(text); err != nil {
			err = fmt.Errorf("read %s: %w", path, err)
		}
	}
	if err != nil {
		f.Close()
		return nil, &InputError{err}
	}
	return in, nil
}

type inputFile struct {
	io.Reader
	io.Closer
}

// A UsageError says that arguments do not go together: exit code 64.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// An InputError says that a file that Ship was given cannot be read: exit code 65.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }
func (e *InputError) Unwrap() error { return e.Err }

func (a *Agent) shipStandardInput(ctx context.Context) error {
	in := standardInput()
	defer in.Close()
	return a.run(ctx, func(ctx context.Context, host event.Host) error {
		f := &tail.File{ID: newStreamID()}
		return readStream(ctx, in, "standard input", stream.Options{}, newFeed(f, a.newWorkers(host)))
	})
}

// standardInput is standard input. Where that is a pipe or a terminal it is opened anew, in
// the way in which a read can be called back: a signal need not wait for the next line. The
// descriptor that the process was given is shared with others, and left as it is.
func standardInput() *os.File {
	fi, err := os.Stdin.Stat()
	if err != nil || fi.Mode()&(os.ModeNamedPipe|os.ModeCharDevice) == 0 {
		return os.Stdin
	}
	in, err := os.OpenFile("/proc/self/fd/0", os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil { // no /proc, or a pipe of another user
		return os.Stdin
	}
	return in
}

// newWorkers makes a worker for each lane.
func (a *Agent) newWorkers(host event.Host) []*worker {
	workers := make([]*worker, len(a.lanes))
	for i, l := range a.lanes {
		workers[i] = a.newWorker(l, host)
	}
	return workers
}
