package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// A subject is one hashtail that is being measured.
type subject struct {
	b      *bench
	dir    string
	host   *rig.Host
	daemon *rig.Daemon
	sinks  []string
	undo   []func() error
}

// subject prepares a hashtail that tails the paths into the sinks, with default
// settings but for the address of its listener.
func (b *bench) subject(ctx context.Context, paths []string, sinks ...sink) (*subject, error) {
	dir, err := os.MkdirTemp(b.dir, "run-")
	if err != nil {
		return nil, err
	}
	s := &subject{b: b, dir: dir, host: rig.NewHost(b.bin, dir)}
	s.undo = append(s.undo, func() error { return os.RemoveAll(dir) })
	sections := rig.Map{}
	for _, k := range sinks {
		section, remove, err := k.open(ctx, b, dir)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.undo = append(s.undo, remove)
		s.sinks = append(s.sinks, k.name)
		sections[k.name] = section
	}
	s.host.Config["sinks"] = sections
	s.host.Config["inputs"] = rig.Map{"file": []rig.Map{{"paths": paths, "start": "beginning"}}}
	return s, nil
}

func (s *subject) close() error {
	if s.daemon != nil {
		s.daemon.Kill()
	}
	var errs []error
	for i := len(s.undo) - 1; i >= 0; i-- {
		if err := s.undo[i](); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (s *subject) start(ctx context.Context) error {
	var err error
	if s.daemon, err = s.host.Start(); err != nil {
		return err
	}
	return s.daemon.Up(ctx)
}

// settled waits until every lane has acknowledged so many lines, and returns
// the last look and how many looks it took.
func (s *subject) settled(ctx context.Context, lines int, every time.Duration) (m rig.Metrics, looks int, err error) {
	err = rig.Until(ctx, s.daemon.Gone(), 10*time.Minute, every, fmt.Sprintf("%d lines are acknowledged", lines), func() bool {
		looks++
		var err error
		if m, err = s.daemon.Metrics(); err != nil {
			return false
		}
		for _, name := range s.sinks {
			if m.Balance(name).Settled() < int64(lines) {
				return false
			}
		}
		return true
	})
	if err != nil {
		said := s.daemon.Said()
		err = fmt.Errorf("%w; hashtail said: %s", err, said[max(0, len(said)-400):])
	}
	return m, looks, err
}

// A cost is what one run over an input took.
type cost struct {
	events  int64
	wall    time.Duration
	cpu     time.Duration
	peak    int64 // resident bytes
	mallocs float64
}

// measure runs hashtail over whole inputs.
func (s *subject) measure(ctx context.Context, lines int) (c cost, err error) {
	begin := time.Now()
	if err := s.start(ctx); err != nil {
		return c, err
	}
	first, err := s.daemon.Metrics()
	if err != nil {
		return c, err
	}
	m, looks, err := s.settled(ctx, lines, 200*time.Millisecond)
	if err != nil {
		return c, err
	}
	c.wall = time.Since(begin)
	c.events = m.Balance(s.sinks[0]).Shipped
	const mallocs, more = "go_memstats_mallocs_total", 20
	before, err := s.daemon.CPU()
	if err != nil {
		return c, err
	}
	again := m
	for range more { // what looking costs is not the lines' fault
		if again, err = s.daemon.Metrics(); err != nil {
			return c, err
		}
	}
	after, err := s.daemon.CPU()
	if err != nil {
		return c, err
	}
	look, looked := (again[mallocs]-m[mallocs])/more, (after-before)/more
	c.mallocs = max(0, m[mallocs]-first[mallocs]-look*float64(looks))
	if _, c.peak, err = s.daemon.Memory(); err != nil {
		return c, err
	}
	state, err := s.daemon.Stop(time.Minute)
	if err != nil {
		return c, err
	}
	s.daemon = nil
	c.cpu = state.UserTime() + state.SystemTime() - time.Duration(looks+more)*looked
	return c, nil
}

// profile stores a CPU profile of a run that takes about so long.
func (s *subject) profile(ctx context.Context, about time.Duration, name string) error {
	s.host.Config["http"] = rig.Map{"pprof": true}
	if err := s.start(ctx); err != nil {
		return err
	}
	seconds := max(1, int(about.Seconds()))
	if seconds > 8 {
		seconds = 8 // the client's patience is 10 s
	}
	text, err := s.daemon.Get(fmt.Sprintf("/debug/pprof/profile?seconds=%d", seconds))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.b.profiles, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.b.profiles, name+".pprof"), text, 0o644)
}
