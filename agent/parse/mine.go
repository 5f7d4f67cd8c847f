package parse

import "bytes"

// How sure a value is that was mined from prose, less than any key's: the lower the surer.
// What a key or a preposition names counts before what merely stands there.
const (
	keyed   = 40 // "user=bob", "user: bob"
	told    = 60 // "for user bob", "from 192.0.2.7"
	vague   = 80 // "bob 192.0.2.7": it looks like one
	claimed = 90 // what a client says of itself, or a name that is nobody's
)

// A hint is what the words before a value say it is.
type hint uint8

const (
	noHint   hint = iota
	hintFrom      // "from": a client's address or name
	hintAddr      // "client", "ip", "address"
	hintTo        // "to", "server", "local": not the client
	hintUser      // "user", "account"
	hintFor       // "for", "by", "as": a user, if the sentence is about one
	hintPort
	hintStatus
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
	http     bool   // a method or a path has been seen, so that a number may be a status
	status   []byte // the first number that would be one
	peered   bool   // the last token was the client's address, so that "port" is the client's
}

// mine looks for the fields of an authentication event in prose: who, from where, what was
// asked for and how it ended. First it asks for the shapes of whole lines that some products
// write, then it goes from word to word. Nothing that it finds takes the place of a value
// that a key has named.
func (p *Parser) mine(b []byte) {
	p.mined = true
	if holds(b, "SELECT ") && holds(b, " FROM ") { // a query names tables, not users
		return
	}
	m := &p.text
	*m = miner{b: p.narrowed(b[:min(len(b), maxText)])}
	said := p.wording(b).all
	m.authy = said&hinting != 0
	m.aboutWho = aboutSomebody(said)
	p.mineFirst(m)
	p.mineRealm(m.b)
	p.mineVserver(m.b)
	p.mineWindows(m.b)
	for m.i < len(m.b) {
		p.mineNext(m)
	}
	if m.status != nil && m.http {
		p.offer(Status, m.status, vague, nil)
	}
}

// aboutSomebody reports whether a text with these senses is about a user: a
// failure alone may be of anything, as may a request and a session.
func aboutSomebody(said sense) bool {
	return said&(about&^sSession|sUser) != 0 || said&sRole != 0 && said&(sSuccess|sIssue|sRevoke) != 0 || said&sAccess != 0 && said&(sDeny|sSuccess) != 0 ||
		said&sSession != 0 && said&(sOpen|sClose|sCreate|sDelete|sExpired|sUnknown|sInvalid) != 0
}

// mineFirst reads a name that the text begins with: "bob from 192.0.2.1: …", "bob
// (example.com) from 192.0.2.1: …", "bob at 192.0.2.1 logged in".
func (p *Parser) mineFirst(m *miner) {
	b := m.b
	p.mineTuple(b)
	word := enclosed(b, "[", "] ")
	if word != nil && b[0] == '[' { // [LOGIN_ERROR]
		b = b[len(word)+3:]
	}
	name, rest := nextField(b)
	if n := len(name) - 1; n > 0 && name[n] == ':' && m.authy && (isAddress(word) || isAtDomain(name[:n])) { // "[192.0.2.1] bob: invalid password"
		p.user(name[:n], vague, false)
		return
	}
	if p.mineVisitor(name, rest) || p.mineCalling(name, rest) || p.mineWorker(name) {
		return
	}
	if !m.authy || len(name) < 2 || !isLetter(name[0]) || nameLen(name) != len(name) {
		return
	}
	if host := enclosed(rest, " (", ") "); host != nil && len(rest) > 2 && rest[1] == '(' && isHostname(host) {
		rest = rest[len(host)+3:]
	}
	after, ok := bytes.CutPrefix(rest, []byte(" from "))
	if !ok {
		after, ok = bytes.CutPrefix(rest, []byte(" at "))
	}
	if !ok {
		after, ok = bytes.CutPrefix(rest, []byte(" (from "))
	}
	if ok {
		if peer, _ := nextField(after); addressIn(bytes.TrimRight(peer, "):,;.")) != nil {
			p.user(name, vague, false)
		}
	}
}

// isAtDomain reports whether a name is somebody's at a domain.
func isAtDomain(name []byte) bool {
	_, host, ok := bytes.Cut(name, []byte("@"))
	return ok && isHostname(host) && !isAddress(host)
}

// mineTuple reads who it is in what Duo's proxy writes: (("192.0.2.1", 52114), bob, 12): …
func (p *Parser) mineTuple(b []byte) {
	if !bytes.HasPrefix(b, []byte(`(("`)) {
		return
	}
	_, about, _ := bytes.Cut(b[:min(len(b), maxWording)], []byte("), "))
	if name, rest, ok := bytes.Cut(about, []byte(", ")); ok && bytes.Contains(rest, []byte("): ")) && !absent(name) {
		p.user(name, told, true)
	}
}

// mineVisitor reads who it is in an access log's line whose time has no brackets, or in a
// list of who did what:
// 192.0.2.1 - bob 10/Nov/2026:12:55:36 +0100 "GET / HTTP/1.1" 401 12
// 192.0.2.1 - bob - LOGIN_OK
func (p *Parser) mineVisitor(peer, rest []byte) bool {
	after, ok := bytes.CutPrefix(rest, []byte(" - "))
	if !ok || !isAddress(peer) {
		return false
	}
	user, rest := nextField(after)
	_, n := readStamp(bytes.TrimLeft(rest, " "))
	if (n > 0 || bytes.HasPrefix(rest, []byte(" - ")) && p.words.all&about != 0) && !absent(user) {
		p.user(user, told, true)
	}
	return true
}

// mineCalling reads who it is in front of an address with a request behind it, as Wazuh's
// API writes: alice 192.0.2.1 "GET /agents" …; or an answer, as FileZilla's server does:
// alice (192.0.2.1)> 230 Logged on.
func (p *Parser) mineCalling(name, rest []byte) bool {
	if len(name) < 2 || nameLen(name) != len(name) || string(name) == "unknown_user" {
		return false
	}
	peer, rest := nextField(rest)
	if n := len(peer); n > 9 && peer[0] == '(' && peer[n-2] == ')' && peer[n-1] == '>' && isAddress(peer[1:n-2]) {
		p.user(name, told, true)
		return true
	}
	if len(rest) < 6 || rest[1] != '"' || !isAddress(peer) {
		return false
	}
	if method, _ := nextField(rest[2:]); isMethod(method) && isUpper(method[0]) {
		p.user(name, told, true)
	}
	return false
}

// mineWorker reads who it is in what ocserv's processes write: main[bob]:192.0.2.1:52114 …
func (p *Parser) mineWorker(token []byte) bool {
	_, rest, ok := bytes.Cut(token, []byte("["))
	name, peer, _ := bytes.Cut(rest, []byte("]:"))
	if !ok || len(peer) == 0 {
		return false
	}
	host, _ := splitPort(peer)
	return isAddress(host) && p.user(name, told, false)
}

// mineRealm reads who it is in what Juniper's and Pulse's gateways write: "[192.0.2.1]
// Root::bob(Users)[Staff] - Login failed". System is themselves.
func (p *Parser) mineRealm(b []byte) {
	end := bytes.Index(b[:min(len(b), 128)], []byte("] "))
	if end < 0 || !isAddress(b[bytes.LastIndexByte(b[:end], '[')+1:end]) {
		return
	}
	name, rest, ok := bytes.Cut(b[end+2:], []byte("("))
	realm, rest, roles := bytes.Cut(rest, []byte(")["))
	if i := bytes.Index(rest, []byte("] - ")); !ok || !roles || i < 0 || bytes.IndexByte(realm, ' ') >= 0 && len(realm) > 64 {
		return
	}
	if i := bytes.LastIndex(name, []byte("::")); i >= 0 {
		name = name[i+2:]
	}
	if len(name) > 0 && string(name) != "System" && bytes.IndexByte(name, ' ') < 0 {
		p.user(name, keyed, true)
	}
}

// mineVserver reads who it is in what NetApp's ONTAP audits: "c1:http :: 192.0.2.1:52114 ::
// c1:bob :: Login Attempt :: Error: …".
func (p *Parser) mineVserver(b []byte) {
	_, rest, ok := bytes.Cut(b[:min(len(b), maxWording)], []byte(" :: "))
	if !ok {
		return
	}
	peer, rest, _ := bytes.Cut(rest, []byte(" :: "))
	who, _, ok := bytes.Cut(rest, []byte(" :: "))
	if host, _ := splitPort(peer); ok && isAddress(host) {
		p.user(who[bytes.LastIndexByte(who, ':')+1:], keyed, true)
	}
}

// mineNext reads what stands at the miner's place, and moves it on.
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

// mineSession reads who it is in what Mumble writes: <2:bob(-1)>.
func (p *Parser) mineSession(m *miner) bool {
	end := bytes.IndexByte(m.b[m.i:min(len(m.b), m.i+80)], '>')
	if end <= 4 || !isDigit(m.b[m.i+1]) {
		return false
	}
	name := enclosed(m.b[m.i:m.i+end], ":", "(")
	if len(name) == 0 || nameLen(name) != len(name) {
		return false
	}
	p.user(name, told, true)
	m.i += end
	return true
}

// mineAngled reads a name of several words: "User <Bob's laptop> IP <192.0.2.1>".
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

// mineBare reads a token that nothing encloses: a pair, or a word.
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

// tokenEnd is where the token ends that the miner is at. A path may have a query.
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

// pairAt is the name that a token is or begins with, and where its value begins:
// user=alice, user = alice. Without one the name is nil.
func (m *miner) pairAt(token []byte, end int) (name []byte, value int) {
	if end < len(m.b) && m.b[end] == '=' && nameLen(token) == len(token) {
		return token, end + 1
	}
	if i := bytes.IndexByte(token, '='); i > 0 && nameLen(token[:i]) == i {
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

// mineToken reads one word, address, path or number.
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
	case isDigit(c):
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

// mineTarget takes in a path, or a URL behind a method, as what was asked for.
func (p *Parser) mineTarget(m *miner, token, word []byte) bool {
	switch {
	case word[0] == '/' && m.i == len(token) && token[len(token)-1] == ':' && isHTTPStatus(m.b[min(len(m.b), m.i+1):min(len(m.b), m.i+4)]): // File Browser: "/api/renew: 401 192.0.2.1"
	case word[0] == '/' && (m.http && !p.has(Target) || isPathToken(word) || m.aboutWho && !p.has(Target) && m.leadsToPath() && isRoute(word)):
		m.hint = noHint
	case p.has(Method) && !p.has(Target) && (bytes.HasPrefix(word, []byte("http://")) || bytes.HasPrefix(word, []byte("https://"))):
	default:
		return false
	}
	p.offer(Target, word, vague, nil)
	m.http = true
	return true
}

// mineNumber takes in a number for what the words before it say it is: a port, a status, or
// the user of a telephone.
func (p *Parser) mineNumber(m *miner, word []byte, peered bool) {
	switch {
	case m.hint == hintPort && (peered || p.has(SourceIP)):
		p.offer(SourcePort, digitsOnly(word), told, nil)
	case bytes.HasPrefix(m.prev, []byte("HTTP/")) && isHTTPStatus(word):
		p.offer(Status, word, told, nil)
	case (m.hint == hintUser || m.hint == hintFor && m.opened == '[' && m.authy) && len(word) > 1 && isExtension(word) && m.comesFrom(noHint): // "user 300 from 192.0.2.1", "for [300@pbx.example] from ip 192.0.2.1"
		p.user(word, told, true)
	case isHTTPStatus(word) && m.status == nil:
		m.status = word
	}
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

// isExtension reports whether a word is what telephones log in as: a number, perhaps of
// some host.
func isExtension(word []byte) bool {
	number, host, at := bytes.Cut(word, []byte("@"))
	return digits(number) && (!at || isHostname(host) && !isAddress(host))
}

// isBrowser reports whether a text begins as what nearly every browser calls itself.
func isBrowser(b []byte) bool { return bytes.HasPrefix(b, []byte("Mozilla/")) }

// browserLen is how long what a browser calls itself is at the start of b, which has
// no quotes around it: up to the bracket that closes it, or the next part of the message.
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

// clauseLen is how long what stands in front of the next " : " or comma is.
func clauseLen(b []byte) int {
	b = b[:min(len(b), maxWording)]
	if i := bytes.Index(b, []byte(" : ")); i >= 0 {
		b = b[:i]
	}
	return sentenceLen(b)
}

// sentenceLen is how long the sentence is that b starts with.
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

// mineTime looks for a whole time within the text that was mined.
func (p *Parser) mineTime() {
	b := p.text.b[:min(len(p.text.b), 256)]
	for i := 0; i < len(b); i++ {
		if i > 0 && !delimits(b[i-1]) || !isDigit(b[i]) && !isUpper(b[i]) {
			continue
		}
		s, n := readStamp(b[i:])
		if n > 0 && s.month > 0 && s.year > 0 && s.clocked {
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

// isHTTPStatus reports whether a number is one of those that servers answer with most.
func isHTTPStatus(b []byte) bool {
	n, ok := readStatus(b)
	return ok && (n == 200 || n == 201 || n == 204 || n == 206 || n >= 301 && n <= 304 || n == 307 || n == 308 || n >= 400 && n <= 431 || n >= 500 && n <= 504)
}
