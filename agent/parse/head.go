package parse

// A head is the last syslog header of the old kind that a parser has read. The
// next line's mostly has the same second, host and program, and differs in the
// fraction of the second and the process id: then nothing else in it is looked
// at.
type head struct {
	begin  []byte // the header's text up to the fraction, or to the process id where there is none
	behind []byte // between the fraction and the process id
	broken bool   // there is a fraction
	zone   int    // bytes of the time behind the fraction, or in begin where there is none
	name   int    // where the program's name begins, behind the time; the host stands in between
	names  int    // bytes of it
}

// read takes off the header of b if it is like the last one.
func (h *head) read(p *Parser, b []byte) (msg []byte, ok bool) {
	if len(h.begin) == 0 || len(b) < len(h.begin) || string(b[:len(h.begin)]) != string(h.begin) {
		return nil, false
	}
	stop, i := h.zone, len(h.begin)
	if h.broken {
		_, n := fraction(b[i:])
		i += n
		stop += i
		if n == 0 || len(b) < i+len(h.behind) || string(b[i:i+len(h.behind)]) != string(h.behind) {
			return nil, false
		}
		i += len(h.behind)
	}
	end := i
	for end < len(b) && isDigit(b[end]) {
		end++
	}
	if end == i || end > i+9 || len(b) < end+4 || b[end] != ']' || b[end+1] != ':' || b[end+2] != ' ' || b[end+3] == ' ' {
		return nil, false
	}
	if c := b[end+3]; b[10] == 'T' && (c == '-' || isDigit(c)) { // RFC 5424 without its priority may look like this
		return nil, false
	}
	name := stop + h.name
	p.set(ProcessPID, b[i:end])
	p.set(ProcessName, b[name:name+h.names])
	p.set(Time, b[:stop])
	p.set(Hostname, b[stop+1:name-1])
	return b[end+3:], true
}

// keep remembers the header of b, in which the time has n bytes and the host and
// the tag have just been read, if there is nothing else in it.
func (h *head) keep(p *Parser, b []byte, n int) {
	h.begin = h.begin[:0]
	host, name := p.val(Hostname), p.val(ProcessName)
	at := n + 1 + len(host) + 1
	open := at + len(name)
	if p.inside || p.has(Level) || p.has(Provider) || len(host) == 0 || len(name) == 0 || open >= len(b) || open > maxHead {
		return
	}
	if b[n] != ' ' || string(b[n+1:at-1]) != string(host) || b[at-1] != ' ' || string(b[at:open]) != string(name) || b[open] != '[' {
		return
	}
	h.name, h.names = at-n, len(name)
	h.zone, h.broken = n, false
	h.begin, h.behind = append(h.begin, b[:open+1]...), h.behind[:0]
	if i := secondEnd(b[:n]); i > 0 {
		_, digits := fraction(b[i:])
		h.zone, h.broken = n-i-digits, true
		h.begin, h.behind = h.begin[:i], append(h.behind, b[i+digits:open+1]...)
	}
}

const maxHead = 160 // bytes of a header that is kept
