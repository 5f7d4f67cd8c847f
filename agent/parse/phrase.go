package parse

import "github.com/hashtail/hashtail/agent/event"

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
		} else if _, ok := cutLead(msg, f.text); !ok {
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

// An opening is a phrase that a message of a product begins with, and what reads the rest of it,
// which says whose the message is; nil reads nothing.
type opening struct {
	text    string
	rest    func(p *Parser, rest []byte)
	action  event.Action
	outcome event.Outcome
}

// opens settles a message by the first opening of the table that it begins with, and reports
// whether it has one.
func (p *Parser) opens(msg []byte, table []opening) bool {
	for i := range table {
		o := &table[i]
		rest, ok := cutLead(msg, o.text)
		if !ok {
			continue
		}
		if o.rest != nil {
			o.rest(p, rest)
		}
		p.happened(o.action, o.outcome)
		return true
	}
	return false
}

// happened settles what a record says. A login that failed is an action of its own.
func (p *Parser) happened(a event.Action, o event.Outcome) {
	if a == event.Login && o == event.Failure {
		a = event.LoginFailed
	}
	p.e.Action, p.e.Outcome, p.auth = a, o, isAuth
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

// stamped takes the time that a line starts with and returns what follows it;
// nil when it starts with none.
func (p *Parser) stamped(line []byte) []byte {
	s, n := p.readStamp(line)
	if n == 0 || n == len(line) || s.Month == 0 && !s.Unix {
		return nil
	}
	p.set(Time, line[:n])
	return line[n:]
}
