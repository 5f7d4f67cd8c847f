package parse

import "bytes"

// A labelled is a value behind a label of prose: "user: bob".
type labelled struct {
	field   Field
	name    []byte // the label
	v       []byte
	end     int  // of the value in the text
	quoted  bool // it has quotes around it
	glued   bool // it stands right behind the colon: "user:bob"
	chained bool // another colon ends it: "user: bob: no such user"
}

// mineLabelled reads a token with a colon as a label and its value, and reports whether
// it is one: "user:bob", "IP: 10.0.0.1", "User Name: bob". Most words in front of a colon
// are no labels, "Login failed: …", and of those that are, many stand for other things in
// prose: see takesLabel and contradicts.
func (p *Parser) mineLabelled(m *miner, token []byte, colon int) bool {
	name, k := p.labelAt(m, token[:colon])
	if k == nil {
		return false
	}
	l := labelled{field: k.at[anywhere].field, name: name, v: token[colon+1:], end: m.i}
	l.glued = len(l.v) > 0
	if l.field == OutcomeWord && !l.glued {
		p.mineOutcome(m.b[m.i:])
	}
	if !m.takesLabel(k, name, l.v) {
		return false
	}
	if l.field == UserAgent && p.mineAgent(m, l.v) {
		return true
	}
	if !m.findValue(&l) {
		return false
	}
	if l.field == Reason && !l.quoted && m.aboutWho && !p.has(UserName) { // "Details: User bob failed to log in"
		p.mineNamed(name, bytes.TrimRight(l.v, ".,;:!"), false)
		m.i, m.hint, m.prev = l.end-len(l.v), noHint, nil
		return true
	}
	if !l.trim() {
		return false
	}
	if l.field == RequestLine && p.mineRequest(m, l.v, l.end) {
		return true
	}
	if p.contradicts(&l) || !p.takeLabelled(m, &l) {
		return false
	}
	m.i, m.hint, m.prev = l.end, noHint, nil
	return true
}

// findValue finds where a value begins and ends that is not glued to its label. A reason
// is a sentence, any other value is a token or has quotes. It reports whether there is one.
func (m *miner) findValue(l *labelled) bool {
	if !l.glued {
		behind := bytes.TrimLeft(m.b[l.end:], " ")
		if len(behind) == 0 {
			return false
		}
		l.v, l.quoted, behind = pairValue(behind, " \t,;)]}>|")
		l.end = len(m.b) - len(behind)
	}
	if l.field == UserName && l.glued && isUpper(l.v[0]) {
		m.fullName(l)
	}
	if l.field == Reason && !l.quoted {
		start := l.end - len(l.v)
		l.end = start + sentenceLen(m.b[start:])
		l.v = m.b[start:l.end]
	}
	return true
}

// fullName makes a value that begins a name of two words both, where an address shows that it ends
// there. Odoo: "login:Bob Ross from 192.0.2.1".
func (m *miner) fullName(l *labelled) {
	second, rest := nextField(bytes.TrimLeft(m.b[l.end:], " "))
	if len(second) > 1 && isUpper(second[0]) && isNameWord(second) && leadsToPeer(rest) {
		start := l.end - len(l.v)
		l.end = len(m.b) - len(rest)
		l.v = m.b[start:l.end]
	}
}

// trim takes off a value without quotes what the sentence has put around it. It reports
// whether it is one: what holds a "=" is a pair of its own.
func (l *labelled) trim() bool {
	if l.quoted {
		return true
	}
	if len(l.v) > 1 && l.v[0] == '(' && bytes.IndexByte(l.v, ')') < 0 { // "User: (bob@example.com)"
		l.v = l.v[1:]
	}
	l.chained = len(l.v) > 0 && l.v[len(l.v)-1] == ':'
	l.v = bytes.TrimRight(l.v, ".,;:!")
	return bytes.IndexByte(l.v, '=') <= 0
}

// contradicts reports whether a value shows that its label means something else here.
func (p *Parser) contradicts(l *labelled) bool {
	switch l.field {
	case RequestLine: // "Unauthorized request: [192.0.2.1]:5555", "Forbidden request: host(192.0.2.1)"
		return addressIn(l.v) != nil
	case UserEmail: // "could not send email: timeout"
		return !l.quoted && bytes.IndexByte(l.v, '@') < 0
	case UserName: // a cache's key: "hit for user:12"; "User bob … Failed login: 4 attempts"
		if digits(l.v) && p.has(UserName) || l.glued && endsPlural(l.name) { // "needs scope users:write"
			p.weighed = true
			return true
		}
		if !l.quoted && l.chained && bytes.IndexByte(l.v, '/') > 0 { // "failed login: crypto/bcrypt: hashedPassword is not …"
			return true
		}
		if l.glued && digits(l.v) && p.words.all&(about|failing|sSuccess|sDone|sAccess) == 0 {
			p.weighed = true
			return true
		}
	}
	return false
}

// takeLabelled takes in a value as what its label says, and reports whether it can be that.
func (p *Parser) takeLabelled(m *miner, l *labelled) bool {
	sure := l.quoted
	switch {
	case l.field == SourceIP && (m.hint == hintTo || hintOf(m.prev) == hintTo): // "SERVER IP ADDRESS: 10.0.0.1"
		return p.endpoint(l.v, keyed, nil, DestIP, DestPort, DestHost)
	case l.field == UserName && !sure && isAccount(l.v): // "user: info", but not "user: account is locked"
		sure = m.endsClause(l.end) || len(l.v) < l.end && (m.b[l.end-1] == '.' || m.b[l.end-1] == ',')
	}
	return p.mineNamed(l.name, l.v, sure)
}

// mineAgent takes in what a browser calls itself, in brackets: [useragent: Mozilla/5.0
// (X11)]. v is what stands behind the colon already.
func (p *Parser) mineAgent(m *miner, v []byte) bool {
	end := bytes.IndexByte(m.b[m.i:], ']')
	if m.opened != '[' || end <= 0 {
		return false
	}
	p.offer(UserAgent, bytes.Trim(m.b[m.i-len(v):m.i+end], " "), keyed, nil)
	m.i += end
	return true
}

// mineRequest takes in a labelled request, whose method ends at a place: "Request: POST
// /orders HTTP/1.1".
func (p *Parser) mineRequest(m *miner, method []byte, at int) bool {
	if !isMethod(method) || !bytes.HasPrefix(m.b[at:], []byte(" /")) {
		return false
	}
	line := m.b[at-len(method):]
	line = line[:sentenceLen(line)]
	p.requestLine(line)
	m.i, m.http, m.hint, m.prev = at-len(method)+len(line), true, noHint, nil
	return true
}

// labelAt is a label and its key. Two words may be one label, of which name is the second:
// "User Name: bob". The key is nil where prose has no such label.
func (p *Parser) labelAt(m *miner, name []byte) ([]byte, *key) {
	if nameLen(name) != len(name) {
		return nil, nil
	}
	if both, k := m.prevLabel(p, name); k != nil {
		return both, k
	}
	return name, lookup(name)
}

// prevLabel is the label that the word before and a name are together, and its key: of
// "User Name", UserName. The key is nil where there is none.
func (m *miner) prevLabel(p *Parser, name []byte) ([]byte, *key) {
	var both [48]byte
	n := copy(both[:], m.prev)
	if n == 0 || n+len(name) > len(both) {
		return nil, nil
	}
	k := lookup(both[:n+copy(both[n:], name)])
	if k == nil {
		return nil, nil
	}
	start := len(p.buf)
	p.buf = append(append(p.buf, m.prev...), name...)
	return p.buf[start:], k
}

// takesLabel reports whether prose labels values with a name, and means by it what the key
// does. A value that is glued to the label may tell that it does not.
func (m *miner) takesLabel(k *key, name, v []byte) bool {
	switch k.at[anywhere].field {
	case SourcePort:
		return string(m.prev) != "TCP" && string(m.prev) != "UDP" // "to TCP port: 23": the service's
	case SourceIP, UserName, ActorName, UserID, UserEmail, Reason, SourceHost, UserAgent, ForwardedFor, Status, RequestLine, Target, Path, Referrer:
	default:
		return false
	}
	switch {
	case string(name) == "admin" && len(v) > 0, // a scope: "lacks admin:write"
		string(name) == "identity" && len(m.prev) == 0 && m.i == len(name)+1, // a part of a program: Vault's "identity: entities restored"
		string(name) == "agent" && bytes.IndexByte(v, '/') < 0,               // a part of a program: "AD agent: Auth"
		string(name) == "Subject",                                            // of a certificate or a letter; in Windows' text a heading
		foldedEqual(name, "users") && endsSign(m.prev):                       // "Logged on users: 5"
		return false
	}
	return true
}

// mineOutcome takes in what stands behind an outcome's label: "success: true".
func (p *Parser) mineOutcome(b []byte) {
	if v, _ := nextField(bytes.TrimLeft(b, " ")); bytes.HasPrefix(v, []byte("true")) || bytes.HasPrefix(v, []byte("false")) || bytes.HasPrefix(v, []byte("True")) || bytes.HasPrefix(v, []byte("False")) {
		p.offer(OutcomeWord, v[:len(bytes.TrimRight(v, "}>)],.;"))], keyed, nil)
	}
}

// endsClause reports whether no word goes on at a place, but what says from where.
func (m *miner) endsClause(at int) bool {
	rest := bytes.TrimLeft(m.b[at:], " ")
	return len(rest) == 0 || !isLetter(rest[0]) && rest[0] != '<' || bytes.HasPrefix(rest, []byte("from "))
}
