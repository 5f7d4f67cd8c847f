// Package nearest finds the word that somebody probably meant.
package nearest

import (
	"fmt"
	"iter"
)

// Hint is `: did you mean "word"?` with the known word nearest to name, and
// empty when none is near.
func Hint(name string, known iter.Seq[string]) string {
	best, at := "", len(name)/3+2
	for k := range known {
		if d := distance(name, k); d < at || d == at && k < best {
			best, at = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %q?", best)
}

// distance is the Levenshtein distance of a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d = min(diagonal, row[j], row[j+1]) + 1
			}
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}
