package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var drupalPhrases = []phrase{
	{"Login attempt failed ", event.LoginFailed, event.Failure},
	{"Session opened for ", event.Login, event.Success},
	{"Session closed for ", event.Logout, event.Success},
	{"Session destroyed for ", event.SessionEnded, event.Success},
	{"Flood control blocked ", event.LoginFailed, event.Failure},
	{"New user: ", event.UserCreated, event.Success},
	{"New external user: ", event.UserCreated, event.Success},
	{"Deleted user: ", event.UserDeleted, event.Success},
	{"Blocked user: ", event.AccountLocked, event.Success},
	{"Password reset instructions ", event.AuthInfo, event.Success},
	{"*used one-time login link", event.Login, event.Success},
	{"*tried to use one-time login link", event.LoginFailed, event.Failure},
}

// drupalMessage reads what Drupal's syslog module writes, under the name of a
// site: base URL, time, type, address, URL, referrer, user's number, link,
// message.
func drupalMessage(p *Parser, msg []byte) error {
	if !bytes.HasPrefix(msg, []byte("http")) {
		return ErrFormat
	}
	var f [8][]byte
	rest := msg
	for i := range f {
		var ok bool
		if f[i], rest, ok = bytes.Cut(rest, []byte("|")); !ok {
			return ErrFormat
		}
	}
	if !digits(f[1]) || !isAddress(f[3]) {
		return ErrFormat
	}
	if !p.has(Time) {
		p.set(Time, f[1])
	}
	p.set(SourceIP, f[3])
	p.set(Target, f[4])
	p.set(Referrer, f[5])
	if string(f[6]) != "0" {
		p.set(UserID, f[6])
	}
	p.set(Message, rest)
	if !p.means(rest, drupalPhrases) {
		if string(f[2]) == "access denied" {
			p.happened(event.AccessDenied, event.Failure)
			return nil
		}
		return nil
	}
	for _, lead := range [...]string{" failed for ", " failed from ", "opened for ", "closed for ", "destroyed for ", "mailed to ", "user: ", "User "} {
		name, ok := behind(rest, lead)
		if !ok {
			continue
		}
		name, _, _ = bytes.Cut(name, []byte(" at "))
		name, _, _ = bytes.Cut(name, []byte(" using module "))
		name, _, _ = bytes.Cut(name, []byte(" used one-time"))
		name, _, _ = bytes.Cut(name, []byte(" tried to use one-time"))
		name, _, _ = bytes.Cut(name, []byte(" ("))
		name, _, _ = bytes.Cut(name, []byte(" <")) // the address behind it
		name = bytes.TrimRight(name, ".")
		switch p.e.Action {
		case event.UserCreated, event.UserDeleted:
			p.set(TargetName, name)
		default:
			p.set(UserName, name)
		}
		break
	}
	return nil
}

var wordpressPhrases = []phrase{
	{"Accepted password for ", event.Login, event.Success},
	{"Authentication failure for ", event.LoginFailed, event.Failure},
	{"Authentication attempt for unknown user ", event.InvalidUser, event.Failure},
	{"Blocked authentication attempt for ", event.LoginFailed, event.Failure},
	{"Blocked username authentication attempt for ", event.LoginFailed, event.Failure},
	{"Blocked user enumeration attempt ", event.AccessDenied, event.Failure},
	{"XML-RPC authentication failure ", event.LoginFailed, event.Failure},
	{"XML-RPC multicall authentication failure ", event.LoginFailed, event.Failure},
	{"REST authentication failure", event.LoginFailed, event.Failure},
	{"Untrusted X-Forwarded-For header ", event.AuthInfo, event.Failure},
	{"Pingback error ", event.AccessDenied, event.Failure},
	{"Pingback requested ", event.NoAction, 0},
	{"Spam comment ", event.NoAction, 0},
	{"Comment ", event.NoAction, 0},
	{"Password reset requested for ", event.AuthInfo, event.Success},
}

// wordpressMessage reads what the plugin WP fail2ban sends to syslog: "… for
// bob from 192.0.2.7". The name comes from the client.
func wordpressMessage(p *Parser, msg []byte) error {
	if !p.means(msg, wordpressPhrases) {
		return ErrFormat
	}
	i := bytes.LastIndex(msg, []byte("from "))
	if i < 0 {
		return nil
	}
	peer, _ := nextField(msg[i+5:])
	p.peer(peer)
	for _, lead := range [...]string{" attempt for unknown user ", " failure for ", " password for ", " attempt for ", " requested for "} {
		if name, ok := behind(msg[:max(i-1, 0)], lead); ok {
			p.set(UserName, name)
			break
		}
	}
	return nil
}
