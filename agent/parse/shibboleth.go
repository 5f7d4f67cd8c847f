package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// maxFirst is how long an address or a time may be, with the bar behind it.
const maxFirst = 48

// shibbolethLine reads the audit log of Shibboleth's identity provider: of version 4 on,
//
//	192.0.2.7|2026-11-10T12:55:35.123Z|2026-11-10T12:55:36.123Z|bob|https://sp.example.com|_6f0b|password|2026-11-10T12:55:36.123Z|mail|||false|||Redirect|POST||Success||9c2e|curl/8.5.0
//
// and of those before, which do not say from where:
//
//	20261110T125536Z|urn:mace:shibboleth:2.0:profiles:AuthnRequest|_6f0b|https://sp.example.com|http://shibboleth.net/ns/profiles/saml2/sso/browser|https://idp.example.com|urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST|_9c2e|bob|…|mail,uid|_1a|
func shibbolethLine(p *Parser, line []byte) error {
	if bytes.IndexByte(line[:min(len(line), maxFirst)], '|') < 0 {
		return ErrFormat
	}
	var f [21][]byte
	rest, n := line, 0
	for more := true; more && n < len(f); n++ {
		f[n], rest, more = bytes.Cut(rest, []byte("|"))
	}
	switch {
	case n == len(f) && isAddress(f[0]) && isWhole(f[1]) && isWhole(f[2]):
		p.peer(f[0])
		p.set(Time, f[2])
		p.set(UserName, f[3])
		p.set(OutcomeWord, f[17])
		p.set(UserAgent, f[20])
	case n > 10 && isWhole(f[0]) && bytes.Contains(f[4], []byte("shibboleth")):
		p.set(Time, f[0])
		p.set(UserName, f[8])
	default:
		return ErrFormat
	}
	p.mined = true
	switch {
	case !p.has(UserName):
		return ErrNotAuth
	case p.has(OutcomeWord) && !bytes.HasSuffix(p.val(OutcomeWord), []byte("Success")):
		p.happened(event.LoginFailed, event.Failure)
	default:
		p.happened(event.Login, event.Success) // a failed one is written with a status, or not at all
	}
	return nil
}

// isWhole reports whether b is a time with its day and its clock, and nothing else.
func isWhole(b []byte) bool {
	s, n := stamp.Read(b)
	return n > 0 && n == len(b) && s.Clocked && s.Month > 0
}
