package parse

import "bytes"

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

// narrowed is a text with the signs of ASCII in place of those that are as wide as an
// ideogram: 用户:bob(192.0.2.1). They are EF BC 81 and on, ASCII's from "!".
func (p *Parser) narrowed(b []byte) []byte {
	i := bytes.Index(b, wide)
	if i < 0 {
		return b
	}
	start := len(p.buf)
	for ; i >= 0 && i+2 < len(b); i = bytes.Index(b, wide) {
		p.buf = append(p.buf, b[:i]...)
		if c := b[i+2]; c > 0x80 && c < 0xa0 {
			p.buf = append(p.buf, c-0x60)
			if c = c - 0x60; c == ',' || c == ':' {
				p.buf = append(p.buf, ' ')
			}
		} else {
			p.buf = append(p.buf, b[i:i+3]...)
		}
		b = b[i+3:]
	}
	p.buf = append(p.buf, b...)
	return p.buf[start:len(p.buf):len(p.buf)]
}

// wide begins the signs that are as wide as an ideogram.
var wide = []byte{0xef, 0xbc}
