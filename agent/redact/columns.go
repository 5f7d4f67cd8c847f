package redact

import "bytes"

const (
	maxHeader = 512 // bytes of a line of names
	maxRows   = 256 // below it that are looked at
)

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
	n := bytes.Count(b[start:v.from], []byte{sep})
	columns := bytes.Count(header, []byte{sep})
	for i := end + 1; i < len(b) && v.rows < maxRows; v.rows++ {
		i = v.cell(i, sep, n, columns)
	}
}

// cell judges column n of the row at i and returns where the next row begins.
func (v *valuer) cell(i int, sep byte, n, columns int) int {
	b := v.sc.b
	var from, to int
	seen := 0
	for k := i; ; k++ {
		c := byteAt(b, k)
		if c == '"' && (k == i || b[k-1] == sep) { // "x, y"
			if end := bytes.IndexByte(b[k+1:], '"'); end >= 0 && bytes.IndexByte(b[k:k+1+end], '\n') < 0 {
				k += end + 1
				continue
			}
		}
		over := k >= len(b) || c == '\n' || c == '"' && (k+1 == len(b) || bytes.IndexByte([]byte(",}]"), b[k+1]) >= 0)
		if c == sep || over {
			if seen == n {
				to = k
			}
			if !over {
				if seen++; seen == n {
					from = k + 1
				}
				continue
			}
			if n == 0 {
				from = i
			}
			if seen != columns {
				return next(b, k)
			}
			for from < to && (isSpace(b[from]) || b[from] == '"') {
				from++
			}
			for to > from && (isSpace(b[to-1]) || b[to-1] == '"') {
				to--
			}
			if from < to && !allOf(b[from:to], 0, '-') {
				v.secret(from, to, true)
			}
			return next(b, k)
		}
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
