package redact

import (
	"bytes"
	"unicode/utf8"
)

// parted judges bob / x, where the words before say that it is a user and a
// password: login bob / x ok, account created: admin / x.
func (sc *scan) parted(a *anchor, lo int) int {
	b := sc.b
	from := userStart(b, lo)
	user := b[from:lo]
	if len(user) == 0 || !isLetter(user[0]) {
		return 0
	}
	if prev := byteAt(b, from-1); from > 0 && prev != ' ' && !isQuote(prev) && prev != '(' && prev != '=' {
		return 0
	}
	before := lineBefore(b, from, 48)
	told := mentions(before, "user", "login", "log in", "logged in", "account", "cred", "admin", "auth", "sign in", "signed in", "bind", "success")
	start := lo + len(a.lit)
	to := beforeStop(b, start, wordEnd(b, start))
	val := b[start:to]
	switch {
	case !told, provider(user), plainField(user), roleOf(user) == inMessage, algorithm(val):
		return 0
	case diceware(val, true):
	case !looksPassword(val), bytes.IndexByte(val, '/') >= 0, has(val)&clDigit == 0 && !signs(val), bytes.IndexByte(val, '_') > 0 && has(val)&clUpper == 0:
		return 0
	}
	if !sc.password(start, to, sc.at) {
		return 0
	}
	return to
}

// userStart is where the name of a user begins that ends at i, with the domain and the
// parts of a distinguished name: CORP\bob, bob@example.com, cn=bob,dc=example.
func userStart(b []byte, i int) int {
	from := back(b, i, clName, maxUser)
	for from > 0 && i-from < 2*maxUser {
		switch c := b[from-1]; {
		case c == '@', c == '=', c == ',':
		case c == '\\' && from > 1 && isName(b[from-2]):
		default:
			return from
		}
		from = back(b, from-1, clName, maxUser)
	}
	return from
}

// calledWith judges the second argument of a call that a trace tells apart from
// the function's name: login() called with args=('bob', 'x'), or of a task that
// sends a token to somebody: args=('bob@example.com', 'x').
func (sc *scan) calledWith(a *anchor, lo int) int {
	b := sc.b
	near := b[max(0, lo-64):min(len(b), lo+160)]
	told := mentions(near, "login", "logon", "auth", "signin", "sign_in", "credential", "passw")
	i := lo + len(a.lit)
	if b[i-1] == '"' {
		i--
	}
	from, to, end, ok := quotedValue(b, i)
	if !ok {
		if told && b[i-1] == '[' {
			return sc.bareArguments(i)
		}
		return 0
	}
	if byteAt(b, end) != ',' || looksRandom(b[from:to], 16) || byteAt(b, from) == '-' {
		return 0
	}
	if end := sc.mailedToken(i); end > 0 {
		return end
	}
	if !told {
		return 0
	}
	if from, to, end, ok = quotedValue(b, skip(b, end+1, clSpace)); !ok || !passwordLike(b[from:to]) || bytes.IndexByte(b[from:to], ' ') >= 0 || email(b[from:to]) || !sc.password(from, to, sc.at) {
		return 0
	}
	return end
}

const maxMailed = 6 // arguments that are looked at for an address of mail

// mailedToken replaces the argument behind an address of mail among those at i, if it is a
// token: "UserMailer", "reset", "bob@example.com", "x".
func (sc *scan) mailedToken(i int) int {
	b := sc.b
	mailed := false
	for range maxMailed {
		from, to, end, ok := quotedValue(b, i)
		val := b[from:to]
		if mailed && ok && looksRandom(val, 16) && !isUUID(val) && !masked(val) && bytes.IndexByte(val, '/') < 0 {
			sc.emit(from, to, sc.eng.kindOf(val, Opaque), sc.at)
			return end
		}
		if !ok || mailed || byteAt(b, end) != ',' {
			break
		}
		mailed, i = email(val), skip(b, end+1, clSpace)
	}
	return 0
}

// bareArguments judges arguments without quotes, as Java prints a list of them: [bob, x].
func (sc *scan) bareArguments(i int) int {
	b := sc.b
	user := skip(b, i, clName)
	from := user + len(", ")
	if user == i || !hasPrefix(b, user, []byte(", ")) {
		return 0
	}
	to := from + max(0, bytes.IndexAny(lineBehind(b, from, maxUser), ",] "))
	if val := b[from:to]; !looksPassword(val) || !isLetter(val[0]) && !mingled(val) || byteAt(b, to) == ' ' || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// settings are what a method does that is given a user and a password.
var settings = [...]string{"change", "set", "reset", "update", "verify", "check", "compare", "validate", "create"}

// setter judges the arguments of changePassword("bob", "x"), which begin at p, and
// returns where they end. The first of several is whose password it is.
func (v *valuer) setter(p int) int {
	b := v.sc.b
	name := v.name[bytes.LastIndexByte(v.name, '.')+1:]
	known := mentions(name, settings[:]...)
	_, _, end, ok := quotedValue(b, p)
	if i := skip(b, end, clSpace); !known || !ok || byteAt(b, i) != ',' {
		return 0
	} else if next := skip(b, i+1, clSpace); !isQuote(byteAt(b, next)) {
		if row := v.sc.eng.names.find(b[next:skip(b, next, clName)]); row != nil && row.kind == v.row.kind { // changePassword("bob", newPassword)
			return end
		}
		return 0
	}
	for range 3 {
		i := skip(b, end, clSpace)
		if byteAt(b, i) != ',' {
			break
		}
		from, to, next, ok := quotedValue(b, skip(b, i+1, clSpace))
		if !ok {
			break
		}
		if from < to {
			v.secret(from, to, true)
		}
		end = next
	}
	return end
}

// setNamed is the same for changePassword(bob, old=x, new=y).
func (v *valuer) setNamed(p int) int {
	user := skip(v.sc.b, p, clName)
	if user == p || !hasPrefix(v.sc.b, user, []byte(", ")) {
		return 0
	}
	return v.change(user + len(", "))
}

// looksUp reports whether the name is one of a function that finds something by its
// arguments, as its first word says: getToken("bob"), but getUserByToken("x").
func (v *valuer) looksUp() bool {
	if containsFold(v.name, "by") || containsFold(v.name, "with") {
		return false
	}
	name := v.name[bytes.LastIndexByte(v.name, '.')+1:]
	for _, verb := range [...]string{"get", "find", "list", "fetch", "load", "count", "has", "lookup"} {
		if hasFold(name, 0, verb) && len(name) > len(verb) && (isUpper(name[len(verb)]) || name[len(verb)] == '_') {
			return true
		}
	}
	return false
}

// returned judges what a call gives whose arguments begin at p: getSecret("db") = x.
func (v *valuer) returned(p int) int {
	b := v.sc.b
	if from, to, end, ok := quotedValue(b, p); ok && looksRandom(b[from:to], 20) && !isUUID(b[from:to]) && v.secret(from, to, true) > 0 { // it is looked up itself
		return end
	}
	k := bytes.IndexByte(lineBehind(b, p, maxQuoted), ')')
	if k < 0 {
		return 0
	}
	i := p + k + 1
	for _, link := range [...]string{" = ", " => ", " -> ", " returned ", " returns ", ": "} {
		from := i + len(link)
		if !hasPrefix(b, i, []byte(link)) || from >= len(b) {
			continue
		}
		if f, t, end, ok := quotedValue(b, from); ok {
			if v.speaks(b[f:t]) && v.secret(f, t, true) > 0 {
				return end
			}
			return 0
		}
		if to := v.bareEnd(from, 0); v.stands(b[from:to]) {
			return v.secret(from, to, false)
		}
	}
	return 0
}

// boughtCode reports whether val is a code of letters and digits as people type it
// in: 7KQ2-XM4P.
func boughtCode(val []byte) bool {
	seen := has(val) & (clUpper | clDigit)
	return len(val) >= 6 && len(val) <= 14 && seen == clUpper|clDigit && allOf(val, clUpper|clDigit, '-') && digitsIn(val) > 1
}

func digitsIn(v []byte) (n int) {
	for _, c := range v {
		if digit(c) {
			n++
		}
	}
	return n
}

// spaced reads a user and a password parted by a space, which begin at i: where the
// password stands, if the two are no words of a sentence.
func spaced(b []byte, i int) (from, to int, ok bool) {
	user := i
	for user < len(b) && (isName(b[user]) || b[user] == '@' || b[user] == '+' || b[user] >= utf8.RuneSelf) {
		user++
	}
	if user == i || byteAt(b, user) != ' ' || roleOf(b[i:user]) != noRole {
		return 0, 0, false
	}
	from = user + 1
	to = wordEnd(b, from)
	val := b[from:to]
	return from, to, passwordLike(val) && bytes.IndexByte(val, '=') <= 0
}

// spacedPair judges such a pair behind words for a login to a service: imap login bob
// x failed. There other things stand, too, so that elsewhere the password must hold signs.
func (sc *scan) spacedPair(i int) int {
	b := sc.b
	from, to, ok := spaced(b, i)
	if !ok || commonWord(b[i:from-1]) {
		return 0
	}
	val := b[from:to]
	if certain := signs(val) && digitsIn(val) > 0 && has(val)&clUpper != 0 && has(val)&clLower != 0 && !bytes.ContainsAny(val, "=/") && !email(val); !certain && !mentions(lineBefore(b, i, 32), "imap", "ftp", "pop3", "smtp", "telnet") {
		return 0
	}
	if !isLetter(val[0]) && !mingled(val) || bytes.IndexByte(val, ':') >= 0 || algorithm(val) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// oper judges OPER bob x of an IRC client, and user bob x of one of FTP.
func (sc *scan) oper(a *anchor, lo int) int {
	from, to, ok := spaced(sc.b, lo+len(a.lit))
	if !ok || isName(byteAt(sc.b, lo-1)) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// triedOn judges "tried x for user bob", where x begins at i.
func (sc *scan) triedOn(i int) int {
	b := sc.b
	to := wordEnd(b, i)
	for _, behind := range [...]string{" for user ", " for account ", " as password", " for login "} {
		if hasFold(b, to, behind) && passwordLike(b[i:to]) && sc.password(i, to, sc.at) {
			return to
		}
	}
	return 0
}

// played judges the passwords that players give to a server of a game: issued server
// command: /register x x.
func (sc *scan) played(a *anchor, lo int) int {
	b := sc.b
	if before := lineBefore(b, lo, 32); !bytes.Contains(before, []byte("command")) && !endsIn(before, " ran", " executed", " issued") {
		return 0
	}
	end := 0
	for i := lo + len(a.lit); i < len(b); {
		to := wordEnd(b, i)
		if !sc.password(i, to, sc.at) {
			break
		}
		end = to
		if byteAt(b, to) != ' ' {
			break
		}
		i = to + 1
	}
	return end
}

// sentToken reports whether a token is called one that was sent to somebody:
// two factor token 123456.
func (v *valuer) sentToken(val []byte) bool {
	if v.row.kind != Opaque || len(val) != 6 || !allOf(val, clDigit, 0) {
		return false
	}
	before := lineBefore(v.sc.b, v.from, 18)
	return mentions(before, "factor ", "mfa ", "otp ", "2fa ", "sms ", "one-time ", "one time ", "verification ")
}

// changeLabels stand before the values of what was changed, the last ones before one
// that was typed twice.
var changeLabels = [...]string{"old", "new", "from", "to", "was", "now", "before", "after", "previous", "current", "confirm", "confirmation", "repeat", "again", "expected", "actual", "received", "got", "want", "entered", "typed", "form", "cookie", "header", "stored", "submitted"}

// tells reports whether a value stands at i behind a label without a sign: previous x. A short
// label may be any word, unless it follows another one.
func (v *valuer) tells(label string, i int, follows bool) bool {
	if len(label) <= len("before") && !follows || i >= len(v.sc.b) {
		return false
	}
	to := v.bareEnd(i, 0)
	return v.speaks(v.sc.b[i:to]) || v.isFigures(i, i, to)
}

// change replaces both values of "password updated: old=x new=y", which begin at p,
// and returns where they end.
func (v *valuer) change(p int) int {
	b := v.sc.b
	end := 0
	for range 3 {
		known := false
		for _, label := range changeLabels {
			if k := p + len(label); hasFold(b, p, label) && (byteAt(b, k) == '=' || byteAt(b, k) == ':' || byteAt(b, k) == ' ' && v.tells(label, k+1, end > 0)) {
				p, known = skip(b, k+1, clSpace), true
				break
			}
		}
		if !known || p >= len(b) {
			break
		}
		from, to, next, quoted := v.extent(p, 0)
		if from == to || v.row.kind == Opaque && allOf(b[from:to], clLower|clUpper, '_') || v.secret(from, to, quoted) == 0 { // of a grammar: got=COMMA
			break
		}
		if end = next; byteAt(b, next) == ',' || byteAt(b, next) == '.' {
			next++
		}
		p = skip(b, next, clSpace)
	}
	return end
}

// compared judges what an assertion compares, from p on: expected:<x> but was:<y>,
// expected [x] but found [y]. It reports whether one does.
func (v *valuer) compared(p int) (end int, is bool) {
	b := v.sc.b
	for _, label := range [...]string{"expected", " but was", " but found"} {
		if !hasFold(b, p, label) {
			continue
		}
		i := p + len(label)
		for i < len(b) && i < p+len(label)+2 && (b[i] == ':' || b[i] == ' ') {
			i++
		}
		if hasFold(b, i, "not ") {
			i += len("not ")
		}
		closer := byte('>')
		if c := byteAt(b, i); c == '[' {
			closer = ']'
		} else if c != '<' {
			break
		}
		k := bytes.IndexByte(lineBehind(b, i, maxQuoted), closer)
		if k < 0 {
			break
		}
		from, to := i+1, i+k
		if p, is = to+1, true; to-from > 2 && b[from] == '[' && b[to-1] == ']' { // what differs, of JUnit 4
			from, to = from+1, to-1
		}
		if from < to && (v.row.kind.password() || v.stands(b[from:to])) && v.secret(from, to, true) > 0 {
			end = p
		}
	}
	return end, is
}

// chapSecret judges "bob" * "x" * of a file of CHAP secrets. Without quotes around the
// user, only a star or an address behind the secret tells it from a product.
func (sc *scan) chapSecret(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	quoted := byteAt(b, lo-1) == '"'
	if quoted {
		lo--
	}
	user := back(b, lo, clName, maxUser)
	end := bytes.IndexByte(lineBehind(b, from, 128), '"')
	if user == lo || quoted && byteAt(b, user-1) != '"' || end < 4 || byteAt(b, from+end+1) != ' ' {
		return 0
	}
	if next := byteAt(b, from+end+2); !quoted && next != '*' && !digit(next) || !sc.password(from, from+end, sc.at) {
		return 0
	}
	return from + end
}
