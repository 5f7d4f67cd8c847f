package tail

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// maxStrays bounds the files that are looked at in search of strays.
const maxStrays = 100_000

// findStrays looks at the start, and once more before they are given up, for files that
// are missing: they were moved while hashtail was down, to names or into folders that neither
// globs nor siblings show, as app.log to app.old or archive/app.log.1, or copied there before
// they were truncated. They are known by their inodes, or as copies by their names and content.
// Folders in a log's folder are looked into, others are not.
func (k *keeper) findStrays(missing []*checkpoint.Identity) {
	s := strays{keeper: k, wanted: map[*checkpoint.Identity]bool{}, named: map[string][]*checkpoint.Identity{}, left: maxStrays}
	folders := map[string]bool{}
	for _, id := range missing {
		folders[filepath.Dir(id.Name)], folders[filepath.Dir(id.Place().Path)] = true, true
		s.wanted[id] = true
		base := filepath.Base(id.Name)
		s.named[base] = append(s.named[base], id)
	}
	for folder := range folders {
		for _, e := range s.list(folder) {
			path := filepath.Join(folder, e.Name())
			switch {
			case !e.IsDir():
				s.consider(path, e)
			case !folders[path]:
				for _, inner := range s.list(path) {
					s.consider(filepath.Join(path, inner.Name()), inner)
				}
			}
		}
	}
}

// strays is a search for them.
type strays struct {
	*keeper
	wanted map[*checkpoint.Identity]bool     // what is missing
	named  map[string][]*checkpoint.Identity // the same by the last element of its name
	left   int                               // how many files may be looked at still
}

// list lists a folder, if enough is left to be looked at.
func (s *strays) list(folder string) []fs.DirEntry {
	if s.left <= 0 {
		return nil
	}
	entries, _ := os.ReadDir(folder) // the globs complain where it matters
	s.left -= len(entries)
	return entries
}

// consider reads a file on, if it is one that is missing.
func (s *strays) consider(path string, e fs.DirEntry) {
	if !e.Type().IsRegular() || s.spotAt(path) != nil || IsOwn(s.config.Own, path) {
		return
	}
	fi, err := e.Info()
	if err != nil {
		return
	}
	l := lookOf(fi)
	id := s.identityOf(path, l)
	if id == nil || s.isKnown(path, l) {
		return
	}
	g := s.globOf(id.Name)
	if g == nil {
		return
	}
	c, err := s.openCandidate(path, id.Name, g.input)
	switch {
	case err != nil:
	case c.gzip && !l.settled() && s.round == 1: // it may be incomplete
		c.f.Close()
	case !s.byInode(c) && !s.byContent(c):
		c.f.Close()
	}
}

// identityOf is what a file may be of all that is missing: what had its inode, or what its name may
// have been made of since, as a copy or by compression; nil if it is none of them.
func (s *strays) identityOf(path string, l look) *checkpoint.Identity {
	for _, id := range s.dormant(l.at) {
		if s.wanted[id] {
			return id
		}
	}
	name := filepath.Base(path)
	for _, base := range append(bases(name), name) {
		for _, id := range s.named[base] {
			if l.changed == 0 || l.changed >= id.Place().ModTime {
				return id
			}
		}
	}
	return nil
}
