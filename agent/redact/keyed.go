package redact

import "bytes"

// pairedValue judges the value of a pair whose other half is the name that ends at
// p: name=SESSION, value=x; {name: "token", value: "x"}; Key (token)=(x) already
// exists; Duplicate entry 'x' for key 'users.token'. It returns where the value
// ends, 0 if there is none.
func (v *valuer) pairedValue(p int) int {
	b := v.sc.b
	start := v.from
	if v.quotedName() && start > 0 {
		start--
		if q := b[start]; byteAt(b, start-1) == q && byteAt(b, p) == q {
			start, p = start-1, p+1 // ""name"":""password"",""value"":""x"", of CSV
		}
	}
	switch byteAt(b, start-1) {
	case '=', ':', ' ', '>':
		if end := v.besideName(start, p); end > 0 {
			return end
		}
	}
	if v.quotedName() && b[v.nameQuote[0]] == '\'' && bytes.HasSuffix(b[:start], []byte(" for key ")) {
		v.duplicate(start - len(" for key "))
		return 0
	}
	if c := byteAt(b, p); c == ')' || c == ',' {
		return v.constraint(p)
	}
	return 0
}

// nameKeys are the keys under which the name of a pair stands.
var nameKeys = [...]string{"name", "key", "field", "header", "param", "parameter", "attribute", "attr", "property", "option", "variable", "path"}

func isNameKey(key []byte) bool {
	for _, k := range nameKeys {
		if foldEqual(key, k) {
			return true
		}
	}
	return false
}

const maxKey = 24 // bytes of such a key

// pairOfKeys reports whether name is the key of a name and value that of its value,
// with the same words before both: ParameterKey, ParameterValue.
func pairOfKeys(name, value []byte) bool {
	for _, k := range nameKeys {
		before := len(name) - len(k)
		if hasFold(name, before, k) && before < len(value) && bytes.EqualFold(name[:before], value[:before]) && isValueKey(value[before:]) {
			return true
		}
	}
	return false
}

// besideName judges the values beside name=x, which begins at start and ends at p: of
// what was changed, there is an old and a new one.
func (v *valuer) besideName(start, p int) int {
	b := v.sc.b
	i := keyEnd(b, start)
	if i == 0 {
		return 0
	}
	key := b[back(b, i, clName, maxKey):i]
	path := b[pathBefore(b, i-len(key)) : i-len(key)]
	switch sign := byteAt(b, skip(b, p, clSpace)); {
	case sign == '}' && isNameKey(key): // {"value":"x","name":"token"}
		v.d = tight
		v.valueOfObject()
		return 0
	case sign == ',' && v.quotedName() && isNameKey(key): // {"old":"x","field":"token","by":"bob"}
		d := v.d
		v.d = tight
		v.valueOfObject()
		v.d = d
	}
	found := 0
	for at := valueBeside(b, path, key, p); at > 0 && at < len(b); at = valueBeside(b, path, key, found) {
		v.d = tight
		end := v.one(unwrap(b, at), 0)
		if end <= found {
			break
		}
		found = end
	}
	return found
}

// keyEnd is where the key ends whose value begins at i, before its sign and quotes; 0 if there
// is none.
func keyEnd(b []byte, i int) int {
	i = len(bytes.TrimRight(b[:i], " "))
	switch {
	case i == 0:
		return 0
	case hasSuffix(b, i, "=>"): // :name=>"x"
		i -= len("=>")
	case b[i-1] == '=', b[i-1] == ':', b[i-1] == '>':
		i--
	default:
		return 0
	}
	return len(bytes.TrimRight(b[:i], ` "'\`))
}

// pathBefore is where the path begins in which a key stands that begins at i: env[0].name.
func pathBefore(b []byte, i int) int {
	from := i
	for byteAt(b, from-1) == ']' {
		index := back(b, from-1, clDigit, 4)
		if byteAt(b, index-1) != '[' {
			break
		}
		from = back(b, index-1, clName, maxKey)
	}
	return from
}

// valueBeside is where the value begins whose key stands behind p, beside key=x; 0 if
// none does. Both keys stand in the same path, if that is not empty.
func valueBeside(b, path, key []byte, p int) int {
	k := p
	for k < len(b) && k < p+8 && (isSpace(b[k]) || b[k] == ',' || b[k] == ';' || b[k] == '\\') {
		k++
	}
	if k == p {
		return 0
	}
	if c := byteAt(b, k); isQuote(c) || c == ':' || c == '@' {
		k = skipByte(b, k, c)
	}
	if len(path) > 0 {
		if !hasPrefix(b, k, path) {
			return 0
		}
		k += len(path)
	}
	end := skip(b, k, clLower|clUpper)
	if len(key) > 0 && bytes.IndexByte(key, '.') >= 0 { // .name, Environment.1.Name
		end = skip(b, k, clName)
	}
	if !pairOfKeys(key, b[k:end]) {
		return 0
	}
	for end < len(b) && (b[end] == '\\' || b[end] == '"' || b[end] == '\'') {
		end++
	}
	return behindKey(b, end)
}

// constraint judges the value of a column in what PostgreSQL tells of a key: Key
// (user_id, token)=(7, x) is not present in table "sessions".
func (v *valuer) constraint(p int) int {
	b := v.sc.b
	open := v.from
	n := 0
	for open > 0 && v.from-open < 256 && b[open-1] != '(' && b[open-1] != ')' {
		if open--; b[open] == ',' {
			n++
		}
	}
	end := bytes.Index(b[p:min(len(b), p+256)], []byte(")=("))
	if open == 0 || b[open-1] != '(' || end < 0 || bytes.IndexByte(b[p:p+end], '(') >= 0 {
		return 0
	}
	i := p + end + len(")=(")
	for ; n > 0; n-- {
		k := bytes.Index(lineBehind(b, i, 1024), []byte(", "))
		if k < 0 {
			return 0
		}
		i += k + len(", ")
	}
	to := i
	for to < len(b) && b[to] != ')' && b[to] != '\n' && b[to] != '"' && !hasPrefix(b, to, []byte(", ")) {
		to++
	}
	if to == i || to == len(b) {
		return 0
	}
	v.d = tight
	v.secret(i, to, true)
	return 0 // what is between goes on being searched
}

// duplicate judges the value of MySQL's Duplicate entry 'x' for key 'users.token',
// whose end is at i.
func (v *valuer) duplicate(i int) int {
	b := v.sc.b
	start := max(v.sc.floor, i-512)
	k := bytes.LastIndex(b[start:i], []byte("entry '"))
	if k < 0 || byteAt(b, i-1) != '\'' {
		return 0
	}
	v.d = tight
	return v.secret(start+k+len("entry '"), i-1, true)
}
