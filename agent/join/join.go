// Package join makes records of lines: what one event is made of may be one
// line, a container's line in several parts, a stack trace, or the records of
// one audit event. Files in UTF-16 are decoded here as well.
//
// A line is taken out of what a container runtime, or UTF-16, makes of it (wrapped.go,
// utf16.go), put behind those that its record began with (join.go, audit.go), and taken
// apart where it is several records (several.go).
//
// A Joiner keeps the unfinished record of one file in one lane. While it holds
// one, the file's mark must not pass that record's start ([Joiner.Held]): after
// a crash the record is read again from its first byte. What is unfinished at
// the end of a file that was rotated away goes on in the next ([Joiner.Inherit]).
package join

import (
	"regexp"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// A Record is one or more lines that make one event. Data lives until the
// emit function returns.
type Record struct {
	Data   []byte    // the lines' content without their ends, joined by '\n'
	Offset int64     // of the first line's first byte
	Part   int64     // how far behind the first record of that line this one begins, when there are several
	Time   time.Time // when the container runtime saw it; zero without
	Lines  int       // lines of the file that it is made of
	Cut    bool      // longer than the cap: the rest is left out
	Earlier
}

// Earlier is what a record has from files that were rotated away before the one in hand:
// it may begin in one of them, or have a line of one.
type Earlier struct {
	File uint64             // the id of the file that Offset is in; 0: the one in hand
	Owed []*checkpoint.Span // of those files: to be acknowledged when this record is delivered
}

// Options say how lines are joined.
type Options struct {
	Start    *regexp.Regexp // a line that matches begins a record; nil: each line is one
	MaxLines int            // of a record; 0: 500
	MaxBytes int            // of a record; 0: 1 MiB
	Timeout  time.Duration  // after which an unfinished record is taken as it is; 0: 1s
}

const (
	defaultMaxLines = 500
	defaultMaxBytes = 1 << 20
	defaultTimeout  = time.Second
)

// WithDefaults is o with what is not set filled in.
func (o Options) WithDefaults() Options {
	if o.MaxLines == 0 {
		o.MaxLines = defaultMaxLines
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	return o
}

// A Joiner holds the unfinished record of one file. An idle one is small: there
// may be very many.
type Joiner struct {
	options *Options
	split   splitFunc // of the file's wrapping; nil while its lines are bare
	clock   clock     // of split
	content []byte    // of the line in hand, when it had to be unescaped
	*pieces           // nil while none is unfinished since the last Flush
}

type pieces struct {
	parts  [2]held // the begun line of a container's standard output, and that of its standard error
	record held
	serial []byte // of the audit event that record holds
}

// held is an unfinished piece: lines is 0 when there is none.
type held struct {
	data   []byte
	offset int64
	time   time.Time
	lines  int
	cut    bool
	since  time.Time
	Earlier
	files int // how many rotations ago the piece began; 0: in the file in hand
}

// before reports whether h begins before o: in an earlier file, or earlier in the same.
func (h *held) before(o *held) bool {
	if h.files != o.files {
		return h.files > o.files
	}
	return h.offset < o.offset
}

// New makes the joiner of one file.
func New(o *Options) *Joiner { return &Joiner{options: o} }

// An Emit takes a finished record; its error stops the joiner.
type Emit func(Record) error

// oldest is the unfinished piece that begins first, if there is one.
func (j *Joiner) oldest() *held {
	if j.pieces == nil {
		return nil
	}
	var first *held
	for _, h := range j.all() {
		if h.lines > 0 && (first == nil || h.before(first)) {
			first = h
		}
	}
	return first
}

func (p *pieces) all() [3]*held { return [...]*held{&p.record, &p.parts[0], &p.parts[1]} }

// begun is the joiner's pieces where one may begin.
func (j *Joiner) begun() *pieces {
	if j.pieces == nil {
		j.pieces = new(pieces)
	}
	return j.pieces
}

// Held is where the first unfinished record begins in the file, if there is one.
func (j *Joiner) Held() (offset int64, ok bool) {
	h := j.oldest()
	switch {
	case h == nil:
		return 0, false
	case h.File != 0:
		return 0, true
	}
	return h.offset, true
}

// Pieces is how many unfinished pieces there are: up to three.
func (j *Joiner) Pieces() (n int) {
	if j.pieces == nil {
		return 0
	}
	for _, h := range j.all() {
		if h.lines > 0 {
			n++
		}
	}
	return n
}

// Lines is how many lines are in the unfinished pieces.
func (j *Joiner) Lines() (n int) {
	if j.pieces == nil {
		return 0
	}
	for _, h := range j.all() {
		n += h.lines
	}
	return n
}

// Inherit takes over the pieces that are unfinished at the end of a file which
// was rotated away; j is of the file that came to its name, and has taken
// nothing yet. id is the earlier file's, and owed has a span of it for each
// piece, to be acknowledged when the record of that piece is delivered.
func (j *Joiner) Inherit(from *Joiner, id uint64, owed []*checkpoint.Span) {
	j.pieces, from.pieces = from.begun(), nil
	for _, h := range j.all() {
		if h.lines == 0 {
			continue
		}
		h.files++
		if h.File == 0 {
			h.File = id
		}
		h.Owed, owed = append(h.Owed, owed[0]), owed[1:]
	}
}

// partTimeout is how long the rest of a container's line is waited for: its runtime has
// said that there is one.
const partTimeout = 30 * time.Second

// Wait is how much longer the unfinished pieces may wait; 0 or less when they are
// to be taken as they are, or when there are none.
func (j *Joiner) Wait(now time.Time) (longest time.Duration) {
	if j.pieces == nil {
		return 0
	}
	if j.inRecord() {
		longest = j.record.since.Add(j.options.Timeout).Sub(now)
	}
	for i := range j.parts {
		if p := &j.parts[i]; p.lines > 0 {
			longest = max(longest, p.since.Add(max(j.options.Timeout, partTimeout)).Sub(now))
		}
	}
	return longest
}

// Flush emits what is unfinished as it is.
func (j *Joiner) Flush(emit Emit) error {
	if j.pieces == nil {
		return nil
	}
	for i := range j.parts {
		if j.parts[i].lines > 0 {
			if err := j.line(j.take(i), time.Time{}, emit); err != nil {
				return err
			}
		}
	}
	err := j.finish(emit)
	j.pieces = nil
	return err
}

// Add takes the next line of the file, without its end, and emits the records
// that are complete with it. now is when it was read.
func (j *Joiner) Add(line []byte, offset int64, cut bool, now time.Time, emit Emit) error {
	if j.split == nil {
		j.split = wrapping(line, &j.clock)
	}
	var at time.Time
	if j.split != nil {
		if w, ok := j.split(line, j.content[:0], &j.clock); ok {
			line, at = w.content, w.time
			if w.unescaped {
				j.content = w.content
			}
			stream := 0
			if w.stderr {
				stream = 1
			}
			if w.partial || j.pieces != nil && j.parts[stream].lines > 0 {
				j.begun().parts[stream].add(held{data: line, offset: offset, time: at, lines: 1, cut: cut}, now, 0, j.options.MaxBytes)
				if w.partial {
					return nil
				}
				return j.line(j.take(stream), now, emit)
			}
		}
	}
	if j.options.Start == nil && !j.inRecord() && !audits(line) { // most lines are a record
		return j.emit(&Record{Data: line, Offset: offset, Time: at, Lines: 1, Cut: cut}, emit)
	}
	return j.line(held{data: line, offset: offset, time: at, lines: 1, cut: cut}, now, emit)
}

// emit emits a line that is a record, or those that it is of.
func (j *Joiner) emit(r *Record, emit Emit) error {
	parts, cut := several(r.Data, r.Cut), r.Cut
	if parts == nil {
		return emit(*r)
	}
	var framed []byte
	for i, p := range parts {
		if r.Data = p.data; p.frame != nil {
			framed = p.append(framed[:0])
			r.Data = framed[:len(framed):len(framed)]
		}
		r.Part, r.Cut = int64(p.at), cut && i == len(parts)-1
		if err := emit(*r); err != nil {
			return err
		}
	}
	return nil
}

func (j *Joiner) inRecord() bool { return j.pieces != nil && j.record.lines > 0 }

// take is the begun line of a stream, which is now complete. Its data stays
// what it is until the next part of that stream is added.
func (j *Joiner) take(stream int) held {
	h := j.parts[stream]
	j.parts[stream] = held{data: h.data[:0]}
	return h
}

// line takes one whole line of the application.
func (j *Joiner) line(h held, now time.Time, emit Emit) error {
	if serial, last := auditSerial(h.data); serial != nil {
		return j.audit(h, serial, last, now, emit)
	}
	if j.options.Start == nil {
		if err := j.finish(emit); err != nil {
			return err
		}
		return emit(h.finished())
	}
	if j.inRecord() && j.options.Start.Match(h.data) {
		if err := j.finish(emit); err != nil {
			return err
		}
	}
	j.begun().record.add(h, now, '\n', j.options.MaxBytes)
	if j.record.lines >= j.options.MaxLines {
		return j.finish(emit)
	}
	return nil
}

// finish emits the record that is held.
func (j *Joiner) finish(emit Emit) error {
	if !j.inRecord() {
		return nil
	}
	h := j.record
	j.record, j.serial = held{data: h.data[:0]}, j.serial[:0]
	if cap(h.data) > 64<<10 {
		j.record.data = nil // a rare giant must not stay for ever
	}
	return emit(h.finished())
}

func (h *held) finished() Record {
	return Record{Data: h.data, Offset: h.offset, Time: h.time, Lines: h.lines, Cut: h.cut, Earlier: h.Earlier}
}

// add appends a part, behind sep unless it is the first; what is over the cap
// is left out. A part may have begun before the record that it is appended to.
func (h *held) add(p held, now time.Time, sep byte, limit int) {
	data := h.data
	if h.lines == 0 {
		data = data[:0]
		*h = p
		h.since = now
	} else {
		if p.before(h) {
			h.offset, h.File, h.files = p.offset, p.File, p.files
		}
		h.Owed = append(h.Owed, p.Owed...)
		h.lines += p.lines
		h.cut = h.cut || p.cut
		if sep != 0 {
			data = append(data, sep)
		}
	}
	room := max(0, limit-len(data))
	if len(p.data) > room {
		p.data, h.cut = p.data[:room], true
	}
	h.data = append(data, p.data...)
}
