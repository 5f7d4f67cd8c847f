package parse

import "github.com/hashtail/hashtail/agent/event"

// ocsfChanges are what the Open Cybersecurity Schema numbers of what is done to accounts
// (class 3001) and to groups (3006), by the activity's number.
var (
	ocsfAccounts = [...]event.Action{
		1: event.UserCreated, 2: event.UserChanged, 3: event.PasswordChanged, 4: event.PasswordChanged, 5: event.UserChanged, 6: event.UserDeleted,
		7: event.RoleChanged, 8: event.RoleChanged, 9: event.AccountLocked, 10: event.UserChanged, 11: event.UserChanged, 12: event.UserChanged,
	}
	ocsfGroups = [...]event.Action{
		1: event.RoleChanged, 2: event.RoleChanged, 3: event.GroupChanged, 4: event.GroupChanged, 5: event.GroupDeleted, 6: event.GroupCreated,
	}
)

// ocsfLogins are the activities of class 3002.
var ocsfLogins = [...]event.Action{
	1: event.Login, 2: event.Logout, 3: event.TokenIssued, 4: event.TokenIssued, 5: event.TokenRefreshed, 6: event.AuthInfo,
}

// ocsfObject reads what the Open Cybersecurity Schema tells of logins and of accounts, where
// the user is whom something was done to. Its other classes read like everybody's.
func ocsfObject(p *Parser, d *Doc) error {
	changes := ocsfAccounts[:]
	switch string(d.Get("class_uid")) {
	case "3001":
	case "3002":
		changes = ocsfLogins[:]
	case "3006":
		changes = ocsfGroups[:]
	default:
		return ErrFormat
	}
	i, ok := readInt(d.Get("activity_id"))
	if !ok || i < 1 || i >= int64(len(changes)) {
		return ErrFormat
	}
	p.fields(d)
	outcome := event.Success
	if string(d.Get("status_id")) == "2" || string(d.Get("status")) == "Failure" {
		outcome = event.Failure
	}
	did := changes[i]
	p.happened(did, outcome)
	if !did.OfAccounts() {
		p.set(UserName, d.Get("user", "name"))
		return nil
	}
	for _, f := range [...]Field{UserName, UserID, UserEmail, ActorName, TargetName} {
		p.unset(f)
	}
	p.set(UserName, d.Get("actor", "user", "name"))
	p.set(UserID, d.Get("actor", "user", "uid"))
	p.set(TargetName, d.Get("user", "name"))
	p.set(TargetID, d.Get("user", "uid"))
	p.set(GroupName, d.Get("group", "name"))
	return nil
}
