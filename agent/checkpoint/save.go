package checkpoint

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Save writes the state when something changed since the last time: to a
// temporary file that replaces the state file once all of it is on disk. The
// state before stays as a backup, unless this one has new identities: their ids
// must not hang on one file. After an error the next Save tries again.
func (s *Store) Save() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	if s.dir == "" || !s.changed.Swap(false) {
		return s.Err()
	}
	both := s.minted.Swap(false)
	data, err := s.encode()
	if err == nil {
		err = s.write(data, both)
	}
	if err != nil {
		s.changed.Store(true)
		s.minted.Store(both || s.minted.Load())
		err = fmt.Errorf("save %s: %w", s.path(stateFile), err)
	}
	s.mu.Lock()
	s.err = err
	s.mu.Unlock()
	return err
}

func (s *Store) write(data [][]byte, both bool) error {
	temp, state, backup := s.path(tempFile), s.path(stateFile), s.path(backupFile)
	if err := writeSynced(temp, data); err != nil {
		return err
	}
	s.keepBackup(state, backup)
	if err := os.Rename(temp, state); err != nil {
		return err
	}
	s.behind = !both
	if both {
		if err := writeSynced(temp, data); err != nil {
			return err
		}
		if err := os.Rename(temp, backup); err != nil {
			return err
		}
	}
	return syncFolder(s.dir)
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

func writeSynced(path string, data [][]byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 64<<10)
	for _, p := range data {
		w.Write(p) // an error stays until Flush
	}
	err = w.Flush()
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// load reads the state file, or its backup when that is torn or damaged.
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
			return nil
		case err == nil:
			s.changed.Store(true)
			s.notice = fmt.Sprintf("%s%s is used instead: what was delivered after it was written may be delivered again", damaged, s.path(name))
			return nil
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
