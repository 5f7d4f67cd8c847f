package redact

import "encoding/binary"

// cleanTexts remembers texts that hold no secret: those that are long, that needed
// a close look, or that are of a kind that comes again and again, as user agents
// and paths are. What is kept was about to be shipped as it is, and it is compared
// byte for byte. Direct-mapped and of fixed size, so that no input makes it grow.
type cleanTexts struct {
	slots [cleanSlots]struct {
		n uint8
		b [cleanLen]byte
	}
}

const (
	cleanSlots = 128
	cleanShort = 4   // shorter ones are looked through sooner than looked up
	cleanLong  = 40  // longer than the ids that never come again
	cleanLen   = 191 // bytes of the longest text that is kept
)

// slot is where a text is kept: by its length and both of its ends.
func slot(b []byte) int {
	n := len(b)
	if n < 8 {
		h := uint64(binary.LittleEndian.Uint32(b)) ^ uint64(binary.LittleEndian.Uint32(b[n-4:]))<<32
		return int(h * 0xd6e8feb86659fd93 >> (64 - 7))
	}
	h := binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[n-8:])*0x9e3779b97f4a7c15 ^ uint64(n)
	return int(h * 0xd6e8feb86659fd93 >> (64 - 7))
}

func (c *cleanTexts) has(b []byte) bool {
	if len(b) < cleanShort || len(b) > cleanLen {
		return false
	}
	s := &c.slots[slot(b)]
	return int(s.n) == len(b) && string(s.b[:len(b)]) == string(b)
}

func (c *cleanTexts) add(b []byte) {
	if len(b) < cleanShort || len(b) > cleanLen {
		return
	}
	s := &c.slots[slot(b)]
	s.n = uint8(copy(s.b[:], b))
}

// knows reports whether a text is one of those that hold no secret.
func (s *Scrubber) knows(raw []byte) bool {
	return s.r.deny == nil && s.clean.has(raw) && !s.repeats(raw)
}

// Usual is Text for a value that is likely to come again, as names and paths do.
func (s *Scrubber) Usual(raw []byte, at Place) Text {
	if s.knows(raw) {
		return Text{raw}
	}
	found := len(s.found)
	t := s.Text(raw, at)
	if len(s.found) == found && s.r.deny == nil && string(t.b) == string(raw) {
		s.clean.add(raw)
	}
	return t
}

// Once is Text for a text that surely never comes again: it takes no place among
// those that do.
func (s *Scrubber) Once(raw []byte, at Place) (t Text) {
	first := s.r.eng.filter.next(raw, 0)
	if first == len(raw) && s.r.deny == nil && !s.repeats(raw) {
		return Text{raw}
	}
	defer s.failClosed(&t)
	out, _ := s.scrub(raw, first, at, 0)
	return Text{out}
}

// ID is Text for the id of a request, a trace or a span. Nearly all are a UUID or 8 or
// 16 bytes in hexadecimal, which no shape of a secret is, and none comes again.
func (s *Scrubber) ID(raw []byte, at Place) Text {
	if s.r.deny == nil && isID(raw) && !s.repeats(raw) {
		return Text{raw}
	}
	return s.Text(raw, at)
}

// isID reports whether v is 16 or 32 hexadecimal digits, or 32 as a UUID has them.
func isID(v []byte) bool {
	switch len(v) {
	case 16, 32:
		for ; len(v) >= 8; v = v[8:] {
			if !allHex(binary.LittleEndian.Uint64(v)) {
				return false
			}
		}
		return true
	case 36:
		return v[8] == '-' && v[13] == '-' && v[18] == '-' && v[23] == '-' &&
			allHex(binary.LittleEndian.Uint64(v)) &&
			allHex(uint64(binary.LittleEndian.Uint32(v[9:]))|uint64(binary.LittleEndian.Uint32(v[14:]))<<32) &&
			allHex(uint64(binary.LittleEndian.Uint32(v[19:]))|uint64(binary.LittleEndian.Uint32(v[24:]))<<32) &&
			allHex(binary.LittleEndian.Uint64(v[28:]))
	}
	return false
}

// allHex reports whether eight bytes are all hexadecimal digits.
func allHex(w uint64) bool {
	digits := (w + (0x80-'0')*lowBits) &^ (w + (0x80-'9'-1)*lowBits)
	small := w | 0x20*lowBits
	letters := (small + (0x80-'a')*lowBits) &^ (small + (0x80-'f'-1)*lowBits)
	return ((digits|letters)&^w)&highBits == highBits
}
