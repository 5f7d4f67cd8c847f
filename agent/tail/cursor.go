package tail

import (
	"hash/maphash"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A file is an identity that is open: its content, and every lane's cursor in
// it.
type file struct {
	File
	id      *checkpoint.Identity
	maxLine int
	cursors []*cursor // by lane

	content atomic.Pointer[content] // nil while nobody knows where the rest of it is
	final   atomic.Bool             // nothing will be added: an unfinished last line is a line
	broken  atomic.Bool             // content is no longer this file: do not read it
	size    atomic.Int64            // the most that was seen of it on disk
	failed  atomic.Pointer[error]   // of the last read
	shown   atomic.Pointer[shown]   // for Status

	keeping // the keeper's part
}

// A content is what a file's bytes are read from.
type content struct {
	*os.File
	gzip   bool
	copied bool // it may be shorter than what was read of the file
}

func newFile(name string, input, maxLine int) *file {
	f := &file{File: File{Path: name, Input: input}, maxLine: maxLine}
	f.index = -1
	f.shown.Store(&shown{})
	return f
}

// goesOn reports whether c still has what was read of the file.
func (f *file) goesOn(c *content) bool {
	var last step
	for _, cur := range f.cursors {
		if s := cur.lastStep(); s.end > last.end {
			last = s
		}
	}
	if last.end == 0 {
		var buf [checkpoint.HeadMax]byte
		n, _ := c.ReadAt(buf[:], 0)
		return f.id.HasHead(buf[:n])
	}
	found, _ := last.lookIn(c)
	return found
}

// zipped reports whether the file is read from a compressed one.
func (f *file) zipped() bool {
	c := f.content.Load()
	return c != nil && c.gzip
}

// wake makes every lane look at the file.
func (f *file) wake() {
	for _, c := range f.cursors {
		if !c.done.Load() {
			c.lane.wake(c)
		}
	}
}

// allDone reports whether every lane has read the file, which is finished, to its end.
func (f *file) allDone() bool {
	return len(f.cursors) > 0 && !slices.ContainsFunc(f.cursors, func(c *cursor) bool { return !c.done.Load() })
}

// acknowledged reports whether every lane has delivered what it has read of the file.
func (f *file) acknowledged() bool {
	return !slices.ContainsFunc(f.cursors, func(c *cursor) bool { return c.mark.Mark() < c.off.Load() })
}

// A cursor is a lane's place in a file. What is neither atomic nor guarded
// belongs to the worker that runs it.
type cursor struct {
	file *file
	lane *lane
	mark *checkpoint.File

	// Guarded by the lane's mutex:
	run   runState
	gated bool      // not to be queued before another cursor rests
	next  []*cursor // those that wait for this one

	state  any // the consumer's
	opened bool

	off     atomic.Int64 // where the next block begins
	done    atomic.Bool  // read to the end of a finished file
	alone   atomic.Int64 // where the cursor was when the keeper last answered its question: no other file has come to the name; -1: it has not answered
	known   bool         // sum is set: it is not until a first block was read
	sum     uint64       // of the bytes before off
	scanned int64        // there is no newline between off and this offset
	nulAt   atomic.Int64 // the offset of the NUL at which it waits for something to be written over it, or did before it read on; -1: the file did not end in NULs
	nuls    *nuls        // what it knows of a file that is filled in place; else nil
	gz      *gzipReader  // of a compressed file, while it is read

	stepMu sync.Mutex
	steps  []step // at multiples of 1<<grain
	grain  uint
	last   step // at off
}

// begin sets the cursor to its mark. at is what the file had before the mark when it was
// recognised: if it has something else by then, the cursor does not go on.
func (c *cursor) begin(at step) {
	off := c.mark.Mark()
	if at.end > 0 && at.end >= off {
		off, c.sum, c.known = at.end, at.sum, true
		c.remember(at, nil)
	}
	c.off.Store(off)
	c.alone.Store(-1)
	c.nulAt.Store(-1)
}

// here is the empty block where the cursor is.
func (c *cursor) here() Block {
	return Block{File: &c.file.File, Mark: c.mark, State: c.state, Offset: c.off.Load()}
}

// A runState says where a cursor is between its lane's queue and a worker.
type runState uint8

const (
	idle runState = iota
	queued
	running
	runningAgain // it was woken while it ran
)

// overlap is how many bytes before the cursor are read and compared again with
// each block.
const overlap = 256

// seed makes the sums of this process.
var seed = maphash.MakeSeed()

// A step is an offset that a cursor read up to, or over, with the sum of the
// bytes before it.
type step struct {
	end int64
	sum uint64
}

// stepAt is the step at an offset of a file; zero when there is none.
func stepAt(r io.ReaderAt, end int64) step {
	var buf [overlap]byte
	data := buf[:min(overlap, end)]
	if n, _ := r.ReadAt(data, end-int64(len(data))); n < len(data) || n == 0 {
		return step{}
	}
	return step{end, maphash.Bytes(seed, data)}
}

const (
	// firstGrain is how far apart steps are at first: 1<<firstGrain bytes.
	firstGrain = 11
	// maxSteps is how many are kept; when there are more, every second goes.
	maxSteps = 64
)

// remember moves the last step, and keeps those on the way there: a copy that
// was made before all of this was read can be recognised by them.
func (c *cursor) remember(last step, passed []step) {
	c.stepMu.Lock()
	defer c.stepMu.Unlock()
	c.last = last
	c.steps = append(c.steps, passed...)
	for len(c.steps) > maxSteps {
		c.grain++
		c.steps = slices.DeleteFunc(c.steps, func(s step) bool { return s.end&(1<<c.grain-1) != 0 })
	}
}

// stepsIn appends the steps at multiples of 1<<grain in data, which begins at
// the offset base and of which the bytes from off on are new.
func stepsIn(steps []step, data []byte, base, off int64, grain uint) []step {
	end := base + int64(len(data))
	for p := (off>>grain + 1) << grain; p <= end; p += 1 << grain {
		steps = append(steps, step{p, tailSum(data[:p-base])})
	}
	return steps
}

// lastStep is where the cursor is, with the sum of the bytes before it; zero
// when it has read nothing yet in this run.
func (c *cursor) lastStep() step {
	c.stepMu.Lock()
	defer c.stepMu.Unlock()
	return c.last
}

// allSteps lists what the cursor remembers, in no particular order.
func (c *cursor) allSteps() []step {
	c.stepMu.Lock()
	defer c.stepMu.Unlock()
	steps := append([]step(nil), c.steps...)
	return slices.DeleteFunc(append(steps, c.last), func(s step) bool { return s.end == 0 })
}

// resting reports whether the cursor is neither queued nor running: it read
// all there was when it last ran.
func (c *cursor) resting() bool {
	c.lane.mu.Lock()
	defer c.lane.mu.Unlock()
	return c.run == idle
}

// tailSum is the sum of the last bytes of data, which begin the file or are
// more than the overlap.
func tailSum(data []byte) uint64 {
	return maphash.Bytes(seed, data[max(0, len(data)-overlap):])
}
