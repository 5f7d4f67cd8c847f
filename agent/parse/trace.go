package parse

import (
	"bytes"
	"slices"

	"github.com/hashtail/hashtail/agent/event"
)

// A Trace tells how a record was read: by names of formats and fields, and by
// positions, never by the record's text. A parser has none but in Explain.
type Trace struct {
	Matched []string // the formats that read the record, the outermost first
	Tried   []Try    // those that were asked before and did not
	Why     string   // the record is an authentication event, or is none
	Origins []Origin // where the values stand that have a place in the record

	token []byte // the value of a credential's name that became the event's token
}

// A Try is a format that was asked, and why the record is not its own.
type Try struct {
	Format  string   `json:"format"`
	Reason  string   `json:"reason"`
	Missing []string `json:"missing,omitempty"` // keys of an object
}

// An Origin is the bytes of the record that a field was read from.
type Origin struct {
	Field      string // as ECS has it
	Start, End int
}

// Explain reads a record as Parse does and tells how.
func (p *Parser) Explain(st *State, record []byte, e *event.Event) (*Trace, error) {
	t := new(Trace)
	p.trace = t
	defer func() { p.trace = nil }()
	err := p.Parse(st, record, e)
	if err == ErrFormat {
		t.Matched, t.Why = nil, ""
		return t, err
	}
	if p.module != nil && p.module.Name != "" {
		t.matched(p.module)
	}
	slices.Reverse(t.Matched)
	t.Why = p.why.String()
	if p.why == hasAction {
		t.Why = "it is " + e.Action.String()
		if p.knowsUser() {
			t.Why += ", and names a user"
		}
		if !e.Token.IsZero() {
			t.Why += ", and holds a token"
		}
	}
	t.origins(p, record)
	return t, err
}

// asked notes what came of asking a format; kind is the way in which it was.
func (t *Trace) asked(f *row, err error, kind string) {
	if t != nil {
		t.note(f, err, kind)
	}
}

func (t *Trace) note(f *row, err error, kind string) {
	switch err {
	case ErrFormat:
		t.Tried = append(t.Tried, Try{Format: f.Name, Reason: kind})
	case errBroken:
		t.Tried = append(t.Tried, Try{Format: f.Name, Reason: "breaks off"})
	default:
		t.matched(f)
	}
}

// matched adds a format that read the record: inner ones come first. What it
// was asked before in another way is no failure then.
func (t *Trace) matched(f *row) {
	if slices.Contains(t.Matched, f.Name) {
		return
	}
	t.Matched = append(t.Matched, f.Name)
	t.Tried = slices.DeleteFunc(t.Tried, func(try Try) bool { return try.Format == f.Name })
}

// lacking notes the formats of objects whose keys are not there.
func (t *Trace) lacking(rows []*row, d *Doc) {
	for _, f := range rows {
		var missing []string
		for _, k := range f.Keys {
			if !d.Has(k) {
				missing = append(missing, k)
			}
		}
		if len(missing) > 0 {
			t.Tried = append(t.Tried, Try{f.Name, "lacks keys", missing})
		}
	}
}

// secret notes the value of a credential's name, once it has been claimed.
func (t *Trace) secret(p *Parser, v []byte) {
	found := p.s.Found()
	if n := len(found); n > 0 && !p.e.Token.IsZero() && found[n-1].Token.Sum == p.e.Token.Sum {
		t.token = v
	}
}

// The reasons why a format did not read a record.
const (
	otherShape    = "other shape"
	otherContents = "other contents"
	otherMessage  = "other message"
)

// origins finds where in the record each value stands. Values are parts of the
// record, but for those that had to be unescaped.
func (t *Trace) origins(p *Parser, record []byte) {
	add := func(field string, v []byte) {
		if field == "" || len(v) == 0 {
			return
		}
		start := indexOf(record, v)
		if start < 0 && len(v) >= 3 && bytes.Count(record, v) == 1 {
			start = bytes.Index(record, v)
		}
		if start >= 0 {
			t.Origins = append(t.Origins, Origin{field, start, start + len(v)})
		}
	}
	for _, f := range p.order {
		for _, name := range shippedAs(f) {
			add(name, p.raw[f])
		}
	}
	for _, v := range p.roles {
		add("user.roles", v)
	}
	add("hashtail.token.hash", t.token)
}

// indexOf is where v begins if it is a part of record's own memory, else -1.
func indexOf(record, v []byte) int {
	for i := range record {
		if &record[i] == &v[0] && i+len(v) <= len(record) {
			return i
		}
	}
	return -1
}

// shippedAs are the names under which a field may be shipped.
func shippedAs(f Field) (names []string) {
	switch f {
	case Credential:
		return nil
	case Day, Clock, Zone:
		return []string{"@timestamp"}
	case Host:
		return []string{"url.domain", "service.node.name"}
	case Hostname:
		return []string{"log.syslog.hostname", "service.node.name"}
	case ProcessName:
		return []string{"process.name", "log.syslog.appname"}
	case ForwardedFor, RealIP:
		return []string{"network.forwarded_ip", "source.ip"}
	case DurationUS, DurationMS, DurationS, DurationText, DurationNS:
		return []string{"event.duration"}
	case TraceParent:
		return []string{"trace.id", "span.id"}
	case Failed:
		return []string{"event.outcome"}
	case RequestLine:
		return []string{"url.original"}
	}
	for i := range ecsFields {
		if ecsFields[i].field == f {
			names = append(names, ecsFields[i].name)
		}
	}
	return names
}

// A reason is why a record is an authentication event, or is none.
type reason uint8

const (
	noGround reason = iota
	deniedByFormat
	aboutNobody
	grounds // all that follow make an event
	knownToFormat
	hasAction
	hasToken
	namesUser
	hasTokenHash
	refused
	asksForLogin
	holdsSecret
)

func (r reason) String() string {
	return [...]string{
		"it names no user and no credential, was not refused, and asks for no login",
		"its format, or the configuration, knows it as something else",
		"it tells of housekeeping: nobody's session, account or token",
		"",
		"its format, or the configuration, knows it as one",
		"it says what happened",
		"it holds a token",
		"it names a user",
		"it holds the hash of a token",
		"it was refused (status 401, 403 or 407)",
		"its path is one of logins or tokens",
		"a secret stands in its text",
	}[r]
}
