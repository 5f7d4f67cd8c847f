package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// pair takes in one name with its value, from an object or from key=value.
func (p *Parser) pair(k *key, name []byte, in scope, depth int, v []byte, is kind) {
	if k.scope != anywhere {
		in = within(in, k.scope)
	}
	m := k.at[in]
	if k.hides(in) && !(m.field == OutcomeWord && is == text && saysEnding(v)) {
		p.secret(name, v, in, is)
		return
	}
	if m.field == NoField || m.tier == 2 && depth > 0 {
		return
	}
	rank := rankOf(m.tier, depth)
	if !looksAtValue[m.field] {
		p.offer(m.field, v, rank, k)
		return
	}
	if m.field == UserEmail && in == inUser { // whose it is, however deep
		rank = rankOf(m.tier, 0)
	}
	p.weigh(k, m, name, v, is, rank)
}

// weigh takes in a value that has a say in which field it belongs to, or in whether it
// belongs to one.
func (p *Parser) weigh(k *key, m meaning, name, v []byte, is kind, rank uint8) {
	switch f := m.field; f {
	case SourceIP:
		if is == text {
			p.origin(name, v, rank, k)
		}
	case DestIP:
		if is == text {
			p.endpoint(v, rank, k, DestIP, DestPort, DestHost)
		}
	case UserEmail:
		p.offer(f, v, rank, k)
	case RequestLine, Target, Path:
		if is == text && len(v) > 0 {
			p.requested(f, v, rank, k)
		}
	case OutcomeWord:
		p.ending(name, v, rank, k, is)
	case UserName, ActorName:
		if is == text && isVerdict(name, v) { // "login":"failed"
			p.offer(ActionWord, name, rank+doubtful, k)
			p.offer(OutcomeWord, v, rank+doubtful, k)
			return
		}
		v = p.nameAlone(v, rank, k)
		fallthrough
	default:
		if f, doubt := p.fieldOf(m, name, v, is); f != NoField {
			p.offer(f, v, rank+doubt, k)
		}
	}
}

// nameAlone is a user's name without the address behind it, which it takes in.
func (p *Parser) nameAlone(v []byte, rank uint8, k *key) []byte {
	v, _, _ = bytes.Cut(v, []byte(" (auth:")) // Hadoop's: by what he has proved who he is
	name, from := nameAndAddress(v)
	if from != nil {
		p.weighed = true
		p.endpoint(from, rank+doubtful, k, SourceIP, SourcePort, SourceHost)
	}
	return name
}

// nameAndAddress are the parts of a user's name that has an address behind it, as Nexus writes
// "initiator":"bob/192.0.2.1". The address is nil in any other name.
func nameAndAddress(v []byte) (name, from []byte) {
	i := bytes.IndexByte(v, '/')
	if i <= 0 || i+1 == len(v) || hexDigit(v[i+1]) >= 16 || !isAddress(v[i+1:]) {
		return v, nil
	}
	return v[:i], v[i+1:]
}

// ending takes in how something ended. A key that only names what was done may have with
// what it was done instead: "auth":"failed", "auth":"basic".
func (p *Parser) ending(name, v []byte, rank uint8, k *key, is kind) {
	if namesStep(name) {
		if is != text || !saysEnding(v) {
			return
		}
		p.offer(ActionWord, name, rank+doubtful, k)
	}
	if f, doubt := statusField(OutcomeWord, name, v, is); f != NoField {
		p.offer(f, v, rank+doubt, k)
	}
}

// namesStep reports whether a key names no more than that somebody was authenticated.
func namesStep(name []byte) bool {
	return foldedEqual(name, "auth") || foldedEqual(name, "authn") || foldedEqual(name, "authentication")
}

// hides reports whether a key is a credential's where it stands.
func (k *key) hides(in scope) bool { return k.secret && in != inAnswer && in != inNothing }

// saysEnding reports whether a value is one word of how something ended, as beside a name
// that may be a credential's as well: "auth":"failed".
func saysEnding(v []byte) bool {
	return foldedSense(v)&(failing|sSuccess|sWeakSuccess) != 0 && readOutcome(v) != event.NoOutcome
}

// origin takes in where a request came from, by the value of a key like client, source or
// from.
func (p *Parser) origin(name, v []byte, rank uint8, k *key) {
	switch {
	case isBrowser(v): // Mattermost: "client":"Mozilla/5.0 (X11)"
		p.offer(UserAgent, v, rank, k)
	case !isOrigin(name, v) && !isChange(name, v):
		p.endpoint(v, rank, k, SourceIP, SourcePort, SourceHost)
	}
}

var bareResource = keys["resource"]

// requested takes in what was asked for: a path or a URL, or a request line that
// has one of them between others.
func (p *Parser) requested(f Field, v []byte, rank uint8, k *key) {
	if f == RequestLine {
		if v[0] != '/' && schemeLen(v) == 0 {
			p.requestLine(v)
			return
		}
		p.offer(Target, v, rank, k)
		return
	}
	if f == Target && k == bareResource && v[0] != '/' { // elsewhere it is a thing's name
		return
	}
	if host, _ := splitPort(v); isAddress(host) { // an endpoint that is no URL
		p.endpoint(v, rank+doubtful, k, SourceIP, SourcePort, SourceHost)
		return
	}
	if bytes.IndexByte(v, ' ') > 0 {
		p.requestLine(v)
		return
	}
	p.offer(f, v, rank, k)
}

// doubtful is how much less sure a value is of a field that its key does not name:
// as if the key were of the next tier.
const doubtful = 8

// fieldOf is the field that a value belongs to, given what its key means, and how
// doubtful that is. NoField is for a value that the key cannot have meant.
func (p *Parser) fieldOf(m meaning, name, v []byte, is kind) (f Field, doubt uint8) {
	switch f := m.field; f {
	case UserName:
		return userField(m.tier, name, v, is)
	case ActorName:
		return actorField(m.tier, name, v, is)
	case ActionWord:
		return p.actionField(m.tier, name, v, is)
	case Time:
		return p.timeField(v, is)
	case Method:
		return onlyIf(isMethod(v), f), 0
	case Status, Code:
		return statusField(f, name, v, is)
	case ErrorText:
		return errorField(is), 0
	case Proto:
		return protoField(v), 0
	case ServiceName:
		return serviceField(v), 0
	case DurationS:
		return secondsField(v, is), 0
	case Duration:
		return durationUnit(v, is), 0
	case TargetName:
		return onlyIf(m.tier == 0 || is == text && isAccountName(v), f), 0
	case Logger:
		return loggerField(name, v, is)
	case Level, Message, Reason, TraceID, SpanID:
		return onlyIf(is != boolean, f), 0
	default:
		return f, 0
	}
}

// onlyIf is the field where the value can be one of it.
func onlyIf(can bool, f Field) Field {
	if can {
		return f
	}
	return NoField
}

// actorField is the field of what a key calls an actor: as of a user, but for the name.
func actorField(tier uint8, name, v []byte, is kind) (f Field, doubt uint8) {
	if f, doubt = userField(tier, name, v, is); f == UserName {
		f = ActorName
	}
	return f, doubt
}

// actionField is the field of what a key calls an action, an event or a type.
func (p *Parser) actionField(tier uint8, name, v []byte, is kind) (f Field, doubt uint8) {
	switch {
	case isRequest(v):
		if !p.has(Method) {
			p.requestLine(v)
		}
		return NoField, 0
	case isOfRequests(v):
		return Method, doubtful
	case tier > 0 && string(name) == "kind" && !tells(v): // ECS' event.kind: alert
		return NoField, 0
	case tier == 0 && is == text && (!tells(v) || bytes.HasSuffix(v, []byte("AuditEvent"))): // "Audit_Event", beside what happened in it
		return ActionWord, doubtful + 1
	case tier == 2 && string(name) == "type" && p.has(ActionWord) && p.rank[ActionWord] < vague: // action="add" type="User"
		return ObjectType, 0
	}
	return ActionWord, 0
}

// isOfRequests reports whether an action is a request's method, which no account's is: one
// may be LOCKed, or be DELETEd.
func isOfRequests(v []byte) bool {
	switch string(v) {
	case "GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS":
		return true
	}
	return false
}

// isRequest reports whether an action is a request's line: "POST /login".
func isRequest(v []byte) bool {
	sp := bytes.IndexByte(v, ' ')
	return sp > 0 && sp < 8 && sp+1 < len(v) && v[sp+1] == '/' && isMethod(v[:sp])
}

// errorField is the field of what a key calls an error: "error": true says only that
// there was one.
func errorField(is kind) Field {
	if is == boolean {
		return Failed
	}
	return ErrorText
}

// serviceField is the field of what a key calls a service: Heroku's router writes how
// long it took there, service=3ms.
func serviceField(v []byte) Field {
	if _, ok := readDurationText(v); ok {
		return DurationText
	}
	return ServiceName
}

// secondsField is the field of what a key calls a time that it took: AWS calls the time
// of a request requestTime.
func secondsField(v []byte, is kind) Field {
	if s, n := stamp.Read(v); is == text && n == len(v) && s.Year > 0 {
		return Time
	}
	return DurationS
}

// loggerField is the field of what a key calls a logger, a category or just a name.
func loggerField(name, v []byte, is kind) (f Field, doubt uint8) {
	switch {
	case is == boolean:
		return NoField, 0
	case string(v) == "success" || string(v) == "failure": // a category
		return OutcomeWord, doubtful
	case foldedEqual(name, "name") && bytes.IndexByte(v, ' ') > 0 && tells(v): // Sophos: name="Authentication failed"
		return Message, doubtful
	}
	return Logger, 0
}

// userField is the field of what a key calls a user: a number is an id where the key
// leaves no doubt, and how many users there are where it ends in s. An address is a
// tunnel's peer, as long as who it is has not been said.
func userField(tier uint8, name, v []byte, is kind) (f Field, doubt uint8) {
	switch {
	case is == numeric && tier == 0:
		return UserID, doubtful
	case is == boolean, len(v) > 256, is == numeric && endsPlural(name):
		return NoField, 0
	case is == text && len(v) > 6 && isDigit(v[0]) && isAddress(v):
		return UserName, doubtful
	}
	return UserName, 0
}

// timeField is the field of what a key calls a time. What is too short for a whole
// one is nothing, and so is a text that the syslog header tells better.
func (p *Parser) timeField(v []byte, is kind) (f Field, doubt uint8) {
	switch {
	case len(v) < 8:
		return NoField, 0
	case v[2] == ':' && p.syslog && p.has(Day) && p.has(Time): // FortiGate's, behind a header with a time
		return Clock, 0
	case p.syslog && p.has(Time) && is == text && p.secondStamp(v) > 0:
		return NoField, 0
	case len(v) == 10 && !isDigit(v[4]):
		return Day, 0
	case v[2] == ':' && v[5] == ':' && !p.has(Day): // of no day
		return Time, doubtful
	}
	return Time, 0
}

// statusField is the field of a number or a word that may be a request's status: keys
// call the outcome a status, and the status a code or a result.
func statusField(f Field, name, v []byte, is kind) (_ Field, doubt uint8) {
	status, ok := readStatus(v)
	switch {
	case f == Status && !ok:
		if digits(v) && endsCode(name) { // "returncode": 1
			return ErrorCode, doubtful
		}
		return OutcomeWord, doubtful
	case f == Code && is == text && string(name) == "code" && oneTimeCode(v): // in quotes; the text around it hides it, too
		return NoField, 0
	case f == Code && ok && endsCode(name) && (is == numeric || len(v) == 3 && isHTTPStatus(v)):
		return Status, doubtful
	case f == OutcomeWord && ok && is == numeric && status >= 200:
		return Status, doubtful
	}
	return f, 0
}

// endsCode reports whether a key is a code by its name, and not the number of an event.
func endsCode(name []byte) bool {
	n := len(name) - len("code")
	return n >= 0 && foldedEqual(name[n:], "code")
}

// protoField is the field of what a key calls a protocol: HTTP's version (1.1), the
// scheme of a URL, or what was spoken over the connection.
func protoField(v []byte) Field {
	switch {
	case bytes.HasPrefix(v, []byte("HTTP/")), len(v) > 0 && isDigit(v[0]):
		return Proto
	case string(v) == "http" || string(v) == "https":
		return URLScheme
	}
	return Protocol
}

// oneTimeCode reports whether a code in quotes is one that was sent to somebody,
// rather than a number of an error: six digits.
func oneTimeCode(v []byte) bool {
	for _, c := range v {
		if !isDigit(c) {
			return false
		}
	}
	return len(v) == 6
}

// rankOf is how sure a value is: what its key says, then how deep it stands.
func rankOf(tier uint8, depth int) uint8 { return 2 + tier*8 + uint8(min(depth, 7)) }

// looksAtValue are the fields that pair gives a value only after a look at it.
var looksAtValue = [fieldCount]bool{
	SourceIP: true, DestIP: true, UserName: true, ActorName: true, UserEmail: true, TargetName: true, ActionWord: true, Time: true, Method: true, Status: true, Code: true, OutcomeWord: true,
	Failed: true, ErrorText: true, Proto: true, RequestLine: true, ServiceName: true, Target: true, Path: true, Duration: true, DurationS: true,
	Level: true, Logger: true, Message: true, Reason: true, TraceID: true, SpanID: true,
}

// durationUnit guesses the unit of a duration that names none: a text has it,
// a fraction counts seconds, a very large number nanoseconds.
func durationUnit(v []byte, is kind) Field {
	switch {
	case is == text && !isJSONNumber(v):
		return DurationText
	case bytes.IndexByte(v, '.') >= 0:
		return DurationS
	case len(v) > 6:
		return DurationNS
	}
	return DurationMS
}

func isMethod(v []byte) bool {
	switch string(v) {
	case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE",
		"get", "post", "put", "delete", "head", "options", "patch",
		"PROPFIND", "REPORT", "MKCOL", "MOVE", "COPY", "LOCK", "UNLOCK", "PROPPATCH", "SEARCH":
		return true
	}
	return false
}

// isAccountName reports whether a value can be the name of an account: "target" may be a URL,
// a host or a sentence as well.
func isAccountName(v []byte) bool {
	return len(v) > 0 && !bytes.ContainsAny(v, "/: ()[]{}=") && !isAddress(v) && !isHost(v)
}

// isChange reports whether a "from" is what something was changed from, a password
// among others, rather than a peer: {"field":"password","from":"x"}.
func isChange(name, v []byte) bool {
	return foldedEqual(name, "from") && addressIn(v) == nil
}

// isOrigin reports whether a "source" is what made the record rather than a peer: syscall, NTP, a
// line of a program's text, auth.go:55; or what somebody sits at, Fortinet's ui="jsconsole" and
// userfrom="console".
func isOrigin(name, v []byte) bool {
	if (len(name) == len("source") && name[0]|0x20 == 's' && string(name[1:]) == "ource" || string(name) == "ui" || string(name) == "userfrom") && bytes.IndexByte(v, '.') < 0 && bytes.IndexByte(v, ':') < 0 {
		return true
	}
	return isSourceLine(v)
}

// isSourceLine reports whether a text is a line of a program's text: auth.go:55, Auth.js:880.
func isSourceLine(v []byte) bool {
	file, line, ok := bytes.Cut(v, []byte(":"))
	if !ok || len(line) == 0 || !isDigit(line[0]) {
		return false
	}
	switch dot := bytes.LastIndexByte(file, '.'); string(file[dot+1:]) {
	case "go", "js", "mjs", "ts", "tsx", "jsx", "py", "rb", "php", "java", "kt", "scala", "cs", "cpp", "ex", "swift":
		return dot > 0
	}
	return false
}
