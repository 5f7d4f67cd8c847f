package parse

import "bytes"

// pingFederateLine reads PingFederate's audit log, whose values stand in the order
// of its log4j2.xml; the pattern's tracking id tells it from other lists:
//
//	2026-11-10 12:55:36,123| tid:c0ffee| AUTHN_ATTEMPT| bob| 192.0.2.7 | | sp:app| SAML20| idp.example.com| IdP| failure| HTMLFormAdapter| | 33
func pingFederateLine(p *Parser, line []byte) error {
	n := bytes.IndexByte(line, '|')
	if n < 0 || !bytes.HasPrefix(bytes.TrimLeft(line[n+1:], " "), []byte("tid:")) {
		return ErrFormat
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
