package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// A table prints rows as they come, in columns as wide as their titles need.
type table struct {
	w      io.Writer
	widths []int
}

const nameWidth = 32

func newTable(w io.Writer, columns ...string) *table {
	t := &table{w: w}
	for _, c := range columns {
		t.widths = append(t.widths, max(len(c), 9))
	}
	t.add("", columns...)
	return t
}

func (t *table) add(name string, cells ...string) {
	fmt.Fprintf(t.w, "%-*s", nameWidth, name)
	for i, c := range cells {
		fmt.Fprintf(t.w, "  %*s", t.widths[min(i, len(t.widths)-1)], c)
	}
	fmt.Fprintln(t.w)
}

// thousands writes 1234567 as 1,234,567.
func thousands(n float64) string {
	digits := fmt.Sprintf("%.0f", n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1e3) }

// median sorts v.
func median[T cmp.Ordered](v []T) T {
	slices.Sort(v)
	return v[len(v)/2]
}
