package sinks

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// A codec compresses record batches in one of Kafka's ways. It belongs to one
// goroutine at a time, and holds its memory from one batch to the next.
type codec struct {
	id       uint16 // the codec's bits of a batch's attributes
	compress func(dst, src []byte) ([]byte, error)
}

// codecs by name. "none" has no constructor.
var codecs = map[string]func() (*codec, error){
	"none": nil, "gzip": newGzip, "snappy": newSnappy, "lz4": newLZ4, "zstd": newZstd,
}

func newCodec(name string) (*codec, error) {
	if codecs[name] == nil {
		return nil, nil
	}
	c, err := codecs[name]()
	if err != nil {
		return nil, fmt.Errorf("compression %s: %w", name, err)
	}
	return c, nil
}

func newGzip() (*codec, error) {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return &codec{1, func(dst, src []byte) ([]byte, error) {
		buf := bytes.NewBuffer(dst)
		w.Reset(buf)
		w.Write(src) // an error stays until Close
		err := w.Close()
		return buf.Bytes(), err
	}}, err
}

// newSnappy frames its blocks as Java's SnappyOutputStream does, which Kafka
// took over: a header, then blocks with their lengths.
func newSnappy() (*codec, error) {
	const header = "\x82SNAPPY\x00\x00\x00\x00\x01\x00\x00\x00\x01"
	const blockSize = 64 << 10
	block := make([]byte, s2.MaxEncodedLen(blockSize))
	return &codec{2, func(dst, src []byte) ([]byte, error) {
		dst = append(dst, header...)
		for len(src) > 0 {
			n := min(len(src), blockSize)
			out := s2.EncodeSnappy(block, src[:n])
			dst = binary.BigEndian.AppendUint32(dst, uint32(len(out)))
			dst = append(dst, out...)
			src = src[n:]
		}
		return dst, nil
	}}, nil
}

// newLZ4 writes frames as Kafka's own producer does: blocks of 64 KiB, no
// checksum beside the batch's.
func newLZ4() (*codec, error) {
	w := lz4.NewWriter(nil)
	err := w.Apply(lz4.BlockSizeOption(lz4.Block64Kb), lz4.ChecksumOption(false), lz4.ConcurrencyOption(1))
	return &codec{3, func(dst, src []byte) ([]byte, error) {
		buf := bytes.NewBuffer(dst)
		w.Reset(buf)
		if _, err := w.Write(src); err != nil {
			return dst, err
		}
		err := w.Close()
		return buf.Bytes(), err
	}}, err
}

func newZstd() (*codec, error) {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithEncoderCRC(false))
	return &codec{4, func(dst, src []byte) ([]byte, error) { return w.EncodeAll(src, dst), nil }}, err
}
