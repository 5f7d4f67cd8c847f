package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
)

const (
	// LadderMax is how many of a file's first bytes its ladder covers at most.
	LadderMax = 8 << 10
	// maxRungs bounds a ladder where lines are very short.
	maxRungs = 128
)

// A ladder has a rung at the end of each of a file's first lines. With it a copy that ends
// early, at whatever line, is told from another file that has the same header. A print
// could not do that, as it is of an offset that the copy may not reach.
type ladder struct {
	reach int // all line ends up to here have a rung
	rungs []rung
}

// A rung is a salted sum of all bytes before a line's end.
type rung struct {
	end int32
	sum uint32
}

// climb makes the ladder of a file that begins with data.
func climb(salt, data []byte) ladder {
	data = data[:min(len(data), LadderMax)]
	l := ladder{reach: len(data)}
	h := sha256.New()
	h.Write(salt)
	for off := 0; off < len(data); {
		n := bytes.IndexByte(data[off:], '\n') + 1
		if n == 0 {
			break
		}
		h.Write(data[off : off+n])
		off += n
		var sum [sha256.Size]byte
		l.rungs = append(l.rungs, rung{int32(off), binary.BigEndian.Uint32(h.Sum(sum[:0]))})
		if len(l.rungs) == maxRungs {
			l.reach = off
			break
		}
	}
	return l
}

// full reports whether the ladder cannot grow with its file. No header is as
// long as that.
func (l ladder) full() bool { return l.reach >= LadderMax || len(l.rungs) >= maxRungs }

// agrees reports whether two files have the same lines as far as both ladders
// reach, and where the last of these ends.
func (l ladder) agrees(other ladder) (end int64, same bool) {
	reach := int32(min(l.reach, other.reach))
	a, b := l.below(reach), other.below(reach)
	if !slices.Equal(a, b) {
		return 0, false
	}
	if len(a) == 0 {
		return 0, true
	}
	return int64(a[len(a)-1].end), true
}

func (l ladder) below(reach int32) []rung {
	n := len(l.rungs)
	for n > 0 && l.rungs[n-1].end > reach {
		n--
	}
	return l.rungs[:n]
}

// MarshalText writes a ladder as base64 of its reach, and each rung's end and
// sum.
func (l ladder) MarshalText() ([]byte, error) {
	b := binary.BigEndian.AppendUint16(nil, uint16(l.reach))
	for _, r := range l.rungs {
		b = binary.BigEndian.AppendUint16(b, uint16(r.end))
		b = binary.BigEndian.AppendUint32(b, r.sum)
	}
	return base64.RawStdEncoding.AppendEncode(nil, b), nil
}

var errLadder = errors.New("a file's first lines are not valid")

// UnmarshalText reads what MarshalText wrote.
func (l *ladder) UnmarshalText(text []byte) error {
	b, err := base64.RawStdEncoding.DecodeString(string(text))
	if err != nil || len(b)%6 != 2 || len(b) > 2+6*maxRungs {
		return errLadder
	}
	l.reach = int(binary.BigEndian.Uint16(b))
	for b = b[2:]; len(b) > 0; b = b[6:] {
		r := rung{int32(binary.BigEndian.Uint16(b)), binary.BigEndian.Uint32(b[2:])}
		if n := len(l.rungs); int(r.end) > l.reach || n > 0 && l.rungs[n-1].end >= r.end {
			return errLadder
		}
		l.rungs = append(l.rungs, r)
	}
	if l.reach > LadderMax {
		return errLadder
	}
	return nil
}
