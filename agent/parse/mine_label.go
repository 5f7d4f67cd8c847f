package parse

import "bytes"

// endsPair are the bytes that end the value of a pair in prose, unless it has quotes.
const endsPair = " \t,;)]}>\"'|&"

// minePair takes in key=value.
func (p *Parser) minePair(m *miner, name []byte, at int) {
	if string(name) == "sub" { // of a program's parts, in prose
		name = dot
	}
	if both, k := m.prevLabel(p, name); k != nil {
		name = both
	}
	spaced := at > 1 && m.b[at-1] == ' '
	for spaced && at < len(m.b) && m.b[at] == ' ' {
		at++
	}
	v, quoted, rest := pairValue(m.b[at:], endsPair)
	k := lookup(name)
	if quoted && saysMessage(k, v) { // what is said stands in it
		m.goOn(at + 1)
		m.closes = at + 1 + len(v)
		return
	}
	v, rest = m.withApostrophes(at, v, rest)
	switch {
	case k != nil && k.means(UserAgent) && !quoted:
		v, rest = m.agentFrom(at, v, rest)
	case spaced && k != nil && k.at[anywhere].field == Reason: // Cisco: "reason = Invalid password : local database : user = bob"
		if bytes.HasPrefix(m.b[at:], []byte("{")) && m.aboutWho { // Commvault: Details = { Login attempts for user [bob] exceeded limit. … }
			m.goOn(at + 1)
			return
		}
		v = m.b[at : at+clauseLen(m.b[at:])]
		rest = m.b[at+len(v):]
	}
	m.goOn(len(m.b) - len(rest))
	if m.authy && p.mineOddPair(name, v, m.b[at:], rest) {
		return
	}
	if n := len(v) - 1; n > 0 && (v[n] == '.' || v[n] == ':' && len(rest) > 0 && rest[0] == ' ') {
		v = v[:n]
	}
	if len(rest) > 0 && rest[0] == ']' && bytes.IndexByte(v, '[') > 0 { // client=mail.example.com[192.0.2.1]
		v = m.b[at : at+len(v)+1]
	}
	if k := p.keys.find(p.index, name); k.secret && len(v) > 0 && !p.s.Hides(m.b, at, m.i) { // pass=42 fail=0
		if len(p.st.keep) > 0 {
			p.keepPair(name, v)
		}
		return
	}
	p.mineNamed(name, v, true)
}

// goOn has the miner go on at a place where nothing that stood before says what follows.
func (m *miner) goOn(at int) { m.i, m.hint, m.prev, m.opened = at, noHint, nil, 0 }

// saysMessage reports whether a value in quotes is prose by its key and its looks:
// msg="login failed for bob".
func saysMessage(k *key, v []byte) bool {
	return bytes.IndexByte(v, ' ') > 0 && bytes.IndexByte(v, '\\') < 0 && k != nil && k.means(Message)
}

// withApostrophes is the value at a place with what an apostrophe has cut off: user=o'brien.
func (m *miner) withApostrophes(at int, v, rest []byte) ([]byte, []byte) {
	for n := len(v); len(rest) > 0 && rest[0] == '\'' && n > 0 && isApostrophe(m.b[at:], n); n = len(v) {
		more, _, tail := pairValue(rest[1:], endsPair)
		v, rest = m.b[at:at+n+1+len(more)], tail
	}
	return v, rest
}

// agentFrom is what a program calls itself, of several words up to a semicolon. Zimbra:
// "ua=ZimbraWebClient - GC88 (Linux);soapId=…".
func (m *miner) agentFrom(at int, v, rest []byte) ([]byte, []byte) {
	if len(rest) == 0 || rest[0] != ' ' {
		return v, rest
	}
	i := bytes.IndexAny(rest[:min(len(rest), maxWording)], ";=]")
	if i <= 0 || rest[i] != ';' {
		return v, rest
	}
	return m.b[at : at+len(v)+i], rest[i:]
}

// mineOddPair takes in what only few write as a pair: the client of sendmail, the first
// part of a directory's name. whole begins with the value, rest stands behind it.
func (p *Parser) mineOddPair(name, v, whole, rest []byte) bool {
	switch string(name) {
	case "relay": // sendmail: relay=[192.0.2.1]
		if len(whole) > 0 && whole[0] == '[' && isAddress(v) {
			p.endpoint(v, vague, nil, SourceIP, SourcePort, SourceHost)
			return true
		}
	case "uid", "cn": // uid=bob,ou=people,dc=example
		if bytes.HasPrefix(rest, []byte(",")) && startsName(rest[1:]) {
			p.user(v, keyed, true)
			return true
		}
	}
	return false
}

// startsName reports whether b begins with a further part of a directory's name.
func startsName(b []byte) bool {
	for _, s := range [...]string{"ou=", "dc=", "cn=", "o="} {
		if bytes.HasPrefix(b, []byte(s)) {
			return true
		}
	}
	return false
}

// mineNamed takes in a value that prose names, if it can be what the name says.
// A value that is sure to be one, by "=" or by quotes, may be any word.
func (p *Parser) mineNamed(name, v []byte, sure bool) bool {
	if len(p.st.keep) > 0 {
		p.keepPair(name, v)
	}
	k := p.keys.find(p.index, name)
	if k == unknown {
		return string(name) == "u" && p.has(Method) && p.user(v, keyed, true) // Axigen: POST /login HTTP/1.1 u=bob code=401
	}
	if k.secret {
		if bytes.IndexAny(v, "([") > 0 || bytes.HasPrefix(v, []byte("(known")) { // token = parts[1], in a line of code
			return false
		}
		p.secret(name, v, anywhere, text)
		return true
	}
	m := k.at[anywhere]
	if k.scope != anywhere {
		m = k.at[k.scope]
	}
	rank := keyed + m.tier
	switch f := m.field; f {
	case NoField:
		return false
	case Message, Logger, Level, Proto, Protocol, ServiceName, ServiceVersion, ActionWord: // of the record, not of its prose
	case Time:
		if !p.has(Time) {
			p.pair(k, name, anywhere, 0, v, text)
		}
	case Code:
		if _, ok := readStatus(v); ok && p.has(Method) { // Axigen: POST /login HTTP/1.1 u=bob code=401
			p.offer(Status, v, rank, nil)
		}
	case Host:
		return !isAddress(v) || p.endpoint(v, vague, k, SourceIP, SourcePort, SourceHost)
	case SourceIP, DestIP:
		return p.mineNamedEnd(k, f, name, v, rank)
	case UserName:
		return p.mineNamedUser(name, v, sure, m.tier)
	case Status:
		if _, ok := readStatus(v); !ok {
			p.offer(OutcomeWord, v, vague, nil)
			break
		}
		p.pair(k, name, anywhere, 0, v, kindOf(v, false))
	case Method, Target, Path:
		p.pair(k, name, anywhere, 0, v, kindOf(v, false))
	default:
		p.offer(f, v, rank, k)
	}
	return true
}

// mineNamedEnd takes in an address that prose names as one end of a connection, or the
// first of several.
func (p *Parser) mineNamedEnd(k *key, f Field, name, v []byte, rank uint8) bool {
	v, _, _ = bytes.Cut(v, []byte(","))
	if isOrigin(name, v) {
		return false
	}
	if f == SourceIP {
		return p.endpoint(v, rank, k, SourceIP, SourcePort, SourceHost)
	}
	return p.endpoint(v, rank, k, DestIP, DestPort, DestHost)
}

// mineNamedUser takes in what prose names as a user, unless that is how many there are
// or how somebody's login ended.
func (p *Parser) mineNamedUser(name, v []byte, sure bool, tier uint8) bool {
	if endsPlural(name) && digits(v) {
		return false
	}
	if isVerdict(name, v) {
		p.offer(ActionWord, name, vague, nil)
		p.offer(OutcomeWord, v, vague, nil)
		return true
	}
	if open := bytes.IndexByte(v, '('); open > 0 && v[len(v)-1] != ')' { // F5: user=admin(admin)
		v = v[:open]
	}
	rank := uint8(keyed)
	if string(v) == "anonymous" { // until somebody has logged in
		rank = claimed
	}
	return p.user(bytes.TrimPrefix(v, []byte("User:")), rank+tier, sure)
}

// mineLabelled reads "user:bob" and "IP: 10.0.0.1".
func (p *Parser) mineLabelled(m *miner, token []byte, colon int) bool {
	v := token[colon+1:]
	name, k := p.labelAt(m, token[:colon])
	if k == nil {
		return false
	}
	if k.at[anywhere].field == OutcomeWord && len(v) == 0 {
		p.mineOutcome(m.b[m.i:])
	}
	if !m.takesLabel(k, name, v) {
		return false
	}
	f, at, quoted := k.at[anywhere].field, m.i, false
	if f == UserAgent && p.mineAgent(m, v) {
		return true
	}
	if len(v) == 0 {
		behind := bytes.TrimLeft(m.b[at:], " ")
		if len(behind) == 0 {
			return false
		}
		v, quoted, behind = pairValue(behind, " \t,;)]}>|")
		at = len(m.b) - len(behind)
	}
	if f == Reason && !quoted {
		start := at - len(v)
		at = start + sentenceLen(m.b[start:])
		v = m.b[start:at]
		if m.aboutWho && !p.has(UserName) { // "Details: User bob failed to log in"
			p.mineNamed(name, bytes.TrimRight(v, ".,;:!"), false)
			m.i, m.hint, m.prev = start, noHint, nil
			return true
		}
	}
	if !quoted {
		if len(v) > 1 && v[0] == '(' && bytes.IndexByte(v, ')') < 0 { // "User: (bob@example.com)"
			v = v[1:]
		}
		if v = bytes.TrimRight(v, ".,;:!"); bytes.IndexByte(v, '=') > 0 {
			return false
		}
	}
	if f == RequestLine {
		if p.mineRequest(m, v, at) {
			return true
		}
		if addressIn(v) != nil { // "Unauthorized request: [192.0.2.1]:5555", "Forbidden request: host(192.0.2.1)"
			return false
		}
	}
	if f == UserEmail && !quoted && bytes.IndexByte(v, '@') < 0 { // "could not send email: timeout"
		return false
	}
	if f == UserName && digits(v) && len(token) > colon+1 && p.words.all&(about|failing|sSuccess|sDone|sAccess) == 0 { // a cache's key: "hit for user:12"
		p.weighed = true
		return false
	}
	if f == UserName && !quoted && isAccount(v) { // "user: info", but not "user: account is locked"
		quoted = m.endsClause(at) || len(v) < at && (m.b[at-1] == '.' || m.b[at-1] == ',')
	}
	if f == SourceIP && (m.hint == hintTo || hintOf(m.prev) == hintTo) { // "SERVER IP ADDRESS: 10.0.0.1"
		if !p.endpoint(v, keyed, nil, DestIP, DestPort, DestHost) {
			return false
		}
	} else if !p.mineNamed(name, v, quoted) {
		return false
	}
	m.i, m.hint, m.prev = at, noHint, nil
	return true
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

// labelAt is what a label means, with the word before where both are one: "User Name: x".
func (p *Parser) labelAt(m *miner, name []byte) ([]byte, *key) {
	if nameLen(name) != len(name) {
		return nil, nil
	}
	if both, k := m.prevLabel(p, name); k != nil {
		return both, k
	}
	return name, lookup(name)
}

// prevLabel is what a name means together with the word before it, if both are one.
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

// takesLabel reports whether prose labels values with a name, and means what the key does.
func (m *miner) takesLabel(k *key, name, v []byte) bool {
	switch k.at[anywhere].field {
	case SourcePort:
		return string(m.prev) != "TCP" && string(m.prev) != "UDP" // "to TCP port: 23": the service's
	case SourceIP, UserName, UserID, UserEmail, Reason, SourceHost, UserAgent, ForwardedFor, Status, RequestLine, Target, Path, Referrer:
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

// endsPlural reports whether a key is of several: users=2.
func endsPlural(name []byte) bool { return len(name) > 0 && name[len(name)-1]|0x20 == 's' }

// isVerdict reports whether a login's value is how it ended rather than whose it is:
// login=FAILED.
func isVerdict(name, v []byte) bool {
	if !foldedEqual(name, "login") || len(v) > 10 || len(v) == 0 || !isUpper(v[len(v)-1]) {
		return false
	}
	var r reading
	r.add(v)
	return r.all&(sFail|sDeny|sSuccess|sWeakSuccess) != 0
}
