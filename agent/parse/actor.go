package parse

import "bytes"

// mineForWho looks into the texts for whose the record is, where its words are worth it
// and no key says so.
func (p *Parser) mineForWho() {
	text := &p.said.text
	if m := p.val[Message]; m != nil && text.sendsForMore() && !p.mined && (!p.has(UserName) || !p.has(SourceIP)) {
		p.mine(m)
	}
	if e := p.val[ErrorText]; e != nil && !p.has(UserName) && !p.has(UserID) && !p.has(UserEmail) && text.all&about != 0 {
		p.user(userIn(e), told, true)
	}
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
