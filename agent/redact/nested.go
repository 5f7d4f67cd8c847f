package redact

import "bytes"

// maxElements bounds how many elements of a list are judged that was judged before, as
// a part of another one.
const maxElements = 64

// list replaces every value of [a, b], of (a, b). It returns where the last one ends
// before which nothing is left to be searched.
func (v *valuer) list(p int) int {
	b := v.sc.b
	i, closer := p+1, closerOf(b[p])
	base := len(v.sc.s.spans)
	if to := numbersEnd(b, i); v.row.name == "networkkey" && to > i && byteAt(b, to) == closer { // of Zigbee: [1, 3, 5, …]
		v.sc.emit(i, to, Password, v.at)
		return to
	}
	end, partly := 0, false
	for n := 0; (n < maxElements || i > v.sc.judged.lists) && i < len(b) && b[i] != closer; n++ {
		i = behindListIndex(b, skip(b, i, clSpace))
		if i >= len(b) || b[i] == '[' {
			break
		}
		if b[i] == '{' {
			if next := v.object(i); next > i {
				end = next
			}
			break
		}
		found, next, ok := v.listElement(i, closer)
		if !ok {
			break
		}
		if len(v.sc.s.spans) > base && !partly {
			end = found
		}
		partly = partly || found < next
		i = skip(b, next, clSpace)
		if byteAt(b, i) == ',' {
			i++
		} else if byteAt(b, i) != '[' || !digit(byteAt(b, i+1)) {
			break
		}
	}
	v.sc.judged.lists = max(v.sc.judged.lists, i)
	if byteAt(b, i) != closer { // it may read otherwise with a mark in it
		v.sc.top().again = true
	}
	return end
}

// behindListIndex is where an element of a list begins behind its index, as PHP prints
// it: [0] => x; i if there is none.
func behindListIndex(b []byte, i int) int {
	if k := skip(b, i+1, clDigit); byteAt(b, i) == '[' && k > i+1 && hasPrefix(b, k, []byte("] => ")) {
		return k + len("] => ")
	}
	return i
}

// listElement replaces the element at i of a list, and returns where it ends. If only its
// beginning is a secret, which ends at found, the rest is still to be searched. It is not
// ok if a key stands at i, so that this is no list: 'passwords' => ['users' => [.
func (v *valuer) listElement(i int, closer byte) (found, end int, ok bool) {
	b := v.sc.b
	from, to, behind, quoted := v.extent(i, closer)
	if quoted && hasPrefix(b, behind, []byte(" => ")) {
		return 0, i, false
	}
	if closer == ']' || from < to && v.speaks(b[from:to]) { // in other brackets the arguments of a call stand, too
		found = v.one(i, closer)
	}
	if found <= i && !quoted && v.row.how == scheme { // nobody searches what stands before a value that is found
		found = v.behindOdd(i, to, closer)
	}
	switch {
	case found > i && quoted && found < behind:
		return found, behind, true
	case found > i:
		return found, found, true
	case quoted && v.row.how == anyValue:
		return behind, behind, true
	case quoted:
		to = v.bareEnd(i, closer)
	}
	return to, to, true
}

// numbersEnd is where 16 numbers of a list end, which begin at i; i if there are others.
func numbersEnd(b []byte, i int) int {
	end := i
	for n := range 16 {
		if n > 0 {
			if byteAt(b, end) != ',' {
				return i
			}
			end = skip(b, end+1, clSpace)
		}
		to := skip(b, end, clDigit)
		if to == end || to-end > 3 {
			return i
		}
		end = to
	}
	return end
}

// behindOdd replaces the credentials in b[from:to], of a list, that stand behind bytes
// which are of no token, if they look random: [(x, y].
func (v *valuer) behindOdd(from, to int, closer byte) int {
	b := v.sc.b
	for i := skip(b[:to], from, clToken); i < to; {
		if class[b[i]]&clToken == 0 {
			i++
			continue
		}
		end := skip(b[:to], i, clToken)
		if looksRandom(b[i:end], 16) {
			return v.one(i, closer)
		}
		i = end
	}
	return 0
}

// pair replaces the value of {"name": "password", "value": "x"} and of
// ("password", "x").
func (v *valuer) pair(p int) int {
	b := v.sc.b
	from, to, end, ok := quotedValue(b, p)
	if !ok {
		return 0
	}
	val := b[from:to]
	next := skip(b, end, clSpace)
	switch {
	case !v.quotedName() && byteAt(b, v.from-1) != ':': // curl_setopt($ch, CURLOPT_USERPWD, "bob:x")
		if bytes.IndexByte(val, ' ') >= 0 || !v.speaks(val) {
			return 0
		}
	case byteAt(b, next) == ':':
		if !isValueKey(val) && byteAt(b, v.nameQuote[0]) != '"' {
			return 0
		}
		v.valueOfObject()
		return v.objectValues(v.nameQuote[1])
	case b[v.from] == '-': // ["--token", "x"], but not ["--token", "--verbose"]
		if byteAt(b, from) == '-' || v.namesField(val) {
			return 0
		}
	default:
		if !v.endsPair(next) && !v.inPairs(val) {
			v.lastOfMessage(val, end)
			return 0
		}
		if v.ofNames(val) || v.namesField(val) || byteAt(b, v.from-1) == ':' && isScope(val) {
			return 0
		}
	}
	if v.secret(from, to, true) == 0 {
		return 0 // a part of it may be one
	}
	return end
}

// endsPair reports whether a pair of strings ends at i, so that the second is the value
// of the first: ("password", "x"). Headers are in pairs wherever they stand.
func (v *valuer) endsPair(i int) bool {
	if i >= len(v.sc.b) {
		return true
	}
	switch v.sc.b[i] {
	case ')', ']', ';':
		return true
	}
	return v.row.place == InHeader || hasFold(v.name, 0, "x-")
}

// namesField reports whether val is the name of a field, in a list of such:
// "password", "user.token".
func (v *valuer) namesField(val []byte) bool {
	return plainField(val) || v.sc.eng.names.isName(val[bytes.LastIndexByte(val, '.')+1:]) || bytes.IndexAny(val, "-_") > 0 && v.isPlaceName(val)
}

// ofNames reports whether val is another name in a list of them rather than the value
// of the one before it: ["token","expiresAt"], ["username","password","firstName"].
func (v *valuer) ofNames(val []byte) bool {
	if !madeOf(val, clLower|clUpper, "-_.") || jumble(val) || scrambled(val) {
		return false
	}
	return v.row.kind != Password && v.row.kind != PIN || v.afterOne() || endsIn(val, "_at", "_on", "_by", "_id", "_ip", "_count")
}

// isScope reports whether val is what a token may do: write:secrets.
func isScope(val []byte) bool {
	k := bytes.IndexByte(val, ':')
	return k > 0 && k+1 < len(val) && madeOf(val, clLower, ":_-.*")
}

// afterOne reports whether the name is the second string of a list, or the fourth: a
// list of names and their values has it elsewhere.
func (v *valuer) afterOne() bool {
	before := v.sc.b[max(v.sc.floor, v.from-maxQuoted):v.from]
	before = before[bytes.LastIndexAny(before, "[({")+1:]
	n := 0
	for i := 1; i < len(before); i++ {
		if before[i] == ',' && isQuote(before[i-1]) {
			n++
		}
	}
	return n%2 == 1
}

// inPairs reports whether val, in a list that goes on, is a token beside its name:
// ["Host","h","api-key","x","Accept","*/*"].
func (v *valuer) inPairs(val []byte) bool {
	return !v.row.kind.password() && v.row.how == anyValue && looksRandom(val, 16) && !isUUID(val)
}

// lastOfMessage replaces the last string of a message whose first one is "auth" and whose
// second one, which ends at end, is the name of a user: ["auth","bob","x"].
func (v *valuer) lastOfMessage(user []byte, end int) {
	b := v.sc.b
	if v.row.name != "auth" || byteAt(b, v.from-2) != '[' || byteAt(b, end) != ',' || looksRandom(user, 8) {
		return
	}
	if from, to, end, ok := quotedValue(b, skip(b, end+1, clSpace)); ok && byteAt(b, end) == ']' && looksRandom(b[from:to], 16) {
		v.secret(from, to, true)
	}
}

// innerKeys are the keys of what stands under a credential's name in an object.
var innerKeys = [...]string{
	"value", "plaintext", "plain", "new", "old", "current", "previous", "confirm", "text", "string", "stringvalue", "s",
}

// object replaces the values of {"value": "x"}, {old: 'x', new: 'y'}.
func (v *valuer) object(p int) int {
	b := v.sc.b
	i, last, passed := p+1, 0, false
	for range maxObjects {
		i = skip(b, i, clSpace)
		from, to, end, quoted := quotedValue(b, i)
		if !quoted {
			from = skipByte(b, i, ':')
			to = skip(b, from, clName)
			end = to
		}
		if i = behindKey(b, end); i == 0 || from == to || i >= len(b) {
			return last
		}
		if b[i] == '{' || b[i] == '[' { // what is in it is searched by itself
			if i = nestedEnd(b, i); byteAt(b, skip(b, i, clSpace)) != ',' {
				return last
			}
			i, passed = skip(b, i, clSpace)+1, true
			continue
		}
		key := b[from:to]
		f, t, end, quoted := v.extent(i, '}')
		if !v.inner(key, b[f:t], quoted) {
			passed = true // it is still to be searched, and so is all behind it
		} else if next := v.value(i); !passed {
			last = max(last, next)
		}
		if i = skip(b, end, clSpace); byteAt(b, i) != ',' {
			return last
		}
		i++
	}
	return last
}

// nestedEnd is where the brackets at i are closed, i if that is not near.
func nestedEnd(b []byte, i int) int {
	depth := 0
	for k := i; k < min(len(b), i+maxObject); k++ {
		switch b[k] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return i
}

// inner reports whether val may be the value of the name that key stands under.
func (v *valuer) inner(key, val []byte, quoted bool) bool {
	for _, k := range innerKeys {
		if foldEqual(key, k) {
			return true
		}
	}
	switch {
	case v.row.kind == Session && foldEqual(key, "id"):
		return true
	case !quoted:
		return false
	case v.row.kind == Password && (foldEqual(key, "digest") || foldEqual(key, "hash")) && looksRandom(val, 32): // "password": {"digest": "x", "algorithm": "sha-256"}
		return true
	case string(key) == "N" && len(val) >= 4: // of DynamoDB
		return true
	case v.row.kind == Opaque && (foldEqual(key, "access") || foldEqual(key, "refresh")), foldEqual(key, "from"), foldEqual(key, "to"): // "token": {"access": "x"}
		return looksRandom(val, 16) || v.row.kind == Password && looksPassword(val)
	}
	return v.row.how == anyValue && tokenAlone(val) && !v.aside(key) && v.sc.eng.names.find(key) == nil
}

// tokenAlone reports whether val looks like a token wherever it stands.
func tokenAlone(val []byte) bool {
	return looksRandom(val, 16) && mixed(val) && !isUUID(val) && bytes.IndexByte(val, '/') < 0
}

const maxElement = 64 << 10 // bytes of an element's text

// behindOption reports whether v ends in an option and the bracket that a program opens
// around the name of what it takes: --password <.
func behindOption(v []byte) bool {
	v = bytes.TrimRight(bytes.TrimSuffix(v, []byte("<")), " =")
	word := v[bytes.LastIndexAny(v, " \t['\"`(")+1:]
	return len(word) > 1 && word[0] == '-' && isLetter(word[len(word)-1])
}

// opensInput reports whether v ends in an element of a form, which holds no text, and
// whose end is still to come: <input type="password" name=.
func opensInput(v []byte) bool {
	k := bytes.LastIndexByte(v, '<')
	return k >= 0 && hasFold(v, k, "<input ")
}

// element replaces the text of <name>text</name>.
func (v *valuer) element(p int) int {
	b := v.sc.b
	if behindOption(lineBefore(b, v.from, maxNameBytes)) && !bytes.Contains(lineBehind(b, p, maxQuoted), []byte("</")) { // usage: x [-p <password>] host; error: '--password <PASSWORD>' needs a value
		return 0
	}
	from := skip(b, p, clSpace)
	if hasFold(b, from, "<![cdata[") {
		from += len("<![cdata[")
		if end := bytes.Index(b[from:], []byte("]]>")); end >= 0 {
			v.secret(from, from+end, true)
			return from + end
		}
	}
	if opensInput(lineBefore(b, v.from, maxQuoted)) {
		return 0
	}
	if v.row.holder() && byteAt(b, from) == '<' {
		return v.children(from)
	}
	from = v.behindInnerTags(from)
	to := v.sc.longEnd(from, '<', func() int {
		to := min(len(b), from+maxElement)
		if end := bytes.IndexByte(b[from:to], '<'); end >= 0 {
			to = from + end
		}
		return stringEnd(b, from, to)
	})
	if v.standsForValue(p, from, to) {
		return 0
	}
	for to > from && isSpace(b[to-1]) {
		to--
	}
	if to == from || v.quotedName() && !v.row.kind.password() && !v.looksToken(b[from:to]) { // <span class="token">if</span>
		return 0
	}
	if v.secret(from, to, true) == 0 {
		return 0
	}
	return v.siblings(from, to)
}

// behindInnerTags is where the text begins in the elements that begin at i, unless they
// tell of something else: <Name>password</Name><Value>x, <value><string>x, but not
// <Credential><UserId>bob.
func (v *valuer) behindInnerTags(i int) int {
	b := v.sc.b
	for range 2 {
		if byteAt(b, i) != '<' || !isLetter(byteAt(b, i+1)) || v.aside(b[i+1:skip(b, i+1, clName)]) {
			break
		}
		if k := bytes.IndexByte(b[i:min(len(b), i+40)], '>'); k > 0 && b[i+k-1] != '/' {
			i += k + 1
		}
	}
	return i
}

// standsForValue reports whether the name in angle brackets is no element, but stands for
// a value itself. Its bracket ends at p, and b[from:to] would be the element's text.
func (v *valuer) standsForValue(p, from, to int) bool {
	b := v.sc.b
	sentence := bytes.IndexByte(b[from:to], ' ')
	if byteAt(b, to) != '<' { // <password> without an end, in a sentence
		return from > p || !v.row.kind.password() && sentence >= 0
	}
	if byteAt(b, to+1) == '/' {
		return false
	}
	if p < from && sentence > 0 { // <password> is missing, <token> too
		return true
	}
	c := byteAt(b, v.from-2)
	return (c == '=' || c == ' ') && b[v.from-1] == '<' // --password=<password> --token=<token>
}

// siblings replaces the texts of the elements that follow one whose text is b[from:to],
// under the same name: <Value>x</Value><Value>y</Value>.
func (v *valuer) siblings(from, to int) int {
	b := v.sc.b
	open := max(0, bytes.LastIndexByte(b[max(0, from-maxNameBytes):from], '<')+max(0, from-maxNameBytes))
	tag := b[open:from] // <Value>
	for {
		p := to
		if !hasPrefix(b, p, []byte("</")) || !hasPrefix(b, p+len("</"), tag[1:]) {
			return to
		}
		if p = skip(b, p+len("<")+len(tag), clSpace); !hasPrefix(b, p, tag) {
			return to
		}
		p += len(tag)
		end := bytes.IndexByte(b[p:min(len(b), p+maxElement)], '<')
		if end < 0 || v.secret(p, p+end, true) == 0 {
			return to
		}
		to = p + end
	}
}

// bracketed replaces the value of password=<x> or Pwd={x}, unless it is a word,
// which stands for a value.
func (v *valuer) bracketed(p int) bool {
	b := v.sc.b
	end := bytes.IndexByte(b[p:min(len(b), p+80)], b[p]+2) // ASCII: } and > stand two behind { and <
	if end < 2 || v.row.name == "session" {
		return false
	}
	val := b[p+1 : p+end]
	// A connection string has any value that it needs braces for: …;Pwd={x};
	connection := v.row.kind == Password && byteAt(b, v.from-1) == ';' && (byteAt(b, p+end+1) == ';' || endsHere(b, p+end+1))
	if len(val) < 3 && number(val) || masked(b[p:p+end+1]) || v.isPlaceName(val) || !connection && bytes.ContainsAny(val, `" `) {
		return false
	}
	return (connection || v.speaks(val)) && v.secret(p+1, p+end, true) > 0
}

// isPlaceName reports whether val is a credential's name, which stands for a value,
// rather than a password that begins like one: cookie79.
func (v *valuer) isPlaceName(val []byte) bool {
	return has(val)&clDigit == 0 && !signs(val) && v.sc.eng.names.find(val) != nil
}

// labelled replaces the value of cs1Label=password cs1=x, as CEF writes it. The
// name begins at from.
func (sc *scan) labelled(row *nameRow, from int) int {
	b := sc.b
	label := from - len("Label=")
	key := b[back(b, label, clName, maxNameBytes):label]
	var buf [maxNameBytes + 2]byte
	want := append(append(append(buf[:0], ' '), key...), '=')
	near := max(0, from-1024)
	if i := bytes.Index(b[near:min(len(b), from+1024)], want); i >= 0 && near+i+len(want) < len(b) {
		v := valuer{sc: sc, row: row, d: equals, at: row.placeIn(sc.at), from: near + i + 1}
		v.one(near+i+len(want), 0)
	}
	return 0
}

func hasPrefix(b []byte, i int, lit []byte) bool {
	return i >= 0 && len(lit) > 0 && i+len(lit) <= len(b) && bytes.Equal(b[i:i+len(lit)], lit)
}
