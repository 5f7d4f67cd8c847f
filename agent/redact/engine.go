package redact

import (
	"maps"
	"math/bits"
	"slices"
	"sync"
)

// An anchor is four bytes at which a secret may stand: a part of a credential's
// name, of a vendor's prefix, of "://". Everything between anchors is only
// looked at by the filter.
type anchor struct {
	lit   string                                // what must stand around the window, in small letters if fold
	fold  bool                                  // lit matches in any case
	off   int                                   // the window begins at lit[off]
	do    func(sc *scan, a *anchor, lo int) int // judges lit at lo: where to go on, or 0: nothing here
	rule  int                                   // the row that do works by
	shape bool                                  // rule is a row of the table of shapes
}

// An engine is the compiled form of the tables. It never changes.
type engine struct {
	filter  *filter
	slots   []uint16 // hashes of windows to entries, 0: none; a power of two of them
	entries []entry
	shift   uint8    // of a hash to an index of slots
	list    []uint16 // of all entries, one behind the other: which anchors they are of
	anchors []anchor
	shapes  []compiledShape
	leads   [256][]uint16 // shapes that begin with a byte
	begun   pairSet       // of the bytes that some of these begin with
	loose   []uint16      // shapes that begin with many
	hints   looseHints
	names   nameTable
	cues    cueTable
	namings []naming
	forms   []valueForm
}

type compiledShape struct {
	pattern
	shape
	id     Kind
	second *byteSet   // the bytes that may come second; nil: not known
	near   []*byteSet // what the bytes from its beginning on must be in, as far as that is certain
}

// looseHints say which loose shapes the pairs of a text speak for: the bits of
// those whose anchor begins with the pair. Shapes behind the last bit share them all.
type looseHints struct{ first, second [256]uint64 }

const lastHint = 63

// An entry says which anchors stand at a window.
type entry struct {
	key     uint32 // the window, folded
	from, n uint32 // its part of list
}

// builtin is the engine of the built-in tables.
var builtin = sync.OnceValue(func() *engine { return newEngine(shapes, names) })

func newEngine(rows []shape, nameRows []nameRow) *engine {
	e := &engine{names: newNameTable(nameRows), anchors: anchorRows(), cues: newCueTable(cues), namings: namings, forms: valueForms}
	sets := byteSets{}
	for i, row := range rows {
		sh := compiledShape{pattern: sets.compile(row.expr), shape: row, id: Kind(kindNamed(kinds, row.kind))}
		if st := sh.steps; len(st) > 1 && st[0].min == 1 && st[0].max == 1 && st[1].min > 0 {
			sh.second = st[1].set
		}
		if sh.lead == 0 {
			sh.near = sh.certain()
		}
		e.shapes = append(e.shapes, sh)
		e.lead(i)
		e.anchors = append(e.anchors, anchor{lit: sh.anchor, do: (*scan).shape, rule: i, shape: true})
	}
	freq, places := pairFrequency(typical), placesOf(typical)
	weight := func(w window) float64 {
		return freq.weight(w) + float64(places.count(w))/float64(len(typical))
	}
	windows := make([]window, len(e.anchors))
	for i := range e.anchors {
		a := &e.anchors[i]
		if a.shape && len(a.lit) < 4 {
			windows[i] = e.shapes[a.rule].window()
			continue
		}
		windows[i] = a.window(0)
		least := weight(windows[i])
		for off := 1; off+4 <= len(a.lit); off++ { // the rarest part of the literal
			if w := a.window(off); weight(w) < least {
				a.off, windows[i], least = off, w, weight(w)
			}
		}
	}
	e.filter = newFilter(windows, freq, places)
	e.index(windows)
	return e
}

// lead files a shape under the bytes that it may begin with. One that may begin with many is
// loose: it is filed under the pair that its anchor begins with.
func (e *engine) lead(i int) {
	first := e.shapes[i].steps[0].set.members
	if len(first) > 10 {
		bit := uint64(1) << (len(e.loose) & lastHint)
		e.loose = append(e.loose, uint16(i))
		a := e.shapes[i].anchor
		e.hints.first[a[0]] |= bit
		e.hints.second[a[1]] |= bit
		return
	}
	for _, c := range first {
		e.leads[c] = append(e.leads[c], uint16(i))
		for next := range 256 {
			if second := e.shapes[i].second; second == nil || second.has[next] {
				e.begun.add(pair(c, byte(next)))
			}
		}
	}
}

// A pairSet is a set of pairs of bytes.
type pairSet [1 << 16 / 64]uint64

func (s *pairSet) add(p uint16)      { s[p/64] |= 1 << (p % 64) }
func (s *pairSet) has(p uint16) bool { return s[p/64]>>(p%64)&1 != 0 }

// weight estimates how often a window occurs.
func (p *pairs) weight(w window) float64 { return p.sum(w[0], w[1]) * p.sum(w[2], w[3]) }

// index makes the table of what may stand at a window.
func (e *engine) index(windows []window) {
	ids := map[uint32][]uint16{}
	for i, w := range windows {
		last, mask := w[3], ^uint32(0)
		if len(last) == len(anyByte) {
			last, mask = last[:1], shortMask
		}
		for _, x := range w[0] {
			for _, y := range w[1] {
				for _, z := range w[2] {
					for _, v := range last {
						key := fold(uint32(x)|uint32(y)<<8|uint32(z)<<16|uint32(v)<<24) & mask
						if have := ids[key]; len(have) == 0 || have[len(have)-1] != uint16(i) {
							ids[key] = append(have, uint16(i))
						}
					}
				}
			}
		}
	}
	e.shift = uint8(31 - bits.Len(uint(len(ids)))) // at most half of them in use
	e.slots = make([]uint16, 1<<(32-e.shift))
	e.entries = make([]entry, 1, len(ids)+1)            // the first one is of no window
	for _, key := range slices.Sorted(maps.Keys(ids)) { // every process finds them in the same order
		list := ids[key]
		*e.slot(key) = uint16(len(e.entries))
		e.entries = append(e.entries, entry{key, uint32(len(e.list)), uint32(len(list))})
		e.list = append(e.list, list...)
	}
}

// window is the four bytes at off, in both cases if a folds.
func (a *anchor) window(off int) (w window) {
	for i := range w {
		if off+i >= len(a.lit) {
			w[i] = anyByte
			continue
		}
		c := a.lit[off+i]
		w[i] = []byte{c}
		if a.fold && isLetter(c) {
			w[i] = append(w[i], c-'a'+'A')
		}
	}
	return w
}

// window is the first four bytes of the pattern's anchor and what follows it.
func (p *pattern) window() (w window) {
	k, n := p.lead, 0
	for i := range w {
		w[i] = anyByte
		if k >= len(p.steps) {
			continue
		}
		st := p.steps[k]
		if st.min == 0 { // what follows is not certain
			k = len(p.steps)
			continue
		}
		w[i] = st.set.members
		if n++; n >= st.min {
			k, n = k+1, 0
			if st.max > st.min {
				k = len(p.steps)
			}
		}
	}
	return w
}

var anyByte = func() (all []byte) {
	for c := range 256 {
		all = append(all, byte(c))
	}
	return all
}()

// fold makes the letters of a window small; it also joins a few other bytes,
// which the comparison with the anchor tells apart.
func fold(w uint32) uint32 { return w | 0x20202020 }

// shortMask makes the key of a window of three bytes.
const shortMask = 1<<24 - 1

// slot is the place of a window among the slots: that of its hash, or the first behind it
// that is free or has the window already.
func (e *engine) slot(key uint32) *uint16 {
	h := key * 0x9e3779b1 >> e.shift
	for e.slots[h] != 0 && e.entries[e.slots[h]].key != key {
		h = (h + 1) & uint32(len(e.slots)-1)
	}
	return &e.slots[h]
}

// at lists the anchors whose window is the four bytes w, or the first three.
func (e *engine) at(w uint32) (four, three []uint16) {
	w = fold(w)
	s, t := &e.entries[*e.slot(w)], &e.entries[*e.slot(w & shortMask)]
	return e.list[s.from : s.from+s.n], e.list[t.from : t.from+t.n]
}
