package parse

import (
	"bytes"
	"net/netip"
)

// forwardedPeer sets the client's address from a forwarding chain that a log
// has in the place of the connection's peer. Trusted proxies are taken off its
// end where any are configured. Else the proxy that wrote the log is believed:
// the first public address counts or, among private ones only, the first.
func (p *Parser) forwardedPeer(chain []byte) {
	if len(p.st.opt.TrustedProxies) > 0 {
		p.set(SourceIP, chain)
		return
	}
	var first []byte
	for rest := chain; len(rest) > 0; {
		var v []byte
		if i := bytes.IndexAny(rest, ", \""); i >= 0 {
			v, rest = rest[:i], rest[i+1:]
		} else {
			v, rest = rest, nil
		}
		host, _ := splitPort(v)
		a, ok := readIP(host)
		if !ok {
			continue
		}
		if isPublic(a) {
			p.peer(v)
			return
		}
		if first == nil {
			first = v
		}
	}
	if first != nil {
		p.peer(first)
	}
}

// isPublic reports whether an address can be one of the Internet.
func isPublic(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

// chainLen is the length of the addresses that b starts with, when they are a
// list: "192.0.2.7, 10.0.0.2", in quotes or not, with the peer behind it or not.
func chainLen(b []byte) int {
	n := 0
	for listed := false; ; {
		rest := bytes.TrimLeft(b[n:], " ")
		first, _ := nextField(rest)
		v := bytes.TrimRight(first, ",\"")
		if !isAddress(bytes.TrimLeft(v, "\"")) {
			if !listed {
				return 0
			}
			return n
		}
		listed = listed || len(v) < len(first)
		if !listed {
			return 0
		}
		n = len(b) - len(rest) + len(first)
	}
}
