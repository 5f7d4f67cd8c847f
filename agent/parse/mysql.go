package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// mysqlLine reads the error log of MySQL and MariaDB, their general query log,
// and the log of MariaDB's audit plugin:
//
//	2026-11-10T12:55:36.123456Z 345 [Note] [MY-010926] [Server] Access denied for user …
//	2026-11-10 12:55:36 345 [Warning] Access denied for user 'bob'@'192.0.2.7' (using password: YES)
//	2026-11-10T12:55:36.123456Z	   14 Connect	bob@192.0.2.7 on app using TCP/IP
//	20261110 12:55:36,db1,bob,192.0.2.7,345,0,FAILED_CONNECT,,,1045
func mysqlLine(p *Parser, line []byte) error {
	if len(line) < 20 {
		return ErrFormat
	}
	switch c := line[0]; {
	case c == '<':
		return p.mysqlRecord(line)
	case c == '#':
		return p.mysqlSlow(line)
	case !isDigit(c):
		return ErrFormat
	case line[8] == ' ' && line[17] == ',':
		return p.mysqlAudit(line)
	}
	if line[6] == ' ' && p.mysqlStarts(line) {
		return ErrNotAuth
	}
	head := line[:min(len(line), 72)]
	open := bytes.IndexByte(head, '[')
	if open < 0 || open+1 < len(line) && bytes.IndexByte(head[:open], '\t') > 0 {
		return p.mysqlQuery(line)
	}
	if end := bytes.IndexByte(head[open:], ']'); end < 0 || !isMySQLLevel(head[open+1:open+end]) {
		return ErrFormat
	}
	return p.mysqlError(line)
}

// mysqlStarts reads "261110 12:55:36 mysqld_safe Starting …".
func (p *Parser) mysqlStarts(line []byte) bool {
	rest := p.stamped(line)
	if !bytes.HasPrefix(rest, []byte(" mysqld_safe ")) && !bytes.HasPrefix(rest, []byte(" InnoDB: ")) {
		return false
	}
	p.set(Message, rest[1:])
	p.e.Category, p.e.Type = event.Database, event.Info
	return true
}

// mysqlError reads a line of the error log: a time, a thread's number or none, and a
// message behind its level.
func (p *Parser) mysqlError(line []byte) error {
	rest := p.stamped(line)
	if rest == nil {
		return ErrFormat
	}
	rest = bytes.TrimLeft(rest, " ")
	threaded := isDigit(rest[0])
	if threaded {
		_, n := leadingInt(rest)
		rest = bytes.TrimLeft(rest[n:], " ")
	}
	if len(rest) == 0 || rest[0] != '[' { // a container's line around one of these
		return ErrFormat
	}
	err := mysqlMessage(p, rest)
	if err == ErrNotAuth && !threaded && line[6] != ' ' && !p.has(Code) {
		p.e.Category, p.e.Type = 0, 0
		return ErrFormat // others write such a level too
	}
	return err
}

func isMySQLLevel(b []byte) bool {
	switch string(b) {
	case "Note", "Warning", "ERROR", "System":
		return true
	}
	return false
}

// mysqlMessage reads "[Warning] text", with an error's code and the server's
// part in brackets since 8.0, and the text alone.
func mysqlMessage(p *Parser, msg []byte) error {
	if isDigit(msg[0]) { // behind a syslog header, with its own time
		return mysqlLine(p, msg)
	}
	if string(p.val(ProcessName)) == "mysql-server_auditing" {
		return p.mysqlAudited(msg)
	}
	for n := 0; len(msg) > 0 && msg[0] == '['; n++ {
		in, rest, ok := bytes.Cut(msg[1:], []byte("] "))
		switch {
		case !ok:
			return ErrFormat
		case n == 0 && isMySQLLevel(in):
			p.set(Level, in)
		case bytes.HasPrefix(in, []byte("MY-")):
			p.set(Code, in)
		case n > 0 && n < 3:
			p.set(Provider, in)
		default:
			return ErrFormat
		}
		msg = rest
	}
	if !p.has(Message) {
		p.set(Message, msg)
	}
	return p.mysql(msg)
}

var mysqlPhrases = []phrase{
	{"Access denied for user ", event.LoginFailed, event.Failure},
	{"Access denied; ", event.AccessDenied, event.Failure},
	{"Aborted connection ", event.SessionEnded, event.Failure},
	{"*is not allowed to connect to this M", event.AccessDenied, event.Failure},
	{"*is blocked because of many connection errors", event.AccessDenied, event.Failure},
	{"*has exceeded the 'max_", event.LoginFailed, event.Failure},
	{"*assword has expired", event.LoginFailed, event.Failure},
	{"*reported: 'Authentication requires secure connection", event.LoginFailed, event.Failure},
	{"Aborting connection ", event.SessionEnded, event.Failure},
}

// mysql reads a message of the error log.
func (p *Parser) mysql(msg []byte) error {
	if !p.means(msg, mysqlPhrases) {
		if p.has(Level) {
			p.mine(msg)
			p.e.Category, p.e.Type = event.Database, event.Info
			return ErrNotAuth
		}
		return ErrFormat
	}
	p.networked()
	if p.e.Action == event.SessionEnded {
		user, host := enclosed(msg, "user: '", "'"), enclosed(msg, "host: '", "'")
		if p.mysqlHost(host); string(user) == "unauthenticated" {
			p.e.Action = event.Disconnected
			return nil
		}
		p.set(UserName, user)
		p.set(Reason, enclosed(msg, "' (", ")"))
		return nil
	}
	if b, ok := behind(msg, "user '"); ok {
		name, after, _ := bytes.Cut(b, []byte("'@'"))
		host, after, _ := bytes.Cut(after, []byte("'"))
		p.set(UserName, name)
		p.mysqlHost(host)
		p.set(Reason, bytes.Trim(after, " .()"))
	} else {
		p.mine(msg)
	}
	return nil
}

// mysqlHost sets the client. What connects through the socket has none.
func (p *Parser) mysqlHost(host []byte) {
	if string(host) != "localhost" && string(host) != "connecting host" {
		p.peer(host)
	}
}

// mysqlQuery reads the general query log: time, connection, command, argument,
// with tabs or, once copied, spaces between.
func (p *Parser) mysqlQuery(line []byte) error {
	const command = "Connect"
	at := bytes.Index(line[:min(len(line), 72)], []byte(command))
	if at < 2 || at+len(command)+1 >= len(line) || !isBlank(line[at-1]) || !isBlank(line[at+len(command)]) {
		return ErrFormat
	}
	id := p.stamped(line[:at])
	if id == nil {
		id = line[:at] // a time that repeats is left out
	}
	if !digits(bytes.Trim(id, " \t")) {
		return ErrFormat
	}
	msg := bytes.TrimLeft(line[at+len(command):], " \t")
	p.set(Message, msg)
	p.set(ActionWord, line[at:at+len(command)])
	if bytes.HasPrefix(msg, []byte("Access denied ")) {
		return p.mysql(msg)
	}
	who, _ := nextField(msg)
	at = bytes.LastIndexByte(who, '@')
	if at < 0 {
		return ErrFormat
	}
	p.set(UserName, who[:at])
	p.mysqlHost(who[at+1:])
	p.happened(event.Login, event.Success)
	return nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// mysqlSlow reads the slow query log, whose records are several lines: "#
// User@Host: bob[bob] @ localhost [192.0.2.7]  Id: 14", "# Query_time: 1.5 …".
func (p *Parser) mysqlSlow(line []byte) error {
	who, ok := behind(line, "# User@Host: ")
	if !ok {
		return ErrFormat
	}
	name, rest, ok := bytes.Cut(who, []byte("["))
	if !ok {
		return errBroken
	}
	p.set(UserName, name)
	if ip := enclosed(rest, " [", "]"); len(ip) > 0 {
		p.peer(ip)
	} else if host := enclosed(rest, "@ ", " "); host != nil {
		p.mysqlHost(host)
	}
	if when, ok := behind(line, "# Time: "); ok {
		when, _, _ = bytes.Cut(when, []byte("\n"))
		p.set(Time, when)
	} else if epoch := enclosed(line, "SET timestamp=", ";"); epoch != nil {
		p.set(Time, epoch)
	}
	if took, ok := behind(line, "# Query_time: "); ok {
		took, _ = nextField(took)
		p.set(DurationS, took)
	}
	p.e.Category, p.e.Type = event.Database, event.Info
	return ErrNotAuth
}

// mysqlAudit reads MariaDB's audit plugin: time, server, user, host,
// connection, query, operation, database, object, code.
func (p *Parser) mysqlAudit(line []byte) error {
	when, rest, ok := bytes.Cut(line, []byte(","))
	if _, n := stamp.Read(when); !ok || n != len(when) {
		return ErrFormat
	}
	p.set(Time, when)
	return p.mysqlAudited(rest)
}

// mysqlAudited reads an audit record behind its time, which syslog's header has instead.
func (p *Parser) mysqlAudited(rest []byte) error {
	var f [6][]byte
	for i := range f {
		var ok bool
		if f[i], rest, ok = bytes.Cut(rest, []byte(",")); !ok {
			return ErrFormat
		}
	}
	p.set(UserName, f[1])
	p.mysqlHost(f[2])
	p.set(ActionWord, f[5])
	switch string(f[5]) {
	case "CONNECT":
		p.happened(event.Login, event.Success)
	case "FAILED_CONNECT":
		p.happened(event.LoginFailed, event.Failure)
	case "DISCONNECT":
		p.happened(event.SessionEnded, event.Success)
	case "QUERY", "READ", "WRITE", "CREATE", "ALTER", "DROP", "RENAME", "QUERY_DCL", "QUERY_DDL", "QUERY_DML":
		p.set(Message, rest)
		if sql, ok := behind(rest, ",'"); ok && p.accountSQL(sql) {
			break
		}
		p.e.Category, p.e.Type = event.Database, event.Access
		return ErrNotAuth
	default:
		return ErrFormat
	}
	if code := rest[bytes.LastIndexByte(rest, ',')+1:]; digits(code) && string(code) != "0" {
		p.set(ErrorCode, code)
		p.happened(p.e.Action, event.Failure)
	}
	return nil
}

// mysqlRecord reads an audit record in XML: <AUDIT_RECORD NAME="Connect" … />, or since MySQL
// 5.7 <AUDIT_RECORD><NAME>Connect</NAME>…</AUDIT_RECORD>.
func (p *Parser) mysqlRecord(line []byte) error {
	rest, ok := bytes.CutPrefix(line, []byte("<AUDIT_RECORD"))
	if !ok {
		return ErrFormat
	}
	if bytes.HasPrefix(rest, []byte(">")) {
		p.set(Time, xmlText(rest, "<TIMESTAMP"))
		p.mysqlAccount(xmlText(rest, "<USER"))
		p.peer(xmlText(rest, "<IP"))
		return p.mysqlConnection(xmlText(rest, "<NAME"), xmlText(rest, "<STATUS"))
	}
	var name, status []byte
	for len(rest) > 0 {
		var k, v []byte
		if k, v, _, rest = nextPair(rest); k == nil && v == nil {
			break
		}
		switch string(k) {
		case "NAME":
			name = v
		case "STATUS":
			status = v
		case "TIMESTAMP":
			p.set(Time, v)
		case "USER":
			p.mysqlAccount(v)
		case "IP":
			p.peer(v)
		}
	}
	return p.mysqlConnection(name, status)
}

// mysqlAccount sets whose connection it is, without where that is known from: bob[bob] @ …
func (p *Parser) mysqlAccount(name []byte) { p.set(UserName, upTo(name, '[')) }

// mysqlConnection says what an audit record means by its name and status.
func (p *Parser) mysqlConnection(name, status []byte) error {
	p.set(ActionWord, name)
	f, ok := mysqlCodes[string(name)]
	if !ok {
		p.e.Category, p.e.Type = event.Database, event.Access
		return ErrNotAuth
	}
	outcome := event.Success
	if digits(status) && string(status) != "0" {
		outcome = event.Failure
		p.set(ErrorCode, status)
	}
	p.happened(f.action, outcome)
	return nil
}

var mysqlCodes = codes([]phrase{
	{"Connect|connect", event.Login, 0},
	{"Quit|disconnect", event.SessionEnded, 0},
	{"Change user|change_user", event.PrivilegeUse, 0},
})

// mysqlObject reads the JSON of Percona's audit plugin.
func mysqlObject(p *Parser, d *Doc) error {
	r := func(key string) []byte { return d.Get("audit_record", key) }
	p.set(Time, r("timestamp"))
	p.set(UserName, r("user"))
	if ip := r("ip"); len(ip) > 0 {
		p.peer(ip)
	} else {
		p.mysqlHost(r("host"))
	}
	return p.mysqlConnection(r("name"), r("status"))
}

// mysqlEnterprise reads the JSON of MySQL Enterprise Audit.
func mysqlEnterprise(p *Parser, d *Doc) error {
	if string(d.Get("class")) != "connection" {
		return ErrFormat
	}
	p.set(Time, d.Get("timestamp"))
	p.set(UserName, d.Get("login", "user"))
	if !p.has(UserName) {
		p.set(UserName, d.Get("account", "user"))
	}
	if ip := d.Get("login", "ip"); len(ip) > 0 {
		p.peer(ip)
	} else {
		p.mysqlHost(d.Get("account", "host"))
	}
	return p.mysqlConnection(d.Get("event"), d.Get("connection_data", "status"))
}
