package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// entraObject reads the sign-in and audit logs of Microsoft Entra ID (Azure
// Active Directory) as Azure Monitor exports them.
func entraObject(p *Parser, d *Doc) error {
	category := d.Get("category")
	if log := d.Get("properties", "log"); len(log) > 1 && log[0] == '{' && p.inner.read(p, log) { // Kubernetes' audit log in AKS
		err := p.object(&p.inner)
		if !p.has(Time) {
			p.set(Time, d.Get("time"))
		}
		return err
	}
	if !bytes.HasSuffix(category, []byte("SignInLogs")) && string(category) != "AuditLogs" {
		return ErrFormat
	}
	p.set(Time, d.Get("time"))
	p.set(Provider, category)
	p.set(Code, d.Get("resultType"))
	p.set(RequestID, d.Get("correlationId"))
	p.peer(d.Get("callerIpAddress"))
	if string(category) == "AuditLogs" {
		return p.entraAudit(d)
	}
	if !p.has(SourceIP) {
		p.peer(d.Get("properties", "ipAddress"))
	}
	p.set(UserName, d.Get("properties", "userPrincipalName"))
	p.set(UserID, d.Get("properties", "userId"))
	p.set(UserFullName, d.Get("properties", "userDisplayName"))
	p.set(UserAgent, d.Get("properties", "userAgent"))
	if !p.has(UserName) {
		p.set(UserName, d.Get("properties", "servicePrincipalName"))
		p.set(UserID, d.Get("properties", "servicePrincipalId"))
	}
	p.set(Reason, d.Get("resultDescription"))
	if !p.has(Reason) && string(d.Get("properties", "status", "errorCode")) != "0" {
		p.set(Reason, d.Get("properties", "status", "failureReason"))
	}
	if !p.knows(p.val(Code), entraCodes) {
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}

// entraCodes are the token service's. Those of a second step ask for more.
var entraCodes = codes([]phrase{
	{"0|", event.Login, event.Success},
	{"50074|50076|50079|50140|50125|50127|50129|50143|50144|65001", event.MFA, event.Failure},
	{"50053", event.AccountLocked, event.Failure},
	{"50034", event.InvalidUser, event.Failure},
})

// entraAudit reads what a user or a program changed in the directory.
func (p *Parser) entraAudit(d *Doc) error {
	who := "user"
	if !d.Has("properties", "initiatedBy", who) {
		who = "app"
	}
	p.set(UserName, d.Get("properties", "initiatedBy", who, "displayName"))
	p.set(UserName, d.Get("properties", "initiatedBy", who, "userPrincipalName"))
	p.set(UserID, d.Get("properties", "initiatedBy", who, "id"))
	if !p.has(SourceIP) {
		p.peer(d.Get("properties", "initiatedBy", who, "ipAddress"))
	}
	if at, ok := d.find([]string{"properties", "targetResources"}); ok && d.nodes[at].kind == array && d.nodes[at].next > at+1 {
		if string(d.named(at+1, "type")) == "User" {
			p.set(TargetName, d.named(at+1, "userPrincipalName"))
			p.set(TargetID, d.named(at+1, "id"))
		}
	}
	p.set(ActionWord, d.Get("operationName"))
	p.set(OutcomeWord, d.Get("properties", "result"))
	p.set(Reason, d.Get("properties", "resultReason"))
	return nil
}
