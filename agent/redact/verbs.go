package redact

import "bytes"

// pass judges the PASS command of FTP and POP3, and AUTH of redis.
func (sc *scan) pass(a *anchor, lo int) int {
	b := sc.b
	if inField(b, lo, lo+len(a.lit)) {
		return 0
	}
	from, to, end := quotedOrWord(b, lo+len(a.lit))
	if isMechanism(b[from:to]) {
		return sc.mechanism(a, lo)
	}
	before := bytes.TrimRight(b[:lo], " ")
	whole := lo == 0 && end == len(b) // the command and nothing else
	certain := false
	switch auth := a.lit == "AUTH "; {
	case !auth:
		certain = passesBefore(before, b, end)
	case byteAt(b, end) == ' ':
		certain = redisBefore(before)
		next := wordEnd(b, end+1)
		alone := lo == 0 && next == len(b) && roleOf(b[from:to]) == noRole // and nothing else
		if alone || authUser(before, b[from:to], b[end+1:next]) {
			from, to, end = end+1, next, next
		}
	}
	val := b[from:to]
	certain = certain || whole && !allOf(val, clUpper|clDigit, '-')
	if noPassword(val) || !certain && !(commandBefore(a.lit, before) && passwordLike(val)) {
		return 0
	}
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return end
}

// passesBefore reports whether a PASS that ends at end is surely a command, by what stands
// before it and behind it.
func passesBefore(before, b []byte, end int) bool {
	return transferBefore(before) || dumpedBefore(before) || protocolMark(before) && endsCommand(b, end) ||
		hasPrefix(b, end, []byte(" NICK ")) || hasPrefix(b, end, []byte(" >> NICK ")) // as a client of IRC begins
}

// inField reports whether the verb at lo is a part of a name, or the value of a field that
// another one follows at next: result=PASS rule=x7.
func inField(b []byte, lo, next int) bool {
	return isName(byteAt(b, lo-1)) || byteAt(b, lo-1) == '=' && fieldAt(b, next)
}

// quotedOrWord is the value in quotes at i, or the word there, and where it ends with its
// quotes.
func quotedOrWord(b []byte, i int) (from, to, end int) {
	from, to, end, quoted := quotedValue(b, i)
	if !quoted {
		end = wordEnd(b, i)
		return i, end, end
	}
	return from, to, end
}

// authUser reports whether the first of two words behind AUTH is a user, and the second
// the password: AUTH default x.
func authUser(before, first, second []byte) bool {
	if looksPassword(first) || allOf(first, clUpper, '_') && bytes.IndexByte(second, '=') > 0 { // AUTH SUCCESS status=0
		return false
	}
	return mingled(second) || redisBefore(before) || foldEqual(first, "default") && looksPassword(second)
}

// commandBefore reports whether verb, PASS or AUTH, may begin a command behind what stands
// before it.
func commandBefore(verb string, before []byte) bool {
	if protocolMark(before) || bytes.HasSuffix(before, []byte(":")) || peerBefore(before) {
		return true
	}
	return verb == "AUTH " && (redisBefore(before) || bytes.HasSuffix(before, []byte("redis")))
}

// noPassword reports whether val, behind PASS or AUTH, is none for certain.
func noPassword(val []byte) bool {
	return roleOf(val) != noRole ||
		bytes.Contains(val, []byte("...")) || // [AUTH K=V...]
		bytes.IndexByte(val, '/') >= 0 && plainWord(val[:1]) && !mingled(val) // PASS src/app.test.js
}

// login judges the LOGIN command of IMAP, behind its tag. "LOGIN user=bob
// addr=192.0.2.7" tells of one.
func (sc *scan) login(a *anchor, lo int) int {
	b := sc.b
	if isName(byteAt(b, lo-1)) {
		return 0
	}
	user := lo + len(a.lit)
	_, _, behind := quotedOrWord(b, user)
	tagged := byteAt(b, lo-1) == ' ' && (digit(byteAt(b, lo-2)) || isAlnum(byteAt(b, lo-2)) && byteAt(b, user) == '"' && byteAt(b, behind+1) == '"') // x7qa LOGIN "bob" "x"
	switch name := b[user:behind]; {
	case len(name) == 0, byteAt(b, behind) != ' ', commonWord(name), roleOf(name) != noRole:
		return 0
	case name[0] == '[': // the structured data of syslog
		return 0
	case !tagged && allOf(name, clUpper, '_'): // LOGIN FROM, LOGIN REFUSED
		return 0
	}
	from, to, end := quotedOrWord(b, behind+1)
	switch val := b[from:to]; {
	case roleOf(val) != noRole, !tagged && (!mingled(val) || bytes.IndexByte(val, '=') > 0):
		return 0
	case !sc.password(from, to, sc.at):
		return 0
	}
	return end
}

// transferBefore reports whether v, before a PASS, speaks of mail or files.
func transferBefore(v []byte) bool {
	v = v[max(0, len(v)-48):]
	if bytes.HasSuffix(v, []byte("AUTHINFO")) || bytes.HasSuffix(v, []byte("quote")) || containsFold(v, "ftp") || containsFold(v, "pop3") {
		return true
	}
	v = bytes.TrimRight(v, "\r\n:C>< ")
	user := v[:back(v, len(v), clName, 48)]
	user = bytes.TrimRight(user, " @")
	return len(user) < len(v) && (bytes.HasSuffix(user, []byte("USER")) || bytes.HasSuffix(user, []byte("NICK")))
}

// peerBefore reports whether v ends in the address of a peer.
func peerBefore(v []byte) bool {
	last := v[max(0, bytes.LastIndexByte(v, ' ')+1):]
	if len(last) < len("1.2.3.4") {
		return false
	}
	return allOf(bytes.Trim(last, "[]<>()-"), clHex, ':') || // [2001:db8::1]
		allOf(bytes.Trim(last, "[]<>()"), clDigit, '.') || // <192.0.2.7>
		digit(last[len(last)-1]) && bytes.Count(last, []byte(".")) == 3 // 192.0.2.7:1025
}

// dumpedBefore reports whether v ends in bytes in hex, which show as what follows.
func dumpedBefore(v []byte) bool {
	v = v[max(0, len(v)-len(" 0d 0a")):]
	return len(v) == len(" 0d 0a") && v[0] == ' ' && v[3] == ' ' && allOf(v[1:3], clHex, 0) && allOf(v[4:], clHex, 0)
}

// redisBefore reports whether v ends in a command of redis that takes AUTH.
func redisBefore(v []byte) bool {
	v = v[max(0, len(v)-64):]
	return bytes.Contains(v, []byte("HELLO ")) || bytes.Contains(v, []byte("MIGRATE "))
}

// endsCommand reports whether a command ends at i.
func endsCommand(b []byte, i int) bool {
	switch byteAt(b, i) {
	case 0, '"', '\'', '\\', '\r', '\n':
		return true
	}
	return false
}

// protocolMark reports whether a command of a protocol may begin behind v.
func protocolMark(v []byte) bool {
	last := byteAt(v, len(v)-1)
	switch last {
	case '"', '\'', '>', '<', ']', '=', 0:
		return true
	case '-': // "-->", "<---", but not the "--- PASS" of a test
		return len(v) < 3 || bytes.HasSuffix(v, []byte("<---")) || bytes.HasSuffix(v, []byte("<-"))
	case ':':
		return bytes.HasSuffix(v, []byte("C:")) || bytes.HasSuffix(v, []byte("command:"))
	}
	return false
}
