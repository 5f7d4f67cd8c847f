package redact

import "bytes"

// decorated is where a delimiter may stand behind a name at b[from:p]: behind
// the stars of Markdown, dots that fill a line, what is in brackets before a
// colon: **Password**: x, Password ....: x, Password (again): x.
func decorated(b []byte, from, p int) int {
	switch byteAt(b, p) {
	case '%': // %PASSWORD%=x
		if byteAt(b, from-1) == '%' {
			return p + 1
		}
	case '}': // ${PASSWORD}=x, {{password}}=x
		if byteAt(b, from-1) == '{' {
			return skipByte(b, p, '}')
		}
	case '*':
		if q := skipByte(b, p, '*'); q-p <= 3 {
			return q
		}
	case '.':
		if q := skipByte(b, p, '.'); q-p >= 2 {
			return q
		}
	case ' ':
		return decoratedApart(b, p)
	case '(', '[':
		if k := bytes.IndexByte(b[p:min(len(b), p+28)], ')'); k > 0 && bytes.Contains(b[p+1:p+k], []byte("assword")) { // def check_password(password):
			return p
		}
		return aside(b, p, p)
	}
	return p
}

// decoratedApart is decorated behind a space at p.
func decoratedApart(b []byte, p int) int {
	switch byteAt(b, p+1) {
	case '.':
		if q := skipByte(b, p+1, '.'); q-p >= 4 {
			return q
		}
	case '(', '[':
		return aside(b, p+1, p)
	case '#':
		if q := skip(b, p+2, clDigit); q > p+2 && byteAt(b, q) == ':' { // token #1: x
			return q
		}
	default:
		if q := skip(b, p+1, clDigit); q > p+1 && q-p <= 3 && byteAt(b, q) == ':' { // Unseal Key 1: x
			return q
		}
	}
	return p
}

// aside is the end of the brackets that open at open and have a colon behind
// them, or p.
func aside(b []byte, open, p int) int {
	rest := b[open+1 : min(len(b), open+28)]
	closer := byte(')')
	if b[open] == '[' {
		closer = ']'
	}
	k := bytes.IndexByte(rest, closer)
	if k <= 0 || bytes.IndexByte(rest[:k], '"') >= 0 || bytes.IndexByte(rest[:k], '\'') >= 0 || bytes.IndexByte(rest[:k], '=') >= 0 {
		return p
	}
	if end := open + 1 + k + 1; byteAt(b, end) == ':' && byteAt(b, end+1) == ' ' || open > p && hasPrefix(b, end, []byte(" = ")) ||
		k > 1 && byteAt(b, end) == '=' && byteAt(b, end+1) != '=' && inAnyCase(suffixes, bytes.TrimRight(rest[:k], "0123456789")) { // password(hex)=x
		return end
	}
	return p
}

// arrow is where the value begins behind an arrow or a dash that begins at i, 0
// if none does.
func arrow(b []byte, i int) int {
	switch b[i] {
	case '-':
		if k := skipByte(b, i, '-'); k-i <= 3 && byteAt(b, k) == '>' {
			return skip(b, k+1, clSpace)
		}
	case 0xe2: // → – —
		if k := i + 3; k < len(b) && (b[i+1] == 0x86 && b[i+2] == 0x92 || b[i+1] == 0x80 && (b[i+2] == 0x93 || b[i+2] == 0x94)) && b[k] == ' ' {
			return skip(b, k, clSpace)
		}
	}
	return 0
}

// opensQuote reports whether a quote of print begins at i: “x”, «x».
func opensQuote(b []byte, i int) bool {
	return hasPrefix(b, i, []byte("“")) || hasPrefix(b, i, []byte("«")) || hasPrefix(b, i, []byte("‘"))
}

// signed replaces a value that only a sign parts from its name, if it looks like
// one: password(x), password|x, password~x. It ends at closer.
func (v *valuer) signed(p int, closer byte) int {
	b := v.sc.b
	from := p
	for from < len(b) && b[from] == ' ' && closer == '|' {
		from++
	}
	to := v.sc.longEnd(from, closer, func() (to int) {
		for to = from; to < len(b) && b[to] != closer && !isSpace(b[to]) && b[to] != '"' && b[to] != '\\' && b[to] != '<'; to++ {
		}
		return to
	})
	val := b[from:to]
	switch {
	case len(val) == 0, columnType(val), !v.speaks(val),
		closer == ')' && (expression(val) || named(val)), closer == '|' && named(val) && !holdsValue(val[:bytes.IndexByte(val, '=')]),
		(closer == ')' || closer == '>') && byteAt(b, to) != closer:
		return 0
	}
	if k := bytes.LastIndexByte(val, ','); v.row.how == random && k > 0 { // Credentials(bob,x)
		from += k + 1
	}
	return v.secret(from, to, true)
}

// named reports whether val is an argument, or the next field, with a name of its own: user=17.
func named(val []byte) bool {
	k := bytes.IndexByte(val, '=')
	return k > 1 && k+1 < len(val) && val[k+1] != '=' && allOf(val[:k], clLower, '_')
}

// speaks reports whether val alone looks like the value of the name.
func (v *valuer) speaks(val []byte) bool {
	if val = beforeControl(val); accessor(val) || version(val) {
		return false
	}
	switch kind := v.row.kind; {
	case kind == Password:
		return passwordLike(val) || v.oneTimeName() && isCode(val)
	case kind == ClientSecret && len(val) < 16:
		return looksPassword(val)
	case kind == PIN:
		return v.looksPIN(val)
	}
	return v.strung(val) || jumble(val) ||
		v.row.how != inQuery && looksRandom(val, 16) && bytes.IndexByte(val, ':') < 0 && (has(val)&clDigit != 0 || len(val) >= 28)
}

// looksPIN reports whether val can be a PIN or another code by what its name says.
func (v *valuer) looksPIN(val []byte) bool {
	return isCode(val) || boughtCode(val) || v.row.isBackup() && backupCode(val) || v.row.name == "invitecode" && looksCode(val)
}

// indexed replaces what stands in brackets right behind a name, if it is a value
// rather than an index or the name of a parameter: Token[x], password[x].
func (v *valuer) indexed(p int) int {
	b := v.sc.b
	n := bytes.IndexByte(b[p:min(len(b), p+256)], ']')
	if n < 5 {
		return 0
	}
	end := p + n
	val := b[p:end]
	if next := byteAt(b, end+1); next == '=' || next == '[' || next == '.' || skip(b, p, clToken) < end && v.row.kind != Password || bytes.ContainsAny(val, " \"'\\[") {
		return 0
	}
	switch {
	case isUUID(val): // of a task: reset_password[550e8400-…]
		return 0
	case v.row.kind == Password || v.row.kind == ClientSecret && (n < 16 || v.strung(val)):
		if !passwordLike(val) || !endsHere(b, end+1) || v.row.kind == Password && v.isPlaceName(val) {
			return 0
		}
	case !looksRandom(val, 16):
		return 0
	}
	return v.signed(p, ']')
}

// enclosed replaces the value of password <x>, token [x].
func (v *valuer) enclosed(p int) int {
	b := v.sc.b
	end := bytes.IndexByte(b[p:min(len(b), p+256)], b[p]+2)                                                                                // ASCII: }, ] and > stand two behind their openers
	if k := bytes.IndexByte(b[p+1:p+max(end, 1)], ' '); k > 0 && v.several() && v.speaks(b[p+1:p+1+k]) && v.secret(p+1, p+1+k, true) > 0 { // tokens [x y]
		return v.more(p + 1 + k)
	}
	if end < 2 || !v.speaks(b[p+1:p+end]) || bytes.IndexByte(b[p:p+end], '"') >= 0 || bytes.IndexByte(b[p:p+end], ' ') >= 0 {
		return 0
	}
	last := v.secret(p+1, p+end, true)
	if from := p + end + len("> but was <"); last > 0 && hasPrefix(b, p+end, []byte("> but was <")) { // expected token <x> but was <y>
		if k := bytes.IndexByte(lineBehind(b, from, maxQuoted), '>'); k > 0 {
			return v.secret(from, from+k, true)
		}
	}
	return last
}

// behindUser is where the password begins in the value bob/x of user/password: bob/x;
// from, if the name has no such name before it.
func (v *valuer) behindUser(from, to int) int {
	b := v.sc.b
	sep := byteAt(b, v.from-1)
	if k := bytes.Index(b[from:to], []byte("::")); v.row.name == "ssphash" && k > 0 { // bob::DOMAIN:x, of Responder
		if domain := bytes.IndexByte(b[from+k+2:to-1], ':'); domain >= 0 {
			return from + k + 2 + domain + 1
		}
	}
	if v.row.name == "userpwd" && from < to { // of curl
		return from + bytes.IndexByte(b[from:to-1], ':') + 1
	}
	if sep != '/' && sep != ':' && sep != ',' || !userBefore(b, v.from-1) {
		return from
	}
	if k := bytes.IndexByte(b[from:to], sep); k > 0 && k <= 64 && from+k+1 < to {
		return from + k + 1
	}
	return from
}

// userBefore reports whether the name of a user's field ends at i.
func userBefore(b []byte, i int) bool {
	name := b[back(b, i, clName, 16):max(i, 0)]
	return foldEqual(name, "user") || foldEqual(name, "id") || foldEqual(name, "username") || foldEqual(name, "login") || foldEqual(name, "email")
}

// userFieldBefore reports whether the field before the name at i is a user's:
// user: bob, pass: x.
func userFieldBefore(b []byte, i int) bool {
	end := i
	for end > 0 && i-end < 4 && (isSpace(b[end-1]) || isQuote(b[end-1]) || b[end-1] == ',' || b[end-1] == ';') {
		end--
	}
	from := back(b, end, clName, maxUser)
	sign := from
	for sign > 0 && from-sign < 2 && (b[sign-1] == ' ' || isQuote(b[sign-1])) {
		sign--
	}
	return from < end && end < i && (byteAt(b, sign-1) == ':' || byteAt(b, sign-1) == '=') && userBefore(b, sign-1)
}

// expression reports whether v, in the brackets of a call, is rather an expression.
func expression(v []byte) bool {
	return v[0] == '*' || v[0] == '&' || isLetter(v[0]) && bytes.IndexByte(v, '.') > 0 && dotted(v) || bytes.IndexByte(v, '[') >= 0
}
