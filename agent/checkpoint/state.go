package checkpoint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// version is the format of the state file. A change that an older hashtail
// would misread counts it up; such a state is refused there. Only a state with
// streams is of format 2: without them the older one may have it back.
const (
	version        = 2
	versionOfFiles = 1
)

// An envelope is the state file: the sum tells a torn or damaged state from a
// whole one.
type envelope struct {
	Version int             `json:"version"`
	Sum     string          `json:"sha256"`
	State   json.RawMessage `json:"state"`
}

type state struct {
	stateHead
	Files []fileState `json:"files"`
}

type stateHead struct {
	Salt     string              `json:"salt"`
	Patterns []string            `json:"patterns,omitempty"`
	Passed   map[string][]uint64 `json:"passed,omitempty"`
	Streams  []streamState       `json:"streams,omitempty"`
}

type fileState struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Place
	Gone  *time.Time           `json:"gone,omitempty"`
	Head  Print                `json:"head"`
	First ladder               `json:"first"`
	Trail []Print              `json:"trail,omitempty"`
	Lanes map[string]laneState `json:"lanes"`
}

type laneState struct {
	Mark   int64  `json:"mark"`
	Format string `json:"format,omitempty"`
	Cursor string `json:"cursor,omitempty"` // of a stream
}

// encode makes the state file, in pieces: all of it at once would be the largest
// thing in memory. With many files most have not changed since the last time;
// what they were encoded to is kept. The sum is the one in its envelope.
func (s *Store) encode() (pieces [][]byte, sum string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	head := stateHead{
		Salt:     hex.EncodeToString(s.salt),
		Patterns: slices.Sorted(maps.Keys(s.seen)),
		Passed:   s.passed,
		Streams:  s.encodeStreams(),
	}
	ids := s.sorted()
	s.takeMarks(ids)
	if pieces, err = s.encodeFiles(head, ids, ",\n"); err != nil {
		return nil, "", err
	}
	pieces, sum = seal(formatOf(head.Streams), pieces)
	return pieces, sum, nil
}

func (s *Store) sorted() []*Identity {
	return slices.SortedFunc(maps.Values(s.ids), func(a, b *Identity) int { return cmp.Compare(a.ID, b.ID) })
}

// encodeFiles encodes head with ids as its files, parted by comma, in pieces of which
// the first is left empty.
func (s *Store) encodeFiles(head any, ids []*Identity, comma string) ([][]byte, error) {
	b, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	pieces := append(make([][]byte, 0, 2*len(ids)+4), nil, append(b[:len(b)-1], `,"files":[`...))
	for i, id := range ids {
		if i > 0 {
			pieces = append(pieces, []byte(comma))
		}
		if err := id.encode(s.scratch[:]); err != nil {
			return nil, err
		}
		pieces = append(pieces, id.encoded)
	}
	return append(pieces, []byte("]}")), nil
}

func formatOf(streams []streamState) int {
	if len(streams) > 0 {
		return version
	}
	return versionOfFiles
}

// seal puts an envelope around the pieces of a state, for whose head the first of
// them has room.
func seal(format int, pieces [][]byte) (sealed [][]byte, sum string) {
	h := sha256.New()
	for _, p := range pieces {
		h.Write(p)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	pieces[0] = fmt.Appendf(nil, `{"version":%d,"sha256":"%s","state":`, format, sum)
	return append(pieces, []byte("}\n")), sum
}

// takeMarks takes all marks at one moment, between two acknowledgements of what
// was delivered together.
func (s *Store) takeMarks(ids []*Identity) {
	s.acks.Lock()
	defer s.acks.Unlock()
	for _, id := range ids {
		for _, f := range id.lanes {
			f.mu.Lock()
			now := laneState{Mark: f.mark, Format: f.format}
			f.mu.Unlock()
			if now != f.encoded {
				f.encoded, id.encoded = now, nil
			}
		}
	}
}

// encode brings id.encoded up to date. The marks are taken before the prints:
// a print that a mark has outrun since is as good, a mark without the bytes
// before it is not.
func (id *Identity) encode(scratch []byte) error {
	if id.encoded != nil {
		return nil
	}
	id.takePrints(scratch)
	fs := fileState{
		ID: fmt.Sprintf("%016x", id.ID), Name: id.Name, Place: id.place,
		Head: id.head, First: id.first, Trail: id.trail,
		Lanes: make(map[string]laneState, len(id.lanes)),
	}
	for _, f := range id.lanes {
		fs.Lanes[f.lane] = f.encoded
	}
	if !id.gone.IsZero() {
		gone := id.gone.UTC()
		fs.Gone = &gone
	}
	var err error
	id.encoded, err = json.Marshal(fs)
	return err
}

var errSum = errors.New("its checksum does not match")

// unseal reads what is in an envelope into st.
func unseal(data []byte, st any) (sum string, err error) {
	var env envelope
	if err := json.Unmarshal(data, &env); err != nil {
		return "", errors.New("it is not complete JSON")
	}
	if env.Version > version {
		return "", fmt.Errorf("%w: its format is %d, this hashtail knows %d", ErrNewer, env.Version, version)
	}
	if sum := sha256.Sum256(env.State); env.Version < 1 || env.Sum != hex.EncodeToString(sum[:]) {
		return "", errSum
	}
	if err := json.Unmarshal(env.State, st); err != nil {
		return "", errors.New("its fields have the wrong types")
	}
	return env.Sum, nil
}

func (s *Store) decode(data []byte) error {
	var st state
	sum, err := unseal(data, &st)
	if err != nil {
		return err
	}
	salt, err := hex.DecodeString(st.Salt)
	if err != nil || len(salt) != len(s.salt) {
		return errors.New("its salt is not valid")
	}
	ids, err := s.identities(st.Files)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.salt, s.ids, s.sum = salt, ids, sum
	for _, p := range st.Patterns {
		s.seen[p] = true
	}
	if st.Passed != nil {
		s.passed = st.Passed
	}
	clear(s.streams)
	s.decodeStreams(st.Streams)
	return nil
}

func (s *Store) identities(files []fileState) (map[uint64]*Identity, error) {
	ids := make(map[uint64]*Identity, len(files))
	for _, fs := range files {
		id, err := s.identity(fs)
		if err != nil {
			return nil, err
		}
		if ids[id.ID] != nil {
			return nil, errors.New("it has a file twice")
		}
		ids[id.ID] = id
	}
	return ids, nil
}

func (s *Store) identity(fs fileState) (*Identity, error) {
	n, err := strconv.ParseUint(fs.ID, 16, 64)
	if err != nil || n == 0 {
		return nil, errors.New("a file's id is not valid")
	}
	if fs.Head.End != int64(fs.Head.Len) {
		return nil, errors.New("a file's head is not at its beginning")
	}
	for i, p := range fs.Trail {
		if i > 0 && fs.Trail[i-1].End >= p.End {
			return nil, errors.New("a file's prints are not in order")
		}
	}
	id := &Identity{
		ID: n, Name: fs.Name, store: s, place: fs.Place, head: fs.Head, first: fs.First, trail: fs.Trail,
	}
	if fs.Gone != nil {
		id.gone = *fs.Gone
	}
	for name, l := range fs.Lanes {
		if l.Mark < 0 {
			return nil, errors.New("a mark is negative")
		}
		f := &File{lane: name, store: s, mark: l.Mark, format: l.Format, printed: -1}
		if slices.ContainsFunc(id.trail, func(p Print) bool { return p.End == l.Mark }) {
			f.printed = l.Mark
		}
		id.lanes = append(id.lanes, f)
	}
	return id, nil
}
