package redact

import (
	"bytes"
	"strconv"
)

// sasl judges AUTH PLAIN, AUTHENTICATE PLAIN and SASL PLAIN with base64 behind them,
// and any PLAIN with a word and a client's answer behind it: PLAIN response x, "PLAIN" "x".
func (sc *scan) sasl(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	for i := from; i < len(b) && i-from < len("client's initial response: "); { // a label of some words
		to := wordEnd(b, i)
		val := i
		if k := bytes.IndexAny(b[i:to], "=:"); k > 0 && i+k+1 < to && b[i+k+1] != '=' { // auth_bytes=x
			val += k + 1
		}
		if end := sc.plainResponse(val); end > 0 {
			return end
		}
		if byteAt(b, to) != ' ' {
			break
		}
		i = to + 1
	}
	if end := sc.plainNULs(from); end > 0 {
		return end
	}
	verb := b[back(b, max(0, lo-1), clLower|clUpper, 16):max(0, lo-1)]
	if !foldEqual(verb, "auth") && !foldEqual(verb, "authenticate") && !foldEqual(verb, "sasl") {
		return 0
	}
	return sc.saslPlain(from)
}

// redisAuth judges "AUTH" "password" and "AUTH" "user" "password", as redis
// MONITOR prints them.
func (sc *scan) redisAuth(a *anchor, lo int) int {
	b := sc.b
	if hasSuffix(b, lo, "username ") { // OpenVPN's username "Auth" "bob"
		return 0
	}
	from, to, end, _ := quotedValue(b, lo+len(a.lit)-1)
	if p := end + 1; byteAt(b, end) == ' ' && byteAt(b, p) == '"' {
		from, to, _, _ = quotedValue(b, p)
	}
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// authInfo judges the password beside the user in what sendmail knows for a host that asks
// for them: "U:root" "I:bob" "P:x".
func (sc *scan) authInfo(a *anchor, lo int) int {
	b := sc.b
	before := lineBefore(b, lo, maxUser)
	if k := bytes.LastIndexByte(before, '"'); k < 0 || !hasFold(before, k, `"i:`) && !hasFold(before, k, `"u:`) {
		return 0
	}
	from, to, end, ok := quotedValue(b, lo+len(`" `))
	if !ok || !sc.password(from+len("P:"), to, sc.at) {
		return 0
	}
	return end
}

// redisSet judges the value that is stored under a key of words and a credential's
// name: "SET" "session:bob" "x", "SETEX" "otp:bob" "300" "123456".
func (sc *scan) redisSet(a *anchor, lo int) int {
	b := sc.b
	from, to, end, ok := quotedValue(b, lo+len(a.lit)-1)
	var row *nameRow
	for rest := b[from:to]; len(rest) > 0; {
		var word []byte
		word, rest, _ = bytes.Cut(rest, colonSign)
		if r := sc.eng.names.find(word); r != nil && r.how != inQuery {
			row = r
		}
	}
	for ok && row != nil && byteAt(b, end) == ' ' && byteAt(b, end+1) == '"' {
		from, to, end, ok = quotedValue(b, end+1)
		if number(b[from:to]) && byteAt(b, end) == ' ' { // for how long
			continue
		}
		v := valuer{sc: sc, row: row, d: tight, at: sc.at, from: lo}
		return v.secret(from, to, true)
	}
	return 0
}

var colonSign = []byte(":")

// fixTag judges the password of a logon in FIX: 553=bob|554=x|. The anchor is the
// tag behind what parts the fields.
func (sc *scan) fixTag(a *anchor, lo int) int {
	from := lo + len(a.lit)
	end := bytes.IndexByte(sc.b[from:], a.lit[0])
	if end < 0 || bytes.IndexByte(sc.b[from:from+end], '=') >= 0 || !bytes.Contains(sc.b[max(0, lo-200):lo], []byte("8=FIX")) || !sc.password(from, from+end, sc.at) {
		return 0
	}
	return from + end
}

// bulkAuth judges AUTH with one or two strings behind their lengths, as redis'
// protocol writes them: AUTH $3 bob $8 password, each on a line.
func (sc *scan) bulkAuth(a *anchor, lo int) int {
	b := sc.b
	from, to := 0, lo+len(a.lit)-1
	for range 2 {
		i := skip(b, to, clSpace)
		line := skip(b, i+1, clDigit)
		if byteAt(b, i) != '$' || line == i+1 || line-i > 5 {
			break
		}
		n, _ := strconv.Atoi(string(b[i+1 : line]))
		from = skip(b, line, clSpace)
		if to = from + n; to > len(b) {
			return 0
		}
		for to < len(b) && b[to] != '\r' && b[to] != '\n' && b[to] != '\\' { // longer than was said, as a mark may be
			to++
		}
	}
	if from == 0 || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// attempt judges "login attempt [user/password]" and "login attempt
// user:password", as FreeRADIUS and honeypots print them.
func (sc *scan) attempt(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	if byteAt(b, i) == ':' {
		i++
	}
	if byteAt(b, i) == ' ' {
		from := i + 1
		end := wordEnd(b, from)
		if k := bytes.IndexByte(b[from:end], ':'); k > 0 && looksPassword(b[from+k+1:end]) {
			sc.password(from+k+1, end, sc.at)
			return end
		}
	}
	open := bytes.IndexByte(lineBehind(b, i, 80), '[')
	if open < 0 {
		return 0
	}
	from := i + open + 1
	end := bytes.IndexByte(b[from:min(len(b), from+256)], ']')
	if end < 0 || bytes.IndexByte(b[from:from+end], '"') >= 0 {
		return 0
	}
	to := from + end
	slash := bytes.IndexByte(b[from:to], '/')
	if slash < 0 {
		return 0
	}
	from += slash + 1
	if hasFold(b, from, "b'") && to-from > 2 { // Python's bytes
		from += 2
		if b[to-1] == '\'' {
			to--
		}
	}
	if from == to || b[from] == '<' || b[from] == '[' || hasHash(b[from:to]) || !sc.password(from, to, sc.at) { // <via Auth-Type = EAP>
		return 0
	}
	if rest := lineBehind(b, to+1, 48); hasFold(rest, 0, ", attempt ") { // …, attempt 2: [user/password]
		return max(to, sc.attempt(a, to+1+len(", attempt ")-len(a.lit)))
	}
	return to
}

// answered judges the initial response of SASL PLAIN, which XMPP and Dovecot write
// behind other things.
func (sc *scan) answered(a *anchor, lo int) int { return sc.saslPlain(lo + len(a.lit)) }

// mismatch judges SCHEME(password) != '…', as Dovecot's authentication prints it.
func (sc *scan) mismatch(a *anchor, lo int) int {
	b := sc.b
	open := bytes.LastIndexByte(b[max(sc.floor, lo-128):lo], '(')
	if open < 0 {
		return 0
	}
	open += max(sc.floor, lo-128)
	if scheme := back(b, open, clName, 20); scheme == open || !madeOf(b[scheme:open], clUpper|clDigit, "-.") {
		return 0
	}
	sc.password(open+1, lo, sc.at)
	return 0 // what is behind it is a hash
}

// setVariable judges the value that a step of Azure Pipelines gives to a variable:
// ##vso[task.setvariable variable=dbPassword;issecret=true]x.
func (sc *scan) setVariable(a *anchor, lo int) int {
	b := sc.b
	name := lo + len(a.lit)
	end := bytes.IndexByte(lineBehind(b, name, 120), ']')
	if end < 0 || name+end+1 == len(b) {
		return 0
	}
	known, _, _ := bytes.Cut(b[name:name+end], []byte(";"))
	row := sc.eng.names.find(known)
	if row == nil && containsFold(b[name:name+end], "issecret=true") {
		row = sc.eng.names.find([]byte("secret"))
	}
	if row == nil {
		return 0
	}
	v := valuer{sc: sc, row: row, d: equals, at: sc.at, from: name}
	return v.one(name+end+1, 0)
}

// xmlrpc judges the call of a method in XML-RPC that logs somebody in, as all of a weblog's
// do: of its values, which begin with the number of a blog or with whose account it is, the
// one behind the user.
func (sc *scan) xmlrpc(a *anchor, lo int) int {
	b := sc.b
	to, n := lo+len(a.lit), 0
	for range 3 {
		k := bytes.Index(lineBehind(b, to, maxQuoted), []byte("<value>"))
		if k < 0 {
			return 0
		}
		from := to + k + len("<value>")
		if hasFold(b, from, "<string>") {
			from += len("<string>")
		}
		end := bytes.IndexByte(b[from:min(len(b), from+maxQuoted)], '<')
		if end < 0 {
			return 0
		}
		to = from + end
		if n++; n == 1 && (end == 0 || number(b[from:to])) { // the blog's number, or <int>
			n = 0
		}
		if n == 2 && sc.password(from, to, sc.at) {
			return to
		}
	}
	return 0
}

// hidden judges the value that a step of GitHub Actions asks to be masked.
func (sc *scan) hidden(a *anchor, lo int) int {
	from := lo + len(a.lit)
	v := valuer{sc: sc, row: sc.eng.names.find([]byte("secret")), d: equals, at: sc.at, from: lo}
	return v.one(from, 0)
}

// pgpass judges a line of PostgreSQL's password file: host:port:database:user:x.
func (sc *scan) pgpass(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	parts := 2
	if a.lit[1] == '*' { // host:*:*:user:x
		parts = 1
	}
	for range parts {
		end := i
		for end < len(b) && (isName(b[end]) || b[end] == '*' || b[end] == '@') {
			end++
		}
		if end == i || byteAt(b, end) != ':' {
			return 0
		}
		i = end + 1
	}
	to := sc.wordEnd(i)
	if !isName(byteAt(b, lo-1)) && byteAt(b, lo-1) != '*' || bytes.IndexByte(b[i:to], ':') >= 0 || !sc.password(i, to, sc.at) {
		return 0
	}
	return to
}

// simpleBind judges the password of a directory's bind as dissectors print it:
// BindRequest { name: "cn=bob", simple: "x" }.
func (sc *scan) simpleBind(a *anchor, lo int) int {
	b := sc.b
	before := lineBefore(b, lo, 160)
	if isName(byteAt(b, lo-1)) || !containsFold(before, "bind") && !containsFold(before, "authentication") {
		return 0
	}
	v := valuer{sc: sc, row: sc.eng.names.find([]byte("password")), d: colon, at: sc.at, from: lo}
	return v.one(lo+len(a.lit), 0)
}

// newValue judges what Elasticsearch prints of a password that it made.
func (sc *scan) newValue(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	to := wordEnd(b, from)
	if to-from < 16 || to-from > 40 || !jumble(b[from:to]) && (!mixed(b[from:to]) || !looksRandom(b[from:to], 16)) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// identify judges IDENTIFY [user] password and REGISTER password mail to an IRC
// network's NickServ.
func (sc *scan) identify(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	if !containsFold(b[max(0, lo-12):from], "nickserv") && !hasFold(b, lo-len("ns "), "ns ") {
		return 0
	}
	to := wordEnd(b, from)
	if a.lit == "identify " && byteAt(b, to) == ' ' {
		if next := wordEnd(b, to+1); !looksPassword(b[from:to]) || looksPassword(b[to+1:next]) || masked(b[to+1:next]) {
			from, to = to+1, next
		}
	}
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// aclPassword judges the >passwords of a user in Redis' ACL.
func (sc *scan) aclPassword(a *anchor, lo int) int {
	b := sc.b
	end := 0
	for from := lo + len(a.lit); ; {
		to := wordEnd(b, from)
		if end == 0 && !looksPassword(b[from:to]) && !containsFold(b[max(0, lo-80):lo], "setuser") || !sc.password(from, to, sc.at) {
			return end
		}
		end = to
		from = skipByte(b, skip(b, skipByte(b, to, '"'), clSpace), '"')
		if byteAt(b, from) != '>' {
			return end
		}
		from++
	}
}

// wordEnd is where the word at i ends; none if it is within a long one.
func (sc *scan) wordEnd(i int) int {
	return sc.longEnd(i, ' ', func() int { return wordEnd(sc.b, i) })
}

// wordEnd is where the word at i ends.
func wordEnd(b []byte, i int) int {
	for i < len(b) && !isSpace(b[i]) && !isQuote(b[i]) && !(b[i] == '\\' && isEscape(b, i)) {
		i++
	}
	return i
}

// codeBefore judges "123456 is your verification code".
func (sc *scan) codeBefore(a *anchor, lo int) int {
	b := sc.b
	from := back(b, lo, clDigit, 9)
	if prev := byteAt(b, from-1); prev == '-' && byteAt(b, from-2) == 'G' && from-2 >= 0 { // G-123456
		from -= 2
	}
	if n, prev := lo-from, byteAt(b, from-1); n < 4 || n > 8 || isName(prev) || prev == ':' {
		return 0
	}
	if a.lit[1] == 't' { // use 123456 to verify …
		if !hasSuffix(b, from, "use ") && !hasSuffix(b, from, "enter ") {
			return 0
		}
	} else if !mentions(b[lo:min(len(b), lo+len(a.lit)+40)], "code", "otp", "pin", "password") {
		return 0
	}
	sc.emit(from, lo, PIN, sc.at)
	return lo + len(a.lit)
}
