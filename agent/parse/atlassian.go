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
	if bytes.HasPrefix(name, []byte("User ")) {
		p.atlassianTarget(d)
	}
	p.auth = isAuth
	return nil
}

// atlassianTarget names the user and the group that were acted upon.
func (p *Parser) atlassianTarget(d *Doc) {
	at, ok := d.find([]string{"affectedObjects"})
	if !ok || d.nodes[at].kind != array {
		return
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		switch string(d.named(i, "type")) {
		case "User", "USER":
			p.set(TargetName, d.named(i, "name"))
			p.set(TargetID, d.named(i, "id"))
		case "Group", "GROUP":
			p.set(GroupName, d.named(i, "name"))
		}
	}
}

// bitbucketLine reads Bitbucket's access and audit logs:
//
//	192.0.2.7 | https | i@ABC1300x2x1 | bob | 2026-11-10 12:55:36,123 | "POST /j_atl_security_check HTTP/1.1" | "referrer" "agent" | 302 | 0 | 0 | - | 80 | abc |
//	192.0.2.7 | AuthenticationFailureEvent | - | 1794315336123 | bob | {"authentication-method":"form"} | @1ABC | -
func bitbucketLine(p *Parser, line []byte) error {
	if bytes.IndexByte(line, '|') < 0 {
		return ErrFormat
	}
	var f [8][]byte
	for i := range f {
		var ok bool
		if f[i], line, ok = bytes.Cut(line, []byte(" | ")); !ok && i < len(f)-1 {
			return ErrFormat
		}
	}
	first, _, _ := bytes.Cut(f[0], []byte(","))
	if !isAddress(first) {
		return ErrFormat
	}
	p.mined = true
	if bytes.HasSuffix(f[1], []byte("Event")) {
		p.set(Code, f[1])
		p.set(ActionWord, f[1])
		p.set(Time, f[3])
		p.set(UserName, f[4])
		if !absent(f[2]) { // who did it, where it was done to somebody
			p.set(TargetName, f[4])
			p.set(UserName, f[2])
		}
	} else if request := enclosed(f[5], `"`, `"`); request != nil {
		p.set(UserName, f[3])
		p.set(Time, f[4])
		p.requestLine(request)
		if referrer, rest, ok := quotedField(f[6]); ok {
			p.set(Referrer, referrer)
			agent, _, _ := quotedField(bytes.TrimLeft(rest, " "))
			p.set(UserAgent, agent)
		}
		p.set(Status, f[7])
	} else {
		return ErrFormat
	}
	p.forwardedPeer(f[0])
	return nil
}
