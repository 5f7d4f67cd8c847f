package redact

import "bytes"

// words replaces a value that only words part from its name: --password x,
// password 'x', "the password for bob is x". The steps stand in the order in which
// they are asked: the first that knows the way it is said decides.
func (v *valuer) words(p int) int {
	if end, done := v.byName(p); done {
		return end
	}
	p, value := behindType(v.sc.b, p)
	if value {
		return v.argument(p)
	}
	if end, done := v.byCommand(p); done {
		return end
	}
	if end, done := v.saidToBe(p); done {
		return end
	}
	start := p
	if p = v.behindWords(p); p >= len(v.sc.b) {
		return 0
	}
	if end, done := v.quotedIn(p); done {
		return end
	}
	if v.row.kind == Session {
		p = behindID(v.sc.b, p)
	}
	if end, done := v.codeIn(start, p); done {
		return end
	}
	return v.bareIn(start, v.behindBracket(p))
}

// byName judges a name that says by itself what the words at p are: an option, a
// header, a program, the path of a file.
func (v *valuer) byName(p int) (end int, done bool) {
	b := v.sc.b
	switch {
	case hasFold(b, p, "for ") && behindWhom(b, p) == len(b): // Failed password for root from …
		return 0, true
	case byteAt(b, v.from-1) == '/' && stores(lineBefore(b, v.from, 160)): // consul kv put config/db/password x
		return v.argument(p), true
	case byteAt(b, v.from-1) == '/' && b[p] == '{': // PUT /users/17/password {"old":"x","new":"y"}
		v.d = tight
		return v.object(p), true
	case byteAt(b, v.from-1) == '/' && !userBefore(b, v.from-1): // a path
		return 0, true
	case b[p] == '<', b[p] == '[' && !v.row.listed(), b[p] == '{' && !hasFold(b, p, "{ default"):
		return v.enclosed(p), true
	case v.row.how == scheme:
		return v.authorized(p), true
	case b[v.from] == '_' && v.row.name == "auth" && !v.quotedName():
		return v.npmAuth(p), true
	case b[v.from] == '-' && v.explained(p): // -W, --password     ask for it
		return 0, true
	case b[v.from] == '-', b[v.from] == '_' && !v.quotedName(), bareDirective(v.row.name), v.deviceKey(p): // --password x, npm config set _password x
		return v.argument(p), true
	case v.row.name == "sshpass", v.row.name == "passwd" && v.isProgram(): // the program
		return 0, true
	case hasFold(b, p, "as ") && bytes.IndexByte(v.name, '.') > 0: // a column: u.password as pass1
		return 0, true
	case v.quotedName() && bytes.Contains(lineBefore(b, v.from, 32), []byte("form-data")):
		return v.one(p, 0), true
	case v.quotedName():
		return v.attribute(p), true
	case v.row.how == cookies && byteAt(b, skip(b, p, clName)) == '=':
		return v.sc.cookies(p, v.sc.lineEnd(p, 0), v.at), true
	case v.row.how == random && v.row.kind == Password: // default credentials admin/x
		return v.credentials(p), true
	case !v.inProse(p), v.isVerb(p):
		return 0, true
	}
	if v.row.how == cookies { // a sentence tells its value alone
		v.row = v.sc.eng.names.find([]byte("cookievalue"))
	}
	return 0, false
}

// authorized judges what follows the name of a header that holds a scheme and a
// credential.
func (v *valuer) authorized(p int) int {
	b := v.sc.b
	if hasFold(b, v.from-len("session "), "session ") { // SET SESSION AUTHORIZATION bob
		return 0
	}
	if from, to, end, ok := quotedValue(b, p); ok && v.secret(from, to, true) > 0 {
		return end
	}
	return v.header(p)
}

// credentials judges the pair, or the password alone, behind "credentials".
func (v *valuer) credentials(p int) int {
	b := v.sc.b
	if next := v.sc.pairAt(v.told(p), false); next > 0 || !v.cued() {
		return next
	}
	if to := v.bareEnd(p, 0); (looksPassword(b[p:to]) || diceware(b[p:to], true)) && !algorithm(b[p:to]) && v.sc.password(p, to, v.at) { // bind with credentials x
		return to
	}
	return 0
}

// inProse reports whether the name is one that a sentence gives a value to.
func (v *valuer) inProse(p int) bool {
	switch v.row.kind {
	case Password, PIN, Session:
		return true
	}
	switch v.row.how {
	case anyValue, inQuery, random, serial, vendorKey, cookies:
		return true
	}
	b := v.sc.b
	return v.row.name == "key" && (containsFold(lineBefore(b, v.from, 60), "ssid ") || keyCue(lineBefore(b, v.from, 40)) || hasFold(b, v.bareEnd(p, 0), " secret "))
}

// isVerb reports whether "pass" is what somebody does, not what somebody has.
func (v *valuer) isVerb(p int) bool {
	b := v.sc.b
	return v.row.name == "pass" && bytes.IndexByte(v.name, '_') < 0 && !hasFold(b, p, "value=") && !containsFold(lineBefore(b, v.from, 40), "user") &&
		!signs(b[p:v.bareEnd(p, 0)]) && !v.passIs(p) && !v.refused(p)
}

// byCommand judges the name as a word of a command or a configuration, or of a
// declaration.
func (v *valuer) byCommand(p int) (end int, done bool) {
	b := v.sc.b
	if v.row.name == "key" && containsFold(lineBefore(b, v.from, 60), "ssid ") { // SSID office key x
		v.row = v.sc.eng.names.find([]byte("wifikey"))
	}
	switch q := behindOptions(b, p); {
	case v.row.name == "key" && bytes.Contains(b[max(0, v.from-80):v.from], []byte("-server")): // radius-server host 10.0.0.1 key x
		v.row = v.sc.eng.names.find([]byte("radiuskey"))
		return max(v.cisco(p), v.argument(q)), true
	case q > p && v.row.kind == Password:
		return v.argument(q), true
	case v.row.kind == Password && netrc(b[max(0, v.from-120):v.from]):
		return v.argument(p), true
	}
	if end := v.cisco(p); end > 0 {
		return end, true
	}
	for _, label := range [...]string{"value=", "value: ", "value:"} { // name=DB_PASSWORD value=x
		if k := p + len(label); hasFold(b, p, label) && k < len(b) {
			if errorAt(b, k) {
				return 0, true
			}
			return v.one(k, 0), true
		}
	}
	if k := typed(b, p); k > 0 { // var token string = "x"
		return v.one(k, 0), true
	}
	return 0, false
}

// behindType is where the text goes on behind the options that say of what type a
// value is; value says that the value itself follows: reg add /t REG_SZ /d x,
// ConvertTo-SecureString -AsPlainText x.
func behindType(b []byte, p int) (next int, value bool) {
	for _, option := range [...]string{"/t reg_sz ", "reg_sz ", "/d ", "-string ", "-asplaintext "} {
		if hasFold(b, p, option) && p+len(option) < len(b) {
			p += len(option)
			if option[0] == '-' || option == "/d " {
				return p, true
			}
		}
	}
	return p, false
}

// saidToBe judges a value that the words before it announce: the password for bob is
// now x, PASSWORD elastic = x.
func (v *valuer) saidToBe(p int) (end int, done bool) {
	b := v.sc.b
	if k := v.announced(p); k > 0 {
		to := v.bareEnd(k, 0)
		if val := b[k:to]; looksPassword(val) || diceware(val, true) || looksRandom(val, 16) || v.madeFor(p, k) && (v.chosen(k, to) || to-k >= 8 && !plainWord(val) && endsCommand(b, to)) {
			return v.secret(k, to, false), true
		}
	}
	if from := v.behindPeer(p); from > 0 {
		if to := v.bareEnd(from, 0); v.stands(b[from:to]) || v.strung(b[from:to]) {
			return v.secret(from, to, false), true
		}
	}
	if from, happened := v.behindRemark(p); from > 0 {
		to := v.bareEnd(from, 0)
		if val := b[from:to]; (happened || mixed(val)) && v.looksToken(val) && (len(val) >= 28 || notCamel(val)) && !isUUID(val) {
			return v.secret(from, to, false), true
		}
	}
	if from := behindNote(b, p); from > 0 && !v.speaks(b[p+1:from-2]) {
		if to := v.bareEnd(from, 0); v.stands(b[from:to]) && has(b[from:to])&clDigit != 0 {
			return v.secret(from, to, false), true
		}
	}
	k := skip(b, p, clName)
	from := k + len(" = ")
	if hasPrefix(b, k, []byte(" -> ")) {
		from++
	}
	if v.row.kind == Password && (from > k+len(" = ") || hasPrefix(b, k, []byte(" = "))) && from < len(b) && roleOf(b[p:k]) == noRole {
		to := v.bareEnd(from, 0)
		if val := b[from:to]; (looksPassword(val) || jumble(val)) && !dotted(val) && !opensCall(b, to, val) {
			return v.secret(from, to, false), true
		}
	}
	return 0, false
}

// behindPeer is where the value begins behind whom or where it is from, 0 if nothing
// says so: token from 192.0.2.7: x, token in query: x.
func (v *valuer) behindPeer(p int) int {
	b := v.sc.b
	from := p
	for _, w := range [...]string{"from ", "in ", "by ", "via ", "on ", "at "} {
		if hasFold(b, p, w) {
			from = p + len(w)
		}
	}
	if from == p {
		return 0
	}
	for from < len(b) && (isName(b[from]) || b[from] == ':' || b[from] == '@') {
		from++
	}
	if byteAt(b, from) != ' ' || b[from-1] != ':' || from+1 == len(b) {
		return 0
	}
	return from + 1
}

// behindRemark is where a token begins behind words that say what became of it, and
// whether they end in a participle: refresh token reuse detected: x. It is 0 if there
// are none, or if they tell of a number or a hash of it.
func (v *valuer) behindRemark(p int) (from int, happened bool) {
	b := v.sc.b
	if v.row.kind == Password || v.row.kind == PIN {
		return 0, false
	}
	for n := range maxRemark {
		to := skip(b, p, clLower)
		if to == p || noToken[string(b[p:to])] {
			return 0, false
		}
		if n > 0 && byteAt(b, to) == ':' && byteAt(b, to+1) == ' ' && to+2 < len(b) {
			return to + 2, hasSuffix(b, to, "ed")
		}
		if byteAt(b, to) != ' ' {
			return 0, false
		}
		p = to + 1
	}
	return 0, false
}

const maxRemark = 4 // words

// noToken are words for what belongs to a token and is no secret.
var noToken = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		hash hashes digest checksum fingerprint id ids commit sha md5 trace span request etag version serial kid revision correlation name image
		build uuid file path url uri host key index etag salt nonce thumbprint address`)) {
		m[string(w)] = true
	}
	return m
}()

// behindNote is where the text goes on behind a short note in brackets, 0 if none
// stands at p: token (id 17) x.
func behindNote(b []byte, p int) int {
	if b[p] != '(' {
		return 0
	}
	k := p + bytes.IndexByte(lineBehind(b, p, 28), ')')
	if k <= p || byteAt(b, k+1) != ' ' || k+2 >= len(b) {
		return 0
	}
	return k + 2
}

// quotedIn judges what stands in quotes at p: a value, or the name of something.
func (v *valuer) quotedIn(p int) (end int, done bool) {
	b := v.sc.b
	from, to, end, ok := quotedValue(b, p)
	if !ok {
		return 0, false
	}
	val := b[from:to]
	if b[p] == '`' && !v.speaks(val) {
		return 0, false
	}
	if v.row.kind != PIN || !isCode(val) {
		spaces := bytes.Count(val, []byte(" "))
		if spaces == 1 || spaces > 1 && v.phrase(from) != to {
			return 0, true
		}
		if v.row.kind != Password && ((plainWord(val) || resource(val)) && !v.strung(val) || v.isPlaceName(val) || len(val) < 8 && !looksRandom(val, 6)) {
			return 0, true
		}
	}
	if v.row.kind != Password && (missed(b, end) || v.ofGrammar(to-from)) || filePath(val) || v.secret(from, to, true) == 0 {
		return 0, true
	}
	return max(end, v.second(to)), true
}

// codeIn judges the codes and tokens that somebody was sent, and the passwords that
// somebody changes: they have shapes of their own.
func (v *valuer) codeIn(start, p int) (end int, done bool) {
	b := v.sc.b
	if v.row.kind == PIN && v.row.how == code {
		if k := v.sentCode(start); k > 0 {
			return v.secret(k, v.bareEnd(k, 0), false), true
		}
	}
	if p > start && v.row.kind == Password {
		if end := v.change(p); end > 0 {
			return end, true
		}
	}
	if to := v.bareEnd(p, 0); v.sentToken(b[p:to]) {
		return v.secret(p, to, true), true
	}
	p = v.behindBracket(p)
	to := v.bareEnd(p, 0)
	if boughtCode(b[p:to]) && bytes.HasSuffix(v.name, []byte("code")) && (v.row.kind == PIN || v.row.name == "invitecode") {
		return v.secret(p, to, true), true
	}
	if backupCode(b[p:to]) && v.row.isBackup() {
		if end := v.secret(p, to, true); end > 0 {
			return max(v.moreCodes(end), v.second(end)), true
		}
	}
	return 0, false
}

// behindBracket is where the first of several codes in brackets begins.
func (v *valuer) behindBracket(p int) int {
	if v.sc.b[p] == '[' && v.row.listed() && p+1 < len(v.sc.b) {
		return p + 1
	}
	return p
}

// bareIn judges what stands without quotes at p, behind the words from start on.
func (v *valuer) bareIn(start, p int) int {
	b := v.sc.b
	if to := v.phrase(p); to > 0 && p > start && told(b[start:p], b[p:to]) {
		return v.secret(p, to, false)
	}
	to := v.bareEnd(p, 0)
	if bytes.HasSuffix(b[p:to], []byte(`+\`)) && to-p > 30 { // MediaWiki's
		to -= len(`+\`)
	}
	if k := v.behindAccount(p, to); k > p {
		return v.secret(k, to, false)
	}
	if v.row.kind == Password && number(b[p:to]) && (to-p >= 4 && v.oneTimeName() || to-p >= 6 && allOf(b[p:to], clDigit, 0) && (p > start || v.cued())) {
		return max(v.secret(p, to, false), v.second(to))
	}
	if b[p] == '(' && v.row.kind == Password {
		if end := v.change(p + 1); end > 0 { // changed password (new: x)
			return end
		}
	}
	if b[p] == '(' { // bad password (x)
		if !v.inBracket(p) {
			return 0
		}
		p++
		to = v.bareEnd(p, ')')
	}
	if next := to + len(" got "); p > start && hasPrefix(b, to, []byte(" got ")) && next < len(b) && v.stands(b[next:v.bareEnd(next, 0)]) { // expected x got y
		return max(v.secret(p, to, false), v.second(to))
	}
	if !v.stands(b[p:to]) && !v.strung(b[p:to]) && !((p > start || v.cued()) && v.chosen(p, to)) {
		return 0
	}
	end := v.secret(p, to, false)
	switch {
	case end == 0:
		return 0
	case v.row.listed():
		return v.moreCodes(end)
	}
	return max(end, v.second(to))
}

// behindAccount is where the secret begins in b[p:to] if a user's name stands before
// it, p if none does: 'random' passwords bob:x, user/password bob/x.
func (v *valuer) behindAccount(p, to int) int {
	b := v.sc.b
	if k := bytes.IndexByte(b[p:to], ':') + 1; k > 1 && v.row.name == "passwords" && (userEnd(b[p:to]) == k || diceware(b[p+k:to], true)) {
		return p + k
	}
	if k := v.behindUser(p, to); k > p && (v.speaks(b[k:to]) || diceware(b[k:to], true)) {
		return k
	}
	return p
}

// behindVerdict reports whether before holds a word that says whether a password was
// the right one.
func behindVerdict(before []byte) bool {
	for _, w := range [...]string{"bad ", "wrong ", "correct ", "invalid ", "failed "} {
		if containsFold(before, w) {
			return true
		}
	}
	return false
}

// inBracket reports whether it is the value that stands in the bracket at p: invalid
// token (x), password (x) is too weak, password changed (x -> y).
func (v *valuer) inBracket(p int) bool {
	b := v.sc.b
	to := v.bareEnd(p+1, ')')
	val := b[p+1 : to]
	switch {
	case len(val) == 0:
		return false
	case behindVerdict(lineBefore(b, v.from, 12)), v.aboutIt(p+1, to):
		return true
	case hasPrefix(b, to, []byte(" -> ")):
		return v.stands(val) || v.strung(val)
	}
	return (v.row.kind != Password || v.oneTimeName()) && byteAt(b, to) == ')' && v.speaks(val)
}

// missed reports whether the words at i say of the thing in quotes before them that
// there is none, or that there will be: secret key "bob" not found.
func missed(b []byte, i int) bool {
	for _, words := range []string{" not found", " does not exist", " doesn't exist", " already exists", " to be created", " is missing"} {
		if hasPrefix(b, i, []byte(words)) {
			return true
		}
	}
	return false
}

// ofGrammar reports whether a token of n bytes is a word of a language, by the word
// before its name: unexpected token "}".
func (v *valuer) ofGrammar(n int) bool {
	before := lineBefore(v.sc.b, v.from, 16)
	return n < 16 && (containsFold(before, "unexpected ") || containsFold(before, "unrecognized ") || containsFold(before, "unknown ") || containsFold(before, "before ") || containsFold(before, "error "))
}

// aboutIt reports whether b[p:to] in brackets is a password that the words behind
// it tell about: password (x) does not match.
func (v *valuer) aboutIt(p, to int) bool {
	b := v.sc.b
	if byteAt(b, to) != ')' || p >= to {
		return false
	}
	val := b[p:to]
	if isLetter(val[0]) && mingled(val) || diceware(val, true) || scrambled(val) || wordAndNumber(val) && digitsIn(val) > 1 && !algorithm(val) {
		return true
	}
	for _, link := range []string{" does ", " is ", " was ", " has ", " contains "} {
		if hasPrefix(b, to+1, []byte(link)) {
			return looksPassword(val) && (mingled(val) || signs(val) || allOf(val, clLower|clDigit, '-') && digit(val[len(val)-1]))
		}
	}
	return false
}

// refused reports whether a value in quotes stands at p, behind a pass that was
// refused: invalid pass 'x'.
func (v *valuer) refused(p int) bool {
	b := v.sc.b
	if b[p] != '\'' && b[p] != '"' {
		return false
	}
	before := lineBefore(b, v.from, 12)
	for _, w := range [...]string{"invalid ", "wrong ", "bad ", "correct ", "with ", "using "} {
		if bytes.HasSuffix(before, []byte(w)) {
			return true
		}
	}
	return false
}

// jumble reports whether v is letters alone that no words make: at least twenty of
// both cases, without a run of small ones as long as a word's.
func jumble(v []byte) bool {
	if len(v) < 20 || !allOf(v, clLower|clUpper, 0) || !notCamel(v) {
		return false
	}
	run := 0
	for _, c := range v {
		if run++; isUpper(c) {
			run = 0
		} else if run > 5+len(v)/28 {
			return false
		}
	}
	return has(v)&clUpper != 0
}

// idLike reports whether v is the small letters and digits of a session's id, of
// which few may be digits.
func idLike(v []byte) bool {
	return len(v) >= 24 && len(v) <= 64 && allOf(v, clLower|clDigit, 0) && digitsIn(v) > 1
}

// isDate reports whether val begins with a date: 2026-11-10T12:00:00Z.
func isDate(val []byte) bool {
	return len(val) >= len("2026-11-10") && (val[0] == '1' || val[0] == '2') && val[4] == '-' && val[7] == '-' && allOf(val[:4], clDigit, 0) && allOf(val[5:7], clDigit, 0) && allOf(val[8:10], clDigit, 0) &&
		(len(val) == 10 || val[10] == 'T' || !isAlnum(val[10]))
}

// inSource reports whether val is a line of a program: list.cpp:159.
func inSource(val []byte) bool {
	val = bytes.TrimRight(val, ":,")
	k := bytes.IndexByte(val, ':')
	return k > 2 && bytes.IndexByte(val[:k], '.') > 0 && allOf(val[k+1:], clDigit, ':')
}

// looksToken reports whether a bare word in prose reads like a token. A short one
// mixes digits and both cases.
func (v *valuer) looksToken(val []byte) bool {
	return looksRandom(val, 16) || jumble(val) || idLike(val) || v.row.kind == ClientSecret && len(val) >= 16 && allOf(val, clUpper|clDigit, 0) || v.row.kind != Session && v.row.how == anyValue && mixed(val) && looksRandom(val, 12) && allOf(val, clLower|clUpper|clDigit, '-')
}
