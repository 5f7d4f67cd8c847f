package redact

import "bytes"

// words replaces a value that only words part from its name: --password x,
// password 'x', "the password for bob is x". The steps stand in the order in which
// they are asked: the first that knows the way it is said decides.
func (v *valuer) words(p int) int {
	if k := p + len("in "); hasFold(v.sc.b, p, "in (") { // of SQL
		return v.list(k)
	}
	if end := v.sc.sessionSecret(p); end > 0 && allOf(v.name, clUpper|clDigit, '_') {
		return end
	}
	if end, is := v.compared(p); is {
		return end
	}
	if end, done := v.byName(p); done {
		return end
	}
	p, value := behindType(v.sc.b, p)
	if value {
		return v.argument(p)
	}
	if end, done := v.byCommand(p); done {
		return end
	}
	if end, done := v.saidToBe(p); done {
		return end
	}
	start := p
	if p = v.behindWords(p); p >= len(v.sc.b) {
		return 0
	}
	if end, done := v.quotedIn(p); done {
		return end
	}
	if v.row.kind == Session {
		p = behindID(v.sc.b, p)
	}
	if end, done := v.codeIn(start, p); done {
		return end
	}
	return v.bareIn(start, v.behindBracket(p))
}

// byName judges a name that says by itself what the words at p are: a part of a path, an
// option, a header, a program, an attribute. What it is not done with, a sentence tells.
func (v *valuer) byName(p int) (end int, done bool) {
	b := v.sc.b
	if hasFold(b, p, "for ") && behindWhom(b, p) == len(b) { // Failed password for root from …
		return 0, true
	}
	if end, done := v.inPath(p); done {
		return end, true
	}
	switch {
	case v.opensAround(p): // password <x>
		return v.enclosed(p), true
	case v.row.how == scheme: // authorization Bearer x
		return v.authorized(p), true
	}
	if end, done := v.asOption(p); done {
		return end, true
	}
	switch {
	case v.row.name == "sshpass", v.row.name == "passwd" && (v.isProgram() || hasSuffix(b, v.from, "getent ")): // the program, or a table of users
		return 0, true
	case hasFold(b, p, "as ") && bytes.IndexByte(v.name, '.') > 0: // a column: u.password as pass1
		return 0, true
	case v.quotedName() && bytes.Contains(lineBefore(b, v.from, 32), []byte("form-data")): // form-data; name="password" x
		return v.one(p, 0), true
	case v.quotedName(): // name="password" value="x"
		return v.attribute(p), true
	case v.row.how == cookies && byteAt(b, skip(b, p, clName)) == '=': // cookie sid=x
		return v.sc.cookies(p, v.sc.lineEnd(p, 0), v.at), true
	case v.row.how == random && v.row.kind == Password: // default credentials admin/x
		return v.credentials(p), true
	case !v.inProse(p), v.isVerb(p):
		return 0, true
	}
	if v.row.how == cookies { // a sentence tells its value alone
		v.row = v.sc.eng.names.find([]byte("cookievalue"))
	}
	return 0, false
}

// opensAround reports whether a bracket stands at p that may be around the value alone.
func (v *valuer) opensAround(p int) bool {
	switch b := v.sc.b; b[p] {
	case '<':
		return true
	case '[':
		return !v.row.listed()
	case '{':
		return !hasFold(b, p, "{ default")
	}
	return false
}

// inPath judges a name that ends a path. One behind a user and a slash may end none:
// user/password bob/x.
func (v *valuer) inPath(p int) (end int, done bool) {
	b := v.sc.b
	switch {
	case byteAt(b, v.from-1) != '/':
		return 0, false
	case stores(lineBefore(b, v.from, 160)): // consul kv put config/db/password x
		return v.argument(p), true
	case b[p] == '{': // PUT /users/17/password {"old":"x","new":"y"}
		v.d = tight
		return v.object(p), true
	}
	return 0, !userBefore(b, v.from-1)
}

// asOption judges a name that is an option, or a word that is used like one in a command or
// a configuration.
func (v *valuer) asOption(p int) (end int, done bool) {
	b := v.sc.b
	dash, underscore := b[v.from] == '-', b[v.from] == '_' && !v.quotedName()
	switch {
	case underscore && v.row.name == "auth": // npm config set _auth x
		return v.npmAuth(p), true
	case hasFold(b, v.from, "--ask"), hasFold(b, v.from, "--no-"), hasFold(b, v.from, "--without-"): // --ask-become-pass, --no-password, which take none
		return 0, true
	case dash && v.explained(p): // -W, --password     ask for it
		return 0, true
	case dash, underscore, bareDirective(v.row.name), v.deviceKey(p): // --password x, npm config set _password x
		return v.argument(p), true
	}
	return 0, false
}

// authorized judges what follows the name of a header that holds a scheme and a
// credential.
func (v *valuer) authorized(p int) int {
	b := v.sc.b
	if hasFold(b, v.from-len("session "), "session ") { // SET SESSION AUTHORIZATION bob
		return 0
	}
	if from, to, end, ok := quotedValue(b, p); ok && v.secret(from, to, true) > 0 {
		return end
	}
	return v.header(p)
}

// credentials judges the pair, or the password alone, behind "credentials".
func (v *valuer) credentials(p int) int {
	b := v.sc.b
	if next := v.sc.pairAt(v.told(p), false); next > 0 || !v.cued() {
		return next
	}
	to := v.bareEnd(p, 0)
	if val := b[p:to]; passwordLike(val) && !algorithm(val) && !v.ofJenkins(val) && v.sc.password(p, to, v.at) { // bind with credentials x
		return to
	}
	return 0
}

// ofJenkins reports whether val is the id of a credential that Jenkins says it uses: using
// credential github-app-1c523de3.
func (v *valuer) ofJenkins(val []byte) bool {
	return string(v.name) == "credential" && hasSuffix(v.sc.b, v.from, "using ") &&
		(isUUID(val) || bytes.IndexAny(val, "-_") > 2 && class[val[0]]&clLower != 0 && madeOf(val, clLower|clDigit, "-_"))
}

// inProse reports whether the name is one that a sentence gives a value to.
func (v *valuer) inProse(p int) bool {
	switch v.row.kind {
	case Password, PIN, Session:
		return true
	}
	switch v.row.how {
	case anyValue, inQuery, random, serial, vendorKey, cookies:
		return true
	}
	if v.row.name != "key" {
		return false
	}
	b := v.sc.b
	return containsFold(lineBefore(b, v.from, 60), "ssid ") || keyCue(lineBefore(b, v.from, 40)) || hasFold(b, v.bareEnd(p, 0), " secret ")
}

// isVerb reports whether "pass" is what somebody does, not what somebody has.
func (v *valuer) isVerb(p int) bool {
	b := v.sc.b
	return v.row.name == "pass" && bytes.IndexByte(v.name, '_') < 0 && !hasFold(b, p, "value=") && !containsFold(lineBefore(b, v.from, 48), "user") &&
		!signs(b[p:v.bareEnd(p, 0)]) && !v.passIs(p) && !v.refused(p)
}

// byCommand judges the name as a word of a command or a configuration, or of a
// declaration.
func (v *valuer) byCommand(p int) (end int, done bool) {
	b := v.sc.b
	if v.row.name == "key" && containsFold(lineBefore(b, v.from, 60), "ssid ") { // SSID office key x
		v.row = v.sc.eng.names.find([]byte("wifikey"))
	}
	switch q := behindOptions(b, p); {
	case v.row.name == "key" && bytes.Contains(lineBefore(b, v.from, 80), []byte("-server")): // radius-server host 10.0.0.1 key x
		v.row = v.sc.eng.names.find([]byte("radiuskey"))
		return max(v.cisco(p), v.argument(q)), true
	case q > p && v.row.kind == Password:
		return v.argument(q), true
	case v.row.kind == Password && (netrc(b[max(0, v.from-120):v.from]) || v.ofAccount(p)):
		return v.argument(p), true
	}
	if end := v.cisco(p); end > 0 {
		return end, true
	}
	for _, label := range [...]string{"value=", "value: ", "value:"} { // name=DB_PASSWORD value=x
		if k := p + len(label); hasFold(b, p, label) && k < len(b) {
			if errorAt(b, k) {
				return 0, true
			}
			return v.one(k, 0), true
		}
	}
	if k := typed(b, p); k > 0 { // var token string = "x"
		return v.one(k, 0), true
	}
	return 0, false
}

// behindType is where the text goes on behind the options that say of what type a
// value is; value says that the value itself follows: reg add /t REG_SZ /d x,
// ConvertTo-SecureString -AsPlainText x.
func behindType(b []byte, p int) (next int, value bool) {
	for range 3 {
		for _, option := range [...]string{"/t reg_sz ", "reg_sz ", "/d ", "-asplaintext ", "-force ", "-string "} {
			if hasFold(b, p, option) && p+len(option) < len(b) {
				p += len(option)
				value = value || option[0] == '-' || option == "/d "
				break
			}
		}
	}
	return p, value
}
