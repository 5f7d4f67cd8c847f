package parse

import (
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// finish makes the event of the values that a format has found: what happened
// and how it ended, whether that is an authentication event, and only then
// scrubs the texts. The order matters. The target is split before the request is judged by
// its path. Who acts is known before the words are mined for a user, and whom it was done to
// only when the action is. Tokens come to light while texts are scrubbed, so late completes
// the action behind that. The decision is learned before identify, which follows it each time.
func (p *Parser) finish(record []byte) error {
	p.splitTarget()
	p.acting()
	p.judge()
	p.actedOn()
	p.why = p.ground()
	auth := p.why > grounds
	if p.why == holdsSecret && p.unmined != nil { // not its words show it
		p.mineLate()
		auth = p.why > grounds
	}
	if !auth && !p.st.opt.All {
		if p.why == noGround {
			p.precedents.set(p, record, true)
		}
		p.forms.learn(p, record, p.why == noGround)
		return ErrNotAuth
	}
	if a := &p.e.Action; !auth && *a != event.NoAction && *a != event.WebAccess { // not what the words alone would make of it
		*a, p.e.Outcome, p.e.Category = event.NoAction, event.NoOutcome, 0
	}
	if p.mined && !p.has(Time) && p.outer == nil {
		p.mineTime()
	}
	p.fill()
	p.claim()
	e := p.e
	if auth {
		p.late()
	}
	if !auth && e.Message.IsZero() {
		e.Message = p.s.Text(record, redact.InMessage)
	}
	e.Found = p.s.Found()
	p.original() // again what path and query have already been counted for
	if auth {
		if e.Outcome == event.NoOutcome {
			e.Outcome = event.Unknown
		}
		p.precedents.set(p, record, false)
		p.forms.learn(p, record, true)
	}
	p.identify()
	if p.st.opt.Original {
		p.whole(record)
	}
	if !auth {
		return ErrNotAuth
	}
	return nil
}

// mineLate mines a message that was not worth it before a secret was found in it, the
// first of the record, and decides again on all that is known then.
func (p *Parser) mineLate() {
	p.s.Reset()
	p.clean[Message] = redact.Text{}
	p.e.Action, p.e.Outcome = event.NoAction, event.NoOutcome
	p.mine(p.context(p.unmined))
	p.splitTarget()
	p.judge()
	p.why = p.ground()
}

// whole sets the event's original text, where its message is not all of that.
func (p *Parser) whole(record []byte) {
	if t := p.s.Text(record, redact.InMessage); !t.Equal(p.e.Message) {
		p.e.Original = t
	}
}

// late completes the action of a record whose token only came to light in its
// texts: a request with a token in its query is an access by it.
func (p *Parser) late() {
	e := p.e
	if e.Token.IsZero() {
		return
	}
	switch at := e.Token.At; {
	case e.Action == event.WebAccess && (at == redact.InQuery || at == redact.InHeader || at == redact.InCookie):
		e.Action = p.webAction(e.Outcome == event.Failure)
	case e.Action == event.NoAction:
		e.Action = event.AuthInfo
	}
}

// identify takes from a JWT who the user is, when the request was granted: a
// forged token must not frame a user.
func (p *Parser) identify() {
	e := p.e
	if c := e.Token.Claims; c != nil && e.Outcome == event.Success {
		if e.User.ID.IsZero() {
			e.User.ID = c.Subject
		}
		if e.User.Name.IsZero() {
			e.User.Name = c.Name
		}
		if e.User.Email.IsZero() {
			e.User.Email = c.Email
		}
	}
	if e.User.Name.IsZero() {
		e.User.Name = e.User.Email // what one logs in with is one's name
	}
	if e.User.Name.IsZero() && e.User.ID.IsZero() { // the only user there is stands at the root: ECS, "User fields usage"
		if e.User = e.Target; e.User.Name.IsZero() && e.User.ID.IsZero() {
			e.User = e.Effective
		}
	}
}
