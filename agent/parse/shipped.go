package parse

import (
	"github.com/hashtail/hashtail/agent/stamp"
	"github.com/hashtail/hashtail/agent/unwrap"
)

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

// collectedObject reads a line of a container as Fluent Bit and Fluentd write it down: with
// its stream, in any order. What has a message instead may be the fields of the line itself,
// which Fluent Bit merges into its object: that is read as any object.
func collectedObject(p *Parser, d *Doc) error {
	if _, ok := unwrap.Stderr(d.Get("stream")); !ok || p.inside {
		return ErrFormat
	}
	line := d.Get("log")
	if len(line) == 0 {
		return ErrFormat
	}
	when := d.Get("time")
	for _, key := range [...]string{"@timestamp", "timestamp", "date"} {
		if when == nil {
			when = d.Get(key)
		}
	}
	return p.lineOf(when, line)
}

// splunkObject reads what is sent to Splunk's HTTP Event Collector: the event is a line, or
// an object of the application.
func splunkObject(p *Parser, d *Doc) error {
	event := d.raw("event")
	if event == nil {
		event = d.Get("event")
	}
	if len(event) == 0 || p.inside {
		return ErrFormat
	}
	host := d.Get("host")
	err := p.lineOf(d.Get("time"), event)
	if !p.has(Hostname) {
		p.offer(ServiceNode, host, vague, nil)
	}
	return err
}

// logEntryObject reads an entry of Google Cloud's logs that an application has made an
// object of. With the request beside it, the whole is read as any object.
func logEntryObject(p *Parser, d *Doc) error {
	payload := d.raw("jsonPayload")
	if payload == nil || d.Has("httpRequest") || p.inside {
		return ErrFormat
	}
	return p.lineOf(d.Get("timestamp"), payload)
}

// lokiObject reads what Loki's client prints of a line.
func lokiObject(p *Parser, d *Doc) error {
	line := d.Get("line")
	if len(line) == 0 || p.inside {
		return ErrFormat
	}
	return p.lineOf(d.Get("timestamp"), line)
}

// gelfObject reads a message in Graylog's format, whose host is the machine and not whom a
// request went to.
func gelfObject(p *Parser, d *Doc) error {
	p.fields(d)
	host := d.Get("host")
	p.unset(Host)
	p.set(ServiceNode, host)
	p.inMessage()
	return nil
}

// lineOf reads what an object holds as a file's line. What is none leaves the object to be
// read as any other.
func (p *Parser) lineOf(when, content []byte) error {
	err := p.unwrapped(when, content)
	if err == errBroken || err == ErrFormat {
		p.inside, p.outer = false, nil
		return ErrFormat
	}
	return err
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
