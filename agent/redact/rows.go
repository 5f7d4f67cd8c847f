package redact

import (
	"bytes"
	"strings"
)

const (
	maxNames = 1024 // bytes of a list of names
	maxExpr  = 1024 // bytes of a value that is no string
	maxRows  = 4096 // bytes of rows before the names of their columns
)

// rows judges the rows behind a list of the names of columns, of which v's ends at to:
// INSERT INTO t (name, password) VALUES ('x', 'y'), ('z', 'w'); {"columns": ["name",
// "password"], "rows": [["x", "y"]]}; COPY t (name, password) FROM stdin.
func (v *valuer) rows(to int) {
	b := v.sc.b
	brackets := "()[]{}"
	if byteAt(b, v.from-1) == '[' && byteAt(b, v.from+len(v.name)) == ']' { // [Name], [Password]
		brackets = brackets[:2]
	}
	open := v.from
	for open > 0 && v.from-open < maxNames && strings.IndexByte(brackets, b[open-1]) < 0 {
		open--
	}
	var closer byte
	switch byteAt(b, open-1) {
	case '(':
		closer = ')'
	case '[':
		closer = ']'
	case '{': // [{"name":"login"},{"name":"password"}]
		if k := bytes.LastIndexByte(b[max(0, open-maxNames):open], '['); k >= 0 {
			open += k - min(open, maxNames) + 1
			closer = ']'
		}
	}
	end := bytes.IndexByte(b[to:min(len(b), to+maxNames)], closer)
	if closer == 0 || end < 0 {
		return
	}
	if closer == ')' && bytes.ContainsAny(b[open:to+end], "={") { // opened by something else: (error="invalid_token" … INSERT INTO t (id, token)
		return
	}
	v.rowsOfList(open, to+end)
}

// inserted judges the rows of an INSERT whose columns end at lo.
func (sc *scan) inserted(_ *anchor, lo int) int {
	if open := bytes.LastIndexByte(sc.b[max(0, lo-maxNames):lo], '('); open >= 0 {
		v := valuer{sc: sc, from: -1}
		v.rowsOfList(max(0, lo-maxNames)+open+1, lo)
	}
	return 0
}

// rowsOfList judges the rows behind the list of names b[open:end], of which v's may be
// one.
func (v *valuer) rowsOfList(open, end int) {
	sc, b := v.sc, v.sc.b
	if end < sc.judged.columns {
		return
	}
	sc.judged.columns = end
	i, how := rowsBehind(b, end+1)
	if how == noRows && v.row != nil {
		if i = rowsBefore(b, open); i > 0 {
			t := v.table(open, end, ',')
			sc.tuples(&t, i)
		}
		return
	}
	if i = max(i, min(len(b), sc.judged.rows)); how == noRows || i == sc.judged.rows {
		return
	}
	if v.row != nil && v.row.how == inQuery {
		v.query = v.query || mentions(lineBefore(b, open, 60), "api", "token")
	}
	t := v.table(open, end, ',')
	t.ofOwner(sc, open, end)
	switch {
	case t.n == 0:
	case how == tupleRows:
		sc.judged.rows = sc.tuples(&t, i)
	case how == selectRows:
		sc.judged.rows = sc.selects(&t, i)
	default:
		t.sep = '\t'
		for fits := true; fits && i < len(b); sc.judged.rows = i {
			i, fits = sc.lineOf(&t, i)
		}
	}
}

// A rowKind is how rows are written behind the names of their columns.
type rowKind uint8

const (
	noRows     rowKind = iota
	tupleRows          // ('x', 'y'), ('z', 'w')
	selectRows         // SELECT 'x', 'y' UNION ALL SELECT 'z', 'w'
	lineRows           // lines of columns that tabs part
)

// rowsBehind is where the first row begins behind a list of names that ends at i.
func rowsBehind(b []byte, i int) (first int, how rowKind) {
	i = skip(b, i, clSpace)
	if hasFold(b, i, "select ") {
		return i + len("select "), selectRows
	}
	if hasFold(b, i, "from stdin") {
		if k := bytes.IndexByte(b[i:min(len(b), i+maxNames)], '\n'); k > 0 {
			return i + k + 1, lineRows
		}
	}
	for _, word := range [...]string{"values", "in ("} {
		if hasFold(b, i, word) {
			i = skip(b, i+len(word), clSpace)
			if byteAt(b, i) == '(' {
				return i, tupleRows
			}
			return 0, noRows
		}
	}
	if byteAt(b, i) == ',' { // "rows": [["x", "y"]], rows=[('x', 'y')]
		i = skip(b, i+1, clSpace)
	}
	_, _, key, ok := quotedValue(b, i)
	if !ok {
		key = skip(b, i, clName)
	}
	if i = behindKey(b, key); i == 0 || byteAt(b, i) != '[' {
		return 0, noRows
	}
	if i = skip(b, i+1, clSpace); byteAt(b, i) != '[' && byteAt(b, i) != '(' {
		return 0, noRows
	}
	return i, tupleRows
}

// rowsBefore is where the first row begins before a list of names that begins at open:
// (VALUES ('x', 'y')) AS s(name, password). It is 0 if none does.
func rowsBefore(b []byte, open int) int {
	i := open - 1
	for i > 0 && b[i-1] == ' ' {
		i--
	}
	i = back(b, i, clName, maxNameBytes)
	if !hasSuffix(b, i, " as ") {
		return 0
	}
	i -= len(" as ")
	start := max(0, i-maxRows)
	if byteAt(b, i-1) != ')' {
		return 0
	}
	k := max(bytes.LastIndex(b[start:i], []byte("VALUES")), bytes.LastIndex(b[start:i], []byte("values")))
	if k < 0 {
		return 0
	}
	if i = skip(b, start+k+len("values"), clSpace); byteAt(b, i) != '(' {
		return 0
	}
	return i
}

// closerOf is the bracket that closes what open opens.
func closerOf(open byte) byte {
	if open == '(' {
		return ')'
	}
	return open + 2 // ASCII
}

// selects judges the strings of SELECT 'x', 'y' UNION ALL SELECT 'z', 'w', whose first
// one stands at i, and returns where they end.
func (sc *scan) selects(t *table, i int) int {
	b := sc.b
	for n := 0; i < len(b); n++ {
		i = skip(b, i, clSpace)
		from, to, end, quoted := sqlString(b, i)
		if !quoted {
			end = exprEnd(b, i)
			if k := indexFold(b[i:end], " union "); k >= 0 {
				end = i + k
			}
		} else {
			t.judge(n, from, to, true)
		}
		i = skip(b, end, clSpace)
		if byteAt(b, i) == ',' {
			i++
			continue
		}
		for _, word := range [...]string{"union ", "all "} {
			if hasFold(b, i, word) {
				i += len(word)
			}
		}
		if !hasFold(b, i, "select ") {
			break
		}
		i, n = i+len("select "), -1
	}
	return i
}

// tuples judges the rows at i, which all stand in brackets of the same kind, and returns
// where they end.
func (sc *scan) tuples(t *table, i int) int {
	b := sc.b
	open := b[i]
	for fits := true; fits && byteAt(b, i) == open; {
		if i, fits = sc.tuple(t, i+1, closerOf(open)); byteAt(b, i) == ',' {
			i = skip(b, i+1, clSpace)
		}
	}
	return i
}

// tuple judges the values at i, up to the bracket that closes them, and returns what
// stands behind it; fits is false if that one is not found.
func (sc *scan) tuple(t *table, i int, closer byte) (next int, fits bool) {
	b := sc.b
	for n := 0; ; n++ {
		i = skip(b, i, clSpace)
		from, to, end, quoted := sqlString(b, i)
		if !quoted {
			from, to = i, exprEnd(b, i)
			end = to
		}
		if c := byteAt(b, from); quoted || c != ':' && c != '[' && c != '{' && c != '(' { // :password
			t.judge(n, from, to, quoted)
		}
		switch i = skip(b, end, clSpace); byteAt(b, i) {
		case ',':
			i++
		case closer:
			return skip(b, i+1, clSpace), true
		default:
			return i, false
		}
	}
}

// sqlString finds a value in quotes at p, in which two quotes stand for one.
func sqlString(b []byte, p int) (from, to, end int, ok bool) {
	from, to, end, ok = quotedValue(b, p)
	for ok && b[from-1] == '\'' && from < to && end == to+1 && byteAt(b, end) == '\'' {
		k := bytes.IndexByte(lineBehind(b, end+1, maxString), '\'')
		if k < 0 {
			break
		}
		to = end + 1 + k
		end = to + 1
	}
	return from, to, end, ok
}

// exprEnd is where the expression at i ends, which is no string: NULL, 7, NOW(). The
// string ends it in which the rows stand.
func exprEnd(b []byte, i int) int {
	to := min(len(b), i+maxExpr)
	for depth := 0; i < to; i++ {
		switch b[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth < 0 {
				return i
			}
		case ',':
			if depth == 0 {
				return i
			}
		case '"':
			if closesString(b, i) {
				return i
			}
		}
	}
	return i
}
