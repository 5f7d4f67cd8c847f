package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/unwrap"
)

// unescape is the text of a quoted string, in the parser's buffer.
func (p *Parser) unescape(s []byte) []byte {
	start := len(p.buf)
	p.buf = unwrap.AppendUnescaped(p.buf, s)
	return p.buf[start:len(p.buf):len(p.buf)]
}

// unescaped is a record of JSON without the escapes that need not be: the slashes of PHP,
// and what Go and Python write for the sake of HTML. Values with escapes are no use to
// precedents.
func (p *Parser) unescaped(st *State, record []byte) []byte {
	i := bytes.IndexByte(record, '\\')
	if i < 0 || len(record) > maxLayoutMatch || st.opt.All || st.opt.Original {
		return record
	}
	out, end := p.slim[:0], 0
	for i >= 0 && i+1 < len(record) {
		n, c := needless(record[i:])
		if n > 0 {
			out = append(append(out, record[end:i]...), c)
			end = i + n
		}
		from := i + max(n, 2)
		next := bytes.IndexByte(record[from:], '\\')
		if i = from + next; next < 0 {
			break
		}
	}
	if end == 0 {
		return record
	}
	p.slim = append(out, record[end:]...)
	return p.slim
}

// needless is how long an escape is that stands for a byte c which a JSON string may have
// as it is; 0 when it is none of these.
func needless(b []byte) (n int, c byte) {
	switch b[1] {
	case '/':
		return 2, '/'
	case 'u':
		if r, ok := unwrap.Hex4(b[2:]); ok && r >= ' ' && r < 0x7f && r != '"' && r != '\\' {
			return 6, byte(r)
		}
	}
	return 0, 0
}
