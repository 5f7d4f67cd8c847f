package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sonarqubeMessage reads SonarQube's authentication events:
//
//	login failure [cause|wrong password][method|FORM][provider|LOCAL|local][IP|192.0.2.7|198.51.100.7][login|bob]
//
// The second address is what a forwarding header says.
func sonarqubeMessage(p *Parser, msg []byte) error {
	if i := bytes.Index(msg[:min(len(msg), 64)], []byte("[auth.event] ")); i >= 0 {
		msg = msg[i+len("[auth.event] "):]
	}
	what, rest, ok := bytes.Cut(msg, []byte(" ["))
	if !ok || bytes.IndexByte(rest, '|') < 0 {
		return ErrFormat
	}
	if !p.knows(what, sonarqubeCodes) {
		return ErrFormat
	}
	p.mined = true
	for len(rest) > 0 {
		var part []byte
		part, rest, _ = bytes.Cut(rest, []byte("]["))
		name, v, _ := bytes.Cut(part, []byte("|"))
		v = bytes.TrimSuffix(v, []byte("]"))
		switch string(name) {
		case "cause":
			p.set(Reason, v)
		case "IP":
			addr, forwarded, _ := bytes.Cut(v, []byte("|"))
			p.peer(addr)
			p.set(ForwardedFor, forwarded)
		case "login":
			p.set(UserName, v)
		}
	}
	return nil
}

var sonarqubeCodes = codes([]phrase{
	{"login success", event.Login, event.Success},
	{"login failure", event.LoginFailed, event.Failure},
	{"logout success", event.Logout, event.Success},
	{"logout failure", event.Logout, event.Failure},
})
