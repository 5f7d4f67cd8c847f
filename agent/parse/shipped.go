package parse

import "github.com/hashtail/hashtail/agent/stamp"

// Records that others have put into an object of their own, with what they know of it
// beside. What stands within is read as a record of its file would be.

// wazuhObject reads an alert or an archived event of Wazuh: the line in full_log, or what
// its agent has made an object of.
func wazuhObject(p *Parser, d *Doc) error {
	if p.boxed || !d.Has("decoder") {
		return ErrFormat
	}
	when := d.Get("timestamp")
	if data := d.raw("data"); data != nil && (d.Has("data", "win") || d.Has("data", "integration")) {
		if name := d.Get("data", "integration"); name != nil {
			if within := d.member(d.at("data"), name); within != nil {
				data = within
			}
		}
		return p.unboxed(when, data)
	}
	log := d.Get("full_log")
	if len(log) == 0 {
		return ErrFormat
	}
	err := p.unboxed(when, log)
	if s, _ := stamp.Read(p.val(Time)); err != ErrFormat && s.Year == 0 && !s.Unix { // syslog's: the alert knows the year, and the zone
		p.set(Time, when)
	}
	return err
}

// integrationObject reads what Wazuh's modules fetch from the clouds: {"integration":
// "aws", "aws": {…}}.
func integrationObject(p *Parser, d *Doc) error {
	if within := d.member(0, d.Get("integration")); within != nil && !p.boxed {
		return p.unboxed(nil, within)
	}
	return ErrFormat
}

// eventBridgeObject reads an event of Amazon's EventBridge, whose detail is a record of
// CloudTrail or of whoever else is its source.
func eventBridgeObject(p *Parser, d *Doc) error {
	if within := d.raw("detail"); within != nil && !p.boxed {
		return p.unboxed(d.Get("time"), within)
	}
	return ErrFormat
}

// unboxed reads what stood within an object; another one in it is no further box.
func (p *Parser) unboxed(when, content []byte) error {
	p.boxed = true
	return p.unwrapped(when, content)
}

// at is the place of what stands at a path; 0 where there is nothing.
func (d *Doc) at(path ...string) uint32 {
	i, _ := d.find(path)
	return i
}

// raw is the text of the object at a path.
func (d *Doc) raw(path ...string) []byte {
	i := d.at(path...)
	if i == 0 || d.nodes[i].kind != object {
		return nil
	}
	return d.src[d.nodes[i].start:d.nodes[i].end]
}

// member is the text of the object that is the member of another with the given name.
func (d *Doc) member(at uint32, name []byte) []byte {
	if len(name) == 0 || d.nodes[at].kind != object {
		return nil
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		if n := &d.nodes[i]; n.kind == object && string(d.src[n.name:n.stop]) == string(name) {
			return d.src[n.start:n.end]
		}
	}
	return nil
}
