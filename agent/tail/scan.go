package tail

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// A spot is a path that a glob matched, and what is there.
type spot struct {
	path    string
	glob    *glob
	symlink bool
	real    string // where a symbolic link leads
	at      inode  // of what was there at the last look
	file    *file  // when it is open and has no other spot
	moved   int    // the number of the scan that last found another file here, or this one truncated
	retry   bool   // look again although the folder did not change
	said    string
	size    int64 // of a compressed file that may still be written to, at the last look
	round   int   // the last scan that found the path
}

// scan looks at everything that the globs match and gives each file that it
// does not know yet an identity.
func (k *keeper) scan() {
	now := time.Now()
	k.round++
	k.counts.Scans.Add(1)
	visits := k.visits()
	for _, s := range visits {
		k.look(s)
	}
	var found []*candidate
	seen := map[inode]bool{}
	for _, s := range visits {
		c := k.take(s)
		switch {
		case c == nil:
		case seen[c.look.at]: // the first glob that leads to a file has it
			c.f.Close()
		default:
			seen[c.look.at] = true
			found = append(found, c)
		}
	}
	k.settle(append(found, k.review()...))
	if k.round == 1 {
		k.findStrays(slices.Collect(maps.Keys(k.missing)))
	}
	k.search(now)
	k.makeRoom(now)
	k.holdDeleted(now)
	k.prune(now)
	if k.round == 1 {
		k.sayMissing()
	}
	if k.skipped > 0 {
		k.log.Info("files that were there before are read from their ends: they are older than ignore_older, or start is end", "files", k.skipped)
		k.skipped = 0
	}
	for _, g := range k.globs {
		g.first = false
		k.store.See(g.pattern)
	}
	k.lastScan, k.scanTook, k.rescan = now, time.Since(now), k.again
	k.again = false
}

// visits lists the spots that have to be looked at, and gives up those that
// are no more.
func (k *keeper) visits() (visits []*spot) {
	var vacated []*spot
	k.fresh = false
	for _, g := range k.globs {
		paths, fresh := g.look()
		if !fresh {
			for _, s := range g.spots {
				s.round = k.round
				if s.symlink || s.retry {
					visits = append(visits, s)
				}
			}
			continue
		}
		k.fresh = true
		vacated = append(vacated, k.matched(g, paths)...)
		visits = append(visits, g.spots...)
	}
	k.sayFolders()
	for _, s := range vacated {
		if s.round != k.round {
			k.vacate(s)
			delete(k.spots, s.path)
			k.unlink(s)
		}
	}
	return visits
}

// matched makes g.spots of the paths that a glob matches, and returns the spots of those that
// it does not match any more; another glob may.
func (k *keeper) matched(g *glob, paths []string) (vacated []*spot) {
	if g.first { // siblings are there before the file may be
		for path := range g.folders {
			k.folder(path)
		}
	}
	before := g.spots
	g.spots = nil
	for _, path := range paths {
		s := k.spots[path]
		if s == nil {
			s = &spot{path: path, glob: g, moved: k.round}
			k.spots[path] = s
			k.folder(filepath.Dir(path))
		}
		if s.round == k.round {
			continue // an earlier glob has it
		}
		s.round, s.glob = k.round, g
		g.spots = append(g.spots, s)
	}
	for _, s := range before {
		if s.round != k.round && s.glob == g {
			vacated = append(vacated, s)
		}
	}
	return vacated
}

// look looks at what is at a spot now. A file that was there and is not any
// more goes on without the spot.
func (k *keeper) look(s *spot) {
	s.retry = false
	if fi, err := os.Lstat(s.path); err == nil {
		s.symlink = fi.Mode()&fs.ModeSymlink != 0
	}
	l, err := lookAt(s.path)
	if err == nil && !l.mode.IsRegular() {
		err = errNotRegular(l.mode)
		if l.mode.IsDir() && s.path != s.glob.pattern {
			err = fs.ErrNotExist // a folder among the matches of a glob is nothing to complain of
		}
	}
	if err != nil {
		k.vacate(s)
		s.at = inode{}
		if errors.Is(err, fs.ErrNotExist) {
			s.retry = s.symlink // its target may come back
			return
		}
		s.retry = true
		k.say(s, err)
		return
	}
	if s.at == l.at {
		return
	}
	k.vacate(s)
	s.at, s.moved = l.at, k.round
	k.unlink(s)
	if s.symlink {
		k.link(s)
	}
}

// link notes where a symbolic link leads: its target's siblings are there.
func (k *keeper) link(s *spot) {
	real, err := filepath.EvalSymlinks(s.path)
	if err != nil {
		return
	}
	s.real, k.real[real] = real, s
	k.folder(filepath.Dir(real)).linked = true
}

// where is the path of the file itself.
func (s *spot) where() string {
	if s.real != "" {
		return s.real
	}
	return s.path
}

func (k *keeper) unlink(s *spot) {
	if s.real != "" && k.real[s.real] == s {
		delete(k.real, s.real)
	}
	s.real = ""
}

// say logs what is wrong at a spot, once for each reason.
func (k *keeper) say(s *spot, err error) {
	k.counts.ScanErrors.Add(1)
	text := err.Error()
	if s.said == text {
		return
	}
	if isCrowded(err) { // the same for all that follow
		if k.crowded {
			return
		}
		k.crowded = true
	}
	s.said = text
	switch {
	case errors.Is(err, fs.ErrPermission):
		k.log.Warn("a log file cannot be opened: give hashtail's user the right to read it; trying again", "file", s.path, "error", err)
	case isCrowded(err):
		k.log.Warn("a log file cannot be opened: raise the limit of open files (LimitNOFILE); this one and others wait until quiet ones are closed, which are then looked at every few seconds only", "file", s.path, "error", err)
	default:
		k.log.Warn("a log file cannot be opened: trying again", "file", s.path, "error", err)
	}
}

// isCrowded reports whether err says that there are no descriptors left.
func isCrowded(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// makeRoom closes files for those that found no descriptor: of the quiet ones that are
// read and delivered to their ends, those that have been for longest. Each is opened
// again when it changes, see pruneParked, as after a restart.
func (k *keeper) makeRoom(now time.Time) {
	if k.lacked == 0 {
		return
	}
	var quiet []*file
	for _, f := range k.open {
		if f.id != nil && f.stage != deleted && f.path != "" && !f.zipped() && now.Sub(f.changed) >= hotFor && f.delivered() {
			quiet = append(quiet, f)
		}
	}
	slices.SortFunc(quiet, func(a, b *file) int { return a.changed.Compare(b.changed) })
	for _, f := range quiet[:min(len(quiet), k.lacked+spare)] {
		k.closeFile(f, now)
		k.again = true
	}
	k.lacked = 0
}

// spare is how many descriptors are made free beyond those that are needed now: the next
// file may be gone before one is.
const spare = 8

// delivered reports whether every lane has delivered all of the file.
func (f *file) delivered() bool {
	for _, c := range f.cursors {
		if c.off.Load() < f.look.size {
			return false
		}
	}
	return len(f.cursors) > 0 && f.quiet() && f.acknowledged()
}

// sayMissing logs which globs match nothing when the tailer begins.
func (k *keeper) sayMissing() {
	for _, g := range k.globs {
		if len(g.found) == 0 {
			k.log.Info("no file matches yet: one that comes is read", "pattern", g.pattern)
		}
	}
}

// sayFolders logs which folders cannot be listed, each once, and once more after it could be.
func (k *keeper) sayFolders() {
	failed := map[string]error{}
	for _, g := range k.globs {
		maps.Copy(failed, g.failed)
	}
	maps.DeleteFunc(k.said, func(folder, _ string) bool { return failed[folder] == nil })
	for folder, err := range failed {
		k.counts.ScanErrors.Add(1)
		if text := err.Error(); k.said[folder] != text {
			k.said[folder] = text
			k.log.Warn("a folder of log files cannot be listed: trying again", "folder", folder, "error", err)
		}
	}
}

// vacate takes a file from its spot: it was renamed, deleted or replaced.
func (k *keeper) vacate(s *spot) {
	s.moved = k.round
	f := s.file
	s.file = nil
	if f == nil {
		return
	}
	now := time.Now()
	f.spot, f.path = nil, ""
	if f.stage == tailed {
		f.turn(rotated, now)
	}
	k.check(f, now)
	if f.index >= 0 {
		k.schedule(f, now) // its folder does not tell of it any more
	}
	if f.stage != deleted {
		k.counts.Rotations.Add(1)
	}
}

// take connects a spot with the open file that is there, or opens it as a
// candidate.
func (k *keeper) take(s *spot) *candidate {
	if s.file != nil || s.at == (inode{}) {
		return nil
	}
	if f := k.open[s.at]; f != nil {
		if f.spot == nil {
			k.settleAt(f, s)
		}
		return nil // another path of the same file has it already
	}
	l, err := lookAt(s.path)
	if err != nil || l.at != s.at {
		s.at, s.retry, k.again = inode{}, true, true // moved since
		return nil
	}
	if k.leave(s, l) || k.isOwn(s, l) {
		return nil
	}
	c, err := k.openCandidate(s.where(), s.path, s.glob.input)
	if err != nil {
		s.retry = true
		if !errors.Is(err, fs.ErrNotExist) {
			k.say(s, err)
		}
		return nil
	}
	s.said = ""
	if c.gzip && s.size != c.look.size && !c.look.settled() {
		s.size, s.retry = c.look.size, true // look once more
		c.f.Close()
		return nil
	}
	c.spot, c.first = s, s.glob.first
	return c
}

// isOwn reports whether what is at the spot is a file that the process itself writes, by
// another name than its own.
func (k *keeper) isOwn(s *spot, l look) bool {
	own := k.ownInodes()[l.at] || s.symlink && IsOwn(k.config.Own, s.where())
	if own && s.said != ownFile {
		s.said = ownFile
		k.log.Warn("a file is left out: "+ownFile, "file", s.path)
	}
	return own
}

// ownInodes are those of the process's own files, in this scan.
func (k *keeper) ownInodes() map[inode]bool {
	if k.ownRound == k.round {
		return k.own
	}
	k.own, k.ownRound = map[inode]bool{}, k.round
	for _, path := range k.config.Own {
		if l, err := lookAt(path); err == nil {
			k.own[l.at] = true
		}
	}
	return k.own
}

const ownFile = "it is what hashtail itself writes, by another name"

// settleAt says that an open file is at a spot.
func (k *keeper) settleAt(f *file, s *spot) {
	f.spot, f.path, s.file = s, s.where(), f
	if f.Path == s.path && f.stage != copied {
		f.turn(tailed, time.Now()) // it came back
	}
	if f.id != nil {
		k.move(f.id, f.look.place(f.path, f.zipped()))
	}
}

// leave reports whether what is at the spot is known and needs no descriptor.
func (k *keeper) leave(s *spot, l look) bool {
	if p := k.left[l.at]; p != nil {
		if k.rests(p, l) {
			p.path = s.where()
			s.retry = p.twin != nil
			return true
		}
		delete(k.left, l.at)
		return false
	}
	if !s.glob.first && len(k.dormant(l.at)) == 0 && k.folder(filepath.Dir(s.where())).last.passed.has(s.where(), l) {
		k.left[l.at] = &parked{path: s.where(), look: l}
		return true
	}
	for _, id := range k.dormant(l.at) {
		if p := id.Place(); (p.Compress || p.Length > 0) && k.parkRead(id, s.where(), l) {
			return true
		}
	}
	return false
}

func (k *keeper) laneNames() []string {
	names := make([]string, len(k.lanes))
	for i, l := range k.lanes {
		names[i] = l.name
	}
	return names
}
