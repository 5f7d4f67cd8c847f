package event

import (
	"math/bits"
	"strings"
)

// A mould is what all documents of one shape have in common: braces, keys and
// commas. Most events of an agent have one of a few shapes, so a document is
// written by putting values between texts that are there already, without
// asking again and again which field comes next and what closes behind it.
type mould struct {
	hash  uint64 // of shape: most of the others show by it that they are others
	shape shape
	cuts  []cut
	rest  []byte // behind the last cut
	text  []byte // of all
}

// A cut is where a value goes, behind a text. Most texts are short: they
// are written with what lies behind them in head, in one go.
type cut struct {
	text  []byte
	head  [32]byte
	value value
	short bool
}

// Moulds are those that an encoder keeps, in sets by the hash of their shapes. One
// takes about four KiB; shapes beyond them push each other out.
type moulds struct {
	sets [1 << setBits][4]mould
	turn int // of those of a set to be pushed out
}

const setBits = 4

// of is the mould for an event of a shape.
func (ms *moulds) of(s *shape, enc *Encoder, e *Event) *mould {
	h := s.hash()
	set := &ms.sets[h>>(64-setBits)]
	for i := range set {
		if m := &set[i]; m.hash == h && m.shape == *s {
			return m
		}
	}
	m := &set[ms.turn%len(set)]
	ms.turn++
	m.hash = h
	m.cast(enc, s, e)
	return m
}

// cast makes the mould for a shape, of an event that has it.
func (m *mould) cast(enc *Encoder, s *shape, e *Event) {
	b, ends := append(m.text[:0], '{'), [slotCount]int{}
	m.shape, m.cuts = *s, m.cuts[:0]
	in, comma := "", false
	for word, set := range s.fields {
		for ; set != 0; set &= set - 1 {
			k := slot(word<<6 + bits.TrailingZeros64(set))
			row := &members[k]
			for !within(row.in, in) {
				b, comma = append(b, '}'), true
				in = in[:max(0, strings.LastIndexByte(in, '.'))]
			}
			if comma {
				b = append(b, ',')
			}
			for name := range strings.SplitSeq(row.in[len(in):], ".") {
				if name != "" {
					b = append(append(append(b, '"'), name...), `":{`...)
				}
			}
			b = append(b, row.key...)
			if row.habit == decided || s.like != 0 && (row.habit == alike || row.habit == spoken && !s.line) {
				b = row.value.append(enc, b, e)
			} else {
				ends[len(m.cuts)] = len(b)
				m.cuts = append(m.cuts, cut{value: row.value})
			}
			in, comma = row.in, true
		}
	}
	for in != "" {
		b, in = append(b, '}'), in[:max(0, strings.LastIndexByte(in, '.'))]
	}
	m.text = append(b, '}')
	at := 0
	for i := range m.cuts {
		c := &m.cuts[i]
		c.text, at = m.text[at:ends[i]], ends[i]
		c.short = copy(c.head[:], c.text) == len(c.text)
	}
	m.rest = m.text[at:]
}

// within reports whether the object at path is the one at of, or in it.
func within(path, of string) bool {
	rest, ok := strings.CutPrefix(path, of)
	return ok && (of == "" || rest == "" || rest[0] == '.')
}

// fill appends the document of an event of the mould's shape.
func (m *mould) fill(enc *Encoder, b []byte, e *Event) []byte {
	for i := range m.cuts {
		c := &m.cuts[i]
		if at := len(b); c.short && at+len(c.head) <= cap(b) {
			*(*[len(c.head)]byte)(b[at : at+len(c.head)]) = c.head
			b = b[:at+len(c.text)]
		} else {
			b = append(b, c.text...)
		}
		switch v := &c.value; { // as value.append does: a call for each value would cost 1 % of a line
		case v.text != nil:
			b = keyword(b, *v.text(e))
		case v.number != nil:
			b = number(b, v.number(e))
		default:
			b = v.write(enc, b, e)
		}
	}
	return append(b, m.rest...)
}
