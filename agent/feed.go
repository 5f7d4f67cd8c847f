package agent

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/stream"
	"github.com/hashtail/hashtail/agent/tail"
)

// readStream gives the lines of r to every consumer. A stream cannot be read
// again, so its event ids begin with the id of this run, and nothing of it has
// a mark.
func readStream(ctx context.Context, r io.Reader, name string, o stream.Options, f *feed) error {
	f.ctx, f.beginning = ctx, packed
	err := stream.Read(ctx, r, o, f)
	switch {
	case err == nil:
		return f.end()
	case ctx.Err() != nil:
		err = ErrInterrupted
	default:
		err = &InputError{fmt.Errorf("read %s: %w", name, err)}
	}
	return errors.Join(err, f.finish(ctx))
}

// packed refuses what is compressed: lines of it are none.
func packed(data []byte) error {
	kind := tail.Foreign(data)
	if tail.IsGzip(data) {
		kind = "gzip"
	}
	if kind == "" {
		return nil
	}
	return &InputError{fmt.Errorf("it is compressed with %s: unpack it first, as in %s -dc FILE | hashtail ship", kind, kind)}
}

// newStreamID is the first half of the ids of a stream's events: it has no identity that
// a checkpoint would know, so it is another in each run.
func newStreamID() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.LittleEndian.Uint64(b[:])
}

// A feed gives the lines of a stream that is read once to a worker of every
// lane: the slowest of them holds up the others.
type feed struct {
	ctx       context.Context
	beginning func(data []byte) error // looks at the first lines; nil: nobody does
	workers   []*worker
	blocks    []tail.Block // by worker: empty, at the end of what was read
}

// newFeed makes the feed of one run of a stream; id begins its event ids.
func newFeed(f *tail.File, workers []*worker) *feed {
	feed := &feed{workers: workers}
	for _, w := range workers {
		b := tail.Block{File: f, Mark: checkpoint.Unsaved()}
		b.State = w.Open(f, b.Mark)
		feed.blocks = append(feed.blocks, b)
	}
	return feed
}

// Take takes lines for every lane.
func (f *feed) Take(data []byte, cut int64) error {
	if f.beginning != nil {
		if err := f.beginning(data); err != nil {
			return err
		}
		f.beginning = nil
	}
	for i, w := range f.workers {
		b := f.blocks[i]
		b.Data, b.Cut = data, cut
		if err := w.Block(f.ctx, b); err != nil {
			return err
		}
		f.blocks[i].Offset = b.End()
	}
	return nil
}

// Quiet sends what the workers hold, but for a record that may go on.
func (f *feed) Quiet() (again time.Duration, err error) { return f.settle(false) }

// end sends all that they hold.
func (f *feed) end() error {
	_, err := f.settle(true)
	return err
}

// finish is end where ctx may have ended, or reading has failed: what was taken by then is
// not to be lost, and a backend that is away not to be waited for.
func (f *feed) finish(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	f.ctx = ctx
	if err := f.end(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func (f *feed) settle(last bool) (again time.Duration, err error) {
	for i, w := range f.workers {
		wait, held := w.Unsettled(f.blocks[i])
		switch {
		case held && (last || wait <= 0):
			if err := w.Settle(f.ctx, f.blocks[i]); err != nil {
				return 0, err
			}
		case held && (again == 0 || wait < again):
			again = wait
		}
		if err := w.Flush(f.ctx); err != nil {
			return 0, err
		}
	}
	return again, nil
}
