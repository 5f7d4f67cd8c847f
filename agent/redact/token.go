package redact

// A Token is what remains of a credential: its hash, its kind, and the claims
// of a JWT. The signature is thrown away with the token, so claims are never
// verified.
type Token struct {
	Sum    [32]byte // SHA-256 of the canonical token: never shipped when keyed, names the Kafka partition
	Hash   [32]byte // what is shipped: Sum, or its HMAC under the current key
	Prev   [32]byte // the HMAC under the previous key, while keys overlap
	KeyID  string   // id of the current key; empty without keys
	PrevID string   // id of the previous key; empty outside an overlap
	Kind   Kind
	At     Place
	Claims *Claims // nil unless the token is a readable JWT
}

// IsZero reports whether there is no token.
func (t *Token) IsZero() bool { return t.Sum == [32]byte{} }

// Claims are the registered claims of a JWT that the schema ships (RFC 7519,
// RFC 9068). Times are Unix seconds, 0 when absent.
type Claims struct {
	ID, Issuer, Subject, ClientID  Text
	Name, Email                    Text // preferred_username / name, email
	Audience, Scope                []Text
	IssuedAt, NotBefore, ExpiresAt int64
}

// A Kind is what a secret is, by its name or its shape: "jwt", "password",
// "github_pat". Kinds are rows of the table of shapes, never log content.
type Kind uint8
