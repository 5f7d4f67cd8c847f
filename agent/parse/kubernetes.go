package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// kubernetesObject reads an event of the API server's audit log.
func kubernetesObject(p *Parser, d *Doc) error {
	verb := d.Get("verb")
	if verb == nil || d.Get("stage") == nil || d.Get("responseStatus") != nil { // Rancher's has but a number there
		return ErrFormat
	}
	p.pass(Time, d, "requestReceivedTimestamp")
	if !p.has(Time) {
		p.pass(Time, d, "stageTimestamp")
	}
	p.kubernetesPeer(d)
	p.pass(UserName, d, "user", "username")
	p.pass(UserID, d, "user", "uid")
	p.set(EffectiveName, d.Get("impersonatedUser", "username"))
	p.set(EffectiveID, d.Get("impersonatedUser", "uid"))
	p.pass(UserAgent, d, "userAgent")
	p.pass(RequestID, d, "auditID")
	p.pass(Target, d, "requestURI")
	p.set(Method, kubernetesMethod(verb))
	p.set(Status, d.Get("responseStatus", "code"))
	p.set(Reason, d.Get("annotations", "authorization.k8s.io/reason"))
	p.set(Reason, d.Get("responseStatus", "reason"))
	p.set(Message, d.Get("responseStatus", "message"))
	p.mined = true

	outcome := event.Unknown // received, and not yet answered
	if status, ok := readStatus(p.val(Status)); ok {
		outcome = event.Success
		if status >= 400 {
			outcome = event.Failure
		}
	}
	if string(d.Get("annotations", "authorization.k8s.io/decision")) == "forbid" {
		outcome = event.Failure
	}
	p.e.Action, p.e.Outcome = kubernetesAction(d, verb, outcome), outcome
	if p.has(Message) && outcome == event.Success {
		p.unset(Message)
	}
	return nil
}

// kubernetesPeer reads the addresses that a request came by: what forwarding
// headers claim, and last the connection's.
func (p *Parser) kubernetesPeer(d *Doc) {
	if d.Len("sourceIPs") == 1 {
		p.passPeer(d, "sourceIPs")
		return
	}
	var first, public []byte
	d.Each(func(v []byte) {
		if first == nil {
			first = v
		}
		if a, ok := readIP(v); ok && public == nil && isPublic(a) {
			public = v
		}
		if a, ok := readIP(v); ok && len(p.st.opt.TrustedProxies) > 0 && !contains(p.st.opt.TrustedProxies, a) {
			public = v // the last that is nobody's proxy
		}
	}, "sourceIPs")
	if public != nil {
		first = public
	}
	p.peer(first)
}

// kubernetesMethod is the HTTP method of a verb.
func kubernetesMethod(verb []byte) []byte {
	switch string(verb) {
	case "get", "list", "watch", "proxy":
		return methodGet
	case "create":
		return methodPost
	case "update":
		return methodPut
	case "patch":
		return methodPatch
	case "delete", "deletecollection":
		return methodDelete
	case "post", "put", "head", "options":
		return verb
	}
	return nil
}

var methodGet, methodPost, methodPut, methodPatch, methodDelete = []byte("GET"), []byte("POST"), []byte("PUT"), []byte("PATCH"), []byte("DELETE")

// kubernetesAction is what a request was: refused, about tokens, a change of roles, or any.
func kubernetesAction(d *Doc, verb []byte, o event.Outcome) event.Action {
	status := d.Get("responseStatus", "code")
	switch {
	case string(status) == "401":
		return event.InvalidToken
	case string(status) == "403":
		return event.AccessDenied
	case o == event.Failure:
		return event.APICall
	}
	changes := string(verb) == "create" || string(verb) == "update" || string(verb) == "patch" || bytes.HasPrefix(verb, []byte("delete"))
	switch resource := d.Get("objectRef", "resource"); {
	case string(resource) == "serviceaccounts" && string(d.Get("objectRef", "subresource")) == "token" && changes:
		return event.TokenIssued
	case string(resource) == "tokenreviews":
		return event.TokenAccess
	case !changes:
	case string(resource) == "rolebindings", string(resource) == "clusterrolebindings", string(resource) == "roles", string(resource) == "clusterroles":
		return event.RoleChanged
	}
	return event.APICall
}

// kubernetesMessage reads what the API server's own log says of a client's bad
// certificate, which elsewhere is a matter of the program's own:
//
//	"Unable to authenticate the request" err="[x509: certificate has expired or is not yet valid, verifying certificate SN=1]"
func kubernetesMessage(p *Parser, msg []byte) error {
	said, ok := bytes.CutPrefix(bytes.TrimPrefix(msg, []byte(`"`)), []byte("Unable to authenticate the request"))
	if !ok || !holds(said, "x509: ") { // else it reads as anybody's
		return ErrFormat
	}
	p.mined = true
	p.set(Reason, bytes.Trim(enclosed(said, `err="`, `"`), "[]"))
	p.happened(event.LoginFailed, event.Failure)
	return nil
}
