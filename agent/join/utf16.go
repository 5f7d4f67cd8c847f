package join

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Windows' programs, and SQL Server everywhere, write UTF-16. Lines are parted
// at the byte 0x0a there, too: what is left of a newline, a zero, stands before
// the next line (little endian) or behind this one (big endian).

var (
	littleMark = []byte{0xff, 0xfe}
	bigMark    = []byte{0xfe, 0xff}
	zero       = []byte{0}
)

// encoding tells from a line that a file is in UTF-16: by the mark that it begins
// with, or by how its lines look. Behind the first that is alike in both; nearly all
// files are little endian.
func encoding(line []byte) splitFunc {
	switch {
	case bytes.HasPrefix(line, bigMark):
		return splitBig
	case bytes.HasPrefix(line, littleMark), wide(line, 0), wide(line, 1):
		return splitLittle
	}
	return nil
}

// splitLittle decodes a line of a file in UTF-16, little endian. One without the
// mark, and without the zero in front, is none, unless it looks like the first of a
// file without a mark.
func splitLittle(line, dst []byte, _ *clock) (w wrapped, ok bool) {
	line, ok = bytes.CutPrefix(line, littleMark)
	if !ok {
		line, ok = bytes.CutPrefix(line, zero)
	}
	if ok || wide(line, 1) {
		ok = true
		w.content, w.unescaped = appendUTF16(dst, line, 0, 1), true
	}
	return w, ok
}

// splitBig decodes a line of a file in UTF-16, big endian, which ends in a zero.
func splitBig(line, dst []byte, _ *clock) (w wrapped, ok bool) {
	if line, ok = bytes.CutSuffix(line, zero); ok {
		w.content, w.unescaped = appendUTF16(dst, bytes.TrimPrefix(line, bigMark), 1, 0), true
	}
	return w, ok
}

// wide reports whether a line without a mark looks as one of UTF-16 does: every
// second of its bytes is zero, from the first on, or from the one behind it where the
// line is the first of a file in little endian.
func wide(line []byte, zeros int) bool {
	if len(line) < 8 {
		return false
	}
	for i := range 8 {
		if (line[i] == 0) != (i%2 == zeros) {
			return false
		}
	}
	return true
}

// appendUTF16 appends the characters of b, of which low and high are the places of
// the bytes, without the carriage return at the end. A half one is left out.
func appendUTF16(dst, b []byte, low, high int) []byte {
	for len(b) >= 2 {
		r := rune(b[low]) | rune(b[high])<<8
		b = b[2:]
		if utf16.IsSurrogate(r) && len(b) >= 2 {
			if pair := utf16.DecodeRune(r, rune(b[low])|rune(b[high])<<8); pair != utf8.RuneError {
				r, b = pair, b[2:]
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return bytes.TrimSuffix(dst, []byte{'\r'})
}
