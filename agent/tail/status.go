package tail

import (
	"sync/atomic"
	"time"
)

// Counts are what the Tailer counts; gauges are what is, the others only grow.
type Counts struct {
	Open    atomic.Int64 // gauge: files with a descriptor
	Watched atomic.Int64 // gauge: files that inotify would wake
	Held    atomic.Int64 // gauge: bytes of deleted files that are held open

	Scans       atomic.Int64
	ScanErrors  atomic.Int64 // paths that could not be opened or read, each time
	Found       atomic.Int64 // new identities
	Rotations   atomic.Int64
	Deletions   atomic.Int64
	Truncations atomic.Int64
}

// LaneCounts are what one lane counts.
type LaneCounts struct {
	Bytes atomic.Int64 // read
	Cut   atomic.Int64 // over-long lines
	Gap   atomic.Int64 // bytes that were truncated or removed before they were read, as far as is known: a lower bound
	Lost  atomic.Int64 // bytes of deleted files that were given up to stay under HoldDeleted
}

// Counts are the Tailer's counters.
func (t *Tailer) Counts() *Counts { return &t.counts }

// LaneCounts are the counters of a lane; nil when there is none of the name.
func (t *Tailer) LaneCounts(lane string) *LaneCounts {
	for _, l := range t.lanes {
		if l.name == lane {
			return &l.counts
		}
	}
	return nil
}

// Silent is for how long a look for new files and changes has been due, which
// comes at every scan interval; 0 before the first.
func (t *Tailer) Silent() time.Duration {
	looked := t.looked.Load()
	if looked == 0 {
		return 0
	}
	return max(0, time.Since(t.made)-time.Duration(looked)-t.config.ScanInterval)
}

// A FileStatus is a snapshot of one open file.
type FileStatus struct {
	ID      uint64
	Path    string // now; empty when it is deleted
	First   string // the name under which it was first seen
	Input   int
	Size    int64 // of a compressed file: on disk
	State   string
	Error   string // of the last read
	Changed time.Time
	Lanes   []CursorStatus
}

// A CursorStatus is a lane's place in a file.
type CursorStatus struct {
	Lane   string
	Read   int64 // offset up to which the lane has read
	Mark   int64 // offset up to which it has delivered
	Format string
}

// Status is a snapshot of all open files, in no particular order.
func (t *Tailer) Status() []FileStatus {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]FileStatus, 0, len(t.files))
	for f := range t.files {
		all = append(all, f.status())
	}
	return all
}

func (f *file) status() FileStatus {
	show := f.shown.Load()
	st := FileStatus{
		ID: f.ID, Path: show.path, First: f.Path, Input: f.Input,
		Size: f.length(), State: show.state, Changed: show.changed,
	}
	if err := f.failed.Load(); err != nil {
		st.Error = (*err).Error()
	}
	for _, c := range f.cursors {
		st.Lanes = append(st.Lanes, CursorStatus{c.lane.name, c.off.Load(), c.mark.Mark(), c.mark.Format()})
	}
	return st
}

// A Lag is how far a lane is behind in the files of one input.
type Lag struct {
	Lane  string
	Input int
	Bytes int64         // that are there and not delivered
	Age   time.Duration // since when the oldest of them are there
}

// Lags are the lags of all lanes and inputs.
func (t *Tailer) Lags() []Lag {
	now := time.Now()
	lags := make([]Lag, 0, len(t.lanes)*len(t.config.Inputs))
	for _, l := range t.lanes {
		for i := range t.config.Inputs {
			lags = append(lags, Lag{Lane: l.name, Input: i})
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for f := range t.files {
		for i, c := range f.cursors {
			lag := &lags[i*len(t.config.Inputs)+f.Input]
			if n := f.length() - c.mark.Mark(); n > 0 && !f.zipped() {
				lag.Bytes += n
				lag.Age = max(lag.Age, now.Sub(f.shown.Load().since[i]))
			}
		}
	}
	return lags
}
