package sinks

import (
	"encoding/hex"
	"iter"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
)

// A Page is a buffer of encoded documents with the receipts of the stretches
// of files that they came from. A fixed number of pages circulates between a
// lane and its sink: that is buffer pool, memory limit and back-pressure.
type Page struct {
	size  int    // bytes of documents that it is for
	buf   []byte // the documents, each with a newline behind it
	keys  []byte // of the documents, one behind the other
	keyed bool
	docs  []doc
	spans []*checkpoint.Span
}

type doc struct {
	start, end  int // in buf, without the newline
	key, keyEnd int // in keys
	hash        uint32
	time        int64
	id          event.ID
}

// headroom is the space behind a page's nominal size that the last document
// fills, so that a page is full before an ordinary document overflows it.
const headroom = 16 << 10

// firstSize is what a page has room for at first. It grows to its size when it is
// needed: at rest hashtail holds 0.9 MiB less.
const firstSize = 64 << 10

// NewPage makes a page for about size bytes of documents.
func NewPage(size int) *Page {
	p := &Page{}
	p.Reset(size)
	return p
}

// WithKeys makes the page hold the documents' keys as well, for Kafka.
func (p *Page) WithKeys() *Page {
	p.keyed = true
	return p
}

// An EncodeFunc appends one event as one JSON document without a newline: one
// of package event's encoders.
type EncodeFunc func(dst []byte, e *event.Event) []byte

// Add encodes the event onto the page. It reports false, and leaves the page as
// it was, when a page that already holds something has no room for it: send
// that page first. An empty page takes a document of any size.
func (p *Page) Add(encode EncodeFunc, e *event.Event) bool {
	start := len(p.buf)
	if start > cap(p.buf)-headroom && !p.grow() {
		return false
	}
	buf := append(encode(p.buf, e), '\n')
	for cap(buf) != cap(p.buf) && start > 0 { // the encoder moved to a larger buffer: p.buf is as it was
		if !p.grow() {
			return false
		}
		buf = append(encode(p.buf, e), '\n')
	}
	p.buf = buf
	at := e.Time
	if at.IsZero() {
		at = e.Read
	}
	d := doc{start: start, end: len(buf) - 1, time: at.UnixMilli(), id: e.ID}
	if p.keyed {
		d.key = len(p.keys)
		p.keys = appendKey(p.keys, e)
		d.keyEnd, d.hash = len(p.keys), partitionHash(e)
	}
	p.docs = append(p.docs, d)
	return true
}

// grow doubles a page's room, up to its size. It reports false if it has that.
func (p *Page) grow() bool {
	full := p.size + headroom
	if cap(p.buf) >= full {
		return false
	}
	p.buf = append(make([]byte, 0, min(2*cap(p.buf), full)), p.buf...)
	return true
}

// Attach gives the page the receipt of a stretch of a file: it is
// acknowledged once every document of the page is delivered.
func (p *Page) Attach(sp *checkpoint.Span) { p.spans = append(p.spans, sp) }

// Ack acknowledges all receipts.
func (p *Page) Ack() {
	checkpoint.Ack(p.spans)
}

// Reset empties the page for its next use.
func (p *Page) Reset(size int) {
	if p.size = size; cap(p.buf) == 0 || cap(p.buf) > size+headroom { // new, or one huge document made it grow
		p.buf = make([]byte, 0, min(size, firstSize)+headroom)
	}
	clear(p.spans)
	p.buf, p.keys, p.docs, p.spans = p.buf[:0], p.keys[:0], p.docs[:0], p.spans[:0]
}

// Len is the number of documents.
func (p *Page) Len() int { return len(p.docs) }

// All is the whole page as a batch.
func (p *Page) All() Batch { return Batch{page: p, n: len(p.docs)} }

// A Batch is what one Send sends: some documents of one page, in order.
type Batch struct {
	page *Page
	from int
	n    int
	pick []int // indices into the page; nil: from, from+1, …
}

// A Doc is one document of a batch. Its bytes are the page's: read only.
type Doc struct {
	Body []byte   // JSON, without a newline
	Key  []byte   // Kafka message key: the shipped hash in hex, else the source address, else the user; nil on a page without keys
	Hash uint32   // murmur2 of what chooses the partition; 0 with a nil Key
	Time int64    // @timestamp in ms since the epoch
	ID   event.ID // event.id
}

// Len is the number of documents in the batch.
func (b Batch) Len() int { return b.n }

func (b Batch) at(i int) int {
	if b.pick != nil {
		return b.pick[i]
	}
	return b.from + i
}

// Doc is the i-th document of the batch.
func (b Batch) Doc(i int) Doc {
	d := &b.page.docs[b.at(i)]
	out := Doc{Body: b.page.buf[d.start:d.end:d.end], Hash: d.hash, Time: d.time, ID: d.id}
	if d.keyEnd > d.key {
		out.Key = b.page.keys[d.key:d.keyEnd:d.keyEnd]
	}
	return out
}

// Lines are the documents as newline-delimited JSON, in stretches that lie on
// the page in one piece: mostly all of the batch.
func (b Batch) Lines() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := 0; i < b.n; {
			first := b.at(i)
			last := first
			for i++; i < b.n && b.at(i) == last+1; i++ {
				last++
			}
			if docs := b.page.docs; !yield(b.page.buf[docs[first].start : docs[last].end+1]) {
				return
			}
		}
	}
}

// Slice is the documents i up to, not including, j.
func (b Batch) Slice(i, j int) Batch {
	if b.pick != nil {
		return Batch{page: b.page, n: j - i, pick: b.pick[i:j]}
	}
	return Batch{page: b.page, from: b.from + i, n: j - i}
}

// Pick is the documents with the given indices.
func (b Batch) Pick(indices []int) Batch {
	pick := make([]int, len(indices))
	for n, i := range indices {
		pick[n] = b.at(i)
	}
	return Batch{page: b.page, n: len(pick), pick: pick}
}

// Size is the number of bytes of the documents.
func (b Batch) Size() int {
	n := 0
	for i := range b.n {
		d := &b.page.docs[b.at(i)]
		n += d.end - d.start
	}
	return n
}

// appendKey appends what Kafka gets as the message key.
func appendKey(dst []byte, e *event.Event) []byte {
	switch {
	case !e.Token.IsZero():
		dst = hex.AppendEncode(dst, e.Token.Hash[:])
	case e.Source.IP.IsValid():
		dst = e.Source.IP.AppendTo(dst)
	case !e.User.Name.IsZero():
		dst = e.User.Name.AppendTo(dst)
	}
	return dst
}

// partitionHash chooses the partition: one token, one partition, on every host
// and across key changes, hence the unkeyed hash.
func partitionHash(e *event.Event) uint32 {
	var buf [64]byte
	switch {
	case !e.Token.IsZero():
		return murmur2(e.Token.Sum[:])
	case e.Source.IP.IsValid():
		return murmur2(e.Source.IP.AppendTo(buf[:0]))
	case !e.User.Name.IsZero():
		return murmur2(e.User.Name.AppendTo(buf[:0]))
	}
	return 0
}

// murmur2 is the hash of Kafka's default partitioner
// (org.apache.kafka.common.utils.Utils.murmur2).
func murmur2(data []byte) uint32 {
	const seed, m = 0x9747b28c, 0x5bd1e995
	h := uint32(seed) ^ uint32(len(data))
	for len(data) >= 4 {
		k := uint32(data[0]) | uint32(data[1])<<8 | uint32(data[2])<<16 | uint32(data[3])<<24
		k *= m
		k ^= k >> 24
		k *= m
		h *= m
		h ^= k
		data = data[4:]
	}
	switch len(data) {
	case 3:
		h ^= uint32(data[2]) << 16
		fallthrough
	case 2:
		h ^= uint32(data[1]) << 8
		fallthrough
	case 1:
		h ^= uint32(data[0])
		h *= m
	}
	h ^= h >> 13
	h *= m
	h ^= h >> 15
	return h
}
