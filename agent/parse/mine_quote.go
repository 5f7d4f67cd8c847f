package parse

import "bytes"

// mineQuote reads what the quote opens that the miner is at. A quote may open nothing: it
// closes the one before, or it is an apostrophe. Then it is passed over, and with an
// apostrophe the letters behind it: "user's" announces nobody whose name is s.
func (p *Parser) mineQuote(m *miner) {
	c := m.b[m.i]
	if m.i == m.closes && m.i > 0 { // it closes prose, and opens nothing
		m.i++
		if m.i == len(m.b) || m.b[m.i] != ':' { // what it says announces nothing behind it
			m.hint = noHint
		}
		return
	}
	if c != '\'' || m.i == 0 || !isWord(m.b[m.i-1]) {
		if end := closing(m.b, m.i); end > 0 {
			p.mineQuoted(m, m.b[m.i+1:end], end+1)
			return
		}
	}
	m.i++
	if c == '\'' && m.i > 1 && isWord(m.b[m.i-2]) && m.i < len(m.b) && isLetter(m.b[m.i]) { // user's
		for m.i < len(m.b) && isLetter(m.b[m.i]) {
			m.i++
		}
		m.hint = noHint
		if m.authy && m.behindSubject() && m.owns() {
			p.user(m.subject, vague, false)
		}
	}
}

// owns reports whether what follows the "'s" that was just read is something that users have:
// "dave's session expired". Behind an article it is a thing's: "the proxy's token".
func (m *miner) owns() bool {
	before, ok := bytes.CutSuffix(bytes.TrimSuffix(m.b[:m.i], []byte("'s")), m.subject)
	if !ok || isArticle(lastField(bytes.TrimRight(before, " "))) {
		return false
	}
	what, _ := nextField(m.b[m.i:])
	what = trimPunctuation(what)
	return foldedSense(what)&(about|sAPI|sRole|sRefresh|sSecond) != 0 || string(what) == "account"
}

// isApostrophe reports whether the quote at i is a part of a word: of o'brien, but not of
// user's, whose s is no part of the name.
func isApostrophe(b []byte, i int) bool {
	return b[i] == '\'' && i > 0 && isLetter(b[i-1]) && i+1 < len(b) && isLetter(b[i+1]) && (b[i+1] != 's' || i+2 < len(b) && isLetter(b[i+2]))
}

// closing is where the quote ends that begins at i; 0 if no such place is near. A single
// quote within a word does not end one, nor does a double one behind a backslash.
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

// mineQuoted reads what stands in quotes, which may be a value, a request, or prose. A
// value is taken whole, and the miner goes on at after, behind the quote that closes. Prose
// is read like the words around it.
func (p *Parser) mineQuoted(m *miner, in []byte, after int) {
	m.opened = '"'
	switch {
	case len(in) == 0:
		m.i = after
	case m.namesMember(in, after):
		p.mineMember(m, in, after)
	case beginsRequest(in):
		p.mineCaller(m.b[:m.i])
		p.requestLine(in)
		m.http, m.i = true, after
	case string(m.prev) == "command" || string(m.prev) == "Command": // the users in it are not who gave it
		m.i = after
	case bytes.IndexByte(in, ' ') < 0 && p.mineAddress(m, in):
		m.i = after
	case string(m.prev) == "Failure_reason" || string(m.prev) == "reason": // Citrix has neither "=" nor a colon
		p.offer(Reason, in, keyed, nil)
		m.i = after
	case m.namesQuoted(in, after) && p.user(in, told, true):
		m.i, m.hint = after, noHint
		if after < len(m.b) && m.b[after] == '@' { // 'root'@'10.0.0.1'
			m.i++
			m.hint = hintFrom
		}
	case p.mineBothEnds(in):
		m.i = after
	case m.hint == hintFrom && isChain(in):
		p.mineChain(m, in, after)
	case p.mineOfRequest(m, in):
		m.i = after
	default:
		m.i++
		m.closes, m.subject = after-1, nil // who did what is said within
	}
}

// namesMember reports whether what stands in quotes is the name of a member of a dict, as
// Python prints them: {'user': 'bob', 'success': False}.
func (m *miner) namesMember(in []byte, after int) bool {
	before := m.b[:m.i]
	return after < len(m.b) && m.b[after] == ':' && nameLen(in) == len(in) && (bytes.HasSuffix(before, []byte("{")) || bytes.HasSuffix(before, []byte(", ")))
}

// mineMember reads the name of a dict's member as if it had no quotes, so that it is the
// label of the value behind it. An outcome is taken at once.
func (p *Parser) mineMember(m *miner, name []byte, after int) {
	if k := lookup(name); k != nil && k.at[anywhere].field == OutcomeWord {
		p.mineOutcome(m.b[after+1:])
	}
	m.i++
	m.closes, m.hint = after-1, noHint
}

// beginsRequest reports whether a text begins as a request line: "GET /login HTTP/1.1".
func beginsRequest(b []byte) bool {
	sp := bytes.IndexByte(b, ' ')
	return sp > 0 && isMethod(b[:sp]) && isUpper(b[0])
}

// mineBothEnds takes in what sshd leaves its children as SSH_CONNECTION, the client's address and
// port and the server's: '192.0.2.1 52114 10.0.0.1 22'.
func (p *Parser) mineBothEnds(in []byte) bool {
	var part [4][]byte
	for i := range part {
		part[i], in = nextField(bytes.TrimLeft(in, " "))
	}
	if len(in) > 0 || !isAddress(part[0]) || !digits(part[1]) || !isAddress(part[2]) || !digits(part[3]) {
		return false
	}
	p.endpoint(part[0], told, nil, SourceIP, SourcePort, SourceHost)
	p.offer(SourcePort, part[1], told, nil)
	p.endpoint(part[2], told, nil, DestIP, DestPort, DestHost)
	p.offer(DestPort, part[3], told, nil)
	return true
}

// isChain reports whether a text is a list of addresses, as proxies forward them.
func isChain(b []byte) bool { return bytes.IndexByte(b, ' ') > 0 && bytes.IndexByte(b, ',') > 0 }

// mineChain takes the first address of a chain for the client's.
func (p *Parser) mineChain(m *miner, in []byte, after int) {
	first, _, _ := bytes.Cut(in, []byte(","))
	if p.mineAddress(m, first) {
		m.i = after
	} else {
		m.i++
	}
}

// mineOfRequest takes in what a text in quotes says of the request that the line is about,
// and reports whether it does: which program made it, "curl/8.5.0", or what it asked for,
// "/login".
func (p *Parser) mineOfRequest(m *miner, in []byte) bool {
	switch {
	case m.http && !p.has(UserAgent) && p.has(Method) && isProduct(in):
		p.offer(UserAgent, in, vague, nil)
	case in[0] == '/' && bytes.IndexByte(in, ' ') < 0 && !p.has(Target) && (m.http || isPathToken(in)):
		p.offer(Target, in, vague, nil)
	default:
		return false
	}
	return true
}

// isProduct reports whether a text begins with a name and a version, as programs call
// themselves to servers: curl/8.5.0.
func isProduct(b []byte) bool {
	n := 0
	for n < len(b) && (isWord(b[n]) || b[n] == '-' || b[n] == '.') {
		n++
	}
	return n > 1 && n+1 < len(b) && b[n] == '/' && isDigit(b[n+1]) && isLetter(b[0])
}

// namesQuoted reports whether a user's name stands in quotes. The words before them say so,
// "for user 'bob'", or what follows them does: an address, or what this user did, "'bob'
// logged in". in is what the quotes hold, and after is the place behind them.
func (m *miner) namesQuoted(in []byte, after int) bool {
	before := m.b[:m.i]
	in = withoutTenant(in)
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
		return m.aboutWho && !isHost(in)
	case hintTo: // "successful login to 'alice'"
		return bytes.HasSuffix(before, []byte("login to "))
	case noHint:
		return m.namesQuotedAlone(in, after)
	}
	return false
}

// namesQuotedAlone is namesQuoted behind a word that announces nothing: what was done leads to a
// name, or the name of one word is of whom the text goes on with.
func (m *miner) namesQuotedAlone(in []byte, after int) bool {
	if string(m.prev) == "authenticate" || string(m.prev) == "with" && bytes.HasSuffix(m.b[:m.i], []byte("authenticate with ")) {
		return true
	}
	if !m.aboutWho || bytes.IndexByte(in, ' ') >= 0 {
		return false
	}
	if string(m.prev) == "attempt" {
		return true
	}
	ended := senseOf(m.prev)&(failing|sSuccess) != 0 // Zabbix: login failed "alice" from "192.0.2.1"
	return !isStop(in) && (didItself(m.b[after:]) || ended && m.comesFromAt(after, noHint))
}

// didItself reports whether a text goes on with what somebody did or could not do, so that
// the name in front of it is a user's: "bob" login failed.
func didItself(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte(" has"))
	for _, s := range [...]string{" login failed", " authentication failed", " failed to log", " failed to auth", " logged in", " logged out", " authenticated", " auth ok", " auth fail", " login ok", " denied"} {
		if bytes.HasPrefix(b, []byte(s)) {
			return true
		}
	}
	return false
}

// mineCaller takes in the user whom access logs write in front of a request, behind a dash
// and perhaps before the time: 192.0.2.1 - alice "GET …".
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
