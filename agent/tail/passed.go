package tail

import (
	"encoding/binary"
	"hash/fnv"
	"path/filepath"
	"strings"
)

// A passed is a set of files that are not to be read, by numbers that stay the
// same over restarts. A file that was written to is not in it any more.
type passed map[uint64]bool

// add adds a file. A file that is compressed later is another file, so what
// compression keeps is added as well.
func (p passed) add(path string, l look) {
	p[l.key()] = true
	if !isZipName(path) {
		p[timeKey(l)] = true
		if isDated(path) {
			p[nameKey(path)] = true
		}
	}
}

// has reports whether a file is in the set, or was before it was compressed.
func (p passed) has(path string, l look) bool {
	if p[l.key()] {
		return true
	}
	plain := strings.TrimSuffix(path, ".gz")
	return isZipName(path) && (p[timeKey(l)] || isDated(plain) && p[nameKey(plain)])
}

func isZipName(path string) bool { return strings.HasSuffix(path, ".gz") }

// isDated reports whether a rotated name stays with its file: a name with a
// number in it goes on to the next file.
func isDated(path string) bool {
	digits := 0
	for _, c := range filepath.Base(path) {
		if '0' <= c && c <= '9' {
			digits++
		}
	}
	return digits >= 6
}

// key stands for the look, timeKey for what compression keeps of it, nameKey
// for a name.
func (l look) key() uint64 { return keyOf(l.at.dev, l.at.ino, uint64(l.size), uint64(l.mtime)) }

func timeKey(l look) uint64 { return keyOf(uint64(l.mtime)) }

func nameKey(path string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(path))
	return h.Sum64()
}

func keyOf(numbers ...uint64) uint64 {
	h := fnv.New64a()
	var b [8]byte
	for _, n := range numbers {
		binary.LittleEndian.PutUint64(b[:], n)
		h.Write(b[:])
	}
	return h.Sum64()
}
