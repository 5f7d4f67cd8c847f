package redact

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A pattern is a compiled row of the table of shapes: a sequence of byte sets
// with counts, matched from left to right without ever going back, so that a
// match costs its length. The notation is the part of RE2's that can be matched
// so: literals, [classes], \. escapes, {n} {m,n} {m,} ? * + counts, and one pair
// of parentheses around the secret if the match is more than the secret.
type pattern struct {
	steps  []step
	lead   int // index of the step that begins the anchor
	anchor string
	secret [2]int // steps from..to are the secret
}

type step struct {
	set      *byteSet
	min, max int
}

type byteSet struct {
	has     [256]bool
	members []byte // in order
}

const many = 1 << 20 // the count of an open repeat: no token is longer

// byteSets holds each set of a table once: rows use few different ones, which then
// are in a cache when the next row is tried.
type byteSets map[[256]bool]*byteSet

func (s byteSets) of(has [256]bool) *byteSet {
	set := s[has]
	if set == nil {
		set = &byteSet{has: has}
		for c, ok := range has {
			if ok {
				set.members = append(set.members, byte(c))
			}
		}
		s[has] = set
	}
	return set
}

// compile reads the notation. The table is part of the program, so a mistake in
// it panics at the first use, in every test.
func (s byteSets) compile(expr string) pattern {
	p := pattern{secret: [2]int{0, -1}}
	for i := 0; i < len(expr); {
		var has [256]bool
		switch c := expr[i]; c {
		case '(':
			p.secret[0] = len(p.steps)
			i++
			continue
		case ')':
			p.secret[1] = len(p.steps)
			i++
			continue
		case '[':
			i = readClass(expr, i+1, &has)
		case '\\':
			has[expr[i+1]] = true
			i += 2
		default:
			has[c] = true
			i++
		}
		st := step{set: s.of(has), min: 1, max: 1}
		if i < len(expr) {
			switch expr[i] {
			case '?':
				st.min, i = 0, i+1
			case '*':
				st.min, st.max, i = 0, many, i+1
			case '+':
				st.max, i = many, i+1
			case '{':
				end := i + strings.IndexByte(expr[i:], '}')
				if n, _ := fmt.Sscanf(expr[i:end+1], "{%d,%d}", &st.min, &st.max); n == 1 {
					st.max = many
					if !strings.Contains(expr[i:end], ",") {
						st.max = st.min
					}
				}
				i = end + 1
			}
		}
		p.steps = append(p.steps, st)
	}
	if p.secret[1] < 0 {
		p.secret[1] = len(p.steps)
	}
	p.findAnchor()
	return p
}

func readClass(expr string, i int, has *[256]bool) int {
	for expr[i] != ']' {
		if expr[i] == '\\' {
			i++
		}
		lo, hi := expr[i], expr[i]
		if expr[i+1] == '-' && expr[i+2] != ']' {
			hi = expr[i+2]
			i += 2
		}
		for c := int(lo); c <= int(hi); c++ {
			has[c] = true
		}
		i++
	}
	return i + 1
}

// literal is the byte of a step that stands for exactly one, once.
func (s step) literal() (byte, bool) {
	if s.min != 1 || s.max != 1 || len(s.set.members) != 1 {
		return 0, false
	}
	return s.set.members[0], true
}

// findAnchor picks the longest run of literals: where it stands in a text, a
// match is tried.
func (p *pattern) findAnchor() {
	run := ""
	for i, st := range p.steps {
		b, ok := st.literal()
		if !ok {
			run = ""
			continue
		}
		run += string(b)
		if len(run) > len(p.anchor) {
			p.anchor, p.lead = run, i+1-len(run)
		}
	}
	if len(p.anchor) < 2 { // the classes at its beginning have to do
		p.anchor, p.lead = "", 0
	}
}

const minCut = 6 // bytes behind its anchor that a secret which is cut off needs

// match matches b around its anchor at i and returns where the whole begins and
// ends, and the secret in it. A match that the end of the text cuts short counts
// when enough of the secret is there to be worth hiding.
func (p *pattern) match(b []byte, i int) (from, to int, secret [2]int, ok bool) {
	from = i
	for k := p.lead - 1; k >= 0; k-- {
		st := p.steps[k]
		n := 0
		for n < st.max && from > 0 && st.set.has[b[from-1]] {
			from--
			n++
		}
		if n < st.min {
			return
		}
	}
	secret[0] = from
	to = from
	for k, st := range p.steps {
		if k == p.secret[0] {
			secret[0] = to
		}
		if k == p.secret[1] {
			secret[1] = to
		}
		n := 0
		for n < st.max && to < len(b) && st.set.has[b[to]] {
			to++
			n++
		}
		if n < st.min {
			secret[1] = to
			return from, to, secret, k > p.lead+len(p.anchor)-1 && p.cutShort(b, i, secret)
		}
	}
	if p.secret[1] == len(p.steps) {
		secret[1] = to
	}
	return from, to, secret, true
}

// cutShort reports whether what stands behind the anchor at i is a secret that the end of a
// text cuts off, rather than something else that begins alike.
func (p *pattern) cutShort(b []byte, i int, secret [2]int) bool {
	from, to := secret[0], secret[1]
	body := from + len(p.anchor)
	if p.lead > 0 { // what leads may be a word: authentication.v1.UserInfo
		body = i + len(p.anchor)
		if has(b[min(body, to):to])&clDigit == 0 {
			return false
		}
	}
	return len(p.anchor) > 2 && cutAt(b, to) && to-body >= p.enough() && looksRandom(b[body:to], 6) &&
		(!allOf(b[from:to], clLower|clUpper, 0) || notCamel(b[from:to]))
}

// enough is how many bytes behind the anchor a secret needs that is cut off: half of
// them where names of things begin with the anchor, too, db-2nX4qa.
func (p *pattern) enough() int {
	if n := len(p.anchor); !wordAnchors[p.anchor] && (n > 4 || n == 4 && p.anchor[3] != '-') {
		return minCut
	}
	n := 0
	for _, st := range p.steps[p.secret[0]:min(max(p.secret[1], 0), len(p.steps))] {
		n += st.min
	}
	return max(minCut, (n-len(p.anchor))/2)
}

// wordAnchors are anchors that are words.
var wordAnchors = map[string]bool{
	"web_": true, "key_": true, "live_": true, "live-": true, "sess-": true, "dataset-": true, "console-": true, "mint_": true,
}

// certain are the sets of the bytes with which any match begins, if that is with the
// anchor: also one that is cut short has enough behind it.
func (p *pattern) certain() (sets []*byteSet) {
	for _, st := range p.steps {
		for range st.min {
			if len(sets) == len(p.anchor)+minCut {
				return sets
			}
			sets = append(sets, st.set)
		}
		if st.max > st.min {
			break
		}
	}
	return sets
}

// cutAt reports whether the text was cut off at i, by its end or by an ellipsis.
func cutAt(b []byte, i int) bool {
	return i == len(b) || hasFold(b, i, "...") || hasFold(b, i, "…")
}

// example makes a random text that the pattern matches.
func (p *pattern) example(rnd *rand.Rand) string {
	var out []byte
	for _, st := range p.steps {
		n := st.min
		if st.max == many {
			n += rnd.IntN(4)
		}
		for ; n > 0; n-- {
			out = append(out, st.set.members[rnd.IntN(len(st.set.members))])
		}
	}
	return string(out)
}

// anchorIn is where the anchor of an example stands.
func (p *pattern) anchorIn() int {
	n := 0
	for _, st := range p.steps[:p.lead] {
		n += st.min
	}
	return n
}
