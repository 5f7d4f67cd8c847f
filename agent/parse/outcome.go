package parse

import (
	"bytes"
	"strings"

	"github.com/hashtail/hashtail/agent/event"
)

// ended is the outcome that the record states, by what says most of it: a field for that, an
// error, the event's own name, the status of the request, the words of its sentences.
func (p *Parser) ended() event.Outcome {
	if o := p.fieldsOutcome(); o != event.NoOutcome {
		return o
	}
	if v := p.val(Failed); v != nil && isTrue(v) {
		return event.Failure
	}
	if v := p.val(ErrorCode); len(v) > 0 && isZero(v) && p.http.status == 0 { // Microsoft's sign-ins, and many APIs: no error
		return event.Success
	}
	if o := p.said.name.outcome(); o != event.NoOutcome {
		return o
	}
	if v := p.val(ActionWord); len(v) == len("BLOCK") && containsFold(v, "block") { // a firewall's of applications
		return event.Failure
	}
	if p.http.status >= 400 {
		return event.Failure
	}
	if o := p.said.text.outcome(); o != event.NoOutcome && p.saysOfSomebody() {
		return o
	}
	switch {
	case p.http.status == 0:
		return event.NoOutcome
	case p.formAgain():
		return event.Failure
	}
	return event.Success
}

// fieldsOutcome is what a field for the outcome says, unless the record's own words or its
// request's status say otherwise.
func (p *Parser) fieldsOutcome() event.Outcome {
	v := p.val(OutcomeWord)
	if v == nil {
		return event.NoOutcome
	}
	o := readOutcome(v)
	if p.belied(o) || o == event.Success && p.wasRefused() {
		return event.NoOutcome
	}
	return o
}

// saysOfSomebody reports whether what the sentences say of success or failure is of somebody
// and his access, and not of a program's own doing.
func (p *Parser) saysOfSomebody() bool {
	return p.said.all()&(about|sUser|sAccess) != 0 || p.has(SourceIP) || p.said.text.all&sDeny != 0 && p.has(UserName)
}

// wasRefused reports whether the request was answered so that nothing can have come of
// it, whatever else the record says of its own doing.
func (p *Parser) wasRefused() bool {
	switch p.http.status {
	case 401, 403, 407:
		return true
	}
	return false
}

// belied reports whether a pair within a sentence, of some step or a program's exit,
// says another thing than the sentence begins with: "AUTH_FAILED (status=1)". So may the
// number of a key beside it, which is 0 for false and for no error: "AUTH SUCCESS", status 0.
func (p *Parser) belied(o event.Outcome) bool {
	if p.said.text.all&about == 0 {
		return false
	}
	if o == event.Failure {
		return p.said.text.first&sSuccess != 0 && len(p.val(OutcomeWord)) == 1
	}
	return p.rank[OutcomeWord] >= keyed && p.said.text.first&failing != 0
}

// implied is the outcome of a record that only says what was done: done it
// was, unless it is logged as an error.
func (p *Parser) implied() event.Outcome {
	if p.e.Action == event.MFA || !implies(p.e.Action) {
		return event.NoOutcome
	}
	switch p.e.Action {
	case event.LoginFailed, event.InvalidUser, event.MFAFailed, event.AccountLocked, event.MissingToken, event.InvalidToken,
		event.ExpiredToken, event.InsufficientScope, event.AccessDenied:
		return event.Failure
	}
	if p.e.Action == event.Login && p.said.all()&sDone == 0 && !p.knowsUser() {
		return event.NoOutcome // a login of nobody: it was asked for
	}
	if p.said.all()&sAttempt != 0 {
		return event.NoOutcome
	}
	return event.Success
}

// implies reports whether an action is of somebody's who succeeded with it or did not.
func implies(a event.Action) bool {
	switch a {
	case event.NoAction, event.AuthInfo, event.WebAccess, event.Disconnected:
		return false
	}
	return true
}

func isErrorLevel(b []byte) bool {
	switch string(b) {
	case "error", "ERROR", "Error", "fatal", "FATAL", "critical", "CRITICAL", "50", "60", "eror", "err", "ERR":
		return true
	}
	return false
}

// statesError reports whether a record that does not say how it ended has what only failures have:
// an error, the number of one, a reason why, or its level. "login" of a user with an error is no
// login, whatever the error says.
func (p *Parser) statesError() bool {
	if p.http.status != 0 {
		return false
	}
	if v := p.val(ErrorText); !namesNoError(v) {
		return true
	}
	if v := p.val(ErrorCode); !namesNoError(v) && !isZero(v) && (len(v) != 3 || v[0] != '2') {
		return true
	}
	return p.has(ErrorType) || p.has(Reason) && whyNot[p.key[Reason]] || isErrorLevel(p.val(Level)) && p.said.all()&sDone == 0
}

// whyNot are the keys of reasons that only failures have, by how they begin: failure_reason,
// denyReason, and none of a lock or a logout.
var whyNot = func() map[*key]bool {
	m := map[*key]bool{}
	for name, k := range keys {
		for _, lead := range [...]string{"fail", "den", "reject", "error", "block"} {
			if k.at[anywhere].field == Reason && strings.HasPrefix(name, lead) {
				m[k] = true
			}
		}
	}
	return m
}()

// namesNoError reports whether what stands as an error says that there is none.
func namesNoError(v []byte) bool {
	if absent(v) {
		return true
	}
	for _, s := range [...]string{"none", "ok", "false", "0", "success", "no error", "no_error"} {
		if foldedEqual(v, s) {
			return true
		}
	}
	return false
}

// isZero reports whether a text is a number without a digit but 0: of errors, none.
func isZero(v []byte) bool { return digits(v) && len(bytes.TrimLeft(v, "0")) == 0 }

func isWarning(b []byte) bool {
	return len(b) >= 4 && foldedEqual(b[:4], "warn") || string(b) == "40"
}

// readOutcome reads a field that says how something ended.
func readOutcome(v []byte) event.Outcome {
	switch string(v) {
	case "true", "True", "TRUE", "yes", "Yes", "YES", "ok", "OK", "Ok", "y", "Y", "1", "pass", "PASS", "res=success", "Allow", "ALLOW", "allow", "SUCCESS", "success", "permit":
		return event.Success
	case "false", "False", "FALSE", "no", "No", "NO", "n", "N", "0", "Deny", "DENY", "deny":
		return event.Failure
	case "unknown":
		return event.Unknown
	}
	if len(v) > maxWording {
		return event.NoOutcome
	}
	var r reading
	r.addName(v)
	if o := r.outcome(); o != event.NoOutcome {
		return o
	}
	if r.all&sWeakSuccess != 0 {
		return event.Success
	}
	var buf [maxWord]byte
	for i := 0; i < len(v); {
		word, next := nextWord(v, i)
		if i = next; len(word) > len(buf) {
			continue
		}
		if o := endings[string(appendLower(buf[:0], word))]; o != event.NoOutcome {
			return o
		}
	}
	return event.NoOutcome
}

// endings are words that say how something ended, or that it has not ended, only in a field for
// that: elsewhere a request times out, an index is negative, and code is required.
var endings = func() map[string]event.Outcome {
	m := map[string]event.Outcome{}
	for _, e := range [...]struct {
		is    event.Outcome
		words string
	}{
		{event.Failure, "negative declined dropped unmatched nomatch notok err timeout timedout timed off f"},
		{event.Success, "positive s t"},
		{event.Unknown, "pending challenge challenged required started initiated requested attempt progress processing waiting skipped partial"},
	} {
		for _, word := range strings.Fields(e.words) {
			m[word] = e.is
		}
	}
	return m
}()

func isTrue(v []byte) bool {
	switch string(v) {
	case "true", "True", "TRUE", "1", "yes", "Yes", "YES":
		return true
	}
	return false
}
