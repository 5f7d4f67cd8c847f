package parse

import (
	"bytes"
	"net/netip"
)

// readIP reads an address without allocating. IPv4 in IPv6 becomes IPv4, and a
// zone is dropped: both would keep one host from being one host.
func readIP(b []byte) (netip.Addr, bool) {
	if len(b) < 2 || len(b) > 64 {
		return netip.Addr{}, false
	}
	if bytes.IndexByte(b, ':') < 0 {
		v4, ok := readIPv4(b)
		return netip.AddrFrom4(v4), ok
	}
	if z := bytes.IndexByte(b, '%'); z > 0 {
		b = b[:z]
	}
	return readIPv6(b)
}

func isAddress(b []byte) bool {
	_, ok := readIP(b)
	return ok
}

// readIPv4 is the address of version 4 that all of b is.
func readIPv4(b []byte) (a [4]byte, ok bool) {
	if len(b) < 7 || len(b) > 15 {
		return a, false
	}
	field, start, v := 0, 0, uint64(0)
	for i, c := range b {
		if d := c - '0'; d <= 9 {
			v = v*10 + uint64(d)
			continue
		}
		if c != '.' || field == 3 || !isOctet(b[start:i], v) {
			return a, false
		}
		a[field&3] = byte(v)
		field, start, v = field+1, i+1, 0
	}
	a[3] = byte(v)
	return a, field == 3 && isOctet(b[start:], v)
}

// isOctet reports whether digits, which are v, are a part of an address: there
// are some, and none is a zero in front.
func isOctet(digits []byte, v uint64) bool {
	return len(digits) > 0 && v <= 255 && (len(digits) == 1 || digits[0] != '0')
}

// readIPv6 is the address of version 6 that all of b is, of version 4 where it maps one.
func readIPv6(b []byte) (netip.Addr, bool) {
	var a [16]byte
	n, gap := 0, -1 // bytes written, where "::" stands
	for i := 0; i < len(b); {
		if b[i] == ':' {
			if i+1 < len(b) && b[i+1] == ':' {
				if gap >= 0 {
					return netip.Addr{}, false
				}
				gap = n
				i += 2
				continue
			}
			if i == 0 || i+1 == len(b) || n == gap {
				return netip.Addr{}, false
			}
			i++
		}
		start, v := i, 0
		for i < len(b) && hexDigit(b[i]) < 16 {
			v = v<<4 | int(hexDigit(b[i]))
			i++
		}
		if i < len(b) && b[i] == '.' {
			v4, ok := readIPv4(b[start:])
			if !ok || n > 12 {
				return netip.Addr{}, false
			}
			copy(a[n:], v4[:])
			n += 4
			break
		}
		if i == start || i-start > 4 || n == 16 {
			return netip.Addr{}, false
		}
		a[n], a[n+1] = byte(v>>8), byte(v)
		n += 2
		if i < len(b) && b[i] != ':' {
			return netip.Addr{}, false
		}
	}
	switch {
	case gap < 0 && n != 16, gap >= 0 && n == 16:
		return netip.Addr{}, false
	case gap >= 0:
		tail := a
		clear(a[gap:])
		copy(a[16-(n-gap):], tail[gap:n])
	}
	return netip.AddrFrom16(a).Unmap(), true
}

// splitPort splits an address from its port in any of the usual spellings:
// 1.2.3.4:80, [::1]:80, [::1], 1.2.3.4[80], 1.2.3.4(80), ::1. A port of an
// IPv6 address without brackets cannot be told from its last group.
func splitPort(b []byte) (host, port []byte) {
	for len(b) > 0 && isWrapping(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isWrapping(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	if len(b) == 0 {
		return nil, nil
	}
	if _, ok := readIPv4(b); ok {
		return b, nil
	}
	if b[0] == '[' {
		end := bytes.IndexByte(b, ']')
		if end < 0 {
			return b[1:], nil
		}
		return b[1:end], digitsOnly(bytes.TrimPrefix(b[end+1:], []byte(":")))
	}
	if last := b[len(b)-1]; last == ']' || last == ')' {
		if open := bytes.LastIndexAny(b, "[("); open > 0 {
			return b[:open], digitsOnly(b[open+1 : len(b)-1])
		}
	}
	if i := bytes.IndexAny(b, "#/"); i > 0 && isAddress(b[:i]) { // BIND's 192.0.2.1#53, Asterisk's 192.0.2.1/5060
		port = digitsOnly(b[i+1:])
		if len(port) < 3 && b[i] == '/' {
			port = nil // a prefix length
		}
		return b[:i], port
	}
	colon := bytes.IndexByte(b, ':')
	if colon < 0 {
		if last := bytes.LastIndexByte(b, '.'); last > 6 && bytes.Count(b[:last], dot) == 3 && digitsOnly(b[last+1:]) != nil { // Dante, tcpdump: 192.0.2.1.52114
			if _, ok := readIPv4(b[:last]); ok {
				return b[:last], b[last+1:]
			}
		}
		return b, nil
	}
	if bytes.IndexByte(b[colon+1:], ':') < 0 {
		if colon == len(b)-1 {
			return b[:colon], nil
		}
		if p := digitsOnly(b[colon+1:]); p != nil {
			return b[:colon], p
		}
		return b, nil
	}
	if _, ok := readIPv4(b[:colon]); ok { // SonicWall: 192.0.2.1:80:X1
		port, _, _ = bytes.Cut(b[colon+1:], []byte(":"))
		return b[:colon], digitsOnly(port)
	}
	if _, ok := readIP(b); !ok { // a port that can be no group: 2001:db8::1:52114, or Dante's 2001:db8::1.52114
		if i := bytes.LastIndexAny(b, ":."); i > 0 && digitsOnly(b[i+1:]) != nil {
			if _, ok := readIP(b[:i]); ok {
				return b[:i], b[i+1:]
			}
		}
	}
	// ::ffff:1.2.3.4:80
	if dot, last := bytes.LastIndexByte(b, '.'), bytes.LastIndexByte(b, ':'); dot > 0 && last > dot {
		return b[:last], digitsOnly(b[last+1:])
	}
	return b, nil
}

func isWrapping(c byte) bool {
	return c == ' ' || c == '"' || c == '\'' || c == '<' || c == '>'
}

// digitsOnly is b if it can be a port, else nil.
func digitsOnly(b []byte) []byte {
	if len(b) == 0 || len(b) > 5 {
		return nil
	}
	for _, c := range b {
		if !isDigit(c) {
			return nil
		}
	}
	return b
}

// peer sets the client's address, with its port where it has one; a host's
// name becomes SourceHost.
func (p *Parser) peer(b []byte) { p.endpoint(b, 1, nil, SourceIP, SourcePort, SourceHost) }

// portedPeer sets the address and the port of a client that are written with a colon
// between them, even where the address has colons itself.
func (p *Parser) portedPeer(b []byte) {
	if last := bytes.LastIndexByte(b, ':'); last > 0 {
		p.set(SourceIP, b[:last])
		p.set(SourcePort, b[last+1:])
	}
}

// endpoint takes in one end of a connection in any of the usual spellings: into ip and
// port what is an address, into name what is a host's. It reports whether b is either.
func (p *Parser) endpoint(b []byte, rank uint8, k *key, ip, port, name Field) bool {
	if v4, ok := readIPv4(b); ok { // and nothing else, as mostly
		if v4 == [4]byte{} { // "listening on 0.0.0.0": nobody's
			return true
		}
		p.near, p.nearText = netip.AddrFrom4(v4), b
		p.offer(ip, b, rank, k)
		return true
	}
	if bytes.IndexByte(b, ',') >= 0 { // a forwarding chain
		p.offer(ip, b, rank, k)
		return true
	}
	host, n := splitPort(b)
	if a, ok := readIP(host); ok {
		if a.IsUnspecified() {
			return true
		}
		if p.offer(ip, host, rank, k) {
			p.offer(port, n, rank, k)
		}
		return true
	}
	if open := bytes.IndexAny(b, "[("); open > 0 { // mail.example.com[192.0.2.1]
		if inner := bytes.TrimRight(b[open+1:], "])"); isAddress(inner) {
			p.offer(name, b[:open], rank, k)
			return p.offer(ip, inner, rank, k)
		}
	}
	if a := addressIn(b); a != nil && len(a) < len(b) { // ipv4:192.0.2.1:445, /192.0.2.1
		return p.endpoint(a, rank, k, ip, port, name)
	}
	if isHostname(host) {
		if p.offer(name, host, rank, k) {
			p.offer(port, n, rank, k)
		}
		return true
	}
	return false
}

// isHostname reports whether b can be a host's name.
func isHostname(b []byte) bool {
	if len(b) == 0 || len(b) > 253 || b[0] == '.' || b[0] == '-' {
		return false
	}
	letter := false
	for _, c := range b {
		if !isWord(c) && c != '.' && c != '-' {
			return false
		}
		letter = letter || c >= 'A'
	}
	return letter
}

// address reads an address, mostly the one that [Parser.endpoint] has read.
func (p *Parser) address(b []byte) (netip.Addr, bool) {
	if len(b) > 0 && string(b) == string(p.nearText) {
		return p.near, true
	}
	return readIP(b)
}

// client is the address of who sent the request: the connection's peer or,
// when that is a trusted proxy, the nearest address that the forwarding headers
// name and that is no trusted proxy itself. forwarded is what a header claims
// and nobody vouches for.
func (p *Parser) client() (source, forwarded netip.Addr) {
	trusted := p.st.opt.TrustedProxies
	source = p.lastUntrusted(p.alike(SourceIP)) // precedents ask this again: see weighClaims
	claims := p.alike(ForwardedFor)
	if claims == nil {
		claims = p.alike(RealIP)
	}
	if claims == nil {
		return source, forwarded
	}
	if source.IsValid() && contains(trusted, source) {
		if a := p.lastUntrusted(claims); a.IsValid() {
			return a, forwarded
		}
	}
	first, _, _ := bytes.Cut(claims, []byte(","))
	forwarded, _ = readClaim(first)
	return source, forwarded
}

// readClaim reads one element of X-Forwarded-For, or of Forwarded (RFC 7239):
// for="[2001:db8::1]:4711";proto=https.
func readClaim(b []byte) (netip.Addr, bool) {
	if i := bytes.Index(b, []byte("for=")); i >= 0 {
		b, _, _ = bytes.Cut(b[i+4:], []byte(";"))
	}
	host, _ := splitPort(b)
	return readIP(host)
}

// lastUntrusted is the last address of a forwarding chain that is no trusted
// proxy, or its first when all are. Where none is configured, private addresses
// count as proxies unless there are no others.
func (p *Parser) lastUntrusted(chain []byte) netip.Addr {
	if len(chain) > 0 && string(chain) == string(p.nearText) {
		return p.near
	}
	var a, private netip.Addr
	for len(chain) > 0 {
		last := chain
		if i := bytes.LastIndexByte(chain, ','); i >= 0 {
			last, chain = chain[i+1:], chain[:i]
		} else {
			chain = nil
		}
		b, ok := readClaim(last)
		if !ok {
			continue
		}
		a = b
		if len(p.st.opt.TrustedProxies) == 0 && a.IsPrivate() {
			if !private.IsValid() {
				private = a
			}
			continue
		}
		if !contains(p.st.opt.TrustedProxies, a) {
			return a
		}
	}
	if private.IsValid() {
		return private
	}
	return a
}

func contains(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, n := range prefixes {
		if n.Contains(a) {
			return true
		}
	}
	return false
}
