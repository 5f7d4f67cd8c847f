package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// eighths say what a character of base64 adds to the six bytes that eight of
// them stand for, in the order of memory, by its place among the eight. Both
// alphabets are known; the top bits say what kind of character it is.
type eighths [8][256]uint64

const (
	stdChar = 1 << 61
	urlChar = 1 << 62
	badChar = 1 << 63
	kindSet = stdChar | urlChar | badChar
)

var base64Table = func() *eighths {
	t := new(eighths)
	const both = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
	for place := range t {
		for c := range t[place] {
			t[place][c] = badChar
		}
		for n, c := range []byte(both) {
			v, kind := uint64(n), uint64(0)
			switch {
			case n >= 64:
				v, kind = v-2, urlChar
			case n >= 62:
				kind = stdChar
			}
			v <<= 58 - 6*place // as a number that is written big end first
			var b [8]byte
			binary.BigEndian.PutUint64(b[:], v)
			t[place][c] = kind | binary.LittleEndian.Uint64(b[:])
		}
	}
	return t
}()

// decode writes what v stands for by eights, and returns the kinds of its
// characters. It writes two bytes behind what it fills.
func (t *eighths) decode(out, v []byte) (kinds uint64) {
	for len(v) >= 8 && len(out) >= 8 {
		x := t[0][v[0]] | t[1][v[1]] | t[2][v[2]] | t[3][v[3]] |
			t[4][v[4]] | t[5][v[5]] | t[6][v[6]] | t[7][v[7]]
		binary.LittleEndian.PutUint64(out, x)
		kinds |= x
		v, out = v[8:], out[6:]
	}
	return kinds & kindSet
}

// appendBase64 appends what v, which is base64 of either alphabet, padded or
// not, stands for. Of what is not, it appends the part before the first mistake
// and reports false. It may write behind the end of what it returns.
func appendBase64(dst, v []byte) ([]byte, bool) {
	v = bytes.TrimRight(v, "=")
	kinds := uint64(0)
	if n := len(v); n%4 == 1 { // no byte needs just one character
		kinds = base64Table[0][v[n-1]] & urlChar
		v = v[:n-1]
	}
	dst = slices.Grow(dst, len(v)/8*6+8)
	out := dst[len(dst):cap(dst)]
	kinds |= base64Table.decode(out, v)
	n := len(v) / 8 * 6
	x := uint64(0)
	for place, c := range v[len(v)&^7:] {
		x |= base64Table[place][c]
		kinds |= x & kindSet
	}
	binary.LittleEndian.PutUint64(out[n:], x)
	n += len(v) % 8 * 6 / 8
	if kinds&badChar == 0 && kinds != stdChar|urlChar {
		return dst[:len(dst)+n], true
	}
	// Line ends within it, or a mistake: rare enough for a second time.
	enc := base64.RawStdEncoding
	if kinds&urlChar != 0 {
		enc = base64.RawURLEncoding
	}
	dst = slices.Grow(dst, enc.DecodedLen(len(v)))
	n, err := enc.Decode(dst[len(dst):cap(dst)], v)
	return dst[:len(dst)+n], err == nil
}

// decode64 decodes base64 into storage that lives until the next call.
func (s *Scrubber) decode64(v []byte) (plain []byte, ok bool) {
	s.b64, ok = appendBase64(s.b64[:0], v)
	return s.b64, ok
}
