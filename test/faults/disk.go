package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// fullSink fills the disk that the event file is on.
func fullSink(s *story) {
	disk := s.smallDisk(filepath.Join(s.dir, "out"), 24<<20)
	s.start()
	s.app.write(2000)
	s.caughtUp()
	disk.fill()
	s.app.write(4000)
	s.until("the sink is reported as down", func() bool { return s.metric("hashtail_sink_up") == 0 })
	s.app.write(1000)
	disk.free()
	s.over = time.Now()
	s.app.write(1000)
}

// fullState fills the disk that the checkpoints are on: shipping goes on,
// readiness turns red, and what was saved late, or not at all before a reload, is not shipped again.
func fullState(s *story) {
	disk := s.smallDisk(filepath.Join(s.dir, "state"), 1<<20)
	s.start()
	s.app.write(2000)
	s.caughtUp()
	disk.fill()
	s.app.write(2000)
	s.caughtUp()
	// What changed of marks may still fit into the last page of a full disk, and then
	// all is well. A new file has the whole state written anew.
	renameCreate(s.app)
	s.caughtUp()
	s.until("readiness is red", func() bool { return s.daemon.Status("/readyz") == http.StatusServiceUnavailable })
	s.must(s.daemon.Signal(syscall.SIGHUP)) // what could not be saved is not forgotten
	s.until("a new agent counts anew", func() bool { return s.metric("hashtail_lines_read_total") < 4000 })
	s.app.write(1000)
	s.caughtUp()
	disk.free()
	s.over = time.Now()
	s.until("readiness is green", func() bool { return s.daemon.Status("/readyz") == http.StatusOK })
	s.note("ready %.1f s after there was space", time.Since(s.over).Seconds())
	s.app.write(1000)
	s.caughtUp()
	s.stop()
	s.start()
	s.app.write(1000)
}

// A disk is a small tmpfs.
type disk struct {
	s    *story
	path string
}

// smallDisk mounts a tmpfs; only root may, and not in every container.
func (s *story) smallDisk(path string, size int) *disk {
	s.must(os.MkdirAll(path, 0o755))
	if err := syscall.Mount("tmpfs", path, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		s.skipped("a small tmpfs cannot be mounted: %v", err)
	}
	s.later(func() {
		if err := syscall.Unmount(path, syscall.MNT_DETACH); err != nil {
			fmt.Fprintln(os.Stderr, "faults: unmount", path, err)
		}
	})
	return &disk{s, path}
}

func (d *disk) ballast() string { return filepath.Join(d.path, "ballast") }

// fill leaves no byte.
func (d *disk) fill() {
	f, err := os.Create(d.ballast())
	d.s.must(err)
	defer f.Close()
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else {
			d.s.must(err)
		}
	}
}

func (d *disk) free() { d.s.must(os.Remove(d.ballast())) }
