package redact

import "bytes"

// pairWords announce a user and a password: "login with bob/x", "trying bob:x".
// Behind the loose ones many other things stand, so the password must look like
// nothing else.
var pairWords = []struct {
	lit   string
	loose bool
}{
	{"login ", false}, {"login: ", false}, {"gged in ", false}, {"log in ", false}, {"gging in ", false},
	{"creds ", false}, {"cred ", false}, {"credentials ", false},
	{"basic auth ", false}, {"stats auth ", false}, {"account ", true}, {"failed for ", true}, {"proxy auth ", false}, {"dsn ", true}, {"smtp auth ", false}, {"http auth ", false},
	{"addauth digest ", false}, {".user.info=", false}, {"cracked: ", false}, {"userinfo=", false}, {"login=", true}, {"cting to ", true}, {"trying ", true}, {"try ", true}, {"tried ", true}, {"ing as ", true}, {"ing with ", true}, {"success: ", true},
	{"chpasswd: {list: [", false}, {"force: ", true}, {"password pair ", false}, {"icating ", false}, {"connect string: ", false}, {"connection string: ", false}, {"[+] ", true}, {"[-] ", true}, {"proxy ", true}, {"attempt (", true}, {"user add ", true},
	{"--user ", true}, {" -u ", true}, {" -a ", true}, {"--auth ", true}, {"--cert ", true}, {"--uri ", true}, {"mysqlsh ", true}, {"rman target ", true},
}

// pairFillers may stand between the words and the user.
var pairFillers = []string{"with ", "as ", "for ", "is ", "are ", "are: ", "using ", "attempt ", "attempt: ", "found ", "found: ", "user ", "users: "}

// pairBehind judges a user and a password behind one of pairWords.
func (sc *scan) pairBehind(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	if prev := byteAt(b, lo-1); isName(prev) && prev != '-' && a.lit[0] != ' ' && a.lit[0] != '.' && a.lit[0] != '[' && a.lit[0] != 'i' && a.lit[0] != 'g' { // [+], connect·ing as, lo·gged in
		return 0
	}
	if a.lit == "login " && byteAt(b, i) == '"' && digit(byteAt(b, lo-2)) { // a2 login "bob" "x"
		return sc.login(a, lo)
	} else if a.lit == "login " {
		if end := sc.spacedPair(i); end > 0 {
			return end
		}
	} else if a.lit == "tried " {
		if end := sc.triedOn(i); end > 0 {
			return end
		}
	}
	for range 3 {
		for _, w := range pairFillers {
			if hasFold(b, i, w) {
				i += len(w)
				break
			}
		}
	}
	if c := byteAt(b, i); c == '"' || c == '\'' || c == '(' {
		i++
	}
	return sc.pairAt(i, pairWords[a.rule].loose)
}

const maxUser = 64 // bytes of a user's name before a password

// pairAt replaces the password of user:password, user/password and user /
// password at i, and returns where to go on.
func (sc *scan) pairAt(i int, loose bool) int {
	b := sc.b
	if isDate(b[min(i, len(b)):]) { // credentials created 2026-11-10T12:00:00Z
		return 0
	}
	sep := i
	for sep < len(b) && sep-i < maxUser && (isName(b[sep]) || b[sep] == '@' || b[sep] == '\\' && sep > i && !isEscape(b, sep)) {
		sep++
	}
	user := b[i:sep]
	if c := byteAt(b, sep); (c == '"' || c == '\'') && byteAt(b, i-1) == c && byteAt(b, sep+1) == ':' && byteAt(b, sep+2) == c {
		return sc.quotedPair(i, sep)
	}
	from := sep + 1
	if hasPrefix(b, sep, []byte(" / ")) && allOf(user, clLower|clDigit, '.') && isLetter(user[0]) {
		loose = false
	}
	if hasPrefix(b, sep, []byte(" / ")) || hasPrefix(b, sep, []byte(" : ")) {
		from = sep + 3
		sep++
	}
	if hasPrefix(b, sep, []byte(" and ")) && hasSuffix(b, i, "with ") { // logged in with bob and x
		return sc.saidPair(i, sep, sep+len(" and "))
	}
	if hasPrefix(b, sep, []byte(" with ")) && hasSuffix(b, i, "as ") { // login as bob with x
		return sc.saidPair(i, sep, sep+len(" with "))
	}
	if len(user) == 0 || byteAt(b, sep) != ':' && byteAt(b, sep) != '/' || number(user) || provider(user) {
		return 0
	}
	to := sc.pairEnd(from, b[sep])
	if k := bytes.IndexByte(b[from:to], '%'); k > 0 && b[sep] == '/' && (hasSuffix(b, i, "-u ") || hasSuffix(b, i, "-u '") || hasSuffix(b, i, "-u \"")) && allOf(b[from:from+k], clName, 0) { // -U CORP/bob%x
		from += k + 1
	}
	if k := bytes.LastIndexByte(b[from:to], '@'); k > 0 && from+k+1 < to && madeOf(b[from+k+1:to], clLower|clDigit, ".-:[],;") && looksPassword(b[from:from+k]) || k > 0 && (hasPrefix(b, from+k, []byte("@//")) || service(b[from+k+1:to]) || hostWord(b[from+k+1:to])) { // …@host
		loose = loose && !looksPassword(b[from:from+k])
		to = from + k
	}
	to = beforeStop(b, from, to)
	val := b[from:max(from, to)]
	switch {
	case !looksPassword(val) && !diceware(val, true), masked(b[i:to]), bytes.IndexByte(val, '\\') >= 0, provider(val), properties(b[sep:to]):
		return 0
	case loose && b[sep] == ':' && allOf(user, clLower|clDigit, '.') && isLetter(user[0]) && tries(b[:i]) && wordAndNumber(val):
	case (loose && bytes.IndexByte(user, '\\') < 0 && !commonAccount(user) || bytes.IndexByte(user, '.') > 0 && !surname(user)) && !mingled(val) && !diceware(val, tries(b[:i]) || hasSuffix(b, i, "-u ") || hasSuffix(b, i, "--user ") || hasSuffix(b, i, "--auth ")):
		return 0
	}
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return sc.morePairs(to, b[sep])
}

// pairEnd is where the password at i ends: its word does, or another pair begins behind a
// comma or a semicolon.
func (sc *scan) pairEnd(i int, sep byte) int {
	b, to := sc.b, sc.wordEnd(i)
	for k := i; k < to; k++ {
		if b[k] == ',' || b[k] == ';' {
			if user := skip(b, k+1, clName); user > k+1 && user < to && b[user] == sep {
				return k
			}
		}
	}
	return to
}

// morePairs judges the users and passwords that follow a pair which ends at i, with the
// same sign between the two: bob:x, eve:y and tom:z.
func (sc *scan) morePairs(i int, sep byte) int {
	b := sc.b
	for {
		p := behindAnd(b, i)
		user := p
		for user < len(b) && user-p < maxUser && (isName(b[user]) || b[user] == '@') {
			user++
		}
		if p == i || user == p || byteAt(b, user) != sep || number(b[p:user]) || provider(b[p:user]) {
			return i
		}
		from := user + 1
		to := beforeStop(b, from, sc.pairEnd(from, sep))
		if from >= to || !looksPassword(b[from:to]) && !diceware(b[from:to], true) || bytes.IndexByte(b[from:to], '\\') >= 0 || !sc.password(from, to, sc.at) {
			return i
		}
		i = to
	}
}

// quotedPair judges 'bob':'x', where the user stands at b[i:end].
func (sc *scan) quotedPair(i, end int) int {
	b := sc.b
	user := b[i:end]
	from, to, end, ok := quotedValue(b, end+2)
	if !ok || number(user) || provider(user) || !looksPassword(b[from:to]) || !sc.password(from, to, sc.at) {
		return 0
	}
	return end
}

// saidPair judges the password at from that a sentence tells with the user b[i:end].
func (sc *scan) saidPair(i, end, from int) int {
	b := sc.b
	user := b[i:end]
	to := beforeStop(b, from, wordEnd(b, from))
	val := b[from:to]
	if !isLetter(byteAt(b, i)) || !looksPassword(val) && !diceware(val, true) || provider(user) || algorithm(val) || algorithm(user) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// beforeStop is where b[from:to] ends without the marks of a sentence behind it.
func beforeStop(b []byte, from, to int) int {
	for to > from && bytes.IndexByte([]byte(",;.)"), b[to-1]) >= 0 {
		to--
	}
	return to
}

// besideUser judges a user and a password parted by a blank, at the end of what is
// said: bad credentials: bob x.
func (sc *scan) besideUser(i int) int {
	b := sc.b
	to := i
	for to < len(b) && to-i < maxUser && (isName(b[to]) || b[to] == '@') {
		to++
	}
	from := to + 1
	if to == i || byteAt(b, to) != ' ' || from >= len(b) || roleOf(b[i:to]) != noRole || sc.eng.names.find(b[i:to]) != nil {
		return 0
	}
	to = wordEnd(b, from)
	val := b[from:to]
	if !endsCommand(b, to) || !looksPassword(val) && !diceware(val, true) || bytes.ContainsAny(val, "=:/") || algorithm(val) || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// surname reports whether a user's name with dots ends in a word that is no domain.
func surname(user []byte) bool {
	last := user[bytes.LastIndexByte(user, '.')+1:]
	return len(last) > 3 && allOf(last, clLower, 0) && string(last) != "info" && string(last) != "internal" && string(last) != "local" && string(last) != "example" && string(last) != "test"
}

// tries reports whether v ends in a word for somebody who tries a password.
func tries(v []byte) bool {
	v = v[max(0, len(v)-16):]
	return bytes.HasSuffix(v, []byte("rying ")) || bytes.HasSuffix(v, []byte("ried ")) || bytes.HasSuffix(v, []byte("failed for ")) || bytes.HasSuffix(v, []byte("uccess: ")) || bytes.HasSuffix(v, []byte("orce: "))
}

// wordAndNumber reports whether v is letters and digits, as people choose passwords:
// hunter2, s3cret99.
func wordAndNumber(v []byte) bool {
	return len(v) > 4 && isLetter(v[0]) && allOf(v, clLower|clUpper|clDigit, 0) && has(v)&clDigit != 0
}

// hasSuffix reports whether lit stands before i.
func hasSuffix(b []byte, i int, lit string) bool { return hasFold(b, i-len(lit), lit) }

// service reports whether v is a host, a port and the name of a database's service:
// db:1521/ORCL.
func service(v []byte) bool {
	host, name, _ := bytes.Cut(v, []byte("/"))
	_, port, _ := bytes.Cut(host, []byte(":"))
	return len(port) > 1 && allOf(port, clDigit, 0) && len(name) > 0 && allOf(name, clName, 0)
}

// hostWord reports whether v is a host that is called by what runs on it.
func hostWord(v []byte) bool {
	switch string(v) {
	case "localhost", "db", "mysql", "postgres", "redis", "mongo", "proxy":
		return true
	}
	return false
}

// commonAccount reports whether v is an account that everybody has, and that
// others try.
func commonAccount(v []byte) bool {
	switch string(v) {
	case "root", "admin", "administrator", "Administrator", "guest", "postgres", "oracle", "ubuntu", "pi", "support", "sa", "ftp", "mysql", "tomcat":
		return true
	}
	return false
}

// mingled reports whether v mixes what words and names do not: three of small
// letters, capitals, digits and signs.
func mingled(v []byte) bool {
	n, sign := 0, false
	for _, c := range v {
		sign = sign || !isAlnum(c) && c != '.' && c != ':' && c != '/' && c != '-'
	}
	for _, cl := range []uint8{clLower, clUpper, clDigit} {
		if has(v)&cl != 0 {
			n++
		}
	}
	return n == 3 || n == 2 && sign
}

// signs reports whether v holds signs that names do not have.
func signs(v []byte) bool {
	return looksPassword(v) && bytes.IndexAny(v, "!@#$%^&*+?~") > 0
}

// provider reports whether v is the name of a way to log in rather than a user.
func provider(v []byte) bool {
	v = bytes.TrimRight(v, "0123456789")
	for _, p := range []string{"google", "github", "gitlab", "facebook", "microsoft", "apple", "twitter", "linkedin", "sso", "saml", "oauth", "oidc", "ldap", "kerberos", "openid", "okta", "azure", "http", "https", "tcp", "udp", "tls", "unix", "env"} {
		if foldEqual(v, p) {
			return true
		}
	}
	return false
}

// maxPair bounds a user and a password before a host: what begins before that is none.
const maxPair = 1024

// hostPair judges user:password@10.0.0.1 that no scheme announces. The anchors
// are how addresses begin, not any digit: fewer of them keep the filter sharp.
func (sc *scan) hostPair(a *anchor, lo int) int {
	b := sc.b
	from := lo
	for from > 0 && lo-from < maxPair && !isSpace(b[from-1]) && b[from-1] != '"' && b[from-1] != '\'' && b[from-1] != '=' && b[from-1] != '/' {
		from--
	}
	if from < sc.floor || lo-from == maxPair || hasPrefix(b, from-2, []byte("//")) || hasHash(b[from:lo]) { // of a URL, which url knows better
		return 0
	}
	if byteAt(b, from-1) == '/' && bytes.IndexByte(b[from:lo], ':') < 0 { // bob/x@10.0.0.1
		if user := back(b, from-1, clName, maxUser); user < from-1 && isLetter(b[user]) && (user == 0 || b[user-1] == ' ' || b[user-1] == '"') && digit(a.lit[1]) && (signs(b[from:lo]) || mingled(b[from:lo])) && sc.password(from, lo, sc.at) {
			return lo
		}
		return 0
	}
	k := bytes.IndexByte(b[from:lo], ':')
	if k <= 0 || !allOf(b[from:from+k], clName, '\\') || number(b[from:from+k]) || !looksPassword(b[from+k+1:lo]) && !diceware(b[from+k+1:lo], true) || isLetter(a.lit[1]) && a.lit[1] != 'l' && !mingled(b[from+k+1:lo]) || !sc.password(from+k+1, lo, sc.at) {
		return 0
	}
	return lo
}
