package parse

import (
	"bytes"
)

// autheliaLine reads Authelia's text log:
//
//	time="2026-11-10T12:55:36+01:00" level=error msg="Unsuccessful 1FA authentication attempt by user 'bob'" method=POST path=/api/firstfactor remote_ip=192.0.2.7
func autheliaLine(p *Parser, line []byte) error {
	if !bytes.HasPrefix(line, []byte(`time="`)) || !bytes.Contains(line, []byte(" remote_ip=")) {
		return ErrFormat
	}
	return logfmtLine(p, line)
}

// autheliaObject reads the same records in JSON.
func autheliaObject(p *Parser, d *Doc) error {
	if msg := d.Get("msg"); !bytes.Contains(msg, []byte(" authentication attempt ")) && !bytes.HasPrefix(msg, []byte("Access to '")) && !bytes.HasPrefix(d.Get("path"), []byte("/api/firstfactor")) {
		return ErrFormat
	}
	p.fields(d)
	return nil
}
