// Package stream reads lines from what can be read only once: standard input,
// a FIFO, the output of a child. What is between the reader and its taker when
// the process dies is lost; a taker that can do better, as package journal,
// knows where its lines come from.
package stream

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Options say how a stream is read. Zero values stand for the defaults.
type Options struct {
	MaxLine int           // longer lines are cut; 1 MiB
	Linger  time.Duration // how long the taker may keep what it took; 10ms
	Poll    time.Duration // how often Quiet is called when nothing comes; 0: not without need
}

const (
	defaultMaxLine = 1 << 20
	defaultLinger  = 10 * time.Millisecond
	firstBuffer    = 64 << 10 // it grows for longer lines, and shrinks again
	skipBuffer     = 16 << 10
)

// A Taker takes what a stream has.
type Taker interface {
	// Take takes whole lines, each with its newline, which the last of the
	// stream may lack. With cut > 0 data is the beginning of one over-long line,
	// of which so many bytes follow and are skipped; without data so many NULs
	// stand there that are no line. data is the taker's until it returns. Not
	// returning is back-pressure.
	Take(data []byte, cut int64) error
	// Quiet is called when there is nothing to read, or the oldest line taken is
	// older than the linger time. It answers after how long it wants to be asked
	// again, if nothing comes until then; 0 is never. io.EOF ends the stream.
	Quiet() (again time.Duration, err error)
}

// A Leaver is a Taker that is told what was read and not taken when ctx ended: the beginning
// of a line, or what was refused. Another Read may go on with it.
type Leaver interface{ Leave(rest []byte) }

// ErrBreak is what a reader returns where what it has given ends, whole line or not, and
// more may follow.
var ErrBreak = errors.New("the writer is gone")

// deadliner is a reader that can be called back from waiting.
type deadliner interface{ SetReadDeadline(time.Time) error }

// A reader is one call of Read.
type reader struct {
	r       io.Reader
	timed   deadliner // nil: a read takes as long as it takes
	taker   Taker
	options Options
	buf     []byte    // what is read and not taken
	skip    []byte    // the rest of an over-long line
	ask     time.Time // when to call Quiet; zero: there is nothing to ask for
	refused bool      // the taker has not taken what it was given last
}

// Read gives the lines of r to the taker until r ends, or with ctx's error
// until that ends. A reader without deadlines is waited for all the same.
func Read(ctx context.Context, r io.Reader, o Options, taker Taker) error {
	if o.MaxLine == 0 {
		o.MaxLine = defaultMaxLine
	}
	if o.Linger == 0 {
		o.Linger = defaultLinger
	}
	s := &reader{r: r, taker: taker, options: o}
	if l, ok := taker.(Leaver); ok {
		defer func() {
			if ctx.Err() != nil {
				l.Leave(s.buf)
			}
		}()
	}
	if d, ok := r.(deadliner); ok && d.SetReadDeadline(time.Time{}) == nil {
		s.timed = d
		stop := context.AfterFunc(ctx, func() { _ = d.SetReadDeadline(time.Unix(1, 0)) })
		defer stop()
		if o.Poll > 0 {
			s.ask = time.Now().Add(o.Poll)
		}
	}
	for {
		s.grow()
		n, err := s.fill(ctx, s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		last := err == io.EOF
		if err != nil && !last && err != ErrBreak {
			return err
		}
		if err := s.take(ctx, err != nil); err != nil {
			return err
		}
		if last {
			return s.quiet()
		}
	}
}

// grow makes room for more of the line in hand.
func (s *reader) grow() {
	size := cap(s.buf)
	switch {
	case size == 0, len(s.buf) == 0 && size > firstBuffer: // no line in hand needs that much
		size = min(firstBuffer, s.options.MaxLine)
	case len(s.buf) == size:
		size = min(2*size, s.options.MaxLine)
	default:
		return
	}
	s.buf = append(make([]byte, 0, size), s.buf...)
}

// fill reads something, however long that takes, and calls Quiet meanwhile.
func (s *reader) fill(ctx context.Context, b []byte) (int, error) {
	for {
		if s.timed != nil {
			if err := s.timed.SetReadDeadline(s.ask); err != nil {
				return 0, err
			}
		}
		if ctx.Err() != nil { // behind the deadline, which may have replaced that of ctx's end
			return 0, ctx.Err()
		}
		n, err := s.r.Read(b)
		switch {
		case n > 0:
			return n, nil
		case errors.Is(err, os.ErrDeadlineExceeded) && ctx.Err() == nil:
			if err := s.quiet(); err != nil {
				return 0, err
			}
		case errors.Is(err, os.ErrDeadlineExceeded):
			return 0, ctx.Err()
		case err != nil:
			return 0, err
		}
	}
}

// take gives the taker what is whole of the buffer, or all that is left.
func (s *reader) take(ctx context.Context, last bool) error {
	end := bytes.LastIndexByte(s.buf, '\n') + 1
	full := len(s.buf) == s.options.MaxLine
	switch {
	case last && s.nuls() < len(s.buf):
		end = len(s.buf)
	case last, end == 0 && full && s.buf[0] == 0:
		return s.hole()
	case end == 0 && full:
		return s.cut(ctx)
	}
	if end == 0 {
		return nil
	}
	err := s.give(s.buf[:end], 0)
	if !s.refused {
		s.buf = s.buf[:copy(s.buf, s.buf[end:])]
	}
	return err
}

// nuls is how many NULs the buffer begins with.
func (s *reader) nuls() int { return len(s.buf) - len(bytes.TrimLeft(s.buf, "\x00")) }

// hole passes over the NULs that the buffer begins with, and that are none of a line's:
// a crash leaves them, or a program that makes its file of NULs first.
func (s *reader) hole() error {
	n := s.nuls()
	if n == 0 {
		return nil
	}
	err := s.give(nil, int64(n))
	s.buf = s.buf[:copy(s.buf, s.buf[n:])]
	return err
}

// cut skips the rest of the over-long line that fills the buffer.
func (s *reader) cut(ctx context.Context) error {
	if s.skip == nil {
		s.skip = make([]byte, min(skipBuffer, s.options.MaxLine)) // what follows the line fits into buf
	}
	for skipped := int64(0); ; {
		n, err := s.fill(ctx, s.skip)
		if err != nil && err != io.EOF && err != ErrBreak {
			return err
		}
		end := bytes.IndexByte(s.skip[:n], '\n') + 1
		if end == 0 && err == nil {
			skipped += int64(n)
			continue
		}
		err = s.give(s.buf, skipped+int64(end))
		s.buf = append(s.buf[:0], s.skip[end:n]...)
		return err
	}
}

func (s *reader) give(data []byte, cut int64) error {
	if err := s.taker.Take(data, cut); err != nil {
		s.refused = true
		return err
	}
	now := time.Now()
	if s.timed == nil || !s.ask.IsZero() && now.After(s.ask) { // without deadlines nobody knows how long the next read waits
		return s.quiet()
	}
	if soon := now.Add(s.options.Linger); s.ask.IsZero() || s.ask.After(soon) {
		s.ask = soon
	}
	return nil
}

func (s *reader) quiet() error {
	again, err := s.taker.Quiet()
	s.ask = time.Time{}
	if p := s.options.Poll; p > 0 && (again == 0 || again > p) {
		again = p
	}
	if again > 0 {
		s.ask = time.Now().Add(again)
	}
	return err
}
