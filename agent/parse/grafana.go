package parse

import (
	"bytes"
)

// grafanaLine reads Grafana's text log, logfmt with a logger first or last:
//
//	logger=context userId=0 orgId=0 uname= t=2026-11-10T12:55:36.123Z level=info msg="Request Completed" method=POST path=/login status=401 remote_addr=192.0.2.7
func grafanaLine(p *Parser, line []byte) error {
	if !bytes.HasPrefix(line, []byte("logger=")) && !bytes.HasPrefix(line, []byte("t=")) || !bytes.Contains(line, []byte("logger=")) {
		return ErrFormat
	}
	if err := logfmtLine(p, line); err != nil {
		return err
	}
	p.grafana()
	return nil
}

// grafanaObject reads the same records in JSON.
func grafanaObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.grafana()
	return nil
}

// grafana takes back what the general reading cannot know: user 0 is nobody,
// and a client is a kind of login.
func (p *Parser) grafana() {
	if string(p.val(UserID)) == "0" {
		p.unset(UserID)
	}
	if bytes.HasPrefix(p.val(SourceHost), []byte("auth.client.")) {
		p.unset(SourceHost)
	}
}

// grafanaAuditObject reads the audit log of Grafana Enterprise.
func grafanaAuditObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.set(Time, d.Get("timestamp"))
	p.set(UserName, d.Get("additionalData", "loginUsername"))
	p.set(UserName, d.Get("user", "name"))
	p.set(UserID, d.Get("user", "userId"))
	p.set(OutcomeWord, d.Get("result", "statusType"))
	p.set(Status, d.Get("result", "statusCode"))
	p.grafana()
	return nil
}
