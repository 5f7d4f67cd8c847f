package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// HeadMax is how many of its first bytes a file is recognised by at most.
const HeadMax = printLen

// printLen is how many bytes a print covers at most.
const printLen = 1 << 10

// A Print is a salted hash of the Len bytes that end at the offset End: enough
// to recognise a file by, useless to anyone who looks for its content.
type Print struct {
	End int64
	Len int
	Sum [16]byte
}

func newPrint(salt []byte, end int64, data []byte) Print {
	h := sha256.New()
	h.Write(salt)
	h.Write(data)
	p := Print{End: end, Len: len(data)}
	copy(p.Sum[:], h.Sum(nil))
	return p
}

// HoleMin is the fewest NULs in a row that are none of a character's: in UTF-16 and UTF-32
// each has some.
const HoleMin = 4

var hole = make([]byte, HoleMin)

// Written is data, the beginning of a file, without what may be written over yet. A
// program may make its file of NULs first, and of what it copies over them the middle may
// be seen before the beginning. A file that begins with NULs is taken as it is.
func Written(data []byte) []byte {
	if i := bytes.Index(data, hole); i > 0 {
		data = data[:i]
	}
	if text := bytes.TrimRight(data, "\x00"); len(text) > 0 {
		return text
	}
	return data
}

// start is the offset of the first byte that a print ending at end covers.
func start(end int64) int64 { return max(0, end-printLen) }

// MarshalText writes a print as end:length:hash.
func (p Print) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%d:%d:%x", p.End, p.Len, p.Sum), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Print) UnmarshalText(text []byte) error {
	parts := strings.Split(string(text), ":")
	if len(parts) != 3 || len(parts[2]) != hex.EncodedLen(len(p.Sum)) {
		return errors.New("a print is not end:length:hash")
	}
	end, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return errors.New("a print's end is not a number")
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n < 0 || n > printLen || int64(n) > end {
		return errors.New("a print's length is not possible")
	}
	sum, err := hex.DecodeString(parts[2])
	if err != nil {
		return errors.New("a print's hash is not hexadecimal")
	}
	p.End, p.Len = end, n
	copy(p.Sum[:], sum)
	return nil
}

// maxTrail is how many prints of earlier ends an identity keeps.
const maxTrail = 12

// addPrint adds a print to a trail that is sorted by end. A full trail loses
// the print that leaves the least noticeable gap, so that its prints lie
// denser towards the end of the file: a copy that was made a while ago can
// then still be recognised by the part that it has.
func addPrint(trail []Print, p Print) []Print {
	i := len(trail)
	for i > 0 && trail[i-1].End >= p.End {
		i--
	}
	if i < len(trail) && trail[i].End == p.End {
		trail[i] = p
		return trail
	}
	trail = append(trail, Print{})
	copy(trail[i+1:], trail[i:])
	trail[i] = p
	if len(trail) <= maxTrail {
		return trail
	}
	newest := trail[len(trail)-1].End
	drop, least := 0, 2.0
	for j := range len(trail) - 1 {
		before := int64(0)
		if j > 0 {
			before = trail[j-1].End
		}
		gap := float64(trail[j+1].End-before) / float64(newest-before)
		if gap < least {
			drop, least = j, gap
		}
	}
	return append(trail[:drop], trail[drop+1:]...)
}
