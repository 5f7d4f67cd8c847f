package sinks

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"time"
)

// A batchEncoder writes documents as Kafka record batches, straight from the
// page. It belongs to one Send at a time.
//
// kafka-go could do it (Client.Produce), but its connections' goroutines would
// then read the page, also when Produce has returned because a context ended,
// and each would hold compressors of up to 8 MiB. Whole pages also compress
// with less work than records one by one.
type batchEncoder struct {
	codec *codec // nil: not compressed
	plain []byte
	id    []byte
}

// Positions in a record batch of version 2, behind the four bytes of its size:
// https://kafka.apache.org/documentation/#recordbatch
const (
	sizeBytes     = 4
	atBatchLength = sizeBytes + 8
	atCRC         = sizeBytes + 17
	atAttributes  = sizeBytes + 21 // the CRC covers the batch from here on
	batchHeader   = sizeBytes + 61
)

// eventIDHeader lets a consumer recognise a message that came twice.
const eventIDHeader = "event.id"

// encode writes the documents to dst, which it reuses, with the size in front.
func (e *batchEncoder) encode(dst []byte, b Batch, docs []int32) ([]byte, error) {
	now := time.Now().UnixMilli()
	first := recordTime(b.Doc(int(docs[0])).Time, now)
	last := first
	for _, i := range docs {
		last = max(last, recordTime(b.Doc(int(i)).Time, now))
	}
	attributes := uint16(0)
	if e.codec != nil {
		attributes = e.codec.id
	}
	dst = appendBatchHeader(dst[:0], attributes, len(docs), first, last)
	if e.codec == nil {
		dst = e.appendRecords(dst, b, docs, first, now)
	} else {
		e.plain = e.appendRecords(e.plain[:0], b, docs, first, now)
		var err error
		if dst, err = e.codec.compress(dst, e.plain); err != nil {
			return dst, err
		}
	}
	binary.BigEndian.PutUint32(dst, uint32(len(dst)-sizeBytes))
	binary.BigEndian.PutUint32(dst[atBatchLength:], uint32(len(dst)-atBatchLength-4))
	binary.BigEndian.PutUint32(dst[atCRC:], crc32.Checksum(dst[atAttributes:], crc32.MakeTable(crc32.Castagnoli)))
	return dst, nil
}

// appendBatchHeader leaves sizes and CRC to encode. The producer takes no part
// in transactions or idempotence: id, epoch and sequence are -1.
func appendBatchHeader(dst []byte, attributes uint16, records int, first, last int64) []byte {
	const none = 1<<64 - 1
	dst = append(dst, 0, 0, 0, 0)               // size
	dst = binary.BigEndian.AppendUint64(dst, 0) // base offset
	dst = append(dst, 0, 0, 0, 0)               // batch length
	dst = binary.BigEndian.AppendUint32(dst, none&0xffffffff)
	dst = append(dst, 2, 0, 0, 0, 0) // version, CRC
	dst = binary.BigEndian.AppendUint16(dst, attributes)
	dst = binary.BigEndian.AppendUint32(dst, uint32(records-1)) // last offset delta
	dst = binary.BigEndian.AppendUint64(dst, uint64(first))
	dst = binary.BigEndian.AppendUint64(dst, uint64(last))
	dst = binary.BigEndian.AppendUint64(dst, none)        // producer id
	dst = binary.BigEndian.AppendUint16(dst, none&0xffff) // producer epoch
	dst = binary.BigEndian.AppendUint32(dst, none&0xffffffff)
	return binary.BigEndian.AppendUint32(dst, uint32(records))
}

func (e *batchEncoder) appendRecords(dst []byte, b Batch, docs []int32, first, now int64) []byte {
	for offset, i := range docs {
		d := b.Doc(int(i))
		delta := recordTime(d.Time, now) - first
		e.id = d.ID.Append(e.id[:0])
		keyLen := int64(-1) // null
		if d.Key != nil {
			keyLen = int64(len(d.Key))
		}
		size := 1 + varintLen(delta) + varintLen(int64(offset)) +
			varintLen(keyLen) + len(d.Key) +
			varintLen(int64(len(d.Body))) + len(d.Body) +
			1 + 1 + len(eventIDHeader) + varintLen(int64(len(e.id))) + len(e.id)
		dst = binary.AppendVarint(dst, int64(size))
		dst = append(dst, 0) // attributes
		dst = binary.AppendVarint(dst, delta)
		dst = binary.AppendVarint(dst, int64(offset))
		dst = binary.AppendVarint(dst, keyLen)
		dst = append(dst, d.Key...)
		dst = binary.AppendVarint(dst, int64(len(d.Body)))
		dst = append(dst, d.Body...)
		dst = binary.AppendVarint(dst, 1) // headers
		dst = binary.AppendVarint(dst, int64(len(eventIDHeader)))
		dst = append(dst, eventIDHeader...)
		dst = binary.AppendVarint(dst, int64(len(e.id)))
		dst = append(dst, e.id...)
	}
	return dst
}

// varintLen is the length of v as binary.AppendVarint writes it.
func varintLen(v int64) int {
	zigzag := uint64(v<<1) ^ uint64(v>>63)
	return (bits.Len64(zigzag|1) + 6) / 7
}

// recordTime is the document's time where Kafka takes it: brokers refuse times
// that are far ahead (log.message.timestamp.after.max.ms, an hour by default),
// which a wrong time zone in a log line is enough for. The document's own
// @timestamp stays what it is.
func recordTime(ms, now int64) int64 {
	if ms <= 0 || ms > now {
		return now
	}
	return ms
}
