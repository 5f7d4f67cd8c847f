package redact

import "bytes"

const (
	maxHeader = 512 // bytes of a line of names
	maxRows   = 256 // below it that are looked at
)

// A column is a place in the rows of tables, the nth from 0 of so many, below a name.
type column struct {
	row   *nameRow
	sep   byte
	n, of int
}

// column judges the values below the name of a column, which ends at to, in a
// text of several lines: user,password and bob,x below it. The columns are parted
// by commas, semicolons, tabs or bars, and each row has as many as the names.
func (v *valuer) column(to int) {
	b := v.sc.b
	end := bytes.IndexByte(b[to:min(len(b), to+maxHeader)], '\n')
	if end < 0 {
		return
	}
	end += to
	start := v.from
	for start > v.sc.floor && v.from-start < maxHeader && b[start-1] != '\n' && !(b[start-1] == '"' && byteAt(b, start-2) == ':') {
		start--
	}
	sep := separator(b[to:end])
	if sep == 0 {
		sep = separator(b[start:v.from])
	}
	header := bytes.TrimRight(b[start:end], "\r")
	if sep == 0 || !isHeader(header, sep) {
		return
	}
	c := column{v.row, sep, bytes.Count(b[start:v.from], []byte{sep}), bytes.Count(header, []byte{sep})}
	i := max(end+1, v.sc.tables[c]) // a header may stand below another
	for i < len(b) && v.rows < maxRows {
		i = v.cell(i, c)
		v.rows++
	}
	if v.sc.tables == nil {
		v.sc.tables = make(map[column]int)
	}
	v.sc.tables[c] = i
}

// cell judges column c of the row at i and returns where the next row begins. A row of
// more or fewer columns is none.
func (v *valuer) cell(i int, c column) int {
	b := v.sc.b
	var from, to int
	for seen := 0; ; seen++ {
		end, last := columnEnd(b, i, c.sep)
		if seen == c.n {
			from, to = i, end
		}
		if !last {
			i = end + 1
			continue
		}
		if seen == c.of {
			v.inCell(from, to)
		}
		return next(b, end)
	}
}

// columnEnd is where the column ends that begins at i, and whether it is the last one:
// a line's end follows, or that of the string in which the table stands.
func columnEnd(b []byte, i int, sep byte) (end int, last bool) {
	if byteAt(b, i) == '"' { // "x, y"
		if k := bytes.IndexByte(b[i+1:], '"'); k >= 0 && bytes.IndexByte(b[i+1:i+1+k], '\n') < 0 {
			i += k + 2
		}
	}
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n', c == '"' && (i+1 == len(b) || bytes.IndexByte([]byte(",}]"), b[i+1]) >= 0):
			return i, true
		case c == sep:
			return i, false
		}
	}
	return len(b), true
}

// inCell judges what stands in a cell, less the quotes and spaces around it.
func (v *valuer) inCell(from, to int) {
	b := v.sc.b
	for from < to && (isSpace(b[from]) || b[from] == '"') {
		from++
	}
	for to > from && (isSpace(b[to-1]) || b[to-1] == '"') {
		to--
	}
	if from < to && !allOf(b[from:to], 0, '-') {
		v.secret(from, to, true)
	}
}

// next is where the line behind i begins, len(b) if none does.
func next(b []byte, i int) int {
	if i >= len(b) || b[i] != '\n' {
		return len(b)
	}
	return i + 1
}

// separator is what parts columns, as far as v shows it; 0 if it does not.
func separator(v []byte) byte {
	if k := bytes.IndexAny(v, ",;\t|"); k >= 0 {
		return v[k]
	}
	return 0
}

// isHeader reports whether v is a line of names: single words.
func isHeader(v []byte, sep byte) bool {
	word, over := false, false // in a column: a word began, a space followed
	for _, c := range v {
		switch {
		case c == sep:
			word, over = false, false
		case isName(c):
			if over {
				return false
			}
			word = true
		case c == ' ':
			over = word
		case c != '"':
			return false
		}
	}
	return true
}
