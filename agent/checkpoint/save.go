package checkpoint

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Save writes what changed since the last time, if anything did: marks that moved
// become a line of the file of changes. All else has the whole state written anew,
// and so has a file of changes that has grown long. What somebody has removed of the
// folder is made again before. After an error the next Save tries again.
func (s *Store) Save() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	if s.dir == "" {
		return nil
	}
	err := s.remake()
	if err == nil && !s.changed.Swap(false) {
		return s.Err()
	}
	switch {
	case err != nil:
	case s.whole.Swap(false) || s.changes == nil || s.changesSize > 2*s.stateSize+changesMin:
		err = s.saveAll()
	default:
		err = s.saveChanges()
	}
	if err != nil {
		s.whole.Store(true) // the line may be torn
		s.changed.Store(true)
		err = &saveError{s.path(stateFile), err}
	}
	s.mu.Lock()
	s.err = err
	s.mu.Unlock()
	return err
}

// A saveError is one of ErrAccess.
type saveError struct {
	path string
	err  error
}

func (e *saveError) Error() string        { return fmt.Sprintf("save %s: %v", e.path, e.err) }
func (e *saveError) Unwrap() error        { return e.err }
func (e *saveError) Is(target error) bool { return target == ErrAccess }

// saveAll writes the state to a temporary file that replaces the state file once
// all of it is on disk. Then the backup becomes the same: identities' ids must not
// hang on one file.
func (s *Store) saveAll() error {
	data, sum, err := s.encode()
	if err != nil {
		return err
	}
	if err := s.openChanges(); err != nil {
		return err
	}
	temp, state, backup := s.path(tempFile), s.path(stateFile), s.path(backupFile)
	if s.stateSize, err = writeSynced(temp, data); err != nil {
		return err
	}
	s.keepBackup(state, backup)
	if err := os.Rename(temp, state); err != nil {
		return err
	}
	if _, err := writeSynced(temp, data); err != nil {
		return err
	}
	if err := os.Rename(temp, backup); err != nil {
		return err
	}
	if err := syncFolder(s.dir); err != nil {
		return err
	}
	return s.beginChanges(sum)
}

// keepBackup makes the state file the backup as well, so that at no moment
// there is neither. Without a state file the backup stays what it is.
func (s *Store) keepBackup(state, backup string) {
	link := s.path(linkFile)
	os.Remove(link)
	err := os.Link(state, link)
	switch {
	case err == nil:
		os.Rename(link, backup)
	case !errors.Is(err, fs.ErrNotExist):
		os.Rename(state, backup) // a file system without hard links
	}
}

func writeSynced(path string, data [][]byte) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 64<<10)
	for _, p := range data {
		w.Write(p) // an error stays until Flush
		size += int64(len(p))
	}
	err = w.Flush()
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return size, err
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// load reads the state file, or its backup when that is torn or damaged, and what
// changed since.
func (s *Store) load() error {
	damaged := ""
	for _, name := range []string{stateFile, backupFile} {
		data, err := os.ReadFile(s.path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return access(s.dir, err)
		}
		err = s.decode(data)
		switch {
		case errors.Is(err, ErrNewer):
			return fmt.Errorf("%s: %w: start that version, or move the file away to begin anew", s.path(name), err)
		case err == nil && damaged == "" && name == stateFile:
			return s.loadChanges()
		case err == nil:
			s.changed.Store(true)
			s.notice = fmt.Sprintf("%s%s is used instead: what was delivered after it was written may be delivered again", damaged, s.path(name))
			return s.loadChanges()
		}
		aside := fmt.Sprintf("%s.damaged-%d", s.path(name), time.Now().Unix())
		if err := os.Rename(s.path(name), aside); err != nil {
			return access(s.dir, err)
		}
		damaged += fmt.Sprintf("%s is damaged (%v) and set aside as %s; ", s.path(name), err, aside)
		s.lost = true
	}
	if damaged != "" {
		s.notice = damaged + "there is no usable state left: files are read from their beginning, and may be delivered again"
	}
	return nil
}
