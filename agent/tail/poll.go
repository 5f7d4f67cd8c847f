package tail

import (
	"container/heap"
	"time"
)

// How often an open file is looked at depends on how long it has been quiet.
const (
	hotPeriod  = 15 * time.Millisecond
	hotFor     = time.Second
	warmPeriod = 250 * time.Millisecond
	warmFor    = 10 * time.Second
	coolPeriod = time.Second
	coolFor    = time.Minute
	coldPeriod = 5 * time.Second
	// watchedPeriod is that of a quiet file in a folder that inotify watches;
	// some wait a little longer, so that not all are looked at at once.
	watchedPeriod = time.Minute
)

// hinted looks at a file that inotify woke.
func (k *keeper) hinted(h *hint) {
	if h.file.armed != h {
		return // disarmed since
	}
	k.hints.disarm(h.file)
	k.rescan = k.rescan || h.moved
	k.poll(h.file, time.Now())
}

// written looks at the files that inotify says something of.
func (k *keeper) written() {
	now := time.Now()
	paths, moved, lost := k.hints.folders.take()
	k.rescan = k.rescan || moved || lost
	for path := range paths {
		s := k.spots[path]
		if s == nil {
			s = k.real[path]
		}
		if s != nil && s.file != nil {
			k.poll(s.file, now)
		} else {
			k.reopen(path)
		}
	}
	if !lost {
		return
	}
	k.lastPrune = time.Time{} // closed files may have been written to
	k.hints.folders.unwatch()
	for f := range k.hints.covered {
		k.poll(f, now)
	}
}

// reopen has a file opened that was closed, if something was written to it since.
func (k *keeper) reopen(path string) {
	if len(k.left) == 0 {
		return
	}
	l, err := lookAt(path)
	if err != nil {
		return
	}
	if p := k.left[l.at]; p != nil && p.id != nil && !k.rests(p, l) {
		k.unpark(l.at, p)
		k.rescan = true
	}
}

// poll looks at an open file and puts it back for the next time.
func (k *keeper) poll(f *file, now time.Time) {
	k.check(f, now)
	if f.index >= 0 {
		k.schedule(f, now)
	}
}

// check looks at an open file.
func (k *keeper) check(f *file, now time.Time) {
	c := f.content.Load()
	if c == nil {
		k.unschedule(f)
		return
	}
	fi, err := c.Stat()
	if err != nil {
		k.trouble(f, err)
		return
	}
	l := lookOf(fi)
	if !f.look.unchanged(l) || f.stirred(c) {
		if f.id != nil && !c.gzip && (l.size < f.look.size && !f.lostNULs(l.size) || !f.goesOn(c)) {
			k.truncated(f, l, now)
			return
		}
		if l.size < f.look.size {
			f.size.Store(l.size)
		}
		if l.size != f.look.size {
			f.padded = endsInNULs(c, l.size)
		}
		before := f.look
		f.look, f.changed = l, now
		if f.id == nil {
			nuls := before.size
			if l.size <= nuls {
				nuls = 0 // something was written over them
			}
			k.firstBytes(f, nuls)
			return
		}
		k.grown(f, c, l)
	}
	if l.links == 0 && f.stage != deleted {
		f.turn(deleted, now)
		k.counts.Deletions.Add(1)
		k.rescan = k.rescan || f.spot != nil
		f.path = ""
	}
	k.finish(f, now)
	k.show(f, now)
}

// grown takes note of what was written to a file.
func (k *keeper) grown(f *file, c *content, l look) {
	if !c.gzip {
		f.size.Store(max(f.size.Load(), l.size))
	}
	f.failed.Store(nil)
	if f.path != "" {
		k.move(f.id, l.place(f.path, c.gzip))
	}
	f.wake()
}

// finish ends a file that is at no path any more, once all lanes have read it
// and it was quiet for long enough: its last line is whole now. When that is delivered
// too the file is closed, and not before: it may be deleted by now, and what is on its
// way be lost with this process, or this Tailer.
func (k *keeper) finish(f *file, now time.Time) {
	if f.final.Load() && f.failed.Load() == nil {
		if f.allDone() && f.acknowledged() {
			k.closeFile(f, now)
		}
		return
	}
	if f.stage == tailed {
		return
	}
	quiet := k.config.CloseRotated
	if f.stage == deleted || f.stage == copied {
		quiet = k.config.CloseDeleted
	}
	if now.Sub(f.turned) < quiet || now.Sub(f.changed) < quiet || !f.quiet() {
		return
	}
	switch {
	case f.id == nil: // it stayed empty
		k.close(f)
	case f.failed.Load() != nil && now.Sub(f.changed) >= k.config.CloseRotated:
		k.giveUp(f, "it cannot be read on", now)
	default:
		f.final.Store(true)
		f.wake()
	}
}

// quiet reports whether no lane has anything to read.
func (f *file) quiet() bool {
	for _, c := range f.cursors {
		if !c.resting() {
			return false
		}
	}
	return true
}

// attend answers a worker's alert.
func (k *keeper) attend(f *file) {
	now := time.Now()
	if err := f.failed.Load(); err != nil {
		k.trouble(f, *err)
		return
	}
	c := f.content.Load()
	if c == nil {
		return
	}
	if f.broken.Load() {
		if fi, err := c.Stat(); err == nil {
			k.truncated(f, lookOf(fi), now)
		}
		return
	}
	k.finish(f, now)
	if f.index >= 0 && f.hasNULs() {
		k.schedule(f, now) // soon enough for what inotify does not tell
	}
}

// trouble says once what is wrong with an open file; it is read again when it
// changes.
func (k *keeper) trouble(f *file, err error) {
	k.counts.ScanErrors.Add(1)
	text := err.Error()
	if f.said == text {
		return
	}
	f.said = text
	k.log.Warn("a file cannot be read on: trying again when it changes", "file", f.Path, "error", err)
}

// schedule sets the next look at a file. The times are rounded, so that many
// files are looked at for one wake-up, and spread where they are far apart.
func (k *keeper) schedule(f *file, now time.Time) {
	quiet := now.Sub(f.changed)
	period := min(warmPeriod, hotPeriod*time.Duration(1+len(k.open)/500))
	switch {
	case quiet >= coolFor:
		period = coldPeriod
	case quiet >= warmFor:
		period = coolPeriod
	case quiet >= hotFor:
		period = warmPeriod
	}
	switch covered := quiet >= hotFor && k.hints.cover(f, now); {
	case covered && f.hasNULs(): // inotify does not tell what is written to memory
	case covered:
		period = watchedPeriod + time.Duration(f.look.at.ino%60)*warmPeriod
	default:
		k.hints.uncover(f)
		if quiet >= hotFor && k.hints.arm(f, now) {
			period = 0
		}
	}
	f.when = k.made.Add(now.Add(period).Sub(k.made).Truncate(max(1, min(period, warmPeriod)))) // not by the wall clock, which may jump
	if !f.when.After(now) {
		f.when = now.Add(period)
	}
	if f.index >= 0 {
		heap.Fix(&k.due, f.index)
	} else {
		heap.Push(&k.due, f)
	}
}

func (k *keeper) unschedule(f *file) {
	if f.index >= 0 {
		heap.Remove(&k.due, f.index)
	}
}

// polls is a heap of files by the time of their next poll.
type polls []*file

func (p polls) Len() int           { return len(p) }
func (p polls) Less(i, j int) bool { return p[i].when.Before(p[j].when) }
func (p polls) Swap(i, j int) {
	p[i], p[j] = p[j], p[i]
	p[i].index, p[j].index = i, j
}
func (p *polls) Push(x any) {
	f := x.(*file)
	f.index = len(*p)
	*p = append(*p, f)
}
func (p *polls) Pop() any {
	old := *p
	f := old[len(old)-1]
	old[len(old)-1] = nil
	*p = old[:len(old)-1]
	f.index = -1
	return f
}
