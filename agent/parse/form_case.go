package parse

import (
	"net/netip"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// A formCase is how the lines of one form are decided.
type formCase struct {
	precedent
	outline
	line    int // of the State: the format that is asked first
	why     reason
	foundAt redact.Place // of the token
}

// An outline says where texts stand that blanks are a part of.
type outline struct {
	target  bool // of a request: its path and its query are blanks
	message bool // begins so many bytes behind a blank, and goes on to the end
	behind  int  // number of that blank
	space   int  // those bytes
}

// An asked is what a record's blanks say of the place that was asked for.
type asked struct{ path, query, referrer []byte }

func (a *asked) take(f Field, b []byte) {
	switch f {
	case Path:
		a.path = b
	case Query:
		a.query = b
	case Referrer:
		a.referrer = b
	}
}

// formed looks for the form of a record, and makes e of it.
func (p *Parser) formed(st *State, record []byte, e *event.Event) ruling {
	c := p.forms.match(record)
	if c == nil || c.opt != st.opt || c.choice != st.choice || c.line != st.line || c.turns != p.s.Turns() {
		return unruled
	}
	if c.dismissed {
		return p.dismissFormed(c, record)
	}
	p.st, p.e, p.empty = st, e, nil
	if p.fillIn(c, record) {
		return followed
	}
	return unruled
}

// dismissFormed dismisses a record of a form that is no authentication event,
// unless what it asks for leads elsewhere or holds a secret.
func (p *Parser) dismissFormed(c *formCase, record []byte) ruling {
	p.s.Reset()
	if c.turns != p.s.Turns() {
		return unruled
	}
	f := &p.forms
	var to asked
	for i := range f.found[:f.count] {
		v := &f.found[i]
		to.take(f.steps[v.step].field, record[v.start:v.end])
	}
	if !p.leads(&c.precedent, to.path) {
		return unruled
	}
	if mayHideSecret(to.query) {
		p.s.Query(to.path, to.query, redact.InQuery)
	}
	if mayHideSecret(to.path) {
		p.s.Usual(to.path, redact.InQuery)
	}
	if mayHideSecret(to.referrer) {
		p.s.Usual(to.referrer, redact.InReferrer)
	}
	if len(p.s.Found()) > 0 {
		return unruled
	}
	return dismissed
}

// byForms reports whether a record may have a form: it is not wanted for more than
// its event, and is no line of a private key.
func (p *Parser) byForms(st *State, record []byte) bool {
	o := st.opt
	return len(record) > 0 && record[0] != '{' && st.key == keyBlock{} && len(st.keep) == 0 && !o.All && !o.Original && p.trace == nil &&
		(st.choice == nil || st.choice.custom == nil)
}

// fillIn makes p.e of a form and the values in its blanks. It reports false when
// one of them leads elsewhere.
func (p *Parser) fillIn(c *formCase, record []byte) bool {
	if p.used {
		p.forgetAll()
		p.used = false // here none are set
	} else {
		p.s.Reset()
	}
	if c.turns != p.s.Turns() {
		return false
	}
	e := p.e
	roles, labels := e.Roles[:0], e.Labels[:0]
	*e = c.event
	e.Roles, e.Labels, e.Like, e.Line = roles, labels, c.like, true
	f := &p.forms
	var to asked
	for i := range f.found[:f.count] {
		v := &f.found[i]
		b := record[v.start:v.end]
		switch field := f.steps[v.step].field; field {
		case Time:
			if p.when(b); e.Time.IsZero() {
				return false
			}
		case SourceIP:
			e.Source.IP = netip.AddrFrom4(f.address)
		case SourcePort:
			e.Source.Port = uint16(v.number)
		case UserName:
			e.User.Name = p.s.Usual(b, redact.InMessage)
		case ProcessPID:
			e.Process.PID = v.number
		case BodyBytes:
			e.HTTP.BodyBytes = int64(v.number)
		case UserAgent:
			e.UserAgent = p.s.Usual(b, redact.InHeader)
		default:
			to.take(field, b)
		}
	}
	if c.target && !p.fillTarget(c, &to) {
		return false
	}
	if c.message {
		from := int(f.found[c.behind].end) + c.space
		e.Message = p.s.Once(record[from:], redact.InMessage)
	}
	if found := p.s.Found(); len(found) > 0 && found[0].At != c.foundAt {
		return false
	}
	return p.foundAs(&c.precedent)
}

// fillTarget fills in what was asked for. It reports false when that is another
// kind of place than the form's, or no longer shows what made an event of that.
func (p *Parser) fillTarget(c *formCase, to *asked) bool {
	if !p.leads(&c.precedent, to.path) {
		return false
	}
	u, shows := &p.e.URL, c.why != holdsSecret
	u.Path = p.s.Usual(to.path, redact.InQuery)
	u.Original = u.Path
	n := len(p.s.Found())
	shows = shows || n > 0 && mayHideSecret(to.path)
	if to.query != nil {
		u.Query = p.s.Query(to.path, to.query, redact.InQuery)
		u.Original = p.s.Join(u.Path, "?", u.Query)
		shows = shows || len(p.s.Found()) > n && mayHideSecret(to.query)
		n = len(p.s.Found())
	}
	if to.referrer != nil {
		p.e.HTTP.Referrer = p.s.Usual(to.referrer, redact.InReferrer)
		shows = shows || len(p.s.Found()) > n && mayHideSecret(to.referrer)
	}
	return shows
}
