package redact_test

import (
	"math/rand/v2"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// What is beside a secret, on its line and on others, neither hides it nor is
// taken for it. In templates as in secrets.txt, with the escapes of Go.
func TestBeside(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(31, 32))
	for _, tt := range []struct{ name, line string }{
		{"a password like an algorithm, to a router", "enable password {{algpw}}"},
		{"a password like an algorithm, for somebody", "Password for bob: {{algpw}}"},
		{"a password like an algorithm, behind a dash", "password - {{algpw}}"},
		{"a password like an algorithm, community", "community string {{algpw}}"},
		{"a password like an algorithm, EAP", "charon: 12[CFG] loaded EAP secret for bob: {{algpw}}"},
		{"an algorithm", "secret aes-256-gcm is used, password SHA256withRSA, password pbkdf2_sha256$260000, secret TLSv1.3"},
		{"hex digits that are nearly all digits, a session", "Session {{digits32}} created"},
		{"hex digits that are nearly all digits, a cookie", "curl -b 'sid={{digits32}}' https://example.com/"},
		{"hex digits that are nearly all digits, a key", "apikey {{digits32}} is invalid"},
		{"digits behind a prefix are an id", "session SM01234567890123456789abcdef0123 created"},
		{"a colon on the next line", "One-time password {{pin}} generated for bob\npasswd: pam_unix(passwd:chauthtok): password changed for bob"},
		{"a value on the next line", "Password:\n{{pw}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 {
				in, want := fill(t, rnd, tt.line)
				s.Reset()
				got := s.Text([]byte(in), redact.InMessage).String()
				if got != want {
					t.Fatalf("\n  in   %q\n  got  %q\n  want %q", in, got, want)
				}
				if again := s.Text([]byte(got), redact.InMessage).String(); again != got {
					t.Fatalf("scrubbed again:\n  in    %q\n  once  %q\n  twice %q", in, got, again)
				}
			}
		})
	}
}
