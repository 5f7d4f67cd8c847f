package parse

import "bytes"

// endsPair are the bytes that end the value of a pair in prose, unless it has quotes.
const endsPair = " \t,;)]}>\"'|&"

// minePair takes in a pair of prose whose value begins at a place: user=bob, user = bob.
// A value that is a sentence itself is not taken but mined: msg="login failed for bob".
func (p *Parser) minePair(m *miner, name []byte, at int) {
	name = p.pairName(m, name)
	opened := m.opened
	spaced := at > 1 && m.b[at-1] == ' '
	if spaced {
		at = len(m.b) - len(bytes.TrimLeft(m.b[at:], " "))
	}
	k := lookup(name)
	ofReason := k != nil && k.at[anywhere].field == Reason
	explains := spaced && ofReason
	v, quoted, rest := pairValue(m.b[at:], endsPair)
	switch {
	case m.enters(k, v, at, quoted, explains):
		return
	case explains: // Cisco: "reason = Invalid password : local database : user = bob"
		v = m.b[at : at+clauseLen(m.b[at:])]
		rest = m.b[at+len(v):]
	default:
		v, rest = m.withApostrophes(at, v, rest)
		if k != nil && k.means(UserAgent) && !quoted {
			v, rest = m.agentFrom(at, v, rest)
		}
	}
	m.goOn(len(m.b) - len(rest))
	if m.authy && p.mineOddPair(name, v, m.b[at:], rest) {
		return
	}
	v = m.trimmed(at, v, rest)
	if ofReason && !quoted && !explains {
		v = reasonFrom(m.b[at:], v)
	}
	if k := p.keys.find(p.index, name); k.secret && len(v) > 0 && !p.s.Hides(m.b, at, m.i) { // it is none: "pass=42 fail=0" are counts
		p.keepPair(name, v)
		return
	}
	if string(name) == "name" && opened != '[' {
		p.mineBareName(v)
	}
	p.mineNamed(name, v, true)
}

// mineBareName takes in what a pair calls "name" as a user's, where the words are of logins:
// "LOGIN_REJECT name=bob". Elsewhere it is a thing's.
func (p *Parser) mineBareName(v []byte) {
	if p.words.all&(sLogin|sLogout) != 0 && !p.has(UserName) {
		p.user(v, vague, false)
	}
}

// enters has the miner go on within the value at a place, if that is to be mined and not
// taken: a sentence, or pairs.
func (m *miner) enters(k *key, v []byte, at int, quoted, explains bool) bool {
	switch {
	case quoted && isSentence(k, v):
		m.goOn(at + 1)
		m.closes = at + 1 + len(v)
	case !quoted && bytes.HasPrefix(v, []byte("map[")): // as Go prints one: "request=map[method:POST path:/login]"
		m.goMap = true
		m.goOn(at + len("map["))
	case explains && m.aboutWho && bytes.HasPrefix(m.b[at:], []byte("{")): // Commvault: Details = { Login attempts for user [bob] exceeded limit. … }
		m.goOn(at + 1)
	default:
		return false
	}
	return true
}

// pairName is the name of a pair as keys have it, together with the word before where both
// are one label: "User Name=bob". In prose "sub" is a part of a program, and not whose a token
// is: it is none of a key.
func (p *Parser) pairName(m *miner, name []byte) []byte {
	if string(name) == "sub" {
		name = dot
	}
	if both, k := m.prevLabel(p, name); k != nil {
		return both
	}
	return name
}

// goOn has the miner go on at a place where nothing that stood before says what follows.
func (m *miner) goOn(at int) { m.i, m.hint, m.prev, m.opened = at, noHint, nil, 0 }

// isSentence reports whether a value in quotes is prose: its key is a message's, and it is
// of several words. One with a backslash may hold anything, and is left as it is.
func isSentence(k *key, v []byte) bool {
	return bytes.IndexByte(v, ' ') > 0 && bytes.IndexByte(v, '\\') < 0 && k != nil && k.means(Message)
}

// withApostrophes is the value at a place, and what stands behind it. An apostrophe within
// a word does not end it as a quote would: user=o'brien.
func (m *miner) withApostrophes(at int, v, rest []byte) ([]byte, []byte) {
	for n := len(v); len(rest) > 0 && rest[0] == '\'' && n > 0 && isApostrophe(m.b[at:], n); n = len(v) {
		more, _, tail := pairValue(rest[1:], endsPair)
		v, rest = m.b[at:at+n+1+len(more)], tail
	}
	return v, rest
}

// agentFrom is the value at a place, and what stands behind it, where the value is what a
// program calls itself. This goes on behind a blank if a semicolon ends it before any
// other pair begins. Zimbra: "ua=ZimbraWebClient - GC88 (Linux);soapId=…".
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

// reasonFrom is a reason without quotes, which a text begins with and of which v is the first word.
// It ends with its clause, or where the next pair or an address begins: Huawei's "LogoutReason=Idle
// time out, UserName=bob". Whom it names is mined, as from any words.
func reasonFrom(b, v []byte) []byte {
	if len(v) == len(b) || b[len(v)] != ' ' {
		return v
	}
	b = b[:sentenceLen(b)]
	if i := bytes.IndexByte(b, '='); i >= 0 {
		b = b[:max(len(v), bytes.LastIndexByte(b[:i], ' '))]
	}
	if i := bytes.Index(b, []byte(" from ")); i >= 0 {
		b = b[:i]
	}
	return bytes.TrimRight(b, " .:-")
}

// trimmed is the value at a place without the sign that ends its clause, and with the
// bracket that closes within it: client=mail.example.com[192.0.2.1].
func (m *miner) trimmed(at int, v, rest []byte) []byte {
	if n := len(v) - 1; n > 0 && (v[n] == '.' || v[n] == '!' || v[n] == ':' && len(rest) > 0 && rest[0] == ' ') {
		v = v[:n]
	}
	if len(rest) > 0 && rest[0] == ']' && bytes.IndexByte(v, '[') > 0 {
		v = m.b[at : at+len(v)+1]
	}
	return v
}

// mineOddPair takes in a pair whose name means what it says only in some company: "relay"
// is sendmail's client if an address in brackets follows, "uid" or "cn" is a user if the
// name of a directory goes on behind it, and one that ends with "dn" if it is such a name.
// whole begins with the value, rest stands behind it.
func (p *Parser) mineOddPair(name, v, whole, rest []byte) bool {
	switch string(name) {
	case "relay": // sendmail: relay=[192.0.2.1]
		if len(whole) > 0 && whole[0] == '[' && isAddress(v) {
			p.endpoint(v, vague, nil, SourceIP, SourcePort, SourceHost)
			return true
		}
	case "subject": // of a token: "missing scope for subject=bob"
		return nameLen(v) == len(v) && p.user(v, keyed+1, true)
	case "uid", "cn": // uid=bob,ou=people,dc=example
		if bytes.HasPrefix(rest, []byte(",")) && startsName(rest[1:]) {
			p.user(v, keyed, true)
			return true
		}
	}
	if n := len(name) - len("dn"); n >= 0 && foldedEqual(name[n:], "dn") && bytes.IndexByte(v, '=') > 0 { // OpenDJ: authDN="uid=bob,ou=people,dc=example"
		return p.user(firstRDN(v), keyed, true)
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

// mineNamed takes in a value that prose names, by a pair or by a label, and reports whether
// it has. It leaves a value that cannot be what its name says, and what is said of the
// record rather than in its prose. A value is sure by its "=" or its quotes: then a user's
// name may be any word.
func (p *Parser) mineNamed(name, v []byte, sure bool) bool {
	p.keepPair(name, v)
	k := p.keys.find(p.index, name)
	if k == unknown {
		return string(name) == "u" && p.has(Method) && p.user(v, keyed, true) // Axigen: POST /login HTTP/1.1 u=bob code=401
	}
	if k.secret {
		return p.mineNamedSecret(name, v)
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
	case ActorName: // but "Caused by: java.lang.Exception"
		if !sure && (!isNameWord(v) || isStop(v) || isClass(v)) {
			return false
		}
		p.offer(f, v, rank, k)
	case Status:
		p.mineNamedStatus(k, name, v)
	case Method, Target, Path:
		p.pair(k, name, anywhere, 0, v, kindOf(v, false))
	default:
		p.offer(f, v, rank, k)
	}
	return true
}

// mineNamedSecret takes in what prose names as a credential, unless it is a piece of code:
// token = parts[1].
func (p *Parser) mineNamedSecret(name, v []byte) bool {
	if bytes.IndexAny(v, "([") > 0 || bytes.HasPrefix(v, []byte("(known")) {
		return false
	}
	p.secret(name, v, anywhere, text)
	return true
}

// mineNamedEnd takes in an address that prose names as one end of a connection: of several,
// the first.
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

// mineNamedStatus takes in what prose names as a status: HTTP's, or a word of how it ended.
func (p *Parser) mineNamedStatus(k *key, name, v []byte) {
	if _, ok := readStatus(v); ok {
		p.pair(k, name, anywhere, 0, v, kindOf(v, false))
		return
	}
	p.offer(OutcomeWord, v, vague, nil)
}

// mineNamedUser takes in what prose names as a user. It may be something else: how many
// there are, "users=2", or how a login ended, "login=FAILED".
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

// endsPlural reports whether a key is of several: users=2.
func endsPlural(name []byte) bool { return len(name) > 0 && name[len(name)-1]|0x20 == 's' }

// isVerdict reports whether a login's value is how it ended rather than whose it is:
// login=FAILED. In small letters a word that users are called by as well is a name.
func isVerdict(name, v []byte) bool {
	return (foldedEqual(name, "login") || foldedEqual(name, "logon")) && saysVerdict(v)
}

// saysVerdict reports whether a login's value can be how it ended.
func saysVerdict(v []byte) bool {
	if len(v) > 10 || len(v) == 0 {
		return false
	}
	said := foldedSense(v)
	return said&(sFail|sDeny|sSuccess) != 0 || said&sWeakSuccess != 0 && (isUpper(v[len(v)-1]) || foldedEqual(v, "ok"))
}
