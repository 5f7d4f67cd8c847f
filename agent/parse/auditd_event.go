package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// An auditType is a type of audit record and what it says has happened.
// Without an action it is of no interest by itself.
type auditType struct {
	name     string
	number   string // where the kernel writes it instead
	action   event.Action
	subject  auditSubject
	category event.Category // of a record that is no authentication event
	typ      event.Type
	code     []byte // name
}

// An auditSubject says whom a record's account is.
type auditSubject uint8

const (
	theUser   auditSubject = iota // who logs in
	theTarget                     // who is changed
)

// auditTypes are the records of user space and the kernel that say who did
// what; see audit-userspace, audit-records.h.
var auditTypes = func() map[string]*auditType {
	m := map[string]*auditType{}
	for _, t := range [...]auditType{
		{name: "LOGIN", number: "1006", action: event.SessionStarted},
		{name: "USER_AUTH", number: "1100", action: event.AuthInfo},
		{name: "USER_ACCT", number: "1101", action: event.AuthInfo},
		{name: "USER_MGMT", number: "1102", action: event.UserChanged, subject: theTarget},
		{name: "CRED_ACQ", number: "1103", action: event.AuthInfo},
		{name: "CRED_DISP", number: "1104", action: event.AuthInfo},
		{name: "USER_START", number: "1105", action: event.SessionStarted},
		{name: "USER_END", number: "1106", action: event.SessionEnded},
		{name: "USER_CHAUTHTOK", number: "1108", action: event.PasswordChanged, subject: theTarget},
		{name: "USER_ERR", number: "1109", action: event.AuthInfo},
		{name: "CRED_REFR", number: "1110", action: event.AuthInfo},
		{name: "USER_LOGIN", number: "1112", action: event.Login},
		{name: "USER_LOGOUT", number: "1113", action: event.Logout},
		{name: "ADD_USER", number: "1114", action: event.UserCreated, subject: theTarget},
		{name: "DEL_USER", number: "1115", action: event.UserDeleted, subject: theTarget},
		{name: "ADD_GROUP", number: "1116", action: event.GroupCreated, subject: theTarget},
		{name: "DEL_GROUP", number: "1117", action: event.GroupDeleted, subject: theTarget},
		{name: "CHGRP_ID", number: "1119", action: event.PrivilegeUse},
		{name: "USER_CMD", number: "1123", action: event.PrivilegeUse},
		{name: "CHUSER_ID", number: "1125", action: event.PrivilegeUse},
		{name: "GRP_AUTH", number: "1126", action: event.AuthInfo},
		{name: "GRP_MGMT", number: "1132", action: event.GroupChanged, subject: theTarget},
		{name: "GRP_CHAUTHTOK", number: "1133", action: event.GroupChanged, subject: theTarget},
		{name: "ACCT_LOCK", number: "1135", action: event.AccountLocked, subject: theTarget},
		{name: "ACCT_UNLOCK", number: "1136", action: event.UserChanged, subject: theTarget},
		{name: "ANOM_LOGIN_FAILURES", number: "2100", action: event.LoginFailed},
		{name: "ANOM_LOGIN_TIME", number: "2101", action: event.LoginFailed},
		{name: "ANOM_LOGIN_SESSIONS", number: "2102", action: event.LoginFailed},
		{name: "ANOM_LOGIN_ACCT", number: "2103", action: event.LoginFailed},
		{name: "ANOM_LOGIN_LOCATION", number: "2104", action: event.LoginFailed},
		{name: "RESP_ACCT_LOCK_TIMED", number: "2206", action: event.AccountLocked, subject: theTarget},
		{name: "RESP_ACCT_LOCK", number: "2207", action: event.AccountLocked, subject: theTarget},
		{name: "RESP_ACCT_UNLOCK_TIMED", number: "2208", action: event.UserChanged, subject: theTarget},
		{name: "USER_ROLE_CHANGE", number: "2300", action: event.RoleChanged},
		{name: "ROLE_ASSIGN", number: "2301", action: event.RoleChanged, subject: theTarget},
		{name: "ROLE_REMOVE", number: "2302", action: event.RoleChanged, subject: theTarget},

		{name: "SYSCALL", number: "1300", category: event.Process, typ: event.Info},
		{name: "EXECVE", number: "1309", category: event.Process, typ: event.Start},
		{name: "PROCTITLE", number: "1327", category: event.Process, typ: event.Info},
		{name: "SERVICE_START", number: "1130", category: event.Process, typ: event.Start},
		{name: "SERVICE_STOP", number: "1131", category: event.Process, typ: event.End},
		{name: "CRYPTO_KEY_USER", number: "2404", category: event.Process, typ: event.Info},
		{name: "CRYPTO_SESSION", number: "2407", category: event.Process, typ: event.Info},
		{name: "CONFIG_CHANGE", number: "1305", category: event.Configuration, typ: event.Change},
		{name: "USYS_CONFIG", number: "1111", category: event.Configuration, typ: event.Change},
		{name: "DAEMON_START", number: "1200", category: event.Process, typ: event.Start},
		{name: "DAEMON_END", number: "1201", category: event.Process, typ: event.End},
		{name: "DAEMON_ABORT", number: "1202", category: event.Process, typ: event.End},
		{name: "ANOM_ABEND", number: "1701", category: event.Process, typ: event.End},
		{name: "USER_AVC", number: "1107"},
		{name: "USER_TTY", number: "1124"},
		{name: "TTY", number: "1319"},
		{name: "AVC", number: "1400"},
	} {
		t.code = []byte(t.name)
		m[t.name], m[t.number] = &t, &t
	}
	return m
}()

// auditSays makes the event of what the records say.
func (p *Parser) auditSays(a *audit) {
	t := a.kind
	if t == nil {
		t = &auditType{}
	}
	p.set(Code, t.code)
	p.set(ProcessPath, a.exe)
	p.set(ProcessName, a.comm)
	if a.comm == nil {
		p.set(ProcessName, base(a.exe))
	}
	p.set(CommandLine, a.command)
	if a.addr != nil {
		p.peer(a.addr)
	}
	if a.group != nil {
		p.set(GroupName, a.group)
	}
	a.auidName, a.uidName, a.idName = auditName(a.auidName), auditName(a.uidName), auditName(a.idName)
	a.auid, a.id = auditNumber(a.auid), auditNumber(a.id)
	if t.subject == theTarget {
		p.auditTarget(a)
	} else {
		p.auditUser(a, t)
	}
	p.auditHappened(a, t)
}

// auditUser names who logs in. What sudo and su open is a session of the
// account in the name of who called them.
func (p *Parser) auditUser(a *audit, t *auditType) {
	name, id := a.acct, a.id
	if name == nil {
		name = a.idName
	}
	switch {
	case t.action == event.NoAction || t.action == event.PrivilegeUse:
		p.set(UserName, a.uidName)
		p.set(UserID, a.uid)
		return
	case becomes(a.exe):
		caller := a.auidName
		if len(caller) == 0 {
			caller = a.uidName
		}
		if string(caller) != string(name) && len(caller) > 0 {
			p.set(EffectiveName, name)
			name = caller
		}
		id = a.auid
	}
	if id == nil {
		if id = a.auid; name == nil {
			name = a.auidName
		}
	}
	if name == nil && id == nil {
		name, id = a.uidName, a.uid
	}
	p.set(UserName, name)
	p.set(UserID, id)
}

// becomes reports whether a program lets one user act as another.
func becomes(exe []byte) bool {
	switch string(base(exe)) {
	case "sudo", "su", "pkexec", "runuser", "doas":
		return true
	}
	return false
}

func base(path []byte) []byte { return path[bytes.LastIndexByte(path, '/')+1:] }

// auditTarget names who is changed, and by whom.
func (p *Parser) auditTarget(a *audit) {
	name := a.acct
	if name == nil {
		name = a.idName
	}
	p.set(TargetName, name)
	p.set(TargetID, a.id)
	if a.auid != nil {
		p.set(UserName, a.auidName)
		p.set(UserID, a.auid)
		return
	}
	p.set(UserName, a.uidName)
	p.set(UserID, a.uid)
}

// auditHappened settles what the kind of the record and how it ended mean.
func (p *Parser) auditHappened(a *audit, t *auditType) {
	if t.action == event.NoAction {
		p.e.Outcome, p.auth = a.ended, notAuth
		p.e.Category, p.e.Type = t.category, t.typ
		switch {
		case becomes(a.exe) && t.category == event.Process:
			p.e.Category, p.e.Type = 0, 0
			p.happened(event.PrivilegeUse, a.ended)
		case a.command != nil: // a secret on a command line is one in the clear
			if p.scrub(CommandLine, redact.InMessage); len(p.s.Found()) > 0 {
				p.auth = isAuth
			}
		}
		return
	}
	action, outcome := t.action, a.ended
	switch t.name {
	case "USER_AUTH", "USER_ACCT", "USER_ERR", "GRP_AUTH", "USER_LOGIN":
		if outcome == event.Failure {
			action = event.LoginFailed
		}
	case "USER_CHAUTHTOK", "ADD_USER", "DEL_USER", "USER_MGMT":
		switch { // shadow's older tools use one type for another's doing
		case bytes.Contains(a.op, []byte("group")) && !bytes.Contains(a.op, []byte("user's")):
			action = event.GroupChanged
		case t.name == "USER_CHAUTHTOK" && bytes.HasPrefix(a.op, []byte("adding user")):
			action = event.UserCreated
		case t.name == "USER_CHAUTHTOK" && bytes.HasPrefix(a.op, []byte("deleting user")):
			action = event.UserDeleted
		}
	}
	switch {
	case action == event.LoginFailed: // res tells of an anomaly that it was noted
		outcome = event.Failure
	case outcome == event.NoOutcome:
		outcome = event.Unknown
	}
	p.happened(action, outcome)
}
