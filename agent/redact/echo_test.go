package redact_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// A secret that is found in one place of a text is replaced in all others, too. V is the
// secret, W one that is as good as a word.
func TestEchoes(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(81, 82))
	for _, template := range []string{
		"token = 'V' | 'V'",
		"V: token=V accepted",
		"cannot bind as bob with V: password=V rejected",
		"GET /orders?access_token=V 200, cache key orders:V",
		`{"password":"V","msg":"login of bob with V failed"}`,
		`{"msg":"login of bob with V failed","password":"V"}`,
		"curl -u bob:V https://example.com/ failed, retry with V",
		"postgres://bob:V@db/x: V is no password of bob's",
	} {
		for _, kind := range []string{"tok", "pw"} {
			v, _ := secret(t, rnd, kind)
			for _, dress := range dresses {
				line := dress.do(strings.ReplaceAll(template, "V", v))
				s.Reset()
				out := s.Text([]byte(line), redact.InMessage).String()
				for _, view := range views(out) {
					if strings.Contains(view, v) {
						t.Errorf("%s, %s, %s: %q", template, kind, dress.name, strings.ReplaceAll(out, v, "V"))
						break
					}
				}
			}
		}
	}
	v, _ := secret(t, rnd, "b64_43p")
	line := "token=" + v + " in /callback?q=" + url.QueryEscape(v)
	s.Reset()
	if out, _ := url.QueryUnescape(s.Text([]byte(line), redact.InMessage).String()); strings.Contains(out, v) {
		t.Errorf("percent-encoded: %q", strings.ReplaceAll(out, v, "V"))
	}
}

// What is as good as a word is left alone elsewhere, and so is what only has the secret's
// bytes in it.
func TestNoEcho(t *testing.T) {
	s := scrubber(t, redact.Options{})
	for _, tt := range []struct{ secret, elsewhere string }{
		{"admin", "role admin"},
		{"4711", "port 4711"},
		{"changeit", "please changeit"},
		{"x9!y", "file x9!y"},
		{"Tr0ub4dor", "Tr0ub4dor2 and myTr0ub4dor"},
	} {
		line := fmt.Sprintf(`{"password":%q,"msg":%q}`, tt.secret, tt.elsewhere)
		s.Reset()
		if out := s.Text([]byte(line), redact.InMessage).String(); !strings.Contains(out, tt.elsewhere) {
			t.Errorf("%s became %s", line, out)
		}
	}
}

// A secret that a field has by its name is replaced in the texts of the record's other
// fields, and not in those of the next record.
func TestEchoesOfFields(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(83, 84))
	for _, tt := range []struct{ name, kind, before string }{
		{"password", "pw", ""}, {"token", "tok", ""}, {"authorization", "tok", "Bearer "}, {"session_id", "hex32", ""},
	} {
		v, _ := secret(t, rnd, tt.kind)
		text := []byte("seen " + v + " again")
		for name, do := range map[string]func([]byte, redact.Place) redact.Text{"Text": s.Text, "Usual": s.Usual, "Once": s.Once} {
			s.Reset()
			do(text, redact.InMessage) // which may be remembered as clean
			s.Reset()
			s.Find([]byte(tt.name), []byte(tt.before+v), redact.InBody)
			if out := do(text, redact.InMessage); out.Contains([]byte(v)) || !out.Contains([]byte(" again")) {
				t.Errorf("%s, %s: %q", tt.name, name, strings.ReplaceAll(out.String(), v, "V"))
			}
			if s.Clean(text) {
				t.Errorf("%s: the text is said to be clean", tt.name)
			}
			n := len(s.Found())
			if n < 2 || s.Found()[n-1].Token.Sum != s.Found()[0].Token.Sum {
				t.Errorf("%s, %s: not the same secret: %v", tt.name, name, s.Found())
			}
		}
		s.Reset()
		if !s.Text(text, redact.InMessage).Equal(s.Once(text, redact.InMessage)) || len(s.Found()) > 0 {
			t.Errorf("%s: remembered beyond its record", tt.name)
		}
		s.Find([]byte(tt.name), []byte(tt.before+v), redact.InBody)
		if s.ID([]byte(v), redact.InMessage).Contains([]byte(v)) {
			t.Errorf("%s: shipped as an id", tt.name)
		}
	}
}
