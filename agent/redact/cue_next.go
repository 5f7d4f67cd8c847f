package redact

import "bytes"

// nextField reports whether the value is the first of the fields behind a text that ends
// in a credential's name: … asks for the password: request_id=5f0c user=bob.
func (v *value) nextField() bool {
	if v.opensQuote() {
		return true
	}
	if v.d == equals {
		return v.followed(" = ") && plainWord(v.val) || v.behindEmpty() // client_secret = scopes = openid
	}
	k := bytes.IndexAny(v.val, "=:")
	if k < 2 || k+1 == len(v.val) || !isLetter(v.val[0]) || !madeOf(v.val[:k], clLower, "_") {
		return false
	}
	if v.val[k] == ':' { // of LTSV
		return byteAt(v.sc.b, v.start-1) == '\t'
	}
	return v.val[k+1] != '=' && knownField(v.val[:k])
}

// opensQuote reports whether the value is a credential's name, whose own value stands in the
// quotes that open behind it: change_password → new_password='x'.
func (v *value) opensQuote() bool {
	n := len(v.val) - 1
	return n > 1 && v.val[n] == '=' && isQuote(byteAt(v.sc.b, v.end)) && v.sc.eng.names.find(v.val[:n]) != nil
}

// behindEmpty reports whether the value is the field behind one that is empty, with a name
// that logs use, of two words or a setting: password= user=bob, rcon.password= white-list=true.
func (v *value) behindEmpty() bool {
	val, to := v.val, v.from+len(v.name)
	k := bytes.IndexByte(val, '=')
	if k < 2 || k+1 == len(val) || !hasPrefix(v.sc.b, to, []byte("= ")) || !isLetter(val[0]) || !madeOf(val[:k], clLower|clUpper, "_-.") {
		return false
	}
	if allOf(val[:k], clLower, '_') && bytes.IndexByte(val[:k], '_') > 1 && !holdsValue(val[:k]) { // ssh_password= ssh_timeout=20m
		return true
	}
	switch is := val[k+1:]; string(is) {
	case "true", "false", "null", "yes", "no", "on", "off":
		return true
	default:
		return knownField(val[:k]) || len(is) < 4 && number(is)
	}
}

// toWhom reports whether the value is whom something was sent or given to, or where: code
// sent to u20231234, sending OTP to u20231234, syncing password to web01.
func (v *value) toWhom() bool {
	b := v.sc.b
	before := bytes.TrimRight(lineBefore(b, v.start, 24), ": ")
	switch {
	case endsIn(before, " sent to"), v.row.kind != Password && endsIn(before, " issued to", " assigned to", " granted to", " given to"):
		return true
	case !endsIn(before, " to") || !hasFold(b, v.from+len(v.name), " to "):
		return false
	}
	verb := lineBefore(b, v.from, maxGiving)
	return mentions(verb, givings...) && !settles(verb)
}

// givings are the roots of verbs for what is done with a secret that goes to somebody.
var givings = []string{"send", "sent ", "deliver", "push", "export", "forward", "copy", "copie", "writ", "save", "saving", "sync", "replicat", "propagat", "publish", "upload", "mail", "issu", "post"}

const maxGiving = 24 // bytes of a verb and of what stands between it and what is given

// severalWords reports whether the value is the next field, whose name has capitals in it:
// Session workerName=node0, login with password requestId=x.
func (v *value) severalWords() bool {
	k := bytes.IndexByte(v.val, '=')
	if k < 5 || k+1 == len(v.val) || class[v.val[0]]&clLower == 0 || plainWord(v.val[:k]) || !camelWord(v.val[:k]) {
		return false
	}
	if v.row.kind.password() {
		return number(v.val[k+1:]) || endsIn(v.val[:k], "Id", "Ip", "Host", "Name", "Count", "Ms")
	}
	return !looksRandom(v.val[k+1:], 8)
}

// ofFunction reports whether the value begins what a function logs, whose name has a verb and
// a credential: UserController.resetPassword: bob17 ok. What is set may be a field, unless the
// name has a class before it, and so may a token that has a verb in its name: reset_token.
func (v *value) ofFunction() bool {
	if v.quotedName() || !v.followed(" ") && bytes.IndexByte(v.val, ' ') < 0 || signs(v.val) || looksRandom(v.val, 12) {
		return false
	}
	dot := bytes.LastIndexByte(v.name, '.') + 1
	verb := v.name[dot:skip(v.name, dot, clLower)]
	if next := byteAt(v.name, dot+len(verb)); next != '_' && !isUpper(next) {
		return false
	}
	switch string(verb) {
	case "validate", "check", "revoke", "delete", "remove", "rotate", "find":
		return true
	case "verify", "forgot":
		return v.row.kind == Password
	case "set", "change", "reset", "update":
		return v.row.kind == Password && dot > 1
	}
	return false
}

// opensPairs reports whether the value is the first of the pairs that a part of a program
// logs which is called like a credential: token: maxAge=3600 minLen=12.
func (v *value) opensPairs() bool {
	k := bytes.IndexByte(v.val, '=')
	return k > 0 && k+1 < len(v.val) && v.plainPair(v.val[:k], v.val[k+1:], v.end)
}

// pairInQuotes knows such a pair whose value has quotes, which is plain or the secret: csrf:
// enabled="true", secret: data="x". What is escaped yet is judged behind its escapes.
func (v *valuer) pairInQuotes(p int) (end int, known bool) {
	b := v.sc.b
	k := skip(b, p, clName)
	q := skipByte(b, k+1, '\\')
	if v.d != colon || k == p || byteAt(b, k) != '=' || !isQuote(byteAt(b, q)) || !v.accepts(p, v.bareEnd(p, 0), false) {
		return 0, false
	}
	from, to, next, ok := quotedValue(b, q)
	switch {
	case q > k+1, v.sc.eng.names.find(b[p:k]) != nil:
		return 0, true
	case !ok:
		return 0, false
	case v.plainPair(b[p:k], b[from:to], next):
		return 0, true
	}
	return v.one(q, 0), true
}

// plainPair reports whether a pair that ends at end is of a setting or a count. Under a
// password's name another one must follow.
func (v *valuer) plainPair(name, is []byte, end int) bool {
	switch {
	case len(name) < 2, len(name) > maxSetting, !isLetter(name[0]) || isUpper(name[0]) && v.row.kind == Password, !camelWord(name) && !plainWord(name) && !madeOf(name, clLower, "_-."):
		return false
	case holdsValue(name), len(is) == 0, looksRandom(is, 8), mingled(is):
		return false
	}
	next := skip(v.sc.b, skipByte(v.sc.b, end, ','), clSpace)
	return !v.row.kind.password() || next > end && fieldAt(v.sc.b, next) && (plainWord(is) || number(is))
}

const maxSetting = 24 // bytes of the name of one

// knownField reports whether a field of this name often stands beside a credential.
func knownField(name []byte) bool {
	return logKeys[string(name)] || inAnyCase(asideKeys, name) != noAside || endsIn(name, "_id")
}

// logKeys are what fields of log lines are called, beside asideKeys.
var logKeys = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		addr attempt attempts caller client code component correlation cost dur duration elapsed err error ip job latency latency_ms level line
		logger msg node pid pod remote request res result retries retry rid rip source span src state status step svc task thread time took trace
		ts tty uid uri url user_agent worker`)) {
		m[string(w)] = true
	}
	return m
}()

// inEntities reports whether the value is a word in angle brackets, of which one is
// escaped at least: &lt;none>. What else begins so is judged behind its escapes, too.
func (v *value) inEntities() bool {
	if !v.begins("&lt") {
		return false
	}
	b := v.sc.b
	from := skipByte(b, v.start+len("&lt"), ';')
	if hasPrefix(b, from, []byte("%= ")) { // of ERB
		return true
	}
	from = skipByte(b, from, '/')
	to := skip(b, from, clLower|clUpper)
	return to > from && (byteAt(b, to) == '>' || hasPrefix(b, to, []byte("&gt;")))
}

// ofRuby reports whether the value is the address of an object as Ruby prints it:
// #<BCrypt::Password:0x00007f2a….
func (v *value) ofRuby() bool {
	if !v.begins("0x") {
		return false
	}
	before := lineBefore(v.sc.b, v.from, 40)
	if hasFold(v.name, 0, "u003c") { // of JSON, in which another text of JSON may be
		before = bytes.TrimRight(before, `\`)
		return len(before) > 0 && before[len(before)-1] == '#'
	}
	for bytes.HasSuffix(before, []byte("::")) { // of a module
		before = before[:back(before, len(before)-len("::"), clName, len(before))]
	}
	return endsIn(before, "#<")
}

// opensAngle reports whether an angle bracket opens behind the value, which JSON may have
// escaped.
func (v *value) opensAngle() bool {
	i := skipByte(v.sc.b, v.end, '\\')
	return v.followed("<") || i > v.end && hasFold(v.sc.b, i, "u003c")
}

// ofTable reports whether the value is a word behind which a table goes on: Password
// change|5|suser=bob, Password Age;WARNING;SOFT.
func (v *value) ofTable() bool {
	k := bytes.IndexAny(v.val, "|;")
	return k > 0 && k+1 < len(v.val) && plainWord(v.val[:k])
}

// hashOfIt reports whether the words around the value say that it is a hash: hash of
// token: 3f2a…, token (sha256) 3f2a….
func (v *value) hashOfIt() bool {
	switch len(v.val) {
	case 32, 40, 64, 96, 128:
	default:
		return false
	}
	if !allOf(v.val, clHex, 'a') {
		return false
	}
	before := bytes.TrimSuffix(lineBefore(v.sc.b, v.from, 24), []byte("the "))
	for _, first := range [...]string{"", "api ", "access ", "refresh ", "session "} { // of a name of two words
		if endsIn(bytes.TrimSuffix(before, []byte(first)), "hash of ", "digest of ", "checksum of ", "fingerprint of ", "sha256 of ", "hashed ", "Hash of ", "Hashed ", "SHA256 of ") {
			return true
		}
	}
	note := bytes.TrimSuffix(lineBefore(v.sc.b, v.start, 16), []byte(") "))
	return v.d == words && pureAlgorithm(note[bytes.LastIndexByte(note, '(')+1:])
}

// cookieName reports whether the value is the name of a cookie in place of what it holds.
func (v *value) cookieName() bool {
	if v.begins(".AspNet") {
		return bytes.IndexByte(v.val, '=') < 0
	}
	if v.row.kind == Cookie && v.quoted && v.d == words { // Cookie "_oauth2_proxy" not present
		return !looksRandom(v.val, 16)
	}
	return v.row.name == "sessioncookie" && (v.isPlaceName(v.val) || string(v.val) == "connect.sid")
}

// botOfGitLab reports whether val is the user that GitLab makes for the token of a
// project or a group.
func botOfGitLab(val []byte) bool {
	k := bytes.Index(val, []byte("_bot"))
	return k > 0 && hasAny(val, "project_", "group_") && allOf(val[bytes.IndexByte(val, '_')+1:k], clDigit, 0)
}

// checksum reports whether the value is what tells Kubernetes that a Secret has changed:
// checksum/secret: 3f2a….
func (v *value) checksum() bool {
	return hasSuffix(v.sc.b, v.from, "checksum/") && len(v.val) >= 32 && allOf(v.val, clHex, 'a')
}

// ofWindows reports whether the value, as it stands before percent signs were taken for
// escapes, is a variable of Windows: %DB_PASSWORD%.
func (v *value) ofWindows() bool {
	if v.sc.up == nil {
		return false
	}
	from, to := v.sc.root(v.start, v.end)
	raw := v.sc.top().b[from:to]
	return len(raw) > 2 && raw[0] == '%' && placeholder(raw, false)
}

// digest reports whether val is a hash that says how it was made: sha256:3f2a….
func digest(val []byte) bool {
	name, sum, _ := bytes.Cut(val, []byte(":"))
	n, known := digests[string(name)]
	return known && len(sum) == n && allOf(sum, clHex, 'a')
}

// digests are ways to hash, and how many digits in hex their hashes have.
var digests = map[string]int{"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128, "blake2b": 64, "blake3": 64}
