package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// dovecotMessage reads what Dovecot's processes log, through syslog or in a
// file of its own, where a level stands behind the process:
//
//	imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.7, lip=…
//	auth-worker(4211): Info: sql(bob,192.0.2.7): Password mismatch
//	imap(bob)<4211><session>: Disconnected: Logged out
func dovecotMessage(p *Parser, msg []byte) error {
	if after, ok := bytes.CutPrefix(msg, []byte("dovecot: ")); ok { // version 1's own log: the name, then the time
		msg = after
		if rest := p.stamped(after); rest != nil {
			msg, _ = p.dovecotLevel(bytes.TrimLeft(rest, " "))
		}
	}
	name, who, rest := p.dovecotProcess(msg)
	if !isDovecot(name) {
		return ErrFormat
	}
	p.set(Provider, name)
	rest, leveled := p.dovecotLevel(rest)
	switch {
	case bytes.HasSuffix(name, []byte("-login")):
		if err := p.dovecotLogin(rest, leveled); err != ErrFormat || !leveled {
			return err
		}
		return ErrNotAuth // of itself: "Warning: SSL: where=0x2002: …"
	case bytes.HasPrefix(name, []byte("auth")), string(name) == "dovecot-auth":
		return p.dovecotWorker(who, rest)
	case len(who) == 0, digits(who):
		if !p.headed && p.val(ProcessName) == nil { // Kerio: "IMAP: Invalid password for user bob. …"
			return ErrFormat
		}
		return ErrNotAuth
	}
	return p.dovecotSession(who, rest)
}

// dovecotProcess splits "imap(bob)<4211><session>: text" into the process, what it is at
// and the text. Behind a syslog header the process may be the tag.
func (p *Parser) dovecotProcess(msg []byte) (name, who, rest []byte) {
	process, rest, ok := bytes.Cut(msg, []byte(": "))
	if tag := p.val(ProcessName); tag != nil && string(tag) != "dovecot" && (!ok || !isDovecot(process)) {
		process, rest = tag, msg
	}
	open := bytes.IndexByte(process, '(')
	if open < 0 {
		return process, nil, rest
	}
	who, _, _ = bytes.Cut(process[open+1:], []byte(")"))
	return process[:open], who, rest
}

// dovecotLevel takes off the level that a text may begin with.
func (p *Parser) dovecotLevel(b []byte) (rest []byte, ok bool) {
	level, rest, ok := bytes.Cut(b, []byte(": "))
	if !ok || !isLevel(level) {
		return b, false
	}
	p.set(Level, level)
	return rest, true
}

// dovecotWorker reads a text of the process that checks passwords. It says of whom in
// front since 2.4: auth(bob,192.0.2.7,sasl:plain)<4211><session>: sql: Password mismatch.
func (p *Parser) dovecotWorker(who, text []byte) error {
	if err := pamMessage(p, text); err != ErrFormat {
		return err
	}
	user, rest, _ := bytes.Cut(who, []byte(","))
	if len(rest) == 0 {
		return p.dovecotAuth(text)
	}
	peer, _, _ := bytes.Cut(rest, []byte(","))
	p.set(UserName, user)
	p.peer(peer)
	return p.dovecotDenied(text)
}

// dovecotSession reads the end of a session.
func (p *Parser) dovecotSession(who, text []byte) error {
	name, _, _ := bytes.Cut(who, []byte(","))
	p.set(UserName, name)
	for _, end := range [...]string{"Disconnected", "Connection closed", "Logged out"} {
		if bytes.HasPrefix(text, []byte(end)) {
			p.happened(event.SessionEnded, event.Success)
			return nil
		}
	}
	return ErrNotAuth
}

// isDovecot reports whether b is the name of one of Dovecot's processes.
func isDovecot(b []byte) bool {
	name, _, _ := bytes.Cut(b, []byte("("))
	switch string(name) {
	case "imap-login", "pop3-login", "managesieve-login", "submission-login", "imap-urlauth-login", "auth", "auth-worker", "dovecot-auth",
		"imap", "pop3", "IMAP", "POP3", "lmtp", "deliver", "lda", "managesieve", "submission", "indexer-worker", "master", "anvil", "config", "log", "stats", "doveadm":
		return true
	}
	return false
}

var dovecotPhrases = []phrase{
	{"Login: ", event.Login, event.Success},
	{"Logged in: ", event.Login, event.Success},
	{"*started proxying to ", event.Login, event.Success},
	{"*roxying to ", event.NoAction, 0},
	{"*Login failed to ", event.LoginFailed, event.Failure}, // of a proxy
	{"proxy", event.NoAction, 0},
	{"*auth failed", event.LoginFailed, event.Failure},
	{"*uthentication fail", event.LoginFailed, event.Failure},
	{"*(no auth attempts", event.Disconnected, event.Unknown},
	{"*(tried to use dis", event.Disconnected, event.Failure}, // disabled, disallowed plaintext auth
	{"*(client didn't finish SASL", event.Disconnected, event.Unknown},
	{"*(disconnected before", event.Disconnected, event.Unknown},
	{"*(internal failure", event.LoginFailed, event.Failure},
	{"*uth request timed out", event.LoginFailed, event.Failure},
	{"*auth process communication failure", event.LoginFailed, event.Failure},
	{"*cert required", event.LoginFailed, event.Failure},
	{"*(user disabled", event.LoginFailed, event.Failure},
	{"*(password expired", event.LoginFailed, event.Failure},
	{"*(client sent an invalid cert", event.LoginFailed, event.Failure},
	{"Maximum number of connections", event.LoginFailed, event.Failure},
	{"Disconnected", event.Disconnected, event.Unknown},
	{"Aborted login", event.Disconnected, event.Failure},
	{"Login aborted", event.Disconnected, event.Failure},
}

// dovecotLogin reads a login process's line: what happened, how often it was
// tried, and pairs.
func (p *Parser) dovecotLogin(b []byte, leveled bool) error {
	if who := enclosed(b, "proxy(", "): "); who != nil && bytes.HasPrefix(b, []byte("proxy(")) { // proxy(bob,192.0.2.7,<session>): …
		name, rest, _ := bytes.Cut(who, []byte(","))
		peer, _, _ := bytes.Cut(rest, []byte(","))
		p.set(UserName, name)
		p.peer(peer)
	}
	said, pairs := dovecotCut(b)
	known := p.means(b, dovecotPhrases)
	if !known && (!leveled || len(pairs) == 0) {
		return ErrFormat
	}
	p.dovecotPairs(pairs) // whatever is said, it is of that client
	switch {
	case !known:
		return ErrNotAuth
	case p.e.Outcome == event.Success:
		return nil
	}
	p.set(Reason, said)
	if tried := enclosed(said, "(auth failed, ", " attempts"); tried != nil {
		n, length := leadingInt(tried)
		if length == len(tried) {
			p.e.Count = int(min(n, 1<<30))
		}
	}
	return nil
}

// dovecotCut cuts what a login process says from the pairs behind it.
func dovecotCut(b []byte) (said, pairs []byte) {
	for _, first := range [...]string{": user=", ": method=", ": rip="} {
		if i := bytes.Index(b, []byte(first)); i >= 0 {
			return b[:i], b[i+2:]
		}
	}
	return b, nil
}

// dovecotPairs reads "user=<bob>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, …".
func (p *Parser) dovecotPairs(b []byte) {
	if after, ok := bytes.CutPrefix(b, []byte("user=<")); ok { // a name may hold anything
		name, rest, _ := bytes.Cut(after, []byte(">, "))
		p.set(UserName, name)
		b = rest
	}
	for {
		name, v, _, rest := nextPair(b)
		if name == nil && v == nil {
			return
		}
		b = rest
		v = bytes.TrimRight(v, ",")
		switch string(name) {
		case "rip":
			p.peer(v)
		case "rport":
			p.set(SourcePort, v)
		case "lip":
			p.set(DestIP, v)
		case "lport":
			p.set(DestPort, v)
		}
	}
}

var dovecotAuthPhrases = []phrase{
	{"*assword mismatch", event.LoginFailed, event.Failure},
	{"*nknown user", event.InvalidUser, event.Failure},
	{"*user unknown", event.InvalidUser, event.Failure},
	{"*ser not known", event.InvalidUser, event.Failure},
	{"*uthentication failure", event.LoginFailed, event.Failure},
	{"*isabled", event.LoginFailed, event.Failure},
	{"*not allowed", event.LoginFailed, event.Failure},
	{"*expired", event.LoginFailed, event.Failure},
	{"*nvalid", event.LoginFailed, event.Failure},
	{"*failed", event.LoginFailed, event.Failure},
	{"*mpty password", event.LoginFailed, event.Failure},
	{"*mpty username", event.LoginFailed, event.Failure},
	{"*ser not found", event.InvalidUser, event.Failure},
	{"No password", event.LoginFailed, event.Failure}, // in the database
	{"Multiple password", event.LoginFailed, event.Failure},
	{"Username character disallowed", event.LoginFailed, event.Failure},
	{"*illegal chars", event.LoginFailed, event.Failure},
	{"*timed out", event.Disconnected, event.Failure},
}

// dovecotAuth reads what a password database says of "driver(user,address,<session>):".
func (p *Parser) dovecotAuth(b []byte) error {
	if after, ok := behind(b, "auth-worker<"); ok { // conn unix:auth-worker (pid=1,uid=2): auth-worker<6>: sql(…
		_, b, _ = bytes.Cut(after, []byte(">: "))
	}
	if after, ok := behind(b, "request ["); ok && bytes.HasPrefix(b, []byte("request [")) { // request [login]: sql(…
		_, b, _ = bytes.Cut(after, []byte("]: "))
	}
	open := bytes.IndexByte(b, '(')
	if open <= 0 || nameLen(b[:open]) != open {
		return ErrFormat
	}
	who, said, ok := bytes.Cut(b[open+1:], []byte("): "))
	if !ok {
		return ErrFormat
	}
	if i := bytes.Index(who, []byte(",<")); i >= 0 {
		who = who[:i]
	}
	who = bytes.TrimSuffix(who, []byte(",")) // of a session without an id
	name := who
	if comma := bytes.LastIndexByte(who, ','); comma >= 0 {
		name = who[:comma]
		p.peer(who[comma+1:])
	}
	p.set(UserName, name)
	return p.dovecotDenied(said)
}

func (p *Parser) dovecotDenied(said []byte) error {
	if !p.means(said, dovecotAuthPhrases) {
		p.auth = notAuth
	}
	if p.e.Outcome == event.Failure {
		p.set(Reason, said)
	}
	return nil
}
