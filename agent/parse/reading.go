package parse

import "bytes"

// A reading gathers the senses of words in order: "logged in" is one thing,
// "not found" another.
type reading struct {
	all   sense
	last  sense
	first sense // the first word that decides an outcome
	thing sense // of words that only name a thing: "login page"
	label sense // of words that only say whose name follows: "user=bob"
}

// maxWord is how long a word may be: аутентификации has 28 bytes.
const maxWord = 32

// add takes in a word of any case.
func (r *reading) add(word []byte) {
	var buf [maxWord]byte
	if len(word) > len(buf) {
		r.last = 0
		return
	}
	if r.last == 0 && !mayMatter(word) {
		return // a word like any other, and nothing before it waits for one
	}
	lower := appendLower(buf[:0], word)
	r.take(senseOf(lower), lower)
}

// foldedSense is the sense of a word of any case by itself.
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

// take takes in the sense of a word, which may be another one behind the word before.
func (r *reading) take(s sense, lower []byte) {
	if r.last&(sFail|sTask) != 0 && lower != nil && r.failedTo(s, lower) {
		return
	}
	if r.last&sNot != 0 && s == 0 && isAuxiliary(lower) { // "could not be", "has not yet been"
		switch string(lower) {
		case "longer":
			r.last |= sExpired
		case "have":
			r.last |= sMust
		}
		return
	}
	if r.last&(sToken|sSeal) != 0 && s == 0 && r.states(lower) { // "token is required", "jwt must be provided"
		return
	}
	t, ok := r.negated(s, lower)
	if !ok {
		t, ok = r.phrase(s, lower)
	}
	if !ok {
		t = r.behind(s, lower)
	}
	if t&sSign != 0 {
		r.last = t | r.last&sNot
		return
	}
	r.last = t
	r.all |= t
	if t&sDone != 0 { // "Login_Window: alice logged in"
		r.thing &^= t
	}
	if r.first == 0 && t&(failing|sSuccess) != 0 {
		r.first = t
	}
}

// failedTo takes in a word behind one of failing for what could not be done. It
// reports whether the word says nothing else.
func (r *reading) failedTo(s sense, lower []byte) bool {
	switch {
	case r.last&sTask != 0: // "failed to …"
		r.tried(s, lower)
	case string(lower) == "to":
		r.last |= sTask
		return true
	case s == 0 && bytes.HasSuffix(lower, []byte("ing")): // "error getting"
		r.tried(s, lower)
	}
	return false
}

// negated is the sense of a word behind "not" or "no", if it has another one there.
func (r *reading) negated(s sense, lower []byte) (sense, bool) {
	if r.last&sNot == 0 {
		return s, false
	}
	switch string(lower) {
	case "found": // a token that signs for itself is looked for nowhere but in the request
		if r.all&sToken != 0 && r.all&sSeal != 0 {
			s |= sMissing
		}
		return s | sUnknown, true
	case "enough": // "Not enough segments"
		return s | sInvalid, true
	case "rights", "permission", "permissions": // "has no permission"
		return s | sDeny, true
	case "access": // "does not have access"
		if r.last&sMust != 0 {
			return s | sDeny, true
		}
	case "exist", "recognized", "recognised", "known", "find", "retrieve": // "not found", "could not find"
		return s | sUnknown, true
	case "such": // "no such user"
		return s | sMissing | sUnknown, true
	case "provided": // "token not provided"
		return s | sMissing, true
	case "valid", "active", "valido", "valida", "valide", "válido", "válida", "gültig", "geldig", "valable": // "not a valid token", "no longer valid"
		return s&^sWeakSuccess | sDeny | sInvalid | r.last&sExpired, true
	case "match", "matching", "met", "supported", "correct", "able", "possible": // "not able to log in"
		return s | sFail, true
	}
	switch {
	case s == 0 && isProof(lower): // "could not validate"
		return sFail, true
	case s&(sSuccess|sWeakSuccess) != 0: // "not allowed"
		return s&^(sSuccess|sWeakSuccess) | sDeny, true
	case s&(sToken|sCredential|sAuth|sPassword) != 0: // "no token"
		return s | sMissing, true
	case s&(sFail|sInvalid|sExpired) != 0: // "no error"
		return s &^ (sFail | sInvalid | sExpired), true
	case s&sLogin != 0:
		return s | sFail, true
	case s&sAPI != 0: // "no API key"
		return s | sNot, true
	case r.last&sSign != 0 && s&(sIn|sOut) != 0: // "not logged in"
		return sLogin | sFail, true
	}
	return s, false
}

// phrase is the sense of a word that stands for another thing behind the word before
// than alone. It takes back what that one has said.
func (r *reading) phrase(s sense, lower []byte) (sense, bool) {
	switch string(lower) {
	case "header", "headers", "field", "metadata": // "Missing Authorization header", "No authorization was found in request.headers"
		return sToken, r.last&sAuth != 0 && string(lower) != "metadata" || r.all&sAuth != 0 && r.all&sMissing != 0
	case "rejected", "blacklisted", "blocklisted", "denylisted": // "token rejected", "audience rejected"
		return s | sInvalid, r.last&(sToken|sSeal) != 0
	case "claim", "claims": // "Token is missing the aud claim"
		if r.all&sToken == 0 || r.all&sMissing == 0 {
			return s, false
		}
		r.all &^= sMissing
		return s | sInvalid, true
	case "grant": // OAuth's invalid_grant
		return sToken, r.last&sInvalid != 0
	case "expired": // "Signature has expired"
		return s | sToken, r.last&sSeal != 0 && r.last&sProof != 0
	case "signing":
		return s | sElse, r.last&sElse != 0
	case "signature": // ExpiredSignature
		return s | sToken, r.last&sExpired != 0
	case "key", "keys": // "Invalid API key"
		if r.last&sNot != 0 {
			s = sMissing
		}
		return s | sToken, r.takeBack(sAPI, sAccess|sAsk|sAPI)
	case "factor": // "second factor"
		return sMFA, r.last&sSecond != 0
	case "code", "codes": // "verification code"
		return sMFA, r.last&sVerify != 0
	case "reuse", "reused", "replay", "replayed": // "refresh token reuse detected"
		return s | sAttack, r.last&sToken != 0
	case "disconnected": // "user disconnected"
		return s | sSession, r.last&sUser != 0
	case "exception": // "authentication exception"
		return sFail, r.last&(sAuth|sLogin|sCredential) != 0
	case "ok", "okay": // "auth ok"
		return s | sSuccess, r.last&(sAuth|sLogin|sPassword|sCredential|sMFA) != 0
	case "enabled", "disabled", "enrolled", "activated", "deactivated": // "MFA enabled"
		return s&^sDeny | sChange, r.last&sMFA != 0
	case "users": // "3 logged in users"
		return s, r.last&sDone != 0 && r.takeBack(sLogin, sLogin|sDone)
	case "agent", "exec": // a user agent is a browser, user EXEC a router's mode, an SSO agent a server
		return s, r.takeBack(sUser|sAuth, sUser|sAuth)
	case "column", "columns": // "identity columns"
		return s, s&sThing != 0 && r.takeBack(sAuth, sAuth)
	case "exist", "find": // "doesn't exist", "can't find"
		return s | sUnknown, r.last&sFail != 0
	case "timed", "timeout": // of a login, not the end of a session
		return sFail, s&sClose != 0 && (r.all&^r.thing)&(sLogin|sAuth|sMFA) != 0 && r.all&sDone == 0
	case "refused": // "connection refused": the network's word, not a guard's
		return 0, r.last&sConnection != 0
	case "method": // "login method": a setting of somebody's
		if r.last&sElse != 0 && r.last&sSign != 0 { // "unexpected signing method"
			return sToken | sInvalid, true
		}
		return s, r.takeBack(sLogin, sLogin)
	case "attempts", "tries", "retries": // "too many login attempts"
		return s | sDeny, r.all&sToo != 0
	case "reached", "exceeded": // "login attempt limit reached", "rate limit exceeded for login"
		if r.last&sRate != 0 {
			return s | sLimit, true
		}
		return s | sDeny, r.all&sAttempt != 0 && r.all&about != 0
	case "limit", "limits":
		return r.last, r.last&(sRate|sAttempt) != 0
	case "early": // "Token used too early"
		return s | sInvalid, r.last&sToo != 0 && r.all&sToken != 0
	case "limited": // "login of bob rate limited"
		return s | sLimit, r.last&sRate != 0
	case "required", "needed": // "User: No Authentication Required"
		if r.last&sMissing != 0 && r.last&(sAuth|sToken) != 0 {
			return s, r.takeBack(sMissing, sMissing)
		}
		if r.last&sAuth != 0 && r.all&(sMFA|sMissing|sNot) == 0 { // "authentication required for /orders"
			return s | sDeny, true
		}
		return s | sMissing, r.last&sToken != 0 && r.all&sMFA == 0 // "bearer token required"
	case "provided", "supplied", "present", "sent", "included", "specified":
		return s | sMissing, r.last&sMust != 0
	case "set": // "password set"
		return s | sChange, r.last&sPassword != 0
	}
	return s, false
}

// takeBack forgets senses, if the word before has the one that is wanted.
func (r *reading) takeBack(want, senses sense) bool {
	if r.last&want == 0 {
		return false
	}
	r.all &^= senses
	return true
}

// behind is the sense of a word by that of the word before.
func (r *reading) behind(s sense, lower []byte) sense {
	switch {
	case r.last == sNone && s&failing != 0: // "0 failed"
		return s &^ failing
	case r.last&sElse != 0: // "unexpected token", "replica identity"
		return s &^ (about | sLock)
	case r.last&sScope != 0 && r.last&sDeny != 0 && s == 0 && lower != nil && !isRight(lower): // "insufficient memory"
		r.all &^= sScope | sDeny
	case r.last&sSign != 0 && s&sIn != 0: // "logged in"
		return sLogin | r.last&sDone
	case s&sThing != 0 && r.last&(about|sUser|sAccess) != 0: // "login page"
		r.thing |= r.last & (about | sUser | sAccess)
	case r.last&sSign != 0 && s&sOut != 0: // "sign out"
		return sLogout
	case s&(sIn|sOut) != 0:
		return s &^ (sIn | sOut)
	}
	return s
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

// isProof reports whether a verb is what is done to credentials and to little else.
func isProof(lower []byte) bool {
	for _, s := range [...]string{"validate", "verify", "decode", "decrypt", "confirm"} {
		if string(lower) == s {
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

// states reports whether a word behind a token leads to what is said of it.
func (r *reading) states(lower []byte) bool {
	switch string(lower) {
	case "must":
		r.last |= sMust
	case "is", "are", "was", "has", "have", "be", "been":
	default:
		return false
	}
	return true
}

// isAuxiliary reports whether a word between "not" and what is denied leaves it
// denied.
func isAuxiliary(lower []byte) bool {
	switch string(lower) {
	case "be", "been", "being", "yet", "longer", "currently", "properly", "correctly", "to", "a", "an", "have":
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

// wholly is what a name of two words or more says that all matter: InvalidToken,
// AuthenticationFailedException, invalid_grant. 0 of any other.
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

// nextWord is the word at name[start:], which may be empty, and where the next one
// begins.
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
		if c != '\'' || i == start || !isLetter(name[i-1]) || i+1 == len(name) || !isLetter(name[i+1]) {
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

// capitalWithin reports whether the capital name[i] goes on with the word that begins at
// start: it is the first letter, or all are capitals. In JWTExpired the E does not.
func capitalWithin(name []byte, start, i int) bool {
	first := i == start || i == start+1 && isDigit(name[start])
	if !first && !isUpper(name[i-1]) && (i < 2 || name[i-2] != latin || name[i-1] >= 0xa0) {
		return false
	}
	return i <= start+2 || i+2 >= len(name) || !isLower(name[i+1]) || !isLower(name[i+2])
}

// inWord are the bytes that never begin a new word behind another: all but
// capitals and what separates words.
var inWord = func() (t [256]bool) {
	for c := range t {
		t[c] = isLetter(byte(c)) && !isUpper(byte(c)) || isDigit(byte(c)) || beginsLetter[c]
	}
	return t
}()
