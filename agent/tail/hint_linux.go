package tail

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/nxadm/tail/watch"
	"golang.org/x/sys/unix"
)

const (
	// maxWatches bounds how many files inotify wakes; the others wait for
	// their timers.
	maxWatches = 256
	// watchPause is how long no file is armed after inotify had no room.
	watchPause = time.Minute
)

// Hints let inotify wake files that are quiet. A hint is armed when its file
// was quiet for a while, fires once and is disarmed; nothing depends on it but
// how soon the first line after a pause is seen.
//
// The watched name is that of the descriptor, so that the inode being read is
// watched, whatever its path is now. Only the keeper arms and disarms: package
// watch answers through one channel, to whoever reads it first.
type hints struct {
	folders *folderWatch
	covered map[*file]bool // in watched folders, and quiet
	ready   chan *hint     // those that fired
	armed   map[*hint]bool
	off     bool      // for good
	paused  time.Time // until then
	said    bool
	counts  *Counts
	log     *slog.Logger
}

// A hint is a file that inotify would wake.
type hint struct {
	file  *file
	name  string
	moved bool // set before it is ready: the file was renamed or deleted
	done  chan struct{}
}

func newHints(t *Tailer) hints {
	return hints{
		folders: newFolderWatch(), covered: map[*file]bool{},
		ready: make(chan *hint, 2*maxWatches), armed: map[*hint]bool{},
		off: t.config.Watch == watchPoll || t.config.Once, counts: &t.counts, log: t.log,
	}
}

// arm reports whether it armed the file. If so, the file must be looked at once more: what
// happened to it before was not watched.
func (h *hints) arm(f *file, now time.Time) bool {
	c := f.content.Load()
	if h.off || f.armed != nil || c == nil || c.gzip || now.Before(h.paused) {
		return false
	}
	if len(h.armed) == 0 && !h.room() {
		return false
	}
	if len(h.armed) >= maxWatches && !h.replace(f) {
		return false
	}
	name, err := descriptorName(c)
	if err == nil {
		err = watch.Watch(name)
	}
	if err != nil {
		h.pause(now, err)
		return false
	}
	hint := &hint{file: f, name: name, done: make(chan struct{})}
	f.armed, h.armed[hint] = hint, true
	h.count()
	go hint.listen(watch.Events(name), h.ready)
	return true
}

// cover reports whether inotify has told of every write to a file since before the last
// look at it, so that it need hardly be looked at. The first call for a folder begins to
// watch it and reports false: what was written before may not have been seen. A file that
// has several names is never covered, as a write is told in the folder of the name by
// which it was done.
func (h *hints) cover(f *file, now time.Time) bool {
	if h.off || f.spot == nil || f.path == "" || f.look.links > 1 || now.Before(h.paused) {
		return false
	}
	watched, err := h.folders.watches(filepath.Dir(f.path))
	if err != nil {
		h.pause(now, err)
		return false
	}
	if !watched {
		return false
	}
	h.disarmed(f)
	h.covered[f] = true
	h.count()
	return true
}

// watch has inotify tell what is written to a file at its path, which is closed.
func (h *hints) watch(path string, now time.Time) {
	if h.off || now.Before(h.paused) {
		return
	}
	if _, err := h.folders.watches(filepath.Dir(path)); err != nil {
		h.pause(now, err)
	}
}

// uncover takes a file out of those that inotify covers: it is busy, so that it is looked at
// often anyway, or at no path any more.
func (h *hints) uncover(f *file) {
	delete(h.covered, f)
	h.count()
}

func (h *hints) count() { h.counts.Watched.Store(int64(len(h.armed) + len(h.covered))) }

// listen takes events until the watch is removed, which closes the channel: a
// listener that does not take them blocks all others.
func (hint *hint) listen(events <-chan fsnotify.Event, ready chan<- *hint) {
	defer close(hint.done)
	fired := false
	for e := range events {
		if !fired {
			fired = true
			hint.moved = e.Op&(fsnotify.Rename|fsnotify.Remove|fsnotify.Chmod) != 0
			select {
			case ready <- hint:
			default: // the keeper is far behind; the file has its timer
			}
		}
	}
}

// disarm makes sure that no hint of the file comes any more.
func (h *hints) disarm(f *file) {
	h.disarmed(f)
	h.uncover(f)
}

func (h *hints) disarmed(f *file) {
	if f.armed == nil {
		return
	}
	hint := f.armed
	f.armed = nil
	delete(h.armed, hint)
	h.count()
	_ = watch.RemoveWatch(hint.name) // the kernel may have removed it already
	<-hint.done
}

func (h *hints) stop() {
	h.folders.stop()
	for hint := range h.armed {
		h.disarm(hint.file)
	}
}

// replace disarms the file that was quiet for longest, if that is longer than f.
func (h *hints) replace(f *file) bool {
	oldest := f
	for hint := range h.armed {
		if hint.file.changed.Before(oldest.changed) {
			oldest = hint.file
		}
	}
	if oldest == f {
		return false
	}
	h.disarm(oldest)
	return true
}

// room makes sure that package watch will get an inotify instance: without one
// it ends the process. Two are tried, because another process may take one.
func (h *hints) room() bool {
	for range 2 {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
		if err != nil {
			h.pause(time.Now(), err)
			return false
		}
		defer unix.Close(fd)
	}
	return true
}

func (h *hints) pause(now time.Time, err error) {
	h.paused = now.Add(watchPause)
	if h.said {
		return
	}
	h.said = true
	advice := ""
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EMFILE) {
		advice = "; fs.inotify.max_user_watches and max_user_instances can be raised"
	}
	h.log.Info("inotify cannot be used: files are looked at by timers, new lines are seen up to 5s later"+advice, "error", err)
}

func descriptorName(c *content) (string, error) {
	conn, err := c.SyscallConn()
	if err != nil {
		return "", err
	}
	name := ""
	err = conn.Control(func(fd uintptr) { name = fmt.Sprintf("/proc/self/fd/%d", fd) })
	return name, err
}
