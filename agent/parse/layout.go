package parse

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/hashtail/hashtail/agent/redact"
)

// Layouts remember how the records of applications look: an application writes
// the same keys in the same order all day long. What stands between two values
// (quotes, commas, keys, braces) is compared as a whole, and what a key means
// where it stands is known already. The records of one parser make a tree: those
// that begin alike share the steps of their beginning.
//
//	{"time":"12:55:36","user":"alice"}     step 1: {"time":"  and a string
//	{"time":"12:55:37","status":200}       step 2: ","user":" and a string, behind step 1
//	                                       step 3: ","status": and a number, in the place of step 2
//
// A record that matches is exactly what [Doc] would read, and fills the same
// values in the same order; all others are left to it.
//
// Precedents have a tree of the same kind, in which values that decide are text.
type layouts struct {
	steps []layoutStep // the first is the root
	text  textStore    // of the steps
	found []scalar     // the values of the record in hand
	many  bool         // it is the tree of precedents: these are more, and have four times the room

	escapes bool // strings of records that matched had escapes
}

// A layoutStep is one value, with all that stands between it and the one before,
// or the end of a record.
type layoutStep struct {
	literal            // what stands before the value
	down, next  uint32 // the first step behind this one, another one in its place; 0: none
	key         *key
	name        []byte // of the key, as the record has it
	what        byte   // what the value begins with: '"', '0' for anything without quotes, '[' and '{' for a container that nobody looks into; '}' is the end of the record
	action      layoutAction
	field       Field
	rank, depth uint8        // how sure the value is; how deep it stands, or, of a container, how many may stand within each other in it
	in          scope        // of the objects around it
	place       redact.Place // of a credential
	number      uint32       // in the tree of precedents, at the end of a record: of the first decision

	listed    bool // the value is in a list of a few scalars
	message   bool // it is the record's message
	bystander bool // no authentication event is made by it, nor by a value before it, unless by the message

	// What a format has done with the value in all records so far, which says what may be
	// done with it in the next: see heed.
	fixed  bool  // it has looked at it
	passed Field // it has passed it on as this, without a look
	keyed  bool  // it has left it to what its key means

	free   bool // the value decides nothing: see freeKinds
	shadow bool // in the tree of precedents: it is free, but the record has a surer value for its field
}

// A fork is a step without a value: the text that all steps behind it begin with. Without
// forks a record would be compared with each of many messages in turn.
const fork = 0

// A layoutAction says what is done with a value.
type layoutAction uint8

const (
	layoutSkip   layoutAction = iota // its key means nothing where it stands
	layoutOffer                      // its field takes it as it is
	layoutSecret                     // it is a credential
	layoutPair                       // it takes a look at the value
	layoutRole                       // it is one of a list of roles
)

// A scalar is a value in the record in hand.
type scalar struct {
	step       uint32
	start, end uint32
	kind       kind
	escaped    bool
}

// Bounds of the memory that layouts take. What an attacker writes may fill
// them: then all is forgotten and learned anew.
const (
	maxLayoutSteps  = 1024
	maxLayoutText   = 32 << 10
	maxLayoutRecord = 32 << 10
	maxLayoutMatch  = 2 * maxNodes // bytes of a record: a value takes two at least
	maxLayoutTwins  = 64           // steps in one place
	manyTwins       = 8            // from which on they share what they begin with
	minFork         = 16           // bytes of it at least; behind a fork 1
	maxScalars      = 128          // in a record
	maxListed       = 8            // values of a list that is looked at
	maxPassedDepth  = 16           // of containers within one that nobody looks into
)

// match finds the values of a record whose layout is known, with all those that
// mean nothing when they are wanted. It returns the last step, 0 when the layout
// is not known. It is one loop, as long as it is, because every record of JSON goes
// through it, and most through little else.
func (l *layouts) match(src []byte, all bool) uint32 {
	if len(l.steps) == 0 || len(src) > maxLayoutMatch {
		return 0
	}
	steps, found := l.steps, l.found[:0]
	s, i := &steps[0], 0
	var others [4]struct{ step, at uint32 } // that may be tried in the place of forks, innermost last
	forks := 0
	for {
		at := s.down
		if i+8 <= len(src) {
			w := binary.LittleEndian.Uint64(src[i : i+8])
			for ; at != 0; at = s.next {
				if s = &steps[at]; (w^s.head)&s.mask == 0 && s.goesOn(src, i) && s.fits(src, i+len(s.lit)) {
					break
				}
			}
		} else {
			at = stepBehindShort(steps, at, src, i)
			s = &steps[at]
		}
		for at == 0 {
			if forks == 0 {
				return 0
			}
			forks--
			i = int(others[forks].at)
			at = stepBehindShort(steps, others[forks].step, src, i)
			s = &steps[at]
		}
		start := i + len(s.lit)
		is, escaped := text, false
		switch s.what {
		case '"':
			if i = plainEnd(src, start); i < len(src) && src[i] != '"' {
				i, escaped, _ = scanString(src, i)
				l.escapes = l.escapes || escaped
			}
		case '}':
			l.found = found
			return at
		case fork:
			if s.next != 0 && forks < len(others) {
				others[forks].step, others[forks].at = s.next, uint32(i)
				forks++
			}
			i = start
			continue
		case '[', '{':
			is = array
			i = idleEnd(src, start, int(s.depth))
		default:
			is = numeric
			if i = wholeNumber(src, start); i == 0 {
				var n node
				i = scanPlain(src, start, &n)
				is = n.kind
			}
		}
		if i == 0 {
			return 0
		}
		forks = 0
		if s.action != layoutSkip || all {
			if len(found) == maxScalars {
				return 0
			}
			found = found[:len(found)+1]
			v := &found[len(found)-1] // field by field: as a whole it would be put together in memory first, and waited for
			v.step, v.start, v.end, v.kind, v.escaped = at, uint32(start), uint32(i), is, escaped
		}
	}
}

// stepBehindShort is the step, st or one that may stand in its place, that stands at
// src[i:], near the end of a record; 0 if there is none.
func stepBehindShort(steps []layoutStep, st uint32, src []byte, i int) uint32 {
	for ; st != 0; st = steps[st].next {
		if s := &steps[st]; bytes.HasPrefix(src[i:], s.lit) && s.fits(src, i+len(s.lit)) {
			return st
		}
	}
	return 0
}

// fits reports whether what stands at src[i:] can be the step's value: one
// step's text may be the beginning of another's.
func (s *layoutStep) fits(src []byte, i int) bool {
	switch s.what {
	case '"', fork:
		return true
	case '}':
		return i == len(src)
	case '[', '{':
		return i < len(src) && src[i] == s.what
	}
	return i < len(src) && src[i] != '"' && src[i] != '{' && src[i] != '['
}

// wholeNumber is the end of a number without sign, fraction and exponent, as
// most are; 0 when there may be more to it.
func wholeNumber(b []byte, i int) int {
	start := i
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i == start || i == len(b) || b[i] != ',' && b[i] != '}' || b[start] == '0' && i > start+1 {
		return 0
	}
	return i
}

// idleEnd is [scanAny], faster where there is one string in the list.
func idleEnd(b []byte, i, depth int) int {
	if i+2 < len(b) && b[i] == '[' && b[i+1] == '"' {
		if end := plainEnd(b, i+2); end+1 < len(b) && b[end] == '"' && b[end+1] == ']' {
			return end + 2
		}
	}
	return scanAny(b, i, depth)
}

// dull reports whether the record that matched up to this step is no
// authentication event, as far as that shows at once: none of its keys could
// make it one, and neither do the words of its message. Of {"level":"info","message":
// "cache warmed","rows":17} nothing else needs to be known.
func (l *layouts) dull(p *Parser, src []byte, last uint32) bool {
	if p.heard = (heard{}); !l.steps[last].bystander {
		return false
	}
	for i := range l.found {
		v := &l.found[i]
		if !l.steps[v.step].message || v.kind == null {
			continue
		}
		m := src[v.start:v.end]
		if v.kind != text || v.escaped || !beginsProse(m) {
			return false
		}
		if p.worded { // a second message
			p.heard = heard{}
			return false
		}
		if p.wording(m).telling() || saysRequest(m) || saysMore(m) || !p.holdsNothing(m) {
			return false
		}
	}
	return true
}

// saysMore reports whether a message ends in what is read as members of its object are.
func saysMore(m []byte) bool {
	return len(m) > 0 && m[len(m)-1] == '}' || trailingPairs(m) != nil
}

// holdsNothing reports whether a message holds no secret.
func (p *Parser) holdsNothing(m []byte) bool {
	if p.s.Clean(m) {
		return true
	}
	p.s.Reset()
	return p.s.Text(m, redact.InMessage).Len() == len(m) && len(p.s.Found()) == 0
}

// set sets the values of the record that matched.
func (l *layouts) set(p *Parser, src []byte) {
	for i := range l.found {
		l.take(p, src, &l.found[i])
	}
}

// take gives a value to its field, as [Parser.members] would. What it does was settled when
// the layout was learned: see plan.
func (l *layouts) take(p *Parser, src []byte, v *scalar) {
	s := &l.steps[v.step]
	if v.kind == null {
		if !s.listed {
			p.nothing(s.key, s.in)
		}
		return
	}
	b := src[v.start:v.end]
	if v.escaped {
		b = p.unescape(b)
	}
	switch s.action {
	case layoutOffer:
		p.offer(s.field, b, s.rank, s.key)
	case layoutSecret:
		p.secretAt(s.name, s.place, b, v.kind)
	case layoutRole:
		p.roles = append(p.roles, b)
	default:
		p.pair(s.key, s.name, s.in, int(s.depth), b, v.kind)
	}
}

// learn keeps the layout of the record in hand, where those like it may be read by
// it.
func (p *Parser) learn() {
	switch {
	case p.precedents.of != nil || len(p.st.keep) > 0:
	case p.general:
		p.layouts.learn(&p.doc)
	case p.settled:
		p.products.learn(&p.doc)
	}
}

// fromLayout sets the values of a familiar record.
func (p *Parser) fromLayout(record []byte) {
	p.module = p.index.rows[p.index.json]
	p.layouts.set(p, record)
	p.inMessage()
}

// plainEnd is the first byte from i on that ends a string or needs a closer
// look: a quote, a backslash, a control character; len(b) if there is none.
func plainEnd(b []byte, i int) int {
	for ; i <= len(b)-16; i += 16 {
		two := b[i : i+16 : i+16]
		v, w := binary.LittleEndian.Uint64(two), binary.LittleEndian.Uint64(two[8:])
		if (suspects(v)|suspects(w))&highBits == 0 {
			continue
		}
		if stop := stops(v); stop != 0 {
			return i + bits.TrailingZeros64(stop)>>3
		}
		if stop := stops(w); stop != 0 {
			return i + 8 + bits.TrailingZeros64(stop)>>3
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c < ' ' {
			break
		}
	}
	return i
}

// stops has the high bit of the first byte set that ends a string or needs a closer
// look; none when there is no such byte among the eight. A byte is a quote or a
// control character when it is below 0x21 with its second bit turned over: one
// comparison for both.
func stops(w uint64) uint64 {
	slash := w ^ '\\'*lowBits
	return ((w^2*lowBits-0x21*lowBits)&^w | (slash-lowBits)&^slash) & highBits
}

// suspects has the high bit of a byte set when stops has, or when there is a byte
// among the eight that is not ASCII.
func suspects(w uint64) uint64 {
	return (w ^ 2*lowBits - 0x21*lowBits) | (w ^ '\\'*lowBits - lowBits)
}
