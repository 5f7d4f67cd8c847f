package redact

import "bytes"

// valueKeys are the keys of an object's members that hold the value of what
// another member names: {"name":"password","value":"x"}.
var valueKeys = [...]string{"value", "val", "v", "content", "text", "new", "old", "newvalue", "oldvalue", "values", "arg", "answer", "after", "before", "from", "to", "input", "command_data"}

func isValueKey(key []byte) bool { return isKey(key, valueKeys[:]) }

// isKey reports whether key is one of keys, in any case, with what parts its words.
func isKey(key []byte, keys []string) bool {
	var buf [maxKey]byte
	n := 0
	for _, c := range key {
		if c == '_' || c == '-' || c == '#' || c == '@' {
			continue
		}
		if n == len(buf) {
			return false
		}
		buf[n] = c
		n++
	}
	for _, k := range keys {
		if foldEqual(buf[:n], k) || foldEqual(key, k) {
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
// as the object goes on. It returns where those end behind which nothing is left to be
// searched.
func (v *valuer) objectValues(i int) int {
	b := v.sc.b
	end, passed := 0, false
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
			if last := v.value(i); last > 0 && !passed {
				end = last
			}
		} else {
			passed = true
		}
		if _, _, after, ok := quotedValue(b, i); ok {
			i = after
		} else if b[i] == '{' || b[i] == '[' {
			after := nestedEnd(b, i)
			if after == i {
				break
			}
			i, passed = after, true
		} else {
			i = v.bareEnd(i, '}')
		}
	}
	return end
}

// keysBefore are those of valueKeys that may stand before the member which names the
// value: others tell of the name there. partnerKeys are those of a password's object
// that hold the one before it, or the same again.
var (
	keysBefore  = []string{"value", "val", "answer", "old", "new", "oldvalue", "newvalue", "before", "after", "from", "to"}
	partnerKeys = []string{"old", "current", "previous", "new", "confirm", "confirmation", "repeat", "repeated", "again", "verify"}
)

// valueOfObject judges the members of an object that hold the value and stand before the
// one that names it: {"value":"x","name":"password"}, {"old":"x","new":"y","field":"password"}.
func (v *valuer) valueOfObject() {
	v.eachBefore(func(key []byte, from, to int) {
		if isKey(key, keysBefore) && (len(key) > len("to") && !foldEqual(key, "from") || v.oneWord(from, to)) {
			v.secret(from, to, true)
		}
	})
}

// partners judges the members beside a password, whose own value ends at i, that hold
// another one: {"old":"x","password":"y","confirm":"y"}.
func (v *valuer) partners(i int) {
	one := func(key []byte, from, to int) {
		if isKey(key, partnerKeys) && v.oneWord(from, to) {
			v.secret(from, to, true)
		}
	}
	v.eachBefore(one)
	for range maxPartners {
		next := member(v.sc.b, i, one)
		if next == i {
			break
		}
		i = next
	}
}

// oneWord reports whether b[from:to] is a word that looks like a value.
func (v *valuer) oneWord(from, to int) bool {
	return bytes.IndexByte(v.sc.b[from:to], ' ') < 0 && v.speaks(v.sc.b[from:to])
}

const maxPartners = 4 // members behind a password that are looked at

// keysInHex judges the list in front that has the same keys in hex, as Vault answers when
// it is initialized: {"keys":["x"],"keys_base64":["y"]}.
func (v *valuer) keysInHex() {
	b := v.sc.b
	start := max(v.sc.floor, v.from-maxNames)
	for _, label := range [...]string{`"keys":[`, `"keys": [`} {
		if k := bytes.LastIndex(b[start:v.from], []byte(label)); k >= 0 {
			v.list(start + k + len(label) - 1)
			return
		}
	}
}

// eachBefore calls do with the members of the object that stand before the name.
func (v *valuer) eachBefore(do func(key []byte, from, to int)) {
	b := v.sc.b[:v.from]
	start := max(0, v.from-maxObject)
	open := bytes.LastIndexByte(b[start:], '{')
	if open < 0 || bytes.IndexByte(b[start+open:], '}') >= 0 {
		return
	}
	for i := start + open + 1; ; {
		next := member(b, i, do)
		if next == i {
			return
		}
		i = next
	}
}

// member calls do with the member at i, if its value is a string, and returns where it
// ends, i if there is none.
func member(b []byte, i int, do func(key []byte, from, to int)) int {
	p := skip(b, i, clSpace)
	if byteAt(b, p) == ',' {
		p = skip(b, p+1, clSpace)
	}
	from, to, end, ok := quotedValue(b, p)
	if end = skip(b, end, clSpace); !ok || byteAt(b, end) != ':' {
		return i
	}
	key := b[from:to]
	p = skip(b, end+1, clSpace)
	if from, to, end, ok = quotedValue(b, p); ok {
		if from < to && end < len(b) {
			do(key, from, to)
		}
		return end
	}
	end = skip(b, p, clName)
	if end == p {
		return i
	}
	return end
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

// behindColours is where the text goes on behind colours of a terminal at i that lost
// their escape: [31m.
func behindColours(b []byte, i int) int {
	for range 3 {
		to := i + 1
		for to < len(b) && to-i < 8 && (digit(b[to]) || b[to] == ';') {
			to++
		}
		if byteAt(b, i) != '[' || to == i+1 || byteAt(b, to) != 'm' || to+1 >= len(b) || b[to+1] == ']' || b[to+1] == ',' { // total[5m]
			break
		}
		i = to + 1
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
	if !ok || !passwordLike(b[from:to]) || !sc.password(from, to, sc.at) {
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
	for _, path := range []string{"/query?", "/write?", "/ping?", ".view?", "db="} {
		if bytes.Contains(v, []byte(path)) {
			return true
		}
	}
	return false
}
