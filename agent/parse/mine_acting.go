package parse

import "bytes"

// mineActing reads who acts as whom: "alice impersonates bob", "user alice started
// impersonating user bob", "bob is impersonated by alice", "alice is acting as bob", "alice
// switched to user bob", "alice became root". Who acts is the user, whoever stands first.
func (p *Parser) mineActing(m *miner, word []byte) bool {
	if !isActing(word) {
		return false
	}
	before := m.subject
	if before == nil {
		before = p.val(UserName)
	}
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	var leads bool
	switch string(word) {
	case "became":
		leads = bytes.HasPrefix(rest, []byte("root")) || bytes.HasPrefix(rest, []byte("user ")) // "node 3 became leader"
	case "acting":
		rest, leads = bytes.CutPrefix(rest, []byte("as "))
	case "switched":
		if bytes.HasPrefix(rest, []byte("to role ")) { // which is nobody's name
			return before != nil && p.user(before, vague, false)
		}
		if rest, leads = bytes.CutPrefix(rest, []byte("to ")); leads {
			rest, leads = withoutUser(rest)
		}
	default:
		leads = true
	}
	if !leads {
		return false
	}
	rest, by := bytes.CutPrefix(rest, []byte("by "))
	rest, _ = withoutUser(rest)
	name := firstQuoted(rest)
	if len(name) == 0 || isStop(name) || before == nil || isStop(before) {
		return false
	}
	actor, whom := before, name
	if by {
		actor, whom = name, before
	}
	p.set(UserName, actor)
	p.offer(EffectiveName, whom, told, nil)
	m.i = len(m.b) - len(rest) + bytes.Index(rest, name) + len(name)
	return true
}

// withoutUser is a text without the word for a user that it begins with, and whether it does:
// "user bob", "User=bob", "user name bob", "user (bob)".
func withoutUser(b []byte) (name []byte, is bool) {
	if len(b) < len("user x") || !foldedEqual(b[:4], "user") {
		return b, false
	}
	rest := bytes.TrimPrefix(b[4:], []byte("name"))
	if len(rest) == 0 || rest[0] != ' ' && rest[0] != '=' && rest[0] != ':' {
		return b, false
	}
	return bytes.TrimLeft(bytes.TrimPrefix(rest[1:], []byte("name ")), " ([<{"), true
}

// isActing reports whether a word says that somebody acts as another.
func isActing(word []byte) bool {
	switch string(word) {
	case "impersonates", "impersonating", "impersonated", "acting", "switched", "became":
		return true
	}
	return false
}

// mineOwner reads whose password it is that is wrong, in front of a colon: "bob: password
// incorrect". A program's name there is no user's.
func (p *Parser) mineOwner(m *miner, name, rest []byte) {
	if said := p.words.all; said&sPassword == 0 || said&failing == 0 || said&sAttack != 0 {
		return
	}
	if !isNameWord(name) || isUpper(name[0]) || isStop(name) || lookup(name) != nil || p.index.programs[string(name)] != nil {
		return
	}
	if first, _ := nextField(rest); foldedSense(first)&(sPassword|failing) != 0 && !m.comesFrom(noHint) {
		p.user(name, vague, false)
	}
}
