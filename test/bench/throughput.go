package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// throughput runs hashtail and the bare loop in turn over the same file.
func throughput(w logs.Workload, sinks ...sink) func(context.Context, *bench) ([]string, error) {
	return func(ctx context.Context, b *bench) ([]string, error) {
		lines := b.lines
		for _, k := range sinks {
			lines = min(lines, b.lines/max(1, k.slower))
		}
		in, err := b.input(w, lines)
		if err != nil {
			return nil, err
		}
		var costs []cost
		var bare []time.Duration
		for range b.runs {
			c, err := b.once(ctx, []string{in.path}, in.lines, nil, sinks...)
			if err != nil {
				return nil, err
			}
			loop, err := b.bare(ctx, w, in)
			if err != nil {
				return nil, err
			}
			costs, bare = append(costs, c), append(bare, loop)
		}
		if b.profiles != "" {
			if err := b.profile(ctx, w, in, costs[0].wall, sinks...); err != nil {
				return nil, fmt.Errorf("profile: %w", err)
			}
		}
		c := middle(costs)
		rate, loop := perSecond(in.lines, c.cpu), perSecond(in.lines, median(bare))
		return []string{
			thousands(float64(c.events)),
			fmt.Sprintf("%.0f", float64(in.bytes)/1e6/c.wall.Seconds()),
			fmt.Sprintf("%.2f", c.cpu.Seconds()),
			thousands(rate),
			thousands(loop),
			fmt.Sprintf("%.0f %%", 100*rate/loop),
			mebibytes(c.peak),
			fmt.Sprintf("%.4f", c.mallocs/float64(in.lines)),
		}, nil
	}
}

// once is one run of a fresh hashtail.
func (b *bench) once(ctx context.Context, paths []string, lines int, env []string, sinks ...sink) (c cost, err error) {
	s, err := b.subject(ctx, paths, sinks...)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	s.host.Env = env
	return s.measure(ctx, lines)
}

func (b *bench) profile(ctx context.Context, w logs.Workload, in input, about time.Duration, sinks ...sink) (err error) {
	s, err := b.subject(ctx, []string{in.path}, sinks...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	return s.profile(ctx, about, w.Name+"-"+strings.Join(s.sinks, "-"))
}

// middle takes the median of each figure.
func middle(costs []cost) cost {
	column := func(of func(cost) float64) float64 {
		var v []float64
		for _, c := range costs {
			v = append(v, of(c))
		}
		return median(v)
	}
	return cost{
		events:  costs[0].events,
		wall:    time.Duration(column(func(c cost) float64 { return float64(c.wall) })),
		cpu:     time.Duration(column(func(c cost) float64 { return float64(c.cpu) })),
		peak:    int64(column(func(c cost) float64 { return float64(c.peak) })),
		mallocs: column(func(c cost) float64 { return c.mallocs }),
	}
}

func perSecond(n int, d time.Duration) float64 { return float64(n) / d.Seconds() }

// An input is a generated log.
type input struct {
	path  string
	lines int
	bytes int64
}

// input generates the log once a run.
func (b *bench) input(w logs.Workload, lines int) (input, error) {
	name := fmt.Sprintf("%s-%d.log", w.Name, lines)
	if in, ok := b.inputs[name]; ok {
		return in, nil
	}
	in := input{path: filepath.Join(b.dir, name), lines: lines}
	var err error
	in.bytes, err = logs.New(b.seed).Write(w, in.path, lines)
	b.inputs[name] = in
	return in, err
}
