package redact_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// FuzzText asks of any bytes at all: no panic, the argument unchanged, a second
// scrub changes nothing, JSON stays JSON.
func FuzzText(f *testing.F) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, template := range lines(f, "secrets.txt") {
		in, _ := fill(f, rnd, template)
		f.Add([]byte(in))
	}
	for _, template := range torn {
		in, _ := fill(f, rnd, template)
		f.Add([]byte(in))
	}
	for _, line := range lines(f, "benign.txt") {
		f.Add([]byte(line))
	}
	for _, half := range []string{"token': 'Bearer x", "password '", "'token", "_key_", `\u0022_key_`, "<ns:userpwd] . ${DB}"} { // searching stopped at some of these
		f.Add([]byte(half))
	}
	r, err := redact.New(redact.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := r.Scrubber()
		defer func() {
			if r.Failures() > 0 {
				t.Fatalf("searching failed: %q", raw)
			}
		}()
		before := bytes.Clone(raw)
		once := []byte(s.Text(raw, redact.InMessage).String())
		if !bytes.Equal(raw, before) {
			t.Fatalf("argument changed: %q to %q", before, raw)
		}
		if (len(s.Found()) == 0) != bytes.Equal(once, raw) {
			t.Errorf("%d findings, but %q became %q", len(s.Found()), raw, once)
		}
		found := len(s.Found())
		if twice := s.Text(once, redact.InMessage); !twice.Is(string(once)) {
			t.Errorf("scrubbed again: %q\n  once  %q\n  twice %q (%v)", raw, once, twice.String(), s.Found()[found:])
		}
		if json.Valid(raw) && !json.Valid(once) {
			t.Errorf("JSON no more:\n  in  %q\n  out %q", raw, once)
		}
	})
}

// torn are lines of which a part is missing or there twice, so that a mark changed
// what was found beside it.
var torn = []string{
	`redis < *2\r\n$4\r\nauth\r\n$2\r\nA2HIeTi1CCeWo\r\nA2HIeTi1CeWo\r\n`,
	"redis < *2\r\n$4\r\nauth\r\n$8\r\ntR5.vK2w\r\n",
	`keY:"token" "vAlue :{{tok}}`,
	`{"key": "token" "value": "{{tok}}"}`,
	`{"credentials":{"apiKey":"t{"apiKey":"t{{tok}}Key":"t{{tok}}","apiSecret":"{{tok}}"},"region":"eu"}`,
	`{"credentials":{"apiKey":"{{tok}}"x{{tok}}","apiSecret":"{{tok}}"V9IVAA9z"},"region":"eu"}`,
	`{"credentials":{"apiKey":"{{tok}}"apiKey":"{{tok}}","apiSecret":"{{tok}}"},"retpTA9z"},"region":"eu"}`,
	"myapp <--token glffct-{{tok68}} &>.\x80>%b\\|\xfa)\x15\"9<CPalice",
	"id_token_hint={{josecut}}={{josecut}}\xfe;{|c.{{jwt}}",
	`{"headers":{"Authorization":["Bearer {{jwtcut}}%\xe2 ","[{{jwt}}"],"X-Forwarded-For":["10.1.1.1"]}}`,
	"user=alice token]\xe2|=:=hvr.eJVljrQvY3_RT7VJoX.eJVljrQvY3_RD7V",
	"gcp ya29.eJE85PwB3L5XFIa29.eJE85PwB3L5XFIS5Gq",
	"<user>alice</user><token>dopuser:<token>\b)\xdfdop_v1_9a{{hex40}}</token>",
	"Authorization: Bearer \\pplx-{{tok68}}",
	`{"msg":"\u001b[32mtoken\u001b[0m=\u001b[35m{{tok}}\u001b[0"}`,
	"{\"pass=M'\xe2,\xe0 9{\" : \"{{pw}}\"}",
	`date=2026-03-01 user="admin" cfgattr="passwd[ENC `,
	"user=alice token=&tr_vau_{{b62}} ip=10.\";",
	"wp: cookie wordpress_sec_{{hex32}}?=towLMkMsTdoTt7WNc",
	"<input name=\"csrf_token\" v\"{{tok}}\">\xff?\x1bW\xfe\xdee.",
	"https://example.com/cb?token=\x1b[ATATT3{{tok}}\"",
	"map[Authorization:[Bearer ,\xf0,A,\xf1\xffglimt-{{tok68}}] Host:[example.com]]",
	"map[Authorization:[\xffglimt-{{tok68}},YY9] Host:[example.com]]",
	"map[Authorization:[\xffglimt-{{tok68}}\x19{{tok}},YY9] Host:[example.com]]",
	"map[Authorization:[A\xffB\xf0glimt-{{tok68}},YY9] Host:[example.com]]",
	`{"payload":"dXNlcj1ib2ImcGFzc3dvcmQ9TG1HSmtDMTAqbnUmeD0p","n":1}`,
	"{\"a\":\"token\x8f\xa5\xab\xef=tQWhbXG1toHLtl9jxTYiDfBmfDgc5tcA9z\",\"b\":\"https://x.example.com/?session={{hex32}}\"}",
	`{"env":["PATH9/bin","DB_PASSWORD=M","DB_PASSWORD={{pw}}","X=1"]}`,
}

// FuzzToken asks of any credential: no panic, bounded claims, and no claim that
// holds a password.
func FuzzToken(f *testing.F) {
	rnd := rand.New(rand.NewPCG(15, 16))
	for range 4 {
		f.Add([]byte(jwt(rnd)), []byte("Authorization"))
	}
	f.Add([]byte(tokenOf(`{"sub":"x","aud":["a",1,{}],"exp":"1","scope":"a b","iss":"https:\/\/a:b@c"}`)), []byte("token"))
	f.Add([]byte("Digest username=\"x\", response=\"y\""), []byte("proxy_authorization"))
	f.Add([]byte("a=b; c=\"d\"; e"), []byte("Cookie"))
	f.Add([]byte("Basic dXNlcjpwYXNz"), []byte("pass"))
	r, err := redact.New(redact.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw, name []byte) {
		s := r.Scrubber()
		if c := s.Token(raw, redact.InHeader).Claims; c != nil && (len(c.Audience) > 16 || len(c.Scope) > 64 || c.Subject.Len() > 256 || c.ID.Len() > 256) {
			t.Errorf("claims without bounds: %+v", c)
		}
		s.TokenHash(raw, redact.InBody)
		redact.NameKind(name)
		once := []byte(s.Field(name, raw, redact.InHeader).String())
		if twice := s.Field(name, once, redact.InHeader); !twice.Is(string(once)) {
			t.Errorf("Field(%q) scrubbed again: %q\n  once  %q\n  twice %q", name, raw, once, twice.String())
		}
		if r.Failures() > 0 {
			t.Fatalf("searching failed: %q", raw)
		}
	})
}
