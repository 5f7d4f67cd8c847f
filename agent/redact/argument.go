package redact

import "bytes"

// explained reports whether p begins what the help of a program says of an option: a
// sentence behind a gap.
func (v *valuer) explained(p int) bool {
	b := v.sc.b
	to := skip(b, p, clLower|clUpper)
	if optionWords[string(b[p:to])] && (endsHere(b, to) || byteAt(b, to) == '.') { // the --password option
		return true
	}
	if p-v.from-len(v.name) < 2 {
		return false
	}
	return to > p && byteAt(b, to) == ' ' && to+1 < len(b) && isLetter(b[to+1])
}

// optionWords are what an option is called in a sentence.
var optionWords = map[string]bool{"option": true, "options": true, "flag": true, "flags": true, "switch": true, "argument": true, "arguments": true, "parameter": true}

// isProgram reports whether the name stands where a command begins: sudo passwd bob,
// /usr/bin/passwd bob.
func (v *valuer) isProgram() bool {
	if len(v.name) != len(v.row.name) || !isAlnum(byteAt(v.sc.b, v.from+len(v.name)+1)) {
		return false
	}
	before := lineBefore(v.sc.b, v.from, 16)
	if !endsCommand(v.sc.b, skip(v.sc.b, v.from+len(v.name)+1, clName)) {
		return false
	}
	if len(before) == 0 {
		return true
	}
	return endsIn(before, "bin/", "$ ", "# ", "; ", "&& ", "| ", "sudo ", "COMMAND=", "CMD (")
}

// netrc reports whether v ends in machine x login y.
func netrc(v []byte) bool {
	k := bytes.LastIndex(v, []byte("login "))
	return k >= 0 && bytes.Count(v[k:], []byte(" ")) == 2 && (bytes.Contains(v[:k], []byte("machine ")) || bytes.Contains(v[:k], []byte("default ")))
}

// ofAccount reports whether the password at p, a word or a number, is one that a
// configuration gives an account or a neighbour: username bob password tiger privilege 15.
func (v *valuer) ofAccount(p int) bool {
	before := bytes.TrimSuffix(lineBefore(v.sc.b, v.from, maxUser), []byte(" "))
	val := v.sc.b[p:v.bareEnd(p, 0)]
	return endsIn(before[:bytes.LastIndexByte(before, ' ')+1], "username ", "user-id ", "userid ", "neighbor ") &&
		(len(val) >= 4 && allOf(val, clDigit, 0) || madeUp(val) && !describes(val) && v.sc.eng.names.find(val) == nil)
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
	case "servercommunity", "rocommunity", "rwcommunity", "requirepass", "masterauth", "bindpw", "rootpw", "psksecret":
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
		return !v.quotedName() && bytes.IndexByte(v.name, '-') > 0 && !bytes.Contains(lineBefore(b, v.from, 80), []byte("show ")) && endsCommand(b, skip(b, p, clName)) && !commonWord(b[p:skip(b, p, clName)])
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
	if p >= len(b) || b[p] == '(' || b[p] == '-' && (byteAt(b, p+1) == '-' || !looksRandom(b[p:v.bareEnd(p, 0)], 20)) {
		return 0
	}
	if end := v.sc.argEnd(p); end > 0 {
		return v.secret(p, end, true)
	}
	if from, to, end, ok := quotedValue(b, p); ok {
		if v.secret(from, to, true) == 0 {
			return 0
		}
		return end
	}
	return v.bareArgument(p)
}

// bareArgument is argument where the value has no quotes.
func (v *valuer) bareArgument(p int) int {
	b := v.sc.b
	to := v.bareEnd(p, 0)
	if hasFold(b, p, "/users/") && byteAt(b, to) == ' ' && to+1 < len(b) { // dscl . -passwd /Users/bob x
		p = to + 1
		to = v.bareEnd(p, 0)
	}
	switch val := b[p:to]; {
	case v.quotedName(), filePath(val):
		return 0
	case roleOf(val) != noRole: // Using --password via the CLI
		return 0
	case plainWord(val) && hasPrefix(b, p-3, []byte("   ")): // the help of a program
		return 0
	case plainWord(val) && v.row.kind != Password && !v.ownSecret(p, to):
		return 0
	case v.row.name == "secret" && v.isPlaceName(val): // pulumi config set --secret dbPassword x
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
	from, to, end, quoted := v.extent(p, 0)
	if !looksRandom(b[from:to], 16) || v.secret(from, to, quoted) == 0 {
		return 0
	}
	return end
}

// attribute replaces the value of <add key="Password" value="x"/>, and of "AUTH"
// "x" as redis prints it.
func (v *valuer) attribute(p int) int {
	b := v.sc.b
	if v.row.name == "auth" && len(v.name) == len("auth") { // redisAuth knows better
		return 0
	}
	if endsIn(lineBefore(b, v.from, 16), `resource "`, `data "`, `ephemeral "`) { // of Terraform: resource "random_password" "db" {
		return 0
	}
	v.valueBefore()
	p = v.behindGiving(behindAttributes(b, p))
	if from, to, end, ok := quotedValue(b, p); ok {
		if masked(b[from:to]) || v.sc.eng.names.isName(b[from:to]) || bytes.IndexByte(b[from:to], '_') > 0 && v.isPlaceName(b[from:to]) { // "HMGET" "user:7" "password" "reset_token"
			return 0
		}
		if v.row.kind.password() || !plainWord(b[from:to]) || v.strung(b[from:to]) {
			if v.secret(from, to, true) > 0 {
				return end
			}
		}
	}
	if k := bytes.IndexByte(b[p:min(len(b), p+80)], '>'); k > 0 && b[p+k-1] == '"' && isLetter(b[p]) { // <setting name="ApiKey" serializeAs="String"><value>x
		v.element(p + k + 1) // the attributes before it go on being searched
	}
	return 0
}

// behindGiving is where a value in quotes stands behind a word that gives it to its name, p if
// there is none.
func (v *valuer) behindGiving(p int) int {
	b := v.sc.b
	switch k := p + len("value "); {
	case hasPrefix(b, p, []byte("to ")) && settles(lineBefore(b, v.from, 32)): // Setting header 'X-Api-Key' to 'x'
		return p + len("to ")
	case hasPrefix(b, p, []byte("value ")) && k+1 < len(b) && b[k+1] != '\\': // added 'psk' value 'x', of NetworkManager
		return k
	}
	return p
}

// cisco replaces the value of "password 7 0822455D0A16".
func (v *valuer) cisco(p int) int {
	b := v.sc.b
	if v.row.kind != Password && v.row.kind != ClientSecret || !digit(b[p]) || byteAt(b, p+1) != ' ' {
		return 0
	}
	to := v.bareEnd(p+2, 0)
	if before := lineBefore(b, v.from, 80); mentions(before, "username ", "enable ") && to-p-2 > 3 { // username bob secret 0 x
		return v.secret(p+2, to, true)
	}
	if to-p-2 < 6 || has(b[p+2:to])&clDigit == 0 && !jumble(b[p+2:to]) && !diceware(b[p+2:to], true) {
		return 0
	}
	return v.secret(p+2, to, false)
}
