package redact

import (
	"bytes"
	"strings"
)

// An owner is how the names of tables end that hold credentials, and the columns of theirs
// whose names do not say so: sessions(id), tokens(value). A column token is known anywhere.
type owner struct {
	table   string
	columns []string
	as      string // the name as which the column's values are judged
}

var owners = [...]owner{
	{"sessions", []string{"id", "value"}, "session"},
	{"tokens", []string{"value", "key"}, "tkn"},
	{"keys", []string{"value"}, "userkey"},
}

// ownerStarts is what follows the name of a table in a statement that tells its columns.
var ownerStarts = func() (lits []string) {
	for _, end := range [...]string{"ns", "ys"} {
		for _, quote := range [...]string{"", `"`, "`"} {
			for _, verb := range [...]string{" where ", " set ", " values"} {
				lits = append(lits, end+quote+verb)
			}
		}
	}
	return lits
}()

// ownerOf is the owner whose name ends at end, nil if none does.
func ownerOf(b []byte, end int) *owner {
	for i := range owners {
		o := &owners[i]
		if from := end - len(o.table); hasFold(b, from, o.table) && !isLetter(byteAt(b, from-1)) {
			return o
		}
	}
	return nil
}

func (o *owner) has(column []byte) bool {
	for _, name := range o.columns {
		if foldEqual(column, name) {
			return true
		}
	}
	return false
}

// valuer judges the values of a column whose name stands at b[from:to].
func (o *owner) valuer(sc *scan, from, to int) valuer {
	row := sc.eng.names.find([]byte(o.as))
	return valuer{sc: sc, row: row, d: equals, at: row.placeIn(sc.at), from: from, name: sc.b[from:to]}
}

// owned judges what a statement says of a table of credentials: UPDATE tokens SET
// value='x', … FROM "sessions" WHERE "id" = 'x', INSERT INTO sessions VALUES (7, 'x').
func (sc *scan) owned(a *anchor, lo int) int {
	b := sc.b
	o := ownerOf(b, lo+len("ns"))
	if o == nil {
		return 0
	}
	i := lo + len(a.lit)
	if strings.HasSuffix(a.lit, "values") {
		sc.ownedRow(o, lo, skip(b, i, clSpace))
		return 0
	}
	end := i + len(lineBehind(b, i, maxStatement))
	for {
		k := bytes.IndexByte(b[i:end], '=')
		if k < 0 {
			return 0
		}
		column := bytes.TrimRight(b[i:i+k], " \"`]")
		to := i + len(column)
		from := back(b, to, clName, maxNameBytes)
		from += bytes.LastIndexByte(b[from:to], '.') + 1 // "sessions"."id"
		i += k + 1
		if first, last, next, ok := quotedValue(b[:end], skip(b[:end], i, clSpace)); ok {
			if v := o.valuer(sc, from, to); o.has(b[from:to]) {
				v.secret(first, last, true)
			}
			i = next
		}
	}
}

// ownedRow judges the row at i of a table whose columns are not told: what is random in it,
// but for UUIDs, which mostly are those of users.
func (sc *scan) ownedRow(o *owner, lo, i int) {
	b := sc.b
	if byteAt(b, i) != '(' {
		return
	}
	v := o.valuer(sc, lo, lo)
	for range maxColumns {
		i = skip(b, i+1, clSpace)
		from, to, end, quoted := sqlString(b, i)
		if !quoted {
			end = exprEnd(b, i)
		} else if looksRandom(b[from:to], 20) && !isUUID(b[from:to]) {
			v.secret(from, to, true)
		}
		if i = skip(b, end, clSpace); byteAt(b, i) != ',' {
			return
		}
	}
}

// ofOwner adds to t the columns b[open:end] of a table of credentials that are secret for it.
func (t *table) ofOwner(sc *scan, open, end int) {
	b := sc.b
	name := bytes.TrimRight(b[max(0, open-maxNameBytes):max(0, open-1)], " \"`]")
	o := ownerOf(name, len(name))
	if o == nil {
		return
	}
	for n, i := 0, open; i <= end && t.n < maxColumns; n++ {
		from, to, next, _ := cellAt(b[:end], i, ',')
		for from < to && !isName(b[from]) {
			from++
		}
		for to > from && !isName(b[to-1]) {
			to--
		}
		if o.has(b[from:to]) {
			t.at[t.n], t.cols[t.n] = n, o.valuer(sc, from, to)
			t.n++
		}
		i = next
	}
}
