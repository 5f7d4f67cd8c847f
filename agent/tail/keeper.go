package tail

import (
	"context"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// The keeper knows which files there are. It looks for new ones (scan.go, glob.go),
// decides which identity a file is (identify.go), finds rotated siblings that
// no glob matches (sibling.go, rotated.go), looks at open files from time to time or
// when inotify says so (poll.go, hint_linux.go, folders_linux.go), opens and closes them
// (life.go) and looks for what is missing (missing.go). Nobody else does any of this, so
// none of it needs a lock.
//
// # The life of a file
//
//	a path is found (scan, siblings)
//	    │ openCandidate
//	candidate ──▶ passed over: it is old, or compressed in a foreign way (pass)
//	    │   └───▶ a copy of an open file: parked (isCopy)
//	    │   └───▶ empty, or NULs only: open without an identity, until it has something (firstBytes)
//	    │ newFile: nothing like it is known, an identity is minted
//	    │ resume: its inode and content, or name and content, are known
//	born ── start: the identity is saved ──▶ begin: lanes may read
//	    │
//	    ├─▶ tailed ──── vacate: another file is at its path ───▶ rotated
//	    │     ▲ │                                                 │   │
//	    │     │ └────── check: it has no name left ─▶ deleted ◀───┘   │
//	    │     └──────── settleAt: it came back ───────────────────────┘
//	    └─▶ rotated, if it was found as a sibling
//
//	any of these ── its content is not its own any more ──▶ truncated
//	    The content, which is open, is a candidate again.
//	    truncated ── adopt: a copy is found ──────────────▶ copied
//	    truncated ── giveUp: there is none after 5 s ─────▶ gone; what was not read of it is counted
//
//	rotated, deleted, copied ── finish: quiet for long enough, read and delivered ──▶ closed (closeFile)
//	tailed, rotated ── makeRoom: descriptors are short, and it is read and delivered ──▶ closed
//	deleted ── holdDeleted: too much disk is held for a lane that lags ──▶ gone
//
//	closed ── it has a name ─────────────▶ parked (left)
//	closed ── it has none ───────────────▶ gone
//	parked ── it was written to ─────────▶ candidate (pruneParked, reopen)
//	parked ── it is not there any more ──▶ gone (pruneParked)
//
//	known from the state, at the start ──▶ missing ── found (findStrays, too) ─▶ born, or parked if it is read
//	    or not what it was at its inode      └─ not found for 5 s ─▶ gone
//
//	gone ── a copy appears ──▶ born
//	gone ── after a day, or when there are more than 1000 ──▶ forgotten (forgetGone)
//
// Up to the identity's end a file is in live, and as long as it has content in open; parked
// ones are in left, missing ones in missing, and identities know themselves whether
// they are gone. The five stages of an open file are in stage.go.
//
// The workers of the lanes move their cursors and nothing else. They tell the keeper, by
// alerts, that content is not a file's own, that a read failed, that a file is read to its
// end, or that a cursor waits for something to be written over a NUL.
//
// # Looking again
//
// There are four ways to have the keeper look again. With rescan the next scan comes
// soon. With again another one follows the present one at once, as that has seen something
// move under its eyes. A spot's retry has its path looked at, and a folder's again has its
// siblings looked at, though the folder did not change.
type keeper struct {
	*Tailer
	hints hints
	head  [checkpoint.HeadMax]byte // of the file in hand
	due   polls
	saved bool  // the last save went well, as far as the log says
	anew  int64 // how often the state folder was made again, as far as the log says

	// What the globs and folders show.
	globs   []*glob
	room    uint64             // descriptors from this one on are left to others
	roots   [][]string         // by input: the folders that its files must be in; nil for anywhere
	spots   map[string]*spot   // by path
	real    map[string]*spot   // by where a spot that is a symbolic link leads
	folders map[string]*folder // by path
	fresh   bool               // a glob had to look, in this scan
	said    map[string]string  // by folder: the trouble that was logged

	// Which files there are.
	open    map[inode]*file                    // files with content
	live    map[*checkpoint.Identity]*file     // files that have an identity, and have not ended
	newest  map[string]*file                   // by name: the last that began
	born    []*file                            // to be started once their identities are saved
	asked   []question                         // that a scan has to answer
	looks   int                                // scans since they were asked that saw something move, and so do not count
	left    map[inode]*parked                  // files that are not opened while nothing is written to them
	known   index[inode]                       // where identities were last seen
	where   map[*checkpoint.Identity]inode     // known the other way round
	named   index[string]                      // by name
	placed  index[string]                      // by path, where that is another
	missing map[*checkpoint.Identity]time.Time // whose content is looked for, and since when: the file was truncated, or not found since the start

	own      map[inode]bool // what the process itself writes, as of ownRound
	ownRound int

	round   int  // number of the scan
	crowded bool // descriptors ran short, and it was said
	lacked  int  // files that found no descriptor, since room was made
	skipped int  // files, in this scan, that are read from their ends
	again   bool // scan once more at once
	rescan  bool // something moved: scan now

	scanTook                      time.Duration // the last
	lastScan, lastPrune, nextSave time.Time
	saveEvery                     time.Duration
}

// keeping is the keeper's part of a file.
type keeping struct {
	look    look   // the last
	spot    *spot  // the path of a glob at which it is; nil: renamed, deleted, or found as a sibling
	path    string // where it was last seen
	changed time.Time
	stage   stage
	turned  time.Time   // when it stopped being live
	padded  bool        // it ended in NULs, when its size was last seen to change
	said    string      // the trouble that was logged
	marks   []step      // where its lanes begin when it is not new: what is before their marks
	begins  int64       // where its lanes begin when it is new
	starts  []int64     // the same by lane, when they differ
	kept    int64       // of a file that became shorter: how many first bytes were left. The identity that goes on at the path has them, so none of them is missed
	when    time.Time   // of the next poll
	index   int         // in polls, -1: in none
	since   []time.Time // by lane: when it was last not behind
	armed   *hint
}

// shown is what Status shows of keeping.
type shown struct {
	path    string
	state   string
	changed time.Time
	since   []time.Time // by lane
}

func newKeeper(t *Tailer) *keeper {
	k := &keeper{
		Tailer: t,
		spots:  map[string]*spot{}, open: map[inode]*file{}, live: map[*checkpoint.Identity]*file{},
		known: index[inode]{}, where: map[*checkpoint.Identity]inode{},
		named: index[string]{}, placed: index[string]{}, left: map[inode]*parked{}, saved: true,
		saveEvery: min(firstSave, t.config.SaveInterval),
		newest:    map[string]*file{},
		said:      map[string]string{}, folders: map[string]*folder{}, real: map[string]*spot{}, missing: map[*checkpoint.Identity]time.Time{},
	}
	k.room = room()
	for i, in := range t.config.Inputs {
		k.roots = append(k.roots, in.roots())
		for _, p := range in.Paths {
			g := &glob{pattern: p, input: i, exclude: in.Exclude, own: t.config.Own, first: !t.store.Seen(p)}
			k.globs = append(k.globs, g)
		}
	}
	for _, id := range t.store.Identities() {
		k.recall(id)
	}
	k.hints = newHints(t)
	return k
}

// recall takes up an identity that the state knows of an earlier run.
func (k *keeper) recall(id *checkpoint.Identity) {
	at, path := inodeOf(id), id.Place().Path
	k.know(id, at)
	k.named.add(id.Name, id)
	if path != id.Name {
		k.placed.add(path, id)
	}
	switch {
	case k.takeOver(id):
	case !id.Gone().IsZero():
	case k.covers(id.Name):
		k.missing[id] = time.Now()
	default: // of an input that was removed, and may come back
		if l, err := lookAt(path); err == nil && l.at == at {
			k.left[at] = &parked{id: id, path: path, look: l}
		} else {
			id.Vanish(time.Now())
		}
	}
}

// covers reports whether a glob matches a path.
func (k *keeper) covers(path string) bool {
	return k.globOf(path) != nil
}

// run keeps until ctx has ended. The files stay open: marks that move after it
// are saved with a look at their content.
func (k *keeper) run(ctx context.Context) error {
	defer k.hints.stop()
	if k.config.Once {
		return k.once(ctx)
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-k.alerts.ready:
		case h := <-k.hints.ready:
			k.hinted(h)
		case <-k.hints.folders.ready:
			k.written()
		case <-timer.C:
		}
		now := time.Now()
		k.looked.Store(int64(now.Sub(k.made)))
		for _, f := range k.alerts.take() {
			k.attend(f)
		}
		for len(k.due) > 0 && !k.due[0].when.After(now) {
			k.poll(k.due[0], now)
		}
		k.asked = append(k.asked, k.alerts.questions()...)
		k.rescan = k.rescan || len(k.asked) > 0
		scanned := !now.Before(k.nextScan())
		if scanned {
			k.scan()
		}
		k.start()
		if scanned {
			k.answer()
		}
		k.save(now)
		timer.Reset(k.pause())
	}
}

// answer lets the cursors go on that have asked: a scan has seen which files there are. One
// that is to be followed at once by another has not seen all of them.
func (k *keeper) answer() {
	if k.looks++; k.rescan && k.looks < 5 {
		return
	}
	k.looks = 0
	for _, q := range k.asked {
		q.alone.Store(q.off)
		q.lane.wake(q.cursor)
	}
	clear(k.asked)
	k.asked = k.asked[:0]
}

// pause is how long there is nothing to do for.
func (k *keeper) pause() time.Duration {
	now := time.Now()
	next := k.nextScan()
	if k.nextSave.Before(next) {
		next = k.nextSave
	}
	if len(k.due) > 0 && k.due[0].when.Before(next) {
		next = k.due[0].when
	}
	return max(0, next.Sub(now))
}

// nextScan is when the next scan is due: soon when something moved, unless scans take
// long. Lock files that come and go among ten thousand logs are not worth a processor.
func (k *keeper) nextScan() time.Time {
	if k.rescan {
		return k.lastScan.Add(min(max(rescanAfter, 10*k.scanTook), time.Second, k.config.ScanInterval))
	}
	return k.lastScan.Add(k.config.ScanInterval)
}

// firstSave is how soon marks are saved after the start.
const firstSave = 10 * time.Millisecond

// rescanAfter is how soon a scan may follow the one before.
const rescanAfter = 20 * time.Millisecond

// save saves the marks, now and then: with very many files that takes a while.
// At first it does so more often, as a process that is killed over and over must
// get on.
func (k *keeper) save(now time.Time) {
	if now.Before(k.nextSave) {
		return
	}
	begin := time.Now()
	err := k.store.Save()
	k.nextSave = now.Add(max(k.saveEvery, 20*time.Since(begin)))
	k.saveEvery = min(2*k.saveEvery, k.config.SaveInterval)
	if anew := k.store.Remade(); anew != k.anew {
		k.anew = anew
		k.log.Warn("the state folder, or some of it, was removed: it is made again, with all positions")
	}
	if (err == nil) != k.saved {
		k.saved = err == nil
		if err != nil {
			k.log.Error("checkpoints cannot be saved: shipping goes on, and a crash now would ship again what was shipped since", "error", err)
		} else {
			k.log.Info("checkpoints are saved again")
		}
	}
}
