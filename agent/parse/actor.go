package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// mineForWho looks for the user and the client in the record's texts, if no key names both.
// A message is mined if its words tell of a login or of something that was refused, and for a
// user who was changed where no key names anybody. In an
// error's text only a name that "user" announces in quotes counts, for other names in it
// are those of the program's own things.
func (p *Parser) mineForWho() {
	text := &p.said.text
	if m := p.val(Message); m != nil && (text.sendsForMore() || text.changesUser() && p.namesNobody()) && !p.mined && (!p.has(UserName) || !p.has(SourceIP)) {
		p.mine(m)
	}
	if e := p.val(ErrorText); e != nil && !p.knowsUser() && text.all&about != 0 {
		p.user(userIn(e), told, true)
	}
}

var impersonator, impersonatedBy, bareTarget = keys["impersonator"], keys["impersonatedby"], keys["target"]

// acting makes the actor the user, where no key names a user or the one named is whom the
// actor acts as: {"actor": "alice"}, {"user": "bob", "impersonator": "alice"}.
func (p *Parser) acting() {
	if actor := p.val(ActorName); actor != nil {
		if k := p.key[ActorName]; (k == impersonator || k == impersonatedBy) && !p.has(EffectiveName) {
			p.set(EffectiveName, p.val(UserName))
			p.set(UserName, actor)
		}
		p.offer(UserName, actor, p.rank[ActorName], p.key[ActorName])
	}
}

// actedOn tells who acted from whom it was done to, where an account was changed. An actor
// and a user in one record are these two: the user becomes the target, and the actor the
// user. Without an actor, a user whom a key names is taken for the one who acted, and whom
// the texts name is the target: user=alice msg="deleted user 'bob'". A user whom only the
// texts name is the target, if an account was made or taken away and he stands behind no "by".
func (p *Parser) actedOn() {
	p.dropThings()
	if !p.e.Action.OfAccounts() || p.has(TargetName) {
		return
	}
	actor, user := p.val(ActorName), p.val(UserName)
	if actor != nil {
		if !bytes.Equal(user, actor) {
			p.set(TargetName, user)
			p.set(UserName, actor)
		}
		return
	}
	if user != nil && p.rank[UserName] < told || p.has(UserEmail) {
		p.set(TargetName, p.besideUser())
	}
	if a := p.e.Action; (a == event.UserCreated || a == event.UserDeleted) && p.rank[UserName] >= told && !p.has(TargetName) {
		if by, _ := behind(p.val(Message), " by "); !bytes.HasPrefix(by, user) { // "Added user 'bob' to realm 'x'"
			p.set(TargetName, user)
		}
	}
}

// dropThings forgets a target that is a thing and no user: an object "target" whose type is
// of no users, as Duo's {"type":"password_auth","name":"x"}, one without a type beside somebody
// who has done what is done to nobody, or a bare "target" of such an action.
func (p *Parser) dropThings() {
	k := p.key[TargetName]
	if k == nil {
		k = p.key[TargetID]
	}
	toUser := p.e.Action.OfAccounts() || p.e.Action == event.PrivilegeUse || p.e.Action == event.MFA
	kind := p.val(ObjectType)
	thing := !isOfUsers(kind) || len(kind) == 0 && !toUser && p.has(UserName)
	if k != nil && k.at[anywhere].field != TargetName && k.at[anywhere].field != TargetID && thing {
		p.unset(TargetName)
		p.unset(TargetID)
	}
	if p.key[TargetName] == bareTarget && !toUser {
		p.unset(TargetName)
	}
}

// besideUser is the user whom the message or the event's name announces, if it is another one
// than the record's; nil if there is none.
func (p *Parser) besideUser() []byte {
	for _, f := range [...]Field{Message, ActionWord} {
		m := p.val(f)
		if whose := userIn(m[:min(len(m), maxText)]); whose != nil && !bytes.Equal(whose, p.val(UserName)) && !bytes.Equal(whose, p.val(UserEmail)) {
			return whose
		}
	}
	return nil
}

// isOfUsers reports whether what was acted upon may be a user by its type, as the record calls
// it. Without a type it may be.
func isOfUsers(kind []byte) bool {
	if len(kind) == 0 {
		return true
	}
	for _, s := range userKinds {
		if containsFold(kind, s) {
			return true
		}
	}
	return false
}

// userKinds stand in the types that products give to users: "AWS::IAM::User", "service_account".
var userKinds = [...]string{"user", "account", "identity", "member", "principal", "person"}

// userIn is the name behind "user" in a text, if it stands in quotes or in brackets or is an
// address of mail: "unable to authenticate user [alice] for …". Any other word there may be
// one of the sentence, and is left.
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
