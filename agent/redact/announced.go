package redact

import "bytes"

// passIs reports whether "is x" stands at p, behind a pass, with a password that
// looks like one.
func (v *valuer) passIs(p int) bool {
	b := v.sc.b
	for _, link := range []string{"is ", "was ", "to "} {
		if hasFold(b, p, link) && p+len(link) < len(b) && (link != "to " || settles(lineBefore(b, v.from, 16))) {
			from := p + len(link)
			if c := b[from]; isQuote(c) && from+1 < len(b) {
				from++
			}
			val := b[from:v.bareEnd(from, 0)]
			return len(val) >= 6 && looksPassword(val) && (has(val)&clDigit != 0 || signs(val)) && !algorithm(val) || diceware(val, true)
		}
	}
	return false
}

// behindID is where the value of "started: id=x" begins, p if no id is named there.
func behindID(b []byte, p int) int {
	for _, label := range []string{"id=", "id: ", "id "} {
		if hasFold(b, p, label) && p+len(label) < len(b) {
			return p + len(label)
		}
	}
	return p
}

// behindWords is where a value may begin behind words at p: "for bob is", "was".
func (v *valuer) behindWords(p int) int {
	b := v.sc.b
	if hasFold(b, p, "for ") || hasFold(b, p, "of ") {
		return behindWhom(b, p)
	}
	if k := p + len("auf "); hasFold(b, p, "auf ") && k < len(b) && bytes.Contains(lineBehind(b, k, 80), []byte("ndert")) { // Passwort auf x geändert
		return k
	}
	for _, w := range []string{"de ", "für ", "von ", "van ", "voor ", "per ", "pour ", "för ", "para ", "di ", "do ", "da ", "del ", "du "} {
		if hasFold(b, p, w) {
			if k := behindWhom(b, p); k < len(b) && chosenWord(b[k:v.bareEnd(k, 0)]) { // else a word that is not known here
				return k
			}
			return len(b)
		}
	}
	if from := p + len("from "); hasFold(b, p, "from ") && from < len(b) && (isQuote(b[from]) || bytes.Contains(lineBehind(b, from, 64), []byte(" to "))) {
		return from
	}
	if hasFold(b, p, "- ") {
		return skip(b, p+len("- "), clSpace)
	}
	return v.toldOf(p)
}

// toldOf is where the value is told by the words at p, also behind whose it is; p if it is
// not.
func (v *valuer) toldOf(p int) int {
	b := v.sc.b
	k := v.told(p)
	switch {
	case k == p:
	case v.row.isBackup() && endsIn(b[p:k], " to "): // backup codes issued to bob: x, y
		return behindWhom(b, k)
	case v.row.kind != Password && (hasFold(b, k, "for ") || hasFold(b, k, "of ")): // token mismatch for bob: got x
		if whose := behindWhom(b, k); whose < len(b) {
			return v.told(whose)
		}
	}
	return k
}

// oneTimeName reports whether the words before a password say that it is used
// once, so that it may be a number.
func (v *valuer) oneTimeName() bool {
	before := lineBefore(v.sc.b, v.from, 12)
	return containsFold(v.name, "time") || containsFold(before, "time ") || containsFold(before, "temporary ")
}

// announced is where the value of "the following password to proceed: x" or of
// "password is generated for bob: x" begins, 0 if nothing announces one.
func (v *valuer) announced(p int) int {
	b := v.sc.b
	rest := lineBehind(b, p, 80)
	k := bytes.Index(rest, []byte(": "))
	if k <= 0 || v.row.kind != Password || bytes.IndexByte(rest[:k], '=') >= 0 || bytes.IndexByte(rest[:k], '"') >= 0 || labelsAnother(rest[:k]) {
		return 0
	}
	before := lineBefore(b, v.from, 12)
	if !bytes.Contains(rest[:k], []byte("generated")) && !bytes.Contains(rest[:k], []byte("created")) && !hasFold(rest, 0, "attempt") &&
		!containsFold(before, "following ") && !containsFold(before, "temporary ") && !containsFold(before, "initial ") {
		return 0
	}
	if k = skip(b, p+k+1, clSpace); k == len(b) {
		return 0
	}
	return k
}

// madeFor reports whether b[p:k] says for whom a password was generated: "is
// generated for bob: ", but not "generated for user: ".
func (v *valuer) madeFor(p, k int) bool {
	said := bytes.TrimRight(v.sc.b[p:k], ": ")
	i := bytes.Index(said, []byte("generated for "))
	return i >= 0 && !userBefore(said, len(said)) && len(said) > i+len("generated for ")
}

// sentCode is where the code begins in "sent to +15551234567: 482913", 0 if none
// does: behind the words at p, at the end of the text.
func (v *valuer) sentCode(p int) int {
	b := v.sc.b
	k := bytes.Index(lineBehind(b, p, 80), []byte(": "))
	if k <= 0 || !hasFold(b, p, "sent ") && !hasFold(b, p, "entered ") && !hasFold(b, p, "for ") && !hasFold(b, p, "to ") || bytes.IndexByte(b[p:p+k], '=') >= 0 {
		return 0
	}
	k += p + len(": ")
	if k == len(b) {
		return 0
	}
	if val := b[k:v.bareEnd(k, 0)]; len(val) < 4 || len(val) > 8 || !number(val) {
		return 0
	}
	return k
}

// behindWhom is where a value begins behind "for user 'bob' is", len(b) if no
// value is announced.
func behindWhom(b []byte, p int) int {
	rest := saidBehind(b, p)
	if k := bytes.Index(rest, []byte(" from ")); k >= 0 {
		if bytes.Contains(rest[k:], []byte(" to ")) && (mentions(rest[:k], "chang", "reset", "rotat", "updat") || mentions(lineBefore(b, p, 40), "changing ", "resetting ", "rotating ", "updating ")) {
			return p + k + len(" from ") // changed from x to y
		}
		return len(b)
	}
	if k := behindIs(rest); k > 0 {
		return skip(b, p+k, clSpace)
	}
	if n := len(rest); n > 0 && rest[n-1] == ':' && byteAt(b, p+n) == '\n' && p+n+1 < len(b) { // recovery codes for bob: on the lines below
		return p + n + 1
	}
	return behindSetting(b, p, rest)
}

// saidBehind is what goes on to be said at p: to the end of the line, or of the text in quotes.
func saidBehind(b []byte, p int) []byte {
	rest := lineBehind(b, p, 120)
	rest = rest[:stringEnd(rest, 0, len(rest))]
	if k := bytes.Index(rest, []byte(`', '`)); k >= 0 { // a string of Python ends
		rest = rest[:k]
	}
	if k := bytes.Index(rest, []byte(`\n`)); k > 0 && !isUpper(rest[k-1]) { // a line's end, but not that of ACME\nick
		rest = rest[:k]
	}
	return rest
}

// linksTo are what parts whose a value is from the value.
var linksTo = [...]string{" is now ", " is now: ", " is ", " is: ", " = ", ": ", " -> ", " set to ", " changed to ", " reset to ", " was: ", " was ", " è ", " é ", " es ", " est ", " ist ", " lautet ", " alterada para ", " cambiada a ", " geändert auf ", " geändert in ", " modificata in ", " gewijzigd in "}

// behindIs is where v goes on behind the first of linksTo that it has, 0 if it has none.
func behindIs(v []byte) int {
	for _, link := range linksTo {
		k := bytes.Index(v, []byte(link))
		for link == ": " && k > 0 && (isWhose(v[:k]) || labelsAnother(v[:k])) { // Invalid password for user: bob
			from := k + len(link)
			if k = bytes.Index(v[from:], []byte(link)); k >= 0 {
				k += from
			}
		}
		if k > 0 {
			return k + len(link)
		}
	}
	return 0
}

// behindSetting is where the value begins that rest, which stands at p, is said to set
// somebody's password to, len(b) if there is none.
func behindSetting(b []byte, p int, rest []byte) int {
	if !settles(lineBefore(b, p, 40)) {
		return len(b)
	}
	if k := bytes.Index(rest, []byte("='")); k > 0 { // SET PASSWORD FOR bob='x'
		return p + k + 1
	}
	if user := skip(b, min(len(b), p+len("for ")), clName); byteAt(b, user) == ':' && looksPassword(b[user+1:wordEnd(b, user+1)]) { // setting password for bob:x
		return user + 1
	}
	if k := bytes.Index(rest, []byte(" to ")); k > 0 {
		return p + k + len(" to ")
	}
	return len(b)
}

// isWhose reports whether v says that a user's name follows: "for user", but not "for the
// elastic user".
func isWhose(v []byte) bool {
	v, isFor := bytes.CutPrefix(v, []byte("for "))
	return isFor && (userBefore(v, len(v)) || foldEqual(v, "account")) && bytes.IndexByte(v, ' ') < 0
}

// labelsAnother reports whether v ends in the name of a field that a new part of the sentence
// begins with, or in who did it: for bob was reset. Source IP: x, changed by: u1000.
func labelsAnother(v []byte) bool {
	k := bytes.LastIndexByte(v, ' ')
	label := v[k+1:]
	if k < 1 {
		return false
	}
	if inAnyCase(doers, label) {
		return true
	}
	if from := bytes.LastIndexByte(v[:k], ' '); from > 0 && allOf(v[from+1:k], clLower|clUpper, 0) && !foldEqual(v[from+1:k], "new") { // Source IP
		k = from
	}
	return bytes.IndexByte([]byte(".,;)|"), v[k-1]) >= 0 && (inAnyCase(logKeys, label) || inAnyCase(asideKeys, label) != noAside || inAnyCase(partLabels, label))
}

// doers are words behind which stands who has done something, in some languages.
var doers = wordSet(`by par por durch door av af przez пользователем uživatelem`)

// partLabels are what is told of an account in a part of a sentence, beside what asideKeys
// and logKeys know.
var partLabels = wordSet(`
		actor operator admin administrator workstation computer terminal machine initiator performer requester requestor target ticket site branch office
		department desk helpdesk agent session logon address controller`)
