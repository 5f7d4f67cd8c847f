package redact

import "bytes"

// mechanisms of SASL, as AUTH and AUTHENTICATE name them before base64.
var mechanisms = []string{
	"login", "plain", "xoauth2", "oauthbearer", "cram-md5", "digest-md5", "ntlm", "gssapi", "external",
	"scram-sha-1", "scram-sha-256", "scram-sha-512",
}

// mechanism judges what stands behind the name of a mechanism: AUTH LOGIN x,
// AUTHENTICATE PLAIN x. The anchor is the verb with its space.
func (sc *scan) mechanism(a *anchor, lo int) int {
	b := sc.b
	if isAlnum(byteAt(b, lo-1)) {
		return 0
	}
	from := lo + len(a.lit)
	end := skip(b, from, clName)
	if q, to, next, ok := quotedValue(b, from); ok && q > from && !isMechanism(b[q:to]) { // of Tor: AUTHENTICATE "x"
		if !allOf(b[q:to], clUpper|clDigit, '-') && sc.password(q, to, sc.at) {
			return next
		}
		return 0
	}
	switch {
	case !isMechanism(b[from:end]):
		return sc.plainResponse(from) // to a mechanism that was named before
	case byteAt(b, end) != ' ' || foldEqual(b[from:end], "plain"):
		return 0
	}
	return sc.responses(end + 1)
}

func isMechanism(v []byte) bool {
	for _, m := range mechanisms {
		if foldEqual(v, m) {
			return true
		}
	}
	return false
}

// responses removes up to two words of base64 at i. The first of two is the user.
func (sc *scan) responses(i int) int {
	first := sc.responseEnd(i)
	if first == 0 {
		if user := skip(sc.b, i, clB64); user > i && user-i < 16 && byteAt(sc.b, user) == ' ' { // too short to tell
			first, i = sc.responseEnd(user+1), user+1
		}
		if first == 0 {
			return 0
		}
	}
	if byteAt(sc.b, first) == ' ' {
		if second := sc.responseEnd(first + 1); second > 0 {
			i, first = first+1, second
		}
	}
	if !sc.password(i, first, sc.at) {
		return 0
	}
	return first
}

// responseEnd is where the base64 of a client's answer at i ends, 0 if that is
// none: a word of a sentence.
func (sc *scan) responseEnd(i int) int {
	b := sc.b
	end := sc.longEnd(i, '=', func() int { return skip(b, i, clB64) })
	run := b[i:end]
	end = skipByte(b, end, '=')
	if len(run) < 6 || end < len(b) && !endsHere(b, end) {
		return 0
	}
	if len(run) >= 16 && looksRandom(run, 16) {
		return end
	}
	plain, ok := sc.s.decode64(run)
	if !ok || len(plain) < 4 || !asciiText(plain) || has(run)&clLower == 0 || has(run)&clUpper == 0 {
		return 0
	}
	return end
}

func asciiText(v []byte) bool {
	for _, c := range v {
		if c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// asked judges the answer to 334 UGFzc3dvcmQ6, "Password:" in base64, when it
// stands in the same text.
func (sc *scan) asked(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	if isAlnum(byteAt(b, lo-1)) {
		return 0
	}
	limit := min(len(b), i+24)
	for i < limit {
		i += len(b[i:limit]) - len(bytes.TrimLeft(b[i:limit], " \r\n\t>|<:,;'\"[]-="))                                          // what stands around
		if word := skip(b, i, clLower|clUpper); word > i && word-i <= 6 && (byteAt(b, word) == ':' || byteAt(b, word) == '>') { // C:, client>
			i = word + 1
			continue
		}
		break
	}
	end := sc.responseEnd(min(i, len(b)))
	if end == 0 || !sc.password(i, end, sc.at) {
		return 0
	}
	return end
}

// saslPlain replaces a client's answer in base64 at from, as that of the mechanism
// PLAIN or whatever it is.
func (sc *scan) saslPlain(from int) int {
	if end := sc.plainResponse(from); end > 0 {
		return end
	}
	end := sc.responseEnd(from)
	if end == 0 || !sc.password(from, end, sc.at) {
		return 0
	}
	return end
}

// binary judges bytes in base64, as MongoDB's shell and its JSON write them.
func (sc *scan) binary(a *anchor, lo int) int { return sc.plainResponse(lo + len(a.lit)) }

// plainResponse replaces the base64 of an authorization id, a user and a password
// at from, but for the user's name.
func (sc *scan) plainResponse(from int) int {
	b := sc.b
	end := skipByte(b, skip(b, from, clB64), '=')
	if end-from < 8 {
		return 0
	}
	plain, ok := sc.s.decode64(b[from:end])
	_, rest, _ := bytes.Cut(plain, []byte{0})
	user, pass, two := bytes.Cut(rest, []byte{0})
	if !ok || !two || !asciiText(user) {
		return 0
	}
	sc.emitAs(from, end, sc.userOnly(user, pass), Basic, sc.at)
	return end
}

// plainNULs replaces the password of a client's answer as it is before base64, which
// begins with a NUL not far behind i: \x00bob\x00x.
func (sc *scan) plainNULs(i int) int {
	near := lineBehind(sc.b, i, len(`', "response='`)+8)
	for _, nul := range [...]string{"\x00", `\0`} {
		if k := bytes.Index(near, []byte(nul)); k >= 0 {
			return sc.behindNUL(i+k, nul)
		}
	}
	return 0
}

// nuls judges a client's answer that nothing names, between NULs that are escaped.
func (sc *scan) nuls(a *anchor, lo int) int {
	b := sc.b
	if byteAt(b, lo-1) != '\\' {
		return 0
	}
	from := lo + len(a.lit)
	nul := string(b[lo-1 : from])
	user := skip(b, from, clName)
	if pass := user + len(nul); user > from && hasFold(b, user, nul) && pass < len(b) && looksPassword(b[pass:wordEnd(b, pass)]) {
		return sc.behindNUL(lo-1, nul)
	}
	return 0
}

// behindNUL replaces the password behind the NUL at i, a user and another NUL.
func (sc *scan) behindNUL(i int, nul string) int {
	b := sc.b
	user, rest, ok := bytes.Cut(b[i+len(nul):min(len(b), i+maxQuoted)], []byte(nul))
	if !ok || len(user) == 0 || !asciiText(user) {
		return 0
	}
	from := i + len(nul) + len(user) + len(nul)
	to := from + len(rest)
	if end := bytes.IndexAny(rest, "\x00\"'`\n"); end >= 0 {
		to = from + end
	}
	if !isQuote(byteAt(b, i-1)) { // nothing but a blank ends it
		to = min(to, wordEnd(b, from))
		to = from + len(bytes.TrimRight(b[from:to], ",)]}"))
	}
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// answeredBefore judges what Dovecot warns of behind it, when it is told to print
// passwords: resp=AGJv… (previous base64 data may contain sensitive data).
func (sc *scan) answeredBefore(_ *anchor, lo int) int {
	b := sc.b
	from := lo
	for from > sc.floor && b[from-1] == '=' {
		from--
	}
	from = max(sc.floor, back(b, from, clB64, maxQuoted))
	if from == lo || sc.saslPlain(from) == 0 {
		return 0
	}
	return lo + 1
}
