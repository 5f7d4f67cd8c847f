package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sshdMessage reads what OpenSSH's server logs. Names come from the client and
// may hold anything, even " from 192.0.2.1 port 22 ssh2": so an address is
// looked for from the end of the message.
func sshdMessage(p *Parser, msg []byte) error {
	if !p.headed && !isSSHD(msg) {
		return ErrFormat
	}
	msg = p.sshdLevel(msg)
	if err := pamMessage(p, msg); err != ErrFormat {
		return p.sshdPAM(msg, err)
	}
	word, rest := nextField(msg)
	return p.sshdBegins(msg, word, bytes.TrimPrefix(rest, []byte(" ")))
}

// sshdBegins reads a message by its first word, which tells nearly all of them apart; rest is
// what stands behind it.
func (p *Parser) sshdBegins(msg, word, rest []byte) error {
	switch string(word) {
	case "Accepted": // publickey for alice from 192.0.2.1 port 22 ssh2: …
		return p.sshdAccepted(rest)
	case "Failed": // password for invalid user bob from 192.0.2.1 port 22 ssh2
		return p.sshdFailed(rest)
	case "Invalid", "Illegal": // user bob from 192.0.2.1 port 22
		return p.sshdInvalid(rest)
	case "input_userauth_request:": // invalid user bob [preauth]
		return p.sshdRequest(rest)
	case "Connection", "Disconnected", "Disconnecting", "Disconnecting:", "Received": // closed by authenticating user bob 192.0.2.1 port 22 [preauth]
		return p.sshdGone(msg, rest)
	case "maximum": // authentication attempts exceeded for bob from 192.0.2.1 port 22 ssh2
		return p.sshdMaximum(rest)
	case "Postponed", "Partial": // keyboard-interactive for bob from 192.0.2.1 port 22 ssh2
		return p.sshdAttempt(rest, event.AuthInfo, event.Unknown)
	case "User": // bob from 192.0.2.1 not allowed because not listed in AllowUsers
		return p.sshdUser(rest)
	case "ROOT": // LOGIN REFUSED FROM 192.0.2.1 port 22
		return p.sshdRoot(rest)
	case "refused": // connect from 192.0.2.1 (192.0.2.1)
		return p.sshdRefused(rest)
	case "Authentication", "Account", "Login", "Access", "Certificate", "Root", "drop", "srclimit_penalise:", "Refused": // refused for bob: bad ownership or modes for directory /home/bob
		return p.sshdPolicy(msg)
	case "Authorized": // to alice, krb5 principal alice@EXAMPLE.COM (krb5_kuserok)
		return p.sshdAuthorized(rest)
	case "session": // opened for local user alice from [192.0.2.1]
		return p.sshdSession(msg, rest)
	case "Timeout,": // client not responding from user bob 192.0.2.1 port 22
		return p.sshdMined(rest, event.SessionEnded, event.Success)
	case "Timeout": // before authentication for 192.0.2.1 port 22
		return p.sshdMined(rest, event.LoginFailed, event.Failure)
	}
	return p.sshdElse(msg, word, rest)
}

// sshdElse reads a message that is of no login: of connections that never came to one, of what
// the server looks up and does itself.
func (p *Parser) sshdElse(msg, word, rest []byte) error {
	switch string(word) {
	case "Did", "Bad", "Unable", "banner", "kex_exchange_identification:", "ssh_dispatch_run_fatal:", "scanned", "Protocol", "Read", "Write", "no", "kex_protocol_error:":
		return p.sshdMined(msg, event.Disconnected, event.Unknown)
	case "reverse", "Address", "Nasty": // mapping checking getaddrinfo for host.example.com [192.0.2.1] failed
		p.sshdNamed(msg)
		p.happened(event.AuthInfo, event.Unknown)
		return nil
	case "Starting", "Close", "subsystem": // session: shell on pts/0 for bob from 192.0.2.1 port 22 id 0
		p.mine(rest)
		p.auth = notAuth
		return nil
	case "Server", "Exiting", "SSH:", "Set", "Transferred:", "Closing", "rexec", "sshd:", "Changed", "Deprecated", "Bind", "Cannot", "Missing", "Could", "login_get_lastlog:", "login_init_entry:", "lastlog_openseek:": // listening on 0.0.0.0 port 22.
		return ErrNotAuth
	}
	if bytes.HasSuffix(word, []byte(":")) { // the file and line of a key, or "cert": "…: Authentication tried for …"
		return p.sshdPolicy(rest)
	}
	return ErrFormat
}

// sshdMaximum reads that a peer has tried as often as it may.
func (p *Parser) sshdMaximum(rest []byte) error {
	if !bytes.HasPrefix(rest, []byte("authentication attempts exceeded for ")) {
		return ErrFormat
	}
	return p.sshdAttempt(rest, event.LoginFailed, event.Failure)
}

// sshdMined settles a message whose peer stands anywhere in b.
func (p *Parser) sshdMined(b []byte, a event.Action, o event.Outcome) error {
	p.mine(b)
	p.happened(a, o)
	return nil
}

// sshdLevel takes the level's name that a message may begin with, and returns the rest.
func (p *Parser) sshdLevel(msg []byte) []byte {
	if len(msg) == 0 || isUpper(msg[0]) {
		return msg
	}
	for _, lead := range [...]string{"error: ", "fatal: ", "debug1: ", "debug2: ", "debug3: ", "info: "} {
		if bytes.HasPrefix(msg, []byte(lead)) {
			p.set(Level, msg[:len(lead)-2])
			return msg[len(lead):]
		}
	}
	return msg
}

// sshdPAM completes PAM's own words that sshd passes on: "PAM: Authentication
// failure for illegal user bob from host.example".
func (p *Parser) sshdPAM(msg []byte, err error) error {
	after, ok := bytes.CutPrefix(msg, []byte("PAM: "))
	if !ok {
		return err
	}
	_, who, ok := bytes.Cut(after, []byte(" for "))
	if !ok {
		return nil
	}
	who = withoutInvalid(bytes.TrimPrefix(who, []byte("service for "))) // "Have exhausted maximum number of retries for service"
	if via := bytes.LastIndex(who, []byte(" via ")); via > 0 {
		who = who[:via]
	}
	p.unmine()
	p.sshdFrom(who)
	p.happened(event.LoginFailed, event.Failure)
	return nil
}

// unmine forgets what mining guessed, for a format that knows.
func (p *Parser) unmine() {
	for _, f := range [...]Field{UserName, SourceIP, SourcePort, SourceHost, DestIP} {
		if p.has(f) && p.rank[f] > 1 {
			p.unset(f)
		}
	}
}

// sshdAccepted reads "publickey for alice from 192.0.2.1 port 22 ssh2: …". The
// user exists, so the first " from " is the one; what follows is the client's.
func (p *Parser) sshdAccepted(b []byte) error {
	if bytes.HasPrefix(b, []byte("key ")) || bytes.HasPrefix(b, []byte("certificate ID ")) { // verbose: it may still be refused
		p.happened(event.AuthInfo, event.Unknown)
		return nil
	}
	method, who, ok := bytes.Cut(b, []byte(" for "))
	if !ok || len(method) > 64 {
		return ErrFormat
	}
	name, peer, ok := bytes.Cut(who, []byte(" from "))
	if !ok {
		return ErrFormat
	}
	p.set(UserName, bytes.TrimPrefix(name, []byte("user "))) // VMware's hostd in the same words
	p.sshdPeer(peer)
	p.happened(event.Login, event.Success)
	p.formal = p.headed && p.syslog
	return nil
}

// sshdFailed reads "password for invalid user bob from 192.0.2.1 port 22 ssh2".
func (p *Parser) sshdFailed(b []byte) error {
	if bytes.HasPrefix(b, []byte("Duo ")) {
		return ErrFormat
	}
	p.formal = p.headed && p.syslog
	return p.sshdAttempt(b, event.LoginFailed, event.Failure)
}

// sshdAttempt reads "keyboard-interactive for invalid user bob from 192.0.2.1 port 22".
func (p *Parser) sshdAttempt(b []byte, a event.Action, o event.Outcome) error {
	_, who, ok := bytes.Cut(b, []byte(" for "))
	if !ok {
		return ErrFormat
	}
	p.sshdFrom(withoutInvalid(who))
	p.happened(a, o)
	return nil
}

// sshdInvalid reads "user bob from 192.0.2.1 port 22", and "user" alone.
func (p *Parser) sshdInvalid(b []byte) error {
	if who, ok := bytes.CutPrefix(b, []byte("user ")); ok {
		p.sshdFrom(who)
		p.formal = p.headed && p.syslog
	} else if string(b) != "user" {
		return ErrFormat
	}
	p.happened(event.InvalidUser, event.Failure)
	return nil
}

// sshdRequest reads "invalid user bob [preauth]".
func (p *Parser) sshdRequest(b []byte) error {
	who := withoutInvalid(b)
	if len(who) == len(b) {
		return p.sshdPolicy(b)
	}
	p.set(UserName, withoutPreauth(who))
	p.happened(event.InvalidUser, event.Failure)
	return nil
}

// sshdRoot reads "LOGIN REFUSED FROM 192.0.2.1 port 22".
func (p *Parser) sshdRoot(b []byte) error {
	peer, ok := bytes.CutPrefix(b, []byte("LOGIN REFUSED FROM "))
	if !ok {
		return ErrFormat
	}
	p.set(UserName, root)
	p.sshdPeer(peer)
	p.happened(event.LoginFailed, event.Failure)
	return nil
}

// sshdAuthorized reads "to alice, krb5 principal alice@EXAMPLE.COM (krb5_kuserok)".
func (p *Parser) sshdAuthorized(b []byte) error {
	name := enclosed(b, "to ", ",")
	if name == nil {
		return ErrFormat
	}
	p.set(UserName, name)
	p.happened(event.AuthInfo, event.Success)
	return nil
}

// sshdSession reads what internal-sftp says: "session opened for local user alice from
// [192.0.2.1]".
func (p *Parser) sshdSession(msg, rest []byte) error {
	p.mine(msg)
	if bytes.HasPrefix(rest, []byte("opened ")) {
		p.happened(event.SessionStarted, event.Success)
	} else {
		p.happened(event.SessionEnded, event.Success)
	}
	return nil
}

// sshdFrom reads "NAME from PEER port N …"; the name may be empty. A peer without a port is
// what a client says of itself, behind one that has it: "… port 22 ssh1: x from 192.0.2.1".
func (p *Parser) sshdFrom(b []byte) {
	from := lastFrom(b)
	for i := from; i > 0; i = lastFrom(b[:i]) {
		if _, rest := nextField(b[i+len("from "):]); b[i-1] == ' ' && bytes.HasPrefix(rest, []byte(" port ")) {
			from = i
			break
		}
	}
	if from < 0 || from > 0 && b[from-1] != ' ' {
		p.set(UserName, withoutPreauth(b))
		return
	}
	p.set(UserName, bytes.Trim(b[:max(from-1, 0)], " "))
	p.sshdPeer(b[from+5:])
}

// lastFrom is where the last "from " begins; negative if there is none.
func lastFrom(b []byte) int {
	from := len(b) - len("from ")
	for from >= 0 && (b[from] != 'f' || string(b[from:from+len("from ")]) != "from ") {
		from--
	}
	return from
}

// sshdPeer reads "192.0.2.1 port 22 …".
func (p *Parser) sshdPeer(b []byte) {
	host, rest := nextField(b)
	if n := len(host); n > 0 && (host[n-1] == ':' || host[n-1] == ',') {
		host = bytes.TrimRight(host, ":,")
	}
	if string(host) == "UNKNOWN" { // gone before it was asked, and its port is 65535
		return
	}
	p.peer(host)
	if after, ok := bytes.CutPrefix(rest, []byte(" port ")); ok {
		n, length := leadingInt(after)
		if n > 0 {
			p.set(SourcePort, after[:length])
		}
		p.spare = fingerprint(after[length:])
	}
}

// fingerprint is that of a key, where the message ends in one; nil otherwise.
func fingerprint(b []byte) []byte {
	if i := bytes.LastIndex(b, []byte(" SHA256:")); i >= 0 && i+len(" SHA256:") < len(b) {
		return b[i+len(" SHA256:"):]
	}
	return nil
}

// sshdGone reads the ways in which a connection ends, before a login or after.
func (p *Parser) sshdGone(msg, rest []byte) error {
	preauth := bytes.HasSuffix(msg, []byte("[preauth]"))
	switch {
	case bytes.HasPrefix(msg, []byte("Connection from ")): // and nothing more yet
		p.sshdPeer(rest[len("from "):])
		return ErrNotAuth
	case bytes.HasPrefix(msg, []byte("Received signal ")), bytes.HasPrefix(msg, []byte("Received SIG")):
		return ErrNotAuth
	}
	if who, ok := bytes.CutPrefix(msg, []byte("Disconnecting: Change of username or service not allowed: (")); ok {
		who, _, _ = bytes.Cut(who, []byte(","))
		p.set(UserName, who)
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	if after, ok := bytes.CutPrefix(msg, []byte("Disconnecting: Too many authentication failures")); ok {
		if name, ok := bytes.CutPrefix(after, []byte(" for ")); ok {
			p.sshdFrom(withoutInvalid(withoutPreauth(name)))
		}
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	for _, lead := range [...]string{"closed by ", "reset by ", "from ", "disconnect from ", "by "} {
		after, ok := bytes.CutPrefix(rest, []byte(lead))
		if !ok {
			continue
		}
		return p.sshdParty(after, preauth)
	}
	if bytes.HasPrefix(msg, []byte("Disconnecting ")) {
		return p.sshdParty(rest, preauth)
	}
	p.mine(msg)
	p.happened(event.Disconnected, event.Unknown)
	return nil
}

// sshdParty reads "authenticating user bob 192.0.2.1 port 22: reason [preauth]".
func (p *Parser) sshdParty(b []byte, preauth bool) error {
	b = withoutPreauth(b)
	tried := false
	for _, lead := range [...]string{"invalid user ", "authenticating user ", "user "} {
		after, ok := bytes.CutPrefix(b, []byte(lead))
		if !ok {
			continue
		}
		tried = lead != "user "
		b = after
		if port := bytes.LastIndex(b, []byte(" port ")); port > 0 {
			sp := bytes.LastIndexByte(b[:port], ' ')
			p.set(UserName, bytes.TrimRight(b[:max(sp, 0)], " "))
			b = b[sp+1:]
		} else if sp := bytes.LastIndexByte(b, ' '); sp > 0 && isAddress(b[sp+1:]) {
			p.set(UserName, b[:sp])
			b = b[sp+1:]
		}
		break
	}
	p.sshdPeer(b)
	if _, reason, ok := bytes.Cut(b, []byte(": ")); ok {
		p.set(Reason, reason)
	}
	switch {
	case tried && bytes.Contains(b, []byte("Too many authentication failures")), gaveUp(b):
		p.happened(event.LoginFailed, event.Failure)
	case tried:
		p.happened(event.Disconnected, event.Failure)
	case preauth:
		p.happened(event.Disconnected, event.Unknown)
	default:
		p.happened(event.SessionEnded, event.Success)
	}
	p.formal = p.headed && p.syslog
	return nil
}

// gaveUp reports whether a client left because it could not log in, in the
// words of the usual libraries.
func gaveUp(b []byte) bool {
	return holds(b, ": Auth fail") || holds(b, "authentication methods available") || holds(b, "Too many authentication failures")
}

func withoutPreauth(b []byte) []byte {
	return bytes.TrimRight(bytes.TrimSuffix(b, []byte("[preauth]")), " ")
}

func withoutInvalid(b []byte) []byte {
	if after, ok := bytes.CutPrefix(b, []byte("invalid user ")); ok {
		return after
	}
	after, _ := bytes.CutPrefix(b, []byte("illegal user "))
	return after
}
