package parse

import "bytes"

// mineAddress takes in a token that is an address or ends with one, and reports whether it
// is. The address is the client's, unless the word before or the token says that it is of
// somebody who was asked, "to 192.0.2.1", or of many, "192.0.2.0/24".
func (p *Parser) mineAddress(m *miner, token []byte) bool {
	a := addressIn(token)
	if a == nil {
		return false
	}
	hint := m.hint
	m.hint, m.prev = noHint, nil
	lead := token[:bytes.Index(token, a)]                       // "ip:", "alice@", "https://"
	if hint == noHint && bytes.HasSuffix(lead, []byte("://")) { // a URL's
		hint = hintTo
	}
	if zoned := len(lead) > 1 && lead[len(lead)-1] == ':'; isNetwork(a) && !zoned && (hint != hintFrom && hint != hintTo || !hasHostBits(a)) {
		return true
	}
	if bytes.HasSuffix(lead, []byte(":/")) { // Java writes addresses as /192.0.2.1
		lead = lead[:len(lead)-1]
	}
	if len(lead) > 1 {
		name, sep := lead[:len(lead)-1], lead[len(lead)-1]
		if hint == noHint && sep == ':' {
			hint = hintOfLabel(name)
		}
		p.mineAccount(m, name, sep, hint, m.i == len(token))
		if sep == '@' && m.opened == '[' && hint == hintFor { // "for [101@192.0.2.1]": where the account lives
			return true
		}
	}
	if hint == hintTo {
		p.endpoint(a, vague, nil, DestIP, DestPort, DestHost)
		return true
	}
	p.minePeerAt(m, token, a, hint)
	return true
}

// hintOfLabel is what a label announces of the address that it stands in front of in one
// token: "source:192.0.2.1".
func hintOfLabel(label []byte) hint {
	if h := hintOf(label); (h == hintFrom || h == hintAddr) && string(label) != "host" {
		return hintAddr
	}
	return noHint
}

// minePeerAt takes in the address a of a token as the client's, with the port behind it, and
// perhaps with the user in front of it.
func (p *Parser) minePeerAt(m *miner, token, a []byte, h hint) {
	from := m.i - len(token)
	sure := p.mineClient(a, h, m.opened == '[' && from >= 0 && m.ofMailClient(from))
	if m.authy && h == noHint && len(a) == len(token) && !p.has(UserName) && from > 0 && string(m.b[from:m.i]) == string(token) {
		p.mineListed(m, m.b[:from])
	}
	m.peered = true
	p.offer(SourcePort, m.portBehind(), sure, nil)
}

// mineClient takes in an address as the client's, and returns how sure its port is. Where
// several are announced the last one counts, since a name that the client has chosen may
// hold one: "for user from 192.0.2.1 from 198.51.100.7".
func (p *Parser) mineClient(a []byte, h hint, ofMail bool) (sure uint8) {
	switch {
	case h == hintFrom, h == hintAddr:
		if p.rank[SourceIP] == told {
			p.unset(SourceIP)
			p.unset(SourcePort)
		}
		p.endpoint(a, told, nil, SourceIP, SourcePort, SourceHost)
		return told
	case ofMail:
		p.endpoint(a, claimed, nil, SourceIP, SourcePort, SourceHost)
	default:
		p.endpoint(a, vague, nil, SourceIP, SourcePort, SourceHost)
	}
	return vague
}

// ofMailClient reports whether the token that begins at a place and ends where the miner is
// is what a mail client says its address is: "([192.168.0.7])". It stands beside the one that
// the client connects from, and says less.
func (m *miner) ofMailClient(from int) bool {
	return bytes.HasSuffix(m.b[:from], []byte("([")) && bytes.HasPrefix(m.b[m.i:], []byte("])"))
}

// portBehind is the port that brackets part from the address before: [10.0.0.1]:5555,
// 10.0.0.1[5555].
func (m *miner) portBehind() []byte {
	rest := m.b[min(m.i, len(m.b)):]
	switch {
	case len(rest) < 2:
	case rest[0] == ']' && rest[1] == ':':
		return leadingPort(rest[2:])
	case rest[0] == '[' || rest[0] == '(':
		port := leadingPort(rest[1:])
		if end := 1 + len(port); end < len(rest) && (rest[end] == ']' || rest[end] == ')') {
			return port
		}
	}
	return nil
}

// beginsPeer reports whether a text begins with the address that somebody came from, perhaps
// behind words that announce it or the name of its host: "192.0.2.1", "IP address 192.0.2.1",
// "host.example.com (192.0.2.1)", "ip=192.0.2.1".
func beginsPeer(b []byte) bool {
	for range 3 {
		word, rest := nextField(bytes.TrimLeft(b, " "))
		if isPeer(word) || isPeersPair(word) {
			return true
		}
		if name := bytes.Trim(word, "([:"); hintOf(name) != hintAddr && (bytes.IndexByte(name, '.') < 0 || !isHostname(name)) {
			return false
		}
		b = rest
	}
	return false
}

// isPeer reports whether a word is an address, whatever stands around it, or the name of a host
// with its address: "(192.0.2.1)", "host.example.com[192.0.2.1]".
func isPeer(word []byte) bool {
	return addressIn(word) != nil || addressIn(bytes.Trim(bytes.TrimRight(word, ":"), "()[]<>'\"`,.;")) != nil || isAddress(enclosed(word, "[", "]"))
}

// isPeersPair reports whether a text begins with a pair whose value is the client's address.
func isPeersPair(b []byte) bool {
	word, _ := nextField(b)
	name, v, ok := bytes.Cut(word, []byte("="))
	if !ok || addressIn(bytes.TrimRight(v, ").,;]")) == nil {
		return false
	}
	k := lookup(bytes.TrimLeft(name, "(["))
	return k != nil && k.means(SourceIP)
}

// addressIn is the address, with its port, that a token is or ends with; nil if there is
// none: 10.0.0.1:80, /10.0.0.1, ip/10.0.0.1, user@10.0.0.1, ipv4:10.0.0.1:80. It takes away
// what may stand around an address, one thing after another, until an address is left.
func addressIn(token []byte) []byte {
	if len(token) < 3 || len(token) > 100 || !mayHoldAddress(token) {
		return nil
	}
	if token[0] == ':' && token[1] != ':' { // ocserv: main[bob]:192.0.2.1:52114
		token = token[1:]
	}
	if a := addressBehindZone(token); a != nil {
		return a
	}
	if peer, to, ok := bytes.Cut(token, []byte("@")); ok && digits(to) && bytes.Contains(peer, []byte(":///")) { // ActiveMQ: tcp:///192.0.2.1:52114@61616
		token = peer
	}
	for len(token) > 0 { // shorter each time
		host, _ := splitPort(token)
		if _, ok := readIP(host); ok {
			return token
		}
		token = withoutOneMore(token)
	}
	return nil
}

// mayHoldAddress reports whether a token has as many dots or colons as an address has. Most
// words have not, and are not looked at any more.
func mayHoldAddress(token []byte) bool {
	colons, dots := 0, 0
	for _, c := range token {
		switch c {
		case ':':
			colons++
		case '.':
			dots++
		}
	}
	return dots >= 3 || colons >= 2
}

// addressBehindZone is what Cisco writes behind an interface: outside:192.0.2.1/52114.
func addressBehindZone(token []byte) []byte {
	colon := bytes.IndexByte(token, ':')
	if colon <= 0 || !isLetter(token[0]) {
		return nil
	}
	if host, port, _ := bytes.Cut(token[colon+1:], slash); digits(port) && isAddress(host) {
		return token[colon+1:]
	}
	return nil
}

// withoutOneMore is a token without one thing that an address may have around it: a sign
// behind it, whose it is, what kind it is of. Nothing is left where there is no such thing.
func withoutOneMore(token []byte) []byte {
	if last := token[len(token)-1]; (last == '.' || last == ':' || last == '!' || last == '-') && len(token) > 3 {
		return token[:len(token)-1]
	}
	if i := bytes.IndexAny(token, "@/"); i >= 0 && i+1 < len(token) {
		if token = token[i+1:]; token[0] == ':' && len(token) > 1 && token[1] != ':' { // vpopmail: bob@:192.0.2.1, without a domain
			token = token[1:]
		}
		return token
	}
	i := bytes.IndexByte(token, ':')
	if i <= 0 || i+1 == len(token) || !isLetter(token[0]) || hexDigit(token[i-1]) <= 15 && token[i-1] != '4' && token[i-1] != '6' { // ip:, ipv4:, but no group of an address
		return nil
	}
	return token[i+1:]
}

// mineAccount takes in what an address is glued to by a sign, if it is the user there:
// alice@192.0.2.1, alice/192.0.2.1, alice@example.com:192.0.2.1. What else a text is about
// has such names too, "db@192.0.2.1", so the hint or the brackets around the token must say
// that it is a user's, or the token stands first in a text about authentication.
func (p *Parser) mineAccount(m *miner, name []byte, sep byte, hint hint, first bool) {
	switch sep {
	case '@':
		if hint == hintUser || hint == hintFor {
			p.user(name, told, true)
		} else if m.opened == '(' || m.authy && (first || isNameWord(name) && hint == noHint) { // JupyterHub: "(alice@192.0.2.1)"; or in front of the message
			p.user(name, vague, true)
		} else if _, user, ok := bytes.Cut(name, slash); ok && m.authy { // PgBouncer: shop/alice@192.0.2.1:52114
			p.user(user, vague, true)
		}
	case '/':
		if (hint == hintFor || first) && m.authy && isNameWord(name) { // Artifactory: "for alice/192.0.2.1"; or in front of the message
			p.user(name, vague, false)
		}
	case ':':
		if bytes.IndexByte(name, '@') > 0 {
			p.user(bytes.TrimSuffix(name, []byte("@")), vague, true)
		}
	}
}

// mineListed takes the value in front of an address for the user, where values stand in a
// list behind what was done: "LOGIN|FAILURE|alice|192.0.2.1|…". It leaves a value with
// capitals or dots, which is more often the name of a part of a program, and one behind
// words that are not of authentication, which may be a host's.
func (p *Parser) mineListed(m *miner, before []byte) {
	n := len(before) - 1
	spaced := n > 0 && before[n] == ' '
	for n > 0 && before[n] == ' ' {
		n--
	}
	if n < 1 || before[n] != '|' && before[n] != ';' && (spaced || before[n] != ',' && before[n] != '\t') {
		p.mineTerse(m, before)
		return
	}
	sep, before := before[n], before[:n]
	name := bytes.TrimSpace(before[bytes.LastIndexByte(before, sep)+1:])
	list := before[:len(before)-len(name)]
	if len(list) == 0 || !isNameWord(name) || hasCapital(name) || bytes.IndexByte(name, '.') >= 0 && bytes.IndexByte(name, '@') < 0 {
		return
	}
	var r reading
	if r.addProse(list[max(0, len(list)-maxWording):]); r.all&about != 0 { // else it may be a host's
		p.user(name, vague, false)
	}
}

// mineTerse takes in the user who stands beside an address behind a verdict in capitals, with no
// word in between: "LOGIN OK alice 192.0.2.1", "AUTH_FAIL 192.0.2.1 alice". before is what
// stands in front of the address.
func (p *Parser) mineTerse(m *miner, before []byte) {
	before = bytes.TrimRight(before, " ")
	for _, s := range [...]string{": ", "] ", " - "} { // who says it
		if i := bytes.LastIndex(before, []byte(s)); i >= 0 {
			before = before[i+len(s):]
		}
	}
	if first, rest := nextField(before); digits(first) { // a time
		before = bytes.TrimLeft(rest, " ")
	}
	name := lastField(before)
	if isVerdictInCapitals(before) {
		if m.i == len(m.b) || m.b[m.i] != ' ' {
			return
		}
		name, _ = nextField(m.b[m.i+1:])
	} else if !isVerdictInCapitals(bytes.TrimRight(before[:len(before)-len(name)], " ")) {
		return
	}
	if isNameWord(name) && !hasCapital(name) {
		p.user(name, vague, false)
	}
}

// isVerdictInCapitals reports whether a text is two or three words in capitals, each of which
// says something, and together how a login ended: "LOGIN OK", AUTH_FAIL.
func isVerdictInCapitals(b []byte) bool {
	if len(b) == 0 || len(b) > 24 || !isUpper(b[0]) {
		return false
	}
	var r reading
	for i := 0; i < len(b); {
		word, next := nextWord(b, i)
		if foldedSense(word) == 0 || len(word) > 0 && !isUpper(word[len(word)-1]) {
			return false
		}
		r.add(word)
		i = next
	}
	return r.all&(about|sAccess) != 0 && r.all&(failing|sSuccess|sWeakSuccess) != 0
}

func hasCapital(b []byte) bool {
	for _, c := range b {
		if isUpper(c) {
			return true
		}
	}
	return false
}

// isNetwork reports whether an address has a prefix length that makes it many: 192.0.2.0/24.
func isNetwork(a []byte) bool {
	host, length, ok := bytes.Cut(a, slash)
	most := int64(32)
	if bytes.IndexByte(host, ':') >= 0 {
		most = 128
	}
	bits, n := leadingInt(length)
	return ok && n == len(length) && bits < most && isAddress(host)
}

// hasHostBits reports whether an address names a host in spite of what follows its
// slash, which is a port then: ASA's 192.0.2.7/11.
func hasHostBits(a []byte) bool {
	host, length, _ := bytes.Cut(a, slash)
	ip, ok := readIP(host)
	bits, _ := leadingInt(length)
	if !ok || bits > int64(ip.BitLen()) {
		return false
	}
	net, err := ip.Prefix(int(bits))
	return err == nil && net.Addr() != ip
}
