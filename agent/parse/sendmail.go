package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var sendmailPhrases = []phrase{
	{"AUTH failure ", event.LoginFailed, event.Failure},
	{"AUTH=server, ", event.Login, event.Success},
	{"*possible SMTP attack: ", event.LoginFailed, event.Failure},
	{"*reject=", event.AccessDenied, event.Failure},
	{"rejecting commands from ", event.AccessDenied, event.Failure},
	{"*did not issue MAIL/EXPN/VRFY/ETRN", event.Disconnected, event.Unknown},
	{"*[rejected]", event.AccessDenied, event.Failure},
	{"*... No such user here", event.AccessDenied, event.Failure},
	{"*... User unknown", event.AccessDenied, event.Failure},
	{"AUTH error", event.LoginFailed, event.Failure},
	{"from=<", event.NoAction, 0},
	{"to=<", event.NoAction, 0},
	{"STARTTLS=", event.NoAction, 0},
	{"lost input channel from ", event.NoAction, 0},
}

// sendmailMessage reads sendmail's server: the client stands as
// "relay=host [address]", behind the id of its session.
func sendmailMessage(p *Parser, msg []byte) error {
	if id, rest, ok := bytes.Cut(msg, []byte(": ")); ok && len(id) >= 6 && len(id) <= 20 && bytes.IndexByte(id, ' ') < 0 {
		msg = rest
	}
	if !p.means(msg, sendmailPhrases) {
		return ErrFormat
	}
	p.networked()
	relay, ok := behind(msg, "relay=")
	if bytes.HasPrefix(msg, []byte("AUTH failure ")) { // behind the user, whom the client names
		relay = msg[bytes.LastIndex(msg, []byte("relay="))+1:]
	}
	if !ok || !p.bracketed(relay) {
		p.bracketed(msg)
	}
	for _, key := range [...]string{"authid=", ", user="} {
		if name, ok := behind(msg, key); ok {
			name, _, _ = bytes.Cut(name, []byte(","))
			p.set(UserName, name)
		}
	}
	if reason, ok := behind(msg, "reject="); ok {
		p.set(Reason, reason)
	}
	return nil
}
