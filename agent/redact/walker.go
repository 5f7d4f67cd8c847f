package redact

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// A walker reads a JSON text from left to right. What it cannot read ends it.
type walker struct {
	s      *Scrubber
	b      []byte
	padded []byte // b and zeros, which end all that is looked for
	i      int
	hit    int // the first place from where it was looked for on that may begin a secret
}

// claim reads one member of the payload into c.
func (w *walker) claim(c *Claims) bool {
	name, ok := w.str()
	if !ok || !w.open(':') {
		return false
	}
	switch at := c.slot(name); {
	case at.text != nil:
		return w.text(at.text)
	case at.list != nil:
		return w.texts(at)
	case at.moment != nil:
		return w.time(at.moment)
	}
	return w.skip(0)
}

func (w *walker) space() {
	for w.i < len(w.b) && (w.b[w.i] == ' ' || w.b[w.i] == '\t' || w.b[w.i] == '\n' || w.b[w.i] == '\r') {
		w.i++
	}
}

// open steps over c.
func (w *walker) open(c byte) bool {
	w.space()
	if w.i >= len(w.b) || w.b[w.i] != c {
		return false
	}
	w.i++
	return true
}

// comma steps over a comma and reports true, or over end and reports false.
func (w *walker) comma(end byte) bool {
	if w.open(',') {
		return true
	}
	w.open(end)
	return false
}

// str reads a string; an escaped one is copied into the arena.
func (w *walker) str() ([]byte, bool) {
	if !w.open('"') {
		return nil, false
	}
	rest := w.b[w.i:]
	end := plainPrefix(rest)
	if end < len(rest) && rest[end] == '"' {
		w.i += end + 1
		return rest[:end], true
	}
	for ; end < len(rest) && rest[end] != '"'; end++ {
		if rest[end] == '\\' {
			end++
		}
	}
	if end >= len(rest) {
		return nil, false
	}
	w.i += end + 1
	if bytes.IndexByte(rest[:end], '\\') < 0 {
		return rest[:end], true
	}
	return w.unescape(rest[:end]), true
}

func (w *walker) unescape(v []byte) []byte {
	s := w.s
	mark := len(s.arena)
	for i := 0; i < len(v); {
		if n, r, _ := unescape(v, i); v[i] == '\\' && n > 0 && r >= 0 {
			s.arena = utf8.AppendRune(s.arena, r)
			i += n
			continue
		}
		s.arena = append(s.arena, v[i])
		i++
	}
	return s.arena[mark:len(s.arena):len(s.arena)]
}

// text reads a string, scrubbed, into t. A value of another type is skipped,
// a number kept as it is written.
func (w *walker) text(t *Text) bool {
	w.space()
	if w.i < len(w.b) && digit(w.b[w.i]) {
		from := w.i
		if !w.skip(0) {
			return false
		}
		*t = Text{w.b[from:w.i]}.Cut(maxClaim)
		return true
	}
	if w.i < len(w.b) && w.b[w.i] != '"' {
		return w.skip(0)
	}
	v, ok := w.str()
	if ok {
		*t = w.scrub(v)
	}
	return ok
}

// scrubbed is the text b[from:to].
func (w *walker) scrubbed(from, to int) Text {
	v := w.b[from:to:to]
	if w.s.r.deny == nil {
		if w.hit < from {
			w.hit = w.s.r.eng.filter.next(w.b, from)
		}
		if w.hit+4 > to { // not in this text
			return Text{v}.Cut(maxClaim)
		}
	}
	return w.scrub(v)
}

// scrub is Text for a claim. Most issuers are URLs, which want a close look: once.
func (w *walker) scrub(v []byte) Text {
	s := w.s
	if s.r.deny == nil && s.cleanClaims.has(v) {
		return Text{v}.Cut(maxClaim)
	}
	if first := s.r.eng.filter.next(v, 0); first < len(v) || s.r.deny != nil {
		found := len(s.found)
		out, changed := s.scrub(v, first, InBody, maxNest)
		if !changed && len(s.found) == found && s.r.deny == nil {
			s.cleanClaims.add(v)
		}
		v = out
	}
	return Text{v}.Cut(maxClaim)
}

// words puts the words of b[from:to] into a list.
func (w *walker) words(at claimSlot, from, to int) {
	for from < to {
		end := to
		if i := bytes.IndexByte(w.b[from:to], ' '); i >= 0 {
			end = from + i
		}
		if from < end && len(*at.list) < at.most {
			*at.list = append(*at.list, w.scrubbed(from, end))
		}
		from = end + 1
	}
}

// texts reads a list of strings, or one string of words.
func (w *walker) texts(at claimSlot) bool {
	add := func(v []byte) {
		if len(*at.list) < at.most && len(v) > 0 {
			*at.list = append(*at.list, w.scrub(v))
		}
	}
	w.space()
	if w.i < len(w.b) && w.b[w.i] == '"' {
		v, ok := w.str()
		for word := range bytes.SplitSeq(v, []byte{' '}) {
			add(word)
		}
		return ok
	}
	if !w.open('[') {
		return w.skip(0)
	}
	if w.open(']') {
		return true
	}
	for {
		w.space()
		if w.i < len(w.b) && w.b[w.i] == '"' {
			v, ok := w.str()
			if !ok {
				return false
			}
			add(v)
		} else if !w.skip(0) {
			return false
		}
		if !w.comma(']') {
			return true
		}
	}
}

// time reads a moment in seconds, milliseconds or microseconds, as a number or
// in quotes.
func (w *walker) time(t *int64) bool {
	w.space()
	quoted := w.open('"')
	from := w.i
	var v int64
	n := 0
	for ; w.i < len(w.b) && digit(w.b[w.i]); w.i++ {
		if n++; n > 18 {
			break
		}
		v = v*10 + int64(w.b[w.i]-'0')
	}
	if quoted {
		if i := bytes.IndexByte(w.b[w.i:], '"'); i >= 0 {
			w.i += i + 1
		} else {
			return false
		}
	} else if !w.skip(0) && n == 0 {
		return false
	}
	if number := w.b[from:w.i]; len(number) < 32 && bytes.IndexAny(number, "eE") > 0 { // 1.9e+09, as some encoders write it
		f, _ := strconv.ParseFloat(string(bytes.TrimRight(number, `"`)), 64)
		if v = 0; f > 0 && f < 1e18 {
			v = int64(f)
		}
	}
	*t = inSeconds(v)
	return true
}

// skip steps over a value of any type.
func (w *walker) skip(depth int) bool {
	w.space()
	if w.i >= len(w.b) || depth > maxDepth {
		return false
	}
	switch c := w.b[w.i]; c {
	case '"':
		w.i++
		for ; w.i < len(w.b); w.i++ {
			if w.b[w.i] == '\\' {
				w.i++
			} else if w.b[w.i] == '"' {
				w.i++
				return true
			}
		}
		w.i = len(w.b) // a backslash at the end led behind it
		return false
	case '{', '[':
		w.i++
		end := c + 2 // ASCII: } and ] stand two behind { and [
		if w.open(end) {
			return true
		}
		for {
			if c == '{' && (!w.skip(depth+1) || !w.open(':')) {
				return false
			}
			if !w.skip(depth + 1) {
				return false
			}
			if !w.open(',') {
				return w.open(end)
			}
		}
	}
	for w.i < len(w.b) && w.b[w.i] != ',' && w.b[w.i] != '}' && w.b[w.i] != ']' {
		w.i++
	}
	return true
}
