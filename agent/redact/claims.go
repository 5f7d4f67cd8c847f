package redact

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Bounds of what is read from a token that anyone may have made.
const (
	maxPayload  = 16 << 10 // bytes of a JWT's payload in base64
	maxAudience = 16
	maxScopes   = 64
	maxClaim    = 256 // bytes of one claim that are kept
	maxDepth    = 8   // nesting of JSON that is skipped over
)

// readClaims reads the payload of a signed JWT. It is nil if that is not
// readable: encrypted, cut, not JSON. Times may be in seconds or milliseconds,
// audience and scope a string or a list.
func (s *Scrubber) readClaims(jwt []byte) *Claims {
	i := bytes.IndexByte(jwt, '.')
	j := bytes.IndexByte(jwt[i+1:], '.')
	if i < 0 || j <= 0 || j > maxPayload {
		return nil
	}
	mark := len(s.arena)
	doc, _ := s.decode64(jwt[i+1 : i+1+j])
	// The texts of the claims live in the arena: doc is used again.
	s.arena = append(s.arena, doc...)
	w := walker{s: s, b: s.arena[mark:len(s.arena):len(s.arena)]}
	if !w.open('{') {
		return nil
	}
	c := s.newClaims()
	for more := true; more && w.claim(c); {
		more = w.comma('}')
	}
	return c
}

// newClaims is an empty Claims that lives until Reset.
func (s *Scrubber) newClaims() *Claims {
	if len(s.claims) < cap(s.claims) {
		s.claims = s.claims[:len(s.claims)+1]
	} else {
		s.claims = append(s.claims, nil)
	}
	last := &s.claims[len(s.claims)-1]
	if *last == nil {
		*last = new(Claims)
	}
	c := *last
	*c = Claims{Audience: c.Audience[:0], Scope: c.Scope[:0]}
	return c
}

// A walker reads a JSON text from left to right. What it cannot read ends it.
type walker struct {
	s *Scrubber
	b []byte
	i int
}

// claim reads one member of the payload into c.
func (w *walker) claim(c *Claims) bool {
	name, ok := w.str()
	if !ok || !w.open(':') {
		return false
	}
	switch string(name) {
	case "jti":
		return w.text(&c.ID)
	case "iss":
		return w.text(&c.Issuer)
	case "sub":
		return w.text(&c.Subject)
	case "client_id", "azp", "cid", "appid":
		if c.ClientID.IsZero() {
			return w.text(&c.ClientID)
		}
	case "preferred_username", "name", "username", "upn":
		if c.Name.IsZero() || string(name) == "preferred_username" {
			return w.text(&c.Name)
		}
	case "email":
		return w.text(&c.Email)
	case "aud":
		return w.texts(&c.Audience, maxAudience)
	case "scope", "scp", "scopes":
		return w.texts(&c.Scope, maxScopes)
	case "iat":
		return w.time(&c.IssuedAt)
	case "nbf":
		return w.time(&c.NotBefore)
	case "exp":
		return w.time(&c.ExpiresAt)
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
	if w.i < len(w.b) && w.b[w.i] == c { // most of the time
		w.i++
		return true
	}
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
		*t = w.scrubbed(v)
	}
	return ok
}

func (w *walker) scrubbed(v []byte) Text {
	if first := w.s.r.eng.filter.next(v, 0); first < len(v) || w.s.r.deny != nil {
		v, _ = w.s.scrub(v, first, InBody, maxNest)
	}
	return Text{v}.Cut(maxClaim)
}

// texts reads a list of strings, or one string of words.
func (w *walker) texts(list *[]Text, most int) bool {
	add := func(v []byte) {
		if len(*list) < most && len(v) > 0 {
			*list = append(*list, w.scrubbed(v))
		}
	}
	w.space()
	if w.i < len(w.b) && w.b[w.i] == '"' {
		v, ok := w.str()
		for len(v) > 0 {
			word := v
			if i := bytes.IndexByte(v, ' '); i >= 0 {
				word, v = v[:i], v[i+1:]
			} else {
				v = nil
			}
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
	for v >= 1e11 { // the year 5138 in seconds, 1973 in milliseconds
		v /= 1000
	}
	*t = v
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
