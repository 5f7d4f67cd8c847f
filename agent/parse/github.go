package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// githubObject reads an event of GitHub's audit log: the actor acts, the user
// is who is acted upon.
func githubObject(p *Parser, d *Doc) error {
	action := d.Get("action")
	if !d.Has("_document_id") && !isGitHub(d, action) {
		return ErrFormat
	}
	p.set(Time, d.Get("@timestamp"))
	if !p.has(Time) {
		p.set(Time, d.Get("created_at"))
	}
	p.set(UserName, d.Get("actor"))
	p.set(UserID, d.Get("actor_id"))
	p.peer(d.Get("actor_ip"))
	p.set(UserAgent, d.Get("user_agent"))
	p.set(RequestID, d.Get("request_id"))
	p.set(Code, action)
	if v := d.Get("hashed_token"); v != nil {
		p.set(TokenHash, v)
	}
	if user := d.Get("user"); string(user) != string(p.val(UserName)) {
		p.set(TargetName, user)
		p.set(TargetID, d.Get("user_id"))
	}
	p.set(GroupName, d.Get("team"))
	outcome := event.Success
	if bytes.Contains(action, []byte("fail")) {
		outcome = event.Failure
	}
	p.happened(githubAction(action), outcome)
	return nil
}

// isGitHub reports whether an object without an id of its own is GitHub's, as
// its older exports and its API write them: family.verb, a time in milliseconds
// and where that was.
func isGitHub(d *Doc, action []byte) bool {
	made := d.Get("created_at")
	if made == nil {
		made = d.Get("@timestamp")
	}
	return len(made) == 13 && digits(made) && bytes.IndexByte(action, '.') > 0 && (d.Has("org") || d.Has("repo") || d.Has("actor_location") || d.Has("business"))
}

// githubAction is what an event named family.verb was.
func githubAction(action []byte) event.Action {
	if f, ok := githubCodes[string(action)]; ok {
		return f.action
	}
	family, verb, _ := bytes.Cut(action, dot)
	switch string(family) {
	case "personal_access_token", "oauth_access", "oauth_authorization", "public_key", "deploy_key", "integration_installation":
		switch string(verb) {
		case "create", "access_granted":
			return event.TokenIssued
		case "destroy", "delete", "access_revoked", "revoke":
			return event.TokenRevoked
		}
		return event.TokenAccess
	case "user", "two_factor_authentication":
		return event.UserChanged
	case "git", "api":
		return event.APICall
	}
	return event.ConfigChanged
}

var githubCodes = codes([]phrase{
	{"user.login|org.sso_response|business.sso_response", event.Login, 0},
	{"user.failed_login", event.LoginFailed, 0},
	{"user.logout", event.Logout, 0},
	{"user.two_factor_challenge_failure", event.MFAFailed, 0},
	{"user.two_factor_challenge_success|user.two_factor_requested", event.MFA, 0},
	{"user.change_password|user.reset_password", event.PasswordChanged, 0},
	{"user.create", event.UserCreated, 0},
	{"user.delete", event.UserDeleted, 0},
	{"org.update_member|org.add_outside_collaborator|repo.update_member|role.update", event.RoleChanged, 0},
	{"org.add_member|org.remove_member|org.invite_member|team.add_member|team.remove_member", event.GroupChanged, 0},
	{"team.create", event.GroupCreated, 0},
	{"team.destroy", event.GroupDeleted, 0},
})
