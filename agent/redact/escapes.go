package redact

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// isEscape reports whether an escape begins at i that a view would take off.
func isEscape(b []byte, i int) bool {
	n, _, _ := unescape(b, i)
	return n > 0
}

// unescape reads the escape at i: its length, 0 if it is none; the character, -1
// if it stands for nothing; and whether that is a single byte rather than a rune.
func unescape(b []byte, i int) (n int, r rune, single bool) {
	switch b[i] {
	case '%': // %3D
		return unescapePercent(b, i)
	case '\\': // \u003d
		return unescapeBackslash(b, i)
	case '&': // &amp;
		return unescapeEntity(b, i)
	case 0x1b: // a colour
		return unescapeTerminal(b, i, i+1)
	case '^': // ^[[0m, a colour as cat -v shows it
		if byteAt(b, i+1) == '[' {
			return unescapeTerminal(b, i, i+2)
		}
	case '#': // #012: rsyslog's way with control characters
		if c := octal(b, i+1); c > 0 && c < ' ' { // #000 is rather of a password
			return 4, c, true
		}
	case '=': // quoted-printable
		return softLineBreak(b, i), -1, false
	default:
		if b[i] < utf8.RuneSelf {
			return unescapeControl(b, i)
		}
		return unescapeWide(b, i)
	}
	return 0, 0, false
}

// unescapePercent reads the escape of a URL: %3D, or %u003d as JavaScript's escape writes it.
func unescapePercent(b []byte, i int) (n int, r rune, single bool) {
	if i+2 < len(b) && isHex(b[i+1]) && isHex(b[i+2]) {
		return 3, rune(unhex(b[i+1])<<4 | unhex(b[i+2])), true
	}
	if byteAt(b, i+1) == 'u' {
		if u := hex4(b, i+2); u >= 0 {
			return 6, u, u < utf8.RuneSelf
		}
	}
	return 0, 0, false
}

// softLineBreak is the length of the soft line break of quoted-printable at i, 0 if there is
// none: an equals sign and the end of a line within a token. Programs fill lines before they
// break them, so that the padding of base64 at the end of another line is none. A line may
// be longer by what the log has before it; then what is no padding breaks it.
func softLineBreak(b []byte, i int) int {
	const shortest, longest = 64, 76 // bytes of such a line
	end := i + 1
	for end < len(b) && end < i+3 && (b[end] == '\r' || b[end] == '\n') {
		end++
	}
	if end == i+1 || i == 0 || b[i-1] == '=' || end == len(b) || class[b[i-1]]&clToken == 0 || class[b[end]]&clToken == 0 {
		return 0
	}
	begin := max(0, i-longest)
	begin += bytes.LastIndexAny(b[begin:i], "\n\"") + 1
	n, next := i+1-begin, skip(b, end, clName)
	header := byteAt(b, next) == ':' && byteAt(b, next+1) == ' ' // Host: example.com
	switch {
	case n < shortest, n <= longest && header && fillsUp(b, i), n > longest && (header || fillsUp(b, i) && !looksRandom(b[end:next], 8)):
		return 0
	}
	return end - i
}

// fillsUp reports whether an equals sign at i fills up the last group of four of base64.
func fillsUp(b []byte, i int) bool {
	n := i - back(b, i, clB64, i)
	return n >= 8 && n%4 == 3
}

// unescapeWide reads a character that is not ASCII and stands for one, or that is not seen.
func unescapeWide(b []byte, i int) (n int, r rune, single bool) {
	if isBroken(b, i) {
		return unescapeBroken(b, i)
	}
	if n := invisible(b, i); n > 0 {
		if partsWords(b, i, n) {
			return n, ' ', true
		}
		return n, -1, false
	}
	if hasPrefix(b, i, []byte("\u00a0")) { // the space that breaks no line
		return 2, ' ', true
	}
	if i+2 >= len(b) {
		return 0, 0, false
	}
	switch [3]byte(b[i:]) {
	case [3]byte{0xe3, 0x80, 0x80}: // U+3000, the space of Chinese and Japanese
		return 3, ' ', true
	case [3]byte{0xef, 0xbc, 0x9a}: // the full-width colon
		return 3, ':', true
	case [3]byte{0xef, 0xbc, 0x9d}: // the full-width equals sign
		return 3, '=', true
	}
	return 0, 0, false
}

// invisible is the length of the character at i if it is not seen, else 0: U+00AD,
// U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FE00 to U+FE0F, U+FEFF, or what
// stands for a broken one, U+FFFD.
func invisible(b []byte, i int) int {
	if i+1 < len(b) && b[i] == 0xc2 && b[i+1] == 0xad {
		return 2
	}
	if i+2 >= len(b) {
		return 0
	}
	last := b[i+2]
	switch uint16(b[i])<<8 | uint16(b[i+1]) {
	case 0xe280:
		if last >= 0x8b && last <= 0x8f || last >= 0xaa && last <= 0xae {
			return 3
		}
	case 0xe281:
		if last >= 0xa0 && last <= 0xaf {
			return 3
		}
	case 0xefb8:
		if last <= 0x8f {
			return 3
		}
	case 0xefbb:
		if last == 0xbf {
			return 3
		}
	case 0xefbf:
		if last == 0xbd {
			return 3
		}
	}
	return 0
}

// partsWords reports whether an invisible character of n bytes at i stands
// between a word and a token. Between two halves of either it hides one.
func partsWords(b []byte, i, n int) bool {
	if i == 0 || i+n >= len(b) || !isAlnum(b[i-1]) || !isAlnum(b[i+n]) {
		return false
	}
	before, after := b[back(b, i, clName, 256):i], b[i+n:skip(b, i+n, clName)]
	if looksRandom(after, 6) {
		return !looksRandom(before, 6) && has(before)&clDigit == 0
	}
	return looksRandom(before, 6) && has(after)&clDigit == 0
}

// isControl reports whether c is a control character that parts no words and no lines.
func isControl(c byte) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x1b || c == 0x7f
}

// unescapeControl reads a control character that stands for nothing: a NUL of a text in
// UTF-16, one that parts the halves of a token, and one beside a sign that parts a value
// from what is around it. Others part the arguments of a program, or fields.
func unescapeControl(b []byte, i int) (n int, r rune, single bool) {
	same := func(k int) bool { return k >= 0 && k < len(b) && b[k] == b[i] }
	switch {
	case !isControl(b[i]), same(i - 1), same(i + 1):
		return 0, 0, false
	case b[i] == 0 && (same(i-2) && (same(i-4) || same(i+2)) || same(i+2) && same(i+4)): // UTF-16
	case i == 0 || i+1 == len(b) || besideValue(b[i+1]) || besideValue(b[i-1]) && !endsToken(b, i):
	case isAlnum(b[i-1]) && isAlnum(b[i+1]) && !partsWords(b, i, 1):
	default:
		return 0, 0, false
	}
	return 1, -1, false
}

// endsToken reports whether the equals sign before i fills up a token.
func endsToken(b []byte, i int) bool {
	return b[i-1] == '=' && (byteAt(b, i-2) == '=' || looksRandom(b[back(b, i-1, clB64, 256):i-1], 16))
}

// besideValue reports whether c is a sign before or behind a value, and none that an
// argument of a program begins with.
func besideValue(c byte) bool {
	return c >= ' ' && c < utf8.RuneSelf && !isAlnum(c) && c != '-' && c != '.' && c != '_'
}

// unescapeBroken reads a byte that is no UTF-8: one that stands beside a token or between
// its halves stands for nothing, one between letters is a letter of Latin-1.
func unescapeBroken(b []byte, i int) (n int, r rune, single bool) {
	if b[i] >= 0xa0 && i > 0 && i+1 < len(b) && isLetter(b[i-1]) && isLetter(b[i+1]) {
		from, to := back(b, i, clName, 256), skip(b, i+1, clName)
		if !looksRandom(b[from:i], 4) && !looksRandom(b[i+1:to], 4) {
			return 1, rune(b[i]), false
		}
	}
	if partsWords(b, i, 1) {
		return 1, ' ', true
	}
	return 1, -1, false
}

// isBroken reports whether the byte at i, which is not ASCII, is no part of a character
// of UTF-8.
func isBroken(b []byte, i int) bool {
	for k := i; k >= max(0, i-3); k-- {
		if utf8.RuneStart(b[k]) {
			r, n := utf8.DecodeRune(b[k:])
			return r == utf8.RuneError && n == 1 || k+n <= i
		}
	}
	return true
}

// isUnclean reports whether a text has control characters that part neither words nor
// lines, or bytes that are no UTF-8: a token may stand against them.
func isUnclean(b []byte) bool {
	if n := len(b) - 16; n >= 0 {
		odd := oddIn(b[n:])
		for i := 0; i < n; i += 16 {
			odd |= oddIn(b[i : i+16])
		}
		if odd&highBits == 0 {
			return false
		}
	}
	wide := false
	for _, c := range b {
		if isControl(c) {
			return true
		}
		wide = wide || c >= utf8.RuneSelf
	}
	return wide && !utf8.Valid(b)
}

// oddIn has high bits if one of the first 16 bytes of b is a control character or not
// ASCII.
func oddIn(b []byte) uint64 {
	v, w := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	return v | (v - ' '*lowBits) | (v + lowBits) | w | (w - ' '*lowBits) | (w + lowBits)
}

// unescapeTerminal reads a terminal's colour that begins at from, and its bracket
// at i.
func unescapeTerminal(b []byte, from, i int) (n int, r rune, single bool) {
	if i >= len(b) || b[i] != '[' {
		return 0, 0, false
	}
	for i++; i < len(b) && (digit(b[i]) || b[i] == ';' || b[i] == '?'); i++ {
	}
	if i >= len(b) || !isLetter(b[i]) { // it was cut off
		return 0, 0, false
	}
	return i + 1 - from, -1, false
}

// unescapeBackslash decodes the escape b[i:] begins with, as JSON, C and shells write it:
// its length, 0 if it is none, and its rune; single if that is a byte.
func unescapeBackslash(b []byte, i int) (n int, r rune, single bool) {
	if i+1 >= len(b) {
		return 0, 0, false
	}
	if c := backslashed[b[i+1]]; c != 0 {
		return 2, rune(c), true
	}
	switch b[i+1] {
	case 'x': // \x3d
		if i+3 < len(b) && isHex(b[i+2]) && isHex(b[i+3]) {
			return 4, rune(unhex(b[i+2])<<4 | unhex(b[i+3])), true
		}
	case '0', '1': // \075
		if r := octal(b, i+1); r >= 0 {
			return 4, r, true
		}
	case 'u':
		return unescapeUnicode(b, i)
	}
	return 0, 0, false
}

// backslashed are the characters that one behind a backslash stands for.
var backslashed = [256]byte{'"': '"', '\\': '\\', '/': '/', '\'': '\'', ' ': ' ', ':': ':', '=': '=', 'n': '\n', 'r': '\n', 't': '\t'}

// unescapeUnicode reads \u003d, and the two halves of a rune that needs more: \ud83d\ude00.
func unescapeUnicode(b []byte, i int) (n int, r rune, single bool) {
	if byteAt(b, i+2) == '{' {
		return unescapeBraced(b, i)
	}
	u := hex4(b, i+2)
	if u < 0 {
		return 0, 0, false
	}
	if utf16.IsSurrogate(u) && byteAt(b, i+6) == '\\' && byteAt(b, i+7) == 'u' {
		if r := utf16.DecodeRune(u, hex4(b, i+8)); r != utf8.RuneError {
			return 12, r, false
		}
	}
	return 6, u, u < utf8.RuneSelf
}

// octal is the ASCII character that three octal digits at i stand for, else -1.
func octal(b []byte, i int) rune {
	if i+3 > len(b) || b[i] != '0' && b[i] != '1' || b[i+1] < '0' || b[i+1] > '7' || b[i+2] < '0' || b[i+2] > '7' {
		return -1
	}
	return rune(b[i]-'0')<<6 | rune(b[i+1]-'0')<<3 | rune(b[i+2]-'0')
}

// unescapeBraced reads \u{3d}.
func unescapeBraced(b []byte, i int) (n int, r rune, single bool) {
	j := i + len(`\u{`)
	for ; j < len(b) && j < i+9 && isHex(b[j]); j++ {
		r = r<<4 | rune(unhex(b[j]))
	}
	if j == i+len(`\u{`) || j >= len(b) || b[j] != '}' {
		return 0, 0, false
	}
	return j + 1 - i, r, r < utf8.RuneSelf
}

func hex4(b []byte, i int) rune {
	if i+4 > len(b) {
		return -1
	}
	var r rune
	for _, c := range b[i : i+4] {
		if !isHex(c) {
			return -1
		}
		r = r<<4 | rune(unhex(c))
	}
	return r
}

var entities = []struct {
	name string
	r    rune
}{{"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}, {"lt;", '<'}, {"gt;", '>'}, {"nbsp;", ' '}, {"equals;", '='}}

// unescapeEntity does so with an entity of HTML.
func unescapeEntity(b []byte, i int) (n int, r rune, single bool) {
	if i+1 < len(b) && b[i+1] == '#' {
		j, base := i+2, 10
		if j < len(b) && (b[j] == 'x' || b[j] == 'X') {
			j, base = j+1, 16
		}
		for j < len(b) && j < i+9 && isHex(b[j]) && (base == 16 || digit(b[j])) {
			r = r*rune(base) + rune(unhex(b[j]))
			n++
			j++
		}
		if n == 0 || j >= len(b) || b[j] != ';' {
			return 0, 0, false
		}
		return j + 1 - i, r, r < utf8.RuneSelf
	}
	for _, e := range entities {
		if hasFold(b, i+1, e.name) {
			return 1 + len(e.name), e.r, true
		}
	}
	return 0, 0, false
}

func unhex(c byte) byte {
	if digit(c) {
		return c - '0'
	}
	return lower[c] - 'a' + 10
}
