package redact

import "bytes"

// words replaces a value that only words part from its name: --password x,
// password 'x', "the password for bob is x".
func (v *valuer) words(p int) int {
	b := v.sc.b
	switch {
	case hasFold(b, p, "for ") && behindWhom(b, p) == len(b): // Failed password for root from …
		return 0
	case byteAt(b, v.from-1) == '/' && stores(lineBefore(b, v.from, 160)): // consul kv put config/db/password x
		return v.argument(p)
	case byteAt(b, v.from-1) == '/' && !userBefore(b, v.from-1): // a path
		return 0
	case b[p] == '<', b[p] == '[' && !v.row.listed(), b[p] == '{' && !hasFold(b, p, "{ default"):
		return v.enclosed(p)
	case v.row.how == scheme:
		if hasFold(b, v.from-len("session "), "session ") { // SET SESSION AUTHORIZATION bob
			return 0
		}
		if from, to, end, ok := quotedValue(b, p); ok && v.secret(from, to, true) > 0 {
			return end
		}
		return v.header(p)
	case b[v.from] == '_' && v.row.name == "auth" && !v.quotedName():
		return v.npmAuth(p)
	case b[v.from] == '-' && v.explained(p): // -W, --password     ask for it
		return 0
	case b[v.from] == '-', b[v.from] == '_' && !v.quotedName(), bareDirective(v.row.name), v.deviceKey(p): // --password x, npm config set _password x
		return v.argument(p)
	case v.row.name == "sshpass": // the program
		return 0
	case v.quotedName() && bytes.Contains(lineBefore(b, v.from, 32), []byte("form-data")):
		return v.one(p, 0)
	case v.quotedName():
		return v.attribute(p)
	case v.row.how == cookies:
		if next := v.header(p); next > 0 {
			return next
		}
		return v.sc.cookies(p, v.sc.lineEnd(p, 0), v.at)
	case v.row.how == random && v.row.kind == Password: // default credentials admin/x
		return v.sc.pairAt(v.told(p), false)
	case v.row.kind != Password && v.row.kind != PIN && v.row.kind != Session && v.row.how != anyValue && v.row.how != inQuery && v.row.how != random && v.row.how != vendorKey && !(v.row.name == "key" && (keyCue(lineBefore(b, v.from, 40)) || hasFold(b, v.bareEnd(p, 0), " secret "))):
		return 0
	case v.row.name == "pass" && bytes.IndexByte(v.name, '_') < 0 && !hasFold(b, p, "value=") && !containsFold(lineBefore(b, v.from, 40), "user") && !signs(b[p:v.bareEnd(p, 0)]) && !v.passIs(p) && !v.refused(p): // a verb
		return 0
	}
	for _, option := range []string{"/t reg_sz ", "reg_sz ", "/d ", "-string ", "-asplaintext "} { // reg add, ConvertTo-SecureString
		if hasFold(b, p, option) && p+len(option) < len(b) {
			p += len(option)
			if option[0] == '-' || option == "/d " {
				return v.argument(p)
			}
		}
	}
	switch q := behindOptions(b, p); {
	case v.row.name == "key" && bytes.Contains(b[max(0, v.from-80):v.from], []byte("-server")): // radius-server host 10.0.0.1 key x
		v.row = v.sc.eng.names.find([]byte("radiuskey"))
		return max(v.cisco(p), v.argument(q))
	case q > p && v.row.kind == Password:
		return v.argument(q)
	case v.row.kind == Password && netrc(b[max(0, v.from-120):v.from]):
		return v.argument(p)
	}
	if q := v.cisco(p); q > 0 {
		return q
	}
	for _, label := range []string{"value=", "value: ", "value:"} { // name=DB_PASSWORD value=x
		if k := p + len(label); hasFold(b, p, label) && k < len(b) {
			if errorAt(b, k) {
				return 0
			}
			return v.one(k, 0)
		}
	}
	if k := typed(b, p); k > 0 { // var token string = "x"
		return v.one(k, 0)
	}
	if k := v.announced(p); k > 0 {
		if to := v.bareEnd(k, 0); looksPassword(b[k:to]) || diceware(b[k:to], true) || looksRandom(b[k:to], 16) || v.madeFor(p, k) && (v.chosen(k, to) || to-k >= 8 && !plainWord(b[k:to]) && endsCommand(b, to)) {
			return v.secret(k, to, false)
		}
	}
	start := p
	if k := skip(b, p, clName); v.row.kind == Password && hasPrefix(b, k, []byte(" = ")) && k+3 < len(b) && roleOf(b[p:k]) == noRole { // PASSWORD elastic = x
		if to := v.bareEnd(k+3, 0); (looksPassword(b[k+3:to]) || jumble(b[k+3:to])) && !dotted(b[k+3:to]) && !opensCall(b, to, b[k+3:to]) {
			return v.secret(k+3, to, false)
		}
	}
	if p = v.behindWords(p); p >= len(b) {
		return 0
	}
	if from, to, end, ok := quotedValue(b, p); ok && (b[p] != '`' || v.speaks(b[from:to])) {
		if n := bytes.Count(b[from:to], []byte(" ")); v.row.kind == PIN && isCode(b[from:to]) {
		} else if n == 1 || n > 1 && v.phrase(from) != to || v.row.kind != Password && (plainWord(b[from:to]) || resource(b[from:to]) || to-from < 8 && !looksRandom(b[from:to], 6)) {
			return 0
		}
		if v.row.kind != Password && (missed(b, end) || v.ofGrammar(to-from)) || filePath(b[from:to]) {
			return 0
		}
		if v.secret(from, to, true) == 0 {
			return 0
		}
		return max(end, v.second(to))
	}
	if v.row.kind == PIN && v.row.how == code {
		if k := v.sentCode(start); k > 0 {
			return v.secret(k, v.bareEnd(k, 0), false)
		}
	}
	if v.row.kind == Session {
		p = behindID(b, p)
	}
	if p > start && v.row.kind == Password {
		if end := v.change(p); end > 0 {
			return end
		}
	}
	if to := v.bareEnd(p, 0); v.sentToken(b[p:to]) {
		return v.secret(p, to, true)
	}
	if b[p] == '[' && v.row.listed() {
		p++
	}
	if to := v.bareEnd(p, 0); boughtCode(b[p:to]) && bytes.HasSuffix(v.name, []byte("code")) && (v.row.kind == PIN || v.row.name == "invitecode") {
		return v.secret(p, to, true)
	}
	if to := v.bareEnd(p, 0); backupCode(b[p:to]) && v.row.isBackup() {
		if end := v.secret(p, to, true); end > 0 {
			return v.moreCodes(end)
		}
	}
	if to := v.phrase(p); to > 0 && p > start && told(b[start:p], b[p:to]) {
		return v.secret(p, to, false)
	}
	to := v.bareEnd(p, 0)
	if bytes.HasSuffix(b[p:to], []byte(`+\`)) && to-p > 30 { // MediaWiki's
		to -= len(`+\`)
	}
	if k := bytes.IndexByte(b[p:to], ':') + 1; k > 1 && v.row.name == "passwords" && (userEnd(b[p:to]) == k || diceware(b[p+k:to], true)) { // 'random' passwords bob:x
		return v.secret(p+k, to, false)
	}
	if k := v.behindUser(p, to); k > p && (v.speaks(b[k:to]) || diceware(b[k:to], true)) { // user/password bob/x
		return v.secret(k, to, false)
	}
	if v.row.kind == Password && number(b[p:to]) && (to-p >= 4 && v.oneTimeName() || to-p >= 6 && allOf(b[p:to], clDigit, 0) && (p > start || v.cued())) {
		return v.secret(p, to, false)
	}
	if b[p] == '(' { // bad password (x)
		if before := lineBefore(b, v.from, 12); !containsFold(before, "bad ") && !containsFold(before, "wrong ") && !containsFold(before, "correct ") && !containsFold(before, "invalid ") && !containsFold(before, "failed ") &&
			!v.aboutIt(p+1, v.bareEnd(p+1, ')')) { // password (x) is too weak
			return 0
		}
		p++
		to = v.bareEnd(p, ')')
	}
	if next := to + len(" got "); p > start && hasPrefix(b, to, []byte(" got ")) && next < len(b) && v.stands(b[next:v.bareEnd(next, 0)]) { // expected x got y
		return max(v.secret(p, to, false), v.second(to))
	}
	if !v.stands(b[p:to]) && !v.strung(b[p:to]) && !(p > start && v.chosen(p, to)) && !(p == start && v.cued() && v.chosen(p, to)) {
		return 0
	}
	if end := v.secret(p, to, false); end > 0 {
		if v.row.listed() {
			return v.moreCodes(end)
		}
		return max(end, v.second(to))
	}
	return 0
}

// strung reports whether val is words strung together that stand for a password
// where a sentence tells one.
func (v *valuer) strung(val []byte) bool {
	switch v.row.kind {
	case Password:
		return diceware(val, true)
	case ClientSecret: // enable secret x, username bob secret x, with secret x
		if hasFold(v.name, 0, "client") || hasFold(v.name, 0, "shared") {
			return diceware(val, true)
		}
		before := lineBefore(v.sc.b, v.from, 60)
		return v.row.name == "secret" && (bytes.HasSuffix(before, []byte("with ")) || bytes.HasSuffix(before, []byte("enable ")) || bytes.HasSuffix(before, []byte("tunnel ")) || bytes.Contains(before, []byte("user"))) && diceware(val, true)
	}
	return false
}

// missed reports whether the words at i say of the thing in quotes before them that
// there is none, or that there will be: secret key "bob" not found.
func missed(b []byte, i int) bool {
	for _, words := range []string{" not found", " does not exist", " doesn't exist", " already exists", " to be created", " is missing"} {
		if hasPrefix(b, i, []byte(words)) {
			return true
		}
	}
	return false
}

// ofGrammar reports whether a token of n bytes is a word of a language, by the word
// before its name: unexpected token "}".
func (v *valuer) ofGrammar(n int) bool {
	before := lineBefore(v.sc.b, v.from, 16)
	return n < 16 && (containsFold(before, "unexpected ") || containsFold(before, "unrecognized ") || containsFold(before, "unknown ") || containsFold(before, "before ") || containsFold(before, "error "))
}

// explained reports whether p begins what the help of a program says of an option: a
// sentence behind a gap.
func (v *valuer) explained(p int) bool {
	b := v.sc.b
	if p-v.from-len(v.name) < 2 {
		return false
	}
	to := skip(b, p, clLower|clUpper)
	return to > p && byteAt(b, to) == ' ' && to+1 < len(b) && isLetter(b[to+1])
}

// aboutIt reports whether b[p:to] in brackets is a password that the words behind
// it tell about: password (x) does not match.
func (v *valuer) aboutIt(p, to int) bool {
	b := v.sc.b
	if byteAt(b, to) != ')' || p >= to {
		return false
	}
	val := b[p:to]
	if isLetter(val[0]) && mingled(val) || diceware(val, true) {
		return true
	}
	for _, link := range []string{" does ", " is ", " was ", " has ", " contains "} {
		if hasPrefix(b, to+1, []byte(link)) {
			return looksPassword(val) && (mingled(val) || signs(val) || allOf(val, clLower|clDigit, '-') && digit(val[len(val)-1]))
		}
	}
	return false
}

// passIs reports whether "is x" stands at p, behind a pass, with a password that
// looks like one.
func (v *valuer) passIs(p int) bool {
	b := v.sc.b
	for _, link := range []string{"is ", "was ", "to "} {
		if hasFold(b, p, link) && p+len(link) < len(b) && (link != "to " || settles(lineBefore(b, v.from, 16))) {
			from := p + len(link)
			if c := b[from]; (c == '"' || c == '\'') && from+1 < len(b) {
				from++
			}
			val := b[from:v.bareEnd(from, 0)]
			return len(val) >= 6 && looksPassword(val) && (has(val)&clDigit != 0 || signs(val)) && !algorithm(val) || diceware(val, true)
		}
	}
	return false
}

// refused reports whether a value in quotes stands at p, behind a pass that was
// refused: invalid pass 'x'.
func (v *valuer) refused(p int) bool {
	b := v.sc.b
	if b[p] != '\'' && b[p] != '"' {
		return false
	}
	before := lineBefore(b, v.from, 12)
	for _, w := range [...]string{"invalid ", "wrong ", "bad ", "correct ", "with ", "using "} {
		if bytes.HasSuffix(before, []byte(w)) {
			return true
		}
	}
	return false
}

// behindID is where the value of "started: id=x" begins, p if no id is named there.
func behindID(b []byte, p int) int {
	for _, label := range []string{"id=", "id: ", "id "} {
		if hasFold(b, p, label) && p+len(label) < len(b) {
			return p + len(label)
		}
	}
	return p
}

// netrc reports whether v ends in machine x login y.
func netrc(v []byte) bool {
	k := bytes.LastIndex(v, []byte("login "))
	return k >= 0 && bytes.Count(v[k:], []byte(" ")) == 2 && (bytes.Contains(v[:k], []byte("machine ")) || bytes.Contains(v[:k], []byte("default ")))
}

// stores reports whether v is a command that stores a value under the path that it
// ends in.
func stores(v []byte) bool {
	for _, command := range [...]string{"consul kv put ", "etcdctl put ", "etcdctl set "} {
		if k := bytes.LastIndex(v, []byte(command)); k >= 0 && bytes.IndexByte(v[k+len(command):], ' ') < 0 {
			return true
		}
	}
	return false
}

// bareDirective reports whether a name is a directive of a configuration file,
// whose value stands behind a space.
func bareDirective(name string) bool {
	switch name {
	case "servercommunity", "rocommunity", "rwcommunity", "requirepass", "masterauth", "bindpw", "rootpw":
		return true
	}
	return false
}

// deviceKey reports whether the name is a directive of a network's device that is
// written as one word, and the value at p is all that follows it: pre-shared-key x.
func (v *valuer) deviceKey(p int) bool {
	switch v.row.name {
	case "presharedkey", "radiusserverkey", "tacacsserverkey", "psk", "password":
		b := v.sc.b
		if v.row.name == "password" { // hibernate.connection.password x
			return !v.quotedName() && bytes.Count(v.name, []byte(".")) > 1 && v.chosen(p, v.bareEnd(p, 0)) && !aboutPassword[string(b[p:v.bareEnd(p, 0)])]
		}
		return !v.quotedName() && bytes.IndexByte(v.name, '-') > 0 && endsCommand(b, skip(b, p, clName)) && !commonWord(b[p:skip(b, p, clName)])
	}
	return false
}

// argument replaces the value of an option of a command.
func (v *valuer) argument(p int) int {
	b := v.sc.b
	for _, option := range []string{"--plaintext ", "--iscrypted "} { // kickstart
		if hasFold(b, p, option) && p+len(option) < len(b) {
			p += len(option)
		}
	}
	if b[p] == '(' || b[p] == '-' && (byteAt(b, p+1) == '-' || !looksRandom(b[p:v.bareEnd(p, 0)], 20)) {
		return 0
	}
	if from, to, end, ok := quotedValue(b, p); ok {
		if v.secret(from, to, true) == 0 {
			return 0
		}
		return end
	}
	to := v.bareEnd(p, 0)
	if hasFold(b, p, "/users/") && byteAt(b, to) == ' ' && to+1 < len(b) { // dscl . -passwd /Users/bob x
		p = to + 1
		to = v.bareEnd(p, 0)
	}
	if filePath(b[p:to]) || hasPrefix(b, p-3, []byte("   ")) && plainWord(b[p:to]) { // the help of a program
		return 0
	}
	if v.row.name == "secret" && v.isPlaceName(b[p:to]) { // pulumi config set --secret dbPassword x
		return 0
	}
	if v.quotedName() || v.row.kind != Password && plainWord(b[p:to]) && !v.ownSecret(p, to) || roleOf(b[p:to]) != noRole { // Using --password via the CLI
		return 0
	}
	return v.secret(p, to, false)
}

// ownSecret reports whether b[p:to] is the word that somebody chose for --secret,
// rather than the name of a secret that the programs of containers know by it.
func (v *valuer) ownSecret(p, to int) bool {
	b := v.sc.b
	if v.row.name != "secret" || !hasPrefix(b, v.from, []byte("--secret ")) || !allOf(b[p:to], clLower, 0) || commonWord(b[p:to]) {
		return false
	}
	before := lineBefore(b, v.from, 200)
	for _, program := range []string{"docker", "podman", "kube", "helm", "gcloud", "swarm", "compose", "buildah", "nerdctl", "oc ", "flyctl", "az ", "usage", "sage:"} {
		if containsFold(before, program) {
			return false
		}
	}
	return true
}

// npmAuth replaces the value of npm config set _auth x, base64 of user:password.
func (v *valuer) npmAuth(p int) int {
	b := v.sc.b
	from, to, end, quoted := quotedValue(b, p)
	if !quoted {
		from, to = p, v.bareEnd(p, 0)
		end = to
	}
	if !looksRandom(b[from:to], 16) || v.secret(from, to, quoted) == 0 {
		return 0
	}
	return end
}

// attribute replaces the value of <add key="Password" value="x"/>, and of "AUTH"
// "x" as redis prints it.
func (v *valuer) attribute(p int) int {
	b := v.sc.b
	if v.row.name == "auth" { // redisAuth knows better
		return 0
	}
	if k := v.from - len(`resource "`); hasPrefix(b, k, []byte(`resource "`)) || hasPrefix(b, v.from-len(`data "`), []byte(`data "`)) { // of Terraform: resource "random_password" "db" {
		return 0
	}
	v.valueBefore()
	p = behindAttributes(b, p)
	if from, to, end, ok := quotedValue(b, p); ok {
		if masked(b[from:to]) {
			return 0
		}
		if v.secret(from, to, true) > 0 {
			return end
		}
	}
	if k := bytes.IndexByte(b[p:min(len(b), p+80)], '>'); k > 0 && b[p+k-1] == '"' && isLetter(b[p]) { // <setting name="ApiKey" serializeAs="String"><value>x
		return v.element(p + k + 1)
	}
	return 0
}

// cisco replaces the value of "password 7 0822455D0A16".
func (v *valuer) cisco(p int) int {
	b := v.sc.b
	if v.row.kind != Password && v.row.kind != ClientSecret || !digit(b[p]) || byteAt(b, p+1) != ' ' {
		return 0
	}
	to := v.bareEnd(p+2, 0)
	if to-p-2 < 6 || has(b[p+2:to])&clDigit == 0 && !jumble(b[p+2:to]) {
		return 0
	}
	return v.secret(p+2, to, false)
}

// behindWords is where a value may begin behind words at p: "for bob is", "was".
func (v *valuer) behindWords(p int) int {
	b := v.sc.b
	if hasFold(b, p, "for ") || hasFold(b, p, "of ") {
		return behindWhom(b, p)
	}
	for _, w := range []string{"de ", "für ", "von ", "van ", "para ", "di ", "do ", "da ", "del ", "du "} {
		if hasFold(b, p, w) {
			if k := behindWhom(b, p); k < len(b) && chosenWord(b[k:v.bareEnd(k, 0)]) { // else a word that is not known here
				return k
			}
			return len(b)
		}
	}
	if from := p + len("from "); hasFold(b, p, "from ") && from < len(b) && (b[from] == '\'' || b[from] == '"' || bytes.Contains(lineBehind(b, from, 64), []byte(" to "))) {
		return from
	}
	if hasFold(b, p, "- ") {
		return skip(b, p+len("- "), clSpace)
	}
	if k := v.told(p); k > p {
		if v.row.kind != Password && (hasFold(b, k, "for ") || hasFold(b, k, "of ")) { // token mismatch for bob: got x
			if whose := behindWhom(b, k); whose < len(b) {
				return v.told(whose)
			}
		}
		return k
	}
	return p
}

// oneTimeName reports whether the words before a password say that it is used
// once, so that it may be a number.
func (v *valuer) oneTimeName() bool {
	before := lineBefore(v.sc.b, v.from, 12)
	return containsFold(before, "time ") || containsFold(before, "temporary ")
}

// announced is where the value of "the following password to proceed: x" or of
// "password is generated for bob: x" begins, 0 if nothing announces one.
func (v *valuer) announced(p int) int {
	b := v.sc.b
	rest := lineBehind(b, p, 80)
	k := bytes.Index(rest, []byte(": "))
	if k <= 0 || v.row.kind != Password || bytes.IndexByte(rest[:k], '=') >= 0 || bytes.IndexByte(rest[:k], '"') >= 0 {
		return 0
	}
	before := lineBefore(b, v.from, 12)
	if !bytes.Contains(rest[:k], []byte("generated")) && !bytes.Contains(rest[:k], []byte("created")) && !hasFold(rest, 0, "attempt") &&
		!containsFold(before, "following ") && !containsFold(before, "temporary ") && !containsFold(before, "initial ") {
		return 0
	}
	if k = skip(b, p+k+1, clSpace); k == len(b) {
		return 0
	}
	return k
}

// madeFor reports whether b[p:k] says for whom a password was generated: "is
// generated for bob: ", but not "generated for user: ".
func (v *valuer) madeFor(p, k int) bool {
	said := bytes.TrimRight(v.sc.b[p:k], ": ")
	i := bytes.Index(said, []byte("generated for "))
	return i >= 0 && !userBefore(said, len(said)) && len(said) > i+len("generated for ")
}

// sentCode is where the code begins in "sent to +15551234567: 482913", 0 if none
// does: behind the words at p, at the end of the text.
func (v *valuer) sentCode(p int) int {
	b := v.sc.b
	k := bytes.Index(lineBehind(b, p, 80), []byte(": "))
	if k <= 0 || !hasFold(b, p, "sent ") && !hasFold(b, p, "for ") && !hasFold(b, p, "to ") || bytes.IndexByte(b[p:p+k], '=') >= 0 {
		return 0
	}
	k += p + len(": ")
	if k == len(b) {
		return 0
	}
	if val := b[k:v.bareEnd(k, 0)]; len(val) < 4 || len(val) > 8 || !number(val) {
		return 0
	}
	return k
}

// behindWhom is where a value begins behind "for user 'bob' is", len(b) if no
// value is announced.
func behindWhom(b []byte, p int) int {
	rest := lineBehind(b, p, 120)
	rest = rest[:stringEnd(rest, 0)]
	if bytes.Contains(rest, []byte(" from ")) {
		return len(b)
	}
	for _, link := range []string{" is ", " is: ", " = ", ": ", " -> ", " set to ", " changed to ", " reset to ", " è ", " é ", " es ", " est ", " ist ", " lautet "} {
		if k := bytes.Index(rest, []byte(link)); k > 0 {
			return skip(b, p+k+len(link), clSpace)
		}
	}
	if k := bytes.Index(rest, []byte("='")); k > 0 && settles(lineBefore(b, p, 40)) { // SET PASSWORD FOR bob='x'
		return p + k + 1
	}
	if k := bytes.Index(rest, []byte(" to ")); k > 0 && settles(lineBefore(b, p, 40)) {
		return p + k + len(" to ")
	}
	return len(b)
}

// chosen reports whether b[from:to], the last word of a sentence that tells a
// password, is one though it is made of letters alone: no adjective, no
// participle, no noun of the trade.
func (v *valuer) chosen(from, to int) bool {
	b := v.sc.b
	val := b[from:to]
	val = bytes.TrimRight(val, "!?")
	if v.row.kind != Password || len(val) < 6 || len(val) > 64 || !madeOf(val, clLower|clUpper, "-_") || commonWord(val) || roleOf(val) != noRole || algorithm(val) || allOf(val, clUpper, '_') && bytes.Count(val, []byte("_")) > 1 || resource(val) && !diceware(val, true) {
		return false
	}
	if end := bytes.TrimLeft(b[to:min(len(b), to+4)], ".!\"'`"); len(end) > 0 && end[0] != '\n' && end[0] != '\\' && end[0] != '}' && end[0] != ',' && end[0] != '<' && !v.goesOn(from, to) {
		return false
	}
	if v.sc.eng.names.find(val) != nil {
		return false
	}
	for _, end := range adjectives {
		if hasFold(val, len(val)-len(end), end) {
			return false
		}
	}
	return true
}

// goesOn reports whether the sentence goes on behind a password that ends at to as
// it does behind one that somebody used: with password x from 10.0.0.1.
func (v *valuer) goesOn(from, to int) bool {
	b := v.sc.b
	if !v.cued() || byteAt(b, to) != ' ' || v.from+len(v.name)+1 != from {
		return false
	}
	next := b[to+1 : skip(b, to+1, clLower)]
	return roleOf(next) == behindValue || foldEqual(next, "three") || foldEqual(next, "again")
}

// cued reports whether the words before a password's name say that somebody used
// it, so that the word behind it is the password itself, unless it is a noun that
// says what of a password is meant: with password x, but with password hashing.
func (v *valuer) cued() bool {
	b := v.sc.b
	before := lineBefore(b, v.from, 80)
	if len(before) == 0 || before[len(before)-1] != ' ' {
		return false
	}
	before = before[:len(before)-1]
	if bytes.HasSuffix(before, []byte(" the")) {
		before = before[:len(before)-len(" the")]
	}
	verb := before[back(before, len(before), clLower, 8):]
	switch string(verb) {
	case "with", "using", "tried", "trying", "tries":
	case "wrong", "bad":
		if k := v.from + len(v.name) + 1; !hasPrefix(b, skip(b, min(len(b), k), clName), []byte(" for ")) { // wrong password x for bob
			return false
		}
	case "and": // user bob and password x
		before = bytes.TrimRight(before[:len(before)-len(verb)], " ")
		name := before[:len(before)-len(before[back(before, len(before), clName, 64):])]
		if len(name) == len(before) || len(name) == 0 || name[len(name)-1] != ' ' || !userBefore(name, len(name)-1) {
			return false
		}
	default:
		return false
	}
	noun := b[skip(b, v.from+len(v.name), clSpace):]
	noun = noun[:skip(noun, 0, clLower)]
	return !aboutPassword[string(noun)]
}

// aboutPassword are nouns that follow "password" where it is no name of a value.
var aboutPassword = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`
		prompt prompts file files manager managers vault vaults store stores cache caches auth backup hint hints fields box
		dialog form forms page pages link links email emails mail reset resets history age quality generator generators
		spray attack attacks recovery helper agent module modules plugin plugins backend backends provider providers
		callback hook hooks script scripts command commands flag flags argument arguments param params parameter
		parameters variable variables env option options setting settings config method methods mode modes flow flows
		grant grants type types style count number list lists entry entries record records alone instead today now later soon
		fallback exception exceptions request requests response credential credentials logins signin challenge challenges
		screen logins attempts combination combinations pair pairs change changes lookup sync database token tokens key keys
		format formats size syntax pattern string characters encoding data object argument supplied
		property properties attribute line
		intact autofill reuse breach breaches dump dumps leak leaks guess cracker safe wallet keeper
		aging cipher ciphers salt salts username usernames information info data support access control`)) {
		m[string(w)] = true
	}
	return m
}()

// adjectives are ends of words that say how something is, and such words.
var adjectives = [...]string{
	"ed", "ing", "ful", "less", "ble", "ive", "ent", "ant", "ous", "ly", "al", "ic", "ary", "ory", "cure", "olete", "plain", "text", "strong",
	"numeric", "lar", "stale", "legacy", "okay", "right", "public", "wrong", "ready", "known", "shown", "given", "written", "taken", "broken", "stolen",
	"hidden", "chosen", "longer", "shorter", "alice", "nobody", "everyone", "others", "below", "above", "users", "ster", "tor", "tion", "ment", "ness",
	"manager", "server", "client", "system", "database", "service", "device",
}

// columnType reports whether val is the type of a column: char(60).
func columnType(val []byte) bool {
	k := bytes.IndexByte(val, '(')
	return k > 2 && k+1 < len(val) && digit(val[k+1]) && (hasFold(val, k-4, "char") || hasFold(val, k-6, "binary") || hasFold(val, 0, "number") || hasFold(val, 0, "text"))
}

// settles reports whether v says that somebody chooses a password: set password.
func settles(v []byte) bool {
	for _, verb := range []string{"set ", "setting ", "change ", "changing ", "changed ", "reset ", "resetting ", "update ", "updating ", "updated "} {
		if containsFold(v, verb) {
			return true
		}
	}
	return false
}

// stands reports whether a bare word in prose can be the value, rather than the
// next word of the sentence.
func (v *valuer) stands(val []byte) bool {
	if isDate(val) { // token expired 2026-11-10T12:00:00Z
		return false
	}
	switch v.row.kind {
	case Password, ClientSecret:
		if v.row.kind == ClientSecret && len(val) < 6 || columnType(val) {
			return false
		}
		if !looksPassword(val) && !(v.row.name == "seed" && len(val) >= 16 && allOf(val, clUpper|clDigit, 0)) && !((v.row.kind == ClientSecret || mixed(val)) && looksRandom(val, 16)) || algorithm(val) || v.row.kind == ClientSecret && resource(val) || email(val) {
			return false
		}
	case PIN:
		if !looksCode(val) || v.row.how == oneTimeCode && !isCode(val) {
			return false
		}
	default:
		if v.row.kind == Ticket && len(val) < 24 && allOf(val, clHex, 0) || inSource(val) { // ticket 3b4450072511e621, assertion list.cpp:159
			return false
		}
		if !v.looksToken(val) || has(val)&clDigit == 0 && len(val) < 28 && !jumble(val) || v.row.name == "session" && isUUID(val) || v.row.kind == Opaque && resource(val) {
			return false
		}
	}
	eq := bytes.IndexByte(val, '=')
	return eq <= 0 || eq+2 >= len(val) || (looksRandom(val[:eq], 8) || mingled(val[:eq])) && v.sc.eng.names.find(val[:eq]) == nil // else it is name=value of another name
}

// jumble reports whether v is letters alone that no words make: at least twenty of
// both cases, without a run of small ones as long as a word's.
func jumble(v []byte) bool {
	if len(v) < 20 || !allOf(v, clLower|clUpper, 0) || !notCamel(v) {
		return false
	}
	run := 0
	for _, c := range v {
		if run++; isUpper(c) {
			run = 0
		} else if run > 5+len(v)/28 {
			return false
		}
	}
	return has(v)&clUpper != 0
}

// idLike reports whether v is the small letters and digits of a session's id, of
// which few may be digits.
func idLike(v []byte) bool {
	return len(v) >= 24 && len(v) <= 64 && allOf(v, clLower|clDigit, 0) && digitsIn(v) > 1
}

// isDate reports whether val begins with a date: 2026-11-10T12:00:00Z.
func isDate(val []byte) bool {
	return len(val) >= len("2026-11-10") && (val[0] == '1' || val[0] == '2') && val[4] == '-' && val[7] == '-' && allOf(val[:4], clDigit, 0) && allOf(val[5:7], clDigit, 0) && allOf(val[8:10], clDigit, 0) &&
		(len(val) == 10 || val[10] == 'T' || !isAlnum(val[10]))
}

// inSource reports whether val is a line of a program: list.cpp:159.
func inSource(val []byte) bool {
	val = bytes.TrimRight(val, ":,")
	k := bytes.IndexByte(val, ':')
	return k > 2 && bytes.IndexByte(val[:k], '.') > 0 && allOf(val[k+1:], clDigit, ':')
}

// looksToken reports whether a bare word in prose reads like a token. A short one
// mixes digits and both cases.
func (v *valuer) looksToken(val []byte) bool {
	return looksRandom(val, 16) || jumble(val) || idLike(val) || v.row.kind == ClientSecret && len(val) >= 16 && allOf(val, clUpper|clDigit, 0) || v.row.kind != Session && v.row.how == anyValue && mixed(val) && looksRandom(val, 12) && allOf(val, clLower|clUpper|clDigit, '-')
}
