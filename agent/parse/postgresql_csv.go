package parse

import "bytes"

// postgresqlCSV reads a record of PostgreSQL's csvlog.
func postgresqlCSV(p *Parser, line []byte) error {
	if len(line) < 60 || line[4] != '-' {
		return ErrFormat
	}
	s, n := p.readStamp(line)
	if n == 0 || n >= len(line) || line[n] != ',' || s.Year == 0 {
		return ErrFormat
	}
	var field [14][]byte
	rest := line
	for i := range field {
		var ok bool
		if field[i], rest, ok = p.csvField(rest); !ok {
			return ErrFormat
		}
	}
	const (
		user, database, pid, peer, severity, state, message = 1, 2, 3, 4, 11, 12, 13
	)
	if !digits(field[pid]) || len(field[state]) != 5 {
		return ErrFormat
	}
	p.set(Time, field[0])
	p.postgresqlUser(field[user])
	p.pid(field[pid])
	if string(field[peer]) != "[local]" {
		p.peer(field[peer])
	}
	p.set(Level, field[severity])
	p.set(Code, field[state])
	return p.postgresql(field[message])
}

// csvField takes the first field of a record of comma-separated values.
func (p *Parser) csvField(b []byte) (field, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		i := bytes.IndexByte(b, ',')
		if i < 0 {
			return b, nil, len(b) > 0
		}
		return b[:i], b[i+1:], true
	}
	start, doubled := len(p.buf), false
	for i := 1; i < len(b); i++ {
		if b[i] != '"' {
			continue
		}
		if i+1 < len(b) && b[i+1] == '"' {
			doubled = true
			i++
			continue
		}
		if i+1 < len(b) && b[i+1] != ',' {
			return nil, nil, false
		}
		field = b[1:i]
		if doubled {
			for len(field) > 0 {
				j := bytes.Index(field, []byte(`""`))
				if j < 0 {
					p.buf = append(p.buf, field...)
					break
				}
				p.buf = append(p.buf, field[:j+1]...)
				field = field[j+2:]
			}
			field = p.buf[start:len(p.buf):len(p.buf)]
		}
		return field, b[min(i+2, len(b)):], true
	}
	return nil, nil, false
}

// postgresqlObject reads a record of PostgreSQL's jsonlog.
func postgresqlObject(p *Parser, d *Doc) error {
	message := d.Get("message")
	if message == nil {
		return ErrFormat
	}
	p.set(Time, d.Get("timestamp"))
	p.postgresqlUser(d.Get("user"))
	p.pid(d.Get("pid"))
	if host := d.Get("remote_host"); host != nil && string(host) != "[local]" {
		p.peer(host)
		p.set(SourcePort, d.Get("remote_port"))
	}
	p.set(Level, d.Get("error_severity"))
	p.set(Code, d.Get("state_code"))
	return p.postgresql(message)
}
