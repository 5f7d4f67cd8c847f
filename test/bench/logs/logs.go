// Package logs makes the logs that hashtail is measured with.
package logs

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"time"
)

// A Workload is one kind of log.
type Workload struct {
	Name string
	line func(g *Generator, dst []byte) []byte
}

// The workloads of the table.
var (
	A = Workload{"A", (*Generator).authJSON}
	B = Workload{"B", (*Generator).mostlyNoise}
	C = Workload{"C", (*Generator).nginx}
	D = Workload{"D", (*Generator).sshd}
	E = Workload{"E", (*Generator).cri}
	F = Workload{"F", (*Generator).text}
)

// Append appends the workload's next line.
func (w Workload) Append(g *Generator, dst []byte) []byte { return w.line(g, dst) }

// A Generator makes lines from a seed. Nothing in them is a secret that was
// ever used anywhere.
type Generator struct {
	random *rand.Rand
	now    time.Time
	Tokens []string // that lines are about; half of them shaped like a JWT
	seq    int
}

// poolSize is how many tokens are in use: more than any cache of hashes holds.
const poolSize = 20_000

// New makes a generator: one seed, one log.
func New(seed uint64) *Generator {
	g := &Generator{random: rand.New(rand.NewPCG(seed, 42)), now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	for i := range poolSize {
		if i%2 == 0 {
			g.Tokens = append(g.Tokens, g.jwt(i))
		} else {
			g.Tokens = append(g.Tokens, base64.RawURLEncoding.EncodeToString(g.bytes(32)))
		}
	}
	return g
}

func (g *Generator) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.random.Uint32())
	}
	return b
}

// jwt has claims that can be read and a signature of nothing.
func (g *Generator) jwt(i int) string {
	enc := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"iss":"https://id.example.com","sub":"user-%d","aud":"api","iat":%d,"exp":%d,"jti":"%x","scope":"read write"}`,
		i%5000, g.now.Unix()-600, g.now.Unix()+3000, g.bytes(7))
	return enc([]byte(`{"alg":"ES256","typ":"JWT","kid":"k7"}`)) + "." + enc([]byte(claims)) + "." + enc(g.bytes(64))
}

func pick[T any](g *Generator, of []T) T { return of[g.random.IntN(len(of))] }

var (
	agents = []string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
		"python-requests/2.32.3", "okhttp/4.12.0", "curl/8.5.0",
	}
	paths    = []string{"/api/v1/orders", "/api/v1/invoices/search", "/api/v1/users/me", "/api/data", "/api/v2/reports/monthly"}
	methods  = []string{"GET", "GET", "GET", "POST", "DELETE"}
	users    = []string{"alice", "bob", "carol", "dave", "erin", "oracle", "backup"}
	failures = []struct{ action, status string }{{"invalid_token", "401"}, {"expired_token", "401"}, {"insufficient_scope", "403"}}
	noise    = []string{
		"cache warmed", "connection pool resized", "query took longer than expected", "worker heartbeat",
		"feature flags reloaded", "scheduled job finished", "retrying upstream request", "response sent",
	}
)

func (g *Generator) tick() time.Time {
	g.now = g.now.Add(time.Duration(g.random.IntN(2000)) * time.Microsecond)
	g.seq++
	return g.now
}

func (g *Generator) ip(dst []byte) []byte {
	dst = append(dst, "198.51.100."...)
	return strconv.AppendInt(dst, int64(g.random.IntN(256)), 10)
}

func (g *Generator) hex(dst []byte, n int) []byte {
	for range n / 8 {
		v := g.random.Uint64()
		dst = hex.AppendEncode(dst, []byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40), byte(v >> 48), byte(v >> 56)})
	}
	return dst
}

// authJSON is what an API writes of each request: 641 bytes on average.
func (g *Generator) authJSON(dst []byte) []byte {
	action, status := "token_access", "200"
	if g.random.IntN(10) == 0 {
		f := pick(g, failures)
		action, status = f.action, f.status
	}
	dst = append(dst, `{"timestamp":"`...)
	dst = g.tick().AppendFormat(dst, "2006-01-02T15:04:05.000000Z07:00")
	dst = append(dst, `","level":"INFO","logger":"auth","message":"auth_event","event_type":"`...)
	dst = append(dst, action...)
	dst = append(dst, `","service":"orders","environment":"prod","ip":"`...)
	dst = g.ip(dst)
	dst = append(dst, `","method":"`...)
	dst = append(dst, pick(g, methods)...)
	dst = append(dst, `","path":"`...)
	dst = append(dst, pick(g, paths)...)
	dst = append(dst, `","status":`...)
	dst = append(dst, status...)
	dst = append(dst, `,"duration_ms":`...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(900)), 10)
	dst = append(dst, `,"user":"`...)
	dst = append(dst, pick(g, users)...)
	dst = append(dst, `","user_agent":"`...)
	dst = append(dst, pick(g, agents)...)
	dst = append(dst, `","request_id":"`...)
	dst = g.hex(dst, 16)
	dst = append(dst, `","trace_id":"`...)
	dst = g.hex(dst, 16)
	dst = append(dst, `","authorization":"Bearer `...)
	dst = append(dst, pick(g, g.Tokens)...)
	return append(dst, "\"}\n"...)
}

// mostlyNoise is an application's whole log: one line in ten is about a token.
func (g *Generator) mostlyNoise(dst []byte) []byte {
	if g.random.IntN(10) == 0 {
		return g.authJSON(dst)
	}
	dst = append(dst, `{"timestamp":"`...)
	dst = g.tick().AppendFormat(dst, "2006-01-02T15:04:05.000000Z07:00")
	dst = append(dst, `","level":"DEBUG","logger":"app.worker","message":"`...)
	dst = append(dst, pick(g, noise)...)
	dst = append(dst, `","service":"orders","environment":"prod","queue":"invoices","attempt":`...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(5)), 10)
	dst = append(dst, `,"duration_ms":`...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(900)), 10)
	dst = append(dst, `,"rows":`...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(100000)), 10)
	dst = append(dst, `,"thread":"worker-`...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(16)), 10)
	dst = append(dst, `","request_id":"`...)
	dst = g.hex(dst, 16)
	return append(dst, "\"}\n"...)
}

// nginx is the combined format, every line of it about authentication: a token
// in the query, a user, a refusal or a login.
func (g *Generator) nginx(dst []byte) []byte {
	user, method, path, status := "-", "GET", pick(g, paths), "200"
	token := ""
	switch g.random.IntN(4) {
	case 0:
		token = pick(g, g.Tokens)
	case 1:
		user = pick(g, users)
	case 2:
		status = "401"
	case 3:
		method, path, status = "POST", "/login", "302"
	}
	dst = g.ip(dst)
	dst = append(dst, " - "...)
	dst = append(dst, user...)
	dst = append(dst, ' ')
	dst = g.tick().AppendFormat(dst, "[02/Jan/2006:15:04:05 -0700]")
	dst = append(dst, ` "`...)
	dst = append(dst, method...)
	dst = append(dst, ' ')
	dst = append(dst, path...)
	if token != "" {
		dst = append(dst, "?page=2&access_token="...)
		dst = append(dst, token...)
	}
	dst = append(dst, ` HTTP/1.1" `...)
	dst = append(dst, status...)
	dst = append(dst, ' ')
	dst = strconv.AppendInt(dst, int64(g.random.IntN(50000)), 10)
	dst = append(dst, ` "https://app.example.com/home" "`...)
	dst = append(dst, pick(g, agents)...)
	return append(dst, "\"\n"...)
}

func (g *Generator) sshd(dst []byte) []byte {
	dst = g.tick().AppendFormat(dst, "Jan _2 15:04:05")
	dst = append(dst, " web1 sshd["...)
	dst = strconv.AppendInt(dst, int64(1000+g.random.IntN(60000)), 10)
	dst = append(dst, "]: "...)
	from := func() {
		dst = append(dst, " from "...)
		dst = g.ip(dst)
		dst = append(dst, " port "...)
		dst = strconv.AppendInt(dst, int64(1024+g.random.IntN(60000)), 10)
	}
	user := pick(g, users)
	switch g.random.IntN(6) {
	case 0:
		dst = append(append(dst, "Accepted publickey for "...), user...)
		from()
		dst = append(dst, " ssh2: ED25519 SHA256:"...)
		dst = g.hex(dst, 24)
	case 1:
		dst = append(append(dst, "Invalid user "...), user...)
		from()
	case 2:
		dst = append(append(dst, "Failed password for invalid user "...), user...)
		from()
		dst = append(dst, " ssh2"...)
	default:
		dst = append(append(dst, "Failed password for "...), user...)
		from()
		dst = append(dst, " ssh2"...)
	}
	return append(dst, '\n')
}

// cri is A as a container runtime wraps it.
func (g *Generator) cri(dst []byte) []byte {
	dst = g.now.AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, " stdout F "...)
	return g.authJSON(dst)
}

// Write makes a file of so many lines and returns its size.
func (g *Generator) Write(w Workload, path string, lines int) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	var line []byte
	var size int64
	for range lines {
		line = w.Append(g, line[:0])
		size += int64(len(line))
		if _, err := out.Write(line); err != nil {
			return 0, err
		}
	}
	return size, out.Flush()
}
