package redact

import "bytes"

// name judges the identifier around an anchor: if it is a credential's name,
// what follows it is replaced.
func (sc *scan) name(a *anchor, lo int) int {
	if lo < sc.judged.names {
		return 0
	}
	if next, known := sc.queryParam(a, lo); known {
		return next
	}
	from, to := sc.nameAround(a, lo)
	if to == from || sc.forWhom(from, to) {
		return 0
	}
	b := sc.b
	if partedByPlus(b, from, to) {
		sc.spaces(a, lo)
	}
	if byteAt(b, from-1) == '-' && b[from] == 'D' { // -Dpwd=x
		from++
	} else if b[from] == '-' && from+1 < lo && b[from+1] == 'D' {
		from += 2
	}
	row, to := sc.reading(from, to)
	switch {
	case row == nil:
		return 0
	case hasPrefix(b, from-len("Label="), []byte("Label=")):
		return sc.labelled(row, from)
	case string(b[from:to]) == "Secret" && kindBefore(b[:from]):
		sc.kubeSecret(from, to)
		return 0
	}
	if sc.respelt(from, to) {
		return 0 // the next view judges what it holds
	}
	sc.toldBefore(row, from, to)
	base := len(sc.s.spans)
	next := sc.valueOf(row, from, to)
	if next > 0 {
		sc.keepQueryParam(a, lo, from, to, base, row)
	}
	return next
}

// partedByPlus reports whether b[from:to] is a word of a query, whose spaces are pluses:
// q=my+password+is+x.
func partedByPlus(b []byte, from, to int) bool {
	before, behind := byteAt(b, from-1), byteAt(b, to)
	return behind == '+' && class[before]&clB64 == 0 || before == '+' && (behind == '+' || behind == '%')
}

// nameAround is where the identifier around an anchor at lo begins and ends. One
// that is too long is empty.
func (sc *scan) nameAround(a *anchor, lo int) (from, to int) {
	b := sc.b
	hi := lo + len(a.lit)
	for hi > lo && !isName(b[hi-1]) { // the anchor holds what follows the name
		hi--
	}
	from = max(back(b, lo, clName, maxNameBytes), sc.floor)
	if hi >= sc.judged.nameRun {
		sc.judged.nameRun = skip(b, hi, clName)
	}
	to = sc.judged.nameRun
	for k := hi + 1; k < min(to, hi+maxNameBytes); k++ {
		if b[k] == '.' && b[k-1] == '.' { // password.....x
			to = k - 1
		}
	}
	for to > hi && (b[to-1] == '.' || b[to-1] == '-' && byteAt(b, to) == '>') { // token->x
		to--
	}
	sc.judged.names = to
	if to-hi > maxNameBytes {
		return from, from
	}
	return from, to
}

// forWhom reports whether the words behind a name only say whose it is, of whatever
// name (see words): Failed password for bob. What stands before it may be told: x is
// the password for bob.
func (sc *scan) forWhom(from, to int) bool {
	b := sc.b
	if from > 0 && b[from-1] != ' ' || !hasPrefix(b, to, []byte(" for ")) || foldEqual(b[from:to], "secret") || behindWhom(b, to+1) < len(b) {
		return false
	}
	if !sc.saysWhat(from) { // Failed password for bob, mostly
		return true
	}
	if row, end := sc.reading(from, to); row != nil {
		sc.toldBefore(row, from, end)
	}
	return true
}

// A naming is one way to read a name: it knows the row of the name b[from:to] and
// where the name ends, or leaves what it was given.
type naming struct {
	says string
	then verdict // catches, if it finds a row; spares, if it takes one away
	read func(sc *scan, row *nameRow, from, to int) (*nameRow, int)
}

// namings is the list of ways to read a name. Each is asked, in this order, and has
// its examples in testdata/namings.txt.
var namings = []naming{
	{"a name as it is written", catches, (*scan).asWritten},
	{"a name that says which of several it is", catches, (*scan).withoutSuffix}, // db_password_prod
	{"a list of what a name held before", catches, (*scan).history},             // password_history: ["x","y"]
	{"the second of two words", catches, (*scan).withWordBefore},                // API key
	{"the first of two words", catches, (*scan).withWordBehind},                 // session id
	{"a community of SNMP", catches, (*scan).community},
	{"the key of a wireless network", catches, (*scan).wireless},         // wireless.radio0.key
	{"a code that is sent to somebody", catches, (*scan).sent},           // your Acme code
	{"the end of a name that means many things", spares, (*scan).meant},  // "message":"token_access"
	{"what base64 ends in", spares, (*scan).padded},                      // …81Pw=
	{"a file that a secret is made from", spares, (*scan).fileOfASecret}, // --from-file=password=x.txt
}

// reading is the row of the name b[from:to] and where the name ends; nil if it is
// not a credential's.
func (sc *scan) reading(from, to int) (row *nameRow, end int) {
	for i := range sc.eng.namings {
		if n := &sc.eng.namings[i]; row != nil || n.then == catches {
			row, to = n.read(sc, row, from, to)
		}
	}
	return row, to
}

func (sc *scan) asWritten(_ *nameRow, from, to int) (*nameRow, int) {
	row := sc.eng.names.find(sc.b[from:to])
	if row != nil && row.word && sc.b[to-1] == '_' { // pass=__PASS__
		row = nil
	}
	return row, to
}

func (sc *scan) withoutSuffix(row *nameRow, from, to int) (*nameRow, int) {
	if row == nil {
		if end := behindSuffix(sc.b, from, to); end < to {
			row = sc.eng.names.find(sc.b[from:end])
		}
	}
	return row, to
}

// history knows the name of a list of the passwords before.
func (sc *scan) history(row *nameRow, from, to int) (*nameRow, int) {
	end := to - len("history")
	if row != nil || !hasFold(sc.b, end, "history") || end <= from {
		return row, to
	}
	i := to
	if c := byteAt(sc.b, i); isQuote(c) {
		i++
	}
	if i = behindKey(sc.b, i); i == 0 || byteAt(sc.b, i) != '[' && !severalAt(sc.b, i) || isDate(sc.b[min(skip(sc.b, i+1, clSpace)+1, len(sc.b)):]) {
		return row, to
	}
	if row = sc.eng.names.find(sc.b[from:end]); row != nil && row.kind != Password {
		row = nil
	}
	return row, to
}

// severalAt reports whether two passwords or more stand at i, without brackets: x, y.
func severalAt(b []byte, i int) bool {
	for n := 0; ; n++ {
		to := i
		for to < len(b) && to-i < maxNameBytes && !isSpace(b[to]) && b[to] != ',' && b[to] != ';' {
			to++
		}
		if val := b[i:to]; !looksPassword(val) || bytes.IndexByte(val, '=') >= 0 || version(val) {
			return false
		}
		if n == 1 {
			return true
		}
		if i = behindAnd(b, to); i == to {
			return false
		}
	}
}

// withWordBefore knows names of two words, which may be one for certain where the
// second word is not: API key, access token. A word that is the value of the field before
// is no part of the name: module=auth code=E17.
func (sc *scan) withWordBefore(row *nameRow, from, to int) (*nameRow, int) {
	b := sc.b
	if row != nil && row.how != inQuery && row.how != random || from < 2 || b[from-1] != ' ' {
		return row, to
	}
	first := back(b, from-1, clName, maxNameBytes)
	ends := byteAt(b, to)
	ofField := byteAt(b, first-1) == ends && (ends == '=' || ends == ':' && byteAt(b, to+1) != ' ')
	if first < from-1 && !ofField {
		if two := sc.eng.names.find(b[first:to]); two != nil {
			return two, to
		}
	}
	return row, to
}

// withWordBehind knows names with a second word: session id, community string.
func (sc *scan) withWordBehind(row *nameRow, from, to int) (*nameRow, int) {
	b := sc.b
	if byteAt(b, to) != ' ' {
		return row, to
	}
	for _, second := range [...]string{" id", " string", " with id"} {
		if hasFold(b, to, second) && !isName(byteAt(b, to+len(second))) {
			if two := sc.eng.names.find(b[from : to+len(second)]); two != nil {
				row, to = two, to+len(second)
			}
		}
	}
	return row, to
}

// community knows SNMP's word for a password where the words around it speak of
// SNMP.
func (sc *scan) community(row *nameRow, from, to int) (*nameRow, int) {
	b := sc.b
	if row != nil || !foldEqual(b[from:to], "community") {
		return row, to
	}
	before := lineBefore(b, from, 60)
	if mentions(before, "snmp", "trap") || containsFold(lineBehind(b, to, 60), "agent") || hasSuffix(b, from, "eceived ") && hasPrefix(b, to, []byte(` "`)) {
		row = sc.eng.names.find([]byte("snmpcommunity"))
	}
	return row, to
}

// wireless knows the key of a network in the configuration of OpenWrt.
func (sc *scan) wireless(row *nameRow, from, to int) (*nameRow, int) {
	if row != nil && row.name == "key" && (hasFold(sc.b, from, "wireless.") || sc.b[from] == '.' && mentions(lineBefore(sc.b, from, 40), "wireless.@")) { // wireless.@wifi-iface[0].key
		row = sc.eng.names.find([]byte("wifikey"))
	}
	return row, to
}

func (sc *scan) sent(row *nameRow, from, to int) (*nameRow, int) {
	if row != nil && row.how == inQuery && foldEqual(sc.b[from:to], "code") {
		row = sc.codeOf(row, from)
	}
	if row != nil && row.name == "passkey" && showsSix(lineBehind(sc.b, to, 48)) {
		row = sc.eng.names.find([]byte("pairingcode"))
	}
	return row, to
}

// showsSix reports whether v, behind a passkey, holds the six digits that devices of Bluetooth
// show: Passkey for AA:BB:CC:00:11:22: 123456.
func showsSix(v []byte) bool {
	for i := 0; i < len(v); i++ {
		from := i
		if i = skip(v, i, clDigit); i-from == 6 && !isAlnum(byteAt(v, from-1)) && !isAlnum(byteAt(v, i)) {
			return true
		}
	}
	return false
}

// meant takes access and refresh away where they are the last word of a name.
func (sc *scan) meant(row *nameRow, from, to int) (*nameRow, int) {
	if to-from > len(row.name) && row.vague() {
		row = nil
	}
	return row, to
}

// padded takes short names away that are the end of base64 and its padding.
func (sc *scan) padded(row *nameRow, _, to int) (*nameRow, int) {
	if row.word && len(row.name) < 5 && byteAt(sc.b, to) == '=' && inBase64(sc.b, to) {
		row = nil
	}
	return row, to
}

// fileOfASecret takes the name away that a secret's part gets from a file.
func (sc *scan) fileOfASecret(row *nameRow, from, to int) (*nameRow, int) {
	if hasPrefix(sc.b, from-len("from-file="), []byte("from-file=")) {
		row = nil
	}
	return row, to
}

// inBase64 reports whether the equals sign at i is the padding of base64 that only
// ends like a name: …81Pw=.
func inBase64(b []byte, i int) bool {
	end := i
	for end < len(b) && b[end] == '=' && end < i+2 {
		end++
	}
	from := back(b, i, clB64, 128)
	return (endsHere(b, end) || byteAt(b, end) == ':') && i-from >= 20 && (end-from)%4 == 0 && mixed(b[from:i])
}

// suffixes are the last words of names that say which of several values it is,
// not what: db_password_prod, API_KEY_V2, tokenOld.
var suffixes = wordSet(`
		value val hex base raw plaintext cleartext plain clear str prod production dev test stage staging live local qa uat sandbox old new backup
		primary secondary main default db x a b v
		mysql postgres postgresql pg redis mongo mongodb mssql oracle sql rabbitmq kafka smtp imap ldap ftp sftp admin root`)

const maxSuffix = 12 // letters of a suffix, and more

// behindSuffix is where the name b[from:to] ends without such a word or a number in
// hex, to if it has none.
func behindSuffix(b []byte, from, to int) int {
	if hex := back(b, to, clHex, maxNameBytes); to-hex >= 10 && hex > from+1 && b[hex-1] == '_' { // _shibsession_64656661756c74
		return hex - 1
	}
	end := to
	for end > from && digit(b[end-1]) && to-end < 2 {
		end--
	}
	i := back(b[:end], end, clLower, maxSuffix)
	if i == end || i > from && isUpper(b[i-1]) { // tokenProd, TOKEN_PROD
		if i = max(i-1, from); i < end && i > from && isUpper(b[i-1]) {
			i = back(b[:end], end, clUpper, maxSuffix)
		}
	}
	switch {
	case !inAnyCase(suffixes, b[i:end]):
	case i > from+1 && !isAlnum(b[i-1]):
		return i - 1
	case isUpper(b[i]) && i > from && class[b[i-1]]&clLower != 0:
		return i
	}
	return to
}

// kindBefore reports whether v ends in kind: with what quotes and spaces may
// follow.
func kindBefore(v []byte) bool {
	v = bytes.TrimRight(v[max(0, len(v)-9):], `:="' `)
	return bytes.HasSuffix(v, []byte("kind"))
}

// codeOf is the row of the name code at from, which is row unless the words before
// say that it is sent to somebody: your Acme code. At the start of a message it
// may be such a code, too.
func (sc *scan) codeOf(row *nameRow, from int) *nameRow {
	b := sc.b
	before := lineBefore(b, from, 40)
	if k := max(bytes.LastIndexByte(before, '.'), bytes.LastIndexByte(before, '"')); k >= 0 {
		before = before[k+1:]
	}
	sent := mentions(before, "your ", "use ", "enter ") || usesCode(before)
	if (hasFold(b, from, "code for ") || hasFold(b, from, "code is ") || hasFold(b, from, "code entered") || hasFold(b, from, "code submitted") || usedBehind(b, from+len("code "))) && bytes.IndexByte(before, '=') < 0 {
		if mentions(before, "return", "response", "result", "area", "country", "postal", "source", "promo", "coupon", "color") {
			return row
		}
		sent = true
	}
	if !sent && (b[from] != 'C' || len(before) > 0 && !hasPrefix(b, from-2, []byte(": ")) && !hasPrefix(b, from-2, []byte("] "))) {
		return row
	}
	if mentions(before, "err", "fail", "exception", "status", "exit", "zip", "http") {
		return row
	}
	return sc.eng.names.find([]byte("yourcode"))
}

// usedBehind reports whether a code of digits at i is one that somebody used: code
// 4711 used by bob.
func usedBehind(b []byte, i int) bool {
	end := skip(b, min(i, len(b)), clDigit)
	return end-i >= 4 && end-i <= 8 && (hasFold(b, end, " used by ") || hasFold(b, end, " entered by "))
}

// usesCode reports whether the words before a code say that somebody types it in:
// verifying code x, paired with code x, disarmed with code x.
func usesCode(before []byte) bool {
	before = bytes.TrimRight(before, " ")
	last := before[back(before, len(before), clLower|clUpper, 16):]
	for _, w := range [...]string{"verify", "verifying", "verified", "validating", "validated", "checking", "submitted", "entered", "typed", "sms", "email", "auth", "mfa", "login", "access", "wrong", "correct", "alarm", "door", "gate", "entry", "keypad", "lock", "locker", "lockbox", "pickup", "garage"} {
		if foldEqual(last, w) {
			return true
		}
	}
	if !foldEqual(last, "with") && !foldEqual(last, "using") && !foldEqual(last, "by") {
		return false
	}
	return mentions(before, "pair", "arm", "lock", "log", "sign", "door", "verif", "auth", "open", "confirm", "activat", "valid")
}
