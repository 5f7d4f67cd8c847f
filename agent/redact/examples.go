package redact

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
)

// A Shape is one way in which a secret is recognised: a row of the tables, with
// an example. A canary plants one of each.
type Shape struct {
	Kind    Kind
	About   string
	Named   bool // known by what stands around it, else by how it looks
	example func(rnd *rand.Rand) (text, secret string)
}

// Example makes a text that holds a random secret of this kind, and the secret.
func (s Shape) Example(rnd *rand.Rand) (text, secret string) { return s.example(rnd) }

// Shapes lists what is recognised: by shape, by name, by place.
func Shapes() []Shape {
	var all []Shape
	for i := range builtin().shapes {
		sh := &builtin().shapes[i]
		all = append(all, Shape{sh.id, sh.about, false, sh.sample})
	}
	all = append(all, Shape{JWT, "JSON Web Token", false, sampleJWT})
	for _, row := range names {
		if row.how != never && row.how != madeHash {
			all = append(all, Shape{row.kind, "field " + row.name, true, row.sample})
		}
	}
	return append(all,
		Shape{Basic, "Basic credentials", true, func(rnd *rand.Rand) (string, string) {
			secret := sampleText(rnd, 14)
			return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+secret)), secret
		}},
		Shape{Digest, "Digest credentials", true, func(rnd *rand.Rand) (string, string) {
			secret := fmt.Sprintf("%016x%016x", rnd.Uint64(), rnd.Uint64())
			return `Authorization: Digest username="user", realm="x", response="` + secret + `"`, secret
		}},
		Shape{Password, "password of a URL", true, func(rnd *rand.Rand) (string, string) {
			secret := sampleText(rnd, 14)
			return "postgres://user:" + secret + "@db:5432/app", secret
		}},
		Shape{Password, "password of a command", true, func(rnd *rand.Rand) (string, string) {
			secret := sampleText(rnd, 14)
			return "mysql -u root -p" + secret + " app", secret
		}},
		Shape{PrivateKey, "PEM", true, func(rnd *rand.Rand) (string, string) {
			secret := sampleText(rnd, 64)
			return `-----BEGIN RSA PRIVATE KEY-----\n` + secret + `\n-----END RSA PRIVATE KEY-----`, secret
		}},
		Shape{Opaque, "one-time token of a path", true, func(rnd *rand.Rand) (string, string) {
			secret := sampleText(rnd, 32)
			return "GET /reset-password/" + secret + " HTTP/1.1", secret
		}},
	)
}

// sample makes an example that the row's check accepts.
func (sh *compiledShape) sample(rnd *rand.Rand) (text, secret string) {
	for range 1000 {
		text = sh.example(rnd)
		_, to, at, ok := sh.match([]byte(text), sh.anchorIn())
		if !ok {
			continue
		}
		end, _ := sh.wholeEnd([]byte(text), at, to)
		secret = text[at[0]:end]
		if sh.check == nil || sh.check([]byte(secret)) {
			return text, secret
		}
	}
	panic("redact: no example of " + sh.kind + " " + sh.expr) // a mistake in the table
}

// sample makes a field of this name.
func (r nameRow) sample(rnd *rand.Rand) (text, secret string) {
	secret = sampleText(rnd, 20)
	switch r.how {
	case code:
		secret = fmt.Sprint(100000 + rnd.IntN(900000))
	case sharedKey:
		secret = sampleText(rnd, 43) + "="
	case inQuery:
		return "GET /?x=1&" + r.name + "=" + secret + " HTTP/1.1", secret
	case scheme:
		return r.name + ": Bearer " + secret, secret
	case cookies, oneTime:
		return r.name + ": sid=" + secret + "; Path=/", secret
	}
	return r.name + `="` + secret + `"`, secret
}

func sampleJWT(rnd *rand.Rand) (text, secret string) {
	enc := base64.RawURLEncoding
	text = enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		enc.EncodeToString(fmt.Appendf(nil, `{"sub":"canary","iat":%d}`, rnd.Int32())) + "." + sampleText(rnd, 43)
	return text, text
}

// sampleText is n random letters and digits, both in any half of it.
func sampleText(rnd *rand.Rand, n int) string {
	const set = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	b := make([]byte, n)
	for i := range b {
		switch i % 4 {
		case 1:
			b[i] = set[rnd.IntN(10)]
		case 3:
			b[i] = set[10+rnd.IntN(26)]
		default:
			b[i] = set[rnd.IntN(len(set))]
		}
	}
	return string(b)
}
