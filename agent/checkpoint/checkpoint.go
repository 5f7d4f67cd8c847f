// Package checkpoint knows how far each file has been delivered to each sink.
//
// A [Store] keeps an [Identity] for every file that was ever read, and in it
// one [File], the mark, for every lane. A mark moves only by spans: a consumer
// opens them in file order, the sink acknowledges them in any order, and the
// mark follows over the gapless prefix. What is behind the mark is never read
// again, what is before it is read again after a crash; so the mark must never
// pass a byte that a sink has not taken.
//
// On disk a state is written anew for new files and for what else is rare; a mark
// that moved is a line in a file of changes beside it. What is written is in state.go
// and changes.go, when and how in save.go, and by what a file is recognised in
// identity.go, with the salted sums of print.go and ladder.go.
//
// Marks may be opened, acknowledged and read from any goroutine. Nothing of a
// file's content is kept, only salted hashes.
package checkpoint

import "sync"

// A File is one lane's progress on one file identity.
type File struct {
	lane  string
	store *Store // nil when unsaved

	mu          sync.Mutex
	mark        int64
	cursor      []byte // of a stream: the place that mark is the number of
	format      string
	first, last *Span // open, in file order
	free        *Span // settled, for the next Open

	// Guarded by the store's mutex:
	printed int64     // the mark at which the last print was taken; -1: none was
	encoded laneState // as the last save had it
}

// A Span is a stretch of a file that is on its way to a sink.
type Span struct {
	file *File
	next *Span
	end  int64 // the mark may move here once this span and all before it are done
	done bool
	then *Span // what Hold has opened in another file: acknowledged once the mark has moved over this span

	cursor []byte // of a stream: what end is the number of
}

// Unsaved is a mark that belongs to no store: for a stream that cannot be read
// again.
func Unsaved() *File { return &File{} }

// Open opens the next span of the file, in file order: it ends before end.
func (f *File) Open(end int64) *Span {
	f.mu.Lock()
	defer f.mu.Unlock()
	sp := f.free
	if sp != nil {
		f.free = sp.next
		*sp = Span{file: f, end: end, cursor: sp.cursor[:0]}
	} else {
		sp = &Span{file: f, end: end}
	}
	if f.last == nil {
		f.first = sp
	} else {
		f.last.next = sp
	}
	f.last = sp
	return sp
}

// Hold is for a record that begins at the end of one file, in sp, and ends at the start
// of another, as app.log was rotated within it. The mark of the other file stays at its
// start until the mark of the first has moved over sp. After a crash the record is then
// read again from both files, or from neither. Nothing of the other file may be open yet.
func (sp *Span) Hold(other *File) {
	held := other.Open(0)
	sp.file.mu.Lock()
	defer sp.file.mu.Unlock()
	sp.then = held
}

// Ack says that all of the span is delivered. Spans are acknowledged in any
// order; the mark moves over the gapless prefix. The span is the file's again:
// a second Ack could settle a stretch that is not delivered.
func (sp *Span) Ack() {
	f := sp.file
	f.mu.Lock()
	defer f.mu.Unlock()
	sp.done = true
	for f.first != nil && f.first.done {
		settled := f.first
		if len(settled.cursor) == 0 {
			f.mark = max(f.mark, settled.end)
		} else { // the clock that numbers a stream may have been set back
			f.mark, f.cursor = settled.end, append(f.cursor[:0], settled.cursor...)
		}
		f.first = settled.next
		if settled.then != nil {
			settled.then.Ack()
		}
		settled.next, f.free = f.free, settled
	}
	if f.first == nil {
		f.last = nil
	}
	if f.store != nil && !f.store.changed.Load() {
		f.store.changed.Store(true)
	}
}

// Ack acknowledges spans that were delivered together, in this order: what is
// saved has all of them or none. A record may begin in one file and end in
// another.
func Ack(spans []*Span) {
	if len(spans) == 0 {
		return
	}
	if s := spans[0].file.store; s != nil {
		s.acks.RLock()
		defer s.acks.RUnlock()
	}
	for _, sp := range spans {
		sp.Ack()
	}
}

// Mark is the offset before which everything is delivered.
func (f *File) Mark() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mark
}

// Format is what SetFormat was last told, in this run or an earlier one.
func (f *File) Format() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.format
}

// SetFormat keeps the detected format of the file with its mark.
func (f *File) SetFormat(format string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.format = format
	if f.store != nil {
		f.store.changed.Store(true)
	}
}
