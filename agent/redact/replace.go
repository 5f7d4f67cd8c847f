package redact

import (
	"slices"
	"strconv"
)

// replace writes raw with the spans from base on replaced, and records them as
// findings. Without any it returns raw itself.
// It reports whether the result needs no second look: a hash in the place of a
// token that stands apart changes nothing around it.
func (s *Scrubber) replace(raw []byte, base int) (out []byte, settled bool) {
	spans := s.spans[base:]
	if len(spans) == 0 {
		return raw, true
	}
	settled = true
	spans = join(spans)
	s.found = slices.Grow(s.found, len(spans)) // at once: see emit
	for i := range spans {
		sp := &spans[i]
		sp.found = len(s.found)
		if sp.inner {
			continue
		}
		s.found = append(s.found, Finding{Kind: sp.kind, At: sp.at, Offset: sp.from})
		if sp.lit == nil && !sp.kind.Removed() {
			s.hash(sp.found, s.canonical(sp.secret), sp.kind, sp.at)
		}
	}
	mark := len(s.arena)
	out = s.arena
	done := 0
	for i := range spans {
		sp := &spans[i]
		out = append(out, raw[done:whole(raw, done, sp.from)]...)
		settled = settled && sp.lit == nil && !sp.kind.Removed() && apart(raw, sp.from, sp.to)
		out = append(out, sp.quote...)
		start := len(out)
		switch {
		case sp.lit != nil:
			out = append(out, sp.lit...)
		case !sp.kind.Removed():
			out = append(out, hashed...)
			digits := hexOf(&s.found[sp.found].Token.Hash)
			out = append(out, digits[:]...)
		case sp.bare:
			out = append(out, removedBare...)
		default:
			out = append(out, removed...)
		}
		if from := begun(out, mark, start); from < start {
			out = append(out[:from], out[start:]...)
			start = from
		}
		switch sp.as {
		case inHex:
			out = hexUp(out, start)
		case inDecimal:
			out = s.numbersUp(out, start, raw[sp.from:sp.to])
		}
		out = append(out, sp.quote...)
		done = sp.to
		if n := whole(raw, sp.from, sp.to); n > sp.from {
			done = n
		}
	}
	out = append(out, raw[done:]...)
	s.arena = out
	return out[mark:len(out):len(out)], settled
}

// begun is where an escape begins that goes on with the t of a hash at i: \tok:, or
// the t of a colour that was cut off; i if none does.
func begun(out []byte, mark, i int) int {
	if i == mark || i == len(out) {
		return i
	}
	if out[i-1] == '\\' {
		return whole(out, mark, i)
	}
	k := i
	for k > mark && (digit(out[k-1]) || out[k-1] == ';' || out[k-1] == '?') {
		k--
	}
	if k-2 >= mark && out[k-1] == '[' && out[k-2] == 0x1b && isLetter(out[i]) {
		return k - 2
	}
	return i
}

// whole is i, or where the escape begins that i cuts in two, if that is not before
// done: behind a backslash, a mark would be no JSON any more, and neither would what
// is behind a mark that took the backslash away.
func whole(raw []byte, done, i int) int {
	n := i
	for n > done && raw[n-1] == '\\' {
		n--
	}
	if (i-n)%2 == 1 && isEscape(raw, i-1) {
		return i - 1
	}
	return i
}

// apart reports whether raw[from:to] is a word and no part of a longer one, so that
// another word in its place leaves what parts it from others as it was.
func apart(raw []byte, from, to int) bool {
	return from < to && inWord(raw[from]) && inWord(raw[to-1]) && !inWord(byteAt(raw, from-1)) && !isAlnum(byteAt(raw, to))
}

func inWord(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }

// hexUp turns out[start:] into hex digits.
func hexUp(out []byte, start int) []byte {
	n := len(out) - start
	out = append(out, out[start:]...)
	for i := n - 1; i >= 0; i-- {
		c := out[start+i]
		out[start+2*i], out[start+2*i+1] = upperHex[c>>4], upperHex[c&15]
	}
	return out
}

// numbersUp turns out[start:] into decimal numbers, with what parts those of like
// between them.
func (s *Scrubber) numbersUp(out []byte, start int, like []byte) []byte {
	sep := like[skip(like, 0, clDigit):]
	for n := range sep {
		if digit(sep[n]) {
			sep = sep[:n]
			break
		}
	}
	if len(sep) == 0 {
		sep = []byte{','}
	}
	s.b64 = append(s.b64[:0], out[start:]...)
	out = out[:start]
	for i, c := range s.b64 {
		if i > 0 {
			out = append(out, sep...)
		}
		out = strconv.AppendUint(out, uint64(c), 10)
	}
	return out
}

const upperHex = "0123456789ABCDEF"

// join sorts spans and makes one of those that overlap: it covers all of them,
// and the longest says what it is.
func join(spans []span) []span {
	before := func(a, b span) int { return a.from - b.from }
	if !slices.IsSortedFunc(spans, before) {
		slices.SortStableFunc(spans, before)
	}
	n := 0
	for _, sp := range spans[1:] {
		last := &spans[n]
		if sp.from >= last.to {
			n++
			spans[n] = sp
			continue
		}
		from, to := min(last.from, sp.from), max(last.to, sp.to)
		if sp.to-sp.from > last.to-last.from {
			*last = sp
		}
		last.from, last.to = from, to
	}
	return spans[:n+1]
}

// wholeValue treats the whole view as the value of a credential's name.
func (sc *scan) wholeValue(row *nameRow) {
	v := valuer{sc: sc, row: row, d: tight, at: sc.at, query: true}
	from := skip(sc.b, 0, clSpace)
	to := len(sc.b)
	for to > from && isSpace(sc.b[to-1]) {
		to--
	}
	if from < to {
		v.secret(from, to, true)
	}
}
