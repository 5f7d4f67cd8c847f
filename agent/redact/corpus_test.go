package redact_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

const (
	gone     = "[REDACTED]"
	goneBare = "REDACTED"
)

func scrubber(t testing.TB, o redact.Options) *redact.Scrubber {
	t.Helper()
	r, err := redact.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Scrubber()
}

func tok(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return "tok:" + hex.EncodeToString(sum[:])
}

// lines reads a file of testdata without its comments.
func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var res []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && line[0] != '#' {
			res = append(res, line)
		}
	}
	return res
}

const (
	digits = "0123456789"
	lowers = "abcdefghijklmnopqrstuvwxyz"
	uppers = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	hexes  = "0123456789abcdef"
	b64url = digits + lowers + uppers + "-_"
	b64std = digits + lowers + uppers + "+/"
)

func chars(rnd *rand.Rand, set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[rnd.IntN(len(set))]
	}
	return string(b)
}

func word(rnd *rand.Rand) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(chars(rnd, "bdfgklmprtvz", 1) + chars(rnd, "aeiou", 1))
	}
	return b.String()
}

func password(rnd *rand.Rand) string {
	return chars(rnd, lowers+uppers, 6) + chars(rnd, digits, 2) + chars(rnd, "!_-*", 1) + chars(rnd, lowers, 2)
}

func jwt(rnd *rand.Rand) string {
	enc := base64.RawURLEncoding
	head := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`))
	body := enc.EncodeToString(fmt.Appendf(nil, `{"sub":"user%d","iss":"https://idp.example.com","aud":"api","exp":%d}`, rnd.IntN(1e6), 1700000000+rnd.IntN(1e6)))
	return head + "." + body + "." + chars(rnd, b64url, 43)
}

// sets are the characters that a letter behind a percent sign stands for.
var sets = map[byte]string{
	'A': digits + lowers + uppers, 'h': hexes, 'H': digits + "ABCDEF", 'd': digits, 'l': digits + lowers, 'L': lowers, 'u': digits + uppers,
	'U': uppers, 'b': b64url, 's': b64std, 'K': uppers + "234567", 'B': uppers + "234567", 'Q': "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}

var ofSet = regexp.MustCompile(`%([A-Za-z])([0-9]+)`)

// like makes a token like ghp_%A36: 36 of the set A. Long ones hold digits and
// letters, as those of vendors do.
func like(t testing.TB, rnd *rand.Rand, pattern string) string {
	return ofSet.ReplaceAllStringFunc(pattern, func(m string) string {
		set := sets[m[1]]
		n, _ := strconv.Atoi(m[2:])
		if set == "" {
			t.Fatalf("no set %q", m)
		}
		for {
			s := chars(rnd, set, n)
			plain := strings.Trim(set, digits) == "" || !strings.ContainsAny(set, digits)
			if n < 12 || plain || strings.ContainsAny(s, digits) && strings.ContainsAny(s, lowers+uppers) {
				return s
			}
		}
	})
}

// chosen is a password as people choose it: with signs that may stand in quotes
// (q), a URL (u), a connection string (c), XML (x) or no quotes at all; with a digit
// (d) where a sentence would not tell a word.
func chosen(rnd *rand.Rand, where string) string {
	signs := map[string]string{
		"": "!_-*.+^#@%", "d": "!_-*.+^#@%", "q": "!@#$%^&*()_+-=[]{}|;:,.<>?/~", "u": "!_-.~*", "du": "!_-.~*", "c": "!@#%^*_-+.", "x": "!@#$%^*()_+-=;:,.?/~",
	}[where]
	sign := func() string { return chars(rnd, signs, 1) }
	name := func() string { w := word(rnd); return strings.ToUpper(w[:1]) + w[1:] }
	words := where[:min(len(where), 1)] != "d"
	switch k := rnd.IntN(8); {
	case k == 0 && words:
		return word(rnd)
	case k == 1 && words:
		return word(rnd) + "-" + word(rnd) + "-" + word(rnd)
	case k < 3:
		return name() + chars(rnd, digits, 4) + sign()
	case k == 3:
		return word(rnd)[:6] + chars(rnd, digits, 1)
	case k == 4:
		return name()[:4] + sign() + chars(rnd, digits, 3) + sign() + word(rnd)[:4]
	case k == 5:
		return chars(rnd, digits+lowers+uppers, 11) + chars(rnd, digits, 1)
	case k == 6:
		return chars(rnd, digits+lowers+uppers, 7) + chars(rnd, digits, 1) + sign() + chars(rnd, digits+lowers, 4) + sign() + chars(rnd, uppers, 3)
	default:
		return chars(rnd, lowers+uppers, 1) + chars(rnd, digits, 2) + sign() + chars(rnd, lowers, 5) + sign() + chars(rnd, uppers+digits, 3)
	}
}

// secret makes the secret that a placeholder stands for, and what must stand in
// its place.
func secret(t testing.TB, rnd *rand.Rand, name string) (in, out string) {
	t.Helper()
	if strings.Contains(name, "%") {
		s := like(t, rnd, name)
		return s, gone
	}
	name, arg, _ := strings.Cut(name, ":")
	hash := func(s string) (string, string) { return s, tok(s) }
	drop := func(s string) (string, string) { return s, gone }
	switch name {
	case "pw":
		return drop(password(rnd))
	case "pw@":
		return password(rnd), goneBare
	case "pass":
		return drop(chosen(rnd, arg))
	case "word":
		return drop(word(rnd))
	case "phrase":
		return drop(word(rnd) + " " + word(rnd) + " " + word(rnd))
	case "dice": // four words for a passphrase
		return drop(word(rnd) + "-" + word(rnd) + "-" + word(rnd) + "-" + word(rnd))
	case "dice3":
		return drop(word(rnd) + "-" + word(rnd) + "-" + word(rnd))
	case "phrase4":
		return drop(word(rnd) + " " + word(rnd) + " " + word(rnd) + " " + word(rnd))
	case "hard": // anything that a quoted value may hold
		return drop("p" + chars(rnd, `,;&)(#@%:/?=+|{}[]$!~^*`, 3) + chars(rnd, digits+lowers, 5) + chars(rnd, `,;&)(#@%:/?=+|{}[]$!~^*`, 2) + "z")
	case "hard2": // without what ends it in shells and SQL
		return drop("P" + chars(rnd, `,#@%:/?=+!~^*$&;`, 3) + chars(rnd, digits+lowers, 5) + "z")
	case "hard3":
		return drop(chars(rnd, lowers, 4) + " " + chars(rnd, digits+lowers, 5))
	case "apos", "apos@", "dquote": // with what might open a text in quotes, or close it
		quote := map[string]string{"apos": "'", "apos@": "'", "dquote": `"`}[name]
		s := chars(rnd, lowers, 3) + quote + chars(rnd, digits+lowers, 6) + "9"
		if name == "apos@" {
			return s, goneBare
		}
		return drop(s)
	case "hard4":
		return drop("P" + chars(rnd, `,#@:/?=+!~^*$;`, 3) + chars(rnd, digits+lowers, 5) + "z")
	case "pin":
		in, out = drop("4" + chars(rnd, digits, 5))
	case "pin4":
		in, out = drop("7" + chars(rnd, digits, 3))
	case "fcm":
		return hash(chars(rnd, b64url, 22) + ":APA91b" + chars(rnd, b64url, 134))
	case "fcmsk":
		return hash("AAAA" + chars(rnd, digits, 1) + chars(rnd, b64url, 3) + "-Sk:APA91b" + chars(rnd, b64url, 134))
	case "twitter":
		a, b := "AAAAAAAAAAAAAAAAAAAA"+chars(rnd, b64url[:62], 30)+"9", "a"+chars(rnd, b64url[:62], 30)
		return a + "%3D" + b, tok(a + "=" + b)
	case "slackv":
		return hash("a" + chars(rnd, digits+lowers+uppers, 22) + "7")
	case "hexdump":
		s := ""
		for range 31 {
			s += chars(rnd, hexes, 2) + " "
		}
		return drop(s + "a7")
	case "mmhook":
		return hash(chars(rnd, digits+lowers, 25) + "7")
	case "b32":
		return hash(chars(rnd, uppers+"234567", 32))
	case "sanctum": // of Laravel
		return hash("12|" + chars(rnd, digits+lowers+uppers, 39) + "9")
	case "htmd5":
		return drop(chars(rnd, digits+lowers+uppers, 22))
	case "AGE":
		return drop(chars(rnd, digits+uppers, 58))
	case "kubeadm":
		return hash(chars(rnd, digits+lowers, 6) + "." + chars(rnd, digits+lowers, 15) + "7")
	case "algpw": // begins like the name of an algorithm
		names := strings.Fields("Sha RSA tls UTF aES md5 Hmac Base64")
		return drop(names[rnd.IntN(len(names))] + "q" + password(rnd)[3:])
	case "pctpw": // with what would be a quote in a URL
		return drop("p+;%22o" + chars(rnd, digits, 2) + "}?" + chars(rnd, lowers, 4))
	case "pctline": // with what would end a line in a URL
		return drop("P#/%0a" + chars(rnd, lowers, 4) + "z")
	case "letter": // begins like a string of Python or SQL
		return drop(chars(rnd, "bNrfu", 1))
	case "digits32":
		return hash("a" + chars(rnd, digits, 14) + "7d" + chars(rnd, digits, 15))
	case "dulluuid":
		return hash("1" + chars(rnd, digits, 7) + "-efbd-4869-aefd-bb" + chars(rnd, digits, 10))
	case "sha":
		return drop("{SHA}zjSIPDw/NnGc+" + chars(rnd, lowers, 11) + "=")
	case "plus":
		return hash("a" + chars(rnd, digits+lowers+uppers, 19) + "+" + chars(rnd, digits+lowers+uppers, 18) + "9Z")
	case "josecut":
		return hash(base64.RawStdEncoding.EncodeToString([]byte(`{"alg":"HS256","kid":"` + chars(rnd, lowers, 8))))
	case "hexpw":
		return drop("0" + chars(rnd, digits+"ABCDEF", 15))
	case "token":
		return hash(like(t, rnd, []string{"%b43", "%A32", "%h40", "%l24"}[rnd.IntN(4)]))
	case "salt": // of WordPress, and other keys with signs
		return drop(chars(rnd, digits+lowers+uppers+"!@#$%^&*()-_[]{}<>~+=,.;:/?|", 63) + "9")
	case "mnemonic":
		s := word(rnd)
		for range 11 {
			s += " " + word(rnd)[:4+rnd.IntN(4)]
		}
		return drop(s)
	case "tok":
		return hash("t" + chars(rnd, b64url, 30) + "A9z")
	case "tok68":
		return hash("t" + chars(rnd, b64url, 66) + "9")
	case "tok200":
		return hash("t" + chars(rnd, digits+lowers+uppers, 200) + "9")
	case "b62":
		in, out = hash("k" + chars(rnd, digits+lowers+uppers, 24) + "7Q")
	case "b36_32": // without capitals
		in, out = hash("k7" + chars(rnd, digits+lowers, 26) + "9q4z")
	case "b62_32":
		in, out = hash("k" + chars(rnd, digits+lowers+uppers, 29) + "7Q")
	case "b62_64":
		in, out = hash("k" + chars(rnd, digits+lowers+uppers, 61) + "7Q")
	case "b64_28", "b64_40", "b64_43":
		var n int
		fmt.Sscanf(name, "b64_%d", &n)
		in, out = hash("a" + chars(rnd, b64std, n-3) + "9Z")
	case "b64_40p", "b64_43p", "b64_86p": // with padding
		var n int
		fmt.Sscanf(name, "b64_%d", &n)
		in, out = hash("a" + chars(rnd, b64std, n-3) + "9Z" + "=="[:(4-n%4)%4])
	case "hex32", "hex40", "hex64":
		var n int
		fmt.Sscanf(name, "hex%d", &n)
		in, out = hash("a" + chars(rnd, hexes, n-2) + "7")
	case "HEX32":
		return hash("A" + chars(rnd, digits+"ABCDEF", 30) + "7")
	case "uuid":
		in, out = hash(chars(rnd, hexes, 8) + "-" + chars(rnd, hexes, 4) + "-4" + chars(rnd, hexes, 3) + "-a" + chars(rnd, hexes, 3) + "-" + chars(rnd, hexes, 12))
	case "jwt":
		return hash(jwt(rnd))
	case "joined": // of GitHub Copilot
		return hash("tid=7" + chars(rnd, hexes, 30) + "a;exp=1732702561;sku=free;8kp=1:" + chars(rnd, hexes, 63) + "7")
	case "jwtcut":
		s := jwt(rnd)
		return hash(s[:len(s)-50])
	case "pemblock":
		s, _ := secret(t, rnd, "pem")
		return drop(`-----BEGIN PRIVATE KEY-----\n` + s + `\n-----END PRIVATE KEY-----\n`)
	case "pem":
		return drop("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" + chars(rnd, b64std, 64) + `\n` + chars(rnd, b64std, 60) + "==")
	case "spnego":
		return hash("YII" + chars(rnd, b64std, 97) + "9aZ=")
	case "laravel":
		enc := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"iv":"%s","value":"%s","mac":"%s","tag":""}`, chars(rnd, b64std, 22), chars(rnd, b64std, 60), chars(rnd, hexes, 64)))
		return hash(enc)
	case "hubsig":
		return hash("sha256=" + chars(rnd, hexes, 64))
	case "appkey":
		return hash("base64:" + chars(rnd, b64std, 43) + "=")
	case "oidc_state":
		s, _ := secret(t, rnd, "uuid")
		return hash(s + "." + chars(rnd, b64url, 24) + "7Q")
	case "wpcookie":
		return hash("bob|1700000000|" + chars(rnd, b64url, 40) + "|" + chars(rnd, hexes, 64))
	case "rack":
		s := chars(rnd, b64std, 86) + "=="
		sig := "--" + chars(rnd, hexes, 40)
		return url.QueryEscape(s) + sig, tok(s + sig)
	case "b64of":
		return drop(base64.StdEncoding.EncodeToString([]byte(password(rnd))))
	case "pvecookie":
		return hash("PVE:root@pam:65A1B2C3::" + chars(rnd, b64std, 80) + "==")
	case "form":
		s, _ := secret(t, rnd, "pw")
		return "user=bob&password=" + s + "&x=1", "user=bob&password=" + gone + "&x=1"
	case "jsonpw":
		s, _ := secret(t, rnd, "pw")
		return `{"user":"bob","password":"` + s + `"}`, `{"user":"bob","password":"` + gone + `"}`
	case "dockercfg":
		in, out := secret(t, rnd, "b64_40p")
		return `{"auths":{"r.example.com":{"auth":"` + in + `"}}}`, `{"auths":{"r.example.com":{"auth":"` + out + `"}}}`
	case "script":
		s, _ := secret(t, rnd, "pw")
		return "#!/bin/sh\nexport DB_PASSWORD=" + s + "\n./run\n", "#!/bin/sh\nexport DB_PASSWORD=" + gone + "\n./run\n"
	case "flask":
		return hash(".eJ" + chars(rnd, b64url, 60) + "." + chars(rnd, b64url, 6) + "." + chars(rnd, b64url, 27))
	case "teams":
		a, _ := secret(t, rnd, "uuid")
		b, _ := secret(t, rnd, "uuid")
		return hash(a + "@" + b + "/IncomingWebhook/" + chars(rnd, hexes, 32) + "/" + a)
	case "express":
		s, sig := "s:t"+chars(rnd, b64url, 30)+"9.", chars(rnd, b64std, 43)
		return "s%3A" + s[2:] + url.QueryEscape(sig), tok(s + sig)
	case "django_reset":
		return hash("c" + chars(rnd, digits+lowers, 5) + "-" + "7" + chars(rnd, hexes, 31))
	case "slack_hook":
		return hash("T" + chars(rnd, digits+uppers, 9) + "/B" + chars(rnd, digits+uppers, 9) + "/" + chars(rnd, digits+lowers+uppers, 24))
	case "basic":
		return base64.StdEncoding.EncodeToString([]byte(arg + ":" + password(rnd))), arg + ":" + gone
	case "plain":
		return base64.StdEncoding.EncodeToString([]byte("\x00" + arg + "\x00" + password(rnd))), arg + ":" + gone
	case "b64json":
		key := arg
		in, out := secret(t, rnd, map[string]string{"password": "pw", "token": "tok"}[key])
		enc := func(s string) string {
			return base64.StdEncoding.EncodeToString([]byte(`{"user":"bob","` + key + `":"` + s + `"}`))
		}
		return enc(in), enc(out)
	case "b64pass":
		in, out := secret(t, rnd, "pw")
		enc := func(s string) string {
			return base64.StdEncoding.EncodeToString([]byte("user=" + arg + "&pass=" + s))
		}
		return enc(in), enc(out)
	case "b64form":
		in, out := secret(t, rnd, "pw")
		enc := func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user=bob&password=" + s)) }
		return enc(in), enc(out)
	case "shape", "shapecut":
		for _, sh := range redact.Shapes() {
			if sh.Kind.String() == arg {
				_, s := sh.Example(rnd)
				if name == "shapecut" {
					s = s[:len(s)-8]
				}
				if sh.Kind.Removed() {
					return drop(s)
				}
				return hash(s)
			}
		}
		t.Fatalf("no shape of kind %q", arg)
	default:
		t.Fatalf("unknown placeholder %q", name)
	}
	switch arg {
	case "num":
		out = `"` + out + `"`
	case "rm":
		out = gone
	case "glue":
		out = ""
	case "keep":
		out = in
	}
	return in, out
}

var placeholder = regexp.MustCompile(`\{\{([^{}]+)\}\}`)

// fill makes a line and what it must become. It tells each of planted the
// secrets in it.
func fill(t testing.TB, rnd *rand.Rand, template string, planted ...func(secret string)) (in, want string) {
	t.Helper()
	var a, b strings.Builder
	last := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(template, -1) {
		a.WriteString(template[last:m[0]])
		b.WriteString(template[last:m[0]])
		name, encs, _ := strings.Cut(template[m[2]:m[3]], "|")
		s, out := secret(t, rnd, name)
		for _, plant := range planted {
			if s != out {
				plant(s)
			}
		}
		s, out = encode(s, encs), encodeMark(out, encs)
		a.WriteString(s)
		b.WriteString(out)
		last = m[1]
	}
	a.WriteString(template[last:])
	b.WriteString(template[last:])
	return a.String(), b.String()
}

func TestSecrets(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, template := range lines(t, cmp.Or(os.Getenv("SECRETS"), "secrets.txt")) {
		for range 5 {
			in, want := fill(t, rnd, template)
			s.Reset()
			got := s.Text([]byte(in), redact.InMessage).String()
			if got != want {
				t.Errorf("%s\n    in   %q\n    got  %q\n    want %q", template, in, got, want)
				break
			}
			if again := s.Text([]byte(got), redact.InMessage).String(); again != got {
				t.Errorf("%s\n    scrubbed again:\n    got  %q\n    want %q", template, again, got)
				break
			}
		}
	}
}

func TestBenign(t *testing.T) {
	s := scrubber(t, redact.Options{})
	for _, line := range lines(t, "benign.txt") {
		s.Reset()
		raw := []byte(line)
		if got := s.Text(raw, redact.InMessage).String(); got != line || len(s.Found()) > 0 {
			t.Errorf("changed a line without secrets: %v\n    in  %q\n    got %q", s.Found(), line, got)
		}
		if !bytes.Equal(raw, []byte(line)) {
			t.Errorf("wrote into its argument: %q", line)
		}
	}
}
