package redact_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// However a long line is made, its cost grows with its length only: twice the
// line costs about twice the time, never four times.
func TestLongLines(t *testing.T) {
	size := long.Rounds(8, 128) << 10
	s := scrubber(t, redact.Options{})
	cost := func(line []byte) time.Duration {
		least := time.Hour
		for range long.Rounds(1, 2) {
			s.Reset()
			start := processTime(t)
			s.Text(line, redact.InMessage)
			least = min(least, processTime(t)-start)
		}
		return least
	}
	for _, unit := range hostile {
		line := bytes.Repeat([]byte(unit), 2*size/len(unit))
		cost(line) // buffers have their size
		once, twice := time.Duration(0), time.Duration(0)
		for range 5 { // other work on the machine disturbs a measurement now and then
			once, twice = cost(line[:len(line)/2]), cost(line)
			if twice < 5*time.Millisecond || twice < 3*once {
				break
			}
		}
		if twice >= 5*time.Millisecond && twice >= 3*once {
			t.Errorf("%q: %v for %d bytes, %v for twice as many", unit, once, size, twice)
		}
	}
}

// hostile are what lines are made of that make a search begin again and again.
var hostile = []string{
	"a", " ", "\x00", "\xff", "%25", "%", `\"`, `\\`, "&amp;", "\x1b[0m", "password", "password=", " password=", "password=x ", `"password":`, `"password":"`, `token="`, "token ",
	"Bearer ", "Bearer x", "Basic ", "://", "://a:", "://a:b@", "eyJ", "eyJ.", "eyJhbGciOiJub25lIn0.", "cGFzc3dvcmQ", "70617373776f7264", "/reset/", "mysql -p", "mysql ",
	"cs1Label=password ", "| passwd ", "echo ", "login attempt ", "login attempt [", " a0=", ` a0="x"`, "proctitle=", "PRIVATE KEY", "-----BEGIN PRIVATE KEY-----", "Cookie: a=", "Authorization: ",
	"authorization=Digest a=b,", "insert into t (password) values (", "(password,", "password for ", "api key ", "<password>", "<password ", "[password", "password[", "x@tcp(", ":thin:", " is your code", "identified by '", "pat", "s.aa",
	"xoxb-", "AKIA", "aaaaaaaa-us1", "0123456789:AA", "AZDO", `{"password":[`, `{"password":{"value":`, "=", "password==", "token: token: ",
	"password='", "password=`", `name="password">`, `"auth" "`, "curl -u '", "login('", "\u200b", "=\r\n", "+-p", "AAAA", "sk-", `"bearer eyJ`, "eyJ-", "FLWSECK_",
	`"secrets":{`, `secrets={a={`, "secrets: [{", `"kind":"Secret",`, `"kind":"Secret",{"data":{`, `"kind":"Secret","data":{"a":"b"}`, "kind: Secret\ndata:\n", "secrets:\n a: ", "<secrets><a>",
	"password: aa bb ", "password is ", "the password is aa ", "password (", "password <", "password..", "**password**: ", "user/password: ", "login a:b", "login a", "[+] a:", "@10.", "a:b@10.",
	"334 UGFzc3dvcmQ6 ", "AUTH LOGIN ", "AUTHENTICATE ", "PASS ", "USER a PASS ", "LOGIN a ", "/reset?", "/reset?t=a&", "/?t=", " to verify", "token mismatch: ", "token was ", " is the pass",
	"--from-literal=a=", "secret --from-literal=", "echo a | sudo ", "sudo <<< ", "<<< ", " -p ", " -u a -p ", "put-parameter --value ", "send ", "kv put a=", "curl -u ", "ldap_bind(\"a=\",",
}

// What a boundary could hide is found.
func TestNoBoundaryHides(t *testing.T) {
	s := scrubber(t, redact.Options{})
	const secret = "S3cr3tS3cr3t9"
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 63, 64, 65, 4095, 4096, 65536, 1 << 20} {
		s.Reset()
		got := s.Text([]byte(strings.Repeat("x", n)+" password="+secret), redact.InMessage).String()
		if strings.Contains(got, secret) {
			t.Errorf("a password behind %d bytes is not found", n)
		}
	}
}
