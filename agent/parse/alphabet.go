package parse

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// The first bytes of the letters that ASCII has not.
const (
	latin     = 0xc3 // é is C3 A9
	latinMore = 0xc4 // and C5: ę, ł, š
	cyrillic  = 0xd0 // and D1, from р on
)

// beginsLetter are the bytes behind which a second one makes a letter.
var beginsLetter = [256]bool{latin: true, latinMore: true, latinMore + 1: true, cyrillic: true, cyrillic + 1: true}

// lowerLetter is the second byte of a letter in lower case, whose first byte b ends with
// and may be another then: É is C3 89 and é C3 A9, but Р is D0 A0 and р D1 80.
func lowerLetter(b []byte, first, second byte) byte {
	switch {
	case first == latin, first == cyrillic && second >= 0x90 && second < 0xa0:
		return second | 0x20
	case first == cyrillic && second >= 0xa0 && second < 0xb0:
		b[len(b)-1]++
		return second - 0x20
	}
	return second
}

// An ideogram is a character of Chinese, Japanese or Korean, kana and hangul included.
// It has three bytes, and no blanks stand between words of them.
const ideogram = 3

func isIdeogram(first byte) bool { return first >= 0xe3 && first < 0xee }

// ideograms is the word at a place where an ideogram begins, two of them if they are one of
// words, and where the next one begins: 登录失败 is 登录, a login, and 失败, its failure.
func ideograms(b []byte, start int) (word []byte, next int) {
	if next = start + 2*ideogram; next <= len(b) && senseOf(b[start:next]) != 0 {
		return b[start:next], next
	}
	next = min(start+ideogram, len(b))
	return b[start:next], next
}

// ideogramsLen is how much of a token stands in front of what has been written behind
// ideograms without a blank, 来自192.0.2.1 or 用户:bob; all of any other.
func ideogramsLen(token []byte) int {
	if len(token) == 0 || !isIdeogram(token[0]) {
		return len(token)
	}
	for i, c := range token {
		switch {
		case c == ':':
			return i + 1
		case isDigit(c) && token[i-1] >= 0x80:
			return i
		}
	}
	return len(token)
}

// narrowed is a text with the signs of ASCII in place of others that mean the same: those that
// are as wide as an ideogram, 用户:bob(192.0.2.1), quotes as books have them, User “bob”, and
// blanks that part no lines. What the emoji is of that a text begins with is not said in words.
func (p *Parser) narrowed(b []byte) []byte {
	if isASCII(b) {
		return b
	}
	b = withoutEmblem(b)
	start := len(p.buf)
	end := 0 // of what has been copied
	for i := 0; i < len(b); {
		n, c := plainSign(b[i:])
		if n == 0 {
			i++
			continue
		}
		p.buf = append(append(p.buf, b[end:i]...), c)
		if c == ',' || c == ':' {
			p.buf = append(p.buf, ' ')
		}
		i += n
		end = i
	}
	if end == 0 {
		return b
	}
	p.buf = append(p.buf, b[end:]...)
	return p.buf[start:len(p.buf):len(p.buf)]
}

// isASCII reports whether a text has no other characters than those of ASCII.
func isASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&highBits != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plainSign is the sign of ASCII that means what the one does which b begins with, and how many
// bytes that one has; 0 where it is a letter, or of ASCII itself.
func plainSign(b []byte) (n int, c byte) {
	switch c := b[0]; {
	case c == ' ', c == 0xc2:
		return plainLatin(b)
	case c < 0xc2 || len(b) < 3:
		return 0, 0
	}
	third := b[2]
	switch string(b[:2]) {
	case "\xef\xbc": // from "!" on
		if third > 0x80 && third < 0xa0 {
			return 3, third - 0x60
		}
	case "\xe2\x80":
		if third >= 0x98 && third <= 0x9b { // ‘ and ’
			return 3, '\''
		}
		if third >= 0x9c && third <= 0x9f { // “ and ”
			return 3, '"'
		}
	case "\xe3\x80": // 「 and 」
		if third >= 0x8c && third <= 0x8f {
			return 3, '"'
		}
	}
	return 0, 0
}

// plainLatin is plainSign for blanks that part no lines and for French quotes, with the blanks
// within these: « bob ».
func plainLatin(b []byte) (n int, c byte) {
	for _, s := range [...]string{" »", "\u00a0»", "»"} {
		if len(b) >= len(s) && string(b[:len(s)]) == s {
			return len(s), '"'
		}
	}
	if after, ok := cutLead(b, "«"); ok {
		return len(b) - len(bytes.TrimLeft(after, " \u00a0")), '"'
	}
	if _, ok := cutLead(b, "\u00a0"); ok {
		return len("\u00a0"), ' '
	}
	return 0, 0
}

// withoutEmblem is a text without the emoji that it begins with.
func withoutEmblem(b []byte) []byte {
	if len(b) == 0 || b[0] != 0xe2 && b[0] != 0xf0 {
		return b
	}
	emblem, rest := nextField(b)
	for len(emblem) > 0 {
		r, n := utf8.DecodeRune(emblem)
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r < 0x2000 {
			return b
		}
		emblem = emblem[n:]
	}
	return bytes.TrimLeft(rest, " ")
}
