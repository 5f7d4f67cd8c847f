package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// apacheErrorLine reads Apache's error log, of 2.2 and of 2.4:
//
//	[Tue Nov 10 13:55:36 2026] [error] [client 192.0.2.7] text
//	[Tue Nov 10 13:55:36.123456 2026] [auth_basic:error] [pid 1:tid 2] [client 192.0.2.7:51822] AH01617: text, referer: url
func apacheErrorLine(p *Parser, line []byte) error {
	when, rest, ok := apacheBracket(line)
	if !ok || len(when) < 19 {
		return ErrFormat
	}
	if _, n := stamp.Read(when); n != len(when) {
		return ErrFormat
	}
	level, rest, ok := apacheBracket(rest)
	if !ok || !isLevel(level) && !isModuleLevel(level) {
		return ErrFormat
	}
	p.set(Time, when)
	err := p.apacheError(level, rest)
	if err == nil && !p.has(SourceIP) && !p.has(ProcessPID) && p.auth == undecided {
		return ErrFormat // others print two brackets too
	}
	return err
}

// apacheMessage reads what the error log sends to syslog: no time.
func apacheMessage(p *Parser, msg []byte) error {
	if err := combinedLine(p, msg); err != ErrFormat {
		return err
	}
	level, rest, ok := apacheBracket(msg)
	if !ok || !isLevel(level) && !isModuleLevel(level) {
		return ErrFormat
	}
	return p.apacheError(level, rest)
}

// apacheError reads what follows the time: level, more in brackets, a message.
func (p *Parser) apacheError(level, rest []byte) error {
	if colon := bytes.LastIndexByte(level, ':'); colon >= 0 {
		p.set(Provider, level[:colon])
		level = level[colon+1:]
	}
	p.set(Level, level)
	for len(rest) > 0 {
		rest = rest[aheadOfClient(rest):]
		in, after, ok := apacheBracket(rest)
		if !ok {
			break
		}
		switch name, v, _ := bytes.Cut(in, []byte(" ")); string(name) {
		case "pid":
			id, _, _ := bytes.Cut(v, []byte(":"))
			p.pid(id)
		case "client", "remote":
			p.apacheClient(v)
		default:
			ok = false
		}
		if !ok {
			break
		}
		rest = after
	}
	if len(rest) > 9 && rest[0] == 'A' && rest[1] == 'H' && rest[7] == ':' {
		p.set(Code, rest[:7])
		rest = rest[9:]
	}
	if i := bytes.LastIndex(rest, []byte(", referer: ")); i > 0 {
		p.set(Referrer, rest[i+len(", referer: "):])
		rest = rest[:i]
	}
	p.set(Message, rest)
	return p.apacheRefusal(rest)
}

// aheadOfClient is the length of what stands in front of the client: a file and a line of
// Apache's source, a system's error, "mod_ssl.c(470): (13)Permission denied: [client …".
func aheadOfClient(b []byte) int {
	if b[0] == '[' {
		return 0
	}
	i := bytes.Index(b[:min(len(b), 160)], []byte(": [client "))
	if i < 0 || b[0] != '(' && !bytes.Contains(b[:i], []byte(".c(")) {
		return 0
	}
	return i + len(": ")
}

// apacheBracket takes the "[…] " that b starts with.
func apacheBracket(b []byte) (in, rest []byte, ok bool) {
	if len(b) < 3 || b[0] != '[' {
		return nil, nil, false
	}
	end := bytes.IndexByte(b, ']')
	if end > 0 && end+1 < len(b) && b[end+1] == ':' { // [client [::1]:4711]
		if n := bytes.IndexByte(b[end+1:], ']'); n > 0 {
			end += 1 + n
		}
	}
	if end < 2 {
		return nil, nil, false
	}
	return b[1:end], bytes.TrimLeft(b[end+1:], " "), true
}

// apacheClient reads an address. 2.4, which also gives its module, puts a port
// behind a bare IPv6 address as well.
func (p *Parser) apacheClient(b []byte) {
	last := bytes.LastIndexByte(b, ':')
	if p.has(Provider) && last > 0 && bytes.IndexByte(b[:last], ':') >= 0 {
		if _, ok := readIP(b[:last]); ok && digitsOnly(b[last+1:]) != nil {
			p.set(SourceIP, b[:last])
			p.set(SourcePort, b[last+1:])
			return
		}
	}
	p.peer(b)
}

// apacheRefusal says what a message means. The words of mod_auth_basic,
// mod_auth_digest, mod_authz_* and mod_authnz_ldap have been the same since 2.0.
func (p *Parser) apacheRefusal(msg []byte) error {
	said := bytes.TrimPrefix(msg, []byte("Digest: "))
	if i := bytes.Index(said, []byte("authenticate: user ")); i >= 0 { // auth_ldap, and its cousins
		said = said[i+len("authenticate: "):]
	}
	if after, ok := bytes.CutPrefix(said, []byte("user ")); ok && p.apacheUser(after) {
		return nil
	}
	switch {
	case bytes.HasPrefix(said, []byte("ipa: ")):
		return p.freeipa(said)
	case bytes.HasPrefix(said, []byte("access to ")):
		p.apacheAccess(said[len("access to "):])
	case bytes.HasPrefix(said, []byte("client denied by ")), bytes.HasPrefix(said, []byte("Hostname ")), bytes.HasPrefix(said, []byte("No hostname ")):
		p.happened(event.AccessDenied, event.Failure)
	case bytes.HasPrefix(said, []byte("Authorization of user ")):
		name, rest, _ := bytes.Cut(said[len("Authorization of user "):], []byte(" to access "))
		p.set(UserName, name)
		path, _ := nextField(rest)
		p.set(Path, path)
		p.happened(event.AccessDenied, event.Failure)
	case bytes.HasPrefix(said, []byte("client used wrong authentication scheme")), bytes.HasPrefix(said, []byte("invalid nonce ")), bytes.HasPrefix(said, []byte("realm mismatch ")),
		bytes.HasPrefix(said, []byte("invalid qop ")), bytes.HasPrefix(said, []byte("unknown algorithm ")), bytes.HasPrefix(said, []byte("invalid opaque ")), bytes.HasPrefix(said, []byte("uri mismatch ")),
		bytes.HasPrefix(said, []byte("unsupported digest ")), bytes.HasPrefix(said, []byte("credentials not found ")), bytes.HasPrefix(said, []byte("need AuthName: ")):
		p.apachePath(said)
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(said, []byte("Access denied: '")): // mod_authz_svn
		p.set(UserName, enclosed(said, "'", "'"))
		p.happened(event.AccessDenied, event.Failure)
	case bytes.HasPrefix(said, []byte("ModSecurity: ")):
		p.modSecurity(said)
	case bytes.HasPrefix(said, []byte("AuthType ")), bytes.HasPrefix(said, []byte("File does not exist")), bytes.HasPrefix(said, []byte("script '")), bytes.HasPrefix(said, []byte("Invalid URI ")):
		p.auth, p.mined = notAuth, true
		p.e.Outcome = event.Failure
	}
	return nil
}

// apacheUser reads "bob: authentication failure for "/x": Password Mismatch",
// "bob not found: /x", "`bob' in realm `x' not found: /x" and their like.
func (p *Parser) apacheUser(b []byte) bool {
	name, rest := b, []byte(nil)
	if end := bytes.Index(b, []byte("' in realm ")); end > 0 && (b[0] == '`' || b[0] == '\'') {
		name, rest = b[1:end], b[end:]
	} else {
		for _, why := range [...]string{": authentication failure", ": authorization failure", ": password mismatch", " not found", " denied by provider", " authentication failed", " authorization failure", " authentication failure"} {
			if i := bytes.Index(b, []byte(why)); i >= 0 && i <= len(name) {
				name, rest = b[:i], b[i:]
			}
		}
		if rest == nil {
			return false
		}
	}
	if n := len(name); n > 2 && name[0] == '\'' && name[n-1] == '\'' { // mod_auth_form
		name = name[1 : n-1]
	}
	p.set(UserName, name)
	switch {
	case bytes.Contains(rest, []byte("not found:")), bytes.Contains(rest, []byte("User not found")):
		p.happened(event.InvalidUser, event.Failure)
	case bytes.HasPrefix(rest, []byte(": authorization")), bytes.HasPrefix(rest, []byte(" authorization")):
		p.happened(event.AccessDenied, event.Failure)
	default:
		p.happened(event.LoginFailed, event.Failure)
	}
	p.apachePath(rest)
	return true
}

// apachePath finds the path behind `for "/x":`, "URI /x [" or ": /x".
func (p *Parser) apachePath(b []byte) {
	if _, after, ok := bytes.Cut(b, []byte(` for "/`)); ok {
		path, _, _ := bytes.Cut(after, []byte(`"`))
		p.set(Path, b[len(b)-len(after)-1:len(b)-len(after)+len(path)])
		return
	}
	if _, after, ok := bytes.Cut(b, []byte("; URI ")); ok {
		path, _ := nextField(after)
		p.set(Path, path)
		return
	}
	if i := bytes.LastIndex(b, []byte(": /")); i >= 0 {
		p.set(Path, b[i+2:])
	}
}

// apacheAccess reads 2.2's `/x failed, reason: user 'bob' does not meet …`.
func (p *Parser) apacheAccess(b []byte) {
	path, why, ok := bytes.Cut(b, []byte(" failed, reason: "))
	if !ok {
		return
	}
	p.set(Path, path)
	p.set(Reason, why)
	if name := enclosed(why, "user '", "' "); name != nil {
		p.set(UserName, name)
	} else if name := enclosed(why, "user ", " not allowed"); name != nil {
		p.set(UserName, name)
	}
	p.happened(event.AccessDenied, event.Failure)
}

// modSecurity reads `Access denied with code 403 (phase 2). … [uri "/x"]
// [hostname "app.example"]`.
func (p *Parser) modSecurity(b []byte) {
	p.mined = true
	p.e.Action, p.e.Outcome = event.WebAccess, event.Unknown
	if _, after, ok := bytes.Cut(b, []byte("denied with code ")); ok {
		code, _ := nextField(after)
		p.set(Status, code)
		p.e.Action, p.e.Outcome = event.AccessDenied, event.Failure
	}
	for _, tag := range [...]struct {
		name  string
		field Field
	}{{`[uri "`, Path}, {`[hostname "`, URLHost}, {`[unique_id "`, RequestID}, {`[msg "`, Reason}} {
		if _, after, ok := bytes.Cut(b, []byte(tag.name)); ok {
			v, _, _ := bytes.Cut(after, []byte(`"]`))
			p.set(tag.field, v)
		}
	}
}

// apacheSSLLine reads ssl_request_log:
//
//	[10/Nov/2026:13:55:36 +0100] 192.0.2.7 TLSv1.3 TLS_AES_256_GCM_SHA384 "GET /x HTTP/1.1" 1375
func apacheSSLLine(p *Parser, line []byte) error {
	if len(line) < 48 || line[0] != '[' || line[3] != '/' {
		return ErrFormat
	}
	when, rest, ok := bytes.Cut(line[1:], []byte("] "))
	client, rest := nextField(rest)
	version, rest := nextField(rest)
	if !ok || !bytes.HasPrefix(version, []byte("TLS")) && !bytes.HasPrefix(version, []byte("SSL")) || !isAddress(client) && !isHostname(client) {
		return ErrFormat
	}
	_, rest = nextField(rest)
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) == 0 || rest[0] != '"' {
		return errBroken
	}
	request, rest, ok := quotedField(rest)
	if !ok {
		return errBroken
	}
	p.set(Time, when)
	p.peer(client)
	p.requestLine(request)
	size, _ := nextField(rest)
	p.set(BodyBytes, size)
	return nil
}
