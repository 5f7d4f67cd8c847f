package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// How sure a value is that was mined from prose, less than any key's: the lower the surer.
// What a key or a preposition names counts before what merely stands there.
const (
	keyed   = 40 // "user=bob", "user: bob"
	told    = 60 // "for user bob", "from 192.0.2.7"
	vague   = 80 // "bob 192.0.2.7": it looks like one
	claimed = 90 // what a client says of itself, or a name that is nobody's
)

// A hint is what the word before announces: whose value the next one is.
type hint uint8

const (
	noHint   hint = iota
	hintFrom      // "from": a client's address or name
	hintAddr      // "client", "ip", "address"
	hintTo        // "to", "server", "local": not the client
	hintUser      // "user", "account"
	hintFor       // "for", "by", "as": a user, if the sentence is about one
	hintPort      // "port"
)

// A miner is where mining a text stands. It goes over the words once, and remembers of those
// before no more than this: in "Failed password for bob from 192.0.2.7" it holds hintFor when
// it comes to bob, and hintFrom when it comes to the address.
type miner struct {
	b        []byte // the text
	i        int    // the next byte to look at
	hint     hint   // what the word before says of the next one
	prev     []byte // the word before
	subject  []byte // the last word that can be a name: "alice" in "alice has logged in"
	opened   byte   // the bracket or quote in front of the token
	closes   int    // where the quote ends in which prose is read as prose
	authy    bool   // the text may be about authentication
	aboutWho bool   // it surely is, or about users and access, so that "for" leads to one
	goMap    bool   // it has a map as Go prints them: map[method:POST path:/login]
	http     bool   // a method or a path has been seen, so that a number may be a status
	status   []byte // the first number that would be one
	peered   bool   // the last token was the client's address, so that "port" is the client's
}

// mine looks for the fields of an authentication event in prose: who, from where, what was
// asked for and how it ended. First it asks for the shapes of whole lines that some products
// write (mine_begin.go), then it goes from word to word. Nothing that it finds takes the
// place of a value that a key has named. A query of SQL is left: it names tables, not users.
func (p *Parser) mine(b []byte) {
	p.mined = true
	if holds(b, "SELECT ") && holds(b, " FROM ") {
		return
	}
	said := p.wording(b).all
	b = b[:min(len(b), maxText)]
	if message, pairs := quotedMessage(b); message != nil {
		p.mineText(p.unescape(message), said)
		b = pairs
	}
	p.mineText(b, said)
}

// quotedMessage are the parts of a text that begins with a message in quotes, as klog's do: the
// message, and the pairs behind it. The message is nil in any other text.
func quotedMessage(b []byte) (message, pairs []byte) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil
	}
	end := closingQuote(b)
	if end < 2 || end+1 < len(b) && (b[end+1] != ' ' || !startsPair(b[end+2:])) {
		return nil, nil
	}
	return b[1:end], b[end+1:]
}

// mineText mines a text whose words have the senses of said.
func (p *Parser) mineText(b []byte, said sense) {
	m := &p.text
	*m = miner{b: p.narrowed(b)}
	m.authy = said&hinting != 0
	m.aboutWho = aboutSomebody(said)
	p.mineBegin(m)
	for m.i < len(m.b) {
		p.mineNext(m)
	}
	if m.status != nil && m.http {
		p.offer(Status, m.status, vague, nil)
	}
}

// aboutSomebody reports whether a text with these senses is about a user. A failure alone may
// be of anything; a request, a session or a role count with a word for what became of them.
func aboutSomebody(said sense) bool {
	return said&(about&^sSession|sUser) != 0 || said&sRole != 0 && said&(sSuccess|sIssue|sRevoke) != 0 || said&sAccess != 0 && said&(sDeny|sSuccess) != 0 ||
		said&sSession != 0 && said&(sOpen|sClose|sCreate|sDelete|sExpired|sUnknown|sInvalid) != 0
}

// mineNext reads what stands where the miner is, and moves it on by at least one byte.
func (p *Parser) mineNext(m *miner) {
	switch c := m.b[m.i]; c {
	case ' ', '\t', '\n', '\r':
		m.i++
	case ',', ';', '|':
		m.i++
		m.hint, m.prev, m.subject, m.opened = noHint, nil, nil, 0
	case '"', '\'', '`':
		p.mineQuote(m)
	case '<', '[', '(', '{':
		if c != '<' || !p.mineSession(m) && !p.mineAngled(m) {
			m.opened = c
			m.i++
		}
	default:
		p.mineBare(m)
	}
}

// mineSession takes in the user whom Mumble writes with the number of a session: <2:bob(-1)>.
func (p *Parser) mineSession(m *miner) bool {
	end := bytes.IndexByte(m.b[m.i:min(len(m.b), m.i+80)], '>')
	if end <= 4 || !isDigit(m.b[m.i+1]) {
		return false
	}
	name := enclosed(m.b[m.i:m.i+end], ":", "(")
	if !isNameWord(name) {
		return false
	}
	p.user(name, told, true)
	m.i += end
	return true
}

// mineAngled takes in a name of several words, which "user" announces and angles enclose:
// "User <Bob's laptop> IP <192.0.2.1>".
func (p *Parser) mineAngled(m *miner) bool {
	if m.hint != hintUser {
		return false
	}
	end := bytes.IndexByte(m.b[m.i:min(len(m.b), m.i+80)], '>')
	if end < 0 || bytes.IndexByte(m.b[m.i:m.i+end], ' ') < 2 || !p.user(m.b[m.i+1:m.i+end], told, true) {
		return false
	}
	m.i += end
	m.hint = noHint
	return true
}

// mineBare reads a token that no quotes enclose: the name of a pair, or a word.
func (p *Parser) mineBare(m *miner) {
	end := m.tokenEnd()
	if end == m.i {
		m.i++
		return
	}
	token := m.b[m.i:end]
	if name, value := m.pairAt(token, end); name != nil {
		p.minePair(m, name, value)
		return
	}
	m.i = end
	p.mineToken(m, token)
	m.opened = 0
}

// tokenEnd is where the token ends that the miner is at. A path goes on through its query,
// whose signs end other tokens: /login?user=bob. Words in ideograms are parted without blanks.
func (m *miner) tokenEnd() int {
	end := m.i
	if m.b[end] == '/' {
		for end < len(m.b) && m.b[end] != '=' && !delimits(m.b[end]) {
			end++
		}
		if end < len(m.b) && m.b[end] == '=' && bytes.IndexByte(m.b[m.i:end], '?') > 0 {
			for end < len(m.b) && (m.b[end] == '=' || m.b[end] == ';' || !delimits(m.b[end])) {
				end++
			}
		}
	}
	for end < len(m.b) && (!delimits(m.b[end]) || isApostrophe(m.b, end)) {
		end++
	}
	return m.i + ideogramsLen(m.b[m.i:end])
}

// pairAt is the name of the pair that a token begins, and where its value begins: user=alice,
// user = alice. The name is nil if the token begins none. end is where the token ends.
func (m *miner) pairAt(token []byte, end int) (name []byte, value int) {
	if end < len(m.b) && m.b[end] == '=' && nameLen(token) == len(token) {
		return token, end + 1
	}
	if i := bytes.IndexByte(token, '='); i > 0 && nameLen(token[:i]) == i {
		return token[:i], m.i + i + 1
	}
	if i := bytes.IndexByte(token, ':'); m.goMap && i > 0 && nameLen(token[:i]) == i {
		return token[:i], m.i + i + 1
	}
	if bytes.HasPrefix(m.b[end:], []byte("=>")) { // Ruby: {:user=>"bob"}
		if symbol := bytes.TrimPrefix(token, []byte(":")); len(symbol) > 0 && nameLen(symbol) == len(symbol) {
			return symbol, end + 2
		}
	}
	if bytes.HasPrefix(m.b[end:], []byte(" = ")) && nameLen(token) == len(token) {
		return token, end + 3
	}
	return nil, 0
}

// delimits reports whether c ends a token of prose.
func delimits(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', ';', '|', '"', '\'', '`', '<', '>', '(', ')', '[', ']', '{', '}', '=':
		return true
	}
	return false
}

// mineToken reads a token by what it looks like: an address, a path, a number, what a browser
// calls itself, a method, a label, or else a word.
func (p *Parser) mineToken(m *miner, token []byte) {
	if at := m.i - len(token) - 1; at >= 0 && m.b[at] == ']' && len(token) > 1 && token[0] == ':' && isLetter(token[1]) { // Huawei: …LOGOUT(s)[45]:alice logged out
		token = token[1:]
	}
	word := trimPunctuation(token)
	if len(word) == 0 {
		return
	}
	peered := m.peered
	m.peered = false
	if p.mineAddress(m, token) || p.mineTarget(m, token, word) {
		return
	}
	switch c := word[0]; {
	case isDigit(c) && !isMixedName(word), c == '-' && digits(word[1:]): // a user's id may be negative
		p.mineNumber(m, word, peered)
		m.hint = noHint
		return
	case c == 'M' && isBrowser(word):
		start := m.i - len(token)
		m.i = start + browserLen(m.b[start:])
		p.offer(UserAgent, m.b[start:m.i], vague, nil)
		m.hint = noHint
		return
	case isUpper(c) && isMethod(word) && len(word) == len(token):
		p.offer(Method, word, vague, nil)
		m.http, m.hint = true, noHint
		return
	}
	if colon := bytes.IndexByte(token, ':'); colon > 0 && p.mineLabelled(m, token, colon) {
		return
	}
	p.mineWord(m, word, len(word) < len(token), peered)
}

// mineTarget takes in a path, or a URL behind a method, as what was asked for. Programs write
// of paths of files as well: a path counts if the text is of a request, if it leads to a
// login, or if the word before says that somebody wanted it.
func (p *Parser) mineTarget(m *miner, token, word []byte) bool {
	switch {
	case word[0] == '/' && m.i == len(token) && token[len(token)-1] == ':' && isHTTPStatus(m.b[min(len(m.b), m.i+1):min(len(m.b), m.i+4)]): // File Browser: "/api/renew: 401 192.0.2.1"
	case word[0] == '/' && (isPathToken(word) || !p.has(Target) && (m.http || m.aboutWho && m.leadsToPath() && isRoute(word))):
		m.hint = noHint
	case p.has(Method) && !p.has(Target) && (bytes.HasPrefix(word, []byte("http://")) || bytes.HasPrefix(word, []byte("https://"))):
	default:
		return false
	}
	p.offer(Target, word, vague, nil)
	m.http = true
	return true
}

// leadsToPath reports whether the word before a path says that somebody wanted it: "access
// to /orders denied", "authentication required for /orders".
func (m *miner) leadsToPath() bool {
	switch string(m.prev) {
	case "to", "for", "access", "accessed", "accessing", "call", "calling", "path", "uri", "URI", "url", "URL", "endpoint", "route", "resource":
		return true
	}
	return false
}

// isRoute reports whether a path can be one of URLs rather than of files.
func isRoute(path []byte) bool {
	first, _, _ := bytes.Cut(path[1:], slash)
	switch string(first) {
	case "", "bin", "boot", "data", "dev", "etc", "home", "lib", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var":
		return false
	}
	return true
}

// isBrowser reports whether a text begins as what nearly every browser calls itself.
func isBrowser(b []byte) bool { return bytes.HasPrefix(b, []byte("Mozilla/")) }

// browserLen is how much of a text is what a browser calls itself, if the text begins with
// that and has no quotes around it. It ends at a bracket that closes more than was opened,
// or where the next part of the message begins.
func browserLen(b []byte) int {
	depth := 0
	for i, c := range b {
		switch c {
		case '"', '|', '\t':
			return i
		case ' ':
			if bytes.HasPrefix(b[i:], []byte(" - ")) {
				return i
			}
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return len(b)
}

// clauseLen is how much of a text stands in front of the next " : ", or is its first sentence.
func clauseLen(b []byte) int {
	b = b[:min(len(b), maxWording)]
	if i := bytes.Index(b, []byte(" : ")); i >= 0 {
		b = b[:i]
	}
	return sentenceLen(b)
}

// sentenceLen is how much of a text is its first sentence. A bracket, a comma or a bar end it
// as well, for behind them products write values.
func sentenceLen(b []byte) int {
	b = b[:min(len(b), maxWording)]
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case ',', ';', '(', ')', '[', ']', '{', '}', '"', '|', '\n':
			return i
		case ' ':
			if b[i-1] == '.' {
				return i
			}
		}
	}
	return len(b)
}

// mineTime takes in the first whole time in the text that was mined, for a record that has
// none. A date without a clock may be anything's.
func (p *Parser) mineTime() {
	b := p.text.b[:min(len(p.text.b), 256)]
	for i := 0; i < len(b); i++ {
		if i > 0 && !delimits(b[i-1]) || !isDigit(b[i]) && !isUpper(b[i]) {
			continue
		}
		s, n := stamp.Read(b[i:])
		if n > 0 && s.Month > 0 && s.Year > 0 && s.Clocked {
			p.set(Time, b[i:i+n])
			return
		}
	}
}

// isPathToken reports whether a word of prose is a path that leads to a login. A place in a
// source file ends with a line's number: "auth/login.py:12".
func isPathToken(b []byte) bool {
	if colon := bytes.LastIndexByte(b, ':'); colon > 0 && digits(b[colon+1:]) {
		return false
	}
	return len(b) > 4 && routeOf(b) != noRoute
}
