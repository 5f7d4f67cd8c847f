package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// oktaObject reads an event of Okta's system log.
func oktaObject(p *Parser, d *Doc) error {
	name := d.Get("eventType")
	if !d.Has("actor") || !d.Has("outcome") {
		return ErrFormat
	}
	p.set(Time, d.Get("published"))
	p.set(Level, d.Get("severity"))
	p.set(UserID, d.Get("actor", "id"))
	p.set(UserName, d.Get("actor", "alternateId"))
	p.set(UserFullName, d.Get("actor", "displayName"))
	if bytes.IndexByte(p.val(UserName), '@') > 0 {
		p.set(UserEmail, p.val(UserName))
	}
	p.peer(d.Get("client", "ipAddress"))
	p.set(UserAgent, d.Get("client", "userAgent", "rawUserAgent"))
	p.set(Target, d.Get("debugContext", "debugData", "requestUri"))
	p.set(TransactionID, d.Get("transaction", "id"))
	p.set(Code, name)
	p.set(Message, d.Get("displayMessage"))
	p.set(Reason, d.Get("outcome", "reason"))
	p.mined = true
	outcome := event.Unknown
	switch string(d.Get("outcome", "result")) {
	case "SUCCESS", "ALLOW":
		outcome = event.Success
	case "FAILURE", "DENY":
		outcome = event.Failure
	}
	p.happened(oktaAction(name, outcome == event.Failure), outcome)
	if a := p.e.Action; a.OfAccounts() || a == event.PrivilegeUse {
		p.oktaTarget(d)
	}
	return nil
}

// oktaTarget names the user who was acted upon, if that is another one than who acted.
func (p *Parser) oktaTarget(d *Doc) {
	at, ok := d.find([]string{"target"})
	if !ok {
		return
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		if string(d.named(i, "type")) == "User" {
			if bytes.Equal(d.named(i, "id"), p.val(UserID)) {
				return
			}
			p.set(TargetID, d.named(i, "id"))
			p.set(TargetName, d.named(i, "alternateId"))
			return
		}
	}
}

// oktaAction is what an event was, by its name or by the family of it.
func oktaAction(name []byte, failed bool) event.Action {
	if f, ok := oktaCodes[string(name)]; ok {
		if f.action == event.MFA && failed {
			return event.MFAFailed
		}
		return f.action
	}
	switch {
	case bytes.HasPrefix(name, []byte("app.oauth2.")) && holds(name, ".token.grant"): // of an authorization server's, or Okta's own; of one kind
		if bytes.HasSuffix(name, []byte(".refresh_token")) {
			return event.TokenRefreshed
		}
		return event.TokenIssued
	case bytes.HasPrefix(name, []byte("app.oauth2.")) && holds(name, ".token.revoke"):
		return event.TokenRevoked
	case bytes.HasPrefix(name, []byte("user.authentication.auth_via_")):
		return event.Login
	case bytes.HasPrefix(name, []byte("user.lifecycle.")), bytes.HasPrefix(name, []byte("user.account.")), bytes.HasPrefix(name, []byte("user.mfa.")):
		return event.UserChanged
	case bytes.HasPrefix(name, []byte("policy.")), bytes.HasPrefix(name, []byte("zone.")), bytes.HasPrefix(name, []byte("application.")):
		return event.ConfigChanged
	}
	return event.AuthInfo
}

var oktaCodes = codes([]phrase{
	{"user.session.start|user.authentication.sso|user.authentication.verify|app.radius.agent.auth", event.Login, 0},
	{"user.authentication.auth_via_mfa|system.push.send_factor_verify_push", event.MFA, 0},
	{"user.mfa.okta_verify|user.mfa.okta_verify.deny_push|user.mfa.attempt_bypass", event.MFA, 0},
	{"user.session.end|user.session.clear", event.Logout, 0},
	{"user.account.lock|user.account.lock.limit", event.AccountLocked, 0},
	{"user.account.update_password|user.account.reset_password|user.account.expire_password|user.credential.forgot_password", event.PasswordChanged, 0},
	{"user.lifecycle.create", event.UserCreated, 0},
	{"user.lifecycle.delete.initiated|user.lifecycle.delete.completed", event.UserDeleted, 0},
	{"user.account.privilege.grant|user.account.privilege.revoke", event.RoleChanged, 0},
	{"group.user_membership.add|group.user_membership.remove", event.GroupChanged, 0},
	{"user.session.impersonation.initiate|user.session.impersonation.grant", event.PrivilegeUse, 0},
	{"user.session.impersonation.end|user.session.impersonation.revoke", event.SessionEnded, 0},
	{"system.api_token.create", event.TokenIssued, 0},
	{"system.api_token.revoke", event.TokenRevoked, 0},
	{"policy.evaluate_sign_on", event.AuthInfo, 0},
})
