package tail

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// A Config says what is read and how. Zero values, but for the inputs, stand
// for the defaults.
type Config struct {
	Inputs []Input
	Own    []string // files that the process itself writes: they, and those rotated from them, are never read
	Held   Held     // by an earlier Tailer of this process
	Once   bool     // read what is there to its end, then return from Run

	ScanInterval time.Duration // how often the globs are looked at; 1s
	Linger       time.Duration // how long a consumer may keep a block before it is flushed; 10ms
	SaveInterval time.Duration // how often marks that moved are saved; 1s
	CloseDeleted time.Duration // how long a deleted file must be quiet before it is closed; 5s
	CloseRotated time.Duration // how long a file that was renamed away must be quiet; 5m
	HoldDeleted  int64         // bytes of deleted files that are kept open for a lane that lags; 1 GiB
	Watch        string        // auto: inotify where there is enough of it; poll: timers only
}

// An Input is a set of files that are read in the same way.
type Input struct {
	Paths       []string      // globs; ** crosses folders
	Exclude     []string      // globs
	Start       string        // beginning (default) or end: where files begin that are there at the first look
	IgnoreOlder time.Duration // at the first look, files that were not written for so long are read from their end; 0: none
	MaxLine     int           // longer lines are cut; 1 MiB
	Symlinks    string        // follow (default) or inside: links may not lead out of the folders that paths name
}

const (
	watchAuto = "auto"
	watchPoll = "poll"

	startBeginning = "beginning"
	startEnd       = "end"

	symlinksFollow = "follow"
	symlinksInside = "inside"

	defaultMaxLine = 1 << 20
	smallestLine   = 1 << 10
	largestLine    = 16 << 20
)

// withDefaults fills in what is not set.
func (c Config) withDefaults() Config {
	set := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	set(&c.ScanInterval, time.Second)
	set(&c.Linger, 10*time.Millisecond)
	set(&c.SaveInterval, time.Second)
	set(&c.CloseDeleted, 5*time.Second)
	set(&c.CloseRotated, 5*time.Minute)
	if c.HoldDeleted == 0 {
		c.HoldDeleted = 1 << 30
	}
	if c.Watch == "" {
		c.Watch = watchAuto
	}
	c.Inputs = append([]Input(nil), c.Inputs...)
	for i := range c.Inputs {
		if c.Inputs[i].MaxLine == 0 {
			c.Inputs[i].MaxLine = defaultMaxLine
		}
	}
	return c
}

// Validate says what is wrong with the configuration, all of it.
func (c Config) Validate() error {
	var errs []error
	for _, d := range []struct {
		name string
		d    time.Duration
	}{
		{"scan_interval", c.ScanInterval}, {"linger", c.Linger}, {"close_deleted", c.CloseDeleted},
		{"close_rotated", c.CloseRotated}, {"save_interval", c.SaveInterval},
	} {
		if d.d < 0 {
			errs = append(errs, fmt.Errorf("%s is negative", d.name))
		}
	}
	if c.HoldDeleted < 0 {
		errs = append(errs, errors.New("hold_deleted is negative"))
	}
	switch c.Watch {
	case "", watchAuto, watchPoll:
	default:
		errs = append(errs, fmt.Errorf("watch is %q: it must be %s or %s", c.Watch, watchAuto, watchPoll))
	}
	for i, in := range c.Inputs {
		if err := in.Validate(); err != nil {
			errs = append(errs, fmt.Errorf("input %d: %w", i+1, err))
		}
	}
	return errors.Join(errs...)
}

// Validate says what is wrong with the input, all of it.
func (in Input) Validate() error {
	var errs []error
	if len(in.Paths) == 0 {
		errs = append(errs, errors.New("paths is empty: name at least one file or glob"))
	}
	for _, list := range []struct {
		name  string
		globs []string
	}{{"paths", in.Paths}, {"exclude", in.Exclude}} {
		for _, g := range list.globs {
			switch {
			case g == "":
				errs = append(errs, fmt.Errorf("%s has an empty entry", list.name))
			case strings.HasPrefix(g, "~/"):
				errs = append(errs, fmt.Errorf("%s: %q begins with ~, which only a shell expands: write the whole path", list.name, g))
			case !doublestar.ValidatePathPattern(g):
				errs = append(errs, fmt.Errorf("%s: %q is not a valid glob: look at its brackets and braces", list.name, g))
			}
		}
	}
	switch in.Start {
	case "", startBeginning, startEnd:
	default:
		errs = append(errs, fmt.Errorf("start is %q: it must be %s or %s", in.Start, startBeginning, startEnd))
	}
	switch in.Symlinks {
	case "", symlinksFollow, symlinksInside:
	default:
		errs = append(errs, fmt.Errorf("symlinks is %q: it must be %s or %s", in.Symlinks, symlinksFollow, symlinksInside))
	}
	if in.IgnoreOlder < 0 {
		errs = append(errs, errors.New("ignore_older is negative: 0 turns it off"))
	}
	if in.MaxLine != 0 && (in.MaxLine < smallestLine || in.MaxLine > largestLine) {
		errs = append(errs, fmt.Errorf("max_line is %d: it must be between %d (1KiB) and %d (16MiB)", in.MaxLine, smallestLine, largestLine))
	}
	return errors.Join(errs...)
}
