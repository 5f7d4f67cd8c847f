package redact

import (
	"bytes"
	"math/bits"
	"strings"
)

// jwt judges a run of base64 that begins like the JSON header of a JWT.
func (sc *scan) jwt(_ *anchor, lo int) int {
	b := sc.b
	if lo > 0 && (isAlnum(b[lo-1]) || b[lo-1] == '_') && !behindEscape(b, lo) {
		return 0
	}
	if lo < sc.judged.dotless { // the run of base64 may be another one, behind padding
		return sc.base64(nil, lo)
	}
	end, dots := jwtEnd(b, lo)
	if dots == 0 {
		sc.judged.dotless = end
		return sc.base64(nil, lo)
	}
	if end-lo < 16 {
		return 0
	}
	sc.emit(lo, end, JWT, sc.at)
	return end
}

// jwtEnd is where a JWT at i ends, and how many dots are in it, or colons for all but the
// first: four if it is encrypted. A dot behind it ends a sentence, unless it is the second
// one: then the signature is empty.
func jwtEnd(b []byte, i int) (end, dots int) {
	part := i
	for end = i; end < len(b); end++ {
		c := b[end]
		if class[c]&clB64 != 0 || c == '=' {
			continue
		}
		empty := end == part && !(dots == 1 && end+1 < len(b) && class[b[end+1]]&clB64 != 0) // but for x..y: a JWE without a key, a JWS without its payload
		if c != '.' && c != ':' || empty || dots == 4 || c == ':' && dots == 0 {
			break
		}
		dots++
		part = end + 1
	}
	for end > i && b[end-1] == '.' && dots != 2 {
		end--
		dots--
	}
	return end, dots
}

// shape judges a text that begins like a row of the table of shapes. Most are told apart
// by their first bytes.
func (sc *scan) shape(a *anchor, lo int) int {
	b := sc.b
	sh := &sc.eng.shapes[a.rule]
	if len(b)-lo < len(sh.near) {
		return 0
	}
	for n, set := range sh.near {
		if c := b[lo+n]; !set.has[c] {
			sc.coded = sc.coded || c == 0
			return 0
		}
	}
	if sh.lead == 0 && sh.flags&glued == 0 && withinWord(b, lo) { // before a long run is matched at each of its bytes
		return 0
	}
	if sc.wasDull(sh, a.rule, lo) {
		return 0
	}
	return sc.matched(sh, a.rule, lo)
}

// withinWord reports whether the word at i began before it.
func withinWord(b []byte, i int) bool { return i > 0 && isAlnum(b[i-1]) && !behindEscape(b, i) }

// matched replaces the secret whose anchor, or whose beginning, is at lo, if all of it is
// like a row of the table of shapes.
func (sc *scan) matched(sh *compiledShape, rule, lo int) int {
	b := sc.b
	from, to, secret, ok := sh.match(b, lo)
	sc.coded = sc.coded || byteAt(b, min(to, len(b)-1)) == 0 // it may go on behind a NUL
	if !ok || from < sc.floor {
		return 0
	}
	if sh.lead > 0 && from > 0 && b[from-1] == '\\' { // the first letters are of an escape: \nxoxb-…
		if from += escapeTail(b[from:lo]); lo-from < sh.anchorIn() {
			return 0
		}
		secret[0] = max(secret[0], from)
	}
	if sh.flags&glued == 0 && withinWord(b, from) {
		return 0
	}
	if sh.lacks(b, from, secret) {
		sc.isDull(sh, rule, lo, to)
		return 0
	}
	secret[1], to = sh.wholeEnd(b, secret, to)
	if f, t, kind := sc.insideBase64(sh, secret[0], to); f < secret[0] || t > to {
		sc.emit(f, t, kind, sc.at)
		return t
	}
	sc.emit(secret[0], secret[1], sh.id, sc.at)
	return sc.companion(sh, to, secret[1] == to)
}

// lacks reports whether a match that begins at from lacks what makes a secret of it.
func (sh *compiledShape) lacks(b []byte, from int, secret [2]int) bool {
	switch val := b[secret[0]:secret[1]]; {
	case sh.flags&alone != 0 && byteAt(b, from-1) == '_':
		return true
	case sh.check != nil && !sh.check(val):
		return true
	case sh.lead > 0, sh.flags&remove != 0, len(val) <= len(sh.anchor):
		return false
	default: // ghp_xxxxxxxx
		return dull(val[len(sh.anchor):])
	}
}

// wholeEnd is where a secret ends that was matched up to secret[1], and where the match
// does: the row may know better, and a word that goes on is a longer secret, or another
// that begins alike.
func (sh *compiledShape) wholeEnd(b []byte, secret [2]int, to int) (secretEnd, end int) {
	if sh.end != nil {
		if n := sh.end(b[secret[0]:secret[1]]); n > 0 {
			return secret[0] + n, secret[0] + n
		}
		return secret[1], to
	}
	if secret[1] != to || sh.flags&glued != 0 || !isAlnum(byteAt(b, to)) {
		return secret[1], to
	}
	last := sh.steps[len(sh.steps)-1].set
	for to < len(b) && (isAlnum(b[to]) || last.has[b[to]]) {
		to++
	}
	return to, to
}

// companion judges what is given with a secret that ends at to, and returns where to go on.
// The match was all of a secret if whole.
func (sc *scan) companion(sh *compiledShape, to int, whole bool) int {
	switch sh.kind {
	case "aws_access_key":
		if end := sc.awsSecret(to); end > 0 {
			return end
		}
	case "password_hash":
		if end := sc.cracked(to); end > 0 {
			return end
		}
	}
	if end := secretBehind(sc.b, to); end > to && whole {
		sc.emit(to+1, end, ClientSecret, sc.at)
		return end
	}
	return to
}

// awsSecret replaces the secret behind the id of an access key that ends at i: AKIA…:x,
// AKIA… / x, "AKIA…","x". It is 0 if none is there.
func (sc *scan) awsSecret(i int) int {
	b := sc.b
	from := i
	for from < len(b) && from < i+4 && strings.IndexByte(":/,| \t\"'", b[from]) >= 0 {
		from++
	}
	end := skip(b, from, clB64)
	if from == i || end != from+40 || !looksRandom(b[from:end], 40) {
		return 0
	}
	sc.emit(from, end, ClientSecret, sc.at)
	return end
}

// cracked replaces the password that a cracker found for a hash which ends at i:
// $1$…:hunter2. It is 0 if none is there.
func (sc *scan) cracked(i int) int {
	b := sc.b
	if byteAt(b, i) != ':' {
		return 0
	}
	from := i + 1
	val := bytes.TrimRight(lineBehind(b[:wordEnd(b, from)], from, maxQuoted), ",;\"'")
	if !looksPassword(val) || bytes.IndexByte(val, ':') >= 0 || !sc.password(from, from+len(val), sc.at) {
		return 0
	}
	return from + len(val)
}

// insideBase64 is the longer secret of another shape, and its kind, that a match of a row with
// a short prefix is a part of: base64 has those two or three letters in it, too. Without
// one it is b[from:to].
func (sc *scan) insideBase64(sh *compiledShape, from, to int) (f, t int, kind Kind) {
	b, e := sc.b, sc.eng
	if sh.lead > 0 {
		return from, to, sh.id
	}
	next, prev := byteAt(b, to), byteAt(b, from-1)
	if class[next]&clB64 != 0 && !isAlnum(next) { // AQE… of two vendors, one of which has underscores in it
		if n, kind := e.longerThan(b[from:], to-from, e.leads[b[from]]); n > 0 {
			return from, from + n, kind
		}
		if n, kind := e.longerThan(b[from:], to-from, e.loose); n > 0 {
			return from, from + n, kind
		}
	}
	if len(sh.anchor) > 3 || next != '+' && next != '/' && (isAlnum(prev) || class[prev]&clB64 == 0) {
		return from, to, sh.id
	}
	first := max(back(b, from, clB64, maxLead), sc.floor)
	least := to - first // one that begins before may end with the match
	if first < from {
		least--
	}
	if n, kind := e.longerThan(b[first:], least, e.loose); n > 0 {
		return first, first + n, kind
	}
	return from, to, sh.id
}

// longerThan is the length and the kind of a secret of more than n bytes that begins b and
// looks like one of rows; 0 if there is none.
func (e *engine) longerThan(b []byte, n int, rows []uint16) (int, Kind) {
	for _, i := range rows {
		if m, ok := e.shapes[i].begins(b); ok && m > n {
			return m, e.shapes[i].id
		}
	}
	return 0, 0
}

// secretBehind is where the secret ends that a key's id, which ends at to, is given with:
// rzp_live_…:x. It is to if none is.
func secretBehind(b []byte, to int) int {
	if byteAt(b, to) != ':' {
		return to
	}
	end := skip(b, to+1, clB64)
	if c := byteAt(b, end); c == '=' || c == ':' || c == '.' || !looksRandom(b[to+1:end], 20) {
		return to
	}
	return end
}

// escapeTail is how much of b, behind a backslash, may belong to an escape: of a text
// that was escaped several times, too.
func escapeTail(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case 'u':
		if len(b) > 4 && allOf(b[1:5], clHex, 'a') {
			return 5
		}
	case 'x':
		if len(b) > 2 && allOf(b[1:3], clHex, 'a') {
			return 3
		}
	case 'n', 'r', 't', 'b', 'f', 'v', 'a', 'e', '0':
		return 1
	}
	return 0
}

// behindEscape reports whether a backslash's escape ends at i, in a letter or a
// digit. What follows is searched as it stands, too: behind the escapes, a percent
// sign in it would be taken for one.
func behindEscape(b []byte, i int) bool {
	for _, n := range [...]int{len(`\u003d`), len(`\x3d`), len(`\n`)} {
		if i >= n && b[i-n] == '\\' {
			if k, _, _ := unescape(b, i-n); k == n {
				return true
			}
		}
	}
	return false
}

// isDull notes that a match at lo and up to end lacks what makes a secret. A row with
// an open end lacks it wherever else it begins before: else a line full of its prefix
// costs its square.
func (sc *scan) isDull(sh *compiledShape, rule, lo, end int) {
	if sh.steps[len(sh.steps)-1].max != many {
		return
	}
	sc.judged.dull.set(rule, lo, end)
}

// wasDull reports whether isDull has said so of a match at lo. A row that does not begin
// with its anchor may lack it for its beginning alone.
func (sc *scan) wasDull(sh *compiledShape, rule, lo int) bool {
	if sh.lead > 0 {
		lo += maxBare
	}
	return lo < sc.judged.dull.of(rule)
}

// kindOf is the kind of a secret by its shape, or else kind.
func (e *engine) kindOf(val []byte, kind Kind) Kind {
	if len(val) >= 16 && val[0] == 'e' && isJWT(val) {
		return JWT
	}
	if k, to := e.kindAt(val, kind); to == len(val) {
		return k
	}
	return kind
}

// whole is the kind of the secret b[from:to] by its shape, or else kind, and its
// end: where the shape says that it goes on, it does.
func (sc *scan) whole(from, to int, kind Kind) (Kind, int) {
	if k := sc.eng.kindOf(sc.b[from:to], kind); k != kind {
		return k, to
	}
	if k, n := sc.eng.kindAt(sc.b[from:], kind); from+n > to {
		return k, from + n
	}
	return kind, to
}

// kindAt is the kind and the end of a secret that begins b and looks like a row
// of the table of shapes, or else kind and 0.
func (e *engine) kindAt(b []byte, kind Kind) (Kind, int) {
	if len(b) < 8 {
		return kind, 0
	}
	if e.begun.has(pair(b[0], b[1])) {
		for _, i := range e.leads[b[0]] {
			sh := &e.shapes[i]
			if sh.second != nil && !sh.second.has[b[1]] {
				continue
			}
			if to, ok := sh.begins(b); ok {
				return sh.id, to
			}
		}
	}
	hinted, first := uint64(0), uint64(0)
	for _, c := range b[:min(len(b), maxLead)] {
		hinted |= first & e.hints.second[c]
		first = e.hints.first[c]
	}
	for ; hinted != 0; hinted &= hinted - 1 {
		for n := bits.TrailingZeros64(hinted); n < len(e.loose); n += lastHint + 1 {
			sh := &e.shapes[e.loose[n]]
			if to, ok := sh.begins(b); ok {
				return sh.id, to
			}
		}
	}
	return kind, 0
}

// maxLead bounds how far behind the beginning of a secret its anchor stands: not
// farther than in any row, and not all of a line away.
const maxLead = 192

// begins reports whether b begins with sh, and where that ends.
func (sh *compiledShape) begins(b []byte) (int, bool) {
	if !sh.steps[0].set.has[b[0]] {
		return 0, false
	}
	i := 0
	if sh.lead > 0 {
		if i = bytes.Index(b[:min(len(b), maxLead)], []byte(sh.anchor)); i < 0 {
			return 0, false
		}
	}
	from, to, _, ok := sh.match(b, i)
	return to, ok && from == 0 && (sh.check == nil || sh.check(b[:to]))
}

// isJWT reports whether v has the parts of a JWT and begins like the header of one.
func isJWT(v []byte) bool {
	if string(v[:3]) != "eyJ" && string(v[:3]) != "eyA" && string(v[:3]) != "ewo" && string(v[:3]) != "ew0" {
		return false
	}
	dots := bytes.Count(v, []byte{'.'})
	return dots == 2 || dots == 4
}
