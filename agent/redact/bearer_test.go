package redact

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/test/long"
)

// Find finds what Field finds, whatever stands in an Authorization header.
func TestFindIsField(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, two := r.Scrubber(), r.Scrubber()
	rnd := long.Rand(t)
	schemes := []string{"Bearer ", "bearer ", "Bearer  ", "BEARER ", "Basic ", "Token ", "bearer", "Bearer\t"}
	starts := []string{"", "eyJ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "your_", "xxxx", "ghp_", "glpat-", "tok:", "AKIA", "[", "'", "sk-", "realm="}
	for _, row := range builtin().shapes {
		starts = append(starts, row.example(rnd))
	}
	const letters = "abcxyzABCXYZ0189-_.~+/=:%&\\\"' @$|,"
	for i := range long.Rounds(2_500, 1_000_000) {
		v := []byte(schemes[rnd.IntN(len(schemes))] + starts[rnd.IntN(len(starts))])
		set := letters
		if i%2 == 0 {
			set = letters[:20]
		}
		for range rnd.IntN(90) {
			v = append(v, set[rnd.IntN(len(set))])
		}
		if i%5 == 0 {
			v = append(v, strings.Repeat("=", 1+rnd.IntN(3))...)
		}
		if standsFor(v) {
			continue
		}
		name := []byte([]string{"authorization", "Proxy-Authorization", "access_token", "note", "cookie"}[i%5])
		one.Reset()
		two.Reset()
		one.Find(name, v, InBody)
		two.Field(name, v, InBody)
		if got, want := fmt.Sprintf("%+v", findings(one)), fmt.Sprintf("%+v", findings(two)); got != want {
			t.Fatalf("case %d: Find and Field differ", i)
		}
	}
}

// findings are comparable: claims by what they say.
func findings(s *Scrubber) []any {
	var all []any
	for _, f := range s.Found() {
		if f.Token.Claims != nil {
			all = append(all, reflect.ValueOf(*f.Token.Claims).Interface())
			f.Token.Claims = nil
		}
		all = append(all, f)
	}
	return all
}

func BenchmarkFind(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct{ name, value string }{
		{"opaque", "Bearer " + strings.Repeat("0a1B", 11)},
		{"jwt", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MTciLCJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJleHAiOjE3OTU0MzAwMDAsInNjb3BlIjoicmVhZCB3cml0ZSJ9." + strings.Repeat("Zx9_", 20)},
	} {
		value, name := []byte(bb.value), []byte("authorization")
		b.Run(bb.name, func(b *testing.B) {
			s := r.Scrubber()
			b.SetBytes(int64(len(value)))
			b.ReportAllocs()
			for b.Loop() {
				s.Reset()
				s.Find(name, value, InHeader)
			}
		})
		b.Run(bb.name+"/as Field", func(b *testing.B) {
			s := r.Scrubber()
			b.SetBytes(int64(len(value)))
			for b.Loop() {
				s.Reset()
				s.Field(name, value, InHeader)
			}
		})
	}
}

// A text that was clean is not so for ever: with keys, an application's own hash
// of a token is replaced.
func TestCleanTextsForget(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	text := []byte("token_hash=" + strings.Repeat("0a1b2c3d", 8))
	for range 2 {
		s.Reset()
		if got := s.Text(text, InMessage); got.String() != string(text) {
			t.Fatal("a hash is replaced without keys")
		}
	}
	key, err := NewKey("k1", time.Now().Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	ring, err := NewRing(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Use(ring); err != nil {
		t.Fatal(err)
	}
	s.Reset()
	if got := s.Text(text, InMessage); got.String() == string(text) {
		t.Error("an unkeyed hash got through a scrubber that has keys")
	}
}

// BenchmarkCleanText shows what remembering saves.
func BenchmarkCleanText(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	agent := []byte("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36")
	for _, known := range []bool{true, false} {
		b.Run(fmt.Sprintf("known=%v", known), func(b *testing.B) {
			s := r.Scrubber()
			b.SetBytes(int64(len(agent)))
			for b.Loop() {
				s.Reset()
				if !known {
					s.clean.slots[slot(agent)].n = 0
				}
				s.Text(agent, InHeader)
			}
		})
	}
}

// BenchmarkKindOf is what opaque tokens are by their shapes: each begins in another
// way, so nothing can be foretold.
func BenchmarkKindOf(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	tokens := make([][]byte, 1000)
	for i := range tokens {
		for range 43 {
			tokens[i] = append(tokens[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[rnd.IntN(64)])
		}
	}
	e := builtin()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.kindOf(tokens[i%len(tokens)], Opaque)
	}
}

// What a program or a manual writes for a value makes no token of the event,
// though a parser cut off how it ends.
func TestFindLeavesCode(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	for _, raw := range []string{
		"self.client.fetch_token(url", "request.form.get('token'", "env::var(\"TOKEN\")?;", "<your", "os.environ[\"TOKEN\"]",
	} {
		s.Reset()
		s.Find([]byte("token"), []byte(raw), InBody)
		if n := len(s.Found()); n > 0 {
			t.Errorf("Find(token, %q) found %d secrets, want none", raw, n)
		}
	}
}
