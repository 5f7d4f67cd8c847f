package redact

import "bytes"

// objectInstead knows what a language prints of an object in place of what is in it: of
// which type it is, where it is, or that there is none. Password:0xc000118a40,
// {token: [Function: get]}.
func (v *valuer) objectInstead(p int) (end int, known bool) {
	b := v.sc.b
	if v.query {
		return 0, false
	}
	for _, lead := range objectLeads {
		if hasPrefix(b, p, []byte(lead)) {
			return 0, true
		}
	}
	return 0, goPointer(b, p) || goNothing(b, p) || javaObject(b, p) || rubyObject(b, p)
}

// objectLeads are how such objects begin. No secret does.
var objectLeads = [...]string{
	"[Function", "[AsyncFunction", "[class ", "[Circular", "[Getter", "[Setter", "Symbol(", "Promise {", // JavaScript
	"interface {}(",                // Go
	"[C@", "[B@", "Optional.empty", // Java
	"System.Security.", "System.Byte[]", // .NET
	"#Function<", "#Fun<", "#PID<", // Elixir and Erlang
	"PhantomData<", "Secret(..", // Rust
	"array(0) {", "object(", "uninitialized(", // PHP
	"PydanticUndefined", "<built-in ", "<function ", "<bound method ", // Python
}

// goPointer reports whether a pointer stands at i as Go prints it: an address of its heap,
// or a type and one, (*string)(nil), (*string)(0xc000118a40).
func goPointer(b []byte, i int) bool {
	const address = "0xc000118a40"
	if hasPrefix(b, i, []byte("(*")) {
		i = skip(b, i+len("(*"), clName)
		return hasPrefix(b, i, []byte(")(nil)")) || hasPrefix(b, i, []byte(")(<nil>)")) || hasPrefix(b, i, []byte(")(0xc0"))
	}
	return hasPrefix(b, i, []byte(address[:4])) && skip(b, i+2, clHex) == i+len(address) && !isName(byteAt(b, i+len(address)))
}

// goNothing reports whether a structure without fields stands at i as Go prints it, with
// the package of its type: auth.Secret{}.
func goNothing(b []byte, i int) bool {
	to := skip(b, i, clName)
	return hasPrefix(b, to, []byte("{}")) && bytes.IndexByte(b[i:to], '.') > 0
}

// javaObject reports whether an object stands at i that Java prints as its class, with the
// package, and a number: com.example.Secret@3f2a118.
func javaObject(b []byte, i int) bool {
	to := skip(b, i, clName)
	return byteAt(b, to) == '@' && bytes.IndexByte(b[i:to], '.') > 0 && identity(b[i:skip(b, to+1, clName)])
}

// rubyObject reports whether an object stands at i that Ruby prints as its class and where
// it is: #<ApiToken:0x00007f2a….
func rubyObject(b []byte, i int) bool {
	const longest = 64
	if !hasPrefix(b, i, []byte("#<")) {
		return false
	}
	class, _, found := bytes.Cut(lineBehind(b, i+len("#<"), longest), []byte(":0x"))
	return found && madeOf(class, clName, ":")
}
