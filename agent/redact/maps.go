package redact

import "bytes"

// holder reports whether what stands under the row's name may be a map of
// secrets under names of their own: "secrets": {"db": "x"}.
func (r *nameRow) holder() bool {
	switch r.name {
	case "passwords", "secrets", "credentials", "creds", "tokens", "apikeys", "secretdata", "stringdata":
		return true
	}
	return false
}

const (
	maxMembers  = 1 << 16 // of a map that are looked at
	maxMapDepth = 8       // of maps in maps
)

// members judges the values of the map or list that begins at p, and returns
// where it ends. It reads JSON, YAML's flow style, and what Python, Ruby, Java and
// Go print: {"a": "x"}, {a: x}, {:a=>"x"}, {a=x}, map[a:x].
func (v *valuer) members(p int) int {
	b := v.sc.b
	var closers [maxMapDepth]byte
	depth, key := 0, [2]int{}
	behind := false // the last that was read is a key, and what stands next is its value
	i := p
	for n := 0; n < maxMembers && i < len(b); {
		switch c := b[i]; {
		case isSpace(c) || c == ',' || c == ';' || c == '#' && byteAt(b, i+1) == '{':
			i++
			continue
		case c == '{' || c == '[':
			if depth == maxMapDepth {
				return i
			}
			closers[depth] = closerOf(c)
			depth++
			behind = false
			i++
			continue
		case c == '}' || c == ']':
			if depth--; depth <= 0 {
				return i + 1
			}
			behind = false
			i++
			continue
		case hasPrefix(b, i, []byte("map[")):
			i += len("map")
			continue
		case c == '\\' || depth == 0:
			return i
		}
		n++
		from, to, end, quoted := v.memberAt(i, behind, closers[depth-1])
		if end == i {
			return i
		}
		if next := behindKey(b, end); !behind && next > 0 {
			key, behind = [2]int{from, to}, true
			i = next
			continue
		}
		v.member(b[key[0]:key[1]], from, to, quoted)
		behind = false
		i = end
	}
	return i
}

// memberAt is what stands at i in a map whose closer is known: a value where isValue says so,
// else a key or an element. It ends where it begins if there is none.
func (v *valuer) memberAt(i int, isValue bool, closer byte) (from, to, end int, quoted bool) {
	b := v.sc.b
	from, to, end, quoted = quotedValue(b, i)
	switch {
	case quoted:
		return from, to, end, true
	case isValue:
		to = v.bareEnd(i, closer)
	default:
		to = skip(b, skipByte(b, i, ':'), clName)
	}
	return i, to, to, false
}

// behindKey is where the value begins behind a key that ends at i, 0 if there is
// no delimiter.
func behindKey(b []byte, i int) int {
	i = skip(b, i, clSpace)
	switch byteAt(b, i) {
	case '=':
		if byteAt(b, i+1) == '>' {
			i++
		}
	case ':':
	default:
		return 0
	}
	return skip(b, i+1, clSpace)
}

// member replaces the value b[from:to] of a map if it is a secret.
func (v *valuer) member(key []byte, from, to int, quoted bool) {
	sc := v.sc
	if v.row.how == cookies {
		sc.cookie(key, from, to, v.at)
		return
	}
	val := sc.b[from:to]
	if len(val) == 0 || v.aside(key) || v.noMember(val, quoted) || hasHash(sc.b[max(0, from-len(hashed)):to]) {
		return
	}
	if row := sc.eng.names.find(key); row != nil && row.how == anyValue && !row.holder() {
		return // is judged by itself
	}
	kind := v.row.kind
	switch {
	case v.row.name == "stringdata": // of a Kubernetes Secret
		kind = Password
	case !v.memberLooks(val, quoted):
		return
	case v.severalKinds() && len(val) < 20:
		kind = Password
	}
	sc.emit(from, to, sc.eng.kindOf(val, kind), v.at)
}

// noMember reports whether val is no secret, whatever the map holds: a mask, a date, a
// word for a value, the name of where it is.
func (v *valuer) noMember(val []byte, quoted bool) bool {
	switch {
	case masked(val), isDate(val), placeholder(val, quoted), commonWord(val), bytes.IndexByte(val, '{') >= 0:
		return true
	case bytes.HasPrefix(val, []byte("arn:")):
		return true
	case bytes.HasPrefix(val, []byte("http")): // a URL, which is a secret only with a password in it
		return bytes.IndexByte(val, '@') < 0
	}
	return v.row.name != "passwords" && v.sc.eng.names.isName(val)
}

// severalKinds reports whether the map's name leaves open of what kind its secrets are:
// secrets, credentials, but not passwords or tokens.
func (v *valuer) severalKinds() bool {
	switch v.row.name {
	case "passwords", "tokens", "apikeys":
		return false
	}
	return true
}

// memberLooks reports whether val looks like what the map's name says that it holds.
func (v *valuer) memberLooks(val []byte, quoted bool) bool {
	switch {
	case !quoted && number(val), filePath(val):
		return false
	case v.row.name == "passwords":
		return !number(val) || len(val) >= 4
	case !v.severalKinds(): // tokens
		return looksRandom(val, 8)
	case bytes.IndexByte(val, ' ') >= 0, bytes.IndexByte(val, '-') > 0 && plainWord(val), number(val) && len(val) < 6: // the name of a secret
		return false
	case quoted:
		return len(val) >= 4
	}
	return !plainWord(val) && (looksPassword(val) || looksRandom(val, 12))
}

// aside reports whether a key of a map of secrets says something about them
// rather than being one's name.
func (v *valuer) aside(key []byte) bool {
	for i := len(key) - 1; i > 0; i-- {
		if key[i] == '_' || key[i] == '-' || key[i] == '.' { // created_at, max-age
			if len(key)-i > 3 {
				key = key[i+1:]
			}
			break
		}
	}
	kind := inAnyCase(asideKeys, key)
	if n := len(key) - 1; kind == noAside && n > 3 && lower[key[n]] == 's' { // owners
		kind = inAnyCase(asideKeys, key[:n])
	}
	return kind == whose || kind == about && v.row.name != "stringdata"
}

type asideKind uint8

const (
	noAside asideKind = iota
	about
	whose // also in the data of a Kubernetes Secret
)

var asideKeys = func() map[string]asideKind {
	m := map[string]asideKind{}
	for _, w := range bytes.Fields([]byte(`
		name namespace type kind id ids account host hostname port region profile provider backend engine store source
		path file filename version apiversion policy enabled status state count total role roles scope scopes created
		createdat updated updatedat expire expires expiresat expiration expiry ttl issuer iss sub aud clientid tenantid
		algorithm alg description label labels mode format method realm domain project environment owner group groups
		keyid kid ref secretname secretref arn fingerprint min max length at by tenant client grant service database
		age title display displayname prefix suffix tokentype signature schema message error hint reason rotation changed strength used names keys count counts
		level severity msg logger caller ts time timestamp`)) {
		m[string(w)] = about
	}
	for _, w := range []string{"user", "username", "userid", "login", "email", "principal"} {
		m[w] = whose
	}
	return m
}()

// block judges the lines of YAML below a name whose line ends at p, and returns
// where they end: those that stand further to the right than the name.
func (v *valuer) block(p int) int {
	b := v.sc.b
	line := bytes.LastIndexByte(b[max(0, v.from-256):v.from], '\n') + 1 + max(0, v.from-256)
	indent := skip(b, line, clSpace) - line
	for range maxMembers {
		i := p + 1
		for i < len(b) && (b[i] == ' ' || b[i] == '-') {
			i++
		}
		if byteAt(b, p) != '\n' || i-p-1 <= indent || i == len(b) {
			break
		}
		end := bytes.IndexByte(b[i:], '\n')
		if end < 0 {
			end = len(b) - i
		}
		end += i
		_, keyEnd, behind, quoted := quotedValue(b[:end], i)
		key := i + 1
		if !quoted {
			key, keyEnd = i, skip(b[:end], i, clName)
			behind = keyEnd
		}
		if from := behindKey(b[:end], behind); from > 0 && from < end && b[from] != '|' {
			f, t, quoted := yamlValue(b[:end], from, `"`, `\`)
			v.member(b[key:keyEnd], f, t, quoted)
		} else if byteAt(b, i-2) == '-' && from == 0 { // - x
			f, t, quoted := yamlValue(b[:end], i, `"#`, `\ `)
			v.member(nil, f, t, quoted)
		}
		p = end
	}
	return p
}

// yamlValue is where the value at p of a line of YAML stands, which ends with b or at one
// of the stops: a quote closes what is around the YAML, a # begins a remark. Before such
// a stop it ends without what trim holds.
func yamlValue(b []byte, p int, stops, trim string) (from, to int, quoted bool) {
	if from, to, _, quoted = quotedValue(b, p); quoted {
		return from, to, true
	}
	to = len(b)
	if k := bytes.IndexAny(b[p:], stops); k >= 0 {
		to = p + len(bytes.TrimRight(b[p:p+k], trim))
	}
	return p, to, false
}

// children judges the texts of the elements that begin at p, up to the end of the
// element around them: <secrets><db>x</db></secrets>.
func (v *valuer) children(p int) int {
	b := v.sc.b
	for range maxMembers {
		if byteAt(b, p) != '<' || p+1 >= len(b) || !isLetter(b[p+1]) {
			return 0
		}
		name := b[p+1 : skip(b, p+1, clName)]
		from := bytes.IndexByte(b[p:min(len(b), p+256)], '>')
		if from < 0 {
			return 0
		}
		from += p + 1
		end := bytes.IndexByte(b[from:min(len(b), from+maxElement)], '<')
		if end < 0 || byteAt(b, from+end+1) != '/' {
			return 0
		}
		v.member(name, from, from+end, true)
		if p = bytes.IndexByte(b[from+end:min(len(b), from+end+256)], '>'); p < 0 {
			return 0
		}
		p = skip(b, from+end+p+1, clSpace)
	}
	return 0
}

// hold knows the map, the list of maps or the lines at p that stand under a name for
// several secrets, and judges their members. What is in them goes on being searched.
func (v *valuer) hold(p int) (end int, known bool) {
	sc := v.sc
	b := sc.b
	if !v.row.holder() && (v.row.how != cookies || !cookieMap(b, p)) {
		return 0, false
	}
	sc.top().again = true // where a value ends says where the next one begins
	switch {
	case b[p] == '{', b[p] == '[' && byteAt(b, skip(b, p+1, clSpace)) == '{', hasPrefix(b, p, []byte("map[")), v.row.how == cookies:
		if p >= sc.judged.maps {
			sc.judged.maps = v.members(p)
		}
		return 0, true
	case v.flat(p):
		return 0, true
	}
	above := lineAbove(b, p)
	if above < 0 {
		return 0, false
	}
	if p >= sc.judged.maps {
		sc.judged.maps = v.block(above)
	}
	return 0, true
}

// cookieMap reports whether cookies stand at p in a map or a list of objects, rather than as
// in their header: {'sid': 'x'}, ['sid' => 'x'], [{"name":"sid","value":"x"}].
func cookieMap(b []byte, p int) bool {
	if b[p] != '[' {
		return b[p] == '{' || hasPrefix(b, p, []byte("map["))
	}
	first := skip(b, p+1, clSpace)
	_, _, end, quoted := quotedValue(b, first)
	return byteAt(b, first) == '{' || quoted && hasPrefix(b, end, []byte(" =>"))
}

// lineAbove is where the line above p ends, if only blanks and the hyphen of a list of
// YAML stand before p on its own, or -1.
func lineAbove(b []byte, p int) int {
	if b[p-1] != ' ' && b[p-1] != '\n' {
		return -1
	}
	start := max(0, p-64)
	line := bytes.LastIndexByte(b[start:p], '\n')
	if line < 0 || !allOf(b[start+line:p], clSpace, '-') {
		return -1
	}
	return start + line
}

// flat judges a map without brackets at p, and reports whether there is one:
// passwords: bob=x, eve=y.
func (v *valuer) flat(p int) (found bool) {
	b := v.sc.b
	for {
		key := skip(b, p, clName)
		if key == p || byteAt(b, key) != '=' || byteAt(b, key+1) == '=' { // the padding of base64
			return found
		}
		from, to, end, quoted := v.extent(key+1, 0)
		if from == to {
			return found
		}
		v.member(b[p:key], from, to, quoted)
		found = true
		next := behindAnd(b, end)
		if next == end {
			return true
		}
		p = next
	}
}

// kubeSecret judges the data of a Kubernetes Secret, whose kind is named at
// b[from:to]. In JSON they may stand before it or behind it.
func (sc *scan) kubeSecret(from, to int) {
	b := sc.b
	row := sc.eng.names.find([]byte("stringdata"))
	start := max(sc.judged.kubeSecrets, from-(64<<10), 0)
	if from < start {
		return // inside of an object that was judged
	}
	v := valuer{sc: sc, row: row, d: tight, at: sc.at}
	for _, label := range kubeLabels {
		k := bytes.LastIndex(b[start:from], []byte(label.text))
		if k < 0 || label.line && start+k > 0 && b[start+k-1] != '\n' {
			continue
		}
		v.from = start + k
		if end := v.kubeData(v.from+len(label.text)-1, label.line); end < from && sameObject(b[end:from]) {
			continue
		}
	}
	depth, i := 0, to
	for i < len(b) && depth >= 0 {
		switch b[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"', '\n', ' ':
			for _, label := range kubeLabels {
				at := i
				if label.line {
					at++
				}
				if depth == 0 && hasPrefix(b, at, []byte(label.text)) && (!label.line || b[i] == '\n') {
					v.from = at
					i = max(i, v.kubeData(at+len(label.text)-1, label.line)-1)
					break
				}
			}
		}
		i++
	}
	sc.judged.kubeSecrets = i
}

// kubeLabels stand before the data of a Secret: in JSON, as Go prints it, in YAML.
var kubeLabels = []struct {
	text string
	line bool
}{
	{`"data":{`, false}, {`"stringData":{`, false}, {`"data": {`, false}, {`"stringData": {`, false},
	{" data:map[", false}, {" stringData:map[", false}, {"data:\n", true}, {"stringData:\n", true},
}

// kubeData judges the map whose bracket, or the lines behind whose line's end, is
// at p.
func (v *valuer) kubeData(p int, lines bool) int {
	if lines {
		return v.block(p)
	}
	return v.members(p)
}

// sameObject reports whether v closes no bracket that it does not open.
func sameObject(v []byte) bool {
	depth := 0
	for _, c := range v {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return true
}

// literal judges kubectl create secret … --from-literal=name=value.
func (sc *scan) literal(a *anchor, lo int) int {
	b := sc.b
	before := b[max(0, lo-512):lo]
	next := sc.judged.literals > 0 && lo-sc.judged.literals < maxNameBytes // behind another one
	if k := max(bytes.LastIndex(before, []byte("secret ")), bytes.LastIndex(before, []byte("kubeseal"))); !next && (k < 0 || bytes.LastIndex(before, []byte("configmap")) > k) {
		return 0
	}
	from, to, ok := argAt(b, lo+len(a.lit))
	if !ok {
		return 0
	}
	if q := b[from]; (q == '=' || isQuote(q)) && from+1 < to {
		from++
	}
	k := bytes.IndexByte(b[from:to], '=')
	if k <= 0 {
		return 0
	}
	sc.judged.literals = to
	if v := (valuer{row: &nameRow{name: "stringdata"}}); v.aside(b[from : from+k]) {
		return 0
	}
	for to > from && isQuote(b[to-1]) {
		to--
	}
	value := from + k + 1
	if value < to && isQuote(b[value]) { // password="$PASSWORD"
		value++
	}
	sc.argument(value, to)
	return 0 // it may reach over the escapes of another line
}
