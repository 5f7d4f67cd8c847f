package parse

import (
	"bytes"
	"strconv"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// finish makes the event of the values that a format has found: what happened
// and how it ended, whether that is an authentication event, and only then
// scrubs the texts.
func (p *Parser) finish(record []byte) error {
	p.splitTarget()
	p.judge()
	p.why = p.ground()
	auth := p.why > grounds
	if !auth && !p.st.opt.All {
		return ErrNotAuth
	}
	p.fill()
	p.claim()
	p.late()
	e := p.e
	if !auth && e.Message.IsZero() {
		e.Message = p.s.Text(record, redact.InMessage)
	}
	e.Found = p.s.Found()
	p.original() // again what path and query have already been counted for
	if auth {
		if e.Outcome == event.NoOutcome {
			e.Outcome = event.Unknown
		}
		p.precedents.set(p, record)
	}
	p.identify()
	if p.st.opt.Original {
		p.whole(record)
	}
	if !auth {
		return ErrNotAuth
	}
	return nil
}

// whole sets the event's original text, where its message is not all of that.
func (p *Parser) whole(record []byte) {
	if t := p.s.Text(record, redact.InMessage); !t.Equal(p.e.Message) {
		p.e.Original = t
	}
}

// ground decides whether the record is an authentication event, and why: it
// names a credential, a token's hash or a user, was refused for one, or asked
// for a place where one gets them.
func (p *Parser) ground() reason {
	switch p.auth {
	case isAuth:
		return knownToFormat
	case notAuth:
		return deniedByFormat
	}
	switch e := p.e; {
	case p.housekeeping():
		return aboutNobody
	case e.Action != event.NoAction && e.Action != event.WebAccess:
		return hasAction
	case !e.Token.IsZero():
		return hasToken
	case p.has(UserName), p.has(UserID), p.has(UserEmail):
		return namesUser
	case p.has(TokenHash):
		return hasTokenHash
	case p.http.status == 401, p.http.status == 403, p.http.status == 407:
		return refused
	case p.http.route != noRoute && (p.http.status != 0 || p.has(Method)):
		return asksForLogin
	case p.leaks():
		return holdsSecret
	}
	return noGround
}

// housekeeping reports whether prose speaks of sessions, accounts or tokens, but
// of nobody's: "removed 12 expired sessions".
func (p *Parser) housekeeping() bool {
	if p.has(ActionWord) || p.has(TokenHash) || !p.e.Token.IsZero() || p.http.status != 0 || p.has(Method) {
		return false
	}
	said := p.words.all
	if p.has(UserName) || p.has(UserID) || p.has(UserEmail) { // "loading the profile of user bob"
		mined := p.rank[UserName] >= told && !p.has(UserID) && !p.has(UserEmail)
		return mined && !p.isQuoted(p.val[UserName]) && p.e.Action == event.AuthInfo && !p.has(SourceIP) &&
			said&(about|sAccess|failing|sSuccess|sDone|sLock|sRole|sGroup|sScope|sPermission|sCreate|sDelete|sChange) == 0 && !p.leaks()
	}
	switch p.e.Action {
	case event.UserCreated, event.UserChanged, event.UserDeleted, event.GroupCreated, event.GroupChanged, event.GroupDeleted, event.RoleChanged, event.PasswordChanged:
	case event.SessionStarted, event.SessionEnded, event.TokenIssued, event.TokenRefreshed, event.TokenRevoked, event.TokenAccess, event.MFA, event.AuthInfo:
		if p.has(SourceIP) {
			return false
		}
	case event.Login: // the word alone: "login service"
		if p.has(SourceIP) || said&(sSuccess|sDone) != 0 {
			return false
		}
	case event.InvalidUser:
		if p.has(SourceIP) {
			return false
		}
	case event.LoginFailed, event.AccessDenied, event.InsufficientScope, event.MissingToken: // of the program itself: "invalid configuration: …", "cannot connect to LDAP"
		if p.has(SourceIP) || said&sConfig == 0 && said&failing != sUnknown && !ofItself(p.val[Message]) && !ofItself(p.val[ErrorText]) {
			return false
		}
	default:
		return false
	}
	return !p.leaks()
}

// isQuoted reports whether a value stands in quotes in the message.
func (p *Parser) isQuoted(v []byte) bool {
	msg := p.val[Message]
	i := bytes.Index(msg, v)
	return i > 0 && (msg[i-1] == '\'' || msg[i-1] == '"')
}

// ofItself reports whether a message speaks of a program's own connections and
// settings.
func ofItself(msg []byte) bool {
	for _, s := range [...]string{"onnect to ", "onnecting to ", "onnection to ", "onnection refused", "no route to host", "o such host", "o such file", "isabled", "ertificate", "upstream"} {
		if holds(msg, s) {
			return true
		}
	}
	return false
}

// leaks reports whether a secret stands in a text that the event would hold.
func (p *Parser) leaks() bool {
	if len(p.s.Found()) > 0 {
		return true
	}
	if mayHideSecret(p.val[Query]) {
		p.scrub(Query, redact.InQuery)
	}
	if mayHideSecret(p.val[Path]) {
		p.scrub(Path, redact.InQuery)
	}
	if mayHideSecret(p.val[Referrer]) {
		p.scrub(Referrer, redact.InReferrer)
	}
	p.scrub(Message, redact.InMessage)
	return len(p.s.Found()) > 0
}

// scrub is the field's text, put through the scrubber once.
func (p *Parser) scrub(f Field, at redact.Place) redact.Text {
	if p.clean[f].IsZero() && p.val[f] != nil {
		p.clean[f] = p.s.Text(p.val[f], at)
	}
	return p.clean[f]
}

// mayHideSecret reports whether a query can hold a secret at all: a parameter
// with a credential's name, or a value as long as one.
func mayHideSecret(q []byte) bool {
	start := 0
	for i, c := range q {
		if !partsQuery[c] {
			continue
		}
		if c == '=' {
			if _, ok := redact.NameKind(q[start:i]); ok {
				return true
			}
		}
		if i-start >= 20 {
			return true
		}
		start = i + 1
	}
	return len(q)-start >= 20
}

// partsQuery are the bytes that part the names and values of a query.
var partsQuery = [256]bool{'=': true, '&': true, '?': true, ';': true, '/': true, '#': true, '.': true, ' ': true}

// late completes the action of a record whose token only came to light in its
// texts.
func (p *Parser) late() {
	e := p.e
	if e.Token.IsZero() {
		return
	}
	switch at := e.Token.At; {
	case e.Action == event.WebAccess && (at == redact.InQuery || at == redact.InHeader || at == redact.InCookie):
		e.Action = p.webAction(e.Outcome == event.Failure)
	case e.Action == event.NoAction:
		e.Action = event.AuthInfo
	}
}

// identify takes from a JWT who the user is, when the request was granted: a
// forged token must not frame a user.
func (p *Parser) identify() {
	e := p.e
	if c := e.Token.Claims; c != nil && e.Outcome == event.Success {
		if e.User.ID.IsZero() {
			e.User.ID = c.Subject
		}
		if e.User.Name.IsZero() {
			e.User.Name = c.Name
		}
		if e.User.Email.IsZero() {
			e.User.Email = c.Email
		}
	}
	if e.User.Name.IsZero() {
		e.User.Name = e.User.Email // what one logs in with is one's name
	}
	if e.User.Name.IsZero() && e.User.ID.IsZero() { // the only user there is stands at the root: ECS, "User fields usage"
		if e.User = e.Target; e.User.Name.IsZero() && e.User.ID.IsZero() {
			e.User = e.Effective
		}
	}
}

// partOfSecret reports whether a value was mined from a place of the message that
// holds a secret: "IDENTIFIED BY 'x'" names no user x.
func (p *Parser) partOfSecret(v []byte) bool {
	msg := p.val[Message]
	if len(v) < 4 || !bytes.Contains(msg, v) {
		return false
	}
	found := len(p.s.Found())
	clean := p.scrub(Message, redact.InMessage)
	return (len(p.s.Found()) > found || found > 0) && !clean.Contains(v)
}

// maxRoles bounds user.roles: some directories list hundreds of groups.
const maxRoles = 32

// fill puts the values through the scrubber into the event.
func (p *Parser) fill() {
	e := p.e
	for _, f := range p.order {
		v := p.val[f]
		if p.mined {
			switch f {
			case UserName, UserID, EffectiveName, TargetName, UserFullName, Reason, SourceHost, DestHost:
				if p.partOfSecret(v) {
					continue
				}
			}
		}
		switch f {
		case Time:
			p.when(v)
		case Level:
			e.Level = p.known(levels, v)
		case Logger:
			e.Logger = p.plain(v)
		case Message:
			e.Message = p.scrub(f, redact.InMessage)
		case Reason:
			e.Reason = p.plain(v)
		case ErrorText:
			e.Error.Message = p.plain(v)
		case ErrorType:
			e.Error.Type = p.plain(v)
		case ErrorCode:
			e.Error.Code = p.plain(v)
		case Code:
			e.Code = p.plain(v)
		case Provider:
			e.Provider = p.plain(v)
		case Severity:
			e.Severity = int(p.integer(v))
		case Count:
			e.Count = int(p.integer(v))

		case SourcePort:
			e.Source.Port = p.port(v)
		case SourceHost:
			if !p.has(SourceIP) {
				e.Source.Domain = p.plain(v)
			}
		case DestIP:
			host, _ := splitPort(v)
			e.Destination.IP, _ = readIP(host)
		case DestPort:
			e.Destination.Port = p.port(v)
		case DestHost:
			if !p.has(DestIP) {
				e.Destination.Domain = p.plain(v)
			}
		case Transport:
			e.Transport = p.plain(v)
		case Protocol:
			e.Protocol = p.plain(v)

		case UserName:
			p.account(v, &e.User)
		case UserID:
			e.User.ID = p.plain(v)
			if !p.has(UserName) && bytes.IndexByte(v, '@') > 0 { // Microsoft 365
				p.account(v, &e.User)
			}
		case UserEmail:
			e.User.Email = p.plain(v)
		case UserDomain:
			e.User.Domain = p.plain(v)
		case UserFullName:
			e.User.FullName = p.plain(v)
		case UserRole:
			p.roles = append(p.roles, v)
		case EffectiveName:
			p.account(v, &e.Effective)
		case EffectiveID:
			e.Effective.ID = p.plain(v)
		case TargetName:
			p.account(v, &e.Target)
		case TargetID:
			e.Target.ID = p.plain(v)
		case TargetEmail:
			e.Target.Email = p.plain(v)
		case TargetDomain:
			e.Target.Domain = p.plain(v)
		case GroupName:
			e.Group.Name = p.plain(v)
		case GroupID:
			e.Group.ID = p.plain(v)
		case TokenHash:
			if t, ok := p.s.TokenHash(v, redact.InHeader); ok && e.Token.IsZero() {
				e.Token = t
			}

		case Method:
			e.HTTP.Method = p.known(methods, v)
		case Path:
			e.URL.Path = p.scrub(f, redact.InQuery)
		case Query:
			e.URL.Query = p.scrub(f, redact.InQuery)
		case URLHost, Host:
			p.urlHost(f, v)
		case URLScheme:
			e.URL.Scheme = p.plain(v)
		case URLPort:
			e.URL.Port = p.port(v)
		case Proto:
			e.HTTP.Version = p.known(httpVersions, bytes.TrimPrefix(v, []byte("HTTP/")))
		case Status:
			e.HTTP.Status = p.http.status
		case RequestID:
			e.HTTP.RequestID = p.plain(v)
		case Referrer:
			e.HTTP.Referrer = p.scrub(f, redact.InReferrer)
		case UserAgent:
			e.UserAgent = p.s.Text(v, redact.InHeader)
		case RequestBytes:
			e.HTTP.RequestBytes = p.integer(v)
		case ResponseBytes:
			e.HTTP.ResponseBytes = p.integer(v)
		case BodyBytes:
			e.HTTP.BodyBytes, e.HTTP.HasBody = p.integer(v), true

		case DurationNS:
			e.Duration, _ = readDuration(v, time.Nanosecond)
		case DurationUS:
			e.Duration, _ = readDuration(v, time.Microsecond)
		case DurationMS:
			e.Duration, _ = readDuration(v, time.Millisecond)
		case DurationS:
			e.Duration, _ = readDuration(v, time.Second)
		case DurationText:
			e.Duration, _ = readDurationText(v)

		case ServiceName:
			e.Service.Name = p.plain(v)
		case ServiceEnv:
			e.Service.Environment = p.plain(v)
		case ServiceVersion:
			e.Service.Version = p.plain(v)
		case ServiceNode:
			e.Service.Node = p.plain(v)
		case TraceID:
			e.TraceID = p.plain(v)
		case TransactionID:
			e.TransactionID = p.plain(v)
		case SpanID:
			e.SpanID = p.plain(v)
		case TraceParent:
			p.traceParent(v)

		case ProcessName:
			e.Process.Name = p.plain(v)
			if p.syslog {
				e.Syslog.AppName = e.Process.Name
			}
		case ProcessPID:
			e.Process.PID = int(p.integer(v))
		case ParentPID:
			e.Process.ParentPID = int(p.integer(v))
		case ProcessPath:
			e.Process.Executable = p.plain(v)
		case CommandLine:
			e.Process.CommandLine = p.plain(v)
		case WorkingDir:
			e.Process.WorkingDirectory = p.plain(v)
		case Hostname:
			if p.syslog {
				e.Syslog.Hostname = p.plain(v)
			} else if !p.has(ServiceNode) {
				e.Service.Node = p.plain(v)
			}
		case MsgID:
			e.Syslog.MsgID = p.plain(v)
		}
	}
	if p.has(SourceIP) || p.has(ForwardedFor) || p.has(RealIP) {
		e.Source.IP, e.Forwarded = p.client()
		if own, ok := p.address(p.val[SourceIP]); !ok || own != e.Source.IP {
			e.Source.Port = 0 // of the proxy
		}
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

// when sets the event's time.
func (p *Parser) when(b []byte) {
	day := p.val[Day]
	if day == nil {
		if t, ok := p.moment.read(b, p.st.opt); ok {
			p.e.Time = t
			return
		}
	}
	text := b
	if day != nil && len(b) > 2 && len(b) < 24 && (b[1] == ':' || b[2] == ':') {
		start := len(p.buf)
		p.buf = append(append(append(p.buf, day...), ' '), b...)
		b = p.buf[start:]
	}
	if ms := enclosed(b, "/Date(", ")"); ms != nil { // .NET
		b = ms
	} else if len(b) > 2 && b[1] == '.' && bytes.IndexAny(b, "eE") > 0 {
		b = p.plainNumber(b)
	}
	s, ok := p.stamp(b)
	if !ok {
		return
	}
	now, zone := p.st.opt.Now, p.st.opt.Zone
	if now == nil {
		now = time.Now
	}
	if zone == nil {
		zone = time.Local
	}
	p.e.Time = s.at(now, zone)
	if day == nil {
		p.moment.keep(text, p.st.opt, p.e.Time, s.year == 0 && !s.unix)
	}
}

// plainNumber writes a number without its exponent: 1.794315336123e+09.
func (p *Parser) plainNumber(b []byte) []byte {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return b
	}
	start := len(p.buf)
	p.buf = strconv.AppendFloat(p.buf, f, 'f', -1, 64)
	return p.buf[start:]
}

// stamp reads a time in the layout of the configuration, else in any.
func (p *Parser) stamp(b []byte) (stamp, bool) {
	if c := p.st.choice; c != nil && c.custom != nil && c.custom.layout != nil {
		return c.custom.layout.read(b)
	}
	s, n := readStamp(b)
	return s, n > 0
}

// account sets a user's name, and the domain of DOMAIN\name.
func (p *Parser) account(b []byte, u *event.User) {
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
