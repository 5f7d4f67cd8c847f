// Package unwrap takes off what stands around a line that a program in a container
// printed: the CRI log format of Kubernetes, and the JSON string that Docker makes of
// it. Package join does so in files of which all lines are wrapped, package parse in
// files that hold other lines as well.
package unwrap

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// A CRILine is a line of the CRI log format.
type CRILine struct {
	Stamp   []byte // RFC 3339; not checked beyond its shape
	Content []byte
	Stderr  bool // it was printed there, not on standard output
	Partial bool // the program's line goes on in the next of its stream
}

var (
	space      = []byte{' '}
	colon      = []byte{':'}
	stdoutFull = []byte("stdout F ")
	stderrFull = []byte("stderr F ")
)

// CRI takes a line of the CRI log format apart: time, stream, tags (P for a part, F for
// the last or only one) and content; see the Kubernetes design proposal "CRI: Log
// Management".
func CRI(line []byte) (l CRILine, ok bool) {
	if len(line) < 20 || line[4] != '-' || line[10] != 'T' {
		return l, false
	}
	end := bytes.IndexByte(line, ' ')
	if end < 0 {
		return l, false
	}
	l.Stamp = line[:end]
	switch rest := line[end+1:]; { // what nearly all lines have
	case bytes.HasPrefix(rest, stdoutFull):
		l.Content = rest[len(stdoutFull):]
		return l, true
	case bytes.HasPrefix(rest, stderrFull):
		l.Stderr, l.Content = true, rest[len(stderrFull):]
		return l, true
	}
	stream, rest, _ := bytes.Cut(line[end+1:], space)
	tags, content, _ := bytes.Cut(rest, space)
	tag, _, _ := bytes.Cut(tags, colon)
	l.Content = content
	l.Stderr, ok = Stderr(stream)
	if !ok || len(tag) != 1 || tag[0] != 'P' && tag[0] != 'F' {
		return l, false
	}
	l.Partial = tag[0] == 'P'
	return l, true
}

// Stderr reports whether a stream's name is that of standard error, and whether it is a
// name of a stream at all.
func Stderr(stream []byte) (stderr, ok bool) {
	switch string(stream) {
	case "stdout":
		return false, true
	case "stderr":
		return true, true
	}
	return false, false
}

// AppendUnescaped appends what is written in a JSON string, with its escapes undone, and with
// \' too, which others write. What is no escape stays as it is.
func AppendUnescaped(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		n := bytes.IndexByte(b[i:], '\\')
		if n < 0 || i+n+1 == len(b) {
			return append(dst, b[i:]...)
		}
		dst = append(dst, b[i:i+n]...)
		i += n + 2
		switch e := b[i-1]; e {
		case '"', '\\', '/', '\'':
			dst = append(dst, e)
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r, size := codePoint(b[i:])
			if size == 0 {
				dst = append(dst, '\\', 'u')
				continue
			}
			i += size
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, '\\', e)
		}
	}
	return dst
}

// codePoint reads what stands behind \u, with the second half of a pair where it is a
// first one, and says how long it is; 0 when it is not hexadecimal.
func codePoint(b []byte) (r rune, size int) {
	r, ok := Hex4(b)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && len(b) >= 10 && b[4] == '\\' && b[5] == 'u' {
		if low, ok := Hex4(b[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 10
			}
		}
	}
	return r, 4
}

// Hex4 is the number that the first four bytes of b spell in hexadecimal.
func Hex4(b []byte) (r rune, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
