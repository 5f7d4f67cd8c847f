package parse

import "bytes"

// mineSubject reads a word that nothing has announced. What it does not need an announcement
// for is told by the sentence: somebody is its subject and did something, "alice has logged
// in", or stands where the clause begins or ends.
func (p *Parser) mineSubject(m *miner, word []byte, ended bool) {
	switch {
	case ended && m.b[m.i-1] == ':' && (m.saysDone(word) || m.saysShut(word)):
		m.hint = hintUser
	case m.authy && m.behindSubject() && m.lacks(word):
		p.user(m.subject, vague, false)
	case p.standsAlone(m, word, ended) && p.user(word, vague, false):
	case m.authy && isAtDomain(word) && m.isWhose(ended):
		p.user(word, vague, false)
	case p.standsBetween(m, word) && p.user(word, vague, false):
	case m.authy && m.behindSubject() && m.tries(word), m.subject != nil && (m.comesIn(word) || m.failsTo(word)):
		p.user(m.subject, vague, false)
	}
}

// isWhose reports whether an address of mail in a text about logins is whose they were: "bob@example.com
// authentication failed", "unknown email bob@example.com", "auth: reject bob@example.com from 192.0.2.1".
func (m *miner) isWhose(ended bool) bool {
	if !ended && didItself(m.b[m.i:]) || string(m.prev) == "email" {
		return true
	}
	return m.aboutWho && foldedSense(m.prev)&(sDeny|sSuccess) != 0 && m.comesFrom(noHint)
}

// saysDone reports whether a word in front of a colon says that the user who follows came or
// went: "logged in: alice", "authenticated: alice".
func (m *miner) saysDone(word []byte) bool {
	return string(word) == "authenticated" || isLogged(m.prev) && (string(word) == "in" || string(word) == "out")
}

// saysShut reports whether a word in front of a colon says of an account that nobody gets in by
// it, so that its name follows: "account disabled: alice".
func (m *miner) saysShut(word []byte) bool {
	return (foldedEqual(m.prev, "account") || foldedEqual(m.prev, "user")) && foldedSense(word)&(sDeny|sLock|sExpired) != 0 && m.endsInName()
}

// behindSubject reports whether the word before is one that can be a name.
func (m *miner) behindSubject() bool { return m.subject != nil && string(m.subject) == string(m.prev) }

// standsAlone reports whether a word is all that stands between a label and an address, in a
// text about users: "login failed: bob from 192.0.2.1", "login failure: bob, 192.0.2.1".
func (p *Parser) standsAlone(m *miner, word []byte, ended bool) bool {
	const ofUsers = sLogin | sLogout | sAuth | sPassword | sMFA | sSession | sUser
	return (!ended || m.i < len(m.b) && m.b[m.i] == ',') && p.words.all&ofUsers != 0 && m.leadsClause(len(word))
}

// standsBetween reports whether a word stands between what a sentence begins with, or a directory
// did, and the address of whom it was done to: "RADIUS rejected alice (192.0.2.1)", "Logged out
// alice from 192.0.2.1". Behind the name of what was done it may be any: "login denied again from".
func (p *Parser) standsBetween(m *miner, word []byte) bool {
	if p.words.all&(sLogin|sLogout|sAuth|sPassword|sMFA) == 0 || !isNameWord(word) || isUpper(word[0]) {
		return false
	}
	rest, before := m.b[m.i:], m.b[:m.i-len(word)]
	if !leadsToPeer(rest) && !isAddress(enclosed(rest, " (", ")")) {
		return false
	}
	if bytes.HasSuffix(before, []byte("ogged out ")) || bytes.HasSuffix(before, []byte("to log in ")) {
		return true
	}
	lead, ok := bytes.CutSuffix(bytes.TrimRight(before, " "), m.prev)
	if !ok || foldedSense(m.prev)&(sDeny|sSuccess) == 0 {
		return false
	}
	return m.opensClause(len(lead)) || bytes.HasSuffix(lead, []byte(" - ")) || isUpper(lead[max(0, len(lead)-2)])
}

// comesIn reports whether a word says that the last name before it is somebody's who got in:
// "alice has logged in". An article makes it a quality of something, "an authenticated user",
// and a number a count, "3 logged in users".
func (m *miner) comesIn(word []byte) bool {
	shut := m.authy && m.behindSubject() && string(word) == "locked" && bytes.HasPrefix(m.b[m.i:], []byte(" out")) // "alice locked out": nor will she
	return (isLogged(word) || shut) && !isArticle(m.prev) && !m.counted(word)
}

// lacks reports whether a word and the next ones say that their subject may not do something,
// or is not known: "bob has no permission", "bob was not found in LDAP directory".
func (m *miner) lacks(word []byte) bool {
	return string(word) == "was" && m.notListed() || m.lacksRight(word)
}

// leadsClause reports whether the word just read, of n bytes, stands between a colon and an
// address. A comma or "from" may stand in front of the address.
func (m *miner) leadsClause(n int) bool {
	start := m.i - n
	if start < 2 || m.b[start-2] != ':' {
		return false
	}
	next, rest := nextField(m.b[m.i:])
	switch string(next) {
	case "from", "at", "on":
		return beginsPeer(rest)
	case ",":
		next, _ = nextField(rest)
	}
	return isPeer(next) || isPeersPair(next) || bytes.HasPrefix(next, []byte("(")) && beginsPeer(m.b[m.i:])
}

// counted reports whether a number stands right in front of a word: "3 logged in users".
func (m *miner) counted(word []byte) bool {
	i := bytes.LastIndex(m.b[:m.i], word) - 2
	return i > 0 && isDigit(m.b[i]) && (len(m.prev) == 0 || m.prev[len(m.prev)-1] != m.b[i])
}

// notListed reports whether the next words say that somebody is not in a directory.
func (m *miner) notListed() bool {
	place, ok := bytes.CutPrefix(m.b[m.i:], []byte(" not found in "))
	if !ok {
		return false
	}
	place = place[:min(len(place), 24)]
	return holds(place, "LDAP") || holds(place, "irectory") || holds(place, "user")
}

// lacksRight reports whether a word and the next ones say that somebody may not do what
// was asked for: "bob has no permission", "bob is not authorized to …".
func (m *miner) lacksRight(word []byte) bool {
	for _, s := range lacking(word) {
		if bytes.HasPrefix(m.b[m.i:], []byte(s)) {
			return true
		}
	}
	return false
}

// lacking is what stands behind a word where it says of somebody that he may not.
func lacking(word []byte) []string {
	switch string(word) {
	case "has":
		return hasNot
	case "lacks":
		return lacks
	case "is":
		return isNot
	case "not":
		return notTo
	}
	return nil
}

var (
	hasNot = []string{" no permission", " insufficient ", " no access", " no right"}
	lacks  = []string{" permission", " privilege", " the required ", " scope", " role"}
	isNot  = []string{" not authorized ", " not allowed to ", " not permitted to ", " not entitled to ", " not a member of ", " missing role", " missing scope", " missing permission"}
	notTo  = []string{" authorized to ", " allowed to ", " permitted to ", " entitled to "}
)

// tries reports whether a word and the next ones say that somebody tried to get in, or
// with what: "bob tried to log in", "bob entered an invalid code", "bob changed their
// password", "bob may not access /admin".
func (m *miner) tries(word []byte) bool {
	rest := m.b[m.i:min(len(m.b), m.i+40)]
	switch string(word) {
	case "tried", "attempted", "tries", "attempts":
		after, ok := bytes.CutPrefix(rest, []byte(" to "))
		verb, _ := nextField(after)
		return ok && (isProving(verb) || string(verb) == "access")
	case "entered", "typed", "gave", "presented", "supplied", "provided", "submitted", "requested", "used", "changed", "reset", "exceeded", "must", "needs":
		var r reading
		r.addProse(rest)
		return r.all&(sPassword|sMFA|sCredential|sToken|sLogin|sAttempt) != 0
	case "enrolled", "registered", "added", "removed", "enabled", "disabled": // "bob enrolled a TOTP device"
		var r reading
		r.addProse(rest)
		return r.all&sMFA != 0
	case "linked", "unlinked": // "bob linked a Google account"
		var r reading
		r.addProse(rest)
		return r.all&sUser != 0
	case "may":
		return bytes.HasPrefix(rest, []byte(" not access"))
	}
	return false
}

// failsTo reports whether a word and the next ones say that their subject could not log in:
// "alice failed to log in", "bob could not authenticate".
func (m *miner) failsTo(word []byte) bool {
	rest := m.b[m.i:]
	switch string(word) {
	case "could", "can", "did":
		var denied bool
		if rest, denied = bytes.CutPrefix(rest, []byte(" not")); !denied {
			return false
		}
	case "failed", "cannot", "couldn't", "can't", "didn't":
	default:
		return false
	}
	rest = bytes.TrimPrefix(rest, []byte(" to"))
	for _, s := range [...]string{" log in", " log on", " login", " logon", " sign in", " sign on", " signin", " auth", " be logged", " be signed", " be auth"} {
		if bytes.HasPrefix(rest, []byte(s)) {
			return true
		}
	}
	_, rest = nextField(bytes.TrimLeft(rest, " "))
	return bytes.HasPrefix(rest, []byte(" authentication")) // "bob failed CHAP authentication"
}
