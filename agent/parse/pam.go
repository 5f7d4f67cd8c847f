package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// pamMessage reads what PAM modules log in the name of the program that called
// them: "pam_unix(sshd:auth): authentication failure; … rhost=… user=…".
func pamMessage(p *Parser, msg []byte) error {
	body := msg
	if string(p.val(ProcessName)) == "unix_chkpwd" { // pam_unix's helper
		p.set(Provider, pamUnix)
	}
	switch {
	case !p.has(Provider) && (len(msg) == 0 || bytes.IndexByte(pamBegins, msg[0]) < 0): // as nearly all messages
		return ErrFormat
	case bytes.HasPrefix(msg, []byte("pam_")):
		colon := bytes.Index(msg, []byte(": "))
		if colon < 0 || colon > 64 {
			return ErrFormat
		}
		module := msg[:colon]
		if open := bytes.IndexByte(module, '('); open > 0 {
			if !p.has(ProcessName) { // a bare message: the service is the program
				service, _, _ := bytes.Cut(bytes.TrimRight(module[open+1:], ")"), []byte(":"))
				p.set(ProcessName, service)
			}
			module = module[:open]
		}
		p.set(Provider, module)
		body = msg[colon+2:]
	case bytes.HasPrefix(msg, []byte("(pam_")):
		end := bytes.IndexByte(msg, ')')
		if end < 0 {
			return ErrFormat
		}
		p.set(Provider, msg[1:end])
		body = bytes.TrimLeft(msg[end+1:], " :")
	case bytes.HasPrefix(msg, []byte("PAM ")):
		return p.pamCounted(msg[4:])
	case bytes.HasPrefix(msg, []byte("PAM: ")):
		body = msg[5:]
	case bytes.HasPrefix(msg, []byte("gkr-pam: ")): // the keyring of a desktop, opened on the way
		return ErrNotAuth
	case bytes.HasPrefix(p.val(Provider), []byte("pam_")):
	default:
		return ErrFormat
	}
	if p.means(body, pamFaults) {
		return ErrNotAuth
	}
	switch string(p.val(Provider)) {
	case "pam_pwquality", "pam_cracklib", "pam_passwdqc", "pam_pwhistory": // they judge new passwords
		if !p.means(body, pamWeak) {
			return ErrNotAuth
		}
		p.mine(body)
		return nil
	case "pam_limits", "pam_env", "pam_systemd", "pam_lastlog", "pam_motd", "pam_mail", "pam_loginuid", "pam_umask", "pam_selinux": // they furnish sessions
		return ErrNotAuth
	}
	return p.pam(body)
}

var pamUnix = []byte("pam_unix")

// pamBegins is what the messages of pamMessage begin with, unless the header says
// that they are PAM's.
var pamBegins = []byte("p(Pg")

// pamCounted reads "PAM 2 more authentication failures; …" and "PAM
// service(sshd) ignoring max retries".
func (p *Parser) pamCounted(b []byte) error {
	n, length := leadingInt(b)
	rest := b[length:]
	if length == 0 || !bytes.HasPrefix(rest, []byte(" more authentication failure")) {
		if bytes.HasPrefix(b, []byte("service(")) || bytes.HasPrefix(b, []byte("unable to dlopen(")) || bytes.HasPrefix(b, []byte("adding faulty module: ")) ||
			bytes.HasPrefix(b, []byte("no modules loaded for ")) || bytes.HasPrefix(b, []byte("(")) { // (sshd) illegal module type: …
			return ErrNotAuth
		}
		return ErrFormat
	}
	p.e.Count = int(min(n, 1<<30))
	return p.pam(rest[len(" more "):])
}

// pam reads what a module says, without its name.
func (p *Parser) pam(b []byte) error {
	if len(b) > 0 && isDigit(b[0]) {
		if err := p.pamCounted(b); err == nil {
			return nil
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte("authentication failure")), bytes.HasPrefix(b, []byte("auth failure")):
		if bytes.IndexByte(b, ';') < 0 { // for bob from 192.0.2.1
			p.mine(b)
		}
		p.pamDetails(b)
		p.happened(event.LoginFailed, event.Failure)
	case p.opens(b, pamOpenings):
	case bytes.HasPrefix(b, []byte("Access granted to '")), bytes.HasPrefix(b, []byte("Access denied to '")): // pam_wheel
		p.happened(event.PrivilegeUse, event.Success)
		if b[len("Access ")] == 'd' {
			p.e.Outcome = event.Failure
		}
		p.set(UserName, enclosed(b, " to '", "'"))
		if to, ok := behind(b, "' for "); ok {
			p.set(EffectiveName, quotedIn(to))
		}
	case bytes.HasPrefix(b, []byte("user ")) && holds(b, ") tally ") && holds(b, ", deny "): // pam_tally2: user bob (1001) tally 6, deny 5
		name, id, _ := bytes.Cut(b[len("user "):], []byte(" ("))
		p.set(UserName, name)
		p.set(UserID, id[:max(0, bytes.IndexByte(id, ')'))])
		p.happened(event.AccountLocked, event.Failure)
	case p.means(b, pamPhrases):
		p.pamNamed(b)
		p.mine(b)
	default:
		if dn := enclosed(b, `bind as user "`, `"`); dn != nil { // pam_ldap
			p.set(UserName, firstRDN(dn))
		}
		p.mine(b)
	}
	return nil
}

var pamOpenings = []opening{
	{"authentication success", (*Parser).pamDetails, event.Login, event.Success},
	{"session opened for ", (*Parser).pamSession, event.SessionStarted, event.Success},
	{"session closed for ", (*Parser).pamSession, event.SessionEnded, event.Success},
	{"check pass; user unknown", nil, event.InvalidUser, event.Failure},
	{"password changed for ", func(p *Parser, name []byte) { p.set(TargetName, name) }, event.PasswordChanged, event.Success},
	{"bad username [", (*Parser).pamBracketed, event.InvalidUser, event.Failure},
	{"auth could not identify password for [", (*Parser).pamBracketed, event.LoginFailed, event.Failure},
	{"Consecutive login failures for user ", (*Parser).pamName, event.AccountLocked, event.Failure},
	{"received for user ", (*Parser).pamReceived, event.LoginFailed, event.Failure},
	{"Access denied for user ", (*Parser).pamDenied, event.AccessDenied, event.Failure},
	{"User unknown", nil, event.InvalidUser, event.Failure},                                                                // pam_faillock
	{"error retrieving user name: ", func(p *Parser, why []byte) { p.set(Reason, why) }, event.LoginFailed, event.Failure}, // nobody said who
	{"requirement ", (*Parser).pamRequired, event.AuthInfo, event.Unknown},                                                 // of an account, met or not: not yet a refusal
}

// askingUser is the name that b begins with, of who asked on the other host. It may hold
// anything, as rlogin's does: the host stands behind the last "rhost=" before the user.
func askingUser(b []byte) []byte {
	if user := bytes.Index(b, []byte(" user=")); user >= 0 {
		b = b[:user]
	}
	if host := bytes.LastIndex(b, []byte(" rhost=")); host >= 0 {
		return b[:host]
	}
	name, _ := nextField(b)
	return name
}

// pamName reads "bob account temporarily locked".
func (p *Parser) pamName(b []byte) {
	name, _ := nextField(b)
	p.set(UserName, name)
}

// pamBracketed reads "bob]".
func (p *Parser) pamBracketed(b []byte) { p.set(UserName, bytes.TrimRight(b, "]")) }

// pamReceived reads "bob: 7 (Authentication failure)", of pam_sss.
func (p *Parser) pamReceived(b []byte) {
	name, rest, _ := bytes.Cut(b, []byte(": "))
	p.set(UserName, name)
	p.set(Reason, bytes.Trim(rest[min(len(rest), bytes.IndexByte(rest, '(')+1):], ")"))
}

// pamDenied reads "bob: 6 (Permission denied)", of pam_sss, too.
func (p *Parser) pamDenied(b []byte) {
	name, rest, _ := bytes.Cut(b, []byte(": "))
	p.set(UserName, name)
	p.set(Reason, enclosed(rest, "(", ")"))
	p.e.Category = event.Authentication
}

// pamRequired reads `"uid >= 1000" not met by user "bob"`.
func (p *Parser) pamRequired(b []byte) {
	if name, ok := behind(b, "met by user "); ok {
		p.set(UserName, firstQuoted(name))
	}
}

// pamNamed reads whose one of pamPhrases is, where mining would not find it.
func (p *Parser) pamNamed(b []byte) {
	name := enclosed(b, "account ", " has expired")
	for _, lead := range [...]string{"google_authenticator for ", "verification code for "} {
		if name == nil {
			name, _ = behind(b, lead)
		}
	}
	if name == nil {
		name = enclosed(b, "Refused user ", " for service ")
	}
	p.set(UserName, name)
}

// pamFaults are what modules say of their own settings.
var pamFaults = []phrase{
	{"unknown option", event.NoAction, 0},
	{"unrecognized option", event.NoAction, 0},
	{"unknown argument", event.NoAction, 0},
	{"pam_parse: unknown", event.NoAction, 0},
	{"unable to dlopen(", event.NoAction, 0},
	{"error opening ", event.NoAction, 0},
	{"Unable to open ", event.NoAction, 0},
	{"unable to open ", event.NoAction, 0},
	{"cannot open ", event.NoAction, 0},
	{"cannot determine username", event.NoAction, 0}, // of a module that asks for it before anybody has said
}

var pamWeak = []phrase{
	{"BAD PASSWORD", event.PasswordChanged, event.Failure},
	{"bad password", event.PasswordChanged, event.Failure},
	{"Password has been already used", event.PasswordChanged, event.Failure},
	{"new password not acceptable", event.PasswordChanged, event.Failure},
	{"password has been used", event.PasswordChanged, event.Failure},
	{"pam_get_authtok_verify returned error: ", event.PasswordChanged, event.Failure},
}

var pamPhrases = []phrase{
	{"Invalid verification code", event.MFAFailed, event.Failure}, // pam_google_authenticator
	{"Accepted google_authenticator for ", event.MFA, event.Success},
	{"Trying to reuse a previously used time-based code", event.MFAFailed, event.Failure},
	{"*has blank password; authenticated without it", event.Login, event.Success},
	{"Refused user ", event.AccessDenied, event.Failure},         // pam_listfile
	{"Blocking access from ", event.AccessDenied, event.Failure}, // pam_abl
	{"account ", event.LoginFailed, event.Failure},               // has expired
	{"expired password for user ", event.LoginFailed, event.Failure},
	{"password for user ", event.AuthInfo, event.Unknown}, // will expire in 5 days
}

// pamDetails reads "…; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1
// user=bob". The user stands last and may hold anything, so it is what is left.
func (p *Parser) pamDetails(b []byte) {
	_, rest, _ := bytes.Cut(b, []byte(";"))
	asked := false
	for {
		rest = bytes.TrimLeft(rest, " ")
		name, tail, ok := bytes.Cut(rest, []byte("="))
		if !ok {
			return
		}
		if string(name) == "user" {
			p.set(UserName, bytes.TrimRight(tail, " "))
			return
		}
		v := tail
		if sp := bytes.IndexByte(tail, ' '); sp >= 0 {
			v, rest = tail[:sp], tail[sp:]
		} else {
			rest = nil
		}
		if len(v) == 0 {
			continue
		}
		switch string(name) {
		case "rhost":
			p.peer(v)
		case "ruser":
			if !asked { // the first one, as a later one may be part of it
				v = askingUser(tail)
				rest = tail[len(v):]
				p.offer(UserName, v, told, nil)
				asked = true
			}
		case "logname":
			p.offer(UserName, v, vague, nil)
		case "msg":
			p.set(Reason, tail)
			return
		}
	}
}

// pamSession reads "user root(uid=0) by alice(uid=1000)".
func (p *Parser) pamSession(b []byte) {
	b = bytes.TrimPrefix(b, []byte("user "))
	who, by, _ := bytes.Cut(b, []byte(" by "))
	name, id := pamUser(who)
	by, byID := pamUser(by)
	switch string(p.val(ProcessName)) {
	case "sudo", "su", "su-l", "runuser":
		if len(by) > 0 { // else by a program: "by (uid=0)"
			p.set(EffectiveName, name)
			p.set(EffectiveID, id)
			p.set(UserName, by)
			p.set(UserID, byID)
			return
		}
	}
	p.set(UserName, name)
	p.set(UserID, id)
}

// pamUser reads "root(uid=0)" and "(uid=0)".
func pamUser(b []byte) (name, id []byte) {
	b = bytes.TrimRight(b, " ")
	if open := bytes.Index(b, []byte("(uid=")); open >= 0 {
		return b[:open], bytes.TrimRight(b[open+5:], ")")
	}
	return b, nil
}
