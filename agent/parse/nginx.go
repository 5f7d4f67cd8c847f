package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// nginxObject reads access logs in JSON: their members have the names of
// nginx's variables, which the general reading knows.
func nginxObject(p *Parser, d *Doc) error {
	p.fields(d)
	return nil
}

// nginxErrorLine reads nginx's error log:
//
//	2026/11/10 13:55:36 [error] 12#12: *3 text, client: 192.0.2.7, server: x, request: "GET / HTTP/1.1", host: "x"
func nginxErrorLine(p *Parser, line []byte) error {
	const level = len("2026/11/10 13:55:36 [")
	if len(line) < level || line[4] != '/' || line[level-2] != ' ' || line[level-1] != '[' {
		return ErrFormat
	}
	name, rest, ok := bytes.Cut(line[level:], []byte("] "))
	if !ok || !isLevel(name) {
		return ErrFormat
	}
	_, n := leadingInt(rest)
	if n == 0 || n >= len(rest) || rest[n] != '#' {
		return ErrFormat
	}
	pid := rest[:n]
	_, msg, ok := bytes.Cut(rest[n:], []byte(": "))
	if !ok || len(msg) == 0 {
		return errBroken
	}
	p.set(Time, line[:level-2])
	p.set(Level, name)
	p.set(ProcessPID, pid)
	if msg[0] == '*' { // the connection's number
		_, msg = nextField(msg)
		msg = bytes.TrimLeft(msg, " ")
	}
	// A name of Basic credentials has no colon, so the first ", client: " is
	// nginx's own wherever a user is named.
	msg, about, _ := bytes.Cut(msg, []byte(", client: "))
	p.set(Message, msg)
	p.nginxRequest(about)
	return p.nginxRefusal(msg)
}

// nginxRequest reads what follows the message: `192.0.2.7, server: x, request:
// "GET / HTTP/1.1", host: "x"`; of the mail proxy `192.0.2.7 using starttls, server:
// 0.0.0.0:587, login: "bob"`.
func (p *Parser) nginxRequest(b []byte) {
	client, b, _ := bytes.Cut(b, []byte(", "))
	p.peer(bytes.TrimSuffix(client, []byte(" using starttls")))
	for len(b) > 0 {
		name, rest, ok := bytes.Cut(b, []byte(": "))
		if !ok || len(rest) == 0 {
			return
		}
		var v []byte
		if rest[0] == '"' {
			v, b = untilQuoteComma(rest[1:])
		} else {
			v, b, _ = bytes.Cut(rest, []byte(", "))
		}
		switch string(name) {
		case "request":
			p.requestLine(v)
		case "host":
			p.set(URLHost, v)
		case "referrer":
			p.set(Referrer, v)
		case "login":
			p.set(UserName, v)
		}
	}
}

// untilQuoteComma takes a quoted value in which quotes are not escaped: it
// ends with the first quote in front of a comma, or with the text.
func untilQuoteComma(b []byte) (v, rest []byte) {
	if i := bytes.Index(b, []byte(`", `)); i >= 0 {
		return b[:i], b[i+3:]
	}
	return bytes.TrimSuffix(b, []byte(`"`)), nil
}

// nginxMailPhrases are what nginx says as a proxy of mail.
var nginxMailPhrases = []phrase{
	{"client login failed: ", event.LoginFailed, event.Failure},
	{"client logged in", event.Login, event.Success},
	{"proxied session done", event.SessionEnded, event.Success},
}

// nginxRefusal says what a message means. Most are about files and upstreams,
// and the words of a path must not make them an authentication.
func (p *Parser) nginxRefusal(msg []byte) error {
	p.mined = true
	if after, ok := bytes.CutPrefix(msg, []byte(`user "`)); ok {
		name, why, _ := bytes.Cut(after, []byte(`"`))
		p.set(UserName, name)
		if bytes.HasPrefix(why, []byte(" was not found")) {
			p.happened(event.InvalidUser, event.Failure)
		} else {
			p.happened(event.LoginFailed, event.Failure)
		}
		return nil
	}
	if _, said, ok := bytes.Cut(msg, []byte(" sent in stderr: ")); ok { // FastCGI, uwsgi
		said, _ = untilQuoteComma(bytes.TrimLeft(said, `"`))
		said = bytes.TrimPrefix(said, []byte("PHP message: "))
		p.set(Message, said)
		p.mined = false
		return nil
	}
	switch {
	case p.means(msg, nginxMailPhrases):
	case bytes.HasPrefix(msg, []byte("client ")) && bytes.Contains(msg, []byte(" connected to ")): // mail and stream: client 192.0.2.7:51822 connected to 0.0.0.0:25
		client, _ := nextField(msg[len("client "):])
		p.peer(client)
		return ErrNotAuth
	case bytes.HasPrefix(msg, []byte("access forbidden by rule")):
		p.happened(event.AccessDenied, event.Failure)
	case bytes.HasPrefix(msg, []byte("no user/password was provided")):
		p.happened(event.AccessDenied, event.Failure)
		p.noToken = true
	case bytes.HasPrefix(msg, []byte("client SSL certificate verify error")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(msg, []byte("client used invalid token")): // of digest authentication
		p.happened(event.InvalidToken, event.Failure)
	case bytes.HasPrefix(msg, []byte("[kong] ")), bytes.HasPrefix(msg, []byte("[lua] ")): // plugins' own words
		p.mined = false
		if code, ok := behind(msg, "status code "); ok {
			_, n := leadingInt(code)
			p.set(Status, code[:n])
		}
	case bytes.HasPrefix(msg, []byte("PAM: ")), bytes.HasPrefix(msg, []byte("http_auth_ldap: ")), bytes.Contains(msg, []byte("authentication")), bytes.Contains(msg, []byte("JWT")):
		p.mine(msg)
	case !p.has(Method):
		return ErrNotAuth
	default:
		p.e.Action, p.e.Outcome = event.WebAccess, event.Unknown
		if isErrorLevel(p.val(Level)) {
			p.e.Outcome = event.Failure
		}
	}
	return nil
}
