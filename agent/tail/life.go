package tail

import (
	"slices"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// truncated takes its content from a file whose content is not its own any more. From here
// on the content is another file, the heir. What was not read of this one may be found in a
// rotated copy.
func (k *keeper) truncated(f *file, l look, now time.Time) {
	k.counts.Truncations.Add(1)
	k.hints.disarm(f)
	k.unschedule(f)
	f.broken.Store(true)
	c := f.content.Swap(nil)
	f.id.Attach(nil)
	delete(k.open, f.look.at)
	k.know(f.id, inode{})
	k.missing[f.id] = now

	k.counts.Open.Add(-1)
	k.searchNear(f.id)
	heir := &candidate{
		path: f.path, name: f.Path, input: f.Input, spot: f.spot,
		f: c.File, look: l, begins: dataStart(c.File, l.size),
	}
	if heir.path == "" {
		heir.path = f.id.Place().Path
	}
	if shared := k.shared(heir, f.shared(heir.f)); shared > 0 {
		heir.goOn(shared, k.marks(f.id))
		f.kept = shared
	}
	if f.spot != nil {
		f.spot.file, f.spot.moved = nil, k.round+1
	}
	f.spot, f.path = nil, ""
	f.turn(truncated, now)
	k.show(f, now)
	k.rescan = true
	k.identify(heir)
}

// firstBytes gives an identity to a file that was empty at the last look, or had that many
// NULs and nothing else. What it has now need not be the first that it ever had: it may have
// been filled, copied and truncated between the looks. So the next scan reads siblings that
// are new.
func (k *keeper) firstBytes(f *file, nuls int64) {
	if f.spot != nil {
		f.spot.moved, k.rescan = k.round+1, true
	}
	n, _ := f.content.Load().ReadAt(k.head[:], 0)
	if isBlank(f.content.Load(), k.head[:n], nuls) {
		return
	}
	c := &candidate{
		path: f.path, name: f.Path, input: f.Input, spot: f.spot,
		f: f.content.Swap(nil).File, look: f.look,
	}
	k.counts.Open.Add(-1)
	k.close(f)
	k.identify(c)
}

// identify settles a file that is open already.
func (k *keeper) identify(c *candidate) {
	if err := k.meet(c); err != nil || c.gzip && !c.look.settled() {
		k.later(c)
		return
	}
	k.settle([]*candidate{c})
}

// mint makes a new identity. Its file starts once that is saved.
func (k *keeper) mint(f *file, head []byte) {
	k.counts.Found.Add(1)
	id := k.store.Mint(f.Path, f.look.place(f.path, f.zipped()), head)
	k.named.add(id.Name, id)
	if f.path != id.Name {
		k.placed.add(f.path, id)
	}
	k.become(f, id)
	k.born = append(k.born, f)
}

// become makes f the open file of an identity.
func (k *keeper) become(f *file, id *checkpoint.Identity) {
	f.id, f.ID = id, id.ID
	k.live[id] = f
	k.know(id, f.look.at)
}

// start saves the identities that were minted and lets their files be read.
func (k *keeper) start() {
	if len(k.born) == 0 {
		return
	}
	// An identity that could not be saved is used all the same: after a crash
	// its lines would be shipped again under other ids, but not lost.
	_ = k.store.Save()
	chronological(k.born)
	for _, f := range k.born {
		k.begin(f)
	}
	k.born = k.born[:0]
}

func (f *file) vintage() vintage {
	return vintage{f.look.mtime, f.Path, f.path, f.spot != nil}
}

// begin lets every lane read a file.
func (k *keeper) begin(f *file) {
	if k.live[f.id] != f {
		return
	}
	now := time.Now()
	c := f.content.Load() // nil when it was truncated since it was found
	if c != nil && !c.gzip {
		f.id.Attach(c)
		f.size.Store(f.look.size)
	}
	for i, l := range k.lanes {
		mark := f.id.Lane
		start := f.begins
		if f.starts != nil {
			mark, start = f.id.Enter, f.starts[i]
		}
		cur := &cursor{file: f, lane: l, mark: mark(l.name, start), grain: firstGrain}
		at := step{}
		if i < len(f.marks) {
			at = f.marks[i]
		}
		cur.begin(at)
		f.cursors = append(f.cursors, cur)
		f.since = append(f.since, now)
	}
	if before := k.newest[f.Path]; before != nil && k.live[before.id] == before {
		for i, c := range f.cursors {
			c.lane.follow(before.cursors[i], c)
		}
	}
	k.newest[f.Path] = f
	k.show(f, now)
	k.mu.Lock()
	k.files[f] = true
	k.mu.Unlock()
	if c != nil {
		k.schedule(f, now)
	}
	f.wake()
}

// closeFile closes a file that all lanes have read to its end.
func (k *keeper) closeFile(f *file, now time.Time) {
	c := f.content.Load()
	if c == nil {
		return
	}
	if gap := f.countGap(); gap > 0 {
		k.log.Warn("a file was truncated before all of it was read, and its copy is shorter: lines are lost", "file", f.Path, "bytes_at_least", gap)
	}
	place := f.look.place(f.path, c.gzip)
	if place.Path == "" {
		place.Path = f.id.Place().Path
	}
	end := int64(0)
	for _, cur := range f.cursors {
		end = max(end, cur.off.Load())
	}
	place.Length = end
	k.move(f.id, place)
	if c.gzip {
		f.id.Attach(nil)
	} else {
		f.id.Seal(c, min(end, f.look.size))
	}
	if f.stage == deleted {
		f.id.Vanish(now)
		k.know(f.id, inode{}) // whose number goes to another file
	} else {
		k.left[f.look.at] = &parked{id: f.id, path: place.Path, look: f.look}
		k.hints.watch(place.Path, now)
		k.know(f.id, f.look.at)
	}
	k.close(f)
}

// close takes a file off the keeper's lists and closes its content, if it has
// any.
func (k *keeper) close(f *file) {
	k.hints.disarm(f)
	k.unschedule(f)
	if c := f.content.Swap(nil); c != nil {
		k.counts.Open.Add(-1)
		defer c.Close()
	}
	if k.open[f.look.at] == f {
		delete(k.open, f.look.at)
	}
	if f.spot != nil && f.spot.file == f {
		f.spot.file = nil
	}
	if f.id == nil {
		return
	}
	k.log.Debug("a file is closed", "file", f.Path, "size", f.look.size)
	delete(k.live, f.id)
	if k.newest[f.Path] == f {
		delete(k.newest, f.Path)
	}
	k.mu.Lock()
	delete(k.files, f)
	k.mu.Unlock()
}

// show publishes for Status.
func (k *keeper) show(f *file, now time.Time) {
	for i, c := range f.cursors {
		if c.resting() && c.mark.Mark() >= c.off.Load() {
			f.since[i] = now
		}
	}
	f.shown.Store(&shown{f.path, f.stage.String(), f.changed, slices.Clone(f.since)})
}
