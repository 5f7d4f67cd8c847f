package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

var redisPhrases = []phrase{
	{"Possible SECURITY ATTACK detected", event.AccessDenied, event.Failure},
	{"*-DENIED Redis is running in protected mode", event.AccessDenied, event.Failure},
	{"*WRONGPASS ", event.LoginFailed, event.Failure},
	{"*NOAUTH ", event.LoginFailed, event.Failure},
	{"*NOPERM ", event.AccessDenied, event.Failure},
	{"Accepted ", event.NoAction, 0},
}

var redisLevels = map[byte][]byte{'.': []byte("debug"), '-': []byte("verbose"), '*': []byte("notice"), '#': []byte("warning")}

// redisLine reads the log of Redis and Valkey:
//
//	4211:M 10 Nov 2026 12:55:36.123 * Ready to accept connections
func redisLine(p *Parser, line []byte) error {
	_, n := leadingInt(line)
	if n == 10 && len(line) > 20 && line[10] == '.' {
		return p.redisMonitor(line)
	}
	if n == 0 || n > 10 || n+4 > len(line) || line[n] != ':' || line[n+2] != ' ' || bytes.IndexByte([]byte("MSCX"), line[n+1]) < 0 {
		return ErrFormat
	}
	rest := p.stamped(line[n+3:])
	if len(rest) < 4 || rest[0] != ' ' || rest[2] != ' ' {
		return ErrFormat
	}
	level := redisLevels[rest[1]]
	if level == nil {
		return ErrFormat
	}
	p.set(Level, level)
	p.pid(line[:n])
	msg := rest[3:]
	p.set(Message, msg)
	if !p.means(msg, redisPhrases) || p.auth == notAuth {
		if peer, ok := bytes.CutPrefix(msg, []byte("Accepted ")); ok {
			p.peer(peer)
		}
		p.e.Category, p.e.Type = event.Database, event.Info
		return ErrNotAuth
	}
	p.networked()
	if peer := enclosed(msg, "Connection from ", " "); peer != nil {
		p.peer(peer)
	}
	return nil
}

// redisMonitor reads what MONITOR prints of a command. A server that is not old
// prints no credentials of AUTH and HELLO:
//
//	1794313536.123456 [0 192.0.2.7:52114] "AUTH" "(redacted)" "(redacted)"
func (p *Parser) redisMonitor(line []byte) error {
	when, rest := nextField(line)
	peer := enclosed(rest, "[", "] \"")
	if _, n := stamp.Read(when); n != len(when) || len(rest) < 4 || rest[1] != '[' || len(peer) == 0 || !isDigit(peer[0]) {
		return ErrFormat
	}
	p.set(Time, when)
	p.mined = true
	_, addr, _ := bytes.Cut(peer, []byte(" "))
	if bytes.IndexByte(addr, ':') > 0 { // else a script
		p.peer(addr)
	}
	command, rest, _ := quotedField(rest[len(" [")+len(peer)+len("] "):])
	p.set(ActionWord, command)
	p.e.Category, p.e.Type = event.Database, event.Access
	if bytes.EqualFold(command, []byte("HELLO")) {
		if _, after, ok := bytes.Cut(rest, []byte(` "AUTH"`)); ok {
			command, rest = rest[len(rest)-len(after)-len(`AUTH"`):len(rest)-len(after)-1], after
		}
	}
	if !bytes.EqualFold(command, []byte("AUTH")) {
		p.unset(ActionWord)
		return ErrNotAuth
	}
	p.set(Message, command)
	first, rest, _ := quotedField(bytes.TrimLeft(rest, " "))
	second, _, named := quotedField(bytes.TrimLeft(rest, " "))
	if !named {
		first, second = nil, first
	}
	if string(first) != "(redacted)" {
		p.set(UserName, first)
	}
	if string(second) != "(redacted)" {
		p.secret(redisPassword, second, anywhere, text)
	}
	p.e.Category, p.e.Type = 0, 0
	p.happened(event.AuthInfo, event.Unknown)
	return nil
}

var redisPassword = []byte("password")
