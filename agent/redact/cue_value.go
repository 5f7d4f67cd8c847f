package redact

import "bytes"

// twoKeys reports whether val is two random texts with a sign between them, as the
// keys of fal and of ConfigCat are; a path is not.
func twoKeys(val []byte) bool {
	i := bytes.IndexAny(val, "/.:~")
	if i < 0 || bytes.ContainsAny(val[i+1:], "/.:~") {
		return false
	}
	return looksRandom(val[:i], 20) && looksRandom(val[i+1:], 20)
}

// address reports whether val is the address of a contract or a wallet.
func address(val []byte) bool {
	return len(val) == 42 && val[0] == '0' && val[1] == 'x' && allOf(val[2:], clHex, 0)
}

// numbers reports whether val is a list of numbers: the tokens of a ring.
func numbers(val []byte) bool {
	return madeOf(val, clDigit, "[], -") && bytes.IndexAny(val, " ,") > 0
}

// measure reports whether val is a number with a unit or an exponent: how many tokens,
// or how long until there are more.
func measure(val []byte) bool {
	n := skip(val, 0, clDigit)
	if n == 0 || len(val) > 10 {
		return false
	}
	for _, c := range val[n:] {
		if !digit(c) && bytes.IndexByte([]byte(".+-%/eEkKMGTsmhdnu"), c) < 0 {
			return false
		}
	}
	return true
}

// ofText reports whether what stands around the value says that a text was taken
// apart into tokens, by a search engine or for a language model.
func (v *value) ofText() bool {
	b := v.sc.b
	near := b[max(v.sc.floor, v.start-100):min(len(b), v.end+100)]
	for _, w := range []string{"logprob", "_offset", "oken_id"} {
		if bytes.Contains(near, []byte(w)) {
			return true
		}
	}
	return false
}

// ofCache reports whether val is the key of a build's cache: words, and the hash of
// what they depend on.
func ofCache(val []byte) bool {
	k := bytes.LastIndexByte(val, '-')
	return k > 0 && len(val)-k > 32 && allOf(val[k+1:], clHex, 0) && bytes.IndexByte(val[:k], '-') > 0
}

var minus = []byte("-")

// usedOnce reports whether a token's name says that it is a one-time code.
func (v *value) usedOnce() bool {
	return mentions(lineBefore(v.sc.b, v.from, 10), "factor ", "mfa ", "otp ", "2fa ", "sms ") || mentions(v.name, "mfa", "otp", "2fa", "factor")
}

// ofPrincipal reports whether the value is a password beside the user whose it is:
// Principal=bob, Credentials=x.
func (v *value) ofPrincipal() bool {
	return containsFold(v.sc.b[max(0, v.from-120):v.from], "principal") || v.quoted && looksPassword(v.val) && !bytes.ContainsAny(v.val, " /")
}

// kubeName reports whether the value is the name of a Secret that the words before it
// speak of: Secret does not exist secret=web-tls.
func (v *value) kubeName() bool {
	return foldEqual(v.name, "secret") && kebab(v.val) && !diceware(v.val, true) &&
		mentions(lineBefore(v.sc.b, v.from, 160), "secret ", "namespace", "ertificate", "kube")
}

// amount reports whether the value is a number of what is named behind it.
func (v *value) amount() bool {
	if len(v.val) > 3 || !number(v.val) {
		return false
	}
	if next := byteAt(v.sc.b, v.end+1); v.plural() && byteAt(v.sc.b, v.end) == ' ' && class[next]&clLower != 0 { // passwords: 12 weak
		return true
	}
	for _, what := range [...]string{" bytes", " entries", " characters", " chars", " digits", " attempts", " users", " days", " tests", " checks", " rows", " files", " seconds", " ok", " failed", " passed"} {
		if v.followed(what) {
			return true
		}
	}
	return false
}

// label reports whether the value is what a form or a translation calls the name, with
// what else it says: Passwort, Mot de passe oublié. A password alone in its own name's
// language needs a name that is a text's rather than a value's.
func (v *value) label() bool {
	val := v.val
	text := v.quotedName() || v.d == element || bytes.IndexByte(v.name, '.') > 0
	if text && len(val) <= 48 {
		for _, name := range foreignPasswords { // Hasło, Пароль
			if hasFold(val, 0, name) && has(val)&clDigit == 0 {
				return true
			}
		}
	}
	if !isUpper(val[0]) || len(val) > 48 || has(val)&clDigit != 0 || allOf(val, clUpper, 0) && len(val) > 1 {
		return false
	}
	if text && labels[string(val)] {
		return true
	}
	for from, to := 0, 0; ; from = to + 1 {
		to = from + max(0, bytes.IndexByte(val[from:], ' '))
		if to == from {
			to = len(val)
		}
		for _, words := range [...][]byte{val[:to], val[from:to]} { // mot de passe, a word
			if row := v.sc.eng.names.find(words); row != nil && row.how == anyValue && lettersIn(words) == len(row.name) {
				return text || row.name != v.row.name && to == len(val)
			}
		}
		if to == len(val) {
			return false
		}
	}
}

// lettersIn is how many letters v has, and signs that they are parted by.
func lettersIn(v []byte) (n int) {
	for _, c := range v {
		if isLetter(c) {
			n++
		}
	}
	return n
}

// renamed reports whether the value stands behind an arrow and is what a field is called
// elsewhere, or which version of it there is: password -> passwd_hash, db-password => v3.
func (v *value) renamed() bool {
	if !v.behindArrow() {
		return false
	}
	if bytes.Count(v.val, []byte(`\`)) > 1 { // a class of PHP
		return madeOf(v.val, clLower|clUpper, `\`)
	}
	if v.val[0] == 'v' && len(v.val) < 4 && len(v.val) > 1 {
		return number(v.val[1:])
	}
	return allOf(v.val, clLower, '_') && (v.sc.eng.names.find(v.val) != nil || mentions(v.val, "passw", "pwd_", "hash"))
}

// labels are what tokens and secrets are called elsewhere.
var labels = map[string]bool{
	"Jeton": true, "Ficha": true, "Gettone": true, "Geheimnis": true, "Secreto": true, "Segreto": true, "Segredo": true, "Secret": true, "Token": true, "Code": true,
}

// behindArrow reports whether an arrow stands before the value.
func (v *value) behindArrow() bool {
	return hasPrefix(v.sc.b, v.start-2, []byte("> ")) || hasPrefix(v.sc.b, v.start-4, []byte("→ "))
}

// aspects are keys of objects that tell the same thing of each name in them, rather than
// its value.
var aspects = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		color colour icon class style css widget title label placeholder tooltip help hint text description
		string translation i18n locale de en fr es it pt nl pl ru error warning validation validator rule schema type kind format
		age expire expiry strength entropy score rank weight length size count total stat usage vocab latency duration
		route visible visibility mask sensitive required optional nullable algorithm
		enabled flag feature check permission matrix`)) {
		m[string(w)] = true
	}
	return m
}()

// ofAspect reports whether the value is what an object tells of its name: "icon":{"password":"lock"}.
func (v *value) ofAspect() bool {
	b, val := v.sc.b, v.val
	if !v.quotedName() || has(val)&clDigit != 0 && !isDate(val) && !algorithm(val) && !measure(val) || bytes.ContainsAny(val, "@#$^&*~+=") || scrambled(val) || diceware(val, true) {
		return false
	}
	start := max(0, v.from-maxObject)
	open := bytes.LastIndexByte(b[start:v.from], '{')
	if open < 0 || bytes.IndexByte(b[start+open:v.from], '}') >= 0 {
		return false
	}
	i := start + open
	for i > 0 && (b[i-1] == ' ' || b[i-1] == ':') {
		i--
	}
	if i == start+open || i == 0 || b[i-1] != '"' && b[i-1] != '\'' {
		return false
	}
	key := b[back(b, i-1, clLower|clUpper, maxKey) : i-1]
	return inAnyCase(aspects, key) || inAnyCase(aspects, bytes.TrimSuffix(key, []byte("s")))
}

// moment reports whether val is a time of a day: 2026-01-01T10:00:00Z.
func moment(val []byte) bool {
	return len(val) >= len("2026-01-01T10:00") && isDate(val) && val[13] == ':'
}

// duration reports whether val is a number of a unit of time: 12ms.
func duration(val []byte) bool {
	n := skip(val, 0, clDigit)
	if n == 0 || n > 5 {
		return false
	}
	switch string(val[n:]) {
	case "ms", "us", "ns", "µs", "sec", "min":
		return true
	}
	return false
}

// foreignText reports whether the value is a single sign outside of ASCII, or under a
// token's name a word in which nothing else stands.
func (v *value) foreignText() bool {
	for _, c := range v.val {
		if c < 0x80 && (v.row.kind.password() || c != ' ') {
			return false
		}
	}
	return !v.row.kind.password() || len(v.val) <= 3
}

// lookedUp reports whether the value is an argument of a function that finds something by
// it, as its first word says: getToken("bob"), but getUserByToken("x").
func (v *value) lookedUp() bool {
	if byteAt(v.sc.b, v.start-2) != '(' || containsFold(v.name, "by") || containsFold(v.name, "with") {
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

// validator reports whether val is a call of a function that checks a value:
// minLength(8), min:8.
func validator(val []byte) bool {
	k := bytes.IndexAny(val, "(:")
	if k < 0 || val[k] == '(' && val[len(val)-1] != ')' || val[k] == ':' && !number(val[k+1:]) {
		return false
	}
	return validators[string(val[:k])]
}

var validators = map[string]bool{
	"min": true, "max": true, "length": true, "minLength": true, "maxLength": true, "min_length": true, "max_length": true, "size": true, "digits": true,
	"pattern": true, "matches": true, "regex": true, "same": true, "confirmed": true, "between": true, "Length": true, "MinLength": true, "MaxLength": true,
}

// rules are those of Laravel that other words follow.
var rules = map[string]bool{"required": true, "nullable": true, "sometimes": true, "bail": true, "present": true, "filled": true, "confirmed": true, "string": true}

// lacking reports whether v says that what is named behind it is not there.
func lacking(v []byte) bool {
	return endsIn(v, "without ", "Without ", "with no ", "with empty ", "have no ")
}

// fieldNumber reports whether the value is the number of a field in a declaration of
// Protocol Buffers: string password = 2; or of one of several: enum Kind { PASSWORD = 0;
func (v *value) fieldNumber() bool {
	b, val := v.sc.b, bytes.TrimRight(v.val, ";,")
	if len(val) > 3 || !number(val) || byteAt(b, v.from-1) != ' ' || len(val) == len(v.val) && byteAt(b, v.end) != ';' && byteAt(b, v.end) != ',' {
		return false
	}
	if len(val) < 3 && allOf(v.name, clUpper, '_') && containsFold(lineBefore(b, v.from, 80), "enum ") { // enum Kind { PASSWORD = 0; … }
		return true
	}
	switch string(b[back(b, v.from-1, clLower|clDigit, 8) : v.from-1]) {
	case "string", "bytes", "int32", "int64", "uint32", "uint64", "bool":
		return true
	}
	return false
}

// weak reports whether val is a word that people choose as a password, though it
// stands behind names without being their value, too.
func weak(val []byte) bool {
	return foldEqual(val, "access") || foldEqual(val, "login") || foldEqual(val, "default") || foldEqual(val, "oracle") || foldEqual(val, "local")
}

// isCode reports whether val is four to eight digits, alone or in two groups, or a
// few letters and digits.
func isCode(val []byte) bool {
	n := 0
	for i, c := range val {
		switch {
		case digit(c):
			n++
		case isUpper(c), i > 0 && (c == '-' || c == ' '):
		default:
			return looksRandom(val, 16)
		}
	}
	return n >= 4 && n <= 8 && len(val) <= 9
}

// userPassword reports whether val is user:password under a name that says so.
func (v *valuer) userPassword(val []byte) bool {
	k := userEnd(val)
	return k > 0 && (v.row.kind == Password || val[k-1] == ':' && v.row.name == "auth")
}

// public reports whether the name is one of a key that is no secret: PublicKey,
// Sec-WebSocket-Key, public key.
func (v *value) public() bool {
	return mentions(v.name, "public", "socket") || hasFold(v.sc.b, v.from-len("public "), "public ")
}

// exchanged reports whether the value is a code of OAuth with what it is exchanged
// for.
func (v *value) exchanged() bool {
	if !foldEqual(v.name, "code") || !looksRandom(v.val, 16) {
		return false
	}
	near := v.sc.b[max(0, v.start-256):min(len(v.sc.b), v.start+512)]
	return mentions(near, "grant_type", "redirect_uri", "code_verifier")
}

// shared reports whether the value is a key in hex that the words around it speak
// of: PSK identity bob key x.
func (v *value) shared() bool {
	before := lineBefore(v.sc.b, v.from, 40)
	return len(v.val) >= 32 && foldEqual(v.name, "key") && allOf(v.val, clHex, 'a') && !endsIn(before, "RSA ", "DSA ") && // GnuPG's names of public keys
		(keyCue(before) || v.followed(" secret "))
}

// keyCue reports whether v speaks of a key that is shared or kept for oneself.
func keyCue(v []byte) bool {
	return mentions(v, "psk", "hmac", "aes", "signing", "signature", "shared", "encrypt", "secret", "master", "private")
}

// ofHeader reports whether the value is all that stands behind the name of a
// header, X-Gitlab-Token: a sentence does not begin so. (X-CSRF-Token: fetch asks
// for one.)
func (v *value) ofHeader() bool {
	return hasFold(v.name, 0, "x-") && v.row.kind != CSRF && (v.end == len(v.sc.b) || endsCommand(v.sc.b, v.end))
}

// opensFields reports whether the value is the first of several that have names of
// their own: credentials: USER=bob PASS=x.
func (v *value) opensFields() bool {
	k := bytes.IndexAny(v.val, ":=")
	return k > 0 && fieldAt(v.sc.b, v.start) && !looksRandom(v.val[:k], 8)
}

// fieldNames are the names that stand where a value would: token: username
// required.
var fieldNames = [...]string{"password", "token", "secret", "user", "username", "server", "account", "passwort", "kennwort", "contraseña"}

// fieldName reports whether the value is the name of another field.
func (v *value) fieldName() bool {
	for _, w := range fieldNames {
		if foldEqual(v.val, w) {
			return true
		}
	}
	return false
}

// wordless reports whether the secrets of the name are hardly ever a word: tokens,
// keys, and those of networks that machines share.
func (v *value) wordless() bool {
	return v.row.kind != Password && v.row.kind != PIN || v.row.name == "psk" || v.row.name == "presharedkey"
}

// passed reports whether the value stands behind a pass of a test or a compiler
// rather than a password.
func (v *value) passed() bool {
	name := v.name
	if from := v.from - 1; from >= 0 && v.row.name == "pass" { // the end of an escape is no part of it
		if n, _, _ := unescape(v.sc.b, from); n > 1 {
			name = name[min(n-1, len(name)):]
		}
	}
	if !foldEqual(name, "pass") || v.wordless() {
		return false
	}
	return !diceware(v.val, true) && (bytes.HasPrefix(v.val, []byte("Test")) || !looksPassword(v.val[v.behindUser(v.start, v.end)-v.start:]))
}

// opensSentence reports whether the value is the first word of a sentence about a
// password.
func (v *value) opensSentence() bool {
	if v.wordless() || foldEqual(v.name, "pass") || !plainWord(v.val) || diceware(v.val, true) {
		return false
	}
	c := clauseAt(v.sc.b, v.start)
	return c.says || (c.words > 1 || !c.firm) && (hasFold(v.name, 0, "check_") || v.troubled())
}

// begins reports whether the value begins with prefix.
func (v *value) begins(prefix string) bool { return hasPrefix(v.val, 0, []byte(prefix)) }

// followed reports whether lit stands behind the value, in any case.
func (v *value) followed(lit string) bool { return hasFold(v.sc.b, v.end, lit) }

// opensError reports whether the value is the first part of an error rather than a
// value: … private key: asn1: structure error.
func (v *value) opensError() bool {
	b, val := v.sc.b, v.val
	if byteAt(b, v.end) != ':' || byteAt(b, v.end+1) != ' ' || v.row.kind == Password && !plainWord(val) {
		return false
	}
	return allOf(val, clLower|clDigit, '/') || len(val) <= 10 && allOf(val, clUpper|clDigit, '-')
}

// progress reports whether the value says what is being done: token: Creating...
func (v *value) progress() bool {
	b, val := v.sc.b, v.val
	return len(val) > 5 && bytes.HasSuffix(val, []byte("ing")) && plainWord(val) && (v.followed("...") || byteAt(b, v.end) == ' ' && isUpper(val[0]))
}
