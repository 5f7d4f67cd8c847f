package redact

import "bytes"

// label reports whether the value is what a form or a translation calls the name, with
// what else it says: Passwort, Mot de passe oublié. A password alone in its own name's
// language needs a name that is a text's rather than a value's.
func (v *value) label() bool { return len(v.val) <= maxLabelled && v.callsIt() && !v.ofSomebody() }

const maxLabelled = 48 // bytes of such a label

// callsIt reports whether the value is the name of a credential in words or as a program
// would write it.
func (v *value) callsIt() bool {
	val := v.val
	text := v.quotedName() || v.d == element || bytes.IndexByte(v.name, '.') > 0 || mentions(v.name, "label_", "_label")
	if passwordAbroad(val, text) {
		return true
	}
	if !isUpper(val[0]) || has(val)&clDigit != 0 || allOf(val, clUpper, 0) && len(val) > 1 {
		return false
	}
	return text && !v.row.kind.password() && labels[string(val)] || v.wordsNameOne(text)
}

// passwordAbroad reports whether val is the word for a password in another language, or as a
// text begins with it: Hasło, Пароль.
func passwordAbroad(val []byte, text bool) bool {
	for _, name := range foreignPasswords {
		if text && hasFold(val, 0, name) && has(val)&clDigit == 0 || foldEqual(val, name) {
			return true
		}
	}
	return false
}

// wordsNameOne reports whether a word of the value, or all of it up to there, is the name of a
// credential: Mot de passe oublié. What is no text must be the name of another one of the
// same kind, and all of the value.
func (v *value) wordsNameOne(text bool) bool {
	val := v.val
	for from, to := 0, 0; ; from = to + 1 {
		to = from + max(0, bytes.IndexByte(val[from:], ' '))
		if to == from {
			to = len(val)
		}
		for _, words := range [...][]byte{val[:to], val[from:to]} {
			if row := v.sc.eng.names.find(words); row != nil && (row.how == anyValue || row.how == code) && lettersIn(words) == len(row.name) {
				return text || row.name != v.row.name && row.kind == v.row.kind && to == len(val)
			}
		}
		if to == len(val) {
			return false
		}
	}
}

// ofSomebody reports whether a user stands before the name in its object, whose own name
// is no label, too: {"login":"bob","password":"Secret"}.
func (v *value) ofSomebody() (is bool) {
	if v.quotedName() && v.d == tight {
		v.eachBefore(func(key []byte, from, _ int) {
			is = is || inAnyCase(asideKeys, key) == whose && !isUpper(v.sc.b[from]) && v.sc.b[from] < 0x80
		})
	}
	return is
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

// speaksOfOne reports whether the value is a sentence that has the name of a password, or
// its own, among three words or more: Das Passwort ist zu kurz. Without quotes it stands
// behind a name in dots, as translations have, and goes on to the end of the line.
func (v *value) speaksOfOne() bool {
	text := v.val
	if !v.quoted {
		text = lineBehind(v.sc.b, v.start, maxSentence)
	}
	if len(text) >= maxSentence || !v.quoted && bytes.IndexByte(v.name, '.') < 0 {
		return false
	}
	words, named := 0, false
	for from := 0; from < len(text); words++ {
		to := from + spokenEnd(text[from:])
		if to == from {
			return false
		}
		named = named || v.namesOne(text[from:to], text[from:])
		if to < len(text) && bytes.IndexByte([]byte(".,!?"), text[to]) >= 0 {
			to++
		}
		if to < len(text) && text[to] != ' ' {
			return false
		}
		from = to + 1
	}
	return named && words > 2
}

const maxSentence = 160 // bytes of such a sentence

// spokenEnd is where a word of any script ends that v begins with; it may have an apostrophe
// or a hyphen in it.
func spokenEnd(v []byte) int {
	i := 0
	for i < len(v) && (isLetter(v[i]) || v[i] >= 0x80 || i > 0 && (v[i] == '\'' || v[i] == '-')) {
		i++
	}
	return i
}

// namesOne reports whether a word is the name of a password in some language, begins one
// that has several words, or is the value's own name.
func (v *value) namesOne(word, text []byte) bool {
	for _, name := range foreignPasswords {
		if hasFold(text, 0, name) {
			return true
		}
	}
	row := v.sc.eng.names.find(word)
	return row != nil && len(row.name) == len(word) && (row.kind == Password && len(word) > len("passwd") || row == v.row && !row.kind.password())
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
	if isUpper(v.val[0]) && isUpper(v.name[0]) && len(v.name) > len(v.row.name) && allOf(v.val, clLower|clUpper, 0) { // UserPassword -> Credential
		row := v.sc.eng.names.find(v.val)
		return row != nil && len(v.val) == len(row.name)
	}
	return allOf(v.val, clLower, '_') && (v.sc.eng.names.find(v.val) != nil || mentions(v.val, "passw", "pwd_", "hash"))
}

// labels are what tokens and secrets are called elsewhere.
var labels = map[string]bool{
	"Jeton": true, "Ficha": true, "Gettone": true, "Geheimnis": true, "Secreto": true, "Segreto": true, "Segredo": true, "Secret": true, "Token": true, "Code": true,
}

// linted reports whether the value is the name of the variable in which a linter
// suspects a password: Possible hardcoded password assigned to: "token_url".
func (v *value) linted() bool {
	return madeOf(v.val, clLower|clUpper, "_") && mentions(v.val, "pass", "pwd", "token", "secret") &&
		hasFold(v.sc.b, v.from-len("hardcoded "), "hardcoded ") && hasFold(v.sc.b, v.from+len(v.name), " assigned to")
}

// postal reports whether the value is what India calls a PIN code, which stands beside a
// place: city=Pune pincode=411001.
func (v *value) postal() bool {
	if v.row.name != "pincode" || len(v.val) != len("411001") || !number(v.val) || v.val[0] == '0' {
		return false
	}
	before, behind := lineBefore(v.sc.b, v.from, 80), lineBehind(v.sc.b, v.end, 80)
	for _, place := range [...]string{" city", `"city`, "district", "serviceable", "locality", "zip="} {
		if containsFold(before, place) || containsFold(behind, place) {
			return true
		}
	}
	return false
}

// inDots reports whether val is words of small letters with dots between them, or a colon,
// each of which may end in a number: com.example.app.v2.
func inDots(val []byte) bool {
	parts := 0
	for from := 0; from <= len(val); parts++ {
		to := skip(val, from, clLower)
		end := skip(val, to, clDigit)
		if to == from || end > to+3 || end < len(val) && val[end] != '.' && (val[end] != ':' || parts == 0) {
			return false
		}
		from = end + 1
	}
	return parts > 2
}

// ofPKCS11 reports whether the value is what a token is called that is a device: token=SoftHSM2.
func (v *value) ofPKCS11() bool {
	beside := endsIn(lineBefore(v.sc.b, v.from, len("pkcs11:")), "pkcs11:", "p11: ") || v.begins("SoftHSM") || v.followed(" manufacturer=")
	return beside && v.row.name == "token" && !looksRandom(v.val, 16)
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
		string violation role translation i18n locale de en fr es it pt nl pl ru error warning validation validator rule schema type kind format
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
	if !v.quotedName() || has(val)&clDigit != 0 && !isDate(val) && !algorithm(val) && !measure(val) {
		return false
	}
	if bytes.ContainsAny(val, "@#$^&*~+=") || scrambled(val) || diceware(val, true) {
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

// duration reports whether val is a number of a unit of time: 12ms, 0.4ms.
func duration(val []byte) bool {
	n := skip(val, 0, clDigit)
	if byteAt(val, n) == '.' {
		n = skip(val, n+1, clDigit)
	}
	if n == 0 || n > 6 {
		return false
	}
	switch string(val[n:]) {
	case "s":
		return bytes.IndexByte(val, '.') > 0 // 2.1s
	case "ms", "us", "ns", "µs", "sec", "min":
		return true
	}
	return false
}

// foreignText reports whether the value is a single sign outside of ASCII, or under a
// token's name a word in which nothing else stands.
func (v *value) foreignText() bool {
	if bytes.Contains(v.val, []byte("文字")) || bytes.Contains(v.val, []byte("字符")) { // at least 8 characters
		return true
	}
	for _, c := range v.val {
		if c < 0x80 && (v.row.kind.password() || c != ' ') {
			return false
		}
	}
	return !v.row.kind.password() || len(v.val) <= 3
}

// validator reports whether val is a call of a function that checks a value:
// minLength(8), min:8.
func validator(val []byte, quoted bool) bool {
	if !quoted && val[len(val)-1] != ')' {
		return false
	}
	k := bytes.IndexAny(val, "(:")
	if k < 0 || val[k] == '(' && val[len(val)-1] != ')' || val[k] == ':' && (!quoted || !number(val[k+1:])) {
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

// accessor reports whether v is how Vault calls what is mounted somewhere: auth_token_71bd02c4.
func accessor(v []byte) bool {
	k := len(v) - len("_71bd02c4")
	return k > 1 && v[k] == '_' && allOf(v[k+1:], clHex, 0) && has(v[k+1:])&clDigit != 0 && allOf(v[:k], clLower, '_') &&
		hasAny(v, "auth_", "kv_", "cubbyhole_", "identity_", "system_", "pki_", "transit_", "database_", "secret_")
}

// version reports whether v is the version of a program: v0.16.0, 1.15.2.
func version(v []byte) bool {
	v = bytes.TrimPrefix(v, []byte("v"))
	return bytes.Count(v, []byte(".")) > 1 && number(v)
}

// podUID reports whether the value is the UID behind a pod's name and its namespace, which
// is called like a credential: web-7d4b9c6f5-x2x9k_session(550e8400-…), of the kubelet.
func (v *value) podUID() bool {
	pod, _, two := bytes.Cut(v.name, []byte("_"))
	return two && bytes.IndexByte(pod, '-') > 0 && madeOf(pod, clLower|clDigit, "-.") && isUUID(v.val) && byteAt(v.sc.b, v.end) == ')'
}

// packageVersion reports whether the value is a version of Debian's, of the package that
// has passwd in it: 1:4.13+dfsg1-1, whose epoch is taken for a user.
func (v *value) packageVersion() bool {
	epoch := v.start
	if byteAt(v.sc.b, epoch-1) == ':' {
		epoch = back(v.sc.b, epoch-1, clDigit, 3)
	}
	k := skip(v.sc.b, epoch, clDigit)
	dot := skip(v.sc.b, k+1, clDigit)
	return foldEqual(v.name, "passwd") && k > epoch && byteAt(v.sc.b, k) == ':' && dot > k+1 && byteAt(v.sc.b, dot) == '.' && digit(byteAt(v.sc.b, dot+1))
}

// hasAny reports whether v begins with one of words.
func hasAny(v []byte, words ...string) bool {
	for _, w := range words {
		if bytes.HasPrefix(v, []byte(w)) {
			return true
		}
	}
	return false
}

// ofUsers reports whether a line of /etc/passwd begins at i, whose password is elsewhere:
// bob:x:1001:1001:Bob.
func ofUsers(b []byte, i int) bool {
	k := skip(b, i, clName)
	if k == i || byteAt(b, k) != ':' {
		return false
	}
	switch byteAt(b, k+1) {
	case 'x', '*', '!':
	default:
		return false
	}
	uid := skip(b, k+3, clDigit)
	return byteAt(b, k+2) == ':' && uid > k+3 && byteAt(b, uid) == ':' && digit(byteAt(b, uid+1))
}

// nextOfGo reports whether the value is the next field of a structure or a map of Go. Go
// prints no space between a name and its value, so that what stands behind one is the next
// field: {User:bob Password: Token:<nil>}, map[token: user:bob].
func (v *value) nextOfGo() bool {
	k := bytes.IndexByte(v.val, ':')
	if k < 2 || !allOf(v.val[:k], clName, 0) || bytes.IndexByte([]byte(" {["), byteAt(v.sc.b, v.from-1)) < 0 {
		return false
	}
	before := lineBefore(v.sc.b, v.from, 160)
	if open := bytes.LastIndex(before, []byte("map[")); open >= 0 {
		return !bytes.ContainsAny(before[open+len("map["):], `"',]`)
	}
	open := bytes.LastIndexByte(before, '{')
	return open >= 0 && isUpper(v.val[0]) && isUpper(v.name[0]) && allOf(v.val[:k], clLower|clUpper|clDigit, 0) && !bytes.ContainsAny(before[open:], `"',/`)
}
