package parse

import "bytes"

// mineQuote reads what a quote opens. One that opens nothing is passed over, with the
// s behind an apostrophe.
func (p *Parser) mineQuote(m *miner) {
	c := m.b[m.i]
	if m.i == m.closes && m.i > 0 { // not the one before the next value
		m.i++
		return
	}
	if c != '\'' || m.i == 0 || !isWord(m.b[m.i-1]) {
		if end := closing(m.b, m.i); end > 0 {
			p.mineQuoted(m, m.b[m.i+1:end], end+1)
			return
		}
	}
	m.i++
	if c == '\'' && m.i > 1 && isLetter(m.b[m.i-2]) && m.i < len(m.b) && isLetter(m.b[m.i]) { // user's: of a user, not called s
		for m.i < len(m.b) && isLetter(m.b[m.i]) {
			m.i++
		}
		m.hint = noHint
	}
}

// isApostrophe reports whether the quote at i is a part of a word: of o'brien,
// but not of user's.
func isApostrophe(b []byte, i int) bool {
	return b[i] == '\'' && i > 0 && isLetter(b[i-1]) && i+1 < len(b) && isLetter(b[i+1]) && (b[i+1] != 's' || i+2 < len(b) && isLetter(b[i+2]))
}

// closing finds the quote that ends the one at i; 0 when there is none near.
func closing(b []byte, i int) int {
	q := b[i]
	if q == '`' { // `bob'
		if end := bytes.IndexAny(b[i+1:min(len(b), i+1024)], "`'"); end >= 0 {
			q = b[i+1+end]
		}
	}
	for j := i + 1; j < len(b) && j < i+1024; j++ {
		switch {
		case b[j] == '\\' && q == '"':
			j++
		case b[j] == q && (q != '\'' || j+1 == len(b) || !isWord(b[j+1])):
			return j
		}
	}
	return 0
}

// mineQuoted reads what stands in quotes: a value, a request, or prose.
func (p *Parser) mineQuoted(m *miner, in []byte, after int) {
	m.opened = '"'
	sp := bytes.IndexByte(in, ' ')
	switch {
	case len(in) == 0:
		m.i = after
	case after < len(m.b) && m.b[after] == ':' && m.beginsMember() && nameLen(in) == len(in): // Python: {'user': 'bob', 'success': False}
		if k := lookup(in); k != nil && k.at[anywhere].field == OutcomeWord {
			p.mineOutcome(m.b[after+1:])
		}
		m.i++
		m.closes, m.hint = after-1, noHint
	case sp > 0 && isMethod(in[:sp]) && isUpper(in[0]):
		p.mineCaller(m.b[:m.i])
		p.requestLine(in)
		m.http, m.i = true, after
	case string(m.prev) == "command" || string(m.prev) == "Command": // its users are not whose it is
		m.i = after
	case sp < 0 && p.mineAddress(m, in):
		m.i = after
	case m.namesQuoted(in, after) && p.user(in, told, true):
		m.i = after
		m.hint = noHint
		if after < len(m.b) && m.b[after] == '@' { // 'root'@'10.0.0.1'
			m.i++
			m.hint = hintFrom
		}
	case m.hint == hintFrom && sp > 0 && bytes.IndexByte(in, ',') > 0: // a forwarding chain
		first, _, _ := bytes.Cut(in, []byte(","))
		if p.mineAddress(m, first) {
			m.i = after
			return
		}
		m.i++
	case m.http && !p.has(UserAgent) && p.has(Method) && isProduct(in):
		p.offer(UserAgent, in, vague, nil)
		m.i = after
	case len(in) > 0 && in[0] == '/' && sp < 0 && !p.has(Target) && (m.http || isPathToken(in)):
		p.offer(Target, in, vague, nil)
		m.i = after
	default:
		m.i++
		m.closes = after - 1
	}
}

// beginsMember reports whether the quote that the miner is at stands where the name of a
// dict's member begins.
func (m *miner) beginsMember() bool {
	before := m.b[:m.i]
	return bytes.HasSuffix(before, []byte("{")) || bytes.HasSuffix(before, []byte(", "))
}

// isProduct reports whether a text begins as programs call themselves to servers: curl/8.5.0.
func isProduct(b []byte) bool {
	n := 0
	for n < len(b) && (isWord(b[n]) || b[n] == '-' || b[n] == '.') {
		n++
	}
	return n > 1 && n+1 < len(b) && b[n] == '/' && isDigit(b[n+1]) && isLetter(b[0])
}

// namesQuoted reports whether the words before a quote, or the address behind it, say
// that a user's name stands in it.
func (m *miner) namesQuoted(in []byte, after int) bool {
	before := m.b[:m.i]
	if bytes.HasSuffix(before, []byte("ogin failed: ")) && m.comesFromAt(after, noHint) { // ownCloud: Login failed: 'bob' (Remote IP: '192.0.2.1')
		return true
	}
	if bytes.HasSuffix(before, []byte("provided was ")) { // SoftEther: "The user name that has been provided was "
		return true
	}
	switch m.hint {
	case hintUser:
		return true
	case hintFor:
		return m.aboutWho || m.comesFromAt(after, noHint)
	case hintAddr:
		return m.aboutWho
	case hintTo: // "successful login to 'alice'"
		return bytes.HasSuffix(before, []byte("login to "))
	case noHint:
		if string(m.prev) == "authenticate" || string(m.prev) == "with" && bytes.HasSuffix(before, []byte("authenticate with ")) {
			return true
		}
		if m.aboutWho && didItself(m.b[after:]) && bytes.IndexByte(in, ' ') < 0 && !isStop(in) {
			return true
		}
		ended := m.aboutWho && senseOf(m.prev)&(failing|sSuccess) != 0 // Zabbix: login failed "alice" from "192.0.2.1"
		return ended && bytes.IndexByte(in, ' ') < 0 && m.comesFromAt(after, noHint) && !isStop(in)
	}
	return false
}

// didItself reports whether a text goes on with what somebody did or could not do, of whom
// a name in front of it is the subject: "bob" login failed.
func didItself(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte(" has"))
	for _, s := range [...]string{" login failed", " authentication failed", " failed to log", " failed to auth", " logged in", " logged out", " authenticated"} {
		if bytes.HasPrefix(b, []byte(s)) {
			return true
		}
	}
	return false
}

// mineCaller reads the name in front of a request: "192.0.2.1 - alice "GET …".
func (p *Parser) mineCaller(before []byte) {
	before = bytes.TrimRight(before, " ")
	if open := bytes.LastIndexByte(before, '['); open > 0 && before[len(before)-1] == ']' { // the time
		before = bytes.TrimRight(before[:open], " ")
	}
	sp := bytes.LastIndexByte(before, ' ')
	if sp > 0 && bytes.HasSuffix(before[:sp], []byte(" -")) {
		p.user(before[sp+1:], keyed-1, true)
	}
}
