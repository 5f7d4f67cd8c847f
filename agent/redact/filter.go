package redact

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"sort"
)

// A filter finds the places in a text where an anchor may stand. Anchors are
// spread over buckets; a table says of each pair of bytes which buckets know it,
// and a window of four bytes passes if both of its pairs agree on one. The cost
// does not depend on how many anchors there are: more of them only let a few
// more places through.
//
// A text is read in pairs, not at each of its bytes: the windows that begin at
// every second one show as two pairs. Of those between, the first byte shows as
// the end of a pair and the two behind it as the next; the few that agree on
// these are looked at again.
type filter [1 << 16]pairBits

// pairBits are the buckets that know a pair of bytes.
type pairBits struct {
	begins uint32 // low half: as the first of a window, high half: its end as the first byte
	ends   uint32 // low half: as the last of a window, high half: as what is behind the first byte
}

const (
	buckets   = 14
	escape    = 14 // the bucket of escapes, whatever follows them,
	softBreak = 15 // and of the one whose first byte is too common to be joined with others
	stepBits  = 1<<16 - 1
)

// A window is four sets of bytes that may follow each other.
type window [4][]byte

func pair(x, y byte) uint16 { return uint16(x) | uint16(y)<<8 }

// newFilter spreads windows over the buckets so that few places of ordinary text
// pass: once for the places in step with the pairs, once for those between.
func newFilter(windows []window, freq *pairs, places *places) *filter {
	f := new(filter)
	f.spread(windows, window.inStep, freq, places)
	f.spread(windows, window.between, freq, places)
	for i, second := range escapeSeconds {
		bucket := escape
		if escapes[i] == '=' {
			bucket = softBreak
		}
		w := window{escapes[i : i+1], []byte(second), anyByte, anyByte}
		f.add(w.inStep(), bucket)
		f.add(w.between(), bucket)
	}
	return f
}

// A view is how a window shows in the pairs of a text: in two that follow each
// other, and the bits of a bucket of the first and of the second.
type view struct{ first, second known }

type known struct {
	xs, ys []byte
	bit    int // of pairBits as one number, in the first bucket
}

func (w window) inStep() view  { return view{known{w[0], w[1], 0}, known{w[2], w[3], 32}} }
func (w window) between() view { return view{known{anyByte, w[0], 16}, known{w[1], w[2], 48}} }

// spread chooses the bucket of each window, those that most places pass first: the
// one through which, with it, the fewest more places of typical text pass. Between
// those that are as good the frequencies of the pairs decide, as if they followed
// each other by chance.
func (f *filter) spread(windows []window, see func(window) view, freq *pairs, p *places) {
	views := make([]view, len(windows))
	weights := make([]float64, len(windows))
	order := make([]int, len(windows))
	for i, w := range windows {
		views[i], order[i] = see(w), i
		weights[i] = freq.sum(views[i].first.xs, views[i].first.ys) * freq.sum(views[i].second.xs, views[i].second.ys)
	}
	sort.SliceStable(order, func(i, k int) bool { return weights[order[i]] > weights[order[k]] })
	var loads [buckets]struct{ first, second float64 } // how much of a typical text they know
	for _, i := range order {
		v, best, least := views[i], 0, math.Inf(1)
		pass := p.more(p.near(v), f, v)
		var first, second float64
		firsts, seconds := freq.sumsWithout(v.first, f), freq.sumsWithout(v.second, f)
		for bucket, l := range loads {
			a, b := l.first+firsts[bucket], l.second+seconds[bucket]
			more := a*b - l.first*l.second + float64(pass[bucket])/float64(len(typical))
			if more < least {
				best, least, first, second = bucket, more, a, b
			}
		}
		loads[best].first, loads[best].second = first, second
		f.add(v, best)
	}
}

// places are the places of a text by the pair that begins there.
type places struct {
	text string
	last [1 << 16]int32 // place of a pair, and one more
	prev []int32        // the place of the same pair before a place, and one more
	seen []int32        // where a place stands in the list that near makes, and one more
	list []place        // the one that near made last
}

func placesOf(text string) *places {
	p := &places{text: text, prev: make([]int32, len(text)), seen: make([]int32, len(text))}
	for i := 1; i < len(text); i++ {
		last := &p.last[pair(text[i-1], text[i])]
		p.prev[i-1], *last = *last, int32(i)
	}
	return p
}

// A place is one that a view may let pass: one or both of its pairs are there.
type place struct {
	at            int
	first, second uint16 // its pairs
	is            [2]bool
}

// near lists the places that a view may let pass, until it is called again.
func (p *places) near(v view) []place {
	all := p.list[:0]
	for n, k := range []known{v.first, v.second} {
		for _, x := range k.xs {
			for _, y := range k.ys {
				for i := int(p.last[pair(x, y)]) - 1; i >= 0; i = int(p.prev[i]) - 1 {
					at := i - 2*n
					if at < 0 || at+4 > len(p.text) {
						continue
					}
					if p.seen[at] == 0 {
						all = append(all, place{at, pair(p.text[at], p.text[at+1]), pair(p.text[at+2], p.text[at+3]), [2]bool{}})
						p.seen[at] = int32(len(all))
					}
					all[p.seen[at]-1].is[n] = true
				}
			}
		}
	}
	for _, pl := range all {
		p.seen[pl.at] = 0
	}
	p.list = all
	return all
}

// count counts the places where a window stands.
func (p *places) count(w window) (n int) {
	for _, x := range w[0] {
		for _, y := range w[1] {
			for i := int(p.last[pair(x, y)]) - 1; i >= 0; i = int(p.prev[i]) - 1 {
				if i+4 <= len(p.text) && bytes.IndexByte(w[2], p.text[i+2]) >= 0 && bytes.IndexByte(w[3], p.text[i+3]) >= 0 {
					n++
				}
			}
		}
	}
	return n
}

// more counts, for each bucket, those of near that pass only with v in it.
func (p *places) more(near []place, f *filter, v view) (n [buckets]int) {
	const all = 1<<buckets - 1
	for _, pl := range near {
		first, second := f[pl.first].knowers(v.first.bit), f[pl.second].knowers(v.second.bit)
		passed := first & second
		if pl.is[0] {
			first = all
		}
		if pl.is[1] {
			second = all
		}
		for more := first & second &^ passed; more != 0; more &= more - 1 {
			n[bits.TrailingZeros64(more)]++
		}
	}
	return n
}

// add files a window in a bucket.
func (f *filter) add(v view, bucket int) {
	for _, k := range []known{v.first, v.second} {
		bit := uint64(1) << (k.bit + bucket)
		for _, x := range k.xs {
			for _, y := range k.ys {
				p := &f[pair(x, y)]
				p.begins |= uint32(bit)
				p.ends |= uint32(bit >> 32)
			}
		}
	}
}

// knowers are the buckets that know the pair at a bit of the first.
func (p pairBits) knowers(bit int) uint64 {
	return (uint64(p.begins) | uint64(p.ends)<<32) >> bit & (1<<buckets - 1)
}

// next is the first place from i on where an anchor or an escape may begin, or
// len(b).
func (f *filter) next(b []byte, i int) int {
	if len(b)-i < 10 {
		for ; i+4 <= len(b); i++ {
			if f.passes(binary.LittleEndian.Uint32(b[i:])) {
				return i
			}
		}
		return len(b)
	}
	p := f[pair(b[i], b[i+1])].begins
	for rest := b[i+2:]; ; {
		w := binary.LittleEndian.Uint64(rest)
		q0, q1, q2, q3 := &f[uint16(w)], &f[uint16(w>>16)], &f[uint16(w>>32)], &f[w>>48]
		h0, h1, h2, h3 := p&q0.ends, q0.begins&q1.ends, q1.begins&q2.ends, q2.begins&q3.ends
		if h0|h1|h2|h3 != 0 {
			if at := f.among(b, len(b)-len(rest)-2, h0, h1, h2, h3); at >= 0 {
				return at
			}
		}
		switch left := len(rest) - 8; {
		case left >= 8:
			rest, p = rest[8:], q3.begins
		case left > 0: // the last eight bytes, some of them again
			rest = rest[left:]
			p = f[pair(b[len(b)-10], b[len(b)-9])].begins
		default:
			return len(b)
		}
	}
}

// among is the first place that passes of the eight from at on, -1 if none does.
// The buckets on which the pairs of each two of them agreed are known.
func (f *filter) among(b []byte, at int, h0, h1, h2, h3 uint32) int {
	v := b[at : at+10 : at+10]
	switch {
	case h0&stepBits != 0:
		return at
	case h0 != 0 && f.passes(binary.LittleEndian.Uint32(v[1:])):
		return at + 1
	case h1&stepBits != 0:
		return at + 2
	case h1 != 0 && f.passes(binary.LittleEndian.Uint32(v[3:])):
		return at + 3
	case h2&stepBits != 0:
		return at + 4
	case h2 != 0 && f.passes(binary.LittleEndian.Uint32(v[5:])):
		return at + 5
	case h3&stepBits != 0:
		return at + 6
	case h3 != 0 && at+11 <= len(b) && f.passes(binary.LittleEndian.Uint32(b[at+7:])):
		return at + 7
	}
	return -1
}

// passes reports whether a window passes.
func (f *filter) passes(w uint32) bool {
	return f[uint16(w)].begins&f[w>>16].ends&stepBits != 0
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

// sumsWithout is, for each bucket, the sum without the pairs that it knows already.
func (p *pairs) sumsWithout(k known, f *filter) (sums [buckets]float64) {
	all := 0.0
	for _, x := range k.xs {
		for _, y := range k.ys {
			i := pair(x, y)
			much := float64(p[i])
			all += much
			for knowers := f[i].knowers(k.bit); knowers != 0; knowers &= knowers - 1 {
				sums[bits.TrailingZeros64(knowers)] -= much
			}
		}
	}
	for bucket := range sums {
		sums[bucket] += all
	}
	return sums
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
I0301 10:00:00.123456       1 controller.go:221] Starting workers count=4 namespace="kube-system" pod="coredns-7d4b9c5f6-x2k9p" node="node-1"
2026-03-01 10:00:00.123 UTC [1234] LOG:  duration: 12.345 ms  statement: SELECT id, name, created_at FROM orders WHERE customer_id = 42 LIMIT 50
2026/03/01 10:00:00 [error] 17#17: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: _, request: "GET / HTTP/1.1"
	at com.example.shop.OrderService.create(OrderService.java:42) ~[classes/:na]
Caused by: java.net.SocketTimeoutException: Read timed out after 3000 milliseconds, no further information
  File "/srv/app/handlers.py", line 117, in dispatch: return self.handler(request, *args, **kwargs)
{"@timestamp":"2026-03-01T10:00:00.123Z","event":{"action":"user_login","outcome":"failure","category":["authentication"]},"source":{"ip":"203.0.113.7"},"url":{"path":"/index.html"},"user_agent":{"original":"curl/8.5.0"},"container":{"id":"9f86d081884c"},"labels":{"app":"shop"}}
[Sun Mar 01 10:00:00.123456 2026] [core:notice] [pid 17:tid 1] AH00094: Command line: '/usr/sbin/apache2 -D FOREGROUND'
<134>1 2026-03-01T10:00:00.123Z fw-1 filterlog 17 - - 5,,,1000000103,igb0,match,block,in,4,0x0,,64,0,0,DF,6,tcp,60,203.0.113.7,10.0.0.1
level=info msg="Completed compaction" version=2.1.0 component=storage duration=1.2s from=1740823200 to=1740830400 size=1048576
It was not possible to open the file because another process is using it; please check the settings and try again later.
`
