package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var vsftpdPhrases = []phrase{
	{"FAIL LOGIN: ", event.LoginFailed, event.Failure},
	{"OK LOGIN: ", event.Login, event.Success},
	{"CONNECT: ", event.NoAction, 0},
	{"FTP response: ", event.NoAction, 0},
	{"FTP command: ", event.NoAction, 0},
	{"OK ", event.NoAction, 0},
	{"FAIL ", event.NoAction, 0},
	{"DEBUG: ", event.NoAction, 0},
}

// vsftpdLine reads vsftpd's own log:
//
//	Tue Nov 10 12:55:36 2026 [pid 4211] [bob] FAIL LOGIN: Client "192.0.2.7"
func vsftpdLine(p *Parser, line []byte) error {
	i := bytes.Index(line[:min(len(line), 48)], []byte(" [pid "))
	if i < 19 {
		return ErrFormat
	}
	if rest := p.stamped(line[:i+1]); len(rest) != 1 {
		return ErrFormat
	}
	pid, rest, ok := bytes.Cut(line[i+len(" [pid "):], []byte("]"))
	if !ok {
		return errBroken
	}
	p.pid(pid)
	return vsftpdMessage(p, bytes.TrimLeft(rest, " "))
}

// vsftpdMessage reads '[bob] FAIL LOGIN: Client "192.0.2.7"'.
func vsftpdMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if len(msg) > 0 && msg[0] == '[' {
		name, rest, ok := bytes.Cut(msg[1:], []byte("] "))
		if !ok {
			return ErrFormat
		}
		p.set(UserName, name)
		msg = rest
	}
	if !p.means(msg, vsftpdPhrases) {
		return ErrFormat
	}
	if bytes.HasPrefix(msg, []byte("FTP response: ")) && bytes.Contains(msg, []byte(`"530 `)) {
		p.happened(event.LoginFailed, event.Failure)
	}
	if client := enclosed(msg, `Client "`, `"`); client != nil {
		p.peer(client)
	}
	if !p.has(Message) {
		p.set(Message, msg)
	}
	return nil
}

var proftpdPhrases = []phrase{
	{"*(Login failed)", event.LoginFailed, event.Failure},
	{"*: Login failed", event.LoginFailed, event.Failure},
	{"*no such user found", event.InvalidUser, event.Failure},
	{"no such user ", event.InvalidUser, event.Failure},
	{"SECURITY VIOLATION: ", event.LoginFailed, event.Failure},
	{"Maximum login attempts ", event.LoginFailed, event.Failure},
	{"*: Authentication failure", event.LoginFailed, event.Failure},
	{"*: User account has expired", event.LoginFailed, event.Failure},
	{"*Login successful", event.Login, event.Success},
	{"*authentication succeeded", event.Login, event.Success},
	{"*' authenticated via ", event.Login, event.Success},
	{"FTP login timed out", event.Disconnected, event.Failure},
	{"*imit configuration denies login", event.LoginFailed, event.Failure},
	{"*onnection refused", event.AccessDenied, event.Failure},
	{"FTP session closed", event.SessionEnded, event.Success},
	{"SSH2 session closed", event.SessionEnded, event.Success},
	{"error using Display", event.NoAction, 0}, // DisplayLogin's file
	{"FTP session opened", event.NoAction, 0},
	{"SSH2 session opened", event.NoAction, 0},
}

// proftpdMessage reads ProFTPD: "server (client[address]) - USER bob (Login
// failed): Incorrect password". In a log of its own a colon stands for the dash.
func proftpdMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	client := enclosed(msg, " (", ")")
	if client == nil {
		return ErrFormat
	}
	said, _ := behind(msg, ")")
	said = bytes.TrimLeft(said, " :-")
	if module, rest := nextField(said); bytes.HasPrefix(module, []byte("mod_")) && bytes.HasSuffix(module, []byte(":")) { // mod_sftp/1.1.1:
		said = bytes.TrimLeft(rest, " ")
	}
	if !p.means(said, proftpdPhrases) {
		return ErrFormat
	}
	p.networked()
	if !p.bracketed(client) {
		p.peer(client)
	}
	for _, verb := range [...]string{"USER ", "ANON ", "PAM("} {
		name, ok := bytes.CutPrefix(said, []byte(verb))
		if !ok {
			continue
		}
		if i := bytes.Index(name, []byte(" (Login failed)")); i >= 0 {
			name = name[:i]
		} else if i := bytes.Index(name, []byte(": ")); i >= 0 {
			name = name[:i]
		}
		p.set(UserName, bytes.TrimRight(name, ")"))
	}
	if bytes.HasPrefix(said, []byte("SECURITY VIOLATION: ")) && containsFold(said, "root login") {
		p.set(UserName, root)
	}
	if name := enclosed(said, "user '", "' authenticated via "); name != nil {
		p.set(UserName, name)
	}
	if name, ok := bytes.CutPrefix(said, []byte("no such user '")); ok {
		p.set(UserName, bytes.TrimRight(name, "'"))
	}
	if _, reason, ok := bytes.Cut(said, []byte("): ")); ok && p.e.Outcome == event.Failure {
		p.set(Reason, reason)
	}
	return nil
}

var pureftpdPhrases = []phrase{
	{"*is now logged in", event.Login, event.Success},
	{"Authentication failed", event.LoginFailed, event.Failure},
	{"*uthentication failure", event.LoginFailed, event.Failure},
	{"Sorry, ", event.AccessDenied, event.Failure},
	{"Logout", event.Logout, event.Success},
	{"Timeout", event.SessionEnded, event.Success},
	{"New connection", event.NoAction, 0},
}

// pureftpdMessage reads "(bob@192.0.2.7) [WARNING] Authentication failed for
// user [bob]", in any of Pure-FTPd's languages: a warning with a name in
// brackets is a refused login.
func pureftpdMessage(p *Parser, msg []byte) error {
	if len(msg) < 2 || msg[0] != '(' {
		return ErrFormat
	}
	who, rest, ok := bytes.Cut(msg[1:], []byte(") ["))
	level, said, leveled := bytes.Cut(rest, []byte("] "))
	at := bytes.LastIndexByte(who, '@')
	if !ok || !leveled || at < 0 {
		return ErrFormat
	}
	p.set(UserName, who[:at])
	p.peer(who[at+1:])
	p.set(Level, level)
	open := bytes.LastIndexByte(said, '[')
	switch {
	case p.means(said, pureftpdPhrases):
	case string(level) == "WARNING" && open >= 0 && bytes.IndexByte(said[open:], ']') > 0:
		p.happened(event.LoginFailed, event.Failure)
	case !p.headed:
		return ErrFormat
	default:
		return ErrNotAuth
	}
	switch p.e.Action {
	case event.Login:
		name, _ := nextField(said)
		p.set(UserName, name)
	case event.LoginFailed:
		if open >= 0 {
			name, _, _ := bytes.Cut(said[open+1:], []byte("]"))
			p.set(UserName, name)
		}
	}
	return nil
}

var ftpdPhrases = []phrase{
	{"*LOGIN FAILED", event.LoginFailed, event.Failure},
	{"*LOGIN REFUSED", event.LoginFailed, event.Failure},
	{"*ogin failed", event.LoginFailed, event.Failure},
	{"*ailed login", event.LoginFailed, event.Failure},
	{"*repeated login failures", event.LoginFailed, event.Failure},
	{"ACCESS DENIED", event.AccessDenied, event.Failure},
	{"FTP ACCESS DENIED", event.AccessDenied, event.Failure},
	{"*LOGIN FROM ", event.Login, event.Success},
	{"*timed out after", event.SessionEnded, event.Success},
	{"FTP session closed", event.SessionEnded, event.Success},
	{"connection from ", event.NoAction, 0},
	{"connect from ", event.NoAction, 0},
}

// ftpdMessage reads the BSD server and its kin: "FTP LOGIN FROM host
// [192.0.2.7], bob", "failed login from host [192.0.2.7]".
func ftpdMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if !p.means(msg, ftpdPhrases) {
		return ErrFormat
	}
	p.networked()
	who, ok := behind(msg, "FROM ")
	if !ok {
		who, ok = behind(msg, "from ")
	}
	if !ok { // wu-ftpd: FTP LOGIN FAILED (cannot set guest privileges) for host [192.0.2.7], ftp
		who, ok = behind(msg, ") for ")
	}
	if ok {
		name := []byte(nil)
		if comma := bytes.LastIndex(who, []byte(", ")); comma > 0 {
			who, name = who[:comma], who[comma+2:]
		}
		if !p.bracketed(who) {
			host, _ := nextField(who)
			p.peer(bytes.TrimRight(host, ".,"))
		}
		name, _, _ = bytes.Cut(name, []byte(" "))
		p.set(UserName, bytes.Trim(name, "()"))
	}
	p.mine(msg)
	return nil
}
