package parse

import "github.com/hashtail/hashtail/agent/event"

// fields reads all members of an object by the names that applications use.
func (p *Parser) fields(d *Doc) { p.members(d, 0, anywhere, 0) }

// members reads what stands in the object at a node; in says within which others it does.
func (p *Parser) members(d *Doc, at uint32, in scope, depth int) {
	nodes := d.nodes
	d.keyed = true
	for i := at + 1; i < nodes[at].next; i = nodes[i].next {
		n := &nodes[i]
		where := in
		if n.key.scope != anywhere {
			where = within(in, n.key.scope)
		}
		switch n.kind {
		case null:
			p.nothing(n.key, where)
		case object:
			if v, is := d.any(i); v != nil {
				if n.key != unknown {
					p.pair(n.key, d.src[n.name:n.stop], where, depth, v, is)
				}
				continue
			}
			p.members(d, i, within(where, n.key.inside), depth+1)
		case array:
			p.elements(d, i, where, depth)
		default:
			if n.key == unknown {
				continue
			}
			p.pair(n.key, d.src[n.name:n.stop], where, depth, d.text(i), n.kind)
		}
	}
}

// elements reads an array: scalars as values of its key, of which the first
// counts; objects that name a key and a value as that pair; others as objects.
func (p *Parser) elements(d *Doc, at uint32, in scope, depth int) {
	k := d.nodes[at].key
	name := d.src[d.nodes[at].name:d.nodes[at].stop]
	if isOneOf(name) {
		p.oneOf(d, at, in, depth)
		return
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		switch n := &d.nodes[i]; n.kind {
		case object:
			if k, v := d.named(i, pairNames[:]...), d.named(i, pairValues[:]...); k != nil && v != nil {
				p.pair(p.keys.find(p.index, k), k, within(in, d.nodes[at].key.inside), depth+1, v, text)
				continue
			}
			p.members(d, i, within(in, k.inside), depth+1)
		case text, numeric, boolean:
			if m := k.at[in]; m.field == UserRole && n.kind == text {
				p.roles = append(p.roles, d.text(i))
			} else if k != unknown {
				p.pair(k, name, in, min(depth+1, 7), d.text(i), n.kind)
			}
		}
	}
}

// pairNames and pairValues are what an object calls a key and a value that names both.
var (
	pairNames  = [...]string{"key", "name", "Name", "Key"}
	pairValues = [...]string{"value", "Value", "ValueString"}
)

// isOneOf reports whether an array holds OpenTelemetry's records: see oneOf.
func isOneOf(name []byte) bool {
	switch string(name) {
	case "resourceLogs", "scopeLogs", "logRecords":
		return true
	}
	return false
}

// oneOf reads one of the records that OpenTelemetry puts into a line: the first
// that may be an authentication event, so that nobody gets another one's address.
// That there were others is told by a tag.
func (p *Parser) oneOf(d *Doc, at uint32, in scope, depth int) {
	first := at + 1
	if first >= d.nodes[at].next {
		return
	}
	several := d.nodes[first].next < d.nodes[at].next
	for i := first; i < d.nodes[at].next; i = d.nodes[i].next {
		if d.nodes[i].kind == object && d.telling(i) {
			first = i
			break
		}
	}
	if d.nodes[first].kind != object {
		return
	}
	if several {
		p.e.Tags |= event.Truncated
	}
	p.members(d, first, within(in, d.nodes[at].key.inside), depth+1)
}

// telling reports whether a text in an object is worth being looked at.
func (d *Doc) telling(at uint32) bool {
	var r reading
	for i := at + 1; i < d.nodes[at].next; i++ {
		if n := &d.nodes[i]; n.kind == text {
			r.last = 0
			r.addProse(d.src[n.start:min(n.end, n.start+maxWording)])
		}
	}
	return r.telling()
}

// named is the value of the object's member with one of the names.
func (d *Doc) named(at uint32, names ...string) []byte {
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		for _, name := range names {
			if string(d.src[n.name:n.stop]) == name {
				if n.kind == object {
					v, _ := d.any(i)
					return v
				}
				return d.value(i)
			}
		}
	}
	return nil
}

// any is the value of an object that is one of OpenTelemetry's values:
// {"stringValue":"bob"}.
func (d *Doc) any(at uint32) ([]byte, kind) {
	if d.only(at, scalarNames[:]) {
		n := &d.nodes[at+1]
		for i, is := range [...]kind{text, numeric, numeric, boolean} {
			if string(d.src[n.name:n.stop]) == scalarNames[i] {
				return d.value(at + 1), is
			}
		}
	}
	return nil, null
}

// scalarNames are the members of OpenTelemetry's values.
var scalarNames = [...]string{"stringValue", "intValue", "doubleValue", "boolValue"}

// only reports whether an object has one member, of one of the names.
func (d *Doc) only(at uint32, names []string) bool {
	i := at + 1
	return i < d.nodes[at].next && d.nodes[i].next == d.nodes[at].next && d.hasAny(at, names)
}

// hasAny reports whether an object has a member with one of the names.
func (d *Doc) hasAny(at uint32, names []string) bool {
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		for _, name := range names {
			if string(d.src[n.name:n.stop]) == name {
				return true
			}
		}
	}
	return false
}

// nothing notes a member that is there but null: a request without a token.
func (p *Parser) nothing(k *key, in scope) {
	if k.secret && in != inAnswer || k.at[in].field == TokenHash {
		p.noToken = true
	}
}
