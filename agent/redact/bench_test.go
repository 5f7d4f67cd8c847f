package redact_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

func BenchmarkClean(b *testing.B) {
	for _, bb := range []struct{ name, line string }{
		{"nginx", `203.0.113.7 - bob [01/Mar/2026:10:00:00 +0000] "GET /api/v2/orders/12345/items?page=2&sort=created HTTP/1.1" 200 5120 "https://shop.example.com/orders" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36" 0.012`},
		{"json", `{"timestamp":"2026-03-01T10:00:00.123Z","level":"info","logger":"app.web","message":"order created","user":{"id":42,"name":"bob"},"http":{"method":"POST","path":"/api/v2/orders","status":201,"duration_ms":12},"ip":"203.0.113.7","request_id":"550e8400-e29b-41d4-a716-446655440000","region":"eu-west-1"}`},
		{"sshd", `Mar  1 10:00:00 host sshd[1234]: Failed password for invalid user admin from 203.0.113.9 port 60222 ssh2`},
		{"prose", strings.Repeat(`The worker has picked up the next batch of 250 documents and will write it to the archive when the mirror is ready. `, 4)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			s := scrubber(b, redact.Options{})
			line := []byte(bb.line)
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			cpu := cpuTime(b)
			for b.Loop() {
				s.Reset()
				s.Text(line, redact.InMessage)
			}
			b.ReportMetric(cpu()/float64(b.N)/float64(len(line)), "cpu-ns/byte")
		})
	}
}

func BenchmarkLineWithJWT(b *testing.B) {
	token := jwt(rand.New(rand.NewPCG(1, 2)))
	line := `{"timestamp":"2026-03-01T10:00:00.123Z","level":"info","message":"token_access","ip":"203.0.113.7","method":"GET","path":"/api/data","status":200,"authorization":"Bearer ` + token + `","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36","request_id":"550e8400-e29b-41d4-a716-446655440000"`
	line += `,"region":"` + strings.Repeat("x", max(0, 600-len(line)-13)) + `"}`
	s := scrubber(b, redact.Options{})
	raw := []byte(line)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	cpu := cpuTime(b)
	for b.Loop() {
		s.Reset()
		s.Text(raw, redact.InMessage)
	}
	b.ReportMetric(cpu()/float64(b.N), "cpu-ns/op")
}

// cpuTime measures the processor's time, which other work on the machine does
// not stretch as it stretches the clock's.
func cpuTime(b *testing.B) func() float64 {
	start := long.CPU(b)
	return func() float64 { return float64(long.CPU(b) - start) }
}

func BenchmarkToken(b *testing.B) {
	token := []byte(jwt(rand.New(rand.NewPCG(1, 2))))
	s := scrubber(b, redact.Options{})
	b.SetBytes(int64(len(token)))
	b.ReportAllocs()
	cpu := cpuTime(b)
	for b.Loop() {
		s.Reset()
		s.Token(token, redact.InHeader)
	}
	b.ReportMetric(cpu()/float64(b.N), "cpu-ns/op")
}

func BenchmarkField(b *testing.B) {
	s := scrubber(b, redact.Options{})
	name, v := []byte("user_agent"), []byte("app.web.orders-service")
	b.ReportAllocs()
	cpu := cpuTime(b)
	for b.Loop() {
		s.Reset()
		s.Field(name, v, redact.InHeader)
	}
	b.ReportMetric(cpu()/float64(b.N), "cpu-ns/op")
}

func BenchmarkNameKind(b *testing.B) {
	for _, name := range []string{"request_duration_ms", "publickey"} {
		b.Run(name, func(b *testing.B) {
			name := []byte(name)
			cpu := cpuTime(b)
			for b.Loop() {
				redact.NameKind(name)
			}
			b.ReportMetric(cpu()/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkKeyed is a token with one key, and with two while they overlap.
func BenchmarkKeyed(b *testing.B) {
	old := newKey(b, "k1", time.Now().Add(-time.Hour))
	now := newKey(b, "k2", time.Now().Add(-time.Minute))
	value, name := []byte("Bearer "+chars(rand.New(rand.NewPCG(1, 2)), b64url, 43)), []byte("authorization")
	for _, keys := range [][]redact.Key{nil, {old}, {old, now}} {
		b.Run(strconv.Itoa(len(keys)), func(b *testing.B) {
			r, err := redact.New(redact.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if len(keys) > 0 {
				ring, err := redact.NewRing(keys...)
				if err != nil {
					b.Fatal(err)
				}
				if err := r.Use(ring); err != nil {
					b.Fatal(err)
				}
			}
			s := r.Scrubber()
			b.ReportAllocs()
			for b.Loop() {
				s.Reset()
				s.Find(name, value, redact.InHeader)
			}
		})
	}
}

func newKey(b *testing.B, id string, from time.Time) redact.Key {
	k, err := redact.NewKey(id, from)
	if err != nil {
		b.Fatal(err)
	}
	return k
}
