package tail

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// Some programs make their file of NULs first, and write their lines over them from the
// beginning, often through memory that the file is mapped to: Log4j's memory-mapped
// appender, loggers in C++. In the end they cut off the NULs that are left, unless they
// are killed.
//
// Such a file ends for its reader where the NULs begin that only the end of the file
// follows. A cursor waits there, at the first of them, until something is written over
// it. The size of the file does not tell, and what is written to memory changes its time
// late or never, so the keeper looks at that byte (stirred). NULs that have something
// behind them are a hole, which is passed over (worker.hole).

// writeTime is how long a program may take to write a line. The end of it may be
// seen before its beginning.
const writeTime = time.Second

// nuls are what a cursor knows of the NULs before it.
type nuls struct {
	end  int64     // only NULs were up to here, the end of the file
	torn int64     // the offset of one that has something behind it; -1: none has
	seen time.Time // when that was seen first
}

// written is what a window has behind its cursor at off. If that ends in NULs, and
// nothing but the end of the file follows them, they are cut off, and it is all that is
// written yet.
func (w *worker) written(c *cursor, src source, v window, off int64) (data []byte, all bool, err error) {
	data = v.buf[v.before:]
	if len(data) == 0 || data[len(data)-1] != 0 {
		return data, false, nil
	}
	text := bytes.TrimRight(data, "\x00")
	if n := len(data) - len(text); n < checkpoint.HoleMin && !(src.final && len(text) == 0) {
		return data, false, nil
	}
	if c.nuls == nil {
		c.nuls = &nuls{torn: -1}
	}
	end := off + int64(len(data))
	if v.full {
		if !src.final {
			end = max(end, c.nuls.end) // they were looked at
		}
		var found bool
		if end, found, err = skipZeros(src.ReaderAt, end, w.skipped()); err != nil || found {
			return data, false, err
		}
	}
	c.nuls.end = end
	if i := bytes.IndexByte(text, 0); i >= 0 && !src.final && !c.nuls.stays(off+int64(i), func() { c.lane.wake(c) }) {
		text = text[:i]
	}
	return text, true, nil
}

// atNULs is the rest of a file before its NULs, b, which has no newline; then the NULs.
// While the file may be written to, the cursor waits there.
func (w *worker) atNULs(c *cursor, src source, b Block, v window) (Block, outcome) {
	switch {
	case !src.final:
		c.scanned = b.End()
		w.expect(c, c.scanned)
		return Block{}, atEnd
	case len(b.Data) > 0:
		w.sum = tailSum(v.buf[:v.before+len(b.Data)])
		return b, gotBlock
	}
	b.Cut = c.nuls.end - b.Offset
	return w.upTo(c, src, b)
}

// stays reports whether the NUL at an offset, which has something behind it, has been
// there for longer than it takes to write a line. If not, again is called by then.
func (s *nuls) stays(at int64, again func()) bool {
	now := time.Now()
	if s.torn != at {
		s.torn, s.seen = at, now
	}
	rest := s.seen.Add(writeTime).Sub(now)
	if rest > 0 {
		time.AfterFunc(rest, again)
	}
	return rest <= 0
}

// expect has the keeper look at the byte where the cursor waits.
func (w *worker) expect(c *cursor, at int64) {
	if c.nulAt.Swap(at) != at {
		w.tailer.alerts.add(c.file)
	}
}

// atNUL is the offset of the NUL at which the cursor waits; negative when it does not.
func (c *cursor) atNUL() int64 {
	if at := c.nulAt.Load(); at >= c.off.Load() {
		return at
	}
	return -1
}

// hasNULs reports whether the file ends in NULs that something may be written over.
func (f *file) hasNULs() bool {
	if f.id == nil {
		return f.look.size > 0 && !f.zipped()
	}
	return slices.ContainsFunc(f.cursors, func(c *cursor) bool { return c.atNUL() >= 0 })
}

// stirred reports whether something was written over a NUL where a lane waits.
func (f *file) stirred(r io.ReaderAt) bool {
	if f.id == nil {
		return f.hasNULs() && isWritten(r, 0)
	}
	return slices.ContainsFunc(f.cursors, func(c *cursor) bool {
		at := c.atNUL()
		return at >= 0 && isWritten(r, at)
	})
}

func isWritten(r io.ReaderAt, at int64) bool {
	var b [1]byte
	n, _ := r.ReadAt(b[:], at)
	return n == 1 && b[0] != 0
}

// furthest is the cursor of the lane that has read most of the file; nil without any.
func (f *file) furthest() *cursor {
	if len(f.cursors) == 0 {
		return nil
	}
	return slices.MaxFunc(f.cursors, func(a, b *cursor) int { return cmp.Compare(a.off.Load(), b.off.Load()) })
}

// length is how long the content of the file is, as far as it is known: without the NULs
// that it ends in.
func (f *file) length() int64 {
	size := f.size.Load()
	if c := f.furthest(); c != nil {
		if at := c.nulAt.Load(); at >= 0 {
			return min(max(at, c.off.Load()), size)
		}
	}
	return size
}

// lostNULs reports whether a file that became shorter, and has that size now, has lost
// only the NULs that it ended in: nothing that was read is gone.
func (f *file) lostNULs(size int64) bool {
	c := f.furthest()
	return f.padded && c != nil && c.off.Load() <= size
}

// endsInNULs reports whether a file of that size may be filled in place.
func endsInNULs(r io.ReaderAt, size int64) bool {
	var b, nuls [checkpoint.HoleMin]byte
	n, _ := r.ReadAt(b[:], size-checkpoint.HoleMin)
	return n == len(b) && b == nuls
}

// isBlank reports whether r, which begins with head, has nothing but NULs. known is how
// many it had at an earlier look, before it grew.
func isBlank(r io.ReaderAt, head []byte, known int64) bool {
	if len(bytes.TrimRight(head, "\x00")) > 0 {
		return false
	}
	_, found, err := skipZeros(r, max(known, int64(len(head))), make([]byte, skipBuffer))
	return err == nil && !found
}

// contentEnd is where the NULs begin that a file of that size ends in.
func contentEnd(r io.ReaderAt, size int64) int64 {
	buf := make([]byte, skipBuffer)
	for size > 0 {
		data := buf[:min(size, int64(len(buf)))]
		n, _ := r.ReadAt(data, size-int64(len(data)))
		if n < len(data) {
			return size
		}
		if text := bytes.TrimRight(data, "\x00"); len(text) > 0 {
			return size - int64(len(data)-len(text))
		}
		size -= int64(len(data))
	}
	return 0
}
