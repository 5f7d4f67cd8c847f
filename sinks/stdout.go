package sinks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
)

// Stdout writes newline-delimited JSON to a stream. A stream cannot be asked
// what became of its bytes: written is delivered.
type Stdout struct {
	mu   sync.Mutex
	w    io.Writer
	torn bool // the last line has no end
	buf  []byte
}

// NewStdout writes to w, usually standard output.
func NewStdout(w io.Writer) *Stdout { return &Stdout{w: w, buf: make([]byte, 0, fileBuffer)} }

// Close does nothing: the stream is the caller's.
func (s *Stdout) Close() error { return nil }

// Send implements [Sink]. When the reader is gone the error is [Denied] and
// wraps syscall.EPIPE; documents that got out whole are never sent again.
func (s *Stdout) Send(_ context.Context, b Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for from := 0; from < b.Len(); {
		to := s.fill(b, from)
		n, err := s.w.Write(s.buf)
		if err != nil {
			return notWritten(b, from+s.wrote(n), err)
		}
		s.torn = false
		from = to
	}
	if cap(s.buf) > 2*fileBuffer { // one huge document made it grow
		s.buf = make([]byte, 0, fileBuffer)
	}
	return nil
}

// fill puts documents into the buffer, at least one, and returns the next.
func (s *Stdout) fill(b Batch, from int) (to int) {
	s.buf = s.buf[:0]
	if s.torn {
		s.buf = append(s.buf, '\n')
	}
	for to = from; to < b.Len(); to++ {
		d := b.Doc(to)
		if to > from && len(s.buf)+len(d.Body)+1 > cap(s.buf) {
			break
		}
		s.buf = append(append(s.buf, d.Body...), '\n')
	}
	return to
}

// wrote is how many documents are whole in the first n bytes of the buffer.
func (s *Stdout) wrote(n int) int {
	if n == 0 {
		return 0
	}
	whole := bytes.Count(s.buf[:n], newline) // none stands in JSON
	if s.torn {
		whole--
	}
	s.torn = s.buf[n-1] != '\n'
	return whole
}

// notWritten is Send's error for the documents from next on.
func notWritten(b Batch, next int, err error) error {
	e := &Error{Err: fmt.Errorf("stdout: %w", err)}
	if errors.Is(err, syscall.EPIPE) {
		e.Verdict = Denied
	}
	if next == 0 {
		return e
	}
	p := &PartialError{Err: e}
	for i := next; i < b.Len(); i++ {
		p.Retry = append(p.Retry, i)
	}
	return p
}
