package redact

import "bytes"

// cells judges a table of HTML whose header holds the name that ends at to: the cells
// below it, and those below the other names in the same row.
func (v *valuer) cells(to int) {
	sc, b := v.sc, v.sc.b
	if cell := back(b, v.from, clName|clSpace, maxName); byteAt(b, cell-1) != '>' || !hasFold(b, to, "</t") || v.from < sc.judged.columns {
		return
	}
	start, found := max(0, v.from-maxHeader), false
	if k := bytes.LastIndex(b[start:v.from], []byte("<tr")); k >= 0 {
		start, found = start+k+len("<tr"), true
	}
	var t table
	if !hasFold(b, to, "</th>") {
		if !found || !sc.namesColumns(start) {
			return
		}
		t.sep = ' ' // less certain than <th>: what is below must look like a secret
		v.heads = true
	}
	end := to
	for i := start; ; t.of++ {
		from, next, ok := htmlCell(b, i)
		if !ok || next-start > maxHeader {
			break
		}
		if row := sc.eng.names.find(b[from:next]); row != nil && t.n < maxColumns {
			t.at[t.n], t.cols[t.n] = t.of, valuer{sc: sc, row: row, at: row.placeIn(sc.at), from: from, name: b[from:next]}
			t.n++
		}
		i, end = next, max(end, next)
	}
	if sc.judged.columns = end; t.n > 0 {
		sc.judged.rows = sc.htmlRows(&t, max(end, sc.judged.rows))
	}
}

// namesColumns reports whether each of the cells of the row at i is the name of a
// credential or of what stands beside one, and another row follows.
func (sc *scan) namesColumns(i int) bool {
	b := sc.b[:min(len(sc.b), i+2*maxHeader)]
	for n, beside := 0, 0; n < maxColumns; n++ {
		from, to, ok := htmlCell(b, i)
		if !ok {
			return beside > 0 && n > beside && bytes.Contains(b[i:min(len(b), i+maxNameBytes)], []byte("<tr"))
		}
		cell := bytes.TrimSpace(b[from:to])
		switch {
		case inAnyCase(asideKeys, cell) != noAside:
			beside++
		case len(cell) > maxName || sc.eng.names.find(cell) == nil:
			return false
		}
		i = to
	}
	return false
}

// htmlCell is the text of the next cell from i on that belongs to the same row: nothing of
// a row closes it for certain but the next one.
func htmlCell(b []byte, i int) (from, to int, ok bool) {
	for {
		k := bytes.IndexByte(b[i:], '<')
		if k < 0 {
			return 0, 0, false
		}
		i += k
		switch {
		case hasFold(b, i, "</tr"), hasFold(b, i, "<tr"), hasFold(b, i, "</table"):
			return 0, 0, false
		case hasFold(b, i, "<td"), hasFold(b, i, "<th") && !hasFold(b, i, "<thead"):
			k := bytes.IndexByte(b[i:min(len(b), i+maxQuoted)], '>')
			if k < 0 {
				return 0, 0, false
			}
			from = i + k + 1
			if to = from + bytes.IndexByte(b[from:], '<'); to < from {
				to = len(b)
			}
			return from, to, true
		}
		i++
	}
}

// htmlRows judges the rows at i and behind it, and returns where they end: with the
// table, or where the header of another one begins.
func (sc *scan) htmlRows(t *table, i int) int {
	b := sc.b
	for {
		k := bytes.IndexByte(b[i:], '<')
		if k < 0 {
			return len(b)
		}
		i += k
		if hasFold(b, i, "</table") || hasFold(b, i, "<table") {
			return i
		}
		if !hasFold(b, i, "<tr") {
			i++
			continue
		}
		i += len("<tr")
		for n := 0; ; n++ {
			from, to, ok := htmlCell(b, i)
			if !ok {
				break
			}
			if n == 0 && t.heads(b[from:to]) {
				return i
			}
			sc.inCell(t, n, from, to)
			i = to
		}
	}
}

// heads reports whether a cell is rather one of another table's header.
func (t *table) heads(cell []byte) bool {
	row := t.cols[0].sc.eng.names.find(cell)
	return row != nil && row.how == anyValue && lettersIn(cell) == len(row.name)
}
