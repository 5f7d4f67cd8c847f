package redact

import (
	"bytes"
	"strings"
)

const (
	maxNames = 1024 // bytes of a list of names
	maxExpr  = 1024 // bytes of a value that is no string
)

// rows judges the rows behind a list of the names of columns, of which v's ends at to:
// INSERT INTO t (name, password) VALUES ('x', 'y'), ('z', 'w'); {"columns": ["name",
// "password"], "rows": [["x", "y"]]}; COPY t (name, password) FROM stdin.
func (v *valuer) rows(to int) {
	sc, b := v.sc, v.sc.b
	if v.from < sc.header {
		return
	}
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
	default:
		return
	}
	end := bytes.IndexByte(b[to:min(len(b), to+maxNames)], closer)
	if end < 0 {
		return
	}
	end += to
	i, lines := rowsBehind(b, end+1, closer)
	if i = max(i, min(len(b), sc.rowsTo)); i == sc.rowsTo {
		return
	}
	v.query = v.query || v.row.how == inQuery && mentions(lineBefore(b, open, 60), "api", "token")
	t := v.table(open, end, ',')
	sc.header = end
	if lines {
		t.sep = '\t'
	}
	if !lines {
		sc.rowsTo = sc.tuples(&t, i)
		return
	}
	for fits := true; fits && i < len(b); sc.rowsTo = i {
		i, fits = sc.lineOf(&t, i)
	}
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

// closerOf is the bracket that closes what open opens.
func closerOf(open byte) byte {
	if open == '(' {
		return ')'
	}
	return open + 2 // ASCII
}

// rowsBehind is where the first row begins behind a list of names that ends at i, and
// whether the rows are lines; 0 if none does.
func rowsBehind(b []byte, i int, closer byte) (first int, lines bool) {
	i = skip(b, i, clSpace)
	if closer == ')' {
		switch {
		case hasFold(b, i, "values"):
			i = skip(b, i+len("values"), clSpace)
		case hasFold(b, i, "from stdin"):
			if k := bytes.IndexByte(b[i:min(len(b), i+maxNames)], '\n'); k > 0 {
				return i + k + 1, true
			}
			return 0, false
		default:
			return 0, false
		}
		if byteAt(b, i) != '(' {
			return 0, false
		}
		return i, false
	}
	if byteAt(b, i) != ',' {
		return 0, false
	}
	_, _, key, ok := quotedValue(b, skip(b, i+1, clSpace))
	if !ok {
		return 0, false
	}
	if i = behindKey(b, key); i == 0 || byteAt(b, i) != '[' {
		return 0, false
	}
	if i = skip(b, i+1, clSpace); byteAt(b, i) != '[' && byteAt(b, i) != '(' {
		return 0, false
	}
	return i, false
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
		if quoted || byteAt(b, from) != ':' { // :password
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

// exprEnd is where the expression at i ends, which is no string: NULL, 7, NOW().
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
		}
	}
	return i
}
