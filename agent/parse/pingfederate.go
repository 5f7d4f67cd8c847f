package parse

import "bytes"

// pingFederateLine reads PingFederate's audit log, whose values stand in the order
// of its log4j2.xml; the pattern's tracking id tells it from other lists:
//
//	2026-11-10 12:55:36,123| tid:c0ffee| AUTHN_ATTEMPT| bob| 192.0.2.7 | | sp:app| SAML20| idp.example.com| IdP| failure| HTMLFormAdapter| | 33
func pingFederateLine(p *Parser, line []byte) error {
	n := bytes.IndexByte(line, '|')
	if n < 0 {
		return ErrFormat
	}
	if !bytes.HasPrefix(bytes.TrimLeft(line[n+1:], " "), []byte("tid:")) {
		return p.pingFederateAdmin(line)
	}
	if _, length := p.readStamp(line); length == 0 {
		return ErrFormat
	}
	var f [12][]byte
	for i := range f {
		f[i], line, _ = bytes.Cut(line, []byte("|"))
		f[i] = bytes.Trim(f[i], " ")
	}
	p.set(Time, f[0])
	p.set(ActionWord, f[2])
	p.set(UserName, f[3])
	p.peer(f[4])
	p.set(OutcomeWord, f[10])
	p.mined = true
	return nil
}

// pingFederateAdmin reads what administrators did:
//
//	2026-11-10 12:55:36,123 | bob | UserAdmin,Admin | 192.0.2.7 | A-rBnNPc | AUTHENTICATION | LOGIN | - Login was successful
func (p *Parser) pingFederateAdmin(line []byte) error {
	var f [8][]byte
	for i := range f {
		var found bool
		if f[i], line, found = bytes.Cut(line, []byte(" | ")); found != (i < len(f)-1) {
			return ErrFormat
		}
	}
	if _, length := p.readStamp(f[0]); length == 0 || !isAddress(f[3]) || len(f[7]) == 0 || f[7][0] != '-' {
		return ErrFormat
	}
	p.set(Time, f[0])
	p.set(UserName, f[1])
	p.set(SourceIP, f[3])
	p.set(ObjectType, f[5])
	p.set(ActionWord, f[6])
	p.set(Message, bytes.TrimLeft(f[7][1:], " "))
	return nil
}
