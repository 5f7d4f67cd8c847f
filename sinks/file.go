package sinks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// FileConfig is the section sinks.file.
type FileConfig struct {
	Path     string `yaml:"path"`
	MaxSize  Size   `yaml:"max_size"`  // a file that would grow over it is rotated first; default 100MiB
	MaxFiles int    `yaml:"max_files"` // with the current one: path, path.1, path.2 …; default 5
	Sync     *bool  `yaml:"sync"`      // on the disk before a batch counts as delivered; default true
}

func (c FileConfig) withDefaults() FileConfig {
	if c.MaxSize == 0 {
		c.MaxSize = 100 << 20
	}
	if c.MaxFiles == 0 {
		c.MaxFiles = 5
	}
	return c
}

// Validate says what cannot work. It does not touch files.
func (c *FileConfig) Validate() error {
	switch {
	case c.Path == "":
		return errors.New("path: name the file to write to")
	case strings.HasPrefix(c.Path, "~/"):
		return errors.New("path begins with ~, which only a shell expands: write the whole path")
	case c.MaxFiles < 0:
		return errors.New("max_files must be positive")
	case c.MaxSize < 0:
		return errors.New("max_size must be positive")
	}
	return nil
}

// A File holds events as newline-delimited JSON and rotates by size. It holds
// whole documents only, each once: what a full disk or a crash cut short is
// taken back.
type File struct {
	config FileConfig
	sync   bool

	mu   sync.Mutex
	file *os.File
	size int64 // the end of what is delivered
	torn bool  // there may be bytes behind size
}

// NewFile says what is wrong with the path as far as that can be seen without
// touching it: another process may be writing there, of which this one is to
// take over. The first Send opens the file, and repairs or creates it.
func NewFile(c FileConfig) (*File, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	f := &File{config: c.withDefaults(), sync: c.Sync == nil || *c.Sync}
	if err := writable(c.Path); err != nil {
		return nil, fmt.Errorf("file sink: %w", err)
	}
	return f, nil
}

// writable says why a file that is there cannot be appended to.
func writable(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return notRegular(path)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

func notRegular(path string) error {
	return fmt.Errorf("%s is not a regular file (the sink stdout writes to pipes)", path)
}

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// Send implements [Sink].
func (f *File) Send(_ context.Context, b Batch) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.send(b); err != nil {
		e := &Error{Err: fmt.Errorf("file sink: %w", err)}
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			e.Verdict = Denied
		}
		return e
	}
	return nil
}

func (f *File) send(b Batch) error {
	if err := f.settle(); err != nil {
		return err
	}
	n := int64(b.Size() + b.Len())
	if f.size > 0 && f.size+n > int64(f.config.MaxSize) {
		if err := f.rotate(); err != nil {
			return err
		}
	}
	f.torn = true
	if err := f.write(b); err != nil {
		return errors.Join(err, f.takeBack())
	}
	f.size += n
	f.torn = false
	return nil
}

// settle makes sure that the open file is the one at the path, and ends where
// the last delivered document does.
func (f *File) settle() error {
	if f.file != nil {
		there, err := os.Stat(f.config.Path)
		open, err2 := f.file.Stat()
		if err == nil && err2 == nil && os.SameFile(there, open) {
			if f.torn {
				return f.takeBack()
			}
			f.size = open.Size() // somebody may have truncated it
			return nil
		}
		f.file.Close() // moved or deleted
		f.file = nil
	}
	return f.open()
}

// takeBack cuts off what of a failed batch was written.
func (f *File) takeBack() error {
	if err := f.file.Truncate(f.size); err != nil {
		return err
	}
	f.torn = false
	return nil
}

// writeSize is what is handed to the kernel at once. A write that takes longer than
// the 20 µs after which Go's monitor looks for threads that are stuck in the kernel
// has it wake another one in vain, each time: with a whole page of 1 MiB at once
// 1,000,000 lines of 641 bytes took 32,500 context switches instead of 6,300, and 11 %
// more CPU time.
const writeSize = 64 << 10

// write appends a batch's lines, and has them on the disk where that is asked for.
func (f *File) write(b Batch) error {
	for lines := range b.Lines() {
		for len(lines) > 0 {
			n, err := f.file.Write(lines[:min(len(lines), writeSize)])
			if err != nil {
				return err
			}
			lines = lines[n:]
		}
	}
	if f.sync {
		return f.file.Sync()
	}
	return nil
}

// open opens the file at the path and repairs what a crash left at its end.
func (f *File) open() error {
	if err := os.MkdirAll(filepath.Dir(f.config.Path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(f.config.Path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	size, err := repair(file)
	if err == nil && f.sync {
		err = syncFolder(f.config.Path)
	}
	if err != nil {
		file.Close()
		return err
	}
	f.file, f.size, f.torn = file, size, false
	return nil
}

// repair cuts off a last line without an end and returns the size. What does
// not look like a document is somebody else's, and not touched.
func repair(file *os.File) (size int64, err error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, notRegular(file.Name())
	}
	start, err := LinesEnd(file, info.Size())
	if err != nil || start == info.Size() {
		return start, err
	}
	first := make([]byte, 1)
	if _, err := file.ReadAt(first, start); err != nil {
		return 0, err
	}
	if first[0] != '{' {
		return 0, fmt.Errorf("%s does not hold JSON lines: name another file, or move it away", file.Name())
	}
	return start, file.Truncate(start)
}

// LinesEnd is where the whole lines of a file of that size end: a crash may have cut the last
// one short.
func LinesEnd(file *os.File, size int64) (int64, error) {
	buf := make([]byte, 64<<10)
	for end := size; end > 0; {
		start := max(end-int64(len(buf)), 0)
		part := buf[:end-start]
		if _, err := file.ReadAt(part, start); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return start + int64(i) + 1, nil
		}
		end = start
	}
	return 0, nil
}

// rotate moves path to path.1, path.1 to path.2, and so on up to the first number that is
// free; when none is, the oldest goes. After a rotation that has failed half way a number is
// free, so that trying again loses nothing.
func (f *File) rotate() error {
	if err := f.file.Close(); err != nil {
		return err
	}
	f.file = nil
	if f.config.MaxFiles == 1 {
		if err := os.Remove(f.config.Path); err != nil {
			return err
		}
	}
	free := 1
	for free < f.config.MaxFiles-1 && exists(f.numbered(free)) {
		free++
	}
	for i := min(free, f.config.MaxFiles-1); i > 0; i-- {
		err := os.Rename(f.numbered(i-1), f.numbered(i))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return f.open()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (f *File) numbered(i int) string {
	if i == 0 {
		return f.config.Path
	}
	return f.config.Path + "." + strconv.Itoa(i)
}

// syncFolder makes a new or renamed file's name durable.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
