package redact

import "bytes"

// valueKeys are the keys of an object's members that hold the value of what
// another member names: {"name":"password","value":"x"}.
var valueKeys = [...]string{"value", "val", "v", "content", "text", "new", "old", "newvalue", "oldvalue", "values", "arg", "answer", "after", "before", "from", "to", "input", "command_data"}

func isValueKey(key []byte) bool {
	for _, k := range valueKeys {
		if foldEqual(key, k) {
			return true
		}
	}
	return false
}

const (
	maxObject  = 512 // bytes of an object in which a value is looked for
	maxObjects = 32  // of its members that are looked at
)

// objectValues judges the members behind the one whose value ends at i, as long
// as the object goes on.
func (v *valuer) objectValues(i int) int {
	b := v.sc.b
	end := 0
	v.d = tight
	for range maxObjects {
		if i = skip(b, i, clSpace); byteAt(b, i) == ',' {
			i = skip(b, i+1, clSpace)
		}
		from, to, next, ok := quotedValue(b, i)
		if next = skip(b, next, clSpace); !ok || byteAt(b, next) != ':' {
			break
		}
		i = skip(b, next+1, clSpace)
		if i >= len(b) {
			break
		}
		if isValueKey(b[from:to]) && (!digit(b[i]) || skip(b, i, clDigit)-i >= 4) {
			if last := v.value(i); last > 0 {
				end = last
			}
		}
		if _, _, after, ok := quotedValue(b, i); ok {
			i = after
		} else if i = v.bareEnd(i, '}'); byteAt(b, i) == '{' || byteAt(b, i) == '[' {
			break
		}
	}
	return end
}

// valueOfObject judges the member of an object that holds the value and stands
// before the one that names it: {"value":"x","name":"password"}.
func (v *valuer) valueOfObject() {
	b := v.sc.b
	start := max(v.sc.floor, v.from-maxObject)
	open := bytes.LastIndexByte(b[start:v.from], '{')
	if open < 0 || bytes.IndexByte(b[start+open:v.from], '}') >= 0 {
		return
	}
	object := b[start+open : v.from]
	for _, key := range [...]string{`"value":"`, `"value": "`, `"answer":"`, `'value': '`} {
		if k := bytes.Index(object, []byte(key)); k >= 0 {
			if from, to, _, ok := quotedValue(b, start+open+k+len(key)-1); ok && to < v.from {
				v.secret(from, to, true)
			}
			return
		}
	}
}

// tags are the elements of HTML that only dress text.
var tags = [...]string{"b", "i", "strong", "em", "code", "span", "br", "p", "tt", "kbd", "pre", "u", "font", "small", "big"}

// behindTags is where the text goes on behind dressing tags at i.
func behindTags(b []byte, i int) int {
	for range 4 {
		if byteAt(b, i) != '<' {
			break
		}
		name := i + 1
		if byteAt(b, name) == '/' {
			name++
		}
		to := skip(b, name, clLower|clUpper|clDigit)
		end := bytes.IndexByte(b[to:min(len(b), to+80)], '>')
		if end < 0 || !isTag(b[name:to]) {
			break
		}
		i = skip(b, to+end+1, clSpace)
	}
	return i
}

// behindCell is where the text of the next cell of a table begins when one ends at
// i: Password:</td><td>x, i if none does.
func behindCell(b []byte, i int) int {
	for _, cell := range [...][2]string{{"</td>", "<td"}, {"</th>", "<td"}, {"</dt>", "<dd"}} {
		if !hasFold(b, i, cell[0]) {
			continue
		}
		next := skip(b, i+len(cell[0]), clSpace)
		if end := bytes.IndexByte(b[next:min(len(b), next+80)], '>'); hasFold(b, next, cell[1]) && end > 0 {
			return behindTags(b, next+end+1)
		}
	}
	return i
}

func isTag(name []byte) bool {
	for _, t := range tags {
		if foldEqual(name, t) {
			return true
		}
	}
	return false
}

// shortMembers judges {"u":"bob","p":"x"}.
func (sc *scan) shortMembers(a *anchor, lo int) int {
	b := sc.b
	_, _, i, ok := quotedValue(b, lo+len(a.lit)-1)
	if i = skip(b, i, clSpace); !ok || byteAt(b, i) != ',' {
		return 0
	}
	if i = skip(b, i+1, clSpace); !hasPrefix(b, i, []byte(`"p":`)) {
		return 0
	}
	from, to, end, ok := quotedValue(b, skip(b, i+len(`"p":`), clSpace))
	if !ok || !looksPassword(b[from:to]) && !diceware(b[from:to], true) || !sc.password(from, to, sc.at) {
		return 0
	}
	return end
}

// shortPair judges p=x beside u=bob, as InfluxDB and Subsonic take them.
func (sc *scan) shortPair(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	if from >= len(b) {
		return 0
	}
	start := max(0, lo-64)
	user := bytes.Contains(b[start:lo], []byte("u="))
	if !user && a.lit[0] != ' ' {
		rest := b[from:min(len(b), from+1024)]
		user = bytes.Contains(rest[:wordEnd(rest, 0)], []byte("&u="))
	}
	if !user {
		return 0
	}
	v := valuer{sc: sc, row: sc.eng.names.find([]byte("password")), d: equals, at: sc.at, from: lo + 1, query: a.lit[0] != ' '}
	to := v.bareEnd(from, 0)
	if !looksPassword(b[from:to]) && (number(b[from:to]) || !queryOfPair(b[start:from])) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// queryOfPair reports whether v holds the path of a program that takes a user and
// a password under u and p.
func queryOfPair(v []byte) bool {
	for _, path := range []string{"/query?", "/write?", "/ping?", ".view?"} {
		if bytes.Contains(v, []byte(path)) {
			return true
		}
	}
	return false
}
