package parse

import "bytes"

// mineWord reads a word of prose. It may be a name, by what the words before have announced
// or by what it stands in front of; it may announce what the next word is; or it may show
// that the last name before it is a user's: "alice logged in". ended says that a sign of
// punctuation stands behind it, and peered that the client's address stands before it.
func (p *Parser) mineWord(m *miner, word []byte, ended, peered bool) {
	h, prev := m.hintOf(word), m.hint
	m.hint = noHint
	switch {
	case p.mineActing(m, word), m.authy && p.mineDoing(m, word):
	case p.mineUsual(m, word, h, prev):
	case p.announces(m, word, h, prev, ended):
	case prev != noHint && p.mineHinted(m, word, prev, peered):
	default:
		p.mineSubject(m, word, ended)
	}
	m.prev = word
	if !isStop(word) && m.opened != '(' { // "alice (OidcClient) authenticated"
		m.subject = word
	}
	if ended {
		m.subject = nil
	}
	if ended && m.hint != hintUser && m.hint != hintAddr && m.hint != hintFrom && m.hint != hintPort {
		m.hint, m.prev = noHint, nil
	}
}

// hintOf is what a word announces of the next one. The words before may say that it
// announces something else here, or nothing: "host name bob" is not a user.
func (m *miner) hintOf(word []byte) hint {
	switch h := hintOf(word); {
	case h == hintTo && m.answers(word):
		return hintFrom
	case string(m.prev) == "dial" && (string(word) == "tcp" || string(word) == "udp"): // Go: "dial tcp 192.0.2.1:389: connect: connection refused"
		return hintTo
	case string(word) == "subject" && m.aboutWho && m.i+1 < len(m.b) && m.b[m.i+1] != '"': // "token ok for subject bob": in quotes stands a letter's
		return hintUser
	case h == hintFor && m.namesThing(), // "host name": nobody's
		h == hintPort && (string(m.prev) == "TCP" || string(m.prev) == "UDP"): // "to TCP port: 23": the service's
		return noHint
	default:
		return h
	}
}

// answers reports whether "to" stands behind the status of an answer, so that the client
// follows. Emby: "HTTP Response 401 to 192.0.2.1".
func (m *miner) answers(word []byte) bool {
	before := m.b[:max(0, m.i-len(word)-1)]
	return string(word) == "to" && len(m.status) > 0 && bytes.HasSuffix(before, m.status) && bytes.HasSuffix(before[:len(before)-len(m.status)], []byte("esponse "))
}

// namesThing reports whether the word before "name" says that it is not a user's: "host name".
func (m *miner) namesThing() bool {
	switch string(m.prev) {
	case "host", "Host", "computer", "Computer", "domain", "Domain", "server", "Server", "machine", "Machine", "file", "File", "service", "Service", "group", "Group", "realm", "Realm":
		return string(m.b[max(0, m.i-4):m.i]) == "name" || string(m.b[max(0, m.i-4):m.i]) == "Name"
	}
	return false
}

// mineUsual takes a word for a name that is more often a word of prose, such as "info" or
// "service". It needs more than a hint in front of it: an address must follow, or the end of
// the clause. "login failed for info from 192.0.2.1" is of a user, "for info about …" is not.
// h is what the word itself announces, prev what the one before has.
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
	twice := string(word) == "user" && foldedEqual(m.prev, "user") // "User user logged in"
	if h == noHint && isTechnical(word) {
		h = hintFor // "for access key x from 192.0.2.1": of a thing, unless the address comes at once
	}
	return (alone || twice || m.comesFrom(h) || prev == hintUser && didItself(m.b[m.i:])) && p.user(word, told, true)
}

// announces reports whether a word announces the next one, and notes what. The hint before it
// may change that: behind "from", "address" still leads to the client's address, behind "to"
// to the server's. h is what the word announces by itself, prev what the one before has.
func (p *Parser) announces(m *miner, word []byte, h, prev hint, ended bool) bool {
	switch {
	case h == noHint:
		return m.leadsToWhom(word, ended)
	case h == hintAddr && (string(m.prev) == "IPv4" || string(m.prev) == "IPv6") && p.has(SourceIP), // ASA: "IP <…> IPv4 Address <…> assigned"
		h == hintAddr && prev == hintTo: // "to address"
		m.hint = hintTo
	case h == hintAddr && (prev == hintFrom || prev == hintFor): // "from address"
		m.hint = hintFrom
	case h == hintFor && prev == hintUser && string(word) == "name": // "user name bob"
		m.hint = hintUser
	case ended && string(word) == "as" && m.b[m.i-1] == ':': // "logged in as: 'alice'"
		m.hint = hintUser
	case !bytes.HasPrefix(m.b[m.i:], []byte(`":{`)): // an object's name, in what is no JSON any more
		m.hint = h
	}
	return true
}

// leadsToWhom reports whether a word that is no announcement by itself leads to a user where it
// stands, and notes that.
func (m *miner) leadsToWhom(word []byte, ended bool) bool {
	ofProof := string(word) == "of" && namesProof(m.prev)
	if !ofProof && !m.logsInUsing(word) && !m.proves(word) {
		return false
	}
	m.hint = hintFor                                  // "authentication of 'alice'"
	if ended && m.b[m.i-1] == ':' && m.endsInName() { // "failed to authenticate: alice"
		m.hint = hintUser
	}
	return true
}

// proves reports whether "authenticate" leads to a user who could not be: "could not
// authenticate bob: invalid password". Elsewhere it may lead to anything.
func (m *miner) proves(word []byte) bool {
	if string(word) != "authenticate" {
		return false
	}
	switch string(m.prev) {
	case "not", "to", "cannot", "Cannot", "couldn't":
		return true
	}
	return false
}

// namesProof reports whether a word is of what users have or do, so that "of" behind it leads
// to one: "authentication of alice".
func namesProof(word []byte) bool {
	switch string(word) {
	case "code", "codes", "key", "ticket":
		return true
	}
	var r reading
	if word != nil {
		r.add(word)
	}
	return r.all&(about|sUser) != 0
}

// logsInUsing reports whether "using" leads to the account that somebody has logged in with.
// iDRAC: "Successfully logged in using root, from 192.0.2.1".
func (m *miner) logsInUsing(word []byte) bool {
	if string(word) != "using" || string(m.prev) != "in" || m.i == len(m.b) {
		return false
	}
	name, rest := nextField(m.b[m.i+1:])
	return bytes.HasSuffix(name, []byte(",")) && bytes.HasPrefix(rest, []byte(" from "))
}

// endsInName reports whether the rest of the text is a single word that can be a name.
func (m *miner) endsInName() bool {
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	return len(rest) > 0 && rest[0] >= 'a' && rest[0] <= 'z' && bytes.IndexByte(rest, ' ') < 0
}

// mineHinted takes in a word as what the one before has announced, and reports whether it can
// be that. A word that only describes what follows passes the announcement on: in "for invalid
// user bob" two do.
func (p *Parser) mineHinted(m *miner, word []byte, prev hint, peered bool) bool {
	switch prev {
	case hintUser, hintFor:
		if isQualifier(word) || m.titled(word) {
			m.hint = prev
			return true
		}
		if prev == hintFor {
			byDefault := string(word) == "default" && string(m.prev) == "by"
			return p.leadsToName(m) && !byDefault && !isHost(word) && !isGerund(word) && p.user(word, vague, false)
		}
		if m.b[m.i-1] == ':' && isGerund(word) { // WildFly: "Principal assigning: [bob]"
			m.hint = prev
			return true
		}
		return m.opened == '[' && p.samba(m, word) ||
			m.opened == '<' && string(word) == "anonymous" || // Authelia's for nobody
			p.user(word, told, false)
	case hintTo:
		return p.mineReceiver(m, word)
	case hintFrom, hintAddr:
		return p.mineRevoked(m, word) || p.minePeer(m, word, prev, peered)
	}
	return false
}

// titled reports whether a word says what the one is who stands between it and an address: Magento's
// "failed for admin bob from 192.0.2.1", but not "for admin from 192.0.2.1".
func (m *miner) titled(word []byte) bool {
	switch string(word) {
	case "admin", "Admin", "administrator", "Administrator", "customer", "guest", "operator", "manager":
	default:
		return false
	}
	name, rest := nextField(bytes.TrimLeft(m.b[m.i:], " "))
	return isNameWord(name) && !isStop(name) && leadsToPeer(rest)
}

// mineReceiver takes in a word behind "to" that is whom something was given to, or who logged
// in, as Qpopper says it: "login to bob from host".
func (p *Parser) mineReceiver(m *miner, word []byte) bool {
	before := m.before(word)
	if bytes.HasSuffix(before, []byte("login to ")) {
		return m.comesFrom(noHint) && p.user(word, told, false)
	}
	return m.authy && givenTo(before) && (m.endsAt() || p.followed(m)) && !isHost(word) && p.given(word)
}

// before is the text in front of the word just read, behind which signs may stand.
func (m *miner) before(word []byte) []byte {
	end := m.i
	for end > len(word) && !bytes.HasSuffix(m.b[:end], word) {
		end--
	}
	return m.b[:max(0, end-len(word))]
}

// mineRevoked takes in a word behind "from" that is whom a role was taken from: "role admin
// revoked from bob".
func (p *Parser) mineRevoked(m *miner, word []byte) bool {
	taken := p.words.all&sRole != 0 && p.words.all&(sRevoke|sDelete) != 0
	return taken && string(m.prev) == "from" && (m.endsAt() || p.followed(m)) && p.given(word)
}

// given takes in whom something was given to, as the user. Where it was a role this is not
// the user who acted, but the one whom it was done to.
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

// givenTo reports whether a text ends with words behind which somebody stands to whom
// something was given, or refused: "access granted to".
func givenTo(b []byte) bool {
	for _, s := range [...]string{"granted to ", "denied to ", "issued to ", "assigned to ", "ranted access to ", "hallenge sent to ", "ode sent to ", "OTP sent to ", "ush sent to "} {
		if bytes.HasSuffix(b, []byte(s)) {
			return true
		}
	}
	return false
}

// minePeer takes in a word that stands where a client's address is announced. It may be the
// name of the client's host, or of a user in front of the address. A word without a dot is
// left, for it may be any.
func (p *Parser) minePeer(m *miner, word []byte, prev hint, peered bool) bool {
	if m.authy {
		if string(m.prev) == "von" && m.comesFrom(noHint) && p.user(word, vague, false) { // "Anmeldung von alice (192.0.2.1)"
			return true
		}
		if prev == hintFrom && m.namedWithIP() && p.user(word, vague, false) { // "attempt from alice, IP: 192.0.2.1"
			return true
		}
		if prev == hintFrom && m.b[m.i-1] == ':' && p.words.all&(sRole|sScope|sPermission) != 0 && isNameWord(word) && p.user(word, vague, false) { // "request to /admin from alice: lacks role ADMIN"
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

// namedWithIP reports whether the address follows what stands behind "from", which is a name
// then: "attempt from alice, IP: 192.0.2.1".
func (m *miner) namedWithIP() bool {
	rest := m.b[m.i:]
	return len(rest) > 4 && rest[0] == ',' && rest[1] == ' ' && rest[2]|0x20 == 'i' && rest[3]|0x20 == 'p'
}

// samba reads the rest of "user [DOMAIN]\\[name]" behind the domain.
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
