package tail

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// An inode names a file as long as it exists or is open; after that the
// number may come back for another file.
type inode struct{ dev, ino uint64 }

// inodeOf is where an identity's file was last seen.
func inodeOf(id *checkpoint.Identity) inode {
	p := id.Place()
	return inode{p.Dev, p.Ino}
}

// A look is what a file looked like from outside.
type look struct {
	at    inode
	size  int64
	mtime int64 // nanoseconds
	links uint64
	mode  fs.FileMode

	changed int64 // when it was last written or renamed, by the file system's clock; 0: not known
}

func lookOf(fi os.FileInfo) look {
	l := look{size: fi.Size(), mtime: fi.ModTime().UnixNano(), mode: fi.Mode()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		l.at = inode{uint64(st.Dev), uint64(st.Ino)}
		l.links = uint64(st.Nlink)
		l.changed = changeTime(st)
	}
	return l
}

// lookAt looks at a path, through symbolic links.
func lookAt(path string) (look, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return look{}, err
	}
	return lookOf(fi), nil
}

// unchanged reports whether nothing was written between two looks.
func (l look) unchanged(now look) bool {
	return l.at == now.at && l.size == now.size && l.mtime == now.mtime
}

// settled reports whether the file was last written so long ago that a
// program that was writing it has finished.
func (l look) settled() bool { return time.Since(time.Unix(0, l.mtime)) > clockTick }

func (l look) place(path string, gzip bool) checkpoint.Place {
	return checkpoint.Place{
		Path: path, Dev: l.at.dev, Ino: l.at.ino,
		Size: l.size, ModTime: l.mtime, Compress: gzip,
	}
}

// openRegular opens a regular file, inside the roots where there are any. Anything else is
// refused, and nothing is waited for: to open a FIFO would wait for its writer.
func openRegular(path string, roots []string) (*os.File, look, error) {
	f, err := open(path, roots)
	if err != nil {
		return nil, look{}, err
	}
	fi, err := f.Stat()
	if err == nil && !fi.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: errNotRegular(fi.Mode())}
	}
	if err != nil {
		f.Close()
		return nil, look{}, err
	}
	return f, lookOf(fi), nil
}

// room is the number of the first descriptor that log files leave to sinks,
// checkpoints and connections: without any, nothing that was read could leave.
func room() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return math.MaxUint64
	}
	return limit.Cur - min(128, limit.Cur/2)
}

// descriptor is the number of an open file: the lowest that was free.
func descriptor(f *os.File) (n uint64) {
	c, err := f.SyscallConn()
	if err == nil {
		_ = c.Control(func(fd uintptr) { n = uint64(fd) })
	}
	return n
}

// errNotRegular says what a file is that is not a log file.
func errNotRegular(mode fs.FileMode) error { return notRegular{mode.Type()} }

type notRegular struct{ mode fs.FileMode }

func (e notRegular) Error() string {
	switch e.mode {
	case fs.ModeDir:
		return "it is a folder: name the files in it, for example with /*.log"
	case fs.ModeNamedPipe:
		return "it is a FIFO: it cannot be read again after a crash and is not tailed: name it under inputs.fifo"
	}
	return "it is not a regular file"
}

// cameAfterStart reports whether a file was made since the Tailer began.
func (k *keeper) cameAfterStart(f *os.File) bool { return birthTime(f) > k.began }

// dataStart is where a file begins that a program goes on writing at its old
// offset after a truncation: behind the hole, and the rest of its last block.
func dataStart(f *os.File, size int64) int64 {
	var b [4 << 10]byte
	if n, _ := f.ReadAt(b[:1], 0); n == 0 || b[0] != 0 {
		return 0
	}
	off, found, err := skipZeros(f, 0, b[:])
	if err != nil || !found {
		return min(off, size)
	}
	return off
}

// skipZeros is where the NULs end that begin at off, and whether anything but the end
// of the file is behind them. What has no disk blocks is not read.
func skipZeros(r io.ReaderAt, off int64, buf []byte) (end int64, found bool, err error) {
	f, sparse := r.(io.Seeker)
	for {
		if sparse { // also behind a block that ends in NULs: the hole begins there
			data, err := f.Seek(off, seekData)
			if errors.Is(err, syscall.ENXIO) { // nothing but a hole follows
				data, err = f.Seek(0, io.SeekEnd)
			}
			if err == nil {
				off = max(off, data)
			}
		}
		n, err := r.ReadAt(buf, off)
		nuls := leadingNULs(buf[:n])
		off += int64(nuls)
		if nuls < n {
			return off, true, nil
		}
		if err == io.EOF {
			return off, false, nil
		}
		if err != nil {
			return off, false, err
		}
	}
}

// leadingNULs is how many NULs b begins with. Blocks of them are compared at once: one by
// one they take ten times as long.
func leadingNULs(b []byte) (n int) {
	var block [512]byte
	for len(b)-n >= len(block) && [len(block)]byte(b[n:]) == block {
		n += len(block)
	}
	return len(b) - len(bytes.TrimLeft(b[n:], "\x00"))
}
