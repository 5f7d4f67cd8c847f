package checkpoint

import (
	"maps"
	"slices"
)

// A Stream is a source whose places have names of their own making: the
// cursors of a journal. Its marks are such cursors, each with a number that
// grows along the stream, as far as its clock does.
type Stream struct {
	store *Store
	lanes []*File // few; guarded by the store's mutex
}

// A streamState is a stream in the state file.
type streamState struct {
	Name  string               `json:"name"`
	Lanes map[string]laneState `json:"lanes"`
}

// Stream is the stream of a name, at its beginning when it was never read.
func (s *Store) Stream(name string) *Stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.streams[name]
	if st == nil {
		st = &Stream{store: s}
		s.streams[name] = st
	}
	return st
}

// Streams names the streams that were read.
func (s *Store) Streams() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.streams))
}

// RenameStream lets a stream go on under another name.
func (s *Store) RenameStream(from, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[to] = s.streams[from]
	delete(s.streams, from)
	s.alter()
}

// Lane is one lane's progress on the stream. A lane that is new to it starts where the
// slowest of the others is.
func (st *Stream) Lane(name string) *File {
	st.store.mu.Lock()
	defer st.store.mu.Unlock()
	f := &File{lane: name, store: st.store}
	for _, other := range st.lanes {
		if other.lane == name {
			return other
		}
		mark, cursor := other.at()
		if f.cursor == nil || mark < f.mark {
			f.mark, f.cursor = mark, []byte(cursor)
		}
	}
	st.lanes = append(st.lanes, f)
	st.store.alter()
	return f
}

// OpenAt is Open for a stream: the place behind the span is a cursor, which is
// copied, and its number.
func (f *File) OpenAt(end int64, cursor []byte) *Span {
	sp := f.Open(end)
	f.mu.Lock()
	defer f.mu.Unlock()
	sp.cursor = append(sp.cursor[:0], cursor...)
	return sp
}

// Cursor is the place before which everything of a stream is delivered; empty
// at its beginning.
func (f *File) Cursor() string {
	_, cursor := f.at()
	return cursor
}

func (f *File) at() (mark int64, cursor string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mark, string(f.cursor)
}

// encodeStreams lists the streams for the state file. The store is locked.
func (s *Store) encodeStreams() []streamState {
	var all []streamState
	for _, name := range slices.Sorted(maps.Keys(s.streams)) {
		st := streamState{name, map[string]laneState{}}
		for _, f := range s.streams[name].lanes {
			mark, cursor := f.at()
			st.Lanes[f.lane] = laneState{Mark: mark, Cursor: cursor}
		}
		if len(st.Lanes) > 0 {
			all = append(all, st)
		}
	}
	return all
}

func (s *Store) decodeStreams(states []streamState) {
	for _, ss := range states {
		st := &Stream{store: s}
		for _, name := range slices.Sorted(maps.Keys(ss.Lanes)) {
			l := ss.Lanes[name]
			st.lanes = append(st.lanes, &File{lane: name, store: s, mark: l.Mark, cursor: []byte(l.Cursor)})
		}
		s.streams[ss.Name] = st
	}
}
