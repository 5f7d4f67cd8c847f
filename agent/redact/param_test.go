package redact_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// TestParams: what a scrubber remembers of the parameters before changes nothing in
// what it makes of a query, or of whatever else has such a parameter in it.
func TestParams(t *testing.T) {
	rnd := long.Rand(t)
	warm, cold := scrubber(t, redact.Options{}), scrubber(t, redact.Options{})
	names := redact.CredentialNames()
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	random := func() string {
		return randomOf(rnd, pick("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", "0123456789abcdef", "x", "aB.", "0123456789", "token-"), rnd.IntN(60))
	}
	name := func() string {
		switch rnd.IntN(6) {
		case 0:
			return names[rnd.IntN(len(names))]
		case 1:
			return pick("page", "q", "Secret", "token ", "community", "session id", "-Dpwd", "x.token", "token..", "password[", "access_token[]", "user/token", "a->token", "Label=token", "id")
		}
		return pick("access_token", "access_token", "access_token", "token", "code", "sid", "api_key", "refresh_token", "client_secret", "sig")
	}
	value := func() string {
		switch rnd.IntN(10) {
		case 0:
			return pick("", "null", "true", "****", "[REDACTED]", "your_token", "ACCESS_TOKEN", "var.token", "os.environ", "just ", "just", "'x y'", `"x`, "{a}", "$TOKEN", "${TOKEN}", "md5('x')", "N'x'", "b'secret1'", "!!str x",
				"String = 'hunter-2'", "abc = 'x'", "abc&x = 'hunter-2'", "x&y", "%41bc", "a+b", "tok:"+strings.Repeat("ab12", 16), "SHA256:abc", "this.token", "req.headers.token", "ghp_", "eyJ", "==", "=x", "@x", "\\x41", "a.b.")
		case 1:
			return secretLike(rnd)
		}
		return random()
	}
	query := func() string {
		var b strings.Builder
		b.WriteString(pick("", "", "?", "/a?", "GET /x?", "url=https://example.com/?", "snmp ", "from-file=", "&", " ", "\"", "user=", "kind: "))
		for i := range 1 + rnd.IntN(4) {
			if i > 0 {
				b.WriteString(pick("&", "&", "&", "&", "&", "&", ";", " ", "&amp;", "%26", "\n", ", "))
			}
			b.WriteString(name())
			b.WriteString(pick("=", "=", "=", "=", "=", "=", "=", "=", ": ", "%3D", "==", " = ", "=\"", "=>"))
			b.WriteString(value())
		}
		b.WriteString(pick("", "", "", "", "#x", " HTTP/1.1", "\"", "&", ".", "\n", " for bob", "%"))
		return b.String()
	}
	for range long.Rounds(5_000, 500_000) {
		text := query()
		at := []redact.Place{redact.InQuery, redact.InMessage, redact.InReferrer}[rnd.IntN(3)]
		warm.Reset()
		cold.Reset()
		cold.ForgetParam()
		got, want := warm.Text([]byte(text), at), cold.Text([]byte(text), at)
		if !got.Equal(want) || foundIn(warm) != foundIn(cold) {
			t.Fatalf("%q\nbecomes %q\nwhere it would be %q", text, got, want)
		}
	}
}

// foundIn lists what a scrubber has found.
func foundIn(s *redact.Scrubber) string {
	var b strings.Builder
	for _, f := range s.Found() {
		fmt.Fprintln(&b, f.Kind, f.At, f.Offset, f.Token.Kind, f.Token.At, f.Token.Sum, f.Token.Claims != nil)
	}
	return b.String()
}

func randomOf(rnd *rand.Rand, of string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = of[rnd.IntN(len(of))]
	}
	return string(b)
}

// secretLike is a secret of a row of the table of shapes.
func secretLike(rnd *rand.Rand) string {
	shapes := redact.Shapes()
	text, _ := shapes[rnd.IntN(len(shapes))].Example(rnd)
	return text
}

func BenchmarkParam(b *testing.B) {
	s := scrubber(b, redact.Options{})
	text := []byte("page=2&access_token=" + strings.Repeat("Zk3x-Q9_", 5))
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		s.Text(text, redact.InQuery)
	}
}

// TestFirstParam: a query that stands alone is judged as it is behind its path.
func TestFirstParam(t *testing.T) {
	rnd := long.Rand(t)
	s := scrubber(t, redact.Options{})
	for _, name := range []string{"code", "sign", "key", "state", "wmsAuthSign", "token"} {
		param := name + "=" + chars(rnd, b64std, 24) + "/" + chars(rnd, b64std, 24)
		s.Reset()
		behind := s.Text([]byte("/x?"+param), redact.InQuery).String()
		if got, want := s.Text([]byte(param), redact.InQuery).String(), strings.TrimPrefix(behind, "/x?"); got != want || got == param {
			t.Errorf("%q becomes %q, behind a path %q", param, got, want)
		}
	}
}
