package redact

import "bytes"

// accepts reports whether the value b[from:to] is a secret under its name.
func (v *valuer) accepts(from, to int, quoted bool) bool {
	val := v.sc.b[from:to]
	if bytes.HasPrefix(val, []byte("SHA256:")) || bytes.HasPrefix(val, []byte("MD5:")) { // the fingerprint of a key
		return false
	}
	if len(val) == 0 || masked(val) || len(val) >= 20 && dull(val[4:]) || placeholder(val, quoted) || hasHash(v.sc.b[max(0, from-len(hashed)):to]) {
		return false
	}
	if !quoted && v.code(from, to) || v.row.kind != Password && (goType(val) || identity(val)) { // private key is *rsa.PrivateKey, token=Token{78af589
		return false
	}
	switch v.row.how {
	case random:
		if v.row.kind == Signature && isUUID(val) { // of an installation
			return false
		}
		if v.row.kind == Session && len(val) == 8 && allOf(val, clHex, 'a') { // OpenVPN's sid
			return false
		}
		if v.row.name == "access" || v.row.name == "refresh" {
			return looksRandom(val, 20) && !isUUID(val) && !bytes.ContainsAny(val, "/.")
		}
		if v.d == colon && len(val) < 40 && has(val)&clDigit == 0 && !notCamel(val) { // session : DefaultSessionIdManager
			return false
		}
		if v.row.kind == Password && v.d != words && diceware(val, true) || v.row.name == "secretstring" && diceware(val, true) {
			return true
		}
		if v.row.kind == PIN && boughtCode(val) {
			return true
		}
		if k := bytes.IndexAny(val, ":="); k > 0 && v.row.kind == Password && fieldAt(v.sc.b, from) && !looksRandom(val[:k], 8) { // credentials: USER=bob PASS=x
			return false
		}
		if v.row.kind == Session && idLike(val) || v.row.kind == ClientSecret && len(val) >= 16 && allOf(val, clUpper|clDigit, 0) { // of PHP, base32
			return true
		}
		return looksRandom(val, 8) && !filePath(val) || v.userPassword(val) || v.row.name == "secretstring" && looksPassword(val) && val[0] != '{' || v.row.kind == Password && v.ofPrincipal(val, quoted)
	case code:
		return looksCode(val) || looksRandom(val, 16)
	case oneTimeCode:
		return isCode(val)
	case phrase:
		return bytes.Count(val, []byte(" ")) >= 2 || !commonWord(val) && (v.row.name != "mnemonic" || len(val) > 10 || !allOf(val, clLower|clDigit, '.')) // of an assembler
	case vendorKey:
		return isUUID(val) || looksRandom(val, 14) && !bytes.ContainsAny(val, "/.:~") || twoKeys(val) || v.inQuery(from, val, quoted)
	case serial:
		return looksRandom(val, 16) || bytes.Count(val, []byte("-")) >= 3 && len(val) >= 16 && allOf(val, clUpper|clDigit, '-') && has(val)&clDigit != 0
	case sharedKey:
		return len(val) >= 40 && val[len(val)-1] == '=' && looksRandom(val, 40)
	case inQuery:
		return v.inQuery(from, val, quoted)
	}
	switch {
	case quoted && v.d == tight && v.row.kind == Password && weak(val):
		return true
	case commonWord(bytes.Trim(val, "()")), sentence(val), !quoted && (reference(val) || v.instead(from, to)):
		return false
	case v.d == colon && !quoted && !v.afterColon(from, to):
		return false
	case quoted && bytes.IndexByte(val, '|') > 0 && commonWord(val[:bytes.IndexByte(val, '|')]): // Laravel's required|string
		return false
	case v.d == tight && !quoted && v.row.kind == Opaque && madeOf(val, clLower, "-_:"): // scope=token:read
		return false
	case v.row.name == "tokens" && measure(val):
		return false
	case v.row.kind == Opaque && (address(val) || numbers(val) || quoted && len(val) < 20 && v.ofText(from, to) && !looksRandom(val, 8)):
		return false
	case quoted && v.row.kind == Opaque && foldEqual(val, "token"): // of a table of texts
		return false
	case v.row.kind != Password && v.row.kind != PIN && bytes.IndexByte(val, '/') > 0 && madeOf(val, clLower, "-_/."): // secret=prod/db, a path in a vault; "go/token": "go/token"
		return false
	case v.d == colon && v.row.kind == Password && len(val) == 1 && digit(val[0]): // { password: 1 }
		return false
	case quoted && v.row.kind != Password && v.row.holder() && plainWord(val): // of a list of words
		return false
	case bytes.HasPrefix(val, []byte("pam_")), bytes.HasPrefix(val, []byte("chauthtok")): // passwd: pam_unix(passwd:chauthtok): …
		return false
	case v.row.name == "pass" && number(val) && (hasFold(v.sc.b, to, " fail") || hasFold(v.sc.b, to, ", fail") || hasFold(v.sc.b, to, " skip")): // of tests
		return false
	case v.row.kind == Password || v.row.kind == PIN:
		return v.row.name != "pwd" || val[0] != '/' // the working directory
	}
	return len(val) > 2 && !(number(bytes.TrimPrefix(val, minus)) && len(val) < 8 && !(len(val) > 3 && v.usedOnce())) && !filePath(val) && (quoted || !bytes.HasSuffix(val, []byte("(")) && !bytes.HasSuffix(val, []byte("()")))
}

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

// ofText reports whether what stands around b[from:to] says that a text was taken
// apart into tokens, by a search engine or for a language model.
func (v *valuer) ofText(from, to int) bool {
	b := v.sc.b
	near := b[max(v.sc.floor, from-100):min(len(b), to+100)]
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
func (v *valuer) usedOnce() bool {
	if before := lineBefore(v.sc.b, v.from, 10); containsFold(before, "factor ") || containsFold(before, "mfa ") || containsFold(before, "otp ") || containsFold(before, "2fa ") || containsFold(before, "sms ") {
		return true
	}
	return containsFold(v.name, "mfa") || containsFold(v.name, "otp") || containsFold(v.name, "2fa") || containsFold(v.name, "factor")
}

// ofPrincipal reports whether val is a password beside the user whose it is:
// Principal=bob, Credentials=x.
func (v *valuer) ofPrincipal(val []byte, quoted bool) bool {
	return containsFold(v.sc.b[max(0, v.from-120):v.from], "principal") || quoted && looksPassword(val) && !bytes.ContainsAny(val, " /")
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

// inQuery accepts what names as common as code, state and key hold in a URL.
func (v *valuer) inQuery(from int, val []byte, quoted bool) bool {
	switch {
	case len(val) == 6 && number(val) && foldEqual(v.name, "code"): // a one-time code
		return quoted || v.query
	case containsFold(v.name, "public"), containsFold(v.name, "socket"), hasFold(v.sc.b, v.from-len("public "), "public "): // PublicKey, Sec-WebSocket-Key, public key
		return false
	case v.query:
		return looksRandom(val, 8)
	case len(val) >= 32 && foldEqual(v.name, "key") && allOf(val, clHex, 'a') && (keyCue(lineBefore(v.sc.b, v.from, 40)) || hasFold(v.sc.b, from+len(val), " secret ")): // PSK identity bob key x
		return true
	case ofCache(val):
		return false
	case foldEqual(v.name, "code") && len(val) >= 16 && looksRandom(val, 16): // of OAuth, with what it is exchanged for
		if near := v.sc.b[max(0, from-256):min(len(v.sc.b), from+512)]; containsFold(near, "grant_type") || containsFold(near, "redirect_uri") || containsFold(near, "code_verifier") {
			return true
		}
	}
	return len(val) >= 20 && mixed(val) && looksRandom(val, 20) && (bytes.IndexByte(val, '/') < 0 || val[len(val)-1] == '=') && bytes.IndexByte(val, '.') < 0
}

// keyCue reports whether v speaks of a key that is shared or kept for oneself.
func keyCue(v []byte) bool {
	for _, w := range [...]string{"psk", "hmac", "aes", "signing", "signature", "shared", "encrypt", "secret", "master", "private"} {
		if containsFold(v, w) {
			return true
		}
	}
	return false
}

// ofHeader reports whether the value that ends at to is all that stands behind the
// name of a header, X-Gitlab-Token: a sentence does not begin so. (X-CSRF-Token:
// fetch asks for one.)
func (v *valuer) ofHeader(to int) bool {
	return hasFold(v.name, 0, "x-") && v.row.kind != CSRF && (to == len(v.sc.b) || endsCommand(v.sc.b, to))
}

// afterColon accepts a bare value behind a colon and a space, where sentences
// stand, too.
func (v *valuer) afterColon(from, to int) bool {
	val := v.sc.b[from:to]
	for _, w := range []string{"password", "token", "secret", "user", "username", "server", "account", "passwort", "kennwort", "contraseña"} {
		if foldEqual(val, w) {
			return false
		}
	}
	switch {
	case v.row.kind != Password && v.row.kind != PIN, v.row.name == "psk", v.row.name == "presharedkey":
		return !plainWord(val) || v.ofHeader(to) && roleOf(val) == noRole
	case foldEqual(v.name, "pass"): // the verdict of a test, a pass of a compiler
		return looksPassword(v.sc.b[v.behindUser(from, to):to]) && !bytes.HasPrefix(val, []byte("Test")) || diceware(val, true)
	}
	c := clauseAt(v.sc.b, from)
	return !plainWord(val) || !c.says && !((c.words > 1 || !c.firm) && hasFold(v.name, 0, "check_")) && (c.words < 2 && c.firm || !v.troubled())
}
