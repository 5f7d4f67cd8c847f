package redact

import (
	"bytes"
	"unicode/utf8"
)

// IsMask reports whether v is what somebody wrote in the place of a secret: [REDACTED],
// ****. It does not know longer ones.
func IsMask(v []byte) bool { return len(v) <= maxMask && masked(v) }

// masked reports whether v was redacted already, by this package or another.
func masked(v []byte) bool {
	switch {
	case len(v) == 0:
		return true
	case hasHash(v):
		return true
	case bytes.IndexByte(v, '[') >= 0 && bytes.Contains(v, []byte(removed)):
		return true
	case onlyMasks(v), len(v) > 2 && string(v[:3]) == "***", bytes.HasPrefix(v, []byte("••")), bytes.HasPrefix(v, []byte("●●")), bytes.HasPrefix(v, []byte("██")):
		return true
	case hasAny(v, "++++++++ # (", "-------- # ("): // of helm diff
		return true
	case bytes.IndexByte(v, '*') >= 0 && (bytes.Contains(v, []byte("****")) || bytes.HasSuffix(v, []byte("(***)"))): // s****t, ENC(***)
		return true
	case len(v) == len(auditHash)+64 && string(v[:len(auditHash)]) == auditHash: // made by Vault, with a key of its own
		return allOf(v[len(auditHash):], clHex, 'a')
	case len(v) > maxMask:
		return false
	}
	trimmed := bytes.Trim(v, "[]<>(){}*#'\" ")
	words := maskWords
	if len(trimmed) == len(v) {
		words = words[:bareMasks] // the others may be real without brackets
	}
	for _, w := range words {
		if foldEqual(trimmed, w) {
			return true
		}
	}
	return len(trimmed) == 0 || string(trimmed) == "..." || remark(v)
}

// remark reports whether v says what was taken away, or how long that is:
// <redacted:12>, --hidden--, [12 characters], len=12.
func remark(v []byte) bool {
	switch v[len(v)-1] {
	case ']', '>', ')', '}':
		if bytes.IndexByte([]byte("[<({"), v[0]) < 0 || len(v) < 3 {
			return false
		}
		v = v[1 : len(v)-1]
		for _, w := range maskWords[:bareMasks] {
			if hasFold(v, 0, w) && !isAlnum(byteAt(v, len(w))) {
				return true
			}
		}
		if n := skip(v, 0, clDigit); n > 0 && byteAt(v, n) == ' ' {
			return lengths[string(v[n+1:])]
		}
	case '-', '_', '~':
		if inner := bytes.Trim(v, "-_~"); v[0] == v[len(v)-1] {
			for _, w := range maskWords[:bareMasks] {
				if foldEqual(inner, w) {
					return true
				}
			}
		}
		return false
	}
	n := skip(v, 0, clLower)
	return n < len(v) && lengths[string(v[:n])] && number(bytes.TrimLeft(v[n:], "=: "))
}

// lengths are what says how long something is.
var lengths = map[string]bool{
	"len": true, "length": true, "size": true, "chars": true, "characters": true, "bytes": true, "digits": true, "chars redacted": true, "bytes redacted": true,
}

// marked reports whether v is what this package leaves of a secret.
func marked(v []byte) bool {
	return string(v) == removed || len(v) == len(hashed)+64 && string(v[:len(hashed)]) == hashed && allOf(v[len(hashed):], clHex, 'a')
}

// hasHash reports whether a token's hash stands in v.
func hasHash(v []byte) bool {
	for {
		i := bytes.IndexByte(v, hashed[len(hashed)-1]) // the rarest of its bytes, in tokens
		if i < 0 || len(v)-i <= 64 {
			return false
		}
		if i >= len(hashed)-1 && string(v[i+1-len(hashed):i+1]) == hashed && allOf(v[i+1:i+1+64], clHex, 'a') {
			return true
		}
		v = v[i+1:]
	}
}

const auditHash = "hmac-sha256:"

// dull reports whether v, all of a token but its prefix, is made of one or two
// characters: the token of a manual.
func dull(v []byte) bool {
	var a, b byte
	for _, c := range v {
		switch c = lower[c]; {
		case !isAlnum(c) || c == a || c == b:
		case a == 0:
			a = c
		case b == 0:
			b = c
		default:
			return false
		}
	}
	return len(v) >= 8
}

// onlyMasks reports whether v is made of the letters and signs of masks: ****,
// xxxx-xxxx.
func onlyMasks(v []byte) bool {
	for _, c := range v {
		switch c {
		case '*', 'x', 'X', '.', '-', '#':
		default:
			return false
		}
	}
	return true
}

const maxMask = 32 // bytes of the longest word of a mask with what is around it

var maskWords = []string{
	"redacted", "filtered", "masked", "hidden", "scrubbed", "removed", "omitted",
	"obfuscated", "sanitized", "redacted_for_logging", "data+omitted", "variable is not defined!", // of kubectl and Ansible
	"secret", "sensitive", "protected", "encrypted", "private", "snip", "password", "token", "value",
	"secure", "data redacted", "not shown", "sensitive data removed",
	"suppressed", "withheld", "elided", "concealed", "not displayed", "not logged", "not printed",
	"value hidden", "hidden value", "sensitive value", "not set", "not given", "not provided", "not configured", "not specified",
	"from env", "from environment", "from vault", "from file", "from secret", "from keyring",
	"object", "object object", "function", "circular", "array", "getter", "getter/setter", // of JavaScript
}

const bareMasks = 12 // how many of them are masks without brackets, too

func allOf(v []byte, cl uint8, also byte) bool {
	for _, c := range v {
		if class[c]&cl == 0 && c != also {
			return false
		}
	}
	return len(v) > 0
}

// commonWord reports whether v is a word that stands behind a credential's name
// without being its value: "password: incorrect", "token=null".
func commonWord(v []byte) bool {
	return inAnyCase(stopWords, v)
}

// sentence reports whether v is a message about a field rather than its value.
func sentence(v []byte) bool {
	first, rest, more := bytes.Cut(v, []byte(" "))
	switch {
	case !more:
		return false
	case foldEqual(first, "files"), foldEqual(first, "compat"): // passwd: files sss
		return allOf(rest, clLower, ' ')
	case bytes.IndexByte(rest, ' ') < 0:
		return twoWords(first, bytes.TrimRight(rest, ".!"))
	case bytes.HasSuffix(v, []byte(" ago")):
		return true
	}
	for _, w := range inMessages {
		if i := bytes.Index(v, []byte(w)); i == 0 || i > 0 && v[i-1] == ' ' || hasFold(v, 0, w) {
			return true
		}
	}
	return false
}

// inMessages are words that only a message about a field has among three or more.
var inMessages = [...]string{"is ", "must ", "be ", "required", "field ", "cannot ", "can't ", "should ", "not ", "too ", "invalid", "characters", "contain", "minimum", "match", "incorrect", "your "}

// twoWords reports whether two words are a message about a field: has expired, 8
// characters, invalid token.
func twoWords(first, second []byte) bool {
	said := roleOf(second) == inMessage
	if roleOf(first) != inMessage && !(number(first) && said) {
		return false
	}
	return said || commonWord(second) || plainField(second)
}

// filePath reports whether v is the path of a file that holds a secret. Base64 may
// begin with a slash, too, but hardly with two folders of small letters.
func filePath(v []byte) bool {
	if len(v) == 0 || v[0] != '/' && v[0] != '~' && v[0] != '.' || bytes.Count(v, []byte("/")) < 2 {
		return false
	}
	if from := bytes.Index(v, []byte("/${")); from > 0 { // /var/lib/otp/${USER}
		to := from + bytes.IndexByte(v[from:], '}') + 1
		return to > from && allOf(v[from+len("/${"):to-1], clUpper|clLower, '_') && madeOf(v[:from], clName, "/") && (to == len(v) || madeOf(v[to:], clName, "/"))
	}
	return madeOf(v, clName, "~/@+ ,") && (!looksRandom(v, 16) || folders(v))
}

// folders reports whether v begins with a folder of small letters and one in it:
// /root/.cache/, /build/target/.
func folders(v []byte) bool {
	first := skip(v, 1, clLower)
	if v[0] != '/' || first < 4 || byteAt(v, first) != '/' {
		return false
	}
	second := first + 1
	if byteAt(v, second) == '.' {
		second++
	}
	end := skip(v, second, clLower)
	return end > second+2 && (byteAt(v, end) == '/' || byteAt(v, end) == '-' || byteAt(v, end) == '_')
}

// resource reports whether v is the name of an object of Kubernetes rather than
// a secret: words of small letters, numbers and hyphens, a namespace before.
func resource(v []byte) bool {
	hyphen := bytes.IndexByte(v, '-')
	if hyphen < 2 || v[0] == '/' || !allOf(v[:hyphen], clLower, '/') || !madeOf(v, clLower|clDigit, "-/") {
		return false
	}
	return kebab(v) || // db-credentials
		bytes.IndexByte(v, '/') > 0 || // default/db-1
		bytes.Count(v, []byte("-")) > 1 && len(v)-bytes.LastIndexByte(v, '-') <= 11 // api-token-x7f2k
}

// email reports whether v is an address of mail.
func email(v []byte) bool {
	user, host, _ := bytes.Cut(v, []byte("@"))
	dot := bytes.LastIndexByte(host, '.')
	if dot < 1 {
		return false
	}
	domain, top := host[:dot], host[dot+1:]
	return mailbox(user) && allOf(domain, clName, '.') && has(domain)&clLower != 0 &&
		len(top) > 1 && len(top) < 7 && allOf(top, clLower, 0)
}

// mailbox reports whether v is the part of an address of mail in front of the @.
func mailbox(v []byte) bool {
	for _, c := range v {
		if class[c]&clName == 0 && c != '+' && c < utf8.RuneSelf {
			return false
		}
	}
	return len(v) > 0
}

// plainWord reports whether v is a word of small letters, or one with a capital.
func plainWord(v []byte) bool {
	if len(v) > 20 {
		return false
	}
	for i, c := range v {
		if class[c]&clLower == 0 && !(i == 0 && isUpper(c)) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// camelWord reports whether v is a few words that capitals part: StartElement.
func camelWord(v []byte) bool {
	capitals := 0
	for _, c := range v {
		if isUpper(c) {
			capitals++
		}
	}
	return len(v) <= 32 && capitals*5 <= len(v) && allOf(v, clLower|clUpper, 0)
}

// plainField reports whether v is the name of another field.
func plainField(v []byte) bool {
	switch string(v) {
	case "username", "email", "user", "login", "name", "token", "secret", "phone", "id":
		return true
	}
	return false
}

func number(v []byte) bool { return allOf(v, clDigit, '.') }

// looksCode reports whether v may be a PIN or a one-time code.
func looksCode(v []byte) bool {
	if len(v) < 3 || len(v) > 64 || !madeOf(v, clDigit|clLower|clUpper, "- ") {
		return false
	}
	switch digits := digitsIn(v); {
	case bytes.Contains(v, []byte("-digit")), bytes.Count(v, []byte(" ")) > 1 && has(v)&clLower != 0: // 6-digit code, must be 4 digits
		return false
	case digits >= 3, digits > 0 && len(v) >= 6:
		return true
	case len(v) >= 8 && v[4] == '-': // WXYZ-BCDF, as a device shows it
		return allOf(v, clUpper|clDigit, '-') || vowelsIn(v)*3 < len(v)
	}
	return scrambled(v)
}

const maxPassword = 128 // bytes of one that people choose or make up

// looksPassword reports whether a bare word in prose is a password rather than a
// word: it mixes letters with digits or signs.
func looksPassword(v []byte) bool {
	v = bytes.TrimRight(v, ")]}?!.,;:")
	switch {
	case commonWord(v), account(v), len(v) < 5:
		return false
	case len(v) > maxPassword: // a token for a password
		return len(v) <= maxPair && mixed(v) && looksRandom(v, 16)
	}
	seen, sign := has(v), hasSign(v)
	digits := seen&clDigit != 0
	switch {
	case v[len(v)-1] == '(': // a function
		return false
	case bytes.IndexByte(v, '/') >= 0 && !slashInPassword(v, digits && sign): // a path
		return false
	case !digits && !sign:
		return scrambled(v)
	case v[0] == '(', v[0] == '-' && !digits: // a remark, an option
		return false
	}
	return seen&(clLower|clUpper) != 0
}

// slashInPassword reports whether v, which holds a slash, may be a password: it must mix
// digits and signs, and be neither a path nor a list.
func slashInPassword(v []byte, mixed bool) bool {
	return mixed && v[0] != '/' && bytes.Count(v, []byte("/")) == 1 && bytes.IndexByte(v, ',') <= 0
}

// hasSign reports whether v holds, behind its first byte, a sign that parts no words and
// no names.
func hasSign(v []byte) bool {
	for _, c := range v[1:] {
		if isSign[c] {
			return true
		}
	}
	return false
}

var isSign = func() (t [256]bool) {
	for c := range 0x80 {
		t[c] = !isAlnum(byte(c)) && bytes.IndexByte([]byte("-_./:=;,"), byte(c)) < 0
	}
	return t
}()

// account reports whether v is a user of Windows with the domain before: ACME\bob.
func account(v []byte) bool {
	k := bytes.IndexByte(v, '\\')
	return k > 1 && allOf(v[:k], clUpper, '-') && k+1 < len(v) && class[v[k+1]]&clLower != 0 && allOf(v[k+1:], clLower|clDigit, '.')
}

var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		null 0x0 nil nothing none never undefined true false yes no on off ok n/a na empty missing required optional
		invalid incorrect wrong verifying expired failed failure error denied accepted changed reset updated
		created deleted revoked rejected valid verified unknown unset not is was has are must should
		cannot can for from of to the and or with without in mismatch set unavailable disabled enabled
		if option unless when headers header use provided absent present bearer basic digest string str int bytes object array number bool boolean
		text strings string! any default auth authentication authenticated authorization expiry expires rotation policy
		validation check verification login refresh generated issued rotated blocked locked too does will
		been await new deny allow allowed granted forbidden permit permitted pending using md5 sha1 sha256 bcrypt ldap local oauth oauth2 saml jwt opaque access
		undef nullptr unchanged n.a. nan inherited stdin *string []byte synced hashed encrypted min_length max_length minlength maxlength too_short too_long too_weak too_common argon2 argon2i argon2id scrypt pbkdf2 yescrypt sha512 keyword integer compliant non-compliant confirmed nullable uuid varchar smallint bytea timestamp rw ro success try amd64 arm64 i386 all * !vault files compat systemd awscurrent awsprevious awspending blank already from-env from_env
		from-file from_file from-environment from_environment secretkeyref configmapkeyref valuefrom aws-secretsmanager aws_secretsmanager
		azure-keyvault hashicorp-vault gcp-secret-manager tbd todo fixme keychain keyring env-var envvar correct unauthorized unverified`)) {
		m[string(w)] = true
	}
	for w := range fates {
		m[w] = true
	}
	for _, w := range saidAbroad {
		m[w] = true
	}
	return m
}()
