package redact

import "bytes"

// extent is where the value at p stands, in quotes or without, and where it ends with
// its quotes. In a list a value without quotes ends at closer, too.
func (v *valuer) extent(p int, closer byte) (from, to, end int, quoted bool) {
	if from, to, end, quoted = quotedValue(v.sc.b, p); quoted {
		return from, to, end, true
	}
	to = v.bareEnd(p, closer)
	return p, to, to, false
}

const (
	// A value without quotes of more bytes than maxBare is long. No password is, and a
	// token has no names in it, so of the values that seem to begin within a long one
	// only maxWithin are read to their end, if they are long as well: auth=token=…,
	// session=(id_token:…). To read all would cost the square of the length.
	maxBare   = 256
	maxWithin = 8
)

// A stretch is a long value, from where it was first read.
type stretch struct {
	stretchKind
	from, to int
	within   int // how many long values within it were read to their end, of maxWithin
}

// A stretchKind is what decides where a value ends, beside where it begins.
type stretchKind struct {
	closer                   byte
	password, query, inSigns bool
}

// bareEnd is where the value without quotes at p ends. It is p, and the value empty, if that
// is one too many of the long ones within another: see maxBare.
func (v *valuer) bareEnd(p int, closer byte) int {
	sc := v.sc
	kind := stretchKind{closer: closer, password: v.row.kind.password(), query: v.query}
	l := sc.stretch(kind, p)
	if l == nil {
		to := v.bareWithin(p, len(sc.b), closer)
		if to-p > maxBare {
			sc.keep(stretch{kind, p, to, 0})
		}
		return to
	}
	if l.from == p {
		return l.to
	}
	to := v.bareWithin(p, min(len(sc.b), p+maxBare), closer)
	if to-p < maxBare {
		return to
	}
	if l.within == maxWithin {
		return p
	}
	l.within++
	return v.bareWithin(p, len(sc.b), closer)
}

// stretch is the one of a kind that p stands in; nil if none is known.
func (sc *scan) stretch(kind stretchKind, p int) *stretch {
	for i := range sc.judged.stretches {
		if l := &sc.judged.stretches[i]; l.stretchKind == kind && l.from <= p && p < l.to {
			return l
		}
	}
	return nil
}

// longEnd is bareEnd for values that end where find says, which does not depend on where
// they begin: all within a long one end where that does.
func (sc *scan) longEnd(p int, closer byte, find func() int) int {
	kind := stretchKind{closer: closer, inSigns: true}
	l := sc.stretch(kind, p)
	if l == nil {
		to := find()
		if to-p > maxBare {
			sc.keep(stretch{kind, p, to, 0})
		}
		return to
	}
	if l.from < p && l.to-p > maxBare {
		if l.within == maxWithin {
			return p
		}
		l.within++
	}
	return l.to
}

// keep remembers a stretch in the place of the last of its kind.
func (sc *scan) keep(l stretch) {
	known := sc.judged.stretches
	for i := range known {
		if known[i].stretchKind == l.stretchKind {
			known[i] = l
			return
		}
	}
	sc.judged.stretches = append(known, l)
}

// bareWithin is where a value without quotes ends, to if it goes on.
func (v *valuer) bareWithin(p, to int, closer byte) int {
	b := v.sc.b
	open := 0 // brackets that the value has opened
	i := behindVariable(b, p)
scan:
	for ; i < to; i++ {
		c := b[i]
		if isAlnum(c) || v.encoded(p, i) {
			continue
		}
		switch c {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			if open == 0 && v.bracketEnds(i, closer) {
				break scan
			}
			open = max(open-1, 0)
		default:
			if v.signEnds(p, i, closer) {
				break scan
			}
		}
	}
	if endsHere(b, i) { // the full stop is the sentence's
		for i > p && (b[i-1] == '.' || b[i-1] == ',' || b[i-1] == ';' || b[i-1] == ':') {
			i--
		}
	}
	return i
}

// encoded reports whether the sign at i was percent-encoded where the one that parts
// the value at p from its name was not. Only then is it certain to be a part of the
// value: user%5Bpassword%5D=a%26b.
func (v *valuer) encoded(p, i int) bool {
	sc := v.sc
	return sc.up != nil && v.d == equals && sc.percents(i) > sc.percents(p-1)
}

// percents is how long the percent-encoding of b[i] is in the text that was given, 0 if
// it has none: it is longer if it was encoded twice.
func (sc *scan) percents(i int) int {
	from, to := sc.root(i, i+1)
	if sc.top().b[from] != '%' {
		return 0
	}
	return to - from
}

// behindVariable is the bracket behind a variable that stands for the value, as in
// GraphQL's login(password: $password), or p.
func behindVariable(b []byte, p int) int {
	if byteAt(b, p) == '$' && isLetter(byteAt(b, p+1)) {
		if end := skip(b, p+1, clName); byteAt(b, end) == ')' || byteAt(b, end) == '}' {
			return end
		}
	}
	return p
}

// bracketEnds reports whether the bracket at i, which nothing in the value has opened,
// stands behind it: in a password it may stand, but not as its last character.
func (v *valuer) bracketEnds(i int, closer byte) bool {
	b := v.sc.b
	return b[i] == closer || endsHere(b, i+1) || b[i] == ']' && b[i+1] == '[' || !v.row.kind.password()
}

// signEnds reports whether the character at i, which is no letter, digit or bracket,
// stands behind the value that began at p. A password may have any but a space or a
// quote: there the character is judged by what follows it.
func (v *valuer) signEnds(p, i int, closer byte) bool {
	b := v.sc.b
	switch c := b[i]; c {
	case ' ', '\t', '\n', '\r', 0, '\v', '\f', 0x1b:
		return true
	case '"':
		return !v.quoteOfString(p, i)
	case '\'', '`':
		return !v.row.kind.password() || !v.apostrophe(p, i)
	case '<', '>':
		return !v.row.kind.password() || i == p || marksUp(b, i)
	case '\\':
		return i+1 < len(b) && isEscape(b, i) && !v.quoteOfString(p, i)
	case '&', '#', '?':
		return v.partEnds(i)
	case ',', ';', '|':
		return c == closer || endsHere(b, i+1) || nextName(b, i+1) || !v.row.kind.password() && c != '|' || v.row.kind == PIN && c == ','
	}
	return false
}

// partEnds reports whether the character at i parts the value from what follows it in a
// URL or a form.
func (v *valuer) partEnds(i int) bool {
	b := v.sc.b
	switch b[i] {
	case '#': // the fragment
		return v.query && !v.inConnection() && !v.inForm()
	case '?': // the query behind a parameter of the path: /a;token=x?b=c
		return v.query && byteAt(b, v.from-1) == ';' && !v.inConnection()
	}
	return hasPrefix(b, i, []byte("&quot;")) || v.ampersandEnds(i)
}

// ampersandEnds reports whether the & at i parts two parameters: in a URL it does,
// elsewhere what stands behind it has to be a name, which the end of the text may cut.
func (v *valuer) ampersandEnds(i int) bool {
	b := v.sc.b
	switch {
	case v.query && !v.inConnection(), i+1 == len(b), nextParam(b, i+1):
		return true
	case skip(b, i+1, clName) < len(b):
		return false
	}
	return !v.row.kind.password() || allOf(b[i+1:], clLower, '_')
}

// marksUp reports whether the angle bracket at i belongs to markup around a value
// rather than to it.
func marksUp(b []byte, i int) bool {
	next := byteAt(b, i+1)
	if b[i] == '>' {
		return endsHere(b, i+1)
	}
	if next == '/' || next == '!' || next == '?' || endsHere(b, i+1) {
		return true
	}
	to := skip(b, i+1, clLower|clUpper|clDigit)
	return to > i+1 && isTag(b[i+1:to]) && (byteAt(b, to) == '>' || byteAt(b, to) == '/' || byteAt(b, to) == ' ')
}

// inConnection reports whether the name stands in a connection string, which
// begins with a name and an equals sign, rather than in the path of a URL.
func (v *valuer) inConnection() bool {
	b := v.sc.b
	if byteAt(b, v.from-1) != ';' {
		return false
	}
	word := v.wordBefore()
	eq, slash := bytes.IndexByte(word, '='), bytes.IndexByte(word, '/')
	return slash < 0 || eq >= 0 && eq < slash
}

// inForm reports whether the name is that of a password in the body of a form, which has
// no fragment, rather than in a URL.
func (v *valuer) inForm() bool {
	b := v.sc.b
	if byteAt(b, v.from-1) != '&' || !v.row.kind.password() {
		return false
	}
	return bytes.IndexByte(v.wordBefore(), '?') < 0
}

// wordBefore is what stands before the name without a blank or a quote between them.
func (v *valuer) wordBefore() []byte {
	b, from := v.sc.b, v.from
	for from > 0 && v.from-from < 256 && !isSpace(b[from-1]) && !isQuote(b[from-1]) {
		from--
	}
	return b[from:v.from]
}

// endsHere reports whether i is the end of a word for certain.
func endsHere(b []byte, i int) bool {
	if i >= len(b) {
		return true
	}
	switch b[i] {
	case ' ', '\t', '\n', '\r', 0, '"', '\'', '`', ')', ']', '}', ',', ';', '<', '>', '\\':
		return true
	}
	return false
}

// nextName reports whether name= or name: begins at i.
func nextName(b []byte, i int) bool {
	j := i
	for j < len(b) && j-i < maxNameBytes && (isName(b[j]) || b[j] == '[' || b[j] == ']' || j > i && (b[j] == ' ' || b[j] == '$' || b[j] == '%')) { // ctl00$user=
		j++
	}
	return j > i && j < len(b) && (b[j] == '=' || b[j] == ':') && (isLetter(b[i]) || b[i] == '_')
}

// nextParam reports whether name= or name: begins at i, in one word.
func nextParam(b []byte, i int) bool {
	return nextName(b, i) && bytes.IndexByte([]byte("=:[]$%"), byteAt(b, skip(b, i, clName))) >= 0
}

// lineEnd is where a header's value without quotes ends.
func (sc *scan) lineEnd(p int, closer byte) int {
	if l := &sc.judged.line; l.closer == closer && l.from <= p && p < l.to { // another header on the line
		return l.to
	}
	b := sc.b
	quoted := false
	i := p
loop:
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n' || c == '\r' || c == '\'' || c == '`' || c == '<' || c == 0x1b || closer != 0 && c == closer:
			break loop
		case c == '"' && (quoted || i > p && b[i-1] == '='):
			quoted = !quoted
		case c == '"' || c == '\\' && isEscape(b, i):
			break loop
		}
	}
	sc.judged.line = headerLine{p, i, closer}
	return i
}

// behindCharset is where the value of a parameter behind its character set and its
// language begins: UTF-8'en'x, i if it has none.
func behindCharset(b []byte, i int) int {
	for _, charset := range [...]string{"utf-8'", "iso-8859-1'"} {
		if hasFold(b, i, charset) {
			from := i + len(charset)
			if end := skip(b, from, clName); byteAt(b, end) == '\'' && end-from <= 8 && end+1 < len(b) {
				return end + 1
			}
		}
	}
	return i
}
