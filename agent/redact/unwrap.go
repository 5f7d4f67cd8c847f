package redact

import "bytes"

// unwrap steps over what a language prints around a value: string(5) "x",
// Some("x"), Optional[x].
func unwrap(b []byte, p int) int {
	if b[p] == '"' {
		return p
	}
	if hasPrefix(b, p, []byte(`<<"`)) { // Erlang
		return p + len("<<")
	}
	p = behindCharset(b, behindHasher(b, p))
	if b[p] == '!' || b[p] == '|' || b[p] == '>' { // YAML: !!str x, |- x
		i := p + 1
		for i < len(b) && i < p+16 && (isLetter(b[i]) || b[i] == '!' || b[i] == '-') {
			i++
		}
		if k := skip(b, i, clSpace); k < len(b) && (byteAt(b, i) == ' ' || k > i+1 && b[p] != '!') { // on the next line
			return k
		}
	}
	if b[p] == '&' && p+1 < len(b) && isLetter(b[p+1]) && p > 0 && isSpace(b[p-1]) { // YAML: &anchor x
		if i := skip(b, p+1, clName); byteAt(b, i) == ' ' && i+1 < len(b) {
			return i + 1
		}
	}
	if hasPrefix(b, p, []byte("[]string{")) && p+len("[]string{") < len(b) { // as Go prints a form
		p += len("[]string{")
	}
	if hasPrefix(b, p, []byte("(string) (len=")) { // as spew does a string
		if k := bytes.IndexByte(b[p:min(len(b), p+32)], '"'); k > 0 {
			p += k
		}
	}
	for _, w := range []string{"string(", "some(", "optional[", "just ", "secretstr(", "secret("} {
		if !hasFold(b, p, w) {
			continue
		}
		i := p + len(w)
		if w == "string(" {
			i = skip(b, i, clDigit)
			if byteAt(b, i) != ')' || byteAt(b, i+1) != ' ' {
				return p
			}
			i += 2
		}
		if i < len(b) {
			return i
		}
	}
	return p
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
