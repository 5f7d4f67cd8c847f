package redact

import "bytes"

// one replaces the one value at p. In a list it ends at closer, too.
func (v *valuer) one(p int, closer byte) int {
	b := v.sc.b
	if p >= len(b) || v.closesText(p) {
		return 0
	}
	if end := v.sc.argEnd(p); end > 0 {
		return v.secret(p, end, true)
	}
	if from, to, end, ok := v.sc.quotedValue(p); ok {
		return v.oneQuoted(from, to, end, closer)
	}
	if b[p] == '@' && byteAt(b, p+1) == '"' || b[p] == '$' && byteAt(b, p+1) == '\'' { // C#, and a shell's $'\x61'
		return v.one(p+1, closer)
	}
	return v.oneBare(p, closer)
}

// oneQuoted replaces the value b[from:to] in quotes that end at end.
func (v *valuer) oneQuoted(from, to, end int, closer byte) int {
	b := v.sc.b
	quote := b[from-1]
	switch {
	case quote == '"' && !v.quotedName() && behindString(b[from:to]): // "msg":"password=","x":1
		return 0
	case quote == '`' && bytes.IndexByte(b[from:to], ' ') > 0: // what a command prints
		return 0
	}
	if next := v.secret(from, to, true); next < to && from < to {
		return next // what is behind it is still to be searched
	}
	return v.more(v.became(end, closer))
}

// oneBare replaces the value without quotes at p.
func (v *valuer) oneBare(p int, closer byte) int {
	to := v.oneEnd(p, closer)
	if to == p {
		return 0
	}
	if k := typed(v.sc.b, p); k > 0 { // password: String = "x"
		return v.one(k, closer)
	}
	end := v.secret(p, to, false)
	if end == 0 {
		return 0
	}
	return v.more(v.became(end, closer))
}

// oneEnd is where the value without quotes at p ends: that of a header at the end of
// its line, that of a name which means words behind several of them.
func (v *valuer) oneEnd(p int, closer byte) int {
	to := v.bareEnd(p, closer)
	if !v.row.kind.password() {
		to = max(to, joinedEnd(v.sc.b, p))
	}
	switch v.row.how {
	case scheme, cookies, oneTime:
		to = v.sc.lineEnd(p, closer)
	case phrase:
		to = mnemonicEnd(v.sc.b, p)
	}
	switch option := v.sc.b[v.from] == '-'; {
	case option && v.d == equals:
		to = max(to, v.sc.argEnd(v.from), v.optionEnd(p))
	case !option && (v.d == colon || v.d == equals || v.d == tight):
		to = max(to, v.phrase(p))
	}
	return to
}

// optionEnd is where the apostrophe is closed that opens an argument, and in it an option
// whose value begins at p: '--password=x y'. It is 0 if none does.
func (v *valuer) optionEnd(p int) int {
	b := v.sc.b
	if byteAt(b, v.from-1) != '\'' || byteAt(b, v.from-2) != ' ' {
		return 0
	}
	end := p + bytes.IndexByte(lineBehind(b, p, maxQuoted), '\'')
	if end < p || end+1 < len(b) && !isSpace(b[end+1]) && b[end+1] != '"' {
		return 0
	}
	return end
}

// closesText reports whether the quote at p closes a text that only ends in the name:
// "prompt":"Enter password: ", "x":1; msg="password for bob:" svc=api.
func (v *valuer) closesText(p int) bool {
	b, q := v.sc.b, v.sc.b[p]
	if (q == '"' || q == '\'') && !v.quotedName() && nextPair(b, p+1) {
		if before := lineBefore(b, v.from, maxQuoted); bytes.Contains(before, []byte(`="`)) && q == '"' || bytes.Contains(before, []byte(`='`)) && q == '\'' {
			return true
		}
	}
	if !isQuote(q) || v.quotedName() || p+1 < len(b) && bytes.IndexByte([]byte(",;)]}"), b[p+1]) < 0 {
		return false
	}
	before := lineBefore(b, v.from, maxQuoted)
	k := bytes.LastIndexByte(before, q)
	if q == '\'' { // it may be an apostrophe
		return k >= 0 && (k+1 == len(before) || madeOf(before[k+1:], clLower|clUpper, " "))
	}
	return k == 0 || k > 0 && bytes.IndexByte([]byte(" =,:([{\\"), before[k-1]) >= 0 && k+1 < len(before) && bytes.IndexByte([]byte(",:)]}"), before[k+1]) < 0
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
	if q := byteAt(b, k+3); !isQuote(q) && q != '`' {
		return 0
	}
	return k + 3
}

// secret judges the value b[from:to] and replaces it if it is one. It returns
// where to go on.
func (v *valuer) secret(from, to int, quoted bool) int {
	sc := v.sc
	b := sc.b
	if !v.row.kind.password() && escapedLead(b[from:to]) { // the next view judges it
		return 0
	}
	if end, known := v.ownSyntax(from, to, quoted); known {
		return end
	}
	if quoted && hasFold(b, from, basicLead) && !kinds[v.row.kind].removed { // a hash would give the password away
		if sc.basic(from+len(basicLead), to, v.at, false) == to {
			return to
		}
	}
	if !quoted && placeOf(b[from:to]) && (b[from] != '@' || inStatement(lineBefore(b, v.from, maxStatement))) {
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
	if v.knownByShape(b[from:to]) {
		return 0
	}
	return v.replace(from, to, quoted)
}

// escapedLeads are the beginnings of values that read otherwise without their escapes: as a
// link, or with a scheme before the token.
var escapedLeads = [...]string{"http%3a", "https%3a", "http%25", "https%25", "bearer%2", "basic%2"}

func escapedLead(val []byte) bool {
	if bytes.IndexByte(val[:min(len(val), len("bearer%"))], '%') < 0 {
		return false
	}
	for _, lead := range escapedLeads {
		if hasFold(val, 0, lead) {
			return true
		}
	}
	return false
}

// ownSyntax judges the value of a name that has a syntax of its own: a header's with
// its scheme, its cookies.
func (v *valuer) ownSyntax(from, to int, quoted bool) (end int, known bool) {
	sc := v.sc
	switch v.row.how {
	case scheme:
		if v.d == equals && !quoted && to-from <= maxName && v.isPlaceName(sc.b[from:to]) { // headers["Authorization"] = auth_token
			return 0, true
		}
		return sc.authorization(from, to, v.at), true
	case cookies:
		return sc.cookies(from, to, v.at), true
	case oneTime:
		return sc.setCookie(from, to, v.at), true
	case madeHash:
		return sc.tokenHash(from, to, v.at), true
	}
	return 0, false
}

// knownByShape reports whether only a part of val is secret, which its shape tells:
// AWS's Credential=AKIA…/20260301/…, bob::CORP:… of NTLM.
func (v *valuer) knownByShape(val []byte) bool {
	switch {
	case v.row.how == random && v.row.kind == Password:
		_, n := v.sc.eng.kindAt(val, Password)
		return n > 0 && n < len(val)
	case v.row.kind == NTLM:
		return bytes.IndexByte(val, ':') >= 0
	}
	return false
}

// replace replaces the value b[from:to], which is a secret, and returns where it ends.
func (v *valuer) replace(from, to int, quoted bool) int {
	sc := v.sc
	val, kind := sc.b[from:to], v.row.kind
	if v.row.how == random && v.userPassword(val) {
		from, kind = from+userEnd(val), Password // the user is kept
	}
	if v.row.name == "auth" && sc.userAndPassword(from, to) { // of Docker's and npm's configurations
		return sc.basic(from, to, v.at, true)
	}
	if n := len("bearer "); len(val) > n && (hasFold(val, 0, "bearer ") || hasFold(val, 0, "bearer+")) && !kind.password() { // "token":"Bearer x"
		from, val = from+n, val[n:]
	}
	if quoted {
		kind = sc.eng.kindOf(val, kind)
	} else {
		kind, to = sc.whole(from, to, kind)
	}
	sp := sc.emit(from, to, weakened(kind, val), v.at)
	if sp != nil && !quoted && v.quotedName() && v.d == tight { // "password":12345 of JSON, where a mark needs quotes
		f, t := sc.root(v.nameQuote[0], v.nameQuote[1])
		sp.quote = sc.top().b[f:t]
	}
	return to
}

// weakened is kind, or the kind of what is removed if val is of so low entropy that its
// hash would give it away.
func weakened(kind Kind, val []byte) Kind {
	switch {
	case kind == OAuthCode && number(val), kind == Opaque && len(val) < 9 && number(val):
		return PIN
	case kind == ClientSecret && (len(val) < 20 || diceware(val, true)):
		return Password
	}
	return kind
}

// userEnd is where the password begins in user:password and user/password, 0
// if v is not like that.
func userEnd(v []byte) int {
	i := bytes.IndexAny(v[:min(len(v), 33)], ":/")
	if i <= 0 || i+1 == len(v) || !passwordLike(v[i+1:]) && !looksRandom(v[i+1:], 8) || !allOf(v[:i], clName, '@') || slashed(v) {
		return 0
	}
	return i + 1
}

// slashed reports whether v is rather one text of base64 than a user and a password with
// its first slash between them.
func slashed(v []byte) bool {
	k := bytes.IndexByte(v, '/')
	user := has(v[:max(k, 0)])
	return k > 0 && (k < 3 || user&clLower != 0 && user&clUpper != 0 || looksRandom(v[:k], 8)) && mixed(v) && allOf(bytes.TrimRight(v, "="), clB64, 0) && looksRandom(v, 24)
}
