// Package event is the one event that every log format becomes, and its
// encoders. An Event holds only scrubbed text (redact.Text), hashes of tokens,
// numbers, addresses and names of this program's own tables: that no raw token
// leaves the host is therefore a property that the compiler checks.
//
// An Event is filled and encoded in place by one goroutine and used again for
// the next line; the Texts in it live as long as the scrubber's current round.
//
// A document is written by putting the values of an event between texts that are there
// already. Which fields there are, where they stand and what their values are is a table
// in ecs.go; which of them an event has is its shape (shape.go); the texts around them,
// which all events of one shape share, are the shape's mould (mould.go). Values are
// appended by value.go and write.go. What does not change from line to line is encoded
// once, by Prepare (source.go, geo.go).
package event

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// An ID says where an event came from. It is the same each time the same bytes
// are read, whatever the host, device or name of the file, so that a page that
// is sent twice is stored once.
type ID struct {
	Source uint64 // random id of the file's identity, or of the run for stdin
	Offset int64  // of the record's first byte in the uncompressed file
	More   uint32 // lines of the record beyond the first: one that was taken unfinished is another event than the whole
}

// Append appends the id as it is shipped: 32 hex digits, then "-n" where the
// record has n more lines than one.
func (id ID) Append(dst []byte) []byte {
	dst = appendHex64(dst, id.Source)
	dst = appendHex64(dst, uint64(id.Offset))
	if id.More > 0 {
		dst = append(dst, '-')
		dst = strconv.AppendUint(dst, uint64(id.More), 10)
	}
	return dst
}

// ParseID reads what Append wrote.
func ParseID(s string) (id ID, ok bool) {
	s, more, _ := strings.Cut(s, "-")
	if len(s) != 32 {
		return id, false
	}
	source, err1 := strconv.ParseUint(s[:16], 16, 64)
	offset, err2 := strconv.ParseUint(s[16:], 16, 64)
	n, err3 := uint64(0), error(nil)
	if more != "" {
		n, err3 = strconv.ParseUint(more, 10, 32)
	}
	return ID{source, int64(offset), uint32(n)}, err1 == nil && err2 == nil && err3 == nil
}

// An Outcome is ECS event.outcome.
type Outcome uint8

const (
	NoOutcome Outcome = iota
	Success
	Failure
	Unknown
)

// A Kind is ECS event.kind. "signal" is reserved by Kibana and never sent.
type Kind uint8

const (
	Ordinary      Kind = iota // event
	Alert                     // a detection
	PipelineError             // a line that its format cannot read: position only
)

// A Tag is one of the few marks that hashtail itself puts on an event.
type Tag uint8

const (
	TimestampFailed Tag = 1 << iota // the line's time is missing or unreadable: read time stands in
	Truncated                       // the line was cut at max_line
	FieldsLost                      // a bare auth_event: the application's logging format drops its fields
)

// An Endpoint is one side of a connection.
type Endpoint struct {
	IP     netip.Addr
	Port   uint16
	Domain redact.Text // where the line has a name, not an address
}

// A User is ECS user.*, without the nested roles of the user in the event.
type User struct {
	ID, Name, Email, Domain, FullName redact.Text
}

// An Event is one authentication-relevant record. Zero values are absent
// fields: they are not shipped.
type Event struct {
	ID      ID
	From    *Source   // the file's own constants; never nil when encoded
	Time    time.Time // zero: Read stands in
	Read    time.Time // when hashtail read the line: event.created
	Kind    Kind
	Action  Action
	Outcome Outcome
	Tags    Tag
	Count   int // attempts that this line stands for (hashtail.count); 0 and 1 are one
	Length  int // bytes of the record, for a PipelineError

	Category Category // instead of the action's own, when set
	Type     Type     // instead of the action's own, when set

	Message  redact.Text
	Original redact.Text // event.original: the whole record, where that is wanted
	Module   redact.Text // event.module: the product, the format's name
	Provider redact.Text // event.provider: the part of the product that spoke
	Reason   redact.Text // event.reason
	Code     redact.Text // event.code: the product's own name of this event
	Severity int         // event.severity
	Duration time.Duration
	Level    redact.Text // log.level
	Logger   redact.Text // log.logger

	Source      Endpoint
	Geo         *Geo // where the source is; nil without a GeoIP database
	AS          *AS  // whose network it belongs to; nil as well
	Destination Endpoint
	Forwarded   netip.Addr // network.forwarded_ip: claimed by a header nobody vouches for
	Transport   redact.Text
	Protocol    redact.Text // network.protocol

	User      User
	Effective User // whom the user acts as: sudo, su, impersonation
	Target    User // who is acted upon: useradd, a password change
	Roles     []redact.Text
	Group     struct{ ID, Name redact.Text }

	Token redact.Token     // the credential of the event, if it has one
	Found []redact.Finding // every secret that this record held

	HTTP struct {
		Method, Version, RequestID, Referrer   redact.Text
		Status                                 int
		RequestBytes, ResponseBytes, BodyBytes int64
		HasBody                                bool // BodyBytes is known, and may be 0
	}
	URL struct {
		Original, Path, Query, Domain, Scheme redact.Text
		Port                                  uint16
	}
	UserAgent redact.Text // user_agent.original

	Service                        struct{ Name, Environment, Version, Node redact.Text }
	TraceID, TransactionID, SpanID redact.Text

	Process struct {
		Name, Executable, CommandLine, WorkingDirectory redact.Text
		PID, ParentPID                                  int
	}
	Syslog struct {
		Hostname, AppName, ProcID, MsgID redact.Text
		Priority                         int // PRI; -1 or 0 with HasPriority false is absent
		HasPriority                      bool
	}
	Error struct{ Code, Message, Type redact.Text }

	Labels []Label

	// Like is a number that a parser gives to all events that it makes by one precedent;
	// 0 for none. They differ in nothing but what ecs.go calls free (times, users,
	// addresses, secrets, ids, durations and sizes), so an encoder writes all else once.
	Like uint64
	// Line is set where events of one Like are made of lines of text: these differ in what
	// ecs.go calls spoken as well, their message, query and referrer.
	Line bool

	Document redact.Text // a finished document instead of all the above, for AppendDocument
}

// A Label is a configured extra key of the line: labels.<Key>.
type Label struct {
	Key   string // from the configuration, never from the line, as LabelKey makes it
	Value redact.Text
}

// LabelKey is a configured key as a Label has it: encoded, with its colon.
func LabelKey(name string) string { return string(quote(name)) + ":" }

// Reset empties the event for the next record and keeps its slices' space.
func (e *Event) Reset() {
	roles, labels := e.Roles[:0], e.Labels[:0]
	*e = Event{}
	e.Roles, e.Labels = roles, labels
}
