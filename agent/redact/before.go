package redact

import "bytes"

// toldBefore judges what a sentence says before the name b[i:end] of what it is: x
// is the password for bob, "x" is not a valid token, using x as API key.
func (sc *scan) toldBefore(row *nameRow, i, end int) {
	b := sc.b
	if row.name == "securestring" {
		sc.piped(i)
		return
	}
	if byteAt(b, i-1) != ' ' || !closesClause(b, end) {
		return
	}
	switch row.how {
	case anyValue, code, oneTimeCode, random:
	case cookies:
		row = sc.eng.names.find([]byte("cookievalue"))
	default:
		return
	}
	to, verb := sc.linkBefore(i - 1)
	from, to, ok := sc.wordBefore(to)
	if !ok {
		return
	}
	if verb == "for" && !hasSuffix(b, from, "value ") && !hasSuffix(b, from-1, "value ") {
		return
	}
	v := valuer{sc: sc, row: row, d: words, at: row.placeIn(sc.at), from: i, name: b[i:end]}
	if val := b[from:to]; v.saidBefore(val) {
		v.secret(from, to, true)
	}
}

// wordBefore is the word that ends at end, or what stands between the quotes that do.
func (sc *scan) wordBefore(end int) (from, to int, ok bool) {
	b := sc.b
	if end <= sc.floor {
		return 0, 0, false
	}
	if q := b[end-1]; q == '"' || q == '\'' || q == '`' {
		to = end - 1
		from = max(sc.floor, to-maxQuoted)
		from += bytes.LastIndexByte(b[from:to], q) + 1
		return from, to, byteAt(b, from-1) == q
	}
	from = end
	for from > sc.floor && end-from < maxQuoted && !isSpace(b[from-1]) && bytes.IndexByte([]byte(`"'(=\`), b[from-1]) < 0 {
		from--
	}
	return from, end, true
}

// piped judges the string that PowerShell hands to the cmdlet at i: ("x" |
// ConvertTo-SecureString). It is no argument of another one, and no variable.
func (sc *scan) piped(i int) {
	b := sc.b
	bar := len(bytes.TrimRight(b[:i], " ")) - 1
	if byteAt(b, bar) != '|' {
		return
	}
	to := len(bytes.TrimRight(b[:bar], " ")) - 1
	if q := byteAt(b, to); q != '"' && q != '\'' {
		return
	}
	from := max(sc.floor, to-maxQuoted)
	open := from + bytes.LastIndexByte(b[from:to], b[to])
	if open < from || open+1 == to || b[open+1] == '$' {
		return
	}
	if before := bytes.TrimRight(b[from:open], " \\"); len(before) == 0 || bytes.IndexByte([]byte("(=,;>:"), before[len(before)-1]) >= 0 {
		sc.password(open+1, to, sc.at)
	}
}

// saidBefore reports whether val, before a name, can only be what is called so.
func (v *valuer) saidBefore(val []byte) bool {
	switch v.row.kind {
	case Password:
		return passwordLike(val) && !algorithm(val) && !email(val) && bytes.IndexByte(val, ':') < 0
	case PIN:
		return len(val) >= 4 && len(val) <= 8 && allOf(val, clDigit, 0)
	}
	return looksRandom(val, 16) && !filePath(val) && !inSource(val) || jumble(val)
}

// linkVerbs say that a thing is what is named behind them; linkFillers may stand
// between.
var (
	linkVerbs   = [...]string{"is", "was", "as", "for"}
	linkFillers = wordSet(`
			a an the your my our his her their not no valid invalid wrong correct right known unknown recognized registered new old current
			used api access refresh session client auth bearer reset login verification security temporary one-time
			field parameter option attribute property`)
)

const maxLinkWords = 6

// linkBefore is where what is called so ends, behind which words such as "is not a
// valid" go on to i, and the verb among them; 0 if there are none.
func (sc *scan) linkBefore(i int) (to int, verb string) {
	b := sc.b
	for range maxLinkWords {
		from := back(b, i, clName, 16)
		if from <= sc.floor || from == i || b[from-1] != ' ' {
			return 0, ""
		}
		for _, verb := range linkVerbs {
			if string(b[from:i]) == verb {
				to := bytes.TrimSuffix(b[:from-1], []byte(" used")) // x was used as token
				to = bytes.TrimSuffix(bytes.TrimSuffix(to, []byte(" was")), []byte(" is"))
				return len(to), verb
			}
		}
		if !inAnyCase(linkFillers, b[from:i]) {
			return 0, ""
		}
		i = from - 1
	}
	return 0, ""
}

// saysWhat reports whether the words before a name at i say what it is the name of.
func (sc *scan) saysWhat(i int) bool {
	if i < 2 {
		return false
	}
	to, _ := sc.linkBefore(i - 1)
	return to > sc.floor
}

// closesClause reports whether nothing at i makes another noun of the name before
// it: password for bob, but not password manager.
func closesClause(b []byte, i int) bool {
	switch byteAt(b, i) {
	case 0, '.', ',', ';', ')', '"', '\'', '!', '\n', '\r', '\\':
		return true
	case ' ':
		switch string(b[i+1 : skip(b, i+1, clLower)]) {
		case "for", "of", "from", "by", "to", "on", "in", "at", "with", "via", "and", "but":
			return true
		}
	}
	return false
}
