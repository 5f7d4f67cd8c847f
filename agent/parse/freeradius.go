package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var radiusPhrases = []phrase{
	{"Login OK", event.Login, event.Success},
	{"Login incorrect", event.LoginFailed, event.Failure},
	{"Invalid user:", event.InvalidUser, event.Failure},
	{"Invalid user (", event.InvalidUser, event.Failure},
	{"Multiple logins", event.LoginFailed, event.Failure},
	{"User logged in outside", event.LoginFailed, event.Failure},
	{"Outside allowed timespan", event.LoginFailed, event.Failure},
	{"Ignoring request to auth", event.AccessDenied, event.Failure},
	{"Dropping packet", event.NoAction, 0},
}

// radiusMessage reads FreeRADIUS: "(12) Login incorrect (mschap: …): [bob/x]
// (from client nas1 port 0 cli 00-11-22-33-44-55)". What is behind the slash
// may be the password, so the message ends in front of it.
func radiusMessage(p *Parser, msg []byte) error {
	for _, lead := range [...]string{"Auth: ", "Error: ", "Info: "} {
		if after, ok := bytes.CutPrefix(msg, []byte(lead)); ok {
			if lead != "Auth: " {
				p.set(Level, msg[:len(lead)-2])
			}
			msg = after
			break
		}
	}
	if len(msg) > 0 && msg[0] == '(' {
		if n, rest, ok := bytes.Cut(msg[1:], []byte(")")); ok && digits(bytes.TrimLeft(n, " ")) {
			msg = bytes.TrimLeft(rest, " ")
		}
	}
	if !p.means(msg, radiusPhrases) {
		return ErrFormat
	}
	client := msg
	open := bytes.Index(msg, []byte(": ["))
	if open < 0 && bytes.HasPrefix(msg, []byte("Login ")) && bytes.HasPrefix(msg[min(len(msg), len("Login OK")):], []byte(": ")) { // another's: "Login OK: bob"
		return ErrFormat
	}
	p.networked()
	if open >= 0 {
		p.radiusUser(msg, open+3)
		client = msg[open+3:]
	} else {
		p.set(Message, msg)
	}
	if p.e.Outcome == event.Failure {
		p.set(Reason, bytes.Trim(enclosed(msg, "(", "): ["), " "))
	}
	if station := enclosed(client, " cli ", ")"); station != nil {
		station, _ = nextField(bytes.TrimPrefix(station, []byte("ip:source-ip=")))
		if isAddress(station) {
			p.set(SourceIP, station)
		}
	}
	if nas, ok := behind(client, "client "); ok && !p.has(SourceIP) {
		nas, _ = nextField(nas)
		p.peer(bytes.TrimRight(nas, ")"))
	}
	return nil
}

// radiusUser reads "bob/secret] (from …" at i, and takes the secret out of the
// message.
func (p *Parser) radiusUser(msg []byte, i int) {
	end := bytes.Index(msg[i:], []byte("] (from "))
	if end < 0 {
		if end = bytes.LastIndexByte(msg[i:], ']'); end < 0 {
			p.set(UserName, msg[i:])
			return
		}
	}
	whole := msg[i : i+end]
	machine := len(whole) - len(bytes.TrimPrefix(whole, []byte("host/"))) // a computer of a Windows domain
	name, secret, ok := bytes.Cut(whole[machine:], []byte("/"))
	name = whole[:machine+len(name)]
	p.set(UserName, name)
	if !ok || bytes.HasPrefix(secret, []byte("<")) {
		p.set(Message, msg)
		return
	}
	p.secret([]byte("password"), secret, anywhere, text)
	start := len(p.buf)
	p.buf = append(append(p.buf, msg[:i+len(name)]...), msg[i+end:]...)
	p.set(Message, p.buf[start:len(p.buf):len(p.buf)])
}
