package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// ground decides whether the record is an authentication event, and why: it
// names a credential, a token's hash or a user, was refused for one, or asked
// for a place where one gets them.
func (p *Parser) ground() reason {
	switch p.auth {
	case isAuth:
		return knownToFormat
	case notAuth:
		return deniedByFormat
	}
	switch e := p.e; {
	case p.housekeeping(), p.flow():
		return aboutNobody
	case e.Action != event.NoAction && e.Action != event.WebAccess:
		return hasAction
	case !e.Token.IsZero():
		return hasToken
	case p.has(UserName) && !p.ofAnonymous(), p.has(UserID), p.has(UserEmail):
		return namesUser
	case p.has(TokenHash):
		return hasTokenHash
	case p.wasRefused():
		return refused
	case p.http.route != noRoute && (p.http.status != 0 || p.has(Method) && !p.ofRoutes()):
		return asksForLogin
	case p.leaks():
		return holdsSecret
	}
	return noGround
}

// ofAnonymous reports whether the record names nobody as its user: no [ordinary] name does.
// Of an access log's line whose form is kept it does not: the names there decide nothing.
func (p *Parser) ofAnonymous() bool { return !p.formal && isAnonymous(p.alike(UserName)) }

// isAnonymous reports whether a user's name is nobody's, as Mimir and Loki call who asks
// when they tell no tenants apart.
func isAnonymous(name []byte) bool { return string(name) == "anonymous" }

// failedElsewhere reports whether all that failed, by the words of a record, is something
// that a user did: "payment failed", "job.failed".
func (p *Parser) failedElsewhere(said sense) bool {
	return said&failing != 0 && said&(sDeny|sAttack|about|sUser|sAccess|sLock|sPermission|sRole|sGroup|sScope|sProof) == 0 &&
		!p.has(OutcomeWord) && !p.has(Failed) && p.http.status == 0 && p.e.Token.IsZero()
}

// namesEvent reports whether what a record calls its name says what happened to somebody,
// and how it ended, rather than who wrote it: "name": "login.failed".
func (p *Parser) namesEvent() bool {
	if p.key[Logger] != keyName || !p.has(UserName) && !p.has(SourceIP) {
		return false
	}
	if p.has(ActionWord) {
		return tells(p.val(Logger))
	}
	var r reading
	name := p.val(Logger)
	r.addName(name[:min(len(name), maxWording)])
	return r.all&about != 0 && r.all&(failing|sSuccess|sDone) != 0
}

// isRefusal reports whether a code is gRPC's of a call that was refused, or says of a
// login or a token what was wrong with it: invalid_grant.
func isRefusal(code []byte) bool {
	if foldedEqual(code, "unauthenticated") || foldedEqual(code, "permissiondenied") {
		return true
	}
	said := wholly(code)
	return said&failing != 0 && said&(about|sIssue|sScope) != 0
}

var keyName = keys["name"]

// ofRoutes reports whether a message is of the places that an application has, rather
// than of a request for one: "route registered".
func (p *Parser) ofRoutes() bool {
	return p.words.all&sThing != 0 && p.words.all&(about|failing|sSuccess) == 0
}

// flow reports whether all that a record holds is a session between two endpoints,
// which a firewall numbers, or of a program with ZooKeeper.
func (p *Parser) flow() bool {
	e, said := p.e, p.words.all
	if said&sSession != 0 && said&(about&^sSession|sUser) == 0 && !p.has(UserName) && holdsAny(p.val(Message), zookeepers) {
		return true
	}
	return isIncidental(e.Token.Kind) && !e.Token.IsZero() && p.has(DestIP) && p.has(DestPort) && p.has(SourceIP) && p.http.status == 0 &&
		!p.knowsUser() && (e.Action == event.NoAction || e.Action == event.AuthInfo)
}

// zookeepers stand in what ZooKeeper and its clients write of their sessions.
var zookeepers = []string{"zookeeper", "ession 0x", "ServerCnxn", "ClientCnxn"}

// housekeeping reports whether prose speaks of sessions, accounts or tokens, but
// of nobody's: "removed 12 expired sessions".
func (p *Parser) housekeeping() bool {
	if p.actionTells() || p.has(TokenHash) || !p.e.Token.IsZero() || p.http.status != 0 || p.has(Method) {
		return false
	}
	if p.knowsUser() {
		return p.nobody() && !p.leaks()
	}
	return !p.has(TargetName) && p.ofNobody() && !p.leaks()
}

// nobody reports whether who was found in prose is a guess, in a text that says nothing
// of users: "loading the profile of user bob".
func (p *Parser) nobody() bool {
	const telling = about | sAccess | failing | sSuccess | sDone | sLock | sRole | sGroup | sScope | sPermission | sCreate | sDelete | sChange
	said := p.words.all
	if p.has(SourceIP) {
		return false
	}
	if p.mined && !p.has(UserName) && !p.has(UserEmail) && isNumbered(p.val(UserID)) { // of a process or a pod: "uid=33 pid=17"
		return p.e.Action == event.AuthInfo && said&telling&^(sLock|sAccess) == 0
	}
	if p.rank[UserName] < told || p.has(UserID) || p.has(UserEmail) {
		return false
	}
	if p.rank[UserName] >= vague && said&sTask != 0 && said&(sLogin|sPassword|sUser|sAuth|sMFA|sSession) == 0 { // "failed to get a token for worker"
		return true
	}
	return p.e.Action == event.AuthInfo && said&telling == 0 && !p.isQuoted(p.val(UserName))
}

// ofNobody reports whether what happened by the words of a record that names no user
// happened to a program's own things, as far as they and the addresses show.
func (p *Parser) ofNobody() bool {
	said, from := p.words.all, p.has(SourceIP)
	switch p.e.Action {
	case event.UserCreated, event.UserChanged, event.UserDeleted, event.GroupCreated, event.GroupChanged, event.GroupDeleted, event.RoleChanged, event.PasswordChanged:
		return true
	case event.SessionStarted, event.SessionEnded, event.TokenIssued, event.TokenRefreshed, event.TokenRevoked, event.TokenAccess, event.MFA, event.AuthInfo:
		return !from || p.has(DestIP) && p.has(DestPort) // a firewall has sessions, too
	case event.ExpiredToken: // "removed 12 expired tokens"
		return !from && said&sDelete != 0
	case event.Login: // the word alone: "login service"
		return !from && said&(sSuccess|sDone) == 0
	case event.InvalidUser, event.PrivilegeUse: // "acting as leader"
		return !from
	case event.InvalidToken:
		return !from && said&sTask != 0
	case event.LoginFailed, event.AccessDenied, event.InsufficientScope, event.MissingToken:
		return !from && (tallies(p.val(Message)) || p.failedItself())
	}
	return false
}

// failedItself reports whether what failed is the program's own: "invalid
// configuration: …", "cannot connect to LDAP".
func (p *Parser) failedItself() bool {
	said, msg := p.words.all, p.val(Message)
	switch {
	case said&sConfig != 0, said&sTask != 0 && said&sLogin == 0, said&failing == sUnknown, ofItself(msg):
		return true
	case said&sAsk != 0 && said&(about|sUser|sPermission) == 0 && !holds(msg, "ccess") && !holds(msg, "denied"): // a request's
		return true
	}
	return said&(sAccess|sUser) == 0 && ofItself(p.val(ErrorText))
}

// isNumbered reports whether an id is what systems number processes and things by.
func isNumbered(id []byte) bool {
	id = bytes.Trim(id, `\"`)
	return digits(id) || isUUID(id)
}

// actionTells reports whether the product's own name of the event says something
// of logins, users or tokens.
func (p *Parser) actionTells() bool {
	v := p.val(ActionWord)
	return v != nil && tells(v)
}

// tells reports whether a name has a word that matters.
func tells(name []byte) bool {
	var r reading
	r.addName(name[:min(len(name), maxWording)])
	return r.all != 0
}

// tallies reports whether a message counts what there was none of: "blocked
// events: 0, login events: 0".
func tallies(msg []byte) bool {
	n := 0
	for rest := msg; ; n++ {
		i := bytes.Index(rest, []byte(": 0"))
		if i < 0 {
			return n > 1
		}
		if rest = rest[i+3:]; len(rest) > 0 && rest[0] != ',' {
			n--
		}
	}
}

// isQuoted reports whether a value stands in quotes in the message.
func (p *Parser) isQuoted(v []byte) bool {
	msg := p.val(Message)
	i := bytes.Index(msg, v)
	return i > 0 && (msg[i-1] == '\'' || msg[i-1] == '"')
}

// ofItself reports whether a message speaks of a program's own connections and
// settings.
func ofItself(msg []byte) bool { return holdsAny(msg, itsOwn) }

// itsOwn are the words for them: "AAA Marking RADIUS server … in aaa-server group …" is
// FTD's.
var itsOwn = []string{
	"onnect to ", "onnecting to ", "onnection to ", "onnection refused", "onnexion à ", "onnexion au ", "no route to host", "o such host", "o such file",
	"isabled", "ertificate", "upstream", "SQLSTATE[", "aaa-server group", "dentification Test",
}

// leaks reports whether a secret stands in a text that the event would hold. Of what was
// asked for, precedents and forms ask this again: see dismissFormed and foundAs.
func (p *Parser) leaks() bool {
	if len(p.s.Found()) > 0 {
		return true
	}
	if mayHideSecret(p.alike(Query)) {
		p.scrub(Query, redact.InQuery)
	}
	if mayHideSecret(p.alike(Path)) {
		p.scrub(Path, redact.InQuery)
	}
	if mayHideSecret(p.alike(Referrer)) {
		p.scrub(Referrer, redact.InReferrer)
	}
	p.scrub(Message, redact.InMessage)
	return len(p.s.Found()) > 0
}

// scrub is the field's text, put through the scrubber once.
func (p *Parser) scrub(f Field, at redact.Place) redact.Text {
	v := p.raw[f]
	if v == nil || !p.clean[f].IsZero() {
		return p.clean[f]
	}
	switch f {
	case Path:
		p.clean[f] = p.s.Path(p.host(), v, at)
	case Query:
		p.clean[f] = p.s.Query(p.raw[Path], v, at)
	case Message:
		p.clean[f] = p.s.Behind(p.nameBefore(), v, at)
	default:
		p.clean[f] = p.s.Text(v, at)
	}
	return p.clean[f]
}

// nameBefore is the logger's or the program's name in front of the message, which may be a
// credential's whose value the message is: "password: x".
func (p *Parser) nameBefore() []byte {
	name := p.val(Logger)
	switch {
	case name == nil && !p.has(ProcessPID):
		return p.val(ProcessName)
	case p.key[Logger] != nil: // a member of its own: nothing stands behind it
		return nil
	case p.has(Level) && isClassPath(name) && bytes.IndexByte(p.val(Message), ' ') > 0:
		return nil
	}
	return name
}

// host is the host that the record's path is of. One that may as well be who serves
// counts where its paths may be secrets.
func (p *Parser) host() []byte {
	if h := p.val(Host); p.val(URLHost) == nil && redact.HasSecretPaths(h) {
		return h
	}
	return p.val(URLHost)
}

// isClassPath reports whether a name is the path of a class or of a module, and not
// of a value: com.example.Password, app::auth::token.
func isClassPath(name []byte) bool {
	dot := bytes.LastIndexByte(name, '.')
	return dot > 0 && dot+1 < len(name) && isUpper(name[dot+1]) || bytes.Count(name, []byte("::")) > 1
}

// mayHideSecret reports whether a query can hold a secret at all: a parameter
// with a credential's name, or a value as long as one.
func mayHideSecret(q []byte) bool {
	if len(q) == 0 {
		return false
	}
	start, named := 0, false
	for i, c := range q {
		if partsQuery[c] {
			start, named = i+1, named || c == '='
		} else if i-start >= 20-1 {
			return true
		}
	}
	return named && namesSecret(q)
}

// namesSecret reports whether a query has a parameter with a credential's name.
func namesSecret(q []byte) bool {
	start := 0
	for i, c := range q {
		if !partsQuery[c] {
			continue
		}
		if c == '=' {
			if _, ok := redact.NameKind(q[start:i]); ok {
				return true
			}
		}
		start = i + 1
	}
	return false
}

// partsQuery are the bytes that part the names and values of a query.
var partsQuery = [256]bool{'=': true, '&': true, '?': true, ';': true, '/': true, '#': true, '.': true, ' ': true}
