package redact_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// However a long line is made, its cost grows with its length only, and what a
// boundary could hide is found.
func TestLongLines(t *testing.T) {
	s := scrubber(t, redact.Options{})
	const size = 1 << 20
	for _, unit := range []string{
		"a", " ", "\x00", "\xff", "%25", "%", `\"`, `\\`, "&amp;", "\x1b[0m", "password", "password=", "password=x ", `"password":`, `"password":"`, `token="`, "token ",
		"Bearer ", "Bearer x", "Basic ", "://", "://a:", "://a:b@", "eyJ", "eyJ.", "eyJhbGciOiJub25lIn0.", "cGFzc3dvcmQ", "70617373776f7264", "/reset/", "mysql -p", "mysql ",
		"cs1Label=password ", "| passwd ", "echo ", "login attempt ", "login attempt [", " a0=", ` a0="x"`, "proctitle=", "PRIVATE KEY", "-----BEGIN PRIVATE KEY-----", "Cookie: a=", "Authorization: ",
		"authorization=Digest a=b,", "insert into t (password) values (", "(password,", "password for ", "api key ", "<password>", "<password ", "[password", "password[", "x@tcp(", ":thin:", " is your code", "identified by '", "pat", "s.aa",
		"xoxb-", "AKIA", "aaaaaaaa-us1", "0123456789:AA", "AZDO", `{"password":[`, `{"password":{"value":`, "=", "password==", "token: token: ",
	} {
		line := bytes.Repeat([]byte(unit), size/len(unit))
		s.Reset()
		start := time.Now()
		s.Text(line, redact.InMessage)
		if d := time.Since(start); d > 60*time.Second { // far from the usual, even under -race on a busy machine, and far below what a quadratic cost would be
			t.Errorf("%q: %v for a line of 1 MiB", unit, d)
		}
	}
	const secret = "S3cr3tS3cr3t9"
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 63, 64, 65, 4095, 4096, 65536, 1 << 20} {
		s.Reset()
		got := s.Text([]byte(strings.Repeat("x", n)+" password="+secret), redact.InMessage).String()
		if strings.Contains(got, secret) {
			t.Errorf("a password behind %d bytes is not found", n)
		}
	}
}
