package redact

import "bytes"

// linkWords are the ends of paths whose queries hold a one-time secret under a
// short name: /magic-link?t=x, /set-password?k=x, /verify?c=123456.
var linkWords = []string{
	"magic", "link", "login", "password", "reset", "forgot", "verify", "email", "confirm", "activate",
	"invite", "join", "unsubscribe", "sso", "otp", "2fa", "mfa", "signin", "auth", "callback",
}

// shortParams are such names.
var shortParams = map[string]bool{
	"t": true, "k": true, "c": true, "h": true, "s": true, "x": true, "i": true, "u": true, "tk": true, "tok": true,
	"code": true, "otp": true, "pin": true, "hash": true, "link": true, "ml": true, "vc": true,
}

// changedParams are the names of a password and of the one before it, behind a path
// that ends in password.
var changedParams = map[string]bool{"old": true, "new": true, "p": true, "current": true, "confirm": true, "repeat": true}

func endsInPassword(path []byte) bool { return hasFold(path, len(path)-len("password?"), "password?") }

// maxLinkParam is the length of the longest name of such a parameter, and its sign.
const maxLinkParam = len("current=")

const maxParams = 16 // of a link that are looked at

// link judges the parameters behind a path that ends in one of linkWords. The
// anchor is such a word with its question mark, or a slash, a question mark and
// the first name.
func (sc *scan) link(a *anchor, lo int) int {
	b := sc.b
	if a.lit[0] == '/' && !endsInLinkWord(b[:lo]) {
		return 0
	}
	if a.lit[0] != '/' && isAlnum(byteAt(b, lo-1)) && !beginsLinkWord(b, lo) {
		return 0
	}
	i := lo + bytes.IndexByte([]byte(a.lit), '?') + 1
	place := sc.at.or(InQuery)
	for range maxParams {
		eq := skip(b, i, clName)
		if eq == i || byteAt(b, eq) != '=' {
			return 0
		}
		to := eq + 1
		for to < len(b) && (class[b[to]]&clToken != 0 || b[to] == '@') {
			to++
		}
		if val := b[eq+1 : to]; changedParams[string(b[i:eq])] && endsInPassword(b[:lo+len(a.lit)]) {
			sc.password(eq+1, to, place)
		} else if shortParams[string(b[i:eq])] && !masked(val) && !escapedLead(b[eq+1:]) && linkToken(val, b[i:eq]) {
			sc.emit(eq+1, to, sc.eng.kindOf(val, Opaque), place)
		}
		if byteAt(b, to) != '&' {
			return 0
		}
		i = to + 1
	}
	return 0
}

// shortParam judges a parameter of one letter behind any path: only what is as long
// and as mixed as a token is one.
func (sc *scan) shortParam(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	to := skip(b, from, clB64)
	if val := b[from:to]; to-from < 32 || to-from > 128 || byteAt(b, to) == '.' || !mixed(val) || !looksRandom(val, 32) || masked(val) {
		return 0
	}
	sc.emit(from, to, sc.eng.kindOf(b[from:to], Opaque), sc.at.or(InQuery))
	return to
}

// beginsLinkWord reports whether what stands before i makes one word with one of linkWords:
// /setpassword?, /autologin?, /magiclink?.
func beginsLinkWord(b []byte, i int) bool {
	return hasFold(b, i-len("set"), "set") || hasFold(b, i-len("auto"), "auto") || hasFold(b, i-len("magic"), "magic")
}

func endsInLinkWord(path []byte) bool {
	for _, w := range linkWords {
		if hasFold(path, len(path)-len(w), w) {
			return true
		}
	}
	return false
}

// linkToken reports whether the value of a short parameter is a secret.
func linkToken(val, name []byte) bool {
	switch {
	case len(val) > 3 && len(val) < 9 && number(val):
		return len(name) > 1 && name[0] != 't' || name[0] == 'c'
	case isUUID(val):
		return name[0] != 'i' && name[0] != 'u'
	}
	return looksRandom(val, 10) && !fileName(val)
}
