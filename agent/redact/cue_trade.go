package redact

import (
	"bytes"
	"strings"
)

// pureAlgorithm reports whether val is the name of a way to hash, to sign or to encrypt
// and nothing else: AES-256-GCM, HS256, ed25519. A password may begin like one.
func pureAlgorithm(val []byte) bool {
	if len(val) > 32 || !madeOf(val, clLower|clUpper|clDigit, "-_/") {
		return false
	}
	if len(val) == len("HS256") && val[1] == 'S' && bytes.IndexByte([]byte("HREP"), val[0]) >= 0 { // of JWTs
		return sizes[string(val[2:])]
	}
	if has(val)&clDigit == 0 || !algorithm(val) {
		return false
	}
	for i := 0; i < len(val); {
		if !digit(val[i]) {
			i++
			continue
		}
		end := skip(val, i, clDigit)
		if !sizes[string(val[i:end])] {
			return false
		}
		i = end
	}
	return true
}

// sizes are the numbers in names of algorithms.
var sizes = map[string]bool{
	"1": true, "2": true, "3": true, "5": true, "8": true, "12": true, "16": true, "20": true, "128": true, "192": true, "224": true, "256": true, "384": true,
	"512": true, "509": true, "1024": true, "2048": true, "3072": true, "4096": true, "1305": true, "25519": true,
}

// aKind reports whether the value says which kind of token there is, who may have one,
// what it is for, where it comes from or what became of it. Some of these words are chosen
// as secrets that people share.
func (v *value) aKind() bool {
	switch inAnyCase(kindsOfTokens, v.val) {
	case ofAny:
		return true
	case ofToken:
		return v.row.kind != ClientSecret
	}
	return (v.row.kind == Opaque || v.row.kind == APIKey) && nameOfToken(v.val)
}

// nameOfToken reports whether val is what somebody has called a token: a word or two and a
// number, of which a word says what it is for. ci-bot, deploy-bot-2.
func nameOfToken(val []byte) bool {
	if class[val[0]]&clLower == 0 {
		return false
	}
	n := bytes.LastIndexAny(val, "-_")
	numbered := n > 0 && len(val)-n > 1 && len(val)-n <= len("-123") && number(val[n+1:])
	if numbered {
		val = val[:n]
	}
	k := bytes.IndexAny(val, "-_")
	if k < 0 {
		return numbered && inAnyCase(kindsOfTokens, val) == ofAny
	}
	first, second := val[:k], val[k+1:]
	return allOf(first, clLower, 0) && allOf(second, clLower, 0) &&
		(inAnyCase(kindsOfTokens, first) == ofAny || inAnyCase(kindsOfTokens, second) == ofAny)
}

type aboutToken uint8

const (
	ofAny   aboutToken = iota + 1 // no secret of any kind is called so
	ofToken                       // a client's secret may be
)

var kindsOfTokens = func() map[string]aboutToken {
	m := map[string]aboutToken{}
	for _, w := range bytes.Fields([]byte(`
		internal external session access refresh id_token access_token refresh_token api_key apikey api-key query header cookie body form hmac
		totp sms email webauthn webhook push kerberos x509 cert certificate mtls query_param query_string app bot client server browser mobile cli device web
		readonly read-only read_only read-write read_write readwrite full limited permanent temporary legacy global workspace organization organisation
		project tenant personal machine service service_account service-account user_token bot_token deploy active inactive timeout plain rsa ecdsa
		match fresh rotating refreshing validating loading ready done started stopped hit miss skip pass passed fail consumed unused replayed conflict
		signed unsigned partial complete always once mandatory seconds minutes hours days
		base64 base64url hex json function`)) {
		m[string(w)] = ofAny
	}
	for _, w := range bytes.Fields([]byte(`
		user admin root guest anonymous password secret token system team group account public private read write ci test dev prod
		old good bad short long weak strong open closed strict lax auto manual static dynamic ephemeral persistent shared remote env file vault prompt
		console agent`)) {
		m[string(w)] = ofToken
	}
	return m
}()

// ofData reports whether the name says that the value is the key of something that is
// stored or sent: cache_key=x, idempotency key: x.
func (v *value) ofData() bool {
	if !hasFold(v.name, len(v.name)-len("key"), "key") {
		return false
	}
	before := v.name[:len(v.name)-len("key")]
	if len(before) == 0 {
		before = lineBefore(v.sc.b, v.from, maxNameBytes)
	}
	before = bytes.TrimRight(before, "_- ")
	from := back(before, len(before), clLower|clDigit, len("deduplication"))
	switch {
	case from == len(before): // CACHE_KEY
		from = back(before, len(before), clUpper|clDigit, len("deduplication"))
	case from > 0 && isUpper(before[from-1]): // userCacheKey
		from--
	}
	return inAnyCase(dataKeys, before[from:])
}

// dataKeys are the words before such a key. That of a vendor or a cloud is none of these:
// event_key, map_key, primary_key.
var dataKeys = wordSet(`
	cache component dedup dedupe deduplication entity etag feature foreign i18n idempotency index issue item lock lookup message object partition range record
	row shard sort translation`)

// ofService reports whether the value is a key of small letters and digits, and not one by
// which a thing is found: acmecloud_key, not cache_key.
func (v *value) ofService() bool {
	return v.row.name == "key" && len(v.name) > len("key") && len(v.val) >= 24 && allOf(v.val, clLower|clDigit, 0) && !allOf(v.val, clHex, 0) &&
		drawn(v.val) && !mentions(v.name, keysOfThings...)
}

// ofApplication reports whether the value is random and the key of a header that is no
// standard's: X-Partner-Key, HTTP_X_TENANT_KEY.
func (v *value) ofApplication() bool {
	name := bytes.TrimPrefix(bytes.TrimPrefix(v.name, []byte("HTTP_")), []byte("http_"))
	if v.row.name != "key" || !hasFold(name, 0, "x-") && !hasFold(name, 0, "x_") {
		return false
	}
	for _, thing := range keysOfThings {
		if containsFold(name, thing) {
			return false
		}
	}
	return looksRandom(v.val, 16) && !isUUID(v.val) && !bytes.ContainsAny(v.val, "/.:")
}

// keysOfThings are words of names of keys by which things are found. They are more than
// dataKeys, and may stand anywhere in the name: a text without capitals is an id as often as
// a secret.
var keysOfThings = strings.Fields(`asset blob bucket cache cursor dedup doc entity event file foreign group hash id image index
	item job label lock map media message node object order page partition path primary query queue record redis request resource room
	route routing row s3 search shard sort storage store surrogate task topic trace translation unique upload user`)

// a refusal is a value that says why there is none, as programs write it: not_found,
// invalid_format, no-token.
func refusal(val []byte) bool {
	if len(val) > 32 || !madeOf(val, clLower, "_-") || bytes.Count(val, []byte("-"))+bytes.Count(val, []byte("_")) > 2 {
		return false
	}
	k := bytes.IndexAny(val, "_-")
	if k <= 0 || k+1 == len(val) {
		return false
	}
	switch string(val[:k]) {
	case "not", "no", "invalid", "missing", "expired", "wrong", "too", "already", "bad", "unknown", "unsupported", "failed":
		return true
	}
	return false
}

// ratio reports whether val is so many of so many, or percents: 12/20, 100%.
func ratio(val []byte) bool {
	n := skip(val, 0, clDigit)
	if n == 0 || n > 4 || n == len(val) {
		return false
	}
	rest := val[n+1:]
	return val[n] == '%' && len(rest) == 0 || val[n] == '/' && len(rest) <= 4 && allOf(rest, clDigit, 0)
}

// howLong reports whether val says how long something is: 32 bytes, 30m.
func howLong(val []byte) bool {
	n := skip(val, 0, clDigit)
	switch {
	case n == 0 || n > 5 || n == len(val):
		return false
	case val[n] == ' ':
		return lengths[string(val[n+1:])]
	}
	return n+1 == len(val) && bytes.IndexByte([]byte("smhd"), val[n]) >= 0
}
