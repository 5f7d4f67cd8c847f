package parse

// value is the text of a scalar for one who looks at it; nil for null and containers.
func (d *Doc) value(i uint32) []byte {
	d.nodes[i].looked = true
	return d.text(i)
}

// text is the text of a scalar for one who decides nothing by it but what its key has
// decided.
func (d *Doc) text(i uint32) []byte {
	n := &d.nodes[i]
	switch {
	case n.kind == null || n.kind >= object:
		return nil
	case n.escaped:
		return d.p.unescape(d.src[n.start:n.end])
	}
	return d.src[n.start:n.end]
}

// Get is the text of the scalar at a path of keys: a string's, a number's or a
// boolean's; nil where there is none. Of an array it takes the first member.
func (d *Doc) Get(path ...string) []byte {
	i, ok := d.scalar(path)
	if !ok {
		return nil
	}
	return d.value(i)
}

// scalar is what Get looks at.
func (d *Doc) scalar(path []string) (uint32, bool) {
	i, ok := d.find(path)
	for ok && d.nodes[i].kind == array && d.nodes[i].next > i+1 {
		d.nodes[i].looked = true
		i++
	}
	return i, ok
}

// pass gives a field what Get would find at a path, without a look at it.
func (p *Parser) pass(f Field, d *Doc, path ...string) {
	if i, ok := d.scalar(path); ok {
		d.nodes[i].passed = f
		p.set(f, d.text(i))
	}
}

// passPeer does so with the address, and the port, of whom the record is from.
func (p *Parser) passPeer(d *Doc, path ...string) {
	if i, ok := d.scalar(path); ok {
		d.nodes[i].passed = SourceIP
		p.peer(d.text(i))
	}
}

// Has reports whether there is something at a path.
func (d *Doc) Has(path ...string) bool {
	_, ok := d.find(path)
	return ok
}

// Len is how many values the array at a path has; 1 of another value, and 0 where there
// is nothing.
func (d *Doc) Len(path ...string) (n int) {
	i, ok := d.find(path)
	switch {
	case !ok:
		return 0
	case d.nodes[i].kind != array:
		return 1
	}
	d.nodes[i].looked = true
	for m := i + 1; m < d.nodes[i].next; m = d.nodes[m].next {
		n++
	}
	return n
}

// Each calls f with every scalar of the array at a path, or with the scalar
// that stands there.
func (d *Doc) Each(f func(v []byte), path ...string) {
	i, ok := d.find(path)
	if !ok {
		return
	}
	if d.nodes[i].looked = true; d.nodes[i].kind != array {
		if v := d.value(i); v != nil {
			f(v)
		}
		return
	}
	for m := i + 1; m < d.nodes[i].next; m = d.nodes[m].next {
		if v := d.value(m); v != nil {
			f(v)
		}
	}
}

// find is the node at a path of keys.
func (d *Doc) find(path []string) (uint32, bool) {
	at := uint32(0)
	for _, want := range path {
		if d.nodes[at].kind != object {
			return 0, false
		}
		d.nodes[at].looked = true
		found := uint32(0)
		for m := at + 1; m < d.nodes[at].next; m = d.nodes[m].next {
			if n := &d.nodes[m]; string(d.src[n.name:n.stop]) == want {
				found = m // the last of duplicate keys
			}
		}
		if found == 0 {
			return 0, false
		}
		at = found
	}
	return at, true
}
