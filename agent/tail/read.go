package tail

import (
	"bytes"
	"context"
	"errors"
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
	gotBlock   outcome = iota
	atEnd              // no whole line for now
	finished           // nor ever
	changed            // the content is not this file's any more
	stopped            // there is no content
	othersTurn         // to be read: of compressed files one at a time is
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
		b, what := w.next(c)
		switch what {
		case gotBlock:
			if err := w.deliver(ctx, c, b); err != nil {
				return resting, err
			}
			n += b.End() - b.Offset
			continue
		case othersTurn:
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

// settle is called where nothing follows for now, and the consumer holds an unfinished record
// back. If the file was rotated away, the record may go on in the next one and is handed
// there. Else it is taken as it is once it has waited for long enough, and the keeper has
// looked whether the file was rotated away.
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

// deliver gives the consumer the block that was just read and moves the cursor behind
// it.
func (w *worker) deliver(ctx context.Context, c *cursor, b Block) error {
	w.open(c)
	b.State = c.state
	if w.oldest.IsZero() {
		w.oldest = time.Now()
	}
	if err := w.consumer.Block(ctx, b); err != nil {
		return err
	}
	end := b.End()
	c.sum, c.known = w.sum, true
	c.remember(step{end, w.sum}, w.steps)
	c.off.Store(end)
	w.lane.counts.Bytes.Add(end - b.Offset)
	if b.Cut > 0 && len(b.Data) > 0 {
		w.lane.counts.Cut.Add(1)
	}
	return nil
}

// A source is what a cursor reads its file from.
type source struct {
	io.ReaderAt
	copied bool // it may be shorter than what was read of the file
	final  bool // nothing will be added to it: an unfinished last line is a line
}

// source is what c reads from now. It has no reader where there is nothing to read
// from; what says why.
func (w *worker) source(c *cursor) (src source, what outcome) {
	src.final = c.file.final.Load() // before the read: what it says must hold for the end that is found
	content := c.file.content.Load()
	switch {
	case content == nil && src.final && !c.file.broken.Load():
		return src, finished // given up
	case content == nil:
		return src, stopped
	}
	src.ReaderAt, src.copied = content, content.copied
	if content.gzip {
		if !w.lane.enterGzip(c) {
			return source{}, othersTurn
		}
		if c.gz == nil || c.gz.file != content.File {
			c.gz = newGzipReader(content.File)
		}
		src.ReaderAt = c.gz
	}
	return src, gotBlock
}

// A window is what was read of a file around a cursor.
type window struct {
	buf    []byte
	base   int64 // the offset of buf
	before int   // bytes of buf that lie before the cursor, and were read before
	full   bool  // there was no room for more: the file may go on
}

// window reads on at off, where c is, and makes sure that what lies before is what was
// read there: else the content is not the file's any more. It reports false when
// there is no window; what says why.
func (w *worker) window(c *cursor, src source, off int64) (v window, what outcome, ok bool) {
	if off >= checkpoint.HeadMax {
		v.base = off - overlap
	}
	v.before = int(off - v.base)
	for seen := -1; ; {
		if w.buf == nil {
			w.buf = make([]byte, readBuffer)
		}
		buf := w.buf[:min(len(w.buf), v.before+c.file.maxLine)]
		n, err := src.ReadAt(buf, v.base)
		if err != nil && err != io.EOF {
			return v, c.fail(err), false
		}
		if n < v.before && src.copied {
			return v, finished, false // the copy was made before that was read
		}
		v.buf, v.full = buf[:n], n == len(buf)
		if c.follows(v) {
			return v, gotBlock, true
		}
		if v.base > 0 || n <= seen {
			return v, changed, false
		}
		seen = n // more of the file's head may have become known since it was read
	}
}

// next looks for the next whole lines. A block begins where the one before
// ended: what follows the last newline is read again with the next block. w.sum and
// w.steps are of the block.
func (w *worker) next(c *cursor) (Block, outcome) {
	src, what := w.source(c)
	if src.ReaderAt == nil {
		return Block{}, what
	}
	off := c.off.Load()
	if c.scanned-off > skipBuffer && !src.final { // a long line that is being written: look only at what is new
		end, found, err := w.findNewline(src, c.scanned)
		if err != nil {
			return Block{}, c.fail(err)
		}
		if found < 0 {
			c.scanned = end
			w.expect(c, end)
			return Block{}, atEnd
		}
	}
	for {
		v, what, ok := w.window(c, src, off)
		if !ok {
			return Block{}, what
		}
		b := Block{File: &c.file.File, Mark: c.mark, Offset: off}
		data, all, err := w.written(c, src, v, off)
		if err != nil {
			return Block{}, c.fail(err)
		}
		if end := bytes.LastIndexByte(data, '\n') + 1; end > 0 {
			b.Data = data[:end:end]
			lines := v.buf[:v.before+end]
			w.steps, w.sum = stepsIn(w.steps[:0], lines, v.base, off, c.grain), tailSum(lines)
			return b, gotBlock
		}
		b.Data, w.steps = data, w.steps[:0]
		switch {
		case all:
			return w.atNULs(c, src, b, v)
		case v.full && len(data) < c.file.maxLine:
			w.buf = make([]byte, min(2*len(w.buf), checkpoint.HeadMax+c.file.maxLine))
		case v.full && data[0] == 0:
			return w.hole(c, src, b)
		case v.full:
			return w.cut(c, src, b)
		case !src.final:
			c.scanned = b.End()
			c.nulAt.Store(-1)
			return Block{}, atEnd
		case len(data) == 0:
			return Block{}, finished
		default: // the last line, without a newline
			w.sum = tailSum(v.buf)
			return b, gotBlock
		}
	}
}

// cut finds the end of the over-long line that b begins.
func (w *worker) cut(c *cursor, src source, b Block) (Block, outcome) {
	from := b.End()
	end, found, err := w.findNewline(src, max(from, c.scanned))
	c.scanned = end
	switch {
	case err != nil:
		return b, c.fail(err)
	case found >= 0:
		end = found + 1
	case !src.final:
		w.expect(c, end)
		return b, atEnd
	}
	b.Cut = end - from
	if b.Cut == 0 {
		w.sum = tailSum(b.Data)
		return b, gotBlock
	}
	return w.upTo(c, src, b)
}

// hole passes over the NULs that an over-long line begins with, and that are none of
// the line's: a crash leaves them, or a program that writes on at its old offset after
// a truncation. What follows them is a line by itself.
func (w *worker) hole(c *cursor, src source, b Block) (Block, outcome) {
	end, found, err := skipZeros(src.ReaderAt, b.Offset, w.skipped())
	switch {
	case err != nil:
		return b, c.fail(err)
	case !found && !src.final: // it became shorter
		return b, atEnd
	}
	b.Data, b.Cut = nil, end-b.Offset
	return w.upTo(c, src, b)
}

// upTo is a block of which not all was read; w.sum is of the bytes before its end.
func (w *worker) upTo(c *cursor, src source, b Block) (Block, outcome) {
	data := w.skipped()[:min(overlap, b.End())]
	if n, err := src.ReadAt(data, b.End()-int64(len(data))); n < len(data) {
		return b, c.fail(err)
	}
	w.sum = tailSum(data)
	return b, gotBlock
}

// skipped is the buffer for what is not read by lines.
func (w *worker) skipped() []byte {
	if w.skip == nil {
		w.skip = make([]byte, skipBuffer)
	}
	return w.skip
}

// findNewline looks for the first newline at or behind from. Without one, found is
// negative and end is the end of the file, before the NULs that it ends in.
func (w *worker) findNewline(src io.ReaderAt, from int64) (end, found int64, err error) {
	buf := w.skipped()
	for end = from; ; {
		n, err := src.ReadAt(buf, from)
		if i := bytes.IndexByte(buf[:n], '\n'); i >= 0 {
			return from, from + int64(i), nil
		}
		if text := bytes.TrimRight(buf[:n], "\x00"); len(text) > 0 {
			end = from + int64(len(text))
		}
		from += int64(n)
		switch {
		case err == io.EOF:
			return end, -1, nil
		case err != nil:
			return end, -1, err
		}
	}
}

// follows reports whether what was read goes on where the cursor stopped.
func (c *cursor) follows(v window) bool {
	if len(v.buf) < v.before {
		return false
	}
	if c.known && v.before > 0 && tailSum(v.buf[:v.before]) != c.sum {
		return false
	}
	return v.base > 0 || c.file.id.HasHead(v.buf)
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
