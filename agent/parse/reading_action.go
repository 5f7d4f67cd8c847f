package parse

import "github.com/hashtail/hashtail/agent/event"

// outcome is what the words say of how it ended. A word of failing counts before one of
// success: "successfully rejected".
func (r *reading) outcome() event.Outcome {
	a := limited(r.all)
	if a&(sSession|sLogout) != 0 && a&sToken == 0 {
		a &^= sExpired // this is how sessions end, and no failure
	}
	switch {
	case a&(failing|sLock) != 0:
		return event.Failure
	case a&sSuccess != 0:
		return event.Success
	}
	return event.NoOutcome
}

// telling reports whether the words alone could make an authentication event of a record,
// however it ended, or are worth looking for what else its message says.
func (r *reading) telling() bool {
	a := r.all
	return a != 0 && (r.sendsForMore() || r.action(false) != event.NoAction || r.action(true) != event.NoAction)
}

// sendsForMore reports whether a message with these words is worth mining for who and from
// where: they are about authentication, or say that access was given or refused.
func (r *reading) sendsForMore() bool {
	return r.all&(about|sActAs) != 0 || r.all&(sAccess|sUser) != 0 && r.all&failing != 0 || r.all&sAccess != 0 && r.all&sSuccess != 0
}

// changesUser reports whether the words say that an account was made, changed or deleted.
func (r *reading) changesUser() bool {
	return r.all&sUser != 0 && r.all&(sChange|sCreate|sDelete) != 0
}

// A deed is what was done when words say certain things together.
type deed struct {
	says   each         // the words have a sense of each of these; of the first set few texts have one
	unless sense        // and none of these
	is     event.Action // then this happened; NoAction is nothing that counts
}

// Two senses that no word has: what else is known of a record while its deed is looked for.
const (
	sFailed   sense = 1 << 62 // it failed, by its words or by another part of the record
	sLabelled sense = 1 << 63 // only labels speak of a user: "user=bob"
)

// deeds are asked in this order, and the first that fits counts: a logout is one whatever
// else is said, and a token that was refused is no login that failed. A sense of [failing]
// implies sFailed.
var deeds = [...]deed{
	{each{sLogout}, 0, event.Logout},

	{each{sMFA, sChange}, failing, event.UserChanged}, // set up, or taken away: "MFA enabled"
	{each{sMFA, sEnroll | sDelete}, failing, event.UserChanged},
	{each{sMFA, sFailed}, 0, event.MFAFailed},
	{each{sMFA, sLogin, sDone}, 0, event.Login}, // "signed in with a passkey"
	{each{sMFA}, 0, event.MFA},

	{each{sLock, sUser | sLogin | sAuth | sPassword}, sSession, event.AccountLocked},

	{each{sToken}, 0, tokenDeed},
	{each{sScope, sMissing | sDeny}, 0, event.InsufficientScope},
	{each{sPermission, sMissing | sDeny, about | sUser | sRole}, 0, event.InsufficientScope}, // of a file it may be denied, too
	{each{sRole, sMissing}, 0, event.InsufficientScope},
	{each{sPassword, sChange}, sFailed, event.PasswordChanged},
	{each{sPassword, sChange}, sLogin | sAuth | sCredential | failing&^sFail, event.PasswordChanged}, // "failed to change password"
	{each{sSession, sClose | sDelete | sRevoke}, failing, event.SessionEnded},                        // AUTHN_SESSION_DELETED, whatever became of it

	// Somebody was refused.
	{each{sLogin | sPassword | sCredential | sAuth, sFail | sInvalid | sUnknown | sExpired | sAttack}, 0, event.LoginFailed},
	{each{sLogin, sFailed}, 0, event.LoginFailed},
	{each{sPassword, sDeny}, 0, event.LoginFailed},
	{each{sAuth, sAttempt, sFailed}, sAccess, event.LoginFailed},
	{each{sFrame, sDeny}, about | sUser, event.NoAction},     // by a packet filter, which knows nobody
	{each{sCredential, sMissing}, sUser, event.MissingToken}, // "no credentials on request"
	{each{sDeny, sAuth | sAccess | sUser | sPassword | sCredential}, 0, event.AccessDenied},
	{each{sAccess, sAttempt, sUnknown | sInvalid | sExpired}, 0, event.AccessDenied}, // "Attempted access with non-existent key"
	{each{sAuth, sFailed}, 0, event.LoginFailed},
	{each{sSession, sDeny}, sOpen | sClose | sConfig, event.AccessDenied},              // "session limit reached"
	{each{sSession, sInvalid | sAttack}, sOpen | sClose | sConfig, event.InvalidToken}, // "invalid session", "session hijack"

	// Somebody came or went.
	{each{sSession, sClose | sDelete | sRevoke | sExpired}, 0, event.SessionEnded},
	{each{sSession, sRefresh}, failing, event.TokenRefreshed},
	{each{sLogin}, 0, event.Login},
	{each{sSession, sOpen | sCreate}, 0, event.SessionStarted},
	{each{sSession, sAsk, sSuccess}, 0, event.SessionStarted}, // "session request … succeeded"
	{each{sAuth, sSuccess}, 0, event.Login},

	// Something was done to an account, a group or a role. Whose name a label says is not
	// what was changed: "user=bob msg=updated the clock".
	{each{sRole, sChange | sCreate | sDelete | sIssue | sSuccess | sRevoke}, 0, event.RoleChanged}, // "role granted"
	{each{sUser, sUnknown}, 0, event.InvalidUser},
	{each{sUser, sSession}, sDelete | sCreate, event.NoAction},
	{each{sUser, sGroup, sCreate | sDelete | sChange}, 0, event.GroupChanged},
	{each{sUser, sDelete}, sLabelled, event.UserDeleted},
	{each{sUser, sCreate}, sLabelled, event.UserCreated},
	{each{sUser, sChange}, sLabelled, event.UserChanged},
	{each{sGroup, sCreate}, 0, event.GroupCreated},
	{each{sGroup, sDelete}, 0, event.GroupDeleted},

	{each{sPassword, sSuccess, sFailed}, 0, event.LoginFailed},
	{each{sPassword, sSuccess}, 0, event.Login},
	{each{sAuth | sCredential, sLogin | sAttempt | sPassword}, 0, event.AuthInfo},
	{each{sActAs}, 0, event.PrivilegeUse},
}

// tokenDeeds are what is done to a token or with one.
var tokenDeeds = [...]deed{
	{each{sScope | sPermission, sMissing | sDeny | sInvalid}, sProve, event.InsufficientScope}, // one that could not be verified has none to lack
	{each{sExpired, sMany}, sUser | sAuth | sLogin, event.NoAction},                            // a program's: "removed 12 expired tokens"
	{each{sExpired}, 0, event.ExpiredToken},
	{each{sMissing}, 0, event.MissingToken},
	{each{sRevoke}, sInvalid | sDeny | sFail | sAttempt | sFailed, event.TokenRevoked},
	{each{sFail | sInvalid | sUnknown | sRevoke | sAttack}, 0, event.InvalidToken}, // somebody came with one that had been revoked
	{each{sFailed, sLogin}, 0, event.LoginFailed},
	{each{sFailed}, 0, event.AccessDenied},
	{each{sRefresh}, 0, event.TokenRefreshed},
	{each{sIssue | sCreate}, 0, event.TokenIssued},
	{each{sDelete | sClose}, 0, event.TokenRevoked},
	{each{sAccess | sSuccess | sWeakSuccess | sLogin | sAuth}, 0, event.TokenAccess},
}

// tokenDeed stands in deeds for the one of tokenDeeds that fits.
const tokenDeed = event.ActionCount

// deedsSay are the senses without one of which no deed fits.
var deedsSay = func() (s sense) {
	for i := range deeds {
		s |= deeds[i].says[0]
	}
	return s
}()

// action is what the words say has happened; failed is the outcome as far as it is known.
func (r *reading) action(failed bool) event.Action {
	a := inContext(r.all)
	if a&deedsSay == 0 {
		return event.NoAction
	}
	var known sense // beside the words
	if failed || a&failing != 0 {
		known |= sFailed
	} else {
		a &^= r.thing
	}
	if r.label != 0 {
		known |= sLabelled
	}
	is := firstDeed(deeds[:], a|known)
	if is == tokenDeed {
		return firstDeed(tokenDeeds[:], r.all|known)
	}
	return is
}

// firstDeed is what happened by the first of some deeds that fits.
func firstDeed(list []deed, said sense) event.Action {
	for i := range list {
		if d := &list[i]; d.says[0]&said != 0 && d.unless&said == 0 && d.says.in(said) {
			return d.is
		}
	}
	return event.NoAction
}

// inContext is what words say together. Some senses hold only beside others, or only where
// those are missing: authorized by a bank is nobody's login.
func inContext(a sense) sense {
	a = limited(a)
	if a&sSyntax != 0 && a&(sAuth|sLogin|sUser|sPassword|sSession) == 0 { // the tokens of a grammar
		a &^= sToken
	}
	if a&sPay != 0 && a&(sLogin|sUser|sPassword|sToken|sSession) == 0 { // authorized by a bank
		a &^= sAuth
	}
	if a&sProof != 0 && a&(about|sUser|sAccess) != 0 {
		a |= sCredential
	}
	if a&sBind != 0 && a&(about|sUser) != 0 {
		a |= sAuth
	}
	return a
}

// limited takes a rate that was exceeded for a refusal, if it was one of logins or the like.
func limited(a sense) sense {
	if a&sLimit != 0 && a&about != 0 {
		a |= sDeny
	}
	return a
}

// isVerb reports whether the words say that something was made, changed or taken away, and do
// not say what.
func (r *reading) isVerb() bool {
	const verbs = sCreate | sDelete | sChange | sLock | sRevoke | sIssue
	return r.all&verbs != 0 && r.all&^verbs == 0
}
