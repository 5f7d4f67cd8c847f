package redact

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// A span is a stretch of the text to be replaced.
type span struct {
	from, to int    // in the text that was given
	secret   []byte // the secret as it reads where it was found, escapes taken off
	lit      []byte // what stands in its place; nil: the hash or the mark of removal
	quote    []byte // goes around what stands in its place, where that was a bare number of JSON: "pin":1234
	kind     Kind
	found    int // its place among the findings
	at       Place
	bare     bool     // what stands in its place has no brackets, which would end a URL: https://bob:REDACTED@host
	as       numerals // how the text around it is spelled
	inner    bool     // lit is scrubbed text, whose findings are recorded already
}

// A scan searches one view of a text: the text as it is, or with escapes taken
// off. Views of one text form a chain.
type scan struct {
	s   *Scrubber
	eng *engine

	b    []byte
	at   Place
	up   *scan // the view this one was decoded from; nil for the text as it was given
	nest int   // how many layers of base64 were taken off
	base int   // where the spans of the text as it was given begin in s.spans

	buf   []byte // b of a view that was decoded
	segs  []seg
	edits []edit

	valuer valuer // of the name that is judged, see valueOf
	floor  int    // the search has passed all before here: nothing before it is replaced any more
	judged judged // the marks of what was read ahead of the search
	coded  bool   // b holds escapes: there is another view behind them
	plus   bool   // a + in b seems to be a space
	again  bool   // what was found may hang together: the text wants a second look
}

// maxViews bounds how often escapes are taken off, and nesting of base64.
const (
	maxViews = 6
	maxNest  = 2
)

// A Scrubber turns raw bytes into Texts and Tokens. It belongs to one goroutine.
type Scrubber struct {
	r     *Redactor
	keys  keyed
	turns int       // how often the keys changed
	arena []byte    // the bytes of all Texts since Reset that differ from what they were made from
	found []Finding // since Reset
	spans []span    // of the texts that are searched, the innermost last
	named []span    // secrets that fields of the record have by their names, see echo.go
	brief int       // bytes of the shortest of them

	scans []*scan // a stack of them, which are used again
	depth int     // how many of them are in use

	large bool // a text since Reset was larger than largeText

	clean         cleanTexts
	cleanClaims   cleanTexts // of claims, which are searched less deeply
	name          nameMemo
	param         paramMemo
	value         value     // that was judged last
	claims        []*Claims // in use since Reset; what is behind len is used again
	plain, plain2 []byte    // canonical form of one token
	b64           []byte    // decoded base64
}

// push begins the search of b, within others if it is a view of one.
func (s *Scrubber) push(b []byte, at Place, nest int) *scan {
	if s.depth == len(s.scans) {
		s.scans = append(s.scans, &scan{s: s, eng: s.r.eng})
	}
	sc := s.scans[s.depth]
	s.depth++
	sc.b, sc.at, sc.up, sc.nest, sc.base = b, at, nil, nest, len(s.spans)
	sc.floor, sc.coded, sc.plus, sc.again = 0, false, false, false
	sc.judged.reset()
	sc.edits = sc.edits[:0]
	return sc
}

func (s *Scrubber) pop() { s.depth-- }

// scrub is Text for a part of a text, in which no secret begins before first. nest
// says how many encodings were taken off it.
func (s *Scrubber) scrub(raw []byte, first int, at Place, nest int) (out []byte, changed bool) {
	out = raw
	s.large = s.large || len(raw) > largeText
	for range maxPasses {
		sc := s.push(out, at, nest)
		base := len(s.spans)
		sc.run(first)
		first = 0
		next, settled := s.replace(out, base)
		settled = settled && !sc.again
		found := len(s.spans) > base
		s.spans = s.spans[:base]
		s.pop()
		if !found {
			break
		}
		out, changed = next, true
		if settled {
			break
		}
	}
	return out, changed
}

// maxPasses bounds how often a text is searched again after something was
// removed from it, so that a second scrub finds nothing that the first did not:
// the brackets of a mark may change what stands beside it.
const maxPasses = 4

// run searches the text and the views behind its escapes. No secret begins before
// first.
func (sc *scan) run(first int) {
	sc.search(first)
	s, depth := sc.s, sc.s.depth
	sc.views(maxViews)
	if s.r.deny != nil {
		sc.denied()
	}
	if len(s.spans) > sc.base || len(s.named) > 0 {
		s.echoes(s.scans[depth-1 : s.depth])
	}
	s.depth = depth // only now: secrets lie in what the views hold
}

// views searches the view behind the escapes of sc, and at most n-1 behind it.
func (sc *scan) views(n int) {
	if !sc.coded || n == 0 {
		return
	}
	sc.behind(false, n)
	if sc.plus { // a + only seems to be a space: a secret may hold it
		sc.behind(true, n)
	}
}

func (sc *scan) behind(plus bool, n int) {
	w := sc.s.push(nil, sc.at, sc.nest)
	w.up = sc
	if !w.decode(sc, plus) {
		sc.s.pop()
		return
	}
	w.search(0)
	w.views(n - 1)
}

func (sc *scan) search(from int) {
	b, f := sc.b, sc.eng.filter
	sc.coded = sc.coded || isUnclean(b)
	if sc.up == nil && plusInQuery(b, sc.at) {
		sc.plus, sc.coded = true, true
	}
	for i := f.next(b, from); i < len(b); {
		i = f.next(b, sc.candidate(i))
	}
	for i := max(from, len(b)-3); i < len(b) && !sc.coded; i++ { // too near to the end for the filter
		sc.coded = layerOf[b[i]]&^(ofControl|ofBroken) != 0 && isEscape(b, i)
	}
}

// candidate judges what may begin at i and returns where to go on.
func (sc *scan) candidate(i int) int {
	b := sc.b
	if layerOf[b[i]]&^(ofControl|ofBroken) != 0 && isEscape(b, i) {
		sc.coded = true
		return i + 1
	}
	four, three := sc.eng.at(binary.LittleEndian.Uint32(b[i:]))
	if next := sc.try(four, i); next > 0 {
		return next
	}
	if next := sc.try(three, i); next > 0 {
		return next
	}
	return i + 1
}

// try asks anchors whose window is at i, until one knows where to go on.
func (sc *scan) try(ids []uint16, i int) int {
	for _, id := range ids {
		a := &sc.eng.anchors[id]
		lo := i - a.off
		if lo < sc.floor || !a.is(sc.b, lo) {
			continue
		}
		base := len(sc.s.spans)
		if next := a.do(sc, a, lo); next > i {
			sc.passOver(i, next, base)
			sc.floor = max(sc.floor, next)
			return next
		}
	}
	return 0
}

// passOver looks for escapes in b[i:next], which is not searched, as far as it is
// not replaced by spans from base on.
func (sc *scan) passOver(i, next, base int) {
	if spans := sc.s.spans[base:]; len(spans) > 0 && sc.up == nil {
		next = min(next, spans[len(spans)-1].from)
	}
	if sc.coded || i >= next {
		return
	}
	for k, c := range sc.b[i:next] {
		if layerOf[c] != 0 && isEscape(sc.b, i+k) {
			sc.coded = true
			return
		}
	}
}

func (a *anchor) is(b []byte, lo int) bool {
	if lo+len(a.lit) > len(b) {
		return false
	}
	if a.fold {
		return foldEqual(b[lo:lo+len(a.lit)], a.lit)
	}
	return string(b[lo:lo+len(a.lit)]) == a.lit
}

// emit has b[from:to] replaced, and returns its span. It is nil if the user allows the value,
// if it is to be replaced already, or if it is no password but a part of an address: wrong
// password (2001:db8::7), login bob@2001:db8::7.
func (sc *scan) emit(from, to int, kind Kind, at Place) *span {
	s := sc.s
	if s.r.allow != nil && s.r.allowed(s.canonical(sc.b[from:to])) || kind == Password && inIPv6(sc.b, from, to) {
		return nil
	}
	sc.coded = sc.coded || goesOn(sc.b, to) || byteAt(sc.b, from) >= utf8.RuneSelf && isEscape(sc.b, from)
	rf, rt := sc.root(from, to)
	for i, base := len(s.spans)-1, sc.top().base; i >= base && s.spans[i].from >= rf && i > len(s.spans)-maxArgs; i-- {
		if s.spans[i].from == rf && s.spans[i].to == rt { // an argument of two commands, of which one runs the other
			return nil
		}
	}
	if n := len(s.spans); n == cap(s.spans) {
		s.spans = slices.Grow(s.spans, n+16) // append would leave five times that behind, of a hundred thousand
	}
	s.spans = append(s.spans, span{from: rf, to: rt, secret: sc.b[from:to], kind: kind, at: at, as: sc.spelledAs(from)})
	return &s.spans[len(s.spans)-1]
}

// goesOn reports whether a token that ends at i may go on behind a NUL or the end of a line
// of quoted-printable, which base64 takes for its padding.
func goesOn(b []byte, i int) bool {
	return i < len(b) && (b[i] == 0 || b[i] == '=') && isEscape(b, i) || byteAt(b, i-1) == '=' && isEscape(b, i-1)
}

// emitAs has b[from:to] replaced by lit.
func (sc *scan) emitAs(from, to int, lit []byte, kind Kind, at Place) {
	if sp := sc.emit(from, to, kind, at); sp != nil {
		sp.lit = lit
	}
}

// top is the view of the text as it was given.
func (sc *scan) top() *scan {
	for sc.up != nil {
		sc = sc.up
	}
	return sc
}

// denied removes what the user's patterns match.
func (sc *scan) denied() {
	for _, re := range sc.s.r.deny {
		for _, m := range re.FindAllSubmatchIndex(sc.b, -1) {
			if len(m) > 2 && m[2] >= 0 {
				m = m[2:]
			}
			if m[1] > m[0] && !masked(sc.b[m[0]:m[1]]) {
				sc.emit(m[0], m[1], Denied, sc.at)
			}
		}
	}
}
