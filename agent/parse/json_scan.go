package parse

import (
	"encoding/binary"
	"math/bits"

	"github.com/hashtail/hashtail/agent/unwrap"
)

// scanScalar reads a string, a number, true, false or null, and says where it
// ends; 0 when it is none.
func scanScalar(src []byte, i int, n *node) int {
	if src[i] != '"' {
		end := scanPlain(src, i, n)
		n.start, n.end = uint32(i), uint32(end)
		return end
	}
	end, escaped, ok := scanString(src, i+1)
	if !ok {
		return 0
	}
	n.kind, n.escaped, n.start, n.end = text, escaped, uint32(i+1), uint32(end)
	return end + 1
}

// skipSpace is small enough to be inlined: JSON in logs has few spaces.
func skipSpace(b []byte, i int) int {
	if i < len(b) && b[i] > ' ' {
		return i
	}
	return skipSpaces(b, i)
}

func skipSpaces(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// scanString finds the end of the string whose text starts at i. It looks at
// eight bytes at once: (x-lowBits)&^x&highBits marks the bytes of x that are 0,
// up to the first one surely.
func scanString(b []byte, i int) (end int, escaped, ok bool) {
	for i < len(b) {
		if len(b)-i >= 8 {
			w := binary.LittleEndian.Uint64(b[i:])
			quote := w ^ '"'*lowBits
			slash := w ^ '\\'*lowBits
			stop := ((quote-lowBits)&^quote | (slash-lowBits)&^slash | (w-' '*lowBits)&^w) & highBits
			if stop == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(stop) >> 3
		}
		switch c := b[i]; {
		case c == '"':
			return i, escaped, true
		case c < ' ':
			return 0, false, false
		case c != '\\':
			i++
			continue
		}
		escaped = true
		if i+1 == len(b) {
			break
		}
		switch b[i+1] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			i += 2
		case 'u':
			if _, ok := unwrap.Hex4(b[i+2:]); !ok {
				return 0, false, false
			}
			i += 6
		default:
			return 0, false, false
		}
	}
	return 0, false, false
}

// scanPlain finds the end of a number, true, false or null; 0 when it is none.
func scanPlain(b []byte, i int, n *node) int {
	rest := b[i:]
	switch {
	case len(rest) >= 4 && string(rest[:4]) == "true":
		n.kind = boolean
		return i + 4
	case len(rest) >= 5 && string(rest[:5]) == "false":
		n.kind = boolean
		return i + 5
	case len(rest) >= 4 && string(rest[:4]) == "null":
		n.kind = null
		return i + 4
	}
	n.kind = numeric
	if b[i] == '-' {
		i++
	}
	start := i
	if i = digitsEnd(b, i); i == start || b[start] == '0' && i > start+1 {
		return 0
	}
	if i < len(b) && b[i] == '.' {
		start = i + 1
		if i = digitsEnd(b, start); i == start {
			return 0
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		start = i
		if i = digitsEnd(b, start); i == start {
			return 0
		}
	}
	return i
}

// scanAny finds the end of a value of any kind that has at most depth containers
// within each other; 0 when it is none.
func scanAny(b []byte, i, depth int) int {
	c := b[i]
	if c != '{' && c != '[' {
		var n node
		return scanScalar(b, i, &n)
	}
	if i = skipSpace(b, i+1); depth == 0 || i == len(b) {
		return 0
	}
	if b[i] == c+2 { // '{'+2 is '}', '['+2 is ']'
		return i + 1
	}
	for {
		if c == '{' {
			if i = scanName(b, i); i == 0 {
				return 0
			}
		}
		if i = scanAny(b, i, depth-1); i == 0 {
			return 0
		}
		if i = skipSpace(b, i); i == len(b) {
			return 0
		}
		switch b[i] {
		case c + 2:
			return i + 1
		case ',':
		default:
			return 0
		}
		if i = skipSpace(b, i+1); i == len(b) {
			return 0
		}
	}
}

// scanName reads a member's name and the colon, and says where the value starts; 0 when
// that is not what stands there.
func scanName(b []byte, i int) int {
	if b[i] != '"' {
		return 0
	}
	end, _, ok := scanString(b, i+1)
	if !ok {
		return 0
	}
	return valueBehind(b, end+1)
}

// valueBehind is where the value starts that stands behind a member's name and a colon;
// 0 when there is none.
func valueBehind(b []byte, i int) int {
	if i = skipSpace(b, i); i == len(b) || b[i] != ':' {
		return 0
	}
	if i = skipSpace(b, i+1); i == len(b) {
		return 0
	}
	return i
}

// digitsEnd is where the digits at b[i:] end.
func digitsEnd(b []byte, i int) int {
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	return i
}
