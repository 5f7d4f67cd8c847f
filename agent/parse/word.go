package parse

import "strings"

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
	sEnroll // of a second factor: what was set up
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
	sElse   // the word behind it is of something else: an unexpected token, caps lock
	sSyntax // of a language: the tokens are its words
	sPay    // of money: authorized by a bank
	sAPI    // before "key": a token
	sToo    // more than is allowed: "too many", "exceeded", "already used"
	sRate   // before "limited": of logins, what was refused
	sLimit  // and that it was
	sSecond // before "factor", "code" or "link": one that comes beside a password, or in its place
	sActing // before "as": being somebody else
	sSeal   // a part of a token that signs for itself, or what it is called
	sMust   // what should have been done: with a token, or with a password before a login
	sNone   // a count of nothing: the failures behind it did not happen
	sActAs  // acting as somebody else

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
			"plugin", "lifetime", "ttl", "bucket", "buckets", "cleanup", "filter", "redirect", "settings", "dialog", "prompt", "window", "widget", "component", "layout", "css", "script", "column", "columns", "field", "fields", "signing", "policy", "store", "balance", "statement", "statements", "defined", "interface", "count", "claim", "claims", "alert", "alerts", "notification", "notifications", "reminder", "report", "reports", "directory", "directories"}},
		{sIn, []string{"in", "into", "on"}},
		{sOut, []string{"out", "off"}},
		{sAuth, []string{"auth", "authentication", "authenticate", "authenticating", "authenticator", "authn", "authz", "authorization", "authorisation", "authorize", "authfail", "unauthenticated", "unauthorized", "unauthorised", "authenticated", "authorized", "sasl", "gssapi", "spnego", "ldap", "kerberos", "krb5", "radius", "oauth", "oauth2", "oidc", "saml", "sso", "publickey", "pubkey", "pam", "ntlm", "preauth", "preauthentication", "identity", "identification", "authorised", "authtype", "noauth", "auth0", "8021x", "bruteforce", "brute-force", "brute"}},
		{sToken, []string{"token", "tokens", "jwt", "bearer", "apikey", "apikeys", "api-key", "accesstoken", "paseto", "macaroon"}},
		{sMFA, []string{"mfa", "multifactor", "multi-factor", "2fa", "otp", "totp", "hotp", "webauthn", "u2f", "passkey", "duo", "second-factor", "secondfactor", "2step", "twofactor", "two-factor", "step-up", "stepup", "authcode", "yubikey", "fido2"}},
		{sPassword, []string{"password", "passwd", "pwd", "passphrase", "passcode", "pin", "passwords"}},
		{sCredential, []string{"credential", "credentials", "creds", "username", "userid", "secret"}},
		{sProof, []string{"certificate", "signature"}},
		{sSeal, []string{"signature", "jwt", "bearer", "audience", "audiences", "issuer", "segments", "pkce", "assertion", "nonce", "dpop", "iss", "nbf", "kid", "jws", "jwe", "jwks"}},
		{sBind, []string{"bind"}},
		{sMany, []string{"tokens", "two"}},
		{sFrame, []string{"tcp", "udp", "icmp", "icmpv6", "sctp", "packet", "packets"}},
		{sSession, []string{"session", "sessions"}},
		{sUser, []string{"user", "users", "account", "accounts", "principal", "username", "member"}},
		{sGroup, []string{"group", "groups"}},
		{sRole, []string{"role", "roles", "privilege", "privileges"}},
		{sScope, []string{"scope", "scopes", "insufficient", "privileges"}},
		{sPermission, []string{"permission", "permissions"}},
		{sAccess, []string{"access", "accessed", "request", "api", "entitled"}},
		{sAsk, []string{"request", "api"}},
		{sAPI, []string{"api"}},
		{sFail, []string{"fail", "failed", "fails", "failing", "failure", "failures", "authfail", "loginfailed", "unsuccessful", "unsuccessfully", "unable", "cannot", "error", "errors", "mismatch", "mismatched", "incorrect", "wrong", "bad", "badlogin", "unverified", "unverifiable", "malformed", "tampered", "couldn't", "can't", "didn't", "doesn't", "failcount", "loginfailure", "ko", "nok", "forged", "mistyped", "fault", "permfail", "tempfail", "cancelled", "canceled", "interrupted"}},
		{sDeny, []string{"deny", "denied", "denies", "reject", "rejected", "rejecting", "refuse", "refused", "forbidden", "unauthorized", "unauthorised", "unauthenticated", "disallowed", "blocked", "banned", "blacklisted", "blocklisted", "denylisted", "disabled", "prohibited", "insufficient", "abort", "aborted", "throttled", "unapproved", "ratelimited"}},
		{sInvalid, []string{"invalid", "illegal", "unrecognized", "unrecognised", "unsupported", "inactive"}},
		{sMissing, []string{"missing", "absent", "lacks", "empty", "noauth"}},
		{sExpired, []string{"expired", "expire", "stale"}},
		{sUnknown, []string{"unknown", "nonexistent", "nonexisting", "non-existent", "notfound", "inexistent"}},
		{sAttack, []string{"attack", "attacker", "fraud", "fraudulent", "bruteforce", "brute-force", "brute", "intruder", "intrusion", "hacking", "spoof", "spoofing", "hijack", "hijacked", "hijacking", "spray", "spraying", "stuffing"}},
		{sSuccess, []string{"success", "successful", "successfully", "succeeded", "succeed", "succeeds", "accepted", "accept", "authenticated", "authorized", "authorised", "granted", "grant", "verified", "approved", "loggedin", "logged-in", "validated", "passed", "allowed", "permitted", "entitled"}},
		{sWeakSuccess, []string{"ok", "okay", "valid", "allow", "complete", "completed", "welcome", "established", "permit", "true"}},
		{sIssue, []string{"issue", "issued", "exchanged", "issuing", "generate", "generated", "mint", "minted", "grant", "regenerate", "regenerated"}},
		{sRefresh, []string{"refresh", "refreshed", "refreshing", "renew", "renewed", "rotate", "rotated", "extended"}},
		{sRevoke, []string{"revoke", "revoked", "revoking", "revocation", "invalidate", "invalidated", "introspect_revoked"}},
		{sCreate, []string{"create", "created", "creating", "add", "added", "register", "registered", "registration", "signup", "new", "enrolled", "creation", "provisioned", "onboarded"}},
		{sDelete, []string{"delete", "deleted", "remove", "removed", "deleting", "terminated", "destroyed", "purged", "unregistered", "deprovisioned", "offboarded"}},
		{sChange, []string{"change", "changed", "update", "updated", "modify", "modified", "renamed", "reset", "resetting", "edit", "edited", "assign", "assigned", "unassigned", "unassign", "promoted", "demoted", "unlocked", "activated", "deactivated", "reactivated", "unblocked", "linked", "unlinked", "regenerate", "regenerated"}},
		{sLock, []string{"lock", "locked", "lockout", "lockedout", "suspended"}},
		{sOpen, []string{"open", "opened", "start", "started", "begin", "began", "initiating", "initiated", "established"}},
		{sClose, []string{"close", "closed", "end", "ended", "stop", "stopped", "timeout", "timed", "logged-off", "disconnected", "disconnection"}},
		{sNot, []string{"not", "no", "never", "isn't", "wasn't", "hasn't", "won't", "non", "without", "neither", "nor"}},
		{sAttempt, []string{"attempt", "attempted", "attempts", "try", "tried", "tries"}},
		{sConnection, []string{"connection", "connect", "econnrefused"}},
		{sElse, []string{"unexpected", "replica", "lexical", "caps"}},
		{sToo, []string{"too", "exceeded", "exceeds", "exceeding", "already"}},
		{sSecond, []string{"second", "2nd", "two", "verification", "confirmation", "recovery", "one-time", "sms", "magic"}},
		{sEnroll, []string{"enroll", "enrolled", "enrolling", "enrollment", "enrolment", "registered"}},
		{sMust, []string{"must"}},
		{sActing, []string{"acting", "acted", "switched", "became"}},
		{sRate, []string{"rate"}},
		{sLimit, []string{"rate-limited"}},
		{sPay, []string{"payment", "payments", "refund", "invoice", "amount", "charge", "charged"}},
		{sSyntax, []string{"syntax", "expecting", "near", "position", "tokenizer", "lexer", "parser"}},
		{sActAs, []string{"impersonate", "impersonates", "impersonated", "impersonating", "impersonation"}},
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

// senseOf is the sense of a word in lower case.
func senseOf(word []byte) sense {
	if !mayMatter(word) {
		return 0
	}
	return words[string(word)]
}

// mayMatter reports whether a word of any case can be one of [words]. Most words of a text are
// known to mean nothing by this, without a look-up.
func mayMatter(word []byte) bool {
	n := len(word)
	if n < 2 {
		return false
	}
	k := wordKey(word[0]|0x20, word[1]|0x20, word[n-1]|0x20, n)
	return wordKeys[k>>6]>>(k&63)&1 != 0
}

// wordKey is an index of wordKeys: a mix of a word's first two letters, its last and its length.
func wordKey(first, second, last byte, n int) uint32 {
	return (uint32(first)<<18 ^ uint32(second)<<11 ^ uint32(last)<<5 ^ uint32(n)) * 0x9e3779b1 >> 19
}

// wordKeys has a bit for the key of each word, in a tenth of all.
var wordKeys = func() (t [128]uint64) {
	add := func(w string) {
		k := wordKey(w[0]|0x20, w[1]|0x20, w[len(w)-1]|0x20, len(w))
		t[k>>6] |= 1 << (k & 63)
	}
	for w := range words {
		add(w)
		add(strings.ToUpper(w)) // in some alphabets the capitals are other bytes
	}
	for i := range idioms {
		if idioms[i].behind[0] == 0 { // the word before need not matter
			for _, w := range strings.Fields(idioms[i].words) {
				add(w)
			}
		}
	}
	return t
}()
