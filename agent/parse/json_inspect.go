package parse

import "bytes"

// inspected is the object of JSON that says what an object says which another language has
// printed for the eye; nil where b is none. It lies in the parser's buffer.
//
//	{'user': 'bob', 'ok': True}     Python
//	{ user: 'bob', ok: true }       JavaScript
//	{:user=>"bob", "ok"=>true}      Ruby
//	%{user: "bob", ok: true}        Elixir
//	{user=bob, ok=true}             Java
func (p *Parser) inspected(b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte("%"))
	if len(b) < len("{a:1}") || len(b) > maxInspected || b[0] != '{' || b[len(b)-1] != '}' {
		return nil
	}
	start := len(p.buf)
	in := inspector{b: b, out: p.buf}
	whole := in.object(0) && in.i == len(b) && (in.pairs > 1 || isQuote(b[1])) // else rather a piece of code
	p.buf = in.out
	if !whole {
		p.buf = p.buf[:start]
		return nil
	}
	return p.buf[start:len(p.buf):len(p.buf)]
}

// maxInspected bounds how long an object is that inspected takes apart.
const maxInspected = 1 << 15

// inspectedAt is the end of a text that is an object as inspected reads it, and where it
// begins; nil where the text has none behind a blank.
func (p *Parser) inspectedAt(b []byte) (object []byte, at int) {
	if len(b) == 0 || b[len(b)-1] != '}' {
		return nil, 0
	}
	for range 4 { // not for ever: each try may read all the rest
		blank := objectAt(b[at:])
		if blank < 0 {
			return nil, 0
		}
		at += blank + 1
		if object := p.inspected(b[at:]); object != nil {
			return object, at
		}
	}
	return nil, 0
}

// paired is the object of JSON that says what a text says which is nothing but pairs with a sign
// between them other than logfmt's blank; nil where it is none. It lies in the parser's buffer.
//
//	time: 2026-11-10 12:55:36, level: info, user: bob
//	level=info|msg=login failed|user=bob
//	[level=info] [msg=login failed] [user=bob]
func (p *Parser) paired(b []byte) []byte {
	if len(b) > maxInspected || bytes.Count(b, []byte("=")) < minPaired && bytes.Count(b, []byte(":")) < minPaired {
		return nil
	}
	delims := pairDelims[:]
	if len(b) > 2 && b[0] == '[' && b[len(b)-1] == ']' {
		b, delims = b[1:len(b)-1], boxDelims[:]
	}
	in := inspector{b: b}
	n, sign := in.pairAt(0)
	if n == 0 || lookup(b[:n]) == nil && bytes.IndexByte(b[:n], '_') < 0 { // "unexpected status: 401, client: 192.0.2.1"
		return nil
	}
	if _, again := in.pairAt(len(b) - len(bytes.TrimLeft(b[n+1:], " "))); again == sign { // "app: user: bob, ip: 192.0.2.1"
		return nil
	}
	for _, delim := range delims {
		if in.parts(delim, sign) >= minPaired {
			start := len(p.buf)
			in.out = append(p.buf, '{')
			in.delimited(delim, sign)
			p.buf = append(in.out, '}')
			return p.buf[start:len(p.buf):len(p.buf)]
		}
	}
	return nil
}

// minPaired is how many pairs a text has at least for paired, which prose may have fewer of.
const minPaired = 3

// What parts pairs, those first that hold others; boxDelims does so where brackets stand around
// each.
var (
	pairDelims = [...]string{" | ", "||", "|", "; ", ";", ", ", ",", "\t"}
	boxDelims  = [...]string{"] [", "]["}
)

// parts counts the pairs with a sign that a delimiter parts; none if the value of one holds more,
// or if hardly a key means anything.
func (in *inspector) parts(delim string, sign byte) (n int) {
	known := 0
	for i := 0; i >= 0; {
		next := in.behindDelim(i, delim)
		end := len(in.b)
		if next >= 0 {
			end = next - len(delim)
		}
		name, found := in.pairAt(i)
		if found == sign {
			if n++; lookup(in.b[i:i+name]) != nil {
				known++
			}
			name++
		}
		v := in.b[min(i+name, end):end]
		if sign == '=' && holdsPair(v) || bytes.Count(v, []byte("{")) != bytes.Count(v, []byte("}")) { // app: seen {user: bob, ip: 192.0.2.1}
			return 0
		}
		i = next
	}
	if known < minPaired-1 {
		return 0
	}
	return n
}

// holdsPair reports whether a pair stands behind a blank in a text without quotes around it.
func holdsPair(b []byte) bool {
	for len(b) > 0 && !isQuote(b[0]) {
		blank := bytes.IndexByte(b, ' ')
		if blank < 0 {
			return false
		}
		if b = b[blank+1:]; startsPair(b) {
			return true
		}
	}
	return false
}

// pairAt is how long the key of the pair is that begins at a place, and the sign behind it: of
// one word in front of "=", of a few in front of a colon. Both are 0 where no pair begins.
func (in *inspector) pairAt(i int) (n int, sign byte) {
	b := in.b[i:]
	for words := range 3 {
		more := nameLen(b[n:])
		if n += more; more == 0 || n == len(b) {
			return 0, 0
		}
		switch {
		case b[n] == ':', b[n] == '=' && words == 0:
			return n, b[n]
		case b[n] != ' ':
			return 0, 0
		}
		n++
	}
	return 0, 0
}

// behindDelim is where what follows the next delimiter begins; -1 without one.
func (in *inspector) behindDelim(i int, delim string) int {
	if n := bytes.Index(in.b[i:], []byte(delim)); n >= 0 {
		return i + n + len(delim)
	}
	return -1
}

// delimited takes pairs with a delimiter between them. What has no key belongs to the value before.
func (in *inspector) delimited(delim string, sign byte) {
	n, _ := in.pairAt(0)
	for i := 0; i >= 0; {
		var more int
		next, found := in.behindDelim(i, delim), byte(0)
		for next >= 0 {
			if more, found = in.pairAt(next); found == sign {
				break
			}
			next = in.behindDelim(next, delim)
		}
		end := len(in.b)
		if next >= 0 {
			end = next - len(delim)
		}
		if i > 0 {
			in.out = append(in.out, ',')
		}
		in.text(in.b[i:i+n], 0)
		in.out = append(in.out, ':')
		switch v := bytes.TrimSpace(in.b[i+n+1 : end]); {
		case len(v) > 1 && isQuote(v[0]) && closingQuote(v) == len(v)-1:
			in.text(v[1:len(v)-1], v[0])
		case len(v) > 1 && (v[0] == '(' && v[len(v)-1] == ')' || v[0] == '[' && v[len(v)-1] == ']'):
			in.constant(v[1 : len(v)-1])
		default:
			in.constant(v)
		}
		i, n = next, more
	}
}

// An inspector goes through an object that a program has printed, and writes it as JSON. Its
// methods report false where that is not what stands there.
type inspector struct {
	b     []byte
	i     int // the next byte to look at
	out   []byte
	pairs int // so many keys have been taken
}

// object takes the object that begins here.
func (in *inspector) object(depth int) bool {
	in.i++
	in.out = append(in.out, '{')
	for first := true; ; first = false {
		if in.skip(); in.i == len(in.b) {
			return false
		}
		if in.b[in.i] == '}' {
			in.i++
			in.out = append(in.out, '}')
			return true
		}
		if !first {
			in.out = append(in.out, ',')
		}
		if !in.key() || !in.value(depth, '}') {
			return false
		}
	}
}

// key takes a key and the sign behind it.
func (in *inspector) key() bool {
	name, behind := in.keyAt(in.i)
	if behind == 0 {
		return false
	}
	if isQuote(name[0]) {
		in.text(name[1:len(name)-1], name[0])
	} else {
		in.text(name, 0)
	}
	in.out = append(in.out, ':')
	in.pairs++
	in.i = behind
	return true
}

// keyAt is the key at a place, with its quotes, and where its value begins; 0 where there is
// none.
func (in *inspector) keyAt(i int) (name []byte, behind int) {
	rest := bytes.TrimLeft(in.b[i:], " ")
	n := 0
	switch {
	case len(rest) == 0:
		return nil, 0
	case isQuote(rest[0]):
		if n = closingQuote(rest) + 1; n < 3 {
			return nil, 0
		}
	default:
		rest = bytes.TrimPrefix(rest, []byte(":")) // Ruby's symbol
		if n = nameLen(rest); n == 0 {
			return nil, 0
		}
	}
	name, rest = rest[:n], bytes.TrimLeft(rest[n:], " ")
	switch {
	case bytes.HasPrefix(rest, []byte("=>")):
		rest = rest[2:]
	case len(rest) > 0 && (rest[0] == ':' || rest[0] == '='):
		rest = rest[1:]
	default:
		return nil, 0
	}
	rest = bytes.TrimLeft(rest, " ")
	return name, len(in.b) - len(rest)
}

// value takes a value, and the comma behind it, in a container that ends with a sign.
func (in *inspector) value(depth int, end byte) bool {
	if in.i == len(in.b) || depth == maxDepth {
		return false
	}
	if bytes.HasPrefix(in.b[in.i:], []byte("%{")) {
		in.i++
	}
	before, ok := *in, false
	switch c := in.b[in.i]; {
	case c == '{':
		return in.object(depth+1) && in.ends(end)
	case c == '[', c == '(':
		ok = in.list(depth + 1)
	case isQuote(c):
		ok = in.quoted()
	}
	if ok && in.ends(end) {
		return true
	}
	*in = before // [2001:db8::1]:443 is no list
	return !bytes.ContainsAny(in.b[in.i+1:min(len(in.b), in.i+2)], "[{(") && in.bare(end) && in.ends(end)
}

// ends reports whether a value ends here, and goes over the comma behind it.
func (in *inspector) ends(end byte) bool {
	in.skip()
	if in.i < len(in.b) && in.b[in.i] == ',' {
		in.i++
		return true
	}
	return in.i < len(in.b) && in.b[in.i] == end
}

// list takes the list that begins here.
func (in *inspector) list(depth int) bool {
	end := in.b[in.i] + 2 // '['+2 is ']'
	if in.b[in.i] == '(' {
		end = ')'
	}
	in.i++
	in.out = append(in.out, '[')
	for first := true; ; first = false {
		if in.skip(); in.i == len(in.b) {
			return false
		}
		if in.b[in.i] == end {
			in.i++
			in.out = append(in.out, ']')
			return true
		}
		if !first {
			in.out = append(in.out, ',')
		}
		if !in.value(depth, end) {
			return false
		}
	}
}

// quoted takes a value in quotes.
func (in *inspector) quoted() bool {
	b := in.b[in.i:]
	n := closingQuote(b)
	if n == 0 {
		return false
	}
	in.text(b[1:n], b[0])
	in.i += n + 1
	return true
}

// bare takes a value without quotes around all of it.
func (in *inspector) bare(end byte) bool {
	b := in.b[in.i:]
	n := in.bareLen(b, end)
	v := bytes.TrimRight(b[:n], " ")
	if len(v) == 0 || v[len(v)-1] == ';' { // of code
		return false
	}
	in.i += n
	in.constant(v)
	return true
}

// constant writes a value without quotes: a number, a constant, or words.
func (in *inspector) constant(v []byte) {
	switch string(v) {
	case "":
		in.out = append(in.out, "null"...)
	case "True", "true":
		in.out = append(in.out, "true"...)
	case "False", "false":
		in.out = append(in.out, "false"...)
	case "None", "nil", "null", "undefined":
		in.out = append(in.out, "null"...)
	default:
		if isJSONNumber(v) {
			in.out = append(in.out, v...)
		} else {
			in.text(called(v))
		}
	}
}

// called is a text without the name of its type, and the quote that stood around it: b'bob' and
// UUID('5f8a') of Python, :admin of Ruby.
func called(v []byte) (text []byte, quote byte) {
	if v[0] == ':' && nameLen(v[1:]) == len(v)-1 {
		return v[1:], 0
	}
	open := bytes.IndexAny(v, `'"`)
	if open <= 0 {
		return v, 0
	}
	name := bytes.TrimSuffix(v[:open], []byte("("))
	if n := closingQuote(v[open:]); n > 0 && open+n+1+len(")") >= len(v) && nameLen(name) == len(name) {
		return v[open+1 : open+n], v[open]
	}
	return v, 0
}

// bareLen is how long the value without quotes is that b begins with. Where it is a member's, a
// comma ends it only if another key follows.
func (in *inspector) bareLen(b []byte, end byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				if c == end {
					return i
				}
				return 0
			}
			depth--
		case ',':
			if depth > 0 {
				break
			}
			if end != '}' {
				return i
			}
			if _, behind := in.keyAt(len(in.b) - len(b) + i + 1); behind > 0 {
				return i
			}
		}
	}
	return 0
}

// text writes a text as a string of JSON. Within a quote, a backslash escapes.
func (in *inspector) text(v []byte, quote byte) {
	const hex = "0123456789abcdef"
	in.out = append(in.out, '"')
	for i := 0; i < len(v); i++ {
		c := v[i]
		switch {
		case c == '\\' && quote != 0 && i+1 < len(v):
			i++
			switch e := v[i]; e {
			case '"', '\\', 'n', 'r', 't', 'u':
				in.out = append(in.out, '\\', e)
			case '\'', '`', '/', '#':
				in.out = append(in.out, e)
			default:
				in.out = append(in.out, '\\', '\\', e)
			}
		case c == '"' || c == '\\':
			in.out = append(in.out, '\\', c)
		case c < ' ':
			in.out = append(in.out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			in.out = append(in.out, c)
		}
	}
	in.out = append(in.out, '"')
}

// skip goes over blanks.
func (in *inspector) skip() {
	for in.i < len(in.b) && in.b[in.i] <= ' ' {
		in.i++
	}
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// isJSONNumber reports whether a value is a number as JSON has them.
func isJSONNumber(v []byte) bool {
	v = bytes.TrimPrefix(v, []byte("-"))
	whole, fraction, dotted := bytes.Cut(v, dot)
	return len(whole) > 0 && digits(whole) && (whole[0] != '0' || len(whole) == 1) && (!dotted || len(fraction) > 0 && digits(fraction))
}
