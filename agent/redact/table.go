package redact

import "bytes"

const (
	maxHeader  = 512 // bytes of a line of names
	maxColumns = 32  // of a table that hold secrets
	maxStrange = 16  // lines in a row that are no rows of the table
)

// A table is names in a line or a list, and which of the columns below them hold
// secrets. All of them are judged at once, so that each row is walked once.
type table struct {
	sep  byte // between columns: a comma, a semicolon, a tab, a bar; blanks: a space; lines of a box: box
	of   int  // columns
	cut  bool // names that stood before may be cut off
	user bool // a column says whose each row is
	n    int  // columns that hold secrets
	at   [maxColumns]int
	cols [maxColumns]valuer
}

// box is what the lines of boxes begin with: │ ┃ ║.
const box = 0xe2

// table reads the names b[from:to], of which v is one.
func (v *valuer) table(from, to int, sep byte) (t table) {
	b := v.sc.b
	t.sep = sep
	for i := from; i <= to; t.of++ {
		f, end, next, _ := cellAt(b[:to], i, sep)
		if sep == ',' && hasPrefix(b, skip(b, i, clSpace), brace) { // {"name":"password","type":"text"}
			end = i + max(0, bytes.IndexByte(b[i:to], '}'))
			if next = end + 1; byteAt(b, next) == ',' {
				next++
			}
			if k := bytes.Index(b[i:end], []byte(`name":`)); k >= 0 {
				f, e, _, _ := quotedValue(b[:to], skip(b, i+k+len(`name":`), clSpace))
				i, end = f, e // v's own one is told by it
			}
			f = i
		}
		for f < end && !isName(b[f]) {
			f++
		}
		e := end
		for e > f && !isName(b[e-1]) {
			e--
		}
		w := *v
		if own := v.from >= i && v.from <= end; own && v.aspect(e) {
			w.row = nil
		} else if !own {
			w = valuer{sc: v.sc, row: v.sc.eng.names.find(b[f:e]), from: f, name: b[f:e]}
			if w.row != nil {
				w.at = w.row.placeIn(v.sc.at)
			}
		}
		t.user = t.user || inAnyCase(asideKeys, b[f:e]) == whose
		if w.row != nil && t.n < maxColumns {
			t.at[t.n], t.cols[t.n] = t.of, w
			t.n++
		}
		i = next
	}
	return t
}

var brace = []byte("{")

// aspect reports whether words behind the name, up to the end of its column, say that the
// column tells something else of it: Password expires.
func (v *valuer) aspect(end int) bool {
	b, to := v.sc.b, v.from+len(v.name)
	if to+1 >= end || b[to] != ' ' || !isLetter(b[to+1]) {
		return false
	}
	switch next := string(b[to+1 : skip(b, to+1, clLower)]); next {
	case "value", "plain", "plaintext", "cleartext", "hash":
		return false
	default:
		return !valueLabels[next]
	}
}

// judge replaces what stands in column n at b[from:to], if that one holds secrets.
func (t *table) judge(n, from, to int, quoted bool) {
	for k := range t.n {
		if t.at[k] == n && from < to {
			t.cols[k].secret(from, to, quoted)
		}
	}
}

// aside reports whether val, in column n, is rather a number of passwords, the verdict of a
// test or a secret's name. What a user has under a name alone is none of these.
func (t *table) aside(n int, val []byte) bool {
	for k := range t.n {
		v := &t.cols[k]
		if t.at[k] != n || t.user && lettersIn(v.name) == len(v.row.name) {
			continue
		}
		switch string(val) {
		case "pass", "fail", "skip", "warn", "passed", "failed", "PASS", "FAIL", "SKIP":
			return true
		}
		return v.row.kind == Password && len(val) < 4 && number(val) || foldEqual(v.name, "secret") && kebab(val)
	}
	return false
}

// column judges the values below the name of a column, which ends at to, in a
// text of several lines, and those below the other names on its line: user,password
// and bob,x below it.
func (v *valuer) column(to int) {
	sc, b := v.sc, v.sc.b
	end := bytes.IndexByte(b[to:min(len(b), to+maxHeader)], '\n')
	if end < 0 || v.from < sc.judged.columns {
		return
	}
	end += to
	start := v.lineOfNames()
	if byteAt(b, start-1) == '/' { // cat /run/secrets/password | sha256sum
		return
	}
	sep := separator(b[to:end])
	if sep == 0 {
		sep = separator(b[start:v.from])
	}
	header := bytes.TrimRight(b[start:end], "\r")
	switch {
	case sep == 0:
		if start = v.inBlanks(start, end); start < 0 {
			return
		}
		sep = ' '
	case !isHeader(header, sep), v.belowHeader(start, bytes.Count(header, []byte{sep}), sep):
		return
	}
	t := v.table(start, end, sep)
	t.cut = start == 0
	sc.judged.columns = end
	for i, strange := max(end+1, sc.judged.rows), 0; i < len(b) && strange < maxStrange; strange++ {
		var fits bool
		if i, fits = sc.lineOf(&t, i); fits {
			sc.judged.rows, strange = i, 0
		}
	}
}

// lineOfNames is where the line of names begins in which v's stands: behind the end of
// a line, the quote that opens the string, or what stands before the table on its line.
func (v *valuer) lineOfNames() int {
	b := v.sc.b
	i := v.from
	for i > v.sc.floor && v.from-i < maxHeader {
		switch c := b[i-1]; {
		case c == ' ' && hasSuffix(b, i, " - "):
			return i
		case isName(c), c >= 0x80 && inBox(b, i), c == ' ', c == ',', c == ';', c == '\t', c == '|', c == '"' && byteAt(b, i-2) != ':' && byteAt(b, i-2) != '=':
			i--
		default:
			return i
		}
	}
	return i
}

// belowHeader reports whether the line of names at i is rather a row, or a sentence:
// the line before it has as many columns, or parts the names from the rows:
// | password | string |.
func (v *valuer) belowHeader(i, seps int, sep byte) bool {
	b := v.sc.b
	prose := sep != '|' && sep != '\t' && sep != box // where blanks stand beside it
	if byteAt(b, i-1) != '\n' {
		return prose && i > 0 && bytes.Contains(b[i:v.from], []byte{sep, ' '}) // fields: user, password
	}
	before := inString(bytes.TrimRight(lineBefore(b, i-1, maxHeader), "\r"))
	switch n := bytes.Count(before, []byte{sep}); {
	case n == seps:
		return !prose || !bytes.Contains(before, []byte{sep, ' '})
	case sep == '|' && n > 1 && n+1 == seps: // what opened the line is cut off
		return true
	case len(before) < 3:
		return false
	case sep == box && ruledBox(before):
		return true
	case before[0] == '+' && madeOf(before, 0, "-+ "): // | name |, +------+, | row |
		above := lineBefore(b, max(0, i-len(before)-2), 1)
		return len(above) > 0 && above[0] == '|'
	}
	return before[0] == '-' && bytes.IndexAny(before, "+ ") > 0 && madeOf(before, 0, "-+ ") // ----+----
}

// inString is what of a line stands in the string of JSON that begins on it, the line if
// none does.
func inString(line []byte) []byte {
	q := bytes.LastIndexByte(line, '"')
	if q <= 0 || line[q-1] != ':' && (line[q-1] != ' ' || byteAt(line, q-2) != ':') {
		return line
	}
	return line[q+1:]
}

// ruledBox reports whether a line of a box begins with what opens the rule below its names.
func ruledBox(line []byte) bool {
	switch string(line[:len("├")]) {
	case "├", "╞", "╟", "╠", "┡", "┣", "┝":
		return true
	}
	return false
}

// inBlanks is where the names begin on the line b[start:end] that stand above columns
// which only blanks part, -1 if they do not: NAME TOKEN AGE.
func (v *valuer) inBlanks(start, end int) int {
	b := v.sc.b
	to := v.from + len(v.name)
	if allOf(v.name, clUpper, '_') && madeOf(b[to:end], clUpper, " _\r") {
		i := v.from
		for i > start && (isUpper(b[i-1]) || b[i-1] == ' ' || b[i-1] == '_') {
			i--
		}
		return skip(b, i, clSpace)
	}
	if c := byteAt(b, start-1); c == '/' || c == '\n' && bytes.Contains(bytes.TrimSpace(lineBefore(b, start-1, maxHeader)), []byte("  ")) { // a row
		return -1
	}
	apart := hasPrefix(b, v.from-2, []byte("  ")) || hasPrefix(b, to, []byte("  "))
	if apart && madeOf(b[start:end], clName, " \t\r") && bytes.Count(bytes.TrimSpace(b[start:end]), []byte(" ")) > 1 {
		return start
	}
	return -1
}

// cellAt is the column at i: what stands in it, where the next one begins, and whether
// it is the last one of its line or of the string in which the table stands.
func cellAt(b []byte, i int, sep byte) (from, to, next int, last bool) {
	if sep == ' ' {
		return blankCell(b, i)
	}
	from = i
	for i = behindCellQuotes(b, i); i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n', c == '"' && (i+1 == len(b) || bytes.IndexByte([]byte(",}]"), b[i+1]) >= 0):
			return from, i, i + 1, true
		case c == sep:
			return from, i, i + 1, false
		}
	}
	return from, len(b), len(b) + 1, true
}

// behindCellQuotes is where a column at i goes on behind what is in quotes, in which its
// separator may stand: "x, y".
func behindCellQuotes(b []byte, i int) int {
	i = skipByte(b, i, ' ')
	if byteAt(b, i) != '"' {
		return i
	}
	k := bytes.IndexByte(b[i+1:], '"')
	if k < 0 || bytes.IndexByte(b[i+1:i+1+k], '\n') >= 0 {
		return i
	}
	if next := byteAt(b, i+k+2); next == '}' || next == ']' { // it closes the string in which the table stands
		return i
	}
	return i + k + 2
}

// blankCell is the word at i or behind blanks, in a table whose columns only blanks part.
func blankCell(b []byte, i int) (from, to, next int, last bool) {
	from = behindBlanks(b, i)
	for to = from; to < len(b) && !isBlank(b[to]) && !endsRow(b[to]); {
		to++
	}
	next = behindBlanks(b, to)
	if next == len(b) || endsRow(b[next]) {
		return from, to, next + 1, true
	}
	return from, to, next, false
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func endsRow(c byte) bool { return c == '\n' || c == '\r' || c == '"' }

// behindBlanks is where something else than a blank stands, from i on.
func behindBlanks(b []byte, i int) int {
	for i < len(b) && isBlank(b[i]) {
		i++
	}
	return i
}

// lineOf judges the line at i and returns where the next one begins. One of more or
// fewer columns is no row, unless names are cut off.
func (sc *scan) lineOf(t *table, i int) (next int, fits bool) {
	b := sc.b
	n := 0
	for p, last := i, false; !last && p <= len(b); n++ {
		_, _, p, last = cellAt(b, p, t.sep)
	}
	first := n - t.of
	fits = first == 0 || first > 0 && t.cut || t.sep == ' ' && first >= -2 && first <= 1 && n > 1 // words before the names, the numbers of the rows
	for k, p := 0, i; k < n; k++ {
		var from int
		from, next, p, _ = cellAt(b, p, t.sep)
		if fits {
			sc.inCell(t, k-first, from, next)
		}
	}
	for next < len(b) && (b[next] == ' ' || b[next] == '\t' || b[next] == '\r') {
		next++
	}
	if next >= len(b) || b[next] != '\n' {
		return len(b), fits
	}
	return next + 1, fits
}

// inCell judges what stands in a column, less the quotes and spaces around it.
func (sc *scan) inCell(t *table, n, from, to int) {
	b := sc.b
	if t.sep == box && to-from > 1 && b[from] >= 0x80 { // the rest of the line before it
		from += 2
	}
	for from < to && (isSpace(b[from]) || b[from] == '"') {
		from++
	}
	for to > from && (isSpace(b[to-1]) || b[to-1] == '"') {
		to--
	}
	if from == to || madeOf(b[from:to], 0, "-:") || t.aside(n, b[from:to]) {
		return
	}
	if t.sep != ' ' {
		t.judge(n, from, to, true)
		return
	}
	for k := range t.n { // words stand so, too
		if v := &t.cols[k]; t.at[k] == n && v.speaks(b[from:to]) {
			v.secret(from, to, true)
		}
	}
}

// separator is what parts columns, as far as v shows it; 0 if it does not.
func separator(v []byte) byte {
	if k := bytes.IndexAny(v, ",;\t|"); k >= 0 {
		return v[k]
	}
	if k := bytes.IndexByte(v, box); k >= 0 && vertical(v[k:]) {
		return box
	}
	return 0
}

// inRows are words that stand in the rows of a table that tells of fields, not in the line
// of its names.
var inRows = map[string]bool{"required": true, "optional": true, "yes": true, "no": true, "true": true, "false": true, "null": true, "NULL": true, "none": true, "t": true, "f": true, "varchar": true, "integer": true, "boolean": true}

// vertical reports whether v begins with a line between the columns of a box.
func vertical(v []byte) bool {
	return len(v) > 2 && v[0] == box && (v[1] == 0x94 && (v[2] == 0x82 || v[2] == 0x83) || v[1] == 0x95 && v[2] == 0x91)
}

// inBox reports whether b[i-1] is a byte of such a line.
func inBox(b []byte, i int) bool {
	for k := i - 1; k > i-4 && k >= 0; k-- {
		if b[k] == box {
			return vertical(b[k:])
		}
	}
	return false
}

// isHeader reports whether v is a line of names: single words, unless bars part them.
func isHeader(v []byte, sep byte) bool {
	for cell := range bytes.SplitSeq(v, []byte{sep}) {
		if cell = bytes.Trim(cell, "\" "); inRows[string(cell)] || number(cell) {
			return false
		}
	}
	word, over := false, false // in a column: a word began, a space followed
	for _, c := range v {
		switch {
		case c == sep:
			word, over = false, false
		case isName(c):
			if over && sep != '|' && sep != box {
				return false
			}
			word = true
		case c == ' ':
			over = word
		case c >= 0x80 && sep == box:
		case c != '"':
			return false
		}
	}
	return true
}
