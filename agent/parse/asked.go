package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// An asked is what a record's free values say of the place that was asked for.
type asked struct {
	path, query, referrer []byte
	lead                  lead
	whole, queried        bool // path is of the target as it was sent, and had the query behind it
	ends                  requestEnds
}

// A lead is what a record's path says of it, and how it is asked for. It is a part of a
// decision's kin: a record with a free path that leads elsewhere is decided on its own.
type lead struct {
	route     route
	redirects bool // as redirecting logins do
	queried   bool // there is a query behind the path
	ends      requestEnds
}

// A requestEnds is what a whole request line in JSON says around the target: GET HTTP/1.1.
type requestEnds [24]byte

// askedFor are the fields of what was asked for.
var askedFor = [fieldCount]bool{Path: true, Target: true, RequestLine: true, Query: true, Referrer: true}

// take takes in a free value, if it is of the place that was asked for.
func (to *asked) take(f Field, b []byte) {
	switch f {
	case Path, Target, RequestLine:
		to.whole = f != Path
		if f == RequestLine {
			to.ends, b, _ = takeRequest(b)
		}
		if i := bytes.IndexByte(b, '?'); i >= 0 {
			to.path, to.query, to.queried = b[:i], b[i+1:], true
		} else {
			to.path = b
		}
	case Query:
		to.query = b
	case Referrer:
		to.referrer = b
	}
}

// takeRequest takes a request line apart, as [Parser.requestLine] does, if there is
// nothing odd about it.
func takeRequest(b []byte) (ends requestEnds, target []byte, ok bool) {
	sp := bytes.IndexByte(b, ' ')
	if sp < 0 || !isMethod(b[:sp]) {
		return ends, nil, false
	}
	target, version := b[sp+1:], []byte(nil)
	if i := bytes.LastIndexByte(target, ' '); i >= 0 {
		target, version = target[:i], target[i+1:]
		if !bytes.HasPrefix(version, []byte("HTTP/")) {
			return ends, nil, false
		}
	}
	n := copy(ends[:], b[:sp+1])
	return ends, target, n+len(version) <= len(ends) && copy(ends[n:], version) == len(version)
}

// leadsTo is where what was asked for leads.
func (p *Parser) leadsTo(to *asked) lead {
	r := p.routes.of(to.path)
	return lead{route: r, redirects: r == toLogin && redirects(to.path), queried: to.queried, ends: to.ends}
}

// fillAsked puts what was asked for into the event, as enter and original would. It
// reports whether a secret was found where leaks would have looked for one.
func (p *Parser) fillAsked(to *asked) (leaks bool) {
	u, found := &p.e.URL, len(p.s.Found())
	if to.path != nil {
		u.Path = p.s.Usual(to.path, redact.InQuery)
		leaks = p.foundIn(to.path, found)
		if to.query != nil {
			found = len(p.s.Found())
			u.Query = p.s.Query(to.path, to.query, redact.InQuery)
			leaks = leaks || p.foundIn(to.query, found)
		}
		switch {
		case to.whole && to.queried:
			u.Original = p.s.Join(u.Path, "?", u.Query)
		case to.whole:
			u.Original = u.Path
		}
	}
	if to.referrer != nil {
		found = len(p.s.Found())
		p.e.HTTP.Referrer = p.s.Usual(to.referrer, redact.InReferrer)
		leaks = leaks || p.foundIn(to.referrer, found)
	}
	return leaks
}

// foundIn reports whether a secret was found in a text that may hide one; before it so many
// had been found.
func (p *Parser) foundIn(text []byte, before int) bool {
	return len(p.s.Found()) > before && mayHideSecret(text)
}

// harmless reports whether a record like one that is no authentication event is none,
// either: what it asks for holds no secret.
func (p *Parser) harmless(c *decision, to *asked) bool {
	p.s.Reset()
	if c.turns != p.s.Turns() { // by the Reset
		return false
	}
	if mayHideSecret(to.query) {
		p.s.Query(to.path, to.query, redact.InQuery)
	}
	if mayHideSecret(to.path) {
		p.s.Usual(to.path, redact.InQuery)
	}
	if mayHideSecret(to.referrer) {
		p.s.Usual(to.referrer, redact.InReferrer)
	}
	return len(p.s.Found()) == 0
}
