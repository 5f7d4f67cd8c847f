package parse

import (
	"bytes"
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

// plainSign is the sign of ASCII that means what the one does which b begins with, and how many
// bytes that one has; 0 where it is a letter, or of ASCII itself.
func plainSign(b []byte) (n int, c byte) {
	if b[0] == ' ' && len(b) > 2 && string(b[1:3]) == "»" { // « bob »
		return 3, '"'
	}
	if b[0] < 0xc2 || len(b) < 2 {
		return 0, 0
	}
	if b[0] == 0xc2 {
		switch b[1] {
		case 0xa0: // a blank
			if len(b) > 3 && string(b[2:4]) == "»" {
				return 4, '"'
			}
			return 2, ' '
		case 0xab: // «
			return len(b) - len(bytes.TrimLeft(b[2:], " \u00a0")), '"'
		case 0xbb: // »
			return 2, '"'
		}
	}
	if len(b) < 3 {
		return 0, 0
	}
	switch c := b[2]; {
	case b[0] == 0xef && b[1] == 0xbc && c > 0x80 && c < 0xa0: // from "!" on
		return 3, c - 0x60
	case b[0] == 0xe2 && b[1] == 0x80 && c >= 0x98 && c <= 0x9b: // ‘ and ’
		return 3, '\''
	case b[0] == 0xe2 && b[1] == 0x80 && c >= 0x9c && c <= 0x9f, // “ and ”
		b[0] == 0xe3 && b[1] == 0x80 && c >= 0x8c && c <= 0x8f: // 「 and 」
		return 3, '"'
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
