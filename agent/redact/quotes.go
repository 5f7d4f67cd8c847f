package redact

import "bytes"

// quotedValue finds a value in quotes at p: its inside and its end. A value that
// the end of the text cuts off ends there.
func quotedValue(b []byte, p int) (from, to, end int, ok bool) {
	p = behindKindOfString(b, p)
	if p >= len(b) {
		return 0, 0, 0, false
	}
	q := b[p]
	if !isQuote(q) && q != '`' {
		return 0, 0, 0, false
	}
	if n := innerQuote(b, p); n > 0 {
		if k := bytes.Index(lineBehind(b, p+n, maxQuoted), b[p:p+n]); k > 0 {
			return p + n, p + n + k, p + n + k + n, true
		}
	}
	for i := p + 1; ; i++ {
		k := bytes.IndexByte(b[i:], q)
		if q != '"' { // an apostrophe may be closed by nothing
			if end := stringEnd(b, i, i+max(k, 0)); end < i+k || k < 0 {
				end = stringEnd(b, i, min(len(b), i+maxString))
				return p + 1, end, end, true
			}
		}
		if k < 0 {
			return p + 1, len(b), len(b), true
		}
		i += k
		slashes := i
		for slashes > p+1 && b[slashes-1] == '\\' {
			slashes--
		}
		if (i-slashes)%2 == 0 {
			if n := quoteWithin(b, i); n > 0 && i > p+1 {
				i += n - 1
				continue
			}
			if opensAnother(b, i) {
				if k := bytes.IndexByte(b[p:i], '\n'); k > 0 { // the end of its line cut the value off
					return p + 1, p + k, p + k, true
				}
			}
			return p + 1, i, i + 1, q != '"' || !between(b[p+1:i])
		}
	}
}

// behindKindOfString steps over letters before a quote that say what kind of string it
// opens: b'x', N'x', rb"x".
func behindKindOfString(b []byte, p int) int {
	for n := 0; n < 2 && p+1 < len(b) && isLetter(b[p]) && (isQuote(b[p+1]) || isLetter(b[p+1])); n++ {
		if isQuote(b[p+1]) && closesString(b, p+1) { // "PASS=b","X=1"
			break
		}
		p++
		if isQuote(b[p]) {
			break
		}
	}
	return p
}

// innerQuote is the length of what stands for a quote at p in a text that is in such
// quotes itself: of ""x"" in CSV, ”x” in SQL, '\”x'\” in a shell. It is 0 for a
// quote alone and for a value of nothing.
func innerQuote(b []byte, p int) int {
	switch {
	case hasPrefix(b, p, []byte(`'\''`)):
		return len(`'\''`)
	case hasPrefix(b, p, []byte(quoteInShell)):
		return len(quoteInShell)
	case b[p] != '`' && byteAt(b, p+1) == b[p] && byteAt(b, p+2) == b[p] && byteAt(b, p+3) != b[p] && !endsHere(b, p+3): // of Python and TOML
		return len(`"""`)
	case b[p] != '`' && byteAt(b, p+1) == b[p] && !endsHere(b, p+2) && bytes.IndexByte([]byte(":&|=+"), b[p+2]) < 0:
		return 2
	}
	return 0
}

// quoteWithin is the length of what stands for a quote within a value at i, in the quotes
// that the value stands in itself, 0 if that at i closes it: of 'x”y' in SQL and YAML,
// 'x'\”y' in a shell.
func quoteWithin(b []byte, i int) int {
	n := 2
	if hasPrefix(b, i, []byte(`'\''`)) {
		n = len(`'\''`)
	} else if b[i] != '\'' || byteAt(b, i+1) != b[i] {
		return 0
	}
	if !isAlnum(byteAt(b, i+n)) || bytes.IndexByte(lineBehind(b, i+n, maxQuoted), b[i]) < 0 {
		return 0
	}
	return n
}

const (
	maxQuoted = 256      // bytes behind a quote in which one that closes is looked for
	maxString = 16 << 10 // bytes of a value behind an apostrophe that nothing closes
)

// quotedValue is the same for a view. A quote that was escaped once more than the
// one that opens the value is a part of the value: "p%22x" in JSON.
func (sc *scan) quotedValue(p int) (from, to, end int, ok bool) {
	from, to, end, ok = quotedValue(sc.b, p)
	if !ok || sc.up == nil || end == to {
		return from, to, end, ok
	}
	opens := sc.escaped(from - 1)
	for i := to; i < min(len(sc.b), to+maxQuoted); i++ {
		if sc.b[i] == sc.b[to] && sc.escaped(i) <= opens {
			return from, i, i + 1, true
		}
	}
	return from, to, end, true
}

// escaped is more for a character that was escaped more in the text that was given:
// in JSON by backslashes, in a part of it as in a URL or in HTML.
func (sc *scan) escaped(i int) int {
	from, to := sc.root(i, i+1)
	switch sc.top().b[from] {
	case '\\':
		return to - from
	case '%', '&':
		return 1<<10 + to - from
	}
	return 0
}

// opensAnother reports whether the quote at i seems to begin the value of another
// name.
func opensAnother(b []byte, i int) bool {
	k := i - 1
	if b[k] == ' ' && k > 0 {
		k--
	}
	return (b[k] == '=' || b[k] == ':') && i+1 < len(b) && isAlnum(b[i+1])
}

// between reports whether v, which stands between two quotes, is what parts two
// strings of JSON rather than a value: the first of the quotes closes a string that
// ends in "Password:".
func between(v []byte) bool { return len(v) > 0 && len(bytes.Trim(v, "{}[],: \\")) == 0 }

// stringEnd is the first place from i on where a JSON string seems to end, or
// to: what is in the string does not go on behind it.
func stringEnd(b []byte, i, to int) int {
	for i < to {
		k := bytes.IndexByte(b[i:to], '"')
		if k < 0 {
			break
		}
		if i += k; closesString(b, i) {
			return i
		}
		i++
	}
	return to
}

// closesString reports whether what is behind the quote at i stands behind a string.
func closesString(b []byte, i int) bool {
	switch byteAt(b, i+1) {
	case ',', ':', '}', ']', 0:
		return true
	case ' ', '\t', '\n', '\r':
	default:
		return false
	}
	if nextPair(b, i+1) {
		return true
	}
	next := i + 2
	for next < len(b) && next-i < 16 && isSpace(b[next]) {
		next++
	}
	switch byteAt(b, next) {
	case ':', '}', ']':
		return true
	case ',': // what else is parted by blanks and a comma is rather a sentence's
		return byteAt(b, skip(b, next+1, clSpace)) == '"'
	}
	return false
}

// nextPair reports whether the blank at i parts two pairs of logfmt: msg="x" svc=api.
func nextPair(b []byte, i int) bool {
	to := skip(b, i+1, clName)
	return byteAt(b, i) == ' ' && to > i+1 && isLetter(b[i+1]) && byteAt(b, to) == '=' && byteAt(b, to+1) != '='
}

// apostrophe reports whether the one at i stands within a password that began at p: between
// letters and digits, of which some are digits, as in no word of a sentence.
func (v *valuer) apostrophe(p, i int) bool {
	b := v.sc.b
	next := skip(b[:min(len(b), i+maxNameBytes)], i+1, clLower|clUpper|clDigit)
	return i > p && isAlnum(b[i-1]) && next > i+1 && (b[i] == '`' || (has(b[p:i])|has(b[i+1:next]))&clDigit != 0)
}

// quoteOfString reports whether the quote at i, or before it what escapes it, is one within
// the string that begins with the name: "--password=x\"y".
func (v *valuer) quoteOfString(p, i int) bool {
	b, opens := v.sc.b, v.from-1
	if i == p || byteAt(b, opens) != '"' || v.d != equals {
		return false
	}
	quote := skipByte(b, i, '\\')
	if byteAt(b, quote) != '"' {
		return false
	}
	return slashesBefore(b, quote, p) > slashesBefore(b, opens, 0) || v.sc.up != nil && v.sc.escaped(quote) > v.sc.escaped(opens)
}
