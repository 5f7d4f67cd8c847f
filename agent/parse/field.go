package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// A Field names a raw value that a format has found.
type Field uint8

const (
	NoField Field = iota

	Time
	Day   // a date, where the time of day stands elsewhere
	Clock // that time of day, where another time stands in front
	Zone  // of both
	Level
	Logger
	Message
	ActionWord  // what happened, in the product's own words: event_type, action
	ObjectType  // to what kind of thing, where the action is a mere verb: user
	OutcomeWord // success, denied, true, 200 …
	Failed      // a flag whose truth is a failure
	Reason
	ErrorText
	ErrorType
	ErrorCode
	Code
	Provider
	Severity
	Count

	SourceIP // an address, with or without port; a host name goes to SourceHost
	SourcePort
	SourceHost
	ForwardedFor // X-Forwarded-For
	RealIP       // X-Real-IP and its like: one address
	DestIP
	DestPort
	DestHost
	Transport
	Protocol

	UserName
	ActorName // who acts, where a record may also name whom it was done to
	UserID
	UserEmail
	UserDomain
	UserFullName
	UserRole
	EffectiveName
	EffectiveID
	TargetName
	TargetID
	TargetEmail
	TargetDomain
	GroupName
	GroupID

	TokenHash
	Credential // a token itself: only in ecsFields, never a value

	Method
	Target // of the request: path and query, or a whole URL
	Path
	Query
	URLHost
	URLScheme
	URLPort
	Host  // who serves, or who is asked for: a request's host where there is a request
	Proto // HTTP/1.1
	Status
	RequestID
	Referrer
	UserAgent
	RequestBytes
	ResponseBytes
	BodyBytes
	RequestLine // GET /path HTTP/1.1

	DurationNS
	DurationUS
	DurationMS
	DurationS
	DurationText // 1.5ms, 3s
	Duration     // a number without unit

	ServiceName
	ServiceEnv
	ServiceVersion
	ServiceNode
	TraceID
	TransactionID
	SpanID
	TraceParent

	ProcessName
	ProcessPID
	ParentPID
	ProcessPath
	CommandLine
	WorkingDir
	Hostname
	MsgID

	Given // that there is a value counts, and goes nowhere

	fieldCount
)

// values are the raw values found in one record. Who decides anything by one reads it
// with val or, if it has to be free, with alike.
type values struct {
	raw   [fieldCount][]byte      // for those who carry values over: TestRawValues names them
	rank  [fieldCount]uint8       // how sure a value is, from 1 (best); 0 when there is none
	key   [fieldCount]*key        // that a ranked value came from
	clean [fieldCount]redact.Text // scrubbed before the event was sure
	order []Field                 // those that have a value
	over  []overwritten           // what values replaced, for taking them back
	aside []setAside
	roles [][]byte

	weighed bool // somebody decided by a value that is free elsewhere: this record decides no others
}

// val is the value of a field, for a rule that decides by it; nil when there is none. The
// free values of records that are otherwise alike differ. What a rule makes of one is true of
// this record alone, so it is noted that one did, and no precedent or form is made of the
// record.
func (v *values) val(f Field) []byte {
	if freeKinds[f] != 0 && v.raw[f] != nil {
		v.weighed = true
	}
	return v.raw[f]
}

// alike is val for a question that leaves the record a precedent or a form of others. Either
// all values that may stand in their records give the same answer to it, or it is asked again
// of each of them. Every call says why that is so.
func (v *values) alike(f Field) []byte { return v.raw[f] }

// An overwritten value is what a later one replaced.
type overwritten struct {
	f    Field
	rank uint8
	val  []byte
	key  *key
}

// A setAside is a value that was set aside: see values.setAside.
type setAside struct {
	overwritten
	clean redact.Text
}

// maxOverwritten bounds what can be restored: a record may name one key often.
const maxOverwritten = 256

func (v *values) reset() {
	v.undo(0)
	v.roles, v.weighed = v.roles[:0], false
}

// mark is a place to go back to with undo.
func (v *values) mark() int { return len(v.over)<<16 | len(v.order) }

// undo takes back what was set after the mark: fields that had no value have
// none again, the others the one they had.
func (v *values) undo(mark int) {
	replaced, first := min(mark>>16, len(v.over)), min(mark&0xffff, len(v.order))
	for i := len(v.over) - 1; i >= replaced; i-- {
		if o := &v.over[i]; v.rank[o.f] != 0 {
			v.raw[o.f], v.rank[o.f], v.key[o.f], v.clean[o.f] = o.val, o.rank, o.key, redact.Text{}
		}
	}
	v.over = v.over[:replaced]
	for _, f := range v.order[first:] {
		v.raw[f], v.rank[f], v.key[f], v.clean[f] = nil, 0, nil, redact.Text{}
	}
	v.order = v.order[:first]
}

// set gives the field its value; what stands for nothing ("-", "null") is not
// one. A later value replaces an earlier one.
func (v *values) set(f Field, b []byte) { v.offer(f, b, 1, nil) }

// offer gives the field a value unless it has a surer one, and reports whether
// it did. Of equally sure ones the first stays, but the last of one key:
// duplicate keys. The line's end that shippers keep at the end of a value ("log":"…\n") is
// none of it.
func (v *values) offer(f Field, b []byte, rank uint8, k *key) bool {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = bytes.TrimRight(b, "\r\n")
	}
	if absent(b) {
		return false
	}
	switch old := v.rank[f]; {
	case old == 0:
		v.order = append(v.order, f)
	case old < rank, old == rank && rank > 1 && (k == nil || k != v.key[f]):
		return false
	case len(v.over) < maxOverwritten:
		v.over = append(v.over, overwritten{f, old, v.raw[f], v.key[f]})
	}
	v.raw[f], v.rank[f], v.key[f] = b, rank, k
	return true
}

// setAside takes all values away, while a record within the one in hand is read: what the
// outer one says must not be taken for the inner one's. giveBack ends that.
func (v *values) setAside() {
	v.aside = v.aside[:0]
	for _, f := range v.order {
		v.aside = append(v.aside, setAside{overwritten{f, v.rank[f], v.raw[f], v.key[f]}, v.clean[f]})
	}
	v.undo(0)
}

// giveBack gives the values that were set aside to the fields that have got none since, but
// for one.
func (v *values) giveBack(but Field) {
	for i := range v.aside {
		if o := &v.aside[i]; v.rank[o.f] == 0 && o.f != but {
			v.order = append(v.order, o.f)
			v.raw[o.f], v.rank[o.f], v.key[o.f], v.clean[o.f] = o.val, o.rank, o.key, o.clean
		}
	}
	v.aside = v.aside[:0]
}

// unset forgets a field.
func (v *values) unset(f Field) {
	v.raw[f], v.rank[f], v.key[f], v.clean[f] = nil, 0, nil, redact.Text{}
	for i, g := range v.order {
		if g == f {
			v.order = append(v.order[:i], v.order[i+1:]...)
			return
		}
	}
}

// has reports whether the field has a value.
func (v *values) has(f Field) bool { return v.rank[f] != 0 }

// absent reports whether b is one of the spellings of no value.
func absent(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	switch b[0] {
	case '-', '?', 'n', 'N', '<', '(', 'u', 'U':
		return spellsNothing(b)
	}
	return false
}

func spellsNothing(b []byte) bool {
	switch string(b) {
	case "-", "?", "--", "---", "nil", "N/A", "n/a", "null", "None", "NULL", "none", "<nil>", "(nil)", "(null)", "(none)", "undefined", "UNKNOWN":
		return true
	}
	return bytes.HasPrefix(b, []byte("No Authentication Required")) || // Firepower: of nobody
		bytes.HasPrefix(b, []byte("Unknown (")) // SonicWall says why: usr="Unknown (SSO failed)"
}
