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
// A record that matches is exactly what [Doc] would read, and fills the same
// values in the same order; all others are left to it.
type layouts struct {
	steps []layoutStep // the first is the root
	text  []byte       // that steps compare; it never grows, so they can point into it
	found []scalar     // in the record in hand
	many  bool         // of many cases: they have four times the room
}

// A layoutStep is one value, with all that stands between it and the one before,
// or the end of a record.
type layoutStep struct {
	lit         []byte
	head, tail  uint64 // the first and the last eight bytes of lit, as far as mask goes
	mask        uint64
	tailAt      int    // where tail begins
	down, next  uint32 // the first step behind this one, another one in its place; 0: none
	key         *key
	name        []byte
	what        byte // the value begins like this: '"', '0' for anything without quotes, '}' for the end, fork
	action      layoutAction
	field       Field
	rank, depth uint8
	in          scope
	place       redact.Place // of a credential
	message     bool         // the value is the record's message
	free        bool         // the value decides nothing: see precedents
	verdict     uint32       // at the end of a record: the number of its precedent
	listed      bool         // the value is the only one of an array
	fixed       bool         // a format looks at the value
	shadow      bool         // in a precedent: another value of the field goes before this one
	bystander   bool         // neither this nor a step before it makes an authentication event, unless by the message
}

// A fork is a step without a value: what those behind it begin with.
const fork = 0

// A layoutAction says what is done with a value.
type layoutAction uint8

const (
	layoutSkip   layoutAction = iota // its key means nothing where it stands
	layoutOffer                      // its field takes it as it is
	layoutSecret                     // it is a credential
	layoutPair                       // it takes a look at the value
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
	maxLayoutTwins  = 64  // steps in one place
	manyTwins       = 8   // from which on they share what they begin with
	minFork         = 16  // bytes of it at least; behind a fork 1
	maxScalars      = 128 // in a record
)

// match finds the values of a record whose layout is known, with all those that
// mean nothing when they are wanted. It returns the last step, 0 when the layout
// is not known.
func (l *layouts) match(src []byte, all bool) uint32 {
	if len(l.steps) == 0 || len(src) > 1<<31 {
		return 0
	}
	steps, found := l.steps, l.found[:0]
	s, i := &steps[0], 0
	var others [4]struct{ step, at uint32 } // that stand where forks do
	forks := 0
	for {
		at := s.down
		if i+8 <= len(src) {
			w := binary.LittleEndian.Uint64(src[i : i+8])
			for ; at != 0; at = s.next {
				if s = &steps[at]; (w^s.head)&s.mask == 0 && s.goesOn(src, i) {
					break
				}
			}
		} else if at = stepBehindShort(steps, at, src, i); at != 0 {
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
				if i, escaped, _ = scanString(src, i); i == 0 {
					return 0
				}
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
		default:
			is = numeric
			if i = wholeNumber(src, start); i == 0 {
				var n node
				if i = scanPlain(src, start, &n); i == 0 {
					return 0
				}
				is = n.kind
			}
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

// goesOn reports whether the step, whose first eight bytes stand at src[i:], stands
// there as a whole.
func (s *layoutStep) goesOn(src []byte, i int) bool {
	t := i + s.tailAt
	if t+8 > len(src) || (binary.LittleEndian.Uint64(src[t:t+8])^s.tail)&s.mask != 0 {
		return false
	}
	return (s.tailAt <= 8 || string(src[i+8:t]) == string(s.lit[8:s.tailAt])) && s.fits(src, i+len(s.lit))
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

// dull reports whether the record that matched up to this step is no
// authentication event, as far as that shows at once: none of its keys could
// make it one, and neither do the words of its message.
func (l *layouts) dull(p *Parser, src []byte, last uint32) bool {
	if !l.steps[last].bystander {
		return false
	}
	for i := range l.found {
		v := &l.found[i]
		if !l.steps[v.step].message || v.kind == null {
			continue
		}
		m := src[v.start:v.end]
		if v.kind != text || v.escaped || len(m) > 0 && m[0] == '{' || beginsRecord(m) {
			return false
		}
		var r reading
		if r.addProse(m[:min(len(m), maxWording)]); r.telling() || saysRequest(m) || !p.holdsNothing(m) {
			return false
		}
	}
	return true
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

// take gives a value to its field, as [Parser.members] would.
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
	default:
		p.pair(s.key, s.name, s.in, int(s.depth), b, v.kind)
	}
}

// learn remembers the layout of the record that d has read. Arrays of more than one
// value are not learned: how long they are is not the application's habit.
func (l *layouts) learn(d *Doc) {
	if len(d.nodes) > maxScalars || len(d.src) > maxLayoutRecord {
		return
	}
	l.makeRoom(len(d.nodes), len(d.src))
	for i := range d.nodes {
		if n := &d.nodes[i]; n.kind == array && n.next > uint32(i)+1 && (n.next > uint32(i)+2 || d.nodes[i+1].kind >= object) {
			return
		}
	}
	at, end := l.learnMembers(d, 0, 0, 0, anywhere, 0)
	if at != 0 {
		l.add(at, layoutStep{what: '}', bystander: true}, d.src[end:])
	}
}

// makeRoom makes sure that there is room for the layout of one more record, and
// reports whether all others were forgotten for that.
func (l *layouts) makeRoom(values, size int) (forgotten bool) {
	steps, text := maxLayoutSteps, maxLayoutText
	if l.many {
		steps, text = 4*steps, 4*text
	}
	if l.steps == nil {
		l.steps = make([]layoutStep, 1, steps)
		l.steps[0].bystander = true
		l.text = make([]byte, 0, text)
		l.found = make([]scalar, 0, maxScalars)
	}
	if len(l.steps)+2*(values+1) <= steps && len(l.text)+size <= text { // each may make a fork
		return false
	}
	l.forget()
	return true
}

// forget forgets all layouts, but not the memory that they took.
func (l *layouts) forget() {
	clear(l.steps[1:])
	l.steps, l.text = l.steps[:1], l.text[:0]
	l.steps[0].down = 0
}

// learnMembers adds steps for the members of an object behind the step at and
// the value that ends at end; it returns the last of them, 0 where there is no
// more room, and where its value ends.
func (l *layouts) learnMembers(d *Doc, object_, at, end uint32, in scope, depth int) (uint32, uint32) {
	for i := object_ + 1; i < d.nodes[object_].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		where := in
		if n.key.scope != anywhere {
			where = within(in, n.key.scope)
		}
		s := layoutStep{what: '0', key: n.key, in: where, depth: uint8(depth), name: d.src[n.name:n.stop]}
		switch {
		case n.kind == object:
			if at, end = l.learnMembers(d, i, at, end, within(where, n.key.inside), depth+1); at == 0 && n.next > i+1 {
				return 0, 0
			}
			continue
		case n.kind == array && n.next == i+1:
			continue
		case n.kind == array: // see elements
			if n.key.at[where].field == UserRole {
				return 0, 0
			}
			n, s.listed, s.depth = &d.nodes[i+1], true, uint8(min(depth+1, 7))
		}
		if n.kind == text {
			s.what = '"'
		}
		s.plan(int(s.depth))
		s.heed(n)
		if at = l.add(at, s, d.src[end:n.start]); at == 0 {
			return 0, 0
		}
		end = n.end
	}
	return at, end
}

// plan sets what [Parser.pair] does with a value of this key, whatever the value.
func (s *layoutStep) plan(depth int) {
	k, in := s.key, s.in
	if k == unknown {
		s.action, s.bystander = layoutSkip, true
		return
	}
	if k.scope != anywhere {
		in = within(in, k.scope)
	}
	m := k.at[in]
	s.message, s.bystander = m.field == Message, bystanders[m.field] && !k.secret
	switch {
	case k.secret && in != inAnswer && in != inNothing:
		s.action, s.place = layoutSecret, placeOf(s.name, in)
	case m.field == NoField || m.tier == 2 && depth > 0:
		s.action = layoutSkip
	case looksAtValue[m.field]:
		s.action = layoutPair
	default:
		s.action, s.rank = layoutOffer, rankOf(m.tier, depth)
	}
	s.field = m.field
	s.free = s.action != layoutSecret && freeFields[m.field]
}

// heed has the step do what a format did with the value beside reading it by its key,
// and reports whether it does so already.
func (s *layoutStep) heed(n *node) (already bool) {
	was := *s
	switch {
	case n.looked:
		s.fixed, s.action, s.free = true, layoutPair, false
	case n.passed != NoField && !s.fixed:
		s.action, s.field, s.free = layoutOffer, n.passed, freeFields[n.passed]
	}
	return s.does(&was)
}

// does reports whether two steps do the same with a value.
func (s *layoutStep) does(o *layoutStep) bool {
	return s.action == o.action && s.field == o.field && s.free == o.free && s.shadow == o.shadow && string(s.name) == string(o.name) && s.place == o.place
}

// heed has the layout of the record that matched, with all its values, do what a format
// did with them. It reports whether it does so already.
func (l *layouts) heed(d *Doc, record []byte) (already bool) {
	if len(d.src) != len(record) || &d.src[0] != &record[0] {
		return false
	}
	already = true
	values := l.found
	for i := range d.nodes {
		n := &d.nodes[i]
		if n.kind >= object {
			continue
		}
		if len(values) == 0 {
			return false
		}
		already = l.steps[values[0].step].heed(n) && already
		values = values[1:]
	}
	return already && len(values) == 0
}

// bystanders are the fields that no authentication event is recognised by, and
// the message, which is looked at.
var bystanders = [fieldCount]bool{
	NoField: true, Time: true, Day: true, Clock: true, Zone: true, Level: true, Logger: true, Message: true, RequestID: true, ServiceName: true, ServiceEnv: true,
	ServiceVersion: true, ServiceNode: true, TraceID: true, TransactionID: true, SpanID: true, TraceParent: true, ProcessPID: true,
	DurationNS: true, DurationUS: true, DurationMS: true, DurationS: true, DurationText: true, Duration: true,
	RequestBytes: true, ResponseBytes: true, BodyBytes: true, Provider: true, Severity: true, Count: true,
}

// add adds a step behind another, or finds it there. One whose text goes on where that
// of a step with a value ends is asked before that: in a precedent what stands there is
// no value, like the "-" of nobody where others have a name.
func (l *layouts) add(at uint32, s layoutStep, lit []byte) uint32 {
	if len(lit) == 0 {
		return 0
	}
	for least := minFork; ; least = 1 {
		twins, last := 0, &l.steps[at].down
		var like *uint32 // the one that has most in common with it
		place, shared := (*uint32)(nil), 0
		for ; *last != 0; last = &l.steps[*last].next {
			have := &l.steps[*last]
			n := commonPrefix(have.lit, lit)
			whole := n == len(have.lit)
			if whole && have.what != fork && place == nil {
				place = last
			}
			switch {
			case whole && n == len(lit) && have.what == s.what && (!l.many || have.does(&s)):
				return *last
			case n == len(lit) || n <= shared:
			case whole && have.what == fork, !whole && n >= least:
				like, shared = last, n
			}
			twins++
		}
		if like != nil {
			whole := shared == len(l.steps[*like].lit)
			if !whole && twins >= manyTwins {
				l.fork(at, like, shared)
			}
			if whole || twins >= manyTwins {
				at, lit = *like, lit[shared:]
				continue
			}
		}
		if twins == maxLayoutTwins {
			return 0
		}
		s.bystander = s.bystander && l.steps[at].bystander
		s.says(l.keep(lit))
		s.name = l.keep(s.name)
		if place == nil {
			place = last
		}
		s.next = *place
		l.steps = append(l.steps, s)
		*place = uint32(len(l.steps) - 1)
		return *place
	}
}

// fork puts the first n bytes of a step behind at into a step of their own.
func (l *layouts) fork(at uint32, step *uint32, n int) {
	have := &l.steps[*step]
	f := layoutStep{what: fork, down: *step, next: have.next, bystander: l.steps[at].bystander}
	f.says(have.lit[:n])
	have.says(have.lit[n:])
	have.next = 0
	l.steps = append(l.steps, f)
	*step = uint32(len(l.steps) - 1)
}

// says sets the text before a step's value.
func (s *layoutStep) says(lit []byte) {
	s.lit, s.mask, s.tailAt = lit, ^uint64(0), max(0, len(lit)-8)
	if len(lit) < 8 {
		s.mask >>= 64 - 8*len(lit)
	}
	var ends [8]byte
	copy(ends[:], lit)
	s.head = binary.LittleEndian.Uint64(ends[:])
	copy(ends[:], lit[s.tailAt:])
	s.tail = binary.LittleEndian.Uint64(ends[:])
}

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

func (l *layouts) keep(b []byte) []byte {
	start := len(l.text)
	l.text = append(l.text, b...)
	return l.text[start:len(l.text):len(l.text)]
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
