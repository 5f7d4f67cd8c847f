package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// mineDoing reads who did something to whom: "root disabled the account of judy", "root
// granted role admin to judy", "user judy was deleted by root". Who did it is the user, whom
// it was done to the target.
func (p *Parser) mineDoing(m *miner, word []byte) bool {
	start := m.i - len(word) - 1
	if start < 2 || !isDoing(word) {
		return false
	}
	actor, whom := p.doerAndWhom(m, word, start)
	if bytes.HasSuffix(actor, []byte(":")) { // "vacuum: removed 14 rows from …"
		return false
	}
	if actor = trimPunctuation(actor); len(actor) == 0 || len(whom) == 0 || isStop(actor) || isStop(whom) || !isNameWord(actor) || !isNameWord(whom) {
		return false
	}
	p.set(UserName, actor)
	p.set(TargetName, whom)
	switch {
	case (bans(word) || isSwitch(word)) && p.words.all&sUser != 0:
		p.happened(event.UserChanged, event.Success)
	case string(word) == "granted" && p.words.all&about == 0: // "alice granted ADMIN to bob"
		p.happened(event.RoleChanged, event.Success)
	}
	return true
}

// doerAndWhom are the words for who did what a verb says, which stands at start, and for whom it
// was done to. The doer stands behind "by", "user judy was deleted by root", "bob was added to
// group ops by alice", else in front of the verb, where he opens the clause. Both are nil where
// he does not.
func (p *Parser) doerAndWhom(m *miner, verb []byte, start int) (doer, whom []byte) {
	rest := m.b[m.i:min(len(m.b), m.i+maxWording)]
	if by, ok := behindBy(rest); ok && namesAlone(by) && p.has(UserName) && !bans(verb) {
		return firstQuoted(by), p.val(UserName)
	}
	doer, whom = lastField(m.b[:start]), whomOf(rest)
	if by, ok := behind(rest, " by "); ok && isPassive(doer) && namesAlone(by) {
		if whom == nil {
			whom = m.subject
		}
		return firstQuoted(by), whom
	}
	if !m.opensClause(start - len(doer)) {
		return nil, nil
	}
	return doer, whom
}

// isPassive reports whether a word in front of a verb says that it was done to its subject.
func isPassive(word []byte) bool { return string(word) == "was" || string(word) == "been" }

// behindBy is what stands behind "by", and behind what the one is who did it: " by admin root".
func behindBy(b []byte) ([]byte, bool) {
	by, ok := cutLead(b, " by ")
	if !ok {
		return nil, false
	}
	for _, who := range actors {
		by = bytes.TrimPrefix(by, []byte(who))
	}
	return by, true
}

// actors are what somebody is called in front of his name who may change accounts.
var actors = [...]string{"user ", "User ", "admin ", "Admin ", "administrator ", "Administrator "}

// namesAlone reports whether a text begins with a word that nothing goes on from: "by alice", "by
// alice from 192.0.2.1", but not "by mail link".
func namesAlone(b []byte) bool {
	name, rest := nextField(b)
	next, _ := nextField(rest)
	switch string(next) {
	case "", "from", "at", "on", "via", "for", "because", "after":
		return true
	}
	return len(trimPunctuation(name)) < len(name) || !isLetter(next[0])
}

// isDoing reports whether a word is what somebody who may does to accounts and what they have.
func isDoing(word []byte) bool {
	switch string(word) {
	case "granted", "assigned", "gave", "revoked", "removed", "added", "created", "deleted", "reset", "changed", "updated":
		return true
	}
	return bans(word) || isSwitch(word)
}

// bans reports whether a word is of keeping somebody out, as programs do as well.
func bans(word []byte) bool {
	switch string(word) {
	case "blocked", "unblocked", "banned", "unbanned":
		return true
	}
	return false
}

// isSwitch reports whether a word is of an account that may be used no more, or again.
func isSwitch(word []byte) bool {
	switch string(word) {
	case "disabled", "enabled", "locked", "unlocked", "suspended", "activated", "deactivated", "reactivated":
		return true
	}
	return false
}

// opensClause reports whether a clause begins at a place, perhaps with what the one is who
// stands there: "admin root".
func (m *miner) opensClause(at int) bool {
	lead := m.b[:at]
	for _, who := range actors {
		if before, is := bytes.CutSuffix(lead, []byte(who)); is {
			return len(before) == 0 || before[len(before)-1] == ' '
		}
	}
	return len(lead) == 0 || bytes.HasSuffix(lead, []byte(": "))
}

// whomOf is whom a sentence names behind its verb: " user judy", " the account of judy",
// " role admin to judy".
func whomOf(b []byte) []byte {
	for _, s := range [...]string{" user", " User", " account of ", " account ", " to ", " from ", " of ", " for "} {
		name, ok := behind(b, s)
		if ok && s[len(s)-1] != ' ' {
			name, ok = withoutUser(b[len(b)-len(name)-len("user"):])
		}
		if !ok {
			continue
		}
		if quoted := firstQuoted(name); quoted != nil && !isStop(quoted) {
			return quoted
		}
	}
	return nil
}
