package parse

import (
	"bytes"
	"net/netip"

	"github.com/hashtail/hashtail/agent/event"
)

// combinedLine reads the access logs of nginx, Apache and all that copy them:
// common and combined, with a virtual host in front, with fields behind.
//
//	[vhost] client ident user [time] "request" status bytes ["referrer" "agent" …]
func combinedLine(p *Parser, line []byte) error {
	open := bytes.IndexByte(line, '[')
	if open == 0 {
		return p.combinedTimeFirst(line)
	}
	if line[0] == '{' || open < 4 || open > 512 || line[open-1] != ' ' || open+4 > len(line) {
		return ErrFormat
	}
	if chain := bytes.IndexByte(line[open:], ']'); chain > 3 && line[open+3] != '/' && isAddress(line[open+1:open+chain]) {
		// ingress-nginx once wrote: client - [forwarding chain] - user [time]
		next := bytes.IndexByte(line[open+chain:], '[')
		if next < 2 {
			return ErrFormat
		}
		user := bytes.TrimLeft(line[open+chain+1:open+chain+next-1], " -")
		open += chain + next
		first, _ := nextField(line)
		if host, _ := splitPort(first); !isAddress(host) {
			return ErrFormat
		}
		p.peer(first)
		p.set(UserName, user)
	} else if c := line[open+1]; !isDigit(c) && !isUpper(c) || !p.caller(line[:open-1]) {
		return ErrFormat
	}
	end := bytes.IndexByte(line[open:], ']')
	if end < 12 || end > 48 {
		return errBroken
	}
	stamp := line[open+1 : open+end]
	if !isDigit(stamp[0]) && !isLetter(stamp[0]) {
		return ErrFormat
	}
	p.set(Time, stamp)
	return p.combinedRequest(bytes.TrimLeft(line[open+end+1:], " "))
}

// combinedTimeFirst reads what some write with the time in front: "[time]
// client ident user "request" …".
func (p *Parser) combinedTimeFirst(line []byte) error {
	end := bytes.IndexByte(line, ']')
	if end < 12 || end > 48 || !isDigit(line[1]) || end+2 > len(line) {
		return ErrFormat
	}
	stamp, rest := line[1:end], bytes.TrimLeft(line[end+1:], " ")
	quote := bytes.IndexByte(rest, '"')
	if quote < 4 || quote > 256 || rest[quote-1] != ' ' {
		return ErrFormat
	}
	client, user := nextField(rest[:quote-1])
	if method, _ := nextField(rest[quote+1:]); !isMethod(method) || !isAddress(client) || bytes.HasPrefix(user, []byte(" TLSv")) || !p.calls(client, nil, user) { // apache_ssl's has a protocol and a cipher there
		return ErrFormat
	}
	if name := bytes.TrimLeft(user, " "); len(name) > 0 && bytes.IndexByte(name, ' ') < 0 { // no ident
		p.set(UserName, name)
	}
	p.set(Time, stamp)
	return p.combinedRequest(rest[quote:])
}

// combinedRequest reads what stands behind the time: the request and what came
// of it.
func (p *Parser) combinedRequest(rest []byte) error {
	early := false
	if word, more := nextField(rest); bytes.HasPrefix(more, []byte(` "`)) && word[0] != '"' { // a status or a host in front of the request
		if _, early = readStatus(word); early {
			p.set(Status, word)
		} else if isHostname(word) && word[0] != '-' {
			p.set(URLHost, word)
		}
		rest = more[1:]
	}
	rest, ok := p.askedRequest(rest)
	if !ok {
		return errBroken
	}
	if !early {
		var status []byte
		status, rest = nextField(rest)
		if string(status) == "FAILED" || string(status) == "DEFERRED" { // cPanel: "GET / HTTP/1.1" FAILED LOGIN cpaneld: user password incorrect
			p.set(Reason, bytes.TrimLeft(rest, " "))
			p.happened(event.LoginFailed, event.Failure)
			return nil
		}
		if _, ok := readStatus(status); !ok && !absent(status) && string(status) != "000" {
			return errBroken
		}
		p.set(Status, status)
	}
	size, rest := nextField(rest)
	if _, ok := readInt(size); ok {
		p.set(BodyBytes, size)
	} else if !absent(size) {
		return nil
	}
	if len(rest) == 0 {
		p.formal = p.called && !p.syslog
		return nil
	}
	return p.combinedAgent(rest)
}

// askedRequest takes the request line, in quotes or without, and a host in quotes of its
// own in front of it: "app.example" "GET / HTTP/1.1".
func (p *Parser) askedRequest(b []byte) (rest []byte, ok bool) {
	read := quotedField
	if len(b) > 0 && b[0] != '"' {
		read = bareRequest
	}
	request, rest, ok := read(b)
	if ok && bytes.IndexByte(request, ' ') < 0 && isHostname(request) && len(rest) > 1 && rest[1] == '"' {
		p.set(URLHost, request)
		request, rest, ok = quotedField(rest[1:])
	}
	if ok {
		p.requestLine(request)
	}
	return rest, ok
}

// bareRequest takes a request line that stands without quotes.
func bareRequest(b []byte) (request, rest []byte, ok bool) {
	method, rest := nextField(b)
	if !isMethod(method) {
		return nil, nil, false
	}
	target, rest := nextField(bytes.TrimLeft(rest, " "))
	version, after := nextField(bytes.TrimLeft(rest, " "))
	if bytes.HasPrefix(version, []byte("HTTP/")) {
		rest = after
	}
	if len(target) == 0 || target[0] != '/' && schemeLen(target) == 0 || len(rest) == 0 {
		return nil, nil, false
	}
	return bytes.TrimRight(b[:len(b)-len(rest)], " "), rest, true
}

// combinedAgent reads what stands behind the size: others' fields, if any, the referrer,
// the agent and what a server appends.
func (p *Parser) combinedAgent(rest []byte) error {
	others := len(rest) < 2 || rest[1] != '"'
	if others {
		if agent, more := behindDash(rest); agent != nil {
			p.set(UserAgent, agent)
			p.appended(more)
			return nil
		}
		if rest = behindOthers(rest); len(rest) < 2 || rest[1] != '"' {
			p.appended(rest)
			return nil
		}
	}
	referrer, rest, ok := quotedField(rest[1:])
	if !ok {
		return errBroken
	}
	if (len(rest) == 0 || isThreadBehind(rest)) && isAgent(referrer) { // no referrer is logged
		p.set(UserAgent, referrer)
		return nil
	}
	p.set(Referrer, referrer)
	if len(rest) < 2 || rest[1] != '"' {
		p.appended(rest)
		return nil
	}
	agent, behind, ok := quotedField(rest[1:])
	if !ok { // cut off, behind all that matters
		agent = rest[2:]
	}
	p.set(UserAgent, agent)
	p.formal = ok && len(behind) == 0 && !others && p.called && !p.syslog // others show by what the referrer is
	p.appended(behind)
	return nil
}

// behindDash reads an agent behind a referrer without quotes, as Traefik writes
// one that is not there.
func behindDash(b []byte) (agent, rest []byte) {
	if !bytes.HasPrefix(b, []byte(` - "`)) {
		return nil, nil
	}
	agent, rest, ok := quotedField(b[3:])
	if !ok || len(rest) > 1 && rest[1] == '"' { // a referrer of its own
		return nil, nil
	}
	return agent, rest
}

// behindOthers skips the lengths, durations, addresses and marks that some log in front of
// the referrer, if a referrer and an agent follow, or an agent and a thread; else b stays
// as it is.
func behindOthers(b []byte) []byte {
	rest := b
	for range 4 {
		word, more := nextField(rest)
		if len(word) == 0 || bytes.IndexByte(word, '=') >= 0 || word[0] == '"' {
			break
		}
		if rest = more; len(rest) > 2 && rest[1] == '"' {
			referrer, after, ok := quotedField(rest[1:])
			if ok && len(after) > 1 && after[1] == '"' && (absent(referrer) || bytes.Contains(referrer, []byte("://"))) || isAgent(referrer) && isThreadBehind(after) {
				return rest
			}
			break
		}
	}
	return b
}

// isThreadBehind reports whether the thread comes next that Nexus has behind the agent:
// "Apache-Maven/3.9.6" [qtp12-55]
func isThreadBehind(b []byte) bool {
	return len(b) > 2 && b[0] == ' ' && b[1] == '[' && b[len(b)-1] == ']' && isThread(b[2:len(b)-1])
}

// isAgent reports whether a quoted field is a client's name and not a URL.
func isAgent(b []byte) bool {
	i := bytes.IndexByte(b, '/')
	return i > 0 && isLetter(b[0]) && !bytes.Contains(b, []byte("://"))
}

// caller reads "[vhost] client ident user"; ident and user may be missing, and
// a user may have spaces in it.
func (p *Parser) caller(b []byte) bool {
	first, rest := nextField(b)
	alone := len(rest) < 2 || rest[1] == '-' // as mostly
	if v4, ok := readIPv4(first); ok && (alone || chainLen(rest) == 0) {
		p.near, p.nearText, p.called = netip.AddrFrom4(v4), first, true
		return p.calls(first, nil, rest)
	}
	chain := chainLen(b)
	host, port := splitPort(first)
	if chain == 0 && !alone && (isHostname(host) || isAddress(host)) {
		if n := chainLen(rest); n > 0 || bytes.HasPrefix(rest, []byte(" unix: ")) { // behind a virtual host
			p.set(URLHost, first)
			b, chain = rest, n
			first, rest = nextField(rest[1:])
		}
	}
	if chain > 0 {
		p.forwardedPeer(b[:chain])
		_, user := nextField(b[chain:])
		p.set(UserName, bytes.Trim(user, " \""))
		return true
	}
	if string(first) == "unix:" { // a socket has no address
		_, user := nextField(rest)
		p.set(UserName, bytes.Trim(user, " \""))
		return true
	}
	if _, ok := readIP(host); !ok || isWebPort(port) {
		second, tail := nextField(rest)
		name, n := splitPort(second)
		_, behind := readIP(name)
		switch {
		case behind: // a virtual host in front
			p.set(URLHost, first)
			host, port, rest = name, n, tail
		case ok: // a client with the port of a server
		case string(second) == "-" && isHostname(first): // HostnameLookups On
			p.set(SourceHost, first)
			host = nil
		default:
			return false
		}
	}
	return p.calls(host, port, rest)
}

// isWebPort reports whether a port is one that a web server listens on: who has it is asked.
func isWebPort(port []byte) bool {
	switch string(port) {
	case "80", "443", "8080", "8443":
		return true
	}
	return false
}

// calls sets who calls, behind whose address stands "ident user".
func (p *Parser) calls(host, port, rest []byte) bool {
	ident, user := nextField(rest)
	if len(ident) == 0 {
		return false
	}
	p.set(SourceIP, host)
	p.set(SourcePort, port)
	if len(ident) > 1 && len(user) > 0 && bytes.IndexByte(ident, '.') > 0 && isHostname(ident) { // lighttpd has the virtual host there
		p.set(URLHost, ident)
	}
	if string(user) == " -" {
		return true
	}
	user = bytes.Trim(user, " \"")
	if id, name := nextField(user); len(name) > 0 && len(id) == 32 && isHex(id) { // nginx's $request_id, as BunkerWeb has it
		user = name[1:]
	}
	if len(bytes.Trim(user, "- ")) > 0 {
		p.set(UserName, user)
	}
	return true
}

// appended reads what stands behind the combined format: pairs, a quoted forwarding chain,
// and the Authorization header.
func (p *Parser) appended(b []byte) {
	for len(b) > 0 {
		b = bytes.TrimLeft(b, " ")
		if len(b) > 0 && b[0] == '"' {
			v, rest, ok := quotedField(b)
			if !ok {
				return
			}
			b = rest
			if p.authorizes(v) {
				continue
			}
			first, _, _ := bytes.Cut(v, []byte(","))
			host, _ := splitPort(first)
			if _, ok := readIP(host); ok && !p.has(ForwardedFor) {
				p.set(ForwardedFor, v)
			}
			continue
		}
		name, v, quoted, rest := nextPair(b)
		if name != nil {
			p.attribute(name, v, quoted)
		}
		b = rest
	}
}
