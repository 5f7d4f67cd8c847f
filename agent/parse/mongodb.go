package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// mongodbLine reads MongoDB's text log, up to version 4.2:
//
//	2026-11-10T12:55:36.123+0100 I ACCESS   [conn9] Successfully authenticated as principal bob on admin from client 192.0.2.7:53276
func mongodbLine(p *Parser, line []byte) error {
	head := line[:min(len(line), 72)]
	open := bytes.IndexByte(head, '[')
	if open < 20 || line[open-1] != ' ' {
		return ErrFormat
	}
	end := bytes.IndexByte(head[open:], ']')
	if end < 5 || !isMongoContext(head[open+1:open+end]) {
		return ErrFormat
	}
	between := p.stamped(line[:open])
	if between == nil {
		return ErrFormat
	}
	level, rest := nextField(between)
	component, _ := nextField(rest)
	if len(level) > 0 {
		if len(level) > 2 || bytes.IndexByte([]byte("FEWID"), level[0]) < 0 {
			return ErrFormat
		}
		p.set(Level, level)
		p.set(Logger, component)
	}
	if context := head[open+1 : open+end]; len(level) == 0 && !bytes.HasPrefix(context, []byte("conn")) && string(context) != "initandlisten" { // a Java thread's name
		return ErrFormat
	}
	msg := bytes.TrimLeft(line[open+end+1:], " ")
	p.set(Message, msg)
	return p.mongodb(msg)
}

// isMongoContext reports whether b names a thread of MongoDB's.
func isMongoContext(b []byte) bool {
	switch string(b) {
	case "initandlisten", "listener", "main", "mongosMain", "signalProcessingThread", "thread1", "clientcursormon", "ftdc":
		return true
	}
	return bytes.HasPrefix(b, []byte("conn")) && digits(b[4:])
}

var mongodbPhrases = []phrase{
	{"Successfully authenticated as ", event.Login, event.Success},
	{"*authentication failed for ", event.LoginFailed, event.Failure},
	{"Failed to authenticate ", event.LoginFailed, event.Failure},
	{"auth: couldn't find user ", event.InvalidUser, event.Failure},
	{"auth: key mismatch ", event.LoginFailed, event.Failure},
	{"*uthentication failed", event.LoginFailed, event.Failure},
	{"Supported SASL mechanisms requested for unknown user ", event.InvalidUser, event.Failure},
	{"Unauthorized: ", event.AccessDenied, event.Failure},
	{"*not authorized on ", event.AccessDenied, event.Failure},
	{"*not authorized for ", event.AccessDenied, event.Failure},
	{"authenticate db: ", event.AuthInfo, event.Unknown},
	{"connection accepted from ", event.AuthInfo, event.Unknown},
	{"end connection ", event.Disconnected, event.Unknown},
}

// mongodb reads a message of the text log.
func (p *Parser) mongodb(msg []byte) error {
	if !p.means(msg, mongodbPhrases) {
		p.e.Category, p.e.Type = event.Database, event.Info
		return ErrNotAuth
	}
	for _, lead := range [...]string{"as principal ", "authentication failed for ", "Failed to authenticate ", "couldn't find user ", "key mismatch ", "unknown user ", `user: "`} {
		if name, ok := behind(msg, lead); ok {
			name = bytes.TrimPrefix(name, []byte("'"))
			if end := bytes.IndexAny(name, "@ ,'\""); end >= 0 {
				name = name[:end]
			}
			p.set(UserName, name)
			break
		}
	}
	for _, lead := range [...]string{" from client ", "connection accepted from ", "end connection "} {
		if peer, ok := behind(msg, lead); ok {
			peer, _ = nextField(peer)
			p.peer(peer)
		}
	}
	p.networked()
	if _, reason, ok := bytes.Cut(msg, []byte(" ; ")); ok {
		p.set(Reason, reason)
	}
	return nil
}

// mongodbObject reads the JSON log, since version 4.4.
func mongodbObject(p *Parser, d *Doc) error {
	msg := d.Get("msg")
	p.set(Time, d.Get("t", "$date"))
	p.set(Level, d.Get("s"))
	p.set(Logger, d.Get("c"))
	p.set(Code, d.Get("id"))
	p.set(Message, msg)
	remote := d.Get("attr", "remote")
	if remote == nil {
		remote = d.Get("attr", "client")
	}
	if remote != nil {
		p.peer(remote)
	}
	for _, key := range [...]string{"principalName", "user"} {
		if name := d.Get("attr", key); name != nil {
			p.set(UserName, name)
		}
	}
	if reason := d.Get("attr", "error"); reason != nil {
		p.set(Reason, reason)
	} else {
		p.set(Reason, d.Get("attr", "error", "errmsg"))
	}
	switch {
	case p.knows(msg, mongodbCodes):
		p.networked()
	case string(d.Get("c")) != "ACCESS":
		p.e.Category, p.e.Type = event.Database, event.Info
		return ErrNotAuth
	}
	return nil
}

// mongodbCodes are the messages of the JSON log.
var mongodbCodes = codes([]phrase{
	{"Authentication succeeded|Successfully authenticated", event.Login, event.Success},
	{"Authentication failed|Failed to authenticate", event.LoginFailed, event.Failure},
	{"Supported SASL mechanisms requested for unknown user", event.InvalidUser, event.Failure},
	{"Checking authorization failed", event.AccessDenied, event.Failure},
	{"Connection accepted", event.AuthInfo, event.Unknown},
	{"Connection ended", event.Disconnected, event.Unknown},
})

// mongodbAudit reads the auditing log.
func mongodbAudit(p *Parser, d *Doc) error {
	kind := d.Get("atype")
	p.set(Time, d.Get("ts", "$date"))
	p.set(ActionWord, kind)
	if ip := d.Get("remote", "ip"); ip != nil {
		p.peer(ip)
		p.set(SourcePort, d.Get("remote", "port"))
	}
	outcome := event.Success
	if code := d.Get("result"); string(code) != "0" {
		outcome = event.Failure
		p.set(ErrorCode, code)
	}
	f, ok := mongodbAudits[string(kind)]
	who := UserName
	if f.action != event.Login {
		p.mongodbUser(d)
		who = TargetName
	}
	if !ok || f.action == event.AccessDenied && outcome == event.Success {
		return ErrNotAuth
	}
	if f.action == event.UserChanged && string(d.Get("param", "passwordChanged")) == "true" {
		f.action = event.PasswordChanged
	}
	p.set(who, d.Get("param", "user"))
	p.happened(f.action, outcome)
	p.networked()
	return nil
}

// mongodbAudits are the kinds of the auditing log.
var mongodbAudits = codes([]phrase{
	{"authenticate", event.Login, 0},
	{"authCheck", event.AccessDenied, 0},
	{"logout", event.Logout, 0},
	{"createUser", event.UserCreated, 0},
	{"dropUser|dropAllUsersFromDatabase", event.UserDeleted, 0},
	{"updateUser", event.UserChanged, 0},
	{"grantRolesToUser|revokeRolesFromUser|createRole|updateRole|dropRole|dropAllRolesFromDatabase", event.RoleChanged, 0},
	{"grantRolesToRole|revokeRolesFromRole|grantPrivilegesToRole|revokePrivilegesFromRole", event.RoleChanged, 0},
})

// mongodbUser sets who did it: the first of the users of a connection.
func (p *Parser) mongodbUser(d *Doc) {
	users, ok := d.find([]string{"users"})
	if ok && d.nodes[users].kind == array && d.nodes[users].next > users+1 {
		p.set(UserName, d.named(users+1, "user"))
	}
}
