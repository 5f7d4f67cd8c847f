package redact_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// frames are the ways to write down a name and its value: N and V.
var frames = []string{
	`N=V`, `N=V user=bob`, `user=bob N=V ip=10.0.0.1`, `user=bob,N=V,ip=10.0.0.1`, `user=bob;N=V;ip=10.0.0.1`, `user=bob&N=V&x=1`, `N="V"`, `N='V'`,
	`N = V`, `N = "V"`, `N: V`, `N:V`, `N: "V"`, `N : V`, `N := "V"`, `N => V`, `N -> V`, `"N" => "V"`, `{"N":"V"}`, `{"N": "V", "user": "bob"}`,
	`{"a":{"N":"V"}}`, `{"N":["V"]}`, `{'N': 'V'}`, `{N: "V"}`, `{N=V, user=bob}`, `[N=V]`, `(N=V)`, `map[N:V user:bob]`, `&{N:V}`, `{N:V}`, `:N=>"V"`,
	`('N', 'V')`, `["N","V"]`, `[N] => V`, `["N"]=> string(9) "V"`, `{"name":"N","value":"V"}`, `{"key":"N","value":"V"}`, `<N>V</N>`, `<x:N>V</x:N>`,
	`<a N="V"/>`, `<add key="N" value="V"/>`, `<property name="N">V</property>`, `<property name="N" value="V"/>`, `<input name="N" value="V">`,
	`<entry key="N">V</entry>`, `<string name="N">V</string>`, `<key>N</key><string>V</string>`, `&lt;N&gt;V&lt;/N&gt;`, `GET /x?N=V HTTP/1.1`,
	`GET /x?a=1&N=V&b=2 HTTP/1.1`, `POST /x N=V&a=1`, `GET /x?q=%7B%22N%22%3A%22V%22%7D HTTP/1.1`, `GET /x#N=V`, `GET /x;N=V?a=1`,
	`https://x.example.com/?N=V`, `url=https%3A%2F%2Fx.example.com%2F%3FN%3DV`, `export N=V`, `N=V ./run`, `set N=V`, `$env:N = "V"`, `arg N=V`,
	`docker run -e N=V img`, `-e N=V`, `--env N=V`, `--set N=V`, `--set x.N=V,y=1`, `--N V`, `--N=V`, `--N "V"`, `-DN=V`, `/N:V`, `["--N","V"]`,
	`['--N', 'V']`, `args: --N V --x`, `-var N=V`, `-var="N=V"`, `--build-arg N=V`, `-P N=V`, `{"body":"{\"N\":\"V\"}"}`, `{"msg":"N=V"}`,
	`{"msg":"N: V"}`, `{"cmd":"run --N V"}`, `"{\"N\": \"V\"}"`, `\x22N\x22:\x22V\x22`, `\u0022N\u0022:\u0022V\u0022`, `const N = "V";`, `var N = 'V'`,
	`let N: String = "V"`, `String N = "V";`, `N ?= V`, `N ||= "V"`, `$N = 'V';`, `define('N', 'V');`, `'N' => 'V',`, `N="V";`, `@N="V"`, `#define N "V"`,
	`N 'V'`, `N "V"`, `invalid N: V`, `invalid N 'V'`, `wrong N: V`, `got N=V`, `bad N "V" for bob`, `N	=	V`, `**N**: V`, "`N`: `V`", `- N: V`,
	`+ N = "V"`, `~ N = "V" -> "W"`, `- N = "V" -> null`, `N: |- V`, `N: >- V`, `N: !!str V`, `N: &a V`, `{{N}}=V`, `$N=V`, `${N}=V`, `%N%=V`, `[N]=V`,
	`N[0]=V`, `user[N]=V`, `user.N=V`, `cfg->N = "V"`, `cfg["N"] = "V"`, `cfg['N']='V'`, `self.N = "V"`, `os.environ["N"] = "V"`, `setenv("N", "V")`,
	`putenv("N=V")`, `addHeader("N", "V")`, `header("N: V")`, `.set("N", "V")`, `N.value=V`, `N="V"/>`, `N:"V"`, `N=V,`, `N=V.`, `N=V)`, `N=V]`, `N=V}`,
	`N=V|`, `(N: V)`, `[N: V]`, `{N: V}`, `"N: V"`, `'N: V'`, `"N=V"`, `'N=V'`, `curl -H "N: V" https://x`, `curl -d "N=V" https://x`,
	`curl -F N=V https://x`, `curl --data-raw '{"N":"V"}' https://x`, `> N: V`, `< N: V`, `http.N=V`, `req.headers["N"]="V"`, `-H 'N: V'`,
	`metadata: N=V`, `insert into t (a, N) values ('x', 'V')`, `update t set N='V' WHERE id=1`, `update t set a=1, N = "V"`, `where N = 'V'`,
	`select * from t where a='x' and N='V'`, `set N = 'V'`, `N=>'V'`, `cs1Label=N cs1=V`, `<Data Name="N">V</Data>`, `[x@1 N="V"]`,
	`Content-Disposition: form-data; name="N"\r\n\r\nV\r\n--b`, `s:1:"N";s:1:"V";`,
}

// openFrames are those where the value must look like one: a word may as well be
// the next word of a sentence.
var openFrames = []string{
	`N(V)`, `env N V`, `-N V`, `N V`, `N is V`, `N is: V`, `N was V`, `the N is V`, `N for bob: V`, `N for bob is V`, `N [V]`, `N <V>`, `with N V`,
	`N set to V`, `invalid N V`, `using N V`, `N mismatch: V`, `N (V)`, `N|V`, `N~V`, `N	V`, `| N | V |`,
}

// passwordNames and tokenNames are how credentials are called.
var passwordNames = strings.Fields(`password passwd pwd Password PASSWORD db_password DB_PASSWORD dbPassword userPassword user_password
	user-password admin_pass smtp_pass MYSQL_PWD POSTGRES_PASSWORD spring.datasource.password passphrase pass_phrase newPassword
	password_confirmation ldap_bind_password keystorePassword vault_password proxy_password PGPASSWORD`)

var tokenNames = strings.Fields(`token access_token accessToken refresh_token auth_token authToken api_key apiKey API_KEY apikey X-Api-Key
	x-auth-token client_secret clientSecret CLIENT_SECRET secret_key SECRET_KEY aws_secret_access_key session_id sessionId id_token
	bearer_token csrf_token private_token service_token deploy_token webhook_secret app_secret signing_key encryption_key`)

// passwordsOf are values that people choose, tokensOf such as programs make.
var passwordsOf = []func(*rand.Rand) string{
	password,
	word,
	func(r *rand.Rand) string { return word(r) + chars(r, digits, 2) },
	func(r *rand.Rand) string {
		return strings.ToUpper(word(r)[:1]) + word(r)[1:] + chars(r, digits, 4) + "!"
	},
	func(r *rand.Rand) string { return word(r) + "-" + word(r) + "-" + chars(r, digits, 2) },
	func(r *rand.Rand) string { return "P@" + word(r)[2:] + chars(r, digits, 3) },
	func(r *rand.Rand) string { return chars(r, digits+lowers+uppers, 16) + "9" },
	func(r *rand.Rand) string { return word(r)[:4] + "$" + chars(r, digits, 3) + "#" + word(r)[:3] },
}

var tokensOf = []func(*rand.Rand) string{
	func(r *rand.Rand) string { return "t" + chars(r, b64url, 30) + "A9z" },
	func(r *rand.Rand) string { return "a" + chars(r, hexes, 30) + "7" },
	func(r *rand.Rand) string { return "a" + chars(r, hexes, 38) + "7" },
	func(r *rand.Rand) string { return "k" + chars(r, digits+lowers+uppers, 24) + "7Q" },
	func(r *rand.Rand) string {
		return chars(r, hexes, 8) + "-" + chars(r, hexes, 4) + "-4" + chars(r, hexes, 3) + "-a" + chars(r, hexes, 3) + "-" + chars(r, hexes, 12)
	},
	func(r *rand.Rand) string { return "a" + chars(r, digits+lowers+uppers, 38) + "9" },
	jwt,
}

// Names of credentials in all frames, with values of all sorts: everything is
// found, but in open frames.
func TestCross(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(21, 22))
	for _, group := range []struct {
		kind   string
		names  []string
		values []func(*rand.Rand) string
	}{{"passwords", passwordNames, passwordsOf}, {"tokens", tokenNames, tokensOf}} {
		found, all := 0, 0
		for i, frame := range append(frames[:len(frames):len(frames)], openFrames...) {
			for k, name := range group.names {
				value := group.values[(i+k)%len(group.values)]
				secret := value(rnd)
				line := strings.NewReplacer("N", name, "V", secret, "W", value(rnd)).Replace(frame)
				s.Reset()
				out := s.Text([]byte(line), redact.InMessage).String()
				all++
				if half(secret, out) == "" {
					found++
				} else if i < len(frames) {
					t.Errorf("%s: %q became %q", frame, line, out)
				}
			}
		}
		t.Logf("%d of %d %s found", found, all, group.kind)
	}
}

// harmlessNames are how other fields are called, harmlessValues what they hold and
// credentials look like.
var harmlessNames = strings.Fields(`request_id requestId X-Request-Id trace_id traceId span_id correlation_id commit sha revision build version
	image digest checksum md5 sha256 etag fingerprint serial uuid id user user_id username email path file url_path host ip port
	status level logger thread event action method query_id job_id order_id customer_id device_id node pod namespace container
	public_key key_id kid jti sub aud region zone bucket object table column index partition offset size bytes count duration
	tokens_used max_tokens token_type token_count password_policy password_age passwords_checked keyboard monkey author authority
	session_count session_timeout compass bypass passenger passive secretary tokenizer cookies_enabled author_id keystore_type`)

var harmlessValues = []func(*rand.Rand) string{
	func(r *rand.Rand) string {
		return chars(r, hexes, 8) + "-" + chars(r, hexes, 4) + "-4" + chars(r, hexes, 3) + "-a" + chars(r, hexes, 3) + "-" + chars(r, hexes, 12)
	},
	func(r *rand.Rand) string { return chars(r, hexes, 40) },
	func(r *rand.Rand) string { return chars(r, hexes, 32) },
	func(r *rand.Rand) string { return "sha256:" + chars(r, hexes, 64) },
	func(r *rand.Rand) string { return chars(r, digits, 6) },
	func(r *rand.Rand) string { return word(r) + chars(r, digits, 2) },
	func(r *rand.Rand) string { return "v1." + chars(r, digits, 2) + ".3-rc.1" },
	func(r *rand.Rand) string { return "/srv/" + word(r) + "/" + word(r) + chars(r, digits, 2) + ".txt" },
	func(r *rand.Rand) string { return "10.0." + chars(r, digits, 1) + "." + chars(r, digits, 2) },
	func(r *rand.Rand) string { return word(r) + "@example.com" },
	func(r *rand.Rand) string { return "null" },
	word,
}

// The same frames around other fields stay as they are, but for one in a hundred.
func TestCrossLeavesOthers(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(23, 24))
	changed, all := 0, 0
	for i, frame := range append(frames[:len(frames):len(frames)], openFrames...) {
		for k, name := range harmlessNames {
			value := harmlessValues[(i+k)%len(harmlessValues)]
			line := strings.NewReplacer("N", name, "V", value(rnd), "W", value(rnd)).Replace(frame)
			s.Reset()
			out := s.Text([]byte(line), redact.InMessage).String()
			all++
			if out != line {
				changed++
				t.Logf("%q became %q", line, out)
			}
		}
	}
	t.Logf("%d of %d look-alikes changed", changed, all)
	if changed*100 > all {
		t.Errorf("%d of %d look-alikes changed", changed, all)
	}
}
