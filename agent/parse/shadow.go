package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// accountMessage reads what the shadow tools log: useradd, userdel, usermod, groupadd,
// groupdel, groupmod, passwd, chpasswd, chage, gpasswd. Each says what it did in words of
// its own, mostly a verb first: "delete user 'bob'". Whose account that was is the target;
// who did it is the user, where the message names him. A message that begins with none of
// these words is no change of an account, and is left to others.
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

// A paired is a pair that messages about accounts have, and the field of its value.
type paired struct {
	key   string
	field Field
}

// Of an account, the pairs say the number of its group as well: whose that is does not count.
var (
	pairedUser  = []paired{{"name", TargetName}, {"UID", TargetID}}
	pairedGroup = []paired{{"name", GroupName}, {"GID", GroupID}}
	pairedSUSE  = []paired{{"account", TargetName}, {"uid", TargetID}, {"group", GroupName}, {"gid", GroupID}, {"by", UserID}}
)

// accountPaired are the beginnings of messages behind which the account or the group stands
// in pairs: "new user: name=bob, UID=1001, …".
var accountPaired = []struct {
	text   string
	pairs  []paired
	action event.Action
}{
	{"new user: ", pairedUser, event.UserCreated},
	{"user removed: ", pairedUser, event.UserDeleted}, // OpenBSD
	{"new group: ", pairedGroup, event.GroupCreated},
	{"group deleted: ", pairedGroup, event.GroupDeleted},
}

// accountChange is what a message says was done, by how it begins; NoAction if it begins as
// none that says so. It sets to whom this was done.
func (p *Parser) accountChange(msg []byte) event.Action {
	for i := range accountPaired {
		lead := &accountPaired[i]
		if pairs, ok := cutLead(msg, lead.text); ok {
			p.accountPairs(pairs, lead.pairs)
			return lead.action
		}
	}
	if bytes.HasPrefix(msg, []byte("group added to ")) {
		_, pairs, _ := bytes.Cut(msg, []byte(": "))
		p.accountPairs(pairs, pairedGroup)
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

// accountOfGroup reads what stands behind "group": "changed in /etc/group (group ops/1002, new
// name: devops)", "'ops' removed".
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

// accountToChange reads what stands behind "change": "gid for 'ops'", "user 'bob' password".
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

// accountChanged reads what stands behind "changed": "user 'bob' shell to '/bin/zsh'",
// "password expiry for bob".
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

// accountPassword reads what stands behind "password": "for 'bob' changed by 'root'", "of
// group sudo changed by root", "changed for bob".
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

// accountSUSE reads what SUSE's tools write, who put all names into pairs behind a dash: "new
// account added - account=bob, uid=1001, gid=100, …, by=0". What was done to an account in
// words that suseCodes has not is a change of it.
func (p *Parser) accountSUSE(msg []byte) event.Action {
	said, pairs, ok := bytes.Cut(msg, []byte(" - "))
	if !ok || !bytes.HasPrefix(pairs, []byte("account=")) && !bytes.HasPrefix(pairs, []byte("group=")) {
		return event.NoAction
	}
	p.accountPairs(pairs, pairedSUSE)
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

// accountGroup sets the group, which stands behind lead, and who changed it, who stands
// behind by: "of group sudo set by root to alice,bob".
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

// accountPairs sets what pairs with a comma between them say: "name=bob, UID=1001, GID=1001".
func (p *Parser) accountPairs(b []byte, wanted []paired) {
	for part := range bytes.SplitSeq(b, []byte(", ")) {
		key, v, _ := bytes.Cut(part, []byte("="))
		for _, w := range wanted {
			if string(key) == w.key {
				p.set(w.field, v)
			}
		}
	}
}

// accountRemoved reads what stands behind "delete" or "removed": "user 'bob'", "'bob' from
// group 'sudo'", "group 'x' owned by 'y'".
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

// accountMember sets who became a member of what group, or is none any more: "'bob' to group
// 'sudo'", where link is "to ".
func (p *Parser) accountMember(b []byte, link string) {
	p.set(TargetName, firstQuoted(b))
	if _, after, ok := bytes.Cut(b, []byte(link)); ok {
		_, group, _ := bytes.Cut(after, []byte("group "))
		p.set(GroupName, firstQuoted(group))
	}
}
