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
	for q < len(b) && (b[q] == ' ' || b[q] == '\t') {
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
	g := gap{b, from, q, quoted, q > p}
	switch b[q] {
	case '=':
		if q++; hasFold(b, q, "3d ") { // quoted-printable
			return equals, skip(b, q+len("3d"), clSpace)
		}
		for q < len(b) && (b[q] == '=' || b[q] == '>' || b[q] == '~') {
			q++
		}
		return equals, skip(b, q, clSpace)
	case ':':
		return g.colon()
	case '-', 0xe2:
		if r := arrow(b, q); r > 0 {
			if quoted && endsIn(lineBefore(b, from, maxNameBytes), `= "`) { // ~ auth_type = "password" -> "ldap", of Terraform
				return noDelim, q
			}
			if b[q] == '-' && inCapitals(b[from:p]) && plainWord(b[r:wordEnd(b, r)]) { // DB_PASSWORD -> vault
				return noDelim, q
			}
			return colon, r
		}
		if opensQuote(b, q) {
			return tight, q
		}
	case '\\': // CEF: msg=password\=x
		if byteAt(b, q+1) == '=' {
			return equals, skip(b, q+2, clSpace)
		}
	case '|', '~':
		if r := behindPHP(b, q); r > 0 { // a session of PHP: token|s:3:"x"
			return tight, r
		}
		return sign, q + 1
	case '>':
		return g.greater()
	case '(':
		return g.bracket()
	case '.': // Lisp: ("password" . "x")
		if quoted && g.spaced && byteAt(b, q+1) == ' ' && byteAt(b, q+2) == '"' {
			return tight, q + 2
		}
	case ',':
		return g.comma()
	case ';':
		return g.semicolon()
	case ')':
		return g.typed()
	case '"', '\'': // "input[name=password]", "x"
		if byteAt(b, q-1) == ']' {
			return g.typed()
		}
	case '<':
		return g.less()
	case '\r', '\n':
		return g.lineEnd()
	}
	if !g.spaced {
		if r := behindLength(b, q); r > q {
			return tight, r
		}
		return noDelim, q
	}
	if opensElement(b, from) { // <Password Type="…">
		if end := bytes.IndexByte(b[q:min(len(b), q+200)], '>'); end > 0 && b[q+end-1] != '/' {
			return element, q + end + 1
		}
	}
	if r := g.filled(q); r > 0 { // I fill in "Password" with "x"
		return tight, r
	}
	return words, q
}

// filled is where the text stands that a test of a page fills the field of the name with,
// 0 if i is not where it says so: fill_in "Password", with: "x".
func (g gap) filled(i int) int {
	for _, with := range [...]string{"with ", "with: ", ":with => "} {
		next := i + len(with)
		if c := byteAt(g.b, next); g.quoted && hasPrefix(g.b, i, []byte(with)) && (c == '"' || c == '\'') && containsFold(lineBefore(g.b, g.from, 24), "fill") {
			return next
		}
	}
	return 0
}

// A gap is what stands between a name and its value, whose first sign is known.
type gap struct {
	b      []byte
	from   int  // where the name begins
	at     int  // where the sign stands
	quoted bool // the name is
	spaced bool // blanks part the two
}

func (g gap) colon() (delim, int) {
	b, from, q := g.b, g.from, g.at+1
	if q < len(b) && (b[q] == '=' || b[q] == ':') {
		if end := skip(b, q+1, clName); b[q] == ':' && end > q+1 && allOf(b[q+1:end], clLower|clUpper, '_') && (end-q-1 < 20 || !notCamel(b[q+1:end])) {
			return noDelim, q // Tokens::ExpiringWorker
		}
		return equals, skip(b, q+1, clSpace)
	}
	r := skip(b, q, clSpace)
	switch prev := byteAt(b, from-1); {
	case g.quoted:
		return tight, r
	case prev == '/' && from > 1 && isName(b[from-2]) && !userBefore(b, from-1) && !looksRandom(b[q:tokenEnd(b[:min(len(b), q+maxBare)], q)], 20):
		return noDelim, q // a file name
	case prev == ':' && bytes.Contains(b[max(0, from-80):from], []byte("arn:")):
		return noDelim, q // arn:aws:secretsmanager:…:secret:name
	case r > q:
		return colon, r
	}
	return tight, r
}

func (g gap) greater() (delim, int) {
	b, from, q := g.b, g.from, g.at
	for _, erlang := range [...]string{`>>,<<"`, `>>, <<"`, `>> => <<"`} {
		if g.quoted && hasPrefix(b, q, []byte(erlang)) {
			return tight, q + len(erlang) - 1
		}
	}
	if hasFold(b, from-len("redacted:"), "redacted:") || !g.spaced && standsAlone(b, from-2, q+1) { // "<secret>"
		return noDelim, q
	}
	if hasPrefix(b, from-len("=><"), []byte("=><")) { // :password=><password>, a mask of Ruby's programs
		return noDelim, q
	}
	if !g.spaced && (opensElement(b, from) && byteAt(b, from-2) != ':' || g.quoted && byteAt(b, from-2) == '=' && !hasFold(b, from-5, "for")) {
		return element, q + 1 // <Data Name="Password">x</Data>
	}
	return noDelim, q
}

// standsAlone reports whether a word in angle brackets, between the bytes at i and k, is
// all of a value: "<secret>", x=<secret>;y=z.
func standsAlone(b []byte, i, k int) bool {
	switch c := byteAt(b, i); c {
	case '"', '\'':
		return byteAt(b, k) == c
	case '=':
		return byteAt(b, k) == ';' || byteAt(b, k) == ','
	}
	return false
}

func (g gap) bracket() (delim, int) {
	b, q := g.b, g.at
	switch next := byteAt(b, q+1); {
	case g.spaced:
		return words, q
	case next == '\'' || next == '"': // PASSWORD('x')
		return tight, q + 1
	}
	return sign, q + 1
}

func (g gap) comma() (delim, int) {
	b, q := g.b, g.at
	r := skip(b, q+1, clSpace)
	before, next := byteAt(b, g.from-1), byteAt(b, r)
	if i := g.filled(r); i > 0 {
		return tight, i
	}
	switch {
	case hasPrefix(b, g.from-len("-object "), []byte("-object secret,id=")): // of QEMU: -object secret,id=s0,data=x
		if k := bytes.Index(lineBehind(b, q, 80), []byte(",data=")); k > 0 && q+k+len(",data=") < len(b) {
			return equals, q + k + len(",data=")
		}
	case hasPrefix(b, r, []byte(`<<"`)): // Erlang
		return tight, r + len("<<")
	case before == '{' && next == '"':
		return tight, r
	case r == q+2 && !g.quoted && hasPrefix(b, g.from, []byte("--")) && opened(lineBefore(b, g.from, maxQuoted)): // [--token, x]
		return words, r
	case g.quoted, before == ':' && (next == '"' || next == '\''): // set :password, "x"
		return list, r
	case (next == '"' || next == '\'') && inCapitals(b[g.from:g.at]): // curl_setopt($ch, CURLOPT_USERPWD, "bob:x")
		return list, r
	}
	return noDelim, q
}

// typedBy are the functions that type a text into the field of a page.
var typedBy = []string{
	".type(", ".fill(", ".sendkeys(", ".send_keys(", ".setvalue(", ".set_value(", ".presssequentially(", ".typetext(", ".val(", ".set(",
}

// typed knows what tests of a page say of the field that has the name, and the text that
// they type into it: By.id("password")).sendKeys("x"), fill("input[name=password]", "x").
func (g gap) typed() (delim, int) {
	b, i := g.b, g.at
	for i < len(b) && i < g.at+6 && bytes.IndexByte([]byte("])\"'"), b[i]) >= 0 {
		i++
	}
	if byteAt(b, i) == ',' && (b[i-1] == '"' || b[i-1] == '\'') && byteAt(b, g.from-1) != ':' { // 'user[:passwd]', 'host'
		next := skip(b, i+1, clSpace)
		if g.quoted = true; byteAt(b, next) == b[i-1] {
			return list, next
		} else if next = g.filled(next); next > 0 {
			return tight, next
		}
		return noDelim, g.at
	}
	for _, call := range [...]string{".first()", ".clear()", ".click()", ".focus()"} {
		if hasFold(b, i, call) {
			i += len(call)
		}
	}
	for _, call := range typedBy {
		if next := i + len(call); hasFold(b, i, call) && (byteAt(b, next) == '"' || byteAt(b, next) == '\'') {
			return list, next
		}
	}
	return noDelim, g.at
}

// inCapitals reports whether a name is written as constants are: CURLOPT_PASSWORD, pycurl.USERPWD.
func inCapitals(name []byte) bool {
	name = name[bytes.LastIndexByte(name, '.')+1:]
	return allOf(name, clUpper|clDigit, '_')
}

func (g gap) semicolon() (delim, int) {
	b, q := g.b, g.at
	if !g.quoted {
		return noDelim, q
	}
	if r := skip(b, q+1, clSpace); hasFold(b, r, "value=") {
		return words, r
	}
	if r := behindPHP(b, q); r > 0 { // PHP: s:8:"password";s:3:"x"
		return tight, r
	}
	return noDelim, q
}

func (g gap) less() (delim, int) {
	b, q := g.b, g.at
	if hasFold(b, q, "</th>") && hasFold(b, skip(b, q+len("</th>"), clSpace), "<th") { // a header's cells
		return noDelim, q
	}
	if r := bytes.IndexByte(b[q:min(len(b), q+40)], '>'); r > 0 && byteAt(b, g.from-1) == '>' && byteAt(b, q+1) == '/' { // <key>password</key><string>x</string>
		if r = skip(b, q+r+1, clSpace); byteAt(b, r) == '<' && r+1 < len(b) && isLetter(b[r+1]) {
			return element, r
		}
	}
	if r := q + len("<- "); g.spaced && hasPrefix(b, q, []byte("<- ")) && (byteAt(b, r) == '"' || byteAt(b, r) == '\'') { // R
		return equals, r
	}
	if g.spaced {
		return words, q
	}
	if k := bytes.IndexByte(lineBehind(b, q, 80), '>'); k > 1 && b[q+1] != '/' { // password<x>
		return sign, q + 1
	}
	return noDelim, q
}

// lineEnd knows a part of a multipart body, and - name: x, value: y in YAML.
func (g gap) lineEnd() (delim, int) {
	b, q := g.b, g.at
	r := skip(b, q, clSpace)
	switch {
	case hasFold(b, r, "value: ") && r+len("value: ") < len(b):
		return tight, skip(b, r+len("value: "), clSpace)
	case g.quoted && r > q+1 && r < len(b) && (hasFold(b, g.from-6, "name=") || hasFold(b, g.from-7, "name=")):
		return equals, r
	}
	return noDelim, q
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
			if n >= 3 && k+n <= len(b) && asciiText(b[k:k+n]) && (k+n == len(b) || !inText(b[k+n:]) || b[k+n] == '"' || b[k+n] == '\'') {
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
			if (q == '"' || q == '\'') && byteAt(b, k) == q {
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
	return from > 0 && b[from-1] == '<'
}
