package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// One seed, one log; and it is as long as the peers' figures assume.
func TestWorkloads(t *testing.T) {
	for _, w := range workloads {
		t.Run(w.name, func(t *testing.T) {
			const lines = 2000
			one, two := generate(w, 1, lines), generate(w, 1, lines)
			if !bytes.Equal(one, two) {
				t.Error("two logs of one seed differ")
			}
			if bytes.Equal(one, generate(w, 2, lines)) {
				t.Error("the seed makes no difference")
			}
			if got := bytes.Count(one, []byte("\n")); got != lines {
				t.Errorf("%d lines, want %d", got, lines)
			}
			if got := len(one) / lines; w.name == "A" && (got < 631 || got > 651) {
				t.Errorf("%d bytes a line, want 641 or so", got)
			}
		})
	}
}

func generate(w workload, seed uint64, lines int) (log []byte) {
	g := newGenerator(seed)
	for range lines {
		log = w.line(g, log)
	}
	return log
}

// The bare loop does the work that it stands for: every token is hashed and
// gone.
func TestBareLoop(t *testing.T) {
	for _, w := range workloads {
		t.Run(w.name, func(t *testing.T) {
			g := newGenerator(1)
			hashes := map[string]string{}
			for _, token := range g.tokens {
				sum := sha256.Sum256([]byte(token))
				hashes[token] = hex.EncodeToString(sum[:])
			}
			notToken := func(r rune) bool {
				return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_.", r))
			}
			for range 500 {
				line := bytes.TrimSuffix(w.line(g, nil), []byte("\n"))
				doc := w.bare(line, nil)
				for _, word := range bytes.FieldsFunc(line, notToken) {
					hash, ok := hashes[string(word)]
					if ok && (bytes.Contains(doc, word) || !bytes.Contains(doc, []byte(hash))) {
						t.Fatal("a token is not replaced by its hash")
					}
				}
			}
		})
	}
}
