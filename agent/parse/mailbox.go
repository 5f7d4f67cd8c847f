package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var mailboxPhrases = []phrase{
	{"LOGIN FAILED,", event.LoginFailed, event.Failure}, // Courier
	{"LOGIN,", event.Login, event.Success},
	{"LOGOUT,", event.Logout, event.Success},
	{"DISCONNECTED,", event.SessionEnded, event.Success},
	{"TIMEOUT,", event.SessionEnded, event.Success},
	{"error,relay=", event.LoginFailed, event.Failure},
	{"Authenticated: ", event.Login, event.Success}, // Courier's authdaemon
	{"Connection, ip=", event.NoAction, 0},
	{"started,ip=", event.NoAction, 0},

	{"Login failed", event.LoginFailed, event.Failure}, // the University of Washington's
	{"Login excessive", event.LoginFailed, event.Failure},
	{"Login SYSTEM BREAK-IN ATTEMPT", event.LoginFailed, event.Failure},
	{"*override of user=", event.LoginFailed, event.Failure},
	{"Login disabled", event.LoginFailed, event.Failure},
	{"Login user=", event.Login, event.Success},
	{"Auth user=", event.Login, event.Success},
	{"Authenticated user=", event.Login, event.Success},
	{"Preauthenticated user=", event.Login, event.Success},
	{"AUTHENTICATE ", event.LoginFailed, event.Failure},
	{"Logout user=", event.Logout, event.Success},
	{"Autologout user=", event.SessionEnded, event.Success},
	{"Killed (lost mailbox lock) user=", event.SessionEnded, event.Success},

	{"badlogin: ", event.LoginFailed, event.Failure}, // Cyrus
	{"login: ", event.Login, event.Success},
	{"starttls: ", event.NoAction, 0},
	{"open: user ", event.NoAction, 0},
	{"seen_db: user ", event.NoAction, 0},
	{"USAGE ", event.NoAction, 0},
	{"Delivered: ", event.NoAction, 0},
}

// mailboxMessage reads the IMAP and POP servers that share the name imapd:
// Courier, Cyrus and the University of Washington's.
func mailboxMessage(p *Parser, msg []byte) error {
	if !p.headed && !isMailbox(msg) || !p.means(msg, mailboxPhrases) {
		return ErrFormat
	}
	switch {
	case p.auth == notAuth:
		p.bracketed(msg)
		return ErrNotAuth
	case bytes.HasPrefix(msg, []byte("badlogin: ")), bytes.HasPrefix(msg, []byte("login: ")):
		p.cyrusLogin(msg)
		return nil
	case bytes.HasPrefix(msg, []byte("error,relay=")):
		who, _, _ := bytes.Cut(msg[len("error,relay="):], []byte(","))
		p.peer(who)
		if !bytes.Contains(msg, []byte("535 ")) && !bytes.Contains(msg, []byte("uthentication")) { // a recipient refused
			p.happened(event.AccessDenied, event.Failure)
			p.networked()
		}
		p.set(SourcePort, enclosed(msg, ",port=", ","))
		p.set(Reason, enclosed(msg, `msg="`, `"`))
		return nil
	}
	if bytes.HasPrefix(msg, []byte("Authenticated: ")) {
		p.set(UserName, enclosed(msg, " sysusername=", ","))
		if name, ok := behind(msg, " address="); ok {
			p.set(UserName, upTo(name, ','))
		}
		return nil
	}
	if name, ok := behind(msg, "user="); ok {
		end := bytes.Index(name, []byte(", "))
		if end < 0 || bytes.Contains(msg, []byte(" host=")) {
			if end = bytes.IndexByte(name, ' '); end < 0 {
				end = len(name)
			}
		}
		p.set(UserName, name[:end])
	}
	if _, rest, ok := bytes.Cut(msg, []byte("port=[")); ok {
		n, length := leadingInt(rest)
		if n > 0 {
			p.set(SourcePort, rest[:length])
		}
	}
	p.bracketed(msg)
	return nil
}

// isMailbox reports whether a message without a header is surely one of theirs.
func isMailbox(msg []byte) bool {
	for _, lead := range [...]string{"badlogin: ", "LOGIN FAILED, ", "LOGIN, user=", "LOGOUT, user="} {
		if bytes.HasPrefix(msg, []byte(lead)) {
			return true
		}
	}
	return bytes.HasPrefix(msg, []byte("login: ")) && bytes.Contains(msg, []byte(" User logged in"))
}

// cyrusLogin reads "badlogin: host [192.0.2.7] plaintext bob SASL(-13): …" and
// "login: host [192.0.2.7] bob PLAIN+TLS User logged in". Mechanism and name
// change places, and the name may be missing.
func (p *Parser) cyrusLogin(b []byte) {
	p.bracketed(b)
	i := bytes.IndexByte(b, ']')
	first, rest := nextField(b[i+1:])
	second, _ := nextField(rest)
	name := first
	if b[0] == 'b' {
		name = second
		if i := bytes.Index(b, []byte("SASL(")); i >= 0 {
			p.set(Reason, bytes.TrimRight(b[i:], "]"))
		}
	}
	if string(name) == "authentication" { // "PLAIN authentication failure": nobody is named
		return
	}
	if len(name) > 0 && name[0] != '[' && !bytes.HasPrefix(name, []byte("SASL(")) {
		p.set(UserName, bytes.Trim(name, "<>()")) // "PLAIN (bob) [SASL(-13): …]" since 3.0
	}
}

// opensmtpdMessage reads OpenBSD's mail server. Its sessions are of SMTP: nobody
// need be known for one.
func opensmtpdMessage(p *Parser, msg []byte) error {
	if rest, ok := behind(msg, " authentication "); ok && bytes.HasPrefix(rest, []byte("user=")) { // 8f2c1d0a5b6e7f80 smtp authentication user=bob address=192.0.2.7 result=permfail
		p.happened(event.LoginFailed, event.Failure)
		for {
			name, v, _, tail := nextPair(rest)
			if name == nil && v == nil {
				return nil
			}
			rest = tail
			switch string(name) {
			case "user":
				p.set(UserName, v)
			case "address":
				p.peer(v)
			case "result":
				if string(v) == "ok" {
					p.happened(event.Login, event.Success)
				} else {
					p.set(Reason, v)
				}
			}
		}
	}
	if holds(msg, "uthentication") {
		return ErrFormat
	}
	p.mine(msg)
	p.auth = notAuth
	return ErrNotAuth
}
