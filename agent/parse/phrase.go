package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// A phrase is what a message of a product starts with, or with a * in front
// holds anywhere, and what that says of it. Without an action the message is
// known to be no authentication event.
type phrase struct {
	text    string
	action  event.Action
	outcome event.Outcome
}

// means settles a message by the first phrase of the table that it has, and
// reports whether it has one.
func (p *Parser) means(msg []byte, table []phrase) bool {
	for i := range table {
		f := &table[i]
		if f.text[0] == '*' {
			if !holds(msg, f.text[1:]) {
				continue
			}
		} else if len(msg) < len(f.text) || string(msg[:len(f.text)]) != f.text {
			continue
		}
		if f.action == event.NoAction {
			p.auth = notAuth
		} else {
			p.happened(f.action, f.outcome)
		}
		return true
	}
	return false
}

// holds reports whether b contains s; converting a long s would allocate.
func holds(b []byte, s string) bool {
	for len(b) >= len(s) {
		i := bytes.IndexByte(b[:len(b)-len(s)+1], s[0])
		if i < 0 {
			return false
		}
		if b = b[i:]; string(b[:len(s)]) == s {
			return true
		}
		b = b[1:]
	}
	return false
}

// holdsAny reports whether b contains one of words.
func holdsAny(b []byte, words []string) bool {
	for _, s := range words {
		if holds(b, s) {
			return true
		}
	}
	return false
}

// tell reads a message whose meaning a table knows and whose fields stand in
// prose or pairs as everybody's do.
func (p *Parser) tell(msg []byte, table []phrase) error {
	if !p.means(msg, table) {
		return ErrFormat
	}
	p.mine(msg)
	return nil
}

// networked gives a refusal its categories when the server speaks no HTTP.
func (p *Parser) networked() {
	if p.e.Action == event.AccessDenied {
		p.e.Category = event.Authentication | event.Network
	}
}

// behind is what follows the first lead in b.
func behind(b []byte, lead string) ([]byte, bool) {
	if i := bytes.Index(b, []byte(lead)); i >= 0 {
		return b[i+len(lead):], true
	}
	return nil, false
}

// enclosed is what stands between open and the next end; nil without either.
func enclosed(b []byte, open, end string) []byte {
	rest, ok := behind(b, open)
	if !ok {
		return nil
	}
	if i := bytes.Index(rest, []byte(end)); i >= 0 {
		return rest[:i]
	}
	return nil
}

// stamped takes the time that a line starts with and returns what follows it;
// nil when it starts with none.
func (p *Parser) stamped(line []byte) []byte {
	s, n := p.readStamp(line)
	if n == 0 || n == len(line) || s.month == 0 && !s.unix {
		return nil
	}
	p.set(Time, line[:n])
	return line[n:]
}
