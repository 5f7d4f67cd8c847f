package parse

import (
	"bytes"
)

// caddyObject reads Caddy's access log. Caddy itself decides which proxies it
// trusts: client_ip is its answer. The user's id is the name of Basic
// credentials.
func caddyObject(p *Parser, d *Doc) error {
	if !bytes.HasPrefix(d.Get("logger"), []byte("http.log")) && d.Get("request", "uri") == nil {
		return ErrFormat
	}
	p.fields(d)
	p.unset(ForwardedFor)
	p.set(SourceIP, d.Get("request", "client_ip"))
	p.unset(UserID)
	p.set(UserName, d.Get("user_id"))
	return nil
}
