package parse

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// A literal is the text of a step of a memory. Of its text the first and the last eight
// bytes are compared as numbers: mostly that is all of it.
type literal struct {
	lit        []byte
	head, tail uint64 // the first and the last eight bytes of lit, as far as mask goes
	mask       uint64
	tailAt     int // where tail begins
}

// says sets the text.
func (l *literal) says(lit []byte) {
	l.lit, l.mask, l.tailAt = lit, ^uint64(0), max(0, len(lit)-8)
	if len(lit) < 8 {
		l.mask >>= 64 - 8*len(lit)
	}
	var ends [8]byte
	copy(ends[:], lit)
	l.head = binary.LittleEndian.Uint64(ends[:])
	copy(ends[:], lit[l.tailAt:])
	l.tail = binary.LittleEndian.Uint64(ends[:])
}

// goesOn reports whether the text, whose first eight bytes stand at src[i:], stands there
// as a whole.
func (l *literal) goesOn(src []byte, i int) bool {
	t := i + l.tailAt
	if t+8 > len(src) || (binary.LittleEndian.Uint64(src[t:t+8])^l.tail)&l.mask != 0 {
		return false
	}
	return l.tailAt <= 8 || string(src[i+8:t]) == string(l.lit[8:l.tailAt])
}

// opens reports whether the first eight bytes of the text stand at src[i:], or all of it
// if it is shorter. It is small enough for the compiler to put it in place of a call.
func (l *literal) opens(src []byte, i int) bool {
	if i+8 > len(src) {
		return l.ends(src, i)
	}
	return (binary.LittleEndian.Uint64(src[i:i+8])^l.head)&l.mask == 0
}

// ends reports whether the text stands at src[i:], fewer than eight bytes.
func (l *literal) ends(src []byte, i int) bool { return bytes.HasPrefix(src[i:], l.lit) }

// A textStore holds what steps compare. It never grows, so they can point into it.
type textStore []byte

// keep is a copy of b in the store.
func (t *textStore) keep(b []byte) []byte {
	start := len(*t)
	*t = append(*t, b...)
	return (*t)[start:len(*t):len(*t)]
}

// A digest is a hash of what decides a record: see [cases.again].
type digest uint64

const mixing = 0xd6e8feb86659fd93

// number mixes a number in.
func (d *digest) number(n uint64) { *d = (*d ^ digest(n)) * mixing }

// text mixes a text in, eight bytes at a time.
func (d *digest) text(b []byte) {
	h := (uint64(*d) ^ uint64(len(b))) * mixing
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * mixing
		h = bits.RotateLeft64(h, 29)
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * mixing
	}
	*d = digest(h)
}

// sum is the hash.
func (d digest) sum() uint64 { return uint64(d ^ d>>32) }
