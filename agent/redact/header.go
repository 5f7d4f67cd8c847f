package redact

import "bytes"

// A form is how credentials stand behind the scheme of an Authorization header.
type form uint8

const (
	oneToken  form = iota // Bearer x
	userPass              // Basic x
	parameter             // Digest username="x", response="y"
	signed                // AWS account:signature
)

// schemes are the schemes of Authorization headers. Behind another word, what
// looks like parameters or like random characters is a credential, too.
var schemes = []struct {
	name string
	form form
}{
	{"bearer", oneToken}, {"basic", userPass}, {"digest", parameter}, {"negotiate", oneToken}, {"ntlm", oneToken},
	{"token", oneToken}, {"jwt", oneToken}, {"apikey", oneToken}, {"api-key", oneToken}, {"key", oneToken}, {"ssws", oneToken},
	{"dpop", oneToken}, {"bot", oneToken}, {"splunk", oneToken}, {"geniekey", oneToken}, {"sharedaccesssignature", oneToken},
	{"oauth", parameter}, {"hawk", parameter}, {"mac", parameter}, {"aws4-hmac-sha256", parameter},
	{"hmac", signed}, {"aws", signed}, {"sharedkey", signed}, {"sharedkeylite", signed},
}

func schemeForm(name []byte) (form, bool) {
	for _, s := range schemes {
		if foldEqual(name, s.name) {
			return s.form, true
		}
	}
	return oneToken, false
}

// authorization replaces the credentials in the value b[from:to] of an
// Authorization header and returns where to go on.
func (sc *scan) authorization(from, to int, at Place) int {
	b := sc.b
	from = skip(b[:to], from, clSpace)
	if token := bearerToken(b[from:to]); token != nil {
		return sc.token(to-len(token), to, Opaque, at)
	}
	if from == to || masked(b[from:min(to, from+128)]) {
		return to
	}
	if q := b[from]; isQuote(q) && b[to-1] == q && to-from > 2 {
		from, to = from+1, to-1
	}
	from = skipByte(b[:to], from, '+') // a space in a form
	word := schemeEnd(b[:to], from)
	f, known := schemeForm(b[from:word])
	rest := behindScheme(b[:to], word, known)
	if rest == word || rest == to || word == from {
		return sc.noScheme(from, to, at)
	}
	end := sc.tokenEnd(from, to, 'a')
	switch val := b[from:end]; {
	case known:
		return sc.inForm(f, b[from:word], rest, to, at)
	case len(val) >= 16 && looksRandom(val, 16) && has(val)&clLower != 0: // Authorization=x host=y
		return sc.credential(from, end, Opaque, at)
	case hasParams(b[rest:to]):
		return sc.inForm(parameter, b[from:word], rest, to, at)
	}
	return sc.unknownScheme(from, word, rest, to, at)
}

// schemeEnd is where the word at i ends that may be a scheme.
func schemeEnd(b []byte, i int) int {
	for i < len(b) && (isAlnum(b[i]) || b[i] == '-' || b[i] == '_') {
		i++
	}
	return i
}

// inForm replaces the credentials b[from:to], which stand behind a scheme of form f.
func (sc *scan) inForm(f form, scheme []byte, from, to int, at Place) int {
	b := sc.b
	switch f {
	case userPass:
		return sc.basic(from, to, at, true)
	case parameter:
		if hasParams(b[from:to]) {
			sc.params(from, to, at, foldEqual(scheme, "digest"))
			return from // what is no secret by its name may be one by its shape
		}
	case signed:
		end := tokenEnd(b[:to], from)
		if k := bytes.IndexByte(b[from:end], ':'); k > 0 {
			sc.credential(from+k+1, end, Signature, at)
			return from
		}
	}
	return sc.bearer(from, to, at, true)
}

// behindScheme is where credentials begin behind a scheme that ends at i, i if
// nothing parts them.
func behindScheme(b []byte, i int, known bool) int {
	switch byteAt(b, i) {
	case '+':
		if known {
			return i + 1
		}
	case ':':
		return skip(b, i+1, clSpace)
	}
	return skip(b, i, clSpace)
}

// noCredential reports whether v, alone behind the name of a header, says something of
// its value: Authorization: missing, authorization=internal.
func noCredential(v []byte) bool {
	return commonWord(v) || inAnyCase(kindsOfTokens, v) > 0 || placeholder(v, false) || refusal(v) || pureAlgorithm(v) || stored(v) || moment(v) || filePath(v)
}

// noScheme replaces the one word of a header that holds nothing else.
func (sc *scan) noScheme(from, to int, at Place) int {
	b := sc.b
	if hasFold(b[:to], from, "pveapitoken=") { // Proxmox: user@realm!id=token
		from += bytes.LastIndexByte(b[from:to], '=') + 1
	}
	for from < to && b[from] >= 0x80 { // what is no character of a token may hide one
		from++
	}
	end := sc.tokenEnd(from, to, 'n')
	if end == from {
		return 0
	}
	if _, alone := schemeForm(b[from:end]); alone { // Authorization: Negotiate
		return 0
	}
	switch val := b[from:end]; {
	case b[from] == '$' && byteAt(b, from+1) == '{': // ${TOKEN}
		return 0
	case hasFold(b, from, "x-") && madeOf(val, clLower|clUpper, "-"): // the next header
		return 0
	case noCredential(val):
		return 0
	}
	return sc.credential(from, end, Opaque, at)
}

// unknownScheme replaces the credentials of a header of two words, the first of
// which is no scheme that we know: "MyScheme 1a2b3c", or "1a2b3c for user bob".
func (sc *scan) unknownScheme(from, word, rest, to int, at Place) int {
	b := sc.b
	end := sc.tokenEnd(rest, to, 'u')
	if end == rest || commonWord(b[from:word]) || plainWord(b[rest:end]) {
		return 0
	}
	if end < to && !looksRandom(b[rest:end], 8) {
		return sc.credential(from, word, Opaque, at)
	}
	return sc.credential(rest, end, Opaque, at)
}

// hasParams reports whether v begins with name="value" or name=value.
func hasParams(v []byte) bool {
	i := skip(v, 0, clName)
	if i == 0 || i+1 >= len(v) || v[i] != '=' || v[i+1] == '=' {
		return false
	}
	return v[i+1] == '"' || i < 12 || bytes.IndexByte(v[:min(len(v), 256)], ',') > 0
}

// bearer replaces the token at from.
func (sc *scan) bearer(from, to int, at Place, certain bool) int {
	b := sc.b
	end := sc.tokenEnd(from, to, 'b')
	if joined := joinedEnd(b[:to], from); joined > 0 {
		return sc.token(from, joined, Opaque, at)
	}
	val := b[from:end]
	switch {
	case len(val) == 0, masked(val), placeholder(b[from:min(to, end+1)], false), placeholder(val, false), commonWord(val):
		return 0
	case challenge(val, b[end:to]), (b[from-1] == '\t' || byteAt(b, from-len(":bearer ")) == ':') && nextLabel(val): // token_prefix=Bearer	svc:api, type:bearer rule:x7
		return 0
	case !certain && (len(val) < 4 && number(val) || plainWord(bytes.TrimRight(val, ".:!")) || hasFold(val, 0, "bearer")): // the bearer token.", scheme: bearer bearerFormat: JWT, EPS bearer 5
		return 0
	}
	return sc.token(from, end, Opaque, at)
}

// joinedEnd is where a token at from ends that is pairs joined by semicolons, the first of
// them random: tid=3f2a…;exp=1732702561;sku=free, of GitHub Copilot. It is 0 if none
// stands there; what a challenge or a cookie has behind a semicolon begins with a blank.
func joinedEnd(b []byte, from int) int {
	eq := skip(b, from, clLower)
	semi := skip(b, eq+1, clName)
	if eq == from || byteAt(b, eq) != '=' || byteAt(b, semi) != ';' || !looksRandom(b[eq+1:semi], 20) || !nextParam(b, semi+1) {
		return 0
	}
	end := semi
	for end < min(len(b), from+maxJoined) && (class[b[end]]&clToken != 0 || b[end] == ';') {
		end++
	}
	return end
}

const maxJoined = 1024 // bytes of such a token

// challenge reports whether val, before rest, is a parameter of a challenge
// rather than a token: WWW-Authenticate: Bearer realm="x".
func challenge(val, rest []byte) bool {
	eq := bytes.IndexByte(val, '=')
	if eq > 0 && eq+1 < len(val) && val[eq+1] != '=' && bytes.IndexAny(val[:eq], "._") > 0 && madeOf(val[:eq], clLower, "._") { // jwt.prefix=Bearer jwt.issuer=acme
		return true
	}
	if eq <= 0 || !plainWord(val[:eq]) && !camelWord(val[:eq]) {
		return false
	}
	if eq+1 == len(val) {
		return byteAt(rest, 0) == '"' || byteAt(rest, 0) == '&' || byteAt(rest, 0) == '\\' || len(rest) == 0 && (foldEqual(val, "realm=") || foldEqual(val, "error="))
	}
	return val[eq+1] != '='
}

// nextLabel reports whether v is a pair of LTSV.
func nextLabel(v []byte) bool {
	k := bytes.IndexByte(v, ':')
	return k > 1 && allOf(v[:k], clLower, '_')
}

// tokenEnd is where a token at from ends, to at most; none if it is within a long one
// that was asked for by the same.
func (sc *scan) tokenEnd(from, to int, by byte) int {
	return min(to, sc.longEnd(from, by, func() int { return tokenEnd(sc.b[:to], from) }))
}

// tokenEnd is where a token at from ends.
func tokenEnd(b []byte, from int) int {
	if aloneInQuotes(b[from:]) {
		return len(b)
	}
	i := skip(b, from, clDigit)
	if i > from && byteAt(b, i) == '|' { // Laravel Sanctum: 12|abc
		i++
	}
	for i < len(b) && (class[b[i]]&clToken != 0 || b[i] == '@' || b[i] == '$') {
		i++
	}
	for i > from && (b[i-1] == '.' || b[i-1] == ':' || b[i-1] == '!') && (i == len(b) || class[b[i]]&clSpace != 0) {
		i--
	}
	return i
}

// aloneInQuotes reports whether all of v is one long token, whatever else is in it.
func aloneInQuotes(v []byte) bool {
	return len(v) > 64 && class[v[len(v)-1]]&clToken != 0 &&
		bytes.IndexByte(v, ' ') < 0 && bytes.IndexByte(v, '"') < 0 && bytes.IndexByte(v, ',') < 0 && bytes.IndexByte(v, '\n') < 0
}

// credential replaces b[from:to], a token for certain.
func (sc *scan) credential(from, to int, kind Kind, at Place) int {
	val := sc.b[from:to]
	if masked(val) || placeholder(val, false) {
		return to
	}
	return sc.token(from, to, kind, at)
}

// token replaces b[from:to], which is neither a mask nor stands for a token.
func (sc *scan) token(from, to int, kind Kind, at Place) int {
	kind, to = sc.whole(from, to, kind)
	sc.emit(from, to, kind, at)
	return to
}

// authScheme judges "Bearer x" and "Basic x" that stand in no header.
func (sc *scan) authScheme(a *anchor, lo int) int {
	b := sc.b
	end := lo + len(a.lit)
	if isName(byteAt(b, lo-1)) || bytes.IndexByte([]byte(`="'>`), byteAt(b, end)) >= 0 || hasPrefix(b, end, []byte(" =")) { // oauth2-bearer, bearer=x
		return sc.name(a, lo)
	}
	if typeName(b[:lo]) {
		return 0
	}
	at := sc.at.or(InHeader)
	if a.lit == basicLead {
		return sc.basic(end, len(b), at, false)
	}
	from := behindScheme(b, end, true)
	if next := byteAt(b, end+1); byteAt(b, end) == '(' && isQuote(next) { // Bearer("x")
		from = end + 1
	}
	if from == end {
		if hasPrefix(b, end, []byte(", ")) && containsFold(lineBefore(b, lo, 32), "websocket-protocol") {
			if to := tokenEnd(b, end+2); looksRandom(b[end+2:to], 20) {
				sc.credential(end+2, to, Opaque, at)
				return to
			}
		}
		return 0
	}
	if q := byteAt(b, from); isQuote(q) {
		if from++; byteAt(b, from) == '+' || byteAt(b, from) == '.' { // "Bearer "+token
			return 0
		}
	}
	return sc.bearer(from, len(b), at, false)
}

// basicLead is what stands before Basic credentials.
const basicLead = "basic "

// basic replaces Basic credentials but for the user name.
func (sc *scan) basic(from, to int, at Place, certain bool) int {
	b := sc.b
	from = skip(b[:to], from, clSpace)
	end := skipByte(b[:to], skip(b[:to], from, clB64), '=')
	if end == from || masked(b[from:min(to, end+len(removed)+1)]) {
		return 0
	}
	plain, ok := sc.s.decode64(b[from:end])
	user, pass, two := bytes.Cut(plain, []byte{':'})
	switch {
	case ok && two && (certain || printable(user)): // basic i386 code
		sc.emitAs(from, end, sc.userOnly(user, pass), Basic, at)
	case certain && !commonWord(b[from:end]):
		sc.emit(from, end, Basic, at)
	default:
		return 0
	}
	return end
}

// userAndPassword reports whether b[from:to] is base64 of a user and a password.
func (sc *scan) userAndPassword(from, to int) bool {
	plain, ok := sc.s.decode64(sc.b[from:to])
	return ok && bytes.IndexByte(plain, ':') > 0 && printable(plain)
}

// userOnly is what is left of credentials: the user, unless that is a secret too.
func (sc *scan) userOnly(user, pass []byte) []byte {
	s := sc.s
	if len(user) == 0 || len(user) > 128 || !printable(user) || bytes.ContainsAny(user, "\"'\\&<> ;,{}[]") || // would break what is around it
		len(pass) == 0 || sc.eng.kindOf(user, Opaque) != Opaque { // a token for a user
		return []byte(removed)
	}
	mark := len(s.arena)
	s.arena = append(s.arena, user...)
	s.arena = append(s.arena, ":"+removed...)
	return s.arena[mark:len(s.arena):len(s.arena)]
}

// secretParams are the parameters of credentials that are secrets.
var secretParams = []string{
	"response", "nonce", "cnonce", "signature", "mac", "oauth_signature", "oauth_nonce", "token", "oauth_token", "key",
	"auth", "opaque", "client_secret", "api_key", "hash", "sig", "secret",
}

// params replaces the secret ones among name="value", name=value.
func (sc *scan) params(from, to int, at Place, digest bool) {
	b := sc.b
	i := from
	if i < sc.judged.params {
		return
	}
	for i < to {
		eq := skip(b[:to], i, clName)
		if eq == i || eq >= to || b[eq] != '=' {
			break
		}
		name := b[i:eq]
		vf, vt, end, ok := quotedValue(b[:to], eq+1)
		if !ok {
			vf, vt = eq+1, eq+1
			for vt < to && b[vt] != ',' && b[vt] != ' ' && b[vt] != '"' {
				vt++
			}
			end = vt
		}
		sc.param(name, vf, vt, at, digest)
		for i = end; i < to && (b[i] == ',' || isSpace(b[i])); i++ {
		}
	}
	sc.judged.params = i
}

// param replaces the value b[from:to] of one parameter of a header, if it is a secret.
func (sc *scan) param(name []byte, from, to int, at Place, digest bool) {
	val := sc.b[from:to]
	secret := false
	for _, p := range secretParams {
		secret = secret || foldEqual(name, p)
	}
	if !secret || len(val) == 0 || masked(val) {
		return
	}
	kind := Signature
	if digest {
		kind = Digest
	} else if row := sc.eng.names.find(name); row != nil {
		kind = sc.eng.kindOf(val, row.kind)
	}
	sc.emit(from, to, kind, at)
}

// typeName reports whether v ends in a name like token_type and a delimiter: the
// scheme behind it is not followed by a token.
func typeName(v []byte) bool {
	v = bytes.TrimRight(v, " :='\"")
	return len(v) > 4 && foldEqual(v[len(v)-4:], "type")
}
