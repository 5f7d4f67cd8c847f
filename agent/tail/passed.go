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

// add adds a file that is at the path of a glob.
func (p passed) add(path string, l look) {
	p[l.key()], p[l.copyKey()] = true, true
	p.addZipped(path, l)
}

// addSibling adds a file that is at no path of a glob. When it comes to one it is read.
func (p passed) addSibling(path string, l look) {
	p[l.siblingKey()], p[l.siblingCopyKey()] = true, true
	p.addZipped(path, l)
}

// addZipped adds what compression keeps of a file: it will be another one.
func (p passed) addZipped(path string, l look) {
	if !isZipName(path) {
		p[timeKey(l)] = true
		if isDated(path) {
			p[nameKey(path)] = true
		}
	}
}

// hasSibling reports whether a file that is at no path of a glob is in the set, or was
// before it was compressed.
func (p passed) hasSibling(path string, l look) bool {
	return p[l.siblingKey()] || p[l.siblingCopyKey()] || p.has(path, l)
}

// has reports whether a file that is at the path of a glob is in the set, or was before it
// was compressed.
func (p passed) has(path string, l look) bool {
	if p[l.key()] || p[l.copyKey()] {
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

// key and siblingKey stand for the look; copyKey and siblingCopyKey for what stays of it under
// other inodes, as where a file system is mounted anew or a folder is copied; timeKey for what
// compression keeps of it, nameKey for a name.
func (l look) key() uint64 { return keyOf(l.at.dev, l.at.ino, uint64(l.size), uint64(l.mtime)) }

func (l look) siblingKey() uint64 { return keyOf(l.key(), 1) }

func (l look) copyKey() uint64 { return keyOf(uint64(l.size), uint64(l.mtime)) }

func (l look) siblingCopyKey() uint64 { return keyOf(l.copyKey(), 1) }

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
