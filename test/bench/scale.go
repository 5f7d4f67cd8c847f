package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// scaling compares by wall time, so nothing else may run on the machine. All
// rows read the same number of lines.
var scaling = []row{
	{"1 busy file, 2 cores", nil, busy(1, 2)},
	{"1 busy file, 1 core", nil, busy(1, 1)},
	{"2 busy files, 1 core", nil, busy(2, 1)},
	{"2 busy files, 2 cores", nil, busy(2, 2)},
	{"64 busy files, 2 cores", nil, busy(64, 2)},
	{"2 bare loops, 2 cores", nil, bareTwice},
}

// bareTwice is what this machine's second core is worth: two bare loops at once,
// which share nothing, compared with one just before them.
func bareTwice(ctx context.Context, b *bench) ([]string, error) {
	in, err := b.input(logs.A, b.lines)
	if err != nil {
		return nil, err
	}
	var walls, cpus []time.Duration
	var ratios []float64
	for range b.runs {
		begun := time.Now()
		if _, err := b.bare(ctx, logs.A, in); err != nil {
			return nil, err
		}
		one := time.Since(begun)
		var both sync.WaitGroup
		var cpu [2]time.Duration
		var errs [2]error
		begun = time.Now()
		for i := range cpu {
			both.Go(func() { cpu[i], errs[i] = b.bare(ctx, logs.A, in) })
		}
		both.Wait()
		if err := errors.Join(errs[:]...); err != nil {
			return nil, err
		}
		wall := time.Since(begun)
		walls, cpus = append(walls, wall), append(cpus, cpu[0]+cpu[1])
		ratios = append(ratios, 2*one.Seconds()/wall.Seconds())
	}
	return []string{
		thousands(perSecond(2*in.lines, median(walls))), thousands(perSecond(2*in.lines, median(cpus))), fmt.Sprintf("%.2f", median(ratios)), "",
	}, nil
}

// busy splits A over files and lets hashtail use so many cores. Each run is
// compared with one of the first row made just before it.
func busy(files, cores int) func(context.Context, *bench) ([]string, error) {
	return func(ctx context.Context, b *bench) ([]string, error) {
		dir := filepath.Join(b.dir, fmt.Sprintf("busy-%d", files))
		defer os.RemoveAll(dir)
		one, err := b.input(logs.A, b.lines)
		if err != nil {
			return nil, err
		}
		var paths []string
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		each := b.lines / files
		for i := range files {
			path := filepath.Join(dir, fmt.Sprintf("%02d.log", i))
			if _, err := logs.New(b.seed+uint64(i)).Write(logs.A, path, each); err != nil {
				return nil, err
			}
			paths = append(paths, path)
		}
		var costs []cost
		var ratios []float64
		for range b.runs {
			base, err := b.once(ctx, []string{one.path}, one.lines, gomaxprocs(2), toFile)
			if err != nil {
				return nil, err
			}
			c := base
			if files != 1 || cores != 2 {
				if c, err = b.once(ctx, paths, each*files, gomaxprocs(cores), toFile); err != nil {
					return nil, err
				}
			}
			costs = append(costs, c)
			ratios = append(ratios, perSecond(each*files, c.wall)/perSecond(one.lines, base.wall))
		}
		c := middle(costs)
		return []string{
			thousands(perSecond(each*files, c.wall)), thousands(perSecond(each*files, c.cpu)),
			fmt.Sprintf("%.2f", median(ratios)), mebibytes(c.peak),
		}, nil
	}
}

func gomaxprocs(n int) []string { return []string{fmt.Sprintf("GOMAXPROCS=%d", n)} }
