package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sys/unix"

	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// Check builds everything that Run would, but for the state folder and the
// network, and returns what is suspicious without being wrong.
func Check(c *Config, log *slog.Logger) (warnings []string, err error) {
	a, err := New(c, log)
	if err != nil {
		return nil, err
	}
	defer a.closeSinks()
	if err := c.validateRun(); err != nil {
		return nil, err
	}
	for i, in := range c.Inputs.File {
		for j, pattern := range in.Paths {
			where := fmt.Sprintf("inputs.file[%d].paths[%d] %s", i, j, pattern)
			warnings = append(warnings, checkGlob(where, pattern, in.tail(), c.own())...)
		}
		warnings = append(warnings, excludesNothing(i, in)...)
	}
	warnings = append(warnings, c.readTwice()...)
	warnings = append(warnings, c.unwritable()...)
	warnings = append(warnings, c.unusedFormats()...)
	warnings = append(warnings, checkFIFOs(c.Inputs.FIFO)...)
	more, err := checkJournals(c.Inputs.Journald)
	return append(warnings, more...), err
}

// Reach asks each backend of c whether it would take events.
func Reach(ctx context.Context, c *Config, log *slog.Logger) error {
	a, err := New(c, log)
	if err != nil {
		return err
	}
	defer a.closeSinks()
	var errs []error
	for _, l := range a.lanes {
		if r, ok := l.sink.(sinks.Reacher); ok {
			if err := r.Reach(ctx); err != nil {
				errs = append(errs, fmt.Errorf("sinks.%s: %w", l.name, err))
			}
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return &UnreachedError{errors.Join(errs...)}
}

// An UnreachedError says that a backend cannot be reached, or refuses: exit code 69.
type UnreachedError struct{ Err error }

func (e *UnreachedError) Error() string { return e.Err.Error() }
func (e *UnreachedError) Unwrap() error { return e.Err }

// readTwice warns of files that two inputs mean: the first has them.
func (c *Config) readTwice() (warnings []string) {
	type reader struct {
		input int
		path  string
	}
	of := map[[2]uint64]reader{}
	for i, in := range c.Inputs.File {
		said := map[int]bool{i: true}
		for _, pattern := range in.Paths {
			found, _ := in.tail().Find(pattern)
			for _, path := range found {
				var st unix.Stat_t
				if unix.Stat(path, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
					continue
				}
				at := [2]uint64{uint64(st.Dev), st.Ino}
				first, ok := of[at]
				if !ok {
					of[at] = reader{i, path}
				} else if !said[first.input] {
					said[first.input] = true
					warnings = append(warnings, fmt.Sprintf("inputs.file[%d]: %s is read by inputs.file[%d] already, as %s and with that input's settings", i, path, first.input, first.path))
				}
			}
		}
	}
	return warnings
}

// unwritable warns of folders that hashtail writes to and that this user may
// not write to, or that cannot be made.
func (c *Config) unwritable() (warnings []string) {
	look := func(option, dir string) {
		at := dir
		for {
			fi, err := os.Stat(at)
			if errors.Is(err, fs.ErrNotExist) && at != filepath.Dir(at) {
				at = filepath.Dir(at)
				continue
			}
			switch {
			case err != nil:
			case !fi.IsDir():
				err = syscall.ENOTDIR
			default:
				err = unix.Access(at, unix.W_OK|unix.X_OK)
			}
			if err != nil {
				warnings = append(warnings, fmt.Sprintf("%s: %s is not to be written to: %s: %v (hashtail's user needs it)", option, dir, at, err))
			}
			return
		}
	}
	look("state_dir", c.StateDir)
	if c.Sinks.File != nil {
		look("sinks.file.path", filepath.Dir(c.Sinks.File.Path))
	}
	if c.DeadLetters.Path != "" {
		look("dead_letters.path", c.DeadLetters.Path)
	}
	return warnings
}

// unusedFormats warns of formats that no input names.
func (c *Config) unusedFormats() (warnings []string) {
	inputs := c.Inputs.all()
	for _, name := range slices.Sorted(maps.Keys(c.Formats)) {
		if !slices.ContainsFunc(inputs, func(in FileInput) bool { return in.Format == name }) {
			warnings = append(warnings, fmt.Sprintf("formats.%s: no input has format: %s", name, name))
		}
	}
	return warnings
}

// checkGlob says what is suspicious about one pattern.
func checkGlob(where, pattern string, in tail.Input, own []string) (warnings []string) {
	warn := func(format string, args ...any) { warnings = append(warnings, where+": "+fmt.Sprintf(format, args...)) }
	found, failed := in.Find(pattern)
	for _, folder := range slices.Sorted(maps.Keys(failed)) {
		err := failed[folder]
		if errors.Is(err, fs.ErrPermission) {
			warn("%s: permission denied: give hashtail's user the right to look into the folder", folder)
			continue
		}
		warn("%s: %v", folder, err)
	}
	usable := 0
	for _, path := range found {
		fi, err := os.Stat(path)
		if err == nil && fi.IsDir() {
			if path == filepath.Clean(pattern) {
				warn("is a folder: write %s", filepath.Join(path, "*.log"))
			}
			continue
		}
		if tail.IsOwn(own, path) {
			warn("%s is what hashtail itself writes: it is not read", path)
			continue
		}
		switch err := in.Readable(path); {
		case errors.Is(err, fs.ErrPermission):
			warn("%v: give hashtail's user the right to read it", err)
			continue
		case err != nil:
			warn("%v", err)
			continue
		}
		usable++
	}
	if usable == 0 && len(warnings) == 0 {
		warn("matches no file now")
	}
	return warnings
}

// excludesNothing warns of what is left out by a name alone, where the names of all files
// are whole paths: exclude: ["*.gz"].
func excludesNothing(i int, in FileInput) (warnings []string) {
	if slices.ContainsFunc(in.Paths, func(p string) bool { return !filepath.IsAbs(p) }) {
		return nil
	}
	for j, x := range in.Exclude {
		if !filepath.IsAbs(x) && !strings.HasPrefix(x, "**") && !strings.HasPrefix(x, "{") {
			warnings = append(warnings, fmt.Sprintf("inputs.file[%d].exclude[%d] %s: can match none of the paths, which begin with /: write **/%s", i, j, x, x))
		}
	}
	return warnings
}

func excluded(path string, exclude []string) bool {
	for _, x := range exclude {
		if ok, _ := doublestar.PathMatch(x, path); ok {
			return true
		}
	}
	return false
}
