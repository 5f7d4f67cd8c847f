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

// TestLongLines: a text may be as long as its writer likes, and must not cost more by
// the byte for that. Each line repeats what the search goes back or ahead for; in the
// long mode all lines of the corpus do.
func TestLongLines(t *testing.T) {
	texts, size := hostile, 64<<10
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
	s := scrubber(t, redact.Options{})
	cost := func(text string, size int) float64 { // ns a byte, the least of three
		raw := []byte(strings.Repeat(text, size/len(text)+1) + "s'")
		least := time.Hour
		for range 3 {
			s.Reset()
			start := long.CPU(t)
			s.Text(raw, redact.InMessage)
			least = min(least, long.CPU(t)-start)
		}
		return float64(least) / float64(len(raw))
	}
	for _, text := range texts {
		if few, many := cost(text, size/16), cost(text, size); many > 4*few && many > 1500 {
			t.Errorf("%.60q, again and again, costs %.0f ns a byte in %d bytes and %.0f in %d", text, few, size/16, many, size)
		}
	}
}

// hostile are what lines are made of that make a search begin again and again.
var hostile = []string{
	"a", " ", "\x00", "\xff", "%25", "%", `\"`, `\\`, "&amp;", "\x1b[0m", `\\%25&amp;+-p`, `token\\\\%2525&amp;amp;`, "password", "password=", " password=", "password=x ", `"password":`, `"password":"`, `token="`, "token ",
	"Bearer ", "Bearer x", "Basic ", "://", "://a:", "://a:b@", "eyJ", "eyJ.", "eyJhbGciOiJub25lIn0.", "cGFzc3dvcmQ", "70617373776f7264", "/reset/", "mysql -p", "mysql ",
	"cs1Label=password ", "| passwd ", "echo ", "login attempt ", "login attempt [", " a0=", ` a0="x"`, "proctitle=", "PRIVATE KEY", "-----BEGIN PRIVATE KEY-----", "Cookie: a=", "Authorization: ",
	"authorization=Digest a=b,", "insert into t (password) values (", "(password,", "password for ", "api key ", "<password>", "<password ", "[password", "password[", "x@tcp(", ":thin:", " is your code", "identified by '", "pat", "s.aa",
	"xoxb-", "AKIA", "aaaaaaaa-us1", "0123456789:AA", "AZDO", `{"password":[`, `{"password":{"value":`, "=", "password==", "token: token: ",
	"password='", "password=`", `name="password">`, `"auth" "`, "curl -u '", "login('", "\u200b", "=\r\n", "+-p", "AAAA", "sk-", `"bearer eyJ`, "eyJ-", "FLWSECK_",
	`"secrets":{`, `secrets={a={`, "secrets: [{", `"kind":"Secret",`, `"kind":"Secret",{"data":{`, `"kind":"Secret","data":{"a":"b"}`, "kind: Secret\ndata:\n", "secrets:\n a: ", "<secrets><a>",
	"password: aa bb ", "password is ", "the password is aa ", "password (", "password <", "password..", "**password**: ", "user/password: ", "login a:b", "login a", "[+] a:", "@10.", "a:b@10.",
	"334 UGFzc3dvcmQ6 ", "AUTH LOGIN ", "AUTHENTICATE ", "PASS ", "USER a PASS ", "LOGIN a ", "/reset?", "/reset?t=a&", "/?t=", " to verify", "token mismatch: ", "token was ", " is the pass",
	"--from-literal=a=", "secret --from-literal=", "echo a | sudo ", "sudo <<< ", "<<< ", " -p ", " -u a -p ", "put-parameter --value ", "send ", "kv put a=", "curl -u ", "ldap_bind(\"a=\",",
	"password=$1 ", "name = $1 AND password = $2 ", "authorization:Bearer abcdef ", "set psk '\"Tiger\"' ", "Password: '", "token=\"", "{\"password\":", "Cookie: a=b; ",
	`{"m":"id\tname\tapi_token\n1\tbob\txK9fQ2mZ7pLw4RtY\n"} `, "(password) values (x ", "id,password\n1,", "(pin) values (1),",
	"pat=", "sid:", "refresh=", "code(", "pin(", "state=", "cookie=", "EROCookie:b; ", "cred:", "=%22pw\">", "uthorization:[A", "Authorization:[\xff,A,", "seed:e/", "bearer\\u003d", "+Bearer+{{.", // a value of all that follows
	"bind(", ",.auth(", "->connect(", "open -u -", "-sqlplus ", ",vault,", "mysql -p`", "\\\\mysql -p", // arguments of calls and commands
	`""token"":"`, `token=""x`, "=3Dtoken=3D", `'\\''token'\\''`, "+token+", // respelled
	"key_", "65737369", "cGFzc3dvcmQ6_", "22/s/ledmotdepasse", "парол", // runs
	"pwd = case when a then b ", "password in ('Abc123xy', ", "tokens: List(", "password: Abc123xy -> ", "password = ? [", "where token = ? parameters: ['a', ", "NAME TOKEN AGE\na b c\n", "user\tpassword\n",
	"insert into t (password) select 'x' union all ", "(password, a) in ((", `"columns":["a","password"],"rows":[[`, "a[0][1][2].name=password,", "setuser bob >Abc123xy >", "recovery codes: 12345678, ", // values in a row
	`{"old":"x","password":"y",`, `"password":"y","old":"x",`, `{"password":"y",`, `"password_history":["x",`, "password is a#012", "password=#", "password -> a", "| password |\n+---+\n", "password_history:[", "(values ('a', 'b')) as s(a, password) ", "<th>password</th>", "<tr><th>password</th><td>x", "<tr><th>a</th><th>password</th></tr><tr><td>a</td><td>Abc123xy</td></tr>", "│ a │ password │\n", "│ password │\n│ x │\n", "┃ password ", // what goes with them
	`{"name":"password","a":{"b":1},"c":"d",`, `"name":"password","a":{"b":1},`, `{"a":"b","name":"password",`, `{"token":{"a":{"b":1},"c":"d",`, `{"token":{"a":"b","value":"Abc123xy"},`, "<tr><td>user</td><td>password</td>", "<tr><td>user</td><td>password</td></tr><tr><td>a</td><td>Abc123xy</td></tr>",
	"=?u?q?password:_Abc123xy?= ", "=?u?q?password_", "'password').type('a", "password]'", "b:A1c@10.", "b:A1c@tcp(10.", "password(hex)=", "fill password' with ", "-aB1@10.0.0.1:", // tests of pages, words of a mail, long pairs
	"wordpress_logged_in_5f=a|b|", "password_history: Abc123xy, ", "password_history: Abc123xy, Abc123xz ", "RSA 0123456789abcdef ", "chpasswd: list: | root:", "signtool sign /p ", "/share/", "x@//", "A_KEY, \"", "credentials(\"a\", ", "PASSWORD -> ", "mysql('a', ", "password]: ", // of one program each
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

// TestSearchEnds: a byte that no word of a command's arguments or of a table's row begins
// with does not hold the search up for ever.
func TestSearchEnds(t *testing.T) {
	s := scrubber(t, redact.Options{})
	constructs := []string{
		"vault kv put a %sx y=z%s", "mysql -p %sx y%s", "psexec %sx%s", "htpasswd -b f %sx y%s", "helm --set %sx=y%s",
		"NAME TOKEN AGE\nci %sx 3d\n%s", "  login  password  role\nbob  %sx  admin\n%s", "id,password\n1,%sx\n%s", "id\tpassword\n1\t%sx\n%s", "| user | password |\n| bob | %sx |\n%s",
		"COPY t (a, password) FROM stdin;\nbob\t%sx\n%s", "INSERT INTO t (a, password) VALUES (1, %sx), (2, %sy)", "INSERT INTO t (a, password) SELECT 1, %sx UNION ALL SELECT 2, %s",
		"token IN (%sx, y%s)", "password = ? parameters: [%sx, y%s]", "SET pwd = CASE id WHEN 1 THEN %sx END%s", `{"columns":["a","password"],"rows":[[1,%sx],[2,%sy]]}`,
		"passwords: a=%sx, b=y%s", "passwords: 'a', %sb and c%s", "Array ( [token] => Array ( [0] => %sx [1] => y%s", "password: %sx -> y%s", "<token>%sx</token><token>%s</token>",
		"user/password: bob/%sx, eve/%s", "chpasswd <<EOF\nbob:%sx\neve:y%s", "setuser bob >%sx >y%s", "<tr><th>a</th><th>password</th></tr><tr><td>%sx</td><td>%sy</td></tr>", "│ a │ password │\n│ %s │ %sx │\n", "(VALUES (1, %sx), (2, 'y%s')) AS s(a, password)", `{"old":%sx,"password":"y","new":"%s"}`, "CLIENT_RANDOM %s %s",
		"recovery codes: %s12345678, %s23456789", "password_history: %sAbc123xy, %sAbc123xz", "<tr><td>user</td><td>password</td></tr><tr><td>%sx</td><td>%sAbc123xy</td></tr>", `{"name":"password","a":{%s},"value":%sx}`, `{"token":{"a":%sx,"value":"%s"}}`,
		"chpasswd: list: |%sroot:Abc123xy%s", "signtool sign /p %sAbc123xy%s", "wordpress_logged_in_5f=%s|b|%s", "CURLOPT_USERPWD, %sa:b%s", "PASSWORD -> %sx%s", "passwords:\n- %sx\n- y%s",
	}
	for _, construct := range constructs {
		for c := range 256 {
			for _, odd := range []string{string(rune(c)), string([]byte{byte(c)}), string(rune(c)) + string(rune(c)), "\\" + string(rune(c))} {
				s.Reset()
				s.Text(fmt.Appendf(nil, construct, odd, odd), redact.InMessage)
			}
		}
	}
}
