package redact

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// A Text is scrubbed text. Holding one is proof that its bytes went through a
// Scrubber (or are a constant of this program): no other package can make one.
type Text struct{ b []byte }

// A constant is a string that only an untyped constant converts to outside of
// this package: a variable cannot be passed where one is asked for.
type constant string

// Static is the Text of a string constant of this program.
func Static(s constant) Text { return Text{[]byte(s)} }

// Len is the length in bytes.
func (t Text) Len() int { return len(t.b) }

// IsZero reports whether t is empty: an absent field.
func (t Text) IsZero() bool { return len(t.b) == 0 }

// String copies t into a string.
func (t Text) String() string { return string(t.b) }

// Is reports whether t is s, without copying.
func (t Text) Is(s string) bool { return string(t.b) == s }

// Equal reports whether t and u are the same text.
func (t Text) Equal(u Text) bool { return bytes.Equal(t.b, u.b) }

// Contains reports whether s stands in t.
func (t Text) Contains(s []byte) bool { return bytes.Contains(t.b, s) }

// Clone is a Text with a life of its own.
func (t Text) Clone() Text { return Text{bytes.Clone(t.b)} }

// A Shelf holds copies of Texts that outlive what they were made from, in memory
// that nobody else can write to.
type Shelf struct{ b []byte }

// Reset ends the life of all Texts on the shelf, and makes room for size bytes.
func (s *Shelf) Reset(size int) {
	if cap(s.b) < size {
		s.b = make([]byte, 0, size)
	}
	s.b = s.b[:0]
}

// Keep puts a copy of t on the shelf, if there is room.
func (s *Shelf) Keep(t Text) (kept Text, ok bool) {
	start := len(s.b)
	if len(t.b) > cap(s.b)-start {
		return Text{}, false
	}
	s.b = append(s.b, t.b...)
	return Text{s.b[start:len(s.b):len(s.b)]}, true
}

// Cut is t without what lies past n bytes, never in the middle of a rune.
func (t Text) Cut(n int) Text {
	if len(t.b) <= n {
		return t
	}
	for n > 0 && !utf8.RuneStart(t.b[n]) {
		n--
	}
	return Text{t.b[:n]}
}

// AppendTo appends the bytes of t to dst.
func (t Text) AppendTo(dst []byte) []byte { return append(dst, t.b...) }

// AppendJSON appends t as a JSON string with its quotes. Bytes that are not
// UTF-8 become U+FFFD, so that every document stays valid JSON.
func (t Text) AppendJSON(dst []byte) []byte {
	if !plain(t.b) {
		return AppendJSON(dst, t.b)
	}
	return append(append(append(dst, '"'), t.b...), '"')
}

const hexDigits = "0123456789abcdef"

// plainJSON marks the bytes that stand for themselves in a JSON string.
var plainJSON = func() (t [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\' && c != 0x7f
	}
	return t
}()

// AppendJSON appends s as a JSON string with its quotes.
func AppendJSON(dst, s []byte) []byte {
	dst = append(dst, '"')
	start := 0
	for i := plainPrefix(s); i < len(s); {
		c := s[i]
		if plainJSON[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\ufffd"...)
				i++
				start = i
				continue
			}
			i += n
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// plainPrefix is a length up to which all bytes of s are plain in JSON: all of
// it, as a rule.
func plainPrefix(s []byte) int {
	if plain(s) {
		return len(s)
	}
	i := 0
	for i <= len(s)-8 && plain8(binary.LittleEndian.Uint64(s[i:])) {
		i += 8
	}
	for i < len(s) && plainJSON[s[i]] {
		i++
	}
	return i
}

// plain reports whether all bytes of s are plain in JSON, as a rule they are. It
// looks at eight bytes at once, and at the last eight once more.
func plain(s []byte) bool {
	var odd uint64
	switch n := len(s); {
	case n >= 8:
		last := binary.LittleEndian.Uint64(s[n-8:])
		for len(s) >= 8 {
			odd |= oddities(binary.LittleEndian.Uint64(s))
			s = s[8:]
		}
		odd |= oddities(last)
	case n >= 4:
		odd = oddities(uint64(binary.LittleEndian.Uint32(s)) | uint64(binary.LittleEndian.Uint32(s[n-4:]))<<32)
	default:
		for _, c := range s {
			if !plainJSON[c] {
				return false
			}
		}
	}
	return odd&highBits == 0
}

// oddities has the high bit of a byte set when one of eight bytes is not plain in
// JSON, of that one or of one before it. A byte is a quote or a control character
// when it is below 0x21 with its second bit turned over; x+lowBits has the high bit
// of 0x7f and of all that is not ASCII set, as x has.
func oddities(w uint64) uint64 {
	return (w ^ 2*lowBits - 0x21*lowBits) | (w ^ '\\'*lowBits - lowBits) | w | (w + lowBits)
}

// plain8 reports whether eight bytes are all plain in JSON.
func plain8(w uint64) bool { return oddities(w)&highBits == 0 }
