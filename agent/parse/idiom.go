package parse

import "strings"

// An idiom is a word that means another thing behind certain words than it does alone:
// "key" is a token behind "API", and "set" is a change behind "password".
type idiom struct {
	words  string // the word is one of these
	behind each   // what the word before says
	amid   each   // what all words so far say
	unless sense  // and what none of them says
	forget sense  // of what they have said, this counts no more
	loses  sense  // of its own senses, the word loses these
	adds   sense  // and it gets these
	leads  bool   // it only leads from the word before to what is said of that one, which gets what it adds
}

// each is a condition on senses: one out of each set must be there. A set that is empty
// asks for nothing.
type each [3]sense

func (e *each) in(s sense) bool {
	return (e[0]&s != 0 || e[0] == 0) && (e[1]&s != 0 || e[1] == 0) && (e[2]&s != 0 || e[2] == 0)
}

// idioms are asked in this order: of those with one word, the first that fits counts.
// Each shows a text that needs it.
var idioms = [...]idiom{
	// Between "not" and what is denied.
	{words: "be been being yet currently properly correctly to a an the", behind: each{sNot}, leads: true}, // "could not be verified"
	{words: "longer", behind: each{sNot}, leads: true, adds: sExpired},                                     // "no longer valid"
	{words: "have", behind: each{sNot}, leads: true, adds: sMust},                                          // "does not have access"

	// Behind "not" and "no".
	{words: "found", behind: each{sNot}, amid: each{sToken, sSeal}, adds: sMissing | sUnknown}, // "JWT not found": it signs for itself, so it was looked for in the request alone
	{words: "found exist recognized recognised known find retrieve", behind: each{sNot}, adds: sUnknown},
	{words: "such", behind: each{sNot}, adds: sMissing | sUnknown},                           // "no such user"
	{words: "provided", behind: each{sNot}, adds: sMissing},                                  // "token not provided"
	{words: "enough", behind: each{sNot}, adds: sInvalid},                                    // "Not enough segments"
	{words: "rights permission permissions", behind: each{sNot}, adds: sDeny},                // "has no permission"
	{words: "role", behind: each{sNot}, amid: each{sAccess | sUser | sAuth}, adds: sMissing}, // "access without role ADMIN"
	{words: "access", behind: each{sNot, sMust}, adds: sDeny},
	{words: "required necessary", behind: each{sNot, sMust}, leads: true},                                     // "does not have the required
	{words: "scope scopes role roles permission", behind: each{sMust}, adds: sMissing},                        // scope"
	{words: validWords, behind: each{sNot, sExpired}, loses: sWeakSuccess, adds: sDeny | sInvalid | sExpired}, // "no longer valid"
	{words: validWords, behind: each{sNot}, loses: sWeakSuccess, adds: sDeny | sInvalid},                      // "not a valid token"
	{words: "hash", behind: each{sNot}, amid: each{sPassword}, adds: sFail},                                   // bcrypt: "is not the hash of the given password"
	{words: "match matching met supported correct able possible", behind: each{sNot}, adds: sFail},            // "not able to log in"
	{words: "validate verify decode decrypt confirm parse", behind: each{sNot}, adds: sFail},                  // "could not validate": this is done to credentials, and to little else

	// Of tokens, and of what is a token only beside other words.
	{words: "is are was has have be been", behind: each{sToken | sSeal}, leads: true},    // "token is required"
	{words: "must", behind: each{sToken | sSeal}, leads: true, adds: sMust},              // "jwt must be provided"
	{words: "be", behind: each{sMust}, leads: true},                                      // "must be changed"
	{words: "change changed reset", behind: each{sMust}, loses: everything, adds: sDeny}, // "must change password"
	{words: "provided supplied present sent included specified", behind: each{sMust}, adds: sMissing},
	{words: "header headers field", behind: each{sAuth}, loses: everything, adds: sToken},                             // "Missing Authorization header"
	{words: "header headers field metadata", amid: each{sAuth, sMissing}, loses: everything, adds: sToken},            // "No authorization was found in request.headers"
	{words: "key keys", behind: each{sAPI, sNot}, forget: sAccess | sAsk | sAPI, adds: sToken | sMissing},             // "no API key"
	{words: "key keys", behind: each{sAPI}, forget: sAccess | sAsk | sAPI, adds: sToken},                              // "Invalid API key"
	{words: "grant", behind: each{sInvalid | sRefresh}, loses: everything, adds: sToken},                              // OAuth's invalid_grant
	{words: "expired", behind: each{sSeal, sProof}, adds: sToken},                                                     // "Signature has expired"
	{words: "signature", behind: each{sExpired}, adds: sToken},                                                        // ExpiredSignature
	{words: "rejected blacklisted blocklisted denylisted", behind: each{sToken | sSeal}, adds: sInvalid},              // "token rejected", "audience rejected"
	{words: "blacklisted blocklisted denylisted", amid: each{sToken}, adds: sInvalid},                                 // "Token of bob is blacklisted"
	{words: "claim claims", amid: each{sToken, sMissing}, forget: sMissing, adds: sInvalid},                           // "Token is missing the aud claim"
	{words: "early", behind: each{sToo}, amid: each{sToken}, adds: sInvalid},                                          // "Token used too early"
	{words: "code codes", behind: each{sAuth}, adds: sToken},                                                          // "authorization code", of OAuth
	{words: "used redeemed consumed", behind: each{sToo}, amid: each{sToken | sSeal | sMFA}, adds: sToken | sInvalid}, // "code already redeemed"
	{words: "reuse reused replay replayed", behind: each{sToken | sSeal}, adds: sToken | sAttack},                     // "refresh token reuse detected"
	{words: "requires higher", behind: each{sAsk}, leads: true, adds: sMust},                                          // OAuth's "request requires higher
	{words: "privileges", behind: each{sMust}, adds: sMissing},                                                        // privileges than provided by the access token"
	{words: "different another", amid: each{sToken, sIssue}, adds: sInvalid},                                          // "issued for another audience"
	{words: "iss aud nbf kid audience issuer", behind: each{sElse}, adds: sSeal | sInvalid},                           // "unexpected audience"
	{words: "before", behind: each{sAccess}, amid: each{sToken}, adds: sInvalid},                                      // "token used before issued", of a clock
	{words: "signing", behind: each{sElse}, adds: sElse},                                                              // "unexpected signing method", of which
	{words: "method", behind: each{sElse, sSign}, adds: sToken | sInvalid},                                            // this is the end
	{words: "required needed", behind: each{sMissing, sAuth | sToken}, forget: sMissing},                              // "No Authentication Required"
	{words: "required needed", behind: each{sAuth}, unless: sMFA | sMissing | sNot, adds: sDeny},                      // "authentication required for /orders"
	{words: "required needed", behind: each{sToken | sCredential}, unless: sMFA, adds: sMissing},                      // "bearer token required"

	// Of logins, users and second factors.
	{words: "factor", behind: each{sSecond}, adds: sMFA},                                                                                  // "second factor"
	{words: "code codes", behind: each{sSecond | sLogin}, unless: sMany, adds: sMFA},                                                      // "verification code"
	{words: "link links", behind: each{sSecond | sLogin}, unless: sMany, loses: everything, adds: sMFA},                                   // "magic link"
	{words: "used", behind: each{sToken}, unless: failing | sNot | sToo, adds: sAccess},                                                   // "api_key_used"
	{words: "used redeemed", behind: each{sMFA}, unless: failing | sNot | sToo, adds: sSuccess},                                           // "recovery code used"
	{words: "as", behind: each{sBind}, adds: sAuth},                                                                                       // "bind as uid=bob,…"
	{words: "as", behind: each{sActing}, adds: sActAs},                                                                                    // "acting as"
	{words: "to", behind: each{sActing}, leads: true},                                                                                     // "switched to
	{words: "user role root", behind: each{sActing}, adds: sActAs},                                                                        // role admin"
	{words: "is was has been", behind: each{sMFA | sAuth}, amid: each{sMFA}, leads: true},                                                 // "two-factor authentication was disabled"
	{words: "enabled disabled enrolled activated deactivated", behind: each{sMFA | sAuth}, amid: each{sMFA}, loses: sDeny, adds: sChange}, // "MFA enabled"
	{words: "lifted cleared removed released", behind: each{sLock}, forget: sLock, adds: sChange},                                         // "lock lifted by alice"
	{words: "set", behind: each{sPassword}, adds: sChange},                                                                                // "password set"
	{words: "ok okay", behind: each{sAuth | sLogin | sPassword | sCredential | sMFA}, adds: sSuccess},                                     // "auth ok"
	{words: "exception", behind: each{sAuth | sLogin | sCredential}, adds: sFail},                                                         // "authentication exception"
	{words: "disconnected", behind: each{sUser}, adds: sSession},                                                                          // "user disconnected"
	{words: "exist find", behind: each{sFail}, adds: sUnknown},                                                                            // "doesn't exist", "can't find"
	{words: "attempts tries retries", amid: each{sToo}, adds: sDeny},                                                                      // "too many login attempts"
	{words: "limit limits", behind: each{sLogin | sSession | sMFA}, amid: each{sToo}, adds: sDeny},                                        // "exceeded the login limit"
	{words: "limit limits", behind: each{sRate | sAttempt | sLogin | sSession | sMFA}, leads: true},                                       // "rate limit exceeded for login"
	{words: "limited reached exceeded", behind: each{sRate}, adds: sLimit},                                                                // "login of bob rate limited"
	{words: "reached exceeded", behind: each{sLogin | sSession | sMFA}, adds: sDeny},                                                      // "session limit reached"
	{words: "reached exceeded", amid: each{sAttempt, about}, adds: sDeny},                                                                 // "login attempt limit reached"

	// Of something else after all.
	{words: "refused", behind: each{sConnection}, loses: everything},          // "connection refused": the network's word, not a guard's
	{words: "method", behind: each{sLogin}, forget: sLogin},                   // "login method": a setting of somebody's
	{words: "users", behind: each{sLogin, sDone}, forget: sLogin | sDone},     // "3 logged in users"
	{words: "agent exec", behind: each{sUser | sAuth}, forget: sUser | sAuth}, // a user agent is a browser, user EXEC a router's mode, an SSO agent a server
	{words: "column columns", behind: each{sAuth}, forget: sAuth},             // "identity columns"
}

// validWords are what a token is said not to be, in some languages.
const validWords = "valid active valido valida valide válido válida gültig geldig valable"

const everything = ^sense(0)

// idiomsOf are the idioms with each word.
var idiomsOf = func() map[string][]*idiom {
	of := map[string][]*idiom{}
	for i := range idioms {
		for _, word := range strings.Fields(idioms[i].words) {
			of[word] = append(of[word], &idioms[i])
		}
	}
	return of
}()

// idiomsBehind and idiomsAmid are the senses without one of which no idiom is to be found.
var idiomsBehind, idiomsAmid = func() (behind, amid sense) {
	for i := range idioms {
		if d := &idioms[i]; d.behind[0] != 0 {
			behind |= d.behind[0]
		} else {
			amid |= d.amid[0]
		}
	}
	return behind, amid
}()

// idiom is the idiom that a word in lower case is behind the words so far; nil if it is
// none there.
func (r *reading) idiom(word []byte) *idiom {
	if r.last&idiomsBehind == 0 && r.all&idiomsAmid == 0 {
		return nil // as behind most words
	}
	for _, d := range idiomsOf[string(word)] {
		if d.behind.in(r.last) && d.amid.in(r.all) && d.unless&r.all == 0 {
			return d
		}
	}
	return nil
}
