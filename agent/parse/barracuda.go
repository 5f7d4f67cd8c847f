package parse

import "bytes"

// barracudaMessage reads the audit of Barracuda's WAF:
//
//	waf1 AUDIT bob GUI 192.0.2.7 64197 LOGIN 0 login global - - "" "" []
func barracudaMessage(p *Parser, msg []byte) error {
	host, rest := nextField(msg)
	kind, rest := nextField(rest)
	if string(kind) != "AUDIT" {
		return ErrFormat
	}
	user, rest := nextField(rest)
	through, rest := nextField(rest)
	peer, rest := nextField(rest)
	port, rest := nextField(rest)
	did, rest := nextField(rest)
	if len(did) == 0 || !isAddress(peer) || !digits(port) || len(through) == 0 || bytes.IndexByte(rest, '"') < 0 {
		return ErrFormat
	}
	p.set(Hostname, host)
	p.set(UserName, user)
	p.set(SourceIP, peer)
	p.set(SourcePort, port)
	p.set(ActionWord, did)
	return nil
}
