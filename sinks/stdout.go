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
}

// NewStdout writes to w, usually standard output.
func NewStdout(w io.Writer) *Stdout { return &Stdout{w: w} }

// Close does nothing: the stream is the caller's.
func (s *Stdout) Close() error { return nil }

// Send implements [Sink]. When the reader is gone the error is [Denied] and
// wraps syscall.EPIPE; documents that got out whole are never sent again.
func (s *Stdout) Send(_ context.Context, b Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.torn {
		if _, err := s.w.Write(newline); err != nil {
			return notWritten(b, 0, err)
		}
		s.torn = false
	}
	whole := 0 // documents that are out
	for lines := range b.Lines() {
		n, err := s.w.Write(lines)
		whole += bytes.Count(lines[:n], newline) // none stands in JSON
		if err != nil {
			s.torn = n > 0 && lines[n-1] != '\n'
			return notWritten(b, whole, err)
		}
	}
	return nil
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
