package parse

import "github.com/hashtail/hashtail/agent/event"

// recall looks for a record in all memories. Where one decides, e is made or the record is
// dismissed. Otherwise it returns the record as it is read further, and whether the
// values of its layout have been found.
func (p *Parser) recall(st *State, record []byte, e *event.Event) (r ruling, known []byte, laidOut bool) {
	p.precedents.ready, p.precedents.of = false, nil
	familiar, general := p.familiar(st, record)
	if !familiar {
		if p.byForms(st, record) {
			r = p.formed(st, record, e)
		}
		return r, record, false
	}
	slim := record
	if p.layouts.escapes || p.products.escapes {
		slim = p.unescaped(st, record)
	}
	if r = p.precedent(st, slim, e); r != unruled {
		return r, slim, false
	}
	if general {
		if last := p.layouts.match(slim, false); last != 0 {
			return p.laidOut(st, slim, last), slim, true
		}
	}
	if p.products.match(slim, false) != 0 {
		p.precedents.meet(&p.products, st, slim)
		return unruled, slim, false
	}
	return unruled, record, false // which may be no JSON at all
}

// laidOut dismisses a record of a known layout if it is dull.
func (p *Parser) laidOut(st *State, record []byte, last uint32) ruling {
	p.precedents.meet(&p.layouts, st, record)
	if st.opt.All || !p.layouts.dull(p, record, last) {
		return unruled
	}
	p.precedents.dismiss(p, st, record)
	return dismissed
}

// familiar reports whether a record can have the layout of one before it: the
// file's format is general JSON, or a settled one that the configuration names.
// Only the former can have a general layout.
func (p *Parser) familiar(st *State, record []byte) (yes, general bool) {
	format := st.line
	if c := st.choice; c != nil && len(c.rows) == 1 {
		format = c.rows[0]
	}
	if format == none || len(record) == 0 || record[0] != '{' || p.trace != nil || len(st.keep) > 0 {
		return false, false
	}
	general = format == p.index.json
	return general || st.choice != nil && p.index.rows[format].Settled, general
}
