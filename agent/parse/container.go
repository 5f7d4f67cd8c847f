package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
	"github.com/hashtail/hashtail/agent/unwrap"
)

// containerLine unwraps a line that a container runtime has wrapped, in a file
// that holds others too; where all are, package join has done so before. Join knows the order
// of Docker's keys and takes no other line, since it decides by one line of all in a file, and
// it joins the parts of long ones. Here a line is a whole document, and keys that a collector
// on the way has added may stand anywhere in it.
//
//	2026-11-10T12:55:36.123456789+01:00 stdout F text
//	{"log":"text\n","stream":"stdout","time":"2026-11-10T11:55:36.123456789Z"}
//	app-1  | text
func containerLine(p *Parser, line []byte) error {
	if p.inside {
		return ErrFormat
	}
	if mayBeDockers(line) && p.doc.read(p, line) {
		return collectedObject(p, &p.doc)
	}
	if text := composed(line); text != nil {
		return p.unwrapped(nil, text)
	}
	if l, ok := unwrap.CRI(line); ok && len(l.Content) > 0 {
		return p.unwrapped(l.Stamp, l.Content)
	}
	return ErrFormat
}

// mayBeDockers reports whether a line begins as Docker's do.
func mayBeDockers(line []byte) bool { return bytes.HasPrefix(line, []byte(`{"log":"`)) }

// composed is what docker compose prints behind a container's name and a bar;
// nil for any other line.
func composed(line []byte) []byte {
	if bytes.IndexByte(line[:min(len(line), 80)], '|') <= 0 {
		return nil
	}
	n := 0
	for n < len(line) && (isWord(line[n]) || line[n] == '-' || line[n] == '.') {
		n++
	}
	name, rest := line[:n], bytes.TrimLeft(line[n:], " ")
	if len(rest) < 3 || len(rest) == len(line)-n || !bytes.HasPrefix(rest, []byte("| ")) {
		return nil
	}
	if n == 0 || n > 64 || isAddress(name) || digits(name) || isCredential(name) {
		return nil
	}
	if s, m := stamp.Read(name); m == n && (s.Month > 0 || s.Unix) { // a time
		return nil
	}
	return rest[2:]
}

// unwrapped reads what stood within, which may know its time better.
func (p *Parser) unwrapped(when, content []byte) error {
	content, err := p.strip(bytes.TrimSpace(content))
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return ErrNotAuth
	}
	p.inside, p.outer = true, when
	err = p.any(content)
	if err != ErrFormat && when != nil {
		p.offer(Time, when, vague-1, nil) // surer than a time of day alone
	}
	return err
}

// dockerEvent reads what Docker tells of its containers, networks and images: the actor is
// one of them, and nobody.
func dockerEvent(p *Parser, d *Doc) error {
	if !d.Has("Actor", "Attributes") {
		return ErrFormat
	}
	p.set(Time, d.Get("time"))
	return ErrNotAuth
}
