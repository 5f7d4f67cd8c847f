package redact

import (
	"bytes"
	"math"
)

// An application that lets a secret slip has it in a record more than once: by its name,
// and in the message, the path or the command where no name tells of it.
//
//	{"password":"Tr0ub4dor&3","msg":"cannot bind with Tr0ub4dor&3"}
//
// So what was found once in a text is replaced everywhere in it, and what was found in a
// field by its name everywhere in the record's other fields.

const (
	maxEchoed = 32 // secrets of one text that are looked for again
	maxNamed  = 8  // secrets of one record's fields
)

// echoes replaces what the spans of a text say once more, in any of its views, and what
// fields have by their names.
func (s *Scrubber) echoes(views []*scan) {
	base := views[0].base
	for i, sp := range s.spans[base:min(len(s.spans), base+maxEchoed)] { // as they are now: more are added
		raw := views[0].b[sp.from:sp.to]
		if len(views[0].b) < 2*len(raw) {
			continue // there is no room for another
		}
		if sp.as != asText || !distinctive(sp.secret, sp.kind) || s.echoed(base, base+i) {
			continue
		}
		for _, w := range views {
			w.echo(&sp, raw)
			if !bytes.Equal(raw, sp.secret) {
				w.echo(&sp, sp.secret)
			}
		}
	}
	for i := range s.named {
		for _, w := range views {
			w.echo(&s.named[i], s.named[i].secret)
		}
	}
}

// echoed reports whether a span before the one at i has the same secret.
func (s *Scrubber) echoed(base, i int) bool {
	for k := base; k < i; k++ {
		if bytes.Equal(s.spans[k].secret, s.spans[i].secret) {
			return true
		}
	}
	return false
}

// echo replaces each v that stands alone in the view, by what stands in the place of sp.
func (sc *scan) echo(sp *span, v []byte) {
	if sc.up != nil {
		sc.echoIn(0, len(sc.b), sp, v)
		return
	}
	sc.echoIn(0, sp.from, sp, v)
	sc.echoIn(sp.to, len(sc.b), sp, v)
}

func (sc *scan) echoIn(from, to int, sp *span, v []byte) {
	for k := from; to-k >= len(v); k += len(v) {
		i := bytes.Index(sc.b[k:to], v)
		if i < 0 {
			return
		}
		k += i
		if isAlnum(v[0]) && isAlnum(byteAt(sc.b, k-1)) || isAlnum(v[len(v)-1]) && isAlnum(byteAt(sc.b, k+len(v))) {
			continue // a part of something longer
		}
		if again := sc.emit(k, k+len(v), sp.kind, sp.at); again != nil {
			again.lit, again.bare, again.inner = sp.lit, sp.bare, sp.inner
		}
	}
}

// distinctive reports whether a secret is written as hardly anything else is, so that the
// same bytes elsewhere are that secret: not "admin", not 1234.
func distinctive(v []byte, kind Kind) bool {
	least := 8
	if kind.Removed() { // people's are shorter
		least = 6
	}
	if len(v) < least {
		return false
	}
	letters, others := false, false
	for i := 0; i < len(v) && !(letters && others); i++ {
		switch c := v[i]; {
		case isLetter(c):
			letters = true
		case digit(c), c > ' ' && bytes.IndexByte([]byte("._-/:"), c) < 0:
			others = true
		}
	}
	return letters && others || looksRandom(v, 12)
}

// remember keeps a secret that a field has by its name, for the texts to come.
func (s *Scrubber) remember(secret []byte, kind Kind, at Place) {
	if len(s.named) < maxNamed {
		s.named = append(s.named, span{secret: secret, kind: kind, at: at})
		s.brief = min(s.brief, len(secret))
	}
}

// repeats reports whether a text has a secret that a field has by its name. It is small
// enough for the compiler to put it in place of a call.
func (s *Scrubber) repeats(raw []byte) bool { return len(raw) >= s.brief && s.hasNamed(raw) }

func (s *Scrubber) hasNamed(raw []byte) bool {
	for i := range s.named {
		if bytes.Contains(raw, s.named[i].secret) {
			return true
		}
	}
	return false
}

// forgetNamed forgets the secrets of the fields of a record.
func (s *Scrubber) forgetNamed() { s.named, s.brief = s.named[:0], math.MaxInt }
