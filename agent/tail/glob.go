package tail

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// A glob finds the files of one pattern, and does not look again while no
// folder that it depends on has changed.
type glob struct {
	pattern string
	input   int
	exclude []string
	first   bool // the files of this pattern were never looked at before

	folders map[string]stamp // that the last look depended on
	failed  map[string]error // folders that could not be listed
	looks   int
	found   []string
	spots   []*spot
}

// A stamp tells whether a folder's list of names changed.
type stamp struct {
	at      inode // zero: it was not there
	mtime   int64
	settled bool // the folder's clock has ticked since, so that the next change will show
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
	age := now.Sub(time.Unix(0, l.mtime))
	return stamp{l.at, l.mtime, age > clockTick}
}

// look lists the files of the pattern, and reports whether it had to look.
func (g *glob) look() (found []string, fresh bool) {
	g.looks++
	if g.folders != nil && g.looks%fullLook != 0 && g.same() {
		return g.found, false
	}
	g.folders = map[string]stamp{}
	g.found, g.failed = g.found[:0], nil
	if _, err := os.Lstat(g.pattern); err == nil { // a name, even one with brackets in it
		g.note(filepath.Dir(g.pattern))
		g.add(g.pattern)
		return g.found, true
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
	for _, ex := range g.exclude {
		if doublestar.PathMatchUnvalidated(ex, path) {
			return
		}
	}
	g.found = append(g.found, path)
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
	for _, ex := range g.exclude {
		if doublestar.PathMatchUnvalidated(ex, path) {
			return false
		}
	}
	return true
}

// note remembers how a folder looked, before it is listed.
func (g *glob) note(folder string) {
	if _, ok := g.folders[folder]; !ok {
		g.folders[folder] = stampOf(folder)
	}
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
	entries, err := fs.ReadDir(r.FS, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		if r.glob.failed == nil {
			r.glob.failed = map[string]error{}
		}
		r.glob.failed[folder] = err
	}
	return entries, err
}

func (r recorder) Stat(name string) (fs.FileInfo, error) {
	r.glob.note(filepath.Join(r.base, path.Dir(name)))
	return fs.Stat(r.FS, name)
}
