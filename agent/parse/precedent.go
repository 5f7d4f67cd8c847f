package parse

import (
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// Precedents remember how records of JSON were decided. Most records of an application
// differ from others only in values that decide nothing: when, who, from where, with which
// token. Such a free value goes into its own field of the event and nowhere else, and keys
// without a meaning go nowhere. So a record that is, but for those values, the text of an
// earlier one becomes that one's event, with its own values put into it:
//
//	{"time":"…:36Z","action":"login","user":"alice","ip":"192.0.2.7"}    decided
//	{"time":"…:37Z","action":"login","user":"bob","ip":"192.0.2.9"}      follows it
//	{"time":"…:38Z","action":"logout","user":"bob","ip":"192.0.2.9"}     is another text
//
// Two records of one text are still decided apart where they ask for paths that lead to
// different things, or where only one holds a token: see [cases].
//
// A record that follows a precedent gives the very event that it would give without one:
// TestLayouts and TestPrecedents hold the two side by side.
type precedents struct {
	cases cases
	tree  layouts  // of records: what stands between two free values is one step
	of    *layouts // that have matched the record in hand, and found its values; nil: none
	hash  uint64   // of the record in hand without its free values
	ready bool     // a record with this hash was met before: this one may become a precedent
}

// precedent looks for a precedent of a record, and makes e of it.
func (p *Parser) precedent(st *State, record []byte, e *event.Event) ruling {
	ps := &p.precedents
	if st.opt.All || st.opt.Original {
		return unruled
	}
	last := ps.tree.match(record, false)
	if last == 0 {
		return unruled
	}
	c := &ps.cases.all[ps.tree.steps[last].number]
	if c.next == 0 {
		return p.rule(st, c, record, e)
	}
	to := ps.asked(record)
	to.lead = p.leadsTo(&to)
	for ; c != nil; c = ps.cases.after(c) {
		if c.lead == to.lead {
			if r := p.rule(st, c, record, e); r != unruled {
				return r
			}
		}
	}
	return unruled
}

// asked is what the record that matched asks for.
func (ps *precedents) asked(record []byte) (to asked) {
	for i := range ps.tree.found {
		v := &ps.tree.found[i]
		to.take(ps.tree.steps[v.step].field, record[v.start:v.end])
	}
	return to
}

// rule makes e of a decision, if it is the record's.
func (p *Parser) rule(st *State, c *decision, record []byte, e *event.Event) ruling {
	switch {
	case !p.holds(c, st):
		return unruled
	case c.dull:
		return dismissed
	case c.dismissed:
		return p.dismissAsked(c, record)
	}
	p.st, p.e, p.empty = st, e, nil
	if p.follow(c, record) {
		return followed
	}
	return unruled
}

// dismissAsked dismisses a record that is no authentication event, unless what it
// asks for leads elsewhere or holds a secret.
func (p *Parser) dismissAsked(c *decision, record []byte) ruling {
	tree := &p.precedents.tree
	for i := range tree.found {
		v := &tree.found[i]
		if !tree.steps[v.step].varies(v, record[v.start:v.end]) {
			return unruled
		}
	}
	to := p.precedents.asked(record)
	if p.leadsTo(&to) != c.lead || !p.harmless(c, &to) {
		return unruled
	}
	return dismissed
}

// follow makes p.e of a precedent and the free values of the record in hand. It
// reports false when one of them is not of the kind that it was there: an address with a
// port where there was none, a path that leads to a login, a name that holds a token. Then
// the record is read as if there were no precedent.
func (p *Parser) follow(c *decision, record []byte) bool {
	p.forgetAll()
	p.used = true
	if c.turns != p.s.Turns() {
		return false
	}
	tree := &p.precedents.tree
	if c.named > 0 && !p.findNamed(&tree.found[c.named-1], record) {
		return false
	}
	c.begin(p.e)
	var to asked
	for i := range tree.found {
		v := &tree.found[i]
		s := &tree.steps[v.step]
		b := record[v.start:v.end]
		switch {
		case s.action == layoutSecret: // found already
		case !s.varies(v, b):
			return false
		case s.shadow:
			if host, _ := splitPort(b); s.field == SourceIP && !isAddress(host) {
				return false
			}
		case askedFor[s.field]:
			to.take(s.field, b)
		case !p.put(c, s.fieldOf(b, v.kind), b):
			return false
		}
	}
	if to.path != nil && p.leadsTo(&to) != c.lead {
		return false
	}
	p.fillAsked(&to)
	if c.claimed {
		p.weighClaims()
	}
	return p.end(c)
}

// findNamed finds the secret that the record has by its name: before all texts, which may
// repeat it.
func (p *Parser) findNamed(v *scalar, record []byte) bool {
	s, b, n := &p.precedents.tree.steps[v.step], record[v.start:v.end], len(p.s.Found())
	if !s.varies(v, b) || isWordOf(s.name, b) {
		return false
	}
	p.s.Find(s.name, inLine(b), s.place)
	return len(p.s.Found()) == n+1
}

// put puts a free value into the event, as fill would.
func (p *Parser) put(c *decision, f Field, b []byte) (ok bool) {
	e := p.e
	switch f {
	case Time:
		p.when(b)
		return !e.Time.IsZero()
	case SourceIP:
		return p.putSource(c, b)
	case ForwardedFor, RealIP:
		p.set(f, b)
	case UserAgent:
		e.UserAgent = p.s.Usual(b, redact.InHeader)
	default:
		p.assign(f, b)
	}
	return true
}

// putSource puts the address of whom the record is from into the event, with its port
// if the precedent's had one.
func (p *Parser) putSource(c *decision, b []byte) (ok bool) {
	from := &p.e.Source
	if c.ported {
		host, port := splitPort(b)
		if port == nil {
			return false
		}
		b, from.Port = host, p.port(port)
	}
	if c.claimed {
		p.set(SourceIP, b)
	}
	from.IP, ok = readIP(b)
	return ok && !from.IP.IsUnspecified()
}
