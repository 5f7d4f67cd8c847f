package redact

import "bytes"

// placeholder reports whether v stands for a value rather than being one.
func placeholder(v []byte, quoted bool) bool {
	return sealed(v) || ofManual(v) || ofConstant(v) || ofHelp(v, quoted) || ofTemplate(v) || filledIn(v, quoted)
}

// sealed reports whether v was encrypted by sops: ENC[AES256_GCM,data:x].
func sealed(v []byte) bool { return hasPrefix(v, 0, []byte("ENC[AES")) }

// ofManual reports whether v is what a manual asks its reader to write over: your_token,
// REPLACE_ME.
func ofManual(v []byte) bool {
	switch v[0] | 0x20 {
	case 'y', 'i', 'r':
		return hasFold(v, 0, "your_") || hasFold(v, 0, "your-") || hasFold(v, 0, "insert_") || hasFold(v, 0, "replace_")
	}
	return false
}

// ofConstant reports whether v is called like the constant that holds the value:
// ACCESS_TOKEN, API_KEY_HERE.
func ofConstant(v []byte) bool {
	return len(v) > 4 && isUpper(v[len(v)-1]) && bytes.IndexByte(v, '_') > 0 && allOf(v, clUpper, '_') &&
		endsIn(v, "NO_LOG_PARAMETER", "TOKEN", "KEY", "SECRET", "PASSWORD", "HERE")
}

// ofHelp reports whether v is what the help of a program writes for a value:
// --password=PASS.
func ofHelp(v []byte, quoted bool) bool {
	if quoted || len(v) > maxMask {
		return false
	}
	name, value, pair := bytes.Cut(v, []byte("=")) // --secret NAME=VALUE
	return valueWords[string(name)] && (!pair || valueWords[string(value)])
}

// valueWords are what the help of a program writes for a value.
var valueWords = map[string]bool{
	"PASS": true, "PASSWORD": true, "PASSWD": true, "TOKEN": true, "SECRET": true, "STRING": true, "VALUE": true, "KEY": true, "APIKEY": true, "NAME": true, "FILE": true, "STR": true, "TEXT": true,
}

// ofTemplate reports whether v is a mark of a template: __PASS__.
func ofTemplate(v []byte) bool {
	return len(v) > 4 && v[0] == '_' && v[1] == '_' && bytes.HasSuffix(v, []byte("__")) && allOf(v, clUpper, '_')
}

// filledIn reports whether the sign that v begins with says that something else is filled
// in: a variable, a verb of a format, a parameter of a statement. A sign alone is what is
// left of one.
func filledIn(v []byte, quoted bool) bool {
	switch last := len(v) - 1; v[0] {
	case '$': // $DB_PASSWORD
		return variable(v, quoted)
	case '%': // %s
		return verb(v)
	case '#': // #{password}
		return last > 1 && v[1] == '{'
	case '{': // {password}, {{ password }}
		return ofBraces(v)
	case '<': // <password>
		return !quoted || v[last] == '>' && !inAngles(v[1:last])
	case '[': // [MASK]
		return last > 3 && v[last] == ']' && allOf(v[1:last], clUpper, '_')
	case ':': // :password
		return last == 0 || allOf(v[1:], clLower|clUpper, '_')
	case '&': // &lt;hidden&gt;
		return escapedAngles(v)
	case '@': // @Microsoft.KeyVault(SecretUri=x)
		return last == 0 || hasPrefix(v, 0, []byte("@Microsoft.KeyVault("))
	case '?', '!', '~', '(':
		return last == 0
	}
	return false
}

// ofBraces reports whether v, which begins with a brace, is a name in braces.
func ofBraces(v []byte) bool {
	last := len(v) - 1
	return last == 0 || v[1] == '{' || last > 1 && v[last] == '}' && !inBraces(v[1:last])
}

// escapedAngles reports whether v is words in angle brackets as HTML writes these.
func escapedAngles(v []byte) bool {
	const open, end = "&lt;", "&gt;"
	return hasPrefix(v, 0, []byte(open)) && bytes.HasSuffix(v, []byte(end)) && madeOf(v[len(open):len(v)-len(end)], clLower|clUpper, " _-")
}

// variable reports whether v, which begins with a dollar sign, names a variable. In quotes
// one in small letters may be a password.
func variable(v []byte, quoted bool) bool {
	name := v[1:]
	switch {
	case len(name) == 0:
		return false
	case len(v) > 4 && v[len(v)-1] == '$' && allOf(v[1:len(v)-1], clLower, 0): // $encrypted$, of AWX
		return true
	case len(name) > 1 && !quoted && allOf(name, clLower|clUpper, '_'): // $password
		return true
	case name[0] == '{', name[0] == '(', hasFold(v, 0, "$env:"): // ${password}, $(cat password), $env:PASSWORD
		return true
	case isUpper(name[0]), name[0] == '_': // $DB_PASSWORD1
		return allOf(name, clUpper|clDigit, '_')
	}
	return len(name) == 1 && digit(name[0]) // $1
}

// verb reports whether v, which begins with a percent sign, is a verb of a format, or a
// variable of Windows.
func verb(v []byte) bool {
	switch last := len(v) - 1; {
	case last < 1:
		return false
	case last == 1, last == 2 && isLetter(v[2]): // %s, %5d
		return true
	case v[1] == '(', v[1] == '{': // %(password)s, %{password}
		return true
	case v[1] == '%': // %%1842, a text of Windows' event log
		return number(v[2:])
	default: // %PASSWORD%
		return v[last] == '%' && allOf(v[1:last], clUpper|clLower|clDigit, '_')
	}
}

// inAngles reports whether v, in angle brackets and quotes, is a secret that has them.
func inAngles(v []byte) bool { return looksRandom(v, 20) && !isUUID(v) || inBraces(v) }

// inBraces reports whether v, in braces, is a password that has them rather than the
// name of a variable.
func inBraces(v []byte) bool { return mixed(v) && looksRandom(v, 8) && !isUUID(v) }
