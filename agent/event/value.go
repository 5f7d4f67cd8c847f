package event

import (
	"github.com/hashtail/hashtail/agent/redact"
)

// value appends the value of a slot that the event has.
func (enc *Encoder) value(b []byte, k slot, e *Event) []byte {
	switch k {
	case timestamp:
		at := e.Time
		if at.IsZero() {
			at = e.Read
		}
		return append(enc.times.line.append(append(b, '"'), at), '"')
	case constants:
		return append(b, enc.static...)
	case destinationIP:
		return enc.address(b, &e.Destination)
	case destinationAddress:
		return enc.addressOr(b, &e.Destination)
	case destinationDomain:
		return keyword(b, e.Destination.Domain)
	case destinationPort:
		return number(b, int64(e.Destination.Port))
	case sourceIP:
		return enc.address(b, &e.Source)
	case sourceAddress:
		return enc.addressOr(b, &e.Source)
	case sourceDomain:
		return keyword(b, e.Source.Domain)
	case sourceAS:
		return append(b, e.AS.json...)
	case sourceGeo:
		return append(b, e.Geo.json...)
	case sourcePort:
		return number(b, int64(e.Source.Port))
	case errorCode:
		return keyword(b, e.Error.Code)
	case errorMessage:
		return e.Error.Message.AppendJSON(b)
	case errorType:
		return keyword(b, e.Error.Type)
	case eventAction:
		return word(b, actions[e.Action].name)
	case eventCategory:
		if e.Category != 0 {
			return appendSet(b, uint16(e.Category), categoryNames[:])
		}
		return append(b, categoryJSON[e.Action]...)
	case eventCode:
		return keyword(b, e.Code)
	case eventCreated:
		return append(b, enc.read...)
	case eventDuration:
		return number(b, int64(e.Duration))
	case eventID:
		return append(e.ID.Append(append(b, '"')), '"')
	case eventKind:
		return word(b, kindNames[e.Kind])
	case eventModule:
		return keyword(b, e.Module)
	case eventOriginal:
		return e.Original.AppendJSON(b)
	case eventOutcome:
		return word(b, outcomeNames[e.Outcome])
	case eventProvider:
		return keyword(b, e.Provider)
	case eventReason:
		return keyword(b, e.Reason)
	case eventSeverity:
		return number(b, int64(e.Severity))
	case eventType:
		if e.Type != 0 {
			return appendSet(b, uint16(e.Type), typeNames[:])
		}
		return append(b, typeJSON[e.Action][e.Outcome]...)
	case groupID:
		return keyword(b, e.Group.ID)
	case groupName:
		return keyword(b, e.Group.Name)
	case ownCount:
		return number(b, int64(e.Count))
	case ownLength:
		return number(b, int64(e.Length))
	case ownRedaction, ownRedactions:
		return appendRedactions(b, e.Found)
	case tokenAudience:
		return keywords(b, e.Token.Claims.Audience)
	case tokenClientID:
		return keyword(b, e.Token.Claims.ClientID)
	case tokenCreated:
		return appendUnix(b, e.Token.Claims.IssuedAt, &enc.times.issued)
	case tokenHash:
		enc.hashAt = len(b)
		return appendHex(b, &e.Token.Hash)
	case tokenHashAlg:
		if e.Token.KeyID == "" {
			return word(b, "sha256")
		}
		return word(b, "hmac-sha256")
	case tokenID:
		return keyword(b, e.Token.Claims.ID)
	case tokenIssuer:
		return keyword(b, e.Token.Claims.Issuer)
	case tokenKeyID:
		return redact.AppendJSON(b, []byte(e.Token.KeyID))
	case tokenLocation:
		return word(b, e.Token.At.String())
	case tokenNotAfter:
		return appendUnix(b, e.Token.Claims.ExpiresAt, &enc.times.ends)
	case tokenNotBefore:
		return appendUnix(b, e.Token.Claims.NotBefore, &enc.times.starts)
	case tokenScope:
		return keywords(b, e.Token.Claims.Scope)
	case tokenSubject:
		return keyword(b, e.Token.Claims.Subject)
	case tokenType:
		return word(b, e.Token.Kind.String())
	case tokenVerified:
		return append(b, "false"...)
	case requestBytes:
		return number(b, e.HTTP.RequestBytes)
	case requestID:
		return keyword(b, e.HTTP.RequestID)
	case requestMethod:
		return keyword(b, e.HTTP.Method)
	case requestReferrer:
		return keyword(b, e.HTTP.Referrer)
	case bodyBytes:
		return number(b, e.HTTP.BodyBytes)
	case responseBytes:
		return number(b, e.HTTP.ResponseBytes)
	case responseStatus:
		return number(b, int64(e.HTTP.Status))
	case httpVersion:
		return keyword(b, e.HTTP.Version)
	case labels:
		return appendLabels(b, e.Labels)
	case logFile:
		return append(b, e.From.path...)
	case logLevel:
		return keyword(b, e.Level)
	case logLogger:
		return keyword(b, e.Logger)
	case logOffset:
		return number(b, e.ID.Offset)
	case syslogAppName:
		return keyword(b, e.Syslog.AppName)
	case syslogFacility:
		return number(b, int64(e.Syslog.Priority>>3))
	case syslogHostname:
		return keyword(b, e.Syslog.Hostname)
	case syslogMsgID:
		return keyword(b, e.Syslog.MsgID)
	case syslogPriority:
		return number(b, int64(e.Syslog.Priority))
	case syslogProcID:
		return keyword(b, e.Syslog.ProcID)
	case syslogSeverity:
		return number(b, int64(e.Syslog.Priority&7))
	case message:
		return e.Message.AppendJSON(b)
	case forwardedIP:
		return appendIP(b, e.Forwarded)
	case networkProtocol:
		return keyword(b, e.Protocol)
	case networkTransport:
		return keyword(b, e.Transport)
	case processCommandLine:
		return keyword(b, e.Process.CommandLine)
	case processExecutable:
		return keyword(b, e.Process.Executable)
	case processName:
		return keyword(b, e.Process.Name)
	case parentPID:
		return number(b, int64(e.Process.ParentPID))
	case processPID:
		return number(b, int64(e.Process.PID))
	case workingDirectory:
		return keyword(b, e.Process.WorkingDirectory)
	case relatedHash:
		return enc.hashes(b, e)
	case relatedHosts:
		return append(keyword(append(b, '['), e.Source.Domain), ']')
	case relatedIP:
		return enc.addresses(b, e)
	case relatedUser:
		return users(b, e)
	case serviceEnvironment:
		return keyword(b, e.Service.Environment)
	case inputEnvironment:
		return append(b, e.From.environment...)
	case serviceName:
		return keyword(b, e.Service.Name)
	case inputService:
		return append(b, e.From.service...)
	case serviceNode:
		return keyword(b, e.Service.Node)
	case serviceVersion:
		return keyword(b, e.Service.Version)
	case spanID:
		return keyword(b, e.SpanID)
	case tags:
		return appendTags(b, e)
	case traceID:
		return keyword(b, e.TraceID)
	case transactionID:
		return keyword(b, e.TransactionID)
	case urlDomain:
		return keyword(b, e.URL.Domain)
	case urlOriginal:
		return keyword(b, e.URL.Original)
	case urlPath:
		return keyword(b, e.URL.Path)
	case urlPort:
		return number(b, int64(e.URL.Port))
	case urlQuery:
		return keyword(b, e.URL.Query)
	case urlScheme:
		return keyword(b, e.URL.Scheme)
	case userDomain:
		return keyword(b, e.User.Domain)
	case effectiveDomain:
		return keyword(b, e.Effective.Domain)
	case effectiveEmail:
		return keyword(b, e.Effective.Email)
	case effectiveFullName:
		return keyword(b, e.Effective.FullName)
	case effectiveID:
		return keyword(b, e.Effective.ID)
	case effectiveName:
		return keyword(b, e.Effective.Name)
	case userEmail:
		return keyword(b, e.User.Email)
	case userFullName:
		return keyword(b, e.User.FullName)
	case userID:
		return keyword(b, e.User.ID)
	case userName:
		return keyword(b, e.User.Name)
	case userRoles:
		return keywords(b, e.Roles)
	case targetDomain:
		return keyword(b, e.Target.Domain)
	case targetEmail:
		return keyword(b, e.Target.Email)
	case targetFullName:
		return keyword(b, e.Target.FullName)
	case targetID:
		return keyword(b, e.Target.ID)
	case targetName:
		return keyword(b, e.Target.Name)
	case userAgent:
		return keyword(b, e.UserAgent)
	}
	return b
}

var (
	kindNames    = [...]string{"event", "alert", "pipeline_error"}
	outcomeNames = [...]string{"", "success", "failure", "unknown"}
)

// address appends an endpoint's address, and notes where: it is written again.
func (enc *Encoder) address(b []byte, p *Endpoint) []byte {
	enc.ipAt = len(b)
	b = appendIP(b, p.IP)
	enc.ipEnd = len(b)
	return b
}

// addressOr appends an endpoint's name, or the address that was just written.
func (enc *Encoder) addressOr(b []byte, p *Endpoint) []byte {
	if p.Domain.IsZero() {
		return append(b, b[enc.ipAt:enc.ipEnd]...)
	}
	return keyword(b, p.Domain)
}

// appendRedactions counts the findings by kind and place.
func appendRedactions(b []byte, found []redact.Finding) []byte {
	b = append(b, '[')
	var counted [redact.PlaceCount][256 / 64]uint64 // bits of kinds: a dump holds a hundred thousand of one
	for i := range found {
		f := &found[i]
		kinds, bit := &counted[f.At][f.Kind/64], uint64(1)<<(f.Kind%64)
		if *kinds&bit != 0 {
			continue
		}
		*kinds |= bit
		n := 0
		for j := i; j < len(found); j++ {
			if g := &found[j]; g.Kind == f.Kind && g.At == f.At {
				n++
			}
		}
		b = number(append(b, `{"count":`...), int64(n))
		b = append(b, redactionJSON[f.At]...)
		b = append(append(b, f.Kind.String()...), `"},`...)
	}
	return endList(b)
}

// redactionJSON is the middle of a redaction, by its place.
var redactionJSON = func() (t [redact.PlaceCount]string) {
	for p := range t {
		t[p] = `,"location":"` + redact.Place(p).String() + `","type":"`
	}
	return t
}()

func appendLabels(b []byte, labels []Label) []byte {
	for i := range labels {
		if i > 0 {
			b = append(b, ',')
		}
		b = keyword(append(b, labels[i].Key...), labels[i].Value)
	}
	return b
}

// appendTags appends the input's tags and the event's own.
func appendTags(b []byte, e *Event) []byte {
	b = append(append(b, '['), e.From.tags...)
	for i, name := range [...]string{`"timestamp_failed",`, `"truncated",`, `"fields_lost",`} {
		if e.Tags&(1<<i) != 0 {
			b = append(b, name...)
		}
	}
	return endList(b)
}

// addresses appends related.ip, each address once.
func (enc *Encoder) addresses(b []byte, e *Event) []byte {
	b = append(b, '[')
	source, destination, forwarded := e.Source.IP, e.Destination.IP, e.Forwarded
	if source.IsValid() {
		b = append(append(b, b[enc.ipAt:enc.ipEnd]...), ',') // as it stands in source
	}
	if destination.IsValid() && destination != source {
		b = append(appendIP(b, destination), ',')
	}
	if forwarded.IsValid() && forwarded != source && forwarded != destination {
		b = append(appendIP(b, forwarded), ',')
	}
	return endList(b)
}

// users appends related.user, each name once.
func users(b []byte, e *Event) []byte {
	var seen [6]*redact.Text
	n := 0
	b = append(b, '[')
	for _, t := range [...]*redact.Text{&e.User.Name, &e.User.ID, &e.User.Email, &e.Effective.Name, &e.Target.Name, &e.Target.ID} {
		if t.IsZero() || repeats(seen[:n], t) {
			continue
		}
		seen[n] = t
		n++
		b = append(keyword(b, *t), ',')
	}
	return endList(b)
}

func repeats(before []*redact.Text, t *redact.Text) bool {
	for i := range before {
		if before[i].Equal(*t) {
			return true
		}
	}
	return false
}

// maxRelatedHashes bounds related.hash: a line that holds more tokens is a
// dump, and its redactions say so.
const maxRelatedHashes = 16

// hashes appends related.hash: of the event's token and of every other that the
// record held, under the current key and, while keys overlap, the previous one.
func (enc *Encoder) hashes(b []byte, e *Event) []byte {
	b = append(b, '[')
	if t := &e.Token; len(e.Found) == 1 && !t.IsZero() && t.PrevID == "" && e.Found[0].Token.Sum == t.Sum { // as a rule
		return append(append(b, b[enc.hashAt:enc.hashAt+hexLen]...), ']')
	}
	var seen [maxRelatedHashes]*[32]byte
	n := 0
	if t := &e.Token; !t.IsZero() { // its hash stands in hashtail.token already
		seen[0], n = &t.Sum, 1
		b = append(append(b, b[enc.hashAt:enc.hashAt+hexLen]...), ',')
		if t.PrevID != "" {
			b = append(appendHex(b, &t.Prev), ',')
		}
	}
	for i := range e.Found {
		t := &e.Found[i].Token
		if t.IsZero() || n == len(seen) || sumAmong(seen[:n], &t.Sum) {
			continue
		}
		seen[n] = &t.Sum
		n++
		b = append(appendHex(b, &t.Hash), ',')
		if t.PrevID != "" {
			b = append(appendHex(b, &t.Prev), ',')
		}
	}
	return endList(b)
}

func sumAmong(sums []*[32]byte, sum *[32]byte) bool {
	for _, s := range sums {
		if *s == *sum {
			return true
		}
	}
	return false
}

// hasHash reports whether the record held a token.
func hasHash(e *Event) bool {
	if !e.Token.IsZero() {
		return true
	}
	for i := range e.Found {
		if !e.Found[i].Token.IsZero() {
			return true
		}
	}
	return false
}
