package event

import "time"

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

// A member is what is written around the value of a slot.
type member struct {
	in    string // the objects that it stands in: "http.request"
	key   string // with its quotes and its colon; none when the value is one or more whole members
	value habit
}

// A habit says when the value is the same in all events of one shape.
type habit uint8

const (
	alike   habit = iota // when they have the same Like
	spoken               // when they have the same Like, and are no lines of text
	free                 // never
	decided              // always: the shape decides it
)

// A new field of ECS is a name here, its place in members, when it is there (alikeShape,
// or rest in shape.go if it is free or spoken), and its value (Encoder.value).
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

var members = [slotCount]member{
	timestamp:          {"", `"@timestamp":`, free},
	constants:          {"", "", free},
	destinationIP:      {"destination", `"ip":`, alike},
	destinationAddress: {"destination", `"address":`, alike},
	destinationDomain:  {"destination", `"domain":`, alike},
	destinationPort:    {"destination", `"port":`, alike},
	sourceIP:           {"source", `"ip":`, free},
	sourceAddress:      {"source", `"address":`, free},
	sourceDomain:       {"source", `"domain":`, alike},
	sourceAS:           {"source", "", free},
	sourceGeo:          {"source", "", free},
	sourcePort:         {"source", `"port":`, free},
	errorCode:          {"error", `"code":`, alike},
	errorMessage:       {"error", `"message":`, alike},
	errorType:          {"error", `"type":`, alike},
	eventAction:        {"event", `"action":`, decided},
	eventCategory:      {"event", `"category":`, decided},
	eventCode:          {"event", `"code":`, alike},
	eventCreated:       {"event", "", free}, // and event.dataset, when the input has one
	eventDuration:      {"event", `"duration":`, free},
	eventID:            {"event", `"id":`, free},
	eventKind:          {"event", `"kind":`, decided},
	eventModule:        {"event", `"module":`, alike},
	eventOriginal:      {"event", `"original":`, alike},
	eventOutcome:       {"event", `"outcome":`, decided},
	eventProvider:      {"event", `"provider":`, alike},
	eventReason:        {"event", `"reason":`, alike},
	eventSeverity:      {"event", `"severity":`, alike},
	eventType:          {"event", `"type":`, decided},
	groupID:            {"group", `"id":`, alike},
	groupName:          {"group", `"name":`, alike},
	ownCount:           {"hashtail", `"count":`, alike},
	ownLength:          {"hashtail", `"length":`, alike},
	ownRedaction:       {"hashtail", `"redactions":`, decided},
	ownRedactions:      {"hashtail", `"redactions":`, free},
	tokenAudience:      {"hashtail.token", `"audience":`, free},
	tokenClientID:      {"hashtail.token", `"client_id":`, free},
	tokenCreated:       {"hashtail.token", `"created":`, free},
	tokenHash:          {"hashtail.token", `"hash":`, free},
	tokenHashAlg:       {"hashtail.token", `"hash_alg":`, decided},
	tokenID:            {"hashtail.token", `"id":`, free},
	tokenIssuer:        {"hashtail.token", `"issuer":`, free},
	tokenKeyID:         {"hashtail.token", `"key_id":`, alike},
	tokenLocation:      {"hashtail.token", `"location":`, decided},
	tokenNotAfter:      {"hashtail.token", `"not_after":`, free},
	tokenNotBefore:     {"hashtail.token", `"not_before":`, free},
	tokenScope:         {"hashtail.token", `"scope":`, free},
	tokenSubject:       {"hashtail.token", `"subject":`, free},
	tokenType:          {"hashtail.token", `"type":`, decided},
	tokenVerified:      {"hashtail.token", `"verified":`, decided},
	requestBytes:       {"http.request", `"bytes":`, free},
	requestID:          {"http.request", `"id":`, free},
	requestMethod:      {"http.request", `"method":`, alike},
	requestReferrer:    {"http.request", `"referrer":`, spoken},
	bodyBytes:          {"http.response.body", `"bytes":`, free},
	responseBytes:      {"http.response", `"bytes":`, free},
	responseStatus:     {"http.response", `"status_code":`, alike},
	httpVersion:        {"http", `"version":`, alike},
	labels:             {"labels", "", alike},
	logFile:            {"log.file", `"path":`, free},
	logLevel:           {"log", `"level":`, alike},
	logLogger:          {"log", `"logger":`, alike},
	logOffset:          {"log", `"offset":`, free},
	syslogAppName:      {"log.syslog", `"appname":`, alike},
	syslogFacility:     {"log.syslog.facility", `"code":`, alike},
	syslogHostname:     {"log.syslog", `"hostname":`, alike},
	syslogMsgID:        {"log.syslog", `"msgid":`, alike},
	syslogPriority:     {"log.syslog", `"priority":`, alike},
	syslogProcID:       {"log.syslog", `"procid":`, alike},
	syslogSeverity:     {"log.syslog.severity", `"code":`, alike},
	message:            {"", `"message":`, spoken},
	forwardedIP:        {"network", `"forwarded_ip":`, free},
	networkProtocol:    {"network", `"protocol":`, alike},
	networkTransport:   {"network", `"transport":`, alike},
	processCommandLine: {"process", `"command_line":`, alike},
	processExecutable:  {"process", `"executable":`, alike},
	processName:        {"process", `"name":`, alike},
	parentPID:          {"process.parent", `"pid":`, alike},
	processPID:         {"process", `"pid":`, free},
	workingDirectory:   {"process", `"working_directory":`, alike},
	relatedHash:        {"related", `"hash":`, free},
	relatedHosts:       {"related", `"hosts":`, free},
	relatedIP:          {"related", `"ip":`, free},
	relatedUser:        {"related", `"user":`, free},
	serviceEnvironment: {"service", `"environment":`, alike},
	inputEnvironment:   {"service", `"environment":`, free},
	serviceName:        {"service", `"name":`, alike},
	inputService:       {"service", `"name":`, free},
	serviceNode:        {"service.node", `"name":`, alike},
	serviceVersion:     {"service", `"version":`, alike},
	spanID:             {"span", `"id":`, free},
	tags:               {"", `"tags":`, free},
	traceID:            {"trace", `"id":`, free},
	transactionID:      {"transaction", `"id":`, free},
	urlDomain:          {"url", `"domain":`, alike},
	urlOriginal:        {"url", `"original":`, free},
	urlPath:            {"url", `"path":`, free},
	urlPort:            {"url", `"port":`, alike},
	urlQuery:           {"url", `"query":`, spoken},
	urlScheme:          {"url", `"scheme":`, alike},
	userDomain:         {"user", `"domain":`, free},
	effectiveDomain:    {"user.effective", `"domain":`, alike},
	effectiveEmail:     {"user.effective", `"email":`, alike},
	effectiveFullName:  {"user.effective", `"full_name":`, alike},
	effectiveID:        {"user.effective", `"id":`, alike},
	effectiveName:      {"user.effective", `"name":`, alike},
	userEmail:          {"user", `"email":`, free},
	userFullName:       {"user", `"full_name":`, free},
	userID:             {"user", `"id":`, free},
	userName:           {"user", `"name":`, free},
	userRoles:          {"user", `"roles":`, alike},
	targetDomain:       {"user.target", `"domain":`, alike},
	targetEmail:        {"user.target", `"email":`, alike},
	targetFullName:     {"user.target", `"full_name":`, alike},
	targetID:           {"user.target", `"id":`, alike},
	targetName:         {"user.target", `"name":`, alike},
	userAgent:          {"user_agent", `"original":`, free},
}
