package redact

import "bytes"

// Find records the secrets in the value of a named field, as [Scrubber.Field]
// does, for a caller who has no use for the text that is left. Code in place of a
// value is none.
func (s *Scrubber) Find(name, raw []byte, at Place) {
	row := s.row(name)
	if row == nil || len(raw) == 0 {
		s.Text(raw, at)
		return
	}
	if row.how == scheme && s.bearerHeader(raw, row.placeIn(at)) {
		return
	}
	if len(raw) < maxExpression && (standsFor(raw) || len(raw) == len(name) && bytes.EqualFold(raw, name)) {
		return
	}
	s.field(row, raw, at)
}

// nearby is how much of a text around a value [Scrubber.Hides] looks at.
const nearby = 256

// Hides reports whether Text of b would replace a part of b[from:to]: what stands around
// a value may say that it is no secret, pass=42 fail=0. It finds nothing.
func (s *Scrubber) Hides(b []byte, from, to int) (hidden bool) {
	lo, hi := max(0, from-nearby), min(len(b), to+nearby)
	found, base, depth, arena := len(s.found), len(s.spans), s.depth, len(s.arena)
	defer func() {
		if recover() != nil { // Text fails closed, too
			hidden = true
		}
		s.found, s.spans, s.depth, s.arena = s.found[:found], s.spans[:base], depth, s.arena[:arena]
	}()
	sc := s.push(b[lo:hi:hi], InMessage, 0)
	sc.run(0)
	for _, sp := range s.spans[base:] {
		hidden = hidden || lo+sp.from < to && from < lo+sp.to
	}
	return hidden
}

// maxExpression bounds what is taken for a name in a program: tokens are longer.
const maxExpression = 64

// standsFor reports whether a value, of which a parser may have cut the end, is what
// a program or a manual writes for one: request.form.get('password'),
// env::var("KEY")?, <your token here>.
func standsFor(v []byte) bool {
	if v[0] == '<' {
		return allOf(bytes.TrimRight(v[1:], ">"), clLower|clUpper, '_')
	}
	k := bytes.IndexAny(v, "([")
	if k < 0 {
		k = len(v)
	}
	of := bytes.TrimRight(v[:k], ";")
	return len(of) > 0 && (dotted(of) || bytes.Contains(of, []byte("::")) && madeOf(of, clLower|clUpper, "_:"))
}

// A nameMemo is the credential's name that Find was asked for last: in a log it
// is the same one again and again.
type nameMemo struct {
	n   int
	of  [maxName]byte
	row *nameRow
}

// row is the row of a field's name, nil if it is not a credential's.
func (s *Scrubber) row(name []byte) *nameRow {
	m := &s.name
	if string(name) == string(m.of[:m.n]) {
		return m.row
	}
	row := s.r.eng.names.find(name)
	if row != nil && len(name) <= len(m.of) {
		m.n, m.row = copy(m.of[:], name), row
	}
	return row
}

// bearerLen is the length from which a token is longer than every word that
// means something else: masks, placeholders' words, names of parameters.
const bearerLen = max(maxMask, 24) + 1

// bearerHeader records the token of a header that is "Bearer" and one long
// token without escapes, as nearly all are. All others want the closer look of
// [scan.authorization].
func (s *Scrubber) bearerHeader(raw []byte, at Place) bool {
	token := bearerToken(raw)
	if token == nil || s.r.allow != nil {
		return false
	}
	kind := s.r.eng.kindOf(token, Opaque)
	if kind.Removed() {
		return false
	}
	s.found = append(s.found, Finding{})
	f := &s.found[len(s.found)-1]
	f.Kind, f.At, f.Offset = kind, at, len(raw)-len(token)
	s.hash(len(s.found)-1, token, kind, at)
	s.remember(token, kind, at)
	return true
}

// bearerToken is the token of a header that is "Bearer" and one long token without
// escapes, nil of any other.
func bearerToken(v []byte) []byte {
	const lit = "bearer "
	if len(v) < len(lit)+bearerLen || !foldEqual(v[:len(lit)], lit) {
		return nil
	}
	token := v[len(lit):]
	if !plainToken(token) || placeholder(token, false) || onlyMasks(token) {
		return nil
	}
	return token
}

// bearerMember replaces the token of "authorization":"Bearer x" in an object of JSON
// and returns where to go on, where the name ends at p and x is one long token without
// escapes. It is 0 for all else, which wants the closer look of [scan.valueOf].
func (v *valuer) bearerMember(p int) int {
	b, sc := v.sc.b, v.sc
	const sign = `":"`
	if v.row.how != scheme || sc.up != nil || !hasPrefix(b, p, []byte(sign)) || !opensMember(b, v.from) {
		return 0
	}
	from := p + len(sign)
	n := bytes.IndexByte(b[from:], '"')
	if n < 0 {
		return 0
	}
	to := from + n
	token := bearerToken(b[from:to])
	if token == nil {
		return 0
	}
	if next := sc.token(to-len(token), to, Opaque, v.at); next < to {
		return next
	}
	return v.more(v.became(to+1, 0))
}

// opensMember reports whether the name at from is in quotes, and the first or the next
// of an object.
func opensMember(b []byte, from int) bool {
	if byteAt(b, from-1) != '"' {
		return false
	}
	i := from - 2
	if byteAt(b, i) == ' ' {
		i--
	}
	return byteAt(b, i) == '{' || byteAt(b, i) == ','
}

// notInToken has a bit for each byte that may mean something else than itself in
// a token, depending on what is around it.
var notInToken = func() (t [256]uint32) {
	for c := range t {
		if !isAlnum(byte(c)) {
			t[c] = 1
		}
	}
	for _, c := range []byte("-_.~+/") {
		t[c] = 0
	}
	return t
}()

// plainToken reports whether v is all letters, digits and the signs of base64
// and of JWTs, with padding at its end at most.
func plainToken(v []byte) bool {
	n := len(v)
	for n > len(v)-2 && n > 0 && v[n-1] == '=' {
		n--
	}
	if n == 0 || v[n-1] == '.' {
		return false
	}
	v = v[:n]
	odd := uint32(0)
	for t := &notInToken; len(v) >= 16; v = v[16:] {
		odd |= t[v[0]] | t[v[1]] | t[v[2]] | t[v[3]] | t[v[4]] | t[v[5]] | t[v[6]] | t[v[7]] |
			t[v[8]] | t[v[9]] | t[v[10]] | t[v[11]] | t[v[12]] | t[v[13]] | t[v[14]] | t[v[15]]
		if odd != 0 { // v may be all the rest of a text
			return false
		}
	}
	for _, c := range v {
		odd |= notInToken[c]
	}
	return odd == 0
}
