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
		case d.idle(i):
			s.what, s.action, s.bystander, s.depth = d.src[n.start], layoutSkip, true, d.levels()
			if at = l.add(at, s, d.src[end:n.start]); at == 0 {
				return 0, 0
			}
			end = n.end
			continue
		case n.kind == object:
			if at, end = l.learnMembers(d, i, at, end, within(where, n.key.inside), depth+1); at == 0 && n.next > i+1 {
				return 0, 0
			}
			continue
		case n.kind == array && n.next == i+1:
			continue
		case n.kind == array: // see elements
			if n.next > i+1 && d.nodes[i+1].kind == object {
				for m := i + 1; m < n.next; m = d.nodes[m].next {
					if at, end = l.learnMembers(d, m, at, end, within(where, n.key.inside), depth+1); at == 0 {
						return 0, 0
					}
				}
				continue
			}
			s.listed, s.depth = true, uint8(min(depth+1, 7))
		}
		s.plan()
		for m := i; m < n.next; m++ {
			v, one := &d.nodes[m], s
			if v.kind == array {
				continue
			}
			if v.kind == text {
				one.what = '"'
			}
			one.heed(v, d.keyed)
			if at = l.add(at, one, d.src[end:v.start]); at == 0 {
				return 0, 0
			}
			end = v.end
		}
	}
	return at, end
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

// plan sets what [Parser.pair] does with a value of this key, whatever the value.
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

// heed has the step do what a format did with the value, and reports whether it does so
// already. What was looked at once is looked at, and so on.
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
		s.action, s.field, s.free = layoutOffer, s.passed, freeFields[s.passed]
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
// did with them. It reports whether it does so already.
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
		s.says(l.text.keep(lit))
		s.name = l.text.keep(s.name)
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

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
