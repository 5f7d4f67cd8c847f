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
		if b[i] == ':' && i+1 < len(b) && b[i+1] == ':' {
			if gap >= 0 {
				return netip.Addr{}, false
			}
			gap = n
			i += 2
			continue
		}
		if b[i] == ':' {
			if i == 0 || i+1 == len(b) || n == gap {
				return netip.Addr{}, false
			}
			i++
		}
		v, digits := hexGroup(b[i:])
		if i+digits < len(b) && b[i+digits] == '.' { // ::ffff:192.0.2.1
			v4, ok := readIPv4(b[i:])
			if !ok || n > 12 {
				return netip.Addr{}, false
			}
			n += copy(a[n:], v4[:])
			break
		}
		if digits == 0 || digits > 4 || n == 16 {
			return netip.Addr{}, false
		}
		a[n], a[n+1] = byte(v>>8), byte(v)
		n += 2
		i += digits
		if i < len(b) && b[i] != ':' {
			return netip.Addr{}, false
		}
	}
	if !spread(&a, n, gap) {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16(a).Unmap(), true
}

// hexGroup is the number that b begins with, and how many digits it has.
func hexGroup(b []byte) (v, digits int) {
	for digits < len(b) && hexDigit(b[digits]) < 16 {
		v = v<<4 | int(hexDigit(b[digits]))
		digits++
	}
	return v, digits
}

// spread moves what was written behind "::" to the end of an address of which n bytes
// are known. It reports whether they make a whole one.
func spread(a *[16]byte, n, gap int) bool {
	if gap < 0 || n == 16 {
		return gap < 0 && n == 16
	}
	tail := *a
	clear(a[gap:])
	copy(a[16-(n-gap):], tail[gap:n])
	return true
}

// splitPort splits an address from its port in any of the usual spellings, which are
// asked in this order:
//
//	192.0.2.1
//	[2001:db8::1]:80            also [2001:db8::1]
//	192.0.2.1[80]               also 192.0.2.1(80)
//	192.0.2.1#53                also 192.0.2.1/5060
//	192.0.2.1.52114             no colon
//	192.0.2.1:80                one colon
//	192.0.2.1:80:X1             several
//
// A port of an IPv6 address without brackets cannot be told from its last group.
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
		return splitBracketed(b)
	}
	if open := portBracket(b); open > 0 {
		return b[:open], digitsOnly(b[open+1 : len(b)-1])
	}
	if i := bytes.IndexAny(b, "#/"); i > 0 && isAddress(b[:i]) {
		return b[:i], portBehindMark(b[i:])
	}
	colon := bytes.IndexByte(b, ':')
	switch {
	case colon < 0:
		return splitDot(b)
	case bytes.IndexByte(b[colon+1:], ':') < 0:
		return splitColon(b, colon)
	}
	return splitColons(b, colon)
}

// splitBracketed splits "[2001:db8::1]:80".
func splitBracketed(b []byte) (host, port []byte) {
	end := bytes.IndexByte(b, ']')
	if end < 0 {
		return b[1:], nil
	}
	return b[1:end], digitsOnly(bytes.TrimPrefix(b[end+1:], []byte(":")))
}

// portBracket is where the bracket opens that b ends in, 0 if it ends in none:
// 192.0.2.1[80].
func portBracket(b []byte) int {
	if last := b[len(b)-1]; last != ']' && last != ')' {
		return 0
	}
	return max(0, bytes.LastIndexAny(b, "[("))
}

// portBehindMark is the port in BIND's "#53" and Asterisk's "/5060". A slash and one
// or two digits make the length of a prefix.
func portBehindMark(b []byte) []byte {
	port := digitsOnly(b[1:])
	if b[0] == '/' && len(port) < 3 {
		return nil
	}
	return port
}

// splitDot splits Dante's and tcpdump's "192.0.2.1.52114".
func splitDot(b []byte) (host, port []byte) {
	last := bytes.LastIndexByte(b, '.')
	if last <= 6 || bytes.Count(b[:last], dot) != 3 || digitsOnly(b[last+1:]) == nil {
		return b, nil
	}
	if _, ok := readIPv4(b[:last]); !ok {
		return b, nil
	}
	return b[:last], b[last+1:]
}

// splitColon splits "192.0.2.1:80", in which one colon stands.
func splitColon(b []byte, colon int) (host, port []byte) {
	if colon == len(b)-1 {
		return b[:colon], nil
	}
	if port := digitsOnly(b[colon+1:]); port != nil {
		return b[:colon], port
	}
	return b, nil
}

// splitColons splits what has several colons, if it is more than an address.
func splitColons(b []byte, first int) (host, port []byte) {
	if _, ok := readIPv4(b[:first]); ok { // SonicWall: 192.0.2.1:80:X1
		port, _, _ = bytes.Cut(b[first+1:], []byte(":"))
		return b[:first], digitsOnly(port)
	}
	if _, ok := readIP(b); !ok { // a port that can be no group: 2001:db8::1:52114, or Dante's 2001:db8::1.52114
		if i := bytes.LastIndexAny(b, ":."); i > 0 && digitsOnly(b[i+1:]) != nil && isAddress(b[:i]) {
			return b[:i], b[i+1:]
		}
	}
	if dot, last := bytes.LastIndexByte(b, '.'), bytes.LastIndexByte(b, ':'); dot > 0 && last > dot { // ::ffff:192.0.2.1:80
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
