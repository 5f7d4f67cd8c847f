package parse

import (
	"sync/atomic"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// A precedent is one decided case of [precedents] or [forms].
type precedent struct {
	kin
	outline             // of a form
	why     reason      // of a form
	next    uint32      // number of another case of the same words; 0: none
	event   event.Event // without what comes from free values
	texts   redact.Shelf
	like    uint64 // of its events
}

// A kin is what beside its words decides a record the same way. Records of the
// same words may be of several kinds: some ask for the login's page, some hold a
// token in their query. Each kind is a case of its own.
type kin struct {
	turns      int // of the scrubber's keys
	opt        *Options
	line       int // of a form's State: the format that is asked first
	lead       lead
	dismissed  bool // no authentication event
	dull       bool // nor is any with other numbers
	token      bool // the record has one
	incidental bool // the token is one that comes along with a request
	ported     bool // there is a port behind the address
	claimed    bool // a header says for whom a proxy asks
	foundAt    redact.Place
}

// A lead is what a record's path says of it, and how it is asked for.
type lead struct {
	route     route
	redirects bool // as redirecting logins do
	queried   bool // in JSON: there is a query behind the path
	ends      requestEnds
}

// leadOf is where a path leads.
func (p *Parser) leadOf(path []byte) lead {
	to := p.routes.of(path)
	return lead{route: to, redirects: to == toLogin && redirects(path)}
}

// leadsTo is where what was asked for leads.
func (p *Parser) leadsTo(to *asked) lead {
	l := p.leadOf(to.path)
	l.queried, l.ends = to.queried, to.ends
	return l
}

// Cases are those of one memory. Those of the same words are a chain.
type cases []precedent

// maxKin is how many cases of the same words there are at most.
const maxKin = 8

// add adds the first case of a record's words.
func (cs *cases) add(k kin) *precedent {
	*cs = (*cs)[:len(*cs)+1]
	return cs.renew(uint32(len(*cs)-1), k, 0)
}

// place is where a record's case belongs behind the first one of its words: that
// of its kin, or one of other keys, or a new one.
func (cs *cases) place(first uint32, k kin) *precedent {
	at := first
	for n := 1; ; n++ {
		c := &(*cs)[at]
		switch {
		case c.kin == k, c.turns != k.turns, c.opt == nil, n == maxKin, c.next == 0 && len(*cs) == cap(*cs):
			return cs.renew(at, k, c.next)
		case c.next == 0:
			c.next = uint32(len(*cs))
			return cs.add(k)
		}
		at = c.next
	}
}

// renew clears a case but for the memory that it took.
func (cs *cases) renew(at uint32, k kin, next uint32) *precedent {
	c := &(*cs)[at]
	*c = precedent{kin: k, next: next, texts: c.texts}
	return c
}

// after is the next case of the same words, nil when there is none.
func (cs cases) after(c *precedent) *precedent {
	if c.next == 0 {
		return nil
	}
	return &cs[c.next]
}

// keep makes the event of the record in hand the case's, without what comes from
// free values.
func (c *precedent) keep(e event.Event) {
	c.event, c.like = e, likes.Add(1)
	c.event.Token, c.event.Found, c.event.Labels = redact.Token{}, nil, nil
	c.texts.Reset(maxKeptTexts)
	if !c.event.Keep(&c.texts) {
		c.opt = nil // nobody's
	}
}

// likes counts the precedents of all parsers: see [event.Event].
var likes atomic.Uint64
