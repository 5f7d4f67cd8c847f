package redact

import "bytes"

// callOfNames reports whether v is a call of a function whose argument is the name
// of a variable or a number.
func callOfNames(v []byte) bool {
	k := bytes.IndexByte(v, '(')
	if k < 3 {
		return false
	}
	v = bytes.TrimRight(v, ";")
	return v[len(v)-1] == ')' && len(v) > k+3 && isLetter(v[0]) && madeOf(v[:k], clLower|clUpper|clDigit, "_.:") && madeOf(v[k+1:len(v)-1], clLower|clUpper|clDigit, "_.")
}

// expression reports whether the value is an expression of a program, as stack
// traces show: const token = parts[i - 1], token = create_token(user=x).
func (v *value) expression() bool {
	if v.query || !bytes.ContainsAny(v.val, "([") && !goesOnInCode(v.sc.b, v.end) {
		return false
	}
	return v.declares() || byteAt(v.sc.b, v.start-1) == ' ' && callOf(v.val)
}

// declares reports whether the word before a name declares a variable of it.
func (v *value) declares() bool {
	before := lineBefore(v.sc.b, v.from, 8)
	return endsIn(before, "const ", "let ", "var ", "my $")
}

// goesOnInCode reports whether an expression goes on at i: x || y.
func goesOnInCode(b []byte, i int) bool {
	for _, op := range []string{" || ", " ?? ", " && ", " ? "} {
		if hasPrefix(b, i, []byte(op)) {
			return true
		}
	}
	return false
}

// constantName reports whether v is the name of a constant of several words: INVALID_TOKEN.
func constantName(v []byte) bool {
	if !isUpper(v[0]) {
		return false
	}
	v = bytes.TrimRight(v, ".,;)")
	k := bytes.IndexByte(v, '_')
	return k > 1 && k+2 < len(v) && allOf(v, clUpper, '_')
}

// callOf reports whether v begins with the call of a function whose name is of
// several words: make_token(, createToken(.
func callOf(v []byte) bool {
	open := bytes.IndexByte(v, '(')
	if open < 4 || !allOf(v[:open], clLower|clUpper, '_') || open+1 < len(v) && !isLetter(v[open+1]) && v[open+1] != ')' {
		return false
	}
	if bytes.IndexByte(v[1:open-1], '_') >= 0 {
		return allOf(v[:open], clLower, '_')
	}
	return class[v[0]]&clLower != 0 && has(v[2:open-2])&clUpper != 0
}

// sameField reports whether the value is a field of a variable that has the value's
// name: password = request.password, Password: c.password.
func (v *value) sameField() bool {
	val := bytes.TrimRight(v.val, ",;)")
	dot := bytes.LastIndexByte(val, '.')
	return dot > 0 && isLetter(val[0]) && madeOf(val[:dot], clLower|clUpper|clDigit, "_.[]") && len(val)-dot > 3 && len(v.name) >= len(val)-dot-1 &&
		(bytes.EqualFold(val[dot+1:], v.name[len(v.name)-(len(val)-dot-1):]) || dot < 4 && v.sc.eng.names.isName(val[dot+1:])) // password = v.pass
}

// ofResource reports whether the value is an attribute of a resource of Terraform whose type
// says that it is a credential: random_password.db.result.
func (v *value) ofResource() bool {
	kind := v.val[:bytes.IndexByte(v.val, '.')]
	return bytes.IndexByte(kind, '_') > 0 && v.isPlaceName(kind)
}

// element reports whether the value is an element of a variable: os.Args[4], and
// where no password is meant args[2], too. PHP asks an object for one: $request->input.
func (v *value) element() bool {
	if v.val[0] == '$' {
		name := bytes.IndexByte(v.val, '-')
		return name > 1 && allOf(v.val[1:name], clLower|clUpper, '_') && byteAt(v.sc.b, v.start+name+1) == '>'
	}
	val := bytes.TrimRight(v.val, ",;")
	open := bytes.IndexByte(val, '[')
	return open > 2 && val[len(val)-1] == ']' && isLetter(val[0]) && madeOf(val[:open], clLower|clUpper, "_.") && len(val)-open < 12 &&
		(!v.row.kind.password() || bytes.IndexByte(val[:open], '.') > 0)
}

// cmdlet reports whether v is a verb and a noun: New-Object, ConvertTo-SecureString.
func cmdlet(v []byte) bool {
	k := bytes.IndexByte(v, '-')
	return k > 2 && isUpper(v[0]) && (allOf(v[1:k], clLower, 0) || bytes.HasPrefix(v, []byte("Convert"))) && k+1 < len(v) && isUpper(v[k+1]) && allOf(v[k+1:], clLower|clUpper, 0)
}

// generic reports whether v begins with a type of Python that others fill: Dict[str.
func generic(v []byte) bool {
	switch string(bytes.TrimRight(v, ";,)")) {
	case "SecretStr", "SecretString", "SecretBytes":
		return true
	}
	switch string(v[:max(0, bytes.IndexByte(v, '['))]) {
	case "Optional", "dict", "Dict", "list", "List", "Sequence", "Union", "Callable", "Mapping", "tuple", "Tuple", "set", "Set", "Iterable", "Literal":
		return true
	}
	return false
}

// containerType reports whether the value begins with a type of Rust, Java or TypeScript that holds
// another: Option<SecretString>.
func (v *value) containerType() bool {
	name, of, open := bytes.Cut(v.val, []byte("<"))
	switch string(name) {
	case "impl", "dyn": // impl Into<String>
		return byteAt(v.sc.b, v.end) == ' ' && isUpper(byteAt(v.sc.b, v.end+1))
	case "Option", "Optional", "Promise", "Vec", "Box", "Arc":
		return v.opensAngle() || open && madeOf(of, clLower|clUpper|clDigit, "<>,;:&")
	}
	return false
}

// goType reports whether v is a type as Go prints it: *ed25519.PrivateKey.
func goType(v []byte) bool {
	dot := bytes.IndexByte(v, '.')
	return v[0] == '*' && dot > 1 && dot+1 < len(v) && isUpper(v[dot+1]) && allOf(v[1:dot], clLower|clDigit, '/') && allOf(v[dot+1:], clLower|clUpper|clDigit, ',')
}

// identity reports whether v is how Java and Android print an object that does not
// say what is in it: its class and a number. Token{78af589, BinderProxy@2f3a4b5.
func identity(v []byte) bool {
	tail := max(0, len(v)-10)
	k := tail + bytes.IndexAny(v[tail:], "{@")
	if k < max(3, tail) || len(v)-k < 5 || !allOf(bytes.TrimRight(v[k+1:], "}"), clHex, 0) || !madeOf(v[:k], clLower|clUpper|clDigit, "._$") {
		return false
	}
	return isUpper(v[bytes.LastIndexByte(v[:k], '.')+1])
}

// printed reports whether the value is an object that is printed with its fields, which
// are judged by their own names: PostAuthenticationToken(user="bob", roles="x").
func (v *value) printed() bool {
	k := bytes.IndexByte(v.val, '(')
	return k > 0 && v.val[len(v.val)-1] == ')' && isUpper(v.val[0]) && camelWord(v.val[:k]) && fieldAt(v.val, k+1)
}

// pamFacility reports whether v is a facility of PAM and what closes it.
func pamFacility(v []byte) bool {
	switch string(bytes.TrimRight(v, "):")) {
	case "auth", "session", "account", "password", "setcred", "chauthtok":
		return true
	}
	return false
}

// dotted reports whether v is names of variables and fields, or a call without
// arguments.
func dotted(v []byte) bool {
	if bytes.IndexByte(v, '.') < 0 {
		return false
	}
	v = bytes.TrimSuffix(bytes.TrimRight(v, ";"), []byte("()"))
	k := bytes.IndexByte(v, '.')
	return k > 0 && k+1 < len(v) && v[k+1] != '.' && v[len(v)-1] != '.' && madeOf(v, clLower|clUpper, "_.")
}

// opensCall reports whether v, before i, is a name and a bracket before a quote:
// getpass('Password: '), config["key"].
func opensCall(b []byte, i int, v []byte) bool {
	q, last := byteAt(b, i), v[len(v)-1]
	return (q == '\'' || q == '"') && (last == '(' || last == '[') && len(v) > 1 && isLetter(v[0]) && bytes.IndexByte(v, last) == len(v)-1
}
