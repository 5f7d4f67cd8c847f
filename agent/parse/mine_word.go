package parse

import "bytes"

// mineWord reads a word for what it says of the next ones, or for what those before
// it say it is. ended says that a sign of punctuation stands behind it.
func (p *Parser) mineWord(m *miner, word []byte, ended, peered bool) {
	h, prev := m.hintOf(word), m.hint
	m.hint = noHint
	switch {
	case p.mineUsual(m, word, h, prev):
	case p.announces(m, word, h, prev, ended):
	case prev != noHint && p.mineHinted(m, word, prev, peered):
	default:
		p.mineSubject(m, word, ended)
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

// hintOf is what a word says of the next one, behind the words before.
func (m *miner) hintOf(word []byte) hint {
	switch h := hintOf(word); {
	case h == hintTo && m.answers(word): // Emby: "HTTP Response 401 to 192.0.2.1"
		return hintFrom
	case string(m.prev) == "dial" && (string(word) == "tcp" || string(word) == "udp"): // Go: "dial tcp 192.0.2.1:389: connect: connection refused"
		return hintTo
	case h == hintFor && m.namesThing(), // "host name": nobody's
		h == hintPort && (string(m.prev) == "TCP" || string(m.prev) == "UDP"): // "to TCP port: 23": the service's
		return noHint
	default:
		return h
	}
}

// answers reports whether the status of an answer stands in front of a word.
func (m *miner) answers(word []byte) bool {
	before := m.b[:max(0, m.i-len(word)-1)]
	return string(word) == "to" && len(m.status) > 0 && bytes.HasSuffix(before, m.status) && bytes.HasSuffix(before[:len(before)-len(m.status)], []byte("esponse "))
}

// mineUsual takes a word of prose for a name where it stands for one and an address
// or the end of the clause follows: "for info from 192.0.2.1".
func (p *Parser) mineUsual(m *miner, word []byte, h, prev hint) bool {
	switch prev {
	case hintUser:
		if string(word) == "session" { // "a user session from …"
			return false
		}
	case hintFor:
		if h != noHint && !(string(word) == "user" && string(m.prev) == "for") {
			return false
		}
	default:
		return false
	}
	if !isAccount(word) || p.words.all&(about|failing|sSuccess) == 0 {
		return false
	}
	alone := h == noHint && m.endsAt() && (prev == hintUser || !isTechnical(word))
	return (alone || m.comesFrom(h)) && p.user(word, told, true)
}

// announces reports whether a word says what the next one is, given what the words
// before it say of itself.
func (p *Parser) announces(m *miner, word []byte, h, prev hint, ended bool) bool {
	switch {
	case h == noHint:
		if (string(word) != "of" || !namesProof(m.prev)) && !m.logsInUsing(word) && !m.proves(word) {
			return false
		}
		m.hint = hintFor                                  // "authentication of 'alice'"
		if ended && m.b[m.i-1] == ':' && m.endsInName() { // "failed to authenticate: alice"
			m.hint = hintUser
		}
	case h == hintAddr && (string(m.prev) == "IPv4" || string(m.prev) == "IPv6") && p.has(SourceIP), // ASA: "IP <…> IPv4 Address <…> assigned"
		h == hintAddr && prev == hintTo: // "to address"
		m.hint = hintTo
	case h == hintAddr && (prev == hintFrom || prev == hintFor): // "from address"
		m.hint = hintFrom
	case ended && string(word) == "as" && m.b[m.i-1] == ':': // "logged in as: 'alice'"
		m.hint = hintUser
	case !bytes.HasPrefix(m.b[m.i:], []byte(`":{`)): // an object's name, in what is no JSON any more
		m.hint = h
	}
	return true
}

// proves reports whether a word leads to who could not be let in: "could not authenticate
// bob: invalid password".
func (m *miner) proves(word []byte) bool {
	return string(word) == "authenticate" && (string(m.prev) == "not" || string(m.prev) == "Cannot" || string(m.prev) == "to" || string(m.prev) == "cannot" || string(m.prev) == "couldn't")
}

// namesProof reports whether a word is of what users have or do: "authentication of alice".
func namesProof(word []byte) bool {
	var r reading
	if word != nil {
		r.add(word)
	}
	return r.all&(about|sUser) != 0
}

// mineHinted reads the word that the one before has announced, if it is what that
// says. A qualifier passes the announcement on: "for invalid user".
func (p *Parser) mineHinted(m *miner, word []byte, prev hint, peered bool) bool {
	switch prev {
	case hintUser, hintFor:
		if isQualifier(word) {
			m.hint = prev
			return true
		}
		if prev == hintFor {
			return p.leadsToName(m) && !isHost(word) && !isGerund(word) && p.user(word, vague, false)
		}
		return m.opened == '[' && p.samba(m, word) ||
			m.opened == '<' && string(word) == "anonymous" || // Authelia's for nobody
			p.user(word, told, false)
	case hintTo: // Qpopper: "login to bob from host"
		before := m.b[:max(0, m.i-len(word))]
		if bytes.HasSuffix(before, []byte("login to ")) {
			return m.comesFrom(noHint) && p.user(word, told, false)
		}
		return m.authy && givenTo(before) && (m.endsAt() || p.followed(m)) && !isHost(word) && p.given(word)
	case hintFrom, hintAddr:
		return p.minePeer(m, word, prev, peered)
	}
	return false
}

// given takes in whom something was given to: of a role it is not who gave it.
func (p *Parser) given(name []byte) bool {
	if p.words.all&sRole == 0 {
		return p.user(name, vague, false)
	}
	if isStop(name) {
		return false
	}
	p.offer(TargetName, name, vague, nil)
	return true
}

// givenTo reports whether a text ends with what is given to somebody, or is not: "access
// granted to".
func givenTo(b []byte) bool {
	for _, s := range [...]string{"granted to ", "denied to ", "issued to ", "assigned to ", "ranted access to ", "hallenge sent to ", "ode sent to ", "OTP sent to ", "ush sent to "} {
		if bytes.HasSuffix(b, []byte(s)) {
			return true
		}
	}
	return false
}

// minePeer reads the word where a peer's address is announced: its host's name, or a
// user's in front of it.
func (p *Parser) minePeer(m *miner, word []byte, prev hint, peered bool) bool {
	if m.authy {
		if prev == hintFrom && m.namedWithIP() && p.user(word, vague, false) { // "attempt from alice, IP: 192.0.2.1"
			return true
		}
		if bytes.HasPrefix(m.b[m.i:], []byte(" / ")) && p.user(word, vague, isAccount(word)) { // Artifactory: "for client : alice / 192.0.2.1"
			return true
		}
	}
	if prev != hintFrom || peered || !isHostname(word) || bytes.IndexByte(word, '.') <= 0 {
		return false
	}
	p.offer(SourceHost, word, told, nil)
	return true
}

// mineSubject reads a word that nothing announces: who the sentence is about is its
// subject, or stands where its clause begins or ends.
func (p *Parser) mineSubject(m *miner, word []byte, ended bool) {
	switch {
	case ended && m.b[m.i-1] == ':' && (string(word) == "authenticated" || isLogged(m.prev) && (string(word) == "in" || string(word) == "out")): // "logged in: alice"
		m.hint = hintUser
	case m.authy && (string(word) == "was" && m.notListed() || m.lacksRight(word)) && m.subject != nil && string(m.subject) == string(m.prev): // "bob was not found in LDAP directory"
		p.user(m.subject, vague, false)
	case (!ended || m.i < len(m.b) && m.b[m.i] == ',') && p.words.all&(sLogin|sLogout|sAuth|sPassword|sMFA|sSession|sUser) != 0 && m.leadsClause(len(word)) && p.user(word, vague, false): // "login failure: bob 192.0.2.1 …", "login failed: bob from 192.0.2.1"
	case !ended && m.authy && isAtDomain(word) && didItself(m.b[m.i:]): // "bob@example.com authentication failed"
		p.user(word, vague, false)
	case m.authy && string(m.prev) == "email" && isAtDomain(word): // "unknown email bob@example.com"
		p.user(word, vague, false)
	case m.authy && m.subject != nil && string(m.subject) == string(m.prev) && m.tries(word):
		p.user(m.subject, vague, false)
	case (isLogged(word) && !isArticle(m.prev) && !m.counted(word) || m.failsTo(word)) && m.subject != nil: // "alice has logged in", "alice failed to log in"
		p.user(m.subject, vague, false)
	}
}

// counted reports whether a number stands in front of a word: "3 logged in users".
func (m *miner) counted(word []byte) bool {
	i := bytes.LastIndex(m.b[:m.i], word) - 2
	return i > 0 && isDigit(m.b[i]) && (len(m.prev) == 0 || m.prev[len(m.prev)-1] != m.b[i])
}

// leadsToName reports whether "for" or "by" stands in front of a name rather than
// of what else a sentence is for: the address behind it says so, or what the
// sentence is about and that it ends there.
func (p *Parser) leadsToName(m *miner) bool {
	said := p.words.all
	if said&sConfig != 0 || m.opened == 0 && !p.followed(m) {
		return false
	}
	if m.comesFrom(noHint) {
		return true
	}
	return m.aboutWho && (!m.behindNoun() || said&about != 0 && said&(failing|sSuccess|sDone) != 0) && said&^(sToken|sMany|sThing|sNot|sIn|sOut) != 0
}

// behindNoun reports whether the word before is one that names things as often as
// it leads to a name: "login pool", "login alice".
func (m *miner) behindNoun() bool {
	switch string(m.prev) {
	case "login", "Login", "identity", "Identity", "member", "Member", "name", "Name":
		return true
	}
	return false
}

// namesThing reports whether the word before says that "name" is not a user's.
func (m *miner) namesThing() bool {
	switch string(m.prev) {
	case "host", "Host", "computer", "Computer", "domain", "Domain", "server", "Server", "machine", "Machine", "file", "File", "service", "Service", "group", "Group", "realm", "Realm":
		return string(m.b[max(0, m.i-4):m.i]) == "name" || string(m.b[max(0, m.i-4):m.i]) == "Name"
	}
	return false
}

// endsAt reports whether a clause ends behind the word just read, or the
// brackets around it.
func (m *miner) endsAt() bool {
	if m.i == len(m.b) || m.opened != 0 {
		return true
	}
	switch m.b[m.i-1] {
	case '.', ',', ':', '!':
		return true
	}
	switch m.b[m.i] {
	case '.', ',', ':', '!', ')', ']', ';':
		return true
	}
	return false
}

// comesFrom reports whether an address follows, in brackets or behind "from":
// then even a word of prose in front of it is a name. One that may be about the
// next word must have it right behind.
func (m *miner) comesFrom(h hint) bool { return m.comesFromAt(m.i, h) }

// comesFromAt is comesFrom for what stands at a place.
func (m *miner) comesFromAt(at int, h hint) bool {
	rest := bytes.TrimLeft(m.b[at:], " ")
	if len(rest) == 0 {
		return false
	}
	from := rest[0] == '(' || rest[0] == '[' || rest[0] == '-'
	words := 5
	if h != noHint {
		words = 2
	}
	for range words {
		var word []byte
		word, rest = nextField(rest)
		if len(word) == 0 {
			return false
		}
		if from = from || string(word) == "from" || string(word) == "at"; from && (addressIn(word) != nil || addressIn(bytes.Trim(word, "()[]'\"`,.;")) != nil) {
			return true
		}
	}
	return false
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

// leadsClause reports whether the word just read stands between a colon and an
// address, which "from" may announce.
func (m *miner) leadsClause(n int) bool {
	start := m.i - n
	if start < 2 || m.b[start-2] != ':' {
		return false
	}
	next, rest := nextField(m.b[m.i:])
	switch string(next) {
	case ",":
		next, _ = nextField(rest)
	case "from", "at", "on":
		next, _ = nextField(rest)
	}
	next = bytes.Trim(next, "()[],.;")
	return len(next) > 2 && isAddress(next)
}

// namedWithIP reports whether the address follows what stands behind "from".
func (m *miner) namedWithIP() bool {
	rest := m.b[m.i:]
	return len(rest) > 4 && rest[0] == ',' && rest[1] == ' ' && rest[2]|0x20 == 'i' && rest[3]|0x20 == 'p'
}

// failsTo reports whether a word and the next ones say that somebody could not
// log in.
func (m *miner) failsTo(word []byte) bool {
	rest := m.b[m.i:]
	switch string(word) {
	case "could", "can", "did":
		var denied bool
		if rest, denied = bytes.CutPrefix(rest, []byte(" not")); !denied {
			return false
		}
	case "failed", "cannot", "couldn't", "can't", "didn't":
	default:
		return false
	}
	rest = bytes.TrimPrefix(rest, []byte(" to"))
	for _, s := range [...]string{" log in", " log on", " login", " logon", " sign in", " sign on", " signin", " auth"} {
		if bytes.HasPrefix(rest, []byte(s)) {
			return true
		}
	}
	_, rest = nextField(bytes.TrimLeft(rest, " "))
	return bytes.HasPrefix(rest, []byte(" authentication")) // "bob failed CHAP authentication"
}

// tries reports whether a word and the next ones say that somebody tried to get in, or
// with what: "bob tried to log in", "bob entered an invalid code", "bob changed their
// password", "bob may not access /admin".
func (m *miner) tries(word []byte) bool {
	rest := m.b[m.i:min(len(m.b), m.i+40)]
	switch string(word) {
	case "tried", "attempted", "tries", "attempts":
		after, ok := bytes.CutPrefix(rest, []byte(" to "))
		verb, _ := nextField(after)
		return ok && (isProving(verb) || string(verb) == "access")
	case "entered", "supplied", "provided", "submitted", "used", "changed", "reset":
		var r reading
		r.addProse(rest)
		return r.all&(sPassword|sMFA|sCredential|sToken) != 0
	case "may":
		return bytes.HasPrefix(rest, []byte(" not access"))
	}
	return false
}

// logsInUsing reports whether a word leads to the account that iDRAC names before the
// address: "Successfully logged in using root, from 192.0.2.1".
func (m *miner) logsInUsing(word []byte) bool {
	if string(word) != "using" || string(m.prev) != "in" || m.i == len(m.b) {
		return false
	}
	name, rest := nextField(m.b[m.i+1:])
	return bytes.HasSuffix(name, []byte(",")) && bytes.HasPrefix(rest, []byte(" from "))
}

// endsInName reports whether the rest of the text is one word that can be a name.
func (m *miner) endsInName() bool {
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	return len(rest) > 0 && rest[0] >= 'a' && rest[0] <= 'z' && bytes.IndexByte(rest, ' ') < 0
}

// notListed reports whether the next words say that somebody is not in a directory.
func (m *miner) notListed() bool {
	place, ok := bytes.CutPrefix(m.b[m.i:], []byte(" not found in "))
	if !ok {
		return false
	}
	place = place[:min(len(place), 24)]
	return holds(place, "LDAP") || holds(place, "irectory") || holds(place, "user")
}

// lacksRight reports whether a word and the next ones say that somebody may not do what
// was asked for: "bob has no permission", "bob is not authorized to …".
func (m *miner) lacksRight(word []byte) bool {
	var lack [4]string
	switch string(word) {
	case "has":
		lack = [...]string{" no permission", " insufficient ", " no access", " no right"}
	case "lacks":
		lack = [...]string{" permission", " privilege", " the required ", " scope"}
	case "is":
		lack = [...]string{" not authorized ", " not allowed to ", " not permitted to ", " not a member of "}
	default:
		return false
	}
	for _, s := range lack {
		if bytes.HasPrefix(m.b[m.i:], []byte(s)) {
			return true
		}
	}
	return false
}

// followed reports whether what comes after "for alice" ends the name: "from",
// a bracket, or the end of the text.
func (p *Parser) followed(m *miner) bool {
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case '(', '[', ',', ';', ')', '.', ':', '-', '!', '@':
		return true
	case '"', '\'', '`': // "for domains 'a.example'": the name is what is quoted, if anything
		return m.i < len(m.b) && m.b[m.i] != ' '
	}
	next, _ := nextField(rest)
	switch string(next) {
	case "from", "on", "at", "via", "by", "to", "with", "using", "because", "in", "within", "after", "for", "lacks", "is", "are", "has", "was", "were", "ip", "IP", "user":
		return true
	}
	if eq := bytes.IndexByte(next, '='); eq > 0 && nameLen(next[:eq]) == eq { // a pair
		return true
	}
	switch hintOf(trimPunctuation(next)) {
	case hintAddr, hintFrom, hintPort:
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
	name = bytes.Trim(name, " <>{}")
	if len(name) == 0 || len(name) > 128 || name[0] == '/' || name[0] == ':' || absent(name) || !quoted && (isStop(name) || isDigit(name[0]) && bytes.IndexByte(name, ':') > 0 || isAlternative(name) || isClass(name)) {
		return false
	}
	if !quoted && wholly(name)&failing != 0 { // invalid_grant
		return false
	}
	p.offer(UserName, name, rank, nil)
	return true
}

// isAlternative reports whether a token is two words of prose: "user
// name/password".
func isAlternative(name []byte) bool {
	first, second, ok := bytes.Cut(name, slash)
	return ok && isStop(first) && isStop(second)
}

// isClass reports whether a token is the full name of a class:
// javax.security.auth.login.LoginException.
func isClass(name []byte) bool {
	last := bytes.LastIndexByte(name, '.')
	return last > 0 && last+1 < len(name) && isUpper(name[last+1]) && (bytes.Count(name, dot) > 2 || bytes.HasSuffix(name, []byte("Exception")) || bytes.HasSuffix(name, []byte("Error"))) && bytes.IndexByte(name, '@') < 0
}

// isHost reports whether a name is a host's, which the certificate or the request
// is for.
func isHost(name []byte) bool { return bytes.IndexByte(name, '@') < 0 && isPlace(name) }

// isGerund reports whether a word is what something is for: "used for connecting".
func isGerund(word []byte) bool {
	return len(word) > 6 && bytes.HasSuffix(word, []byte("ing")) && !isUpper(word[0])
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
	return ok && (n == 200 || n == 201 || n == 204 || n == 206 || n >= 301 && n <= 304 || n == 307 || n == 308 || n >= 400 && n <= 431 || n >= 500 && n <= 504)
}
