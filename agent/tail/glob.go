package tail

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// A glob finds the files of one pattern, and does not look again while no
// folder that it depends on has changed.
type glob struct {
	pattern string
	input   int
	exclude []string
	own     []string // what the process itself writes
	first   bool     // the files of this pattern were never looked at before

	folders map[string]stamp // that the last look depended on
	failed  map[string]error // folders that could not be listed
	looks   int
	found   []string
	spots   []*spot
}

// A stamp tells whether a folder's list of names changed, or who may read it.
type stamp struct {
	at      inode // zero: it was not there
	mtime   int64 // tar and rsync set it back
	changed int64 // nobody does that; rights that are given show here alone
	settled bool  // the folder's clock has ticked since, so that the next change will show
}

const (
	// clockTick is the coarsest modification time that a file system is
	// believed to have.
	clockTick = 2 * time.Second
	// fullLook is every how many looks a glob looks without believing folders.
	fullLook = 60
)

func stampOf(folder string) stamp {
	now := time.Now()
	l, err := lookAt(folder)
	if err != nil {
		return stamp{}
	}
	age := now.Sub(time.Unix(0, max(l.mtime, l.changed)))
	return stamp{l.at, l.mtime, l.changed, age > clockTick}
}

// look lists the files of the pattern, and reports whether it had to look.
func (g *glob) look() (found []string, fresh bool) {
	g.looks++
	if g.folders != nil && g.looks%fullLook != 0 && g.same() {
		return g.found, false
	}
	g.folders = map[string]stamp{}
	g.found, g.failed = g.found[:0], nil
	_, err := os.Lstat(g.pattern)
	if err == nil { // a name, even one with brackets in it
		g.note(filepath.Dir(g.pattern))
		g.add(g.pattern)
		return g.found, true
	}
	if errors.Is(err, fs.ErrPermission) {
		g.fail(filepath.Dir(g.pattern), err)
	}
	base, pattern := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(g.pattern)))
	g.note(base)
	fsys := recorder{os.DirFS(base), base, g}
	// The error can only be a bad pattern, and patterns are validated.
	_ = doublestar.GlobWalk(fsys, pattern, func(p string, d fs.DirEntry) error {
		g.add(filepath.Join(base, filepath.FromSlash(p)))
		return nil
	})
	return g.found, true
}

func (g *glob) add(path string) {
	if !g.excludes(path) {
		g.found = append(g.found, path)
	}
}

// excludes reports whether a path is not to be read though the pattern means it.
func (g *glob) excludes(path string) bool {
	for _, ex := range g.exclude {
		if doublestar.PathMatchUnvalidated(ex, path) {
			return true
		}
	}
	return IsOwn(g.own, path)
}

// IsOwn reports whether path is a file that the process itself writes, or was
// rotated from one (events.ndjson.1, events.ndjson-20261127.gz): reading it would never end.
func IsOwn(own []string, path string) bool {
	for _, o := range own {
		rest, ok := strings.CutPrefix(filepath.Base(path), filepath.Base(o))
		if ok && (rest == "" || rest[0] == '.' || rest[0] == '-' && isDated(rest)) && realDir(path) == realDir(o) {
			return true
		}
	}
	return false
}

// realDir is the folder of a path, wherever links lead.
func realDir(path string) string {
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return filepath.Dir(path)
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// Find lists the files that a pattern of the input means now, and the folders
// that could not be looked into.
func (in Input) Find(pattern string) (found []string, failed map[string]error) {
	g := &glob{pattern: pattern, exclude: in.Exclude}
	found, _ = g.look()
	return found, g.failed
}

func (g *glob) same() bool {
	for folder, old := range g.folders {
		if !old.settled || stampOf(folder) != old {
			return false
		}
	}
	return true
}

// matches reports whether the pattern means a path.
func (g *glob) matches(path string) bool {
	if path != g.pattern && !doublestar.PathMatchUnvalidated(filepath.Clean(g.pattern), path) {
		return false
	}
	return !g.excludes(path)
}

// note remembers how a folder looked, before it is listed.
func (g *glob) note(folder string) {
	if _, ok := g.folders[folder]; !ok {
		g.folders[folder] = stampOf(folder)
	}
}

func (g *glob) fail(folder string, err error) {
	if g.failed == nil {
		g.failed = map[string]error{}
	}
	g.failed[folder] = err
}

// loops reports whether a folder below base is one of those above it: a link
// leads back.
func (g *glob) loops(folder, base string) bool {
	at := g.folders[folder].at
	for at != (inode{}) && folder != base && folder != filepath.Dir(folder) {
		folder = filepath.Dir(folder)
		if g.folders[folder].at == at {
			return true
		}
	}
	return false
}

// A recorder is a file system that notes which folders it was asked about.
type recorder struct {
	fs.FS
	base string
	glob *glob
}

func (r recorder) ReadDir(name string) ([]fs.DirEntry, error) {
	folder := filepath.Join(r.base, name)
	r.glob.note(folder)
	if r.glob.loops(folder, r.base) {
		return nil, nil
	}
	entries, err := fs.ReadDir(r.FS, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.glob.fail(folder, err)
	}
	return entries, err
}

func (r recorder) Stat(name string) (fs.FileInfo, error) {
	r.glob.note(filepath.Join(r.base, path.Dir(name)))
	return fs.Stat(r.FS, name)
}
