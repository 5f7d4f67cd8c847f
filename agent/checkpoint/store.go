package checkpoint

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Why a state folder cannot be used; test with errors.Is.
var (
	ErrAccess = errors.New("the state folder is not accessible")
	ErrLocked = errors.New("the state folder is in use")
	ErrNewer  = errors.New("the state is from a newer version of hashtail")
)

const (
	stateFile  = "checkpoints.json"
	backupFile = "checkpoints.json.backup"
	changeFile = "checkpoints.changes"
	tempFile   = "checkpoints.json.tmp"
	linkFile   = "checkpoints.json.link"
	lockFile   = "lock"
)

// A Store keeps the progress of all files in one folder, which it owns while
// it is open. Its methods may be called from any goroutine.
type Store struct {
	dir     string // "": kept in memory only
	lock    *os.File
	notice  string
	lost    bool
	changed atomic.Bool
	acks    sync.RWMutex // read-locked while spans are acknowledged together
	whole   atomic.Bool  // the next save writes all of the state

	remade      atomic.Int64
	saving      sync.Mutex        // one Save at a time; guards what follows, and lock
	kept        map[string][]byte // other files of the folder
	changes     *os.File          // since the state was written; nil before that
	changesSize int64
	stateSize   int64
	sum         string // of the state that the changes are to

	mu      sync.Mutex
	salt    []byte
	ids     map[uint64]*Identity
	seen    map[string]bool     // patterns whose files were looked at in an earlier run, or in this one
	passed  map[string][]uint64 // by folder: files that are there and not to be read
	streams map[string]*Stream  // by name
	err     error               // of the last save
	scratch [LadderMax]byte
}

// Open makes the folder where it is missing, locks it against other processes
// and loads what it holds.
func Open(dir string) (*Store, error) { return Reopen(dir, Leftover{}) }

func open(dir string, had bool) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, access(dir, err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s := newStore(dir)
	s.lock = lock
	if err := s.probe(had); err != nil {
		lock.Close()
		return nil, access(dir, err)
	}
	if err := s.load(); err != nil {
		lock.Close()
		return nil, err
	}
	return s, nil
}

// Volatile is a store that forgets everything when the process ends.
func Volatile() *Store { return newStore("") }

func newStore(dir string) *Store {
	s := &Store{
		dir: dir, kept: map[string][]byte{}, salt: make([]byte, 16), ids: map[uint64]*Identity{},
		seen: map[string]bool{}, passed: map[string][]uint64{}, streams: map[string]*Stream{},
	}
	rand.Read(s.salt)
	return s
}

func access(dir string, err error) error {
	return fmt.Errorf("%w: %s: %w: hashtail's user must own the folder and be able to write to it", ErrAccess, dir, err)
}

// lockFolder takes the folder for this process. The kernel gives it back when
// the process ends, however that happens.
func lockFolder(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockFile)
	f, err := openLock(path)
	if err != nil {
		return nil, access(dir, err)
	}
	taken, err := flock(f)
	if err != nil {
		f.Close()
		return nil, access(dir, fmt.Errorf("lock %s: %w", path, err))
	}
	if !taken {
		owner, _ := os.ReadFile(path)
		f.Close()
		return nil, fmt.Errorf("%w: %s: process %s has it; give each hashtail a state_dir of its own, or stop the other one",
			ErrLocked, dir, strings.TrimSpace(string(owner)))
	}
	if err := f.Truncate(0); err == nil {
		fmt.Fprintf(f, "%d\n", os.Getpid()) // for the message above only
	}
	return f, nil
}

// openLock opens the lock for reading alone where it is there and cannot be written to:
// the folder may have become read-only since this process had it first.
func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		if readable, readErr := os.Open(path); readErr == nil {
			return readable, nil
		}
	}
	return f, err
}

// probe makes sure that the folder can be written to before anything is read.
// A full disk is not a reason to refuse, nor is anything to a process that had the
// folder before: shipping can go on without saving.
func (s *Store) probe(had bool) error {
	f, err := os.OpenFile(s.path(tempFile), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		if had || isFull(err) {
			s.err = err
			s.alter() // a save is to find out when it is well again
			return nil
		}
		return err
	}
	return f.Close()
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// Notice says what was wrong with the state on disk, if anything was: one line
// for the log.
func (s *Store) Notice() string { return s.notice }

// Lost reports whether state was there and could not be used: then nothing is
// known of what was delivered, and files are read from their beginning rather
// than skipped.
func (s *Store) Lost() bool { return s.lost }

// Err is why the last save went wrong; nil when it did not.
func (s *Store) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Close saves what changed and gives the folder back.
func (s *Store) Close() error {
	if s.lock == nil {
		return nil
	}
	s.saving.Lock()
	if s.changesSize > 0 { // an older hashtail does not know them
		s.alter()
	}
	s.saving.Unlock()
	err := s.Save()
	return errors.Join(err, s.endChanges(), s.lock.Close())
}

// Mint makes the identity of a file that was never seen before; head is the
// beginning of its content, name where it was written. It must be saved before
// anything of the file is sent, so that it has the same event ids after a
// crash.
func (s *Store) Mint(name string, place Place, head []byte) *Identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	head = Written(head)
	id := &Identity{store: s, Name: name, place: place, first: climb(s.salt, head)}
	head = head[:min(len(head), printLen)]
	id.head = newPrint(s.salt, int64(len(head)), head)
	for id.ID == 0 || s.ids[id.ID] != nil {
		var b [8]byte
		rand.Read(b[:])
		id.ID = binary.BigEndian.Uint64(b[:])
	}
	s.ids[id.ID] = id
	s.alter()
	return id
}

// alter has all of the state saved: more changed than marks and places of files.
func (s *Store) alter() {
	s.whole.Store(true)
	s.changed.Store(true)
}

// Find lists the identities that begin like a file whose first bytes, up to
// HeadMax, are head. It looks at all of them.
func (s *Store) Find(head []byte) []*Identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*Identity
	prints := map[int]Print{} // of head, by length
	for _, id := range s.ids {
		n := id.head.Len
		if n == 0 || n > len(head) {
			continue
		}
		if _, ok := prints[n]; !ok {
			prints[n] = newPrint(s.salt, int64(n), head[:n])
		}
		if prints[n] == id.head {
			found = append(found, id)
		}
	}
	return found
}

// Identities lists all identities, in no particular order.
func (s *Store) Identities() []*Identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Identity, 0, len(s.ids))
	for _, id := range s.ids {
		all = append(all, id)
	}
	return all
}

// Drop forgets an identity.
func (s *Store) Drop(id *Identity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ids, id.ID)
	s.alter()
}

// Seen reports whether the files of a pattern were looked at before.
func (s *Store) Seen(pattern string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[pattern]
}

// See remembers that the files of a pattern were looked at.
func (s *Store) See(pattern string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.seen[pattern] {
		s.seen[pattern] = true
		s.alter()
	}
}

// Passed lists, by a number that the caller makes, the files of a folder that
// are there and not to be read: rotated before hashtail first looked.
func (s *Store) Passed(folder string) []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.passed[folder])
}

// Pass replaces what Passed returns for a folder.
func (s *Store) Pass(folder string, files []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	files = slices.Clone(files)
	slices.Sort(files)
	if slices.Equal(files, s.passed[folder]) {
		return
	}
	if len(files) == 0 {
		delete(s.passed, folder)
	} else {
		s.passed[folder] = files
	}
	s.alter()
}
