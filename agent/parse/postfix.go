package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var postfixPhrases = []phrase{
	{"*authentication failed:", event.LoginFailed, event.Failure},
	{"SASL authentication failure:", event.LoginFailed, event.Failure},
	{"*, sasl_username=", event.Login, event.Success}, // behind client=, when it was accepted
	{"lost connection after AUTH ", event.Disconnected, event.Failure},
	{"too many errors after AUTH ", event.LoginFailed, event.Failure},
	{"timeout after AUTH ", event.Disconnected, event.Failure},
	{"*: reject: ", event.AccessDenied, event.Failure},
	{"*: milter-reject: ", event.AccessDenied, event.Failure},
	{"*onnection rate limit exceeded", event.AccessDenied, event.Failure},
	{"*uthentication rate limit exceeded", event.LoginFailed, event.Failure},
	{"non-SMTP command from ", event.Disconnected, event.Failure},
	{"improper command pipelining ", event.Disconnected, event.Failure},
	{"PREGREET ", event.Disconnected, event.Failure},
	{"DNSBL rank ", event.NoAction, 0},
	{"connect from ", event.NoAction, 0},
	{"disconnect from ", event.NoAction, 0},
	{"lost connection after ", event.NoAction, 0},
	{"timeout after ", event.NoAction, 0},
	{"*client=", event.NoAction, 0},
	{"CONNECT from ", event.NoAction, 0},
	{"HANGUP ", event.NoAction, 0},
	{"hostname ", event.NoAction, 0},
	{"*TLS connection established from ", event.NoAction, 0},
}

// postfixMessage reads Postfix's SMTP servers: who asks stands as
// host[address], an account as sasl_username= at the end.
func postfixMessage(p *Parser, msg []byte) error {
	for _, level := range [...]string{"warning", "fatal", "error", "info"} {
		if after, ok := bytes.CutPrefix(msg, []byte(level+": ")); ok {
			p.set(Level, msg[:len(level)])
			msg = after
			break
		}
	}
	if !p.means(msg, postfixPhrases) {
		if p.headed && !bytes.Contains(msg, []byte("SASL ")) { // queues and deliveries
			if name := p.val(ProcessName); bytes.HasSuffix(name, []byte("smtpd")) || bytes.HasSuffix(name, []byte("postscreen")) { // of a client, whatever they say
				p.bracketed(msg)
			}
			return ErrNotAuth
		}
		return ErrFormat
	}
	if name, ok := behind(msg, "sasl_username="); ok {
		name, _, _ = bytes.Cut(name, []byte(", "))
		p.set(UserName, name)
	}
	if !p.bracketed(msg) {
		if addr, ok := behind(msg, " not resolve to address "); ok {
			addr, _, _ = bytes.Cut(addr, []byte(": "))
			p.set(SourceIP, addr)
		}
	}
	p.networked()
	if b, reason, ok := bytes.Cut(msg, []byte("authentication failed: ")); ok && len(b) < 300 {
		reason, _, _ = bytes.Cut(reason, []byte(", sasl_username="))
		p.set(Reason, reason)
	}
	if p.auth == notAuth {
		if tried := enclosed(msg, " auth=0/", " "); tried != nil { // disconnect from … auth=0/3
			n, _ := leadingInt(tried)
			p.happened(event.Disconnected, event.Failure)
			p.e.Count = int(min(n, 1<<30))
		}
	}
	return nil
}

// bracketed takes the first address in brackets, "host[192.0.2.7]:4711" or
// "[IPv6:2001:db8::7]", as the client's.
func (p *Parser) bracketed(b []byte) bool {
	for {
		open := bytes.IndexByte(b, '[')
		if open < 0 {
			return false
		}
		end := bytes.IndexByte(b[open:], ']')
		if end < 0 {
			return false
		}
		in, rest := bytes.TrimPrefix(b[open+1:open+end], []byte("IPv6:")), b[open+end+1:]
		if isAddress(in) {
			p.set(SourceIP, in)
			if len(rest) > 1 && rest[0] == ':' {
				p.set(SourcePort, leadingPort(rest[1:]))
			}
			return true
		}
		b = rest
	}
}

// saslauthdMessage reads Cyrus SASL's password server:
//
//	do_auth         : auth failure: [user=bob] [service=smtp] [realm=] [mech=pam] [reason=PAM auth error]
func saslauthdMessage(p *Parser, msg []byte) error {
	_, rest, ok := bytes.Cut(msg, []byte(": "))
	if !ok {
		return ErrFormat
	}
	switch {
	case bytes.HasPrefix(rest, []byte("auth failure:")):
		p.happened(event.LoginFailed, event.Failure)
	case bytes.HasPrefix(rest, []byte("auth success")):
		p.happened(event.Login, event.Success)
	default:
		return ErrFormat
	}
	p.set(UserName, enclosed(rest, "[user=", "]"))
	p.set(UserDomain, enclosed(rest, "[realm=", "]"))
	p.set(Reason, enclosed(rest, "[reason=", "]"))
	p.set(Protocol, enclosed(rest, "[service=", "]"))
	return nil
}
