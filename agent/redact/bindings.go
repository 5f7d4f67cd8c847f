package redact

import "bytes"

// bindings are how databases and what maps objects to their tables introduce the
// parameters of a statement that stands in another record, and what parts a value from
// the rest.
var bindings = []struct{ lit, open, end string }{
	{"eters: $1 = ", "'", "'"},                                 // PostgreSQL: parameters: $1 = 'bob', $2 = 'x'
	{"parameters=[@p", "'", "'"},                               // Entity Framework: Parameters=[@p1='7', @p0='x' (Size = 50)]
	{"[generated in ", "'", "'"}, {"[cached since ", "'", "'"}, // SQLAlchemy: [generated in 0.1s] ('bob', 'x')
	{"binding parameter [", " - [", "]"}, {"binding parameter (", " <- [", "]"}, // Hibernate: (2:VARCHAR) <- [x]
	{"=> parameters: ", " ", "(String)"}, // MyBatis: ==> Parameters: bob(String), x(String)
}

// binding replaces the passwords among parameters. Which columns they are for is not known
// here, so only what mixes letters, digits and signs is taken for one.
func (sc *scan) binding(a *anchor, lo int) int {
	b, form := sc.b, &bindings[a.rule]
	i := lo + len(a.lit) - 1
	end := i + len(lineBehind(b, i, maxStatement))
	for i < end {
		open := bytes.Index(b[i:end], []byte(form.open))
		if open < 0 {
			break
		}
		from := i + open + len(form.open)
		n := bytes.Index(b[from:end], []byte(form.end))
		if n < 0 {
			break
		}
		to := from + n
		from += bytes.LastIndexByte(b[from:to], ' ') + 1 // behind a number, which MyBatis calls (Integer)
		if val := b[from:to]; signs(val) && digitsIn(val) > 0 && !email(val) && !bytes.ContainsAny(val, "/:%({") {
			sc.password(from, to, sc.at)
		}
		i = to + len(form.end)
	}
	return 0
}
