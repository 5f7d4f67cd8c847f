package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// minioObject reads MinIO's audit log. The access key is who asks: a name, and
// no secret.
func minioObject(p *Parser, d *Doc) error {
	if !d.Has("api", "name") {
		return ErrFormat
	}
	p.set(Time, d.Get("time"))
	p.set(Code, d.Get("api", "name"))
	p.set(Status, d.Get("api", "statusCode"))
	p.peer(d.Get("remotehost"))
	p.set(UserAgent, d.Get("userAgent"))
	p.set(RequestID, d.Get("requestID"))
	p.set(Path, d.Get("requestPath"))
	p.set(URLHost, d.Get("requestHost"))
	p.set(UserName, d.Get("requestClaims", "sub"))
	p.set(UserName, d.Get("accessKey"))
	p.set(Reason, d.Get("error"))
	if v := d.Get("requestHeader", "Authorization"); v != nil {
		p.secret(authorization, v, inHeaders, text)
	}
	if name := bytes.TrimPrefix(d.Get("api", "name"), []byte("sts:")); bytes.HasPrefix(name, []byte("AssumeRole")) { // WithLDAPIdentity, WithWebIdentity …
		p.happened(event.TokenIssued, event.Success)
		if n, ok := readStatus(d.Get("api", "statusCode")); ok && n >= 400 {
			p.happened(event.LoginFailed, event.Failure)
		}
	}
	return nil
}
