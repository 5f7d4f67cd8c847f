package redact

import (
	"encoding/binary"
	"sort"
)

// A filter finds the places in a text where an anchor may stand. It looks at
// every pair of bytes once, and its cost does not depend on how many anchors
// there are: more of them only let a few more places through.
//
// For each pair, bits 0-15 say in which buckets of anchors it may begin a
// window of four bytes, bits 16-31 in which it may end one. A window passes if
// both of its pairs agree on a bucket.
type filter [1 << 16]uint32

const (
	buckets      = 15
	escapeBucket = 15 // the last one is for escapes, whatever follows them
)

// A window is four sets of bytes that may follow each other.
type window [4][]byte

func pair(x, y byte) uint16 { return uint16(x) | uint16(y)<<8 }

// newFilter spreads windows over the buckets so that pairs which are common in
// logs meet few others.
func newFilter(windows []window) *filter {
	f := new(filter)
	freq := pairFrequency(typical)
	type cost struct {
		id          int
		first, last float64
	}
	order := make([]cost, len(windows))
	for i, w := range windows {
		order[i] = cost{i, freq.sum(w[0], w[1]), freq.sum(w[2], w[3])}
	}
	sort.SliceStable(order, func(i, k int) bool {
		return order[i].first*order[i].last > order[k].first*order[k].last
	})
	var sums [buckets]struct{ first, last float64 }
	for _, o := range order {
		w := windows[o.id]
		best, least, bestFirst, bestLast := 0, 0.0, 0.0, 0.0
		for b := range buckets {
			first := sums[b].first + freq.sumWithout(w[0], w[1], f, b)
			last := sums[b].last + freq.sumWithout(w[2], w[3], f, b+16)
			more := first*last - sums[b].first*sums[b].last
			if b == 0 || more < least {
				best, least, bestFirst, bestLast = b, more, first, last
			}
		}
		sums[best].first, sums[best].last = bestFirst, bestLast
		f.set(w[0], w[1], best)
		f.set(w[2], w[3], best+16)
	}
	for i, second := range escapeSeconds {
		f.set(escapes[i:i+1], []byte(second), escapeBucket)
	}
	f.set(anyByte, anyByte, escapeBucket+16)
	return f
}

func (f *filter) set(xs, ys []byte, bit int) {
	for _, x := range xs {
		for _, y := range ys {
			f[pair(x, y)] |= 1 << bit
		}
	}
}

// next is the first place from i on where an anchor or an escape may begin, or
// len(b).
func (f *filter) next(b []byte, i int) int {
	if rest := b[min(i, len(b)):]; len(rest) >= 4 {
		p0, p1 := f[pair(rest[0], rest[1])], f[pair(rest[1], rest[2])]
		for len(rest) >= 10 {
			w := binary.LittleEndian.Uint64(rest[2:])
			p2, p3, p4 := f[uint16(w)], f[uint16(w>>8)], f[uint16(w>>16)]
			p5, p6, p7 := f[uint16(w>>24)], f[uint16(w>>32)], f[uint16(w>>40)]
			h0, h1, h2 := p0&(p2>>16), p1&(p3>>16), p2&(p4>>16)
			h3, h4, h5 := p3&(p5>>16), p4&(p6>>16), p5&(p7>>16)
			if uint16(h0|h1|h2|h3|h4|h5) != 0 {
				i = len(b) - len(rest)
				switch {
				case uint16(h0) != 0:
					return i
				case uint16(h1) != 0:
					return i + 1
				case uint16(h2) != 0:
					return i + 2
				case uint16(h3) != 0:
					return i + 3
				case uint16(h4) != 0:
					return i + 4
				}
				return i + 5
			}
			p0, p1 = p6, p7
			rest = rest[6:]
		}
		i = len(b) - len(rest)
	}
	for ; i+4 <= len(b); i++ {
		w := binary.LittleEndian.Uint32(b[i:])
		if uint16(f[uint16(w)]&(f[uint16(w>>16)]>>16)) != 0 {
			return i
		}
	}
	return len(b)
}

// pairs is how often pairs of bytes occur.
type pairs [1 << 16]float32

func pairFrequency(text string) *pairs {
	p := new(pairs)
	for i := range p {
		p[i] = 1.0 / (1 << 16) / 4
	}
	one := 1 / float32(len(text))
	for i := 1; i < len(text); i++ {
		p[pair(text[i-1], text[i])] += one
	}
	return p
}

func (p *pairs) sum(xs, ys []byte) (sum float64) {
	for _, x := range xs {
		for _, y := range ys {
			sum += float64(p[pair(x, y)])
		}
	}
	return sum
}

// sumWithout is sum without the pairs that have the bit already.
func (p *pairs) sumWithout(xs, ys []byte, f *filter, bit int) (sum float64) {
	for _, x := range xs {
		for _, y := range ys {
			if k := pair(x, y); f[k]>>bit&1 == 0 {
				sum += float64(p[k])
			}
		}
	}
	return sum
}

// typical is text as logs hold it most of the time, for the frequencies.
const typical = `Mar  1 10:00:00 host sshd[1234]: Failed password for invalid user admin from 203.0.113.9 port 60222 ssh2
Mar 12 17:41:09 web-1 sshd[20817]: Connection closed by authenticating user root 198.51.100.7 port 41806 [preauth]
Mar 12 17:41:09 web-1 sshd[20817]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.1  user=root
Mar 12 17:41:10 web-1 sudo: pam_unix(sudo:session): session opened for user root(uid=0) by bob(uid=1000)
Mar 12 17:41:11 web-1 systemd[1]: Started Session 42 of user bob. Reached target Multi-User System.
203.0.113.7 - bob [01/Mar/2026:10:00:00 +0000] "GET /api/v2/orders/12345/items?page=2&sort=created HTTP/1.1" 200 5120 "https://shop.example.com/orders" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
198.51.100.2 - - [12/Mar/2026:17:41:09 +0100] "POST /login HTTP/1.1" 401 178 "-" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15"
{"timestamp":"2026-03-01T10:00:00.123Z","level":"info","logger":"app.web","message":"access to the latest order was a success, address and process are known","user":{"id":42,"name":"bob"},"http":{"method":"POST","path":"/api/v2/orders","status_code":201,"duration_ms":12},"client_ip":"203.0.113.7","request_id":"550e8400-e29b-41d4-a716-446655440000"}
{"level":30,"time":1740823200000,"pid":17,"hostname":"api-7d4b9c","req":{"id":"a1b2","method":"GET","url":"/health","remoteAddress":"::ffff:10.0.0.1"},"res":{"statusCode":200},"responseTime":3,"msg":"request completed"}
2026-03-01 10:00:00.123 INFO 1 --- [nio-8080-exec-1] c.e.s.OrderController : order 12345 created for customer 42 in 17 ms
2026-03-01T10:00:00Z ERROR worker failed to connect to the database: connection refused, retrying in 5 seconds
time=2026-03-01T10:00:00Z level=WARN msg="login failed" user=bob client_ip=10.0.0.1 error="user not found" method=POST path=/api/v1/login status=401
type=SYSCALL msg=audit(1700000000.123:456): arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=1 pid=2 auid=1000 uid=0 gid=0 comm="ls" exe="/usr/bin/ls"
{"ts":"2026-03-01T10:00:00.123Z","severity":"INFO","service":"shop","host":"web-1","region":"eu-west-1","path":"/api/v2/items","duration_ms":12,"bytes":512,"status":200,"http":{"version":"1.1"},"trace_id":"4bf92f3577b34da6","span_id":"00f067aa"}
The worker has picked up the next batch of documents and will write it to the archive when the mirror is ready.
`
