package redact

import "bytes"

const maxUserinfo = 1024 // bytes of a URL in which a password is looked for

// url judges the user and password of scheme://user:password@host. The anchor
// is "://".
func (sc *scan) url(_ *anchor, lo int) int {
	b := sc.b
	from := lo + len("://")
	if hasFold(b, lo-len("vmess"), "vmess") {
		if to := skip(b, from, clB64); to-from >= 24 {
			sc.emit(from, to, Opaque, sc.at)
			return to
		}
	}
	if bytes.IndexByte(b[from:min(len(b), from+maxUserinfo)], '@') < 0 {
		return 0 // as in most URLs
	}
	auth := authority(b[from:min(len(b), from+maxUserinfo)])
	at := bytes.LastIndexByte(auth, '@')
	if at <= 0 || masked(auth[:at]) || properties(auth[:at]) {
		return 0
	}
	end := from + at
	user, pass, two := bytes.Cut(auth[:at], []byte{':'})
	if kind := sc.eng.kindOf(user, Opaque); kind != Opaque || looksRandom(user, 20) && (!two || len(user) >= 24) { // a token for a user
		sc.emit(from, from+len(user), kind, sc.at.or(InQuery))
	}
	switch {
	case !two && takesPassword(b, lo):
		if !masked(user) {
			sc.bare(from, end, Password)
		}
	case len(pass) > 0 && !masked(pass) && !placeholder(pass, false) && !fromManual(user, pass):
		sc.bare(from+len(user)+1, end, sc.eng.kindOf(pass, Password))
	}
	return end
}

// bare emits a secret of a URL, in whose place no brackets may stand.
func (sc *scan) bare(from, to int, kind Kind) {
	if sp := sc.emit(from, to, kind, sc.at.or(InQuery)); sp != nil {
		sp.bare = true
	}
}

// takesPassword reports whether the scheme that ends at i is of URLs that have a password and
// no user: trojan://x@host, ss://x@host.
func takesPassword(b []byte, i int) bool {
	return hasFold(b, i-len("trojan"), "trojan") || i > 1 && hasFold(b, i-len("ss"), "ss") && !isAlnum(byteAt(b, i-3))
}

// authority is what stands before the path of the URL that b begins with. A
// slash in a password that was not encoded belongs to it.
func authority(b []byte) []byte {
	end := 0
	for end < len(b) && (!endsURL[b[end]] || inUserinfo(b, end) || endsDomain(b, end)) {
		end++
	}
	b = b[:end]
	if i := bytes.IndexAny(b, "/?#"); i >= 0 && (bytes.IndexByte(b[:i], '@') >= 0 && !besideHost(b, i) || !portless(b[:i])) {
		return b[:i]
	}
	return b
}

// inUserinfo reports whether the sign at i, which else ends a URL, stands within a password
// that was not encoded: bob:x'y@host.
func inUserinfo(b []byte, i int) bool {
	if c := b[i]; c != '\'' && c != '`' && c != '<' && c != '>' || i == 0 || !isAlnum(b[i-1]) || !isAlnum(byteAt(b, i+1)) || bytes.IndexByte(b[:i], '/') >= 0 {
		return false
	}
	colon := bytes.IndexByte(b[:i], ':')
	if colon < 0 || number(b[colon+1:i]) {
		return false
	}
	rest := b[i:]
	if end := bytes.IndexAny(rest, " \t\n\"/"); end >= 0 {
		rest = rest[:end]
	}
	at := bytes.IndexByte(rest, '@')
	return at > 0 && isAlnum(byteAt(rest, at+1))
}

// endsDomain reports whether the backslash at i stands between a domain of Windows and its
// user: https://CORP\bob:x@host. A host that an escaped line's end follows has a dot.
func endsDomain(b []byte, i int) bool {
	if b[i] != '\\' || i == 0 || !allOf(b[:i], clLower|clUpper|clDigit, '-') || i+1 == len(b) || !isAlnum(b[i+1]) {
		return false
	}
	user := skip(b, i+1, clName)
	end := user
	for end < len(b) && !endsURL[b[end]] && b[end] != '/' {
		end++
	}
	return byteAt(b, user) == ':' && bytes.IndexByte(b[user:end], '@') > 1
}

// besideHost reports whether what the sign at i ends is no host but a part of a
// password, for the host follows: bob:x@y#z@db.example.com.
func besideHost(b []byte, i int) bool {
	before := b[bytes.LastIndexByte(b[:i], '@')+1 : i]
	at := bytes.IndexByte(b[i:], '@')
	if b[i] == '/' || at < 0 || bytes.ContainsAny(before, ".:") {
		return false
	}
	host := b[i+at+1:]
	end := skip(host, 0, clName)
	return bytes.IndexByte(b[i:i+at], '=') < 0 && bytes.IndexByte(host[:end], '.') > 0
}

var endsURL = func() (t [256]bool) {
	for _, c := range []byte(" \t\n\r\x00\"'<>`\\") {
		t[c] = true
	}
	return t
}()

// properties reports whether v goes on behind a host with ;name=value, as JDBC's
// URLs of SQL Server do.
func properties(v []byte) bool {
	k := bytes.IndexByte(v, ';')
	if k < 0 {
		return false
	}
	end := skip(v, k+1, clName)
	return end > k+1 && byteAt(v, end) == '='
}

// fromManual reports whether user and password are the words of a manual.
func fromManual(user, pass []byte) bool {
	return (foldEqual(user, "user") || foldEqual(user, "username")) &&
		(foldEqual(pass, "pass") || foldEqual(pass, "passwd") || foldEqual(pass, "password"))
}

// portless reports whether what follows the last colon of host is more than a
// port: then a slash behind it may be part of a password.
func portless(host []byte) bool {
	i := bytes.LastIndexByte(host, ':')
	return i >= 0 && i+1 < len(host) && !number(host[i+1:])
}

// pathWords are the ends of path segments behind which a one-time secret
// follows: /reset/x, /password-reset/x, /magic-link/x. The last word between
// hyphens is enough: "reset" finds /password-reset/x, too.
var pathWords = []string{
	"reset", "resetpassword", "passwordreset", "forgot", "password",
	"verify", "verify-email", "verification", "confirm", "confirmation", "confirm-email", "activate", "activation",
	"invite", "invitation", "invitations", "magic", "magic-link", "magiclink", "token", "tokens",
	"resets", "verify_email", "confirm_email", "recover", "recovery",
	"autologin", "signin", "email-login", "one-time", "otl", "join", "sso", "hook", "hooks", "integration", "setpassword", "unsubscribe", "login-link",
	"sessions", "webhook",
}

// path judges the path segments behind a word such as reset.
func (sc *scan) path(a *anchor, lo int) int {
	b := sc.b
	if lo == 0 || b[lo-1] != '/' && b[lo-1] != '-' && b[lo-1] != '_' {
		return 0
	}
	from, found := lo+len(a.lit), 0
	for range 3 { // /reset/MQ/token: a user id and a time may stand between, or the half of the secret
		to := from
		for to < len(b) && (class[b[to]]&clToken != 0 && b[to] != '/' || b[to] == '@') {
			to++
		}
		for to > from && b[to-1] == '.' {
			to--
		}
		if val := b[from:to]; to-from >= 12 && !masked(val) && oneTimeToken(val, a.lit) && !vaultVersion(b, lo, val) {
			sc.emit(from, to, sc.eng.kindOf(val, Opaque), sc.at.or(InQuery))
			found = to
		}
		if to >= len(b) || b[to] != '/' || to-from > 40 {
			break
		}
		from = to + 1
	}
	return found
}

// shared judges the token of a link that shares something: /s/x, /share/x.
func (sc *scan) shared(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	to := skip(b, from, clLower|clUpper|clDigit)
	switch a.lit {
	case "/s/":
	case "/t/": // of Anaconda: /t/x/channel
		if byteAt(b, to) != '/' {
			return 0
		}
	default:
		if hasFold(b, lo-len("usr"), "usr") || hasFold(b, lo-len("local"), "local") {
			return 0
		}
		to = skip(b, from, clName)
	}
	if to-from < 15 || isName(byteAt(b, to)) && b[to] != '.' || !mixed(b[from:to]) || !looksRandom(b[from:to], 15) {
		return 0
	}
	if inside := to-from >= 20 && byteAt(b, to) == '/' && allOf(b[from:to], clLower|clUpper|clDigit, 0); !inside && fileName(b[from:tokenEnd(b[:min(len(b), to+maxBare)], to)]) { // but /share/x/report.pdf
		return 0
	}
	if partOfBase64(b, lo, to) { // all of which is a secret
		return 0
	}
	sc.emit(from, to, Opaque, sc.at.or(InQuery))
	return to
}

// partOfBase64 reports whether b[from:to] is no path but a part of base64.
func partOfBase64(b []byte, from, to int) bool {
	from = back(b, from, clB64, maxLead)
	to = skip(b[:min(len(b), to+maxLead)], to, clB64)
	if bytes.IndexByte(b[from:to], '+') >= 0 {
		return true
	}
	padded := skipByte(b[:min(len(b), to+3)], to, '=')
	return padded > to && to-from >= 40 && (padded-from)%4 == 0
}

// oneTimeToken reports whether the segment val behind word is a secret. A UUID is
// often the number of an order.
func oneTimeToken(val []byte, word string) bool {
	if word == "sessions/" { // whose ids are often numbers of what is kept
		return len(val) >= 32 && allOf(val, clLower|clUpper|clDigit, 0) && looksRandom(val, 32)
	}
	if isUUID(val) {
		switch word {
		case "confirm/", "confirmation/", "tokens/", "hooks/", "webhook/", "integration/", "join/":
			return false
		}
		return true
	}
	return looksRandom(val, 12) && !fileName(val)
}

// vaultVersion reports whether val, behind the word at lo, is the version of a secret in
// Azure's Key Vault: https://acme.vault.azure.net/secrets/db-password/5f0c….
func vaultVersion(b []byte, lo int, val []byte) bool {
	name := back(b, lo, clName, maxNameBytes)
	return len(val) == 32 && allOf(val, clHex, 'a') && hasSuffix(b, name, "/secrets/") && bytes.Contains(lineBefore(b, name, maxNameBytes), []byte(".vault."))
}

// fileName reports whether v ends like the name of a file.
func fileName(v []byte) bool {
	dot := bytes.LastIndexByte(v, '.')
	if dot <= 0 || len(v)-dot > 5 || !allOf(v[dot+1:], clLower, '_') || v[0] == 'e' {
		return false
	}
	first := bytes.IndexByte(v, '.')
	return first == dot || allOf(v[first:dot], clDigit, '.') && digit(byteAt(v, first-1)) // app-1.2.3.tgz
}

func isUUID(v []byte) bool {
	return len(v) == 36 && v[8] == '-' && v[13] == '-' && v[18] == '-' && v[23] == '-' && allOf(v, clHex, '-')
}

// dsn judges user:password@tcp(host)/db and thin:user/password@host, which have
// no scheme://.
func (sc *scan) dsn(a *anchor, lo int) int {
	b := sc.b
	from, to, sep := lo+len(a.lit), lo, byte('/')
	if a.lit[0] == '@' {
		from = lo
		if a.lit != "@//" { // bob/x@//db:1521/pdb, of Oracle
			sep = ':'
		}
		for from > 0 && lo-from < maxPair && !isSpace(b[from-1]) && !isQuote(b[from-1]) && b[from-1] != '=' {
			from--
		}
	} else {
		k := bytes.LastIndexByte(b[from:wordEnd(b[:min(len(b), from+maxPair)], from)], '@')
		if k < 0 || bytes.IndexByte(b[from:from+k], '"') >= 0 {
			return 0
		}
		to = from + k
	}
	k := bytes.IndexByte(b[from:to], sep)
	if k <= 0 || from+k+1 >= to {
		return 0
	}
	from += k + 1
	if bytes.IndexByte(b[from:to], ' ') >= 0 || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}
