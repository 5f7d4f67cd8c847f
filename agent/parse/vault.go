package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// vaultObject reads HashiCorp Vault's audit device (and OpenBao's): a request
// or a response. Vault has hashed all secrets itself, with a key of its own, so
// they are no tokens of ours; the accessor and such are left out.
func vaultObject(p *Parser, d *Doc) error {
	kind := d.Get("type")
	operation := d.Get("request", "operation")
	if operation == nil || string(kind) != "request" && string(kind) != "response" {
		return ErrFormat
	}
	path := d.Get("request", "path")
	p.pass(Time, d, "time")
	p.passPeer(d, "request", "remote_address")
	p.pass(SourcePort, d, "request", "remote_port")
	p.pass(RequestID, d, "request", "id")
	p.set(Path, path)
	p.set(Provider, d.Get("request", "mount_type"))
	p.pass(UserAgent, d, "request", "headers", "user-agent")
	p.pass(Given, d, "auth", "client_token")
	p.pass(Given, d, "request", "client_token")
	p.vaultUser(d, path)
	reason := d.Get("error")
	p.set(Reason, reason)

	outcome := event.Success
	if !absent(reason) || string(d.Get("auth", "policy_results", "allowed")) == "false" {
		outcome = event.Failure
	}
	action := vaultAction(path, operation, reason, outcome == event.Failure)
	switch {
	case action == event.Login && outcome == event.Success && string(kind) == "request":
		outcome = event.Unknown // its response says how it ended
	case action == event.TokenAccess && outcome == event.Success && !p.has(Given) && absent(d.Get("auth", "display_name")):
		return ErrNotAuth // sys/health and such, which ask for no token
	}
	p.happened(action, outcome)
	p.e.Category = event.Authentication // each entry is also the check of a token
	if p.e.Action == event.TokenAccess || p.e.Action == event.AccessDenied || p.e.Action == event.InvalidToken {
		p.e.Category |= event.API
	}
	return nil
}

// vaultUser names who the token belongs to: what the auth method says of the
// user, else the name in the login's path, else the display name, which is the
// user behind the mount's name.
func (p *Parser) vaultUser(d *Doc, path []byte) {
	p.pass(UserID, d, "auth", "entity_id")
	p.pass(UserEmail, d, "auth", "metadata", "email")
	for _, name := range [...]string{"username", "service_account_name", "role_name", "user"} {
		if p.pass(UserName, d, "auth", "metadata", name); p.has(UserName) {
			return
		}
	}
	if login := bytes.Index(path, []byte("/login/")); login > 0 && bytes.HasPrefix(path, []byte("auth/")) {
		p.set(UserName, path[login+len("/login/"):])
		return
	}
	name := d.Get("auth", "display_name")
	if string(name) == "token" { // of nobody's method
		return
	}
	if mount, user, ok := bytes.Cut(name, []byte("-")); ok && len(user) > 0 {
		switch string(mount) {
		case "userpass", "ldap", "github", "okta", "radius", "oidc", "jwt", "kerberos", "token":
			name = user
		}
	}
	p.set(UserName, name)
}

// vaultAction is what a request was, by its path and operation.
func vaultAction(path, operation, reason []byte, failed bool) event.Action {
	switch {
	case bytes.HasPrefix(path, []byte("auth/")) && (bytes.HasSuffix(path, []byte("/login")) || bytes.Contains(path, []byte("/login/"))):
		return event.Login
	case failed && bytes.Contains(reason, []byte("token")):
		return event.InvalidToken
	case failed:
		return event.AccessDenied
	case bytes.HasPrefix(path, []byte("auth/token/create")):
		return event.TokenIssued
	case bytes.HasPrefix(path, []byte("auth/token/renew")):
		return event.TokenRefreshed
	case bytes.HasPrefix(path, []byte("auth/token/revoke")), string(operation) == "revoke":
		return event.TokenRevoked
	}
	return event.TokenAccess
}
