package redact

import "bytes"

// saidToBe judges a value that the words before it announce: the password for bob is
// now x, PASSWORD elastic = x.
func (v *valuer) saidToBe(p int) (end int, done bool) {
	b := v.sc.b
	if k := v.announced(p); k > 0 {
		if to := v.bareEnd(k, 0); v.isAnnounced(p, k, to) {
			return v.secret(k, to, false), true
		}
	}
	if from := v.behindPeer(p); from > 0 {
		if to := v.bareEnd(from, 0); v.stands(b[from:to]) || v.strung(b[from:to]) {
			return v.secret(from, to, false), true
		}
	}
	if from, happened := v.behindRemark(p); from > 0 {
		if to := v.bareEnd(from, 0); v.isRemarked(b[from:to], happened) {
			return v.secret(from, to, false), true
		}
	}
	if from := behindNote(b, p); from > 0 && !v.speaks(b[p+1:from-2]) {
		if to := v.bareEnd(from, 0); v.stands(b[from:to]) && has(b[from:to])&clDigit != 0 {
			return v.secret(from, to, false), true
		}
	}
	if from, to := v.tooMuch(p); from > 0 {
		return v.secret(from, to, true), true
	}
	if from := v.behindOwner(p); from > 0 {
		to := v.bareEnd(from, 0)
		if val := b[from:to]; (looksPassword(val) || jumble(val)) && !dotted(val) && !opensCall(b, to, val) {
			return v.secret(from, to, false), true
		}
	}
	return 0, false
}

// isAnnounced reports whether b[k:to] can be the password that the words at p announce.
// If they say for whom it was generated, it may be a word: generated for bob: dragon.
func (v *valuer) isAnnounced(p, k, to int) bool {
	b := v.sc.b
	val := b[k:to]
	if passwordLike(val) || looksRandom(val, 16) {
		return true
	}
	return v.madeFor(p, k) && (v.chosen(k, to) || len(val) >= 8 && !plainWord(val) && endsCommand(b, to))
}

// isRemarked reports whether val can be the token that a remark tells of. Where nothing
// has happened to it, more may stand there: refresh token type: access.
func (v *valuer) isRemarked(val []byte, happened bool) bool {
	return (happened || mixed(val)) && v.looksToken(val) && (len(val) >= 28 || notCamel(val)) && !isUUID(val)
}

// tooMuch is the password that a rule found too short or too common, behind words at p that
// name the rule: password policy violation: "x" is too common. It is 0, 0 if none did.
func (v *valuer) tooMuch(p int) (from, to int) {
	b := v.sc.b
	k := p
	for k < len(b) && k-p < 40 && (class[b[k]]&clLower != 0 || b[k] == ' ') {
		k++
	}
	if v.row.kind != Password || k == p || !hasPrefix(b, k, []byte(": ")) || !isQuote(byteAt(b, k+2)) {
		return 0, 0
	}
	from, to, end, ok := quotedValue(b, k+2)
	if !ok || from == to || !hasPrefix(b, end, []byte(" is too ")) || bytes.IndexByte(b[from:to], ' ') >= 0 {
		return 0, 0
	}
	return from, to
}

// behindOwner is where the password begins behind whose it is and a sign, 0 if nothing
// says so: PASSWORD elastic = x, password bob -> x.
func (v *valuer) behindOwner(p int) int {
	b := v.sc.b
	if v.row.kind != Password {
		return 0
	}
	k := skip(b, p, clName)
	for _, link := range [...]string{" = ", " -> "} {
		if from := k + len(link); hasPrefix(b, k, []byte(link)) && from < len(b) && roleOf(b[p:k]) == noRole {
			return from
		}
	}
	return 0
}

// behindPeer is where the value begins behind whom or where it is from, 0 if nothing
// says so: token from 192.0.2.7: x, token in query: x.
func (v *valuer) behindPeer(p int) int {
	b := v.sc.b
	for _, w := range [...]string{"entered ", "typed ", "sent ", "supplied ", "provided ", "submitted ", "given ", "tried ", "used "} {
		if hasFold(b, p, w) {
			p += len(w)
			break
		}
	}
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
var noToken = wordSet(`
		hash hashes digest checksum fingerprint id ids commit sha md5 trace span request etag version serial kid revision correlation name image
		build uuid file path url uri host key index salt nonce thumbprint address`)

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
	spaces := bytes.Count(val, []byte(" "))
	switch {
	case v.row.kind == PIN && isCode(val):
	case spaces == 1 && !(v.row.kind == Password && twoDice(val)), spaces > 1 && v.phrase(from) != to, v.row.kind != Password && (v.callsThing(val) || v.isTitle(val, end)):
		return 0, true
	}
	if v.row.kind != Password && (missed(b, end) || v.ofGrammar(to-from)) || filePath(val) || v.secret(from, to, true) == 0 {
		return 0, true
	}
	return max(end, v.more(end), v.second(to)), true
}

// callsThing reports whether a word in quotes is what something is called rather than a token.
func (v *valuer) callsThing(val []byte) bool {
	return (plainWord(val) || resource(val)) && !v.strung(val) || v.isPlaceName(val) || len(val) < 8 && !looksRandom(val, 6)
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
	if p > start || v.typedAs(p) {
		if end := v.change(p); end > 0 {
			return end, true
		}
	}
	if to := v.bareEnd(p, 0); v.sentToken(b[p:to]) {
		return v.secret(p, to, true), true
	}
	if from := v.behindNoun(p); from > p {
		if to := v.bareEnd(from, 0); isCode(b[from:to]) {
			return v.secret(from, to, false), true
		}
	}
	p = v.behindBracket(p)
	to := v.bareEnd(p, 0)
	if boughtCode(b[p:to]) && bytes.HasSuffix(v.name, []byte("code")) && (v.row.kind == PIN || v.row.name == "invitecode") {
		return v.secret(p, to, true), true
	}
	if backupCode(b[p:to]) && v.row.isBackup() {
		if end := v.secret(p, to, true); end > 0 {
			return max(v.more(end), v.second(end)), true
		}
	}
	return 0, false
}

// behindNoun is where the digits of a PIN begin behind a word for it at p, p if none does: PIN
// entry 1234, pin number 1234.
func (v *valuer) behindNoun(p int) int {
	for _, noun := range [...]string{"entry ", "number ", "attempt ", "value "} {
		if k := p + len(noun); v.row.name == "pin" && hasFold(v.sc.b, p, noun) && digit(byteAt(v.sc.b, k)) {
			return k
		}
	}
	return p
}

// typedAs reports whether a label with a sign stands at p that says of a value that somebody
// typed it: invalid pin entered=1234. Of a token it may say how often.
func (v *valuer) typedAs(p int) bool {
	b := v.sc.b
	for _, label := range [...]string{"old=", "entered=", "typed=", "got="} {
		if k := p + len(label); hasFold(b, p, label) && k < len(b) {
			return v.row.kind == Password || v.row.kind == PIN || v.stands(b[k:v.bareEnd(k, 0)])
		}
	}
	return false
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
	if v.isFigures(start, p, to) {
		return max(v.secret(p, to, false), v.second(to))
	}
	if b[p] == '(' {
		if end := v.change(p + 1); end > 0 { // changed password (new: x)
			return end
		}
		if !v.inBracket(p) { // bad password (x)
			return 0
		}
		p++
		to = v.bareEnd(p, ')')
	}
	if p > start && v.expected(to) {
		return max(v.secret(p, to, false), v.second(to))
	}
	if !v.stands(b[p:to]) && !v.strung(b[p:to]) && !((p > start || v.cued()) && v.chosen(p, to)) {
		return 0
	}
	end := v.secret(p, to, false)
	if end == 0 {
		return 0
	}
	return max(end, v.more(v.became(to, 0)), v.second(to))
}

// isFigures reports whether b[p:to] is a password of digits: one that is used once, or a
// longer one that the words from start on announce, or others before the name.
func (v *valuer) isFigures(start, p, to int) bool {
	val := v.sc.b[p:to]
	if v.row.kind != Password || !number(val) {
		return false
	}
	return len(val) >= 4 && v.oneTimeName() || len(val) >= 6 && allOf(val, clDigit, 0) && (p > start || v.cued() || endsIn(lineBefore(v.sc.b, v.from, 12), "invalid ", "wrong ", "bad ", "correct "))
}

// expected reports whether behind a value that ends at to stands the one that came in its
// place: expected x got y.
func (v *valuer) expected(to int) bool {
	b := v.sc.b
	next := to + len(" got ")
	return hasPrefix(b, to, []byte(" got ")) && next < len(b) && v.stands(b[next:v.bareEnd(next, 0)])
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

// inBracket reports whether it is the value that stands in the bracket at p: invalid
// token (x), password (x) is too weak, password changed (x -> y).
func (v *valuer) inBracket(p int) bool {
	b := v.sc.b
	to := v.bareEnd(p+1, ')')
	val := b[p+1 : to]
	switch {
	case len(val) == 0:
		return false
	case mentions(lineBefore(b, v.from, 12), "bad ", "wrong ", "correct ", "invalid ", "failed "), v.aboutIt(p+1, to):
		return true
	case hasPrefix(b, to, []byte(" -> ")):
		return v.stands(val) || v.strung(val)
	}
	return (v.row.kind != Password || v.oneTimeName()) && byteAt(b, to) == ')' && v.speaks(val)
}

// isTitle reports whether val, whose quotes end at end, is what somebody calls a key or a
// token: API key "Prod-Reader-2". A secret may be chosen like that, unless something has become of it:
// secret "DB_PASS_2" created.
func (v *valuer) isTitle(val []byte, end int) bool {
	switch v.row.kind {
	case Opaque, APIKey:
		return title(val)
	case ClientSecret:
		word := v.sc.b[min(len(v.sc.b), end+1):]
		word = word[:skip(word, 0, clLower|clUpper)]
		return byteAt(v.sc.b, end) == ' ' && len(word) > len("used") && endsIn(word, "ed", "ED") && title(val)
	}
	return false
}

// title reports whether v is words, in capitals or with one, and short numbers, that a sign
// parts: Prod-Key-2, FRONTEND-READONLY, reports_read_01. Short groups of one length may be a code.
func title(v []byte) bool {
	words, same := 0, true
	for from, first := 0, 0; from <= len(v); {
		to := from
		for to < len(v) && isAlnum(v[to]) {
			to++
		}
		part := v[from:to]
		switch {
		case len(part) == 0, len(part) > maxTitleWord, to < len(v) && bytes.IndexByte([]byte("-_/. "), v[to]) < 0:
			return false
		case len(part) <= 4 && allOf(part, clDigit, 0) && words > 0:
		case len(part) > 3 && vowelsIn(part)*5 < len(part), !allOf(part, clUpper, 0) && !plainWord(part):
			return false
		default:
			words++
		}
		if first == 0 {
			first = len(part)
		}
		same = same && len(part) == first && first <= maxGroup
		from = to + 1
	}
	return words > 1 && !same
}

const (
	maxTitleWord = 12 // bytes of a word in one
	maxGroup     = 6  // of a group of a code
)

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
	return n < 16 && mentions(lineBefore(v.sc.b, v.from, 16), "unexpected ", "unrecognized ", "unknown ", "before ", "error ")
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
	return isQuote(b[p]) && endsIn(lineBefore(b, v.from, 12), "invalid ", "wrong ", "bad ", "correct ", "with ", "using ")
}
