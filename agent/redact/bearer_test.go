package redact

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// Find finds what Field finds, whatever stands in an Authorization header.
func TestFindIsField(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, two := r.Scrubber(), r.Scrubber()
	rnd := rand.New(rand.NewPCG(1, 2))
	schemes := []string{"Bearer ", "bearer ", "Bearer  ", "BEARER ", "Basic ", "Token ", "bearer", "Bearer\t"}
	starts := []string{"", "eyJ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "your_", "xxxx", "ghp_", "glpat-", "tok:", "AKIA", "[", "'", "sk-", "realm="}
	for _, row := range builtin().shapes {
		starts = append(starts, row.example(rnd))
	}
	const letters = "abcxyzABCXYZ0189-_.~+/=:%&\\\"' @$|,"
	for i := range 40_000 {
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
