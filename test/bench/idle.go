package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// idle looks at a hashtail with n files and nothing to do, and at how long it
// takes until it has read what there is: the first time all of the files, the
// next time one line that came while it was down.
func idle(n int) func(context.Context, *bench) ([]string, error) {
	return func(ctx context.Context, b *bench) (cells []string, err error) {
		span := 20 * time.Second
		if b.short {
			span = 3 * time.Second
		}
		s, err := b.subject(ctx, nil, toFile)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		folder := filepath.Join(s.dir, "logs")
		last, err := manyFiles(logs.New(b.seed), folder, n)
		if err != nil {
			return nil, err
		}
		s.watch(filepath.Join(folder, "*", "*.log"))

		first, err := s.caughtUp(ctx, n)
		if err != nil {
			return nil, err
		}
		if _, err := s.daemon.Stop(time.Minute); err != nil {
			return nil, err
		}
		if err := appendTo(last, logs.A.Append(logs.New(b.seed+1), nil)); err != nil {
			return nil, err
		}
		next, err := s.caughtUp(ctx, 1)
		if err != nil {
			return nil, err
		}
		if err := sleep(ctx, 2*time.Second); err != nil { // until it has come to rest
			return nil, err
		}
		before, err := s.daemon.CPU()
		if err != nil {
			return nil, err
		}
		begin := time.Now()
		if err := sleep(ctx, span); err != nil {
			return nil, err
		}
		after, err := s.daemon.CPU()
		if err != nil {
			return nil, err
		}
		share := (after - before).Seconds() / time.Since(begin).Seconds()
		rss, _, err := s.daemon.Memory()
		return []string{
			fmt.Sprintf("%.3f %%", 100*share), mebibytes(rss),
			fmt.Sprintf("%.2f s", first.Seconds()), fmt.Sprintf("%.2f s", next.Seconds()),
		}, err
	}
}

// watch replaces the paths that hashtail tails.
func (s *subject) watch(pattern string) {
	s.host.Config["inputs"] = map[string]any{"file": []map[string]any{{"paths": []string{pattern}, "start": "beginning"}}}
}

// caughtUp starts hashtail and says how long it took to get so many lines
// acknowledged.
func (s *subject) caughtUp(ctx context.Context, lines int) (time.Duration, error) {
	begin := time.Now()
	if err := s.start(ctx); err != nil {
		return 0, err
	}
	_, _, err := s.settled(ctx, lines, 20*time.Millisecond)
	return time.Since(begin), err
}

// manyFiles makes n files of one line, 100 in a folder, and returns the last.
func manyFiles(g *logs.Generator, dir string, n int) (last string, err error) {
	for i := range n {
		folder := filepath.Join(dir, fmt.Sprintf("%03d", i/100))
		if i%100 == 0 {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return "", err
			}
		}
		last = filepath.Join(folder, fmt.Sprintf("%05d.log", i))
		if err := os.WriteFile(last, logs.A.Append(g, nil), 0o644); err != nil {
			return "", err
		}
	}
	return last, nil
}

func appendTo(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
