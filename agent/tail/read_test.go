package tail_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/test/long"
)

// whole puts the blocks of one file together again.
type whole struct {
	tb    testing.TB
	data  []byte
	max   int
	short bool // the last block lacked its newline
}

func (w *whole) Open(*tail.File, *checkpoint.File) any { return nil }

func (w *whole) Flush(context.Context) error { return nil }

func (w *whole) Block(_ context.Context, b tail.Block) error {
	if b.Offset != int64(len(w.data)) {
		w.tb.Errorf("a block begins at %d, the one before ended at %d", b.Offset, len(w.data))
	}
	if w.short && len(b.Data) > 0 || b.Len() == 0 {
		w.tb.Errorf("a block of %d bytes, after one without a newline: %v", len(b.Data), w.short)
	}
	switch {
	case len(b.Data) == 0: // NULs
	case b.Cut > 0:
		if len(b.Data) != w.max || bytes.IndexByte(b.Data, '\n') >= 0 {
			w.tb.Errorf("a long line of %d bytes was cut, the limit is %d", len(b.Data), w.max)
		}
	default:
		w.short = b.Data[len(b.Data)-1] != '\n'
	}
	for _, line := range bytes.SplitAfter(b.Data, []byte("\n")) {
		if len(line) > w.max {
			w.tb.Errorf("a line has %d bytes, the limit is %d", len(line), w.max)
		}
	}
	w.data = append(w.data, b.Data...)
	w.data = append(w.data, make([]byte, b.Cut)...) // what was cut
	b.Mark.Open(b.End()).Ack()
	return nil
}

func once(tb testing.TB, path string, maxLine int, c tail.Consumer) {
	config := tail.Config{Once: true, Inputs: []tail.Input{{Paths: []string{path}, MaxLine: maxLine}}}
	tailer, err := tail.New(config, checkpoint.Volatile(), slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	tailer.AddLane("lane", 1, func() tail.Consumer { return c })
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	defer tailer.Close()
	if err := tailer.Run(ctx); err != nil {
		tb.Fatal(err)
	}
}

// FuzzBlocks: whatever a file holds, its blocks are the file, in order and
// without a hole, and no line is longer than it may be.
func FuzzBlocks(f *testing.F) {
	f.Add([]byte("one\ntwo\n"), uint16(1), uint16(1024))
	f.Add([]byte("one\n\n\ntwo"), uint16(300), uint16(1100))
	f.Add([]byte("a long line without an end "), uint16(20_000), uint16(1024))
	f.Add(append(bytes.Repeat([]byte("x"), 1023), '\n'), uint16(3), uint16(1024))
	f.Add(append(make([]byte, 3000), "one\n"...), uint16(3), uint16(1))
	f.Add(append(make([]byte, 70_000), "one"...), uint16(2), uint16(1))
	f.Add(append(append([]byte("one\ntwo\x00"), make([]byte, 3000)...), "three\nfour"...), uint16(2), uint16(1024))
	f.Add(append([]byte("one\ntwo"), make([]byte, 70_000)...), uint16(1), uint16(1))
	f.Add([]byte("\x00\x00a long line behind two zeros "), uint16(100), uint16(1)) // fewer than are compared again
	f.Fuzz(func(t *testing.T, part []byte, times, maxLine uint16) {
		if len(part)*int(times) > 1<<21 {
			return
		}
		data := bytes.Repeat(part, int(times))
		if len(data) > 1 && data[0] == 0x1f {
			return
		}
		path := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if len(bytes.Trim(data, "\x00")) == 0 {
			data = nil // nothing is written yet
		}
		w := &whole{tb: t, max: 1024 + int(maxLine)}
		once(t, path, w.max, w)
		if len(w.data) != len(data) {
			t.Fatalf("the blocks have %d bytes, the file %d", len(w.data), len(data))
		}
		for i, c := range w.data {
			if c != data[i] && c != 0 {
				t.Fatalf("byte %d is %q, in the file it is %q", i, c, data[i])
			}
		}
	})
}

// What has no blocks on the disk is not read: not between two lines, the first of which ends
// within a block, and not at the end. It would take minutes, in which nothing ends the reader.
func TestSparseFile(t *testing.T) {
	r := newRig(t)
	const hole = 64 << 30
	at := int64(0)
	put := func(line string) {
		f, err := os.OpenFile(r.path("a.log"), os.O_RDWR|os.O_CREATE, 0o600)
		r.must(err)
		defer f.Close()
		if _, err := f.WriteAt([]byte(line+"\n"), at); err != nil {
			t.Skipf("a file cannot be so long here: %v", err)
		}
		at += int64(len(line)) + 1
	}
	put("1")
	r.start()
	r.until("1")
	at += hole
	put("2")
	r.until("1", "2")
	r.truncate("a.log", at+hole)
	put("3")
	r.until("1", "2", "3")
	r.restart()
	put("4")
	r.until("1", "2", "3", "4")
	r.stop()
}

// TestLongHole: more NULs than a line may have, as a crash leaves them, or a program that
// writes on where it was after a truncation, do not take the line behind them along.
func TestLongHole(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
		want string
		cut  int64
	}{
		{"before the first line", strings.Repeat("\x00", 5000) + "one\ntwo\n", "[one two]", 5000},
		{"between two lines", "one\n" + strings.Repeat("\x00", 200_000) + "two\nthree\n", "[one two three]", 200_000},
		{"two, with a line between", "one\n" + strings.Repeat("\x00", 1025) + "two\n" + strings.Repeat("\x00", 1025) + "three", "[one two three]", 2050},
		{"at the end", "one\n" + strings.Repeat("\x00", 5000), "[one]", 5000},
		{"shorter than a line", "one\n\x00\x00two\n", "[one \x00\x00two]", 0},
		{"a long line of others", "one\n" + strings.Repeat("x", 2000) + "\ntwo\n", "[one " + strings.Repeat("x", 1024) + " two]", 977},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			if err := os.WriteFile(path, []byte(tt.in), 0o600); err != nil {
				t.Fatal(err)
			}
			s := newSink()
			once(t, path, 1024, &consumer{sink: s})
			if got := fmt.Sprint(s.lines); got != tt.want || s.cut != tt.cut {
				t.Errorf("got %.80q, %d bytes left out; want %.80q, %d", got, s.cut, tt.want, tt.cut)
			}
			s.report(t)
		})
	}
}

// counter is the least that a consumer does: it finds the lines.
type counter struct{ lines int }

func (c *counter) Open(*tail.File, *checkpoint.File) any { return nil }

func (c *counter) Flush(context.Context) error { return nil }

func (c *counter) Block(_ context.Context, b tail.Block) error {
	for rest := b.Data; len(rest) > 0; {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			break
		}
		c.lines++
		rest = rest[i+1:]
	}
	b.Mark.Open(b.End()).Ack()
	return nil
}

// BenchmarkLines reads and splits lines of 470 bytes.
func BenchmarkLines(b *testing.B) {
	const lines = 500_000
	var text bytes.Buffer
	for i := range lines {
		fmt.Fprintf(&text, "%-469d\n", i)
	}
	path := filepath.Join(b.TempDir(), "log")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		c := &counter{}
		before := long.CPU(b)
		once(b, path, 0, c)
		if c.lines != lines {
			b.Fatalf("got %d lines", c.lines)
		}
		b.ReportMetric(float64(long.CPU(b)-before)/lines, "cpu-ns/line")
	}
}
