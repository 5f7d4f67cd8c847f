package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// keycloakMessage reads what Keycloak's log listener says of a login event or
// an admin event, in both styles (values in quotes since 22):
//
//	type="LOGIN_ERROR", realmId="…", clientId="app", userId="null", ipAddress="192.0.2.7", error="user_not_found", username="bob"
//	operationType=CREATE, realmId=…, userId=…, ipAddress=192.0.2.7, resourceType=USER, resourcePath=users/…
func keycloakMessage(p *Parser, msg []byte) error {
	if !bytes.HasPrefix(msg, []byte("type=")) && !bytes.HasPrefix(msg, []byte("operationType=")) {
		return ErrFormat
	}
	var e keycloakEvent
	for rest := msg; len(rest) > 0; {
		var name, v []byte
		name, v, rest = commaPair(rest)
		if name == nil {
			break
		}
		if absent(v) {
			continue
		}
		e.take(p, name, v)
	}
	if e.realm == nil {
		return ErrFormat
	}
	e.done(p)
	return nil
}

// commaPair takes the next of pairs that stand with commas between them.
func commaPair(b []byte) (name, v, rest []byte) {
	b = bytes.TrimLeft(b, ", ")
	n := nameLen(b)
	if n == 0 || n == len(b) || b[n] != '=' {
		return nil, nil, nil
	}
	name, b = b[:n], b[n+1:]
	if len(b) > 0 && b[0] == '"' {
		if v, rest, ok := quotedField(b); ok {
			return name, v, rest
		}
		return name, b[1:], nil // cut off
	}
	v, rest, _ = bytes.Cut(b, []byte(", "))
	return name, v, rest
}

// keycloakObject reads an event as listeners write it in JSON: of a login, or
// of an administrator's act.
func keycloakObject(p *Parser, d *Doc) error {
	var e keycloakEvent
	e.kind, e.operation = d.Get("type"), d.Get("operationType")
	e.realm = d.Get("realmId")
	if e.kind == nil && e.operation == nil {
		return ErrFormat
	}
	p.set(Time, d.Get("time"))
	where := []string{"ipAddress"}
	who := []string{"userId"}
	if d.Has("authDetails") {
		where, who = []string{"authDetails", "ipAddress"}, []string{"authDetails", "userId"}
	}
	p.peer(d.Get(where...))
	p.set(UserID, d.Get(who...))
	e.resource, e.path = d.Get("resourceType"), d.Get("resourcePath")
	for _, name := range [...]string{"username", "email", "identity_provider_identity", "impersonator", "credential_type"} {
		if v := d.Get("details", name); v != nil {
			e.take(p, []byte(name), v)
		}
	}
	if v := d.Get("error"); v != nil && !absent(v) {
		e.take(p, []byte("error"), v)
	}
	e.done(p)
	return nil
}

// jbossObject reads the console's JSON of Quarkus and WildFly, whose message
// may be one of Keycloak's.
func jbossObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.unset(ProcessName) // the launcher's class
	if msg := p.val(Message); msg != nil && keycloakMessage(p, msg) != nil {
		return nil
	}
	return nil
}

// A keycloakEvent is what decides what an event means.
type keycloakEvent struct {
	kind, operation, realm, err, resource, path, credential []byte
}

// take sets the field of one member. The first of two with one name counts: a
// user's name comes late, and old releases do not quote it.
func (e *keycloakEvent) take(p *Parser, name, v []byte) {
	first := func(at *[]byte) {
		if *at == nil {
			*at = v
		}
	}
	switch string(name) {
	case "type":
		first(&e.kind)
	case "operationType":
		first(&e.operation)
	case "realmId", "realmName":
		first(&e.realm)
	case "resourceType":
		first(&e.resource)
	case "resourcePath":
		first(&e.path)
	case "error":
		first(&e.err)
	case "credential_type":
		first(&e.credential)
	case "ipAddress":
		if !p.has(SourceIP) {
			p.peer(v)
		}
	case "userId":
		p.offer(UserID, v, 2, nil)
	case "username":
		p.offer(UserName, v, 2, nil)
	case "identity_provider_identity":
		p.offer(UserName, v, 3, nil)
	case "email":
		p.offer(UserEmail, v, 2, nil)
	case "impersonator":
		p.offer(UserName, v, 1, nil)
	}
}

// done settles action and outcome.
func (e *keycloakEvent) done(p *Parser) {
	outcome := event.Success
	kind, failed := bytes.CutSuffix(e.kind, []byte("_ERROR"))
	if failed || e.err != nil {
		outcome = event.Failure
		p.set(Reason, e.err)
	}
	p.mined = true
	if e.operation != nil {
		p.set(Code, e.operation)
		p.happened(e.administered(p), outcome)
		return
	}
	p.set(Code, e.kind)
	action := keycloakAction(kind, failed)
	if action == event.UserChanged && string(e.credential) == "password" { // UPDATE_CREDENTIAL
		action = event.PasswordChanged
	}
	p.happened(action, outcome)
}

func keycloakAction(kind []byte, failed bool) event.Action {
	f, ok := keycloakCodes[string(kind)]
	switch {
	case !ok:
		return event.AuthInfo
	case !failed:
	case f.action == event.TokenIssued:
		return event.LoginFailed
	case f.action == event.TokenRefreshed, f.action == event.TokenAccess:
		return event.InvalidToken
	}
	return f.action
}

var keycloakCodes = codes([]phrase{
	{"LOGIN|IDENTITY_PROVIDER_LOGIN|IDENTITY_PROVIDER_FIRST_LOGIN|IDENTITY_PROVIDER_POST_LOGIN", event.Login, 0},
	{"OAUTH2_DEVICE_AUTH|OAUTH2_DEVICE_VERIFY_USER_CODE", event.Login, 0},
	{"LOGOUT", event.Logout, 0},
	{"CODE_TO_TOKEN|CLIENT_LOGIN|TOKEN_EXCHANGE|PERMISSION_TOKEN|OAUTH2_DEVICE_CODE_TO_TOKEN|AUTHREQID_TO_TOKEN", event.TokenIssued, 0},
	{"REFRESH_TOKEN", event.TokenRefreshed, 0},
	{"INTROSPECT_TOKEN|VALIDATE_ACCESS_TOKEN|USER_INFO_REQUEST", event.TokenAccess, 0},
	{"REVOKE_GRANT", event.TokenRevoked, 0},
	{"REGISTER", event.UserCreated, 0},
	{"DELETE_ACCOUNT", event.UserDeleted, 0},
	{"UPDATE_PASSWORD|RESET_PASSWORD", event.PasswordChanged, 0},
	{"UPDATE_PROFILE|UPDATE_EMAIL|VERIFY_EMAIL|VERIFY_PROFILE|UPDATE_TOTP|REMOVE_TOTP", event.UserChanged, 0},
	{"UPDATE_CREDENTIAL|REMOVE_CREDENTIAL|FEDERATED_IDENTITY_LINK|REMOVE_FEDERATED_IDENTITY", event.UserChanged, 0},
	{"IMPERSONATE", event.PrivilegeUse, 0},
	{"USER_DISABLED_BY_PERMANENT_LOCKOUT|USER_DISABLED_BY_TEMPORARY_LOCKOUT", event.AccountLocked, 0},
	{"CLIENT_REGISTER|CLIENT_UPDATE|CLIENT_DELETE", event.ConfigChanged, 0},
})

// administered is what an administrator did, by the kind of resource.
func (e *keycloakEvent) administered(p *Parser) event.Action {
	if id, ok := bytes.CutPrefix(e.path, []byte("users/")); ok {
		id, _, _ = bytes.Cut(id, slash)
		p.set(TargetID, id)
	} else if id, ok := bytes.CutPrefix(e.path, []byte("groups/")); ok {
		id, _, _ = bytes.Cut(id, slash)
		p.set(GroupID, id)
	}
	if bytes.HasSuffix(e.path, []byte("/reset-password")) {
		return event.PasswordChanged
	}
	switch string(e.resource) {
	case "USER":
		switch string(e.operation) {
		case "CREATE":
			return event.UserCreated
		case "DELETE":
			return event.UserDeleted
		}
		return event.UserChanged
	case "GROUP":
		switch string(e.operation) {
		case "CREATE":
			return event.GroupCreated
		case "DELETE":
			return event.GroupDeleted
		}
		return event.GroupChanged
	case "GROUP_MEMBERSHIP":
		return event.GroupChanged
	case "REALM_ROLE", "REALM_ROLE_MAPPING", "CLIENT_ROLE", "CLIENT_ROLE_MAPPING":
		return event.RoleChanged
	}
	return event.ConfigChanged
}
