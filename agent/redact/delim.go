package redact

import (
	"bytes"
	"unicode/utf8"
)

// A delim is what stands between a name and its value.
type delim uint8

const (
	noDelim delim = iota
	equals        // name=value, name => value, name := value
	colon         // name: value with a space
	tight         // name:value, "name": value
	element       // <name>value</name>
	list          // "name","value"
	words         // name value
	sign          // name(value), name|value
)

// quotedName reports whether a quote opened before the name: "X-Api Key".
func quotedName(b []byte, from int, q byte) bool {
	if byteAt(b, from-1) == 0 { // PHP: "\0*\0password", of a class
		start := max(0, from-maxNameBytes)
		if k := bytes.LastIndexByte(b[start:max(start, from-1)], 0); k >= 0 {
			return byteAt(b, start+k-1) == q
		}
	}
	i := from
	for i > 0 && from-i < maxNameBytes && (isName(b[i-1]) || b[i-1] == '/' || b[i-1] == ':' || b[i-1] == '#') {
		i--
	}
	return i > 0 && b[i-1] == q && (i == from || b[i] == '/' || b[i] == '#' || allOf(b[i:from], clName, ':'))
}

// delim reads what stands between a name that ends at p and its value.
func (sc *scan) delim(p, from int, quoted bool) (delim, int) {
	b := sc.b
	q := p
	for byteAt(b, q) == ' ' || byteAt(b, q) == '\t' {
		q++
	}
	if q == len(b) {
		return noDelim, q
	}
	if r := wrapped(b, q); r > 0 {
		return tight, r
	}
	if r := operator(b, q); r > 0 {
		return equals, skip(b, r, clSpace)
	}
	g := gap{b: b, from: from, to: p, at: q, quoted: quoted, spaced: q > p}
	switch b[q] {
	case '=':
		return g.equals() // name=value, name => value
	case ':':
		return g.colon() // name: value, name::value, "name":"value"
	case '-', 0xe2:
		return g.arrow() // name -> value, name – value, name “value”
	case '\\':
		return g.backslash() // name\=value
	case '|', '~':
		return g.bar() // name|value
	case '>':
		return g.greater() // <name>value</name>
	case '<':
		return g.less() // <key>name</key><string>value</string>, name<value>
	case '(':
		return g.bracket() // name("value")
	case ')':
		return g.typed() // By.id("name")).sendKeys("value")
	case '"', '\'':
		return g.quote() // fill("input[name=name]", "value")
	case '.':
		return g.dot() // ("name" . "value")
	case ',':
		return g.comma() // "name","value"
	case ';':
		return g.semicolon() // s:4:"name";s:5:"value"
	case '\r', '\n':
		return g.lineEnd() // name: name, value: value
	}
	return g.blank() // name value
}

// behindPHP is where the text behind its length begins that PHP wrote behind the sign
// at i: s:3:"x". It is 0 if none does.
func behindPHP(b []byte, i int) int {
	if r := skip(b, i+3, clDigit); hasPrefix(b, i+1, []byte("s:")) && byteAt(b, r) == ':' {
		return r + 1
	}
	return 0
}

// behindLength is where a value behind its length begins, as MessagePack, BSON,
// pickle and Java write a text: no more than a few bytes that are none, of which the
// last says how long it is. It is i if nothing like that stands there.
func behindLength(b []byte, i int) int {
	k := i
	for k < len(b) && k-i < 8 && (!inText(b[k:]) || k > i && b[k] < ' ') { // nine is a tab
		k++
	}
	if k-i == 1 && b[i] == 0x7f { // one byte alone says so only in MessagePack, and of less
		return i
	}
	for p := k - 1; p >= i && p > k-5; p-- {
		for _, n := range [...]int{int(b[p]), int(b[p]) - 1, int(b[p] & 0x1f)} { // BSON counts the NUL behind it
			if n >= 3 && k+n <= len(b) && asciiText(b[k:k+n]) && (k+n == len(b) || !inText(b[k+n:]) || isQuote(b[k+n])) &&
				!bytes.Contains(b[k:k+n], []byte(`","`)) && !bytes.Contains(b[k:k+n], []byte(`":"`)) { // several strings of JSON
				return k
			}
		}
	}
	return i
}

// inText reports whether v begins with a character of a text.
func inText(v []byte) bool {
	if v[0] < ' ' || v[0] == 0x7f {
		return v[0] == '\t' || v[0] == '\n' || v[0] == '\r' || v[0] == 0x1b
	}
	r, n := utf8.DecodeRune(v)
	return r != utf8.RuneError || n > 1
}

// wrapped is where the value of Token(value=x) or Token { value: "x" } begins, 0
// if nothing like that stands at i.
func wrapped(b []byte, i int) int {
	if c := b[i]; c != '(' && c != '{' && c != '[' {
		return 0
	}
	i = skip(b, i+1, clSpace)
	q := byteAt(b, i)
	if q == '"' || q == '\'' {
		i++
	}
	for _, name := range []string{"value", "tokenvalue"} {
		if hasFold(b, i, name) {
			k := i + len(name)
			if isQuote(q) && byteAt(b, k) == q {
				k++
			}
			if byteAt(b, k) == '=' || byteAt(b, k) == ':' {
				if k = skip(b, k+1, clSpace); k < len(b) {
					return k
				}
			}
		}
	}
	return 0
}

// operator is where an assignment such as ?=, .=, ||= or ::= that begins at i
// ends, 0 if none does.
func operator(b []byte, i int) int {
	k := i
	for k < len(b) && k < i+3 && bytes.IndexByte([]byte("?:.+|"), b[k]) >= 0 {
		k++
	}
	if k == i || k == i+1 && b[i] == ':' || byteAt(b, k) != '=' || k+1 == len(b) || b[k+1] == '=' {
		return 0
	}
	return k + 1
}

// opensElement reports whether <name or <ns:name begins before from.
func opensElement(b []byte, from int) bool {
	if from > 0 && b[from-1] == ':' {
		from = back(b, from-1, clName, maxNameBytes)
	}
	return from > 0 && b[from-1] == '<' && !ofAddress(b, from-1)
}

// ofAddress reports whether the address of a program's code stands before the angle bracket
// at i, in which a disassembler has a function's name: 0x401136 <check_password+4>: sub.
func ofAddress(b []byte, i int) bool {
	from := back(b, i-1, clHex, 16)
	return byteAt(b, i-1) == ' ' && i-1-from >= 6 && has(b[from:i-1])&clDigit != 0
}
