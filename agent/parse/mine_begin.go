package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// mineBegin takes in a user whom only the shape of the line tells: no word announces the name,
// but it stands at the line's begin, beside an address, as some products write it.
func (p *Parser) mineBegin(m *miner) {
	p.mineFirst(m)
	p.mineRealm(m.b)
	p.mineVserver(m.b)
	p.mineWindows(m.b)
}

// mineFirst takes in a name that the text begins with, perhaps behind what is in brackets:
// "bob from 192.0.2.1: …", "bob (example.com) from 192.0.2.1: …", "bob at 192.0.2.1 logged
// in", "bob (192.0.2.1) failed the second factor". A name without an address behind it is left: it may be any word.
func (p *Parser) mineFirst(m *miner) {
	b := m.b
	p.mineTuple(b)
	word := enclosed(b, "[", "] ")
	if word != nil && b[0] == '[' { // [LOGIN_ERROR]
		b = b[len(word)+3:]
	}
	name, rest := nextField(b)
	if n := len(name) - 1; n > 0 && name[n] == ':' && m.authy {
		if isAddress(word) || isAtDomain(name[:n]) { // "[192.0.2.1] bob: invalid password"
			p.user(name[:n], vague, false)
			return
		}
		p.mineOwner(m, name[:n], rest)
	}
	if p.mineVisitor(name, rest) || p.mineCalling(name, rest) || p.mineWorker(name) {
		return
	}
	if m.authy && len(name) > 1 && isNameWord(name) && (leadsToPeer(rest) || !isUpper(name[0]) && bytes.HasPrefix(rest, []byte(" (")) && isAddress(enclosed(rest, " (", ") "))) {
		p.user(name, vague, false)
	}
}

// leadsToPeer reports whether a text begins with an address that somebody came from, perhaps
// behind a host's name: " (example.com) from 192.0.2.1".
func leadsToPeer(b []byte) bool {
	if host := enclosed(b, " (", ") "); host != nil && len(b) > 2 && b[1] == '(' && isHostname(host) {
		b = b[len(host)+3:]
	}
	for _, s := range [...]string{" from ", " at ", " (from "} {
		if after, ok := cutLead(b, s); ok {
			return beginsPeer(after)
		}
	}
	return false
}

// isAtDomain reports whether a name is somebody's at a domain.
func isAtDomain(name []byte) bool {
	_, host, ok := bytes.Cut(name, []byte("@"))
	return ok && isHostname(host) && !isAddress(host)
}

// mineTuple takes in the user of a line of Duo's proxy: (('192.0.2.1', 52114), bob, 12): …
func (p *Parser) mineTuple(b []byte) {
	if !bytes.HasPrefix(b, []byte(`(("`)) && !bytes.HasPrefix(b, []byte("(('")) {
		return
	}
	_, about, _ := bytes.Cut(b[:min(len(b), maxWording)], []byte("), "))
	if name, rest, ok := bytes.Cut(about, []byte(", ")); ok && bytes.Contains(rest, []byte("): ")) && !absent(name) {
		p.user(name, told, true)
	}
}

// mineVisitor takes in the user of an access log's line whose time has no brackets, or of a
// list of who did what. It reports whether the line begins as such do.
//
//	192.0.2.1 - bob 10/Nov/2026:12:55:36 +0100 "GET / HTTP/1.1" 401 12
//	192.0.2.1 - bob - LOGIN_OK
func (p *Parser) mineVisitor(peer, rest []byte) bool {
	after, ok := bytes.CutPrefix(rest, []byte(" - "))
	if !ok || !isAddress(peer) {
		return false
	}
	user, rest := nextField(after)
	_, n := stamp.Read(bytes.TrimLeft(rest, " "))
	if (n > 0 || bytes.HasPrefix(rest, []byte(" - ")) && p.words.all&about != 0) && !absent(user) {
		p.user(user, told, true)
	}
	return true
}

// mineCalling takes in the user who stands in front of an address with a request behind it, as
// Wazuh's API writes, or with an answer, as FileZilla's server does. It reports whether the
// line begins as FileZilla's do.
//
//	alice 192.0.2.1 "GET /agents" …
//	alice (192.0.2.1)> 230 Logged on
func (p *Parser) mineCalling(name, rest []byte) bool {
	if len(name) < 2 || !isNameWord(name) || string(name) == "unknown_user" {
		return false
	}
	peer, rest := nextField(rest)
	if n := len(peer); n > 9 && peer[0] == '(' && peer[n-2] == ')' && peer[n-1] == '>' && isAddress(peer[1:n-2]) {
		p.user(name, told, true)
		return true
	}
	if len(rest) < 6 || rest[1] != '"' || !isAddress(peer) {
		return false
	}
	if method, _ := nextField(rest[2:]); isMethod(method) && isUpper(method[0]) {
		p.user(name, told, true)
	}
	return false
}

// mineWorker takes in the user of a line of ocserv's processes: main[bob]:192.0.2.1:52114 …
func (p *Parser) mineWorker(token []byte) bool {
	_, rest, ok := bytes.Cut(token, []byte("["))
	name, peer, _ := bytes.Cut(rest, []byte("]:"))
	if !ok || len(peer) == 0 {
		return false
	}
	host, _ := splitPort(peer)
	return isAddress(host) && p.user(name, told, false)
}

// mineRealm takes in the user of a line of Juniper's and Pulse's gateways, who stands with
// a realm and roles behind an address: "[192.0.2.1] Root::bob(Users)[Staff] - Login failed".
// System is the gateway itself.
func (p *Parser) mineRealm(b []byte) {
	end := bytes.Index(b[:min(len(b), 128)], []byte("] "))
	if end < 0 || !isAddress(b[bytes.LastIndexByte(b[:end], '[')+1:end]) {
		return
	}
	name, rest, ok := bytes.Cut(b[end+2:], []byte("("))
	realm, rest, roles := bytes.Cut(rest, []byte(")["))
	if i := bytes.Index(rest, []byte("] - ")); !ok || !roles || i < 0 || bytes.IndexByte(realm, ' ') >= 0 && len(realm) > 64 {
		return
	}
	if i := bytes.LastIndex(name, []byte("::")); i >= 0 {
		name = name[i+2:]
	}
	if len(name) > 0 && string(name) != "System" && bytes.IndexByte(name, ' ') < 0 {
		p.user(name, keyed, true)
	}
}

// mineVserver takes in the user of a line that NetApp's ONTAP audits: "c1:http ::
// 192.0.2.1:52114 :: c1:bob :: Login Attempt :: Error: …".
func (p *Parser) mineVserver(b []byte) {
	_, rest, ok := bytes.Cut(b[:min(len(b), maxWording)], []byte(" :: "))
	if !ok {
		return
	}
	peer, rest, _ := bytes.Cut(rest, []byte(" :: "))
	who, _, ok := bytes.Cut(rest, []byte(" :: "))
	if host, _ := splitPort(peer); ok && isAddress(host) {
		p.user(who[bytes.LastIndexByte(who, ':')+1:], keyed, true)
	}
}
