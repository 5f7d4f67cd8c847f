package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
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
		p.e.Category, p.e.Type = event.Database, event.Info
		return ErrNotAuth
	}
	p.networked()
	if peer := enclosed(msg, "Connection from ", " "); peer != nil {
		p.peer(peer)
	}
	return nil
}
