package tail

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A copy of a log that is there still has nothing of its own: it is left alone,
// and kept in mind in case the log is truncated before all of it was read.

// copiesLast puts behind the others what is a copy of one of them: made by a
// copytruncate that has not truncated yet, it is the older file.
func copiesLast(found []*candidate) []*candidate {
	at := make(map[string]*candidate, len(found))
	for _, c := range found {
		at[c.path] = c
	}
	var originals, copies []*candidate
	for _, c := range found {
		if slices.ContainsFunc(bases(filepath.Base(c.path)), func(base string) bool {
			original := at[filepath.Join(filepath.Dir(c.path), base)]
			return original != nil && original.beginsWith(c)
		}) {
			copies = append(copies, c)
		} else {
			originals = append(originals, c)
		}
	}
	return append(originals, copies...)
}

// beginsWith reports whether a candidate begins with all that another has, and that
// is more than two logs may begin with.
func (c *candidate) beginsWith(other *candidate) bool {
	if other.head.n < smallHead || other.head.n > c.head.n || other.head.n == c.head.n && other.head.sum != c.head.sum {
		return false // as nearly all: nothing has to be read for that
	}
	return sameBytes(other.content(), c.content())
}

// isCopy reports whether the candidate, which has a name that rotation gives to copies of an
// open file, is a copy of it, and deals with it. If the file was truncated, it is read on in
// the copy; else the copy is parked.
func (k *keeper) isCopy(f *file, c *candidate) bool {
	if f.content.Load() != nil && f.has(c) {
		k.left[c.look.at] = &parked{id: f.id, twin: f, path: c.path, look: c.look}
		if c.spot != nil {
			c.spot.retry = true
		}
		c.f.Close()
		return true
	}
	if f.content.Load() != nil {
		k.check(f, time.Now()) // it may have been truncated just now
	}
	if f.content.Load() != nil || !f.isIn(c.content()) {
		return false
	}
	k.adopt(f, c)
	return true
}

// rewritten is for a candidate that took the path of an open file and begins as that does,
// as editors and sed -i write files: what is delivered of the one is not read again of the
// other. The open file is read to its end too, as its writer may have kept it.
func (k *keeper) rewritten(f *file, c *candidate) {
	if c.spot == nil || c.gzip || c.name != f.Path || len(f.cursors) == 0 {
		return
	}
	marks := k.marks(f.id)
	end := slices.Max(marks)
	if f.id.HeadLen() < smallHead || c.look.size < end || !f.isIn(c.f) {
		end = k.shared(c, f.shared(c.f))
	}
	if end > c.begins { // of several that were there one after another, the last
		c.goOn(end, marks)
	}
}

// has reports whether the candidate has nothing but content that the file has
// as well.
func (f *file) has(c *candidate) bool {
	content := f.content.Load()
	if content.gzip {
		return false
	}
	if c.gzip {
		like, err := f.id.Compare(c.content())
		return err == nil && (like != checkpoint.Different || sameBytes(c.content(), content))
	}
	size := contentEnd(c.f, c.look.size)
	if size == 0 && c.look.size > 0 {
		return false // NULs, as any file may be made of
	}
	a, b := make([]byte, min(size, checkpoint.HeadMax)), make([]byte, min(size, checkpoint.HeadMax))
	from := size - int64(len(a))
	n, _ := c.f.ReadAt(a, from)
	m, _ := content.ReadAt(b, from)
	return n == len(a) && m == len(b) && bytes.Equal(a, b) && f.goesOn(content)
}

// sameBytes reports whether all of a is how b begins.
func sameBytes(a, b io.ReaderAt) bool {
	x, y := make([]byte, 64<<10), make([]byte, 64<<10)
	for off := int64(0); ; {
		n, err := a.ReadAt(x, off)
		if m, _ := b.ReadAt(y[:n], off); m < n || !bytes.Equal(x[:n], y[:n]) {
			return false
		}
		if err != nil {
			return err == io.EOF
		}
		off += int64(n)
	}
}
