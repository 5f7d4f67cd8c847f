package redact

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestID holds the ids that are taken as they are against the full look, and
// those that are nearly such ids against being taken.
func TestID(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	rnd := rand.New(rand.NewPCG(8, 1))
	layouts := []string{"xxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"}
	for range 20_000 {
		id := []byte(layouts[rnd.IntN(len(layouts))])
		digits := []string{"0123456789abcdef", "0123456789ABCDEF", "0123456789"}[rnd.IntN(3)]
		for i, c := range id {
			if c == 'x' {
				id[i] = digits[rnd.IntN(len(digits))]
			}
		}
		if !isID(id) {
			t.Fatalf("%s is no id", id)
		}
		s.Reset()
		if out, changed := s.scrub(id, 0, InMessage, 0); changed || !bytes.Equal(out, id) || len(s.found) > 0 {
			t.Fatalf("%s holds a secret: %s", id, out)
		}
		at := rnd.IntN(len(id))
		for _, c := range []byte("gG/:`@ \x00\xb0\xe1") {
			odd := bytes.Clone(id)
			if odd[at] = c; isID(odd) {
				t.Fatalf("%q is an id", odd)
			}
		}
		if isID(id[1:]) || id[at] != '-' && len(id) == 36 && isID(bytes.Replace(id, []byte("-"), id[:1], 1)) {
			t.Fatalf("a part of %s is an id", id)
		}
	}
}

func BenchmarkID(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	s := r.Scrubber()
	ids := [][]byte{[]byte("4bf92f3577b34da6a3ce929d0e0e4736"), []byte("550e8400-e29b-41d4-a716-446655440000")}
	for i := range b.N {
		s.ID(ids[i%2], InMessage)
	}
}
