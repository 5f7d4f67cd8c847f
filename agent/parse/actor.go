package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// mineForWho looks into the texts for whose the record is, where its words are worth it
// and no key says so.
func (p *Parser) mineForWho() {
	text := &p.said.text
	if m := p.val(Message); m != nil && text.sendsForMore() && !p.mined && (!p.has(UserName) || !p.has(SourceIP)) {
		p.mine(m)
	}
	if e := p.val(ErrorText); e != nil && !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) && text.all&about != 0 {
		p.user(userIn(e), told, true)
	}
}

var impersonator, impersonatedBy = keys["impersonator"], keys["impersonatedby"]

// acting makes who acts the user, where no key names one, or the one named is whom they
// act as.
func (p *Parser) acting() {
	if actor := p.val(ActorName); actor != nil {
		if k := p.key[ActorName]; (k == impersonator || k == impersonatedBy) && !p.has(EffectiveName) {
			p.set(EffectiveName, p.val(UserName))
			p.set(UserName, actor)
		}
		p.offer(UserName, actor, p.rank[ActorName], p.key[ActorName])
	}
}

// actedOn tells the user from who acts, where an account was changed.
func (p *Parser) actedOn() {
	if k := p.key[TargetName]; k != nil && k.at[anywhere].field != TargetName && !isOfUsers(p.val(ObjectType)) { // Duo: target={"type":"password_auth","name":"x"}
		p.unset(TargetName)
		p.unset(TargetID)
	}
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

// besideUser is whom the texts name beside who acts: user=alice msg="deleted user 'bob'".
func (p *Parser) besideUser() []byte {
	for _, f := range [...]Field{Message, ActionWord} {
		m := p.val(f)
		if whose := userIn(m[:min(len(m), maxText)]); whose != nil && !bytes.Equal(whose, p.val(UserName)) && !bytes.Equal(whose, p.val(UserEmail)) {
			return whose
		}
	}
	return nil
}

// isOfUsers reports whether the type of what was acted upon may be a user's; none says
// nothing against it.
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

var userKinds = [...]string{"user", "account", "identity", "member", "principal", "person"}

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
