package parse

import (
	"bytes"
	"net/netip"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// maxRoles bounds user.roles: some directories list hundreds of groups.
const maxRoles = 32

// fill puts the values through the scrubber into the event.
func (p *Parser) fill() {
	e := p.e
	for _, f := range p.order {
		if v := p.raw[f]; !p.mined || !minedNames[f] || p.key[f] != nil || !p.partOfSecret(v) {
			p.enter(f, v)
		}
	}
	if p.has(SourceIP) || p.has(ForwardedFor) || p.has(RealIP) {
		p.weighClaims()
	}
	for _, r := range p.roles[:min(len(p.roles), maxRoles)] {
		e.Roles = append(e.Roles, p.plain(r))
	}
	if e.Time.IsZero() {
		e.Tags |= event.TimestampFailed
	}
	if p.module != nil {
		e.Module = p.module.name
	}
}

// weighClaims sets whom the record is from, by the address of the connection and by
// what a header claims: here, and again where a precedent with such a header is followed.
func (p *Parser) weighClaims() {
	e := p.e
	e.Source.IP, e.Forwarded = p.client()
	if own, ok := p.address(p.alike(SourceIP)); !ok || own != e.Source.IP {
		e.Source.Port = 0 // of the proxy
	}
}

// minedNames are the fields that prose is mined for and that a secret could be
// taken for.
var minedNames = [fieldCount]bool{
	UserName: true, UserID: true, EffectiveName: true, TargetName: true, UserFullName: true, Reason: true, SourceHost: true, DestHost: true,
}

// enter puts a value into the event, if the record's other values let it.
func (p *Parser) enter(f Field, v []byte) {
	e := p.e
	switch f {
	case Message:
		e.Message = p.scrub(f, redact.InMessage)
	case Path:
		e.URL.Path = p.scrub(f, redact.InQuery)
	case Query:
		e.URL.Query = p.scrub(f, redact.InQuery)
	case Referrer:
		e.HTTP.Referrer = p.scrub(f, redact.InReferrer)

	case Code:
		e.Code = p.code(v)
	case SourceHost:
		if !p.has(SourceIP) {
			e.Source.Domain = p.plain(v)
		}
	case DestHost:
		if !p.has(DestIP) {
			e.Destination.Domain = p.plain(v)
		}
	case UserID:
		p.userID(v)
	case TokenHash:
		p.tokenHash(v)
	case URLHost, Host:
		p.urlHost(f, v)
	case Status:
		e.HTTP.Status = p.http.status
	case TraceParent:
		p.traceParent(v)
	case ProcessName:
		e.Process.Name = p.plain(v)
		if p.syslog {
			e.Syslog.AppName = e.Process.Name
		}
	case Hostname:
		p.hostname(v)
	default:
		p.assign(f, v)
	}
}

// userID sets a user's id, and the name where there is no other: Microsoft 365 writes
// bob@example.com as an id.
func (p *Parser) userID(v []byte) {
	p.assign(UserID, v)
	switch {
	case p.has(UserName):
	case bytes.IndexByte(v, '@') > 0:
		p.account(v, &p.e.User)
	case bytes.IndexByte(v, '=') > 0 && bytes.IndexByte(v, ',') > 0: // ForgeRock: id=bob,ou=user,dc=example
		p.account(firstRDN(v), &p.e.User)
	}
}

// tokenHash sets the event's token by the hash that the record has in its place.
func (p *Parser) tokenHash(v []byte) {
	if t, ok := p.s.TokenHash(v, redact.InHeader); ok && p.e.Token.IsZero() {
		p.e.Token = t
	}
}

// hostname sets the machine that wrote the record: a syslog header's, else the node of
// a service.
func (p *Parser) hostname(v []byte) {
	if p.syslog {
		p.e.Syslog.Hostname = p.plain(v)
	} else if !p.has(ServiceNode) {
		p.e.Service.Node = p.plain(v)
	}
}

// assign puts a value into its one place in the event: no other value has a say in that,
// as in what enter does.
func (p *Parser) assign(f Field, v []byte) {
	if text := plainTexts[f]; text != nil {
		*text(p.e) = p.plain(v)
		return
	}
	if put := places[f]; put != nil {
		put(p, v)
	}
}

// places are how the values of all other fields get into the event.
var places = [fieldCount]func(p *Parser, v []byte){
	Time:   (*Parser).when,
	Level:  func(p *Parser, v []byte) { p.e.Level = p.known(levels, v) },
	Method: func(p *Parser, v []byte) { p.e.HTTP.Method = p.known(methods, v) },
	Proto: func(p *Parser, v []byte) {
		p.e.HTTP.Version = p.known(httpVersions, bytes.TrimPrefix(v, []byte("HTTP/")))
	},
	UserAgent: func(p *Parser, v []byte) { p.e.UserAgent = p.s.Text(v, redact.InHeader) },

	UserName:      func(p *Parser, v []byte) { p.account(v, &p.e.User) },
	EffectiveName: func(p *Parser, v []byte) { p.account(v, &p.e.Effective) },
	TargetName:    func(p *Parser, v []byte) { p.account(v, &p.e.Target) },
	UserRole:      func(p *Parser, v []byte) { p.roles = append(p.roles, v) },

	DestIP:     func(p *Parser, v []byte) { p.e.Destination.IP = destination(v) },
	SourcePort: func(p *Parser, v []byte) { p.e.Source.Port = p.port(v) },
	DestPort:   func(p *Parser, v []byte) { p.e.Destination.Port = p.port(v) },
	URLPort:    func(p *Parser, v []byte) { p.e.URL.Port = p.port(v) },

	Severity: func(p *Parser, v []byte) { p.e.Severity = int(p.integer(v)) },
	Count:    func(p *Parser, v []byte) { p.e.Count = int(p.integer(v)) },

	RequestID:     func(p *Parser, v []byte) { p.e.HTTP.RequestID = p.s.ID(v, redact.InMessage) },
	TransactionID: func(p *Parser, v []byte) { p.e.TransactionID = p.s.ID(v, redact.InMessage) },
	TraceID:       func(p *Parser, v []byte) { p.e.TraceID = p.s.ID(v, redact.InMessage) },
	SpanID:        func(p *Parser, v []byte) { p.e.SpanID = p.s.ID(v, redact.InMessage) },

	ProcessPID:    func(p *Parser, v []byte) { p.e.Process.PID = int(p.integer(v)) },
	ParentPID:     func(p *Parser, v []byte) { p.e.Process.ParentPID = int(p.integer(v)) },
	RequestBytes:  func(p *Parser, v []byte) { p.e.HTTP.RequestBytes = p.integer(v) },
	ResponseBytes: func(p *Parser, v []byte) { p.e.HTTP.ResponseBytes = p.integer(v) },
	BodyBytes:     func(p *Parser, v []byte) { p.e.HTTP.BodyBytes, p.e.HTTP.HasBody = p.integer(v), true },

	DurationNS:   func(p *Parser, v []byte) { p.e.Duration, _ = readDuration(v, time.Nanosecond) },
	DurationUS:   func(p *Parser, v []byte) { p.e.Duration, _ = readDuration(v, time.Microsecond) },
	DurationMS:   func(p *Parser, v []byte) { p.e.Duration, _ = readDuration(v, time.Millisecond) },
	DurationS:    func(p *Parser, v []byte) { p.e.Duration, _ = readDuration(v, time.Second) },
	DurationText: func(p *Parser, v []byte) { p.e.Duration, _ = readDurationText(v) },
}

// destination is the address of what a record calls one, with a port or without.
func destination(v []byte) netip.Addr {
	host, _ := splitPort(v)
	a, _ := readIP(host)
	return a
}

// plainTexts are the fields whose value is scrubbed and put in one place of the event,
// with no more to it.
var plainTexts = [fieldCount]func(e *event.Event) *redact.Text{
	Logger:    func(e *event.Event) *redact.Text { return &e.Logger },
	Reason:    func(e *event.Event) *redact.Text { return &e.Reason },
	Provider:  func(e *event.Event) *redact.Text { return &e.Provider },
	ErrorText: func(e *event.Event) *redact.Text { return &e.Error.Message },
	ErrorType: func(e *event.Event) *redact.Text { return &e.Error.Type },
	ErrorCode: func(e *event.Event) *redact.Text { return &e.Error.Code },

	Transport: func(e *event.Event) *redact.Text { return &e.Transport },
	Protocol:  func(e *event.Event) *redact.Text { return &e.Protocol },
	URLScheme: func(e *event.Event) *redact.Text { return &e.URL.Scheme },

	UserID:       func(e *event.Event) *redact.Text { return &e.User.ID },
	UserEmail:    func(e *event.Event) *redact.Text { return &e.User.Email },
	UserDomain:   func(e *event.Event) *redact.Text { return &e.User.Domain },
	UserFullName: func(e *event.Event) *redact.Text { return &e.User.FullName },
	EffectiveID:  func(e *event.Event) *redact.Text { return &e.Effective.ID },
	TargetID:     func(e *event.Event) *redact.Text { return &e.Target.ID },
	TargetEmail:  func(e *event.Event) *redact.Text { return &e.Target.Email },
	TargetDomain: func(e *event.Event) *redact.Text { return &e.Target.Domain },
	GroupName:    func(e *event.Event) *redact.Text { return &e.Group.Name },
	GroupID:      func(e *event.Event) *redact.Text { return &e.Group.ID },

	ServiceName:    func(e *event.Event) *redact.Text { return &e.Service.Name },
	ServiceEnv:     func(e *event.Event) *redact.Text { return &e.Service.Environment },
	ServiceVersion: func(e *event.Event) *redact.Text { return &e.Service.Version },
	ServiceNode:    func(e *event.Event) *redact.Text { return &e.Service.Node },

	ProcessPath: func(e *event.Event) *redact.Text { return &e.Process.Executable },
	CommandLine: func(e *event.Event) *redact.Text { return &e.Process.CommandLine },
	WorkingDir:  func(e *event.Event) *redact.Text { return &e.Process.WorkingDirectory },
	MsgID:       func(e *event.Event) *redact.Text { return &e.Syslog.MsgID },
}

// code scrubs the product's own name of the event. What a key calls a code without
// more, long and with digits, is one that OAuth gives out, as likely as not: a secret,
// unlike an eventID.
func (p *Parser) code(v []byte) redact.Text {
	k := p.key[Code]
	if unsaid := k == nil || k.at[anywhere].tier == 1; unsaid && len(v) >= 20 && bytes.ContainsAny(v, "0123456789") {
		return p.s.Field(codeName, v, redact.InBody)
	}
	return p.plain(v)
}

// partOfSecret reports whether a value was mined from a place of the message that
// holds a secret: "IDENTIFIED BY 'x'" names no user x. What a key names may stand in a
// secret by chance, and is not asked.
func (p *Parser) partOfSecret(v []byte) bool {
	msg := p.val(Message)
	if len(v) < 4 || !bytes.Contains(msg, v) {
		return false
	}
	found := len(p.s.Found())
	clean := p.scrub(Message, redact.InMessage)
	return (len(p.s.Found()) > found || found > 0) && !clean.Contains(v)
}

var codeName = []byte("code")

// plain scrubs a text without a place of its own.
func (p *Parser) plain(b []byte) redact.Text { return p.s.Text(b, redact.InMessage) }

func (p *Parser) integer(b []byte) int64 {
	n, _ := readInt(b)
	return n
}

func (p *Parser) port(b []byte) uint16 {
	n, ok := readInt(b)
	if !ok || n > 65535 {
		return 0
	}
	return uint16(n)
}

// account sets a user's name, and the domain of DOMAIN\name.
func (p *Parser) account(b []byte, u *event.User) {
	if rest, ok := bytes.CutPrefix(b, []byte("‹")); ok { // CockroachDB's marks of what may be redacted
		b = bytes.TrimSuffix(rest, []byte("›"))
	}
	i := bytes.IndexByte(b[min(1, len(b)):], '\\') + 1
	if i == 0 || i == len(b)-1 {
		u.Name = p.s.Usual(b, redact.InMessage)
		return
	}
	name := b[i+1:]
	if name[0] == '\\' && len(name) > 1 {
		name = name[1:]
	}
	u.Domain, u.Name = p.plain(b[:i]), p.plain(name)
}

// traceParent reads the W3C header: version-trace-span-flags.
func (p *Parser) traceParent(b []byte) {
	if len(b) < 55 || b[2] != '-' || b[35] != '-' || b[52] != '-' {
		return
	}
	if !p.has(TraceID) {
		p.e.TraceID = p.plain(b[3:35])
	}
	if !p.has(SpanID) {
		p.e.SpanID = p.plain(b[36:52])
	}
}
