package redact

import "bytes"

// strung reports whether val is words strung together that stand for a password
// where a sentence tells one.
func (v *valuer) strung(val []byte) bool {
	return (v.row.kind == Password || v.row.kind == ClientSecret && v.tellsSecret()) && diceware(val, true)
}

// tellsSecret reports whether what stands before a secret's name says that its value
// follows: client secret x, enable secret x, username bob secret x.
func (v *valuer) tellsSecret() bool {
	before := lineBefore(v.sc.b, v.from, 60)
	switch {
	case hasFold(v.name, 0, "client"), hasFold(v.name, 0, "shared"), endsIn(before, "client ", "shared "):
		return true
	case v.row.name != "secret":
		return false
	}
	return endsIn(before, "with ", "enable ", "tunnel ") || bytes.Contains(before, []byte("user"))
}

// chosen reports whether b[from:to], the last word of a sentence that tells a
// password, is one though it is made of letters alone: no adjective, no
// participle, no noun of the trade.
func (v *valuer) chosen(from, to int) bool {
	val := bytes.TrimRight(v.sc.b[from:to], "!?")
	return v.row.kind == Password && madeUp(val) && (endsSentence(v.sc.b, to) || v.goesOn(from, to)) &&
		v.sc.eng.names.find(val) == nil && !v.askedFor(from) && !describes(val)
}

// madeUp reports whether val, letters alone, is a word of no kind that stands in the place
// of a password: a common word, an algorithm, a constant, a resource of Kubernetes.
func madeUp(val []byte) bool {
	switch {
	case len(val) < 6, len(val) > 64, !madeOf(val, clLower|clUpper, "-_"):
		return false
	case commonWord(val), roleOf(val) != noRole, algorithm(val):
		return false
	case allOf(val, clUpper, '_') && bytes.Count(val, []byte("_")) > 1: // DB_USER_PASS
		return false
	}
	return !resource(val) || diceware(val, true)
}

// endsSentence reports whether nothing but marks stands between i and the end of a line, a
// string, an element or a part of a sentence.
func endsSentence(b []byte, i int) bool {
	rest := bytes.TrimLeft(b[i:min(len(b), i+4)], ".!\"'`")
	return len(rest) == 0 || bytes.IndexByte([]byte("\n\\},<"), rest[0]) >= 0
}

// askedFor reports whether somebody is asked for the password, and what for stands at from:
// enter your password to continue. Where one is set, it is set to a value.
func (v *valuer) askedFor(from int) bool {
	b, link := v.sc.b, v.from+len(v.name)
	return hasPrefix(b, link, []byte(" to ")) && link+len(" to ") == from && !settles(lineBefore(b, v.from, 40))
}

// describes reports whether val ends like a word that says how something is.
func describes(val []byte) bool {
	for _, end := range adjectives {
		if hasFold(val, len(val)-len(end), end) {
			return true
		}
	}
	return false
}

// goesOn reports whether the sentence goes on behind a password that ends at to as
// it does behind one that somebody used: with password x from 10.0.0.1.
func (v *valuer) goesOn(from, to int) bool {
	b := v.sc.b
	if !v.cued() || byteAt(b, to) != ' ' || v.from+len(v.name)+1 != from {
		return false
	}
	next := b[to+1 : skip(b, to+1, clLower)]
	return roleOf(next) == behindValue || foldEqual(next, "three") || foldEqual(next, "again")
}

// cued reports whether the words before a password's name say that somebody used
// it, so that the word behind it is the password itself, unless it is a noun that
// says what of a password is meant: with password x, but with password hashing.
func (v *valuer) cued() bool {
	b := v.sc.b
	before := lineBefore(b, v.from, 80)
	if len(before) == 0 || before[len(before)-1] != ' ' {
		return false
	}
	before = before[:len(before)-1]
	if bytes.HasSuffix(before, []byte(" the")) {
		before = before[:len(before)-len(" the")]
	}
	verb := before[back(before, len(before), clLower, 8):]
	switch string(verb) {
	case "with", "using", "tried", "trying", "tries":
	case "wrong", "bad":
		if k := v.from + len(v.name) + 1; !hasPrefix(b, skip(b, min(len(b), k), clName), []byte(" for ")) { // wrong password x for bob
			return false
		}
	case "and": // user bob and password x
		before = bytes.TrimRight(before[:len(before)-len(verb)], " ")
		if email(before[bytes.LastIndexByte(before, ' ')+1:]) {
			break
		}
		name := before[:len(before)-len(before[back(before, len(before), clName, 64):])]
		if len(name) == len(before) || len(name) == 0 || name[len(name)-1] != ' ' || !userBefore(name, len(name)-1) {
			return false
		}
	default:
		return false
	}
	noun := b[skip(b, v.from+len(v.name), clSpace):]
	noun = noun[:skip(noun, 0, clLower)]
	return !aboutPassword[string(noun)]
}

// aboutPassword are nouns that follow "password" where it is no name of a value.
var aboutPassword = wordSet(`
		prompt prompts file files manager managers vault vaults store stores cache caches auth backup hint hints fields box
		dialog form forms page pages link links email emails mail reset resets history age quality generator generators
		spray attack attacks recovery helper agent module modules plugin plugins backend backends provider providers
		callback hook hooks script scripts command commands flag flags argument arguments param params parameter
		parameters variable variables env option options setting settings config method methods mode modes flow flows
		grant grants type types style count number list lists entry entries record records alone instead today now later soon
		fallback exception exceptions request requests response credential credentials logins signin challenge challenges
		screen logins attempts combination combinations pair pairs change changes lookup sync database token tokens key keys
		format formats size syntax pattern string characters encoding data object argument supplied
		property properties attribute line
		intact autofill reuse breach breaches dump dumps leak leaks guess cracker safe wallet keeper
		aging cipher ciphers salt salts username usernames information info data support access control`)

// adjectives are ends of words that say how something is, and such words.
var adjectives = [...]string{
	"ed", "ing", "ful", "less", "ble", "ive", "ent", "ant", "ous", "ly", "al", "ic", "ary", "ory", "cure", "olete", "plain", "text", "strong",
	"numeric", "lar", "stale", "legacy", "okay", "right", "public", "wrong", "ready", "known", "shown", "given", "written", "taken", "broken", "stolen",
	"hidden", "chosen", "longer", "shorter", "alice", "nobody", "everyone", "others", "below", "above", "users", "ster", "tor", "tion", "ment", "ness",
	"falsch", "laufen", "sperrt", "korrekt", "richtig", "incorrecta", "incorrecto", "caducada", "errata", "scaduta", "sbagliata", "onjuist", "geldig", "verlopen", "invalide",
	"manager", "server", "client", "system", "database", "service", "device",
}

// columnType reports whether val is the type of a column: char(60).
func columnType(val []byte) bool {
	k := bytes.IndexByte(val, '(')
	if k < 3 || !digit(byteAt(val, k+1)) {
		return false
	}
	return hasSuffix(val, k, "char") || hasSuffix(val, k, "binary") || hasFold(val, 0, "number") || hasFold(val, 0, "text")
}

// settles reports whether v says that somebody chooses a password: set password.
func settles(v []byte) bool {
	for _, verb := range []string{"set ", "setting ", "change ", "changing ", "changed ", "reset ", "resetting ", "update ", "updating ", "updated "} {
		if containsFold(v, verb) {
			return true
		}
	}
	return false
}

// stands reports whether a bare word in prose can be the value, rather than the
// next word of the sentence.
func (v *valuer) stands(val []byte) bool {
	val = beforeControl(val)
	switch {
	case isDate(val), accessor(val), version(val), v.numberedName(val): // token expired 2026-11-10T12:00:00Z
		return false
	case v.row.kind == Password && len(val) >= 4 && allOf(val, clDigit, 0) && v.oneTimeName(): // one-time password 123456
		return true
	case v.row.kind == APIKey && serialGroups(val):
		return true
	}
	return v.ofKind(val) && !v.assigns(val)
}

// numberedName reports whether val is the name of a credential, of several words, and which
// one or which version of it: secret db_password_v5.
func (v *valuer) numberedName(val []byte) bool {
	of := bytes.TrimRight(val, "0123456789")
	if len(of) == len(val) || len(val)-len(of) > 3 {
		return false
	}
	of = bytes.TrimRight(bytes.TrimSuffix(of, []byte("v")), "_-")
	return len(of) > 0 && len(of) < len(val)-1 && bytes.IndexByte([]byte("_-"), val[len(of)]) >= 0 && bytes.IndexAny(of, "_-") > 0 && v.isPlaceName(of)
}

// ofKind reports whether val looks like a secret of the name's kind.
func (v *valuer) ofKind(val []byte) bool {
	switch v.row.kind {
	case Password:
		return v.standsForPassword(val) && !algorithm(val) && !email(val)
	case ClientSecret:
		return len(val) >= 6 && v.standsForPassword(val) && !algorithm(val) && !email(val) && !resource(val)
	case PIN:
		return (looksCode(val) || v.typedIn(val)) && (v.row.how != oneTimeCode || isCode(val))
	}
	return v.standsForToken(val)
}

// standsForPassword reports whether val is what people choose for a password, or random
// characters for one. A secret is random without a mixture of signs, too.
func (v *valuer) standsForPassword(val []byte) bool {
	switch {
	case columnType(val): // password varchar(60)
		return false
	case looksPassword(val):
		return true
	case v.row.name == "seed" && len(val) >= 16 && allOf(val, clUpper|clDigit, 0): // of one-time passwords
		return true
	}
	return (v.row.kind == ClientSecret || mixed(val)) && looksRandom(val, 16)
}

// standsForToken reports whether val can be a token. Names of things are long, too.
func (v *valuer) standsForToken(val []byte) bool {
	switch {
	case v.row.kind == Ticket && len(val) < 24 && allOf(val, clHex, 0): // ticket 3b4450072511e621
		return false
	case inSource(val): // assertion list.cpp:159
		return false
	case !v.looksToken(val):
		return false
	case has(val)&clDigit == 0 && len(val) < 28 && !jumble(val):
		return false
	case v.row.name == "session" && (isUUID(val) || terminal(val)):
		return false
	}
	return v.row.kind != Opaque || !resource(val) // token api-token-x7f2k
}

// terminal reports whether val is a session of screen: 21258.pts-0.web01.
func terminal(val []byte) bool {
	pid := skip(val, 0, clDigit)
	return pid > 0 && byteAt(val, pid) == '.' && hasAny(val[pid+1:], "pts-", "tty")
}

// assigns reports whether val is name=value of another name, rather than a value with an
// equals sign in it.
func (v *valuer) assigns(val []byte) bool {
	eq := bytes.IndexByte(val, '=')
	if eq <= 0 || len(bytes.TrimRight(val[eq:], "=")) == 0 { // base64's padding
		return false
	}
	name := val[:eq]
	return dotted(name) || !looksRandom(name, 8) && !mingled(name) || v.sc.eng.names.find(name) != nil
}
