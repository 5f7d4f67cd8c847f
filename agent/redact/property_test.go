package redact_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// wrappers put a secret where logs have secrets. %s is the secret; what stands
// around it must survive.
var wrappers = []string{
	`value %s from 10.0.0.1`,
	`user=alice token=%s ip=10.0.0.1`,
	`{"user":"alice","token":"%s","ip":"10.0.0.1"}`,
	`{"user":"alice","headers":{"X-Api-Key":["%s"]},"ip":"10.0.0.1"}`,
	`10.0.0.1 - alice [01/Mar/2026:10:00:00 +0000] "GET /cb?access_token=%s&x=1 HTTP/1.1" 200 5`,
	`10.0.0.1 "GET / HTTP/1.1" 200 "https://example.com/cb?token=%s"`,
	`Authorization: Bearer %s`,
	`Cookie: theme=dark; sid=%s; lang=en`,
	`map[Authorization:[Bearer %s] Host:[example.com]]`,
	`{'Authorization': 'Bearer %s', 'Host': 'example.com'}`,
	`<user>alice</user><token>%s</token>`,
	`alice@10.0.0.1: API key: %s`,
	`myapp --token %s --user alice`,
	`export ALICE_TOKEN=%s`,
	"a\x00token=%s\x00b",
}

// encodings are the ways a whole line is written into another.
var encodings = []struct {
	name string
	do   func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"json", func(s string) string { return `{"msg":` + quote(s) + `}` }},
	{"json in json", func(s string) string { return `{"msg":` + quote(`{"body":`+quote(s)+`}`) + `}` }},
	{"json in json in json", func(s string) string { return `{"a":` + quote(`{"b":`+quote(`{"c":`+quote(s)+`}`)+`}`) + `}` }},
	{"percent", func(s string) string { return "GET /x?q=" + percent(s) + " HTTP/1.1" }},
	{"percent twice", func(s string) string { return "GET /x?q=" + percent(percent(s)) + " HTTP/1.1" }},
	{"html", func(s string) string { return "<p>" + html.EscapeString(s) + "</p>" }},
	{"unicode escapes", func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			if strings.IndexByte(`"&<>'=:/\`, c) >= 0 || c == 0 {
				b.WriteString(`\u00` + hex.EncodeToString([]byte{c}))
			} else {
				b.WriteByte(c)
			}
		}
		return `{"msg":"` + b.String() + `"}`
	}},
	{"nginx escapes", func(s string) string {
		return strings.NewReplacer(`"`, `\x22`, `\`, `\x5C`, "\x00", `\x00`).Replace(s)
	}},
	{"colours", func(s string) string { return "\x1b[32mINFO\x1b[0m " + s + "\x1b[0m" }},
	{"proctitle", func(s string) string {
		return "type=PROCTITLE proctitle=" + strings.ToUpper(hex.EncodeToString([]byte(s)))
	}},
}

func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestNoKindLeaksInAnyDress(t *testing.T) {
	rnd := long.Rand(t)
	s := scrubber(t, redact.Options{})
	for n, shape := range redact.Shapes() {
		wrappers := wrappers
		if shape.Named { // what names it stands in the text already
			wrappers = []string{wrappers[0], wrappers[0], wrappers[0]}
		}
		for i, wrapper := range wrappers {
			text, secret := shape.Example(rnd)
			line := strings.Replace(wrapper, "%s", text, 1)
			for k, enc := range encodings {
				if (i+k+n)%long.Rounds(5, 1) != 0 { // each wrapper meets each encoding in some kind
					continue
				}
				s.Reset()
				in := enc.do(line)
				out := s.Text([]byte(in), redact.InMessage).String()
				if piece := leaked(secret, out); piece != "" && !strings.Contains(wrapper+enc.do(strings.Replace(line, secret, "", 1)), piece) { // 222066 is also `" f` in hex
					t.Errorf("%v (%s), %s: %q is still in it\n  in  %q\n  out %q", shape.Kind, shape.About, enc.name, piece, in, out)
					continue
				}
				if strings.Contains(in, "alice") && !strings.Contains(out, "alice") || strings.Contains(in, "10.0.0.1") && !strings.Contains(out, "10.0.0.1") {
					t.Errorf("%v, %s: too much is gone\n  in  %q\n  out %q", shape.Kind, enc.name, in, out)
				}
				if again := s.Text([]byte(out), redact.InMessage).String(); again != out {
					t.Errorf("%v, %s: scrubbed again\n  in    %q\n  once  %q\n  twice %q", shape.Kind, enc.name, in, out, again)
				}
				if json.Valid([]byte(in)) && !json.Valid([]byte(out)) {
					t.Errorf("%v, %s: JSON no more: %q", shape.Kind, enc.name, out)
				}
			}
		}
	}
}

// TestEscapesWithinSecrets: what reads like an escape in a secret is none as long as the
// text around it has escapes of another encoding.
func TestEscapesWithinSecrets(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	s := scrubber(t, redact.Options{})
	for _, escape := range []string{"%20", "%3B", "%41", "&amp;"} {
		secret := "P" + chars(rnd, digits+lowers, 9) + escape + chars(rnd, digits+uppers, 12)
		for _, line := range []string{
			`login failed: user "bob" password "` + secret + `"`,
			`{"user":"bob","password":"` + secret + `"}`,
			`curl -u 'bob:` + secret + `' https://example.com/`,
			`<password>` + html.EscapeString(secret) + `</password>`,
		} {
			for _, outer := range encodings {
				for _, inner := range encodings {
					if layersOf(outer.name)+layersOf(inner.name) > 4 || outer.name == "proctitle" && inner.name != "plain" {
						continue
					}
					s.Reset()
					in := outer.do(inner.do(line))
					out := s.Text([]byte(in), redact.InMessage).String()
					if strings.Contains(out, secret[:10]) || strings.Contains(out, secret[len(secret)-12:]) {
						t.Errorf("%s in %s: %q became %q", inner.name, outer.name, in, out)
					}
				}
			}
		}
	}
}

// TestNumbersSpellTheRest: a text in numbers reads, behind a scrub, like the text itself with
// a mark in it: no number runs into the next one.
func TestNumbersSpellTheRest(t *testing.T) {
	s := scrubber(t, redact.Options{})
	for _, tt := range []struct{ before, number, sep, behind string }{
		{`{"MESSAGE":[`, "%d", ",", "]}"},
		{`{"type":"Buffer","data":[`, "%d", ", ", "]}"},
		{"body: [", "%d", " ", "]"},
		{"body: ", "%02x", " ", ""},
		{"body: ", "%02X", ":", ""},
		{"body = {", "0x%02x", ", ", "}"},
	} {
		numbers := func(text string) string {
			var list []string
			for _, c := range []byte(text) {
				list = append(list, fmt.Sprintf(tt.number, c))
			}
			return strings.Join(list, tt.sep)
		}
		const begin, end = `{"user":"bob","password":"`, `"}`
		s.Reset()
		out := s.Text([]byte(tt.before+numbers(begin+"Abc123xy!"+end)+tt.behind), redact.InMessage).String()
		if !strings.HasPrefix(out, tt.before+numbers(begin)+tt.sep) || !strings.HasSuffix(out, tt.sep+numbers(end)+tt.behind) {
			t.Errorf("%s: %q", tt.number, out)
		}
	}
}

// TestQuotedPrintable: the end of a line in a mail does not part the halves of a token.
func TestQuotedPrintable(t *testing.T) {
	rnd := rand.New(rand.NewPCG(17, 18))
	s := scrubber(t, redact.Options{})
	for n := range 76 {
		secret := chars(rnd, digits+lowers+uppers, 80)
		var mail strings.Builder
		w := quotedprintable.NewWriter(&mail)
		fmt.Fprintf(w, "Hello Bob,\r\n%s sign in: https://example.com/login?token=%s\r\n", strings.Repeat("x", n), secret)
		w.Close()
		_, first, _ := strings.Cut(mail.String(), "\r\n") // behind what the log says of it
		for _, in := range []string{mail.String(), `{"mail":` + quote(mail.String()) + `}`, "2026-11-26T10:00:00Z mail to bob, 2 of 3: " + first} {
			s.Reset()
			out := s.Text([]byte(in), redact.InMessage).String()
			if strings.Contains(out, secret[:8]) || strings.Contains(out, secret[len(secret)-8:]) {
				t.Fatalf("%q became %q", in, out)
			}
		}
	}
}

// A + before an option seems to be the space of a command line in a query; it
// may as well belong to a secret.
func TestPlusIsASpaceOrNot(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	s := scrubber(t, redact.Options{})
	for range 100 {
		a, b := chars(rnd, digits+lowers+uppers, 12), chars(rnd, b64url, 12)
		for _, in := range []string{
			"GET /search?q=hooks.slack.com%2Fservices%2F" + a + "+-B" + b + " HTTP/1.1",
			"GET /search?q=curl+-u+bob%3A" + a + "%2B" + b + "+example.org HTTP/1.1",
			"GET /search?q=curl+-u+bob:" + a + "B" + b + "+example.org HTTP/1.1",
		} {
			s.Reset()
			out := s.Text([]byte(in), redact.InMessage).String()
			if leaked(a, out) != "" || leaked(b, out) != "" {
				t.Errorf("still in it\n  in  %q\n  out %q", in, out)
			}
		}
	}
}

// One token has one hash, wherever it stands.
func TestHashDoesNotDependOnEncoding(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	s := scrubber(t, redact.Options{})
	for _, token := range []string{
		jwt(rnd),
		"t" + chars(rnd, b64url, 40) + "9",
		"a+b/c" + chars(rnd, b64std, 40) + "9==",
		chars(rnd, hexes, 40),
	} {
		want := s.Token([]byte(token), redact.InHeader).Sum
		for _, form := range []string{"Bearer " + token, `"` + token + `"`, url.QueryEscape(token), url.QueryEscape(url.QueryEscape(token)), "bearer  " + token + " "} {
			if got := s.Token([]byte(form), redact.InHeader).Sum; got != want {
				t.Errorf("Token(%q) has another hash than %q", form, token)
			}
		}
		for _, wrapper := range wrappers {
			if strings.Contains(wrapper, "?") {
				wrapper = strings.Replace(wrapper, "%s", url.QueryEscape(token), 1)
			}
			line := strings.Replace(wrapper, "%s", token, 1)
			if strings.HasPrefix(line, "value ") { // nothing says that it is a token
				continue
			}
			for _, enc := range encodings {
				s.Reset()
				in := enc.do(line)
				out := s.Text([]byte(in), redact.InMessage).String()
				if enc.name == "proctitle" {
					b, _ := hex.DecodeString(strings.TrimPrefix(out, "type=PROCTITLE proctitle="))
					out = string(b)
				}
				if !strings.Contains(out, tok(token)) {
					t.Errorf("%s: no hash of %q\n  in  %q\n  out %q", enc.name, token, in, out)
				}
				found := false
				for _, f := range s.Found() {
					found = found || f.Token.Sum == want
				}
				if !found {
					t.Errorf("%s: no finding carries the token: %q", enc.name, in)
				}
			}
		}
	}
}
