package main

import (
	"os"
	"path/filepath"
	"time"
)

// kills ends hashtail with -9 at random times while the app writes, 5 times or
// 100 times.
func kills(pattern string, rotate rotation) func(*story) {
	return func(s *story) {
		s.watch(pattern)
		rounds, under := s.scale(5, 100), 0
		s.start()
		stop := s.app.load(5000, rotate)
		s.until("the log is known", func() bool { return s.have() > 0 })
		s.kill()
		for range rounds {
			s.launch()
			s.sleep(time.Duration(10+s.random.IntN(500)) * time.Millisecond)
			written := s.lines.count()
			s.kill()
			if s.have() < written {
				under++
			}
		}
		stop()
		s.over = time.Now()
		s.note("lines were under way at %d of %d kills", under, rounds)
	}
}

// tornChanges cuts the file of changes that a kill -9 leaves.
func tornChanges(s *story) {
	s.start()
	for range 5 {
		s.app.write(1000)
		s.caughtUp()
		s.sleep(1200 * time.Millisecond) // marks are saved
	}
	s.kill()
	path := filepath.Join(s.dir, "state", "checkpoints.changes")
	info, err := os.Stat(path)
	s.must(err)
	s.must(os.Truncate(path, info.Size()*3/4))
	s.note("%d bytes of changes cut to three quarters", info.Size())
	s.over = time.Now()
	s.start()
	s.app.write(1000)
}

// tornState cuts state files to their half between two runs, as a disk does
// that loses what was not synced. Without any that is whole, everything is read
// again rather than nothing.
func tornState(names ...string) func(*story) {
	return func(s *story) {
		s.start()
		s.app.write(2000)
		s.caughtUp()
		s.stop()
		s.app.write(1000)
		if len(names) == 1 {
			renameCreate(s.app) // without any state nobody knows which of the other files have been read
		}
		for _, name := range names {
			path := filepath.Join(s.dir, "state", name)
			info, err := os.Stat(path)
			s.must(err)
			s.must(os.Truncate(path, info.Size()/2))
		}
		s.over = time.Now()
		s.start()
		s.app.write(1000)
	}
}

// removedState takes the state folder away while hashtail runs, and kills it once the
// folder is there again: what was shipped before is known still.
func removedState(s *story) {
	s.start()
	s.app.write(2000)
	s.caughtUp()
	state := filepath.Join(s.dir, "state")
	gone := state + ".gone" // at once: hashtail would write into a folder that is being emptied
	s.must(os.Rename(state, gone))
	s.must(os.RemoveAll(gone))
	s.until("the state is there again", func() bool {
		_, err := os.Stat(filepath.Join(state, "checkpoints.json.backup"))
		return err == nil
	})
	renameCreate(s.app)
	s.app.write(1000)
	s.caughtUp()
	s.sleep(3 * time.Second) // until that is saved, too
	s.kill()
	s.app.write(1000)
	s.over = time.Now()
	s.start()
	s.app.write(1000)
}
