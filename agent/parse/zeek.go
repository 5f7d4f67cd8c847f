package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// zeekObject reads the JSON of Zeek's logs, which name a connection's two ends in
// one way in all of them. Its uid is the connection's, and a log that tells
// neither a user nor a request is about nobody.
func zeekObject(p *Parser, d *Doc) error {
	of := func(name string) []byte { return d.Get(name) }
	p.set(Time, of("ts"))
	p.peer(of("id.orig_h"))
	p.set(SourcePort, of("id.orig_p"))
	p.endpoint(of("id.resp_h"), 1, nil, DestIP, DestPort, DestHost)
	p.set(DestPort, of("id.resp_p"))
	for _, name := range [...]string{"username", "user", "cookie"} { // http, ntlm, radius; ftp, socks; rdp
		if v := of(name); v != nil && !absent(v) && !p.has(UserName) {
			p.set(UserName, v)
		}
	}
	p.set(UserDomain, of("domainname"))
	if client := of("client"); d.Has("request_type") { // kerberos: bob/EXAMPLE.COM
		name, realm, _ := bytes.Cut(client, []byte("/"))
		p.set(UserName, name)
		p.set(UserDomain, realm)
	}
	if method := of("method"); method != nil && d.Has("uri") {
		p.set(Method, method)
		p.set(Target, of("uri"))
		p.set(Status, of("status_code"))
		p.set(URLHost, of("host"))
		p.set(UserAgent, of("user_agent"))
		p.set(Referrer, of("referrer"))
		return nil
	}
	p.set(Reason, of("error_msg"))
	verdict := of("auth_success") // ssh
	if verdict == nil {
		verdict = of("success") // ntlm, kerberos
	}
	if result := of("result"); verdict == nil && d.Has("mac") { // radius
		verdict = result
	}
	switch {
	case isTrue(verdict) || string(verdict) == "success":
		p.happened(event.Login, event.Success)
	case len(verdict) > 0:
		p.happened(event.LoginFailed, event.Failure)
	case !p.has(UserName):
		p.auth = notAuth
	}
	return nil
}
