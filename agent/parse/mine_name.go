package parse

import (
	"bytes"
	"unicode/utf8"
)

// user offers a name that was found in prose as the user's, if it can be one, and reports
// whether it can. A word that prose is made of is none, unless it is quoted: then it may be
// any.
func (p *Parser) user(name []byte, rank uint8, quoted bool) bool {
	if string(name) == "<anonymous>" {
		return false
	}
	name = bytes.Trim(name, " <>{}")
	name = withoutTenant(name)
	if len(name) == 0 || len(name) > 128 || name[0] == '/' || name[0] == ':' || absent(name) || !quoted && isNoName(name) {
		return false
	}
	if isUUID(name) {
		p.offer(UserID, name, rank, nil)
		return true
	}
	p.offer(UserName, name, rank, nil)
	return true
}

// isNoName reports whether a word of prose is something else than a name: a word that prose is
// made of, a time, alternatives, a class, a file, or what went wrong, invalid_grant.
func isNoName(word []byte) bool {
	return isStop(word) || isDigit(word[0]) && bytes.IndexByte(word, ':') > 0 || isAlternative(word) || isClass(word) || isFile(word) ||
		wholly(word)&failing != 0 && !endsInUser(word)
}

// endsInUser reports whether the last word of a name is "user", as of one that somebody made
// up: BadUser, wrong_user. What went wrong begins with it: user_not_found.
func endsInUser(name []byte) bool {
	n := len(name) - len("user")
	return n > 0 && bytes.EqualFold(name[n:], []byte("user"))
}

// isUUID reports whether a name is what programs number their users by.
func isUUID(name []byte) bool {
	if len(name) != 36 {
		return false
	}
	for i, c := range name {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if hexDigit(c) >= 16 {
			return false
		}
	}
	return true
}

// withoutTenant is a name without the number of its tenant, as WSO2 writes both: bob[-1234].
func withoutTenant(name []byte) []byte {
	if i := bytes.Index(name, []byte("[-")); i > 0 && name[len(name)-1] == ']' {
		return bytes.TrimRight(name[:i], " ")
	}
	return name
}

// isAlternative reports whether a token is two words of prose with a slash between them: "user
// name/password".
func isAlternative(name []byte) bool {
	first, second, ok := bytes.Cut(name, slash)
	return ok && isStop(first) && isStop(second)
}

// isFile reports whether a token is the name of a file: backup.tar.
func isFile(name []byte) bool {
	switch dot := bytes.LastIndexByte(name, '.'); string(name[dot+1:]) {
	case "tar", "gz", "zip", "json", "yaml", "yml", "xml", "html", "log", "txt", "csv", "pdf", "png", "jpg", "conf", "sql", "php", "js", "py", "exe", "dll":
		return dot > 0
	}
	return false
}

// isClass reports whether a token is the full name of a class:
// javax.security.auth.login.LoginException.
func isClass(name []byte) bool {
	last := bytes.LastIndexByte(name, '.')
	return last > 0 && last+1 < len(name) && isUpper(name[last+1]) && (bytes.Count(name, dot) > 2 || bytes.HasSuffix(name, []byte("Exception")) || bytes.HasSuffix(name, []byte("Error"))) && bytes.IndexByte(name, '@') < 0
}

// isNameWord reports whether a word can be a user's name by the signs in it, where nothing
// but its place says that it is one.
func isNameWord(word []byte) bool {
	if len(word) == 0 || len(word) > maxNameWord {
		return false
	}
	for i, c := range word {
		if !isWord(c) && c < utf8.RuneSelf && c != '@' && (i == 0 || c != '.' && c != '-' && c != '+' && c != '$') {
			return false
		}
	}
	return !isDigit(word[0]) || isMixedName(word)
}

const maxNameWord = 64 // bytes

// isHost reports whether a name is a host's, which a certificate or a request is for.
func isHost(name []byte) bool { return bytes.IndexByte(name, '@') < 0 && isPlace(name) }

// isGerund reports whether a word is what something is for: "used for connecting".
func isGerund(word []byte) bool {
	return len(word) > 6 && bytes.HasSuffix(word, []byte("ing")) && !isUpper(word[0])
}

// leadsToName reports whether "for" or "by" leads to a user's name, rather than to what else
// a sentence is for. It does if an address follows, or if the sentence is about a user and
// what follows the name ends it: "login failed for alice", but not "waiting for connections".
func (p *Parser) leadsToName(m *miner) bool {
	said := p.words.all
	if said&sConfig != 0 || m.opened == 0 && !p.followed(m) {
		return false
	}
	if m.comesFrom(noHint) || string(m.prev) == "by" && said&sRole != 0 && p.has(TargetName) { // "role ops assigned to bob by alice"
		return true
	}
	return m.aboutWho && (!m.behindNoun() || said&about != 0 && said&(failing|sSuccess|sWeakSuccess|sDone) != 0) && said&^(sToken|sMany|sThing|sNot|sIn|sOut) != 0
}

// behindNoun reports whether the word before leads to a thing as often as to a name: "login
// alice", but "login pool".
func (m *miner) behindNoun() bool {
	switch string(m.prev) {
	case "login", "Login", "identity", "Identity", "member", "Member", "name", "Name":
		return true
	}
	return false
}

// comesFrom reports whether an address follows soon, in brackets or behind "from". Then even a
// word of prose is a name: "for info from 192.0.2.1". h is what the word itself announces: if
// it announces something, the address may be about that, and must come at once.
func (m *miner) comesFrom(h hint) bool { return m.comesFromAt(m.i, h) }

// comesFromAt is comesFrom for the text that begins at a place.
func (m *miner) comesFromAt(at int, h hint) bool {
	rest := bytes.TrimLeft(m.b[at:], " ")
	if len(rest) == 0 {
		return false
	}
	from := rest[0] == '(' || rest[0] == '[' || rest[0] == '-'
	if h != noHint {
		if isPeersPair(rest) {
			return true
		}
		word, after := nextField(rest)
		if string(word) == "from" || string(word) == "at" {
			rest = after
		} else if !from {
			return false
		}
		return beginsPeer(rest)
	}
	for range 5 {
		var word []byte
		word, rest = nextField(rest)
		if len(word) == 0 {
			return false
		}
		if from = from || string(word) == "from" || string(word) == "at"; from && isPeer(word) || isPeersPair(word) {
			return true
		}
	}
	return false
}

// endsAt reports whether a clause ends behind the word just read, or the brackets around it.
func (m *miner) endsAt() bool {
	if m.i == len(m.b) || m.opened != 0 {
		return true
	}
	switch m.b[m.i-1] {
	case '.', ',', ':', '!':
		return true
	}
	switch m.b[m.i] {
	case '.', ',', ':', '!', ')', ']', ';':
		return true
	}
	return false
}

// followed reports whether what comes behind a word shows that the word is complete as a name:
// in "for alice from", "for alice (…)" and "by alice failed" it is, in "for alice springs" not.
func (p *Parser) followed(m *miner) bool {
	rest := bytes.TrimLeft(m.b[m.i:], " ")
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case '(', '[', ',', ';', ')', '.', ':', '-', '!', '@':
		return true
	case '"', '\'', '`': // "for domains 'a.example'": the name is what is quoted, if anything
		return m.i < len(m.b) && m.b[m.i] != ' '
	}
	next, _ := nextField(rest)
	switch string(next) {
	case "from", "on", "at", "via", "by", "to", "with", "using", "because", "in", "within", "after", "for", "lacks", "is", "are", "has", "was", "were", "did", "does", "could", "cannot", "ip", "IP", "user":
		return true
	}
	if eq := bytes.IndexByte(next, '='); eq > 0 && nameLen(next[:eq]) == eq { // a pair
		return true
	}
	switch hintOf(trimPunctuation(next)) {
	case hintAddr, hintFrom, hintPort:
		return true
	}
	if next = trimPunctuation(next); len(next) > 0 && foldedSense(next)&(failing|sSuccess|sWeakSuccess|sOpen|sClose|sLock|sDelete|sCreate|sChange|sRevoke|sRefresh|sIssue) != 0 { // "login by alice failed"
		return true
	}
	return m.b[m.i-1] == ':' || m.b[m.i-1] == '.'
}
