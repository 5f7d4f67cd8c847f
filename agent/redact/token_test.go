package redact_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

func tokenOf(payload string) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + enc.EncodeToString([]byte(payload)) + ".c2lnbmF0dXJl"
}

func texts(list []redact.Text) string {
	var all []string
	for _, t := range list {
		all = append(all, t.String())
	}
	return strings.Join(all, "|")
}

func TestClaims(t *testing.T) {
	s := scrubber(t, redact.Options{})
	c := s.Token([]byte(tokenOf(`{
		"jti": "7", "iss": "https:\/\/idp.example.com", "sub": "b\u006fb", "azp": "web", "preferred_username": "bob",
		"email": "bob@example.com", "aud": ["api", "web"], "scope": "read write  admin",
		"iat": 1700000000, "nbf": "1700000001", "exp": 1700003600123,
		"realm_access": {"roles": ["a", {"b": [1, 2.5e3, null, true]}]}, "z": "last"}`)), redact.InHeader).Claims
	if c == nil {
		t.Fatal("no claims")
	}
	got := strings.Join([]string{c.ID.String(), c.Issuer.String(), c.Subject.String(), c.ClientID.String(), c.Name.String(), c.Email.String(), texts(c.Audience), texts(c.Scope)}, " ")
	if want := "7 https://idp.example.com bob web bob bob@example.com api|web read|write|admin"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if c.IssuedAt != 1700000000 || c.NotBefore != 1700000001 || c.ExpiresAt != 1700003600 {
		t.Errorf("times %d %d %d", c.IssuedAt, c.NotBefore, c.ExpiresAt)
	}
}

// A token is made by anyone: what it claims is bounded, scrubbed and not
// believed to be JSON.
func TestClaimsOfHostileTokens(t *testing.T) {
	s := scrubber(t, redact.Options{})
	long := strings.Repeat("x", 5000)
	many := strings.Repeat(`"a",`, 500)
	c := s.Token([]byte(tokenOf(`{"sub":"`+long+`","aud":[`+many+`"z"],"scp":[`+many+`"z"],"exp":99999999999999999999999999}`)), redact.InHeader).Claims
	if c.Subject.Len() > 256 || len(c.Audience) != 16 || len(c.Scope) != 64 {
		t.Errorf("subject %d bytes, %d audiences, %d scopes", c.Subject.Len(), len(c.Audience), len(c.Scope))
	}
	secret := "p" + chars(rand.New(rand.NewPCG(1, 1)), digits+lowers, 12)
	c = s.Token([]byte(tokenOf(`{"sub":"https://bob:`+secret+`@example.com","iss":"x password=`+secret+`"}`)), redact.InHeader).Claims
	if strings.Contains(c.Subject.String()+c.Issuer.String(), secret) {
		t.Errorf("a claim leaks: %s %s", c.Subject, c.Issuer)
	}
	for _, payload := range []string{"", "{", "[]", "{}", `{"sub"`, `{"sub":`, `{"sub":"x`, `{"sub":"x"`, `{"aud":["x"`, `{"aud":[`, "\x00\xff", `{"exp":}`, `{"exp":-5}`, `{"exp":["\`, `{"exp":"\`, `{"exp":12"\`, `{"sub":"\`, `{"a":{{{{{{{{{{{{{{{{`, strings.Repeat(`{"a":`, 100), `{"sub":null,"exp":1}`} {
		s.Token([]byte(tokenOf(payload)), redact.InHeader) // must not panic
	}
	if c := s.Token([]byte(tokenOf(`{"sub":{"a":1},"exp":1,"jti":12}`)), redact.InHeader).Claims; c.ExpiresAt != 1 || !c.Subject.IsZero() || !c.ID.Is("12") {
		t.Errorf("claims of other types: %+v", c)
	}
	if c := s.Token([]byte(tokenOf(`{"exp":1.9e+09,"iat":1.7e12,"nbf":9e30}`)), redact.InHeader).Claims; c.ExpiresAt != 1_900_000_000 || c.IssuedAt != 1_700_000_000 || c.NotBefore != 0 {
		t.Errorf("times with exponents: %d %d %d", c.ExpiresAt, c.IssuedAt, c.NotBefore)
	}
}

// What is found in the claims of a token takes nothing from the token's own finding.
func TestClaimsThatHoldSecrets(t *testing.T) {
	secret := "p" + chars(rand.New(rand.NewPCG(1, 1)), digits+lowers, 12)
	token := tokenOf(`{"sub":"bob","iss":"https://a:` + secret + `@example.com","jti":"password=` + secret + `"}`)
	for _, line := range []string{"Authorization: Bearer " + token, "see " + token} {
		s := scrubber(t, redact.Options{})
		s.Text([]byte(line), redact.InMessage)
		if c := s.Found()[0].Token.Claims; c == nil || !c.Subject.Is("bob") {
			t.Errorf("the claims are lost: %+v", c)
		}
		if len(s.Found()) != 3 {
			t.Errorf("%d findings, want the token and two in its claims", len(s.Found()))
		}
	}
	s := scrubber(t, redact.Options{})
	s.Find([]byte("authorization"), []byte("Bearer "+token), redact.InHeader)
	if c := s.Found()[0].Token.Claims; c == nil || !c.Subject.Is("bob") {
		t.Errorf("the claims are lost: %+v", c)
	}
}

func TestTokenKinds(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 4))
	s := scrubber(t, redact.Options{})
	for _, shape := range redact.Shapes() {
		text, secret := shape.Example(rnd)
		if shape.Named || text != secret || strings.Contains(secret, "%") { // which is decoded
			continue
		}
		if got := s.Token([]byte("Bearer "+secret), redact.InHeader); got.Kind != shape.Kind && !slices.Contains([]string{"openai", "notion", "supabase"}, got.Kind.String()) { // as which others begin
			t.Errorf("a token of kind %v (%s) is taken for %v", shape.Kind, shape.About, got.Kind)
		}
	}
	if got := s.Token([]byte("Bearer abcdef"), redact.InCookie); got.Kind != redact.Opaque || got.At != redact.InCookie {
		t.Errorf("an opaque token is %v at %v", got.Kind, got.At)
	}
	for _, nothing := range []string{"", "Bearer ", "***", "[REDACTED]", "Bearer [FILTERED]", `""`} {
		if got := s.Token([]byte(nothing), redact.InHeader); !got.IsZero() {
			t.Errorf("Token(%q) = %+v", nothing, got)
		}
	}
}

func TestNameKind(t *testing.T) {
	for name, want := range map[string]string{
		"Authorization": "opaque", "http_authorization": "opaque", "request_Authorization": "opaque", "Proxy-Authorization": "opaque",
		"X-Api-Key": "api_key", "apikey": "api_key", "APIKey": "api_key", "x-auth-token": "opaque", "accessToken": "opaque", "access_token": "opaque",
		"X-Amz-Security-Token": "opaque", "password": "password", "PASSWD": "password", "userPassword": "password", "DB_PASSWORD": "password",
		"new_password1": "password", "user[password]": "password", "password_confirmation": "password", "pin": "pin", "userPIN": "pin", "otp_code": "pin",
		"JSESSIONID": "session", "sid": "session", "csrfToken": "csrf", "client_secret": "client_secret", "private_key": "private_key",
		"Cookie": "cookie", "set-cookie": "cookie", "SAMLResponse": "saml", "token_hash": "opaque",
	} {
		if got, ok := redact.NameKind([]byte(name)); !ok || got.String() != want {
			t.Errorf("NameKind(%s) = %v, %v, want %s", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "a", "user", "token_type", "prompt_tokens", "password_changed", "passwordResetAt", "opinion", "spin", "sidecar", "message", "key", "state", "nextPageToken", "public_key", "monkey", "authentication", "session_count", "token_count", "checksum/secrets"} {
		if got, ok := redact.NameKind([]byte(name)); ok {
			t.Errorf("NameKind(%s) = %v", name, got)
		}
	}
	if redact.Password.Removed() != true || redact.JWT.Removed() != false {
		t.Error("Removed")
	}
}

func TestField(t *testing.T) {
	s := scrubber(t, redact.Options{})
	linkedIn := "AQVN" + strings.Repeat("a1B", 13) + "_" + strings.Repeat("-c2D", 30) // begins like Yandex' key, and goes on
	sendGrid := "SG." + strings.Repeat("a1B", 7) + "." + strings.Repeat("-c2D", 10)
	for _, tt := range []struct{ name, in, want string }{
		{"user_agent", "curl/8.0", "curl/8.0"},
		{"message", "password=x1 y", "password=[REDACTED] y"},
		{"message", "sent Bearer t1ViNsmpQf2KQ78BrwqpBuwNUTRrA9z\napi_key=sk-*****************************abcd", "sent Bearer " + tok("t1ViNsmpQf2KQ78BrwqpBuwNUTRrA9z") + "\napi_key=sk-*****************************abcd"},
		{"message", "key " + sendGrid + ".", "key " + tok(sendGrid) + "."},
		{"message", "value " + linkedIn + " sent", "value " + tok(linkedIn) + " sent"},
		{"message", "key " + sendGrid + "=3kDOj0TQ-.x", "key " + tok(sendGrid+"=3kDOj0TQ-.x")},
		{ // the hex is decoded in an earlier view than the arguments are: it holds the start of a Google key
			"message", `{"msg":"type=EXECVE argc=3 a0=\"mysql\" a1=\"-u\" a2=\"root\" a3=` + fmt.Sprintf("%X", "-pUAIzai97!az") + `"}`,
			`{"msg":"type=EXECVE argc=3 a0=\"mysql\" a1=\"-u\" a2=\"root\" a3=` + fmt.Sprintf("%X", "-p[REDACTED]") + `"}`,
		},
		{"password", "anything at all, even this", "[REDACTED]"},
		{"password", "***", "***"},
		{"password", "", ""},
		{"Authorization", "Bearer abc", "Bearer " + tok("abc")},
		{"Authorization", "Basic dXNlcjpwYXNz", "Basic user:[REDACTED]"},
		{"api_key", "Basic dXNlcjpwYXNz", "Basic user:[REDACTED]"}, // under any name: a hash would give the password away
		{"token", "basic dXNlcjpwYXNz", "basic user:[REDACTED]"},
		{"message", `token: "Basic dXNlcjpwYXNz"`, `token: "Basic user:[REDACTED]"`},
		{"password", "Basic dXNlcjpwYXNz", "[REDACTED]"},
		{"authorization", "abc", tok("abc")},
		{"cookie", "sid=abcd; theme=dark", "sid=" + tok("abcd") + "; theme=dark"},
		{"Set-Cookie", "sid=abcd; Path=/; HttpOnly", "sid=" + tok("abcd") + "; Path=/; HttpOnly"},
		{"x-api-key", "abc%2Fdef", tok("abc/def")},
		{"token", tok("x"), tok("x")},
		{"token_type", "bearer", "bearer"},
		{"prompt_tokens", "17", "17"},
		{"session", "opened", "opened"},
		{"pin", "1234", "[REDACTED]"},
		{"token_hash", strings.TrimPrefix(tok("x"), "tok:"), strings.TrimPrefix(tok("x"), "tok:")},
	} {
		s.Reset()
		if got := s.Field([]byte(tt.name), []byte(tt.in), redact.InBody).String(); got != tt.want {
			t.Errorf("Field(%s, %q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestUserPatterns(t *testing.T) {
	s := scrubber(t, redact.Options{Allow: []string{`test-[a-z]+`}, Deny: []string{`customer (\d{6})`, `ACME-[A-Z]+`}})
	for _, tt := range []struct{ in, want string }{
		{"token=test-abc user=bob", "token=test-abc user=bob"},
		{"token=test-abc1 user=bob", "token=" + tok("test-abc1") + " user=bob"},
		{"Authorization: Bearer test-abc", "Authorization: Bearer test-abc"},
		{"customer 123456 called", "customer [REDACTED] called"},
		{"customer 123456 of ACME-XYZ with token=test-abc", "customer [REDACTED] of [REDACTED] with token=test-abc"},
	} {
		s.Reset()
		got := s.Text([]byte(tt.in), redact.InMessage).String()
		if got != tt.want {
			t.Errorf("Text(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if again := s.Text([]byte(got), redact.InMessage).String(); again != got {
			t.Errorf("scrubbed again: %q", again)
		}
	}
	for _, o := range []redact.Options{
		{Allow: []string{"("}}, {Deny: []string{"a*"}}, {Deny: []string{""}}, {Allow: []string{".*"}},
		{Hash: "md5"}, {Hash: "hmac-sha256"}, {Hash: "sha256", KeysFile: "x"},
	} {
		if _, err := redact.New(o); err == nil {
			t.Errorf("New(%+v) is no error", o)
		}
	}
}

func TestPlaces(t *testing.T) {
	s := scrubber(t, redact.Options{})
	for line, want := range map[string]redact.Place{
		"GET /?access_token=abcdefgh9 HTTP/1.1":    redact.InQuery,
		"Authorization: Bearer abcdefgh9":          redact.InHeader,
		"Cookie: sid=abcdefgh9":                    redact.InCookie,
		"token=abcdefgh9":                          redact.InMessage,
		"see https://x/reset/0a1b2c3d4e5f6a7b8c9d": redact.InQuery,
	} {
		s.Reset()
		s.Text([]byte(line), redact.InMessage)
		if f := s.Found(); len(f) != 1 || f[0].At != want || f[0].Token.At != want {
			t.Errorf("%q: found %+v, want it at %v", line, f, want)
		}
	}
}
