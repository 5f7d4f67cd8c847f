package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sshdPolicy reads what sshd says of a login that its own rules turn down, or
// let through.
func (p *Parser) sshdPolicy(msg []byte) error {
	if !p.means(msg, sshdPolicies) {
		return ErrFormat
	}
	switch {
	case p.has(UserName):
	case bytes.HasPrefix(msg, []byte("Root ")):
		p.set(UserName, root)
	case bytes.HasPrefix(msg, []byte("srclimit_penalise: ")): // ipv4: new 192.0.2.1/32 deferred penalty of …
		if at, ok := behind(msg, ": new "); ok {
			at, _, _ = bytes.Cut(at, slash)
			p.peer(at)
		}
	case bytes.HasPrefix(msg, []byte("drop connection ")):
		p.mine(msg)
		p.networked()
	default:
		for _, f := range [...]struct{ open, end string }{{"tried for ", " with "}, {"for user ", " "}, {"restricted for ", ": "}, {"Account ", " has "}} {
			if name := enclosed(msg, f.open, f.end); name != nil {
				p.set(UserName, bytes.Trim(name, "':"))
				break
			}
		}
		if ip := enclosed(msg, "permitted source address (", ")"); ip != nil {
			p.peer(ip)
		} else if ip := enclosed(msg, " ip=", ")"); ip != nil { // "ip=192.0.2.1, required=…"
			ip, _, _ = bytes.Cut(ip, []byte(","))
			p.peer(ip)
		}
	}
	if p.e.Outcome == event.Failure {
		_, reason, _ := bytes.Cut(msg, []byte(": "))
		p.set(Reason, withoutPreauth(reason))
	}
	return nil
}

var sshdPolicies = []phrase{
	{"Authentication refused", event.LoginFailed, event.Failure},
	{"Authentication tried for ", event.LoginFailed, event.Failure},
	{"Authentication key ", event.LoginFailed, event.Failure}, // revoked
	{"Account ", event.LoginFailed, event.Failure},            // has expired
	{"Login restricted for ", event.LoginFailed, event.Failure},
	{"Access denied for user ", event.LoginFailed, event.Failure},
	{"Certificate invalid", event.LoginFailed, event.Failure},
	{"Certificate does not contain ", event.LoginFailed, event.Failure},
	{"Certificate lacks ", event.LoginFailed, event.Failure},
	{"Refused by ", event.LoginFailed, event.Failure},          // key, certificate options
	{"signature algorithm ", event.LoginFailed, event.Failure}, // ssh-rsa not in PubkeyAcceptedAlgorithms
	{"key type ", event.LoginFailed, event.Failure},
	{"Root login accepted", event.Login, event.Success},
	{"drop connection ", event.AccessDenied, event.Failure},
	{"srclimit_penalise: ", event.AuthInfo, event.Unknown}, // for a failure that has its own record
}

// sshdNamed reads what sshd says of a client's name in DNS: the name is where it
// comes from, and of two addresses the connection's is the later.
func (p *Parser) sshdNamed(msg []byte) {
	if host := enclosed(msg, "getaddrinfo for ", " "); host != nil {
		p.set(SourceHost, host)
		p.peer(enclosed(msg, "[", "]"))
		return
	}
	if at := enclosed(msg, " is set up for ", ","); at != nil {
		p.peer(at)
		return
	}
	p.mine(msg)
}

// sshdUser reads "User bob from 192.0.2.1 not allowed because …" and what else
// starts with that word.
func (p *Parser) sshdUser(b []byte) error {
	who, reason, ok := bytes.Cut(b, []byte(" not allowed because "))
	if !ok {
		if bytes.HasPrefix(b, []byte("child is on pid ")) {
			return ErrNotAuth
		}
		return ErrFormat
	}
	p.sshdFrom(who)
	p.set(Reason, withoutPreauth(reason))
	p.happened(event.LoginFailed, event.Failure)
	return nil
}

// sshdRefused reads "refused connect from host (192.0.2.1)".
func (p *Parser) sshdRefused(b []byte) error {
	after, ok := bytes.CutPrefix(b, []byte("connect from "))
	if !ok {
		return ErrFormat
	}
	if open := bytes.LastIndexByte(after, '('); open >= 0 {
		after = bytes.Trim(after[open:], "()")
	}
	p.peer(after)
	p.happened(event.AccessDenied, event.Failure)
	return nil
}
