package parse

import "bytes"

// pair takes in one name with its value, from an object or from key=value.
func (p *Parser) pair(k *key, name []byte, in scope, depth int, v []byte, is kind) {
	if k.scope != anywhere {
		in = within(in, k.scope)
	}
	if k.secret && in != inAnswer && in != inNothing {
		p.secret(name, v, in, is)
		return
	}
	m := k.at[in]
	if m.field == NoField || m.tier == 2 && depth > 0 {
		return
	}
	rank := rankOf(m.tier, depth)
	if !looksAtValue[m.field] {
		p.offer(m.field, v, rank, k)
		return
	}
	switch f := m.field; f {
	case SourceIP:
		if is == text && !isOrigin(name, v) {
			p.endpoint(v, rank, k, SourceIP, SourcePort, SourceHost)
		}
		return
	case DestIP:
		if is == text {
			p.endpoint(v, rank, k, DestIP, DestPort, DestHost)
		}
		return
	case UserName:
		if is == numeric && m.tier == 0 {
			p.offer(UserID, v, rank+8, k)
			return
		}
		if is == boolean || len(v) > 256 || is == numeric && name[len(name)-1]|0x20 == 's' { // how many users
			return
		}
	case Time:
		if len(v) >= 8 && v[2] == ':' && p.syslog && p.has(Day) { // FortiGate's, behind a header
			m.field = Clock
			break
		}
		if len(v) < 8 || p.syslog && is == text && p.secondStamp(v) > 0 {
			return
		}
		if len(v) == 10 && !isDigit(v[4]) {
			m.field = Day
		}
	case Method:
		if !isMethod(v) {
			return
		}
	case Status:
		if _, ok := readStatus(v); !ok {
			p.offer(OutcomeWord, v, rank+8, k)
			return
		}
	case Code:
		if is == text && string(name) == "code" && oneTimeCode(v) { // in quotes; the text around it hides it, too
			return
		}
		if _, ok := readStatus(v); ok && is == numeric {
			f, rank = Status, rank+8
			m.field = f
		}
	case OutcomeWord:
		if status, ok := readStatus(v); ok && is == numeric && status >= 200 {
			m.field, rank = Status, rank+8
		}
	case Failed, ErrorText:
		if is == boolean || f == Failed {
			m.field = Failed
		}
	case Proto:
		switch {
		case bytes.HasPrefix(v, []byte("HTTP/")):
		case len(v) > 0 && isDigit(v[0]):
		case string(v) == "http" || string(v) == "https":
			m.field = URLScheme
		default:
			m.field = Protocol
		}
	case RequestLine:
		if is != text || len(v) == 0 {
			return
		}
		if m.field = Target; v[0] != '/' && schemeLen(v) == 0 {
			p.requestLine(v)
			return
		}
	case ServiceName:
		if _, ok := readDurationText(v); ok { // Heroku's router: service=3ms
			m.field = DurationText
		}
	case Target, Path:
		if is != text || len(v) == 0 {
			return
		}
		if host, _ := splitPort(v); isAddress(host) { // an endpoint that is no URL
			p.endpoint(v, rank+8, k, SourceIP, SourcePort, SourceHost)
			return
		}
		if bytes.IndexByte(v, ' ') > 0 {
			p.requestLine(v)
			return
		}
	case DurationS:
		if s, n := readStamp(v); is == text && n == len(v) && s.year > 0 { // AWS calls the time of a request requestTime
			m.field = Time
		}
	case Duration:
		m.field = durationUnit(v, is)
	case Level, Logger, Message, Reason, TraceID, SpanID:
		if is == boolean {
			return
		}
		if f == Logger && (string(v) == "success" || string(v) == "failure") { // a category
			m.field, rank = OutcomeWord, rank+8
		}
	}
	p.offer(m.field, v, rank, k)
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
	SourceIP: true, DestIP: true, UserName: true, Time: true, Method: true, Status: true, Code: true, OutcomeWord: true,
	Failed: true, ErrorText: true, Proto: true, RequestLine: true, ServiceName: true, Target: true, Path: true, Duration: true, DurationS: true,
	Level: true, Logger: true, Message: true, Reason: true, TraceID: true, SpanID: true,
}

// durationUnit guesses the unit of a duration that names none: a text has it,
// a fraction counts seconds, a very large number nanoseconds.
func durationUnit(v []byte, is kind) Field {
	switch {
	case is == text:
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

// isOrigin reports whether a "source" is what made the record rather than a peer:
// syscall, NTP.
func isOrigin(name, v []byte) bool {
	return len(name) == len("source") && name[0]|0x20 == 's' && string(name[1:]) == "ource" && bytes.IndexByte(v, '.') < 0 && bytes.IndexByte(v, ':') < 0
}
