package parse

import (
	"bytes"
)

// How sure a value is that was mined from prose: what a key or a preposition
// names before what merely stands there.
const (
	keyed   = 40
	told    = 60
	vague   = 80
	claimed = 90
)

// A hint is what the words before a value say it is.
type hint uint8

const (
	noHint   hint = iota
	hintFrom      // "from": a client's address or name
	hintAddr      // "client", "ip", "address"
	hintTo        // "to", "server", "local": not the client
	hintUser      // "user", "account"
	hintFor       // "for", "by", "as": a user if anything
	hintPort
	hintStatus
)

// A miner is where mining a text stands.
type miner struct {
	b       []byte
	i       int
	hint    hint
	prev    []byte // the word before
	subject []byte // the last word that can be a name
	opened  byte   // the bracket or quote in front of the token
	authy   bool   // the text is about authentication
	http    bool   // a request has been seen
	status  []byte // a number that would be a status
	peered  bool   // the last token was the client's address
}

// mine looks for the fields of an authentication event in prose.
func (p *Parser) mine(b []byte) {
	p.mined = true
	m := &p.text
	*m = miner{b: b[:min(len(b), maxText)]}
	m.authy = p.wording(b).all&(about|sAccess|sUser|failing|sSuccess) != 0
	for m.i < len(m.b) {
		p.mineNext(m)
	}
	if m.status != nil && m.http {
		p.offer(Status, m.status, vague, nil)
	}
	if !p.has(Time) {
		p.mineTime(b[:min(len(b), 256)])
	}
}

func (p *Parser) mineNext(m *miner) {
	switch c := m.b[m.i]; c {
	case ' ', '\t', '\n', '\r':
		m.i++
		return
	case ',', ';', '|':
		m.i++
		m.hint, m.prev, m.subject, m.opened = noHint, nil, nil, 0
		return
	case '"', '\'', '`':
		if c != '\'' || m.i == 0 || !isWord(m.b[m.i-1]) {
			if end := closing(m.b, m.i); end > 0 {
				p.mineQuoted(m, m.b[m.i+1:end], end+1)
				return
			}
		}
		m.i++
		return
	case '<', '[', '(', '{':
		m.opened = c
		m.i++
		return
	}
	end := m.i
	if m.b[end] == '/' { // a path may have a query
		for end < len(m.b) && m.b[end] != '=' && !delimits(m.b[end]) {
			end++
		}
		if end < len(m.b) && m.b[end] == '=' && bytes.IndexByte(m.b[m.i:end], '?') > 0 {
			for end < len(m.b) && (m.b[end] == '=' || m.b[end] == ';' || !delimits(m.b[end])) {
				end++
			}
		}
	}
	for end < len(m.b) && !delimits(m.b[end]) {
		end++
	}
	if end == m.i {
		m.i++
		return
	}
	token := m.b[m.i:end]
	if end < len(m.b) && m.b[end] == '=' && nameLen(token) == len(token) {
		p.minePair(m, token, end+1)
		return
	}
	if i := bytes.IndexByte(token, '='); i > 0 && nameLen(token[:i]) == i {
		p.minePair(m, token[:i], m.i+i+1)
		return
	}
	if bytes.HasPrefix(m.b[end:], []byte(" = ")) && nameLen(token) == len(token) {
		p.minePair(m, token, end+3)
		return
	}
	m.i = end
	p.mineToken(m, token)
	m.opened = 0
}

// delimits reports whether c ends a token of prose.
func delimits(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', ';', '|', '"', '\'', '`', '<', '>', '(', ')', '[', ']', '{', '}', '=':
		return true
	}
	return false
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

// minePair takes in key=value.
func (p *Parser) minePair(m *miner, name []byte, at int) {
	v, _, rest := pairValue(m.b[at:], " \t,;)]}>\"'|&")
	m.i = len(m.b) - len(rest)
	m.hint, m.prev, m.opened = noHint, nil, 0
	if bytes.HasSuffix(v, dot) {
		v = v[:len(v)-1]
	}
	if len(rest) > 0 && rest[0] == ']' && bytes.IndexByte(v, '[') > 0 { // client=mail.example.com[192.0.2.1]
		v = m.b[at : at+len(v)+1]
	}
	p.named(name, v, true, keyed)
}

// named takes in a value that prose names, if it can be what the name says.
// A value that is sure to be one, by "=" or by quotes, may be any word.
func (p *Parser) named(name, v []byte, sure bool, rank uint8) bool {
	if len(p.st.keep) > 0 {
		p.keepPair(name, v)
	}
	k := p.keys.find(p.index, name)
	if k == unknown {
		return false
	}
	if k.secret {
		p.secret(name, v, anywhere, text)
		return true
	}
	m := k.at[anywhere]
	if k.scope != anywhere {
		m = k.at[k.scope]
	}
	switch f := m.field; f {
	case NoField:
		return false
	case Time:
		if !p.has(Time) {
			p.pair(k, name, anywhere, 0, v, text)
		}
	case Message, Logger, Level, Proto, Protocol, ServiceName, ServiceVersion, Code, ActionWord:
	case Host:
		if isAddress(v) {
			return p.endpoint(v, vague, k, SourceIP, SourcePort, SourceHost)
		}
	case SourceIP, DestIP:
		if bytes.IndexByte(v, ',') > 0 {
			v, _, _ = bytes.Cut(v, []byte(","))
		}
		if f == SourceIP {
			return p.endpoint(v, rank+m.tier, k, SourceIP, SourcePort, SourceHost)
		}
		return p.endpoint(v, rank+m.tier, k, DestIP, DestPort, DestHost)
	case UserName:
		return p.user(v, rank+m.tier, sure)
	case Method, Status, Target, Path:
		p.pair(k, name, anywhere, 0, v, kindOf(v, false))
		return true
	default:
		p.offer(f, v, rank+m.tier, k)
	}
	return true
}

// mineQuoted reads what stands in quotes: a value, a request, or prose.
func (p *Parser) mineQuoted(m *miner, in []byte, after int) {
	hint := m.hint
	m.opened = '"'
	sp := bytes.IndexByte(in, ' ')
	switch {
	case len(in) == 0:
		m.i = after
	case sp > 0 && isMethod(in[:sp]) && isUpper(in[0]):
		p.mineCaller(m.b[:m.i])
		p.requestLine(in)
		m.http, m.i = true, after
	case sp < 0 && p.mineAddress(m, in):
		m.i = after
	case (hint == hintUser || hint == hintFor || hint == hintAddr && m.authy) && p.user(in, told, true):
		m.i = after
		m.hint = noHint
		if after < len(m.b) && m.b[after] == '@' { // 'root'@'10.0.0.1'
			m.i++
			m.hint = hintFrom
		}
	case hint == noHint && string(m.prev) == "authenticate" && p.user(in, told, true):
		m.i = after
	case bytes.HasSuffix(m.b[:m.i], []byte("provided was ")) && p.user(in, told, true): // SoftEther: "The user name that has been provided was "
		m.i = after
	case hint == hintFrom && sp > 0 && bytes.IndexByte(in, ',') > 0: // a forwarding chain
		first, _, _ := bytes.Cut(in, []byte(","))
		if p.mineAddress(m, first) {
			m.i = after
			return
		}
		m.i++
	case len(in) > 0 && in[0] == '/' && sp < 0 && !p.has(Target) && (m.http || isPathToken(in)):
		p.offer(Target, in, vague, nil)
		m.i = after
	default:
		m.i++
	}
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

// mineToken reads one word, address, path or number.
func (p *Parser) mineToken(m *miner, token []byte) {
	word := trimPunctuation(token)
	if len(word) == 0 {
		return
	}
	peered := m.peered
	m.peered = false
	if p.mineAddress(m, token) {
		return
	}
	switch c := word[0]; {
	case c == '/' && m.i == len(token) && token[len(token)-1] == ':' && isHTTPStatus(m.b[min(len(m.b), m.i+1):min(len(m.b), m.i+4)]): // File Browser: "/api/renew: 401 192.0.2.1"
		p.offer(Target, word, vague, nil)
		m.http = true
		return
	case c == '/' && m.http && !p.has(Target), c == '/' && isPathToken(word):
		p.offer(Target, word, vague, nil)
		m.http = true
		return
	case p.has(Method) && !p.has(Target) && (bytes.HasPrefix(word, []byte("http://")) || bytes.HasPrefix(word, []byte("https://"))):
		p.offer(Target, word, vague, nil)
		m.http = true
		return
	case isDigit(c):
		switch {
		case m.hint == hintPort && peered, m.hint == hintPort && p.has(SourceIP):
			p.offer(SourcePort, digitsOnly(word), told, nil)
		case bytes.HasPrefix(m.prev, []byte("HTTP/")) && isHTTPStatus(word):
			p.offer(Status, word, told, nil)
		case isHTTPStatus(word) && m.status == nil:
			m.status = word
		}
		m.hint = noHint
		return
	case isUpper(c) && isMethod(word) && len(word) == len(token):
		p.offer(Method, word, vague, nil)
		m.http = true
		return
	}
	if colon := bytes.IndexByte(token, ':'); colon > 0 && p.mineLabelled(m, token, colon) {
		return
	}
	p.mineWord(m, word, len(word) < len(token), peered)
}

// mineLabelled reads "user:bob" and "IP: 10.0.0.1".
func (p *Parser) mineLabelled(m *miner, token []byte, colon int) bool {
	name := token[:colon]
	if nameLen(name) != colon {
		return false
	}
	k := lookup(name)
	if m.prev != nil { // "User Name: x"
		var both [48]byte
		if n := copy(both[:], m.prev); n+len(name) <= len(both) {
			if joined := lookup(both[:n+copy(both[n:], name)]); joined != nil {
				start := len(p.buf)
				p.buf = append(append(p.buf, m.prev...), name...)
				k, name = joined, p.buf[start:]
			}
		}
	}
	if k == nil {
		return false
	}
	switch k.at[anywhere].field {
	case SourceIP, UserName, UserID, UserEmail, Reason, SourceHost, UserAgent, Status, RequestLine, Target, Path, Referrer, SourcePort:
	default:
		return false
	}
	v := token[colon+1:]
	at := m.i
	quoted := false
	ofServer := m.hint == hintTo && k.at[anywhere].field == SourceIP // "SERVER IP ADDRESS: 10.0.0.1"
	if k.at[anywhere].field == UserAgent && m.opened == '[' {        // [useragent: Mozilla/5.0 (X11)]
		if end := bytes.IndexByte(m.b[m.i:], ']'); end > 0 {
			p.offer(UserAgent, bytes.Trim(m.b[m.i-len(v):m.i+end], " "), keyed, nil)
			m.i += end
			return true
		}
	}
	if len(v) == 0 {
		rest := m.b[m.i:]
		trimmed := bytes.TrimLeft(rest, " ")
		if len(trimmed) == 0 {
			return false
		}
		var tail []byte
		v, quoted, tail = pairValue(trimmed, " \t,;)]}>|")
		at = len(m.b) - len(tail)
	}
	if !quoted {
		if k.at[anywhere].field == Reason {
			start := at - len(v)
			at = start + sentenceLen(m.b[start:])
			v = m.b[start:at]
		}
		if v = bytes.TrimRight(v, ".,;:!"); bytes.IndexByte(v, '=') > 0 {
			return false
		}
	}
	if ofServer {
		if !p.endpoint(v, keyed, nil, DestIP, DestPort, DestHost) {
			return false
		}
	} else if !p.named(name, v, quoted, keyed) {
		return false
	}
	m.i = at
	m.hint, m.prev = noHint, nil
	return true
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

// mineWord reads a word for what it says of the next ones.
func (p *Parser) mineWord(m *miner, word []byte, ended, peered bool) {
	h := hintOf(word)
	prev := m.hint
	m.hint = noHint
	if h == hintPort && (string(m.prev) == "TCP" || string(m.prev) == "UDP") { // "to TCP port: 23": the service's
		h = noHint
	}
	switch {
	case string(word) == "of" && m.prev != nil && senseOf(m.prev)&(about|sUser) != 0: // "authentication of 'alice'"
		m.hint = hintFor
	case h == hintAddr && prev == hintTo: // "to address"
		m.hint = hintTo
	case h == hintAddr && (prev == hintFrom || prev == hintFor):
		m.hint = hintFrom
	case h == hintUser && prev == hintFrom: // "from user"
		m.hint = hintUser
	case h != noHint:
		m.hint = h
	case (prev == hintUser || prev == hintFor) && isQualifier(word): // "for invalid user"
		m.hint = prev
	case prev == hintUser && m.opened == '[' && p.samba(m, word):
	case prev == hintUser && m.opened == '<' && string(word) == "anonymous": // Authelia's for nobody
	case prev == hintUser && p.user(word, told, false):
	case prev == hintFor && m.authy && (p.followed(m) || m.opened != 0) && p.user(word, vague, false):
	case prev == hintFrom && m.authy && m.namedWithIP() && p.user(word, vague, false): // "attempt from alice, IP: 192.0.2.1"
	case (prev == hintAddr || prev == hintFrom) && m.authy && bytes.HasPrefix(m.b[m.i:], []byte(" / ")) && p.user(word, vague, false): // Artifactory: "for client : alice / 192.0.2.1"
	case prev == hintFrom && !peered && isHostname(word) && bytes.IndexByte(word, '.') > 0:
		p.offer(SourceHost, word, told, nil)
	case (isLogged(word) || m.failsTo(word)) && m.subject != nil: // "alice has logged in", "alice failed to log in"
		p.user(m.subject, vague, false)
	}
	m.prev = word
	if !isStop(word) {
		m.subject = word
	}
	if ended {
		m.subject = nil
	}
	if ended && m.hint != hintUser && m.hint != hintAddr && m.hint != hintFrom && m.hint != hintPort {
		m.hint, m.prev = noHint, nil
	}
}

// samba reads the rest of "user [DOMAIN]\[name]".
func (p *Parser) samba(m *miner, domain []byte) bool {
	name, ok := bytes.CutPrefix(m.b[m.i:], []byte(`]\[`))
	end := bytes.IndexByte(name, ']')
	if !ok || end < 0 {
		return false
	}
	p.offer(UserDomain, domain, told, nil)
	p.offer(UserName, name[:end], told, nil)
	m.i += 3 + end
	return true
}

// namedWithIP reports whether the address follows what stands behind "from".
func (m *miner) namedWithIP() bool {
	rest := m.b[m.i:]
	return len(rest) > 4 && rest[0] == ',' && rest[1] == ' ' && rest[2]|0x20 == 'i' && rest[3]|0x20 == 'p'
}

// failsTo reports whether a word and the next ones say that somebody could not
// log in.
func (m *miner) failsTo(word []byte) bool {
	if string(word) != "failed" {
		return false
	}
	rest := m.b[m.i:]
	return bytes.HasPrefix(rest, []byte(" to log")) || bytes.HasPrefix(rest, []byte(" to auth")) || bytes.HasPrefix(rest, []byte(" login"))
}

// followed reports whether what comes after "for alice" ends the name: "from",
// a bracket, or the end of the text.
func (p *Parser) followed(m *miner) bool {
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case '(', '[', ',', ';', ')', '"', '\'', '.', ':', '-', '!', '@':
		return true
	}
	next, _ := nextField(rest)
	switch string(next) {
	case "from", "on", "at", "via", "by", "to", "with", "using", "because", "in", "is", "has", "was", "ip", "IP", "user":
		return true
	}
	if next = trimPunctuation(next); len(next) > 0 && senseOf(next)&(failing|sSuccess|sOpen|sClose|sLock|sDelete|sCreate|sChange) != 0 { // "login by alice failed"
		return true
	}
	return m.b[m.i-1] == ':' || m.b[m.i-1] == '.'
}

// user offers a name mined from prose, if it can be one. Quotes make a name of
// any word.
func (p *Parser) user(name []byte, rank uint8, quoted bool) bool {
	if string(name) == "<anonymous>" {
		return false
	}
	name = bytes.Trim(name, " <>")
	if len(name) == 0 || len(name) > 128 || name[0] == '/' || absent(name) || !quoted && isStop(name) {
		return false
	}
	p.offer(UserName, name, rank, nil)
	return true
}

func trimPunctuation(b []byte) []byte {
	for len(b) > 0 {
		switch b[len(b)-1] {
		case '.', ',', ':', ';', '!', '?':
			b = b[:len(b)-1]
			continue
		}
		break
	}
	return b
}

// mineAddress takes in a token that is an address.
func (p *Parser) mineAddress(m *miner, token []byte) bool {
	a := addressIn(token)
	if a == nil {
		return false
	}
	hint, opened := m.hint, m.opened
	m.hint, m.prev = noHint, nil
	if slash := bytes.IndexByte(a, '/'); slash > 0 && len(a)-slash <= 4 && string(a[slash:]) != "/32" && string(a[slash:]) != "/128" && isAddress(a[:slash]) { // a network
		return true
	}
	lead := token[:bytes.Index(token, a)]
	if n := len(lead); n > 1 {
		switch sep := lead[n-1]; {
		case sep == '/' && hint == hintFor && m.authy && nameLen(lead[:n-1]) == n-1: // Artifactory: "for alice/192.0.2.1"
			p.user(lead[:n-1], vague, false)
		case sep == '@' && (opened == '(' || m.i == len(token) && m.authy): // JupyterHub: "(alice@192.0.2.1)"; or in front of the message
			p.user(lead[:n-1], vague, true)
		case sep == '@' && (hint == hintUser || hint == hintFor): // "user alice@192.0.2.1", "for [101@192.0.2.1]"
			p.user(lead[:n-1], told, true)
			if opened == '[' { // where the account lives
				return true
			}
		case sep == ':' && bytes.IndexByte(lead, '@') > 0: // "alice@example.com:192.0.2.1"
			p.user(lead[:n-1], vague, true)
		case sep == ':' && hint == noHint && (hintOf(lead[:n-1]) == hintFrom || hintOf(lead[:n-1]) == hintAddr) && string(lead[:n-1]) != "host": // "source:192.0.2.1"
			hint = hintAddr
		}
	}
	switch {
	case hint == hintTo:
		p.endpoint(a, vague, nil, DestIP, DestPort, DestHost)
		return true
	case hint == hintFrom, hint == hintAddr:
		if p.rank[SourceIP] == told { // the last "from" counts: names may hold one
			p.unset(SourceIP)
			p.unset(SourcePort)
		}
		p.endpoint(a, told, nil, SourceIP, SourcePort, SourceHost)
	case opened == '[' && m.i-len(token) >= 2 && bytes.HasSuffix(m.b[:m.i-len(token)], []byte("([")): // what a mail client says it is
		p.endpoint(a, claimed, nil, SourceIP, SourcePort, SourceHost)
	default:
		p.endpoint(a, vague, nil, SourceIP, SourcePort, SourceHost)
	}
	m.peered = true
	rest := m.b[min(m.i, len(m.b)):]
	if len(rest) > 1 && rest[0] == ']' && rest[1] == ':' { // [10.0.0.1]:5555
		if n, length := leadingInt(rest[2:]); n > 0 && n < 65536 {
			p.offer(SourcePort, rest[2:2+length], vague, nil)
		}
	}
	if len(rest) > 2 && (rest[0] == '[' || rest[0] == '(') { // 10.0.0.1[5555]
		if n, length := leadingInt(rest[1:]); n > 0 && n < 65536 && 1+length < len(rest) && (rest[1+length] == ']' || rest[1+length] == ')') {
			p.offer(SourcePort, rest[1:1+length], vague, nil)
		}
	}
	return true
}

// addressIn is the address, with its port, that a token is or ends with:
// 10.0.0.1:80, /10.0.0.1, ip/10.0.0.1, user@10.0.0.1, ipv4:10.0.0.1:80.
func addressIn(token []byte) []byte {
	if len(token) < 3 || len(token) > 100 {
		return nil
	}
	colons, dots := 0, 0
	for _, c := range token {
		switch c {
		case ':':
			colons++
		case '.':
			dots++
		}
	}
	if dots < 3 && colons < 2 {
		return nil
	}
	if token[0] == ':' && token[1] != ':' { // ocserv: main[bob]:192.0.2.1:52114
		token = token[1:]
	}
	for {
		host, _ := splitPort(token)
		if _, ok := readIP(host); ok {
			return token
		}
		if last := token[len(token)-1]; (last == '.' || last == ':' || last == '!' || last == '-') && len(token) > 3 {
			token = token[:len(token)-1]
			continue
		}
		if i := bytes.IndexAny(token, "@/"); i >= 0 && i+1 < len(token) {
			token = token[i+1:]
			continue
		}
		if i := bytes.IndexByte(token, ':'); i > 0 && i+1 < len(token) && isLetter(token[0]) && hexDigit(token[i-1]) > 15 || i > 0 && i+1 < len(token) && (token[i-1] == '4' || token[i-1] == '6') && isLetter(token[0]) {
			token = token[i+1:]
			continue
		}
		return nil
	}
}

// mineTime looks for a whole time within a text.
func (p *Parser) mineTime(b []byte) {
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

// isPathToken reports whether a word of prose is a path for logging in, and no
// place in a source file.
func isPathToken(b []byte) bool {
	if colon := bytes.LastIndexByte(b, ':'); colon > 0 && digits(b[colon+1:]) {
		return false
	}
	return len(b) > 4 && routeOf(b) != noRoute
}

func isHTTPStatus(b []byte) bool {
	n, ok := readStatus(b)
	return ok && (n == 200 || n == 201 || n == 204 || n == 302 || n == 303 || n == 307 || n >= 400 && n <= 431 || n >= 500 && n <= 504)
}
