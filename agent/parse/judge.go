package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// maxWording bounds how much of a text is read for what it means.
const maxWording = 256

// judge settles what happened and how it ended. The product's own name of the
// event counts most, then an explicit outcome, the status code, the wording.
func (p *Parser) judge() {
	e := p.e
	if e.Action != event.NoAction && e.Outcome != event.NoOutcome {
		return
	}
	var name, wording reading
	v := p.val[ActionWord]
	if v == nil {
		v = p.val[MsgID] // Junos: SSHD_LOGIN_FAILED
	}
	if v != nil && len(v) <= maxWording {
		name.addName(v)
	}
	if p.auth != notAuth && (p.http.status == 0 || name.action(false) == event.NoAction) {
		p.prose(&wording)
	}
	if m := p.val[Message]; m != nil && wording.sendsForMore() && !p.mined && (!p.has(UserName) || !p.has(SourceIP)) {
		p.mine(m)
	}
	if text := p.val[ErrorText]; text != nil && !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) && wording.all&about != 0 {
		p.user(userIn(text), told, true)
	}
	if e.Outcome == event.NoOutcome {
		e.Outcome = p.ended(&name, &wording)
	}
	failed := e.Outcome == event.Failure
	web := p.http.status != 0 || p.has(Method) && p.has(Path)
	if e.Action == event.NoAction {
		if e.Action = name.action(failed); e.Action == event.NoAction && name.all&sCredential != 0 && name.all&sWeakSuccess != 0 { // credentials_ok
			e.Action = event.Login
		}
		if e.Action == event.NoAction {
			e.Action = wording.action(failed)
			switch e.Action {
			case event.SessionStarted, event.InvalidUser, event.UserCreated:
				if failed && p.http.status >= 400 && p.http.route == toLogin { // named by a controller or a path
					e.Action = event.LoginFailed
				}
			}
			if (e.Action == event.UserCreated || e.Action == event.UserDeleted) && p.auth != isAuth && ofUsers(p.val[Message]) {
				e.Action, p.auth = event.NoAction, notAuth
			}
		}
		if e.Action == event.NoAction && web {
			e.Action = p.webAction(failed)
			if p.http.status == 0 && e.Outcome == event.NoOutcome && e.Action != event.WebAccess {
				e.Outcome = event.Unknown // asked for, and not yet answered
			}
		}
		if e.Action == event.NoAction && wording.all&sDeny != 0 && wording.all&sFrame == 0 && p.has(SourceIP) && p.rank[SourceIP] <= told { // "denied … from 192.0.2.1"
			e.Action = event.AccessDenied
		}
		if e.Action == event.AccessDenied && p.ofTraffic(&wording) {
			e.Action = event.NoAction
		}
		if e.Action == event.NoAction && p.auth != isAuth && !web && (name.all|wording.all)&about == 0 && e.Token.IsZero() && len(p.s.Found()) == 0 && p.isFlow() && (p.has(ActionWord) || p.has(Message) || p.has(Protocol)) {
			p.auth = notAuth // of a user's, perhaps, who logged in long ago; a honeypot's record says no more than who
		}
		if e.Action == event.NoAction && (!e.Token.IsZero() && !isIncidental(e.Token.Kind) || p.has(TokenHash)) {
			e.Action = event.TokenAccess
		}
		if e.Action == event.NoAction && p.auth != notAuth && (p.has(UserName) || p.has(UserID) || !e.Token.IsZero()) {
			e.Action = event.AuthInfo
		}
	}
	if e.Outcome == event.NoOutcome {
		e.Outcome = p.implied(&name, &wording)
	}
	if e.Outcome == event.Success { // its words may be of other attempts
		switch e.Action {
		case event.LoginFailed, event.MissingToken:
			e.Action = event.Login
		case event.MFAFailed:
			e.Action = event.MFA
		}
	}
}

// ofUsers reports whether what a message says was made or taken away is something
// for a user, and no account: "created device X for user bob".
func ofUsers(msg []byte) bool {
	for _, s := range [...]string{" for user ", " by user ", " of user "} {
		before, _, ok := bytes.Cut(msg[:min(len(msg), maxWording)], []byte(s))
		if !ok {
			continue
		}
		if holds(before, "egist") || holds(before, "nroll") { // what users do
			return false
		}
		var r reading
		r.addProse(before)
		return r.all&(sUser|sAccess) == 0 && r.all&(sCreate|sDelete) != 0
	}
	return false
}

// ofTraffic reports whether what was denied is a packet of somebody's to somebody
// else, by a filter that asks nobody for a name.
func (p *Parser) ofTraffic(wording *reading) bool {
	if !p.has(SourceIP) || p.has(UserName) || p.http.status != 0 || wording.all&(about|sUser) != 0 {
		return false
	}
	if p.isFlow() {
		return true
	}
	msg := p.val[Message]
	msg = msg[:min(len(msg), maxWording)]
	if !p.has(DestIP) {
		return holds(msg, "access-group") || holds(msg, "Web site access denied") // ASA, SonicWall
	}
	for _, s := range [...]string{"Web site", "TCP", "tcp", "UDP", "udp", "ICMP", "icmp", "IP ", "acket", "raffic", "rotocol", "URL "} {
		if holds(msg, s) {
			return true
		}
	}
	return false
}

// isFlow reports whether the record has both ends of a connection, as those of
// firewalls and proxies do, or says that it is of traffic.
func (p *Parser) isFlow() bool {
	return p.has(SourceIP) && p.has(DestIP) && (p.has(SourcePort) && p.has(DestPort) || bytes.EqualFold(p.val[ActionWord], []byte("traffic")))
}

// userIn is the name that an error's text has in quotes or brackets behind
// "user": "unable to authenticate user [alice] for …".
func userIn(text []byte) []byte {
	b, ok := behind(text, "user ")
	if !ok || len(b) < 3 {
		return nil
	}
	end := b[0]
	switch end {
	case '[':
		end = ']'
	case '"', '\'':
	default:
		return nil
	}
	if i := bytes.IndexByte(b[1:], end); i > 0 {
		return b[1 : 1+i]
	}
	return nil
}

// prose reads what the record's sentences say. A record that names its event
// and has a status code needs none.
func (p *Parser) prose(r *reading) {
	if v := p.val[Message]; v != nil {
		*r = *p.wording(v)
	}
	for _, f := range [...]Field{Reason, ErrorText} {
		if v := p.val[f]; v != nil {
			r.last = 0
			r.addName(v[:min(len(v), maxWording)])
		}
	}
}

// ended is the outcome that the record states.
func (p *Parser) ended(name, wording *reading) event.Outcome {
	if v := p.val[OutcomeWord]; v != nil {
		if o := readOutcome(v); o != event.NoOutcome {
			return o
		}
	}
	if v := p.val[Failed]; v != nil && isTrue(v) {
		return event.Failure
	}
	if o := name.outcome(); o != event.NoOutcome {
		return o
	}
	if p.http.status >= 400 {
		return event.Failure
	}
	if o := wording.outcome(); o != event.NoOutcome && ((wording.all|name.all)&(about|sUser|sAccess) != 0 || p.has(SourceIP)) {
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

// implied is the outcome of a record that only says what was done: done it
// was, unless it is logged as an error.
func (p *Parser) implied(name, wording *reading) event.Outcome {
	switch p.e.Action {
	case event.NoAction, event.AuthInfo, event.WebAccess, event.MFA, event.Disconnected:
		return event.NoOutcome
	case event.LoginFailed, event.InvalidUser, event.MFAFailed, event.AccountLocked, event.MissingToken, event.InvalidToken,
		event.ExpiredToken, event.InsufficientScope, event.AccessDenied:
		return event.Failure
	}
	if isErrorLevel(p.val[Level]) {
		return event.Failure
	}
	if p.e.Action == event.Login && (name.all|wording.all)&sDone == 0 && !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) {
		return event.NoOutcome // a login of nobody: it was asked for
	}
	if (name.all|wording.all)&sAttempt != 0 {
		return event.NoOutcome
	}
	return event.Success
}

func isErrorLevel(b []byte) bool {
	switch string(b) {
	case "error", "ERROR", "Error", "fatal", "FATAL", "critical", "CRITICAL", "50", "60", "eror", "err", "ERR":
		return true
	}
	return false
}

// readOutcome reads a field that says how something ended.
func readOutcome(v []byte) event.Outcome {
	switch string(v) {
	case "true", "True", "TRUE", "yes", "ok", "OK", "Ok", "y", "1", "pass", "PASS", "res=success", "Allow", "ALLOW", "allow", "SUCCESS", "success", "permit":
		return event.Success
	case "false", "False", "FALSE", "no", "n", "0", "Deny", "DENY", "deny":
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
	return event.NoOutcome
}

func isTrue(v []byte) bool {
	switch string(v) {
	case "true", "True", "TRUE", "1", "yes":
		return true
	}
	return false
}
