package redact

// KindCount is more than any Kind: a Kind is a byte.
const KindCount = 256

// The kinds that code names. The kinds of vendors' tokens follow them, one for
// each name in the table of shapes.
const (
	Opaque Kind = iota // a token of no known shape
	JWT
	Session
	Cookie
	APIKey
	ClientSecret
	OAuthCode
	CSRF
	Signature
	SAML
	Ticket   // Kerberos and CAS tickets
	Password // and all below: removed, never hashed
	PIN
	PasswordHash
	Basic
	Digest
	NTLM
	PrivateKey
	SecretKey
	Denied // by a deny: pattern of the user
	fixedKinds
)

// fixed are the names of the kinds above.
var fixed = [fixedKinds]kindInfo{
	Opaque:       {"opaque", false},
	JWT:          {"jwt", false},
	Session:      {"session", false},
	Cookie:       {"cookie", false},
	APIKey:       {"api_key", false},
	ClientSecret: {"client_secret", false},
	OAuthCode:    {"oauth_code", false},
	CSRF:         {"csrf", false},
	Signature:    {"signature", false},
	SAML:         {"saml", false},
	Ticket:       {"ticket", false},
	Password:     {"password", true},
	PIN:          {"pin", true},
	PasswordHash: {"password_hash", true},
	Basic:        {"basic", true},
	Digest:       {"digest", true},
	NTLM:         {"ntlm", true},
	PrivateKey:   {"private_key", true},
	SecretKey:    {"secret_key", true},
	Denied:       {"denied", true},
}

type kindInfo struct {
	name    string
	removed bool
}

// kinds are all kinds: the fixed ones, then those of the table of shapes.
var kinds = kindTable(shapes)

func kindTable(rows []shape) []kindInfo {
	all := append([]kindInfo(nil), fixed[:]...)
	for _, row := range rows {
		if kindNamed(all, row.kind) < 0 {
			all = append(all, kindInfo{row.kind, row.flags&remove != 0})
		}
	}
	return all
}

func kindNamed(all []kindInfo, name string) int {
	for i := range all {
		if all[i].name == name {
			return i
		}
	}
	return -1
}

// String is the kind's name as it is shipped in hashtail.token.type and
// counted in metrics.
func (k Kind) String() string { return kinds[k].name }

// Removed reports whether secrets of this kind are removed rather than hashed:
// passwords, PINs and keys are short or lasting enough that a hash would give
// them away.
func (k Kind) Removed() bool { return kinds[k].removed }

// password reports whether values of this kind may hold any byte at all.
func (k Kind) password() bool { return k == Password || k == PIN || k == PasswordHash }
