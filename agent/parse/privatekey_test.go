package parse_test

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
)

// The lines of a private key are removed, whatever a logger writes before them;
// those of a certificate stay, and so does what stands behind the key.
func TestPrivateKeyInLines(t *testing.T) {
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	body := func() string {
		b := make([]byte, 48)
		rand.Read(b)
		b[0], b[1] = 0x30, 0x82                                                                      // DER; "YC…" are a vendor's tokens
		return strings.NewReplacer("/", "A", "+", "B").Replace(base64.StdEncoding.EncodeToString(b)) // after "/s/" and "u+" is a token
	}
	for _, prefix := range []string{"", "Mar  1 10:00:00 web-1 app[17]: ", "[app] "} {
		for _, kind := range []string{"PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "CERTIFICATE"} {
			p, st := parse.New(r.Scrubber()), (&parse.Options{All: true, Original: true}).Open("")
			for _, line := range []struct {
				text   string
				secret bool
			}{
				{"before " + body()[:8], false},
				{"-----BEGIN " + kind + "-----", false},
				{body(), kind != "CERTIFICATE"},
				{body(), kind != "CERTIFICATE"},
				{"kQ9aZ==", kind != "CERTIFICATE"},
				{"-----END " + kind + "-----", false},
				{body(), false},
			} {
				var e event.Event
				p.Parse(st, []byte(prefix+line.text), &e)
				out := e.Original.String() + e.Message.String()
				if strings.Contains(out, line.text) == line.secret || !strings.Contains(out, strings.TrimSpace(prefix)) {
					t.Errorf("%s: %q became %q", kind, prefix+line.text, out)
				}
			}
		}
	}
}

// The answer to "Password:" in base64 is removed, though it is a record of its
// own.
func TestAnswerInTheNextRecord(t *testing.T) {
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 9)
	rand.Read(b)
	answer := base64.StdEncoding.EncodeToString([]byte("P" + base64.StdEncoding.EncodeToString(b)))
	for _, lines := range [][]string{
		{"S: 334 UGFzc3dvcmQ6", "C: " + answer},
		{"334 UGFzc3dvcmQ6", answer},
		{"smtpd[1]: > x[10.0.0.1]: 334 UGFzc3dvcmQ6", "smtpd[1]: < x[10.0.0.1]: " + answer},
	} {
		p, st := parse.New(r.Scrubber()), (&parse.Options{All: true, Original: true}).Open("")
		for _, line := range append(lines, "S: 235 ok") {
			var e event.Event
			p.Parse(st, []byte(line), &e)
			out := e.Original.String() + e.Message.String()
			if strings.Contains(out, answer) || !strings.Contains(out, line) && !strings.Contains(line, answer) {
				t.Errorf("%q became %q", line, out)
			}
		}
	}
}

// TestRefusalIsNoPrompt: Postfix ends the record of a failed login with the prompt
// in base64, and what follows is the next client's.
func TestRefusalIsNoPrompt(t *testing.T) {
	h := newHarness(t, parse.Options{})
	for _, line := range []string{
		"Nov 10 12:55:36 mail postfix/smtpd[4211]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
		"Nov 10 12:55:37 mail postfix/smtpd[4211]: disconnect from unknown[192.0.2.7] ehlo=1 auth=0/1 quit=1 commands=2/3",
	} {
		if err := h.parse(line); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}
