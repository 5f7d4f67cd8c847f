package parse

import "bytes"

// A reading gathers the senses of words in order: "logged in" is one thing,
// "not found" another.
type reading struct {
	all   sense
	last  sense
	first sense // the first word that decides an outcome
	thing sense // of words that only name a thing: "login page"
}

// add takes in a word of any case.
func (r *reading) add(word []byte) {
	var buf [20]byte
	if len(word) > len(buf) {
		r.last = 0
		return
	}
	if r.last == 0 && !mayMatter(word) {
		return // a word like any other, and nothing before it waits for one
	}
	for i, c := range word {
		if c >= 'A' && c <= 'Z' || c >= 0x80 && i > 0 && word[i-1] == latin {
			c |= 0x20
		}
		buf[i] = c
	}
	r.take(senseOf(buf[:len(word)]), buf[:len(word)])
}

func (r *reading) take(s sense, lower []byte) {
	if r.last&(sFail|sTask) != 0 && lower != nil {
		switch {
		case r.last&sTask != 0: // "failed to …"
			r.tried(s, lower)
		case string(lower) == "to":
			r.last |= sTask
			return
		case s == 0 && bytes.HasSuffix(lower, []byte("ing")): // "error getting"
			r.tried(s, lower)
		}
	}
	switch {
	case r.last&sAuth != 0 && (string(lower) == "header" || string(lower) == "headers"): // "Missing Authorization header"
		s = sToken
	case r.last&sAPI != 0 && (string(lower) == "key" || string(lower) == "keys"): // "Invalid API key"
		s = sToken
		r.all &^= sAccess | sAsk | sAPI
	case r.last == sNone && s&failing != 0: // "0 failed"
		s &^= failing
	case r.last&sNot != 0 && s&(sSuccess|sWeakSuccess) != 0: // "not allowed"
		s = s&^(sSuccess|sWeakSuccess) | sDeny
	case r.last&sNot != 0 && (string(lower) == "found" || string(lower) == "exist" || string(lower) == "recognized" || string(lower) == "find" || string(lower) == "retrieve"): // "not found", "could not find"
		s |= sUnknown
	case r.last&sFail != 0 && string(lower) == "exist": // "doesn't exist"
		s |= sUnknown
	case r.last&sNot != 0 && (s&(sToken|sCredential|sAuth|sPassword) != 0 || string(lower) == "such" || string(lower) == "provided"): // "no token", "token not provided"
		s |= sMissing
	case r.last&sNot != 0 && (string(lower) == "match" || string(lower) == "matching" || string(lower) == "met" || string(lower) == "supported" || string(lower) == "correct"):
		s |= sFail
	case r.last&sNot != 0 && s&(sFail|sInvalid|sExpired) != 0: // "no error"
		s &^= sFail | sInvalid | sExpired
	case r.last&sNot != 0 && s == 0 && isAuxiliary(lower): // "could not be", "has not yet been"
		return
	case r.last&sNot != 0 && (s&sLogin != 0 || string(lower) == "able" || string(lower) == "possible"): // "not able to log in"
		s |= sFail
	case r.last&sNot != 0 && r.last&sSign != 0 && s&(sIn|sOut) != 0: // "not logged in"
		s = sLogin | sFail
	case s&sClose != 0 && r.all&(sLogin|sAuth|sMFA) != 0 && (string(lower) == "timed" || string(lower) == "timeout"):
		s = sFail
	case r.last&sConnection != 0 && string(lower) == "refused": // the network's word, not a guard's
		s = 0
	case r.last&sPassword != 0 && string(lower) == "set": // "password set"
		s |= sChange
	case r.last&sUser != 0 && string(lower) == "agent": // a browser
		r.all &^= sUser
	case r.last&sElse != 0: // "unexpected token", "replica identity"
		s &^= about
	case r.last&sAuth != 0 && s&sThing != 0 && (string(lower) == "column" || string(lower) == "columns"): // "identity columns"
		r.all &^= sAuth
	case r.last&sScope != 0 && r.last&sDeny != 0 && s == 0 && lower != nil && !isRight(lower): // "insufficient memory"
		r.all &^= sScope | sDeny
	case r.last&sSign != 0 && s&sIn != 0: // "logged in"
		s = sLogin | r.last&sDone
	case s&sThing != 0 && r.last&(about|sUser|sAccess) != 0:
		r.thing |= r.last & (about | sUser | sAccess)
	case r.last&sSign != 0 && s&sOut != 0: // "sign out"
		s = sLogout
	case s&(sIn|sOut) != 0:
		s &^= sIn | sOut
	}
	if s&sSign != 0 {
		r.last = s | r.last&sNot
		return
	}
	r.last = s
	r.all |= s
	if r.first == 0 && s&(failing|sSuccess) != 0 {
		r.first = s
	}
}

// tried takes in what could not be done. That somebody's credential did not hold
// says more than what else did not work.
func (r *reading) tried(s sense, verb []byte) {
	switch {
	case s&(sAuth|sLogin|sSign) != 0 || isProving(verb):
		r.all = r.all&^sTask | sProve
	case r.all&sProve == 0:
		r.all |= sTask
	}
}

// isProving reports whether a verb is what is done to somebody's credentials, so
// that to fail in it is that somebody's failure.
func isProving(lower []byte) bool {
	for _, s := range [...]string{"verif", "validat", "check", "match", "confirm", "prov", "log", "sign", "auth", "decod", "decrypt", "pars", "bind", "enter", "unlock"} {
		if bytes.HasPrefix(lower, []byte(s)) {
			return true
		}
	}
	return false
}

// isRight reports whether a word behind "insufficient" is of somebody's rights.
func isRight(lower []byte) bool {
	switch string(lower) {
	case "right", "rights", "authority", "clearance", "admin", "oauth", "level", "acl", "grants", "claims", "for":
		return true
	}
	return false
}

// isAuxiliary reports whether a word between "not" and what is denied leaves it
// denied.
func isAuxiliary(lower []byte) bool {
	switch string(lower) {
	case "be", "been", "being", "yet", "longer", "currently", "properly", "correctly", "to":
		return true
	}
	return false
}

// addName takes in the words of a name such as user.login, LOGIN_ERROR,
// tokenRefreshed.
func (r *reading) addName(name []byte) {
	for i := 0; i < len(name); {
		word, next := nextWord(name, i)
		if len(word) > 0 {
			r.add(word)
		}
		i = next
	}
}

// mayMatterIn reports whether a word of a name can be one of words.
func mayMatterIn(name []byte) bool {
	for i := 0; i < len(name); {
		word, next := nextWord(name, i)
		if mayMatter(word) {
			return true
		}
		i = next
	}
	return false
}

// nextWord is the word at name[start:], which may be empty, and where the next one
// begins.
func nextWord(name []byte, start int) (word []byte, next int) {
	i := start
	for ; i < len(name); i++ {
		if inWord[name[i]] || name[i] == latin || i > 0 && name[i-1] == latin {
			continue
		}
		if isUpper(name[i]) && (i == start || isUpper(name[i-1]) || i == start+1 && isDigit(name[start]) || i > 1 && name[i-2] == latin && name[i-1] < 0xa0) {
			continue
		}
		if i > start && i+1 < len(name) && name[i] == '\'' && isLetter(name[i-1]) && isLetter(name[i+1]) { // "can't"
			continue
		}
		break
	}
	next = i
	if i < len(name) && !isLetter(name[i]) {
		next = i + 1
	}
	return name[start:i], next
}

// latin begins the letters of Latin languages that ASCII has not, capitals 0x20 before
// the small ones: É is C3 89, é is C3 A9.
const latin = 0xc3

// inWord are the bytes that never begin a new word behind another: all but
// capitals and what separates words.
var inWord = func() (t [256]bool) {
	for c := range t {
		t[c] = isLetter(byte(c)) && !isUpper(byte(c)) || isDigit(byte(c))
	}
	return t
}()

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
