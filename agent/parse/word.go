package parse

import (
	"bytes"
	"strings"

	"github.com/hashtail/hashtail/agent/event"
)

// A sense is what a word says about an authentication event. What happened
// follows from the senses of all words of a name ("LOGIN_ERROR") or sentence.
type sense uint64

const (
	sLogin sense = 1 << iota
	sLogout
	sAuth
	sToken
	sMFA
	sPassword
	sSession
	sUser
	sGroup
	sRole
	sScope
	sAccess
	sFail
	sDeny
	sInvalid
	sMissing
	sExpired
	sUnknown
	sSuccess
	sWeakSuccess
	sIssue
	sRefresh
	sRevoke
	sCreate
	sDelete
	sChange
	sLock
	sOpen
	sClose
	sNot
	sIn
	sOut
	sSign
	sUn
	sAttempt
	sAttack
	sCredential
	sConfig
	sConnection
	sPermission
	sDone   // "logged", before "in"
	sThing  // what a login, a token or a session can be the name's first half of
	sProof  // a certificate or a signature: a credential only where it is about somebody
	sBind   // of LDAP, where it is about authentication; else to a port
	sMany   // the plural that housekeeping is about
	sFrame  // what a packet filter refuses
	sAsk    // a request: denied ones are of access only where somebody asked
	sTask   // something of its own that a program could not do: "failed to save"
	sProve  // and what is done to a credential that was shown: "failed to verify"
	sElse   // the word behind it is of something else: an unexpected token
	sSyntax // of a language: the tokens are its words
	sPay    // of money: authorized by a bank
	sAPI    // before "key": a token
	sNone   // a count of nothing: the failures behind it did not happen

	failing = sFail | sDeny | sInvalid | sMissing | sExpired | sUnknown | sAttack
	about   = sLogin | sLogout | sAuth | sToken | sMFA | sPassword | sSession | sCredential
)

// words are those that matter, in lower case.
var words = func() map[string]sense {
	m := map[string]sense{}
	for _, w := range [...]struct {
		sense sense
		words []string
	}{
		{sLogin, []string{"login", "logins", "logon", "signin", "loggedin", "logged-in", "badlogin", "loginfailed", "1fa", "rcon"}},
		{sLogout, []string{"logout", "logoff", "signout", "loggedout", "logged-out"}},
		{sSign, []string{"log", "logged", "logging", "sign", "signed", "signing"}},
		{sDone, []string{"logged", "signed", "loggedin", "logged-in"}},
		{sThing, []string{"page", "pages", "form", "forms", "screen", "url", "endpoint", "endpoints", "route", "routes", "handler", "handlers", "view", "template", "button", "link", "controller", "middleware", "provider", "providers", "backend", "backends",
			"plugin", "lifetime", "ttl", "bucket", "buckets", "cleanup", "filter", "redirect", "dialog", "prompt", "window", "widget", "component", "layout", "css", "script", "column", "columns", "field", "fields", "signing", "policy", "store", "balance", "statement", "statements", "defined", "interface", "count", "alert", "alerts", "notification", "notifications", "reminder", "report", "reports"}},
		{sIn, []string{"in", "into", "on"}},
		{sOut, []string{"out", "off"}},
		{sAuth, []string{"auth", "authentication", "authenticate", "authenticating", "authenticator", "authn", "authz", "authorization", "authorisation", "authorize", "authfail", "unauthenticated", "unauthorized", "unauthorised", "authenticated", "authorized", "sasl", "ldap", "kerberos", "krb5", "radius", "oauth", "oauth2", "oidc", "saml", "sso", "publickey", "pubkey", "pam", "ntlm", "preauth", "preauthentication", "identity", "identification", "authorised", "authtype", "noauth", "auth0"}},
		{sToken, []string{"token", "tokens", "jwt", "bearer", "apikey", "api-key", "accesstoken"}},
		{sMFA, []string{"mfa", "2fa", "otp", "totp", "hotp", "webauthn", "u2f", "passkey", "duo", "second-factor", "secondfactor", "2step", "twofactor", "two-factor", "authcode", "yubikey", "fido2"}},
		{sPassword, []string{"password", "passwd", "pwd", "passphrase", "pin", "passwords"}},
		{sCredential, []string{"credential", "credentials", "creds", "username", "userid", "secret"}},
		{sProof, []string{"certificate", "signature"}},
		{sBind, []string{"bind"}},
		{sMany, []string{"tokens"}},
		{sFrame, []string{"tcp", "udp", "icmp", "icmpv6", "sctp", "packet", "packets"}},
		{sSession, []string{"session", "sessions"}},
		{sUser, []string{"user", "users", "account", "accounts", "principal", "username", "member"}},
		{sGroup, []string{"group", "groups"}},
		{sRole, []string{"role", "roles", "privilege", "privileges"}},
		{sScope, []string{"scope", "scopes", "insufficient", "privileges"}},
		{sPermission, []string{"permission", "permissions"}},
		{sAccess, []string{"access", "accessed", "request", "api"}},
		{sAsk, []string{"request", "api"}},
		{sAPI, []string{"api"}},
		{sFail, []string{"fail", "failed", "fails", "failing", "failure", "failures", "authfail", "loginfailed", "unsuccessful", "unsuccessfully", "unable", "cannot", "error", "errors", "mismatch", "mismatched", "incorrect", "wrong", "bad", "badlogin", "unverified", "malformed", "tampered", "couldn't", "can't", "didn't", "doesn't", "failcount", "loginfailure", "ko", "nok", "forged", "mistyped", "fault", "permfail", "tempfail", "cancelled", "canceled", "interrupted"}},
		{sDeny, []string{"deny", "denied", "denies", "reject", "rejected", "rejecting", "refuse", "refused", "forbidden", "unauthorized", "unauthorised", "unauthenticated", "disallowed", "blocked", "banned", "blacklisted", "disabled", "prohibited", "insufficient", "abort", "aborted", "throttled", "unapproved", "ratelimited"}},
		{sInvalid, []string{"invalid", "illegal", "unrecognized", "unrecognised", "unsupported", "inactive"}},
		{sMissing, []string{"missing", "absent", "lacks", "empty", "noauth"}},
		{sExpired, []string{"expired", "expire"}},
		{sUnknown, []string{"unknown", "nonexistent", "nonexisting", "non-existent", "notfound", "inexistent"}},
		{sAttack, []string{"attack", "attacker", "fraud", "fraudulent", "bruteforce", "brute-force", "brute", "intruder", "intrusion", "hacking", "spoof", "spoofing"}},
		{sSuccess, []string{"success", "successful", "successfully", "succeeded", "succeed", "succeeds", "accepted", "accept", "authenticated", "authorized", "authorised", "granted", "grant", "verified", "approved", "loggedin", "logged-in", "validated", "passed", "allowed", "permitted"}},
		{sWeakSuccess, []string{"ok", "okay", "valid", "allow", "complete", "completed", "welcome", "established", "permit", "true"}},
		{sIssue, []string{"issue", "issued", "issuing", "generate", "generated", "mint", "minted", "grant"}},
		{sRefresh, []string{"refresh", "refreshed", "refreshing", "renew", "renewed", "rotate", "rotated"}},
		{sRevoke, []string{"revoke", "revoked", "revoking", "revocation", "invalidate", "invalidated", "introspect_revoked"}},
		{sCreate, []string{"create", "created", "creating", "add", "added", "register", "registered", "registration", "signup", "new", "enrolled"}},
		{sDelete, []string{"delete", "deleted", "remove", "removed", "deleting", "terminated", "destroyed", "unregistered"}},
		{sChange, []string{"change", "changed", "update", "updated", "modify", "modified", "reset", "resetting", "edit", "edited", "assigned", "promoted"}},
		{sLock, []string{"lock", "locked", "lockout", "lockedout", "suspended"}},
		{sOpen, []string{"open", "opened", "start", "started", "begin", "began", "initiating", "initiated"}},
		{sClose, []string{"close", "closed", "end", "ended", "stop", "stopped", "timeout", "timed", "logged-off", "disconnected"}},
		{sNot, []string{"not", "no", "never", "isn't", "wasn't", "hasn't", "won't", "non", "without", "neither", "nor"}},
		{sAttempt, []string{"attempt", "attempted", "attempts", "try", "tried", "tries"}},
		{sConnection, []string{"connection", "connect", "econnrefused"}},
		{sElse, []string{"unexpected", "replica", "lexical"}},
		{sPay, []string{"payment", "payments", "refund", "invoice"}},
		{sSyntax, []string{"syntax", "expecting", "near"}},
		{sConfig, []string{"config", "configuration", "setting", "settings", "policy"}},
	} {
		for _, word := range w.words {
			m[word] |= w.sense
		}
	}
	for _, t := range tongues {
		for _, word := range strings.Fields(t.words) {
			m[word] |= t.sense
		}
	}
	return m
}()

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

// senseOf is the sense of a word in lower case.
func senseOf(word []byte) sense {
	if !mayMatter(word) {
		return 0
	}
	return words[string(word)]
}

// mayMatter reports whether a word of any case can be one of words: most words
// of a text are known to mean nothing without a look-up.
func mayMatter(word []byte) bool {
	n := len(word)
	if n < 2 {
		return false
	}
	k := wordKey(word[0]|0x20, word[1]|0x20, word[n-1]|0x20, n)
	return wordKeys[k>>6]>>(k&63)&1 != 0
}

// wordKey mixes what is looked at of a word into an index of wordKeys.
func wordKey(first, second, last byte, n int) uint32 {
	return (uint32(first)<<18 ^ uint32(second)<<11 ^ uint32(last)<<5 ^ uint32(n)) * 0x9e3779b1 >> 20
}

// wordKeys has a bit for the key of each word, in a tenth of all.
var wordKeys = func() (t [64]uint64) {
	for w := range words {
		k := wordKey(w[0]|0x20, w[1]|0x20, w[len(w)-1]|0x20, len(w))
		t[k>>6] |= 1 << (k & 63)
	}
	return t
}()

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

// outcome is what the words say of success.
func (r *reading) outcome() event.Outcome {
	a := r.all
	if a&sSession != 0 && a&sToken == 0 {
		a &^= sExpired // sessions end that way
	}
	switch {
	case a&(failing|sLock) != 0:
		return event.Failure
	case a&sSuccess != 0:
		return event.Success
	}
	return event.NoOutcome
}

// telling reports whether the words alone could make an authentication event of
// a record, or send for what else its message says.
func (r *reading) telling() bool {
	a := r.all
	return a != 0 && (r.sendsForMore() || r.action(false) != event.NoAction || r.action(true) != event.NoAction)
}

// sendsForMore reports whether a message with these words is worth being searched
// for who and from where.
func (r *reading) sendsForMore() bool {
	return r.all&about != 0 || r.all&(sAccess|sUser) != 0 && r.all&failing != 0 || r.all&sAccess != 0 && r.all&sSuccess != 0
}

// action is what the words say has happened; failed is the outcome as far as
// it is known.
func (r *reading) action(failed bool) event.Action {
	a := r.all
	if a == 0 {
		return event.NoAction
	}
	if a&sSyntax != 0 && a&(sAuth|sLogin|sUser|sPassword|sSession) == 0 { // of a grammar
		a &^= sToken
	}
	if a&sPay != 0 && a&(sLogin|sUser|sPassword|sToken|sSession) == 0 {
		a &^= sAuth
	}
	if a&sProof != 0 && a&(about|sUser|sAccess) != 0 {
		a |= sCredential
	}
	if a&sBind != 0 && a&(about|sUser) != 0 {
		a |= sAuth
	}
	if failed = failed || a&failing != 0; !failed {
		a &^= r.thing
	}
	switch {
	case a&sLogout != 0:
		return event.Logout
	case a&sMFA != 0 && failed:
		return event.MFAFailed
	case a&sMFA != 0:
		return event.MFA
	case a&sLock != 0 && a&(sUser|sLogin|sAuth|sPassword) != 0 && a&sSession == 0:
		return event.AccountLocked
	case a&sToken != 0:
		return r.tokenAction(failed)
	case a&sScope != 0 && a&(sMissing|sDeny) != 0,
		a&sPermission != 0 && a&(sMissing|sDeny) != 0 && a&(about|sUser|sRole) != 0: // of a file it may be denied, too
		return event.InsufficientScope
	case a&sPassword != 0 && a&sChange != 0 && !failed:
		return event.PasswordChanged
	case a&(sLogin|sPassword|sCredential|sAuth) != 0 && a&(sFail|sInvalid|sUnknown|sExpired|sAttack) != 0:
		return event.LoginFailed
	case a&sLogin != 0 && failed:
		return event.LoginFailed
	case a&sDeny != 0 && a&sPassword != 0:
		return event.LoginFailed
	case a&sDeny != 0 && a&sFrame != 0 && a&(about|sUser) == 0: // a packet filter's
		return event.NoAction
	case a&sDeny != 0 && a&(sAuth|sAccess|sUser|sPassword|sCredential) != 0:
		return event.AccessDenied
	case a&sAuth != 0 && failed:
		return event.LoginFailed
	case a&sSession != 0 && a&(sClose|sDelete|sExpired) != 0:
		return event.SessionEnded
	case a&sLogin != 0:
		return event.Login
	case a&sSession != 0 && a&(sOpen|sCreate) != 0:
		return event.SessionStarted
	case a&sAuth != 0 && a&sSuccess != 0:
		return event.Login
	case a&sRole != 0 && a&(sChange|sCreate|sDelete|sIssue|sSuccess|sRevoke) != 0: // "role granted"
		return event.RoleChanged
	case a&sUser != 0 && a&sUnknown != 0 && failed:
		return event.InvalidUser
	case a&sUser != 0 && a&sSession != 0 && a&(sDelete|sCreate) == 0: // something of a user's session
	case a&sUser != 0 && a&sGroup != 0 && a&(sCreate|sDelete|sChange) != 0:
		return event.GroupChanged
	case a&sUser != 0 && a&sDelete != 0:
		return event.UserDeleted
	case a&sUser != 0 && a&sCreate != 0:
		return event.UserCreated
	case a&sUser != 0 && a&sChange != 0:
		return event.UserChanged
	case a&sGroup != 0 && a&sCreate != 0:
		return event.GroupCreated
	case a&sGroup != 0 && a&sDelete != 0:
		return event.GroupDeleted
	case a&sPassword != 0 && a&sSuccess != 0 && !failed:
		return event.Login
	case a&sPassword != 0 && a&sSuccess != 0:
		return event.LoginFailed
	case a&(sAuth|sCredential) != 0 && a&(sLogin|sAttempt|sPassword) != 0:
		return event.AuthInfo
	}
	return event.NoAction
}

func (r *reading) tokenAction(failed bool) event.Action {
	a := r.all
	switch {
	case a&(sScope|sPermission) != 0 && a&(sMissing|sDeny|sInvalid) != 0:
		return event.InsufficientScope
	case a&sExpired != 0 && a&sMany != 0 && a&(sUser|sAuth|sLogin) == 0: // taken away
		return event.NoAction
	case a&sExpired != 0:
		return event.ExpiredToken
	case a&sMissing != 0:
		return event.MissingToken
	case a&sRevoke != 0 && a&(sInvalid|sDeny|sFail) == 0:
		return event.TokenRevoked
	case a&(sFail|sInvalid|sUnknown|sRevoke) != 0:
		return event.InvalidToken
	case failed:
		return event.AccessDenied
	case a&sRefresh != 0:
		return event.TokenRefreshed
	case a&(sIssue|sCreate) != 0:
		return event.TokenIssued
	case a&(sDelete|sClose) != 0:
		return event.TokenRevoked
	case a&(sAccess|sSuccess|sWeakSuccess|sLogin|sAuth) != 0:
		return event.TokenAccess
	}
	return event.NoAction
}
