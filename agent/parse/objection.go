package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// An objection is that words which say that an action happened are of something else.
// Where it holds, they have not said so.
type objection struct {
	in    voice   // whose words
	to    actions // that they say happened
	then  verdict // on the record: notAuth if it is of nobody then
	holds func(p *Parser) bool
}

// A voice is a part of a record that says what happened, or several.
type voice uint8

const (
	inName voice = 1 << iota // the product's own name of the event
	inText                   // its sentences
	inAll                    // the record, after all of them have been heard
)

// actions is a set of them.
type actions uint64

func anyOf(list ...event.Action) (s actions) {
	for _, a := range list {
		s |= 1 << a
	}
	return s
}

const anyAction = ^actions(0)

// ofAccounts are those that change an account, a group or what they may do.
var ofAccounts = func() (s actions) {
	for a := range event.ActionCount {
		if a.OfAccounts() {
			s |= 1 << a
		}
	}
	return s
}()

// ofTokens are those that say what was wrong with a token.
var ofTokens = anyOf(event.MissingToken, event.InvalidToken, event.ExpiredToken, event.InsufficientScope)

// objections are asked in this order; the first that holds decides. Each shows a line that
// needs it.
var objections = []objection{
	{inText, anyOf(event.UserCreated, event.UserDeleted), notAuth, (*Parser).ofBelongings}, // "Auto-created web device Chrome for user bob"
	{inText, anyAction, notAuth, (*Parser).ofFault},                                        // "TypeError: Cannot read properties of undefined (reading 'token')"
	{inText, anyAction, notAuth, (*Parser).ofQuery},                                        // "select * from logins where ok = false"
	{inText, ofAccounts | anyOf(event.Login), undecided, (*Parser).ofThing},                // Mimecast: "Custom Report Definition Created"
	{inName | inText, anyOf(event.Login), undecided, (*Parser).ofDevice},                   // FortiGate: "FortiExtender Authorized"
	{inAll, anyOf(event.AccessDenied), undecided, (*Parser).ofTraffic},                     // ASA: "Deny tcp src … dst … by access-group"
	{inAll, anyOf(event.SessionStarted), undecided, (*Parser).ofPeers},                     // bgpd: "BGP session established with 192.0.2.1"
}

// objects reports whether there is an objection to an action, and settles what follows for
// the record. A format that knows its record is not gainsaid.
func (p *Parser) objects(a event.Action, in voice) bool {
	for i := range objections {
		o := &objections[i]
		if o.in&in == 0 || o.to>>a&1 == 0 || o.then == notAuth && p.auth == isAuth || !o.holds(p) {
			continue
		}
		if o.then == notAuth {
			p.auth = notAuth
		}
		return true
	}
	return false
}

// ofBelongings reports whether what a message says was made or taken away is something
// for a user, and no account: "created device X for user bob".
func (p *Parser) ofBelongings() bool {
	msg := p.val(Message)
	msg = msg[:min(len(msg), maxWording)]
	before := beforeUser(msg)
	if before == nil || holds(before, "egist") || holds(before, "nroll") { // what users do
		return false
	}
	var r reading
	r.addProse(before)
	return r.all&(sUser|sAccess) == 0 && r.all&(sCreate|sDelete) != 0
}

// beforeUser is what stands in front of "for user", "by user" or "of user"; nil without these.
func beforeUser(msg []byte) []byte {
	for i, c := range msg {
		if c != ' ' {
			continue
		}
		for _, s := range [...]string{" for ", " by ", " of "} {
			if after, ok := cutLead(msg[i:], s); !ok {
				continue
			} else if _, is := withoutUser(after); is {
				return msg[:i]
			}
		}
	}
	return nil
}

// ofFault reports whether what failed is a program itself, whatever the names in it are,
// and the record says of nobody that it was for him: by a user's name that more than a
// guess from prose has found, by an address, or by a request.
func (p *Parser) ofFault() bool {
	if p.e.Outcome != event.Failure || p.http.status != 0 || p.has(SourceIP) || p.has(UserName) && p.rank[UserName] < vague {
		return false
	}
	return holdsAny(p.val(Logger), faults) || holdsAny(p.val(ErrorType), faults) || holdsAny(p.val(Message), faults)
}

// ofQuery reports whether a message is a query of SQL, which speaks of tables and columns, and
// the record says of nobody that it was his.
func (p *Parser) ofQuery() bool {
	if p.has(UserName) || p.has(SourceIP) {
		return false
	}
	m := p.val(Message)
	m = m[:min(len(m), maxWording)]
	return holds(m, "select ") && holds(m, " from ") || holds(m, "SELECT ") && holds(m, " FROM ")
}

// faults are the errors that say nothing of what a program was asked for.
var faults = []string{
	"TypeError", "ReferenceError", "SyntaxError", "RangeError", "AttributeError", "NameError", "IndexError", "KeyError", "UnboundLocalError", "ImportError", "ModuleNotFoundError",
	"NoMethodError", "NullPointerException", "ClassCastException", "NullReferenceException", "ValueError: invalid literal",
	"ranslation missing", "issing translation", "eadlock found", "eadlock detected", "ock wait timeout",
}

// ofThing reports whether the event's name says what was made, changed or deleted, and
// that it is no account.
func (p *Parser) ofThing() bool {
	const verbs = sCreate | sDelete | sChange
	said := p.said.name.all
	return said&verbs != 0 && said&(about&^sAuth|sUser|sGroup|sRole|sPermission) == 0 && bytes.IndexAny(p.val(ActionWord), " _.-") > 0
}

// ofDevice reports whether an event of authorization names nobody.
func (p *Parser) ofDevice() bool {
	said := p.said.name.all
	return said&sAuth != 0 && said&(sLogin|sUser) == 0 && !p.has(SourceIP) && p.namesNobody()
}

// ofPeers reports whether a session is only said to stand, and nobody's. One that was
// started or opened is of somebody who need not be named.
func (p *Parser) ofPeers() bool { return p.said.all()&sWeakSuccess != 0 && p.namesNobody() }

// knowsUser reports whether a user is named, by whatever it is that names him.
func (p *Parser) knowsUser() bool { return p.has(UserName) || p.has(UserID) || p.has(UserEmail) }

// namesNobody reports whether nothing of the record says whose it is.
func (p *Parser) namesNobody() bool {
	return !p.knowsUser() && !p.has(TokenHash) && p.e.Token.IsZero()
}

// ofTraffic reports whether what was denied is a packet of somebody's to somebody
// else, by a filter that asks nobody for a name.
func (p *Parser) ofTraffic() bool {
	if !p.has(SourceIP) || p.has(UserName) || p.http.status != 0 || p.said.text.all&(about|sUser) != 0 {
		return false
	}
	if p.isFlow() {
		return true
	}
	words := trafficWords
	if !p.has(DestIP) {
		words = trafficAlone
	}
	msg := p.val(Message)
	return holdsAny(msg[:min(len(msg), maxWording)], words)
}

// trafficWords stand in what filters write of what they have refused: of packets, and of
// pages that a category of sites forbids.
var trafficWords = []string{"Web site", "TCP", "tcp", "UDP", "udp", "ICMP", "icmp", "IP ", "acket", "raffic", "rotocol", "URL "}

// trafficAlone are those that say so without an address of where it was going: ASA's,
// whose destination may have a name, and SonicWall's.
var trafficAlone = []string{"access-group", "Web site access denied"}
