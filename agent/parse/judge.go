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
	if v == nil && p.namesEvent() {
		v = p.val[Logger]
	}
	if v != nil && len(v) <= maxWording && !tellsOfMail(v) {
		name.addName(v)
		if t := p.val[ObjectType]; t != nil && len(t) <= maxWording && name.isVerb() {
			name.last = 0
			name.addName(t)
		}
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
	if e.Action == event.NoAction {
		e.Action = p.action(&name, &wording)
	}
	if e.Outcome == event.NoOutcome {
		e.Outcome = p.implied(&name, &wording)
	}
	if e.Action == event.AuthInfo && e.Outcome == event.Failure && p.failedElsewhere(name.all|wording.all) {
		e.Outcome = event.Unknown
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

// tellsOfMail reports whether an event is the letter about something: "Login
// Verification Email Sent".
func tellsOfMail(v []byte) bool {
	n := len(v) - len("email sent")
	return n >= 0 && (bytes.EqualFold(v[n:], []byte("email sent")) || bytes.EqualFold(v[n:], []byte("email_sent")))
}

// acting makes who acts the user, where no key names one.
func (p *Parser) acting() {
	if actor := p.val[ActorName]; actor != nil {
		p.offer(UserName, actor, p.rank[ActorName], p.key[ActorName])
	}
}

// actedOn tells the user from who acts, where an account was changed.
func (p *Parser) actedOn() {
	if k := p.key[TargetName]; k != nil && k.at[anywhere].field != TargetName && !isOfUsers(p.val[ObjectType]) { // target={"type":"password_auth","name":"x"}
		p.unset(TargetName)
		p.unset(TargetID)
	}
	actor, user := p.val[ActorName], p.val[UserName]
	if p.e.Action.OfAccounts() && actor == nil && (user != nil && p.rank[UserName] < told || p.has(UserEmail)) && !p.has(TargetName) { // user=alice msg="deleted user 'bob'"
		for _, f := range [...]Field{Message, ActionWord} {
			m := p.val[f]
			if whose := userIn(m[:min(len(m), maxText)]); whose != nil && !bytes.Equal(whose, user) && !bytes.Equal(whose, p.val[UserEmail]) {
				p.set(TargetName, whose)
				break
			}
		}
	}
	if a := p.e.Action; (a == event.UserCreated || a == event.UserDeleted) && actor == nil && p.rank[UserName] >= told && !p.has(TargetName) {
		if by, _ := behind(p.val[Message], " by "); !bytes.HasPrefix(by, user) { // "Added user 'bob' to realm 'x'"
			p.set(TargetName, user)
		}
	}
	if actor != nil && p.e.Action.OfAccounts() && !p.has(TargetName) && !bytes.Equal(user, actor) {
		p.set(TargetName, user)
		p.set(UserName, actor)
	}
}

// isOfUsers reports whether the type of what was acted upon may be a user's; none says
// nothing against it.
func isOfUsers(kind []byte) bool {
	return len(kind) == 0 || containsFold(kind, "user") || containsFold(kind, "account") || containsFold(kind, "identity") || containsFold(kind, "member") || containsFold(kind, "principal") || containsFold(kind, "person")
}

// action is what happened: what the record says, or else what it has.
func (p *Parser) action(name, wording *reading) event.Action {
	a := p.said(name, wording)
	if a == event.AccessDenied && p.ofTraffic(wording) || a == event.SessionStarted && (name.all|wording.all)&sWeakSuccess != 0 && p.namesNobody() { // "BGP session established"
		a = event.NoAction
	}
	if a != event.NoAction {
		return a
	}
	e := p.e
	if p.auth != isAuth && p.onlyFlow(name, wording) {
		p.auth = notAuth
	}
	switch {
	case !e.Token.IsZero() && !isIncidental(e.Token.Kind) || p.has(TokenHash):
		return event.TokenAccess
	case p.auth != notAuth && (p.has(UserName) || p.has(UserID) || !e.Token.IsZero()):
		return event.AuthInfo
	}
	return event.NoAction
}

// said is what happened by the event's name, by the words of its sentences, or by
// what was requested.
func (p *Parser) said(name, wording *reading) event.Action {
	failed := p.e.Outcome == event.Failure
	if a := name.action(failed); a != event.NoAction && !(a == event.Login && p.ofDevice(name)) {
		return a
	}
	if p.e.Outcome == event.Success && name.all == sAuth && containsFold(p.val[ActionWord], "authenticat") {
		return event.Login
	}
	if name.all&sCredential != 0 && name.all&sWeakSuccess != 0 { // credentials_ok
		return event.Login
	}
	if a := p.byWords(wording, failed); a != event.NoAction && !(p.namesThing(name) && (a.OfAccounts() || a == event.Login)) && !(a == event.Login && p.ofDevice(name)) {
		return a
	}
	if p.ofWeb() {
		a := p.webAction(failed)
		if p.http.status == 0 && p.e.Outcome == event.NoOutcome && a != event.WebAccess {
			p.e.Outcome = event.Unknown // asked for, and not yet answered
		}
		if a != event.NoAction {
			return a
		}
	}
	if p.deniedPeer(wording) {
		return event.AccessDenied
	}
	return event.NoAction
}

// ofDevice reports whether an event of authorization names nobody: it is of a part of the
// system, "FortiExtender Authorized".
func (p *Parser) ofDevice(name *reading) bool {
	return name.all&sAuth != 0 && name.all&(sLogin|sUser) == 0 && !p.has(SourceIP) && p.namesNobody()
}

// namesNobody reports whether nothing of the record says whose it is.
func (p *Parser) namesNobody() bool {
	return !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) && !p.has(TokenHash) && p.e.Token.IsZero()
}

// namesThing reports whether the event's name says what was made, changed or deleted, and
// that it is no account: "Report Definition Created".
func (p *Parser) namesThing(name *reading) bool {
	const verbs = sCreate | sDelete | sChange
	return name.all&verbs != 0 && name.all&(about&^sAuth|sUser|sGroup|sRole|sPermission) == 0 && bytes.IndexAny(p.val[ActionWord], " _.-") > 0
}

// deniedPeer reports whether a sentence denies something to the peer that it names,
// whatever it is: "denied … from 192.0.2.1". What a packet filter drops is no access of
// anybody's.
func (p *Parser) deniedPeer(wording *reading) bool {
	return wording.all&sDeny != 0 && wording.all&sFrame == 0 && p.has(SourceIP) && p.rank[SourceIP] <= told && !ofItself(p.val[Message])
}

// byWords is what happened by the words of the record's sentences.
func (p *Parser) byWords(wording *reading, failed bool) event.Action {
	a := wording.action(failed)
	switch a {
	case event.SessionStarted, event.InvalidUser, event.UserCreated, event.AccessDenied:
		if failed && p.http.status >= 400 && p.http.route == toLogin { // named by a controller or a path
			a = event.LoginFailed
		}
	}
	if (a == event.UserCreated || a == event.UserDeleted) && p.auth != isAuth && ofUsers(p.val[Message]) {
		p.auth = notAuth
		return event.NoAction
	}
	if failed && a != event.NoAction && p.auth != isAuth && p.http.status == 0 && !p.namesWho() && p.isFault() {
		p.auth = notAuth
		return event.NoAction
	}
	return a
}

// namesWho reports whether the record says of whom it is: by a user's name that more
// than a guess from prose has found, or by an address.
func (p *Parser) namesWho() bool {
	return p.has(UserName) && p.rank[UserName] < vague || p.has(SourceIP)
}

// faults are the errors that say nothing of what a program was asked for: it is wrong
// itself, whatever the names in it are.
var faults = [...]string{
	"TypeError", "ReferenceError", "SyntaxError", "RangeError", "AttributeError", "NameError", "IndexError", "KeyError", "UnboundLocalError", "ImportError", "ModuleNotFoundError",
	"NoMethodError", "NullPointerException", "ClassCastException", "NullReferenceException", "ValueError: invalid literal",
}

// isFault reports whether a message, or what stands in front of it, is such an error.
func (p *Parser) isFault() bool {
	for _, s := range faults {
		if holds(p.val[Logger], s) || holds(p.val[ErrorType], s) || holds(p.val[Message], s) {
			return true
		}
	}
	return false
}

// ofWeb reports whether the record is of a request.
func (p *Parser) ofWeb() bool { return p.http.status != 0 || p.has(Method) && p.has(Path) }

// onlyFlow reports whether a record without a word of users or credentials is of
// traffic: a user's, perhaps, who logged in long ago. A honeypot's record says no more
// than who.
func (p *Parser) onlyFlow(name, wording *reading) bool {
	return !p.ofWeb() && !p.speaksOfWho(name, wording) && p.isFlow() && (p.has(ActionWord) || p.has(Message) || p.has(Protocol))
}

// speaksOfWho reports whether the words of a record are of users or credentials, or
// whether it holds a credential.
func (p *Parser) speaksOfWho(name, wording *reading) bool {
	return (name.all|wording.all)&about != 0 || !p.e.Token.IsZero() || len(p.s.Found()) > 0
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
	for _, s := range trafficWords {
		if holds(msg, s) {
			return true
		}
	}
	return false
}

// trafficWords stand in what filters write of what they have refused: of packets, and of
// pages that a category of sites forbids.
var trafficWords = [...]string{"Web site", "TCP", "tcp", "UDP", "udp", "ICMP", "icmp", "IP ", "acket", "raffic", "rotocol", "URL "}

// isFlow reports whether the record has both ends of a connection, as those of
// firewalls and proxies do, or says that it is of traffic.
func (p *Parser) isFlow() bool {
	if !p.has(SourceIP) || !p.has(DestIP) {
		return false
	}
	return p.has(SourcePort) && p.has(DestPort) || bytes.EqualFold(p.val[ActionWord], []byte("traffic"))
}

// userIn is the name that a text has in quotes or brackets, or as an address of mail, behind
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
		if word, _ := nextField(b); bytes.IndexByte(word, '@') > 0 {
			return bytes.TrimRight(word, ".,:;")
		}
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
		if v := p.val[f]; v != nil && string(v) != "unknown" {
			r.last = 0
			r.addName(v[:min(len(v), maxWording)])
		}
	}
	for _, f := range [...]Field{ErrorCode, Code} { // INVALID_PASSWORD
		if v := p.val[f]; len(v) > 0 && len(v) <= 64 && isLetter(v[0]) && (p.has(UserName) || isRefusal(v)) {
			r.last = 0
			r.addName(v)
		}
	}
}

// ended is the outcome that the record states.
func (p *Parser) ended(name, wording *reading) event.Outcome {
	if v := p.val[OutcomeWord]; v != nil {
		if o := readOutcome(v); o != event.NoOutcome && !p.belied(o, wording) && !(o == event.Success && p.wasRefused()) {
			return o
		}
	}
	if v := p.val[Failed]; v != nil && isTrue(v) {
		return event.Failure
	}
	if string(p.val[ErrorCode]) == "0" && p.http.status == 0 { // Microsoft's sign-ins, and many APIs: no error
		return event.Success
	}
	if o := name.outcome(); o != event.NoOutcome {
		return o
	}
	if v := p.val[ActionWord]; len(v) == len("BLOCK") && containsFold(v, "block") { // a firewall's of applications
		return event.Failure
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
// says another thing than the sentence begins with: "AUTH_FAILED (status=1)".
func (p *Parser) belied(o event.Outcome, wording *reading) bool {
	if p.rank[OutcomeWord] < keyed || wording.all&about == 0 {
		return false
	}
	if o == event.Success {
		return wording.first&failing != 0
	}
	return wording.first&sSuccess != 0 && len(p.val[OutcomeWord]) == 1
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
