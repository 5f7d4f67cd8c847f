package redact

import (
	"bytes"
	"strings"
)

// instead reports whether what stands behind a name without quotes, at
// b[from:to], is there in place of a value: a piece of code, the rest of a
// message, a word of PAM.
func (v *valuer) instead(from, to int) bool {
	b := v.sc.b
	val := b[from:to]
	password := v.row.kind == Password
	switch {
	case v.d == tight && byteAt(b, to-1) == ')' && pamFacility(val): // pam_unix(gdm-password:auth): …
		return true
	case v.quotedName() && v.d == tight && (foldEqual(val, "secret") || foldEqual(val, "password") || foldEqual(val, "token")): // volume "db-password" : secret "db-password" not found
		return true
	case v.d == equals && (hasFold(v.name, 0, "this.") || hasFold(v.name, 0, "self.")) && allOf(bytes.TrimRight(val, ";"), clLower|clUpper, '_'):
		return true
	case v.d == equals && v.row.kind == Opaque && len(val) <= 16 && allOf(val, clUpper, '_'): // token=IDENT, of a parser
		return true
	case v.d == equals && !password && b[v.from] == '-' && v.isPlaceName(val) && allOf(val, clLower, '-'): // --secret=db-password, its name
		return true
	case v.d == equals && byteAt(b, to) == ')' && bytes.EqualFold(val, v.name): // login(password=password)
		return true
	case v.d == equals && callOfNames(val): // make_password(raw_password)
		return true
	case bytes.IndexByte(val, '(') > 0 && dotted(val[:bytes.IndexByte(val, '(')]): // token := strings.TrimPrefix(h, "x")
		return true
	case dotted(val) && (!password || bytes.HasSuffix(val, []byte("()"))), opensCall(b, to, val): // token = req.headers.token, password = getpass('Password: ')
		return true
	case v.d != colon:
		return false
	case byteAt(b, to) == ':' && byteAt(b, to+1) == ' ' && (allOf(val, clLower|clDigit, '/') || len(val) <= 10 && allOf(val, clUpper|clDigit, '-')) && (!password || plainWord(val)): // … private key: asn1: structure error
		return true
	case v.row.kind == Opaque && bytes.IndexByte(val, '=') > 0 && bytes.IndexByte(val, '=') < 12 && allOf(val[:bytes.IndexByte(val, '=')], clLower, '_'): // bad token: type=1, value='x'
		return true
	case val[0] == '(' && val[len(val)-1] == ')' && byteAt(b, to) == ' ': // password: (fields.E301) …
		return true
	case len(val) > 5 && bytes.HasSuffix(val, []byte("ing")) && plainWord(val) && (hasPrefix(b, to, []byte("...")) || byteAt(b, to) == ' ' && isUpper(val[0])): // token: Creating...
		return true
	}
	return false
}

// callOfNames reports whether v is a call of a function whose arguments are names
// of variables.
func callOfNames(v []byte) bool {
	v = bytes.TrimRight(v, ";")
	k := bytes.IndexByte(v, '(')
	return k > 2 && v[len(v)-1] == ')' && len(v) > k+4 && madeOf(v[:k], clLower|clUpper, "_.") && madeOf(v[k+1:len(v)-1], clLower|clUpper, "_.")
}

// code reports whether the value b[from:to] behind an equals sign is an expression
// of a program, as stack traces show.
func (v *valuer) code(from, to int) bool {
	b := v.sc.b
	switch {
	case v.d != equals || v.query:
		return false
	case bytes.ContainsAny(b[from:to], "([") || goesOnInCode(b, to): // const token = parts[i - 1]
		return v.declares() || byteAt(b, from-1) == ' ' && callOf(b[from:to]) // token = create_token(user=x)
	}
	return false
}

// declares reports whether the word before a name declares a variable of it.
func (v *valuer) declares() bool {
	before := lineBefore(v.sc.b, v.from, 8)
	for _, w := range []string{"const ", "let ", "var ", "my $"} {
		if bytes.HasSuffix(before, []byte(w)) {
			return true
		}
	}
	return false
}

// goesOnInCode reports whether an expression goes on at i: x || y.
func goesOnInCode(b []byte, i int) bool {
	for _, op := range []string{" || ", " ?? ", " && ", " ? "} {
		if hasPrefix(b, i, []byte(op)) {
			return true
		}
	}
	return false
}

// callOf reports whether v begins with the call of a function whose name is of
// several words: make_token(, createToken(.
func callOf(v []byte) bool {
	open := bytes.IndexByte(v, '(')
	if open < 4 || !allOf(v[:open], clLower|clUpper, '_') || open+1 < len(v) && !isLetter(v[open+1]) && v[open+1] != ')' {
		return false
	}
	if bytes.IndexByte(v[1:open-1], '_') >= 0 {
		return allOf(v[:open], clLower, '_')
	}
	return class[v[0]]&clLower != 0 && has(v[2:open-2])&clUpper != 0
}

// goType reports whether v is a type as Go prints it: *ed25519.PrivateKey.
func goType(v []byte) bool {
	dot := bytes.IndexByte(v, '.')
	return v[0] == '*' && dot > 1 && dot+1 < len(v) && isUpper(v[dot+1]) && allOf(v[1:dot], clLower|clDigit, '/') && allOf(v[dot+1:], clLower|clUpper|clDigit, ',')
}

// identity reports whether v is how Java and Android print an object that does not
// say what is in it: its class and a number. Token{78af589, BinderProxy@2f3a4b5.
func identity(v []byte) bool {
	tail := max(0, len(v)-10)
	k := tail + bytes.IndexAny(v[tail:], "{@")
	if k < max(3, tail) || len(v)-k < 5 || !allOf(bytes.TrimRight(v[k+1:], "}"), clHex, 0) || !madeOf(v[:k], clLower|clUpper|clDigit, "._$") {
		return false
	}
	return isUpper(v[bytes.LastIndexByte(v[:k], '.')+1])
}

// pamFacility reports whether v is a facility of PAM and what closes it.
func pamFacility(v []byte) bool {
	switch string(bytes.TrimRight(v, "):")) {
	case "auth", "session", "account", "password", "setcred", "chauthtok":
		return true
	}
	return false
}

// dotted reports whether v is names of variables and fields, or a call without
// arguments.
func dotted(v []byte) bool {
	v = bytes.TrimSuffix(bytes.TrimRight(v, ";"), []byte("()"))
	k := bytes.IndexByte(v, '.')
	return k > 0 && k+1 < len(v) && v[k+1] != '.' && v[len(v)-1] != '.' && madeOf(v, clLower|clUpper, "_.")
}

// opensCall reports whether v, before i, is a name and a bracket before a quote.
func opensCall(b []byte, i int, v []byte) bool {
	q := byteAt(b, i)
	return (q == '\'' || q == '"') && v[len(v)-1] == '(' && len(v) > 1 && isLetter(v[0]) && bytes.IndexByte(v, '(') == len(v)-1
}

// hashers are the functions whose one argument is a password, or what holds one.
var hashers = [...]string{"md5", "sha1", "sha2", "sha256", "sha512", "password", "old_password", "crypt", "encrypt", "bcrypt", "hash", "hashbytes", "secret", "quote", "str", "bytes"}

// behindHasher is where the argument of a call at p begins that has a password
// in quotes in it, p if none does: MD5('x'), crypt('x', gen_salt('bf')).
func behindHasher(b []byte, p int) int {
	open := skip(b, p, clName)
	if q := byteAt(b, open+1); open == p || byteAt(b, open) != '(' || q != '\'' && q != '"' {
		return p
	}
	for _, h := range hashers {
		if foldEqual(b[p:open], h) {
			return open + 1
		}
	}
	return p
}

// resource reports whether v is the name of an object of Kubernetes rather than
// a secret: words of small letters, numbers and hyphens, a namespace before.
func resource(v []byte) bool {
	hyphen := bytes.IndexByte(v, '-')
	return hyphen > 1 && madeOf(v, clLower|clDigit, "-/") && class[v[0]]&clLower != 0 &&
		allOf(v[:hyphen], clLower, '/') && (kebab(v) || bytes.IndexByte(v, '/') > 0 || bytes.Count(v, []byte("-")) > 1 && len(v)-bytes.LastIndexByte(v, '-') <= 11)
}

// madeOf reports whether v is bytes of class cl and of also.
func madeOf(v []byte, cl uint8, also string) bool {
	for _, c := range v {
		if class[c]&cl == 0 && strings.IndexByte(also, c) < 0 {
			return false
		}
	}
	return len(v) > 0
}

// yamlTags say that what follows names a value rather than being one.
var yamlTags = [...]string{"ref ", "sub ", "getatt ", "importvalue ", "join ", "reference ", "env ", "secret ", "include ", "file ", "findinmap ", "select ", "base64 "}

func yamlTag(b []byte, i int) bool {
	for _, t := range yamlTags {
		if b[i] == '!' && hasFold(b, i+1, t) {
			return true
		}
	}
	return false
}

// email reports whether v is an address of mail.
func email(v []byte) bool {
	at := bytes.IndexByte(v, '@')
	dot := bytes.LastIndexByte(v, '.')
	return at > 0 && dot > at+1 && allOf(v[:at], clName|clDigit, '+') && allOf(v[at+1:dot], clLower|clDigit|clName, '.') && len(v)-dot > 2 && len(v)-dot < 8 && allOf(v[dot+1:], clLower, 0) && has(v[at+1:dot])&clLower != 0
}
