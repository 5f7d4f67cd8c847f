package parse

import (
	"bytes"
)

// containerLine unwraps a line that a container runtime has wrapped, in a file
// that holds others too; where all are, package join has done so before.
//
//	2026-11-10T12:55:36.123456789+01:00 stdout F text
//	{"log":"text\n","stream":"stdout","time":"2026-11-10T11:55:36.123456789Z"}
func containerLine(p *Parser, line []byte) error {
	if p.inside {
		return ErrFormat
	}
	if bytes.HasPrefix(line, []byte(`{"log":"`)) {
		if !p.doc.read(p, line) || p.doc.Get("stream") == nil {
			return ErrFormat
		}
		return p.unwrapped(p.doc.Get("time"), p.doc.Get("log"))
	}
	if len(line) < 32 || line[4] != '-' || line[10] != 'T' {
		return ErrFormat
	}
	stamp, rest := nextField(line)
	if !bytes.HasPrefix(rest, []byte(" stdout ")) && !bytes.HasPrefix(rest, []byte(" stderr ")) {
		return ErrFormat
	}
	rest = rest[len(" stdout "):]
	if len(rest) < 3 || rest[0] != 'F' && rest[0] != 'P' || rest[1] != ' ' {
		return ErrFormat
	}
	return p.unwrapped(stamp, rest[2:])
}

// unwrapped reads what stood within, which may know its time better.
func (p *Parser) unwrapped(stamp, content []byte) error {
	if content = bytes.TrimSpace(content); len(content) == 0 {
		return ErrNotAuth
	}
	p.offer(Time, stamp, vague, nil)
	p.inside = true
	return p.any(content)
}
