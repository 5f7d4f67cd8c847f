package parse

import "bytes"

// mineAddress takes in a token that is an address.
func (p *Parser) mineAddress(m *miner, token []byte) bool {
	a := addressIn(token)
	if a == nil {
		return false
	}
	hint, opened := m.hint, m.opened
	m.hint, m.prev = noHint, nil
	lead := token[:bytes.Index(token, a)]
	if hint == noHint && bytes.HasSuffix(lead, []byte("://")) { // who is asked
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
		if sep == ':' && hint == noHint && string(name) != "host" && (hintOf(name) == hintFrom || hintOf(name) == hintAddr) { // "source:192.0.2.1"
			hint = hintAddr
		}
		p.mineAccount(m, name, sep, hint, m.i == len(token))
		if sep == '@' && opened == '[' && hint == hintFor { // "for [101@192.0.2.1]": where the account lives
			return true
		}
	}
	sure := uint8(vague)
	switch {
	case hint == hintTo:
		p.endpoint(a, vague, nil, DestIP, DestPort, DestHost)
		return true
	case hint == hintFrom, hint == hintAddr:
		if p.rank[SourceIP] == told { // the last "from" counts: names may hold one
			p.unset(SourceIP)
			p.unset(SourcePort)
		}
		sure = told
		p.endpoint(a, told, nil, SourceIP, SourcePort, SourceHost)
	case opened == '[' && m.i-len(token) >= 2 && bytes.HasSuffix(m.b[:m.i-len(token)], []byte("([")) && bytes.HasPrefix(m.b[m.i:], []byte("])")): // what a mail client says it is
		p.endpoint(a, claimed, nil, SourceIP, SourcePort, SourceHost)
	default:
		p.endpoint(a, vague, nil, SourceIP, SourcePort, SourceHost)
	}
	if start := m.i - len(token); m.authy && hint == noHint && len(a) == len(token) && !p.has(UserName) && start > 0 && string(m.b[start:m.i]) == string(token) {
		p.mineListed(m, m.b[:start])
	}
	m.peered = true
	p.offer(SourcePort, m.portBehind(), sure, nil)
	return true
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
	if colon := bytes.IndexByte(token, ':'); colon > 0 && isLetter(token[0]) && bytes.IndexByte(token[colon:], '/') > 0 { // Cisco: outside:192.0.2.1/52114
		if host, port, _ := bytes.Cut(token[colon+1:], slash); digits(port) && isAddress(host) {
			return token[colon+1:]
		}
	}
	if peer, to, ok := bytes.Cut(token, []byte("@")); ok && digits(to) && bytes.Contains(peer, []byte(":///")) { // ActiveMQ: tcp:///192.0.2.1:52114@61616
		token = peer
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
			if token = token[i+1:]; token[0] == ':' && len(token) > 1 && token[1] != ':' { // vpopmail: bob@:192.0.2.1, without a domain
				token = token[1:]
			}
			continue
		}
		if i := bytes.IndexByte(token, ':'); i > 0 && i+1 < len(token) && isLetter(token[0]) && hexDigit(token[i-1]) > 15 || i > 0 && i+1 < len(token) && (token[i-1] == '4' || token[i-1] == '6') && isLetter(token[0]) {
			token = token[i+1:]
			continue
		}
		return nil
	}
}

// mineAccount takes in what an address is glued to, when that is whose it is:
// alice@192.0.2.1, alice/192.0.2.1, alice@example.com:192.0.2.1.
func (p *Parser) mineAccount(m *miner, name []byte, sep byte, hint hint, first bool) {
	switch sep {
	case '@':
		if hint == hintUser || hint == hintFor {
			p.user(name, told, true)
		} else if m.opened == '(' || m.authy && (first || nameLen(name) == len(name) && bytes.IndexByte(name, '/') < 0 && hint == noHint) { // JupyterHub: "(alice@192.0.2.1)"; or in front of the message
			p.user(name, vague, true)
		} else if _, user, ok := bytes.Cut(name, slash); ok && m.authy { // PgBouncer: shop/alice@192.0.2.1:52114
			p.user(user, vague, true)
		}
	case '/':
		if hint == hintFor && m.authy && nameLen(name) == len(name) { // Artifactory: "for alice/192.0.2.1"
			p.user(name, vague, false)
		}
	case ':':
		if bytes.IndexByte(name, '@') > 0 {
			p.user(bytes.TrimSuffix(name, []byte("@")), vague, true)
		}
	}
}

// mineListed takes the value in front of an address for whose it is, where values stand
// in a list, behind what was done: "LOGIN|FAILURE|alice|192.0.2.1|…". The name of a part of a program has
// capitals or dots.
func (p *Parser) mineListed(m *miner, before []byte) {
	n := len(before) - 1
	spaced := n > 0 && before[n] == ' '
	for n > 0 && before[n] == ' ' {
		n--
	}
	if n < 1 || before[n] != '|' && before[n] != ';' && (spaced || before[n] != ',' && before[n] != '\t') {
		return
	}
	sep, before := before[n], before[:n]
	name := bytes.TrimSpace(before[bytes.LastIndexByte(before, sep)+1:])
	if len(name) == len(before) || len(name) == 0 || !isLetter(name[0]) {
		return
	}
	for _, c := range name {
		if !isDigit(c) && (c < 'a' || c > 'z') && c != '_' && c != '-' && c != '@' && (c != '.' || bytes.IndexByte(name, '@') < 0) {
			return
		}
	}
	var r reading
	if r.addProse(before[max(0, len(before)-maxWording):]); r.all&about != 0 { // else it may be a host's
		p.user(name, vague, false)
	}
}

// isNetwork reports whether an address has a prefix length that makes it many.
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
