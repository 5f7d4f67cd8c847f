package parse

import "github.com/hashtail/hashtail/agent/event"

// outcome is what the words say of success.
func (r *reading) outcome() event.Outcome {
	a := limited(r.all)
	if a&(sSession|sLogout) != 0 && a&sToken == 0 {
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
// it is known. The cases are a table in the order in which they count: a logout is one
// whatever else is said, a token that is refused is no login that failed.
func (r *reading) action(failed bool) event.Action {
	if r.all == 0 {
		return event.NoAction
	}
	a := inContext(r.all)
	if failed = failed || a&failing != 0; !failed {
		a &^= r.thing
	}
	switch {
	case a&sLogout != 0:
		return event.Logout
	case a&sMFA != 0 && a&sChange != 0 && a&failing == 0: // set up, or taken away
		return event.UserChanged
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
	case a&sPassword != 0 && a&sChange != 0 && (!failed || a&(sLogin|sAuth|sCredential|failing&^sFail) == 0):
		return event.PasswordChanged
	}
	if failed && (a&failing != 0 || a&sSession == 0 || a&(sClose|sDelete) == 0) { // AUTHN_SESSION_DELETED, whatever became of it
		if did, said := refusal(a); said {
			return did
		}
	}
	if did := visit(a); did != event.NoAction {
		return did
	}
	did, said := accountChange(a, failed)
	if r.label != 0 && (did == event.UserCreated || did == event.UserChanged || did == event.UserDeleted) { // "user=bob msg=updated the clock"
		did, said = accountChange(a&^sUser, failed)
	}
	if said {
		return did
	}
	switch {
	case a&sPassword != 0 && a&sSuccess != 0 && !failed:
		return event.Login
	case a&sPassword != 0 && a&sSuccess != 0:
		return event.LoginFailed
	case a&(sAuth|sCredential) != 0 && a&(sLogin|sAttempt|sPassword) != 0:
		return event.AuthInfo
	}
	return event.NoAction
}

// inContext drops the senses that words have only beside others, and adds those that
// they have beside them.
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

// limited takes a rate that was exceeded for a refusal, if it was of logins and the like.
func limited(a sense) sense {
	if a&sLimit != 0 && a&about != 0 {
		a |= sDeny
	}
	return a
}

// refusal is what the words of something that failed say that somebody was refused. A
// packet filter has refused nobody.
func refusal(a sense) (did event.Action, said bool) {
	switch {
	case a&(sLogin|sPassword|sCredential|sAuth) != 0 && a&(sFail|sInvalid|sUnknown|sExpired|sAttack) != 0, a&sLogin != 0, a&sDeny != 0 && a&sPassword != 0,
		a&sAuth != 0 && a&sAttempt != 0 && a&(sAccess|sToken) == 0:
		return event.LoginFailed, true
	case a&sDeny != 0 && a&sFrame != 0 && a&(about|sUser) == 0:
		return event.NoAction, true
	case a&sDeny != 0 && a&(sAuth|sAccess|sUser|sPassword|sCredential) != 0, a&sAccess != 0 && a&sAttempt != 0 && a&(sUnknown|sInvalid|sExpired) != 0: // "Attempted access with non-existent key"
		return event.AccessDenied, true
	case a&sAuth != 0:
		return event.LoginFailed, true
	case a&sSession != 0 && a&sInvalid != 0 && a&(sOpen|sClose|sConfig) == 0: // "invalid session"
		return event.InvalidToken, true
	}
	return event.NoAction, false
}

// visit is which end of somebody's visit the words are of.
func visit(a sense) event.Action {
	switch {
	case a&sSession != 0 && a&(sClose|sDelete|sExpired) != 0:
		return event.SessionEnded
	case a&sLogin != 0:
		return event.Login
	case a&sSession != 0 && (a&(sOpen|sCreate) != 0 || a&sAsk != 0 && a&sSuccess != 0): // "session request … succeeded"
		return event.SessionStarted
	case a&sAuth != 0 && a&sSuccess != 0:
		return event.Login
	}
	return event.NoAction
}

// accountChange is what the words say was done to accounts, groups and roles. Of a
// user's session they may say something else.
func accountChange(a sense, failed bool) (did event.Action, said bool) {
	switch {
	case a&sRole != 0 && a&(sChange|sCreate|sDelete|sIssue|sSuccess|sRevoke) != 0: // "role granted"
		return event.RoleChanged, true
	case a&sUser != 0 && a&sUnknown != 0 && failed:
		return event.InvalidUser, true
	case a&sUser != 0 && a&sSession != 0 && a&(sDelete|sCreate) == 0:
		return event.NoAction, true
	case a&sUser != 0 && a&sGroup != 0 && a&(sCreate|sDelete|sChange) != 0:
		return event.GroupChanged, true
	case a&sUser != 0 && a&sDelete != 0:
		return event.UserDeleted, true
	case a&sUser != 0 && a&sCreate != 0:
		return event.UserCreated, true
	case a&sUser != 0 && a&sChange != 0:
		return event.UserChanged, true
	case a&sGroup != 0 && a&sCreate != 0:
		return event.GroupCreated, true
	case a&sGroup != 0 && a&sDelete != 0:
		return event.GroupDeleted, true
	}
	return event.NoAction, false
}

// isVerb reports whether the words say that something was made, changed or taken away,
// and not what.
func (r *reading) isVerb() bool {
	const verbs = sCreate | sDelete | sChange | sLock | sRevoke | sIssue
	return r.all&verbs != 0 && r.all&^verbs == 0
}

// tokenAction is what the words say has happened to or with a token.
func (r *reading) tokenAction(failed bool) event.Action {
	a := r.all
	switch {
	case a&(sScope|sPermission) != 0 && a&(sMissing|sDeny|sInvalid) != 0 && a&sProve == 0: // one that could not be verified has none to lack
		return event.InsufficientScope
	case a&sExpired != 0 && a&sMany != 0 && a&(sUser|sAuth|sLogin) == 0: // taken away
		return event.NoAction
	case a&sExpired != 0:
		return event.ExpiredToken
	case a&sMissing != 0:
		return event.MissingToken
	case a&sRevoke != 0 && a&(sInvalid|sDeny|sFail|sAttempt) == 0 && !failed: // else it was one that had been
		return event.TokenRevoked
	case a&(sFail|sInvalid|sUnknown|sRevoke) != 0:
		return event.InvalidToken
	case failed && a&sLogin != 0:
		return event.LoginFailed
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
