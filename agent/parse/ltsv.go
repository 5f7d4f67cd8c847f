package parse

import "bytes"

// ltsvLine reads Labeled Tab-separated Values (ltsv.org): "time:…\thost:…\tstatus:401".
// A host is there who asks.
func ltsvLine(p *Parser, line []byte) error {
	if n := nameLen(line); n == 0 || n == len(line) || line[n] != ':' || bytes.IndexByte(line, '\t') < n {
		return ErrFormat
	}
	for rest := line; len(rest) > 0; {
		var part []byte
		part, rest, _ = bytes.Cut(rest, []byte("\t"))
		n := nameLen(part)
		if n == 0 || n == len(part) || part[n] != ':' {
			return ErrFormat
		}
		name, v := part[:n], part[n+1:]
		switch string(name) {
		case "host":
			p.peer(v)
		case "time":
			p.set(Time, bytes.Trim(v, "[]"))
		case "req":
			p.requestLine(v)
		default:
			p.attribute(name, v, true)
		}
	}
	return nil
}
