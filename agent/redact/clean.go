package redact

import "encoding/binary"

// cleanTexts remembers texts that hold no secret, those that are long or needed a
// close look: user agents and paths come again and again. What is kept was about
// to be shipped as it is, and it is compared byte for byte. Direct-mapped and of
// fixed size, so that no input makes it grow.
type cleanTexts struct {
	slots [cleanSlots]struct {
		n uint8
		b [cleanLen]byte
	}
}

const (
	cleanSlots = 128
	cleanLong  = 40  // longer than the ids that never come again
	cleanLen   = 191 // bytes of the longest text that is kept
)

// slot is where a text is kept: by its length and both of its ends.
func slot(b []byte) int {
	h := binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[len(b)-8:])*0x9e3779b97f4a7c15 ^ uint64(len(b))
	return int(h * 0xd6e8feb86659fd93 >> (64 - 7))
}

func (c *cleanTexts) has(b []byte) bool {
	if len(b) < 8 || len(b) > cleanLen {
		return false
	}
	s := &c.slots[slot(b)]
	return int(s.n) == len(b) && string(s.b[:len(b)]) == string(b)
}

func (c *cleanTexts) add(b []byte) {
	if len(b) < 8 || len(b) > cleanLen {
		return
	}
	s := &c.slots[slot(b)]
	s.n = uint8(copy(s.b[:], b))
}
