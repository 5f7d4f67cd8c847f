package redact

import "bytes"

// tellers are the words that may stand between a name and its value in a
// sentence: "the password he used was x", "token mismatch: expected x".
var tellers = wordSet(`
		is was are be been has have had will should would must now currently equals value header he she they you
		used entered supplied provided given typed tried attempted submitted sent received guessed set changed updated
		reset rotated created generated regenerated issued assigned registered obtained granted returned
		added stored loaded presented minted fetched retrieved decrypted captured leaked saved refreshed renewed revoked deleted destroyed started expired extracted parsed decoded accepted rejected found cracked recovered to as ist est es lautet contained contains mismatch expected got read reads payload`)

const maxTellers = 6

// valueLabels are what a name may be called: token parameter: x, password field = x.
var valueLabels = map[string]bool{
	"parameter": true, "param": true, "field": true, "argument": true, "arg": true, "option": true, "property": true, "setting": true,
	"variable": true, "var": true, "string": true, "text": true, "contents": true, "content": true, "input": true, "attribute": true,
}

const maxLabel = 9 // bytes of the longest of them

// verdicts say what is wrong with the value behind them, in some languages.
var verdicts = [...]string{
	"invalid: ", "not valid: ", "malformed: ", "unknown: ", "not found: ", "inválido: ", "inválida: ", "invalide: ", "invalide : ", "ungültig: ", "non valido: ",
	"expiré : ", "expiré: ", "expirado: ", "caducado: ", "abgelaufen: ", "scaduto: ",
}

// told is where the value begins behind words at p that tell it, p if there are
// none.
func (v *valuer) told(p int) int {
	b := v.sc.b
	i, linked := behindVerdict(b, behindCheck(b, p))
	i, labelled := behindLabel(b, i)
	i, said, ok := behindTellers(b, i)
	if !ok {
		return p
	}
	if said {
		i = behindArrow(b, i)
	}
	linked = linked || labelled || said
	if linked && hasPrefix(b, i, []byte("from ")) && bytes.Contains(lineBehind(b, i, 80), []byte(" to ")) { // changed from x to y
		i += len("from ")
	}
	if i = behindTags(b, i); !linked || i >= len(b) {
		return p
	}
	return i
}

// behindArrow is where the text goes on behind an arrow at i: token issued => x.
func behindArrow(b []byte, i int) int {
	for _, arrow := range [...]string{"=> ", "-> ", "→ "} {
		if k := i + len(arrow); hasPrefix(b, i, []byte(arrow)) && k < len(b) {
			return k
		}
	}
	return i
}

// behindCheck is where what was expected stands behind a noun for a comparison at i, i if
// nothing does: token check: expected x, got y.
func behindCheck(b []byte, i int) int {
	for _, noun := range [...]string{"check: ", "verification: ", "validation: ", "comparison: "} {
		if k := i + len(noun); hasFold(b, i, noun) && (hasFold(b, k, "expected ") || hasFold(b, k, "got ")) {
			i = k
		}
	}
	return i
}

// behindVerdict is where a value stands behind one of verdicts at i: invalid: x.
func behindVerdict(b []byte, i int) (next int, ok bool) {
	for _, verdict := range verdicts {
		if k := i + len(verdict); hasFold(b, i, verdict) && k < len(b) {
			return k, true
		}
	}
	return i, false
}

// behindLabel is where the text goes on behind one of valueLabels at i, and whether a sign
// behind it links it to the value: parameter: x, field = x. Behind "option is" a teller does.
func behindLabel(b []byte, i int) (next int, linked bool) {
	k := skip(b, i, clLower)
	if k == i || k-i > maxLabel || !valueLabels[string(b[i:k])] {
		return i, false
	}
	switch c := byteAt(b, k); {
	case c == ':', c == '=':
		return skip(b, k+1, clSpace), true
	case hasPrefix(b, k, []byte(" = ")):
		return k + len(" = "), true
	case hasPrefix(b, k, []byte(" is ")), hasPrefix(b, k, []byte(" was ")):
		return k + 1, false
	}
	return i, false
}

// behindTellers is where the text goes on behind tellers at i, and whether there were any:
// he used was x. It is not ok if one of them is stuck to what follows.
func behindTellers(b []byte, i int) (next int, said, ok bool) {
	for range maxTellers {
		if hasPrefix(b, i, []byte("è ")) || hasPrefix(b, i, []byte("é ")) {
			return i + len("è "), true, true
		}
		end := tellerEnd(b, i)
		if end == 0 {
			return i, said, true
		}
		if said && byteAt(b, end) == '=' && byteAt(b, end+1) != ' ' { // token mismatch got=x
			return i, said, true
		}
		said = true
		if c := byteAt(b, end); c == ':' || c == '=' || c == ',' {
			end++
		}
		switch {
		case b[end-1] == ':' && hasPrefix(b, end, []byte("=20")) && end+len("=20") < len(b): // quoted-printable
			i = end + len("=20")
		case byteAt(b, end) == ' ':
			i = skip(b, end, clSpace)
		default:
			return i, said, false
		}
	}
	return i, said, true
}

// tellerEnd is where the teller at i ends, 0 if none stands there: a token may begin with
// "is".
func tellerEnd(b []byte, i int) int {
	end := skip(b, i, clLower)
	if end == i || end-i > 12 || !tellers[string(b[i:end])] {
		return 0
	}
	if c := byteAt(b, end); class[c]&clToken != 0 && c != ':' && c != '=' {
		return 0
	}
	return end
}

// opposites are what stands between two values that a sentence compares, or of which one
// becomes the other.
var opposites = [...]string{" got ", ", got ", " but got ", " want ", ", want ", " wanted ", " expected ", ", expected ", ", received ", ", actual ", " (was ", " does not match ", " != ", " vs ", " -> ", " to ", " and "}

// second replaces what a sentence sets beside a value that ends at i: "x does not
// match y", "from x to y".
func (v *valuer) second(i int) int {
	b := v.sc.b
	j := i
	if c := byteAt(b, j); isQuote(c) || c == '.' {
		j++
	}
	for _, link := range opposites {
		if !hasFold(b, j, link) {
			continue
		}
		if (link == " to " || link == " and ") && !changes(lineBefore(b, j, 160)) { // with password x to 10.0.0.1
			return i
		}
		from := j + len(link)
		if c := byteAt(b, from); isQuote(c) {
			if from++; j > i && b[i] == c {
				return max(i, v.quotedSecond(from, c))
			}
		}
		to := v.bareEnd(from, 0)
		if from < to && (v.stands(b[from:to]) || v.strung(b[from:to]) || v.isFigures(i, from, to)) && v.secret(from, to, false) > 0 {
			return to
		}
		return i
	}
	return i
}

// quotedSecond replaces the second of two values that have quotes q alike, from "x" to "y",
// which begins at from. It is 0 if that is several words.
func (v *valuer) quotedSecond(from int, q byte) int {
	b := v.sc.b
	n := bytes.IndexByte(lineBehind(b, from, maxQuoted), q)
	if n <= 0 || bytes.IndexByte(b[from:from+n], ' ') >= 0 || v.secret(from, from+n, true) == 0 {
		return 0
	}
	return from + n
}

// changes reports whether v speaks of something that becomes something else.
func changes(v []byte) bool {
	return mentions(v, "from ", "chang", "reset", "rotat", "updat", "replac", "set ", "expected", "tried", "trying", "between", "both")
}

// header replaces the token of "authorization header was x". p is behind the name.
func (v *valuer) header(p int) int {
	sc := v.sc
	b := sc.b
	i := p
	if hasFold(b, i, "header: ") {
		i += len("header: ")
	}
	if i = v.told(i); i == p {
		return 0
	}
	end := tokenEnd(b, i)
	if end-i < 16 || !looksRandom(b[i:end], 16) {
		return 0
	}
	sc.credential(i, end, Opaque, v.at)
	return end
}

// algorithms are the names of ways to hash, to sign, to encrypt and to encode, and
// algorithmParts what else their names are made of.
var (
	algorithms     = []string{"pbkdf2", "scram", "sha", "bcrypt", "argon2", "scrypt", "hmac", "aes", "rsa", "ed25519", "md5", "x509", "base64", "ssh-", "tls", "utf"}
	algorithmParts = []string{
		"crypt", "with", "and", "id", "gcm", "ccm", "cbc", "ctr", "ecb", "cfb", "ofb", "xts", "siv", "wrap", "kw", "oaep", "pss", "pkcs", "poly", "chacha",
		"ecdsa", "ecdhe", "ecdh", "dhe", "dss", "dsa", "mb", "url", "le", "be", "sum", "plus", "encryption", "encrypted", "hash", "hashed", "v", "d", "i",
	}
)

// algorithm reports whether v names a way to hash or to sign: SHA256withRSA,
// aes-128-cbc, TLSv1.3; or is what is made in one, with its name before it.
func algorithm(v []byte) bool {
	n := oneOf(v, algorithms)
	if n == 0 || n == len("sha") && lower[v[0]] == 's' && len(v) > n && isLetter(v[n]) && !hasFold(v, n, "ke") { // a word: shad3w, but shake256
		return false
	}
	whole := v
	for v = v[n:]; len(v) > 0; v = v[n:] {
		switch c := v[0]; {
		case c == ':' || c == '$' || c == '=':
			name := whole[:len(whole)-len(v)]
			return len(name) > 4 || has(name)&clDigit != 0 // sha1$…, but not shad$ow
		case !isLetter(c):
			n = 1
		default:
			if n = max(oneOf(v, algorithms), oneOf(v, algorithmParts)); n == 0 {
				return false
			}
		}
	}
	return true
}

// oneOf is the length of the longest of words, in small letters, that v begins with.
func oneOf(v []byte, words []string) (n int) {
	for _, w := range words {
		if len(w) > n && hasFold(v, 0, w) {
			n = len(w)
		}
	}
	return n
}

// kebab reports whether v is words of small letters, parted by hyphens, with a
// number at the end at most: the name of a thing.
func kebab(v []byte) bool {
	k := bytes.LastIndexByte(v, '-')
	return k > 0 && allOf(v[:k], clLower, '-') && (allOf(v[k+1:], clLower, '-') || len(v)-k <= 4)
}
