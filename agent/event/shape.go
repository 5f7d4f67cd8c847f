package event

import "github.com/hashtail/hashtail/agent/redact"

// A shape is which fields an event has, and what the values follow from that all events
// of one shape share.
type shape struct {
	fields    [2]uint64 // by slot
	category  Category
	typ       Type
	action    Action
	outcome   Outcome
	kind      Kind
	tokenKind redact.Kind
	tokenAt   redact.Place
	found     redact.Kind // the only secret there was
	foundAt   redact.Place
	like      uint64
	line      bool
}

func (s *shape) put(k slot, has bool) {
	if has {
		s.fields[k>>6] |= 1 << (k & 63)
	}
}

func (s *shape) hash() uint64 {
	const m = 0x9e3779b97f4a7c15
	h := (s.fields[0]^uint64(s.action)<<40^s.like)*m ^ s.fields[1]
	return (h ^ uint64(s.outcome)<<8 ^ uint64(s.tokenKind)) * m
}

// shapeOf tells which fields an event has.
func (enc *Encoder) shapeOf(e *Event) (s shape) {
	if e.Like == 0 {
		s = alikeShape(e)
	} else {
		l := &enc.liked[e.Like%uint64(len(enc.liked))]
		if l.like != e.Like {
			l.like, l.shape = e.Like, alikeShape(e)
		}
		s = l.shape
	}
	s.rest(e)
	return s
}

// A liked remembers what alikeShape found in the last event of one Like: it holds for
// the next ones too.
type liked struct {
	like  uint64
	shape shape
}

// alikeShape tells which of those fields an event has that are the same in all of its
// Like.
func alikeShape(e *Event) (s shape) {
	for _, k := range [...]slot{timestamp, constants, eventCreated, eventID, eventKind, logOffset} {
		s.put(k, true)
	}
	if d := &e.Destination; d.IP.IsValid() || d.Port != 0 || !d.Domain.IsZero() {
		s.put(destinationIP, d.IP.IsValid())
		s.put(destinationAddress, d.IP.IsValid() || !d.Domain.IsZero())
		s.put(destinationDomain, !d.Domain.IsZero())
		s.put(destinationPort, d.Port != 0)
	}
	s.put(sourceDomain, !e.Source.Domain.IsZero())
	s.put(errorCode, !e.Error.Code.IsZero())
	s.put(errorMessage, !e.Error.Message.IsZero())
	s.put(errorType, !e.Error.Type.IsZero())
	s.put(eventAction, actions[e.Action].name != "")
	s.put(eventCategory, e.Category != 0 || categoryJSON[e.Action] != "")
	s.put(eventCode, !e.Code.IsZero())
	s.put(eventModule, !e.Module.IsZero())
	s.put(eventOriginal, !e.Original.IsZero())
	s.put(eventOutcome, e.Outcome != NoOutcome)
	s.put(eventProvider, !e.Provider.IsZero())
	s.put(eventReason, !e.Reason.IsZero())
	s.put(eventSeverity, e.Severity != 0)
	s.put(eventType, e.Type != 0 || typeJSON[e.Action][e.Outcome] != "")
	s.put(groupID, !e.Group.ID.IsZero())
	s.put(groupName, !e.Group.Name.IsZero())
	s.put(ownCount, e.Count > 1)
	s.put(ownLength, e.Kind == PipelineError && e.Length != 0)
	s.put(requestMethod, !e.HTTP.Method.IsZero())
	s.put(responseStatus, e.HTTP.Status != 0)
	s.put(httpVersion, !e.HTTP.Version.IsZero())
	s.put(labels, len(e.Labels) > 0)
	s.put(logLevel, !e.Level.IsZero())
	s.put(logLogger, !e.Logger.IsZero())
	if y := &e.Syslog; y.HasPriority || !y.AppName.IsZero() || !y.Hostname.IsZero() || !y.MsgID.IsZero() || !y.ProcID.IsZero() {
		s.put(syslogAppName, !y.AppName.IsZero())
		s.put(syslogFacility, y.HasPriority)
		s.put(syslogHostname, !y.Hostname.IsZero())
		s.put(syslogMsgID, !y.MsgID.IsZero())
		s.put(syslogPriority, y.HasPriority)
		s.put(syslogProcID, !y.ProcID.IsZero())
		s.put(syslogSeverity, y.HasPriority)
	}
	s.put(networkProtocol, !e.Protocol.IsZero())
	s.put(networkTransport, !e.Transport.IsZero())
	s.put(processCommandLine, !e.Process.CommandLine.IsZero())
	s.put(processExecutable, !e.Process.Executable.IsZero())
	s.put(processName, !e.Process.Name.IsZero())
	s.put(parentPID, e.Process.ParentPID != 0)
	s.put(workingDirectory, !e.Process.WorkingDirectory.IsZero())
	s.put(relatedHosts, !e.Source.Domain.IsZero())
	s.put(serviceEnvironment, !e.Service.Environment.IsZero())
	s.put(serviceName, !e.Service.Name.IsZero())
	s.put(serviceNode, !e.Service.Node.IsZero())
	s.put(serviceVersion, !e.Service.Version.IsZero())
	s.put(urlDomain, !e.URL.Domain.IsZero())
	s.put(urlPort, e.URL.Port != 0)
	s.put(urlScheme, !e.URL.Scheme.IsZero())
	s.role(effectiveDomain, effectiveEmail, effectiveFullName, effectiveID, effectiveName, &e.Effective)
	s.role(targetDomain, targetEmail, targetFullName, targetID, targetName, &e.Target)
	s.put(userRoles, len(e.Roles) > 0)
	return s
}

// rest tells which of the other fields an event has: those that are free, and in a
// line of text those that are spoken.
func (s *shape) rest(e *Event) {
	s.category, s.typ, s.action = e.Category, e.Type, e.Action
	s.like, s.line = e.Like, e.Line
	s.outcome, s.kind, s.tokenKind, s.tokenAt = e.Outcome, e.Kind, e.Token.Kind, e.Token.At
	s.put(sourceIP, e.Source.IP.IsValid())
	s.put(sourceAddress, e.Source.IP.IsValid() || !e.Source.Domain.IsZero())
	s.put(sourceAS, e.AS != nil)
	s.put(sourceGeo, e.Geo != nil)
	s.put(sourcePort, e.Source.Port != 0)
	s.put(eventDuration, e.Duration != 0)
	if n := len(e.Found); n == 1 {
		s.put(ownRedaction, true)
		s.found, s.foundAt = e.Found[0].Kind, e.Found[0].At
	} else {
		s.put(ownRedactions, n > 1)
	}
	if t := &e.Token; !t.IsZero() {
		s.token(t)
	}
	s.put(requestBytes, e.HTTP.RequestBytes != 0)
	s.put(requestID, !e.HTTP.RequestID.IsZero())
	s.put(requestReferrer, !e.HTTP.Referrer.IsZero())
	s.put(bodyBytes, e.HTTP.HasBody)
	s.put(responseBytes, e.HTTP.ResponseBytes != 0)
	s.put(logFile, len(e.From.path) > 0)
	s.put(message, !e.Message.IsZero())
	s.put(forwardedIP, e.Forwarded.IsValid())
	s.put(processPID, e.Process.PID != 0)
	s.put(relatedHash, hasHash(e))
	s.put(relatedIP, e.Source.IP.IsValid() || e.Destination.IP.IsValid() || e.Forwarded.IsValid())
	s.put(inputEnvironment, e.Service.Environment.IsZero() && len(e.From.environment) > 0)
	s.put(inputService, e.Service.Name.IsZero() && len(e.From.service) > 0)
	s.put(spanID, !e.SpanID.IsZero())
	s.put(tags, e.Tags != 0 || e.From.tags != nil)
	s.put(traceID, !e.TraceID.IsZero())
	s.put(transactionID, !e.TransactionID.IsZero())
	s.put(urlOriginal, !e.URL.Original.IsZero())
	s.put(urlPath, !e.URL.Path.IsZero())
	s.put(urlQuery, !e.URL.Query.IsZero())
	s.role(userDomain, userEmail, userFullName, userID, userName, &e.User)
	s.put(relatedUser, s.fields[1]&relatedUsers != 0)
	s.put(userAgent, !e.UserAgent.IsZero())
}

// role tells which fields a user has in one of the roles of the user in the event.
func (s *shape) role(domain, email, fullName, id, name slot, u *User) {
	s.put(domain, !u.Domain.IsZero())
	s.put(email, !u.Email.IsZero())
	s.put(fullName, !u.FullName.IsZero())
	s.put(id, !u.ID.IsZero())
	s.put(name, !u.Name.IsZero())
}

// token tells which fields the event's token has.
func (s *shape) token(t *redact.Token) {
	s.put(tokenHash, true)
	s.put(tokenHashAlg, true)
	s.put(tokenKeyID, t.KeyID != "")
	s.put(tokenLocation, true)
	s.put(tokenType, true)
	s.put(tokenVerified, true)
	if c := t.Claims; c != nil {
		s.put(tokenAudience, len(c.Audience) > 0)
		s.put(tokenClientID, !c.ClientID.IsZero())
		s.put(tokenCreated, c.IssuedAt != 0)
		s.put(tokenID, !c.ID.IsZero())
		s.put(tokenIssuer, !c.Issuer.IsZero())
		s.put(tokenNotAfter, c.ExpiresAt != 0)
		s.put(tokenNotBefore, c.NotBefore != 0)
		s.put(tokenScope, len(c.Scope) > 0)
		s.put(tokenSubject, !c.Subject.IsZero())
	}
}

// relatedUsers are the fields that related.user gathers: all in the second word of a shape.
const relatedUsers = 1<<(userName-64) | 1<<(userID-64) | 1<<(userEmail-64) | 1<<(effectiveName-64) | 1<<(targetName-64) | 1<<(targetID-64)
