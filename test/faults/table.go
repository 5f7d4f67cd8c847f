package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A row is what became of the lines in one sink.
type row struct {
	fault, sink   string
	lines         int
	lost, doubled int           // -1 when the sink was not read
	recovered     time.Duration // from the end of the fault until the last line was there
	peak          int64         // resident bytes
	notes         []string
	wrong         []string // why the row is a failure; empty when it is none
	skipped       string   // why the fault was not played
}

// A table prints rows as they come.
type table struct {
	w       io.Writer
	rows    int
	failed  []string // lines of it, said again at the end
	skipped []string
}

const rowFormat = "%-52s %-14s %9s %6s %8s %8s %7s  %s\n"

func newTable(w io.Writer) *table {
	fmt.Fprintf(w, rowFormat, "fault", "sink", "lines", "lost", "doubled", "recover", "RSS", "")
	return &table{w: w}
}

func (t *table) add(rows []row) {
	for _, r := range rows {
		t.rows++
		if r.skipped != "" {
			t.skipped = append(t.skipped, r.fault)
			fmt.Fprintf(t.w, rowFormat, r.fault, r.sink, "-", "-", "-", "-", "-", "SKIPPED: "+r.skipped)
			continue
		}
		said := strings.Join(r.notes, "; ")
		if len(r.wrong) > 0 {
			said = "FAILED: " + strings.Join(append(r.wrong, r.notes...), "; ")
		}
		line := fmt.Sprintf(rowFormat, r.fault, r.sink,
			fmt.Sprint(r.lines), count(r.lost), count(r.doubled),
			fmt.Sprintf("%.1f s", r.recovered.Seconds()), fmt.Sprintf("%d M", r.peak>>20), said)
		if len(r.wrong) > 0 {
			t.failed = append(t.failed, line)
		}
		fmt.Fprint(t.w, line)
	}
}

func count(n int) string {
	if n < 0 {
		return "?"
	}
	return fmt.Sprint(n)
}

// end sums up, and says what failed where the end of a long log is all that is
// looked at.
func (t *table) end(took time.Duration) {
	fmt.Fprintf(t.w, "\n%d rows in %v, %d failed, %d skipped", t.rows, took.Round(time.Second), len(t.failed), len(t.skipped))
	if len(t.skipped) > 0 {
		fmt.Fprintf(t.w, " (%s)", strings.Join(t.skipped, ", "))
	}
	fmt.Fprintf(t.w, "\n%s", strings.Join(t.failed, ""))
}
