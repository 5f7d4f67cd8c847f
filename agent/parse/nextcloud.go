package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// nextcloudObject reads the log of Nextcloud and ownCloud.
func nextcloudObject(p *Parser, d *Doc) error {
	if !d.Has("reqId") && !bytes.HasPrefix(d.Get("message"), []byte("Login failed: ")) {
		return ErrFormat
	}
	p.fields(d)
	p.unset(ServiceName)
	p.set(Provider, d.Get("app"))
	p.set(Level, nextcloudLevel(d.Get("level")))
	p.opens(p.val(Message), nextcloudOpenings)
	return nil
}

var nextcloudOpenings = []opening{
	{"Login failed: ", (*Parser).nextcloudLogin, event.LoginFailed, event.Failure},
	{"Login successful: ", (*Parser).quotedUser, event.Login, event.Success},
	{"Login attempt: ", (*Parser).quotedUser, event.AuthInfo, event.Unknown},
	{"Two-factor challenge failed: ", (*Parser).nextcloudLogin, event.MFAFailed, event.Failure},
	{"Bruteforce attempt from ", nil, event.LoginFailed, event.Failure},
	{"Trusted domain error.", nil, event.AccessDenied, event.Failure},
	{"User created: ", (*Parser).quotedTarget, event.UserCreated, event.Success},
	{"User deleted: ", (*Parser).quotedTarget, event.UserDeleted, event.Success},
	{"Password of user ", (*Parser).quotedTarget, event.PasswordChanged, event.Success},
}

func (p *Parser) quotedUser(b []byte)   { p.set(UserName, firstQuoted(b)) }
func (p *Parser) quotedTarget(b []byte) { p.set(TargetName, firstQuoted(b)) }

// nextcloudLogin reads "bob (Remote IP: 192.0.2.7)" and, of old releases,
// "'bob' (Remote IP: '192.0.2.7', X-Forwarded-For: ”)". The name may hold
// anything, so its end is looked for from behind.
func (p *Parser) nextcloudLogin(b []byte) {
	i := bytes.LastIndex(b, []byte(" (Remote IP: "))
	if i < 0 {
		if name, why, ok := bytes.Cut(b, []byte("' , wrong password, IP:")); ok { // ownCloud's first: user 'bob' , wrong password, IP:192.0.2.7, set …
			p.set(UserName, bytes.TrimPrefix(name, []byte("user '")))
			addr, _, _ := bytes.Cut(why, []byte(","))
			p.peer(addr)
			return
		}
		p.set(UserName, bytes.Trim(b, "'\" "))
		return
	}
	name := b[:i]
	if len(name) > 1 && name[0] == '\'' && name[i-1] == '\'' {
		name = name[1 : i-1]
	}
	p.set(UserName, name)
	addr, _, _ := bytes.Cut(b[i+len(" (Remote IP: "):], []byte(")"))
	addr, _, _ = bytes.Cut(addr, []byte(","))
	p.offer(SourceIP, bytes.Trim(addr, "' "), told, nil)
}

// nextcloudLevel names the numbers of the configuration's loglevel.
func nextcloudLevel(b []byte) []byte {
	switch string(b) {
	case "0":
		return levelDebug
	case "1":
		return levelInfo
	case "2":
		return levelWarning
	case "3":
		return levelError
	case "4":
		return levelFatal
	}
	return b
}

var levelDebug, levelInfo, levelWarning, levelError, levelFatal = []byte("debug"), []byte("info"), []byte("warning"), []byte("error"), []byte("fatal")
