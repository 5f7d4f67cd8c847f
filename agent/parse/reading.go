package parse

import "bytes"

// A reading is what the words of a text or of a name say together, as far as they have been
// added. Order counts: "logged" says nothing, and "in" behind it makes a login of both.
// reading_action.go draws the conclusions.
type reading struct {
	all   sense // of all words
	last  sense // of the last one, which may change that of the next
	first sense // of the first one that decides an outcome
	thing sense // of words that only name a thing: "login page". They count in all if something failed
	label sense // of words that only say whose name follows: "user=bob"
}

// maxWord is how long a word may be: аутентификации has 28 bytes.
const maxWord = 32

// add adds a word of any case. Most words say nothing, which is seen without a look-up.
func (r *reading) add(word []byte) {
	var buf [maxWord]byte
	if len(word) > len(buf) {
		r.last = 0
		return
	}
	if r.last == 0 && !mayMatter(word) {
		return // it is a word like any other, and none before it waits for one
	}
	lower := appendLower(buf[:0], word)
	r.take(senseOf(lower), lower)
}

// foldedSense is the sense of a word of any case, whatever stands before it.
func foldedSense(word []byte) sense {
	var buf [maxWord]byte
	if len(word) > len(buf) || !mayMatter(word) {
		return 0
	}
	return words[string(appendLower(buf[:0], word))]
}

// appendLower appends a word in lower case.
func appendLower(b, word []byte) []byte {
	for i, c := range word {
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		case c >= 0x80 && i > 0:
			c = lowerLetter(b, word[i-1], c)
		}
		b = append(b, c)
	}
	return b
}

// take takes in the sense of a word in lower case. The word before may make it another
// one: "found" says nothing, "not found" that something is unknown.
func (r *reading) take(s sense, lower []byte) {
	if r.last&(sFail|sTask) != 0 && lower != nil && r.failedTo(s, lower) {
		return
	}
	switch d := r.idiom(lower); {
	case d == nil:
		s = r.behind(s, lower)
	case d.leads:
		r.last |= d.adds
		return
	default:
		r.all &^= d.forget
		s = s&^d.loses | d.adds
	}
	if s&sSign != 0 { // only "in" or "out" behind it says what was done
		r.last = s | r.last&sNot
		return
	}
	r.last = s
	r.all |= s
	if s&sDone != 0 { // "Login_Window: alice logged in"
		r.thing &^= s
	}
	if r.first == 0 && s&(failing|sSuccess) != 0 {
		r.first = s
	}
}

// failedTo takes in a word behind one of failing, or behind "failed to", for what could not
// be done: "failed to verify", "error getting". It reports whether the word says nothing else,
// as "to" does.
func (r *reading) failedTo(s sense, lower []byte) bool {
	switch {
	case r.last&sTask != 0:
		r.tried(s, lower)
	case string(lower) == "to":
		r.last |= sTask
		return true
	case s == 0 && bytes.HasSuffix(lower, []byte("ing")):
		r.tried(s, lower)
	}
	return false
}

// denied is the sense of a word behind "not" or "no", if it has another one there.
func (r *reading) denied(s sense) (sense, bool) {
	if r.last&sNot == 0 {
		return s, false
	}
	switch {
	case s&(sSuccess|sWeakSuccess) != 0: // "not allowed"
		return s&^(sSuccess|sWeakSuccess) | sDeny, true
	case s&(sToken|sCredential|sAuth|sPassword) != 0: // "no token"
		return s | sMissing, true
	case s&(sFail|sInvalid|sExpired) != 0: // "no error"
		return s &^ (sFail | sInvalid | sExpired), true
	case s&sLogin != 0: // "no login"
		return s | sFail, true
	case s&sAPI != 0: // "no API key"
		return s | sNot, true
	case r.last&sSign != 0 && s&(sIn|sOut) != 0: // "not logged in"
		return sLogin | sFail, true
	}
	return s, false
}

// behind is the sense of a word that is no idiom, by that of the word before. It may
// take back what that one has said.
func (r *reading) behind(s sense, lower []byte) sense {
	if t, ok := r.denied(s); ok {
		return t
	}
	before := r.last
	switch {
	case isTimeout(lower) && (r.all&^r.thing)&(sLogin|sAuth|sMFA) != 0 && r.all&sDone == 0: // "login timed out", but not the end of a session
		return sFail
	case before == sNone && s&failing != 0: // "0 failed"
		return s &^ failing
	case before&sElse != 0: // "unexpected token", "replica identity"
		return s &^ (about | sLock)
	case before&sScope != 0 && before&sDeny != 0 && s == 0 && lower != nil && !isRight(lower): // "insufficient memory"
		r.all &^= sScope | sDeny
	case before&sSign != 0 && s&sIn != 0: // "logged in"
		return sLogin | before&sDone
	case s&sThing != 0 && before&(about|sUser|sAccess) != 0: // "login page"
		r.thing |= before & (about | sUser | sAccess)
	case before&sSign != 0 && s&sOut != 0: // "sign out"
		return sLogout
	case s&(sIn|sOut) != 0: // "token in header"
		return s &^ (sIn | sOut)
	}
	return s
}

// isTimeout reports whether a word is of waiting too long.
func isTimeout(lower []byte) bool { return string(lower) == "timed" || string(lower) == "timeout" }

// tried notes whose failure it is that something could not be done. A credential that could
// not be verified is somebody's, and this counts once it was said. All else is a task of
// the program's own: "failed to save".
func (r *reading) tried(s sense, verb []byte) {
	switch {
	case s&(sAuth|sLogin|sSign) != 0 || isProving(verb):
		r.all = r.all&^sTask | sProve
	case r.all&sProve == 0:
		r.all |= sTask
	}
}

// isProving reports whether a verb, in any form, is of what is done to somebody's credentials,
// so that it is his failure if it could not be done.
func isProving(lower []byte) bool {
	for _, s := range [...]string{"verif", "validat", "check", "match", "confirm", "prov", "log", "sign", "auth", "decod", "decrypt", "pars", "bind", "enter", "unlock"} {
		if bytes.HasPrefix(lower, []byte(s)) {
			return true
		}
	}
	return false
}

// isRight reports whether a word behind "insufficient" is of somebody's rights, and not of a
// program's resources: "insufficient authority", but "insufficient memory".
func isRight(lower []byte) bool {
	switch string(lower) {
	case "right", "rights", "authority", "clearance", "admin", "oauth", "level", "acl", "grants", "claims", "for":
		return true
	}
	return false
}

// addName adds the words that a name is joined of: user.login, LOGIN_ERROR, tokenRefreshed.
func (r *reading) addName(name []byte) {
	for i := 0; i < len(name); {
		word, next := nextWord(name, i)
		if len(word) > 0 {
			r.add(word)
		}
		i = next
	}
}

// wholly is what a name says that has two words or more, each of which says something:
// InvalidToken, AuthenticationFailedException, invalid_grant. It is 0 for any other name.
func wholly(name []byte) (said sense) {
	n := 0
	for i := 0; i < len(name); n++ {
		word, next := nextWord(name, i)
		s := foldedSense(word)
		if s&sThing != 0 || s == 0 && (n == 0 || string(name[i:]) != "Exception") {
			return 0
		}
		said |= s
		i = next
	}
	if n < 2 {
		return 0
	}
	return said
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

// nextWord is the word that begins at name[start:], and where the next one begins. A sign ends
// a word, and so does a capital that begins another one. The word is empty where a sign stands.
func nextWord(name []byte, start int) (word []byte, next int) {
	if isIdeogram(name[start]) {
		return ideograms(name, start)
	}
	i := start
	for ; i < len(name); i++ {
		c := name[i]
		if inWord[c] || i > 0 && beginsLetter[name[i-1]] || isUpper(c) && capitalWithin(name, start, i) {
			continue
		}
		if c != '\'' || i == start || !isWord(name[i-1]) || i+1 == len(name) || !isLetter(name[i+1]) {
			break
		}
		if name[i+1] == 's' && (i+2 == len(name) || !isLetter(name[i+2])) { // "the token's signature"
			return name[start:i], i + 2
		} // else it is "can't"
	}
	next = i
	if i < len(name) && !isLetter(name[i]) && !isIdeogram(name[i]) {
		next = i + 1
	}
	return name[start:i], next
}

// capitalWithin reports whether the capital name[i] belongs to the word that begins at start.
// It does if it is its first letter, or if the letter before is a capital as well: LOGIN. The
// last of such capitals begins a word of its own if small letters follow: the E of JWTExpired.
func capitalWithin(name []byte, start, i int) bool {
	first := i == start || i == start+1 && isDigit(name[start])
	if !first && !isUpper(name[i-1]) && (i < 2 || name[i-2] != latin || name[i-1] >= 0xa0) {
		return false
	}
	return i <= start+2 || i+2 >= len(name) || !isLower(name[i+1]) || !isLower(name[i+2])
}

// inWord are the bytes that always belong to the word before them: letters but capitals,
// digits, and the first bytes of letters that have several.
var inWord = func() (t [256]bool) {
	for c := range t {
		t[c] = isLetter(byte(c)) && !isUpper(byte(c)) || isDigit(byte(c)) || beginsLetter[c]
	}
	return t
}()
