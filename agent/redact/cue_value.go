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
		if !digit(c) && bytes.IndexByte([]byte(".+-%/eEkKMGTBsmhdnu"), c) < 0 {
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
	for _, w := range []string{"logprob", "oken_id"} {
		if v.quoted && bytes.Contains(near, []byte(w)) {
			return true
		}
	}
	return bytes.Contains(near, []byte("_offset"))
}

// artefact reports whether val is what Maven has behind a name: what is in the file, or
// the rest of the name and a version.
func artefact(val []byte) bool {
	if hasAny(val, "jar:", "pom:", "war:") {
		return true
	}
	k := bytes.IndexByte(val, ':')
	if k < 1 || !allOf(val[:k], clLower|clDigit, '-') {
		return false
	}
	version := val[k+1:]
	return len(version) > 2 && digit(version[0]) && bytes.IndexByte(version, '.') > 0 && madeOf(version, clDigit|clLower|clUpper, ".-+")
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

// kubeName reports whether the value is the name of a Secret that the words around it
// speak of: Secret does not exist secret=web-tls, {"secret":"web-tls","namespace":"prod"}.
// One in a namespace says so itself: kube-system/web-tls-x7f2k.
func (v *value) kubeName() bool {
	if !foldEqual(v.name, "secret") || !resource(v.val) || diceware(v.val, true) || v.ofSomebody() {
		return false
	}
	if before := lineBefore(v.sc.b, v.from, 160); containsFold(before, "namespace") || containsFold(lineBehind(v.sc.b, v.end, 80), "namespace") {
		return true
	} else if v.d == equals && kebab(v.val) && (mentions(before, "secret ", "ertificate", "kube") || v.followed(" version=") || v.followed(" old_version=")) {
		return true
	}
	return bytes.IndexByte(v.val, '/') > 0 && !looksRandom(v.val, 24)
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

// oneEscape reports whether val is one character, escaped as a program's text or a text of
// JSON in another has it: \\t, \x00.
func oneEscape(val []byte) bool {
	c := bytes.TrimLeft(val, `\`)
	return len(c) < len(val) && (len(c) == 1 || len(c) == len("x00") && c[0] == 'x' && allOf(c[1:], clHex, 0))
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
		(keyCue(before) || v.followed(" secret ") || v.quotedName() && endsIn(before, `","`) && bytes.Contains(before, []byte(`"username":"`))) // of Kaggle
}

// keyCue reports whether v speaks of a key that is shared or kept for oneself.
func keyCue(v []byte) bool {
	return mentions(v, "psk", "hmac", "aes", "signing", "signature", "shared", "crypt", "secret", "master", "private")
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

// directory reports whether the value is the directory that a shell stands in, which may
// be one of Windows: PWD=/home/bob, PWD=C:\build. Pwd is a password among the fields of a
// connection.
func (v *value) directory() bool {
	if v.row.name != "pwd" {
		return false
	}
	return v.val[0] == '/' || v.onDrive() && !endsIn(bytes.TrimRight(lineBefore(v.sc.b, v.from, 8), " "), ";")
}

// onDrive reports whether the value is a path of Windows, which begins with a drive:
// C:\build.
func (v *value) onDrive() bool {
	b, i := v.sc.b, v.start
	return isLetter(b[i]) && byteAt(b, i+1) == ':' && (byteAt(b, i+2) == '\\' || byteAt(b, i+2) == '/')
}

// prompt reports whether the value asks for one: "Enter password: ", PASSWORD=Password: .
func (v *value) prompt() bool {
	b, asks := v.sc.b, bytes.TrimRight(v.val, ": ")
	last := asks[bytes.LastIndexByte(asks, ' ')+1:]
	switch {
	case len(asks) < len(v.val):
	case v.quoted: // askForPassword("Database password")
		if byteAt(b, v.start-2) != '(' || len(last) == len(asks) {
			return false
		}
	case !v.followed(": ") && !(v.followed(":") && endsHere(b, v.end+1)):
		return false
	}
	return allOf(last, clLower|clUpper, 0) && v.isPlaceName(last)
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
	if !foldEqual(name, "pass") || v.wordless() || userFieldBefore(v.sc.b, v.from) {
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
	return c.says || (c.words > 1 || !c.firm) && (mentions(v.name, "check_", "get_") || v.troubled())
}

// begins reports whether the value begins with prefix.
func (v *value) begins(prefix string) bool { return hasPrefix(v.val, 0, []byte(prefix)) }

// followed reports whether lit stands behind the value, in any case.
func (v *value) followed(lit string) bool { return hasFold(v.sc.b, v.end, lit) }

// opensError reports whether the value is the first part of an error rather than a
// value: … private key: asn1: structure error.
func (v *value) opensError() bool {
	b, val := v.sc.b, v.val
	if byteAt(b, v.end) != ':' || byteAt(b, v.end+1) != ' ' || v.row.kind == Password && !plainWord(val) && !severities[string(val)] {
		return false
	}
	return allOf(val, clLower|clDigit, '/') || len(val) <= 10 && allOf(val, clUpper|clDigit, '-')
}

// severities are what databases say in front of an error.
var severities = map[string]bool{"FATAL": true, "ERROR": true, "PANIC": true, "WARNING": true, "NOTICE": true}

// progress reports whether the value says what is being done: token: Creating...
func (v *value) progress() bool {
	b, val := v.sc.b, v.val
	return len(val) > 5 && bytes.HasSuffix(val, []byte("ing")) && plainWord(val) && (v.followed("...") || byteAt(b, v.end) == ' ' && isUpper(val[0]))
}

// plainLink reports whether the value is a link of which no part is a secret but what the
// search for links knows: https://example.com/reset?token=x.
func (v *value) plainLink() bool {
	scheme := skip(v.val, 0, clLower|clDigit)
	if scheme < 2 || !hasPrefix(v.val, scheme, []byte("://")) || v.begins("base64:") { // a key of Laravel
		return false
	}
	path, query, _ := bytes.Cut(v.val[scheme+len("://"):], []byte("?"))
	last := path[bytes.LastIndexByte(path, '/')+1:]
	name, _, _ := bytes.Cut(query, []byte("="))
	readable := (len(last) < 8 || has(last)&clDigit == 0) && (has(last)&clUpper == 0 || camelWord(last) || v.row.kind == Password && v.row.how == anyValue)
	return readable && bytes.IndexByte(path, '@') < 0 && (len(query) == 0 || v.sc.eng.names.find(name) != nil)
}

// credentialFile reports whether val is the name of a file that may hold a credential: its
// end is known, and the rest is no token.
func credentialFile(val []byte) bool {
	k := bytes.LastIndexByte(val, '.')
	return k > 0 && k+1 < len(val) && madeOf(val[:k], clName, "@") && inAnyCase(fileTypes, val[k+1:]) && !looksRandom(val[:k], 20)
}

// fileTypes are how the names of such files end.
var fileTypes = wordSet(`yaml yml json txt pem key crt cer der p12 pfx jks env conf cfg ini xml toml properties csv pub gpg asc kdbx enc age tpl tmpl log db`)
