package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// accountSQL reads a statement that makes, changes or drops an account, or
// gives it rights, and reports whether it is one.
func (p *Parser) accountSQL(b []byte) bool {
	verb, rest := sqlWord(b)
	object, after := sqlWord(rest)
	a := event.NoAction
	switch {
	case foldedEqual(verb, "grant"), foldedEqual(verb, "revoke"):
		p.happened(event.RoleChanged, event.Success)
		link := " to "
		if foldedEqual(verb, "revoke") {
			link = " from "
		}
		if i := lastFold(rest, link); i >= 0 {
			p.set(TargetName, sqlName(rest[i+len(link):]))
		}
		return true
	case foldedEqual(verb, "set") && foldedEqual(object, "password"): // FOR 'bob'@'%' = '…'
		if word, name := sqlWord(after); foldedEqual(word, "for") {
			p.set(TargetName, sqlName(name))
		}
		p.happened(event.PasswordChanged, event.Success)
		return true
	case !foldedEqual(object, "user") && !foldedEqual(object, "role") && !foldedEqual(object, "login"):
		return false
	case foldedEqual(verb, "create"):
		a = event.UserCreated
	case foldedEqual(verb, "drop"):
		a = event.UserDeleted
	case foldedEqual(verb, "alter"), foldedEqual(verb, "rename"):
		a = event.UserChanged
	default:
		return false
	}
	for {
		word, tail := sqlWord(after)
		if !foldedEqual(word, "if") && !foldedEqual(word, "not") && !foldedEqual(word, "exists") {
			break
		}
		after = tail
	}
	p.set(TargetName, sqlName(after))
	if a == event.UserChanged && (containsFold(after, " password ") || containsFold(after, " identified ")) {
		a = event.PasswordChanged
	}
	p.happened(a, event.Success)
	return true
}

func sqlWord(b []byte) (word, rest []byte) {
	return nextField(bytes.TrimLeft(b, " \t\n\"'"))
}

// sqlName is the account that b starts with: bob, "bob", 'bob'@'%'.
func sqlName(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\\\"'`[")
	if end := bytes.IndexAny(b, " \t\n\\\"'`];,@("); end >= 0 {
		b = b[:end]
	}
	return b
}

// lastFold is where b holds s last, in any case; s is in lower case.
func lastFold(b []byte, s string) int {
	for i := len(b) - len(s); i >= 0; i-- {
		if containsFold(b[i:i+len(s)], s) {
			return i
		}
	}
	return -1
}
