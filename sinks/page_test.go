package sinks_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// text is an encoder that gives the same document for every event.
func text(body string) sinks.EncodeFunc {
	return func(dst []byte, _ *event.Event) []byte { return append(dst, body...) }
}

// batch is one page with these documents; their offsets count from 0.
func batch(t testing.TB, bodies ...string) sinks.Batch {
	t.Helper()
	p := sinks.NewPage(64 << 10).WithKeys()
	for i, body := range bodies {
		e := event.Event{ID: event.ID{Source: 0xfeed, Offset: int64(i)}, Read: time.UnixMilli(1_700_000_000_000)}
		if !p.Add(text(body), &e) {
			t.Fatalf("document %d does not fit", i)
		}
	}
	return p.All()
}

// bodies lists the documents of a batch.
func bodies(b sinks.Batch) string {
	var out []string
	for i := range b.Len() {
		out = append(out, string(b.Doc(i).Body))
	}
	return strings.Join(out, " ")
}

func TestBatchParts(t *testing.T) {
	all := batch(t, "a", "b", "c", "d", "e", "f")
	for _, tt := range []struct {
		name string
		got  sinks.Batch
		want string
	}{
		{"all", all, "a b c d e f"},
		{"slice", all.Slice(1, 4), "b c d"},
		{"slice of a slice", all.Slice(1, 5).Slice(1, 3), "c d"},
		{"pick", all.Pick([]int{5, 0, 2}), "f a c"},
		{"pick from a slice", all.Slice(2, 6).Pick([]int{0, 3}), "c f"},
		{"slice of a pick", all.Pick([]int{5, 0, 2, 1}).Slice(1, 3), "a c"},
		{"pick from a pick", all.Pick([]int{5, 0, 2, 1}).Pick([]int{3, 0}), "b f"},
		{"nothing", all.Slice(3, 3), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := bodies(tt.got); got != tt.want {
				t.Errorf("documents = %q, want %q", got, tt.want)
			}
			if got, want := tt.got.Size(), len(strings.ReplaceAll(tt.want, " ", "")); got != want {
				t.Errorf("Size() = %d, want %d", got, want)
			}
		})
	}
}

func TestKeyChoosesToken(t *testing.T) {
	token := redact.Token{Sum: [32]byte{1}, Hash: [32]byte{0xab, 0xcd}}
	ip := netip.MustParseAddr("192.0.2.7")
	for _, tt := range []struct {
		name string
		e    event.Event
		want string
	}{
		{"token before address", event.Event{Token: token, Source: event.Endpoint{IP: ip}}, "abcd" + strings.Repeat("0", 60)},
		{"address before user", event.Event{Source: event.Endpoint{IP: ip}, User: event.User{Name: redact.Static("ann")}}, "192.0.2.7"},
		{"user", event.Event{User: event.User{Name: redact.Static("ann")}}, "ann"},
		{"nothing", event.Event{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sinks.NewPage(1 << 10).WithKeys()
			p.Add(text("{}"), &tt.e)
			d := p.All().Doc(0)
			if string(d.Key) != tt.want {
				t.Errorf("Key = %q, want %q", d.Key, tt.want)
			}
			if (d.Key == nil) != (tt.want == "") {
				t.Errorf("Key is nil: %t", d.Key == nil)
			}
			if string(d.Body) != "{}" {
				t.Errorf("Body = %q", d.Body)
			}
		})
	}
}

// Hosts that change keys at different moments still send a token to the same
// partition.
func TestPartitionIgnoresKeyChange(t *testing.T) {
	p := sinks.NewPage(1 << 10).WithKeys()
	for _, hash := range []byte{1, 2} {
		p.Add(text("{}"), &event.Event{Token: redact.Token{Sum: [32]byte{7}, Hash: [32]byte{hash}}})
	}
	if a, b := p.All().Doc(0), p.All().Doc(1); a.Hash != b.Hash || string(a.Key) == string(b.Key) {
		t.Errorf("hashes %d and %d, keys %q and %q: want one hash, two keys", a.Hash, b.Hash, a.Key, b.Key)
	}
}

// The vectors of Kafka's own UtilsTest.testMurmur2.
func TestMurmur2(t *testing.T) {
	for _, tt := range []struct {
		key  redact.Text
		want int32
	}{
		{redact.Static("21"), -973932308},
		{redact.Static("foobar"), -790332482},
		{redact.Static("a-little-bit-long-string"), -985981536},
		{redact.Static("a-little-bit-longer-string"), -1486304829},
		{redact.Static("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"), -58897971},
		{redact.Static("abc"), 479470107},
	} {
		p := sinks.NewPage(1 << 10).WithKeys()
		p.Add(text("{}"), &event.Event{User: event.User{Name: tt.key}})
		if got := int32(p.All().Doc(0).Hash); got != tt.want {
			t.Errorf("murmur2(%s) = %d, want %d", tt.key, got, tt.want)
		}
	}
}

func TestTimeFallsBackToReadTime(t *testing.T) {
	p := sinks.NewPage(1 << 10).WithKeys()
	p.Add(text("{}"), &event.Event{Read: time.UnixMilli(1000)})
	p.Add(text("{}"), &event.Event{Read: time.UnixMilli(1000), Time: time.UnixMilli(5)})
	if a, b := p.All().Doc(0).Time, p.All().Doc(1).Time; a != 1000 || b != 5 {
		t.Errorf("times = %d, %d, want 1000, 5", a, b)
	}
}

// A page grows to its size and no further, whatever the documents' length.
func TestPageFull(t *testing.T) {
	for _, tt := range []struct{ size, doc int }{{32 << 10, 1000}, {1 << 20, 1000}, {1 << 20, 30_000}} {
		p := sinks.NewPage(tt.size).WithKeys()
		body := text(strings.Repeat("x", tt.doc))
		n := 0
		for p.Add(body, &event.Event{}) {
			n++
		}
		if n < tt.size/(tt.doc+1) || n > tt.size/tt.doc+1+(16<<10)/tt.doc || p.Len() != n {
			t.Errorf("%d documents of %d bytes on a page for %d (Len %d)", n, tt.doc, tt.size, p.Len())
		}
		// What does not fit leaves the page as it was.
		before, held := bodies(p.All()), p.Size()
		if p.Add(text(strings.Repeat("y", 100<<10)), &event.Event{}) {
			t.Fatal("a document larger than what is left was added to a page that holds something")
		}
		if bodies(p.All()) != before || p.Size() != held {
			t.Error("a document that did not fit changed the page")
		}
	}
}

func TestHugeDocumentAlone(t *testing.T) {
	p := sinks.NewPage(1 << 10).WithKeys()
	huge := strings.Repeat("y", 1<<20)
	if !p.Add(text(huge), &event.Event{}) {
		t.Fatal("an empty page refused a huge document")
	}
	if got := bodies(p.All()); got != huge {
		t.Errorf("the document has %d bytes, want %d", len(got), len(huge))
	}
	p.Reset(1 << 10)
	if p.Len() != 0 || p.Size() != 0 {
		t.Error("a page is not empty after Reset")
	}
	grown := testing.AllocsPerRun(10, func() {
		p.Add(text("{}"), &event.Event{})
		p.Reset(1 << 10)
	})
	if grown > 1 { // text's closure
		t.Errorf("%v allocations after a huge document: the page did not return to its size", grown)
	}
}

// An encoder may need more room than its result: the page must notice that it
// was moved.
func TestEncoderThatShrinks(t *testing.T) {
	p := sinks.NewPage(1 << 10).WithKeys()
	p.Add(text("first"), &event.Event{})
	shrinks := func(dst []byte, _ *event.Event) []byte {
		start := len(dst)
		dst = append(dst, make([]byte, 64<<10)...)
		return append(dst[:start], "small"...)
	}
	if p.Add(shrinks, &event.Event{}) {
		t.Error("an encoder that left the page's buffer was accepted")
	}
	if got := bodies(p.All()); got != "first" {
		t.Errorf("documents = %q, want %q", got, "first")
	}
}

func TestLines(t *testing.T) {
	b := batch(t, "a", "b", "c", "d", "e")
	for _, tt := range []struct {
		name string
		b    sinks.Batch
		want string
	}{
		{"all", b, "a.b.c.d.e.|"},
		{"a slice", b.Slice(1, 3), "b.c.|"},
		{"a pick with neighbours", b.Pick([]int{0, 2, 3}), "a.|c.d.|"},
		{"a pick out of order", b.Pick([]int{3, 0}), "d.|a.|"},
		{"none", b.Slice(2, 2), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for lines := range tt.b.Lines() {
				got += strings.ReplaceAll(string(lines), "\n", ".") + "|"
			}
			if got != tt.want {
				t.Errorf("Lines = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAddDoesNotAllocate(t *testing.T) {
	p := sinks.NewPage(1 << 20).WithKeys()
	body := text(strings.Repeat("x", 400))
	e := event.Event{Token: redact.Token{Sum: [32]byte{1}, Hash: [32]byte{1}}, Source: event.Endpoint{IP: netip.MustParseAddr("192.0.2.7")}}
	fill := func() {
		p.Reset(1 << 20)
		for p.Add(body, &e) {
		}
	}
	fill()
	if got := testing.AllocsPerRun(20, fill); got != 0 {
		t.Errorf("%v allocations per page", got)
	}
	b, sum := p.All(), 0
	if got := testing.AllocsPerRun(20, func() {
		for i := range b.Len() {
			sum += len(b.Slice(i, b.Len()).Doc(0).Key)
		}
	}); got != 0 {
		t.Errorf("%v allocations to read a page", got)
	}
}

func BenchmarkPageAdd(b *testing.B) {
	p := sinks.NewPage(1 << 20).WithKeys()
	body := text(strings.Repeat("x", 500))
	e := event.Event{Token: redact.Token{Sum: [32]byte{1}, Hash: [32]byte{1}}}
	b.SetBytes(500)
	b.ReportAllocs()
	for b.Loop() {
		if !p.Add(body, &e) {
			p.Reset(1 << 20)
		}
	}
}

func ExamplePartialError() {
	err := &sinks.PartialError{
		Retry:  []int{3, 4},
		Reject: []sinks.Rejected{{Index: 7, Reason: "400 document_parsing_exception"}},
		Err:    fmt.Errorf("429 es_rejected_execution_exception"),
	}
	fmt.Println(err)
	// Output: 2 documents to retry, 1 rejected: 429 es_rejected_execution_exception
}
