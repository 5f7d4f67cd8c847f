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
	msg := p.val(Message)
	switch {
	case bytes.HasPrefix(msg, []byte("Login failed: ")):
		p.nextcloudLogin(msg[len("Login failed: "):])
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("Login successful: ")):
		p.set(UserName, firstQuoted(msg[len("Login successful: "):]))
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Login attempt: ")):
		p.set(UserName, firstQuoted(msg[len("Login attempt: "):]))
		p.happened(event.AuthInfo, event.Unknown)
	case bytes.HasPrefix(msg, []byte("Two-factor challenge failed: ")):
		p.nextcloudLogin(msg[len("Two-factor challenge failed: "):])
		p.happened(event.MFAFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("Bruteforce attempt from ")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("Trusted domain error.")):
		p.happened(event.AccessDenied, event.Failure)
	case bytes.HasPrefix(msg, []byte("User created: ")):
		p.set(TargetName, firstQuoted(msg[len("User created: "):]))
		p.happened(event.UserCreated, event.Success)
	case bytes.HasPrefix(msg, []byte("User deleted: ")):
		p.set(TargetName, firstQuoted(msg[len("User deleted: "):]))
		p.happened(event.UserDeleted, event.Success)
	case bytes.HasPrefix(msg, []byte("Password of user ")):
		p.set(TargetName, firstQuoted(msg[len("Password of user "):]))
		p.happened(event.PasswordChanged, event.Success)
	}
	return nil
}

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
