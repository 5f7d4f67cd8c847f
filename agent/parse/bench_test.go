package parse_test

import (
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// samples are one line each of what agents read most.
var samples = []struct {
	name, line string
	err        error
}{
	{"json app", `{"asctime":"2026-01-10 12:55:36,123","levelname":"INFO","name":"shop.api","message":"auth_event","event_type":"token_access","token_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","ip":"192.0.2.7","method":"GET","path":"/api/orders/4711","status":200,"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36","request_id":"6f1c2b7a9d3e","duration_ms":12.7,"service":"shop","environment":"production","pid":4711,"thread":"worker-3"}`, nil},
	{"json noise", `{"asctime":"2026-01-10 12:55:36,123","levelname":"INFO","name":"shop.api","message":"request completed","ip":"192.0.2.7","method":"GET","path":"/static/app.css","status":200,"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36","request_id":"6f1c2b7a9d3e","duration_ms":1.7,"service":"shop","environment":"production","pid":4711,"thread":"worker-3"}`, parse.ErrNotAuth},
	{"combined", `192.0.2.7 - alice [10/Jan/2026:13:55:36 +0100] "GET /account/orders?page=2 HTTP/1.1" 200 2326 "https://shop.example.com/account" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"`, nil},
	{"combined noise", `192.0.2.7 - - [10/Jan/2026:13:55:36 +0100] "GET /static/img/logo-2026.png HTTP/1.1" 200 2326 "https://shop.example.com/account" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"`, parse.ErrNotAuth},
	{"sshd", `Jan 10 12:55:36 web1 sshd[4211]: Failed password for invalid user bob from 192.0.2.7 port 52114 ssh2`, nil},
	{"sshd ISO", `2026-01-10T12:55:36.123456+01:00 web1 sshd[4211]: Failed password for invalid user bob from 192.0.2.7 port 52114 ssh2`, nil},
	{"syslog noise", `Jan 10 12:55:36 web1 shop[4211]: Order 4711 was packed and handed over to the carrier after 12 minutes`, parse.ErrNotAuth},
	{"kernel noise", `Jan 10 12:55:36 web1 kernel: [12345.678901] eth0: link becomes ready`, parse.ErrNotAuth},
	{"logfmt", `time=2026-01-10T12:55:36Z level=warn msg="login failed" user=alice ip=192.0.2.7 method=POST path=/login status=401`, nil},
	{"text", `2026-01-10 12:55:36,123 WARN [auth.views] Login failed for user 'alice' from 192.0.2.7 (wrong password)`, nil},
	{"text noise", `2026-01-10 12:55:36,123 INFO [shop.orders] Order 4711 was packed and handed over to the carrier after 12 minutes`, parse.ErrNotAuth},
}

func TestNoAllocations(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Format: "auto"})
			line := []byte(s.line)
			run := func() {
				if err := h.p.Parse(h.st, line, &h.e); err != s.err {
					t.Fatalf("Parse = %v, want %v", err, s.err)
				}
			}
			run()
			if n := testing.AllocsPerRun(200, run); n != 0 {
				t.Errorf("%v allocations per line, want none", n)
			}
		})
	}
}

// TestNoAllocationsAnywhere: no line of testdata costs an allocation, whatever
// its format, once the parser has seen its like.
func TestNoAllocationsAnywhere(t *testing.T) {
	for _, line := range goldenLines(t) {
		h := newHarness(t, parse.Options{Format: "auto", All: true})
		b := []byte(line)
		run := func() { _ = h.p.Parse(h.st, b, &h.e) }
		run()
		if n := testing.AllocsPerRun(20, run); n != 0 {
			t.Errorf("%v allocations: %s", n, line)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, s := range samples {
		b.Run(s.name, func(b *testing.B) {
			h := newHarness(b, parse.Options{Format: "auto"})
			line := []byte(s.line)
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			for b.Loop() {
				if err := h.p.Parse(h.st, line, &h.e); err != s.err {
					b.Fatal(err)
				}
			}
		})
	}
}
