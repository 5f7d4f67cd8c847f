package parse

import "bytes"

// logfmtLine reads a record of key=value pairs: logfmt, slog's text handler,
// logrus, and whatever an application prints that way.
func logfmtLine(p *Parser, line []byte) error {
	line = p.tagged(line)
	if n := nameLen(line); n == 0 || n >= len(line) || line[n] != '=' {
		return ErrFormat
	}
	stop := partedBy(line)
	pairs, words := 0, 0
	said := 0 // where a message starts that has no quotes around it
	var before, ui []byte
	for rest := line; ; {
		name, v, quoted, tail := nextPairTo(rest, stop)
		if name == nil && v == nil {
			break
		}
		rest = tail
		if name == nil {
			if words++; said > 0 && isWord(v[0]) {
				p.set(Message, line[said:len(line)-len(rest)])
			} else {
				said = 0
			}
			continue
		}
		if said = 0; !quoted && len(v) > 0 && lookup(name) != nil && lookup(name).means(Message) {
			said = bytes.Index(line, v)
		}
		pairs++
		if string(before) != "sys" || string(name) != "sub" { // sys="SecureNet" sub="packetfilter": the product's part
			p.attribute(name, v, quoted)
		}
		if before = name; string(name) == "ui" {
			ui = v
		}
	}
	if len(ui) > 0 && bytes.Equal(ui, p.val(UserName)) && p.has(Message) { // FortiMail's own parts: user=mail ui=mail
		p.unset(UserName)
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
	end := bytes.IndexAny(line, ";, ")
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
		if next := bytes.IndexAny(more, ", "); next > 0 && more[next] == ',' && startsPair(more) && startsPair(more[next+1:]) {
			return ","
		}
	}
	return spaces
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
	if n := len(value); !quoted && n > 1 && (value[n-1] == ',' || value[n-1] == ';') && len(rest) > 0 {
		value = value[:n-1]
	}
	return name, value, quoted, rest
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

// pairValue takes the value that b starts with: quoted, in brackets, or up to
// one of the bytes in stop.
func pairValue(b []byte, stop string) (v []byte, quoted bool, rest []byte) {
	if len(b) == 0 {
		return b, false, b
	}
	switch c := b[0]; c {
	case '"', '\'', '`':
		for i := 1; i < len(b); i++ {
			if b[i] == '\\' && c != '`' {
				i++
			} else if b[i] == c {
				return b[1:i], true, b[i+1:]
			}
		}
	case '<':
		if end := bytes.IndexByte(b, '>'); end > 0 && bytes.IndexByte(b[:end], ' ') < 0 {
			return b[1:end], false, b[end+1:]
		}
	case '[':
		if end := bytes.IndexByte(b, ']'); end > 0 && end < 256 && (end+1 == len(b) || b[end+1] != ':') {
			return b[1:end], false, b[end+1:]
		}
		if end := bytes.Index(b, []byte("]:")); end > 0 && isAddress(b[1:end]) { // [2001:db8::1]:52114
			_, n := leadingInt(b[end+2:])
			return b[:end+2+n], false, b[end+2+n:]
		}
	}
	end := bytes.IndexAny(b, stop)
	if end < 0 {
		end = len(b)
	}
	if end >= 8 && end <= 11 && end+6 < len(b) && isDigit(b[0]) && isDigit(b[end-1]) && b[end] == ' ' && isDigit(b[end+1]) { // a date, and its time of day
		if _, n := readStamp(b); n > end+4 {
			end = n
		}
	}
	return b[:end], false, b[end:]
}

// attribute takes in one pair of a text.
func (p *Parser) attribute(name, v []byte, quoted bool) {
	if len(p.st.keep) > 0 {
		p.keepPair(name, v)
	}
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
