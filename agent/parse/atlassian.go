package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// atlassianMessage reads what Atlassian's authenticator (Seraph) says in the
// logs of Jira, Confluence and Bitbucket:
//
//	login : 'bob' tried to login but they do not have USE permission or weren't found. …
//	The user 'bob' has FAILED authentication.  Failure count equals 3
func atlassianMessage(p *Parser, msg []byte) error {
	if !bytes.Contains(msg, []byte("authentication")) && !bytes.Contains(msg, []byte("tried to login")) {
		return ErrFormat
	}
	said := msg
	if i := bytes.Index(msg, []byte("login : '")); i >= 0 {
		said = msg[i+len("login : "):]
	} else if i := bytes.Index(msg, []byte("The user '")); i >= 0 {
		said = msg[i+len("The user "):]
	} else {
		return ErrFormat
	}
	end := bytes.LastIndex(said, []byte("' "))
	if end < 1 {
		return ErrFormat
	}
	name, what := said[1:end], said[end+2:]
	p.set(UserName, name)
	p.atlassianRequest(msg[:len(msg)-len(said)])
	p.mined = true
	switch {
	case bytes.HasPrefix(what, []byte("tried to login but")), bytes.HasPrefix(what, []byte("has FAILED")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(what, []byte("has PASSED")):
		p.happened(event.Login, event.Success)
	default:
		return ErrFormat
	}
	return nil
}

// atlassianRequest reads what Jira's security log has in front of the message:
// "http-nio-8080-exec-5 anonymous 775x123x1 1abcde 192.0.2.7,10.0.0.1 /login.jsp ".
func (p *Parser) atlassianRequest(b []byte) {
	for len(b) > 0 {
		var v []byte
		v, b = nextField(b)
		first, _, _ := bytes.Cut(v, []byte(","))
		switch {
		case isAddress(first):
			p.forwardedPeer(v)
		case len(v) > 1 && v[0] == '/':
			p.set(Target, v)
		}
	}
}

// atlassianObject reads the audit log of Jira, Confluence and Bitbucket.
func atlassianObject(p *Parser, d *Doc) error {
	name := d.Get("auditType", "action")
	if name == nil {
		return ErrFormat
	}
	p.set(Time, d.Get("timestamp", "epochSecond"))
	if !p.has(Time) {
		p.set(Time, d.Get("timestamp"))
	}
	p.set(UserName, d.Get("author", "name"))
	p.set(UserID, d.Get("author", "id"))
	if source := d.Get("source"); source != nil {
		p.forwardedPeer(source)
	}
	p.set(Provider, d.Get("auditType", "category"))
	p.set(Code, name)
	p.set(ActionWord, name)
	p.auth = isAuth
	return nil
}
