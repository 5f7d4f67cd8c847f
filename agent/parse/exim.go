package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

var eximPhrases = []phrase{
	{"*Incorrect authentication data", event.LoginFailed, event.Failure},
	{"*authenticator failed for ", event.LoginFailed, event.Failure},
	{"*rejected AUTH ", event.LoginFailed, event.Failure},
	{"*AUTH command used when not advertised", event.LoginFailed, event.Failure},
	{"*(last command was \"AUTH", event.LoginFailed, event.Failure},
	{"*too many failed authentication", event.LoginFailed, event.Failure},
	{"*uthentication is allowed only once", event.LoginFailed, event.Failure},
	{"* sender verify fail ", event.AccessDenied, event.Failure},
	{"no MAIL in SMTP connection ", event.Disconnected, event.Failure},
	{"*closed by DROP in ACL", event.AccessDenied, event.Failure},
	{"SMTP protocol synchronization error", event.AccessDenied, event.Failure},
	{"* rejected ", event.AccessDenied, event.Failure},
	{"*refused: ", event.AccessDenied, event.Failure},
	{"*dropped: ", event.AccessDenied, event.Failure},
	{"*unexpected disconnection while reading SMTP command", event.NoAction, 0},
	{"SMTP connection from ", event.NoAction, 0},
	{"TLS error on connection from ", event.Disconnected, event.Failure},
	{"no host name found for IP address ", event.NoAction, 0},
}

// eximLine reads a log of Exim's own.
func eximLine(p *Parser, line []byte) error {
	if len(line) < 40 || line[4] != '-' || line[10] != ' ' || line[16] != ':' || line[19] == ',' {
		return ErrFormat
	}
	rest := p.stamped(line)
	if rest == nil || rest[0] != ' ' {
		return ErrFormat
	}
	msg := bytes.TrimLeft(rest, " ")
	if len(msg) == 0 || isLetter(msg[0]) && !isExim(msg) {
		return ErrFormat
	}
	p.set(Message, msg)
	return eximMessage(p, msg)
}

// eximMessage reads Exim's main and reject logs. The client stands as
// "H=host (what it says) [address]:port" or "for host (…) [address]": only
// what is in brackets is known, and the first of them may be what it says.
func eximMessage(p *Parser, msg []byte) error {
	if len(msg) > 0 && msg[0] == '[' { // +pid
		if pid := enclosed(msg, "[", "] "); len(pid) < 12 && digits(pid) {
			p.pid(pid)
			msg = msg[len(pid)+3:]
		}
	}
	if s, n := stamp.Read(msg); n > 0 && n < len(msg) && s.Year > 0 { // behind a syslog header
		msg = bytes.TrimLeft(msg[n:], " ")
	}
	if id, rest := nextField(msg); isEximID(id) {
		return p.eximReceived(rest)
	}
	if !isExim(msg) || !p.means(msg, eximPhrases) {
		return ErrFormat
	}
	p.networked()
	p.eximPeer(msg)
	if name := enclosed(msg, "(set_id=", ")"); name != nil {
		p.set(UserName, name)
	}
	if peer, ok := behind(msg, "found for IP address "); ok {
		p.peer(peer)
	}
	if i := bytes.Index(msg, []byte(": 5")); i >= 0 {
		p.set(Reason, msg[i+2:])
	}
	return nil
}

// isExim reports whether a message without a header is surely Exim's.
func isExim(msg []byte) bool {
	word, rest := nextField(msg)
	return bytes.HasPrefix(rest, []byte(" authenticator failed for ")) || bytes.HasPrefix(word, []byte("H=")) || bytes.HasPrefix(msg, []byte("SMTP ")) ||
		bytes.HasPrefix(msg, []byte("rejected ")) || bytes.HasPrefix(msg, []byte("unexpected disconnection ")) || bytes.HasPrefix(msg, []byte("no host name found for ")) || bytes.HasPrefix(msg, []byte("no MAIL in SMTP ")) || bytes.HasPrefix(msg, []byte("TLS error on connection from ")) ||
		bytes.HasPrefix(rest, []byte(" SMTP connection from "))
}

// isEximID reports whether b is the id of a message: 1rABCD-000123-XY, and
// longer since 4.97.
func isEximID(b []byte) bool {
	return len(b) == 16 && b[6] == '-' && b[13] == '-' || len(b) == 23 && b[6] == '-' && b[18] == '-'
}

// eximReceived reads the arrival of a message; A= names who had logged in for it.
func (p *Parser) eximReceived(b []byte) error {
	arrow, rest := nextField(b)
	if string(arrow) != "<=" {
		return p.eximJudged(b, arrow)
	}
	p.eximPeer(rest)
	as := enclosed(rest, " A=", " ")
	if _, name, ok := bytes.Cut(as, []byte(":")); ok {
		p.set(UserName, name)
		p.happened(event.Login, event.Success)
		return nil
	}
	return ErrNotAuth
}

// eximJudged reads what became of a message on arrival: "F=<a@example.net> H=host
// [192.0.2.7] rejected by …", "SA: Action: … (host=host [192.0.2.7])". first is its first
// word. The host of a delivery, "=> bob H=mx [192.0.2.25]", is no client.
func (p *Parser) eximJudged(b, first []byte) error {
	judged := bytes.HasPrefix(first, []byte("H=")) || bytes.HasPrefix(first, []byte("F=")) || bytes.HasPrefix(b, []byte(" SMTP connection from "))
	if judged && p.means(bytes.TrimLeft(b, " "), eximPhrases) {
		p.networked()
		p.eximPeer(b)
		return nil
	}
	if judged || string(first) == "SA:" { // SpamAssassin
		p.eximPeer(b)
	}
	return ErrNotAuth
}

// eximPeer takes the client's address: of those in brackets the one that no
// round bracket surrounds. What the client said is in quotes, and may have
// quotes and hosts of its own: what stands behind the last is Exim's.
func (p *Parser) eximPeer(b []byte) {
	if bytes.HasPrefix(b, []byte("SMTP protocol error in ")) {
		b = b[max(0, bytes.LastIndex(b, []byte(`" H=`))):]
	}
	for len(b) > 0 {
		open := bytes.IndexByte(b, '[')
		if open < 0 {
			return
		}
		if open > 0 && b[open-1] == '(' || open > 1 && string(b[open-2:open]) == "I=" { // what it says it is, our own
			b = b[open+1:]
			continue
		}
		p.bracketed(b[open:])
		return
	}
}
