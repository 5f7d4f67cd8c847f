package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/stream"
	"github.com/hashtail/hashtail/agent/tail"
)

// A FIFOInput is a named pipe that programs write their log to. It cannot be
// read again: what is between it and a sink when the process dies is lost.
type FIFOInput struct {
	Path      string    `yaml:"path"`
	Format    string    `yaml:"format"`
	Multiline Multiline `yaml:"multiline"`
	Records   `yaml:",inline"`
}

func (in *FIFOInput) validate(formats map[string]*parse.Custom) error {
	if in.Path == "" {
		return errors.New("path is empty: name the FIFO")
	}
	records := in.records()
	return records.validate(formats)
}

// records is a file input whose records are read in the same way.
func (in *FIFOInput) records() FileInput {
	return FileInput{Paths: []string{in.Path}, Format: in.Format, Multiline: in.Multiline, Records: in.Records}
}

// A fifo reads one named pipe into all lanes.
type fifo struct {
	path    string
	options stream.Options
	log     *slog.Logger
	feed    *feed

	pipe    *pipe       // that is open; nil for none. One that is open when ctx ends stays open
	open    os.FileInfo // what is read
	read    atomic.Int64
	failing atomic.Pointer[error]
}

// fifoPause is how often a FIFO that is not there is looked for, and one that
// is, whether it is still the one at its path.
const fifoPause = time.Second

func (a *Agent) openFIFOs(host event.Host) {
	first := len(a.config.Inputs.File) + len(a.config.Inputs.Journald)
	for i, in := range a.config.Inputs.FIFO {
		f := &tail.File{ID: newStreamID(), Path: in.Path, Input: first + i}
		a.fifos = append(a.fifos, &fifo{
			path: in.Path, log: a.log, feed: newFeed(f, a.newWorkers(host)), pipe: a.pipes[in.Path],
			options: stream.Options{MaxLine: int(in.MaxLine), Linger: time.Duration(a.config.Delivery.Linger), Poll: fifoPause},
		})
	}
}

// run reads until ctx ends, whoever writes, and hands on what it holds.
func (f *fifo) run(ctx context.Context) error {
	f.feed.ctx = ctx
	said := ""
	for ctx.Err() == nil {
		err := f.follow(ctx)
		if ctx.Err() != nil || errors.Is(err, io.EOF) { // another FIFO is at the path
			continue
		}
		f.failing.Store(&err)
		if text := err.Error(); text != said {
			said = text
			f.log.Warn("a FIFO cannot be read: trying again", "file", f.path, "error", err)
		}
		_ = sleep(ctx, fifoPause)
	}
	return f.feed.finish(ctx)
}

// follow reads the FIFO that is at the path now, until there is another.
func (f *fifo) follow(ctx context.Context) (err error) {
	if f.pipe == nil {
		if f.pipe, err = openFIFO(f.path); err != nil {
			f.pipe = nil
			return err
		}
	}
	defer func() {
		if ctx.Err() == nil {
			f.pipe.Close()
			f.pipe = nil
		}
	}()
	if f.open, err = f.pipe.Stat(); err != nil {
		return err
	}
	f.failing.Store(nil)
	if err := stream.Read(ctx, f.pipe, f.options, f); err != nil {
		return err
	}
	return io.EOF
}

// pipes are FIFOs that the agent before has left open, by their paths: without a reader
// between the two their writers would be ended, and a line that one has begun would be cut.
type pipes map[string]*pipe

// Close closes them.
func (p pipes) Close() {
	for _, pipe := range p {
		pipe.Close()
	}
	clear(p)
}

// takePipes takes over what the agent before has left, and closes what none of the inputs
// reads.
func (a *Agent) takePipes() {
	for _, f := range a.fifos {
		delete(a.pipes, f.path)
	}
	a.pipes.Close()
}

// leavePipes leaves the FIFOs that are open.
func (a *Agent) leavePipes() {
	a.pipes = pipes{}
	for _, f := range a.fifos {
		if f.pipe != nil {
			a.pipes[f.path] = f.pipe
		}
	}
}

// A pipe is the reading end of a FIFO. While nobody else writes it holds a writing end
// too, so that a read waits and does not end. It lets go of that when something comes:
// then the last writer is seen to go, and with it the line that it did not finish.
type pipe struct {
	*os.File
	writer *os.File // nil while there is another
	rest   []byte   // was read by an agent before, and is to be read once more
}

// Read reads on. It returns stream.ErrBreak once the last writer has gone.
func (p *pipe) Read(b []byte) (int, error) {
	if len(p.rest) > 0 {
		n := copy(b, p.rest)
		p.rest = p.rest[n:]
		return n, nil
	}
	n, err := p.File.Read(b)
	switch {
	case n > 0 && p.writer != nil:
		p.writer.Close()
		p.writer = nil
	case err == io.EOF:
		if p.hold() == nil {
			err = stream.ErrBreak
		}
	}
	return n, err
}

// hold opens the writing end. The path may lead to another FIFO by now.
func (p *pipe) hold() (err error) {
	const flags = os.O_WRONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY
	conn, err := p.SyscallConn()
	if err != nil {
		return err
	}
	name := ""
	_ = conn.Control(func(fd uintptr) { name = fmt.Sprintf("/proc/self/fd/%d", fd) })
	p.writer, err = os.OpenFile(name, flags, 0)
	if errors.Is(err, fs.ErrNotExist) { // no /proc
		p.writer, err = os.OpenFile(p.File.Name(), flags, 0)
	}
	return err
}

func (p *pipe) Close() error {
	if p.writer != nil {
		p.writer.Close()
	}
	return p.File.Close()
}

// openFIFO opens a FIFO, which never waits for a writer.
func openFIFO(path string) (*pipe, error) {
	fi, err := os.Stat(path)
	if err == nil && fi.Mode().Type() != fs.ModeNamedPipe {
		err = &fs.PathError{Op: "open", Path: path, Err: errors.New("it is not a FIFO: make one with mkfifo, or name it under inputs.file")}
	}
	if err != nil {
		return nil, err
	}
	p := &pipe{}
	if p.File, err = os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0); err == nil {
		if err = p.hold(); err != nil {
			p.File.Close()
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w: hashtail's user needs the right to read and to write it", err)
	}
	return p, err
}

// Take takes lines for every lane.
func (f *fifo) Take(data []byte, cut int64) error {
	if err := f.feed.Take(data, cut); err != nil {
		return err
	}
	f.read.Add(int64(len(data)) + cut)
	return nil
}

// Leave keeps what was read and not taken for the agent after this one.
func (f *fifo) Leave(rest []byte) {
	f.pipe.rest = append(slices.Clone(rest), f.pipe.rest...)
}

// Quiet sends what the workers hold. io.EOF says that the path has another FIFO
// now, or none.
func (f *fifo) Quiet() (again time.Duration, err error) {
	again, err = f.feed.Quiet()
	if err != nil {
		return 0, err
	}
	if now, err := os.Stat(f.path); err != nil || !os.SameFile(now, f.open) {
		return 0, io.EOF
	}
	return again, nil
}

// status shows the FIFO among the files.
func (f *fifo) status() FileStatus {
	st := FileStatus{Path: f.path, Size: f.read.Load(), State: "fifo"}
	if err := f.failing.Load(); err != nil {
		st.State = (*err).Error()
	}
	for i, w := range f.feed.workers {
		at := f.feed.blocks[i].Mark.Mark()
		st.Sinks = append(st.Sinks, FileSinkStatus{Name: w.lane.name, Format: f.feed.blocks[i].Mark.Format(), Acknowledged: at, Lag: max(0, st.Size-at)})
	}
	return st
}

// checkFIFOs says what stands in the way of reading them.
func checkFIFOs(inputs []FIFOInput) (warnings []string) {
	for i := range inputs {
		f, err := openFIFO(inputs[i].Path)
		if err != nil {
			warnings = append(warnings, fmt.Sprintf("inputs.fifo[%d]: %v", i, err))
			continue
		}
		f.Close()
	}
	return warnings
}
