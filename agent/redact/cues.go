package redact

import "bytes"

// A cue tells what a value behind a credential's name is, and so whether it is a
// secret.
type cue struct {
	says  string // of the value, if it holds
	where where
	then  verdict
	holds func(v *value) bool
}

// A verdict is what a cue decides: catches a secret, spares what is none.
type verdict bool

const (
	catches verdict = true
	spares  verdict = false
)

// A where is the values that a cue is asked of: behind names of certain rows (of)
// and kinds (kind, not), bare or in quotes, brief or lengthy, behind certain delimiters (after). What it
// does not narrow down is open.
type where uint64

const (
	everywhere where = 0
	unquoted   where = 1 << (lastDelim + 1)
	inQuotes   where = 1 << (lastDelim + 2)
	brief      where = 1 << (lastDelim + 3) // no longer than a name in a program, see maxExpression
	lengthy    where = 1 << (lastDelim + 4)

	hows       = vendorKey + 1
	firstDelim = hows // the bits of hows are the first ones
	lastDelim  = firstDelim + how(sign)
	firstKind  = lastDelim + 5
)

func of(hows ...how) (w where) {
	for _, h := range hows {
		w |= 1 << h
	}
	return w
}

func kind(kinds ...Kind) (w where) {
	for _, k := range kinds {
		w |= 1 << (firstKind + how(k))
	}
	return w
}

func not(kinds ...Kind) where { return allKinds &^ kind(kinds...) }

func after(d delim) where { return 1 << (firstDelim + how(d)) }

const (
	allHows   where = 1<<hows - 1
	allDelims where = 1<<(lastDelim+1) - 1<<firstDelim
	allKinds  where = (1<<fixedKinds - 1) << firstKind
)

// open is w with everything allowed that it does not narrow down.
func (w where) open() where {
	for _, all := range [...]where{allHows, allDelims, unquoted | inQuotes, brief | lengthy, allKinds} {
		if w&all == 0 {
			w |= all
		}
	}
	return w
}

// A value is what stands behind a name, while the cues are asked.
type value struct {
	valuer
	start, end int
	val        []byte // b[start:end]
	quoted     bool
}

// cueTable is the cues for each how, in their order.
type cueTable [hows][]cue

func newCueTable(rows []cue) (t cueTable) {
	for _, c := range rows {
		c.where = c.where.open()
		for h := range t {
			if c.where&of(how(h)) != 0 {
				t[h] = append(t[h], c)
			}
		}
	}
	return t
}

// accepts reports whether the value b[from:to] is a secret under its name.
func (v *valuer) accepts(from, to int, quoted bool) bool {
	is := kind(v.row.kind) | after(v.d) | unquoted
	if quoted {
		is ^= unquoted | inQuotes
	}
	if is |= brief; to-from > maxExpression {
		is ^= brief | lengthy
	}
	x := &v.sc.s.value // not one of our own: a call through a table would move it to the heap
	*x = value{valuer: *v, start: from, end: to, val: v.sc.b[from:to], quoted: quoted}
	list := v.sc.eng.cues[v.row.how]
	for i := range list {
		if c := &list[i]; c.where&is == is && c.holds(x) {
			return bool(c.then)
		}
	}
	return false
}

// cues is the list of what tells secrets from other values. They are asked in this
// order; the first one that holds decides, and without any a value is no secret.
// Each row has its examples in testdata/cues.txt.
var cues = []cue{
	// of any name
	{"nothing, or a mask", everywhere, spares, func(v *value) bool { return masked(v.val) }},
	{"the fingerprint of a key", everywhere, spares, func(v *value) bool { return v.begins("SHA256:") || v.begins("MD5:") }},
	{"a key that is published", everywhere, spares, func(v *value) bool { return v.begins("pk_live_") || v.begins("pk_test_") }}, // of Stripe
	{"the token of a manual", everywhere, spares, func(v *value) bool { return len(v.val) >= 20 && dull(v.val[4:]) }},
	{"a placeholder", everywhere, spares, func(v *value) bool { return placeholder(v.val, v.quoted) }},
	{"a text that only a generator makes", of(anyValue), catches, func(v *value) bool { return generated(v.val) }}, // token=mF_9xB5f-4Kq1JMq2vTz8w, whatever is around
	{"the hash of a token", everywhere, spares, func(v *value) bool { return hasHash(v.sc.b[max(0, v.start-len(hashed)):v.end]) }},
	{"the name of a resource of AWS", everywhere, spares, func(v *value) bool { return v.begins("arn:aws") }},
	{"the checksum of a Secret", everywhere, spares, (*value).checksum}, // checksum/secret: 3f2a…, of Helm
	{"the name of a file", not(PIN) | brief, spares, func(v *value) bool { // private_key=server-2026.pem, credentials: sa-key-2026.json
		return (v.row.kind != Password || v.row.how == random) && credentialFile(v.val)
	}},
	{"the name of an algorithm", everywhere | brief, spares, func(v *value) bool { return pureAlgorithm(v.val) }}, // token=HS256
	{"why there is none", everywhere | brief, spares, func(v *value) bool { return refusal(v.val) }},              // token=not_found
	{"how many of how many", everywhere | brief, spares, func(v *value) bool { return ratio(v.val) }},             // tokens: 12/20
	{"how long it is", everywhere | brief, spares, func(v *value) bool { return howLong(v.val) }},                 // "token":"32 bytes"
	{"less than nothing", everywhere | brief, spares, func(v *value) bool { return string(v.val) == "-1" }},
	{"a digest in place of a token", not(Password, PIN, PasswordHash), spares, func(v *value) bool { return digest(v.val) }},  // token=sha256:3f2a…
	{"the hash of one, by the words around", not(Password, PIN, PasswordHash) | unquoted, spares, (*value).hashOfIt},          // hash of token: 3f2a…
	{"the name of a cookie", kind(Session, Cookie) | brief, spares, (*value).cookieName},                                      // session-cookie=JSESSIONID
	{"what Maven calls an artefact", unquoted | after(tight) | brief, spares, func(v *value) bool { return artefact(v.val) }}, // com.acme:token:jar:1.2, io.jsonwebtoken:jjwt-api:0.11.5
	{"whose token it is", kind(Opaque, APIKey) | brief, spares, func(v *value) bool { // "legacy-token":"system:serviceaccount:prod:web", project_12_bot_3f2a…
		return botOfGitLab(v.val) || v.begins("system:serviceaccount:")
	}},
	{"the key in a Secret of Kubernetes", kind(ClientSecret) | inQuotes | brief, spares, func(v *value) bool { // {"secretKey":"db-password","remoteRef":{}}
		return v.row.name == "secretkey" && (v.isPlaceName(v.val) || plainField(v.val))
	}},
	{"a variable of Windows that begins like an escape", unquoted | brief, spares, (*value).ofWindows}, // PASSWORD=%DB_PASSWORD%
	{"a placeholder whose brackets are escaped", everywhere, spares, (*value).inEntities},              // token=&lt;none>
	{"a program that keeps passwords", kind(Password) | unquoted | after(colon), spares, func(v *value) bool { // KeePass: database opened
		return v.row.name == "pass" && (foldEqual(v.name, "keepass") || foldEqual(v.name, "lastpass") || foldEqual(v.name, "gopass") || foldEqual(v.name, "nordpass"))
	}},
	{"to whom it was sent or given", unquoted | after(words) | brief, spares, (*value).toWhom},                     // code sent to u20231234, token issued to: u20231234
	{"the next field", unquoted | after(colon) | after(words) | after(equals) | brief, spares, (*value).nextField}, // … the password: request_id=5f0c
	{"a field whose name has several words", unquoted | after(words) | brief, spares, (*value).severalWords},       // Session workerName=node0
	{"what a function says that is called so", unquoted | after(colon), spares, (*value).ofFunction},               // UserController.resetPassword: bob17 ok
	{"the first of the pairs of what is called so", unquoted | after(colon) | brief, spares, (*value).opensPairs},  // token: maxAge=3600
	{"the next key of an array of PHP", unquoted | after(equals) | brief, spares, func(v *value) bool { // [token] => [remember] => 1
		return byteAt(v.sc.b, v.start-1) == '[' && v.followed("] => ")
	}},
	{"an object of Ruby", unquoted | after(tight) | brief, spares, (*value).ofRuby},                                                   // #<ApiToken:0x00007f2a…>
	{"a resource of Kafka", everywhere | brief, spares, func(v *value) bool { return v.begins("LITERAL:") || v.begins("PREFIXED:") }}, // DelegationToken:LITERAL:*
	{"a field of that name", unquoted | brief, spares, (*value).sameField},                                                            // password = request.password
	{"an element of a variable", unquoted | after(equals) | brief, spares, (*value).element},
	{"a type of Python", unquoted | after(colon) | brief, spares, func(v *value) bool { return generic(v.val) }},
	{"a command of PowerShell", unquoted | after(equals), spares, func(v *value) bool { return byteAt(v.sc.b, v.from-1) == '$' && cmdlet(v.val) }}, // $Credential = New-Object
	{"the versions of a package that may be used", everywhere | brief | inQuotes, spares, func(v *value) bool { // "jsonwebtoken": "^9.0.2"
		return (v.val[0] == '^' || v.val[0] == '~') && version(v.val[1:])
	}},
	{"a moment", everywhere | brief, spares, func(v *value) bool { return moment(v.val) }},
	{"a comment", unquoted | after(colon) | brief, spares, func(v *value) bool { return string(v.val) == "//" }},
	{"where a file or a store has it", everywhere, spares, func(v *value) bool { return stored(v.val) }},            // op://vault/item/field
	{"the file of a secret that is mounted", kind(Password), spares, func(v *value) bool { return mounted(v.val) }}, // "password":"/run/secrets/db"
	{"a day in place of a token", not(Password, PIN) | brief, spares, func(v *value) bool { return len(v.val) == len("2026-11-10") && isDate(v.val) }},
	{"a line of a program", unquoted, spares, func(v *value) bool { return isLetter(v.val[0]) && inSource(v.val) }}, // unused variable: `token` --> src/lib.rs:4:9
	{"an expression of a program", unquoted | after(equals), spares, (*value).expression},
	{"a type of Go", not(Password), spares, func(v *value) bool { return goType(v.val) }},
	{"a number of 64 bits, in hex", not(Password, PIN) | brief, spares, func(v *value) bool { // Token: 0x1f4c, ZooKeeper's session 0x100000f3a2b0004
		long := len(v.val) > len("0x123456789abc") // a shorter one of a session tells which call or connection it is
		return len(v.val) <= len("0x123456789abcdef0") && (long || v.row.kind != Session) && v.begins("0x") && allOf(v.val[len("0x"):], clHex, 'a')
	}},
	{"the number of a session of Cisco ISE", kind(Session), spares, func(v *value) bool { // ise1/412/88
		k := bytes.IndexByte(v.val, '/')
		return k > 0 && allOf(v.val[:k], clName, 0) && allOf(v.val[k+1:], clDigit, '/') && bytes.IndexByte(v.val[k+1:], '/') > 0
	}},
	{"the version of a package that is named so", kind(Password) | unquoted | brief, spares, (*value).packageVersion}, // ii  passwd  1:4.13+dfsg1-1
	{"the key that Git signs with", everywhere, spares, func(v *value) bool { return foldEqual(v.name, "user.signingkey") }},
	{"the name of what is behind it", unquoted | after(colon), spares, func(v *value) bool { // Forgot password: resetPasswordToken x
		name, behind, two := bytes.Cut(v.val, []byte(" "))
		if !two && v.followed(" ") {
			behind = v.sc.b[v.end+1 : v.bareEnd(v.end+1, 0)]
		}
		return len(behind) >= 20 && camelWord(name) != (bytes.IndexByte(name, '_') > 0) && v.isPlaceName(name) && looksRandom(behind, 20)
	}},
	{"the name of what is said next", of(anyValue) | unquoted | after(words) | brief, spares, func(v *value) bool { // method: password debug1: …
		return byteAt(v.sc.b, v.end) == ':' && byteAt(v.sc.b, v.end+1) == ' ' && foldEqual(v.val[:len(v.val)-1], "debug")
	}},
	{"a Secret of Kubernetes that holds a token", not(Password, PIN) | brief, spares, func(v *value) bool { // Tokens: web-token-sqc09
		k := bytes.LastIndexByte(v.val, '-')
		return k > 0 && len(v.val)-k <= 7 && endsIn(v.val[:k], "-token", "-dockercfg") && madeOf(v.val, clLower|clDigit, "-/.") && class[v.val[0]]&clLower != 0
	}},
	{"the title of a finding", kind(ClientSecret) | inQuotes, spares, func(v *value) bool { // CKV_SECRET_6: "Base64 High Entropy String"
		return isUpper(v.val[0]) && bytes.Count(v.val, []byte(" ")) > 1 && madeOf(v.val, clLower|clUpper|clDigit, " -")
	}},
	{"an id with a name of its own", not(Password) | after(words) | unquoted, spares, func(v *value) bool { // method:token node_uuid:550e8400-…, topic=tokens messageId=x
		k := bytes.IndexAny(v.val, ":=")
		return k > 2 && allOf(v.val[:k], clLower|clUpper, '_') && (isUUID(v.val[k+1:]) || endsIn(v.val[:k], "Id", "ID", "_id"))
	}},
	{"the number of a request to AWS", kind(Opaque) | unquoted, spares, func(v *value) bool { // (RequestToken: 58d0…, HandlerErrorCode: x)
		return isUUID(v.val) && string(v.name) == "RequestToken" && v.followed(", handlererrorcode")
	}},
	{"the number of a secret of libvirt", kind(ClientSecret) | after(element), spares, func(v *value) bool { // <secret …><uuid>ff09…</uuid>
		return isUUID(v.val) && hasSuffix(v.sc.b, v.start, "<uuid>")
	}},
	{"the UID of a pod", after(sign) | brief, spares, (*value).podUID},                                                          // web-0_session(550e8400-…)
	{"an object with fields", not(Password) | inQuotes, spares, (*value).printed},                                               // "PostAuthenticationToken(user=…)"
	{"a line of the file of users", kind(Password) | unquoted, spares, func(v *value) bool { return ofUsers(v.sc.b, v.start) }}, // passwd: bob:x:1001:1001:
	{"the next field, as Go prints it", unquoted | after(colon) | brief, spares, (*value).nextOfGo},                             // {User:bob Password: Token:<nil>}
	{"an object of Java", not(Password), spares, func(v *value) bool { return identity(v.val) }},

	// of a name whose secrets are random: sid, auth, credentials
	{"an installation's UUID", of(random) | kind(Signature), spares, func(v *value) bool { return isUUID(v.val) }},
	{"OpenVPN's number of a session", of(random) | kind(Session), spares, func(v *value) bool { return len(v.val) == 8 && allOf(v.val, clHex, 'a') }},
	{"a long random text of a name of many things", of(random), catches, func(v *value) bool {
		return v.row.vague() && looksRandom(v.val, 20) && !isUUID(v.val) && !bytes.ContainsAny(v.val, "/.")
	}},
	{"the seed of a generator", of(random) | kind(ClientSecret), spares, func(v *value) bool { return v.row.name == "seed" && number(v.val) }}, // rng seed 42
	{"another value of such a name", of(random), spares, func(v *value) bool { return v.row.vague() }},
	{"the name of a class", of(random) | after(colon) | after(tight), spares, func(v *value) bool { // session : DefaultSessionIdManager, {"Sid":"AllowS3Read","Effect":"Allow"}
		return len(v.val) < 40 && (has(v.val)&clDigit == 0 && !notCamel(v.val) || inWords(v.val))
	}},
	{"the name of the next field", of(random) | unquoted, spares, func(v *value) bool {
		return byteAt(v.sc.b, v.end) == ' ' && v.val[len(v.val)-1] == ':' && v.isPlaceName(v.val) || byteAt(v.sc.b, v.end) == ':' && v.isPlaceName(v.val) // SSL-Session: Session-ID: x
	}},
	{"words strung together for a password", of(random), catches, func(v *value) bool {
		return (v.row.kind == Password && v.d != words || v.row.name == "secretstring") && diceware(v.val, true)
	}},
	{"a code that was bought", of(random) | kind(PIN), catches, func(v *value) bool { return boughtCode(v.val) }},
	{"the first of credentials with names of their own", of(random) | kind(Password), spares, (*value).opensFields}, // credentials: USER=bob PASS=x
	{"the first of fields beside a session", of(random) | kind(Session) | unquoted | after(colon), spares, func(v *value) bool { // ActivateSession: UserToken=x
		k := bytes.IndexByte(v.val, '=')
		return k > 0 && allOf(v.val[:k], clLower|clUpper, 0) && v.sc.eng.names.find(v.val[:k]) != nil
	}},
	{"an object of Twilio", of(random) | kind(Session), spares, func(v *value) bool { // CallSid=CA5f0c…
		return len(v.val) == 34 && allOf(v.val[:2], clUpper, 0) && allOf(v.val[2:], clHex, 'a')
	}},
	{"a session's id, in small letters", of(random) | kind(Session), catches, func(v *value) bool { return idLike(v.val) }},
	{"a secret in base32", of(random) | kind(ClientSecret), catches, func(v *value) bool {
		return len(v.val) >= 16 && allOf(v.val, clUpper|clDigit, 0)
	}},
	{"a link to where it is kept", of(random), spares, (*value).plainLink}, // credentials=s3://bucket/key
	{"a random text", of(random), catches, func(v *value) bool { return looksRandom(v.val, 8) && !filePath(v.val) }},
	{"a user and a password", of(random), catches, func(v *value) bool { return v.userPassword(v.val) }},
	{"a password as AWS keeps it", of(random), catches, func(v *value) bool {
		return v.row.name == "secretstring" && looksPassword(v.val) && v.val[0] != '{' && !bytes.HasSuffix(v.val, []byte("({"))
	}},
	{"a password beside its user", of(random) | kind(Password), catches, (*value).ofPrincipal},

	// of a name that says what its secrets look like
	{"a pin of a chip", of(code) | kind(PIN) | brief, spares, func(v *value) bool { return hasFold(v.val, 0, "gpio") }}, // led pin=GPIO17
	{"the code of a post office", of(code) | kind(PIN) | brief, spares, (*value).postal},                                // pincode=560001 city=Pune
	{"a short code", of(code), catches, func(v *value) bool { return looksCode(v.val) }},
	{"a random code", of(code), catches, func(v *value) bool { return looksRandom(v.val, 16) }},
	{"a code of letters", of(code), catches, func(v *value) bool { return v.typedIn(v.val) }},
	{"a one-time code", of(oneTimeCode), catches, func(v *value) bool { return isCode(v.val) || boughtCode(v.val) }},
	{"an instruction of an assembler", of(phrase), spares, func(v *value) bool {
		return v.row.name == "mnemonic" && len(v.val) <= 10 && allOf(v.val, clLower|clDigit, '.')
	}},
	{"a phrase", of(phrase), catches, func(v *value) bool { return !commonWord(v.val) }},
	{"the number of a licence", of(serial), catches, func(v *value) bool {
		return looksRandom(v.val, 16) || serialGroups(v.val)
	}},
	{"a key of a cloud", of(sharedKey), catches, func(v *value) bool { return len(v.val) >= 40 && v.val[len(v.val)-1] == '=' && looksRandom(v.val, 40) }},
	{"a public key", of(inQuery, vendorKey), spares, (*value).public},
	{"the key of a row or a message beside a vendor", of(vendorKey) | brief, spares, (*value).ofData},                         // stripe idempotency_key=x
	{"the key of a queue", of(vendorKey), spares, func(v *value) bool { return v.row.name == "routingkey" && isUUID(v.val) }}, // that of PagerDuty is none
	{"the tag of an image", of(vendorKey) | unquoted | after(tight), spares, func(v *value) bool { // image=api:1f3a9c2-20261127
		return v.row.name == "api" && endsIn(lineBefore(v.sc.b, v.from, 16), "image=", "image: ", "image ", "/")
	}},
	{"a vendor's key", of(vendorKey), catches, func(v *value) bool {
		return isUUID(v.val) || looksRandom(v.val, 14) && !bytes.ContainsAny(v.val, "/.:~")
	}},
	{"a vendor's two keys", of(vendorKey), catches, func(v *value) bool { return twoKeys(v.val) }},

	// of a name as common as code, state and key, and of a vendor's
	{"the key of a row or a message", of(inQuery) | brief, spares, (*value).ofData}, // cache_key=x, sort key: x
	{"a one-time code, in a query or quotes", of(inQuery, vendorKey), catches, func(v *value) bool {
		return (v.quoted || v.query) && len(v.val) == 6 && number(v.val) && foldEqual(v.name, "code")
	}},
	{"a code of a second factor", of(inQuery), catches, func(v *value) bool { // mfa challenge passed user=bob code=123456
		return len(v.val) >= 6 && len(v.val) <= 8 && number(v.val) && foldEqual(v.name, "code") && mentions(lineBefore(v.sc.b, v.from, 120), "mfa", "otp", "2fa", "factor")
	}},
	{"a code of Keycloak", of(inQuery), catches, func(v *value) bool { // code=<UUID>.<UUID of the session>.<UUID of the client>
		const each = len("550e8400-e29b-41d4-a716-446655440000")
		return len(v.val) == 3*each+2 && isUUID(v.val[:each]) && isUUID(v.val[each+1:2*each+1]) && isUUID(v.val[2*each+2:])
	}},
	{"a random parameter", of(inQuery, vendorKey), catches, func(v *value) bool { return v.query && looksRandom(v.val, 8) }},
	{"a shared key in hex", of(inQuery, vendorKey), catches, (*value).shared}, // PSK identity bob key x
	{"the key of a build's cache", of(inQuery, vendorKey), spares, func(v *value) bool { return ofCache(v.val) }},
	{"a code beside what it is exchanged for", of(inQuery, vendorKey), catches, (*value).exchanged},
	{"a long random text", of(inQuery, vendorKey), catches, func(v *value) bool {
		return len(v.val) >= 20 && mixed(v.val) && looksRandom(v.val, 20) && (bytes.IndexByte(v.val, '/') < 0 || v.val[len(v.val)-1] == '=') && bytes.IndexByte(v.val, '.') < 0
	}},
	{"the key of some service, without capitals", of(inQuery), catches, (*value).ofService}, // acmecloud_key: x
	{"the key in a header of an application", of(inQuery), catches, (*value).ofApplication}, // X-Partner-Key: x

	// of a name that says that its value is secret: password, token, api_key
	{"a word that people choose as a password", of(anyValue) | kind(Password) | inQuotes | after(tight), catches, func(v *value) bool { return weak(v.val) }},
	{"a prompt", of(anyValue) | brief, spares, (*value).prompt},                                              // prompt_password("Password: ")
	{"a word of a table", of(anyValue) | kind(Password) | unquoted | after(words), spares, (*value).ofTable}, // Password change|5|suser=bob
	{"where a program finds it", of(anyValue) | kind(Password) | unquoted | brief, spares, func(v *value) bool { // -storepass:env KS_PASS
		return v.sc.b[v.from] == '-' && (string(v.val) == "env" || string(v.val) == "file") && v.followed(" ")
	}},
	{"a word of a message", of(anyValue), spares, func(v *value) bool { return commonWord(bytes.Trim(v.val, "()?")) }},
	{"what Puppet says of a secret", of(anyValue) | unquoted, spares, func(v *value) bool { return string(v.val) == "Sensitive" && v.followed(" [value") }},
	{"the variable that a linter names", of(anyValue) | kind(Password) | inQuotes, spares, (*value).linted}, // hardcoded password assigned to: "token_url"
	{"a sentence", of(anyValue), spares, func(v *value) bool { return sentence(v.val) }},
	{"a sentence that names it", of(anyValue), spares, (*value).speaksOfOne},                                                            // validation.password=Das Passwort ist zu kurz
	{"where another is set", of(anyValue) | kind(Password) | unquoted | after(colon), spares, (*value).plainLink},                       // Reset your password: https://…
	{"where one is made or sent to", of(anyValue) | not(Password, PIN), spares, (*value).plainLink},                                     // how to get a token: https://…
	{"an amount, a time or a place", of(anyValue) | not(Password, PIN) | brief, spares, func(v *value) bool { return quantity(v.val) }}, // token=1h30m
	{"a secret and its version", of(anyValue) | not(Password, PIN) | brief, spares, func(v *value) bool { return versioned(v.val) }},    // secret=db-creds:latest
	{"a variable of the environment", of(anyValue) | inQuotes | brief, spares, func(v *value) bool { // "password":"process.env.DB_PASSWORD"
		return hasAny(v.val, "process.env.", "os.environ", "os.getenv", "System.getenv", "import.meta.env.")
	}},
	{"a reference to another place", of(anyValue) | unquoted, spares, func(v *value) bool { return reference(v.val) }},
	{"a facility of PAM", of(anyValue) | unquoted | after(tight), spares, func(v *value) bool { return byteAt(v.val, len(v.val)-1) == ')' && pamFacility(v.val) }}, // pam_unix(gdm-password:auth): …
	{"the kind of what the name is the name of", of(anyValue) | unquoted | after(tight), spares, func(v *value) bool {
		return v.quotedName() && (foldEqual(v.val, "secret") || foldEqual(v.val, "password") || foldEqual(v.val, "token")) // volume "db-password" : secret "db-password" not found
	}},
	{"the variable that a field is set to", of(anyValue) | unquoted | after(equals), spares, func(v *value) bool {
		return (hasFold(v.name, 0, "this.") || hasFold(v.name, 0, "self.")) && allOf(bytes.TrimRight(v.val, ";"), clLower|clUpper, '_')
	}},
	{"what a parser did not expect", of(anyValue) | kind(Opaque) | unquoted | after(equals), spares, func(v *value) bool { return hasSuffix(v.sc.b, v.from, "unexpected ") }}, // Unexpected token => (
	{"the label of a token of PKCS #11", of(anyValue) | kind(Opaque) | brief, spares, (*value).ofPKCS11},                                                                      // p11: token=SoftHSM2 manufacturer=x
	{"what a shell says of a variable that is not set", of(anyValue) | unquoted | after(tight), spares, func(v *value) bool { // ${DB_PASSWORD:?err}
		return v.val[0] == '?' && hasSuffix(v.sc.b, v.from, "${")
	}},
	{"a parser's kind of token, or the sign of a coin", of(anyValue) | kind(Opaque) | after(equals) | after(colon) | after(tight), spares, func(v *value) bool { // token=IDENT, {"token":"USDC"}
		short := v.quoted && foldEqual(v.name, "token") && len(v.val) <= 5
		return (short || !v.quoted && v.d != tight && len(v.val) <= 16) && allOf(v.val, clUpper, '_')
	}},
	{"a constant of a program", of(anyValue) | not(Password, PIN) | brief, spares, func(v *value) bool { return constantName(v.val) }}, // token: NEED_REMOTE_CONSENT
	{"the name of a stored secret", of(anyValue) | not(Password) | unquoted | after(equals), spares, func(v *value) bool {
		return v.sc.b[v.from] == '-' && v.isPlaceName(v.val) && allOf(v.val, clLower, '-') // --secret=db-password
	}},
	{"the name of a Secret of Kubernetes", of(anyValue) | not(Password) | after(equals) | after(colon) | after(tight) | brief, spares, (*value).kubeName}, // secret=web-tls
	{"the variable that is passed on", of(anyValue) | unquoted | after(equals) | brief, spares, func(v *value) bool {
		return bytes.EqualFold(bytes.TrimRight(v.val, ","), v.name) && (byteAt(v.sc.b, v.end) == ')' || len(v.name) > len(v.row.name)) // login(password=password), key_password=key_password
	}},
	{"a call of names", of(anyValue) | unquoted | after(equals) | brief, spares, func(v *value) bool {
		return callOfNames(v.val) && (has(v.val)&clDigit == 0 || byteAt(v.sc.b, v.start-1) == ' ' && bytes.IndexAny(v.val, ".:_") > 0)
	}}, // make_password(raw_password), = Digest::SHA256.hexdigest(password)
	{"a call of a function", of(anyValue) | unquoted | brief, spares, func(v *value) bool {
		k := bytes.IndexByte(v.val, '(') // token = int(x[0]), password := strings.TrimPrefix(h, "x")
		return k > 0 && (dotted(v.val[:k]) || k > 1 && !v.row.kind.password() && isLetter(v.val[0]) && madeOf(v.val[:k], clLower|clUpper|clDigit, "_."))
	}},
	{"the name of another variable", of(anyValue) | not(Password, PIN) | unquoted | after(equals) | brief, spares, func(v *value) bool {
		return bytes.IndexByte(v.val, '_') > 0 && allOf(v.val, clLower, '_') && byteAt(v.sc.b, v.start-1) == ' ' && bytes.HasSuffix(v.val, []byte(v.row.name))
	}}, // token = next_token
	{"a field of a variable, or a class", of(anyValue), spares, func(v *value) bool { // token = req.headers.token, "token":"com.acme.Token"
		return dotted(v.val) && (!v.quoted || bytes.Count(v.val, []byte(".")) > 1) && (v.row.kind != Password || bytes.HasSuffix(v.val, []byte("()")) || v.ofResource())
	}},
	{"a name of words and dots", of(anyValue) | not(Password, PIN) | brief, spares, func(v *value) bool { return inDots(v.val) }}, // secret=sh.helm.release.v1.web.v3
	{"the id of a secret of QEMU", of(anyValue) | not(Password) | unquoted | after(equals) | brief, spares, func(v *value) bool {
		return (bytes.HasSuffix(v.name, []byte("key-secret")) || bytes.HasSuffix(v.name, []byte("password-secret"))) && len(v.val) <= 12 && allOf(v.val, clLower|clDigit, '-')
	}},
	{"what it is compared with", of(anyValue) | unquoted | after(equals) | brief, spares, func(v *value) bool {
		return (plainWord(v.val) || camelWord(v.val)) && (hasSuffix(v.sc.b, v.start, "== ") || hasSuffix(v.sc.b, v.start, "!= ")) // return token == expected
	}},
	{"a type of Rust or Java", of(anyValue) | unquoted | after(colon), spares, func(v *value) bool {
		return v.containerType() || foldEqual(bytes.TrimRight(v.val, "),;"), "&str") || v.begins("Secret") && v.opensAngle() && allOf(v.val, clLower|clUpper, 0) // secret: SecretBox<str>([REDACTED])
	}},
	{"a call with a text", of(anyValue) | unquoted, spares, func(v *value) bool { return opensCall(v.sc.b, v.end, v.val) }}, // password = getpass('Password: ')
	{"a word with an apostrophe", of(anyValue) | unquoted, spares, func(v *value) bool { // env "DB_PASSWORD": couldn't find key
		return v.followed("'t ") && allOf(v.val, clLower|clUpper, 0)
	}},
	{"the first part of an error", of(anyValue) | unquoted | after(colon), spares, (*value).opensError}, // … private key: asn1: structure error
	{"the first member of what was parsed", of(anyValue) | kind(Opaque) | unquoted | after(colon), spares, func(v *value) bool {
		k := bytes.IndexByte(v.val, '=')
		return k > 0 && k < 12 && allOf(v.val[:k], clLower, '_') // bad token: type=1, value='x'
	}},
	{"the code of an error", of(anyValue) | unquoted | after(colon), spares, func(v *value) bool {
		return v.val[0] == '(' && v.val[len(v.val)-1] == ')' && byteAt(v.sc.b, v.end) == ' ' // password: (fields.E301) …
	}},
	{"what is being done", of(anyValue) | unquoted | after(colon), spares, (*value).progress}, // token: Creating...
	{"the name of another field", of(anyValue) | unquoted | after(colon), spares, (*value).fieldName},
	{"an abbreviation behind a token's name", of(anyValue) | not(Password, PIN) | unquoted | after(colon), spares, func(v *value) bool { return len(v.val) < 7 && allOf(v.val, clUpper, 0) && v.followed(" ") }}, // secret: AWS (aws-access-key-id)
	{"a word behind a token's name", of(anyValue) | unquoted | after(colon), spares, func(v *value) bool {
		return v.wordless() && (plainWord(v.val) || camelWord(v.val)) && !v.strung(v.val) && !(roleOf(v.val) == noRole && (v.ofHeader() || v.row.name == "secret" && userFieldBefore(v.sc.b, v.from)))
	}},
	{"the verdict of a test", of(anyValue) | unquoted | after(colon), spares, (*value).passed}, // pass: 12 of 14
	{"a sentence behind a password's name", of(anyValue) | unquoted | after(colon), spares, (*value).opensSentence},
	{"how good it is", of(anyValue) | kind(Password) | unquoted | after(colon), spares, func(v *value) bool { // password: strong (4 of 4)
		switch string(v.val) {
		case "strong", "good", "fair", "moderate", "medium", "temporary", "permanent", "active", "complete", "available":
			return !foldEqual(v.name, "pass")
		}
		return false
	}},
	{"a rule of Laravel", of(anyValue), spares, func(v *value) bool {
		k := bytes.IndexByte(v.val, '|') // required|string
		return k > 0 && (v.quoted && commonWord(v.val[:k]) || rules[string(v.val[:k])])
	}},
	{"the class of a token", of(anyValue) | kind(Opaque) | unquoted, spares, func(v *value) bool { // UserIdentityToken=AnonymousIdentityToken
		return len(v.val) > len("Token") && bytes.HasSuffix(v.val, []byte("Token")) && camelWord(v.val)
	}},
	{"a scope, or a key of .NET", of(anyValue) | kind(Opaque, JWT) | unquoted | after(tight), spares, func(v *value) bool { // scope=token:read, Jwt:Issuer
		return madeOf(v.val, clLower, "-_:") || plainWord(v.val)
	}},
	{"a colour", of(anyValue) | brief, spares, func(v *value) bool { return len(v.val) == 7 && v.val[0] == '#' && allOf(v.val[1:], clHex, 0) }},
	{"what CoAP matches answers by", of(anyValue) | kind(Opaque) | unquoted | brief, spares, func(v *value) bool { // coap: CON mid=7 token=e9d6
		return len(v.val) <= 16 && allOf(v.val, clHex, 0) && mentions(lineBefore(v.sc.b, v.from, 120), "coap", " mid=")
	}},
	{"the address of a contract", of(anyValue) | kind(Opaque), spares, func(v *value) bool { return address(v.val) }},
	{"the tokens of a ring", of(anyValue) | kind(Opaque), spares, func(v *value) bool { return numbers(v.val) }},
	{"a measure of tokens", of(anyValue) | kind(Opaque), spares, func(v *value) bool { return v.row.name == "tokens" && measure(v.val) }},
	{"a token of a text", of(anyValue) | kind(Opaque), spares, func(v *value) bool {
		return len(v.val) < 20 && (v.quoted && v.begins("##") || v.begins("▁") || v.begins("Ġ") || v.ofText()) && !looksRandom(v.val, 8)
	}},
	{"one of several words", of(anyValue) | not(Password, PIN) | brief, spares, func(v *value) bool { // {"token":"access|refresh"}
		return bytes.IndexByte(v.val, '|') > 0 && allOf(v.val, clLower, '|')
	}},
	{"an address of mail", of(anyValue) | kind(Opaque, APIKey) | brief, spares, func(v *value) bool { return email(v.val) }}, // token=bob@example.com
	{"which kind of token", of(anyValue) | not(Password, PIN) | brief, spares, (*value).aKind},                               // token=refresh
	{"a path in a vault", of(anyValue) | not(Password, PIN), spares, func(v *value) bool {
		return bytes.IndexByte(v.val, '/') > 0 && madeOf(v.val, clLower, "-_/.:") && !bytes.Contains(v.val, []byte("//"))
	}}, // secret=prod/db; "go/token": "go/token"
	{"a number too short for a password", of(anyValue) | kind(Password, PIN), spares, func(v *value) bool { // { password: 1 }, pass=2
		return allOf(v.val, clDigit, 0) && (len(v.val) == 1 || len(v.val) == 2 && !v.quoted)
	}},
	{"a word of a list", of(anyValue) | not(Password), spares, func(v *value) bool { // "secrets":["db"], tokens=[red, shoes]
		return (v.quoted && v.row.holder() || v.row.name == "tokens" && v.d == equals) && plainWord(v.val)
	}},
	{"what may be done with them", of(anyValue) | kind(Password) | unquoted | after(tight), spares, func(v *value) bool {
		return !v.quotedName() && (foldEqual(v.val, "read") || foldEqual(v.val, "write") || foldEqual(v.val, "manage")) // scope: passwords:write
	}},
	{"a module of PAM", of(anyValue), spares, func(v *value) bool { return v.begins("pam_") || v.begins("chauthtok") }}, // passwd: pam_unix(passwd:chauthtok): …
	{"the number of a field", of(anyValue) | unquoted | after(equals) | brief, spares, (*value).fieldNumber},            // string password = 2;
	{"a pass that lets nobody in", of(anyValue) | kind(Password), spares, func(v *value) bool { // render_pass=shadow
		return v.row.name == "pass" && mentions(v.name, "render", "shadow", "boarding")
	}},
	{"a measure of a pass", of(anyValue) | kind(Password) | unquoted | brief, spares, func(v *value) bool { // low_pass_value=0.5
		return v.row.name == "pass" && !foldEqual(v.name[max(0, len(v.name)-len("pass")):], "pass") && len(v.val) < 6 && madeOf(v.val, clDigit, ".-")
	}},
	{"how many tests passed", of(anyValue), spares, func(v *value) bool {
		return v.row.name == "pass" && number(v.val) && (v.followed(" fail") || v.followed(", fail") || v.followed(" skip"))
	}},
	{"how long or how many they are", of(anyValue) | kind(Password) | unquoted | after(colon), spares, (*value).amount}, // password: 12 bytes
	{"the working directory", of(anyValue), spares, (*value).directory},                                                 // PWD=/home/bob
	{"what a form calls it", of(anyValue) | brief, spares, (*value).label},                                              // {"password":"Passwort","token":"Jeton"}
	{"a sign, or a word of another script", of(anyValue) | brief, spares, (*value).foreignText},                         // ✓, "token":"Токен"
	{"a sentence in place of a token", of(anyValue) | kind(Opaque, APIKey, Session) | inQuotes, spares, func(v *value) bool {
		return bytes.Count(v.val, []byte(" ")) > 1 && has(v.val)&clDigit == 0 && madeOf(v.val, clLower|clUpper, " ',.!?-") // "token":"Der Link ist abgelaufen"
	}},
	{"what an object tells of each name", of(anyValue) | after(tight) | brief, spares, (*value).ofAspect}, // "icon":{"password":"lock","token":"key"}
	{"how long it took", of(anyValue) | brief, spares, func(v *value) bool { return duration(v.val) }},
	{"what it is renamed to", of(anyValue) | unquoted, spares, (*value).renamed},                                                                              // password -> passwd_hash
	{"the type of a column", of(anyValue), spares, func(v *value) bool { return columnType(v.val) }},                                                          // password: varchar(64)
	{"a rule for it", of(anyValue) | brief, spares, func(v *value) bool { return validator(v.val, v.quoted) }},                                                // [required, minLength(8)]
	{"who has none", of(anyValue) | kind(Password) | unquoted | after(colon), spares, func(v *value) bool { return lacking(lineBefore(v.sc.b, v.from, 16)) }}, // users without password: bob
	{"how many there are", of(anyValue) | kind(Password), spares, func(v *value) bool {
		return len(v.val) < 4 && number(v.val) && (byteAt(v.sc.b, v.start-1) == '>' || !v.quoted && v.quotedName() && v.d == tight)
	}}, // {"password":12,"token":7}
	{"a parser's kinds of tokens", of(anyValue) | kind(Opaque) | inQuotes, spares, func(v *value) bool {
		return v.row.name == "tokens" && (len(v.val) <= 8 || bytes.IndexByte(v.val, '_') > 0) && allOf(v.val, clUpper, '_') // "tokens":["LPAREN","IDENT"]
	}},
	{"a password", of(anyValue) | kind(Password, PIN), catches, func(*value) bool { return true }},
	{"what an example has in place of a key", of(anyValue) | brief, spares, func(v *value) bool { // SECRET_KEY=change-me
		return hasFold(v.val, 0, "change") && (foldEqual(v.val, "changeme") || foldEqual(v.val, "change-me") || foldEqual(v.val, "change_me") || foldEqual(v.val, "changethis"))
	}},
	{"a letter or two", of(anyValue), spares, func(v *value) bool { return len(v.val) <= 2 || oneEscape(v.val) }},
	{"a count", of(anyValue), spares, func(v *value) bool {
		digits := bytes.TrimPrefix(v.val, minus)
		short := len(v.val) < 8 || len(digits) < len(v.val) || v.row.kind == Session && len(v.val) <= 10
		return number(digits) && short && !(len(v.val) > 3 && v.usedOnce())
	}},
	{"the path of a file", of(anyValue), spares, func(v *value) bool { return filePath(v.val) || v.onDrive() }},
	{"a token", of(anyValue), catches, func(*value) bool { return true }},
}
