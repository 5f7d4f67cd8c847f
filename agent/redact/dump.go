package redact

import (
	"bytes"
	"encoding/hex"
)

const (
	dumpWidth = 16       // bytes of a line
	maxDump   = 16 << 10 // bytes of a dump that are read
)

// dump judges a hex dump of several lines, of which a secret may fill more than
// one. The anchor is the offset of the second line. If it holds a secret, it is
// replaced by the scrubbed text in hex, without offsets and without the column that
// shows it.
func (sc *scan) dump(a *anchor, lo int) int {
	b, s := sc.b, sc.s
	if lo < sc.judged.dumps || sc.nest >= maxNest {
		return 0
	}
	first := bytes.LastIndex(b[max(sc.judged.dumps, lo-128):lo], []byte("0x0000:"))
	if a.lit[0] != '0' || a.lit[1] != 'x' {
		first = bytes.LastIndex(b[max(sc.judged.dumps, lo-128):lo], []byte("00000000"))
	}
	if first < 0 {
		return 0
	}
	first += max(sc.judged.dumps, lo-128)
	mark := len(s.arena)
	to := 0
	for i := first; i > 0 || to == 0; {
		end := sc.dumpLine(i)
		if end == 0 {
			break
		}
		to = end
		next := lineBreak(b, end)
		if next == 0 || len(s.arena)-mark > maxDump {
			break
		}
		i = next
	}
	sc.judged.dumps = max(lo+1, to)
	plain := s.arena[mark:len(s.arena):len(s.arena)]
	if to < lo || !text(plain) {
		return 0
	}
	out, changed := s.scrub(plain, 0, sc.at, sc.nest+1)
	if !changed {
		return 0
	}
	mark = len(s.arena)
	s.arena = hex.AppendEncode(s.arena, out)
	rf, rt := sc.root(first, to)
	s.spans = append(s.spans, span{from: rf, to: rt, lit: s.arena[mark:len(s.arena):len(s.arena)], inner: true})
	return to
}

// dumpLine appends the bytes of the line at i to the arena and returns where it
// ends, 0 if it is none of a dump: an offset, bytes by one or two, and what they
// show as.
func (sc *scan) dumpLine(i int) int {
	b, s := sc.b, sc.s
	if hasPrefix(b, i, []byte("0x")) {
		i += len("0x")
	}
	offset := skip(b, i, clHex)
	if n := offset - i; n != 4 && n != 8 {
		return 0
	}
	n := 0
	for i = skipByte(b, offset, ':'); n < dumpWidth; {
		from := skipByte(b, i, ' ')
		to := skip(b, from, clHex)
		if w := to - from; w != 2 && w != 4 || from == i || n > 0 && from-i > 2 || n+w/2 > dumpWidth || isAlnum(byteAt(b, to)) {
			break
		}
		for ; from < to; from += 2 {
			s.arena = append(s.arena, unhex(b[from])<<4|unhex(b[from+1]))
			n++
		}
		i = to
	}
	if n == 0 {
		return 0
	}
	shown := skipByte(b, i, ' ')
	if byteAt(b, shown) == '|' {
		n += len("||")
	}
	for k := i; k < min(len(b), shown+2*n); k++ { // in escapes it is longer than what it shows
		if lineBreak(b, k) > 0 {
			return k
		}
	}
	if shown > i && shown+n <= len(b) {
		return shown + n
	}
	return i
}

// lineBreak is where the next line begins if one ends at i, also when it is written as
// an escape, 0 if none does.
func lineBreak(b []byte, i int) int {
	k := skipByte(b, i, '\r')
	if byteAt(b, k) == '\n' {
		return skip(b, k+1, clSpace)
	}
	for range 2 { // \r\n
		n := skipByte(b, k, '\\')
		if c := byteAt(b, n); n == k || c != 'n' && c != 'r' {
			return 0
		}
		k = n + 1
		if t := skipByte(b, k, '\\'); t > k && byteAt(b, t) == 't' {
			return t + 1
		}
		if c := byteAt(b, k); c == '0' || c == '"' || c == '\'' || c == ' ' { // where an offset begins, or nothing
			return skip(b, k, clSpace)
		}
	}
	return 0
}
