package parse

// learn remembers the layout of the record that d has read, unless what it holds is not
// told by its keys alone.
func (l *layouts) learn(d *Doc) {
	if len(d.nodes) > maxScalars || len(d.src) > maxLayoutRecord {
		return
	}
	l.makeRoom(len(d.nodes), len(d.src))
	for i := uint32(1); i < uint32(len(d.nodes)); i++ {
		switch n := &d.nodes[i]; {
		case d.idle(i):
			i = n.next - 1
		case n.kind == array && !d.plainList(i), n.kind == object && d.only(i, scalarNames[:]):
			return
		}
	}
	w := learner{l: l, d: d}
	if w.members(0, anywhere, 0) && w.at != 0 {
		l.add(w.at, layoutStep{what: '}', bystander: true}, d.src[w.end:])
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
		l.text = make(textStore, 0, text)
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

// A learner adds a step for each value of a document, in their order, as
// [Parser.members] goes through them. Its methods report false where there is no more room.
type learner struct {
	l       *layouts
	d       *Doc
	at, end uint32 // the last step, and where its value ends
}

// step adds a step for the value between start and end.
func (w *learner) step(s layoutStep, start, end uint32) bool {
	w.at = w.l.add(w.at, s, w.d.src[w.end:start])
	w.end = end
	return w.at != 0
}

// members adds steps for the members of the object at a node.
func (w *learner) members(at uint32, in scope, depth int) bool {
	for i := at + 1; i < w.d.nodes[at].next; i = w.d.nodes[i].next {
		if !w.member(i, in, depth) {
			return false
		}
	}
	return true
}

// member adds steps for a member of an object: one for a scalar or a container that nobody
// looks into, those of its members for an object, and one for each value of a list.
func (w *learner) member(i uint32, in scope, depth int) bool {
	d := w.d
	n := &d.nodes[i]
	if n.key.scope != anywhere {
		in = within(in, n.key.scope)
	}
	s := layoutStep{what: '0', key: n.key, in: in, depth: uint8(depth), name: d.src[n.name:n.stop]}
	switch {
	case d.idle(i):
		s.what, s.action, s.bystander, s.depth = d.src[n.start], layoutSkip, true, d.levels()
		return w.step(s, n.start, n.end)
	case n.kind == object:
		return w.members(i, within(in, n.key.inside), depth+1)
	case n.kind == array && n.next > i+1 && d.nodes[i+1].kind == object: // see elements
		for m := i + 1; m < n.next; m = d.nodes[m].next {
			if !w.members(m, within(in, n.key.inside), depth+1) {
				return false
			}
		}
		return true
	case n.kind == array:
		s.listed, s.depth = true, uint8(min(depth+1, 7))
		i++
	}
	s.plan()
	for ; i < n.next; i++ {
		if !w.scalar(s, &d.nodes[i]) {
			return false
		}
	}
	return true
}

// scalar adds the step of a scalar, which does with it what the format has done.
func (w *learner) scalar(s layoutStep, v *node) bool {
	if v.kind == text {
		s.what = '"'
	}
	s.heed(v, w.d.keyed)
	return w.step(s, v.start, v.end)
}

// idle reports whether a node is a container that nobody looks into, whatever it holds.
func (d *Doc) idle(at uint32) bool {
	n := &d.nodes[at]
	if n.kind < object || d.keyed && (n.kind == object || n.key != unknown || d.nested(at)) {
		return false
	}
	for i := at; i < n.next; i++ {
		if m := &d.nodes[i]; m.looked || m.passed != NoField {
			return false
		}
	}
	return true
}

// plainList reports whether an array holds a few scalars, or a few objects that are read
// by their keys: see elements.
func (d *Doc) plainList(at uint32) bool {
	n := &d.nodes[at]
	if isOneOf(d.src[n.name:n.stop]) {
		return false
	}
	values := 0
	for i := at + 1; i < n.next; i = d.nodes[i].next {
		m := &d.nodes[i]
		if m.kind == array || (m.kind == object) != (d.nodes[at+1].kind == object) || m.kind == object && (m.next == i+1 || d.hasAny(i, pairNames[:]) && d.hasAny(i, pairValues[:])) {
			return false
		}
		values++
	}
	return values <= maxListed
}

// levels is how many containers may stand within each other where one is idle.
func (d *Doc) levels() uint8 {
	if d.keyed {
		return 1
	}
	return maxPassedDepth
}

// nested reports whether a container holds others.
func (d *Doc) nested(at uint32) bool {
	for i := at + 1; i < d.nodes[at].next; i++ {
		if d.nodes[i].kind >= object {
			return true
		}
	}
	return false
}

// plan sets what [Parser.pair] does with a value of this key, whatever the value: skip it,
// give it to a field, hide it as a credential, or leave it to pair to look.
func (s *layoutStep) plan() {
	k, in, depth := s.key, s.in, int(s.depth)
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
	case m.field == UserRole && s.listed && s.what == '"':
		s.action = layoutRole
	case k.hides(in) && m.field == OutcomeWord:
		s.action = layoutPair
	case k.hides(in):
		s.action, s.place = layoutSecret, placeOf(s.name, in)
	case m.field == NoField || m.tier == 2 && depth > 0:
		s.action = layoutSkip
	case looksAtValue[m.field]:
		s.action = layoutPair
	default:
		s.action, s.rank = layoutOffer, rankOf(m.tier, depth)
	}
	s.field = m.field
	s.free = s.action != layoutSecret && freeKinds[m.field] != 0
}

// heed has the step do what a format did with the value of a record, and reports whether it
// does so already. A format may look at a value in one record and not in the next, so what
// it did once counts for all: a value that was looked at is never free again.
func (s *layoutStep) heed(n *node, keyed bool) (already bool) {
	was := *s
	s.fixed, s.keyed = s.fixed || n.looked, s.keyed || keyed
	if n.passed != NoField {
		s.passed = n.passed
	}
	switch {
	case s.fixed:
		s.action, s.free = layoutPair, false
	case s.passed != NoField:
		s.action, s.field, s.free = layoutOffer, s.passed, freeKinds[s.passed] != 0
	case s.keyed:
		if !was.keyed {
			s.plan()
		}
	default:
		s.action, s.free = layoutSkip, false
	}
	return s.does(&was)
}

// does reports whether two steps do the same with a value.
func (s *layoutStep) does(o *layoutStep) bool {
	return s.what == o.what && (s.what != '[' || s.depth == o.depth) && s.action == o.action && s.field == o.field && s.free == o.free && s.shadow == o.shadow && string(s.name) == string(o.name) && s.place == o.place
}

// heed has the layout of the record that matched, with all its values, do what a format
// did with them, in case it did otherwise than in the records before. It reports whether
// nothing has changed: otherwise the record is no precedent, but the next one may be.
func (l *layouts) heed(d *Doc, record []byte) (already bool) {
	if len(d.src) != len(record) || &d.src[0] != &record[0] {
		return false
	}
	already = true
	values := l.found
	for i := uint32(0); i < uint32(len(d.nodes)); i++ {
		n := &d.nodes[i]
		whole := n.kind >= object && len(values) > 0 && values[0].start == n.start // the containers around values begin before them
		switch {
		case n.kind >= object && !whole:
			continue
		case len(values) == 0:
			return false
		case whole && !d.idle(i): // a format looks into it now
			l.learn(d)
			return false
		case whole:
			s := &l.steps[values[0].step]
			already = s.depth <= d.levels() && already
			s.depth = min(s.depth, d.levels())
			i = n.next - 1
		default:
			already = l.steps[values[0].step].heed(n, d.keyed) && already
		}
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
		near := l.look(at, &s, lit, least)
		switch {
		case near.same != 0:
			return near.same
		case near.like != nil && near.whole: // a fork, whose text lit begins with
		case near.like != nil && near.steps >= manyTwins:
			l.fork(at, near.like, near.shared)
		case near.steps == maxLayoutTwins:
			return 0
		default:
			return l.insert(at, s, lit, near.place)
		}
		at, lit = *near.like, lit[near.shared:]
	}
}

// A neighbourhood is what stands in the place where a step is to be added.
type neighbourhood struct {
	steps  int     // so many
	same   uint32  // the step itself is there
	like   *uint32 // the one that has most in common with it
	shared int     // so many bytes
	whole  bool    // which are all of its text
	place  *uint32 // where to put the step
}

// look looks at the steps behind another. One that is no fork may become one where it has
// at least so many bytes in common with the step.
func (l *layouts) look(behind uint32, s *layoutStep, lit []byte, least int) (near neighbourhood) {
	last := &l.steps[behind].down
	for ; *last != 0; last = &l.steps[*last].next {
		have := &l.steps[*last]
		n := commonPrefix(have.lit, lit)
		whole := n == len(have.lit)
		if whole && have.what != fork && near.place == nil {
			near.place = last
		}
		switch {
		case whole && n == len(lit) && have.what == s.what && (!l.many || have.does(s)):
			near.same = *last
			return near
		case n == len(lit) || n <= near.shared:
		case whole && have.what == fork, !whole && n >= least:
			near.like, near.shared, near.whole = last, n, whole
		}
		near.steps++
	}
	if near.place == nil {
		near.place = last
	}
	return near
}

// insert puts a step behind another, before the one at a place.
func (l *layouts) insert(behind uint32, s layoutStep, lit []byte, place *uint32) uint32 {
	s.bystander = s.bystander && l.steps[behind].bystander
	s.says(l.text.keep(lit))
	s.name = l.text.keep(s.name)
	s.next = *place
	l.steps = append(l.steps, s) // never beyond its capacity, so place stays where it is
	*place = uint32(len(l.steps) - 1)
	return *place
}

// fork puts the first n bytes of a step behind another into a step of their own.
func (l *layouts) fork(at uint32, step *uint32, n int) {
	have := &l.steps[*step]
	f := layoutStep{what: fork, down: *step, next: have.next, bystander: l.steps[at].bystander}
	f.says(have.lit[:n])
	have.says(have.lit[n:])
	have.next = 0
	l.steps = append(l.steps, f)
	*step = uint32(len(l.steps) - 1)
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
