package parse

import "bytes"

// strip takes off what surrounds a record and is no part of it: the NULs that
// copytruncate leaves in front, and those that writers of C's strings leave behind, a
// byte order mark, white space, and colours.
func (p *Parser) strip(record []byte) ([]byte, error) {
	if n := len(record); n > 0 && plainEdge(record[0]) && plainEdge(record[n-1]) && bytes.IndexByte(record, 0) < 0 && bytes.IndexByte(record, 0x1b) < 0 {
		return record, nil // as nearly all
	}
	record = bytes.TrimLeft(record, "\x00")
	record = bytes.TrimPrefix(record, []byte("\ufeff"))
	record = bytes.TrimRight(bytes.TrimLeft(record, " \t\r\n"), " \t\r\n\x00")
	if bytes.IndexByte(record, 0) >= 0 {
		return nil, ErrFormat
	}
	if bytes.IndexByte(record, 0x1b) >= 0 {
		return p.uncoloured(record), nil
	}
	return record, nil
}

// plainEdge reports whether strip takes nothing off a record before or behind c.
func plainEdge(c byte) bool { return c > ' ' && c < 0x80 }

// uncoloured is the record without terminal escape sequences.
func (p *Parser) uncoloured(record []byte) []byte {
	start := len(p.buf)
	for i := 0; i < len(record); i++ {
		if record[i] != 0x1b {
			p.buf = append(p.buf, record[i])
			continue
		}
		if i+1 < len(record) && record[i+1] == '[' {
			i += 2
			for i < len(record) && (record[i] < '@' || record[i] > '~') {
				i++
			}
		}
	}
	return p.buf[start:len(p.buf):len(p.buf)]
}

// spelledEscapes are how a terminal's escape is written out.
var spelledEscapes = [...]string{"#033", `\033`, `\x1b`, `\x1B`, `\u001b`, `\u001B`}

// spelledColour is where the first escape sequence for a colour begins that was
// written out on the way, as rsyslog (#033[33m) and others (\x1b[33m) do; -1 for
// none.
func spelledColour(b []byte) int {
	for i := 3; i < len(b); i++ {
		n := bytes.IndexByte(b[i:], '[')
		if n < 0 {
			break
		}
		i += n
		if b[i-1] != '3' && b[i-1]|0x20 != 'b' {
			continue
		}
		for _, s := range spelledEscapes {
			if bytes.HasSuffix(b[:i], []byte(s)) {
				return i - len(s)
			}
		}
	}
	return -1
}

// withoutSpelled is the record without the colours that spelledColour finds.
func (p *Parser) withoutSpelled(record []byte) []byte {
	start := len(p.buf)
	for {
		i := spelledColour(record)
		if i < 0 {
			break
		}
		p.buf = append(p.buf, record[:i]...)
		record = record[i+bytes.IndexByte(record[i:], '['):]
		end := 1
		for end < len(record) && (isDigit(record[end]) || record[end] == ';') {
			end++
		}
		if end < len(record) && record[end] == 'm' {
			end++
		}
		record = record[end:]
	}
	for _, s := range spelledEscapes { // the last one may be cut short
		record = bytes.TrimSuffix(record, []byte(s))
	}
	p.buf = append(p.buf, record...)
	return p.buf[start:len(p.buf):len(p.buf)]
}
