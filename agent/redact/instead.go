package redact

import (
	"bytes"
	"strings"
)

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

// callOfNames reports whether v is a call of a function whose arguments are names
// of variables.
func callOfNames(v []byte) bool {
	k := bytes.IndexByte(v, '(')
	if k < 3 {
		return false
	}
	v = bytes.TrimRight(v, ";")
	return v[len(v)-1] == ')' && len(v) > k+4 && madeOf(v[:k], clLower|clUpper, "_.") && madeOf(v[k+1:len(v)-1], clLower|clUpper, "_.")
}

// expression reports whether the value is an expression of a program, as stack
// traces show: const token = parts[i - 1], token = create_token(user=x).
func (v *value) expression() bool {
	if v.query || !bytes.ContainsAny(v.val, "([") && !goesOnInCode(v.sc.b, v.end) {
		return false
	}
	return v.declares() || byteAt(v.sc.b, v.start-1) == ' ' && callOf(v.val)
}

// declares reports whether the word before a name declares a variable of it.
func (v *value) declares() bool {
	before := lineBefore(v.sc.b, v.from, 8)
	return endsIn(before, "const ", "let ", "var ", "my $")
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
	if bytes.IndexByte(v, '.') < 0 {
		return false
	}
	v = bytes.TrimSuffix(bytes.TrimRight(v, ";"), []byte("()"))
	k := bytes.IndexByte(v, '.')
	return k > 0 && k+1 < len(v) && v[k+1] != '.' && v[len(v)-1] != '.' && madeOf(v, clLower|clUpper, "_.")
}

// opensCall reports whether v, before i, is a name and a bracket before a quote:
// getpass('Password: '), config["key"].
func opensCall(b []byte, i int, v []byte) bool {
	q, last := byteAt(b, i), v[len(v)-1]
	return (q == '\'' || q == '"') && (last == '(' || last == '[') && len(v) > 1 && isLetter(v[0]) && bytes.IndexByte(v, last) == len(v)-1
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
