package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// gitlabAPIObject reads api_json.log: the address is a forwarding chain.
func gitlabAPIObject(p *Parser, d *Doc) error {
	if !bytes.HasPrefix(d.Get("route"), []byte("/api/")) {
		return ErrFormat
	}
	p.fields(d)
	if chain := d.Get("remote_ip"); chain != nil {
		p.unset(SourceIP)
		p.forwardedPeer(chain)
	}
	return nil
}

// gitlabAuditObject reads audit_json.log.
func gitlabAuditObject(p *Parser, d *Doc) error {
	p.set(Time, d.Get("time"))
	p.set(Level, d.Get("severity"))
	p.set(UserName, d.Get("author_name"))
	p.set(UserAgent, d.Get("ua"))
	if id := d.Get("author_id"); len(id) > 0 && id[0] != '-' {
		p.set(UserID, id)
	}
	p.set(RequestID, d.Get("correlation_id"))
	p.peer(d.Get("ip_address"))
	p.peer(d.Get("meta.remote_ip"))
	target := string(d.Get("target_type")) == "User"
	switch {
	case d.Has("failed_login"):
		p.happened(event.LoginFailed, event.Failure)
		return nil
	case d.Has("with"):
		p.happened(event.Login, event.Success)
		return nil
	}
	if target {
		p.set(TargetName, d.Get("target_details"))
		p.set(TargetID, d.Get("target_id"))
	}
	p.set(Message, d.Get("custom_message"))
	change := string(d.Get("change"))
	switch {
	case change == "password":
		p.happened(event.PasswordChanged, event.Success)
	case change == "access_level", string(d.Get("add")) == "user_access", string(d.Get("remove")) == "user_access", d.Has("expiry_from"):
		p.happened(event.RoleChanged, event.Success)
	case target && string(d.Get("add")) == "user":
		p.happened(event.UserCreated, event.Success)
	case target && string(d.Get("remove")) == "user":
		p.happened(event.UserDeleted, event.Success)
	case target || change == "email":
		p.happened(event.UserChanged, event.Success)
	default:
		p.happened(event.ConfigChanged, event.Success)
	}
	return nil
}
