package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// maxWording bounds how much of a text is read for what it means.
const maxWording = 256

// A speech is what a record says of what happened: {"event":"user.login","msg":"no such
// user"} says a login by its name, and by its sentences that the user is unknown.
type speech struct {
	name reading // by the product's own name of the event
	text reading // by its sentences
}

// all is what the words of both say.
func (s *speech) all() sense { return s.name.all | s.text.all }

// judge settles what happened and how it ended, unless the record's format has. What
// happened is what the product's own name of the event says, else its sentences, else what
// was requested: see stated. How it ended is what an explicit outcome says, then the name,
// the status code, the wording: see ended. If nothing does, the action implies it.
func (p *Parser) judge() {
	e := p.e
	if e.Action != event.NoAction && e.Outcome != event.NoOutcome {
		return
	}
	p.said = speech{}
	p.readName()
	if p.auth != notAuth && (p.http.status == 0 || p.said.name.action(false) == event.NoAction) {
		p.readText()
	}
	p.mineForWho()
	if e.Outcome == event.NoOutcome {
		e.Outcome = p.ended()
	}
	if e.Action == event.NoAction {
		e.Action = p.action()
	}
	if e.Outcome == event.NoOutcome && implies(e.Action) && p.statesError() {
		e.Outcome = event.Failure
		e.Action = p.action()
	}
	if e.Outcome == event.NoOutcome {
		e.Outcome = p.implied()
	}
	if e.Action == event.AuthInfo && e.Outcome == event.Failure && p.failedElsewhere(p.said.all()) {
		e.Outcome = event.Unknown
	}
	if e.Action == event.TokenAccess && p.checksToken() {
		e.Category = event.API | event.Authentication | event.Web
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

// checksToken reports whether the record is of the check of a token, rather than of what it was
// used for: "access token verified".
func (p *Parser) checksToken() bool {
	said := p.said.all()
	return said&sToken != 0 && said&(sSuccess|sWeakSuccess|sAuth) != 0 && !p.ofWeb()
}

// readName reads the event's own name, and behind a mere verb what was acted upon:
// "action": "create", "object_type": "user".
func (p *Parser) readName() {
	v := p.val(ActionWord)
	if v == nil {
		v = p.val(MsgID) // Junos: SSHD_LOGIN_FAILED
	}
	if (v == nil || saysNoMore(v)) && p.namesEvent() {
		v = p.val(Logger)
	}
	if v == nil || len(v) > maxWording || isOfMail(v) {
		return
	}
	name := &p.said.name
	name.addName(withoutNumber(v))
	if bytes.HasPrefix(v, []byte("key")) && len(v) > 3 && !isLetter(v[3]) && name.all&(sIssue|sRevoke|sDeny|sInvalid) != 0 { // "key.revoked": an API's, for no other is issued or refused
		name.all |= sToken
	}
	if t := p.val(ObjectType); t != nil && len(t) <= maxWording && name.isVerb() {
		name.last = 0
		name.addName(t)
	}
	if says := titleSense(v); says != 0 && (!p.namesNobody() || p.has(SourceIP)) { // a service has a registration, too
		name.all = says
	}
	p.readSwitch(v)
}

// readSwitch reads the name of an event that says of an account that it may be used no more, or
// again, and of a right that somebody got it or lost it. Most of its verbs are refusals elsewhere:
// "user.blocked" with one user is what became of that user's request, with two it is what one did
// to the other. A command is never a refusal: "user.disable", SuspendAccount.
func (p *Parser) readSwitch(v []byte) {
	name := &p.said.name
	if name.all&about != 0 || name.all&(sUser|sPermission) == 0 {
		return
	}
	if name.all&sUser == 0 {
		if name.all&(sIssue|sSuccess|sRevoke) != 0 && p.has(TargetName) { // "permission.grant"
			name.all |= sRole
		}
		return
	}
	var buf [maxWord]byte
	for i := 0; i < len(v); {
		word, next := nextWord(v, i)
		i = next
		if len(word) > len(buf) {
			continue
		}
		if word = appendLower(buf[:0], word); isCommand(word) || (isSwitch(word) || bans(word) || isShut(word)) && p.namesBoth() {
			name.all, name.first = name.all&^(failing|sLock|sSuccess)|sChange, 0
		}
	}
}

// namesBoth reports whether keys name who did something and another one whom it was done to.
func (p *Parser) namesBoth() bool {
	if !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) {
		return false
	}
	return p.has(TargetName) || p.has(TargetID) || p.has(TargetEmail) || p.has(ActorName) && p.has(UserName) && p.key[UserName] != p.key[ActorName]
}

// isCommand reports whether a word in lower case orders that an account may be used no more, or
// again, or says that it may.
func isCommand(word []byte) bool {
	switch string(word) {
	case "enable", "disable", "activate", "deactivate", "reactivate", "suspend", "unsuspend", "unlock", "unban", "unblock", "promote", "demote", "invite", "restore", "archive", "approve",
		"enabled", "unsuspended", "invited", "restored", "archived", "approved":
		return true
	}
	return false
}

// isShut reports whether a word in lower case orders to keep an account out, if it does not say
// that it was.
func isShut(word []byte) bool {
	return string(word) == "lock" || string(word) == "block" || string(word) == "ban"
}

// withoutNumber is a name without the number of its version: CrowdStrike's UserLogonFailed2. Some
// words have one of their own, oauth2.
func withoutNumber(name []byte) []byte {
	n := len(name) - 1
	if n < 1 || !isDigit(name[n]) || !isLetter(name[n-1]) {
		return name
	}
	var last []byte
	for i := 0; i < len(name); {
		last, i = nextWord(name, i)
	}
	if foldedSense(last) != 0 {
		return name
	}
	return name[:n]
}

// saysNoMore reports whether an event's name or type says only that it is one.
func saysNoMore(v []byte) bool {
	return foldedEqual(v, "audit") || foldedEqual(v, "event") || foldedEqual(v, "log")
}

// isOfMail reports whether an event is the letter about something: LastPass's "Login
// Verification Email Sent".
func isOfMail(v []byte) bool {
	n := len(v) - len("email sent")
	return n >= 0 && (bytes.EqualFold(v[n:], []byte("email sent")) || bytes.EqualFold(v[n:], []byte("email_sent")))
}

// readText reads what the record's sentences say. A record that names its event
// and has a status code needs none.
func (p *Parser) readText() {
	text := &p.said.text
	if v := p.val(Message); v != nil {
		*text = *p.wording(v)
	}
	for _, f := range [...]Field{Reason, ErrorText} {
		if v := p.val(f); v != nil && string(v) != "unknown" {
			text.last = 0
			text.addName(v[:min(len(v), maxWording)])
		}
	}
	for _, f := range [...]Field{ErrorCode, Code, ErrorType} { // INVALID_PASSWORD, TokenExpiredError
		if v := p.val(f); len(v) > 0 && len(v) <= 64 && isLetter(v[0]) && (p.has(UserName) && f != ErrorType || isRefusal(v)) {
			text.last = 0
			text.addName(v)
		}
	}
}

// action is what happened: what the record states, or else what it has.
func (p *Parser) action() event.Action {
	if a := p.stated(); a != event.NoAction && !p.objects(a, inAll) {
		return a
	}
	e := p.e
	if p.auth != isAuth && p.onlyFlow() {
		p.auth = notAuth
	}
	switch {
	case !e.Token.IsZero() && !isIncidental(e.Token.Kind) || p.has(TokenHash):
		return event.TokenAccess
	case p.auth != notAuth && (p.has(UserName) && !p.ofAnonymous() || p.has(UserID) || !e.Token.IsZero()):
		return event.AuthInfo
	}
	return event.NoAction
}

// stated is what happened by the event's name, by the words of its sentences, or by
// what was requested.
func (p *Parser) stated() event.Action {
	failed := p.e.Outcome == event.Failure
	if a := p.said.name.action(failed); a != event.NoAction && !p.objects(a, inName) {
		if p.said.name.all == sAuth { // the name is a subject's
			if said := p.byText(failed); ofTokens>>said&1 != 0 && (said != event.MissingToken || !p.has(UserName)) {
				return said
			}
		}
		return a
	}
	if p.namesLogin() {
		return event.Login
	}
	if f, ok := tunnels[string(p.val(ActionWord))]; ok && p.has(UserName) {
		return f.action
	}
	if a := p.byText(failed); a != event.NoAction && !p.objects(a, inText) {
		return a
	}
	if p.deniedRequest() {
		return event.AccessDenied
	}
	if a := p.byRequest(failed); a != event.NoAction {
		return a
	}
	if p.deniedPeer() {
		return event.AccessDenied
	}
	if said := p.said.text.all; said&sSeal != 0 && said&failing != 0 && p.has(SourceIP) && p.rank[SourceIP] <= told { // "Signature verification failed"
		return event.InvalidToken
	}
	return event.NoAction
}

// namesLogin reports whether the event's name is a login's though no word of it is: that
// of an authentication which succeeded, as ForgeRock and Duo call it, and 1Password's
// credentials_ok.
func (p *Parser) namesLogin() bool {
	said := p.said.name.all
	return said == sAuth && p.e.Outcome == event.Success && (containsFold(p.val(ActionWord), "authenticat") || namesStep(p.val(ActionWord))) ||
		said&sCredential != 0 && said&sWeakSuccess != 0
}

// tunnels are FortiGate's names of how a user's tunnel came and went.
var tunnels = codes([]phrase{
	{"tunnel-up", event.SessionStarted, 0},
	{"tunnel-down", event.SessionEnded, 0},
})

// byText is what happened by the words of the record's sentences.
func (p *Parser) byText(failed bool) event.Action {
	a := p.said.text.action(failed)
	if said := p.said.text.all; (a == event.AccessDenied || a == event.LoginFailed && said&sAsk != 0) && said&sSeal != 0 && said&(failing&^sDeny) != 0 && said&(about|sUser) == 0 { // "request rejected", for "invalid audience"
		return event.InvalidToken
	}
	switch a {
	case event.TokenRevoked:
		if v := p.val(Level); isErrorLevel(v) || isWarning(v) && !p.has(UserName) || p.has(Path) && !holds(p.val(Path), "revo") { // somebody came with one that had been
			a = event.InvalidToken
		}
	case event.SessionStarted, event.InvalidUser, event.UserCreated, event.AccessDenied:
		if failed && p.http.status >= 400 && p.http.route == toLogin { // named by a controller or a path
			a = event.LoginFailed
		}
	}
	return a
}

// byRequest is what happened by what was requested.
func (p *Parser) byRequest(failed bool) event.Action {
	if !p.ofWeb() || p.http.status == 0 && p.words.all&sCreate != 0 && p.ofRoutes() { // "registered route POST /login"
		return event.NoAction
	}
	a := p.webAction(failed)
	if p.http.status == 0 && p.e.Outcome == event.NoOutcome && a != event.WebAccess {
		p.e.Outcome = event.Unknown // asked for, and not yet answered
	}
	return a
}

// ofWeb reports whether the record is of a request.
func (p *Parser) ofWeb() bool { return p.http.status != 0 || p.has(Method) && p.has(Path) }

// deniedPeer reports whether a sentence denies something to the peer or the user whom it names,
// whatever it is: "denied … from 192.0.2.1". What a packet filter drops is no access of
// anybody's.
func (p *Parser) deniedPeer() bool {
	said := p.said.text.all
	named := p.has(SourceIP) && p.rank[SourceIP] <= told || p.has(UserName) && p.rank[UserName] < told
	return said&sDeny != 0 && said&sFrame == 0 && named && !ofItself(p.val(Message))
}

// deniedRequest reports whether a sentence says that a request was denied whose status is not
// told: "Denied 192.0.2.1 GET /metrics".
func (p *Parser) deniedRequest() bool {
	return p.said.text.all&sDeny != 0 && p.http.status == 0 && p.ofWeb()
}

// onlyFlow reports whether a record without a word of users or credentials is of
// traffic: a user's, perhaps, who logged in long ago. A honeypot's record says no more
// than who.
func (p *Parser) onlyFlow() bool {
	return !p.ofWeb() && !p.speaksOfWho() && p.isFlow() && (p.has(ActionWord) || p.has(Message) || p.has(Protocol))
}

// speaksOfWho reports whether the words of a record are of users or credentials, or
// whether it holds a credential.
func (p *Parser) speaksOfWho() bool {
	return p.said.all()&about != 0 || !p.e.Token.IsZero() || len(p.s.Found()) > 0
}

// isFlow reports whether the record has both ends of a connection, as those of
// firewalls and proxies do, or says that it is of traffic.
func (p *Parser) isFlow() bool {
	if !p.has(SourceIP) || !p.has(DestIP) {
		return false
	}
	return p.has(SourcePort) && p.has(DestPort) || bytes.EqualFold(p.val(ActionWord), []byte("traffic"))
}
