package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// springMessage reads what Spring Security and Spring Boot's audit listener
// log of authentications:
//
//	Authentication event AuthenticationFailureBadCredentialsEvent: bob; details: WebAuthenticationDetails [RemoteIpAddress=192.0.2.7, SessionId=…]; exception: Bad credentials
//	AuditEvent [timestamp=…, principal=bob, type=AUTHENTICATION_FAILURE, data={…}]
//	Set SecurityContextHolder to UsernamePasswordAuthenticationToken [Principal=…User [Username=bob, …], …]
func springMessage(p *Parser, msg []byte) error {
	switch {
	case bytes.HasPrefix(msg, []byte("Authentication event ")):
		return p.springEvent(msg[len("Authentication event "):])
	case bytes.HasPrefix(msg, []byte("AuditEvent [")):
		return p.springAudit(msg)
	case bytes.HasPrefix(msg, []byte("Set SecurityContextHolder to ")), bytes.HasPrefix(msg, []byte("Authentication success. Updating SecurityContextHolder to contain: ")):
		p.springPrincipal(msg)
		if bytes.Contains(msg, []byte("AnonymousAuthenticationToken")) {
			p.auth = notAuth
			return nil
		}
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Failed to find user '")):
		p.set(UserName, firstQuoted(msg[len("Failed to find user "):]))
		p.happened(event.InvalidUser, event.Failure)
	case bytes.HasPrefix(msg, []byte("User '")) && bytes.HasSuffix(msg, []byte("' not found")):
		p.set(UserName, firstQuoted(msg[len("User "):]))
		p.happened(event.InvalidUser, event.Failure)
	case bytes.HasPrefix(msg, []byte("Failed to authenticate since ")), bytes.HasPrefix(msg, []byte("Authentication failed: ")), bytes.HasPrefix(msg, []byte("Failed to process authentication request: ")):
		if user := enclosed(msg, "user '", "'"); user != nil {
			p.set(UserName, user)
		}
		if bytes.Contains(msg, []byte("JWT")) || bytes.Contains(msg, []byte("Jwt")) {
			p.happened(refusedToken(msg), event.Failure)
			return nil
		}
		p.happened(event.LoginFailed, event.Failure)
	default:
		return ErrFormat
	}
	return nil
}

// refusedToken is what was wrong with a token that a message says was refused.
func refusedToken(msg []byte) event.Action {
	if bytes.Contains(msg, []byte("expired at ")) {
		return event.ExpiredToken
	}
	return event.InvalidToken
}

// springEvent reads LoggerListener's line. The principal is what the client
// entered, so its end is looked for from behind.
func (p *Parser) springEvent(b []byte) error {
	name, rest, ok := bytes.Cut(b, []byte(": "))
	if !ok {
		return ErrFormat
	}
	user, details := rest, []byte(nil)
	if i := bytes.LastIndex(rest, []byte("; details: ")); i >= 0 {
		user, details = rest[:i], rest[i+len("; details: "):]
	}
	p.set(Code, name)
	p.springPrincipal(details)
	p.set(UserName, user)
	if _, why, ok := bytes.Cut(details, []byte("; exception: ")); ok {
		p.set(Reason, why)
	}
	switch {
	case bytes.Contains(name, []byte("Logout")): // LogoutSuccessEvent
		p.happened(event.Logout, event.Success)
	case bytes.Contains(name, []byte("Success")):
		p.happened(event.Login, event.Success)
	case bytes.Contains(name, []byte("Failure")):
		p.happened(event.LoginFailed, event.Failure)
	default:
		p.happened(event.AuthInfo, event.Unknown)
	}
	return nil
}

// springAudit reads Spring Boot's AuditEvent.
func (p *Parser) springAudit(b []byte) error {
	_, user, _ := bytes.Cut(b, []byte("principal="))
	user, rest, ok := bytes.Cut(user, []byte(", type="))
	if !ok {
		return ErrFormat
	}
	kind, data, _ := bytes.Cut(rest, []byte(", "))
	p.set(Code, kind)
	p.springPrincipal(data)
	if string(user) != "anonymousUser" {
		p.set(UserName, user)
	}
	if _, why, ok := bytes.Cut(data, []byte("message=")); ok {
		why, _, _ = bytes.Cut(why, []byte(", "))
		p.set(Reason, bytes.TrimRight(why, "]}"))
	}
	if !p.knows(kind, springCodes) {
		p.happened(event.AuthInfo, event.Unknown)
	}
	return nil
}

var springCodes = codes([]phrase{
	{"AUTHENTICATION_SUCCESS", event.Login, event.Success},
	{"AUTHENTICATION_FAILURE", event.LoginFailed, event.Failure},
	{"AUTHENTICATION_SWITCH", event.PrivilegeUse, event.Success},
	{"LOGOUT_SUCCESS", event.Logout, event.Success},
	{"AUTHORIZATION_FAILURE", event.AccessDenied, event.Failure},
})

// springPrincipal finds the user, the address and the session in the text of a
// token: Username=bob, RemoteIpAddress=192.0.2.7 (or ": " since it prints so).
func (p *Parser) springPrincipal(b []byte) {
	p.mined = true
	for _, part := range [...]struct {
		name  string
		field Field
	}{{"Username", UserName}, {"RemoteIpAddress", SourceIP}} {
		if v := springValue(b, part.name); !absent(v) {
			p.set(part.field, v)
		}
	}
	if v := springValue(b, "SessionId"); !absent(v) {
		p.secret(sessionID, v, anywhere, text)
	}
}

func springValue(b []byte, name string) []byte {
	v, ok := behind(b, name)
	for ok && (len(v) == 0 || v[0] != '=' && v[0] != ':') { // UsernamePasswordAuthenticationToken
		v, ok = behind(v, name)
	}
	if !ok {
		return nil
	}
	v = bytes.TrimLeft(v[1:], " ")
	if end := bytes.IndexAny(v, ",;] "); end >= 0 {
		v = v[:end]
	}
	return v
}

var sessionID = []byte("SessionId")
