package redact

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

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
	{":pserver:", false}, {"force: ", true}, {"password pair ", false}, {"icating ", false}, {"connect string: ", false}, {"connection string: ", false}, {"[+] ", true}, {"[-] ", true}, {"proxy ", true}, {"attempt (", true}, {"user add ", true},
	{"--user ", true}, {"-u ", true}, {" -a ", true}, {"--auth ", true}, {"--cert ", true}, {"--uri ", true}, {"accounts: ", true}, {"]:587 ", true}, {"]:465 ", true}, {"]:25 ", true}, {"mysqlsh ", true}, {"rman target ", true},
}

// pairFillers may stand between the words and the user.
var pairFillers = []string{"with ", "as ", "for ", "is ", "are ", "are: ", "using ", "attempt ", "attempt: ", "found ", "found: ", "user ", "users: "}

// pairBehind judges a user and a password behind one of pairWords.
func (sc *scan) pairBehind(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	if prev := byteAt(b, lo-1); isName(prev) && prev != '-' && strings.IndexByte(" .[]ig", a.lit[0]) < 0 { // [+], connect·ing as, lo·gged in
		return 0
	}
	switch a.lit {
	case "creds ":
		if from, to, ok := argAt(b, i); ok && byteAt(b, lo-1) == '-' { // --src-creds bob:x
			sc.userArg(from, to)
			return to
		}
	case "login ":
		if byteAt(b, i) == '"' && digit(byteAt(b, lo-2)) { // a2 login "bob" "x"
			return sc.login(a, lo)
		}
		if end := sc.spacedPair(i); end > 0 {
			return end
		}
	case "tried ":
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
	if c := byteAt(b, i); isQuote(c) || c == '(' {
		i++
	}
	return sc.pairAt(i, pairWords[a.rule].loose)
}

const (
	maxUser     = 64 // bytes of a user's name before a password
	minNumbered = 5  // digits of one that is a number, and no hour, port or count
)

// A userPair is a user and a password that a sign parts: bob:x, CORP/bob/x, bob / x.
type userPair struct {
	b        []byte
	from     int    // where the user begins
	user     []byte // as it is written, its domain too: CORP\bob
	sep      byte   // a colon or a slash
	passFrom int
	passTo   int
	loose    bool // other things than pairs stand here, too
}

// pairAt replaces the password of user:password, user/password and user /
// password at i, and returns where to go on.
func (sc *scan) pairAt(i int, loose bool) int {
	b := sc.b
	if isDate(b[min(i, len(b)):]) { // credentials created 2026-11-10T12:00:00Z
		return 0
	}
	end := pairUserEnd(b, i)
	switch {
	case quotesApart(b, i, end):
		return sc.quotedPair(i, end)
	case hasPrefix(b, end, []byte(" and ")) && hasSuffix(b, i, "with "): // logged in with bob and x
		return sc.saidPair(i, end, end+len(" and "))
	case hasPrefix(b, end, []byte(" with ")) && hasSuffix(b, i, "as "): // login as bob with x
		return sc.saidPair(i, end, end+len(" with "))
	}
	p := userPair{b: b, from: i, user: b[i:end], loose: loose}
	sep := p.apart(end)
	if len(p.user) == 0 || p.sep != ':' && p.sep != '/' || number(p.user) && len(p.user) < minNumbered || provider(p.user) {
		return 0
	}
	p.passTo = sc.pairEnd(p.passFrom, p.sep)
	if p.isField() {
		return 0
	}
	p.behindDomain()
	p.leaveHost()
	p.passTo = beforeStop(b, p.passFrom, p.passTo)
	if !p.holds() || masked(b[i:p.passTo]) || properties(b[sep:p.passTo]) || !sc.password(p.passFrom, p.passTo, sc.at) {
		return 0
	}
	return sc.morePairs(p.passTo, p.sep)
}

// pairBefore judges the user and the password before words that say that they are some.
func (sc *scan) pairBefore(_ *anchor, lo int) int {
	if from := lo - len(lineBefore(sc.b, lo, maxUser)); from >= sc.floor {
		sc.pairAt(from+bytes.LastIndexByte(sc.b[from:lo], ' ')+1, false)
	}
	return 0
}

// pairUserEnd is where the name of a user at i ends.
func pairUserEnd(b []byte, i int) int {
	end := i
	for end < len(b) && end-i < maxUser && (isName(b[end]) || b[end] == '@' || b[end] >= utf8.RuneSelf || b[end] == '\\' && end > i && !isEscape(b, end)) {
		end++
	}
	return end
}

// quotesApart reports whether the user b[i:end] and the password behind it have quotes of
// their own: 'bob':'x'.
func quotesApart(b []byte, i, end int) bool {
	q := byteAt(b, end)
	return isQuote(q) && byteAt(b, i-1) == q && byteAt(b, end+1) == ':' && byteAt(b, end+2) == q
}

// apart reads the sign behind the user, which ends at end, and returns where it stands.
func (p *userPair) apart(end int) (sep int) {
	sep, p.passFrom = end, end+1
	if slash := hasPrefix(p.b, end, []byte(" / ")); slash || hasPrefix(p.b, end, []byte(" : ")) {
		sep, p.passFrom = end+1, end+3
		if slash && p.plainUser() {
			p.loose = false
		}
	}
	p.sep = byteAt(p.b, sep)
	return sep
}

// isField reports whether it is no pair but a field that tells who somebody is: login
// Username:u1234567 Role:admin. "user" may be a user as well, unless another field follows.
func (p *userPair) isField() bool {
	if p.sep != ':' {
		return false
	}
	for _, name := range [...]string{"username", "userid", "user_id", "loginname"} {
		if foldEqual(p.user, name) {
			return true
		}
	}
	if !foldEqual(p.user, "user") && !foldEqual(p.user, "name") || byteAt(p.b, p.passTo) != ' ' {
		return false
	}
	next := skip(p.b, p.passTo+1, clLower|clUpper)
	return next > p.passTo+1 && byteAt(p.b, next) == ':'
}

// broken reports whether the words before the pair say that somebody found it out: valid
// credentials bob/x, Success: 'bob:x', [+] CORP\bob:x.
func (p *userPair) broken() bool {
	if hasSuffix(p.b, p.from, "[+] ") {
		return bytes.IndexByte(p.user, '\\') > 0
	}
	if endsIn(p.b[:p.from], "efault credentials ", "efault credentials: ", "ogin attempt: ") {
		return p.sep == ':' || commonAccount(p.user)
	}
	return endsIn(p.b[:p.from], "valid credentials ", "valid credentials: ", "uccess: '", "uccess: \"")
}

// given reports whether the pair is given to a program: behind -u, or behind a mail server in
// a map of Postfix'.
func (p *userPair) given() bool {
	before := p.b[:p.from]
	return p.plainUser() && endsIn(before, "-u ", "-u '", "-u \"") || email(p.user) && endsIn(before, "]:587 ", "]:465 ", "]:25 ")
}

// plainUser reports whether the user is a name in small letters: bob, bob.smith2.
func (p *userPair) plainUser() bool {
	return allOf(p.user, clLower|clDigit, '.') && isLetter(p.user[0])
}

// behindDomain steps over the user where what looked like one was its domain:
// -u CORP/bob%x.
func (p *userPair) behindDomain() {
	percent := bytes.IndexByte(p.b[p.passFrom:p.passTo], '%')
	if percent <= 0 || p.sep != '/' || !allOf(p.b[p.passFrom:p.passFrom+percent], clName, 0) {
		return
	}
	for _, option := range [...]string{"-u ", "-u '", `-u "`} {
		if hasSuffix(p.b, p.from, option) {
			p.passFrom += percent + 1
			return
		}
	}
}

// leaveHost takes the host off the password: bob/x@db:1521/ORCL. What looks like a
// password before a host is hardly something else.
func (p *userPair) leaveHost() {
	pass := p.b[p.passFrom:p.passTo]
	at := bytes.LastIndexByte(pass, '@')
	if at <= 0 {
		return
	}
	pass, host := pass[:at], pass[at+1:]
	host, _, _ = bytes.Cut(host, []byte(":/"))                             // and a path, of CVS
	if p.sep == ':' && !bytes.ContainsAny(host, ".:") && !hostWord(host) { // a sign of the password's: bob:s3cret@home
		return
	}
	certain := looksPassword(pass)
	if certain && madeOf(host, clLower|clDigit, ".-:[],;") || hasPrefix(p.b, p.passFrom+at, []byte("@//")) || service(host) || hostWord(host) {
		p.loose = p.loose && !certain
		p.passTo = p.passFrom + at
	}
}

// holds reports whether the password looks like one, and unlike what else stands where
// this pair does.
func (p *userPair) holds() bool {
	val := p.b[p.passFrom:max(p.passFrom, p.passTo)]
	switch {
	case p.broken() && (madeUp(val) || len(val) > 5 && number(val)): // even a word
		return true
	case !passwordLike(val), bytes.IndexByte(val, '\\') >= 0, provider(val):
		return false
	case p.loose && p.sep == ':' && p.plainUser() && tries(p.b[:p.from]) && wordAndNumber(val): // trying bob:hunter2
		return true
	case p.sep == ':' && p.given() && isLetter(val[0]) && digitsIn(val) > 1 && len(val) > 7: // -u bob:hunter2026
		return true
	case !p.doubtful() && !number(p.user):
		return true
	}
	return mingled(val) || diceware(val, p.announced())
}

// doubtful reports whether the user may be no user: one that no account is commonly called,
// or a domain.
func (p *userPair) doubtful() bool {
	if p.loose && bytes.IndexByte(p.user, '\\') < 0 && !commonAccount(p.user) {
		return true
	}
	return bytes.IndexByte(p.user, '.') > 0 && !surname(p.user)
}

// announced reports whether a word for somebody who tries, or an option, stands before
// the pair.
func (p *userPair) announced() bool {
	return tries(p.b[:p.from]) || hasSuffix(p.b, p.from, "-u ") || hasSuffix(p.b, p.from, "--user ") || hasSuffix(p.b, p.from, "--auth ")
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
		if from >= to || !passwordLike(b[from:to]) || bytes.IndexByte(b[from:to], '\\') >= 0 || !sc.password(from, to, sc.at) {
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
	switch {
	case !isLetter(byteAt(b, i)), provider(user), algorithm(user):
		return 0
	case !passwordLike(val), algorithm(val), !sc.password(from, to, sc.at):
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
	switch {
	case !endsCommand(b, to), bytes.ContainsAny(val, "=:/"):
		return 0
	case !passwordLike(val), algorithm(val), !sc.password(from, to, sc.at):
		return 0
	}
	return to
}

// surname reports whether a user's name with dots ends in a word that is no domain.
func surname(user []byte) bool {
	last := user[bytes.LastIndexByte(user, '.')+1:]
	switch string(last) {
	case "info", "internal", "local", "example", "test":
		return false
	}
	return len(last) > 3 && allOf(last, clLower, 0)
}

// tries reports whether v ends in a word for somebody who tries a password.
func tries(v []byte) bool {
	return endsIn(v, "rying ", "ried ", "failed for ", "uccess: ", "orce: ")
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
	from := hostPairStart(b, lo)
	if from < sc.floor || lo-from == maxPair || hasPrefix(b, from-2, []byte("//")) || hasHash(b[from:lo]) { // of a URL, which url knows better
		return 0
	}
	colon := bytes.IndexByte(b[from:lo], ':')
	if colon < 0 && byteAt(b, from-1) == '/' {
		return sc.slashedPair(a, from, lo)
	}
	if colon <= 0 {
		return 0
	}
	user, pass := b[from:from+colon], b[from+colon+1:lo]
	word := isLetter(a.lit[1]) && a.lit[1] != 'l' // a host's name, but not localhost: an address of mail reads so, too
	switch {
	case !allOf(user, clName, '\\'), number(user):
		return 0
	case !passwordLike(pass), word && !mingled(pass):
		return 0
	case !sc.password(from+colon+1, lo, sc.at):
		return 0
	}
	return lo
}

// hostPairStart is where the user and the password begin that stand before a host at lo.
func hostPairStart(b []byte, lo int) int {
	from := lo
	for from > 0 && lo-from < maxPair && !isSpace(b[from-1]) && b[from-1] != '"' && b[from-1] != '\'' && b[from-1] != '=' && b[from-1] != '/' {
		from--
	}
	return from
}

// slashedPair judges bob/x@10.0.0.1, where the password stands at b[from:lo]. The path of
// a URL reads so, too: the password must mix what words do not.
func (sc *scan) slashedPair(a *anchor, from, lo int) int {
	b := sc.b
	user, pass := back(b, from-1, clName, maxUser), b[from:lo]
	if user == from-1 || !isLetter(b[user]) || user > 0 && b[user-1] != ' ' && b[user-1] != '"' || !digit(a.lit[1]) {
		return 0
	}
	if !signs(pass) && !mingled(pass) || !sc.password(from, lo, sc.at) {
		return 0
	}
	return lo
}
