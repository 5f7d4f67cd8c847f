package redact

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/test/long"
)

// byLibrary is appendBase64 as the standard library does it.
func byLibrary(v []byte) ([]byte, bool) {
	v = bytes.TrimRight(v, "=")
	enc := base64.RawStdEncoding
	if bytes.ContainsAny(v, "-_") {
		enc = base64.RawURLEncoding
	}
	if len(v)%4 == 1 {
		v = v[:len(v)-1]
	}
	out := make([]byte, enc.DecodedLen(len(v)))
	n, err := enc.Decode(out, v)
	return out[:n], err == nil
}

func TestBase64IsTheLibrarys(t *testing.T) {
	rnd := long.Rand(t)
	const set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=\n\r.\x00\xff"
	var got []byte
	for range long.Rounds(20_000, 2_000_000) {
		v := make([]byte, rnd.IntN(60))
		most := []int{64, 64, 62, 66, len(set)}[rnd.IntN(5)]
		for i := range v {
			v[i] = set[rnd.IntN(most)]
		}
		if rnd.IntN(4) == 0 {
			v = append(v, strings.Repeat("=", rnd.IntN(4))...)
		}
		want, ok := byLibrary(v)
		var sure bool
		if got, sure = appendBase64(append(got[:0], "before"...), v); string(got) != "before"+string(want) || sure != ok {
			t.Fatalf("appendBase64(%q) = %q, %v, want %q, %v", v, got[len("before"):], sure, want, ok)
		}
	}
}

func BenchmarkBase64(b *testing.B) {
	v := []byte(strings.Repeat("eyJz", 48))
	b.Run("table", func(b *testing.B) {
		b.SetBytes(int64(len(v)))
		var dst []byte
		for b.Loop() {
			dst, _ = appendBase64(dst[:0], v)
		}
	})
	b.Run("library", func(b *testing.B) {
		b.SetBytes(int64(len(v)))
		dst := make([]byte, len(v))
		for b.Loop() {
			base64.RawURLEncoding.Decode(dst, v)
		}
	})
}
