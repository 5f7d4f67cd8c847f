package redact

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// An edit is a stretch that the next view shows in another way: numbers as the
// text they spell, anything else not at all.
type edit struct {
	from, to int
	as       numerals
}

// numerals are how a text is spelled in numbers.
type numerals uint8

const (
	asText    numerals = iota
	inHex              // 70617373, 70 61 73 73, 0x70, 0x61
	inDecimal          // 112,97,115,115
	inQ                // Your_password_is=3A, the Q encoding of a mail's headers
	asBlank            // a blank for whatever stands there
)

// A seg says that from b[view] on a view runs in step with b[up] of the view it
// was decoded from, until the next seg.
type seg struct{ view, up int }

// A layer is a set of kinds of escapes, by the encoding that they are of. Programs put the
// encodings over each other in an order that is nearly always the same: they write a URL
// into HTML, and both into JSON. So a view takes one layer off, the outermost, and with it
// the signs that are of no encoding: a percent sign in a password in JSON is no escape
// before the view without backslashes was searched.
type layer uint8

const (
	ofNone      layer = 1 << iota // What every view takes off: terminal colours, invisible characters, the breaks of long lines.
	ofBackslash                   // JSON's, those of C and of shells.
	ofEntity                      // HTML's and XML's.
	ofPercent                     // Those of URLs.
	ofPlus                        // A + for a blank, where a query seems to hold it.
	ofControl                     // Control characters that part nothing; anchors may begin with one that does.
	ofBroken                      // Bytes that are no UTF-8, of the text as it was given: in a view they show that %DB was none.
)

var layerOf = func() (t [256]layer) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf:
			t[c] = ofBroken
		case isControl(byte(c)):
			t[c] = ofControl
		}
	}
	for _, c := range escapes {
		t[c] = ofNone
	}
	t['\\'], t['&'], t['%'], t['+'] = ofBackslash, ofEntity, ofPercent, ofPlus
	return t
}()

// outermost is the layer that was put over b last, 0 if there is none.
func outermost(b []byte) layer {
	for _, lead := range [...]byte{'\\', '&', '%'} {
		for i := 0; ; i++ {
			k := bytes.IndexByte(b[i:], lead)
			if k < 0 {
				break
			}
			if i += k; isEscape(b, i) {
				return layerOf[lead]
			}
		}
	}
	return 0
}

// decode makes sc the view of v without its outermost layer of escapes, with the edits
// that v found and, with plus, with blanks for its + signs. It reports whether that is
// another text.
func (sc *scan) decode(v *scan, plus bool) bool {
	b, off := v.b, ofNone|ofControl|outermost(v.b)
	if plus {
		off |= ofPlus
	}
	if v.up == nil {
		off |= ofBroken
	}
	sc.buf, sc.segs = sc.buf[:0], sc.segs[:0]
	at := 0
	for _, e := range v.edits {
		if at = sc.show(b, at, e.from, off); at <= e.from { // else an escape has taken its beginning
			sc.spell(b, e)
			at = e.to
		}
	}
	sc.show(b, at, len(b), off)
	sc.b = sc.buf
	return len(sc.segs) > 0
}

// show appends b[from:to] to the view without the escapes of the layers off, and returns
// where it ends, which is behind to if an escape goes on there.
func (sc *scan) show(b []byte, from, to int, off layer) (end int) {
	i := from
	for i < to {
		if layerOf[b[i]]&off == 0 {
			i++
			continue
		}
		n, r, single := 1, ' ', true // of a plus
		if b[i] != '+' {
			n, r, single = unescape(b, i)
		}
		if n == 0 {
			i++
			continue
		}
		sc.buf = append(sc.buf, b[from:i]...)
		sc.step(i)
		switch {
		case r < 0: // nothing to see
		case single:
			sc.buf = append(sc.buf, byte(r))
		default:
			sc.buf = utf8.AppendRune(sc.buf, r)
		}
		i += n
		from = i
		sc.step(i)
	}
	sc.buf = append(sc.buf, b[from:i]...)
	return i
}

// step says that what is appended to the view next stands at up in the view above.
func (sc *scan) step(up int) { sc.segs = append(sc.segs, seg{len(sc.buf), up}) }

// spell appends what the edit e of b shows.
func (sc *scan) spell(b []byte, e edit) {
	sc.step(e.from)
	if e.as == asBlank {
		sc.buf = append(sc.buf, ' ')
	}
	for i := e.from; i < e.to && e.as != asText && e.as != asBlank; {
		at, c, next := spelled(b, i, e)
		if c == 0 {
			c = ' '
		}
		sc.step(at)
		sc.buf = append(sc.buf, c)
		sc.step(next)
		i = next
	}
	sc.step(e.to)
}

// spelled is where the number at i or behind it begins, the byte that it is, and
// where to go on.
func spelled(b []byte, i int, e edit) (at int, c byte, next int) {
	switch {
	case e.as != inQ:
	case b[i] == '_':
		return i, ' ', i + 1
	case b[i] == '=' && i+2 < e.to && isHex(b[i+1]) && isHex(b[i+2]):
		return i, unhex(b[i+1])<<4 | unhex(b[i+2]), i + 3
	default:
		return i, b[i], i + 1
	}
	for i < e.to && !digit(b[i]) && (e.as == inDecimal || !isHex(b[i])) || hasFold(b, i, "0x") && e.as == inHex {
		i++
		if b[i] == 'x' || b[i] == 'X' {
			i++
		}
	}
	at = i
	if e.as == inHex {
		return at, unhex(b[i])<<4 | unhex(byteAt(b, i+1)), i + 2
	}
	for ; i < e.to && digit(b[i]); i++ {
		c = c*10 + b[i] - '0'
	}
	return at, c, i
}

// root maps b[from:to] of a view to the text that was given.
func (sc *scan) root(from, to int) (int, int) {
	for v := sc; v.up != nil; v = v.up {
		last := to - 1
		if to <= from {
			last = to
		}
		from = v.upFrom(from)
		to = v.upTo(last)
	}
	return from, to
}

// upFrom is where b[i] begins in the view above.
func (sc *scan) upFrom(i int) int {
	k := sort.Search(len(sc.segs), func(k int) bool { return sc.segs[k].view > i }) - 1
	if k < 0 {
		return i
	}
	return sc.segs[k].up + i - sc.segs[k].view
}

// upTo is where what b[i] was decoded from ends in the view above.
func (sc *scan) upTo(i int) int {
	k := sort.Search(len(sc.segs), func(k int) bool { return sc.segs[k].view > i })
	if k == 0 {
		return i + 1
	}
	if k < len(sc.segs) && sc.segs[k].view == i+1 {
		return sc.segs[k].up
	}
	if k < len(sc.segs) && sc.segs[k-1].view <= i && sc.segs[k].up-sc.segs[k-1].up > sc.segs[k].view-sc.segs[k-1].view {
		return sc.segs[k].up // a rune of several bytes is one escape
	}
	return sc.segs[k-1].up + i + 1 - sc.segs[k-1].view
}

// spelledAs says in what numbers b[i] was spelled, if in any.
func (sc *scan) spelledAs(i int) numerals {
	for v := sc; v.up != nil; v = v.up {
		i = v.upFrom(i)
		for _, e := range v.up.edits {
			if e.as != asText && e.as != asBlank && i >= e.from && i < e.to {
				return e.as
			}
		}
	}
	return asText
}
