package parse

import (
	"bytes"
	"net/netip"
	"testing"
)

// FuzzIP: an address of version 4 is what net/netip takes for one.
func FuzzIP(f *testing.F) {
	for _, s := range []string{"192.0.2.7", "0.0.0.0", "255.255.255.255", "256.0.0.1", "01.2.3.4", "1.2.3.00", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "1.2..4", ".1.2.3", "1.2.3.4a", "1111.2.3.4", "1.2.3.4444"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if bytes.IndexByte(b, ':') >= 0 {
			return
		}
		got, ok := readIPv4(b)
		want, err := netip.ParseAddr(string(b))
		if ok != (err == nil) || ok && netip.AddrFrom4(got) != want {
			t.Errorf("readIPv4(%q) = %v, %v, want %v, %v", b, got, ok, want, err)
		}
	})
}

func BenchmarkIPv4(b *testing.B) {
	v := []byte("198.51.100.217")
	for b.Loop() {
		if _, ok := readIPv4(v); !ok {
			b.Fatal("not read")
		}
	}
}
