package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

var xrdpPhrases = []phrase{
	{"AUTHFAIL: ", event.LoginFailed, event.Failure},
	{"*login failed for ", event.LoginFailed, event.Failure},
	{"Username or password error", event.LoginFailed, event.Failure},
	{"pam_authenticate failed", event.LoginFailed, event.Failure},
	{"*access denied", event.LoginFailed, event.Failure},
	{"*login denied", event.LoginFailed, event.Failure},
	{"login successful for ", event.Login, event.Success},
	{"Access permitted for user: ", event.Login, event.Success},
	{"*access granted", event.Login, event.Success},
	{"*reated session", event.SessionStarted, event.Success},
	{"Session started successfully ", event.SessionStarted, event.Success},
	{"++ reconnected session", event.SessionStarted, event.Success},
	{"*terminated session", event.SessionEnded, event.Success},
	{"*connection received from ", event.AuthInfo, event.Unknown},
	{"Connection received from ", event.AuthInfo, event.Unknown},
}

// xrdpLine reads the logs of xrdp and its session manager:
//
//	[20261110-12:55:36] [INFO ] AUTHFAIL: user=bob ip=192.0.2.7 time=1794313536
func xrdpLine(p *Parser, line []byte) error {
	if len(line) < 30 || line[0] != '[' || line[9] != '-' || line[18] != ']' && line[18] != '.' {
		return ErrFormat
	}
	end := bytes.IndexByte(line[:min(32, len(line))], ']')
	if end < 0 {
		return ErrFormat
	}
	if _, n := stamp.Read(line[1:end]); n != end-1 {
		return ErrFormat
	}
	level := enclosed(line[end:], " [", "]")
	if !isLevel(bytes.TrimRight(level, " ")) {
		return ErrFormat
	}
	p.set(Time, line[1:end])
	p.set(Level, bytes.TrimRight(level, " "))
	rest, _ := behind(line[end:], " [")
	_, rest, _ = bytes.Cut(rest, []byte("]"))
	msg := bytes.TrimLeft(rest, " ")
	p.set(Message, msg)
	if err := xrdpMessage(p, msg); err != ErrFormat {
		return err
	}
	return ErrNotAuth
}

// xrdpMessage reads a message of xrdp's, with its level in front or not.
func xrdpMessage(p *Parser, msg []byte) error {
	if level := enclosed(msg[:min(len(msg), 12)], "[", "] "); level != nil && isLevel(bytes.TrimRight(level, " ")) { // behind a syslog header
		p.set(Level, bytes.TrimRight(level, " "))
		msg = msg[len(level)+3:]
	}
	if !p.means(msg, xrdpPhrases) {
		return pamMessage(p, msg)
	}
	if name, ok := behind(msg, "login failed for user "); ok { // all of it was typed in
		p.set(UserName, name)
		p.mined = true
		return nil
	}
	if b, ok := behind(msg, ": username "); ok {
		name, _, _ := bytes.Cut(b, []byte(","))
		p.set(UserName, bytes.TrimLeft(name, " "))
	}
	if b, ok := behind(msg, ", ip "); ok {
		peer, _ := nextField(b)
		p.peer(peer)
	}
	p.mine(msg)
	return nil
}
