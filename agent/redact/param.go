package redact

// A paramMemo is the parameter of a URL that a token was found in last: in a log
// it is the same one again and again. When its name stands behind a ? or an & (or
// at the beginning of the text) once more, and the value is of letters, digits and
// the few signs of tokens up to the next & or the end, then there is nothing in
// front of the value, around it or behind it that [scan.valueOf] would have to tell
// apart: it would judge the same stretch by the same row.
type paramMemo struct {
	anchor *anchor
	row    *nameRow
	n      int // how many bytes of name are in use
	name   [maxName]byte
	at     int // where in the name the anchor begins
}

// queryParam judges a parameter that is known. It reports false when it is not.
func (sc *scan) queryParam(a *anchor, lo int) (next int, known bool) {
	m := &sc.s.param
	if a != m.anchor {
		return 0, false
	}
	b, from := sc.b, lo-m.at
	to := from + m.n
	if sc.up != nil || from < sc.floor || to >= len(b) || b[to] != '=' || string(b[from:to]) != string(m.name[:m.n]) || !opensParam(b, from) {
		return 0, false
	}
	end := nameRunEnd(b, to+1)
	query := from > 0
	if end == to+1 || end < len(b) && (b[end] != '&' || !query || typed(b, to+1) > 0) || b[end-1] == '.' {
		return 0, false
	}
	sc.judged.names, sc.judged.nameRun = to, to
	v := valuer{sc: sc, row: m.row, d: equals, at: m.row.placeIn(sc.at), query: query, from: from, name: b[from:to]}
	if query {
		v.at = v.at.or(InQuery)
	}
	return v.secret(to+1, end, false), true
}

// keepQueryParam remembers a parameter whose value was replaced by the one span from
// base on, if all that [scan.valueOf] looks at around others of its kind is what
// queryParam looks at.
func (sc *scan) keepQueryParam(a *anchor, lo, from, to, base int, row *nameRow) {
	b, spans := sc.b, sc.s.spans[base:]
	if sc.up != nil || len(spans) != 1 || spans[0].from != to+1 || b[to] != '=' || to-from > maxName || !opensParam(b, from) || skip(b, from, clName) != to ||
		row.how != anyValue || row.kind.password() || row.holder() || row.listed() || string(b[from:to]) == "Secret" || sc.eng.names.find(b[from:to]) != row {
		return
	}
	m := &sc.s.param
	m.anchor, m.row, m.at = a, row, lo-from
	m.n = copy(m.name[:], b[from:to])
}

// opensParam reports whether a parameter's name may begin at i.
func opensParam(b []byte, i int) bool {
	return i == 0 || b[i-1] == '&' || b[i-1] == '?'
}

// nameRunEnd is where a run of letters, digits, hyphens, underscores and dots ends.
func nameRunEnd(b []byte, i int) int {
	for t := &class; i+8 <= len(b); i += 8 {
		v := b[i : i+8 : i+8]
		if t[v[0]]&t[v[1]]&t[v[2]]&t[v[3]]&t[v[4]]&t[v[5]]&t[v[6]]&t[v[7]]&clName == 0 {
			break
		}
	}
	return skip(b, i, clName)
}
