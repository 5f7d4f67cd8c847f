package tail

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

const (
	// searchFor is how long the rest of a truncated file is looked for. A copy
	// is made before the truncation; it may be renamed or compressed meanwhile.
	searchFor = 5 * time.Second
	// forgetAfter is how long an identity is kept whose file is gone: a copy of
	// it may still appear.
	forgetAfter = 24 * time.Hour
	// maxGone bounds how many such identities there are.
	maxGone = 1000
	// parkedPeriod is how often closed files are looked at.
	parkedPeriod = 5 * time.Second
)

// isIn reports whether r is a copy of the file, which was truncated, or of its beginning: it
// begins with the same lines and, up to its end, has everything that any lane remembers of
// the file.
func (f *file) isIn(r io.ReaderAt) bool {
	var first [checkpoint.LadderMax]byte
	n, _ := r.ReadAt(first[:], 0)
	if !f.id.Begins(first[:n]) {
		return false
	}
	_, same := f.stepsOf(r)
	return same
}

// shared is how many first bytes r, which is the file after it became shorter,
// is known to have kept.
func (f *file) shared(r io.ReaderAt) int64 {
	var first [checkpoint.LadderMax]byte
	if n, _ := r.ReadAt(first[:], 0); n < len(first) || !f.id.Begins(first[:]) {
		return 0
	}
	last, _ := f.stepsOf(r) // what follows may be new lines already
	if last < checkpoint.LadderMax {
		return 0
	}
	return last
}

// stepsOf compares what any lane remembers of the file with r, as far as r goes. last is
// how far they agree; they are not the same if r goes on differently.
func (f *file) stepsOf(r io.ReaderAt) (last int64, same bool) {
	var steps []step
	for _, c := range f.cursors {
		steps = append(steps, c.allSteps()...)
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.end, b.end) })
	for _, s := range steps {
		found, whole := s.lookIn(r)
		if !whole {
			break
		}
		if !found {
			return last, false
		}
		last = s.end
	}
	return last, true
}

// lookIn reports whether r is long enough for the step, and has its bytes.
func (s step) lookIn(r io.ReaderAt) (found, whole bool) {
	at := stepAt(r, s.end)
	return at == s, at.end == s.end
}

// adopt lets a truncated file go on in a copy of what it was.
func (k *keeper) adopt(f *file, c *candidate) {
	now := time.Now()
	delete(k.left, c.look.at)
	f.look, f.path, f.changed = c.look, c.path, now
	f.turn(copied, now)
	f.failed.Store(nil)
	f.content.Store(&content{File: c.f, gzip: c.gzip, copied: true})
	f.broken.Store(false)
	f.final.Store(c.gzip)
	if !c.gzip {
		f.id.Attach(c.f)
	}
	k.move(f.id, c.look.place(c.path, c.gzip))
	k.open[c.look.at] = f
	k.know(f.id, c.look.at)
	k.counts.Open.Add(1)
	delete(k.missing, f.id)
	k.log.Info("a truncated file is read on in its copy: only lines written between copying and truncation are lost, if there were any", "file", f.Path, "copy", c.path)
	k.schedule(f, now)
	f.wake()
	k.show(f, now)
}

// miss notes that an identity is not where it was last seen.
func (k *keeper) miss(id *checkpoint.Identity) {
	if !id.Gone().IsZero() {
		return // and that is settled
	}
	if k.missing[id].IsZero() {
		k.missing[id] = time.Now()
	}
	k.searchNear(id)
}

// search has siblings looked at for what is missing, and gives up what was not
// found.
func (k *keeper) search(now time.Time) {
	var lost []*checkpoint.Identity
	var cut []*file
	for id, since := range k.missing {
		f := k.live[id]
		switch {
		case f != nil && f.content.Load() != nil:
			delete(k.missing, id) // found
		case f == nil && k.inTrouble(id): // it was found, and cannot be opened
		case now.Sub(since) < searchFor || f != nil && !f.quiet():
			k.searchNear(id)
		case f != nil:
			cut, lost = append(cut, f), append(lost, id)
		default:
			lost = append(lost, id)
		}
	}
	if len(lost) == 0 {
		return
	}
	k.findStrays(lost)
	for _, f := range cut {
		if f.content.Load() == nil {
			k.giveUp(f, "it was truncated and there is no copy", now)
		}
	}
	k.lose(lost, now)
}

// lose gives up what was not found, and says what of it was followed.
func (k *keeper) lose(lost []*checkpoint.Identity, now time.Time) {
	followed := 0
	first := ""
	for _, id := range lost {
		if k.missing[id].IsZero() || k.gone(id, now) || !wasFollowed(id) {
			continue
		}
		if followed++; first == "" || id.Name < first {
			first = id.Name
		}
	}
	if followed > 0 {
		k.log.Warn("files are gone that hashtail was following when it last ran: what was written to them since is lost, unless they come back", "files", followed, "first", first)
	}
}

// wasFollowed reports whether an identity, when it was last seen, was at its own name and
// may have been written to: nobody knows what is missing of it.
func wasFollowed(id *checkpoint.Identity) bool {
	p := id.Place()
	return p.Path == id.Name && p.Length == 0 && !p.Compress
}

// searchNear has the siblings of an identity reviewed again.
func (k *keeper) searchNear(id *checkpoint.Identity) {
	for _, path := range []string{id.Name, id.Place().Path} {
		if dir := filepath.Dir(path); path != "" {
			k.folder(dir).again = true
		}
	}
}

// inTrouble reports whether an identity's file is there and could not be opened yet, or may
// be there: in a folder that may not be looked into.
func (k *keeper) inTrouble(id *checkpoint.Identity) bool {
	l, err := lookAt(id.Place().Path)
	if errors.Is(err, fs.ErrPermission) {
		return true
	}
	return err == nil && l.at == inodeOf(id) && k.open[l.at] == nil
}

// giveUp ends a file of which no more can be read.
func (k *keeper) giveUp(f *file, why string, now time.Time) {
	if gap := f.countGap(); gap > 0 {
		k.log.Warn("lines are lost: "+why, "file", f.Path, "bytes_at_least", gap)
	} else {
		k.log.Info("a file has ended: "+why+", and all that was seen of it was read", "file", f.Path)
	}
	delete(k.missing, f.id)
	k.end(f, now)
}

// end closes a file that is gone. What its consumers hold of it is all that
// there will be.
func (k *keeper) end(f *file, now time.Time) {
	f.id.Attach(nil)
	f.id.Vanish(now)
	k.close(f)
	f.failed.Store(nil)
	f.broken.Store(false)
	f.final.Store(true)
	f.wake()
}

// countGap counts what the lanes will not read of a file, and returns the most
// that one of them misses.
func (f *file) countGap() (most int64) {
	return f.countUnread(f.kept, func(c *LaneCounts) *atomic.Int64 { return &c.Gap })
}

// countUnread adds what each lane has not read of a file, from an offset on, to a counter
// of the lane, and returns the most that one has not.
func (f *file) countUnread(from int64, counter func(*LaneCounts) *atomic.Int64) (most int64) {
	for _, c := range f.cursors {
		if n := f.length() - max(c.off.Load(), from); n > 0 {
			counter(&c.lane.counts).Add(n)
			most = max(most, n)
		}
	}
	return most
}

// gone counts what was not read of a file that is nowhere any more, and reports whether
// anything is known to be.
func (k *keeper) gone(id *checkpoint.Identity, now time.Time) bool {
	delete(k.missing, id)
	id.Vanish(now)
	p := id.Place()
	if p.Compress {
		return false
	}
	most := int64(0)
	for _, l := range k.lanes {
		n := p.Size - id.Lane(l.name, p.Size).Mark()
		if n > 0 {
			l.counts.Gap.Add(n)
			most = max(most, n)
		}
	}
	if most > 0 {
		k.log.Warn("lines are lost: a file is gone, and no rotated sibling of it is left", "file", id.Name, "bytes_at_least", most)
	}
	return most > 0
}

// holdDeleted closes the oldest deleted files that some lane has not delivered
// while all of them together hold too much space.
func (k *keeper) holdDeleted(now time.Time) {
	var held []*file
	total := int64(0)
	for _, f := range k.open {
		if f.stage == deleted && f.id != nil {
			held = append(held, f)
			total += f.look.size
		}
	}
	k.counts.Held.Store(total)
	if total <= k.config.HoldDeleted {
		return
	}
	slices.SortFunc(held, func(a, b *file) int { return a.turned.Compare(b.turned) })
	for _, f := range held {
		if total <= k.config.HoldDeleted {
			break
		}
		total -= f.look.size
		if f.allDone() { // only its acknowledgement is missing
			k.closeFile(f, now)
			continue
		}
		most := f.countUnread(0, func(c *LaneCounts) *atomic.Int64 { return &c.Lost })
		k.log.Error("a deleted file was given up: deleted files that a sink has not taken hold more than hold_deleted", "file", f.Path, "bytes_lost", most)
		k.end(f, now)
	}
	k.counts.Held.Store(total)
}

// prune looks, now and then, after files that are not open.
func (k *keeper) prune(now time.Time) {
	if now.Sub(k.lastPrune) < parkedPeriod {
		return
	}
	k.lastPrune = now
	k.pruneParked(now)
	k.forgetGone(now)
}

// pruneParked has those files looked at that were written to since they were closed, and
// gives up those that are not there any more.
func (k *keeper) pruneParked(now time.Time) {
	for at, p := range k.left {
		l, err := lookAt(p.path)
		switch {
		case errors.Is(err, fs.ErrPermission): // of the folder: nobody knows
		case err != nil || l.at != at:
			delete(k.left, at)
			if p.id != nil && p.twin == nil {
				p.id.Vanish(now)
			}
		case p.id != nil && !k.rests(p, l): // written to after it was closed
			k.unpark(at, p)
			k.again = true
		}
	}
}

// forgetGone forgets the identities whose files have been gone for long, or are too many.
func (k *keeper) forgetGone(now time.Time) {
	var gone []*checkpoint.Identity
	for _, id := range k.store.Identities() {
		if !id.Gone().IsZero() && k.live[id] == nil {
			gone = append(gone, id)
		}
	}
	slices.SortFunc(gone, func(a, b *checkpoint.Identity) int { return a.Gone().Compare(b.Gone()) })
	for i, id := range gone {
		if now.Sub(id.Gone()) >= forgetAfter || len(gone)-i > maxGone {
			k.forget(id)
		}
	}
}

// unpark has a file looked at by the next scan that was closed.
func (k *keeper) unpark(at inode, p *parked) {
	delete(k.left, at)
	if s := k.spotAt(p.path); s != nil {
		s.retry = true
	} else {
		k.folder(filepath.Dir(p.path)).again = true
	}
}

func (k *keeper) forget(id *checkpoint.Identity) {
	k.store.Drop(id)
	k.know(id, inode{})
	k.named.remove(id.Name, id)
	k.placed.remove(id.Place().Path, id)
}
