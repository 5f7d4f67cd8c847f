package redact

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

const keySize = 32 // bytes

// A Key is one key of a ring. What it holds in secret stays in this package.
type Key struct {
	ID         string
	ActiveFrom time.Time // UTC, so that a fleet changes at one moment
	Retired    bool      // no longer shipped, only kept to answer for old events
	secret     []byte
}

// A Ring is a set of keys for hmac-sha256. The youngest active one hashes; the
// one before it hashes too until it is retired, so that events of before and
// after a change can be joined. A Ring does not change once it is in use.
type Ring struct{ keys []Key } // by ActiveFrom

// NewKey makes a random key.
func NewKey(id string, from time.Time) (Key, error) {
	if !validID(id) {
		return Key{}, fmt.Errorf("key id %q: use 1 to 32 letters, digits, dots, dashes", id)
	}
	secret := make([]byte, keySize)
	rand.Read(secret)
	return Key{ID: id, ActiveFrom: from.UTC().Truncate(time.Second), secret: secret}, nil
}

func validID(id string) bool {
	for _, c := range []byte(id) {
		if !isName(c) {
			return false
		}
	}
	return len(id) > 0 && len(id) <= 32
}

// NewRing makes a ring of keys, which need different ids and moments.
func NewRing(keys ...Key) (*Ring, error) {
	r := &Ring{slices.Clone(keys)}
	slices.SortStableFunc(r.keys, func(a, b Key) int { return a.ActiveFrom.Compare(b.ActiveFrom) })
	ids := map[string]bool{}
	for i, k := range r.keys {
		if ids[k.ID] {
			return nil, fmt.Errorf("key id %q is there twice", k.ID)
		}
		if i > 0 && k.ActiveFrom.Equal(r.keys[i-1].ActiveFrom) {
			return nil, fmt.Errorf("keys %q and %q become active at the same moment", r.keys[i-1].ID, k.ID)
		}
		ids[k.ID] = true
	}
	return r, nil
}

// Keys lists the keys, oldest first.
func (r *Ring) Keys() []Key { return slices.Clone(r.keys) }

// Add is r with one more key.
func (r *Ring) Add(k Key) (*Ring, error) { return NewRing(append(r.Keys(), k)...) }

// Retire is r with the key of this id retired. The key that hashes at now cannot
// be.
func (r *Ring) Retire(id string, now time.Time) (*Ring, error) {
	current, _ := r.active(now)
	keys := r.Keys()
	for i := range keys {
		if keys[i].ID != id {
			continue
		}
		if current != nil && current.ID == id {
			return nil, fmt.Errorf("key %q is in use: rotate first", id)
		}
		keys[i].Retired = true
		return NewRing(keys...)
	}
	return nil, fmt.Errorf("no key %q", id)
}

// active are the keys that hash at now: the current one and, while they overlap,
// the one before.
func (r *Ring) active(now time.Time) (current, prev *Key) {
	for i := range r.keys {
		k := &r.keys[i]
		if k.ActiveFrom.After(now) {
			break
		}
		if !k.Retired {
			current, prev = k, current
		}
	}
	return current, prev
}

// Active names the keys that hash at now; prev is empty outside an overlap.
func (r *Ring) Active(now time.Time) (current, prev string) {
	c, p := r.active(now)
	if c != nil {
		current = c.ID
	}
	if p != nil {
		prev = p.ID
	}
	return current, prev
}

// next is when the next key becomes active, zero if none waits.
func (r *Ring) next(now time.Time) time.Time {
	for _, k := range r.keys {
		if k.ActiveFrom.After(now) && !k.Retired {
			return k.ActiveFrom
		}
	}
	return time.Time{}
}

// ReadKeys reads a key file: one key a line, its id, the moment from which it is
// active, the key in base64, and the word retired if it is. The file is refused
// when others can read it, or when anyone but its owner can write it.
func ReadKeys(path string) (*Ring, error) {
	if path == "" {
		return nil, errors.New("keys: no key file is named")
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // to open a FIFO would wait for its writer
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	switch mode := info.Mode(); {
	case !mode.IsRegular():
		return nil, fmt.Errorf("keys %s: not a regular file", path)
	case mode.Perm()&0o004 != 0:
		return nil, fmt.Errorf("keys %s: mode %04o lets everyone read it: chmod 0400", path, mode.Perm())
	case mode.Perm()&0o022 != 0:
		return nil, fmt.Errorf("keys %s: mode %04o lets others write it: chmod 0400", path, mode.Perm())
	}
	return parseKeys(f, path)
}

func parseKeys(f io.Reader, path string) (*Ring, error) {
	var keys []Key
	in := bufio.NewScanner(io.LimitReader(f, 1<<20))
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		k, err := parseKey(line)
		if err != nil {
			return nil, fmt.Errorf("keys %s:%d: %w", path, n, err)
		}
		keys = append(keys, k)
	}
	if in.Err() != nil {
		return nil, fmt.Errorf("keys %s: %w", path, in.Err())
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("keys %s: no key in it: make one with hashtail keys new", path)
	}
	r, err := NewRing(keys...)
	if err != nil {
		return nil, fmt.Errorf("keys %s: %w", path, err)
	}
	return r, nil
}

// parseKey reads one line. Its errors never quote it.
func parseKey(line string) (Key, error) {
	f := strings.Fields(line)
	if len(f) != 3 && !(len(f) == 4 && f[3] == "retired") {
		return Key{}, errors.New("want: id, time, key in base64, optionally retired")
	}
	if !validID(f[0]) {
		return Key{}, errors.New("the id is not 1 to 32 letters, digits, dots, dashes")
	}
	from, err := time.Parse(time.RFC3339, f[1])
	if err != nil {
		return Key{}, errors.New("the time is not like 2026-03-01T00:00:00Z")
	}
	secret, err := base64.StdEncoding.DecodeString(f[2])
	if err != nil || len(secret) != keySize {
		return Key{}, fmt.Errorf("the key is not %d bytes in base64", keySize)
	}
	return Key{ID: f[0], ActiveFrom: from.UTC(), Retired: len(f) == 4, secret: secret}, nil
}

// Write stores the ring in one step: whoever reads the file sees the old keys or the new
// ones. A new file is readable by its owner only; one that is there keeps its owner and
// mode, as the daemon may read it by its group alone, and a link keeps leading to it.
func (r *Ring) Write(path string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".keys-*")
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	defer os.Remove(tmp.Name())
	fmt.Fprintln(tmp, "# id, active from (UTC), key in base64; made by hashtail keys")
	for _, k := range r.keys {
		line := k.ID + " " + k.ActiveFrom.Format(time.RFC3339) + " " + base64.StdEncoding.EncodeToString(k.secret)
		if k.Retired {
			line += " retired"
		}
		fmt.Fprintln(tmp, line)
	}
	if err := errors.Join(keepAccess(tmp, path), tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return nil
}

// keepAccess gives f the owner and mode of the file that it is to replace.
func keepAccess(f *os.File, path string) error {
	fi, err := os.Stat(path)
	if err != nil {
		return f.Chmod(0o600)
	}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		if err := f.Chown(int(st.Uid), int(st.Gid)); err != nil {
			return fmt.Errorf("the file would not keep its owner: %w", err)
		}
	}
	return f.Chmod(fi.Mode().Perm())
}

// Use makes r hash with ring from each scrubber's next Reset on.
func (r *Redactor) Use(ring *Ring) error {
	if current, _ := ring.active(time.Now()); current == nil {
		return errors.New("keys: no key is active yet")
	}
	r.ring.Store(ring)
	return nil
}

// A KeyHash is the hash of a token under one key.
type KeyHash struct {
	KeyID string // empty: plain SHA-256
	Hash  [32]byte
}

// Hashes lists every hash under which events about token may have been shipped:
// the plain one, then one for each key, oldest first.
func (r *Redactor) Hashes(token []byte) []KeyHash {
	s := r.Scrubber()
	sum := sha256.Sum256(s.canonical(bare(token)))
	all := []KeyHash{{"", sum}}
	if ring := r.ring.Load(); ring != nil {
		for i := range ring.keys {
			k := &ring.keys[i]
			m := newMAC(k)
			all = append(all, KeyHash{k.ID, m.of(&sum)})
		}
	}
	return all
}

// keyed is the keys of one scrubber.
type keyed struct {
	ring          *Ring
	current, prev mac
	next          time.Time // when the ring must be looked at again; zero: never
}

// turn makes k hash with the keys of ring that are active now.
func (k *keyed) turn(ring *Ring) {
	now := time.Now()
	current, prev := ring.active(now)
	*k = keyed{ring: ring, current: newMAC(current), prev: newMAC(prev), next: ring.next(now)}
}

// due reports whether another key has become active. The clock is only asked
// while one waits.
func (k *keyed) due() bool { return !k.next.IsZero() && !time.Now().Before(k.next) }

// A mac is HMAC-SHA-256 with one key, over the hex of a SHA-256.
type mac struct {
	id  string
	h   hash.Hash             // nil: no key
	hex [2 * sha256.Size]byte // is kept here, as the next, so that no call allocates them
	out [sha256.Size]byte
}

func newMAC(k *Key) mac {
	if k == nil {
		return mac{}
	}
	return mac{id: k.ID, h: hmac.New(sha256.New, k.secret)}
}

func (m *mac) of(sum *[32]byte) [32]byte {
	m.hex = hexOf(sum)
	m.h.Reset() // to a state in which the key was hashed before
	m.h.Write(m.hex[:])
	m.h.Sum(m.out[:0])
	return m.out
}

// key sets the hashes that are shipped.
func (s *Scrubber) key(t *Token) {
	t.Hash = t.Sum
	if s.keys.current.h == nil {
		return
	}
	t.Hash, t.KeyID = s.keys.current.of(&t.Sum), s.keys.current.id
	if s.keys.prev.h != nil {
		t.Prev, t.PrevID = s.keys.prev.of(&t.Sum), s.keys.prev.id
	}
}
