package tail

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A folderWatch lets inotify say in which files of a folder something was
// written: one watch for any number of files. Those that are quiet are looked at
// by timer only once a minute or so. Events are taken a batch at a time, as busy
// files make very many of them.
type folderWatch struct {
	ready chan struct{} // there are events

	file   *os.File // of the inotify instance; nil: none
	closed chan struct{}
	reader sync.WaitGroup
	folder map[string]bool // asked for: whether it is watched

	mu      sync.Mutex
	paths   map[int32]string // by watch
	written map[string]bool  // paths
	moved   bool             // names came or went
	lost    bool             // there were too many events
}

const (
	// batchPause is how long events are gathered.
	batchPause = 20 * time.Millisecond

	folderMask = unix.IN_MODIFY | unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO |
		unix.IN_DELETE_SELF | unix.IN_MOVE_SELF | unix.IN_ONLYDIR
)

// localTypes are file systems of which inotify tells everything that is
// written: nobody writes to them but through this kernel.
var localTypes = [...]int64{
	unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.TMPFS_MAGIC, unix.RAMFS_MAGIC,
	unix.F2FS_SUPER_MAGIC, unix.OVERLAYFS_SUPER_MAGIC, 0x2fc12fc1 /* ZFS */, 0xca451a4e, /* bcachefs */
}

func newFolderWatch() *folderWatch {
	return &folderWatch{
		ready: make(chan struct{}, 1), closed: make(chan struct{}), folder: map[string]bool{},
		paths: map[int32]string{}, written: map[string]bool{},
	}
}

// watches reports whether a folder was watched before this call; it is from now
// on where that is possible.
func (w *folderWatch) watches(folder string) (bool, error) {
	if watched, asked := w.folder[folder]; asked {
		return watched, nil
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		return false, nil // it is gone, perhaps
	}
	local := false
	for _, t := range localTypes {
		local = local || int64(fs.Type) == t
	}
	if !local {
		w.folder[folder] = false
		return false, nil
	}
	if w.file == nil {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
		if err != nil {
			return false, err
		}
		w.file = os.NewFile(uintptr(fd), "inotify")
		w.reader.Go(w.read)
	}
	wd, err := -1, error(nil)
	if conn, cerr := w.file.SyscallConn(); cerr == nil {
		_ = conn.Control(func(fd uintptr) { wd, err = unix.InotifyAddWatch(int(fd), folder, folderMask) })
	}
	if err != nil {
		if errors.Is(err, unix.ENOENT) {
			return false, nil
		}
		return false, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, twice := w.paths[int32(wd)]; twice { // by another name: its events carry the first
		w.folder[folder] = false
		return false, nil
	}
	w.paths[int32(wd)] = folder
	w.folder[folder] = true
	return false, nil
}

func (w *folderWatch) stop() {
	if w.file == nil {
		return
	}
	close(w.closed)
	w.file.Close()
	w.reader.Wait()
}

func (w *folderWatch) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := w.file.Read(buf)
		if err != nil {
			return
		}
		if w.note(buf[:n]) {
			select {
			case w.ready <- struct{}{}:
			default:
			}
		}
		select {
		case <-time.After(batchPause):
		case <-w.closed:
			return
		}
	}
}

// note takes events as the kernel packs them.
func (w *folderWatch) note(b []byte) (news bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(b) >= unix.SizeofInotifyEvent {
		wd, mask := int32(binary.NativeEndian.Uint32(b)), binary.NativeEndian.Uint32(b[4:])
		size := unix.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(b[12:]))
		name := b[unix.SizeofInotifyEvent:size]
		b = b[size:]
		if i := bytes.IndexByte(name, 0); i >= 0 {
			name = name[:i]
		}
		folder := w.paths[wd]
		switch {
		case mask&unix.IN_Q_OVERFLOW != 0:
			w.lost = true
		case mask&(unix.IN_IGNORED|unix.IN_DELETE_SELF|unix.IN_MOVE_SELF) != 0:
			if mask&unix.IN_IGNORED != 0 {
				delete(w.paths, wd)
			}
			w.lost = true // what it covered is looked at, and asked for anew
		case mask&unix.IN_MODIFY != 0:
			w.written[filepath.Join(folder, string(name))] = true
		default:
			w.moved = true
		}
		news = true
	}
	return news
}

// take is what happened since it was last called.
func (w *folderWatch) take() (written map[string]bool, moved, lost bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	written, moved, lost = w.written, w.moved, w.lost
	w.written, w.moved, w.lost = map[string]bool{}, false, false
	return written, moved, lost
}

// unwatch drops the folders that exist no more under their names.
func (w *folderWatch) unwatch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	watched := map[string]bool{}
	for _, folder := range w.paths {
		watched[folder] = true
	}
	for folder := range w.folder {
		if _, err := os.Stat(folder); err != nil || !watched[folder] {
			delete(w.folder, folder)
		}
	}
}
