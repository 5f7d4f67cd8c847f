package checkpoint

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// changesMin is how long the file of changes may be, beyond twice the length of the
// state, before that is written anew, and twice: with few files or with many, at
// least half of what is written is what changed.
const changesMin = 256 << 10

// changes is a line of the file of changes, in an envelope: all files whose marks or
// places one save found changed, as they are now. It counts for the state with the
// sum Of only.
type changes struct {
	changesHead
	Files []fileState `json:"files"`
}

type changesHead struct {
	Of      string        `json:"of"`
	Streams []streamState `json:"streams,omitempty"`
}

// openChanges makes the file of changes if there is none, before the folder is
// synced.
func (s *Store) openChanges() error {
	if s.changes != nil {
		return nil
	}
	f, err := os.OpenFile(s.path(changeFile), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		s.changes = f
	}
	return err
}

// beginChanges empties the file of changes: the state with that sum has them.
func (s *Store) beginChanges(sum string) error {
	s.sum, s.changesSize = sum, 0
	return s.changes.Truncate(0)
}

// endChanges closes the file of changes, and removes it if the state has them all.
func (s *Store) endChanges() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	if s.changes == nil {
		return nil
	}
	err := s.changes.Close()
	if s.changesSize == 0 {
		err = errors.Join(err, os.Remove(s.path(changeFile)))
	}
	s.changes = nil
	return err
}

// saveChanges adds a line to the file of changes.
func (s *Store) saveChanges() error {
	line, err := s.encodeChanges()
	if err != nil || line == nil {
		return err
	}
	if _, err := s.changes.Write(line); err != nil {
		return err
	}
	s.changesSize += int64(len(line))
	return s.changes.Sync()
}

// encodeChanges makes a line of the file of changes, nil if there are none.
func (s *Store) encodeChanges() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	head := changesHead{Of: s.sum, Streams: s.encodeStreams()}
	ids := s.sorted()
	s.takeMarks(ids)
	ids = slices.DeleteFunc(ids, func(id *Identity) bool { return id.encoded != nil })
	if len(ids) == 0 && len(head.Streams) == 0 {
		return nil, nil
	}
	pieces, err := s.encodeFiles(head, ids, ",")
	if err != nil {
		return nil, err
	}
	pieces, _ = seal(formatOf(head.Streams), pieces)
	return bytes.Join(pieces, nil), nil
}

// loadChanges brings the state that was loaded up to the last whole line of the file
// of changes, if that is to this state. A line that ends nowhere is one that a crash
// cut short; after a damaged one nothing can be said of what follows it.
func (s *Store) loadChanges() error {
	path := s.path(changeFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return access(s.dir, err)
	}
	for n := 1; ; n++ {
		line, rest, whole := bytes.Cut(data, []byte("\n"))
		if !whole {
			return nil
		}
		var c changes
		_, err := unseal(line, &c)
		if err == nil && c.Of != s.sum {
			return nil
		}
		if err == nil {
			err = s.apply(c)
		}
		switch {
		case errors.Is(err, ErrNewer):
			return fmt.Errorf("%s: %w: start that version, or move the file away", path, err)
		case err != nil:
			if s.notice != "" {
				s.notice += "; "
			}
			s.notice += fmt.Sprintf("line %d of %s is damaged (%v): what was delivered since it was written may be delivered again", n, path, err)
			s.changed.Store(true)
			return nil
		}
		s.changed.Store(true)
		data = rest
	}
}

func (s *Store) apply(c changes) error {
	ids, err := s.identities(c.Files)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.Copy(s.ids, ids)
	s.decodeStreams(c.Streams)
	return nil
}
