package parse

import (
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// keepFields makes labels of the members that the configuration names, be the
// dots in the name its own or between nested objects.
func (p *Parser) keepFields(d *Doc) {
	for i := range p.st.keep {
		l := &p.st.keep[i]
		v := d.Get(l.key)
		if v == nil && len(l.path) > 1 {
			v = d.Get(l.path...)
		}
		p.keep(l, v)
	}
}

func (p *Parser) keep(l *label, v []byte) {
	if !absent(v) {
		start := len(p.buf)
		p.buf = append(p.buf, l.key...)
		p.addLabel(l.encoded, p.buf[start:], v, redact.InBody)
	}
}

// addLabel sets a label, unless the record has given it a value before: an object with one
// member twice is refused by Elasticsearch.
func (p *Parser) addLabel(encoded string, name, v []byte, at redact.Place) {
	for i := range p.e.Labels {
		if p.e.Labels[i].Key == encoded {
			return
		}
	}
	p.e.Labels = append(p.e.Labels, event.Label{Key: encoded, Value: p.s.Field(name, v, at)})
}

// keepPair makes a label of a pair that the configuration names.
func (p *Parser) keepPair(name, v []byte) {
	for i := range p.st.keep {
		if l := &p.st.keep[i]; string(name) == l.key {
			p.keep(l, v)
		}
	}
}
