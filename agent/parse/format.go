package parse

import (
	"strings"

	"github.com/hashtail/hashtail/agent/redact"
)

// A Format is one kind of record and one or more ways to read it. Its
// functions set the fields that they find and return nil; ErrNotAuth when they
// know the record to be no authentication event; ErrFormat when it is not
// theirs (what they had set is then forgotten and others are asked).
type Format struct {
	Name    string
	Example string

	// Line reads a whole record. One that begins with none of the bytes of Begins
	// is surely not the format's; with none given it is asked of any record.
	Line   func(p *Parser, line []byte) error
	Begins string
	// Message reads what stands behind the header of a syslog record that one
	// of Programs wrote; it is never empty. Bare ones are recognised without any
	// header. Terse ones may be so without a word that tells of authentication: the
	// others are not asked of such a message (TestTerse holds them to that).
	Message  func(p *Parser, msg []byte) error
	Programs []string
	Bare     bool
	Terse    bool
	// Object reads a JSON object that has all of Keys at its top.
	Object func(p *Parser, d *Doc) error
	Keys   []string
	// Settled is an Object that decides by no value but those that it Gets, and leaves
	// all others to [Parser.fields] and [Parser.pass]: what it made of a record is good
	// for one that has others of these.
	Settled bool
	// General formats say how a record is written, not who wrote it. One is never asked
	// first for a file's next record, since it would claim another's, unless it has an
	// Envelope, within which it is seen whose the record is.
	General  bool
	Envelope bool
	// Lasting is an Envelope that is a file's format whatever else was seen in it: the next
	// record is one as well, of whatever program.
	Lasting bool
}

// none is the number of no format.
const none = -1

// number is the place of a format in the table.
func number(name string) int {
	for i := range Formats {
		if Formats[i].Name == name {
			return i
		}
	}
	return none
}

// A row is a format of the table with what a parser adds to it.
type row struct {
	*Format
	number int
	need   keySet      // Keys
	name   redact.Text // event.module
}

// An index is the table of formats, ordered for finding one. It is built once
// per parser, because the functions in the table refer to the parser, and the
// parser must not refer back to the table.
type index struct {
	rows     []*row
	lines    [256][]*row // those with Line, by the first byte of a record
	bare     []*row
	terse    []*row // of bare
	objects  []*row
	programs map[string]*row
	products map[string]*row // modules that are no row: of Aliases, and of the configuration's formats
	keys     map[string]int  // numbers of Keys
	json     int             // the number of general JSON
	text     int             // of lines that are nothing else
}

func newIndex(s *redact.Scrubber) *index {
	x := &index{programs: map[string]*row{}, products: map[string]*row{}, keys: map[string]int{}, json: number("json"), text: number("text")}
	for i := range Formats {
		f := &row{Format: &Formats[i], number: i}
		if !f.General {
			f.name = s.Text([]byte(f.Name), redact.InMessage).Clone()
		}
		x.add(f)
	}
	return x
}

// add enters a row wherever it will be looked for.
func (x *index) add(f *row) {
	x.rows = append(x.rows, f)
	for c := range x.lines {
		if f.mayBegin(byte(c)) {
			x.lines[c] = append(x.lines[c], f)
		}
	}
	if f.Bare {
		x.bare = append(x.bare, f)
	}
	if f.Bare && f.Terse {
		x.terse = append(x.terse, f)
	}
	if f.Object != nil {
		x.objects = append(x.objects, f)
	}
	for _, name := range f.Programs {
		if x.programs[name] == nil {
			x.programs[name] = f
		}
	}
	for _, k := range f.Keys {
		n, ok := x.keys[k]
		if !ok {
			n = len(x.keys)
			x.keys[k] = n
		}
		f.need.add(n)
	}
}

// mayBegin reports whether the format is asked for lines that begin with c.
func (f *Format) mayBegin(c byte) bool {
	return f.Line != nil && (f.Begins == "" || strings.IndexByte(f.Begins, c) >= 0)
}

// product is the module of a name that is no row of the table.
func (x *index) product(s *redact.Scrubber, name string) *row {
	f := x.products[name]
	if f == nil {
		f = &row{Format: &Format{Name: name}, number: none, name: s.Text([]byte(name), redact.InMessage).Clone()}
		x.products[name] = f
	}
	return f
}

// A keySet holds numbers of Keys, below 128 (TestTable counts them).
type keySet [2]uint64

func (s *keySet) add(n int)         { s[n>>6] |= 1 << (n & 63) }
func (s *keySet) join(t keySet)     { s[0] |= t[0]; s[1] |= t[1] }
func (s *keySet) has(t keySet) bool { return s[0]&t[0] == t[0] && s[1]&t[1] == t[1] }
