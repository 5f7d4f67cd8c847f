package redact

import "bytes"

// unwrap steps over what a language prints around a value: string(5) "x",
// Some("x"), Optional[x]. What begins with other things than these stays where it is.
func unwrap(b []byte, p int) int {
	if b[p] == '"' {
		return p
	}
	if hasPrefix(b, p, []byte(`<<"`)) { // Erlang
		return p + len("<<")
	}
	p = behindCharset(b, behindHasher(b, p))
	if next := behindBlockSign(b, p); next > 0 {
		return next
	}
	if next := behindYAMLAnchor(b, p); next > 0 {
		return next
	}
	return behindConstructor(b, behindGoString(b, p))
}

// behindBlockSign is where a value begins behind a tag of YAML, or behind the sign that it
// stands on the next lines: !!str x, |- x. It is 0 if no such sign stands at p.
func behindBlockSign(b []byte, p int) int {
	if b[p] != '!' && b[p] != '|' && b[p] != '>' {
		return 0
	}
	end := p + 1
	for end < len(b) && end < p+16 && (isLetter(b[end]) || b[end] == '!' || b[end] == '-') {
		end++
	}
	next := skip(b, end, clSpace)
	if next == len(b) || byteAt(b, end) != ' ' && (b[p] == '!' || next <= end+1) {
		return 0
	}
	return next
}

// behindYAMLAnchor is where a value begins behind an anchor of YAML, name: &anchor x. It is
// 0 if none stands at p: behind an equals sign, &x is a password.
func behindYAMLAnchor(b []byte, p int) int {
	if b[p] != '&' || p < 2 || b[p-1] != ' ' || b[p-2] != ':' || !isLetter(byteAt(b, p+1)) {
		return 0
	}
	end := skip(b, p+1, clName)
	if byteAt(b, end) != ' ' || end+1 == len(b) {
		return 0
	}
	return end + 1
}

// behindGoString is where a string begins that Go prints of a form, []string{"x"}, or spew
// of a structure, (string) (len=1) "x"; p if neither stands there.
func behindGoString(b []byte, p int) int {
	const form, dumped = "[]string{", "(string) (len="
	if hasPrefix(b, p, []byte(form)) && p+len(form) < len(b) {
		p += len(form)
	}
	if hasPrefix(b, p, []byte(dumped)) {
		p += max(0, bytes.IndexByte(b[p:min(len(b), p+32)], '"'))
	}
	return p
}

// constructors are what languages print around a string whose type has a name.
var constructors = [...]string{"some(", "optional[", "just ", "secretstr(", "secret("}

// behindConstructor is where a value begins behind one of them, or behind the length of a
// string of PHP; p if none stands there.
func behindConstructor(b []byte, p int) int {
	const phpString = "string("
	if hasFold(b, p, phpString) {
		end := skip(b, p+len(phpString), clDigit)
		if byteAt(b, end) == ')' && byteAt(b, end+1) == ' ' && end+2 < len(b) {
			return end + 2
		}
		return p
	}
	for _, c := range constructors {
		if next := p + len(c); hasFold(b, p, c) && next < len(b) {
			return next
		}
	}
	return p
}

// hashers are the functions whose one argument is a password, or what holds one.
var hashers = [...]string{"md5", "sha1", "sha2", "sha256", "sha512", "password", "old_password", "crypt", "encrypt", "bcrypt", "hash", "hashbytes", "secret", "quote", "str", "bytes", "cty.stringval", "types.stringvalue", "aws.string"}

// behindHasher is where the argument of a call at p begins that has a password
// in quotes in it, p if none does: MD5('x'), crypt('x', gen_salt('bf')).
func behindHasher(b []byte, p int) int {
	open := skip(b, p, clName)
	if q := byteAt(b, open+1); open == p || byteAt(b, open) != '(' || !isQuote(q) {
		return p
	}
	for _, h := range hashers {
		if foldEqual(b[p:open], h) {
			return open + 1
		}
	}
	return p
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

// yamlAlias reports whether *name stands alone at i, which YAML takes for what another place
// has under that name.
func yamlAlias(b []byte, i int) bool {
	if b[i] != '*' {
		return false
	}
	to := i + 1
	for to < len(b) && (class[b[to]]&clLower != 0 || b[to] == '_' || b[to] == '-') {
		to++
	}
	c := byteAt(b, to)
	return to > i+3 && (c == 0 || c == '\n' || c == ',' || c == '}')
}
