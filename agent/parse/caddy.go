package parse

import (
	"bytes"
)

// caddyObject reads Caddy's access log. Caddy itself decides which proxies it
// trusts: client_ip is its answer. The user's id is the name of Basic
// credentials.
func caddyObject(p *Parser, d *Doc) error {
	if !bytes.HasPrefix(d.Get("logger"), []byte("http.log")) && !d.Has("request", "uri") {
		return ErrFormat
	}
	p.fields(d)
	p.unset(ForwardedFor)
	p.pass(SourceIP, d, "request", "client_ip")
	p.unset(UserID)
	p.pass(UserName, d, "user_id")
	return nil
}
