package parse

import (
	"bytes"
	"strings"

	"github.com/hashtail/hashtail/agent/stamp"
)

// logfmtLine reads a record of key=value pairs: logfmt, slog's text handler,
// logrus, and whatever an application prints that way.
func logfmtLine(p *Parser, line []byte) error {
	line = p.tagged(line)
	if n := nameLen(line); n == 0 || n >= len(line) || line[n] != '=' {
		return ErrFormat
	}
	stop := partedBy(line)
	mark := p.mark()
	pairs, words := p.pairsAndWords(line, stop)
	if words > 0 && stop == spaces {
		if object := p.paired(line); object != nil && p.doc.read(p, object) {
			p.forget(mark)
			return p.object(&p.doc)
		}
	}
	if pairs < 2 || words > pairs && stop == spaces {
		return ErrFormat
	}
	if words > 0 {
		p.offer(Message, line, vague, nil)
	}
	p.nested()
	if method, _ := nextField(p.val(Message)); len(method) > 0 && isMethod(method) { // Loki: msg="GET /ready (401) 81µs"
		p.requestSaid()
	}
	return nil
}

// pairsAndWords takes in the pairs of a line, and counts them and the words between
// them, which belong to no pair.
func (p *Parser) pairsAndWords(line []byte, stop string) (pairs, words int) {
	said := 0 // where a message starts that has no quotes around it
	var before, ui []byte
	for rest := line; ; {
		name, v, quoted, tail := nextPairTo(rest, stop)
		if name == nil && v == nil {
			break
		}
		rest = tail
		if name == nil {
			words++
			if said > 0 && isWord(v[0]) {
				p.set(Message, line[said:len(line)-len(rest)])
			} else {
				said = 0
			}
			continue
		}
		said = 0
		if !quoted && len(v) > 0 && isMessage(name) {
			said = bytes.Index(line, v)
		}
		pairs++
		switch {
		case isProductPart(before, name):
		case p.namesNoSecret(line, name, v):
			p.keepPair(name, v)
		default:
			p.attribute(name, v, quoted)
		}
		before = name
		if string(name) == "ui" {
			ui = v
		}
	}
	if len(ui) > 0 && bytes.Equal(ui, p.val(UserName)) && p.has(Message) { // FortiMail's own parts: user=mail ui=mail
		p.unset(UserName)
	}
	return pairs, words
}

// namesNoSecret reports whether a short value is no secret by what stands around it,
// though its name is a credential's: secret=db-tls namespace=prod.
func (p *Parser) namesNoSecret(line, name, v []byte) bool {
	if len(v) == 0 || len(v) >= shortSecret || namesStep(name) && saysEnding(v) || !p.keys.find(p.index, name).secret {
		return false
	}
	at := offsetIn(line, v)
	return at >= 0 && !p.s.Hides(line, at, at+len(v))
}

// shortSecret is the length from which a value under a credential's name is one whatever
// stands around it.
const shortSecret = 25

// isMessage reports whether a key is one of messages.
func isMessage(name []byte) bool {
	k := lookup(name)
	return k != nil && k.means(Message)
}

// isProductPart reports whether a pair names a part of Sophos's product, by the pair in front
// of it: sys="SecureNet" sub="packetfilter". Elsewhere a sub is who a token is of.
func isProductPart(before, name []byte) bool {
	return string(before) == "sys" && string(name) == "sub"
}

// tagged takes off what stands in brackets in front of pairs: [audit] action="add" …
func (p *Parser) tagged(line []byte) []byte {
	if line[0] != '[' {
		return line
	}
	end := bytes.Index(line[:min(len(line), 48)], []byte("] "))
	if end < 2 || !isWord(line[1]) {
		return line
	}
	rest := line[end+2:]
	if n := nameLen(rest); n == 0 || !bytes.HasPrefix(rest[n:], []byte(`="`)) {
		return line
	}
	p.offer(ActionWord, line[1:end], vague, nil)
	return rest
}

// spaces end a value that is not quoted.
const spaces = " \t"

// partedBy is what ends the values of pairs that are not quoted: spaces, but they may
// have some where pairs follow each other as "a=1;b=2 3;c=4" or, in Fortinet's lists,
// "a=1,b=2 3,c=4".
func partedBy(line []byte) string {
	end := unquotedAny(line, ";, ")
	if end < 0 {
		return spaces
	}
	switch line[end] {
	case ';':
		if startsPair(line[end+1:]) {
			return ";"
		}
	case ',':
		more := line[end+1:]
		if next := unquotedAny(more, ", "); next > 0 && more[next] == ',' && startsPair(more) && startsPair(more[next+1:]) {
			return ","
		}
	}
	return spaces
}

// unquotedAny is where the first of some signs stands in b outside of quotes; -1 without one.
func unquotedAny(b []byte, signs string) int {
	for i := 0; i < len(b); i++ {
		if isQuote(b[i]) {
			i += closingQuote(b[i:])
		} else if strings.IndexByte(signs, b[i]) >= 0 {
			return i
		}
	}
	return -1
}

// startsPair reports whether b begins with name=.
func startsPair(b []byte) bool {
	n := nameLen(b)
	return n > 0 && n < len(b) && b[n] == '='
}

// nextPair takes the next key=value or bare word of b. Both nil is the end.
func nextPair(b []byte) (name, value []byte, quoted bool, rest []byte) { return nextPairTo(b, spaces) }

// nextPairTo is nextPair where a value without quotes ends at one of the bytes in stop.
func nextPairTo(b []byte, stop string) (name, value []byte, quoted bool, rest []byte) {
	for len(b) > 0 && (b[0] <= ' ' || b[0] == ',' || b[0] == ';') {
		b = b[1:]
	}
	n := nameLen(b)
	if n == 0 || n == len(b) || b[n] != '=' {
		end := bytes.IndexAny(b, stop)
		if end < 0 {
			end = len(b)
		}
		if end == 0 {
			return nil, nil, false, nil
		}
		return nil, b[:end], false, b[end:]
	}
	name, b = b[:n], b[n+1:]
	value, quoted, rest = pairValue(b, stop)
	if !quoted && len(rest) > 0 {
		value = withoutComma(value)
	}
	return name, value, quoted, rest
}

// withoutComma is a value without the mark between it and the next pair: "a=1, b=2".
func withoutComma(v []byte) []byte {
	if n := len(v) - 1; n > 0 && (v[n] == ',' || v[n] == ';') {
		return v[:n]
	}
	return v
}

// nameLen is the length of the key that b starts with.
func nameLen(b []byte) int {
	n := 0
	for n < len(b) && (isWord(b[n]) || n > 0 && (b[n] == '.' || b[n] == '-' || b[n] == '/') || b[n] == '@') {
		n++
	}
	if n > 64 || n > 0 && isDigit(b[0]) {
		return 0
	}
	return n
}

// pairValue takes the value that b starts with: one that is enclosed in what it begins
// with, else up to one of the bytes in stop.
//
//	"Failed login" …            the text between the quotes
//	<bob@example.com> …         what stands between the brackets, if it is one word
//	[192.0.2.1] …               what stands between the brackets
//	[2001:db8::1]:52114 …       an address with its port, brackets and all
//	2026-11-10 12:55:36 …       a date with its time of day
//	bob …                       a word
func pairValue(b []byte, stop string) (v []byte, quoted bool, rest []byte) {
	if len(b) == 0 {
		return b, false, b
	}
	switch c := b[0]; c {
	case '"', '\'', '`':
		if end := closingQuote(b); end > 0 {
			return b[1:end], true, b[end+1:]
		}
	case '<':
		if end := bytes.IndexByte(b, '>'); end > 0 && bytes.IndexByte(b[:end], ' ') < 0 {
			return b[1:end], false, b[end+1:]
		}
	case '[':
		if v, rest := bracketedValue(b); rest != nil {
			return v, false, rest
		}
	}
	end := bytes.IndexAny(b, stop)
	if end < 0 {
		end = len(b)
	}
	if isDateTime(b, end) {
		if _, n := stamp.Read(b); n > end+4 { // not the date alone
			end = n
		}
	}
	return b[:end], false, b[end:]
}

// closingQuote is where the quote ends that b begins with, 0 if it does not. A backslash
// escapes, but for Go's raw strings.
func closingQuote(b []byte) int {
	quote := b[0]
	for i := 1; i < len(b); i++ {
		if b[i] == '\\' && quote != '`' {
			i++
		} else if b[i] == quote {
			return i
		}
	}
	return 0
}

// bracketedValue takes what stands in the brackets that b begins with, or an address
// in them with its port. Its rest is nil if there is neither.
func bracketedValue(b []byte) (v, rest []byte) {
	if end := bytes.IndexByte(b, ']'); end > 0 && end < 256 && (end+1 == len(b) || b[end+1] != ':') {
		return b[1:end], b[end+1:]
	}
	if end := bytes.Index(b, []byte("]:")); end > 0 && isAddress(b[1:end]) {
		_, n := leadingInt(b[end+2:])
		return b[:end+2+n], b[end+2+n:]
	}
	return nil, nil
}

// isDateTime reports whether the first word of b, which ends at end, looks like a date
// and the next one like a time of day.
func isDateTime(b []byte, end int) bool {
	return end >= len("1/2/2006") && end <= len("02/Jan/2006") && end+len(" 00:00") < len(b) &&
		isDigit(b[0]) && isDigit(b[end-1]) && b[end] == ' ' && isDigit(b[end+1])
}

// attribute takes in one pair of a text.
func (p *Parser) attribute(name, v []byte, quoted bool) {
	p.keepPair(name, v)
	k := p.keys.find(p.index, name)
	if k == unknown {
		return
	}
	if quoted && bytes.IndexByte(v, '\\') >= 0 {
		v = p.unescape(v)
	}
	if isVerdict(name, v) {
		p.offer(ActionWord, name, vague, nil)
		p.offer(OutcomeWord, v, vague, nil)
		return
	}
	p.pair(k, name, anywhere, 0, v, kindOf(v, quoted))
}

// kindOf is what JSON would call the value of a pair.
func kindOf(v []byte, quoted bool) kind {
	if quoted || len(v) == 0 {
		return text
	}
	if string(v) == "true" || string(v) == "false" {
		return boolean
	}
	for _, c := range v {
		if !isDigit(c) && c != '.' {
			return text
		}
	}
	if bytes.Count(v, dot) > 1 {
		return text
	}
	return numeric
}

var dot = []byte(".")
