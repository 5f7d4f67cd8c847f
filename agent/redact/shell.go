package redact

import "bytes"

// takers are programs that read a secret from what is piped or written to them.
var takers = []string{
	"chpasswd", "passwd", "su ", "kinit", "docker login", "docker secret", "podman login", "podman secret", "nerdctl login", "helm registry login", "gh auth", "glab auth", "vault ", "gpg ",
	"openconnect", "vpn", "cryptsetup", "gcloud secrets", "openssl", "kubectl create secret", "ssh-add", "createuser", "vncpasswd",
	"keyctl", "secret-tool", "runas ", "p4 login", "wrangler secret", "pass insert", "az login", "oc login", "smbpasswd", "ansible-vault", "ipa user",
}

const maxArg = 512 // bytes of an argument that is looked at

// argAt is the argument at i, behind at most two options of one letter: -n.
func argAt(b []byte, i int) (from, to int, ok bool) {
	w := argWalker{b: b[:min(len(b), i+maxArg)], i: i}
	for range 3 {
		if from, to, ok = w.next(); !ok || to-from != 2 || b[from] != '-' {
			break
		}
	}
	return from, to, ok && to > from
}

// takes reports whether the command b begins with one of the takers, or is one that sudo
// runs, if that does not take the secret itself: sudo -S id, but not sudo tee x.
func takes(b []byte) bool {
	for hasFold(b, 0, "sudo ") {
		w := argWalker{b: b, i: len("sudo ")}
		from, to, ok := w.next()
		for ; ok && b[from] == '-'; from, to, ok = w.next() {
			switch option := b[from:to]; {
			case string(option) == "--stdin", option[len(option)-1] == 'S':
				return true
			case len(option) == 2 && bytes.IndexByte([]byte("ugp"), option[1]) >= 0: // -u bob
				w.next()
			}
		}
		if !ok {
			return false
		}
		b = b[from:]
	}
	for _, p := range takers {
		if hasFold(b, 0, p) {
			return true
		}
	}
	return false
}

// echoed judges echo x | program and printf 'user:x' | chpasswd.
func (sc *scan) echoed(a *anchor, lo int) int {
	b := sc.b
	if isName(byteAt(b, lo-1)) {
		return 0
	}
	from, to, ok := argAt(b, lo+len(a.lit))
	if ok && a.lit == "printf " {
		from, to, ok = behindFormat(b, from, to)
	}
	if !ok {
		return 0
	}
	before := lineBefore(b, lo, maxNameBytes)
	if substituted(b, lo) || hasSuffix(b, lo, "<(") && sc.namedOption(before) || hasSuffix(b, lo, "$(") && sc.assigned(before, to) {
		if b[to-1] == ')' && byteAt(b, lo-1) == '(' {
			to--
		}
		sc.argument(from, to)
		return 0
	}
	if row := sc.fileFor(to); row != nil && !bytes.ContainsAny(bytes.TrimRight(b[from:to], "="), " =:{") {
		v := valuer{sc: sc, row: row, d: equals, at: InBody, from: lo}
		v.secret(from, to, true)
		return 0
	}
	sc.handedOn(from, to)
	return 0
}

// behindFormat is the last argument of a printf whose format is b[from:to]: '%s' x,
// '%s\n%s' bob x. It is the format itself where that stands for nothing.
func behindFormat(b []byte, from, to int) (first, end int, ok bool) {
	if bytes.IndexByte(b[from:to], '%') < 0 || to+1 >= len(b) {
		return from, to, true
	}
	ok = true
	for n := max(1, bytes.Count(b[from:to], []byte("%s"))); n > 0 && ok; n-- {
		if isQuote(byteAt(b, to)) {
			to++
		}
		from, to, ok = argAt(b, to)
	}
	return from, to, ok
}

// handedOn judges b[from:to], which is printed to the program behind the bar that follows.
func (sc *scan) handedOn(from, to int) {
	b := sc.b
	rest := lineBehind(b, to, 24)
	k := bytes.IndexByte(rest, '|')
	if k < 0 {
		return
	}
	next := to + k + 1
	if hasPrefix(b, next, []byte(" base64 -")) { // | base64 -d | program
		next += bytes.IndexByte(lineBehind(b, next, 24), '|') + 1
	}
	rest = lineBehind(b, next, 47)
	switch rest = bytes.TrimLeft(rest, " "); {
	case hasFold(rest, 0, "ftp "): // "user bob x"
		if k := bytes.LastIndexByte(b[from:to], ' '); hasFold(b, from, "user ") && k > len("user ") {
			sc.argument(from+k+1, to)
		}
	case !takes(rest):
	case hasFold(rest, 0, "chpasswd"), hasFold(rest, 0, "sudo ") && containsFold(rest, " chpasswd"):
		sc.userArg(from, to)
	default:
		sc.argument(from, to)
	}
}

// fileFor is the row of the name of the file that what is printed before i is written to,
// nil if that is not a credential's: > /run/secrets/db_password, | sudo tee password.txt.
func (sc *scan) fileFor(i int) *nameRow {
	rest := bytes.TrimLeft(lineBehind(sc.b, i, maxQuoted), `"' `)
	for _, decoder := range [...]string{"| base64 -d ", "| base64 --decode "} {
		rest = bytes.TrimPrefix(rest, []byte(decoder))
	}
	for _, writer := range [...]string{"> ", ">> ", ">", "| tee ", "| tee -a ", "| sudo tee ", "| sudo tee -a "} {
		path, ok := bytes.CutPrefix(rest, []byte(writer))
		if to := wordEnd(path, 0); ok && to > 0 && path[0] != '-' && path[0] != '>' {
			path = bytes.TrimRight(path[:to], ";)")
			return sc.fileRow(path[bytes.LastIndexByte(path, '/')+1:])
		}
	}
	return nil
}

// fileRow is the row of the name of a file, with its extension or without.
func (sc *scan) fileRow(file []byte) *nameRow {
	file = bytes.TrimLeft(file, ".")
	row := sc.eng.names.find(file)
	if dot := bytes.LastIndexByte(file, '.'); row == nil && dot > 0 {
		row = sc.eng.names.find(file[:dot])
	}
	if row == nil || row.how != anyValue {
		return nil
	}
	return row
}

// substituted reports whether an echo at i makes what an option for a file of a
// password reads, or a command of one prints: --key-file <(echo x).
func substituted(b []byte, i int) bool {
	before := lineBefore(b, i, 48)
	if len(before) == 0 || bytes.IndexByte([]byte("(\"'"), before[len(before)-1]) < 0 {
		return false
	}
	for _, w := range [...]string{"assword-file", "assphrase-file", "key-file", "assword-command", "assphrase-command", "asswordeval", "assphrase_command"} {
		if bytes.Contains(before, []byte(w)) {
			return true
		}
	}
	return false
}

// namedOption reports whether v ends in an option with a credential's name, and the
// redirection behind it.
func (sc *scan) namedOption(v []byte) bool {
	v = bytes.TrimRight(v, " <(")
	name := v[back(v, len(v), clName, maxNameBytes):]
	row := sc.eng.names.find(name)
	return row != nil && len(name) > 2 && row.how != inQuery
}

// assigned reports whether v, before an echo whose argument ends at i, makes the value of
// a credential's name of what is printed: DB_PASSWORD=$(echo x | base64 -d).
func (sc *scan) assigned(v []byte, i int) bool {
	rest := bytes.TrimLeft(lineBehind(sc.b, i-1, 24)[1:], `"' `)
	return (sc.b[i-1] == ')' || bytes.HasPrefix(rest, []byte(")")) || bytes.HasPrefix(rest, []byte("| base64 -"))) && sc.namedOption(bytes.TrimRight(v, `="$(`))
}

// given judges program <<< "x", and --password <<< "x" of any program.
func (sc *scan) given(a *anchor, lo int) int {
	b := sc.b
	from, to, ok := argAt(b, lo+len(a.lit))
	if !ok {
		return 0
	}
	before := b[max(0, lo-80):lo]
	if sc.namedOption(before) { // --token <<< x
		sc.argument(from, to)
		return 0
	}
	if mentions(before, "password_stdin", "password-stdin", "passwd-on-stdin") {
		sc.argument(from, to)
		return 0
	}
	for i := range before {
		if (i == 0 || !isName(before[i-1])) && isLetter(before[i]) && takes(before[i:]) {
			if k := bytes.IndexByte(b[from:to], ':'); k > 0 && hasFold(before, i, "chpasswd") {
				from += k + 1
			}
			if isQuote(b[from-1]) || passwordLike(b[from:to]) || looksRandom(b[from:to], 16) {
				sc.argument(from, to)
			}
			break
		}
	}
	return 0
}

// heredoc judges the pairs on the lines behind chpasswd <<EOF.
func (sc *scan) heredoc(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	end := bytes.IndexByte(b[i:min(len(b), i+maxUser)], '\n')
	if end < 0 || byteAt(b, i) == '<' {
		return 0
	}
	if last := sc.morePairs(i+end, ':'); last > i+end {
		return last
	}
	return 0
}

// cloudConfig judges the users and passwords that cloud-init is told: chpasswd: list: |
// root:x.
func (sc *scan) cloudConfig(a *anchor, lo int) int {
	b := sc.b
	i := skip(b, lo+len(a.lit), clSpace)
	if byteAt(b, i) == '{' { // {expire: false, list: ['bob:x']}
		i += max(0, bytes.Index(lineBehind(b, i, 24), []byte("list:")))
	}
	if !hasFold(b, i, "list:") { // chpasswd: bob:x, of what it reads
		return sc.pairAt(i, true)
	}
	i = skip(b, i+len("list:"), clSpace)
	if byteAt(b, i) == '[' && isQuote(byteAt(b, i+1)) {
		return sc.quotedPairs(i + 1)
	}
	i = skipByte(b, i, '|')
	if last := sc.morePairs(i, ':'); last > i {
		return last
	}
	return 0
}

// quotedPairs judges a list of users and passwords at i: 'bob:x', 'eve:y'.
func (sc *scan) quotedPairs(i int) int {
	end := 0
	for {
		from, to, next, ok := quotedValue(sc.b, i)
		if !ok {
			return end
		}
		sc.userArg(from, to)
		end, i = next, behindAnd(sc.b, next)
		if i == next {
			return end
		}
	}
}

// signtool judges signtool sign … /p x, whose option is too short to be asked for elsewhere.
func (sc *scan) signtool(_ *anchor, lo int) int {
	b := sc.b
	line := lineBehind(b, lo, 2*maxNameBytes)
	k := bytes.Index(line, []byte(" /p "))
	if k < 0 || !bytes.Contains(line[:k], []byte(" sign ")) {
		return 0
	}
	from, to, ok := argAt(b, lo+k+len(" /p "))
	if !ok || byteAt(b, from) == '/' {
		return 0
	}
	sc.argument(from, to)
	return 0
}

// passOption judges -p x of any program that was given a user too: -u bob -p x.
func (sc *scan) passOption(a *anchor, lo int) int {
	b := sc.b
	from, to, ok := argAt(b, lo+len(a.lit))
	if !ok || from > lo+len(a.lit)+1 {
		return 0
	}
	if val := b[from:to]; bytes.ContainsAny(val, "/:") || !mingled(val) && !(passwordLike(val) && userOption(b[:lo])) {
		return 0
	}
	near := b[max(0, lo-80):min(len(b), to+40)]
	for _, user := range []string{" -u ", " -U ", " -l ", "--user", " login"} {
		if bytes.Contains(near, []byte(user)) {
			sc.argument(from, to)
			break
		}
	}
	return 0
}

// passElement judges -p and x in a list of the arguments of any program that was given
// a user, too: ["-u", "bob", "-p", "x"].
func (sc *scan) passElement(a *anchor, lo int) int {
	b := sc.b
	q := a.lit[len("-p")]
	from, to, end, ok := quotedValue(b, skip(b, lo+len(a.lit), clSpace))
	if !ok || b[from-1] != q || !passwordLike(b[from:to]) {
		return 0
	}
	for _, user := range []string{"-u", "-U", "-l", "--user", "--username"} {
		if bytes.Contains(b[max(0, lo-80):min(len(b), to+40)], append([]byte(user), q)) {
			sc.argument(from, to)
			return end
		}
	}
	return 0
}

// userOption reports whether v ends in an option that names a user: -u bob.
func userOption(v []byte) bool {
	k := bytes.LastIndexByte(v, ' ')
	return k > 3 && (bytes.HasSuffix(v[:k], []byte(" -u")) || bytes.HasSuffix(v[:k], []byte(" -U")) || bytes.HasSuffix(v[:k], []byte(" -l"))) && isLetter(byteAt(v, k+1))
}

// valueOptions are options of commands that store a secret.
var valueOptions = []struct{ option, command string }{
	{"--value ", "put-parameter"}, {"--value ", "keyvault secret"}, {"--value=", "keyvault secret"},
	{"--body ", "gh secret"}, {" -b ", "gh secret"},
}

// stored judges the value of such an option.
func (sc *scan) stored(a *anchor, lo int) int {
	b := sc.b
	if !bytes.Contains(b[max(0, lo-160):lo], []byte(valueOptions[a.rule].command)) {
		return 0
	}
	if from, to, ok := argAt(b, lo+len(a.lit)); ok {
		sc.argument(from, to)
	}
	return 0
}
