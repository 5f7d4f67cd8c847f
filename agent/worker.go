package agent

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/geoip"
	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A worker does all the work on a line, in place on the read buffer: split,
// parse, scrub, encode. It is a tail.Consumer and belongs to one goroutine.
type worker struct {
	agent  *Agent
	lane   *lane
	encode sinks.EncodeFunc
	parser *parse.Parser
	event  event.Event
	page   *sinks.Page        // being filled; nil until something needs it
	owed   []*checkpoint.Span // of earlier files, for records on the page
	emit   join.Emit          // w.record
	geo    *geoip.Cache       // nil when no database is configured
	tally  tally

	// Of the block in hand.
	state *fileState
	mark  *checkpoint.File
	entry *tail.Entry // of a source without offsets
	ctx   context.Context
	now   time.Time
	call  int // in the lane's blocks
}

// reportsPerHour bounds the pipeline_error events of one file: a file in a
// wrong format must not flood the SIEM with positions.
const reportsPerHour = 10

// A fileState is what a lane keeps of one file.
type fileState struct {
	id         uint64 // of the file's identity
	join       *join.Joiner
	source     *event.Source
	parse      *parse.State
	format     string // as told to the checkpoint
	reports    int    // in the hour that began at hour
	hour       time.Time
	fieldsLost bool // warned of
}

// name is the file's, for the log.
func (st *fileState) name() string { return cmp.Or(st.source.Path, "standard input") }

// Open makes the state of one file in this lane.
func (w *worker) Open(f *tail.File, mark *checkpoint.File) any {
	in := w.agent.inputs[f.Input]
	format := mark.Format()
	return &fileState{
		id: f.ID, source: in.source(f.Path), format: format,
		join: join.New(&in.join), parse: in.options.Open(format),
	}
}

// Block turns the lines of b into documents on the current page, and gives the
// page the receipt for them. A record that goes on in the next block keeps the
// receipt from passing its start.
func (w *worker) Block(ctx context.Context, b tail.Block) error {
	if err := w.agent.waitForCanary(ctx); err != nil {
		return err
	}
	if err := w.begin(ctx, b); err != nil {
		return err
	}
	defer w.end()
	if w.entry = b.Entry; w.entry != nil {
		w.state.id = w.entry.ID
	}
	w.parser.Wake()
	rest, off := b.Data, b.Offset
	for len(rest) > 0 {
		line, n := firstLine(rest)
		if err := w.state.join.Add(line, off, b.Cut > 0 && n == len(rest), w.now, w.emit); err != nil {
			w.settle(off - b.Offset) // what is on a page is in flight
			return err
		}
		w.tally.lines++
		rest, off = rest[n:], off+int64(n)
	}
	w.receipt(b.End())
	w.settle(b.Len())
	return nil
}

// Unsettled says whether a record of the file is unfinished, and how much longer
// it may wait for the rest of it.
func (w *worker) Unsettled(b tail.Block) (wait time.Duration, held bool) {
	j := b.State.(*fileState).join
	_, held = j.Held()
	return j.Wait(time.Now()), held
}

// Settle takes what is unfinished as it is.
func (w *worker) Settle(ctx context.Context, b tail.Block) error {
	if err := w.begin(ctx, b); err != nil {
		return err
	}
	defer w.end()
	if err := w.state.join.Flush(w.emit); err != nil {
		w.settle(0)
		return err
	}
	w.receipt(b.Offset)
	w.settle(0)
	return nil
}

// Hand has the records that are unfinished at the end of a file go on in the
// one that came to its name. The mark of the first stays before them until they
// are delivered, whatever is read of it still: their spans are open from now on,
// one for each, and only the last moves it. The mark of the second stays at its
// start for as long, however much of it is delivered before.
func (w *worker) Hand(from, to tail.Block) {
	st, heir := from.State.(*fileState), to.State.(*fileState)
	n := st.join.Pieces()
	if n == 0 {
		return
	}
	owed := make([]*checkpoint.Span, n)
	for i := range owed[1:] {
		owed[i] = from.Mark.Open(0)
	}
	owed[n-1] = from.Mark.Open(from.Offset)
	owed[n-1].Hold(to.Mark)
	heir.join.Inherit(st.join, st.id, owed)
}

// receipt gives the page the receipt for the file up to end, or to the start of
// the record that is not finished.
func (w *worker) receipt(end int64) {
	if w.entry != nil {
		w.page.Attach(w.mark.OpenAt(w.entry.Time, w.entry.Cursor))
		return
	}
	if held, ok := w.state.join.Held(); ok {
		end = min(end, held)
	}
	w.page.Attach(w.mark.Open(end))
	w.payOwed()
}

// payOwed gives the page the receipts of earlier files, beside that of the file
// in hand.
func (w *worker) payOwed() {
	for _, sp := range w.owed {
		w.page.Attach(sp)
	}
	w.owed = w.owed[:0]
}

// record takes one finished record of the file in hand.
func (w *worker) record(r join.Record) error {
	err := w.take(&r)
	if len(r.Owed) > 0 {
		w.owed = append(w.owed, r.Owed...)
	}
	return err
}

func (w *worker) take(r *join.Record) error {
	w.tally.joined += int64(r.Lines - 1)
	if r.Part > 0 { // of a line of several records each counts as a line
		w.tally.lines++
	}
	switch w.read(r) {
	case notWanted:
		w.tally.notAuth++
	case overBudget:
		w.tally.unparsed++
	case wanted:
		enrich(&w.event, w.geo)
		return w.add(r)
	}
	return nil
}

// settle adds what became of a block to the lane's counters.
func (w *worker) settle(bytes int64) {
	w.tally.held += int64(w.state.join.Lines())
	w.tally.settle(&w.lane.counts, bytes)
}

// A tally is what one block adds to the lane's counters.
type tally struct{ lines, joined, notAuth, unparsed, held int64 }

func (t *tally) settle(c *counters, bytes int64) {
	c.lines.Add(t.lines)
	c.bytes.Add(bytes)
	c.joined.Add(t.joined)
	c.notAuth.Add(t.notAuth)
	c.unparsed.Add(t.unparsed)
	c.held.Add(t.held)
	*t = tally{}
}

// begin takes a block in hand, once there is a page to fill.
func (w *worker) begin(ctx context.Context, b tail.Block) error {
	w.state, w.mark, w.ctx, w.now = b.State.(*fileState), b.Mark, ctx, time.Now()
	if err := w.takePage(ctx); err != nil {
		return err
	}
	w.call = w.lane.blocks.enter()
	w.tally.held = -int64(w.state.join.Lines())
	return nil
}

func (w *worker) end() { w.lane.blocks.leave(w.call) }

// takePage makes sure that there is a page to fill.
func (w *worker) takePage(ctx context.Context) (err error) {
	if w.page == nil {
		w.page, err = w.lane.page(ctx)
	}
	return err
}

// add puts the event on the page. A page that has no room for it leaves with
// the receipt for all that came before the record.
func (w *worker) add(r *join.Record) error {
	if w.page.Add(w.encode, &w.event) {
		return nil
	}
	switch {
	case w.entry != nil: // the receipts of those before are on it; this one waits for it, too, if it is of several records
		w.page.Attach(w.mark.Open(0))
	case r.File != 0: // nothing of this file is before it
		w.payOwed()
	default:
		w.receipt(r.Offset)
	}
	w.lane.send(w.page)
	w.page = nil
	w.lane.blocks.leave(w.call) // waiting for a page may take as long as the backend is away
	err := w.takePage(w.ctx)
	w.call = w.lane.blocks.enter()
	if err != nil {
		return err
	}
	w.page.Add(w.encode, &w.event) // an empty page takes anything
	return nil
}

// Flush sends the page, or settles its receipts when no line gave a document.
func (w *worker) Flush(context.Context) error {
	switch {
	case w.page == nil:
	case w.page.Len() == 0:
		w.page.Ack()
		w.page.Reset(w.lane.pageSize)
	default:
		w.lane.send(w.page)
		w.page = nil
	}
	return nil
}

// A verdict on one record.
type verdict uint8

const (
	wanted     verdict = iota // w.event is to be shipped
	notWanted                 // no authentication event
	overBudget                // not in the file's format, and reported often enough
)

// read makes w.event of one record.
func (w *worker) read(r *join.Record) verdict {
	st, e := w.state, &w.event
	err := w.parse(r.Data)
	if f := st.parse.Format(); f != st.format {
		st.format = f
		w.mark.SetFormat(f)
	}
	if r.Cut {
		w.lane.counts.truncated.Add(1)
	}
	all := w.agent.config.Keep == "all"
	if err == parse.ErrNotAuth && !all {
		return notWanted
	}
	e.From, e.Read = st.source, w.now
	complete(e, r, st.id)
	for i := range e.Found {
		f := &e.Found[i]
		w.lane.counts.redactions[f.Kind][f.At].Add(1)
	}
	if e.Tags&event.FieldsLost != 0 && !st.fieldsLost {
		st.fieldsLost = true
		w.lane.log.Warn("bare auth_event lines: fields were lost by the logging format; log the extra fields too (see examples/flask)", "file", st.name())
	}
	if err == nil || err == parse.ErrNotAuth {
		return wanted
	}
	w.lane.counts.malformed.Add(1)
	e.Kind, e.Length = event.PipelineError, len(r.Data)
	if all || w.reported(st, r.Offset) {
		return wanted
	}
	return overBudget
}

// complete adds to an event what its record says beside the text. file is the id of the
// file that the record ends in.
func complete(e *event.Event, r *join.Record, file uint64) {
	e.ID = event.ID{Source: file, Offset: r.Offset + r.Part, More: uint32(r.Lines - 1)}
	if r.File != 0 {
		e.ID.Source = r.File
	}
	if e.Time.IsZero() && !r.Time.IsZero() {
		e.Time = r.Time
		e.Tags &^= event.TimestampFailed
	}
	if r.Cut {
		e.Tags |= event.Truncated
	}
}

// enrich adds to an event what the databases of cache, nil for none, know of its source.
func enrich(e *event.Event, cache *geoip.Cache) {
	if cache != nil && e.Source.IP.IsValid() {
		e.Geo, e.AS = cache.Lookup(e.Source.IP)
	}
}

// errPanic says that a parser or the scrubber is wrong about a record.
var errPanic = errors.New("reading this line failed inside hashtail")

// parse reads one record into w.event. A panic in there must not take the
// daemon down, line after line: the record is reported by its position, with
// nothing of it, as one that cannot be read.
func (w *worker) parse(record []byte) (err error) {
	defer func() {
		if recover() != nil {
			w.lane.counts.panics.Add(1)
			w.parser, w.event = w.agent.newParser(), event.Event{}
			err = errPanic
		}
	}()
	return w.parser.Parse(w.state.parse, record, &w.event)
}

// reported says whether a record that is not in the file's format may still be
// reported this hour, and warns of the first.
func (w *worker) reported(st *fileState, offset int64) bool {
	if w.now.Sub(st.hour) > time.Hour {
		st.hour, st.reports = w.now, 0
	}
	if st.reports++; st.reports == 1 {
		w.lane.log.Warn("lines are not in this file's format: their positions are shipped, their text is not", "file", st.name(), "format", st.parse.Format(), "offset", offset)
	}
	return st.reports <= reportsPerHour
}

// firstLine is the first line of b without its end, and its length with it.
func firstLine(b []byte) ([]byte, int) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return b, len(b)
	}
	if i > 0 && b[i-1] == '\r' {
		return b[:i-1], i + 1
	}
	return b[:i], i + 1
}
