package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// proxmoxMessage reads the daemons of Proxmox VE, Mail Gateway and Backup
// Server: "authentication failure; rhost=192.0.2.7 user=root@pam msg=…".
func proxmoxMessage(p *Parser, msg []byte) error {
	if bytes.HasPrefix(msg, []byte("authentication failure;")) {
		_, rest, _ := bytes.Cut(msg, []byte("; "))
		if peer, ok := behind(rest, "rhost="); ok {
			peer, _ = nextField(peer)
			p.peer(peer)
		}
		if name, ok := behind(rest, "user="); ok {
			name, _, _ = bytes.Cut(name, []byte(" msg="))
			p.set(UserName, name)
		}
		if reason, ok := behind(rest, "msg="); ok {
			p.set(Reason, reason)
		}
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	if name := enclosed(msg, "successful auth for user '", "'"); name != nil {
		p.set(UserName, name)
		p.happened(event.Login, event.Success)
		return nil
	}
	if who, did, ok := bytes.Cut(msg, []byte("> ")); ok && msg[0] == '<' && (bytes.HasPrefix(did, []byte("starting task ")) || bytes.HasPrefix(did, []byte("end task "))) { // <bob@pam> end task UPID:…: OK
		p.set(UserName, who[1:])
		return ErrNotAuth
	}
	return ErrFormat
}

var webminPhrases = []phrase{
	{"Successful login ", event.Login, event.Success},
	{"Invalid login ", event.LoginFailed, event.Failure},
	{"Non-existent login ", event.InvalidUser, event.Failure},
	{"Failed login ", event.LoginFailed, event.Failure},
	{"*Logout by ", event.Logout, event.Success},
	{"Timeout of session for ", event.SessionEnded, event.Success},
	{"Security alert: Host ", event.AccessDenied, event.Failure},
	{"Security alert: User ", event.AccountLocked, event.Failure},
	{"Webmin starting", event.NoAction, 0},
}

// webminMessage reads what Webmin and Usermin send to syslog: "Invalid login
// as bob from 192.0.2.7".
func webminMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if !p.means(msg, webminPhrases) {
		return ErrFormat
	}
	for _, lead := range [...]string{" as ", "out by ", "session for ", "for user ", "alert: User "} {
		if name, ok := behind(msg, lead); ok {
			name, _ = nextField(name)
			p.set(UserName, name)
			break
		}
	}
	for _, lead := range [...]string{" from ", "alert: Host "} {
		if peer, ok := behind(msg, lead); ok {
			peer, _ = nextField(peer)
			p.peer(peer)
		}
	}
	return nil
}

// webminLine reads Webmin's log of actions: id, time, user, session, address,
// module, script, and in quotes action, type and object.
//
//	1794313536.4211.0 [10/Nov/2026 12:55:36] bob - 192.0.2.7 global miniserv.pl "failed" "-" "wrongpass"
func webminLine(p *Parser, line []byte) error {
	open := bytes.IndexByte(line[:min(len(line), 40)], '[')
	if open < 10 || line[open-1] != ' ' || !isDigit(line[0]) {
		return ErrFormat
	}
	for _, c := range line[:open-1] {
		if !isDigit(c) && c != '.' {
			return ErrFormat
		}
	}
	when := enclosed(line[open:], "[", "] ")
	if _, n := stamp.Read(when); n == 0 || n != len(when) {
		return ErrFormat
	}
	var f [5][]byte
	rest := line[open+len(when)+2:]
	for i := range f {
		f[i], rest = nextField(rest)
	}
	var said [3][]byte
	for i := range said {
		var ok bool
		if rest = bytes.TrimLeft(rest, " "); len(rest) == 0 || rest[0] != '"' {
			return ErrFormat
		}
		if said[i], rest, ok = quotedField(rest); !ok {
			return errBroken
		}
	}
	p.set(Time, when)
	p.set(UserName, f[0])
	p.peer(f[2])
	p.set(Provider, f[3])
	switch action, kind, object := said[0], said[1], said[2]; string(action) {
	case "failed":
		p.happened(event.LoginFailed, event.Failure)
		p.set(Reason, object)
	case "login":
		p.happened(event.Login, event.Success)
	case "logout":
		p.happened(event.Logout, event.Success)
	default:
		return p.webminChange(string(action) == "create", string(action) == "delete", kind, object)
	}
	return nil
}

// webminChange reads an action on an account or a group.
func (p *Parser) webminChange(created, deleted bool, kind, object []byte) error {
	pick := func(create, remove, change event.Action) {
		switch {
		case created:
			change = create
		case deleted:
			change = remove
		}
		p.happened(change, event.Success)
	}
	switch string(kind) {
	case "user", "users":
		p.set(TargetName, object)
		pick(event.UserCreated, event.UserDeleted, event.UserChanged)
	case "group", "groups":
		p.set(GroupName, object)
		pick(event.GroupCreated, event.GroupDeleted, event.GroupChanged)
	default:
		return ErrNotAuth
	}
	return nil
}
