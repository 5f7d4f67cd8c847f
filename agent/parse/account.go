package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// accountMessage reads what the shadow tools log: useradd, userdel, usermod,
// groupadd, groupdel, groupmod, passwd, chpasswd, chage, gpasswd.
func accountMessage(p *Parser, msg []byte) error {
	if !p.headed && !isShadow(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	a := p.accountSUSE(msg)
	if a == event.NoAction {
		a = p.accountChange(msg)
	}
	if a == event.NoAction {
		return ErrFormat
	}
	outcome := event.Success
	if bytes.HasPrefix(msg, []byte("failed ")) || bytes.Contains(msg, []byte(" not changed")) {
		outcome = event.Failure
	}
	p.happened(a, outcome)
	return nil
}

// accountPaired are what messages begin with behind which the account or the group stands
// in pairs.
var accountPaired = []struct {
	text     string
	name, id Field
	action   event.Action
}{
	{"new user: ", TargetName, TargetID, event.UserCreated},
	{"user removed: ", TargetName, TargetID, event.UserDeleted}, // OpenBSD
	{"new group: ", GroupName, GroupID, event.GroupCreated},
	{"group deleted: ", GroupName, GroupID, event.GroupDeleted},
}

// accountChange is what a message says was done, to whom it names.
func (p *Parser) accountChange(msg []byte) event.Action {
	for i := range accountPaired {
		lead := &accountPaired[i]
		if pairs, ok := cutLead(msg, lead.text); ok {
			p.accountPairs(pairs, lead.name, lead.id)
			return lead.action
		}
	}
	if bytes.HasPrefix(msg, []byte("group added to ")) {
		_, pairs, _ := bytes.Cut(msg, []byte(": "))
		p.accountPairs(pairs, GroupName, GroupID)
		return event.GroupCreated
	}
	if after, ok := bytes.CutPrefix(msg, []byte("failed adding user ")); ok {
		p.set(TargetName, firstQuoted(after))
		return event.UserCreated
	}
	word, rest := nextField(msg)
	rest = bytes.TrimLeft(rest, " ")
	switch string(word) {
	case "delete", "removed":
		return p.accountRemoved(rest)
	case "group":
		return p.accountOfGroup(rest)
	case "add":
		p.accountMember(rest, "to ")
		return event.GroupChanged
	case "change":
		return p.accountToChange(rest)
	case "changed":
		return p.accountChanged(rest)
	case "lock":
		p.set(TargetName, quotedIn(rest))
		return event.AccountLocked
	case "unlock":
		p.set(TargetName, quotedIn(rest))
		return event.UserChanged
	case "password":
		return p.accountPassword(rest)
	case "members", "administrators": // of group sudo set by root to alice,bob
		p.accountGroup(rest, "of group ", " set by ")
		return event.GroupChanged
	case "user": // gpasswd: user bob added by root to group sudo
		name, after := nextField(rest)
		if by := bytes.Index(after, []byte(" by ")); by > 0 {
			who, tail := nextField(after[by+4:])
			p.set(TargetName, name)
			p.set(UserName, who)
			p.set(GroupName, lastField(tail))
			return event.GroupChanged
		}
	}
	return event.NoAction
}

// accountOfGroup reads "changed in /etc/group (group ops/1002, new name: devops)", "'ops'
// removed".
func (p *Parser) accountOfGroup(b []byte) event.Action {
	if bytes.HasPrefix(b, []byte("changed in ")) {
		p.set(GroupName, enclosed(b, "(group ", "/"))
		return event.GroupChanged
	}
	p.set(GroupName, firstQuoted(b))
	if bytes.Contains(b, []byte("removed")) {
		return event.GroupDeleted
	}
	return event.GroupChanged
}

// accountToChange reads "gid for 'ops'", "user 'bob' password".
func (p *Parser) accountToChange(b []byte) event.Action {
	if bytes.HasPrefix(b, []byte("gid for ")) {
		p.set(GroupName, quotedIn(b))
		return event.GroupChanged
	}
	p.set(TargetName, quotedIn(b))
	if bytes.HasSuffix(b, []byte("password")) {
		return event.PasswordChanged
	}
	return event.UserChanged
}

// accountChanged reads "user 'bob' shell to '/bin/zsh'", "password expiry for bob".
func (p *Parser) accountChanged(b []byte) event.Action {
	if after, ok := bytes.CutPrefix(b, []byte("user ")); ok {
		p.set(TargetName, firstQuoted(after))
		return event.UserChanged
	}
	if bytes.HasPrefix(b, []byte("password expiry for ")) {
		p.set(TargetName, lastField(b))
		return event.UserChanged
	}
	return event.NoAction
}

// accountPassword reads "for 'bob' changed by 'root'", "of group sudo changed by root",
// "changed for bob".
func (p *Parser) accountPassword(b []byte) event.Action {
	if after, ok := bytes.CutPrefix(b, []byte("for ")); ok {
		p.set(TargetName, firstQuoted(after))
		if _, by, ok := bytes.Cut(after, []byte(" changed by ")); ok {
			p.set(UserName, firstQuoted(by))
		}
		return event.PasswordChanged
	}
	if bytes.HasPrefix(b, []byte("of group ")) {
		p.accountGroup(b, "of group ", "d by ")
		return event.GroupChanged
	}
	if after, ok := bytes.CutPrefix(b, []byte("changed for ")); ok {
		p.set(TargetName, firstQuoted(after))
		return event.PasswordChanged
	}
	return event.NoAction
}

// accountSUSE reads "new account added - account=bob, uid=1001, gid=100, …,
// by=0", as SUSE's tools write.
func (p *Parser) accountSUSE(msg []byte) event.Action {
	said, pairs, ok := bytes.Cut(msg, []byte(" - "))
	if !ok || !bytes.HasPrefix(pairs, []byte("account=")) && !bytes.HasPrefix(pairs, []byte("group=")) {
		return event.NoAction
	}
	for len(pairs) > 0 {
		part, rest, _ := bytes.Cut(pairs, []byte(", "))
		pairs = rest
		switch k, v, _ := bytes.Cut(part, []byte("=")); string(k) {
		case "account":
			p.set(TargetName, v)
		case "uid":
			p.set(TargetID, v)
		case "group":
			p.set(GroupName, v)
		case "gid":
			p.set(GroupID, v)
		case "by":
			p.set(UserID, v)
		}
	}
	if f, ok := suseCodes[string(said)]; ok {
		return f.action
	}
	return event.UserChanged
}

var suseCodes = codes([]phrase{
	{"new account added|account added", event.UserCreated, 0},
	{"account deleted|account removed", event.UserDeleted, 0},
	{"password changed", event.PasswordChanged, 0},
	{"account locked", event.AccountLocked, 0},
	{"new group added|group added", event.GroupCreated, 0},
	{"group deleted|group removed", event.GroupDeleted, 0},
	{"account added to group|account removed from group|group changed", event.GroupChanged, 0},
})

// accountGroup reads a group's name behind lead, and who changed it behind by.
func (p *Parser) accountGroup(b []byte, lead, by string) {
	if name, ok := behind(b, lead); ok {
		name, _ = nextField(name)
		p.set(GroupName, name)
	}
	if who, ok := behind(b, by); ok {
		who, _ = nextField(who)
		p.set(UserName, who)
	}
}

// accountPairs reads "name=bob, UID=1001, …".
func (p *Parser) accountPairs(b []byte, name, id Field) {
	for len(b) > 0 {
		part, rest, _ := bytes.Cut(b, []byte(", "))
		b = rest
		k, v, _ := bytes.Cut(part, []byte("="))
		switch string(k) {
		case "name":
			p.set(name, v)
		case "UID":
			if id == TargetID {
				p.set(id, v)
			}
		case "GID":
			if id == GroupID {
				p.set(id, v)
			}
		}
	}
}

// accountRemoved reads "user 'bob'", "'bob' from group 'sudo'", "group 'x'
// owned by 'y'".
func (p *Parser) accountRemoved(b []byte) event.Action {
	switch {
	case bytes.HasPrefix(b, []byte("user ")):
		p.set(TargetName, firstQuoted(b[5:]))
		return event.UserDeleted
	case bytes.HasPrefix(b, []byte("group ")), bytes.HasPrefix(b, []byte("shadow group ")):
		p.set(GroupName, firstQuoted(b[bytes.Index(b, []byte("group "))+6:]))
		return event.GroupDeleted
	}
	p.accountMember(b, "from ")
	return event.GroupChanged
}

// accountMember reads "'bob' to group 'sudo'".
func (p *Parser) accountMember(b []byte, link string) {
	p.set(TargetName, firstQuoted(b))
	if _, after, ok := bytes.Cut(b, []byte(link)); ok {
		_, group, _ := bytes.Cut(after, []byte("group "))
		p.set(GroupName, firstQuoted(group))
	}
}

var root = []byte("root")

// loginMessage reads login(1) and its BSD cousins.
func loginMessage(p *Parser, msg []byte) error {
	if !p.headed && !isLogin(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	switch {
	case holds(msg, "LOGIN ON "), holds(msg, "LOGIN  on "): // LOGIN ON tty1 BY bob, ROOT LOGIN  on '/dev/pts/0'
		p.loginOn(msg)
	case holds(msg, "FAILED LOGIN"), holds(msg, "LOGIN FAILURE"), holds(msg, "TOO MANY LOGIN TRIES"): // FAILED LOGIN (1) on '/dev/tty1' FOR 'bob'
		p.loginFailed(msg)
	case bytes.HasPrefix(msg, []byte("ROOT LOGIN ")) && bytes.IndexByte(msg, '/') > 0: // Solaris: ROOT LOGIN /dev/pts/5 FROM host
		p.set(UserName, root)
		p.loginPeer(msg, " BY ", " FROM ")
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Login failure on ")): // Solaris, AIX: Login failure on /dev/pts/2 from 192.0.2.1, bob
		p.loginFailure(msg)
	case bytes.HasPrefix(msg, []byte("root login")): // BusyBox: root login on 'pts/0' from '192.0.2.1'
		p.set(UserName, root)
		p.loginPeer(msg, " BY ", " from ")
		p.happened(event.Login, event.Success)
	case p.headed && p.loginAs(msg): // IRIX: alice@192.0.2.1 as root
	case bytes.HasPrefix(msg, []byte("DIALUP AT ")): // DIALUP AT tty1 BY bob
		p.loginPeer(msg, " BY ", " FROM ")
		p.happened(event.Login, event.Success)
	case holds(msg, "LOGIN REFUSED"), bytes.HasPrefix(msg, []byte("LOGIN ")) && holds(msg, " REFUSED"): // LOGIN bob REFUSED (PERMISSION) ON TTY pts/1 FROM host
		p.loginRefused(msg)
	default:
		return ErrFormat
	}
	if !p.has(UserName) && !p.has(SourceIP) && !p.has(SourceHost) {
		p.mine(msg)
	}
	return nil
}

// loginOn reads "LOGIN ON tty1 BY bob FROM host", and util-linux's "ROOT LOGIN  on
// '/dev/pts/0' from '192.0.2.1'".
func (p *Parser) loginOn(msg []byte) {
	if bytes.HasPrefix(msg, []byte("ROOT ")) {
		p.set(UserName, root)
	}
	p.loginPeer(msg, " BY ", " FROM ")
	p.loginPeer(msg, " by ", " from ")
	p.happened(event.Login, event.Success)
}

// loginFailed reads "FAILED LOGIN (1) on '/dev/tty1' FOR 'bob'", "FAILED LOGIN 1 FROM
// 192.0.2.1 FOR bob" and "3 LOGIN FAILURES FROM 192.0.2.1, bob".
func (p *Parser) loginFailed(msg []byte) {
	p.loginPeer(msg, " FOR ", " FROM ")
	if at, ok := behind(msg, " from '"); ok {
		at, _, _ = bytes.Cut(at, []byte("'"))
		p.peer(at)
	}
	if who, ok := behind(msg, ", "); ok && !p.has(UserName) && bytes.IndexByte(who, ' ') < 0 {
		p.set(UserName, who)
	}
	p.happened(event.LoginFailed, event.Failure)
}

// loginFailure reads "Login failure on /dev/pts/2 from 192.0.2.1, bob".
func (p *Parser) loginFailure(msg []byte) {
	p.loginPeer(msg, " FOR ", " from ")
	if i := bytes.LastIndex(msg, []byte(", ")); i > 0 {
		p.set(UserName, msg[i+2:])
	}
	p.happened(event.LoginFailed, event.Failure)
}

// loginRefused reads "LOGIN bob REFUSED (PERMISSION) ON TTY pts/1 FROM host" and "ROOT
// LOGIN REFUSED ON TTY pts/1".
func (p *Parser) loginRefused(msg []byte) {
	if bytes.HasPrefix(msg, []byte("ROOT ")) {
		p.set(UserName, root)
	} else if name := enclosed(msg, "LOGIN ", " REFUSED"); name != nil {
		p.set(UserName, name)
	}
	p.loginPeer(msg, " FOR ", " FROM ")
	p.happened(event.AccessDenied, event.Failure)
	p.networked()
}

// loginAs reads "alice@192.0.2.1 as root", with "failed: " in front of it if it did; a
// question mark is a stranger.
func (p *Parser) loginAs(msg []byte) bool {
	rest, failed := bytes.CutPrefix(msg, []byte("failed: "))
	peer, whom, ok := bytes.Cut(rest, []byte(" as "))
	at := bytes.LastIndexByte(peer, '@')
	if !ok || at < 1 || bytes.IndexByte(peer, ' ') >= 0 || bytes.IndexByte(whom, ' ') >= 0 {
		return false
	}
	p.set(UserName, whom)
	p.peer(peer[at+1:])
	if p.happened(event.Login, event.Success); failed {
		p.happened(event.LoginFailed, event.Failure)
	}
	return true
}

// loginPeer sets who logged in, whose name stands behind user, and from where, which
// stands behind from. A terminal is no peer.
func (p *Parser) loginPeer(msg []byte, user, from string) {
	if _, after, ok := bytes.Cut(msg, []byte(user)); ok {
		p.set(UserName, firstQuoted(after))
	}
	if _, after, ok := bytes.Cut(msg, []byte(from)); ok {
		if peer := firstQuoted(after); !bytes.HasPrefix(peer, []byte("tty")) && !bytes.HasPrefix(peer, slash) {
			p.peer(peer)
		}
	}
}

// logindMessage reads systemd-logind's "New session 5 of user alice.", and what
// systemd itself makes of it.
func logindMessage(p *Parser, msg []byte) error {
	if !p.headed && !isLogind(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	switch {
	case bytes.HasPrefix(msg, []byte("Started ")) && bytes.Contains(msg, []byte("ession ")) && (bytes.Contains(msg, []byte(" of User ")) || bytes.Contains(msg, []byte(" of user "))):
		p.set(UserName, bytes.TrimRight(lastField(msg), "."))
		p.happened(event.SessionStarted, event.Success)
	case bytes.HasPrefix(msg, []byte("New session ")):
		if _, name, ok := bytes.Cut(msg, []byte(" of user ")); ok {
			name, _ := nextField(name)
			p.set(UserName, bytes.Trim(name, "'."))
		}
		p.happened(event.SessionStarted, event.Success)
	case bytes.HasPrefix(msg, []byte("Session ")) && bytes.Contains(msg, []byte("logged out")),
		bytes.HasPrefix(msg, []byte("Removed session ")):
		p.happened(event.SessionEnded, event.Success)
	default:
		return ErrNotAuth
	}
	return nil
}

var cronPhrases = []phrase{
	{"FAILED to authorize user ", event.LoginFailed, event.Failure},
	{"FAILED to open PAM ", event.LoginFailed, event.Failure},
	{"AUTH (crontab command not allowed)", event.AccessDenied, event.Failure},
}

// cronMessage reads what PAM says of cron's sessions; its own lines are no
// authentication events.
func cronMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if bytes.HasPrefix(msg, []byte("PAM authentication failure: ")) { // atd
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	if len(msg) > 0 && msg[0] == '(' {
		name, said, _ := bytes.Cut(msg[1:], []byte(") "))
		p.set(UserName, name)
		if p.means(said, cronPhrases) {
			p.set(Reason, said)
			return nil
		}
	}
	return ErrNotAuth
}
