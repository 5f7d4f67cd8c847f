package parse

import "strings"

// codes makes a table of what a product calls its events. The text of a phrase is such
// a name, or several that say the same with | between them. Without an outcome the
// record says itself how it ended.
func codes(rows []phrase) map[string]phrase {
	m := map[string]phrase{}
	for _, f := range rows {
		for name := range strings.SplitSeq(f.text, "|") {
			m[name] = f
		}
	}
	return m
}

// knows settles what happened by what the product calls it, and reports whether the
// table has that.
func (p *Parser) knows(code []byte, table map[string]phrase) bool {
	f, ok := table[string(code)]
	if ok {
		p.happened(f.action, f.outcome)
	}
	return ok
}
