package redact

import (
	"bytes"
	"strings"
)

// Classes of bytes, ASCII only: every other byte separates words.
const (
	clDigit uint8 = 1 << iota
	clLower
	clUpper
	clName  // may stand inside a name: letters, digits, _ - .
	clToken // may stand inside a bearer token: RFC 6750's b68token and what vendors add
	clB64   // base64, both alphabets, without padding
	clSpace // space, tab, line ends, NUL
	clHex
)

var class = func() (t [256]uint8) {
	for c := range t {
		b := byte(c)
		switch {
		case '0' <= b && b <= '9':
			t[c] = clDigit | clName | clToken | clB64 | clHex
		case 'a' <= b && b <= 'z':
			t[c] = clLower | clName | clToken | clB64
		case 'A' <= b && b <= 'Z':
			t[c] = clUpper | clName | clToken | clB64
		}
		if 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F' {
			t[c] |= clHex
		}
	}
	for _, c := range []byte("_-.") {
		t[c] |= clName
	}
	for _, c := range []byte("_-.~+/=:!*%") {
		t[c] |= clToken
	}
	for _, c := range []byte("+/_-") {
		t[c] |= clB64
	}
	for _, c := range []byte(" \t\r\n\v\f\x00") {
		t[c] |= clSpace
	}
	return t
}()

var lower = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

func digit(c byte) bool    { return class[c]&clDigit != 0 }
func isUpper(c byte) bool  { return class[c]&clUpper != 0 }
func isLetter(c byte) bool { return class[c]&(clLower|clUpper) != 0 }
func isAlnum(c byte) bool  { return class[c]&(clDigit|clLower|clUpper) != 0 }
func isName(c byte) bool   { return class[c]&clName != 0 }
func isSpace(c byte) bool  { return class[c]&clSpace != 0 }
func isHex(c byte) bool    { return class[c]&clHex != 0 }

// skip is the first index from i on whose byte is not of class cl.
func skip(b []byte, i int, cl uint8) int {
	for i < len(b) && class[b[i]]&cl != 0 {
		i++
	}
	return i
}

// back is the start of the run of class cl that ends at i, at most max bytes long.
func back(b []byte, i int, cl uint8, max int) int {
	low := i - max
	if low < 0 {
		low = 0
	}
	for i > low && class[b[i-1]]&cl != 0 {
		i--
	}
	return i
}

// foldEqual reports whether b is lit, which is in small letters, in any case.
func foldEqual(b []byte, lit string) bool {
	if len(b) != len(lit) {
		return false
	}
	for i := range b {
		if lower[b[i]] != lit[i] {
			return false
		}
	}
	return true
}

// inAnyCase is what m, whose keys are in small letters and of 24 bytes at most, holds
// for v.
func inAnyCase[V any](m map[string]V, v []byte) (found V) {
	var buf [24]byte
	if len(v) > len(buf) {
		return found
	}
	for i, c := range v {
		buf[i] = lower[c]
	}
	return m[string(buf[:len(v)])]
}

func hasFold(b []byte, i int, lit string) bool {
	return i >= 0 && i+len(lit) <= len(b) && foldEqual(b[i:i+len(lit)], lit)
}

func containsFold(b []byte, lit string) bool { return indexFold(b, lit) >= 0 }

// indexFold is where lit, which is in small letters, begins in b, in any case; -1 if it
// does not.
func indexFold(b []byte, lit string) int {
	for i := range b {
		if lower[b[i]] == lit[0] && hasFold(b, i, lit) {
			return i
		}
	}
	return -1
}

// mentions reports whether one of words, in small letters, stands in v, in any case.
func mentions(v []byte, words ...string) bool {
	for _, w := range words {
		if containsFold(v, w) {
			return true
		}
	}
	return false
}

// endsIn reports whether v ends in one of words.
func endsIn(v []byte, words ...string) bool {
	for _, w := range words {
		if bytes.HasSuffix(v, []byte(w)) {
			return true
		}
	}
	return false
}

// madeOf reports whether v is bytes of class cl and of also.
func madeOf(v []byte, cl uint8, also string) bool {
	for _, c := range v {
		if class[c]&cl == 0 && strings.IndexByte(also, c) < 0 {
			return false
		}
	}
	return len(v) > 0
}

// lineBefore is what stands before i on its line, lineBehind what stands from i on:
// n bytes at most.
func lineBefore(b []byte, i, n int) []byte {
	v := b[max(0, i-n):i]
	return v[bytes.LastIndexByte(v, '\n')+1:]
}

func lineBehind(b []byte, i, n int) []byte {
	v := b[i:min(len(b), i+n)]
	if k := bytes.IndexByte(v, '\n'); k >= 0 {
		return v[:k]
	}
	return v
}

// beforeControl is what stands in v before the end of a line, a tab or a NUL as rsyslog
// writes them: hashed of hashed#012ok. The view behind the escapes shows what comes then.
// Other control characters are seldom in a log, and #013 may be of a password.
func beforeControl(v []byte) []byte {
	for i := 0; ; i++ {
		k := bytes.IndexByte(v[i:], '#')
		if k < 0 {
			return v
		}
		if i += k; isEscape(v, i) && i+len("#012") <= len(v) {
			switch string(v[i+1 : i+4]) {
			case "000", "011", "012", "015":
				return v[:i]
			}
		}
	}
}

// wordSet is the set of the words in a list that blanks part.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// isQuote reports whether c is one of the quotes that programs put around a text.
func isQuote(c byte) bool { return c == '"' || c == '\'' }

// byteAt is b[i], or 0 outside of b.
func byteAt(b []byte, i int) byte {
	if i < 0 || i >= len(b) {
		return 0
	}
	return b[i]
}
