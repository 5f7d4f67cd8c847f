package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// The bare loop does the work that it stands for: every token is hashed and
// gone.
func TestBareLoop(t *testing.T) {
	for _, w := range []logs.Workload{logs.A, logs.B, logs.C, logs.D, logs.E, logs.F} {
		t.Run(w.Name, func(t *testing.T) {
			g := logs.New(1)
			hashes := map[string]string{}
			for _, token := range g.Tokens {
				sum := sha256.Sum256([]byte(token))
				hashes[token] = hex.EncodeToString(sum[:])
			}
			notToken := func(r rune) bool {
				return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_.", r))
			}
			for range 500 {
				line := bytes.TrimSuffix(w.Append(g, nil), []byte("\n"))
				doc := bareWork[w.Name](line, nil)
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
