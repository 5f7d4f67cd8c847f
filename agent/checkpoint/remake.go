package checkpoint

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Somebody may remove the state folder of a process that runs, or files in it. What is
// written to a file that was removed is lost with the process, without an error.

// Keep has a file of the folder written again where the folder has to be made anew.
func (s *Store) Keep(name string, data []byte) {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.kept[name] = data
}

// Remade is how often something was missing in the folder and was made again.
func (s *Store) Remade() int64 { return s.remade.Load() }

// remake makes the folder again if it was removed, takes it for this process, and has
// all of the state written if some of it is missing.
func (s *Store) remake() error {
	locked := isAt(s.lock, s.path(lockFile))
	if locked && (s.whole.Load() || s.isThere()) {
		return nil
	}
	if !locked {
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			return err
		}
		lock, err := lockFolder(s.dir)
		if err != nil {
			return err
		}
		s.lock.Close()
		s.lock = lock
		for name, data := range s.kept {
			if err := writeMissing(s.path(name), data); err != nil {
				return err
			}
		}
	}
	if s.changes != nil {
		s.changes.Close()
		s.changes = nil
	}
	s.remade.Add(1)
	s.alter()
	return nil
}

// isThere reports whether the files that were written last are still there.
func (s *Store) isThere() bool {
	if s.changes == nil {
		return true // none was
	}
	_, err := os.Lstat(s.path(stateFile))
	return isAt(s.changes, s.path(changeFile)) && !isMissing(err)
}

// isAt reports whether path leads to the open file, as far as can be seen.
func isAt(f *os.File, path string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	if err != nil {
		return !isMissing(err)
	}
	return os.SameFile(open, there)
}

// isMissing reports whether err says that there is nothing at a path.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// writeMissing writes a file unless there is one.
func writeMissing(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
