package redact

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/test/long"
)

// slowly reads a payload by [walker.claim] alone.
func (w *walker) slowly(c *Claims) {
	for more := true; more && w.claim(c); {
		more = w.comma('}')
	}
}

// reader makes a walker that stands behind the brace of a payload.
func (s *Scrubber) reader(payload string) *walker {
	padded := append([]byte(payload), zeros[:]...)
	return &walker{s: s, b: padded[:len(payload):len(payload)], padded: padded, i: 1, hit: -1}
}

// payload is the payload of a JWT, with mistakes in it.
func payload(rnd *rand.Rand) string {
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	value := func() string {
		return pick(`"api"`, `"read write"`, `""`, `"a\u006fb"`, `"https://id.example.com/x"`, `"https://a:S3cr3t9xQ@example.com"`,
			`"password=S3cr3t9xQ"`, `"`+strings.Repeat("x", rnd.IntN(300))+`"`, `"ñandú"`, "\"\x7f\"", "\"\x01\"", `"a  b c"`, `" "`,
			"1700000000", "1700000000123", "12", "-5", "1.5", "1.9e+09", "123456789012345678", "1234567890123456789", "true", "null",
			`["a","b"]`, `["a", 1, {"x":[1]}]`, "[]", `{"a":{"b":"c"}}`, `"1700000000"`, "", `"`, "{")
	}
	var b strings.Builder
	b.WriteByte('{')
	for i := range 1 + rnd.IntN(8) {
		if i > 0 {
			b.WriteString(pick(",", ",", ",", ", ", " ,", ",\n", "", "}"))
		}
		name := pick("jti", "iss", "sub", "azp", "cid", "preferred_username", "name", "email", "aud", "scope", "scp", "iat", "nbf", "exp", "x", `\u0073ub`, "realm_access")
		b.WriteString(`"` + name + `"` + pick(":", ":", ":", ": ", " :", "") + value())
	}
	b.WriteString(pick("}", "}", " }", "", "}x"))
	text := b.String()
	if rnd.IntN(3) == 0 {
		text = text[:1+rnd.IntN(len(text))]
	}
	return text
}

// The pass over an ordinary payload reads what the careful reader reads.
func TestClaimsInOnePass(t *testing.T) {
	rnd := long.Rand(t)
	for _, o := range []Options{{}, {Deny: []string{"api"}}} {
		r, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		one, two := r.Scrubber(), r.Scrubber()
		for range long.Rounds(4_000, 500_000) {
			one.Reset()
			two.Reset()
			text := payload(rnd)
			var got, want Claims
			one.reader(text).members(&got)
			two.reader(text).slowly(&want)
			if g, w := fmt.Sprintf("%+v %+v", got, one.Found()), fmt.Sprintf("%+v %+v", want, two.Found()); g != w {
				t.Fatalf("%q\n  members %s\n  slowly  %s", text, g, w)
			}
		}
		if r.Failures() > 0 {
			t.Fatal("searching failed")
		}
	}
}

// BenchmarkClaims reads the payload of an ordinary access token.
func BenchmarkClaims(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	const doc = `{"iss":"https://id.example.com","sub":"user-17","aud":"api","iat":1795430000,"exp":1795433600,"jti":"0a1b2c3d4e5f60","scope":"read write"}`
	token := []byte("eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(doc)) + ".c2lnbmF0dXJl")
	b.Run("token", func(b *testing.B) {
		s := r.Scrubber()
		b.ReportAllocs()
		for b.Loop() {
			s.Reset()
			s.readClaims(token)
		}
	})
	s := r.Scrubber()
	w := s.reader(doc)
	for _, bb := range []struct {
		name string
		read func(*Claims)
	}{{"one pass", w.members}, {"carefully", w.slowly}} {
		b.Run(bb.name, func(b *testing.B) {
			var c Claims
			for b.Loop() {
				s.Reset()
				c = Claims{Audience: c.Audience[:0], Scope: c.Scope[:0]}
				w.i, w.hit = 1, -1
				bb.read(&c)
			}
		})
	}
}
