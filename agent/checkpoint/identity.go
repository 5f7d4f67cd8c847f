package checkpoint

import (
	"io"
	"slices"
	"time"
)

// An Identity is the bytes of one file, whatever its name.
type Identity struct {
	ID   uint64 // random: the first half of every event id
	Name string // the path under which it was first seen

	store *Store
	// All below is guarded by the store's mutex.
	place Place
	head  Print     // of the first bytes, as many as were known
	trail []Print   // of the bytes before earlier marks, sorted by end
	lanes []*File   // few
	gone  time.Time // zero while the file exists
	src   io.ReaderAt

	encoded []byte // as the last save had it; nil: something changed since
}

// changed has the identity saved again; a mark that moved is seen without.
func (id *Identity) changed() {
	id.encoded = nil
	id.store.changed.Store(true)
}

// A Place is where a file was last seen.
type Place struct {
	Path     string `json:"path"`
	Dev      uint64 `json:"dev"`
	Ino      uint64 `json:"ino"`
	Size     int64  `json:"size"`               // on disk
	ModTime  int64  `json:"mtime"`              // nanoseconds
	Length   int64  `json:"length,omitempty"`   // of the content, once it is known: of a compressed file, when it was read to its end
	Compress bool   `json:"compress,omitempty"` // the file is gzip: Size says nothing of Length
}

// A Likeness says what a file has to do with an identity.
type Likeness uint8

const (
	Different Likeness = iota // another file, or nothing speaks for the same one
	Beginning                 // the same file, but it ends before what was already delivered: an earlier copy
	Same                      // the same file: reading may go on at the marks
)

// Place is where the file was last seen.
func (id *Identity) Place() Place {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	return id.place
}

// Move says where the file is seen now.
func (id *Identity) Move(p Place) {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	if id.place != p || !id.gone.IsZero() {
		id.place, id.gone = p, time.Time{}
		id.changed()
	}
}

// Attach gives the identity the file's content, from which it takes prints
// when it is saved; nil when the content can no longer be read by offset.
func (id *Identity) Attach(src io.ReaderAt) {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	id.src = src
}

// Vanish says that the file exists no more, since now.
func (id *Identity) Vanish(now time.Time) {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	if id.gone.IsZero() {
		id.gone = now
		id.changed()
	}
}

// Gone is since when the file is gone; zero while it exists.
func (id *Identity) Gone() time.Time {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	return id.gone
}

// HeadLen is how many of the file's first bytes it is recognised by.
func (id *Identity) HeadLen() int {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	return id.head.Len
}

// Lane is one lane's progress on the file. A lane that is new to the file
// starts where the other lanes have got to at least, or at start when there is
// none.
func (id *Identity) Lane(name string, start int64) *File {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	if f := id.lane(name); f != nil {
		return f
	}
	if len(id.lanes) > 0 {
		start = -1
		for _, other := range id.lanes {
			if m := other.Mark(); start < 0 || m < start {
				start = m
			}
		}
	}
	f := &File{lane: name, changed: &id.store.changed, mark: start, printed: -1}
	id.lanes = append(id.lanes, f)
	id.changed()
	return f
}

func (id *Identity) lane(name string) *File {
	for _, f := range id.lanes {
		if f.lane == name {
			return f
		}
	}
	return nil
}

// Unread reports whether one of the lanes has not been delivered the first n
// bytes of the file.
func (id *Identity) Unread(lanes []string, n int64) bool {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	for _, name := range lanes {
		if f := id.lane(name); f == nil || f.Mark() < n {
			return true
		}
	}
	return false
}

// Compare says whether the content of r is this file. It reads forward, and
// never goes back by more than a print covers.
func (id *Identity) Compare(r io.ReaderAt) (Likeness, error) {
	id.store.mu.Lock()
	head, trail, salt := id.head, slices.Clone(id.trail), id.store.salt
	furthest := int64(0)
	for _, f := range id.lanes {
		furthest = max(furthest, f.Mark())
	}
	id.store.mu.Unlock()
	if head.Len == 0 {
		return Different, nil
	}
	verdict, proven := Same, false
	var buf [printLen]byte
	for _, p := range append([]Print{head}, trail...) {
		data := buf[:p.Len]
		n, err := r.ReadAt(data, p.End-int64(p.Len))
		if n < p.Len && err == io.EOF {
			verdict = Beginning
			break
		}
		if n < p.Len {
			return Different, err
		}
		if newPrint(salt, p.End, data) != p {
			return Different, nil
		}
		proven = proven || p.End > int64(head.Len)
	}
	if verdict == Same && furthest > 0 { // prints may lag behind the marks
		if n, err := r.ReadAt(buf[:1], furthest-1); n < 1 {
			if err != io.EOF {
				return Different, err
			}
			verdict = Beginning
		}
	}
	if verdict == Beginning && !proven {
		return Different, nil // only a header speaks for it
	}
	return verdict, nil
}

// Seal takes a print at the file's end, which is known: it will not be
// attached any more.
func (id *Identity) Seal(r io.ReaderAt, end int64) {
	var buf [printLen]byte
	data := buf[:end-start(end)]
	n, _ := r.ReadAt(data, start(end))
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	id.src = nil
	if n > 0 && n == len(data) {
		id.trail = addPrint(id.trail, newPrint(id.store.salt, end, data))
		id.changed()
	}
}

// HasHead reports whether data, the beginning of a file, is how this file
// begins.
func (id *Identity) HasHead(data []byte) bool {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	n := id.head.Len
	return n > 0 && len(data) >= n && newPrint(id.store.salt, int64(n), data[:n]) == id.head
}

// takePrints looks at the bytes before the marks that moved, and at more of
// the file's beginning when not all of it was known. It keeps what it has when
// the file is not the identity's any more: truncated since anyone looked.
func (id *Identity) takePrints(buf []byte) {
	if id.src == nil {
		return
	}
	var fresh []Print
	for _, f := range id.lanes {
		mark := f.Mark()
		if mark == f.printed || mark == 0 {
			continue
		}
		data := buf[:mark-start(mark)]
		if n, _ := id.src.ReadAt(data, start(mark)); n < len(data) {
			return
		}
		fresh = append(fresh, newPrint(id.store.salt, mark, data))
		f.printed = mark
	}
	if len(fresh) == 0 && id.head.Len == printLen {
		return
	}
	n, _ := id.src.ReadAt(buf[:printLen], 0) // after the others: it vouches for them
	if n < id.head.Len || newPrint(id.store.salt, int64(id.head.Len), buf[:id.head.Len]) != id.head {
		return
	}
	if n > id.head.Len {
		id.store.index(id, newPrint(id.store.salt, int64(n), buf[:n]))
	}
	for _, p := range fresh {
		id.trail = addPrint(id.trail, p)
	}
}

// Printed reports whether the identity can be recognised by more than its
// first bytes.
func (id *Identity) Printed() bool {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	return len(id.trail) > 0
}
