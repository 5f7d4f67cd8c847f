package parse

import (
	"sync/atomic"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// Cases are the decisions that one memory keeps, those of [precedents] or those of
// [forms]: a record for which there is one gives its event. Decisions of records of the
// same text are a chain.
type cases struct {
	all  []decision
	met  [1024]uint64 // hashes of records that were met once: the second time they are worth a decision
	full int          // decisions for which there was no room among the steps
}

// A decision is what was made of a record, and is made of those like it.
type decision struct {
	kin
	outline             // of a form
	why     reason      // of a form
	next    uint32      // number of another one of the same text; 0: none
	event   event.Event // without what comes from free values
	texts   redact.Shelf
	like    uint64 // of its events
}

// A kin is what beside its text decides a record the same way. Records of the same text
// may be of several kinds: some ask for the login's page, some hold a token in their
// query. Each kind has a decision of its own.
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
	named      int  // the how many-th free value is a secret by its name, from one on; 0: none
	foundAt    redact.Place
}

// A ruling is what a memory says of a record.
type ruling uint8

const (
	unruled   ruling = iota // nothing
	followed                // the event is made
	dismissed               // no authentication event
)

// Bounds: a decision takes about 3 KiB beside its steps.
const (
	maxCases     = 256 // of one memory
	maxKin       = 8   // of the same text
	maxKeptTexts = 1024
)

// again reports whether a record with this hash was met before, and notes it.
func (cs *cases) again(hash uint64) bool {
	met := &cs.met[hash%uint64(len(cs.met))]
	again := *met == hash
	*met = hash
	return again
}

// crowded reports whether there is no room for another decision, or hardly any among the
// steps that lead to one.
func (cs *cases) crowded() bool { return len(cs.all) == maxCases || cs.full == maxCases }

// next is the number that the next decision gets.
func (cs *cases) next() uint32 { return uint32(len(cs.all)) }

// add adds a decision.
func (cs *cases) add(k kin) *decision {
	if cs.all == nil {
		cs.all = make([]decision, 0, maxCases)
	}
	cs.all = cs.all[:len(cs.all)+1]
	return cs.renew(cs.next()-1, k, 0)
}

// on is where a decision on a text belongs, of which the first one has or gets the number
// at: in the place of one of its kin, of one of other keys or options, or behind all others.
func (cs *cases) on(at uint32, k kin) *decision {
	if at == cs.next() {
		return cs.add(k)
	}
	for n := 1; ; n++ {
		c := &cs.all[at]
		switch {
		case c.kin == k, c.turns != k.turns, c.opt == nil, n == maxKin, c.next == 0 && len(cs.all) == cap(cs.all):
			return cs.renew(at, k, c.next)
		case c.next == 0:
			c.next = cs.next()
			return cs.add(k)
		}
		at = c.next
	}
}

// renew clears a decision but for the memory that it took.
func (cs *cases) renew(at uint32, k kin, next uint32) *decision {
	c := &cs.all[at]
	*c = decision{kin: k, next: next, texts: c.texts}
	return c
}

// after is the next decision on the same text, nil when there is none.
func (cs *cases) after(c *decision) *decision {
	if c.next == 0 {
		return nil
	}
	return &cs.all[c.next]
}

// forget forgets all decisions, but not the memory that they took.
func (cs *cases) forget() { cs.all, cs.full = cs.all[:0], 0 }

// mayDecideOthers reports whether others may follow the record in hand, as far as that
// shows without a look at what they have in common with it: nobody looked at a value that
// is free elsewhere, its event is all but finished, and at most one secret was found in
// it, which is the event's token.
func (p *Parser) mayDecideOthers(dismissed bool) bool {
	e := p.e
	if p.weighed || !dismissed && e.Time.IsZero() || p.has(Zone) || len(e.Labels) > 0 ||
		e.Action.OfAccounts() || // see actedOn
		redact.HasSecretPaths(p.host()) {
		return false
	}
	switch found := p.s.Found(); len(found) {
	case 0:
		return e.Token.IsZero()
	case 1:
		return !e.Token.IsZero() && found[0].Token.Sum == e.Token.Sum
	}
	return false
}

// kinOf is of what kind the record in hand is. What its path leads to is left out.
func (p *Parser) kinOf(dismissed bool) kin {
	t := &p.e.Token
	return kin{turns: p.s.Turns(), opt: p.st.opt, dismissed: dismissed, token: !t.IsZero(), incidental: isIncidental(t.Kind)}
}

// keep makes the event of the record in hand the decision's, without what comes from
// free values.
func (c *decision) keep(e event.Event) {
	c.event, c.like = e, likes.Add(1)
	c.event.Token, c.event.Found, c.event.Labels = redact.Token{}, nil, nil
	c.texts.Reset(maxKeptTexts)
	if !c.event.Keep(&c.texts) {
		c.opt = nil // nobody's
	}
}

// holds reports whether a decision was made with the same options and keys.
func (p *Parser) holds(c *decision, st *State) bool { return c.opt == st.opt && c.turns == p.s.Turns() }

// begin makes e what was kept of the decision's event.
func (c *decision) begin(e *event.Event) {
	roles, labels := e.Roles[:0], e.Labels[:0]
	*e = c.event
	e.Roles, e.Labels, e.Like = append(roles, c.event.Roles...), labels, c.like
}

// end completes the event with what was found in the record. It reports false where that
// is another kind of token than the decision's, or none.
func (p *Parser) end(c *decision) bool {
	e, found := p.e, p.s.Found()
	if c.token {
		if len(found) != 1 || found[0].Token.IsZero() || isIncidental(found[0].Token.Kind) != c.incidental {
			return false
		}
		e.Token = found[0].Token
	} else if len(found) > 0 {
		return false
	}
	p.identify()
	e.Found = found
	return true
}

// likes counts the decisions of all parsers: see [event.Event].
var likes atomic.Uint64
