package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// iseMessage reads Cisco's ISE:
//
//	CISE_Failed_Attempts 0001027727 1 0 2026-11-10 12:55:36.301 +00:00 0015075255 5400 NOTICE Failed-Attempt: Authentication failed, UserName=bob, …
//
// A record that is cut in parts has the first half of it in the first one only.
func iseMessage(p *Parser, msg []byte) error {
	rest := msg
	if category := bytes.HasPrefix(msg, []byte("CISE_")); category {
		_, rest = nextField(msg)
	} else if !isDigit(msg[0]) {
		return ErrFormat
	}
	for range 3 { // the number of the record, how many parts it has, and which one this is
		var count []byte
		if count, rest = nextField(rest); len(count) == 0 || !digits(count) {
			return ErrFormat
		}
	}
	rest = bytes.TrimLeft(rest, " ")
	s, n := stamp.Read(rest)
	if n == 0 || s.Year == 0 || !s.Zoned {
		if msg[0] != 'C' {
			return ErrFormat
		}
		return p.isePart(rest)
	}
	p.set(Time, rest[:n])
	_, rest = nextField(rest[n:])
	code, rest := nextField(rest)
	level, rest := nextField(rest)
	if !digits(code) || !isLevel(level) {
		return ErrFormat
	}
	p.set(Code, code)
	p.set(Level, level)
	said, pairs, _ := bytes.Cut(rest, []byte(", "))
	category, said, ok := bytes.Cut(bytes.TrimLeft(bytes.TrimRight(said, ","), " "), []byte(": "))
	if !ok {
		return ErrFormat
	}
	p.set(ActionWord, said)
	p.set(Message, said)
	p.iseAction(category, said, p.isePairs(pairs))
	return nil
}

// isePart reads a further part of a record, which begins with its pairs.
func (p *Parser) isePart(pairs []byte) error {
	if n := nameLen(pairs); n == 0 || n == len(pairs) || pairs[n] != '=' {
		return ErrFormat
	}
	p.isePairs(pairs)
	return nil
}

// An iseObject is what an administrator has changed.
type iseObject struct{ kind, name []byte }

// isePairs takes in what is said in "name=value, …". A comma of a value has a backslash.
func (p *Parser) isePairs(b []byte) (object iseObject) {
	var spoken []byte
	for len(b) > 0 {
		var part []byte
		part, b = isePair(b)
		name, v, _ := bytes.Cut(part, []byte("="))
		switch string(name) {
		case "ObjectType":
			object.kind = v
		case "ObjectName":
			object.name = v
		case "OperationMessageText":
			spoken = v
		case "Framed-IP-Address":
			p.endpoint(v, vague, nil, SourceIP, SourcePort, SourceHost)
		case "FailureReason": // 22056 Subject not found in the applicable identity store(s)
			p.set(Reason, bytes.TrimLeft(v, "0123456789 "))
		case "Response", "ConfigChangeData", "Step", "Protocol", "Location", "":
		default:
			p.attribute(name, v, false)
		}
	}
	if len(spoken) > 0 {
		if !p.has(UserName) || !p.has(SourceIP) { // sshd's own words
			p.mine(spoken)
		}
		p.set(Message, spoken)
	}
	return object
}

// isePair is the first pair of b, and what follows it.
func isePair(b []byte) (pair, rest []byte) {
	for i, c := range b {
		if c == ',' && (i == 0 || b[i-1] != '\\') {
			return bytes.TrimSpace(b[:i]), bytes.TrimLeft(b[i+1:], " ")
		}
	}
	return bytes.TrimSpace(b), nil
}

// iseAction says what happened. Of configuration only users are accounts.
func (p *Parser) iseAction(category, said []byte, object iseObject) {
	switch string(category) {
	case "Configuration-Changes":
		if !holds(object.kind, "User") && !holds(object.kind, "Administrator") {
			return
		}
		a := event.UserChanged
		switch {
		case bytes.HasPrefix(said, []byte("Added")):
			a = event.UserCreated
		case bytes.HasPrefix(said, []byte("Deleted")):
			a = event.UserDeleted
		}
		p.set(TargetName, object.name)
		p.happened(a, event.Success)
	case "Device-Administration": // of TACACS+: may somebody give that command
		if bytes.HasPrefix(said, []byte("Command Authorization ")) {
			outcome := event.Failure
			if bytes.HasSuffix(said, []byte("succeeded")) {
				outcome = event.Success
			}
			p.happened(event.PrivilegeUse, outcome)
		}
	case "Failed-Attempt":
		p.happened(event.LoginFailed, event.Failure)
	case "System-Management":
		if bytes.HasPrefix(said, []byte("Account disabled ")) {
			p.set(TargetName, enclosed(p.val(Message), "Account ", " is "))
			p.happened(event.AccountLocked, event.Failure)
		} else if name := enclosed(p.val(Message), "Added user ", " "); name != nil {
			p.set(TargetName, name)
			p.happened(event.UserCreated, event.Success)
		}
	}
}
