package tail

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A candidate is a file that was opened and is not identified yet.
type candidate struct {
	path   string // where it is
	name   string // where it was written: the path that a sibling was rotated from
	input  int
	spot   *spot // nil for a sibling
	first  bool  // found by a glob at its first look
	old    bool  // it was there before hashtail came, and is passed over unless it is a file that hashtail knows
	f      *os.File
	look   look
	head   opening
	gzip   bool
	begins int64   // where reading begins if it is a new file: behind a hole, or behind what is delivered already
	starts []int64 // the same by lane, when they differ
	marks  []step  // what it has before the marks of the identity that it was compared with last, by lane
}

// An opening is what the first bytes of a candidate were: there may be very
// many candidates, so not the bytes.
type opening struct {
	n   int
	sum uint64
}

// A parked file is there, needs nothing while it does not change, and has no
// descriptor.
type parked struct {
	id   *checkpoint.Identity // nil: not to be read
	twin *file                // the open file that this is a copy of
	path string
	look look
}

// smallHead is how many first bytes a file must at least be recognised by where another
// inode is at its path: a log that begins anew may begin with the same few.
const smallHead = 256

func (k *keeper) openCandidate(path, name string, input int) (*candidate, error) {
	f, l, err := openRegular(path, k.roots[input])
	if err != nil {
		if isCrowded(err) {
			k.lacked++
		}
		return nil, err
	}
	if descriptor(f) >= k.room {
		f.Close()
		k.lacked++
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EMFILE}
	}
	c := &candidate{path: path, name: name, input: input, f: f, look: l}
	if err := k.meet(c); err != nil {
		f.Close()
		return nil, err
	}
	return c, nil
}

// meet looks at the beginning of a candidate for the first time.
func (k *keeper) meet(c *candidate) error {
	n, err := c.f.ReadAt(k.head[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	c.gzip = IsGzip(k.head[:n])
	head, err := k.headOf(c)
	head = checkpoint.Written(head)
	c.head = opening{len(head), maphash.Bytes(seed, head)}
	return err
}

// headOf reads the first bytes of a candidate's content. They are the caller's
// until it calls for others.
func (k *keeper) headOf(c *candidate) ([]byte, error) {
	n, err := c.content().ReadAt(k.head[:], 0)
	switch {
	case err == io.EOF:
		err = nil
	case err != nil && c.gzip: // which does not know the file's name
		err = &fs.PathError{Op: "read", Path: c.path, Err: err}
	}
	return k.head[:n], err
}

// content reads the candidate as it was written.
func (c *candidate) content() io.ReaderAt {
	if c.gzip {
		return newGzipReader(c.f)
	}
	return c.f
}

func (c *candidate) vintage() vintage {
	return vintage{c.look.mtime, c.name, c.path, c.spot != nil}
}

// settle decides what each candidate is: a file that is known by its inode and
// its content, one that is known by its content alone, a copy of an open file,
// or a new one. The best evidence comes first, for all candidates.
func (k *keeper) settle(found []*candidate) {
	slices.SortFunc(found, func(a, b *candidate) int { return a.vintage().compare(b.vintage()) })
	for _, known := range []func(*candidate) bool{k.byInode, k.byContent} {
		found = slices.DeleteFunc(found, func(c *candidate) bool { return k.isOpen(c) || known(c) })
	}
	fresh := map[string]bool{}
	for _, c := range copiesLast(found) {
		switch {
		case k.isOpen(c):
		case c.old:
			k.pass(c)
		case isRotatedFromAny(fresh, c.path) && k.byContent(c): // a copy that came together with its file
		default:
			k.newFile(c)
			fresh[c.path] = true
		}
	}
}

// isOpen reports whether the candidate is open under another path: it may have
// two, or have been renamed while this scan listed its folder.
func (k *keeper) isOpen(c *candidate) bool {
	if k.open[c.look.at] == nil {
		return false
	}
	c.f.Close()
	return true
}

// byInode resumes the identity that the candidate's inode had, when it is
// still that file.
func (k *keeper) byInode(c *candidate) bool {
	for _, id := range k.dormant(c.look.at) {
		like, err := k.compare(id, c)
		if err != nil && !c.gzip { // not known to be another file
			k.later(c)
			return true
		}
		if like == checkpoint.Beginning && (c.gzip || c.look.size >= id.Place().Size) {
			k.finishShort(id, c) // a copy that was made before all of this was delivered
			return true
		}
		if like == checkpoint.Same {
			k.resumeFurthest(id, c)
			return true
		}
		if !c.gzip {
			c.goOn(k.shared(c, id.Shared(c.f)), k.marks(id))
		}
		if id.Place().Path == c.path {
			k.counts.Truncations.Add(1) // or another file got its inode
		}
		k.know(id, inode{})
		k.miss(id)
	}
	return false
}

// resumeFurthest resumes the identity whose inode and content the candidate has, or another
// one that was delivered further, if the candidate is its file as well: what writes a log
// anew gets the inode of one that it wrote before. All that the others had is in it.
func (k *keeper) resumeFurthest(id *checkpoint.Identity, c *candidate) {
	same := []*checkpoint.Identity{id}
	if head, err := k.headOf(c); err == nil {
		for _, other := range k.kin(c, head) {
			if other != id && k.live[other] == nil && k.mayBe(other, c) {
				if like, err := other.Compare(c.content()); err == nil && like == checkpoint.Same {
					same = append(same, other)
				}
			}
		}
	}
	best := slices.MaxFunc(same, func(a, b *checkpoint.Identity) int { return cmp.Compare(k.furthest(a), k.furthest(b)) })
	if best != id {
		if like, err := k.compare(best, c); err != nil || like != checkpoint.Same {
			k.later(c)
			return
		}
	}
	k.resume(best, c, checkpoint.Same)
	for _, other := range same {
		if other != best {
			delete(k.missing, other)
			k.know(other, inode{})
			other.Vanish(time.Now())
		}
	}
}

// compare says whether the candidate is the identity's file. Before that it notes in
// c.marks what stands before the marks, and reading goes on only behind the same: the
// file may be truncated the moment after it was compared.
func (k *keeper) compare(id *checkpoint.Identity, c *candidate) (checkpoint.Likeness, error) {
	c.marks = c.marks[:0]
	if !c.gzip {
		for _, l := range k.lanes {
			c.marks = append(c.marks, stepAt(c.f, id.Lane(l.name, 0).Mark()))
		}
	}
	return id.Compare(c.content())
}

// later has a candidate looked at again with the next scan.
func (k *keeper) later(c *candidate) {
	if c.spot != nil {
		c.spot.retry, c.spot.moved = true, k.round+1
	} else {
		k.folder(filepath.Dir(c.path)).again = true
	}
	c.f.Close()
}

// dormant lists the identities that were last seen at an inode and are not
// open. There may be several: the number of a deleted file comes back.
func (k *keeper) dormant(at inode) []*checkpoint.Identity {
	var ids []*checkpoint.Identity
	for _, id := range k.known[at] {
		if k.live[id] == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// byContent resumes the identity of which the candidate is a copy, renamed, or
// compressed.
func (k *keeper) byContent(c *candidate) bool {
	head, err := k.headOf(c)
	if err != nil {
		return false
	}
	if k.isOneOf(k.kin(c, head), c) {
		return true
	}
	return c.gzip && k.isOneOf(k.store.Find(head), c) // rotated more than once, and then compressed
}

// isOneOf resumes the first of the identities of which the candidate is a copy. Files that
// are open come first: one that is gone may be what they went on from. Of those that are
// not, what was delivered furthest comes first: the others may be what it went on from.
func (k *keeper) isOneOf(ids []*checkpoint.Identity, c *candidate) bool {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id *checkpoint.Identity) bool {
		return inodeOf(id) == c.look.at && !c.gzip && id.Gone().IsZero() // byInode has looked
	})
	for _, id := range ids {
		if f := k.live[id]; f != nil {
			if related(id, c) && k.isCopy(f, c) {
				return true
			}
			k.rewritten(f, c)
		}
	}
	slices.SortStableFunc(ids, func(a, b *checkpoint.Identity) int { return cmp.Compare(k.furthest(b), k.furthest(a)) })
	for _, id := range ids {
		if k.live[id] != nil || !k.mayBe(id, c) || c.begins > 0 && k.furthest(id) <= c.begins {
			continue
		}
		like, err := k.compare(id, c)
		switch {
		case err != nil || like == checkpoint.Different:
			continue
		case like == checkpoint.Same:
			k.resume(id, c, like)
		case related(id, c):
			k.finishShort(id, c)
		default: // at the file's own path something shorter is another file
			continue
		}
		return true
	}
	return false
}

// finishShort deals with a copy that ends before what some lane has delivered of the file.
// If other lanes have delivered less than the copy has, they read the rest from it; else it
// is passed over.
func (k *keeper) finishShort(id *checkpoint.Identity, c *candidate) {
	size, err := c.length()
	if err == nil && !id.Unread(k.laneNames(), size) {
		k.pass(c)
		return
	}
	k.resume(id, c, checkpoint.Beginning)
}

// length is that of the candidate's content.
func (c *candidate) length() (int64, error) {
	if !c.gzip {
		return c.look.size, nil
	}
	z := newGzipReader(c.f)
	if err := z.rewind(); err != nil {
		return 0, unexpected(err)
	}
	return io.Copy(io.Discard, z)
}

// marks are how far each lane has delivered an identity's file.
func (k *keeper) marks(id *checkpoint.Identity) []int64 {
	marks := make([]int64, len(k.lanes))
	for i, l := range k.lanes {
		marks[i] = id.Lane(l.name, 0).Mark()
	}
	return marks
}

// furthest is how far the fastest lane has delivered an identity's file.
func (k *keeper) furthest(id *checkpoint.Identity) int64 { return slices.Max(k.marks(id)) }

// shared is how many first bytes a candidate, which became shorter, has kept for certain:
// up to end, and of these only whole lines. It is 0 if that is too little to tell.
func (k *keeper) shared(c *candidate, end int64) int64 {
	if end < checkpoint.LadderMax || end > c.look.size {
		return 0
	}
	return lineStart(c.f, end, k.config.Inputs[c.input].MaxLine)
}

// goOn is for a file that became shorter and kept its first bytes, up to shared. They are
// not read again as those of the new identity: each lane begins at shared, or at its
// mark if it had not delivered as much.
func (c *candidate) goOn(shared int64, marks []int64) {
	if shared == 0 {
		return
	}
	c.begins, c.starts = shared, marks
	for i := range c.starts {
		c.starts[i] = min(c.starts[i], shared)
	}
}

// mayBe reports whether an identity that is not open may be the file of another inode: a
// rotated copy of it, or, if more than a header is known of it, the file at the same path on
// a file system that was mounted anew.
func (k *keeper) mayBe(id *checkpoint.Identity, c *candidate) bool {
	path := id.Place().Path
	if c.path == path || c.path == id.Name {
		return id.Printed() && id.HeadLen() >= smallHead
	}
	return related(id, c)
}

// related reports whether the candidate has a name that rotation may have given
// to the identity's file.
func related(id *checkpoint.Identity, c *candidate) bool {
	path := id.Place().Path
	switch {
	case c.path == path:
		return false
	case c.spot == nil && c.name == id.Name, rotatedFrom(path, c.path), rotatedFrom(id.Name, c.path):
		return true
	}
	return c.gzip && (akin(path, c.path) || akin(id.Name, c.path))
}

// resume goes on with an identity where its lanes stopped.
func (k *keeper) resume(id *checkpoint.Identity, c *candidate, like checkpoint.Likeness) {
	f := k.opened(id.Name, c)
	if like == checkpoint.Beginning || c.look.at != inodeOf(id) && f.stage != tailed {
		f.turn(copied, time.Now()) // nobody writes to it, at whatever path it is
	}
	f.content.Store(&content{File: c.f, gzip: c.gzip, copied: f.stage == copied})
	f.marks = c.marks
	delete(k.missing, id)
	k.move(id, c.look.place(c.path, c.gzip))
	k.become(f, id)
	k.born = append(k.born, f)
	k.log.Debug("a file is read on", "file", c.path, "size", c.look.size, "known_as", id.Name)
}

// stands reports whether a candidate, which now begins with head, still is what
// was looked at. If it was truncated meanwhile that was why it was not
// recognised. If it was empty it may be anything: a .gz, or a copy that is being made.
func (c *candidate) stands(head []byte) bool {
	fi, err := c.f.Stat()
	return err == nil && fi.Size() >= c.look.size && (c.head.n > 0 || len(head) == 0) &&
		len(head) >= c.head.n && maphash.Bytes(seed, head[:c.head.n]) == c.head.sum
}

// newFile gives the candidate a new identity, once it has any content.
func (k *keeper) newFile(c *candidate) {
	head, err := k.headOf(c)
	if err != nil || !c.stands(head) {
		k.again, k.rescan = true, true
		k.later(c)
		return
	}
	if kind := Foreign(head); kind != "" {
		if c.spot != nil { // a glob means it
			k.log.Warn("a file is left out: it is compressed with "+kind+", which is not read; exclude such files", "file", c.path)
		}
		k.pass(c)
		return
	}
	empty := isBlank(c.content(), head, 0)
	skip := c.first && k.skips(c) && !k.cameAfterStart(c.f)
	if skip {
		k.skipped++
	}
	k.log.Debug("a file is new", "file", c.path, "size", c.look.size, "skipped", skip)
	if skip && c.gzip {
		k.pass(c)
		return
	}
	f := k.opened(c.name, c)
	if empty {
		k.schedule(f, time.Now())
		return
	}
	f.begins, f.starts = c.begins, c.starts
	if skip {
		f.begins = lineStart(c.f, contentEnd(c.f, c.look.size), f.maxLine)
	}
	k.mint(f, head)
}

// opened makes the open file of a candidate.
func (k *keeper) opened(name string, c *candidate) *file {
	now := time.Now()
	f := newFile(name, c.input, k.config.Inputs[c.input].MaxLine)
	f.content.Store(&content{File: c.f, gzip: c.gzip})
	f.look, f.path, f.padded = c.look, c.path, endsInNULs(c.f, c.look.size)
	f.changed = now.Add(-max(0, now.Sub(time.Unix(0, c.look.mtime))))
	f.final.Store(c.gzip || k.config.Once)
	if c.spot != nil {
		f.spot, c.spot.file = c.spot, f
	}
	if c.spot == nil || name != c.spot.path {
		f.turn(rotated, now)
	}
	k.open[c.look.at] = f
	k.counts.Open.Add(1)
	return f
}

// skips reports whether a file that was there at the first look is read from
// its end. When the state was lost nothing is skipped on purpose: what was
// written since it was saved would be.
func (k *keeper) skips(c *candidate) bool {
	in := k.config.Inputs[c.input]
	if in.IgnoreOlder > 0 && time.Since(time.Unix(0, c.look.mtime)) > in.IgnoreOlder {
		return true
	}
	return in.Start == startEnd && !k.store.Lost()
}

// lineStart is where the last line begins, or the end when it is complete.
func lineStart(r io.ReaderAt, size int64, maxLine int) int64 {
	buf := make([]byte, min(size, int64(maxLine)))
	n, _ := r.ReadAt(buf, size-int64(len(buf)))
	if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
		return size - int64(len(buf)) + int64(i) + 1
	}
	if int64(len(buf)) == size {
		return 0
	}
	return size
}
