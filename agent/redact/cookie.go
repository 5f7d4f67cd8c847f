package redact

import "bytes"

// cookies replaces the values of a Cookie header that are secrets. It returns
// from: what is no secret by its name is still to be searched.
func (sc *scan) cookies(from, to int, at Place) int {
	if from+maxBare < sc.judged.cookies { // within a long value of one
		return from
	}
	b := sc.b[:to]
	if end := tokenEnd(b, from); aloneInCookie(b, from, end) {
		sc.emit(from, end, Cookie, at)
		if from = end; end == to || b[end] != ';' {
			return end
		}
		from++
	}
	i := from
	for i < to {
		name := skip(b, i, clSpace)
		eq := cookieNameEnd(b, name)
		if eq > name && byteAt(b, eq) == ';' { // HttpOnly
			i = eq + 1
			continue
		}
		if eq == name || byteAt(b, eq) != '=' {
			break
		}
		val, end, next := cookieValue(b, eq+1)
		sc.cookie(b[name:eq], val, end, at)
		i = next
		if c := byteAt(b, i); c != ';' && c != ',' {
			break
		}
		i++
	}
	sc.judged.cookies = max(sc.judged.cookies, i)
	return from
}

// cookieNameEnd is where the name of a cookie at i ends.
func cookieNameEnd(b []byte, i int) int {
	for i < len(b) && !endsCookie(b[i]) && b[i] != '=' {
		i++
	}
	return i
}

// cookieValue is the value of a cookie at i, and where the text goes on behind it and its
// quotes.
func cookieValue(b []byte, i int) (from, to, next int) {
	to = i
	for to < len(b) && !endsCookie(b[to]) {
		to++
	}
	switch {
	case to == i && byteAt(b, i) == '"':
		to = i + 1
		for to < len(b) && b[to] != '"' {
			to++
		}
		return i + 1, to, to + 1
	case to > i && (b[to-1] == '}' || b[to-1] == ']') && bytes.IndexByte(b[i:to], '{') < 0: // of what is around the cookies
		return i, to - 1, to
	}
	return i, to, to
}

// aloneInCookie reports whether b[from:end] is a cookie's value without a name.
func aloneInCookie(b []byte, from, end int) bool {
	if end-from < 16 || end < len(b) && !endsCookie(b[end]) && bytes.IndexByte([]byte(")]}&"), b[end]) < 0 {
		return false
	}
	val := b[from:end]
	named := bytes.IndexByte(bytes.TrimRight(val, "="), '=') >= 0
	return !named && !masked(val) && looksRandom(val, 16) && has(val)&clDigit != 0
}

func endsCookie(c byte) bool {
	return c == ';' || c == ',' || c == '"' || c == '\'' || isSpace(c)
}

// cookie replaces one cookie's value if it is a secret: by its name, or because
// it is long and looks random.
func (sc *scan) cookie(name []byte, from, to int, at Place) {
	val := sc.b[from:to]
	if len(val) == 0 || masked(val) || placeholder(val, false) || analytics(name) {
		return
	}
	kind := Cookie
	row := sc.eng.names.find(name)
	switch {
	case row != nil && row.how != inQuery:
		if row.kind != Opaque {
			kind = row.kind
		}
		if len(val) < 4 && kind != Password || commonWord(val) {
			return
		}
	case hasFold(name, 0, "wordpress_"):
		kind = Session
	case hasFold(val, 0, "%7b"), hasFold(val, 0, "%5b"), hasFold(val, 0, "http%3a"), hasFold(val, 0, "https%3a"): // JSON or an address, of which a part may be secret
		return
	case bytes.IndexAny(val, "|@") >= 20 && looksRandom(val[:bytes.IndexAny(val, "|@")], 20): // signed: x|time|signature
	case !looksRandom(val, 16):
		return
	}
	kind, to = sc.whole(from, to, kind)
	sc.emit(from, to, kind, at)
}

// wordpress judges wordpress_logged_in_5f3a=bob|1790000000|x|y outside of a header.
func (sc *scan) wordpress(a *anchor, lo int) int {
	b := sc.b
	i := skip(b, lo+len(a.lit), clHex)
	if byteAt(b, i) != '=' {
		return 0
	}
	i++
	for i < len(b) && (isName(b[i]) || b[i] == '@' || b[i] == ' ') {
		i++
	}
	until := skip(b, i+1, clDigit)
	if byteAt(b, i) != '|' || until == i+1 || byteAt(b, until) != '|' {
		return 0
	}
	i = until + 1
	end := i
	for end < len(b) && (isAlnum(b[end]) || b[end] == '|') {
		end++
	}
	if end-i < 40 {
		return 0
	}
	sc.emit(i, end, Session, InCookie)
	return end
}

// harmless are the beginnings of names of cookies that count visits or keep a
// choice.
var harmless = []string{
	"_ga", "_gid", "_gat", "_gcl", "_fbp", "_hj", "utm", "__utm", "_pk_", "ajs_", "optimizely", "consent", "cookieconsent",
	"amplitude", "mp_", "intercom-id", "_clck", "_clsk", "_uet",
}

func analytics(name []byte) bool {
	for _, p := range harmless {
		if hasFold(name, 0, p) {
			return true
		}
	}
	return false
}

// setCookie replaces the value in name=value; Path=/; HttpOnly.
func (sc *scan) setCookie(from, to int, at Place) int {
	b := sc.b
	end := bytes.IndexByte(b[from:to], ';')
	if end < 0 {
		end = to - from
	}
	return sc.cookies(from, from+end, at)
}
