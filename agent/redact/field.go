package redact

import "bytes"

// ofField reports whether the name, which ends at to, is the value of a field that another
// one follows: [type=password] [host=web01], {Step:Password Agent:x}, via = otp id = x. What
// stands behind it is none of its own then. Not so where the next one is called a value,
// or the first a name.
func (v *valuer) ofField(to int) bool {
	b := v.sc.b
	sign, end := byteAt(b, v.from-1), v.from-1
	spaced := sign == ' ' && byteAt(b, v.from-2) == '='
	if spaced {
		sign, end = '=', v.from-2-len(" ")
	}
	if end < 0 || sign != '=' && sign != ':' {
		return false
	}
	key := b[back(b, end, clName, maxNameBytes):end]
	if len(key) < 2 || !isLetter(key[0]) || inAnyCase(namesOthers, key) {
		return false
	}
	next, ok := nextFieldName(b, to, sign, spaced)
	switch {
	case !ok, holdsValue(next):
		return false
	case sign == ':' && v.row.kind.password() && (byteAt(b, end-len(key)-1) != '[' || isLetter(byteAt(b, end-len(key)-2))): // root:password admin:x, map[root:password admin:x] are users
		return len(v.name) > len(v.row.name) || ofOneRecord(key, next)
	}
	return true
}

// ofOneRecord reports whether two tags are of a record, rather than users.
func ofOneRecord(key, next []byte) bool {
	switch {
	case inAnyCase(logsIn, key), inAnyCase(logKeys, next), inAnyCase(asideKeys, next) == about:
		return true
	case isUpper(key[0]) && isUpper(next[0]): // of a structure of Go
		return !inCapitals(next)
	}
	return !plainWord(next) && madeOf(next, clLower|clUpper, "_") // appVersion
}

// nextFieldName is the name of the field behind the value that ends at i, which sign parts from its
// own value. Brackets may be around each field.
func nextFieldName(b []byte, i int, sign byte, spaced bool) (name []byte, ok bool) {
	if c := byteAt(b, i); c == ']' || c == ')' {
		i++
	}
	from := i
	for from < len(b) && bytes.IndexByte([]byte(" \t,;|"), b[from]) >= 0 {
		from++
	}
	if from == i || from == len(b) {
		return nil, false
	}
	if b[from] == '[' || b[from] == '(' {
		from++
	}
	to := skip(b, from, clName)
	value := to + 1
	if spaced {
		to, value = to+1, to+len(" = ")
	}
	if to >= len(b) || value >= len(b) || b[to] != sign || isSpace(b[value]) || b[value] == sign || !isLetter(b[from]) {
		return nil, false
	}
	name = bytes.TrimRight(b[from:to], " ")
	return name, len(name) > 1
}

// namesOthers are fields whose value is the name of what the next one has.
var namesOthers = wordSet(`name key field param parameter property prop var variable option opt setting attribute attr arg argument column label header cookie entry`)

// logsIn are fields that say how somebody logs in, or what became of it.
var logsIn = wordSet(`type method mode kind scheme flow mechanism auth result path spf dkim dmarc auth_method auth_type authmethod authtype grant_type granttype`)

// holdsValue reports whether a field of this name may hold what the one before it names:
// type=password newValue=x.
func holdsValue(name []byte) bool {
	return inAnyCase(holding, name) || endsIn(name, "value", "Value", "data", "Data", "text", "Text", "input", "Input", "content", "Content", "raw")
}

// holding are such names, of what something was, is now, or was given.
var holding = wordSet(`
		new old is was to from set default current previous before after got expected actual arg args argument arguments param params body payload plain
		cleartext answer response reply entered typed given guess candidate submitted provided supplied received word str string`)
