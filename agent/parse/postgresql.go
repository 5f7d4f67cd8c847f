package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// postgresqlLine reads PostgreSQL's stderr log. What stands in front of the
// severity is the server's log_line_prefix and can be anything; what is behind
// the severity's colon and two spaces is the message:
//
//	2026-11-10 12:55:36.123 UTC [4211] bob@app FATAL:  password authentication failed for user "bob"
func postgresqlLine(p *Parser, line []byte) error {
	if c := line[0]; !isDigit(c) && c != '[' && c != '<' && !isUpper(c) && c != ' ' {
		return ErrFormat
	}
	if s, n := p.readStamp(line); n > 0 && s.Year == 0 && !s.Unix { // syslog's
		return ErrFormat
	}
	if end := bytes.IndexByte(line[:min(len(line), 5)], '>'); end > 1 && line[0] == '<' && digits(line[1:end]) { // syslog's, too
		return ErrFormat
	}
	at, severity := postgresqlSeverity(line)
	if severity == nil {
		if isDigit(line[0]) {
			return postgresqlCSV(p, line)
		}
		return ErrFormat
	}
	if bytes.ContainsAny(line[:at], `{"`) || !p.postgresqlPrefix(line[:at]) {
		return ErrFormat
	}
	p.set(Level, severity)
	err := p.postgresql(bytes.TrimLeft(line[at+len(severity)+1:], " "))
	if err == ErrNotAuth && isLevel(severity) && string(severity) != "FATAL" && !bytes.ContainsAny(line[:at], "[@=") {
		return ErrFormat // a time and a level: uvicorn writes that too
	}
	return err
}

// postgresqlMessage reads the same behind a syslog header, where the number of
// the line within its session stands in front: "[3-1] ".
func postgresqlMessage(p *Parser, msg []byte) error {
	if len(msg) > 4 && msg[0] == '[' {
		if n := enclosed(msg, "[", "] "); len(n) > 2 && len(n) < 16 && bytes.IndexByte(n, '-') > 0 {
			msg = msg[len(n)+3:]
		}
	}
	at, severity := postgresqlSeverity(msg)
	if severity == nil {
		return ErrFormat
	}
	p.postgresqlPrefix(msg[:at])
	p.set(Level, severity)
	return p.postgresql(bytes.TrimLeft(msg[at+len(severity)+1:], " "))
}

// postgresqlSeverity finds the severity; hardly anybody else writes two spaces behind
// its colon, and Monolog's levels stand behind a channel and a dot.
func postgresqlSeverity(line []byte) (at int, severity []byte) {
	head := line[:min(len(line), 400)]
	for from := 0; ; {
		i := bytes.Index(head[from:], []byte(":  "))
		if i < 3 {
			return 0, nil
		}
		end := from + i
		start := end
		for start > 0 && (isUpper(head[start-1]) || isDigit(head[start-1]) && start == end) {
			start--
		}
		from = end + 3
		if start > 0 && head[start-1] == '.' {
			continue
		}
		switch word := head[start:end]; string(word) {
		case "LOG", "FATAL", "ERROR", "PANIC", "WARNING", "NOTICE", "INFO", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5",
			"DETAIL", "HINT", "STATEMENT", "CONTEXT", "QUERY", "LOCATION":
			return start, word
		}
	}
}

// postgresqlPrefix reads a log_line_prefix for what it surely has: a time, the
// process in brackets, user@database, an address with its port, pairs. It
// reports whether there was a time.
func (p *Parser) postgresqlPrefix(b []byte) bool {
	timed := false
	for len(b) > 0 {
		switch b[0] {
		case ' ', ':', ',', '<', '>', '-', '|', '\t':
			b = b[1:]
			continue
		}
		if s, n := stamp.Read(b); !timed && n > 0 && (s.Month > 0 || s.Unix) {
			p.set(Time, b[:n])
			b, timed = b[n:], true
			continue
		}
		if b[0] == '[' {
			end := bytes.IndexByte(b, ']')
			if end < 0 {
				return p.has(Time)
			}
			switch s, n := stamp.Read(b[1:end]); {
			case digits(b[1:end]) && !p.syslog:
				p.pid(b[1:end])
			case !timed && n > 0 && s.Month > 0 && s.Clocked: // [%t]
				p.set(Time, b[1:1+n])
				timed = true
			}
			if end+1 < len(b) && b[end+1] == '@' || string(b[1:end]) == "unknown" || string(b[1:end]) == "local" {
				n := postgresqlWord(b)
				b = b[n:]
				continue
			}
			b = b[end+1:]
			continue
		}
		n := postgresqlWord(b)
		p.postgresqlPrefixWord(b[:n])
		b = b[n:]
	}
	return p.has(Time)
}

// postgresqlWord is the length of the part of a prefix that b starts with.
// A colon ends one, but within an address.
func postgresqlWord(b []byte) int {
	n := 0
	for n < len(b) && b[n] != ' ' && b[n] != ',' && b[n] != '\t' && b[n] != '|' {
		n++
	}
	if n == 0 {
		return 1
	}
	word := b[:n]
	if colon := bytes.IndexByte(word, ':'); colon > 0 {
		if i := bytes.IndexByte(word, '='); i > 0 && i < colon { // client=2001:db8::1
			if host, _ := splitPort(bytes.TrimRight(word[i+1:], ":")); isAddress(host) {
				return n
			}
		}
		if i := bytes.IndexByte(word, '('); i > 0 && isAddress(word[:i]) {
			return i + bytes.IndexByte(word[i:], ')') + 1
		}
		if host, _ := splitPort(bytes.TrimRight(word, ":")); !isAddress(host) {
			return colon
		}
	}
	return n
}

// postgresqlPrefixWord takes in one part of a prefix: user=bob, bob@app, 192.0.2.7.
func (p *Parser) postgresqlPrefixWord(word []byte) {
	word = bytes.TrimRight(word, ":")
	if name, v, ok := bytes.Cut(word, []byte("=")); ok {
		switch string(name) {
		case "user":
			p.postgresqlUser(v)
		case "client", "host", "h", "r", "remote", "ip":
			if string(v) != "[local]" {
				p.peer(v)
			}
		}
		return
	}
	if name, _, ok := bytes.Cut(word, []byte("@")); ok && len(name) > 0 {
		p.postgresqlUser(name)
		return
	}
	if host, _ := splitPort(word); isAddress(host) {
		p.peer(word)
	}
}

// postgresqlUser sets the user unless it is not known yet.
func (p *Parser) postgresqlUser(name []byte) {
	if string(name) != "[unknown]" {
		p.set(UserName, name)
	}
}

var postgresqlPhrases = []phrase{
	{"*authentication failed", event.LoginFailed, event.Failure},
	{"LDAP login failed for user ", event.LoginFailed, event.Failure},
	{"pam_authenticate failed: ", event.LoginFailed, event.Failure},
	{"no pg_hba.conf entry for ", event.LoginFailed, event.Failure},
	{"pg_hba.conf rejects ", event.LoginFailed, event.Failure},
	{"connection authorized: ", event.Login, event.Success},
	{"replication connection authorized: ", event.Login, event.Success},
	{"connection authenticated: ", event.AuthInfo, event.Success},
	{"connection received: ", event.AuthInfo, event.Unknown},
	{"disconnection: ", event.SessionEnded, event.Success},
	{"permission denied ", event.AccessDenied, event.Failure},
	{"must be owner of ", event.AccessDenied, event.Failure},
	{"must be superuser ", event.AccessDenied, event.Failure},
	{"must be able to ", event.AccessDenied, event.Failure},
	{"provided user name (", event.LoginFailed, event.Failure},
	{"too many connections for ", event.LoginFailed, event.Failure},
}

// postgresql reads a message.
func (p *Parser) postgresql(msg []byte) error {
	if !p.has(Message) {
		p.set(Message, msg)
	}
	switch string(p.val(Level)) {
	case "DETAIL", "HINT", "STATEMENT", "CONTEXT", "QUERY", "LOCATION": // of the line before, which was the event
		return ErrNotAuth
	}
	if first, _, ok := bytes.Cut(msg, []byte("\n")); ok {
		msg = first
	}
	if p.postgresqlRole(msg) || p.postgresqlStatement(msg) || p.postgresqlTranslated(msg) {
		return nil
	}
	if !p.means(msg, postgresqlPhrases) {
		p.e.Category, p.e.Type = event.Database, event.Info
		if took, ok := bytes.CutPrefix(msg, []byte("duration: ")); ok {
			took, _ = nextField(took)
			p.set(DurationMS, took)
		}
		return ErrNotAuth
	}
	p.networked()
	switch p.e.Action {
	case event.LoginFailed:
		p.set(Reason, msg)
		if i := bytes.LastIndex(msg, []byte(`user "`)); i >= 0 {
			name := firstQuoted(msg[i+len("user "):])
			if bytes.HasPrefix(msg, []byte("LDAP ")) {
				name = firstRDN(name)
			}
			p.set(UserName, name)
		} else if name := enclosed(msg, "provided user name (", ")"); name != nil {
			p.set(UserName, name)
		} else if name := enclosed(msg, `for role "`, `"`); name != nil {
			p.set(UserName, name)
		}
		if host := enclosed(msg, `host "`, `"`); host != nil {
			p.peer(host)
		}
	case event.AuthInfo, event.Login, event.SessionEnded:
		p.postgresqlPairs(msg)
	}
	return nil
}

// postgresqlStatement reads "statement: ALTER ROLE …", which log_statement
// writes, and pgaudit's "AUDIT: SESSION,1,1,ROLE,ALTER ROLE,,,ALTER ROLE …,<not
// logged>", of what changes accounts.
func (p *Parser) postgresqlStatement(msg []byte) bool {
	if audit, ok := bytes.CutPrefix(msg, []byte("AUDIT: ")); ok {
		for range 7 {
			_, audit, _ = bytes.Cut(audit, []byte(","))
		}
		return p.accountSQL(audit)
	}
	if took, ok := bytes.CutPrefix(msg, []byte("duration: ")); ok {
		_, msg, _ = bytes.Cut(took, []byte("  "))
	}
	kind, sql, ok := bytes.Cut(msg, []byte(": "))
	if !ok || string(kind) != "statement" && !bytes.HasPrefix(kind, []byte("execute ")) {
		return false
	}
	return p.accountSQL(sql)
}

// postgresqlRole reads `role "bob" does not exist` and `role "bob" is not
// permitted to log in`. A FATAL one refuses a login, an ERROR a statement.
func (p *Parser) postgresqlRole(msg []byte) bool {
	rest, ok := bytes.CutPrefix(msg, []byte(`role "`))
	if !ok {
		return false
	}
	name, said, _ := bytes.Cut(rest, []byte(`" `))
	switch {
	case bytes.HasPrefix(said, []byte("is not permitted to log in")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(said, []byte("does not exist")) && string(p.val(Level)) == "FATAL":
		p.happened(event.InvalidUser, event.Failure)
	default:
		return false
	}
	p.set(UserName, name)
	p.set(Reason, msg)
	return true
}

// postgresqlTranslated reads a refusal in the language of the server's locale, which has
// quotes of its own: Passwort-Authentifizierung für Benutzer »bob« fehlgeschlagen.
func (p *Parser) postgresqlTranslated(msg []byte) bool {
	if string(p.val(Level)) != "FATAL" {
		return false
	}
	for _, quotes := range [...][2]string{{"»", "«"}, {"« ", " »"}, {"«", "»"}} {
		name := enclosed(msg, quotes[0], quotes[1])
		if name == nil {
			continue
		}
		if said := p.wording(msg).all; said&(sAuth|sPassword|sUser) == 0 || said&failing == 0 {
			return false
		}
		p.happened(event.LoginFailed, event.Failure)
		p.set(UserName, name)
		p.set(Reason, msg)
		return true
	}
	return false
}

// postgresqlPairs reads what follows a connection's message.
func (p *Parser) postgresqlPairs(b []byte) {
	for {
		name, v, _, rest := nextPair(b)
		if name == nil && v == nil {
			return
		}
		b = rest
		switch string(name) {
		case "user", "identity":
			p.set(UserName, v)
		case "host":
			if string(v) != "local" {
				p.peer(v)
			}
		case "port":
			if p.has(SourceIP) || p.has(SourceHost) {
				p.set(SourcePort, v)
			}
		}
	}
}
