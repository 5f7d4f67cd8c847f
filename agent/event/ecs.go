package event

import (
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// ECSVersion is the version of the Elastic Common Schema that events follow.
const ECSVersion = "9.4.0"

// An Encoder turns events into documents. It holds what all events of one
// agent have in common, already encoded. It belongs to one goroutine.
type Encoder struct {
	host    []byte
	from    *Source
	static  []byte // host's and from's members
	times   times
	created clock
	readAt  time.Time
	read    []byte // the members of event that say so, and of which dataset
	moulds  moulds
	liked   [64]liked

	// In the document in hand.
	hashAt      int // the token's hash
	ipAt, ipEnd int // the address of the last endpoint
}

// NewEncoder makes an encoder for the events of one host.
func NewEncoder(h Host) *Encoder { return &Encoder{host: h.encode()} }

// AppendECS appends the event as one JSON object, without a newline, in ECS's
// nested form. Absent fields are not written.
func (enc *Encoder) AppendECS(dst []byte, e *Event) []byte {
	if e.From != enc.from { // a worker mostly stays with one file for long
		enc.from = e.From
		enc.static = append(append(enc.static[:0], enc.host...), e.From.container...)
		enc.read = enc.read[:0]
	}
	if e.Read != enc.readAt || len(enc.read) == 0 { // all lines of a block are read at once
		enc.readAt = e.Read
		enc.read = append(enc.created.append(append(enc.read[:0], `"created":"`...), e.Read), '"')
		if len(e.From.dataset) > 0 {
			enc.read = append(append(enc.read, `,"dataset":`...), e.From.dataset...)
		}
	}
	s := enc.shapeOf(e)
	return enc.moulds.of(&s, enc, e).fill(enc, dst, e)
}

// AppendDocument appends an event that is a finished document, read back from
// where it was kept and scrubbed again.
func AppendDocument(dst []byte, e *Event) []byte { return e.Document.AppendTo(dst) }

// A slot is one field of a document. Their order is that of the document: a
// value that repeats another one stands behind it.
type slot uint8

// A member is what a document has of a field: where it stands, how often its value
// changes, and the value.
type member struct {
	in    string // the objects that it stands in: "http.request"
	key   string // with its quotes and its colon; none when the value is one or more whole members
	habit habit
	value value
}

// A habit says in which events of one shape a value is the same: there it is encoded
// once, into the shape's mould.
type habit uint8

const (
	alike   habit = iota // in those that have a Like: it is part of the shape
	spoken               // in those that have a Like and are not made of lines of text
	free                 // in none
	decided              // in all: it follows from what is part of the shape
)

// A value is what is appended for a field that an event has: a text of the event, as
// far as a keyword goes, a number of it, or whatever write makes of it. One is set.
type value struct {
	text   func(e *Event) *redact.Text
	number func(e *Event) int64
	write  func(enc *Encoder, b []byte, e *Event) []byte
}

func textOf(f func(e *Event) *redact.Text) value { return value{text: f} }

func numberOf(f func(e *Event) int64) value { return value{number: f} }

func written(f func(enc *Encoder, b []byte, e *Event) []byte) value { return value{write: f} }

// append appends the value to b.
func (v *value) append(enc *Encoder, b []byte, e *Event) []byte {
	switch {
	case v.text != nil:
		return keyword(b, *v.text(e))
	case v.number != nil:
		return number(b, v.number(e))
	}
	return v.write(enc, b, e)
}

// A new field of ECS is a name here, its row in members, and a line in shape.go that says
// when an event has it: in alikeShape, or in rest if it is free or spoken.
const (
	timestamp slot = iota
	constants
	destinationIP
	destinationAddress
	destinationDomain
	destinationPort
	sourceIP
	sourceAddress
	sourceDomain
	sourceAS
	sourceGeo
	sourcePort
	errorCode
	errorMessage
	errorType
	eventAction
	eventCategory
	eventCode
	eventCreated
	eventDuration
	eventID
	eventKind
	eventModule
	eventOriginal
	eventOutcome
	eventProvider
	eventReason
	eventSeverity
	eventType
	groupID
	groupName
	ownCount
	ownLength
	ownRedaction
	ownRedactions
	tokenAudience
	tokenClientID
	tokenCreated
	tokenHash
	tokenHashAlg
	tokenID
	tokenIssuer
	tokenKeyID
	tokenLocation
	tokenNotAfter
	tokenNotBefore
	tokenScope
	tokenSubject
	tokenType
	tokenVerified
	requestBytes
	requestID
	requestMethod
	requestReferrer
	bodyBytes
	responseBytes
	responseStatus
	httpVersion
	labels
	logFile
	logLevel
	logLogger
	logOffset
	syslogAppName
	syslogFacility
	syslogHostname
	syslogMsgID
	syslogPriority
	syslogProcID
	syslogSeverity
	message
	forwardedIP
	networkProtocol
	networkTransport
	processCommandLine
	processExecutable
	processName
	parentPID
	processPID
	workingDirectory
	relatedHash
	relatedHosts
	relatedIP
	relatedUser
	serviceEnvironment
	inputEnvironment
	serviceName
	inputService
	serviceNode
	serviceVersion
	spanID
	tags
	traceID
	transactionID
	urlDomain
	urlOriginal
	urlPath
	urlPort
	urlQuery
	urlScheme
	userDomain
	effectiveDomain
	effectiveEmail
	effectiveFullName
	effectiveID
	effectiveName
	userEmail
	userFullName
	userID
	userName
	userRoles
	targetDomain
	targetEmail
	targetFullName
	targetID
	targetName
	userAgent
	slotCount
)

// members has a row for each field of a document.
var members = [slotCount]member{
	timestamp:          {"", `"@timestamp":`, free, written((*Encoder).timestamp)},
	constants:          {"", "", free, written(func(enc *Encoder, b []byte, _ *Event) []byte { return append(b, enc.static...) })},
	destinationIP:      {"destination", `"ip":`, alike, written(func(enc *Encoder, b []byte, e *Event) []byte { return enc.address(b, &e.Destination) })},
	destinationAddress: {"destination", `"address":`, alike, written(func(enc *Encoder, b []byte, e *Event) []byte { return enc.addressOr(b, &e.Destination) })},
	destinationDomain:  {"destination", `"domain":`, alike, textOf(func(e *Event) *redact.Text { return &e.Destination.Domain })},
	destinationPort:    {"destination", `"port":`, alike, numberOf(func(e *Event) int64 { return int64(e.Destination.Port) })},
	sourceIP:           {"source", `"ip":`, free, written(func(enc *Encoder, b []byte, e *Event) []byte { return enc.address(b, &e.Source) })},
	sourceAddress:      {"source", `"address":`, free, written(func(enc *Encoder, b []byte, e *Event) []byte { return enc.addressOr(b, &e.Source) })},
	sourceDomain:       {"source", `"domain":`, alike, textOf(func(e *Event) *redact.Text { return &e.Source.Domain })},
	sourceAS:           {"source", "", free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(b, e.AS.json...) })},
	sourceGeo:          {"source", "", free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(b, e.Geo.json...) })},
	sourcePort:         {"source", `"port":`, free, numberOf(func(e *Event) int64 { return int64(e.Source.Port) })},
	errorCode:          {"error", `"code":`, alike, textOf(func(e *Event) *redact.Text { return &e.Error.Code })},
	errorMessage:       {"error", `"message":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return e.Error.Message.AppendJSON(b) })},
	errorType:          {"error", `"type":`, alike, textOf(func(e *Event) *redact.Text { return &e.Error.Type })},
	eventAction:        {"event", `"action":`, decided, written(func(_ *Encoder, b []byte, e *Event) []byte { return word(b, actions[e.Action].name) })},
	eventCategory:      {"event", `"category":`, decided, written((*Encoder).categories)},
	eventCode:          {"event", `"code":`, alike, textOf(func(e *Event) *redact.Text { return &e.Code })},
	eventCreated:       {"event", "", free, written(func(enc *Encoder, b []byte, _ *Event) []byte { return append(b, enc.read...) })}, // and event.dataset, when the input has one
	eventDuration:      {"event", `"duration":`, free, numberOf(func(e *Event) int64 { return int64(e.Duration) })},
	eventID:            {"event", `"id":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(e.ID.Append(append(b, '"')), '"') })},
	eventKind:          {"event", `"kind":`, decided, written(func(_ *Encoder, b []byte, e *Event) []byte { return word(b, kindNames[e.Kind]) })},
	eventModule:        {"event", `"module":`, alike, textOf(func(e *Event) *redact.Text { return &e.Module })},
	eventOriginal:      {"event", `"original":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return e.Original.AppendJSON(b) })},
	eventOutcome:       {"event", `"outcome":`, decided, written(func(_ *Encoder, b []byte, e *Event) []byte { return word(b, outcomeNames[e.Outcome]) })},
	eventProvider:      {"event", `"provider":`, alike, textOf(func(e *Event) *redact.Text { return &e.Provider })},
	eventReason:        {"event", `"reason":`, alike, textOf(func(e *Event) *redact.Text { return &e.Reason })},
	eventSeverity:      {"event", `"severity":`, alike, numberOf(func(e *Event) int64 { return int64(e.Severity) })},
	eventType:          {"event", `"type":`, decided, written((*Encoder).types)},
	groupID:            {"group", `"id":`, alike, textOf(func(e *Event) *redact.Text { return &e.Group.ID })},
	groupName:          {"group", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Group.Name })},
	ownCount:           {"hashtail", `"count":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return number(b, int64(e.Count)) })},
	ownLength:          {"hashtail", `"length":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return number(b, int64(e.Length)) })},
	ownRedaction:       {"hashtail", `"redactions":`, decided, written((*Encoder).redactions)},
	ownRedactions:      {"hashtail", `"redactions":`, free, written((*Encoder).redactions)},
	tokenAudience:      {"hashtail.token", `"audience":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return keywords(b, e.Token.Claims.Audience) })},
	tokenClientID:      {"hashtail.token", `"client_id":`, free, textOf(func(e *Event) *redact.Text { return &e.Token.Claims.ClientID })},
	tokenCreated: {"hashtail.token", `"created":`, free, written(func(enc *Encoder, b []byte, e *Event) []byte {
		return appendUnix(b, e.Token.Claims.IssuedAt, &enc.times.issued)
	})},
	tokenHash:     {"hashtail.token", `"hash":`, free, written((*Encoder).tokenHash)},
	tokenHashAlg:  {"hashtail.token", `"hash_alg":`, decided, written((*Encoder).hashAlgorithm)},
	tokenID:       {"hashtail.token", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.Token.Claims.ID })},
	tokenIssuer:   {"hashtail.token", `"issuer":`, free, textOf(func(e *Event) *redact.Text { return &e.Token.Claims.Issuer })},
	tokenKeyID:    {"hashtail.token", `"key_id":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return redact.AppendJSON(b, []byte(e.Token.KeyID)) })},
	tokenLocation: {"hashtail.token", `"location":`, decided, written(func(_ *Encoder, b []byte, e *Event) []byte { return word(b, e.Token.At.String()) })},
	tokenNotAfter: {"hashtail.token", `"not_after":`, free, written(func(enc *Encoder, b []byte, e *Event) []byte {
		return appendUnix(b, e.Token.Claims.ExpiresAt, &enc.times.ends)
	})},
	tokenNotBefore: {"hashtail.token", `"not_before":`, free, written(func(enc *Encoder, b []byte, e *Event) []byte {
		return appendUnix(b, e.Token.Claims.NotBefore, &enc.times.starts)
	})},
	tokenScope:         {"hashtail.token", `"scope":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return keywords(b, e.Token.Claims.Scope) })},
	tokenSubject:       {"hashtail.token", `"subject":`, free, textOf(func(e *Event) *redact.Text { return &e.Token.Claims.Subject })},
	tokenType:          {"hashtail.token", `"type":`, decided, written(func(_ *Encoder, b []byte, e *Event) []byte { return word(b, e.Token.Kind.String()) })},
	tokenVerified:      {"hashtail.token", `"verified":`, decided, written(func(_ *Encoder, b []byte, _ *Event) []byte { return append(b, "false"...) })},
	requestBytes:       {"http.request", `"bytes":`, free, numberOf(func(e *Event) int64 { return e.HTTP.RequestBytes })},
	requestID:          {"http.request", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.HTTP.RequestID })},
	requestMethod:      {"http.request", `"method":`, alike, textOf(func(e *Event) *redact.Text { return &e.HTTP.Method })},
	requestReferrer:    {"http.request", `"referrer":`, spoken, textOf(func(e *Event) *redact.Text { return &e.HTTP.Referrer })},
	bodyBytes:          {"http.response.body", `"bytes":`, free, numberOf(func(e *Event) int64 { return e.HTTP.BodyBytes })},
	responseBytes:      {"http.response", `"bytes":`, free, numberOf(func(e *Event) int64 { return e.HTTP.ResponseBytes })},
	responseStatus:     {"http.response", `"status_code":`, alike, numberOf(func(e *Event) int64 { return int64(e.HTTP.Status) })},
	httpVersion:        {"http", `"version":`, alike, textOf(func(e *Event) *redact.Text { return &e.HTTP.Version })},
	labels:             {"labels", "", alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return appendLabels(b, e.Labels) })},
	logFile:            {"log.file", `"path":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(b, e.From.path...) })},
	logLevel:           {"log", `"level":`, alike, textOf(func(e *Event) *redact.Text { return &e.Level })},
	logLogger:          {"log", `"logger":`, alike, textOf(func(e *Event) *redact.Text { return &e.Logger })},
	logOffset:          {"log", `"offset":`, free, numberOf(func(e *Event) int64 { return e.ID.Offset })},
	syslogAppName:      {"log.syslog", `"appname":`, alike, textOf(func(e *Event) *redact.Text { return &e.Syslog.AppName })},
	syslogFacility:     {"log.syslog.facility", `"code":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return number(b, int64(e.Syslog.Priority>>3)) })},
	syslogHostname:     {"log.syslog", `"hostname":`, alike, textOf(func(e *Event) *redact.Text { return &e.Syslog.Hostname })},
	syslogMsgID:        {"log.syslog", `"msgid":`, alike, textOf(func(e *Event) *redact.Text { return &e.Syslog.MsgID })},
	syslogPriority:     {"log.syslog", `"priority":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return number(b, int64(e.Syslog.Priority)) })},
	syslogProcID:       {"log.syslog", `"procid":`, alike, textOf(func(e *Event) *redact.Text { return &e.Syslog.ProcID })},
	syslogSeverity:     {"log.syslog.severity", `"code":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return number(b, int64(e.Syslog.Priority&7)) })},
	message:            {"", `"message":`, spoken, written(func(_ *Encoder, b []byte, e *Event) []byte { return e.Message.AppendJSON(b) })},
	forwardedIP:        {"network", `"forwarded_ip":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return appendIP(b, e.Forwarded) })},
	networkProtocol:    {"network", `"protocol":`, alike, textOf(func(e *Event) *redact.Text { return &e.Protocol })},
	networkTransport:   {"network", `"transport":`, alike, textOf(func(e *Event) *redact.Text { return &e.Transport })},
	processCommandLine: {"process", `"command_line":`, alike, textOf(func(e *Event) *redact.Text { return &e.Process.CommandLine })},
	processExecutable:  {"process", `"executable":`, alike, textOf(func(e *Event) *redact.Text { return &e.Process.Executable })},
	processName:        {"process", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Process.Name })},
	parentPID:          {"process.parent", `"pid":`, alike, numberOf(func(e *Event) int64 { return int64(e.Process.ParentPID) })},
	processPID:         {"process", `"pid":`, free, numberOf(func(e *Event) int64 { return int64(e.Process.PID) })},
	workingDirectory:   {"process", `"working_directory":`, alike, textOf(func(e *Event) *redact.Text { return &e.Process.WorkingDirectory })},
	relatedHash:        {"related", `"hash":`, free, written((*Encoder).hashes)},
	relatedHosts: {"related", `"hosts":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte {
		return append(keyword(append(b, '['), e.Source.Domain), ']')
	})},
	relatedIP:          {"related", `"ip":`, free, written((*Encoder).addresses)},
	relatedUser:        {"related", `"user":`, free, written((*Encoder).users)},
	serviceEnvironment: {"service", `"environment":`, alike, textOf(func(e *Event) *redact.Text { return &e.Service.Environment })},
	inputEnvironment:   {"service", `"environment":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(b, e.From.environment...) })},
	serviceName:        {"service", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Service.Name })},
	inputService:       {"service", `"name":`, free, written(func(_ *Encoder, b []byte, e *Event) []byte { return append(b, e.From.service...) })},
	serviceNode:        {"service.node", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Service.Node })},
	serviceVersion:     {"service", `"version":`, alike, textOf(func(e *Event) *redact.Text { return &e.Service.Version })},
	spanID:             {"span", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.SpanID })},
	tags:               {"", `"tags":`, free, written((*Encoder).tags)},
	traceID:            {"trace", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.TraceID })},
	transactionID:      {"transaction", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.TransactionID })},
	urlDomain:          {"url", `"domain":`, alike, textOf(func(e *Event) *redact.Text { return &e.URL.Domain })},
	urlOriginal:        {"url", `"original":`, free, textOf(func(e *Event) *redact.Text { return &e.URL.Original })},
	urlPath:            {"url", `"path":`, free, textOf(func(e *Event) *redact.Text { return &e.URL.Path })},
	urlPort:            {"url", `"port":`, alike, numberOf(func(e *Event) int64 { return int64(e.URL.Port) })},
	urlQuery:           {"url", `"query":`, spoken, textOf(func(e *Event) *redact.Text { return &e.URL.Query })},
	urlScheme:          {"url", `"scheme":`, alike, textOf(func(e *Event) *redact.Text { return &e.URL.Scheme })},
	userDomain:         {"user", `"domain":`, free, textOf(func(e *Event) *redact.Text { return &e.User.Domain })},
	effectiveDomain:    {"user.effective", `"domain":`, alike, textOf(func(e *Event) *redact.Text { return &e.Effective.Domain })},
	effectiveEmail:     {"user.effective", `"email":`, alike, textOf(func(e *Event) *redact.Text { return &e.Effective.Email })},
	effectiveFullName:  {"user.effective", `"full_name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Effective.FullName })},
	effectiveID:        {"user.effective", `"id":`, alike, textOf(func(e *Event) *redact.Text { return &e.Effective.ID })},
	effectiveName:      {"user.effective", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Effective.Name })},
	userEmail:          {"user", `"email":`, free, textOf(func(e *Event) *redact.Text { return &e.User.Email })},
	userFullName:       {"user", `"full_name":`, free, textOf(func(e *Event) *redact.Text { return &e.User.FullName })},
	userID:             {"user", `"id":`, free, textOf(func(e *Event) *redact.Text { return &e.User.ID })},
	userName:           {"user", `"name":`, free, textOf(func(e *Event) *redact.Text { return &e.User.Name })},
	userRoles:          {"user", `"roles":`, alike, written(func(_ *Encoder, b []byte, e *Event) []byte { return keywords(b, e.Roles) })},
	targetDomain:       {"user.target", `"domain":`, alike, textOf(func(e *Event) *redact.Text { return &e.Target.Domain })},
	targetEmail:        {"user.target", `"email":`, alike, textOf(func(e *Event) *redact.Text { return &e.Target.Email })},
	targetFullName:     {"user.target", `"full_name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Target.FullName })},
	targetID:           {"user.target", `"id":`, alike, textOf(func(e *Event) *redact.Text { return &e.Target.ID })},
	targetName:         {"user.target", `"name":`, alike, textOf(func(e *Event) *redact.Text { return &e.Target.Name })},
	userAgent:          {"user_agent", `"original":`, free, textOf(func(e *Event) *redact.Text { return &e.UserAgent })},
}
