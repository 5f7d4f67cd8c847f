package sinks

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// fullPage is a page of size bytes with documents of about 1.5 KB, as alike as those of
// an API's requests are: what differs are hashes, ids, addresses, names and times.
func fullPage(size int) Batch {
	rnd := rand.New(rand.NewPCG(1, 2))
	p := NewPage(size).WithKeys()
	for i := 0; ; i++ {
		hash := make([]byte, 32)
		for k := range hash {
			hash[k] = byte(rnd.Uint32())
		}
		e := event.Event{
			ID:    event.ID{Source: 1, Offset: int64(i) * 641},
			Token: redact.Token{Sum: [32]byte(hash), Hash: [32]byte(hash)},
		}
		if !p.Add(func(dst []byte, _ *event.Event) []byte { return appendRequest(dst, rnd, i, hash) }, &e) {
			return p.All()
		}
	}
}

// appendRequest appends the document of a request with a JWT.
func appendRequest(dst []byte, rnd *rand.Rand, i int, hash []byte) []byte {
	user := [...]string{"alice", "bob", "carol", "dave", "erin"}[rnd.IntN(5)]
	path := [...]string{"/api/v2/orders", "/api/v2/reports/monthly", "/api/data", "/api/v1/users/me"}[rnd.IntN(4)]
	address := fmt.Sprintf("198.51.100.%d", rnd.IntN(256))
	subject := fmt.Sprintf("user-%d", 1000+rnd.IntN(400))
	dst = fmt.Appendf(dst, `{"@timestamp":"2026-11-23T08:%02d:%02d.%06dZ","agent":{"name":"web-1","type":"hashtail","version":"1.0.0"},`, i/60%60, i%60, rnd.IntN(1e6))
	dst = append(dst, `"host":{"architecture":"amd64","id":"3d1219c7c4c5404aaa1f6d2a48adfda4","ip":["192.0.2.2","fd00::2"],"name":"web-1","os":{"name":"Debian GNU/Linux","version":"12"}},"ecs":{"version":"9.4.0"},`...)
	dst = fmt.Appendf(dst, `"source":{"ip":"%s","address":"%s"},"event":{"action":"token_access","category":["api","web"],"created":"2026-11-23T08:%02d:%02d.%09dZ","dataset":"hashtail.auth","duration":%d000000,"id":"6f158094cb810001%016x","kind":"event","outcome":"success","type":["access","allowed"]},`,
		address, address, i/60%60, i%60, rnd.IntN(1e9), rnd.IntN(900), i*641)
	dst = fmt.Appendf(dst, `"hashtail":{"redactions":[{"count":1,"location":"header","type":"jwt"}],"token":{"audience":["api"],"created":"2026-11-23T07:50:00.000Z","hash":"%x","hash_alg":"sha256","id":"%07x","issuer":"https://id.example.com","location":"header","not_after":"2026-11-23T08:50:00.000Z","scope":["read","write"],"subject":"%s","type":"jwt","verified":false}},`,
		hash, rnd.IntN(1<<28), subject)
	dst = fmt.Appendf(dst, `"http":{"request":{"id":"%016x%016x","method":"GET"},"response":{"status_code":200}},"log":{"file":{"path":"/var/log/app/api.log"},"level":"INFO","logger":"auth","offset":%d},"message":"auth_event",`,
		rnd.Uint64(), rnd.Uint64(), i*641)
	return fmt.Appendf(dst, `"related":{"hash":["%x"],"ip":["%s"],"user":["%s","%s"]},"service":{"environment":"prod","name":"orders"},"trace":{"id":"%016x%016x"},"url":{"path":"%s"},"user":{"id":"%s","name":"%s"},"user_agent":{"original":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}}`,
		hash, address, user, subject, rnd.Uint64(), rnd.Uint64(), path, subject, user)
}

func allDocs(b Batch) []int32 {
	docs := make([]int32, b.Len())
	for i := range docs {
		docs[i] = int32(i)
	}
	return docs
}

func TestAssignKeepsEveryDocument(t *testing.T) {
	b := fullPage(256 << 10)
	var a assignment
	for _, partitions := range []int{1, 2, 3, 12, 1000} {
		for _, limit := range []int{1, 2000, 20_000, 1 << 30} {
			topic := topicState{partitions: partitions}
			a.assign(b, topic.pick, limit, 7)
			seen := make([]int, b.Len())
			for _, c := range a.chunks {
				size := 0
				for _, d := range c.docs {
					seen[d]++
					size += recordSize(b.Doc(int(d)))
					if want := topic.pick(b.Doc(int(d)).Hash); want != c.partition {
						t.Fatalf("document %d is in partition %d, want %d", d, c.partition, want)
					}
				}
				if size > limit && len(c.docs) > 1 {
					t.Errorf("%d partitions, limit %d: a chunk of %d documents has %d bytes", partitions, limit, len(c.docs), size)
				}
			}
			for i, n := range seen {
				if n != 1 {
					t.Fatalf("%d partitions, limit %d: document %d was assigned %d times", partitions, limit, i, n)
				}
			}
		}
	}
	topic := topicState{partitions: 12}
	if got := testing.AllocsPerRun(10, func() { a.assign(b, topic.pick, 1<<20, 7) }); got > 1 {
		t.Errorf("%v allocations per page", got)
	}
}

// kafkaCodecs in the order of the benchmarks.
var kafkaCodecs = []string{"none", "snappy", "lz4", "zstd", "gzip"}

func newEncoder(t testing.TB, name string) *batchEncoder {
	t.Helper()
	c, err := newCodec(name)
	if err != nil {
		t.Fatal(err)
	}
	return &batchEncoder{codec: c}
}

func TestBatchAllocations(t *testing.T) {
	b := fullPage(1 << 20)
	docs := allDocs(b)
	for _, name := range kafkaCodecs {
		e := newEncoder(t, name)
		dst, err := e.encode(nil, b, docs)
		if err != nil {
			t.Fatal(err)
		}
		got := testing.AllocsPerRun(20, func() { dst, _ = e.encode(dst, b, docs) })
		t.Logf("%s: %.0f allocations for %d messages, %d bytes", name, got, b.Len(), len(dst))
		if got > 20 { // lz4 and gzip pool less under the race detector
			t.Errorf("%s: %.0f allocations for %d messages", name, got, b.Len())
		}
	}
}

func BenchmarkKafkaBatch(b *testing.B) {
	page := fullPage(1 << 20)
	docs := allDocs(page)
	for _, name := range kafkaCodecs {
		b.Run(name, func(b *testing.B) {
			e := newEncoder(b, name)
			var dst []byte
			b.SetBytes(int64(page.Size()))
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if dst, err = e.encode(dst, page, docs); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(page.Len()), "ns/doc")
		})
	}
}

func BenchmarkKafkaAssign(b *testing.B) {
	page := fullPage(1 << 20)
	topic := topicState{partitions: 12}
	var a assignment
	b.ReportAllocs()
	for b.Loop() {
		a.assign(page, topic.pick, 1<<20, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(page.Len()), "ns/doc")
}

func TestBulkAllocations(t *testing.T) {
	b := fullPage(1 << 20)
	for _, compress := range []bool{true, false} {
		k := newBulk(compress)
		if got := testing.AllocsPerRun(20, func() { k.encode(b) }); got != 0 {
			t.Errorf("compressed %t: %v allocations per page", compress, got)
		}
	}
}

func BenchmarkBulkBody(b *testing.B) {
	page := fullPage(1 << 20)
	for _, bb := range []struct {
		name     string
		compress bool
	}{{"none", false}, {"gzip", true}} {
		b.Run(bb.name, func(b *testing.B) {
			k := newBulk(bb.compress)
			b.SetBytes(int64(page.Size()))
			b.ReportAllocs()
			for b.Loop() {
				if err := k.encode(page); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(page.Len()), "ns/doc")
		})
	}
}
