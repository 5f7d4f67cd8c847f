package redact

import "bytes"

// valueOf replaces the value of the name at b[from:to] and returns where it
// ends, or 0 if there is none: what stands behind the name is stepped over first,
// then what parts it from its value.
func (sc *scan) valueOf(row *nameRow, from, to int) int {
	b := sc.b
	v := &sc.valuer // not one of our own: a call through the table of forms would move it to the heap
	*v = valuer{sc: sc, row: row, at: row.placeIn(sc.at), from: from, name: b[from:to]}
	if v.ofField(to) {
		return 0
	}
	if end := v.bearerMember(to); end > 0 {
		return end
	}
	if end := v.doubled(to); end > 0 {
		return end
	}
	p := v.behindQuote(to)
	if end := v.pairedValue(p); end > 0 {
		return end
	}
	if hasFold(b, p, "[enc ") { // Fortinet
		return v.one(p+len("[enc "), ']')
	}
	if dressed := behindColours(b, v.behindSigil(p)); dressed > p {
		if p == to {
			to = dressed
		}
		p = dressed
	}
	p, end, done := v.behindIndex(p, to)
	if done {
		return end
	}
	p = v.toValue(p)
	if end := v.sessionIn(p); end > 0 {
		return end
	}
	p = v.behindDress(p)
	if v.rowsOf(p, to); v.heads {
		return 0
	}
	if end, done := v.inCall(p, to); done {
		return end
	}
	if v.d == noDelim || p >= len(b) {
		return 0
	}
	if end := v.wholeToken(p, to); end > 0 {
		return end
	}
	if v.noneAt(p, to) {
		return 0
	}
	if v.isParameter(p) {
		v.query, v.at = true, v.at.or(InQuery)
	}
	return v.value(p)
}

// isParameter reports whether the name and the value at p are a parameter of a URL or
// the first one of a form: /cb?code=x, state=x&code=y.
func (v *valuer) isParameter(p int) bool {
	if v.d != equals {
		return false
	}
	switch byteAt(v.sc.b, v.from-1) {
	case '?', '&', ';', '#':
		return true
	}
	return v.from == 0 && v.sc.at == InQuery || v.row.how == inQuery && v.opensForm(p)
}

// behindQuote steps over the quote that closes the name, if one opened before it.
func (v *valuer) behindQuote(p int) int {
	b, from := v.sc.b, v.from
	q := byteAt(b, p)
	if !isQuote(q) && q != '`' {
		return p
	}
	if byteAt(b, from-1) != q && !quotedName(b, from, q) && byteAt(b, p+1) != ':' { // it closes a text that ends in the name
		return p
	}
	v.nameQuote = [2]int{p, p + 1}
	p++
	if byteAt(b, p) == ')' && (byteAt(b, p+1) == '=' || hasPrefix(b, p+1, []byte(" = "))) { // getParameter("password")=x
		return p + 1
	}
	if byteAt(b, from-2) == '=' || hasPrefix(b, from-3, []byte("= ")) { // SET value='x' WHERE name='password'
		v.valueSet()
	}
	return p
}

// behindSigil steps over what languages write beside a variable's name.
func (v *valuer) behindSigil(p int) int {
	b := v.sc.b
	if byteAt(b, v.from-1) == '$' && byteAt(b, p) == '}' { // {$PASSWORD}
		p++
	}
	for _, w := range [...]string{":protected]", ":private]"} { // PHP
		if v.quotedName() && hasFold(b, p, w) {
			p += len(w)
		}
	}
	if v.quotedName() && hasPrefix(b, p, []byte(`:"`)) { // ["token":"Creds":private]
		if k := bytes.Index(lineBehind(b, p, maxNameBytes), []byte(`":private]`)); k > 0 {
			p += k + len(`":private]`)
		}
	}
	return p
}

// behindIndex steps over brackets behind the name that ends at to: user[password],
// password[0]; done says that they leave no value, or that it ends at end.
func (v *valuer) behindIndex(p, to int) (next, end int, done bool) {
	b := v.sc.b
	if hasPrefix(b, p, []byte("[=")) { // --password[=name]
		return p, 0, true
	}
	if byteAt(b, p) == '[' && p == to {
		if end := v.indexed(p + 1); end > 0 {
			return p, end, true
		}
	}
	if k := behindColumnType(b, p); k > p && p == to { // password[character varying]:'x'
		return k, 0, false
	}
	if byteAt(b, v.from-1) == ' ' {
		if end := v.configured(p); end > 0 {
			return p, end, true
		}
	}
	alone := false // a bracket that closes right behind the name is all there is
	for p < len(b) && (b[p] == '[' || b[p] == ']' || digit(b[p]) && b[p-1] == '[') {
		alone = b[p] == ']' && p == to
		p++
	}
	return p, 0, v.endsInBracket(p, alone)
}

// endsInBracket reports whether the name ends what stands in brackets up to p, and has no
// value behind them. alone says that it is one bracket, which closes right behind it.
func (v *valuer) endsInBracket(p int, alone bool) bool {
	b := v.sc.b
	c, second := byteAt(b, p), byteAt(b, p+1)
	switch {
	case c == ':' && b[p-1] == ']' && (second == ':' || isLetter(second)) && v.selects(): // input[type=password]:focus
		return true
	case alone && c == ':' && second == ' ' && !opened(lineBefore(b, v.from, 32)): // gdm-password]: …, of syslog
		return true
	}
	return alone && c == ' ' && byteAt(b, v.from-1) == ' ' // [Set root password] …
}

// behindColumnType is where the text goes on behind a column's type in brackets, as
// PostgreSQL's decoding of its log of changes writes them, p if none stands there.
func behindColumnType(b []byte, p int) int {
	if byteAt(b, p) != '[' {
		return p
	}
	end := p + 1
	for end < len(b) && end-p < 40 && (class[b[end]]&clLower != 0 || b[end] == ' ') {
		end++
	}
	if end == p+1 || !hasPrefix(b, end, []byte("]:'")) {
		return p
	}
	return end + 1
}

// configured judges what a router was told to be the value of a path whose last word is
// the name that ends at p: [system radius-server secret] <unconfigured> -> "x". It
// returns where that ends, 0 if there is none.
func (v *valuer) configured(p int) (end int) {
	b := v.sc.b
	for _, form := range [...]string{" ascii-text", " hexadecimal"} {
		if hasPrefix(b, p, []byte(form)) {
			p += len(form)
		}
	}
	if !hasPrefix(b, p, []byte("] ")) || !opened(lineBefore(b, v.from, 160)) {
		return 0
	}
	v.d = tight
	for i, link := p+len("] "), ""; ; link = " -> " {
		if hasPrefix(b, i, []byte("<unconfigured> -> ")) {
			i += len("<unconfigured> -> ")
		}
		if link != "" && !hasPrefix(b, i, []byte(link)) {
			return end
		}
		from, to, next, ok := quotedValue(b, i+len(link))
		if !ok || !looksPassword(b[from:to]) || bytes.IndexByte(b[from:to], ' ') >= 0 || v.secret(from, to, true) == 0 {
			return end
		}
		i, end = next, next
	}
}

// selects reports whether the name is the value of an attribute: type=password.
func (v *valuer) selects() bool {
	before := v.from - 1
	if v.quotedName() {
		before--
	}
	return byteAt(v.sc.b, before) == '='
}

// opened reports whether v opens a bracket that it does not close.
func opened(v []byte) bool { return bytes.LastIndexByte(v, '[') > bytes.LastIndexByte(v, ']') }

// toValue reads what parts the name from its value, and is where that may begin.
func (v *valuer) toValue(p int) int {
	b := v.sc.b
	p = behindTags(b, p)
	if hasPrefix(b, p, []byte("'s ")) { // my password's x
		p += len("'s")
	}
	q := decorated(b, v.from, p)
	if c := byteAt(b, q); q-p >= 4 && b[q-1] == '.' && (isAlnum(c) || c == '"') { // password....x
		v.d = tight
		return q
	}
	if with := q + len(" with "); q > p && b[q-1] == '}' && hasPrefix(b, q, []byte(" with ")) && with < len(b) { // substituting ${db.password} with x
		v.d = colon
		return with
	}
	v.d, p = v.sc.delim(behindInstance(b, q), v.from, v.quotedName())
	return p
}

// behindInstance is where the text goes on behind which instance of an object of SNMP the
// name at i is followed by, i if none is named: snmpCommunityName."ro" = STRING: x.
func behindInstance(b []byte, i int) int {
	if byteAt(b, i) != '.' {
		return i
	}
	end := skip(b, i+1, clDigit)
	if _, _, next, ok := quotedValue(b, i+1); ok && byteAt(b, i+1) == '"' {
		end = next
	}
	if !hasPrefix(b, end, []byte(" = STRING: ")) {
		return i
	}
	return end
}

// behindDress steps over what only dresses the value at p.
func (v *valuer) behindDress(p int) int {
	if v.d == colon || v.d == tight {
		p = behindCell(v.sc.b, behindTags(v.sc.b, p))
	}
	if v.d == colon || v.d == tight || v.d == equals {
		p = behindColours(v.sc.b, p)
	}
	if v.d == equals && hasPrefix(v.sc.b, p, []byte("STRING: ")) { // of SNMP: wlanPassphrase.1 = STRING: x
		p += len("STRING: ")
	}
	if v.d == tight && hasPrefix(v.sc.b, p, []byte("** ")) { // **Password:** x
		p += len("** ")
		v.d = colon
	}
	return p
}

// sessionIn replaces the id of a session that brackets tell about: Session [id=x.
func (v *valuer) sessionIn(p int) int {
	b := v.sc.b
	if v.row.kind != Session {
		return 0
	}
	i := p
	switch c := byteAt(b, p); {
	case v.d == sign:
	case (v.d == words || v.d == noDelim) && (c == '[' || c == '{' || c == '('):
		i = skip(b, p+1, clSpace)
	default:
		return 0
	}
	k := behindID(b, i)
	inside := k
	if c := byteAt(b, k); isQuote(c) {
		inside++
	}
	if k == i || !looksRandom(b[inside:v.bareEnd(inside, 0)], 16) {
		return 0
	}
	return v.one(k, 0)
}

// rowsOf judges the values of a table whose column the name at b[:to] heads: in the
// rows of an INSERT, or below a header of CSV. They stand further on.
func (v *valuer) rowsOf(p, to int) {
	b := v.sc.b
	if c := byteAt(b, p); v.d == list || v.d == noDelim && (c == ',' || c == ')' || c == ']' || c == '}') {
		v.rows(to)
	}
	switch byteAt(b, to) {
	case ',', ';', '\t', '|', '\r', '\n', '"', ' ', box:
		v.column(to)
	case '<':
		v.cells(to)
	}
}

// inCall judges the name as one of a call's arguments, or of a header's words.
func (v *valuer) inCall(p, to int) (end int, done bool) {
	b := v.sc.b
	if v.d == tight && b[p-1] == '(' && v.looksUp() {
		return v.returned(p), true
	}
	if v.d == tight && b[p-1] == '(' && v.row.kind == Password {
		if _, _, end, ok := quotedValue(b, p); ok && v.row.how == random && byteAt(b, end) == ',' { // NetworkCredential("bob", "x"), which call knows
			return 0, true
		}
		if end := v.setter(p); end > 0 {
			return end, true
		}
	}
	if v.d != noDelim || byteAt(b, to) != ',' {
		return 0, false
	}
	if from := to + len(", "); byteAt(b, to+1) == ' ' && (v.from == 0 || containsFold(lineBefore(b, v.from, 32), "websocket-protocol")) { // access_token, x
		if end := tokenEnd(b, from); looksRandom(b[from:end], 20) {
			return v.secret(from, end, true), true
		}
	}
	if from := skip(b, to+1, clSpace); byteAt(b, v.from-1) == '(' { // RawHeader(X-Api-Key,x)
		if end := tokenEnd(b, from); byteAt(b, end) == ')' && looksRandom(b[from:end], 16) {
			return v.secret(from, end, true), true
		}
	}
	return 0, false
}

// wholeToken replaces a token whose beginning only looked like a name: the colon
// behind it is one of the token's.
func (v *valuer) wholeToken(p, to int) int {
	if v.d != tight || p != to+1 || v.quotedName() {
		return 0
	}
	kind, n := v.sc.eng.kindAt(v.sc.b[v.from:], v.row.kind)
	if v.from+n <= p {
		return 0
	}
	v.sc.emit(v.from, v.from+n, kind, v.at)
	return v.from + n
}

// noneAt reports whether what stands at p is no value of the name that ends at to:
// the quote that closes the text around the name, the next field.
func (v *valuer) noneAt(p, to int) bool {
	b := v.sc.b
	if q := b[p]; !v.quotedName() && isQuote(q) && byteAt(b, v.from-1) == q {
		switch next := byteAt(b, p+1); v.d {
		case tight: // expect "password:"
			if next == ' ' || next == ';' {
				return true
			}
		case colon: // printf("Password: "), read -p "Password: " PW
			if next == ')' || next == ' ' || next == ';' || next == ',' && digit(byteAt(b, p+3)) { // write(1, "Password: ", 10)
				return true
			}
		}
	}
	switch v.d {
	case equals, colon, tight: // on the next line, which begins with something else
		return bytes.IndexByte(b[to:p], '\n') >= 0 && !v.row.holder() && (fieldAt(b, p) || promptAt(b, p))
	}
	return false
}

// promptAt reports whether a line that begins at i asks for something: Re-enter password:
func promptAt(b []byte, i int) bool {
	k := i
	for k < len(b) && k-i < 40 && (isLetter(b[k]) || b[k] == ' ' || b[k] == '-') {
		k++
	}
	return byteAt(b, k) == ':' && bytes.IndexByte(b[i:k], ' ') > 0 && endsHere(b, k+1)
}

// doubled replaces the value of ""password"":""x"", as CSV and SQL write quotes in
// quotes, whose name ends at p.
func (v *valuer) doubled(p int) int {
	b := v.sc.b
	q := byteAt(b, p)
	if !isQuote(q) || byteAt(b, p+1) != q || byteAt(b, v.from-1) != q || byteAt(b, v.from-2) != q {
		return 0
	}
	d, i := v.sc.delim(p+2, v.from, true)
	if d != tight && d != equals || byteAt(b, i) != q || byteAt(b, i+1) != q {
		return 0
	}
	end := bytes.Index(lineBehind(b, i+2, maxQuoted), b[i:i+2])
	if end <= 0 {
		return 0
	}
	v.d = tight
	return v.secret(i+2, i+2+end, true)
}

// opensForm reports whether the value at p is followed by another one, as the first
// of a form or a query is: state=x&code=y.
func (v *valuer) opensForm(p int) bool {
	b := v.sc.b
	to := v.sc.longEnd(p, '&', func() int { return skip(b, p, clToken) })
	return byteAt(b, to) == '&' && nextName(b, to+1) && (v.from == 0 || !isName(b[v.from-1]))
}

// fieldAt reports whether a line that begins at i begins with another name and its
// value: X-Auth: x, user=bob.
func fieldAt(b []byte, i int) bool {
	k := i
	for k < len(b) && (isLetter(b[k]) || k > i && (b[k] == '-' || b[k] == '_' || b[k] == '.')) {
		k++
	}
	switch {
	case k < i+2 || k >= len(b):
		return false
	case k+1 == len(b):
		return b[k] == '='
	}
	return b[k] == ':' && b[k+1] == ' ' || b[k] == '=' && b[k+1] != '=' && b[k+1] != ' '
}
