package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// freeipa reads what FreeIPA's server writes of each command into Apache's log:
//
//	ipa: INFO: [jsonserver_session] alice@EXAMPLE.COM: user_add/1('carol', givenname='Carol'): SUCCESS
//	ipa: INFO: 401 Unauthorized: Invalid Authentication
func (p *Parser) freeipa(msg []byte) error {
	said, ok := bytes.CutPrefix(msg, []byte("ipa: "))
	if !ok {
		return ErrFormat
	}
	level, said, ok := bytes.Cut(said, []byte(": "))
	if !ok || !isLevel(level) {
		return ErrFormat
	}
	p.set(Level, level)
	if why, ok := bytes.CutPrefix(said, []byte("401 Unauthorized: ")); ok {
		p.set(Reason, why)
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	if len(said) > 0 && said[0] == '[' { // through which door
		if _, said, ok = bytes.Cut(said, []byte("] ")); !ok {
			return ErrNotAuth
		}
	}
	who, call, ok := bytes.Cut(said, []byte(": "))
	i := bytes.LastIndex(call, []byte(": "))
	if !ok || i < 0 || bytes.IndexByte(who, ' ') >= 0 {
		return ErrNotAuth
	}
	p.set(UserName, who)
	call, answer := call[:i], call[i+2:]
	outcome := event.Failure
	if string(answer) == "SUCCESS" {
		outcome = event.Success
	} else {
		p.set(Reason, answer)
	}
	did := upTo(upTo(call, '('), '/') // the version of the command behind a slash
	action := freeipaAction(did)
	if action == event.NoAction {
		p.e.Outcome = outcome
		return ErrNotAuth
	}
	p.set(ActionWord, did)
	whom := TargetName
	if bytes.HasPrefix(did, []byte("group_")) {
		whom = GroupName
	}
	p.set(whom, firstQuoted(bytes.TrimLeft(call[len(did):], "/0123456789(")))
	p.happened(action, outcome)
	return nil
}

// freeipaAction is what a command does to accounts.
func freeipaAction(did []byte) event.Action {
	switch string(did) {
	case "user_add", "stageuser_activate", "user_undel":
		return event.UserCreated
	case "user_del", "stageuser_del":
		return event.UserDeleted
	case "user_mod", "user_enable", "user_disable", "user_unlock":
		return event.UserChanged
	case "passwd", "change_password":
		return event.PasswordChanged
	case "group_add":
		return event.GroupCreated
	case "group_del":
		return event.GroupDeleted
	case "group_add_member", "group_remove_member", "group_mod":
		return event.GroupChanged
	}
	return event.NoAction
}
