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
	first ladder    // of the first lines
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

// Lane is one lane's progress on the file. A lane that is new to the file starts where the
// slowest of the others is, or at start when there is none.
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
	return id.add(name, start)
}

// Enter is Lane for a file that goes on from another one: a lane that is new to
// it starts at start, wherever the others are.
func (id *Identity) Enter(name string, start int64) *File {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	if f := id.lane(name); f != nil {
		return f
	}
	return id.add(name, start)
}

func (id *Identity) add(name string, start int64) *File {
	f := &File{lane: name, store: id.store, mark: start, printed: -1}
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
// never goes back by more than the first look covers.
func (id *Identity) Compare(r io.ReaderAt) (Likeness, error) {
	like, _, err := id.compare(r)
	return like, err
}

// Shared is how many first bytes r has that are this file's beyond doubt,
// whatever follows them. It is 0 where a common header could be all.
func (id *Identity) Shared(r io.ReaderAt) int64 {
	_, shared, err := id.compare(r)
	if err != nil || shared < LadderMax {
		return 0
	}
	return shared
}

func (id *Identity) compare(r io.ReaderAt) (like Likeness, shared int64, err error) {
	id.store.mu.Lock()
	head, first, trail, salt := id.head, id.first, slices.Clone(id.trail), id.store.salt
	furthest := int64(0)
	for _, f := range id.lanes {
		furthest = max(furthest, f.Mark())
	}
	id.store.mu.Unlock()
	var buf [LadderMax]byte
	n, err := r.ReadAt(buf[:], 0)
	if err != nil && err != io.EOF {
		return Different, 0, err
	}
	lines, same := begins(salt, head, first, buf[:n])
	if !same {
		return Different, 0, nil
	}
	n = len(Written(buf[:n]))
	if first.full() {
		shared = lines
	}
	like, err = Beginning, nil
	printed := int64(0) // where the last print ends that r has
	if n >= head.Len {
		like, printed, err = follow(salt, trail, r)
	}
	shared = max(shared, printed)
	if like == Same && furthest > 0 { // prints may lag behind the marks
		var whole bool
		if whole, err = reaches(r, furthest); !whole {
			like = Beginning
		}
	}
	// A file that ends within the ladder has exactly the lines that it shows;
	// one that is longer has more of them than any header. Prints prove more than
	// the ladder only behind it.
	proven := lines > 0 && (n < LadderMax && n <= first.reach || first.full()) ||
		printed > max(int64(head.Len), int64(first.reach))
	if err != nil || like == Beginning && !proven { // only a header speaks for it
		return Different, shared, err
	}
	return like, shared, nil
}

// follow compares r with prints that are sorted by end, up to the last that it has, whose
// end it returns. It is the Beginning of their file if it ends before the next.
func follow(salt []byte, prints []Print, r io.ReaderAt) (like Likeness, end int64, err error) {
	var buf [printLen]byte
	for _, p := range prints {
		data := buf[:p.Len]
		n, err := r.ReadAt(data, p.End-int64(p.Len))
		switch {
		case n < p.Len && err == io.EOF:
			return Beginning, end, nil
		case n < p.Len:
			return Different, end, err
		case newPrint(salt, p.End, data) != p:
			return Different, end, nil
		}
		end = p.End
	}
	return Same, end, nil
}

// reaches reports whether r has the byte before end.
func reaches(r io.ReaderAt, end int64) (bool, error) {
	var last [1]byte
	n, err := r.ReadAt(last[:], end-1)
	if n == 1 || err == io.EOF {
		err = nil
	}
	return n == 1, err
}

// begins reports whether data, the first bytes of a file, may be how a file
// with that head and those first lines begins, and how far whole lines say so.
func begins(salt []byte, head Print, first ladder, data []byte) (lines int64, same bool) {
	if head.Len == 0 {
		return 0, false
	}
	text := Written(data)
	lines, same = first.agrees(climb(salt, text))
	if len(text) < head.Len {
		return lines, same && lines > 0
	}
	return lines, same && newPrint(salt, int64(head.Len), data[:head.Len]) == head
}

// Begins reports whether data, the first LadderMax bytes of a file or all that
// it has, is how this file begins.
func (id *Identity) Begins(data []byte) bool {
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	_, same := begins(id.store.salt, id.head, id.first, data)
	return same
}

// Seal takes a print at the file's end, which is known: it will not be
// attached any more.
func (id *Identity) Seal(r io.ReaderAt, end int64) {
	var buf [printLen]byte
	data := buf[:end-start(end)]
	n, _ := r.ReadAt(data, start(end))
	id.store.mu.Lock()
	defer id.store.mu.Unlock()
	id.takePrints(id.store.scratch[:])
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

// takePrints takes a print of the bytes before each mark that moved, and of more of the
// file's beginning if not all of that was known. If the file has another content by now, as
// it was truncated since anyone looked, the prints stay what they are. buf has room for
// LadderMax bytes.
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
	if len(fresh) == 0 && id.head.Len == printLen && id.first.full() {
		return
	}
	n, _ := id.src.ReadAt(buf[:LadderMax], 0) // after the others: it vouches for them
	if n < id.head.Len {
		return
	}
	if _, same := begins(id.store.salt, id.head, id.first, buf[:n]); !same {
		return
	}
	n = len(Written(buf[:n]))
	if head := min(n, printLen); head > id.head.Len {
		id.head = newPrint(id.store.salt, int64(head), buf[:head])
	}
	if n > id.first.reach && !id.first.full() {
		id.first = climb(id.store.salt, buf[:n])
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
