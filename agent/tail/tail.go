// Package tail turns files into blocks of whole lines with their positions.
//
// A file is an identity, not a path: what was read of it stays read under
// whatever name it goes on, and a path at which another file appears is
// nothing special. Each lane has a cursor in each file. A cursor is idle,
// queued or running; the lane's few workers take cursors from the queue and
// read them by offset, so that ten thousand quiet files cost neither
// goroutines nor buffers (lane.go, cursor.go, read.go). One more goroutine, the keeper,
// looks for files and changes, and alone decides what a file is; see keeper.go.
//
// Nothing is read by a worker that does not follow on what it read before: a
// hash of the bytes before the cursor is checked with every read, so that a
// file that was truncated, however fast it grew again, is noticed and not
// mistaken for what it was. What was not read of it then is looked for in a copy that
// rotation has made (missing.go, copy.go).
package tail

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A Block is a stretch of whole lines of one file, in the read buffer of the
// worker that found them: Data is the consumer's until Block returns.
type Block struct {
	File   *File
	Mark   *checkpoint.File // this lane's progress on the file
	State  any              // what Consumer.Open returned for this file and lane
	Offset int64            // of Data[0] in the uncompressed file
	Data   []byte           // whole lines, each with its newline; at the end of a finished file the last may lack it
	Cut    int64            // > 0: Data is the beginning of one over-long line; so many bytes of it (newline included) follow and are skipped. Without Data: so many NULs that are no line
	Entry  *Entry           // of a source without offsets; then Data is one record, and Offset its number there
}

// An Entry is a record that has a name of its own where files have offsets, as
// in a journal. It is the reader's: valid until Consumer.Block returns.
type Entry struct {
	Cursor []byte // its name: reading goes on behind it
	Time   int64  // of the record, in microseconds: the number of the mark
	ID     uint64 // the first half of its event's id
}

// End is the offset behind the block: where the next one begins.
func (b Block) End() int64 {
	if b.Entry != nil {
		return b.Offset + 1
	}
	return b.Offset + b.Len()
}

// Len is how many bytes the block stands for.
func (b Block) Len() int64 { return int64(len(b.Data)) + b.Cut }

// A Consumer takes blocks. Each worker of a lane has one of its own and calls
// it from one goroutine; a file is in the hands of one worker at a time.
type Consumer interface {
	// Open makes what the consumer keeps for one file in this lane; it comes
	// back in every Block of the file, whichever worker of the lane reads it.
	Open(f *File, mark *checkpoint.File) any
	// Block consumes b. Not returning is back-pressure; an error (only ctx's)
	// says that b was not consumed.
	Block(ctx context.Context, b Block) error
	// Flush sends what the consumer holds: there is nothing to read, or the
	// oldest block it took is older than the linger time.
	Flush(ctx context.Context) error
}

// A Settler is a Consumer that may hold back an unfinished record. It is asked
// when there is nothing more to read of a file that gave a block; the blocks
// are empty, at the end of what was read, with the State that Open returned.
type Settler interface {
	// Unsettled says whether something is held back, and how much longer it may be.
	Unsettled(b Block) (wait time.Duration, held bool)
	// Settle takes what is held back as it is: it has waited for long enough,
	// or nothing will follow.
	Settle(ctx context.Context, b Block) error
	// Hand moves what is held back of one file to the file that has come to its name,
	// and is read from its beginning next: an unfinished record goes on there.
	Hand(from, to Block)
}

// A File is one identity: the bytes of one file, whatever its name.
type File struct {
	ID    uint64 // random; the first half of every event id
	Path  string // the name under which it was first seen
	Input int    // which of the configured inputs it belongs to
}

// A Tailer reads files into lanes.
type Tailer struct {
	config Config
	store  *checkpoint.Store
	log    *slog.Logger
	lanes  []*lane
	counts Counts
	began  int64 // when it was made, or a moment before, by the clock of file systems
	made   time.Time

	alerts alerts       // from the workers to the keeper
	looked atomic.Int64 // when the keeper last began a round, in nanoseconds after made: the wall clock may jump

	mu    sync.Mutex
	files map[*file]bool // all that have an identity and are open, for Status
}

// New makes a Tailer. Add its lanes, then Run it.
func New(config Config, store *checkpoint.Store, log *slog.Logger) (*Tailer, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	if notice := store.Notice(); notice != "" {
		log.Warn("checkpoints: " + notice)
	}
	return &Tailer{
		config: config.withDefaults(), store: store, log: log,
		began: kernelTime() - clockStep, made: time.Now(), alerts: newAlerts(), files: map[*file]bool{},
	}, nil
}

// AddLane adds a lane with so many workers, GOMAXPROCS when that is 0, each
// with a consumer of its own. Lanes are added before Run.
func (t *Tailer) AddLane(name string, workers int, newConsumer func() Consumer) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	t.lanes = append(t.lanes, newLane(name, len(t.lanes), workers, newConsumer))
}

// Run reads until ctx has ended, or once all files are read in the once mode,
// and returns when every worker has flushed. Marks that move after that are
// saved by the next Save of the store; then Close the Tailer.
func (t *Tailer) Run(ctx context.Context) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	var workers sync.WaitGroup
	errs := make(chan error, 1)
	for _, l := range t.lanes {
		for range l.workers {
			w := &worker{tailer: t, lane: l, consumer: l.newConsumer()}
			workers.Go(func() {
				if err := w.run(reading, ctx); err != nil {
					select {
					case errs <- err:
					default:
					}
					stop()
				}
			})
		}
	}
	err := newKeeper(t).run(reading)
	stop()
	workers.Wait()
	select {
	case werr := <-errs:
		err = errors.Join(err, werr)
	default:
	}
	if serr := t.store.Save(); serr != nil {
		t.log.Warn("checkpoints are not saved", "error", serr)
	}
	return err
}

// Close closes the files. Their identities take no more prints: save first.
func (t *Tailer) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for f := range t.files {
		f.id.Attach(nil)
		if c := f.content.Swap(nil); c != nil {
			c.Close()
		}
	}
	clear(t.files)
}

// alerts carries files that need the keeper's attention, each once, and questions
// that its next look answers.
type alerts struct {
	mu    *sync.Mutex
	files map[*file]bool
	asked []question
	ready chan struct{}
}

// A question is that of a cursor at the end of a file, at off, with an unfinished record:
// has another file come to the name, in which the record may go on? If not, it is taken
// as it is.
type question struct {
	*cursor
	off int64
}

func newAlerts() alerts {
	return alerts{mu: &sync.Mutex{}, files: map[*file]bool{}, ready: make(chan struct{}, 1)}
}

func (a *alerts) add(f *file) {
	a.mu.Lock()
	a.files[f] = true
	a.mu.Unlock()
	a.ring()
}

// ask asks for a cursor, if that is at off still. It is woken by the answer.
func (a *alerts) ask(c *cursor, off int64) {
	if c.off.Load() != off {
		return
	}
	a.mu.Lock()
	a.asked = append(a.asked, question{c, off})
	a.mu.Unlock()
	a.ring()
}

func (a *alerts) ring() {
	select {
	case a.ready <- struct{}{}:
	default:
	}
}

func (a *alerts) take() []*file {
	a.mu.Lock()
	defer a.mu.Unlock()
	files := make([]*file, 0, len(a.files))
	for f := range a.files {
		files = append(files, f)
	}
	clear(a.files)
	return files
}

func (a *alerts) questions() []question {
	a.mu.Lock()
	defer a.mu.Unlock()
	asked := a.asked
	a.asked = nil
	return asked
}
