package parse

import "github.com/hashtail/hashtail/agent/event"

// Forget makes a parser one that has read nothing yet.
func (p *Parser) Forget() {
	p.layouts.steps, p.precedents, p.moment, p.head = nil, precedents{}, moment{}, head{}
}

// HasPrecedent reports whether a record is decided by one.
func (p *Parser) HasPrecedent(st *State, record []byte) bool {
	return p.generalJSON(st, record) && p.precedent(st, record, new(event.Event)) != unruled
}
