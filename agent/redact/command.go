package redact

import (
	"bytes"
	"strings"
)

// A command is a program whose options or arguments hold secrets under letters
// that say nothing by themselves. Long options (--password x) need no row: they
// are names.
type command struct {
	name string // as a part of its file name, in small letters
	sub  string // a word that must follow: "login"
	opts string // letters of options whose value, attached or next, is a password
	tied string // letters of options whose value is a password only when attached: -pSECRET
	user string // letters of options whose value is user:password or user%password
	args int    // the n-th argument that is no option is a password; 0: none
	kind argKind
}

// An argKind says what else stands among the arguments of a command.
type argKind uint8

const (
	plainArgs   argKind = iota
	valueArgs           // name=value holds a secret
	pairArgs            // name=value is no argument of its own
	windowsArgs         // /options, drives and \\shares are none
	targetArgs          // user:password@host holds a password
)

var commands = []command{
	{name: "mysql", tied: "p"},
	{name: "mariadb", tied: "p"},
	{name: "mycli", tied: "p"},
	{name: "sshpass", opts: "p"},
	{name: "curl", user: "uUE"},
	{name: "redis-cli", opts: "a"},
	{name: "docker", sub: "login", opts: "p"},
	{name: "podman", sub: "login", opts: "p"},
	{name: "helm", sub: "login", opts: "p"},
	{name: "registry login", opts: "p"},
	{name: "nerdctl", sub: "login", opts: "p"},
	{name: "buildah", sub: "login", opts: "p"},
	{name: "skopeo", sub: "login", opts: "p"},
	{name: "oc ", sub: "login", opts: "p"},
	{name: "az ", sub: "login", opts: "p"},
	{name: "vault", sub: "login", args: 2, kind: pairArgs},
	{name: "mongo", opts: "p"},
	{name: "ldap", opts: "w"},
	{name: "ldappasswd", opts: "wsa"},
	{name: "smbclient", user: "U"},
	{name: "rpcclient", user: "U"},
	{name: "winexe", user: "U"},
	{name: "htpasswd", args: 3},
	{name: "htpasswd -nb", args: 2},
	{name: "mosquitto_passwd", args: 3},
	{name: "openssl", opts: "kK"},
	{name: "openssl passwd ", opts: "156"}, // the scheme
	{name: "rabbitmqctl", sub: "add_user", args: 3},
	{name: "rabbitmqctl", sub: "change_password", args: 3},
	{name: "rabbitmqctl", sub: "authenticate_user", args: 3},
	{name: "useradd", opts: "p"},
	{name: "set-user-password ", args: 3}, // of virsh
	{name: "usermod", opts: "p"},
	{name: "net user", args: 2, kind: windowsArgs},
	{name: "net.exe", sub: "user", args: 3},
	{name: "net.exe", sub: "use", args: 2, kind: windowsArgs},
	{name: "certutil", opts: "p"},
	{name: "net use ", args: 1, kind: windowsArgs},
	{name: "unzip", opts: "P"},
	{name: "zip ", opts: "P"},
	{name: "7z", tied: "p"},
	{name: "sqlcmd", opts: "P"},
	{name: "cqlsh", opts: "p"},
	{name: "isql", opts: "P", args: 3},
	{name: "db2 connect", args: 6}, // to d user u using x
	{name: "snmpwalk", opts: "cAX"},
	{name: "snmpget", opts: "cAX"},
	{name: "snmpset", opts: "cAX"},
	{name: "snmpbulk", opts: "cAX"},
	{name: "bw unlock ", args: 1},
	{name: "radtest", args: 2},
	{name: "radtest", args: 5},
	{name: "radclient", args: 3},
	{name: "mosquitto", opts: "P"},
	{name: "ssh-keygen", opts: "NP"},
	{name: "wpa_passphrase", args: 2},
	{name: "evil-winrm", opts: "p"},
	{name: "crackmapexec", opts: "pH"},
	{name: "netexec", opts: "pH"},
	{name: "nxc ", opts: "pH"},
	{name: "swift ", opts: "K"},
	{name: "hydra", opts: "p"},
	{name: "lftp", user: "u"},
	{name: "curlftpfs", user: "ou"}, // -o user=bob:x
	{name: "psexec", opts: "p", kind: targetArgs},
	{name: "impacket-", kind: targetArgs},
	{name: "secretsdump", kind: targetArgs},
	{name: "wmiexec", kind: targetArgs},
	{name: "smbexec", kind: targetArgs},
	{name: "bcp ", opts: "P"},
	{name: "rdesktop", opts: "p"},
	{name: "ipmitool", opts: "P"},
	{name: "yubico-piv-tool", opts: "P"},
	{name: "http ", user: "a"},
	{name: "xh ", user: "a"},
	{name: "ab ", user: "AP"},
	{name: "snmp-server host", args: 4},
	{name: "snmp-server user", args: 6},
	{name: "snmp-server user", args: 10},
	{name: "sftp", kind: targetArgs},
	{name: "getuserspns", kind: targetArgs},
	{name: "ansible-vault", sub: "encrypt_string", args: 2},
	{name: "kv put ", kind: valueArgs},
	{name: "operator unseal", args: 1},
	{name: "config http-basic", args: 2},
	{name: "config github-oauth", args: 1},
	{name: "config gitlab-token", args: 1},
	{name: "cargo", sub: "login", args: 2},
	{name: "twine", opts: "p"},
	{name: "steghide", opts: "p"},
	{name: "oath accounts add ", args: 2}, // of ykman
	{name: "nuget", sub: "push", opts: "k", args: 3},
	{name: "mc ", sub: "alias", args: 6},  // set a url key x
	{name: "mc ", sub: "config", args: 7}, // host add a url key x
	{name: "rar ", tied: "ph"},
	{name: "unrar", tied: "p"},
	{name: "rclone", sub: "obscure", args: 2},
	{name: "set-agent-token ", args: 2},
	{name: "vault", sub: "token", args: 3}, // lookup x
	{name: "etcdctl", user: "u"},
	{name: "racadm", opts: "p"},
	{name: "hdbsql", opts: "p"},
	{name: "codecov", opts: "t"},
	{name: "influx ", opts: "t"},
	{name: "snyk", sub: "auth", args: 2},
	{name: "pro attach ", args: 1},
	{name: "wifi connect ", args: 3}, // office password x
	{name: "net ads", user: "U"},
	{name: "net rpc", user: "U"},
	{name: "net rpc password ", args: 2},
	{name: "wbinfo", user: "a"},
	{name: "kadmin", opts: "w"},
	{name: "vsql", opts: "w"},
	{name: "beeline", opts: "p"},
	{name: "rabbitmqadmin", opts: "p"},
	{name: "check_http", user: "a"},
	{name: "check_snmp", opts: "CAX"},
	{name: "sentinel auth-pass", args: 2},
	{name: "system account ", opts: "pc"}, // of esxcli
	{name: "ss-server", opts: "k"},
	{name: "ss-local", opts: "k"},
	{name: "prosodyctl", sub: "register", args: 4},
	{name: "ejabberdctl", sub: "register", args: 4},
	{name: "ejabberdctl", sub: "change_password", args: 4},
	{name: "snmptrap", opts: "cAX"},
	{name: "unlock-keychain", opts: "p"},
	{name: "add-generic-password", opts: "w"},
	{name: "add-internet-password", opts: "w"},
	{name: "osql", opts: "P"},
	{name: "doveadm", sub: "pw", opts: "p"},
	{name: "doveadm auth test ", args: 2},
	{name: "testsaslauthd", opts: "p"},
	{name: "doctl", opts: "t"},
	{name: "glab", opts: "t"},
	{name: "rancher", sub: "login", opts: "t"},
	{name: "smbpasswd", opts: "w", user: "U"},
	{name: "config pypi-token.pypi", args: 1},
	{name: "p4 ", opts: "P"},
	{name: "drush", sub: "upwd", args: 3},
	{name: "drush", sub: "user:password", args: 3},
	{name: "wandb", sub: "login", args: 2},
	{name: "samba-tool user create ", args: 2},
	{name: "samba-tool user add ", args: 2},
	{name: "nsupdate", user: "y"},
	{name: "tsm ", sub: "login", opts: "p"},
	{name: "cypher-shell", opts: "p"},
	{name: "op signin ", args: 3}, // of 1Password: the secret key
	{name: "op signin ", args: 4},
	{name: "check_mysql", opts: "p"}, // of Nagios, whose other checks have a port there
	{name: "check_pgsql", opts: "p"},
	{name: "check_imap", opts: "P"},
}

const (
	maxArgs    = 64 // of a command that are looked at if they belong to one before it, too
	maxOptions = 16 // of them before the first that is none
)

// command judges the arguments of a program that takes passwords in them. It
// never says where to go on: what stands between them is still to be searched.
func (sc *scan) command(a *anchor, lo int) int {
	c := &commands[a.rule]
	if isName(byteAt(sc.b, lo-1)) && !behindEscape(sc.b, lo) || hasSuffix(sc.b, lo, "usage: ") {
		return 0
	}
	w, ok := sc.argsBehind(lo+len(c.name), strings.IndexByte(c.name, ' ') >= 0)
	if !ok || lo < sc.judged.commands.of(a.rule) {
		return 0
	}
	sc.commandArgs(c, a.rule, lo, &w)
	sc.judged.args = max(sc.judged.args, w.i)
	return 0
}

// commandArgs judges the arguments of c, the row rule of commands, which stands at lo.
func (sc *scan) commandArgs(c *command, rule, lo int, w *argWalker) {
	plain := 0 // arguments that are no options
	for n := 0; n < maxArgs || w.i > sc.judged.args; n++ {
		before := w.i
		from, to, ok := w.next()
		if !ok || w.i == before || c.args > 0 && plain == c.args && c.opts+c.user == "" {
			return
		}
		if n == maxArgs/2 || n < maxArgs/2 && to-lo > maxBare { // the same again among them begins anew behind that
			sc.judged.commands.set(rule, lo, to)
		}
		switch arg := sc.b[from:to]; {
		case string(arg) == "-accessor": // of Vault: what stands for a token
			return
		case len(arg) > 1 && arg[0] == '-':
			sc.commandOption(c, w, from, to)
		case c.counts(arg):
			if plain++; !sc.plainArg(c, plain, from, to) {
				return
			}
		}
	}
}

// counts reports whether arg, which is no option, is an argument of its own.
func (c *command) counts(arg []byte) bool {
	switch c.kind {
	case pairArgs:
		return bytes.IndexByte(arg, '=') <= 0
	case windowsArgs:
		return !notPlain(arg)
	}
	return true
}

// plainArg judges the nth argument of c, and reports whether the next may be one, too.
func (sc *scan) plainArg(c *command, n, from, to int) bool {
	switch c.kind {
	case valueArgs:
		sc.valueArg(from, to)
	case targetArgs:
		sc.target(from, to)
	}
	switch arg := sc.b[from:to]; {
	case n == 1 && c.sub != "" && !foldEqual(arg, c.sub):
		return false
	case n < c.args && wordAndColon(arg): // vault token lookup: accessor, net user bob: Password last set
		return false
	case n == c.args && !bytes.Contains(arg, []byte("://")):
		sc.argument(from, to)
	}
	return true
}

// wordAndColon reports whether v is a word of a sentence with a colon behind it.
func wordAndColon(v []byte) bool {
	n := len(v) - 1
	return n > 0 && v[n] == ':' && isLetter(v[0]) && allOf(v[:n], clLower|clDigit, '.')
}

// notPlain reports whether an argument of a Windows program is an option, a
// drive or a share.
func notPlain(arg []byte) bool {
	return len(arg) == 0 || arg[0] == '/' || arg[0] == '\\' || len(arg) == 2 && arg[1] == ':'
}

// target replaces the password of [domain/]user:password@host.
func (sc *scan) target(from, to int) {
	arg := sc.b[from:to]
	at, colon := bytes.LastIndexByte(arg, '@'), bytes.IndexByte(arg, ':')
	if slash := bytes.IndexByte(arg, '/'); at < 0 && slash > 0 && colon > slash && mingled(arg[colon+1:]) { // domain/user:password
		sc.argument(from+colon+1, to)
	}
	if colon > 0 && colon < at && !bytes.Contains(arg, []byte("://")) {
		sc.argument(from+colon+1, from+at)
	}
}

// valueArg replaces the value of name=value, unless the name says that it is none.
func (sc *scan) valueArg(from, to int) {
	k := bytes.IndexByte(sc.b[from:to], '=')
	v := valuer{row: &nameRow{name: "secrets"}}
	if k > 0 && byteAt(sc.b, from+k+1) != '@' && !v.aside(sc.b[from:from+k]) {
		sc.argument(from+k+1, to)
	}
}

// commandOption judges the option b[from:to] of c and, if it takes one, its
// value.
func (sc *scan) commandOption(c *command, w *argWalker, from, to int) {
	value, user, ok := c.option(sc.b[from:to])
	if !ok {
		return
	}
	from += value
	if from == to {
		if from, to, ok = w.next(); !ok {
			return
		}
	}
	if user {
		sc.userArg(from, to)
	} else {
		sc.argument(from, to)
	}
}

// option reports whether arg is an option whose value holds a password, where that begins
// in it, which is at its end if it is the next argument, and whether a user stands before
// the password.
func (c *command) option(arg []byte) (value int, user, ok bool) {
	user = strings.IndexByte(c.user, arg[1]) >= 0
	switch {
	case c.user != "" && hasFold(arg, 0, "--user="):
		return len("--user="), true, true
	case c.name == "wbinfo" && hasFold(arg, 0, "--authenticate="):
		return len("--authenticate="), true, true
	case c.user != "" && (foldEqual(arg, "--user") || foldEqual(arg, "--proxy-user") || foldEqual(arg, "--cert")):
		return len(arg), true, true
	case arg[1] == '-':
		return 0, false, false
	case !user && len(arg) > 2 && strings.IndexByte(c.user, arg[len(arg)-1]) >= 0 && allOf(arg[1:], clLower|clUpper, 0): // -sSfu
		return len(arg), true, true
	case len(arg) > 2 && c.name == "openssl": // -kfile
		return 0, false, false
	}
	ok = user || strings.IndexByte(c.opts, arg[1]) >= 0 || len(arg) > 2 && strings.IndexByte(c.tied, arg[1]) >= 0
	return len("-u"), user, ok
}

// argument replaces an argument that is a password.
func (sc *scan) argument(from, to int) {
	b := sc.b
	if to-from > 1 && isQuote(b[from]) && b[to-1] == b[from] {
		from, to = from+1, to-1
	}
	if to-from > 1 && b[to-2] == '\\' && isQuote(b[to-1]) { // the end of an escaped quote
		to = from + len(bytes.TrimRight(b[from:to], `"'\`))
	}
	if from < to && b[from] == '\\' {
		from = to - len(bytes.TrimLeft(b[from:to], `"'\`))
	}
	if from < to && b[from] != '-' && b[from] != '<' && !(b[from] == '[' && madeOf(b[from+1:to], clLower|clUpper, "]")) && !filePath(b[from:to]) {
		sc.password(from, to, InBody)
	}
}

// password replaces the password b[from:to], unless that is a mask or stands for
// one, and reports whether it did.
func (sc *scan) password(from, to int, at Place) bool {
	val := sc.b[from:max(from, to)]
	if len(val) == 0 || masked(val) || placeholder(val, false) || commonWord(val) || inIPv6(sc.b, from, to) {
		return false
	}
	sc.emit(from, to, sc.eng.kindOf(val, Password), at)
	return true
}

// userArg replaces the password of user:password, user%password, user,password.
func (sc *scan) userArg(from, to int) {
	b := sc.b
	if byteAt(b, from) == '<' || masked(b[from:to]) {
		return
	}
	i := bytes.IndexAny(b[from:to], ":%,")
	if k := bytes.LastIndexByte(b[from:to], ':'); k > i && hasFold(b, from, "hmac-") { // hmac-sha256:key:x, of nsupdate
		i = k
	}
	if i >= 0 && b[from+i] == ',' && bytes.IndexByte(b[from:from+i], '=') >= 0 { // cn=bob,dc=example:password
		i = bytes.IndexAny(b[from:to], ":%")
	}
	user := to
	if i >= 0 {
		user = from + i
		if fromManual(b[from:user], b[user+1:to]) {
			return
		}
		if byteAt(b, user+1) == '-' { // a password that no option can be
			sc.password(user+1, to, InBody)
		} else {
			sc.argument(user+1, to)
		}
		if keyForUser(b[from:user], to-user-1) {
			sc.emit(from, user, Opaque, InBody)
		}
	}
	kind := sc.eng.kindOf(b[from:user], Opaque)
	if alone := b[from:user]; kind != Opaque || i < 0 && mixed(alone) && looksRandom(alone, 24) { // a token for a user
		sc.emit(from, user, kind, InBody)
	}
}

// keyForUser reports whether a user is rather a key, given the length of the password
// behind it: none, or one that is none.
func keyForUser(user []byte, password int) bool {
	return len(user) >= 8 && (password == 0 && looksPassword(user) || password == 1 && looksRandom(user, 16))
}

var optionRow = nameRow{kind: Password}

// option judges the password options of Windows programs: /p:x, /rp x.
func (sc *scan) option(a *anchor, lo int) int {
	v := valuer{sc: sc, row: &optionRow, d: equals, at: InBody, from: lo}
	b, p := sc.b, lo+len(a.lit)
	if p >= len(b) || b[p] == '/' || b[p] == '-' {
		return 0
	}
	if word := skip(b, p, clLower|clUpper); word > p && byteAt(b, word) == '=' { // /p:Configuration=Release, of MSBuild
		return 0
	}
	return v.one(p, 0)
}

// oracle judges the user/password@db argument of Oracle's programs, and of CONNECT,
// which other things are connected with, too.
func (sc *scan) oracle(a *anchor, lo int) int {
	b := sc.b
	from, to, ok := firstArg(b, lo+len(a.lit))
	if !ok {
		return 0
	}
	if a.lit == "connect " && foldEqual(b[from:to], "to") {
		return sc.db2(to)
	}
	k := bytes.IndexByte(b[from:to], '/')
	if k <= 0 {
		return 0
	}
	user := b[from : from+k]
	from += k + 1
	if first, last, _, ok := quotedValue(b, from); ok { // scott/"x"@ORCL
		sc.argument(first, last)
		return 0
	}
	if k := bytes.LastIndexByte(b[from:to], '@'); k > 0 {
		to = from + k
	} else if strings.HasPrefix(a.lit, "conn") {
		return 0
	}
	if strings.HasPrefix(a.lit, "conn") && (!allOf(user, clName, 0) || !isLetter(user[0]) || !passwordLike(b[from:to])) {
		return 0
	}
	sc.argument(from, to)
	return 0
}

// db2 judges what stands behind CONNECT TO: sample USER bob USING x.
func (sc *scan) db2(i int) int {
	w := argWalker{b: sc.b, i: i}
	from, to := i, i
	for _, word := range []string{"", "user", "", "using", ""} { // "": any
		var ok bool
		if from, to, ok = w.next(); !ok || word != "" && !foldEqual(sc.b[from:to], word) {
			return 0
		}
	}
	if val := sc.b[from:to]; passwordLike(val) {
		sc.argument(from, to)
	}
	return 0
}

// firstArg is the first argument at i that is no option.
func firstArg(b []byte, i int) (from, to int, ok bool) {
	w := argWalker{b: b, i: i}
	for range maxOptions {
		if from, to, ok = w.next(); !ok || byteAt(b, from) != '-' {
			return from, to, ok
		}
	}
	return 0, 0, false
}
