package redact

import "bytes"

// A clause is what stands behind a name without quotes: words parted by single
// spaces, up to a word that begins the next field or goes on about the value.
type clause struct {
	end   int  // where the last word ends that may belong to a value
	words int  // how many words stand before that end
	firm  bool // nothing follows that could belong to it: a quote, a comma, the end
	says  bool // it is a message about the field: "must be at least 8"
}

const maxWords = 26 // of a phrase; a mnemonic has 24

// clauseAt reads the clause at i.
func clauseAt(b []byte, i int) (c clause) {
	c.end = i
	for c.words < maxWords {
		to := clauseWordEnd(b, i)
		if to == i || byteAt(b, to) == '=' || byteAt(b, to) == ':' && c.words > 0 { // the next name
			break
		}
		if !phraseEnds(b, to) {
			return c
		}
		switch role := roleOf(b[i:to]); {
		case role == inMessage:
			c.says = true
			return c
		case role == behindValue && c.words > 0:
			return c
		}
		c.end = to
		c.words++
		if byteAt(b, to) != ' ' {
			c.firm, c.says = true, objects(b, to)
			return c
		}
		i = to + 1
	}
	c.firm = i < len(b) && !isAlnum(b[i])
	return c
}

// clauseWordEnd is where the word at i ends, with hyphens and apostrophes in it: don't.
func clauseWordEnd(b []byte, i int) int {
	to := i
	for to < len(b) && (isAlnum(b[to]) || to > i && (b[to] == '-' || b[to] == '_' || b[to] == '\'' && isLetter(byteAt(b, to+1)))) {
		to++
	}
	return to
}

// objects reports whether a comma at i is followed by a word of a message: "…, but
// configuring anyway".
func objects(b []byte, i int) bool {
	if !hasPrefix(b, i, []byte(", ")) {
		return false
	}
	end := skip(b, i+2, clLower)
	return byteAt(b, end) == ' ' && roleOf(b[i+2:end]) == inMessage
}

// phraseEnds reports whether a word of a phrase may end at i.
func phraseEnds(b []byte, i int) bool {
	switch byteAt(b, i) {
	case ' ', ',', ';', '"', '\'', '`', '\n', '\r', '\t', '}', ']', ')', '|', '<', '&', '\\', 0:
		return true
	case '.', '!', '?':
		return endsHere(b, i+1)
	}
	return false
}

// phrase is where the words of the password that begins at i end, 0 if these are
// not several words.
func (v *valuer) phrase(i int) int {
	b := v.sc.b
	if v.row.kind != Password || v.row.how != anyValue && v.row.how != phrase || v.query || foldEqual(v.name, "pass") && byteAt(b, v.from-1) != '[' && !isQuote(byteAt(b, i-1)) { // [pass] => x y [ip] => …, of PHP; user bob pass "x y z"
		return 0
	}
	switch c := clauseAt(b, i); {
	case opensVerdict(b[i:]), c.says, c.words < 2, !letters(b[i:c.end]):
		return 0
	case c.words == 2 && (!c.firm || byteAt(b, c.end) == '.'):
		return 0
	case c.words < 6 && v.d == colon && v.troubled():
		return 0
	default:
		return c.end
	}
}

// opensVerdict reports whether v begins with a word that says what became of a password,
// or how it is hashed: "password: saved to the keyring", "password: bcrypt cost 12".
func opensVerdict(v []byte) bool {
	first := v[:skip(v, 0, clLower|clDigit)]
	return byteAt(v, len(first)) == ' ' && (fates[string(first)] || len(first) > 0 && algorithm(first)) || validators[string(v[:skip(v, 0, clLower|clUpper)])]
}

// fates are what becomes of a password, and what is wrong with one. None is a word that
// people choose as a password, as strong and random are.
var fates = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		attempt tentativa tentative intento aged applied assigned attached audited bypassed cached cancelled captured checked cleared compromised configured copied corrupt decoded decrypted
		deprecated derived detected discarded dropped duplicate edited encoded enforced entered escrowed exceeded existing expiring exported
		exposed extracted fetched filled flagged forced found hardcoded identical ignored imported inactive inadequate incomplete injected
		insecure insufficient invalidated leaked loaded logged lost malformed matched matching migrated mismatched modified mounted negotiated
		notified obsolete obtained offered omitted outdated overdue overridden parsed persisted prompted propagated provisioned pwned queued
		received recovered refreshed refused rehashed reissued reloaded removed renamed renewed replaced replicated requested resent resolved
		restored retained retried retrieved returned reused reverted saved scheduled sent served shown skipped sourced stale stored stripped
		submitted successful supplied suppressed suspended synchronised synchronized tampered tested transferred trimmed truncated typed
		unencrypted unlocked unmatched unreadable unsupported upgraded uploaded used validated violated withheld wiped zeroed`)) {
		m[string(w)] = true
	}
	return m
}()

// diceware reports whether v is words as people string them together for a
// passphrase, parted by hyphens: correct-horse-battery-staple, four of them, or
// three if there is a number behind them or certain says that a value stands
// here. No word is one that says something of a password.
func diceware(v []byte, certain bool) bool {
	words, tail := 0, false
	for len(v) > 0 {
		word, rest, more := bytes.Cut(v, []byte("-"))
		switch {
		case allOf(word, clDigit, 0) && !more && words > 1 && len(word) <= 4:
			tail = true
		case !diceWord(word):
			return false
		default:
			words++
		}
		if v = rest; more && len(v) == 0 {
			return false
		}
	}
	return words >= 4 || words == 3 && (tail || certain)
}

// diceWord reports whether v is a word that people string together with others for a
// passphrase, rather than one that says something of a password.
func diceWord(v []byte) bool {
	return len(v) >= 3 && len(v) <= 10 && allOf(v, clLower, 0) &&
		roleOf(v) == noRole && !commonWord(v) && !aboutPassword[string(v)] && !aboutTrade(v)
}

// twoDice reports whether v is two such words, in the quotes that a sentence has around a
// passphrase: psk "quiet horse".
func twoDice(v []byte) bool {
	first, second, more := bytes.Cut(v, []byte(" "))
	return more && diceWord(first) && diceWord(second) && !describes(first) && !describes(second)
}

// passwordLike reports whether v is a password by its characters, or words strung together
// for one.
func passwordLike(v []byte) bool { return looksPassword(v) || diceware(v, true) }

// aboutTrade reports whether a word belongs to names of things that have to do
// with passwords rather than to a passphrase.
func aboutTrade(word []byte) bool {
	switch string(word) {
	case "password", "passwords", "token", "tokens", "secret", "secrets", "single", "sign", "factor", "role", "based", "prod", "dev", "stage",
		"staging", "service", "admin", "api", "app", "web", "job", "jobs", "controller", "operator", "proxy", "credential", "credentials", "force", "brute",
		"flow", "handler", "guard", "worker", "bucket", "cluster", "server", "client", "system", "device", "manager", "test", "tests", "spec", "portal",
		"guide", "protect", "protection", "free", "level", "time", "date", "mode", "rest", "http", "https", "html", "json", "xml", "text", "file", "name",
		"end", "self", "user", "users", "ldap", "ssh", "ssl", "tls", "sql", "mysql", "postgres", "redis", "mongo", "kafka", "auth", "oauth", "login", "email",
		"mail", "queue", "default", "custom", "internal", "external", "public", "private", "local", "remote", "backup", "main", "master", "primary",
		"config", "settings", "secure", "security", "access", "group", "team", "account", "frontend", "backend", "database", "cache", "node", "pod",
		"container", "docker", "kube", "helm", "vault", "cert", "key", "keys", "store", "session", "hash", "bcrypt":
		return true
	}
	return false
}

// troubled reports whether the words before a password's name say that something
// could not be done to one, so that the reason stands behind it: "could not encrypt
// password: out of memory".
func (v *valuer) troubled() bool {
	before := lineBefore(v.sc.b, v.from, 48)
	for _, w := range []string{"could not ", "cannot ", "unable to ", "failed to ", "rror "} {
		if k := bytes.LastIndex(before, []byte(w)); k >= 0 {
			what := before[k:]
			return !bytes.Contains(what, []byte("with ")) && !bytes.Contains(what, []byte("using ")) && bytes.IndexByte(what, '=') < 0 && bytes.IndexByte(what, '"') < 0
		}
	}
	return false
}

// letters reports whether v begins with a word of letters, or holds at least four
// words.
func letters(v []byte) bool {
	first, _, _ := bytes.Cut(v, []byte(" "))
	return allOf(first, clLower|clUpper, '-') || bytes.Count(v, []byte(" ")) >= 3
}

// told reports whether the words of a sentence are a password: "is" and at least three of
// them, of which the first is no preposition, without participles, also before them.
func told(link, val []byte) bool {
	switch {
	case bytes.Count(val, []byte(" ")) < 2:
		return false
	case roleOf(val[:bytes.IndexByte(val, ' ')]) == behindValue: // mismatch for tenant acme-7
		return false
	case foldEqual(link, "to "), endsIn(link, "supplied to ", "provided to ", "used to "): // was used to log in
		return false
	case endsIn(bytes.TrimRight(link, " "), "ed", "set"): // was changed on 2 Jan 2026
		return false
	}
	return !endsIn(val, "ed", "ing") && !bytes.Contains(val, []byte("ed ")) && !bytes.Contains(val, []byte("ing "))
}

// mnemonicEnd is where the words of a mnemonic at i end, 0 if they are a message.
func mnemonicEnd(b []byte, i int) int {
	to := wordsEnd(b, i)
	if bytes.Count(b[i:to], []byte(" ")) < 8 && clauseAt(b, i).says {
		return i
	}
	return to
}

// wordsEnd is where a run of small words parted by single spaces ends.
func wordsEnd(b []byte, i int) int {
	for {
		n := skip(b, i, clLower)
		if n == i || n+1 >= len(b) || b[n] != ' ' || class[b[n+1]]&clLower == 0 {
			return max(n, i)
		}
		if next := skip(b, n+1, clLower); byteAt(b, next) == '=' || byteAt(b, next) == ':' {
			return n
		}
		i = n + 1
	}
}

// A role is what a word says of the words before it.
type role uint8

const (
	noRole      role = iota
	inMessage        // it belongs to a sentence about the field
	behindValue      // it may follow a value
)

func roleOf(word []byte) role { return inAnyCase(roles, word) }

var roles = func() map[string]role {
	m := map[string]role{}
	for _, w := range bytes.Fields([]byte(`
		is was are were be been being must should shall can cannot can't could would will may might has have had does do did
		don't doesn't isn't wasn't not no never none the a an this that these those its it your you we they our their his her
		any each every another other same new old current previous last next first least most more less than too very only
		also still yet already again there here which who what how why
		required requires require needs need needed want wants expected missing empty blank invalid incorrect wrong bad weak short
		match matches matched mismatch length minimum maximum characters character chars digit digits letter symbol symbols
		contain contains containing include includes between policy rule rules complexity strength field value input
		hash hashed encrypted plaintext alter change changes changed changing reset resets update updated updating set sets
		expire expires expired expiry expiration rotate rotated enter entered typed provide provided please try retry
		retries tries attempts attempted fails fail failure error errors denied refused verified verify verification
		validation validate validated valid authentication authenticate authenticated authorization logon
		unchanged locked blocked disabled enabled check checks checking checked found unable access permission connection
		about safe stored managed case sensitive shared using being probably mistyped rotated requested imported synchronized
		closed lost timeout timed unknown undefined null true false nil optional supported unsupported allowed forbidden
		protected hidden masked redacted generated issued sent cached
		if when because since while until before after then but or nor`)) {
		m[string(w)] = inMessage
	}
	for _, w := range saidAbroad {
		m[w] = inMessage
	}
	for _, w := range bytes.Fields([]byte(`
		for from to by on at in with of and via as user username login logged ip host port attempt failed accepted ok
		rejected success succeeded uid src account server database session using into against password passwd passphrase`)) {
		m[string(w)] = behindValue
	}
	return m
}()
