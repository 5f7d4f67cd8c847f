package tail

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A folder holds tailed files, and siblings: files that were rotated from them, and that
// no glob need match.
//
// A sibling that nobody knows is old or was missed. app.log.7 is old when it was there at
// an earlier look, or when app.log has been the same file ever since: it is passed over.
// It was missed when it came since the last look, and another file has come to the name
// of app.log since then too: it was app.log in between, and is read. Before the very
// first look there was none; then what was renamed or written since the Tailer began was
// missed, and all else is old.
type folder struct {
	path   string
	stamp  stamp
	last   siblings
	linked bool // symbolic links of another folder lead here
	again  bool // review it although it did not change
}

// siblings are what the last look at a folder has left to be remembered.
type siblings struct {
	passed passed
	came   map[inode]arrival // those that are still to be opened
}

// An arrival is a sibling that could not be opened yet, or may still be
// written by a compressor.
type arrival struct {
	size int64
	old  bool // it is to be passed over, as its first look has shown
}

func (k *keeper) folder(path string) *folder {
	d := k.folders[path]
	if d == nil {
		d = &folder{path: path, last: siblings{passed: passed{}}, again: true}
		for _, key := range k.store.Passed(path) {
			d.last.passed[key] = true
		}
		k.folders[path] = d
	}
	return d
}

// review opens the siblings that may be of interest, in all folders that may
// have changed.
func (k *keeper) review() []*candidate {
	var found []*candidate
	for _, d := range k.folders {
		if !d.again && !d.linked && !k.fresh {
			continue
		}
		now := stampOf(d.path)
		if !d.again && d.stamp.settled && now == d.stamp {
			continue
		}
		d.stamp, d.again = now, false
		found = append(found, k.siblings(d)...)
	}
	return found
}

// siblings opens those of one folder, and remembers the others.
func (k *keeper) siblings(d *folder) []*candidate {
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		delete(k.folders, d.path)
		k.store.Pass(d.path, nil)
	}
	if err != nil {
		return nil // the globs complain where it matters
	}
	var found []*candidate
	now := siblings{passed{}, map[inode]arrival{}}
	for _, e := range entries {
		path := filepath.Join(d.path, e.Name())
		if s := k.spotAt(path); s != nil {
			if p := k.left[s.at]; p != nil && p.id == nil {
				now.passed.add(path, p.look)
			}
			continue
		}
		if !e.Type().IsRegular() || IsOwn(k.config.Own, path) {
			continue
		}
		if c := k.sibling(d, path, now); c != nil {
			found = append(found, c)
		}
	}
	d.last = now
	k.savePassed(d)
	return found
}

// sibling opens the file at a path, if it is a sibling that may be of interest. Else now
// has it to be remembered, if it is one.
func (k *keeper) sibling(d *folder, path string, now siblings) *candidate {
	base, s, g := k.baseOf(path)
	if g == nil {
		return nil
	}
	fi, err := os.Lstat(path)
	if err != nil {
		k.again = k.again || errors.Is(err, fs.ErrNotExist) // renamed since
		d.again = true
		return nil
	}
	l := lookOf(fi)
	if k.isKnown(path, l) {
		return nil
	}
	before, again := d.last.came[l.at]
	old := before.old
	if !again {
		old = g.first && l.changed <= k.began || d.last.passed.hasSibling(path, l) || !g.first && !k.cameBetween(base, s, l)
	}
	if old && !k.wanted(base) && len(k.dormant(l.at)) == 0 {
		now.passed.addSibling(path, l)
		return nil
	}
	c, err := k.openCandidate(path, base, g.input)
	switch {
	case err != nil:
	case c.gzip && before.size != l.size && !l.settled(): // it may be incomplete
		c.f.Close()
	default:
		c.old = old
		return c
	}
	now.came[l.at], d.again = arrival{l.size, old}, true
	return nil
}

// pass remembers a file that is there and not to be read.
func (k *keeper) pass(c *candidate) {
	d := k.folder(filepath.Dir(c.path))
	if c.spot != nil {
		k.left[c.look.at] = &parked{path: c.path, look: c.look}
		d.last.passed.add(c.path, c.look)
	} else {
		d.last.passed.addSibling(c.path, c.look)
	}
	k.savePassed(d)
	c.f.Close()
}

func (k *keeper) savePassed(d *folder) {
	keys := make([]uint64, 0, len(d.last.passed))
	for key := range d.last.passed {
		keys = append(keys, key)
	}
	k.store.Pass(d.path, keys)
}

// isKnown reports whether a sibling is open, or closed for good, and notes
// under which name it is now.
func (k *keeper) isKnown(path string, l look) bool {
	if f := k.open[l.at]; f != nil {
		if f.spot == nil && f.path != path {
			f.path = path
			if f.id != nil {
				k.move(f.id, f.look.place(path, f.zipped()))
			}
		}
		return true
	}
	if p := k.left[l.at]; p != nil && p.id != nil && k.rests(p, l) {
		p.path = path
		return true
	}
	return slices.ContainsFunc(k.dormant(l.at), func(id *checkpoint.Identity) bool {
		return k.parkRead(id, path, l)
	})
}

// rests reports whether a parked file still is what it was.
func (k *keeper) rests(p *parked, now look) bool {
	if !p.look.unchanged(now) {
		return false
	}
	return p.twin == nil || k.live[p.id] == p.twin && p.twin.content.Load() != nil
}

// parkRead reports whether a file is, as far as can be seen from outside, read
// to its end, and parks it: it needs no descriptor as long as it does not
// change.
func (k *keeper) parkRead(id *checkpoint.Identity, path string, l look) bool {
	p := id.Place()
	end := p.Length
	if end == 0 && !p.Compress {
		end = p.Size
	}
	if end == 0 || p.Size != l.size || p.ModTime != l.mtime || id.Unread(k.laneNames(), end) {
		return false
	}
	p.Path = path
	k.move(id, p)
	k.left[l.at] = &parked{id: id, path: path, look: l}
	k.hints.watch(path, time.Now())
	delete(k.missing, id)
	return true
}

// spotAt is the spot of a path that a glob matches now.
func (k *keeper) spotAt(path string) *spot {
	s := k.spots[path]
	if s == nil {
		s = k.real[path]
	}
	if s == nil || s.round != k.round {
		return nil
	}
	return s
}

// baseOf is the path that a sibling was rotated from, as a glob knows it, the
// spot that is there now, and the glob that matches it; without a glob it is nobody's sibling.
func (k *keeper) baseOf(path string) (string, *spot, *glob) {
	dir := filepath.Dir(path)
	for _, name := range bases(filepath.Base(path)) {
		base := filepath.Join(dir, name)
		if s := k.spotAt(base); s != nil {
			return s.path, s, s.glob
		}
		if g := k.globOf(base); g != nil {
			return base, nil, g
		}
	}
	return "", nil, nil
}

// globOf is the first glob that matches a path; nil when none does.
func (k *keeper) globOf(path string) *glob {
	for _, g := range k.globs {
		if g.matches(path) {
			return g
		}
	}
	return nil
}

// cameBetween reports whether an unknown sibling may have been written at its
// base name since the last look there.
func (k *keeper) cameBetween(base string, s *spot, l look) bool {
	switch {
	case s != nil:
		return !k.stays(s)
	case len(k.named[base]) == 0: // nothing ever was at that name, as far as is known
		if strings.HasPrefix(filepath.Base(base), ".") {
			return false // nor will be: rsync writes .app.log.Xy3k2Z, and then moves it to app.log
		}
		now := time.Now()
		before := now.Add(-now.Sub(k.lastScan)) // by the clock as it is set now
		return l.mtime >= min(before.UnixNano(), k.lastScan.UnixNano())-int64(clockTick)
	}
	return true
}

// stays reports whether the file that was at a spot before its folder was
// listed has been there since the scan before, and is what it was.
func (k *keeper) stays(s *spot) bool {
	if s.moved >= k.round {
		return false
	}
	if l, err := lookAt(s.path); err != nil || l.at != s.at {
		k.again = true
		return false
	}
	if s.file != nil {
		k.check(s.file, time.Now())
	}
	return s.moved < k.round
}

// wanted reports whether the content of a file of this name is missed: it may
// be anywhere among the siblings, in any form.
func (k *keeper) wanted(base string) bool {
	return slices.ContainsFunc(k.named[base], func(id *checkpoint.Identity) bool { return !k.missing[id].IsZero() })
}
