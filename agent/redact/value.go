package redact

import "bytes"

// maxNameBytes bounds how far a name reaches to either side of its anchor.
const maxNameBytes = 64

// A valuer reads one value.
type valuer struct {
	sc        *scan
	row       *nameRow
	d         delim
	at        Place
	query     bool   // it is a parameter of a URL or a form
	from      int    // where the name begins
	name      []byte // as it is written; empty if a parser knew it
	heads     bool   // it is one of the names at the head of a table
	nameQuote [2]int // the quote behind the name, if it has one
}

func (v *valuer) quotedName() bool { return v.nameQuote[1] > 0 }

// value replaces the value at p and returns its end, or 0.
func (v *valuer) value(p int) int {
	b := v.sc.b
	switch {
	case v.d == element:
		end := v.element(p)
		if p > v.from+len(v.name)+len(`">`) {
			return 0 // what is between may hold others: <Password token="x">
		}
		return end
	case v.d == words:
		return v.words(p)
	case v.d == sign:
		closer := b[p-1]
		switch closer {
		case '(':
			closer = ')'
			if next := v.setNamed(p); next > 0 {
				return next
			}
		case '<':
			closer = '>'
		}
		return v.signed(p, closer)
	case v.d == list:
		return v.pair(p)
	}
	if v.d == colon && errorAt(b, p) || v.d == tight && v.bindsNext(p) {
		return 0
	}
	if end, is := v.compared(p); is { // token ==> expected: <x> but was: <y>
		return end
	}
	if end := v.change(p); end > 0 && v.d != tight { // token refresh: old=x new=y
		return end
	}
	if v.row.name == "keysbase" {
		v.keysInHex()
	}
	if yamlTag(b, p) || v.hold(p) {
		return 0 // what is in it goes on being searched
	}
	switch b[p] {
	case '[':
		if hasPrefix(b, p, []byte("[]string{")) && !v.plural() { // of Go
			break
		} else if k := container(b, p); k > p+1 && v.plural() {
			return v.list(k - 1)
		}
		if end := bytes.IndexByte(b[p:min(len(b), p+maxMask)], ']'); end > 0 && (masked(b[p:p+end+1]) || placeholder(b[p:p+end+1], false)) { // [PAD], of a tokenizer
			return 0
		} else if next := skip(b, p+end+2, clDigit); end > 0 && next > p+end+2 && b[p+end+1] == ':' && byteAt(b, next) == ' ' && v.row.kind == Password { // [mail.example.com]:587 user:x
			return v.sc.pairAt(next+1, false)
		}
		return v.list(p)
	case '(': // (12 characters)
		if end := bytes.IndexByte(b[p:min(len(b), p+maxMask)], ')'); end > 0 && masked(b[p:p+end+1]) {
			return 0
		}
	case '{', '<':
		if hasPrefix(b, p, []byte(`<<"`)) { // Erlang
			break
		}
		if v.bracketed(p) {
			return p + 1
		}
		if b[p] == '{' {
			return v.object(p)
		}
	}
	if v.row.how == random && v.row.kind == Password { // credentials: bob / x
		if _, n := v.sc.eng.kindAt(b[p:], v.row.kind); n == 0 { // but not AKIA…/20260301
			if next := max(v.sc.pairAt(p, false), v.sc.besideUser(p)); next > 0 {
				return next
			}
		}
	}
	switch {
	case v.plural() && container(b, p) > 0: // tokens=(x, y), tokens: List(x, y)
		return v.list(container(b, p) - 1)
	case v.d == equals && inBrackets(b, p):
		return v.one(p+1, ')')
	case v.d == equals && hasFold(b, p, "case "):
		return v.cases(p)
	}
	end := v.one(unwrap(b, p), 0)
	if v.d == tight && v.quotedName() && v.row.kind == Password && end > 0 {
		v.partners(end)
	}
	return end
}

// bindsNext reports whether p is where another attribute of Vue begins, behind a colon
// that is its own: v-model="form.password" :rules="…".
func (v *valuer) bindsNext(p int) bool {
	b := v.sc.b
	return v.quotedName() && byteAt(b, p-1) == ':' && byteAt(b, p-2) == ' ' && hasPrefix(b, skip(b, p, clName), []byte(`="`))
}

// container is where the first element begins of a list that a language writes as a call:
// List(x, y), Array ( [0] => x ), []string{"x"}, vec!["x"]. It is 0 if none stands at p.
func container(b []byte, p int) int {
	i := p
	for i < len(b) && i-p < 24 && (isLetter(b[i]) || b[i] == '.' || b[i] == '!' || b[i] == '[' && byteAt(b, i+1) == ']' || b[i] == ']' && b[i-1] == '[') {
		i++
	}
	if i > p {
		i = skip(b, i, clSpace)
	}
	if c := byteAt(b, i); c != '(' && (i == p || c != '{') && (c != '[' || b[i-1] != '!') {
		return 0
	}
	return i + 1
}

// inBrackets reports whether a value stands in brackets at p: code=(x).
func inBrackets(b []byte, p int) bool {
	if b[p] != '(' {
		return false
	}
	end := skip(b, p+1, clToken)
	return end > p+4 && byteAt(b, end) == ')' && isAlnum(b[p+1]) && !masked(b[p:end+1])
}

// one replaces the one value at p. In a list it ends at closer, too.
func (v *valuer) one(p int, closer byte) int {
	b := v.sc.b
	if p >= len(b) {
		return 0
	}
	if v.closesText(p) {
		return 0
	}
	if from, to, end, ok := v.sc.quotedValue(p); ok {
		if !v.quotedName() && b[from-1] == '"' && behindString(b[from:to]) { // "msg":"password=","x":1
			return 0
		}
		if b[from-1] == '`' && bytes.IndexByte(b[from:to], ' ') > 0 { // what a command prints
			return 0
		}
		if next := v.secret(from, to, true); next < to && from < to {
			return next // what is behind it is still to be searched
		}
		return v.more(v.became(end, closer))
	}
	if b[p] == '@' && byteAt(b, p+1) == '"' || b[p] == '$' && byteAt(b, p+1) == '\'' { // C#, and a shell's $'\x61'
		return v.one(p+1, closer)
	}
	from, to := p, v.bareEnd(p, closer)
	switch v.row.how {
	case scheme, cookies, oneTime:
		to = v.sc.lineEnd(p, closer)
	case phrase:
		to = mnemonicEnd(b, p)
	}
	if (v.d == colon || v.d == equals || v.d == tight) && b[v.from] != '-' {
		to = max(to, v.phrase(p))
	}
	if to == from {
		return 0
	}
	if k := typed(b, from); k > 0 { // password: String = "x"
		return v.one(k, closer)
	}
	end := v.secret(from, to, false)
	if end == 0 {
		return 0
	}
	return v.more(v.became(end, closer))
}

// closesText reports whether the quote at p closes a text that only ends in the name:
// "prompt":"Enter password: ", "x":1.
func (v *valuer) closesText(p int) bool {
	b, q := v.sc.b, v.sc.b[p]
	if q != '"' && q != '\'' || v.quotedName() || p+1 < len(b) && bytes.IndexByte([]byte(",;)]}"), b[p+1]) < 0 {
		return false
	}
	i := v.from
	for i > 0 && v.from-i < 32 && (isLetter(b[i-1]) || b[i-1] == ' ') {
		i--
	}
	return byteAt(b, i-1) == q
}

// inType are the bytes of a type's name.
var inType = func() (t [256]bool) {
	for c := range t {
		t[c] = isName(byte(c)) || bytes.IndexByte([]byte("[]*&<>'"), byte(c)) >= 0
	}
	return t
}()

// typed is where the value behind a type and an equals sign begins, 0 if there is
// none: String = "x".
func typed(b []byte, i int) int {
	k := i
	for k < len(b) && k < i+24 && inType[b[k]] {
		k++
	}
	if k == i || !hasPrefix(b, k, []byte(" = ")) {
		return 0
	}
	if q := byteAt(b, k+3); q != '"' && q != '\'' && q != '`' {
		return 0
	}
	return k + 3
}

// wordsEnd is where a run of small words parted by single spaces ends.
func wordsEnd(b []byte, i int) int {
	for {
		n := skip(b, i, clLower)
		if n == i || n+1 >= len(b) || b[n] != ' ' || class[b[n+1]]&clLower == 0 {
			return max(n, i)
		}
		if next := skip(b, n+1, clLower); byteAt(b, next) == '=' || byteAt(b, next) == ':' {
			return n
		}
		i = n + 1
	}
}

// secret judges the value b[from:to] and replaces it if it is one. It returns
// where to go on.
func (v *valuer) secret(from, to int, quoted bool) int {
	sc := v.sc
	b := sc.b
	switch v.row.how {
	case scheme:
		if v.d == equals && !quoted && to-from <= maxName && v.isPlaceName(b[from:to]) { // headers["Authorization"] = auth_token
			return 0
		}
		return sc.authorization(from, to, v.at)
	case cookies:
		return sc.cookies(from, to, v.at)
	case oneTime:
		return sc.setCookie(from, to, v.at)
	case madeHash:
		return sc.tokenHash(from, to, v.at)
	}
	if quoted && hasFold(b, from, basicLead) && !kinds[v.row.kind].removed { // a hash would give the password away
		if sc.basic(from+len(basicLead), to, v.at, false) == to {
			return to
		}
	}
	if !quoted && placeOf(b[from:to]) {
		v.bound(from, b[from:to])
		return 0
	}
	line := from + len(beforeControl(b[from:to]))
	if !v.accepts(from, line, quoted) {
		if marked(b[from:to]) { // a second scrub goes the way of the first
			return to
		}
		return 0
	}
	if !quoted && !digit(byteAt(b, line+len("#012"))) { // else it may be a sign of the password's
		to = line
	}
	from = v.behindUser(from, to)
	val := b[from:to]
	kind := v.row.kind
	if v.row.how == random && kind == Password {
		if _, n := sc.eng.kindAt(val, kind); n > 0 && n < len(val) {
			return 0 // AWS's Credential=AKIA…/20260301/…: the key is known by its shape
		}
	}
	if kind == NTLM && bytes.IndexByte(val, ':') >= 0 { // of which a part is known by its shape
		return 0
	}
	if v.row.how == random && v.userPassword(val) {
		from, kind = from+userEnd(val), Password // the user is kept
	}
	if quoted {
		kind = sc.eng.kindOf(val, kind)
	} else {
		kind, to = sc.whole(from, to, kind)
	}
	if kind == OAuthCode && number(val) || kind == Opaque && len(val) < 9 && number(val) {
		kind = PIN
	}
	if kind == ClientSecret && (len(val) < 20 || diceware(val, true)) { // low entropy: a hash would give it away
		kind = Password
	}
	if sp := sc.emit(from, to, kind, v.at); sp != nil && !quoted && v.quotedName() && v.d == tight {
		f, t := sc.root(v.nameQuote[0], v.nameQuote[1])
		sp.quote = sc.top().b[f:t]
	}
	return to
}

// userEnd is where the password begins in user:password and user/password, 0
// if v is not like that.
func userEnd(v []byte) int {
	i := bytes.IndexAny(v[:min(len(v), 33)], ":/")
	if i <= 0 || i+1 == len(v) || !looksPassword(v[i+1:]) && !looksRandom(v[i+1:], 8) && !diceware(v[i+1:], true) || !allOf(v[:i], clName, '@') {
		return 0
	}
	return i + 1
}

func (sc *scan) top() *scan {
	for sc.up != nil {
		sc = sc.up
	}
	return sc
}

// password reports whether values of this kind may hold any byte at all.
func (k Kind) password() bool { return k == Password || k == PIN || k == PasswordHash }
