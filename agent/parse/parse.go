package parse

import (
	"net/netip"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/agent/stamp"
)

// A readError says why a record gave no event.
type readError uint8

const (
	// ErrFormat says that a record is not in the file's format.
	ErrFormat readError = iota
	// ErrNotAuth says that a record is in the format but is no authentication
	// event. The event is filled all the same, for those who keep everything.
	ErrNotAuth
	// errBroken says that a record starts like this format but ends unlike it:
	// cut off, or two writers in one line.
	errBroken
)

func (r readError) Error() string {
	switch r {
	case ErrFormat:
		return "line is not in this format"
	case ErrNotAuth:
		return "not an authentication event"
	}
	return "line breaks off from its format"
}

// otherFormat is err == ErrFormat, without a call into the runtime: every record is
// refused by many formats.
func otherFormat(err error) bool {
	r, ok := err.(readError)
	return ok && r == ErrFormat
}

// Options are what the configuration says of an input's records.
type Options struct {
	Format         string           // a name of Formats or Aliases, or "auto"
	Custom         *Custom          // a format of the configuration, instead
	Zone           *time.Location   // of times without a zone; nil: the host's
	TrustedProxies []netip.Prefix   // whose forwarding headers are believed
	KeepFields     []string         // keys of the line that become labels
	All            bool             // every record is wanted, not only authentication events
	Original       bool             // the scrubbed text of the whole record is wanted, too
	Now            func() time.Time // for times without a year; nil: the host's clock
}

// Validate refuses a format that the table does not have.
func (o *Options) Validate() error {
	if o.Custom != nil || o.Format == "" || o.Format == "auto" || choose(o.Format) != nil {
		return nil
	}
	return unknownFormat(o.Format)
}

// A State is what is known of one file's format: small, kept per file and
// lane, and part of its checkpoint.
type State struct {
	opt    *Options
	choice *choice // what the configuration names; nil to detect the format
	line   int     // of the specific format that read the last record: tried first
	format string
	keep   []label
	key    keyBlock
	order  stamp.Order // of the dates in numbers
}

// A label is a key of KeepFields and its encoded name below labels, where a dot
// would be an object.
type label struct {
	key, encoded string
	path         []string
}

// Format is the name of the format that the file turned out to have, empty
// until it is known.
func (st *State) Format() string { return st.format }

// Open makes the state of one file; known is the format of its checkpoint or
// empty.
func (o *Options) Open(known string) *State {
	st := &State{opt: o, format: known, line: none, choice: choose(o.Format)}
	if n := number(known); n != none && Formats[n].first() {
		st.line = n
	}
	if o.Custom != nil {
		st.choice = &choice{name: o.Custom.name, custom: o.Custom}
	}
	if st.choice != nil {
		st.format, st.line = st.choice.name, none
	}
	for _, k := range o.KeepFields {
		st.keep = append(st.keep, label{k, event.LabelKey(strings.ReplaceAll(k, ".", "_")), strings.Split(k, ".")})
	}
	return st
}

// A Parser reads records. It belongs to one goroutine and serves many files.
type Parser struct {
	s     *redact.Scrubber
	index *index
	keys  keyCache
	doc   Doc // the record's JSON
	inner Doc // JSON inside a string of it
	text  miner
	said  speech // while the record is judged
	trace *Trace // nil but in Explain

	layouts    layouts // of general JSON
	products   layouts // of what a settled format reads
	precedents precedents
	forms      forms
	routes     routes
	moment     moment
	head       head

	leading struct { // the time of the record that was read last
		text  []byte // that begins with it
		stamp stamp.Stamp
		n     int
	}
	lastName []byte // that program was asked for
	lastRow  *row   // and what it is

	st   *State
	e    *event.Event
	used bool // values and facts are of an earlier record
	// empty is the event that the last record has left empty: it needs no Reset.
	empty *event.Event
	values
	facts
	buf  []byte // unescaped strings; emptied for each record
	slim []byte // the record without needless escapes
}

// New makes a parser.
func New(s *redact.Scrubber) *Parser {
	p := &Parser{s: s, index: newIndex(s)}
	p.values.order = make([]Field, 0, fieldCount)
	return p
}

// Parse reads one record (without its newline) into e, which it resets first.
func (p *Parser) Parse(st *State, record []byte, e *event.Event) error {
	r, known, laidOut := p.recall(st, record, e)
	switch r {
	case followed:
		return nil
	case dismissed:
		return p.nothingIn(e)
	}
	said := p.heard
	p.st, p.e, p.empty = st, e, nil
	p.restart()
	p.buf = p.buf[:0]
	if !laidOut {
		return p.read(known, record)
	}
	if !st.opt.All {
		p.heard = said // of its message, read by dull
	}
	p.fromLayout(known)
	return p.finish(known)
}

// read reads a record that no memory knows; raw is what it was before anything was taken
// off it.
func (p *Parser) read(record, raw []byte) error {
	record, err := p.strip(record)
	if err != nil {
		return p.unread(raw)
	}
	p.unstripped = len(record) == len(raw)
	if from, ok := p.st.key.holds(record); ok {
		return p.keyLine(record, from)
	}
	if len(record) == 0 {
		return ErrNotAuth
	}
	if c := p.st.choice; c != nil {
		err = p.chosen(c, record)
	} else {
		err = p.any(record)
	}
	switch err {
	case nil:
		return p.finish(record)
	case ErrNotAuth:
		p.auth = notAuth
		return p.finish(record)
	}
	return p.unread(raw)
}

// nothingIn leaves e empty: the record is no authentication event.
func (p *Parser) nothingIn(e *event.Event) error {
	if p.empty != e {
		e.Reset()
		p.empty = e
	}
	return ErrNotAuth
}

// unread leaves of a record that is in no format its scrubbed text, where the
// original is wanted, and nothing otherwise.
func (p *Parser) unread(record []byte) error {
	p.e.Reset()
	if p.st.opt.Original {
		p.e.Original = p.s.Text(record, redact.InMessage)
		p.e.Found = p.s.Found()
	}
	return ErrFormat
}

// restart forgets all that is known of the record.
func (p *Parser) restart() {
	p.e.Reset()
	p.forgetAll()
	p.used = true
}

func (p *Parser) forgetAll() {
	p.s.Reset()
	p.values.reset()
	p.facts = facts{}
	p.leading.text, p.text.b = nil, nil
}
