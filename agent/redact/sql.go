package redact

import (
	"bytes"
	"strconv"
	"strings"
)

// identified judges IDENTIFIED [WITH plugin] BY 'password'.
func (sc *scan) identified(a *anchor, lo int) int {
	b := sc.b
	if !hasPrefix(b, lo, []byte("IDENTIFIED BY '")) && !mentions(b[max(0, lo-80):lo], "user", "grant", "role", "connect to") { // prose
		return 0
	}
	i := lo + len(a.lit)
	if hasFold(b, i, "by random password") { // of MySQL
		return 0
	}
	if hasFold(b, i, "by ") && i+len("by ") < len(b) && isAlnum(b[i+len("by ")]) && !hasFold(b, i, "by values") { // Oracle, without quotes
		from := i + len("by ")
		to := wordEnd(b, from)
		if to = from + len(bytes.TrimRight(b[from:to], ";,)")); sc.password(from, to, sc.at) {
			return sc.replaced(to)
		}
		return 0
	}
	if hasFold(b, i, "with ") { // WITH 'plugin' BY
		if _, _, end, ok := quotedValue(b, i+len("with ")); ok {
			i = end
		}
	}
	for i < len(b) && i-lo < 100 && !isQuote(b[i]) && (isName(b[i]) || b[i] == ' ') {
		i++
	}
	from, to, end, ok := quotedValue(b, i)
	if !ok || !sc.password(from, to, sc.at) {
		return 0
	}
	return sc.replaced(end)
}

// replaced judges the old password behind a new one that ends at i.
func (sc *scan) replaced(i int) int {
	b := sc.b
	from := i + len(" replace ")
	if !hasFold(b, i, " replace ") || from >= len(b) {
		return i
	}
	from, to, end, ok := quotedValue(b, from)
	if !ok {
		from = i + len(" replace ")
		to = wordEnd(b, from)
		to = from + len(bytes.TrimRight(b[from:to], ";,)"))
		end = to
	}
	sc.password(from, to, sc.at)
	return end
}

// cases judges the values of CASE id WHEN 1 THEN 'x' WHEN 2 THEN 'y' END, which begins at p.
func (v *valuer) cases(p int) int {
	b := v.sc.b
	if p < v.sc.judged.rows {
		return 0
	}
	last := 0
	for i := p; ; {
		v.sc.judged.rows = i
		rest := lineBehind(b, i, maxStatement)
		if k := indexFold(rest, " end"); k >= 0 && !isName(byteAt(b, i+k+len(" end"))) {
			rest = rest[:k]
		}
		k := indexFold(rest, " then ")
		if e := indexFold(rest, " else "); k < 0 || e >= 0 && e < k {
			k = e
		}
		if k < 0 {
			return last
		}
		i += k + len(" then ")
		if from, to, end, ok := quotedValue(b, i); ok {
			v.secret(from, to, true)
			last, i = end, end
		}
	}
}

// Which argument of a call is the password, where no number tells it.
const (
	lastArg      = -1 // the last one of a bind to a directory, whose first or second one is a distinguished name
	onlyOrSecond = -2 // the only one, or the one behind a user
	firstTwo     = -3 // the old password and the new one
)

// callArgs are functions and which of their arguments, counted from one, is a
// password, as stack traces print them.
var callArgs = []struct {
	name string
	arg  int
}{
	// Of applications, for those who log in.
	{"login(", 2}, {"->attempt(", 2}, {"authenticate(", 2}, {"signin(", 2}, {"checkpassword(", 2}, {"verifypassword(", 2},
	{"validateuser(", 2}, {"verifyuser(", 2}, {"checkuser(", 2}, {"authenticateuser(", 2}, {"createuser(", 2},
	{"emailandpassword(", 2}, {"create_user(", 3}, {"create_superuser(", 3}, {"loginrequest(", 2}, {`{login,<<"`, 2}, {`{auth,<<"`, 2}, {"credentials(", 2},
	{`login","params":[`, 2}, {`"auth","args":[`, 1}, {`"login",["`, 3}, {`"login","args":["`, 3}, {"login with args [", 2}, {"communitydata(", 1},

	// Of languages and libraries, for those who connect.
	{"ssh.connect(", 4}, {"oracle.connect(", 2}, {"mysqli_connect(", 3}, {"mysql_connect(", 3}, {"mysql.connect(", 3},
	{"getconnection(", 3}, {"new pdo(", 3}, {"->__construct(", 3}, {"ftp(", 3}, {"createpdoconnection(", 3}, {"->connect(", 3}, {"real_connect(", 3},
	{"oci_connect(", 2}, {"odbc_connect(", 3}, {"imap_open(", 3}, {"auth_password(", 2}, {"->auth(", onlyOrSecond}, {"openrowset(", 4},
	{"bind_s(", lastArg}, {"bind(", lastArg}, {"directoryentry(", 3}, {"passwordauthentication(", 2}, {"passwordtoken(", 2}, {"authenticationtoken(", 2},
	{"networkcredential(", 2}, {"pscredential(", 2}, {"credential]::new(", 2}, {"apikeyauth(", 1},
	{"auth=(", 2}, {"auth = (", 2}, {"auth=[", 2}, {`"auth":[`, 2}, {`"auth": [`, 2}, {".auth(", onlyOrSecond},
	{"basicauth(", 2}, {"basic_auth(", 2}, {"digestauth(", 2}, {".basic(", 2}, {": eap ", 1}, {": xauth ", 1},
	{"wifi.begin(", 2}, {`+cwjap="`, 2}, {" mysql(", 5}, {" postgresql(", 5},
	{"connect('weblogic',", 1}, {"new wallet(", 1}, {"privatekeytoaccount(", 1}, {"account.from_key(", 1}, {"unsafeplaintext(", 1},
	{"sp_addlogin ", 2}, {"sp_password ", firstTwo}, {"addlinkedsrvlogin ", 5},

	// Of cryptography, for what is hashed, sealed or signed.
	{"checkpw(", 1}, {"hashpw(", 1}, {"password_verify(", 1}, {"bcrypt.hashsync(", 1}, {"comparesync(", 1},
	{"bcrypt.compare(", 1}, {"bcrypt.hash(", 1}, {"crypt(", 1}, {"createhmac(", 2}, {"hmac.new(", 1}, {"fernet(", 1},
	{"pgp_sym_decrypt(", 2}, {"pgp_sym_encrypt(", 2}, {"aes_encrypt(", 2}, {"aes_decrypt(", 2},
	{"openssl_encrypt(", 3}, {"openssl_decrypt(", 3}, {"hash_hmac(", 3}, {"get_private(", 2}, {"hasher->check(", 1},
	{"jwt.sign(", 2}, {"jwt.encode(", 2}, {"token.from(", 1}, {"secretstr(", 1}, {"secretstring(", 1},
}

// maxLookups bounds how many parameters of statements are looked up in a text.
const maxLookups = 256

// bound replaces what a statement's parameter at from stands for, where the log tells
// it: token = $1 … parameters: $1 = 'x'; @p0='x'; token = ? … parameters: ['x'].
func (v *valuer) bound(from int, param []byte) {
	sc := v.sc
	known := &sc.judged.statement
	if known.lookups == maxLookups {
		return
	}
	if n := v.nth(from, param); n > 0 {
		known.lookups++
		v.inList(n-1, from+len(param))
	}
	if param[0] != '$' && param[0] != '@' || bytes.Equal(param, known.param) {
		return
	}
	known.param = param
	known.lookups++
	b := sc.b
	for i := 0; i < len(b); {
		k := bytes.Index(b[i:], param)
		if k < 0 {
			return
		}
		i += k + len(param)
		p := i
		for p < len(b) && p < i+3 && (b[p] == ' ' || b[p] == '=') {
			p++
		}
		if from, to, _, ok := quotedValue(b, p); ok && p > i && b[from-1] == '\'' && from < to {
			v.secret(from, to, true)
		}
	}
}

// placeOf reports whether val stands for a parameter of a statement.
func placeOf(val []byte) bool {
	switch {
	case len(val) == 0:
		return false
	case val[0] == '$': // $1
		return number(val[1:])
	case val[0] == '@': // @p0
		return madeOf(val[1:], clLower|clUpper|clDigit, "_")
	}
	return string(val) == "?" || string(val) == "%s"
}

// inStatement reports whether v is the beginning of a statement.
func inStatement(v []byte) bool {
	return mentions(v, "update ", "insert ", "select ", "exec", "create ", "alter ", "where ")
}

const maxStatement = 1024 // bytes before a parameter and behind it that are looked at

// nth says which one the parameter at from is of those that are told by their order: the
// first one is 1. It is 0 for one that has a name.
func (v *valuer) nth(from int, param []byte) int {
	switch param[0] {
	case '?', '%':
		before := lineBefore(v.sc.b, from, maxStatement)
		return bytes.Count(before[bytes.LastIndexByte(before, ';')+1:], param) + 1
	case '$':
		n := 0
		for _, c := range param[1:min(len(param), 4)] {
			n = n*10 + int(c-'0')
		}
		return n
	}
	return 0
}

// numbered judges the nth of the parameters that an object at i has by their numbers:
// {"1":"x","2":7}.
func (v *valuer) numbered(n, i, end int) {
	b := v.sc.b
	key := []byte(`"` + strconv.Itoa(n) + `":`)
	k := bytes.Index(b[i:end], key)
	if k < 0 {
		return
	}
	if from, to, _, ok := quotedValue(b, skip(b, i+k+len(key), clSpace)); ok && from < to {
		v.secret(from, to, true)
	}
}

// inList judges the nth from 0 of the values in the list that stands behind a statement,
// whose parameters they are, or of each list in it.
func (v *valuer) inList(n, i int) {
	b := v.sc.b
	for end := min(len(b), i+maxStatement); i < end; i++ {
		if hasPrefix(b, i, []byte(`{"1":`)) { // of Doctrine
			v.numbered(n+1, i, end)
			return
		}
		if b[i] != '[' && b[i] != '(' {
			continue
		}
		announced := announcesList(b, i)
		if first := skip(b, i+1, clSpace); byteAt(b, first) == '[' || byteAt(b, first) == '(' {
			i = first
		}
		if !announced || !opensList(b, i) {
			continue
		}
		if k := bytes.Index(b[i:end], v.name); k > 1 && hasPrefix(b, i+k-2, []byte(`["`)) { // [["password", "x"]], which pair knows
			return
		}
		t := table{n: 1, of: n + 1}
		t.at[0], t.cols[0] = n, *v
		t.cols[0].d = list
		v.sc.tuples(&t, i)
		return
	}
}

// announcesList reports whether a bracket at i may open a list of parameters: behind a
// sign, or a square one apart from what stands before.
func announcesList(b []byte, i int) bool {
	if before := bytes.TrimRight(b[max(0, i-8):i], " "); len(before) > 0 && bytes.IndexByte([]byte(":=[],"), before[len(before)-1]) >= 0 {
		return true
	}
	return b[i] == '[' && byteAt(b, i-1) == ' ' && !digit(byteAt(b, i+1))
}

// opensList reports whether values follow the bracket at i.
func opensList(b []byte, i int) bool {
	first := skip(b, i+1, clSpace)
	c := byteAt(b, first)
	return isQuote(c) || b[i] == '[' && digit(c) || hasPrefix(b, first, []byte("None,")) || hasPrefix(b, first, []byte("null,"))
}

// A call is a function with arguments, while these are read.
type call struct {
	sc   *scan
	name string
	want int     // which argument is the password, as callArgs has it
	n    int     // the number of the argument in hand
	prev callArg // the one before it
}

// A callArg is an argument of a call: b[from:to], and where it ends with its quotes.
type callArg struct {
	from, to, end int
	quoted        bool
}

// call judges the arguments of a function in a stack trace.
func (sc *scan) call(a *anchor, lo int) int {
	i := lo + len(a.lit)
	if a.lit[len(a.lit)-1] == '"' { // of the first argument
		i--
	}
	c := call{sc: sc, name: a.lit, want: callArgs[a.rule].arg}
	for c.n = 1; c.n <= maxCallArgs && i < len(sc.b); c.n++ {
		arg := argumentAt(sc.b, i)
		if arg.quoted && hasPrefix(sc.b, arg.end, []byte(" =>")) { // ['user' => 'bob', 'password' => 'x'], whose names say more
			return 0
		}
		c.beside(arg)
		if c.wants(arg) {
			return c.password(arg)
		}
		if c.n == 1 && c.behindHandle(arg) && byteAt(sc.b, arg.end) == ')' {
			arg.end++
		}
		c.prev = arg
		if next := byteAt(sc.b, arg.end); next != ',' && !(next == ';' && arg.quoted) { // OPENROWSET('SQLNCLI', 'db';'sa';'x', …)
			return 0
		}
		i = arg.end + 1
	}
	return 0
}

// beside judges what an argument says of others: the old password in front of the new one, the
// one that is compared with a hash, the address of a user in a password's place, and sbt's realm
// and host in front of a user and a password.
func (c *call) beside(arg callArg) {
	b := c.sc.b
	switch first := arg.quoted && byteAt(b, arg.end) == ','; {
	case first && c.want == firstTwo && c.n == 1:
		c.sc.password(arg.from, arg.to, c.sc.at)
	case first && c.n == c.want && email(b[arg.from:arg.to]): // signInWithEmailAndPassword(auth, 'bob@example.com', 'x')
		c.want++
	case first && c.n == c.want && c.name == "credentials(":
		c.want = 4
	case c.n == 2 && c.want == 2 && arg.quoted && c.prev.quoted && byteAt(b, arg.from) == '$' && digit(byteAt(b, arg.from+1)): // checkPassword("x", "$2b$…")
		c.sc.password(c.prev.from, c.prev.to, c.sc.at)
	}
}

// wants reports whether an argument is the password.
func (c *call) wants(arg callArg) bool {
	b := c.sc.b
	switch c.want {
	case firstTwo:
		return c.n == 2
	case lastArg: // behind name=value
		return c.n > 1 && bytes.IndexByte(b[c.prev.from:c.prev.to], '=') > 0
	case onlyOrSecond:
		return byteAt(b, arg.end) != ','
	}
	return c.n == c.want
}

// password replaces an argument that is the password.
func (c *call) password(arg callArg) int {
	if !arg.quoted && !takenBare(c.name, c.sc.b[arg.from:arg.to]) || !c.sc.password(arg.from, arg.to, c.sc.at) {
		return 0
	}
	return arg.end
}

// behindHandle reports whether the first argument is a handle, behind which the others are
// counted.
func (c *call) behindHandle(arg callArg) bool {
	if arg.quoted || c.want < 0 && c.want != lastArg || !handle(c.sc.b[arg.from:arg.to]) {
		return false
	}
	if c.want > 0 {
		c.want++
	}
	return true
}

// handle reports whether v is what PHP prints of an object, such as a connection that its
// functions are given first: Resource id #3, Object(FTP\Connection).
func handle(v []byte) bool {
	return bytes.HasPrefix(v, []byte("Resource id #")) || bytes.HasPrefix(v, []byte("Object("))
}

// argumentAt is the argument of a function that stands at i.
func argumentAt(b []byte, i int) callArg {
	i = skip(b, i, clSpace)
	if hasPrefix(b, i, []byte(`<<"`)) { // Erlang
		i += len("<<")
	}
	if hasPrefix(b, i, []byte(`Some("`)) { // Rust
		i += len("Some(")
	}
	if from, to, end, quoted := quotedValue(b, i); quoted {
		if hasPrefix(b, end, []byte(">>")) {
			end += len(">>")
		}
		if byteAt(b, i-1) == '(' && hasPrefix(b, end, []byte("))")) {
			end++
		}
		return callArg{from, to, end, true}
	}
	end := i
	for end < min(len(b), i+maxArgument) && b[end] != ',' && b[end] != ')' && b[end] != ']' {
		end++
	}
	return callArg{i, end, end, false}
}

// maxArgument bounds an argument of a call that is not in quotes: no password is
// longer, and what is cut off by it is followed by no comma.
const maxArgument = 256

const maxCallArgs = 12 // arguments of a call that are looked at

// signedIn are parts of the names of functions that take a user's own password: what a
// trace prints as such an argument without quotes may be a word and a number as well.
var signedIn = [...]string{"login", "bind(", "user(", "credentials(", "authen", "signin", "emailand"}

// takenBare reports whether v, an argument that a trace prints without quotes, can be a
// password of the function that call names, rather than a variable or an expression.
func takenBare(call string, v []byte) bool {
	if len(v) == 0 || handle(v) || bytes.ContainsAny(v, `"'=: \`) {
		return false
	}
	if signs(v) {
		return true
	}
	for _, name := range signedIn {
		if strings.Contains(call, name) {
			return mingled(v) || len(v) >= 6 && wordAndNumber(v) && digitsIn(v) > 1 || diceware(v, true)
		}
	}
	return false
}
