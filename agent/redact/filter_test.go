package redact

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/hashtail/hashtail/test/long"
)

// slowEngine is the built-in engine without its filter: it looks at each byte.
func slowEngine() *engine {
	e := *builtin()
	e.filter = new(filter)
	for i := range e.filter {
		e.filter[i] = pairBits{^uint32(0), ^uint32(0)}
	}
	return &e
}

// goldenLines are the lines of testdata, as they stand there.
func goldenLines(t testing.TB) (lines [][]byte) {
	t.Helper()
	for _, name := range []string{"secrets.txt", "benign.txt"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, bytes.Split(b, []byte("\n"))...)
	}
	return lines
}

// both scrubs b with the filter and without.
func both(t *testing.T, fast, slow *Scrubber, b []byte) {
	t.Helper()
	fast.Reset()
	slow.Reset()
	fast.clean, slow.clean = cleanTexts{}, cleanTexts{}
	got, want := fast.Text(b, InMessage).String(), slow.Text(b, InMessage).String()
	if got != want || fmt.Sprint(kindsOf(fast.Found())) != fmt.Sprint(kindsOf(slow.Found())) {
		t.Fatalf("%q\n  with the filter %q %v\n  without         %q %v", b, got, kindsOf(fast.Found()), want, kindsOf(slow.Found()))
	}
}

// The filter hides nothing, wherever in the text it stands.
func TestFilterHidesNothing(t *testing.T) {
	rnd := long.Rand(t)
	fast, slow := with(builtin()), with(slowEngine())
	lines := goldenLines(t)
	for range long.Rounds(4_000, 400_000) {
		b := bytes.Repeat([]byte(" "), rnd.IntN(17))
		b = append(b, lines[rnd.IntN(len(lines))]...)
		for range rnd.IntN(3) {
			at := rnd.IntN(len(b) + 1)
			line := lines[rnd.IntN(len(lines))]
			b = append(b[:at:at], line[rnd.IntN(len(line)+1):]...)
		}
		both(t, fast, slow, b)
	}
}

// A place passes when it should, in every position relative to the pairs that
// are read: each anchor and each escape is found behind any number of bytes.
func TestFilterStopsAtEveryAnchor(t *testing.T) {
	e := builtin()
	stops := func(text string, off int) {
		for n := range 24 {
			b := append(bytes.Repeat([]byte("\x01"), n), text...)
			for _, more := range []string{"", "\x01", "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"} {
				line := append(bytes.Clone(b), more...)
				if len(line) < n+off+4 {
					continue
				}
				i := e.filter.next(line, 0)
				for i < n+off {
					i = e.filter.next(line, i+1)
				}
				if i != n+off {
					t.Fatalf("%q behind %d bytes, before %d: the filter goes on to %d", text, n, len(more), i)
				}
			}
		}
	}
	for i := range e.anchors {
		a := &e.anchors[i]
		if len(a.lit)-a.off >= 4 {
			stops(a.lit, a.off)
		}
	}
	for i, seconds := range escapeSeconds {
		for _, c := range []byte(seconds) {
			stops(string([]byte{escapes[i], c, 1, 1}), 0)
		}
	}
}

// FuzzFilter compares what is found with the filter and without it.
func FuzzFilter(f *testing.F) {
	for _, line := range goldenLines(f) {
		f.Add(line)
	}
	fast, slow := with(builtin()), with(slowEngine())
	f.Fuzz(func(t *testing.T, b []byte) { both(t, fast, slow, b) })
}
