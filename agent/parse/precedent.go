package parse

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// Precedents remember how records were decided. Most records of an application
// differ from others only in values that decide nothing: when, who, from where,
// with which token. Such a free value goes into its own field of the event and
// nowhere else, and keys without a meaning go nowhere. So a record that is, but
// for those values, the text of an earlier one becomes that one's event, with
// its own values put into it. Those that lead elsewhere, or hold a token where others
// of the same text hold none, are cases of their own: see [cases].
//
// A record that has a precedent gives the event that it would give without, or
// has none: TestLayouts and TestPrecedents hold the two side by side.
type precedents struct {
	tree  layouts // of records: what stands between two free values is one step
	cases cases
	of    *layouts     // that know the record in hand; nil: none
	once  [1024]uint64 // hashes of cases that were met once: the second time they are worth a place
	hash  uint64       // of the record in hand
	ready bool         // it may become a precedent
	full  int          // cases for which there was no room in the tree
}

// A ruling is what a precedent says of a record.
type ruling uint8

const (
	unruled   ruling = iota // there is none
	followed                // the event is made
	dismissed               // no authentication event
)

// Bounds: a case takes about 3 KiB beside its steps.
const (
	maxPrecedents = 256
	maxKeptTexts  = 1024
)

// freeFields are those whose values decide nothing, as long as they are
// [ordinary] ones.
var freeFields = [fieldCount]bool{
	Time: true, SourceIP: true, SourcePort: true, ForwardedFor: true, RealIP: true,
	UserName: true, UserID: true, UserEmail: true, UserAgent: true, Path: true, Target: true, RequestLine: true, Query: true, Referrer: true,
	RequestID: true, TransactionID: true, TraceID: true, SpanID: true, ProcessPID: true,
	Duration: true, DurationNS: true, DurationUS: true, DurationMS: true, DurationS: true, DurationText: true,
	RequestBytes: true, ResponseBytes: true, BodyBytes: true,
}

// mayLose are those of them that go nowhere, whatever they are, where a surer value of
// their field stands in the record.
var mayLose = [fieldCount]bool{
	Time: true, SourceIP: true, SourcePort: true, UserAgent: true, RequestID: true, TransactionID: true, TraceID: true, SpanID: true, ProcessPID: true,
	DurationNS: true, DurationUS: true, DurationMS: true, DurationS: true, RequestBytes: true, ResponseBytes: true, BodyBytes: true,
}

// ordinary reports whether a free value is of the kind that takes no decision:
// a path that is not a whole URL.
func ordinary(f Field, b []byte, is kind) bool {
	if absent(b) {
		return false
	}
	switch f {
	case DurationNS, DurationUS, DurationMS, DurationS, RequestBytes, ResponseBytes, BodyBytes, ProcessPID:
		return is == numeric || is == text && isFigure(b)
	case Duration, SourcePort:
		return is == text || is == numeric
	case Time:
		return (is == text || is == numeric) && len(b) >= 8 && (len(b) != 10 || isDigit(b[4])) && b[2] != ':'
	case UserName:
		return is == text && len(b) <= 256
	case UserID:
		return (is == text || is == numeric) && bytes.IndexByte(b, '@') < 0
	case Path, Target:
		return is == text && b[0] == '/' && isPlainTarget(b)
	case RequestLine:
		_, target, ok := takeRequest(b)
		return ok && is == text && len(target) > 0 && target[0] == '/' && isPlainTarget(target)
	case Query:
		return is == text && b[0] != '?'
	case RequestID, TransactionID, TraceID, SpanID:
		return is == text || is == numeric
	}
	return is == text
}

// isFigure reports whether a text is a number as nginx writes all of them, too short
// for a time.
func isFigure(b []byte) bool {
	points := 0
	for _, c := range b {
		if c == '.' {
			points++
		} else if !isDigit(c) {
			return false
		}
	}
	return len(b) < 10 && points < 2 && isDigit(b[0]) && isDigit(b[len(b)-1])
}

// isPlainTarget reports whether what was asked for is a path, with a query or without:
// no fragment, no scheme, no whole request line.
func isPlainTarget(b []byte) bool {
	for i, c := range b {
		switch partsTarget[c] {
		case 0:
		case '?':
			b = b[i+1:]
			return !absent(b) && bytes.IndexByte(b, '#') < 0 && bytes.IndexByte(b, ' ') < 0
		default:
			return false
		}
	}
	return true
}

// partsTarget are the bytes that end a path, or say that it is none.
var partsTarget = func() (t [256]byte) {
	for c := range byte(' ' + 1) {
		t[c] = '!'
	}
	t['?'], t['#'], t[':'] = '?', '!', '!'
	return t
}()

// A requestLine is what a whole one says beside the target: GET HTTP/1.1.
type requestLine [24]byte

// takeRequest takes a request line apart, as [Parser.requestLine] does, if there is
// nothing odd about it.
func takeRequest(b []byte) (line requestLine, target []byte, ok bool) {
	sp := bytes.IndexByte(b, ' ')
	if sp < 0 || !isMethod(b[:sp]) {
		return line, nil, false
	}
	target, version := b[sp+1:], []byte(nil)
	if i := bytes.LastIndexByte(target, ' '); i >= 0 {
		target, version = target[:i], target[i+1:]
		if !bytes.HasPrefix(version, []byte("HTTP/")) {
			return line, nil, false
		}
	}
	n := copy(line[:], b[:sp+1])
	return line, target, n+len(version) <= len(line) && copy(line[n:], version) == len(version)
}

// take takes in a free value, if it is of the place that was asked for.
func (to *asked) take(f Field, b []byte) {
	switch f {
	case Path, Target, RequestLine:
		to.whole = f != Path
		if f == RequestLine {
			to.line, b, _ = takeRequest(b)
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
	c := &ps.cases[ps.tree.steps[last].verdict]
	if c.next == 0 {
		return p.rule(st, c, record, e)
	}
	to := ps.asked(record)
	to.lead = p.leadOf(to.path)
	for ; c != nil; c = ps.cases.after(c) {
		if c.lead == to.lead && c.queried == to.queried && c.asking == to.line {
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

// rule makes e of a case, if it is the record's.
func (p *Parser) rule(st *State, c *precedent, record []byte, e *event.Event) ruling {
	switch {
	case c.opt != st.opt || c.choice != st.choice || c.turns != p.s.Turns():
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
func (p *Parser) dismissAsked(c *precedent, record []byte) ruling {
	tree := &p.precedents.tree
	for i := range tree.found {
		v := &tree.found[i]
		if !tree.steps[v.step].varies(v, record[v.start:v.end]) {
			return unruled
		}
	}
	to := p.precedents.asked(record)
	if p.leadOf(to.path) != c.lead || to.queried != c.queried || to.line != c.asking || !p.dismissFormed(c, &to) {
		return unruled
	}
	return dismissed
}

// meet notes a record that has no precedent, with its values in the layouts that know
// it: one like it that was met before may become a precedent.
func (ps *precedents) meet(of *layouts, st *State, record []byte) {
	if ps.of = of; st.opt.All || st.opt.Original {
		return
	}
	ps.hash = of.digest(record)
	once := &ps.once[ps.hash%uint64(len(ps.once))]
	ps.ready = *once == ps.hash
	*once = ps.hash
}

// digest is a hash of the values that decide.
func (l *layouts) digest(record []byte) uint64 {
	const m = 0xd6e8feb86659fd93
	h := uint64(m)
	for i := range l.found {
		v := &l.found[i]
		s := &l.steps[v.step]
		h = (h ^ uint64(v.step)<<8 ^ uint64(v.kind)) * m
		b := record[v.start:v.end]
		if s.varies(v, b) {
			continue
		}
		h = (h ^ uint64(len(b))) * m
		for ; len(b) >= 8; b = b[8:] {
			h = (h ^ binary.LittleEndian.Uint64(b)) * m
			h = bits.RotateLeft64(h, 29)
		}
		for _, c := range b {
			h = (h ^ uint64(c)) * m
		}
	}
	return h ^ h>>32
}

// dismiss makes a precedent of a record in hand that is dull.
func (ps *precedents) dismiss(p *Parser, st *State, record []byte) {
	if ps.ready {
		ps.open(p, st, record, kin{dismissed: true, dull: true})
	}
}

// set makes a precedent of the record in hand, if it is one that others may
// follow: its event is all but finished, or it is dismissed.
func (ps *precedents) set(p *Parser, record []byte, dismissed bool) {
	e := p.e
	if !ps.ready || p.mined || !dismissed && e.Time.IsZero() || p.has(Day) || p.has(Zone) || len(e.Roles) > 0 || len(e.Labels) > 0 ||
		p.has(TokenHash) || p.durations() > 1 || e.Action.OfAccounts() || // see actedOn
		redact.HasSecretPaths(p.host()) {
		return
	}
	k := kin{dismissed: dismissed}
	secrets, at, source := 0, e.Time, false // whether it is free whom the record is from
	var to asked
	for i := range ps.of.found {
		v := &ps.of.found[i]
		s := &ps.of.steps[v.step]
		b := record[v.start:v.end]
		switch {
		case !s.varies(v, b):
		case s.action == layoutSecret:
			secrets++
		case s.free:
			f, own, port := s.fieldOf(b, v.kind), b, []byte(nil)
			switch f {
			case SourceIP:
				own, port = splitPort(b)
				if _, ok := readIP(own); !ok { // a chain of addresses, of which one decides
					return
				}
			case Path, Target, RequestLine:
				if to.path != nil {
					return
				}
				to.take(f, b)
				switch k.asking = to.line; f {
				case Path:
					own = to.path
				case RequestLine:
					_, own, _ = takeRequest(b)
					f = Target
				}
				if k.queried = to.queried; k.queried && !aliases(p.val[Query], to.query) {
					return
				}
			default:
				to.take(f, b)
			}
			s.shadow = !aliases(p.val[f], own)
			switch {
			case s.shadow && mayLose[f] && p.has(f):
				continue
			case s.shadow, port != nil && !aliases(p.val[SourcePort], port):
				return
			}
			switch f {
			case Time:
				at = time.Time{}
			case SourceIP:
				source, k.ported = true, port != nil
			case ForwardedFor, RealIP:
				k.claimed = true
			case Path, Target:
				if k.lead = p.leadOf(to.path); k.lead.route != p.http.route {
					return
				}
			}
		}
	}
	found, token := p.s.Found(), !e.Token.IsZero()
	if to.query != nil && to.path == nil {
		return
	}
	if p.has(SourceIP) != source && (k.claimed || p.has(SourcePort)) { // which say something of that address
		return
	}
	if len(found) != secrets || p.secrets != secrets || secrets > 1 || token != (secrets == 1) || token && found[0].Token.Sum != e.Token.Sum {
		return
	}
	k.token, k.incidental = token, isIncidental(e.Token.Kind)
	if ps.of == &p.products && !p.settled() {
		return
	}
	if c := ps.open(p, p.st, record, k); c != nil && !dismissed {
		kept := *e
		kept.Time, kept.Line = at, to.query != nil || to.referrer != nil
		c.keep(kept)
	}
}

// durations is how many fields have a duration, of which the event takes one.
func (p *Parser) durations() (n int) {
	for f := DurationNS; f <= DurationText; f++ {
		if p.has(f) {
			n++
		}
	}
	return n
}

// aliases reports whether a is b, not only the same text.
func aliases(a, b []byte) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

// fieldOf is the field of a free value.
func (s *layoutStep) fieldOf(b []byte, is kind) Field {
	if s.field == Duration {
		return durationUnit(b, is)
	}
	return s.field
}

// varies reports whether another value than b may stand in a record that follows
// this one.
func (s *layoutStep) varies(v *scalar, b []byte) bool {
	switch {
	case s.action == layoutSkip:
		return true
	case v.escaped:
		return false
	case s.action == layoutSecret:
		return v.kind == text && !absent(b) && !isBasic(b) && !redact.IsMask(b)
	}
	return s.free && ordinary(s.field, b, v.kind)
}

// open makes room for the case of the record in hand: nil when it finds none. Of
// a dull record any number may vary: only its message was looked at.
func (ps *precedents) open(p *Parser, st *State, record []byte, k kin) *precedent {
	l := &ps.tree
	if len(record) > maxLayoutRecord/4 || ps.of.match(record, true) == 0 || ps.of == &p.products && !ps.of.heed(&p.doc, record) {
		return nil
	}
	values := ps.of.found
	if l.many = true; ps.cases == nil {
		ps.cases = make(cases, 0, maxPrecedents)
	}
	if l.makeRoom(len(values), len(record)) || len(ps.cases) == maxPrecedents || ps.full == maxPrecedents {
		ps.forget()
	}
	at, end := uint32(0), uint32(0)
	for i := range values {
		v := &values[i]
		was := &ps.of.steps[v.step]
		if !was.varies(v, record[v.start:v.end]) && !(k.dull && was.what == '0' && !was.message) {
			continue
		}
		s := layoutStep{what: was.what, action: was.action, field: was.field, free: was.free, name: was.name, place: was.place, shadow: was.shadow}
		if at = l.add(at, s, record[end:v.start]); at == 0 {
			ps.full++
			return nil
		}
		end = v.end
	}
	known := len(l.steps)
	if at = l.add(at, layoutStep{what: '}', verdict: uint32(len(ps.cases))}, record[end:]); at == 0 {
		ps.full++
		return nil
	}
	k.turns, k.opt, k.choice = p.s.Turns(), st.opt, st.choice
	if int(at) < known {
		return ps.cases.place(l.steps[at].verdict, k)
	}
	return ps.cases.add(k)
}

// forget forgets all cases, but not the memory that they took.
func (ps *precedents) forget() {
	ps.tree.forget()
	ps.cases, ps.full = ps.cases[:0], 0
}

// follow makes p.e of a precedent and the free values of the record in hand. It
// reports false when one of them is not what it was there.
func (p *Parser) follow(c *precedent, record []byte) bool {
	p.forgetAll()
	p.used = true
	if c.turns != p.s.Turns() {
		return false
	}
	e := p.e
	roles, labels := e.Roles[:0], e.Labels[:0]
	*e = c.event
	e.Roles, e.Labels, e.Like = roles, labels, c.like
	var to asked
	tree := &p.precedents.tree
	for i := range tree.found {
		v := &tree.found[i]
		s := &tree.steps[v.step]
		b := record[v.start:v.end]
		switch {
		case !s.varies(v, b):
			return false
		case s.action == layoutSecret:
			n := len(p.s.Found())
			if p.s.Find(s.name, b, s.place); len(p.s.Found()) != n+1 || isWordOf(s.name, b) {
				return false
			}
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
	if !p.fillAsked(c, &to) {
		return false
	}
	if c.claimed {
		p.weighClaims()
	}
	return p.foundAs(c)
}

// foundAs gives the event what was found in the record, unless the precedent had
// another kind of token, or none.
func (p *Parser) foundAs(c *precedent) bool {
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

// put puts a free value into the event, as fill would.
func (p *Parser) put(c *precedent, f Field, b []byte) (ok bool) {
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
		p.own(f, b)
	}
	return true
}

// putSource puts the address of whom the record is from into the event, with its port
// if the precedent's had one.
func (p *Parser) putSource(c *precedent, b []byte) (ok bool) {
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

// askedFor are the fields of what was asked for.
var askedFor = [fieldCount]bool{Path: true, Target: true, RequestLine: true, Query: true, Referrer: true}

// fillAsked puts what was asked for into the event. It reports false when it leads
// elsewhere than the precedent's.
func (p *Parser) fillAsked(c *precedent, to *asked) bool {
	if to.path != nil {
		if p.leadOf(to.path) != c.lead || to.queried != c.queried || to.line != c.asking {
			return false
		}
		u := &p.e.URL
		u.Path = p.s.Usual(to.path, redact.InQuery)
		if to.query != nil {
			u.Query = p.s.Query(to.path, to.query, redact.InQuery)
		}
		if to.whole {
			u.Original = u.Path
		}
		if to.whole && to.queried {
			u.Original = p.s.Join(u.Path, "?", u.Query)
		}
	}
	if to.referrer != nil {
		p.e.HTTP.Referrer = p.s.Usual(to.referrer, redact.InReferrer)
	}
	return true
}
