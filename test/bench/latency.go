package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// latency writes 1,000 lines a second, one at a time, and asks hashtail every
// millisecond how far it has got: a line is acknowledged when the file's mark
// has passed it. So each figure is up to a millisecond too high.
func latency(k sink) func(context.Context, *bench) ([]string, error) {
	return func(ctx context.Context, b *bench) (cells []string, err error) {
		seconds := 10
		if b.short {
			seconds = 3
		}
		path := filepath.Join(b.dir, "latency.log")
		defer os.Remove(path)
		s, err := b.subject(ctx, []string{path}, k)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, s.close()) }()

		g, steady := logs.New(b.seed), &writing{path: path}
		if err := steady.append(logs.A.Append(g, nil)); err != nil { // so that the file is known and the sink warm
			return nil, err
		}
		defer steady.file.Close()
		if err := s.start(ctx); err != nil {
			return nil, err
		}
		if _, _, err := s.settled(ctx, 1, 10*time.Millisecond); err != nil {
			return nil, err
		}
		steady.marks = nil

		total := seconds * 1000
		done := make(chan error, 1)
		go func() { done <- steady.run(ctx, g, total) }()
		delays, err := s.follow(ctx, steady, total)
		if err := errors.Join(<-done, err); err != nil {
			return nil, err
		}
		slices.Sort(delays)
		at := func(q float64) string { return milliseconds(delays[int(q*float64(len(delays)-1))]) }
		return []string{thousands(float64(total)), at(0.5), at(0.99), at(1)}, nil
	}
}

// A writing is a log with the moment at which each line was written.
type writing struct {
	path string
	file *os.File
	end  int64

	mu    sync.Mutex
	marks []written // not yet acknowledged
}

type written struct {
	end int64
	at  time.Time
}

func (w *writing) append(line []byte) (err error) {
	if w.file == nil {
		if w.file, err = os.OpenFile(w.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644); err != nil {
			return err
		}
	}
	w.end += int64(len(line))
	w.mu.Lock()
	w.marks = append(w.marks, written{w.end, time.Now()})
	w.mu.Unlock()
	_, err = w.file.Write(line)
	return err
}

func (w *writing) run(ctx context.Context, g *logs.Generator, lines int) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var line []byte
	for range lines {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		line = logs.A.Append(g, line[:0])
		if err := w.append(line); err != nil {
			return err
		}
	}
	return nil
}

// passed takes the delays of the lines that end before the mark.
func (w *writing) passed(mark int64, now time.Time) (delays []time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for n < len(w.marks) && w.marks[n].end <= mark {
		delays = append(delays, now.Sub(w.marks[n].at))
		n++
	}
	w.marks = w.marks[n:]
	return delays
}

// follow gathers the delays of all lines.
func (s *subject) follow(ctx context.Context, w *writing, total int) ([]time.Duration, error) {
	var delays []time.Duration
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(time.Duration(total)*time.Millisecond + 30*time.Second); len(delays) < total; {
		select {
		case <-look.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		mark, err := s.acknowledged(w.path)
		if err != nil {
			return nil, err
		}
		delays = append(delays, w.passed(mark, time.Now())...)
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("only %d of %d lines were acknowledged", len(delays), total)
		}
	}
	return delays, nil
}

// acknowledged is the file's mark in the first sink.
func (s *subject) acknowledged(path string) (int64, error) {
	text, err := s.daemon.Get("/status")
	if err != nil {
		return 0, err
	}
	var st struct { // what is needed of agent.Status
		Files []struct {
			Path  string
			Sinks []struct{ Acknowledged int64 }
		}
	}
	if err := json.Unmarshal(text, &st); err != nil {
		return 0, err
	}
	for _, f := range st.Files {
		if f.Path == path && len(f.Sinks) > 0 {
			return f.Sinks[0].Acknowledged, nil
		}
	}
	return 0, fmt.Errorf("/status does not list %s", path)
}
