package redact_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// TestLength: a text may be as long as its writer likes, and must not cost more by the
// byte for that. Each repeats what the search goes back or ahead for; in the long run
// all lines of the corpus do.
func TestLength(t *testing.T) {
	texts := []string{"password=$1 ", "name = $1 AND password = $2 ", "authorization:Bearer abcdef ", "set psk '\"Tiger\"' ", "Password: '", "token=\"", "{\"password\":", "Cookie: a=b; ",
		`{"m":"id\tname\tapi_token\n1\tbob\txK9fQ2mZ7pLw4RtY\n"} `, "(password) values (x ", "id,password\n1,", "(pin) values (1),",
		"pat=", "sid:", "refresh=", "code(", "pin(", "state=", "cookie=", "EROCookie:b; ", "cred:", "=%22pw\">", "uthorization:[A", "seed:e/", "bearer\\u003d", "+Bearer+{{.", // a value of all that follows
		"bind(", ",.auth(", "->connect(", "open -u -", "-sqlplus ", ",vault,", "mysql -p`", "\\\\mysql -p", // arguments of calls and commands
		"key_", "65737369", "cGFzc3dvcmQ6_", "22/s/ledmotdepasse", "парол"} // runs
	if long.Mode() {
		files, err := filepath.Glob("testdata/recall/*.txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, line := range lines(t, strings.TrimPrefix(file, "testdata/")) {
				texts = append(texts, line+" ")
			}
		}
	}
	size := 256 << 10
	if long.Mode() {
		size = 64 << 10 // there are thousands
	}
	s := scrubber(t, redact.Options{})
	cost := func(text string, size int) float64 { // ns a byte, the least of three
		raw := []byte(strings.Repeat(text, size/len(text)+1) + "s'")
		least := time.Hour
		for range 3 {
			s.Reset()
			begin := time.Now()
			s.Text(raw, redact.InMessage)
			least = min(least, time.Since(begin))
		}
		return float64(least) / float64(len(raw))
	}
	for _, text := range texts {
		if few, many := cost(text, size/32), cost(text, size); many > 8*few && many > 2000 {
			t.Errorf("%.60q, again and again, costs %.0f ns a byte in %d bytes and %.0f in %d", text, few, size/32, many, size)
		}
	}
}

// TestLongWithin: however long a value is, a token of a name within it is found.
func TestLongWithin(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(31, 32))
	outer := []string{"session=", "auth=", "cookie: ", "Cookie: a=b; sid=", "code=", "sid:", "cred:", "authorization: ", "data=", "q?"}
	inner := []string{"access_token=", "refresh_token=", "password=", "api_key=", "id_token:", "secret="}
	forms := []string{"%s%s%s", "%su=1&%s%s&v=2", "%s(%s%s)", "%s{%s%s}",
		"%sa:b,%s%s,c:d", "%shttps://x.example/cb?u=7&%s%s&n=1", "%s" + strings.Repeat("abc/", 80) + "&%s%s"}
	for _, form := range forms {
		for _, o := range outer {
			for _, i := range inner {
				for _, n := range []int{40, 270, 600} {
					secret := randomOf(rnd, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", n)
					line := fmt.Sprintf(form, o, i, secret)
					s.Reset()
					if out := s.Text([]byte(line), redact.InMessage).String(); half(secret, out) != "" {
						t.Errorf("%.80q became %.80q", line, out)
					}
				}
			}
		}
	}
}
