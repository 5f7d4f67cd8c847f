package sinks

import (
	"bytes"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
)

// A bulk is the memory of one bulk request, used again for the next.
type bulk struct {
	out    bytes.Buffer // the body as it is sent
	gz     *gzip.Writer // nil: not compressed
	line   []byte
	header http.Header
	answer []byte
	bodies atomic.Int32 // that net/http has not closed yet
}

func newBulk(compress bool) *bulk {
	k := &bulk{header: http.Header{"Content-Type": {"application/x-ndjson"}}}
	if compress {
		k.gz, _ = gzip.NewWriterLevel(&k.out, gzip.BestSpeed) // fails for unknown levels only
		k.header.Set("Content-Encoding", "gzip")
	}
	return k
}

// encode makes the body: an action line and the document, for each.
func (k *bulk) encode(b Batch) error {
	k.out.Reset()
	if k.gz == nil {
		k.out.Grow(b.Size() + 64*b.Len())
		for i := range b.Len() {
			d := b.Doc(i)
			k.out.Write(k.action(d))
			k.out.Write(d.Body)
			k.out.WriteByte('\n')
		}
		return nil
	}
	k.gz.Reset(&k.out)
	for i := range b.Len() {
		d := b.Doc(i)
		k.gz.Write(k.action(d)) // an error stays until Close
		k.gz.Write(d.Body)
		k.gz.Write(newline)
	}
	if err := k.gz.Close(); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	return nil
}

var newline = []byte{'\n'}

func (k *bulk) action(d Doc) []byte {
	k.line = append(k.line[:0], `{"create":{"_id":"`...)
	k.line = d.ID.Append(k.line)
	k.line = append(k.line, "\"}}\n"...)
	return k.line
}

// A body reads one bulk's bytes. net/http may still do so after it has
// answered, until it calls Close.
type body struct {
	bytes.Reader
	bulk   *bulk
	closed atomic.Bool
}

func (k *bulk) open() *body {
	k.bodies.Add(1)
	r := &body{bulk: k}
	r.Reset(k.out.Bytes())
	return r
}

func (r *body) Close() error {
	if !r.closed.Swap(true) {
		r.bulk.bodies.Add(-1)
	}
	return nil
}

// reusable reports whether nobody reads the bytes any more, and no huge
// document made them grow.
func (k *bulk) reusable() bool { return k.bodies.Load() == 0 && k.out.Cap() <= maxKept }
