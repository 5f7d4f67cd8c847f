package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sambaMessage reads what Samba's smbd and winbindd say of logins, and the
// records of its full_audit module:
//
//	Auth: [SMB2,(null)] user [EXAMPLE]\[bob] at […] with [NTLMv2] status [NT_STATUS_WRONG_PASSWORD] … remote host [ipv4:192.0.2.7:52114] …
//	check_ntlm_password:  Authentication for user [bob] -> [bob] FAILED with error NT_STATUS_WRONG_PASSWORD
//	bob|192.0.2.7|share|connect|ok|share
func sambaMessage(p *Parser, msg []byte) error {
	msg = bytes.TrimLeft(msg, " ")
	switch {
	case bytes.HasPrefix(msg, []byte("Auth: [")):
		return p.sambaAuth(msg)
	case bytes.HasPrefix(msg, []byte("Successful AuthZ: [")):
		err := p.sambaAuth(msg)
		p.happened(event.AuthInfo, event.Success)
		return err
	case bytes.HasPrefix(msg, []byte("JSON Authentication: {")):
		if p.doc.read(p, msg[len("JSON Authentication: "):]) {
			return sambaObject(p, &p.doc)
		}
		return ErrFormat
	}
	if after, ok := bytes.CutPrefix(msg, []byte("check_ntlm_password:")); ok {
		if name := enclosed(after, "for user [", "]"); name != nil {
			p.set(UserName, name)
		}
		switch {
		case bytes.Contains(after, []byte("succeeded")):
			p.happened(event.Login, event.Success)
		case bytes.Contains(after, []byte("FAILED")):
			p.sambaStatus(after)
		default:
			return ErrNotAuth
		}
		return nil
	}
	if who, rest, ok := bytes.Cut(msg, []byte(" connect to service ")); ok { // pc1 (192.0.2.7) connect to service share initially as user bob (uid=1000, …
		if peer := enclosed(who, "(", ")"); peer != nil {
			p.sambaPeer(peer)
		}
		if name := enclosed(rest, "as user ", " "); name != nil {
			p.set(UserName, name)
		}
		p.set(UserID, enclosed(rest, "(uid=", ","))
		p.happened(event.SessionStarted, event.Success)
		return nil
	}
	who, denied := bytes.CutPrefix(msg, []byte("Denied connection from "))
	if !denied {
		who, denied = bytes.CutPrefix(msg, []byte("Connection denied from "))
	}
	if denied {
		if peer := enclosed(who, "(", ")"); peer != nil {
			who = peer
		}
		p.sambaPeer(who)
		p.happened(event.AccessDenied, event.Failure)
		p.networked()
		return nil
	}
	if bytes.Contains(msg, []byte(" closed connection to service ")) {
		p.mine(msg)
		p.happened(event.SessionEnded, event.Success)
		return nil
	}
	if p.headed && string(p.val(ProcessName)) == "smbd_audit" {
		return p.sambaAudit(msg)
	}
	return ErrFormat
}

// sambaAuth reads the line that Samba's auth_log.c makes of a login.
func (p *Parser) sambaAuth(msg []byte) error {
	_, rest, ok := bytes.Cut(msg, []byte(" user ["))
	if !ok {
		return ErrFormat
	}
	domain, rest, _ := bytes.Cut(rest, []byte(`]\[`))
	name, rest, ok := bytes.Cut(rest, []byte("]"))
	if !ok {
		return errBroken
	}
	p.set(UserDomain, domain)
	p.set(UserName, name)
	if at := enclosed(rest, " at [", "]"); at != nil && !p.syslog && !p.has(Time) {
		p.set(Time, at)
	}
	if peer := enclosed(rest, "emote host [", "]"); peer != nil {
		p.sambaPeer(peer)
	}
	if local := enclosed(rest, "local host [", "]"); local != nil {
		p.endpoint(local, 1, nil, DestIP, DestPort, DestHost)
	}
	if status := enclosed(rest, " status [", "]"); status != nil {
		p.sambaStatus(status)
		return nil
	}
	return nil
}

// sambaPeer takes "ipv4:192.0.2.7:52114" and "ipv6:2001:db8::7:52114", where
// the last colon is the port's.
func (p *Parser) sambaPeer(b []byte) {
	if after, ok := bytes.CutPrefix(b, []byte("ipv6:")); ok {
		p.portedPeer(after)
		return
	}
	p.peer(b)
}

// sambaStatus settles the outcome of an NT status.
func (p *Parser) sambaStatus(b []byte) {
	status := b
	if i := bytes.Index(b, []byte("NT_STATUS_")); i >= 0 {
		status, _ = nextField(b[i:])
		status = bytes.TrimRight(status, ",.")
	}
	p.set(ErrorCode, status)
	if !p.knows(status, sambaStatuses) {
		p.happened(event.LoginFailed, event.Failure)
	}
	if p.e.Outcome == event.Success {
		p.unset(ErrorCode)
	}
}

var sambaStatuses = codes([]phrase{
	{"NT_STATUS_OK", event.Login, event.Success},
	{"NT_STATUS_NO_SUCH_USER", event.InvalidUser, event.Failure},
	{"NT_STATUS_ACCOUNT_LOCKED_OUT", event.AccountLocked, event.Failure},
})

// sambaObject reads the JSON form of the authentication log.
func sambaObject(p *Parser, d *Doc) error {
	if !d.Has("Authentication", "remoteAddress") {
		return ErrFormat
	}
	r := func(key string) []byte { return d.Get("Authentication", key) }
	p.set(Time, d.Get("timestamp"))
	p.set(UserName, r("clientAccount"))
	p.set(UserDomain, r("clientDomain"))
	p.set(Code, r("eventId"))
	p.set(Protocol, r("serviceDescription"))
	p.sambaPeer(r("remoteAddress"))
	p.endpoint(r("localAddress"), 1, nil, DestIP, DestPort, DestHost)
	p.sambaStatus(r("status"))
	return nil
}

// sambaPassword reads the record of a password that was changed in the directory.
func sambaPassword(p *Parser, d *Doc) error {
	p.sambaChange(d, "passwordChange")
	p.set(TargetName, firstRDN(d.Get("passwordChange", "dn")))
	p.e.Action = event.PasswordChanged
	return nil
}

// sambaGroup reads the record of a group's member that came or went.
func sambaGroup(p *Parser, d *Doc) error {
	p.sambaChange(d, "groupChange")
	p.set(TargetName, firstRDN(d.Get("groupChange", "user")))
	p.set(GroupName, firstRDN(d.Get("groupChange", "group")))
	p.e.Action = event.GroupChanged
	return nil
}

// sambaChange reads what the records of all changes to the directory have.
func (p *Parser) sambaChange(d *Doc, kind string) {
	p.set(Time, d.Get("timestamp"))
	p.set(Code, d.Get(kind, "eventId"))
	p.set(UserID, d.Get(kind, "userSid"))
	p.sambaPeer(d.Get(kind, "remoteAddress"))
	p.happened(event.UserChanged, event.Success)
	if string(d.Get(kind, "statusCode")) != "0" {
		p.e.Outcome = event.Failure
		p.set(Reason, d.Get(kind, "status"))
	}
}

// sambaAudit reads "bob|192.0.2.7|share|connect|ok|…": user and address stand
// first by full_audit's default prefix.
func (p *Parser) sambaAudit(msg []byte) error {
	name, rest, ok := bytes.Cut(msg, []byte("|"))
	peer, rest, more := bytes.Cut(rest, []byte("|"))
	if !ok || !more || !isAddress(peer) {
		return ErrFormat
	}
	p.set(UserName, name)
	p.peer(peer)
	outcome := event.Success
	if bytes.Contains(rest, []byte("|fail")) {
		outcome = event.Failure
	}
	switch {
	case bytes.Contains(rest, []byte("disconnect|")):
		p.happened(event.SessionEnded, outcome)
	case bytes.Contains(rest, []byte("connect|")) && outcome == event.Success:
		p.happened(event.SessionStarted, outcome)
	case bytes.Contains(rest, []byte("connect|")):
		p.happened(event.AccessDenied, outcome)
		p.networked()
	default:
		p.e.Outcome = outcome
		return ErrNotAuth
	}
	return nil
}
