package redact_test

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// TestShapesInQuery: the example of each shape is found as the value of a parameter that says
// nothing, at the end of the text, where an escape may be too near to it for the filter.
func TestShapesInQuery(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(23, 24))
	for _, shape := range redact.Shapes() {
		for range 20 {
			line, secret := shape.Example(rnd)
			if strings.ContainsAny(line, "\r\n") || len(secret) < 8 {
				continue
			}
			for _, q := range []string{"/search?q=" + url.QueryEscape(line), "q=" + url.PathEscape(line)} {
				s.Reset()
				if out := s.Text([]byte(q), redact.InQuery).String(); half(secret, out) != "" {
					t.Errorf("%v: %q became %q", shape.Kind, q, out)
				}
			}
		}
	}
}
