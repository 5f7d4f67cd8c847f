package parse

import (
	"bytes"
	"strconv"

	"github.com/hashtail/hashtail/agent/event"
)

// slapdLine reads a log of its own: OpenLDAP's standard error, or the access log of 389
// Directory Server, whose lines begin with a time in brackets.
func slapdLine(p *Parser, line []byte) error {
	if line[0] != '[' {
		return slapdMessage(p, line)
	}
	for _, n := range [...]int{len("[10/Nov/2026:12:55:36 +0100"), len("[10/Nov/2026:12:55:36.123456789 +0100")} {
		if len(line) > n+2 && string(line[n:n+2]) == "] " && bytes.HasPrefix(line[n+2:], []byte("conn=")) {
			p.set(Time, line[1:n])
			return slapdMessage(p, line[n+2:])
		}
	}
	return ErrFormat
}

// slapdMessage reads OpenLDAP's server. A login is several lines: who asks
// (ACCEPT), as whom (BIND), and how it ended (RESULT, whose tag 97 answers a
// bind); only the connection's number joins them:
//
//	conn=1022 fd=12 ACCEPT from IP=192.0.2.7:52114 (IP=0.0.0.0:389)
//	conn=1022 op=0 BIND dn="uid=bob,ou=people,dc=example,dc=com" method=128
//	conn=1022 op=0 RESULT tag=97 err=49 text=
func slapdMessage(p *Parser, msg []byte) error {
	if !bytes.HasPrefix(msg, []byte("conn=")) {
		if p.headed && isSlapdTrace(msg) {
			return ErrNotAuth
		}
		if msg = p.slapdDebug(msg); !bytes.HasPrefix(msg, []byte("conn=")) {
			return ErrFormat
		}
	}
	verb, rest, ok := slapdVerb(msg)
	if !ok {
		return ErrFormat
	}
	p.set(ActionWord, verb)
	if !p.has(Message) {
		p.set(Message, msg)
	}
	switch string(verb) {
	case "ACCEPT":
		p.peer(enclosed(rest, "IP=", " "))
		p.happened(event.AuthInfo, event.Unknown)
	case "BIND":
		p.slapdDN(enclosed(rest, `dn="`, `"`))
		if bytes.Contains(rest, []byte(" mech=")) {
			p.happened(event.Login, event.Success)
		} else {
			p.happened(event.AuthInfo, event.Unknown)
		}
	case "RESULT":
		return p.slapdResult(rest)
	case "PASSMOD":
		p.slapdTarget(enclosed(rest, `id="`, `"`))
		p.happened(event.PasswordChanged, event.Unknown)
	case "UNBIND":
		p.happened(event.Logout, event.Success)
	case "connection", "SSL": // 389 Directory Server: "connection from 192.0.2.7 to 10.0.0.1"
		if from := enclosed(rest, " from ", " to "); from != nil {
			p.peer(from)
		}
		return ErrNotAuth
	default:
		return ErrNotAuth
	}
	return nil
}

// isSlapdTrace reports whether a message is of the server's own steps: "=> bdb_search",
// "<= mdb_equality_candidates: (uid) not indexed".
func isSlapdTrace(msg []byte) bool {
	return bytes.HasPrefix(msg, []byte("daemon: ")) || bytes.HasPrefix(msg, []byte("<= ")) || bytes.HasPrefix(msg, []byte("=> "))
}

// slapdVerb splits what a connection did from "conn=1022 op=0 BIND dn=…", in which 389
// Directory Server may have a slot.
func slapdVerb(msg []byte) (verb, rest []byte, ok bool) {
	connection, rest := nextField(msg)
	operation, rest := nextField(rest)
	if len(connection) == len("conn=") || !isDigit(connection[len("conn=")]) || !bytes.HasPrefix(operation, []byte("op=")) && !bytes.HasPrefix(operation, []byte("fd=")) {
		return nil, nil, false
	}
	verb, rest = nextField(rest)
	if bytes.HasPrefix(verb, []byte("slot=")) {
		verb, rest = nextField(rest)
	}
	return verb, rest, true
}

// slapdResult reads "tag=97 err=49 … text=".
func (p *Parser) slapdResult(b []byte) error {
	code, ok := behind(b, "err=")
	if !ok {
		return ErrNotAuth
	}
	code, _ = nextField(code)
	p.set(ErrorCode, code)
	if text, ok := behind(b, "text="); ok {
		p.set(Reason, text)
	}
	bind := bytes.Contains(b, []byte(" tag=97 "))
	if bind {
		p.slapdDN(enclosed(b, ` dn="`, `"`)) // 389 Directory Server
	}
	switch {
	case bind && string(code) == "0":
		p.happened(event.Login, event.Success)
	case bind && string(code) == "14": // SASL goes on
		p.happened(event.AuthInfo, event.Unknown)
	case bind:
		p.happened(event.LoginFailed, event.Failure)
	case string(code) == "50": // insufficient access
		p.happened(event.AccessDenied, event.Failure)
		p.e.Category = event.Authentication
	default:
		return ErrNotAuth
	}
	return nil
}

// slapdDN sets the user of a distinguished name: the value of its first part.
func (p *Parser) slapdDN(dn []byte) { p.set(UserName, firstRDN(dn)) }

func (p *Parser) slapdTarget(dn []byte) { p.set(TargetName, firstRDN(dn)) }

func firstRDN(dn []byte) []byte {
	first, _, _ := bytes.Cut(dn, []byte(","))
	if _, v, ok := bytes.Cut(first, []byte("=")); ok {
		return v
	}
	return first
}

// slapdDebug takes off what slapd puts in front when it logs to its standard
// error: hexadecimal seconds, since 2.6 with nanoseconds and a thread.
func (p *Parser) slapdDebug(msg []byte) []byte {
	stamp, rest := nextField(msg)
	if len(stamp) < 8 || len(stamp) > 8 && (len(stamp) != 17 || stamp[8] != '.') {
		return msg
	}
	var seconds int64
	for _, c := range stamp[:8] {
		d := hexDigit(c)
		if d > 15 {
			return msg
		}
		seconds = seconds<<4 | int64(d)
	}
	rest = bytes.TrimLeft(rest, " ")
	if bytes.HasPrefix(rest, []byte("0x")) {
		_, rest = nextField(rest)
		rest = bytes.TrimLeft(rest, " ")
	}
	if !p.has(Time) && bytes.HasPrefix(rest, []byte("conn=")) {
		start := len(p.buf)
		p.buf = strconv.AppendInt(p.buf, seconds, 10)
		p.set(Time, p.buf[start:])
	}
	return rest
}
