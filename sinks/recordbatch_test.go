package sinks

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// fullPage is a page of size bytes with documents of about 500 bytes.
func fullPage(size int) Batch {
	body := `{"@timestamp":"2026-01-01T00:00:00.000Z","user_agent":{"original":"` + strings.Repeat("curl/8 ", 60) + `"},"n":%05d}`
	p := NewPage(size).WithKeys()
	for i := 0; ; i++ {
		e := event.Event{
			ID:    event.ID{Source: 1, Offset: int64(i) * 500},
			Token: redact.Token{Sum: [32]byte{byte(i), byte(i >> 8), 1}, Hash: [32]byte{byte(i), byte(i >> 8), 2}},
		}
		if !p.Add(func(dst []byte, _ *event.Event) []byte { return fmt.Appendf(dst, body, i) }, &e) {
			return p.All()
		}
	}
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
