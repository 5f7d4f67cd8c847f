package tail

import (
	"bytes"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"os"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

const (
	readBuffer = 256 << 10 // of a worker; it grows for longer lines, and shrinks again
	skipBuffer = 64 << 10
	turn       = 4 << 20 // bytes that a cursor may read while others wait
)

// An outcome is what a look at the next bytes of a file gave.
type outcome uint8

const (
	gotBlock outcome = iota
	atEnd            // no whole line for now
	finished         // nor ever
	changed          // the content is not this file's any more
	stopped          // there is no content
	waits            // it is another's turn
	failed
)

// A pause says why a worker let go of a cursor.
type pause uint8

const (
	resting pause = iota // there is nothing more to read for now
	paused               // its turn is over
	waiting              // it will be woken when it is its turn
)

// read gives a cursor's lines to the consumer until there are none or its turn
// is over.
func (w *worker) read(ctx context.Context, c *cursor) (pause, error) {
	f := c.file
	large := len(w.buf) > readBuffer
	for n := int64(0); n < turn; {
		if ctx.Err() != nil || c.done.Load() || f.broken.Load() {
			return resting, nil
		}
		b, sum, what := w.next(c)
		switch what {
		case gotBlock:
			if err := w.deliver(ctx, c, b, sum); err != nil {
				return resting, err
			}
			n += b.End() - b.Offset
			continue
		case waits:
			return waiting, nil
		case changed:
			f.broken.Store(true)
			w.tailer.alerts.add(f)
		case atEnd:
			if err := w.settle(ctx, c, false); err != nil {
				return resting, err
			}
		case finished:
			if err := w.settle(ctx, c, true); err != nil {
				return resting, err
			}
			c.done.Store(true)
			w.tailer.alerts.add(f)
		case failed:
			w.tailer.alerts.add(f)
		}
		if large && len(w.buf) > readBuffer {
			w.buf = nil // no line of this turn needed it
		}
		return resting, nil
	}
	return paused, nil
}

// settle lets a consumer that holds back know that nothing follows for now. It
// goes on in the next file when this one was rotated away; before a record is
// taken as it is for its age, the keeper looks whether that is so.
func (w *worker) settle(ctx context.Context, c *cursor, last bool) error {
	s, ok := w.consumer.(Settler)
	if !ok || !c.opened {
		return nil
	}
	wait, held := s.Unsettled(c.here())
	if !held {
		return nil
	}
	off := c.off.Load()
	if heir := w.lane.heir(c); heir != nil && (last || c.scanned <= off) {
		w.open(heir)
		s.Hand(c.here(), heir.here())
		return nil
	}
	if !last && (wait > 0 || c.alone.Load() != off) {
		time.AfterFunc(wait, func() { w.tailer.alerts.ask(c, off) })
		return nil
	}
	if w.oldest.IsZero() {
		w.oldest = time.Now()
	}
	return s.Settle(ctx, c.here())
}

// open makes what the consumer keeps of a file.
func (w *worker) open(c *cursor) {
	if !c.opened {
		c.state, c.opened = w.consumer.Open(&c.file.File, c.mark), true
	}
}

// deliver gives the consumer a block and moves the cursor behind it. The sum
// is that of the bytes before the block's end, taken while they were what the
// file has: the consumer may change them.
func (w *worker) deliver(ctx context.Context, c *cursor, b Block, sum uint64) error {
	w.open(c)
	b.State = c.state
	if w.oldest.IsZero() {
		w.oldest = time.Now()
	}
	if err := w.consumer.Block(ctx, b); err != nil {
		return err
	}
	end := b.End()
	c.sum, c.known = sum, true
	c.remember(step{end, sum}, w.steps)
	c.off.Store(end)
	w.lane.counts.Bytes.Add(end - b.Offset)
	if b.Cut > 0 && len(b.Data) > 0 {
		w.lane.counts.Cut.Add(1)
	}
	return nil
}

// next looks for the next whole lines. A block begins where the one before
// ended: what follows the last newline is read again with the next block.
func (w *worker) next(c *cursor) (b Block, sum uint64, what outcome) {
	f := c.file
	final := f.final.Load() // before the read: what it says must hold for the end that is found
	content := f.content.Load()
	if content == nil {
		if final && !f.broken.Load() {
			return b, 0, finished // given up
		}
		return b, 0, stopped
	}
	src := io.ReaderAt(content)
	if content.gzip {
		if !w.lane.enterGzip(c) {
			return b, 0, waits
		}
		if c.gz == nil || c.gz.file != content.File {
			c.gz = newGzipReader(content.File)
		}
		src = c.gz
	}
	off := c.off.Load()
	if c.scanned-off > skipBuffer && !final { // a long line that is being written: look only at what is new
		end, found, err := w.findNewline(src, c.scanned)
		if err != nil {
			return b, 0, c.fail(err)
		}
		if found < 0 {
			c.scanned = end
			return b, 0, atEnd
		}
	}
	base := off - overlap
	if off < checkpoint.HeadMax {
		base = 0
	}
	before, seen := int(off-base), -1
	for {
		if w.buf == nil {
			w.buf = make([]byte, readBuffer)
		}
		buf := w.buf[:min(len(w.buf), before+f.maxLine)]
		n, err := src.ReadAt(buf, base)
		if err != nil && err != io.EOF {
			return b, 0, c.fail(err)
		}
		if n < before && content.copied {
			return b, 0, finished // the copy was made before that was read
		}
		if !c.follows(buf[:n], before, base == 0) {
			if base == 0 && n > seen {
				seen = n // more of its head may have become known since it was read
				continue
			}
			return b, 0, changed
		}
		data := buf[before:n]
		b = Block{File: &f.File, Mark: c.mark, Offset: off}
		if i := bytes.LastIndexByte(data, '\n'); i >= 0 {
			b.Data = data[: i+1 : i+1]
			w.steps = stepsIn(w.steps[:0], buf[:before+i+1], base, off, c.grain)
			return b, tailSum(buf[:before+i+1]), gotBlock
		}
		switch {
		case n == len(buf) && len(data) < f.maxLine:
			w.buf = make([]byte, min(2*len(w.buf), checkpoint.HeadMax+f.maxLine))
			continue
		case n == len(buf):
			w.steps = w.steps[:0]
			if data[0] == 0 {
				return w.hole(c, src, b, final)
			}
			b.Data = data
			return w.cut(c, src, b, final)
		case !final:
			c.scanned = off + int64(len(data))
			return b, 0, atEnd
		case len(data) == 0:
			return b, 0, finished
		}
		b.Data, w.steps = data, w.steps[:0]
		return b, tailSum(buf[:n]), gotBlock
	}
}

// cut finds the end of the over-long line that b begins.
func (w *worker) cut(c *cursor, src io.ReaderAt, b Block, final bool) (Block, uint64, outcome) {
	from := b.End()
	end, found, err := w.findNewline(src, max(from, c.scanned))
	c.scanned = end
	switch {
	case err != nil:
		return b, 0, c.fail(err)
	case found >= 0:
		end = found + 1
	case !final:
		return b, 0, atEnd
	}
	b.Cut = end - from
	if b.Cut == 0 {
		return b, tailSum(b.Data), gotBlock
	}
	return w.upTo(c, src, b)
}

// hole passes over the NULs that an over-long line begins with, and that are none of
// the line's: a crash leaves them, or a program that writes on at its old offset after
// a truncation. What follows them is a line by itself.
func (w *worker) hole(c *cursor, src io.ReaderAt, b Block, final bool) (Block, uint64, outcome) {
	end, found, err := skipZeros(src, b.Offset, w.skipped())
	switch {
	case err != nil:
		return b, 0, c.fail(err)
	case !found && !final:
		c.scanned = end
		return b, 0, atEnd
	}
	b.Cut = end - b.Offset
	return w.upTo(c, src, b)
}

// upTo is a block of which not all was read, with the sum of the bytes before its end.
func (w *worker) upTo(c *cursor, src io.ReaderAt, b Block) (Block, uint64, outcome) {
	data := w.skipped()[:overlap]
	if n, err := src.ReadAt(data, b.End()-overlap); n < overlap {
		return b, 0, c.fail(err)
	}
	return b, tailSum(data), gotBlock
}

// skipped is the buffer for what is not read by lines.
func (w *worker) skipped() []byte {
	if w.skip == nil {
		w.skip = make([]byte, skipBuffer)
	}
	return w.skip
}

// findNewline looks for the first newline at or behind from. Without one,
// found is negative and end is the end of the file.
func (w *worker) findNewline(src io.ReaderAt, from int64) (end, found int64, err error) {
	buf := w.skipped()
	for {
		n, err := src.ReadAt(buf, from)
		if i := bytes.IndexByte(buf[:n], '\n'); i >= 0 {
			return from, from + int64(i), nil
		}
		from += int64(n)
		if err == io.EOF {
			return from, -1, nil
		}
		if err != nil {
			return from, -1, err
		}
	}
}

// follows reports whether data, of which the first so many bytes were read
// before, goes on where the cursor stopped.
func (c *cursor) follows(data []byte, before int, whole bool) bool {
	if len(data) < before {
		return false
	}
	if c.known && before > 0 && maphash.Bytes(seed, data[max(0, before-overlap):before]) != c.sum {
		return false
	}
	return !whole || c.file.id.HasHead(data)
}

// fail notes an error for the keeper. A file that was closed under the read is
// not one.
func (c *cursor) fail(err error) outcome {
	if errors.Is(err, os.ErrClosed) {
		return stopped
	}
	if err == nil || err == io.EOF {
		return changed // it became shorter between two reads
	}
	c.file.failed.Store(&err)
	return failed
}
