package redact

import "bytes"

// valueTellers stand before the value of a field that the words before them name:
// Field error on field 'password': rejected value [x]; [input_value='x'].
var valueTellers = []string{
	"rejected value [", `' value [`, "input_value=", "invalidvalue=", `"input":"`, `"input": "`, " with value ", " has value ", " resolved to ", "&content=", `, got "`, `, got '`, "received=", `}" to "`,
}

const (
	maxRefused = 200 // bytes between a field's name and its value
	maxSaid    = 32  // words between them
)

// refused judges the value of a field that a validation or a configuration tells of.
func (sc *scan) refused(a *anchor, lo int) int {
	b := sc.b
	p := lo + len(a.lit)
	if hasPrefix(b, p, []byte("of type ")) { // with value of type String: x
		k := bytes.Index(lineBehind(b, p, 48), []byte(": "))
		if k < 0 {
			return 0
		}
		p += k + len(": ")
	}
	row, from := sc.fieldBefore(lo)
	if row == nil || p >= len(b) {
		return 0
	}
	v := valuer{sc: sc, row: row, d: equals, at: row.placeIn(sc.at), from: from, name: b[from:skip(b, from, clName)]}
	switch q := b[p-1]; q {
	case '"', '\'', '[':
		if q == '[' {
			q = ']'
		}
		n := bytes.IndexByte(b[p:min(len(b), p+maxQuoted)], q)
		if n <= 0 || n > 1 && b[p+n-1] == '\\' {
			return 0
		}
		return v.secret(p, p+n, true)
	}
	if _, _, _, ok := sc.quotedValue(p); ok {
		return v.one(p, 0)
	}
	if to := v.bareEnd(p, 0); passwordLike(b[p:to]) || looksRandom(b[p:to], 16) {
		return v.secret(p, to, false)
	}
	return 0
}

// fieldBefore is the row of the credential's name that is told of before lo, and where
// it begins: the last one, in the same record of a list, behind the last value.
func (sc *scan) fieldBefore(lo int) (*nameRow, int) {
	b := sc.b
	start := max(sc.floor, lo-maxRefused, 0)
	if k := max(bytes.LastIndexByte(b[start:lo], '{'), bytes.LastIndex(b[start:lo], []byte("]\n")), bytes.LastIndex(b[start:lo], []byte("]\\")), bytes.LastIndex(b[start:lo], []byte("]#"))); k >= 0 && byteAt(b, start+k-1) != '$' {
		start += k
	}
	for i, n := lo, 0; i > start && n < maxSaid; n++ {
		for i > start && !isName(b[i-1]) {
			i--
		}
		end := i
		i = max(start, back(b, i, clName, maxNameBytes))
		word := bytes.Trim(b[i:end], ".")
		if len(word) < 3 {
			continue
		}
		if row := sc.eng.names.find(word); row != nil && (row.how == anyValue || row.how == code) {
			return row, i
		}
		if c, next := byteAt(b, end), byteAt(b, end+1); c == '\'' && next == ':' || isQuote(c) && next == ']' { // another field
			break
		}
	}
	return nil, 0
}
