package agent

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
)

// An Audit says how good log files are for security: which secrets they leak,
// by kind and position and never by value, and whether their authentication
// events say what an investigation needs.
type Audit struct {
	Score    int          `json:"score"` // of 100
	Lines    int          `json:"lines"`
	Unread   int          `json:"unread_lines"` // in no known format
	Events   int          `json:"authentication_events"`
	Secrets  []LeakedKind `json:"secrets"`
	Streams  []*Stream    `json:"streams"`
	Problems []Problem    `json:"problems"`
}

// A LeakedKind is how often secrets of one kind stand at one kind of place.
type LeakedKind struct {
	Kind   string     `json:"kind"`
	Place  string     `json:"place"`
	Format string     `json:"format"`
	Count  int        `json:"count"`
	First  []Position `json:"first"`
}

// A Position is where a secret begins.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Offset int64  `json:"offset"` // bytes from the beginning of the file
}

// A Stream is the authentication events of one format at one endpoint.
type Stream struct {
	Format    string         `json:"format"`
	Endpoint  string         `json:"endpoint"`
	Events    int            `json:"events"`
	Successes int            `json:"successes"`
	Failures  int            `json:"failures"`
	Web       bool           `json:"web"` // method, path and status can be asked for
	Has       map[string]int `json:"has"` // how many events carry each of auditFields
}

const (
	firstPositions = 3    // that are named of each kind of secret
	maxStreams     = 100  // endpoints that are told apart
	maxAuditLine   = 1e6  // bytes of a line that are read
	enough         = 0.95 // the share of events that must carry a field
)

// auditFields are what an investigation asks of an event, the points that a log
// without it loses, and whether only web events can have it.
var auditFields = []struct {
	name   string
	points int
	web    bool
	has    func(e *event.Event) bool
}{
	{"time", 10, false, func(e *event.Event) bool { return !e.Time.IsZero() }},
	{"outcome", 10, false, func(e *event.Event) bool { return e.Outcome == event.Success || e.Outcome == event.Failure }},
	{"source ip", 10, false, func(e *event.Event) bool { return e.Source.IP.IsValid() }},
	{"user or token", 10, false, func(e *event.Event) bool {
		return !e.User.Name.IsZero() || !e.User.ID.IsZero() || !e.User.Email.IsZero() || !e.Token.IsZero()
	}},
	{"token hash", 5, true, func(e *event.Event) bool { return !e.Token.IsZero() }},
	{"scope", 0, true, func(e *event.Event) bool {
		return e.Token.Claims != nil && len(e.Token.Claims.Scope) > 0 || len(e.Roles) > 0
	}},
	{"method", 3, true, func(e *event.Event) bool { return !e.HTTP.Method.IsZero() }},
	{"path", 4, true, func(e *event.Event) bool { return !e.URL.Path.IsZero() }},
	{"status", 3, true, func(e *event.Event) bool { return e.HTTP.Status != 0 }},
}

// An auditor collects over files.
type auditor struct {
	audit   Audit
	parser  *parse.Parser
	scrub   *redact.Scrubber
	event   event.Event
	leaks   map[string]*LeakedKind
	streams map[string]*Stream

	// Of the file in hand.
	state   *parse.State
	path    string
	line    []byte     // that was read last
	pending []lineSpan // the lines from the beginning of the oldest unfinished record on
}

// A lineSpan is where a line of a file lies, without its end.
type lineSpan struct {
	number     int
	start, end int64
}

// AuditFiles reads files to their end and judges them. The path of each, and format,
// choose the input whose settings hold, as for a Case.
func AuditFiles(c *Config, format string, files []string) (*Audit, error) {
	redactor, err := c.Redact.Open()
	if err != nil {
		return nil, err
	}
	formats, err := c.Formats.compile()
	if err != nil {
		return nil, err
	}
	a := &auditor{
		parser: parse.New(redactor.Scrubber()), scrub: redactor.Scrubber(),
		leaks: map[string]*LeakedKind{}, streams: map[string]*Stream{},
	}
	for _, path := range files {
		in, err := c.inputOf(path, format, formats)
		if err != nil {
			return nil, err
		}
		f, err := io.ReadCloser(os.Stdin), error(nil)
		if path == "-" {
			path = "standard input"
		} else if f, err = OpenInput(path); err != nil {
			return nil, err
		}
		err = a.file(in, path, f)
		f.Close()
		if err != nil {
			return nil, &InputError{fmt.Errorf("read %s: %w", path, err)}
		}
	}
	return a.judge(), nil
}

func (a *auditor) file(in *input, path string, r io.Reader) error {
	lines := bufio.NewReaderSize(r, maxAuditLine)
	records := join.New(&in.join)
	a.state, a.path, a.pending = in.options.Open(""), path, a.pending[:0]
	for number, off := 1, int64(0); ; number++ {
		line, err := lines.ReadSlice('\n')
		size := int64(len(line))
		if errors.Is(err, bufio.ErrBufferFull) {
			line = slices.Clone(line)
		}
		for errors.Is(err, bufio.ErrBufferFull) { // the rest of a line that is too long
			var more []byte
			more, err = lines.ReadSlice('\n')
			size += int64(len(more))
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(line) > 0 {
			a.audit.Lines++
			a.line, _ = firstLine(line)
			a.pending = append(a.pending, lineSpan{number, off, off + int64(len(a.line))})
			if err := records.Add(a.line, off, false, time.Time{}, a.record); err != nil {
				return err
			}
			if held, ok := records.Held(); !ok {
				a.pending = a.pending[:0]
			} else if i := a.lineAt(held); i > 0 {
				a.pending = slices.Delete(a.pending, 0, i)
			}
			off += size
		}
		if err != nil {
			a.line = nil
			return records.Flush(a.record)
		}
	}
}

// record takes one record of the file in hand, as the pipeline would read it.
func (a *auditor) record(r join.Record) error {
	err := a.parser.Parse(a.state, r.Data, &a.event)
	if errors.Is(err, parse.ErrFormat) {
		a.audit.Unread += r.Lines
	}
	format := cmp.Or(a.state.Format(), "text")
	a.scrub.Reset()
	a.scrub.Text(r.Data, redact.InMessage)
	for _, f := range a.scrub.Found() {
		a.leak(format, &f, a.position(&r, f.Offset))
	}
	if err == nil && a.event.Kind == event.Ordinary {
		complete(&a.event, &r, 0)
		a.authentication(format)
	}
	return nil
}

// leak counts a secret.
func (a *auditor) leak(format string, f *redact.Finding, at Position) {
	key := format + "\x00" + f.Kind.String() + "\x00" + f.At.String()
	l := a.leaks[key]
	if l == nil {
		l = &LeakedKind{Kind: f.Kind.String(), Place: f.At.String(), Format: format}
		a.leaks[key] = l
	}
	if l.Count++; len(l.First) < firstPositions {
		l.First = append(l.First, at)
	}
}

// position is where in the file the byte at an offset of a record lies; of a record that
// had to be unescaped or decoded, where its line begins.
func (a *auditor) position(r *join.Record, offset int) Position {
	i := a.lineAt(r.Offset)
	first := a.pending[i]
	at := Position{File: a.path, Line: first.number, Offset: first.start}
	if last := a.pending[min(i+r.Lines, len(a.pending))-1]; r.Part == 0 && last.end-first.start == int64(len(r.Data)) {
		at.Line += bytes.Count(r.Data[:offset], []byte{'\n'})
		at.Offset += int64(offset)
	} else if within := bytes.Index(a.line, r.Data); r.Lines == 1 && within >= 0 {
		at.Offset += int64(within + offset)
	}
	return at
}

// lineAt is the pending line that begins at an offset, or holds it.
func (a *auditor) lineAt(offset int64) int {
	i := len(a.pending) - 1
	for i > 0 && a.pending[i].start > offset {
		i--
	}
	return i
}

// authentication counts what the event in hand carries.
func (a *auditor) authentication(format string) {
	e := &a.event
	a.audit.Events++
	endpoint := endpointOf(e.URL.Path.String())
	if endpoint == "" {
		endpoint = e.Action.String()
	}
	key := format + "\x00" + endpoint
	s := a.streams[key]
	if s == nil {
		if len(a.streams) >= maxStreams {
			endpoint = "others"
			key = format + "\x00" + endpoint
		}
		if s = a.streams[key]; s == nil {
			s = &Stream{Format: format, Endpoint: endpoint, Has: map[string]int{}}
			a.streams[key] = s
		}
	}
	s.Events++
	switch e.Outcome {
	case event.Success:
		s.Successes++
	case event.Failure:
		s.Failures++
	}
	s.Web = s.Web || !e.HTTP.Method.IsZero() || !e.URL.Path.IsZero() || e.HTTP.Status != 0
	for _, f := range auditFields {
		if f.has(e) {
			s.Has[f.name]++
		}
	}
}

// endpointOf is a path without what differs from request to request.
func endpointOf(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if len(p) > 40 || strings.ContainsAny(p, "0123456789") && len(p) > 3 || p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts[:min(len(parts), 6)], "/")
}
