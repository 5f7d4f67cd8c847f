package stream_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/hashtail/hashtail/agent/stream"
)

// A taken notes what it was given: lines, with "+n" where n bytes were cut, and
// "." for each call of Quiet.
type taken struct {
	got   strings.Builder
	again time.Duration
	over  bool
	calls chan string
}

func (k *taken) Take(data []byte, cut int64) error {
	k.got.Write(data)
	if cut > 0 {
		k.got.WriteString("+" + string(rune('0'+cut)))
	}
	if k.calls != nil {
		k.calls <- "take"
	}
	return nil
}

func (k *taken) Quiet() (time.Duration, error) {
	if k.over {
		return 0, io.EOF
	}
	k.got.WriteString(".")
	if k.calls != nil {
		k.calls <- "quiet"
	}
	return k.again, nil
}

func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "."},
		{"lines", "a\nbb\n", "a\nbb\n.."},
		{"last line without its end", "a\nbb", "a\n.bb.."},
		{"line of the greatest length", "123456789012345\nb\n", "123456789012345\n.b\n.."},
		{"line that is too long", "1234567890123456789\nb\n", "1234567890123456+4.b\n.."},
		{"line that is too long by its end", "1234567890123456\nb\n", "1234567890123456+1.b\n.."},
		{"hole", strings.Repeat("\x00", 23) + "one\ntwo\n", "+@.\x00\x00\x00\x00\x00\x00\x00one\ntwo\n.."},
		{"hole between lines", "one\n" + strings.Repeat("\x00", 20) + "two\n", "one\n.+@.\x00\x00\x00\x00two\n.."},
		{"hole at the end", "one\n" + strings.Repeat("\x00", 20), "one\n.+@.+4.."},
		{"hole before a line that is too long", strings.Repeat("\x00", 10) + "1234567890123456789\nb\n", "+:.1234567890123456+4.b\n.."},
		{"line that is too long, and the end", "12345678901234567", "1234567890123456+1.."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := new(taken)
			if err := stream.Read(t.Context(), strings.NewReader(tt.in), stream.Options{MaxLine: 16}, k); err != nil {
				t.Fatal(err)
			}
			if got := k.got.String(); got != tt.want {
				t.Errorf("Read(%q) gave %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// However the bytes arrive, the lines are the same.
func TestReadByBytes(t *testing.T) {
	in := strings.Repeat("one\ntwo two\n123456789012345678901\n\n", 50)
	for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in)), iotest.HalfReader(strings.NewReader(in))} {
		k := new(taken)
		if err := stream.Read(t.Context(), r, stream.Options{MaxLine: 16}, k); err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(k.got.String(), ".", "")
		if want := strings.Repeat("one\ntwo two\n1234567890123456+6\n", 50); got != want {
			t.Errorf("%T: %d bytes, not the %d of the lines", r, len(got), len(want))
		}
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	k := &taken{calls: make(chan string, 16)}
	done := make(chan error)
	go func() { done <- stream.Read(ctx, r, stream.Options{Linger: time.Millisecond}, k) }()
	if _, err := w.WriteString("a line\nand a part"); err != nil {
		t.Fatal(err)
	}
	if got := <-k.calls; got != "take" {
		t.Errorf("first %s, want take", got)
	}
	if got := <-k.calls; got != "quiet" {
		t.Errorf("then %s, want quiet: nothing follows for the linger time", got)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, want that its context is cancelled", err)
	}
	if got := k.got.String(); got != "a line\n." {
		t.Errorf("it gave %q, want only the whole line", got)
	}
}

// A taker that holds a record back is asked again until it does not.
func TestQuietAgain(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	k := &taken{calls: make(chan string, 16), again: time.Millisecond}
	done := make(chan error)
	go func() { done <- stream.Read(ctx, r, stream.Options{Linger: time.Millisecond}, k) }()
	if _, err := w.WriteString("a line\n"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"take", "quiet", "quiet", "quiet"} {
		if got := <-k.calls; got != want {
			t.Errorf("call %d is %s, want %s", i, got, want)
		}
	}
	go func() {
		for range k.calls {
		}
	}()
	w.Close()
	if err := <-done; err != nil {
		t.Errorf("Read = %v at the end", err)
	}
}

// With Poll, Quiet is called though nothing comes, and may end the stream: what
// was begun is then the last line.
func TestQuietEndsTheStream(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.WriteString("a part"); err != nil {
		t.Fatal(err)
	}
	k := &taken{over: true}
	if err := stream.Read(t.Context(), r, stream.Options{Poll: time.Millisecond}, k); err != io.EOF {
		t.Errorf("Read = %v, want that the taker's io.EOF comes back", err)
	}
	if got := k.got.String(); got != "a part" {
		t.Errorf("it gave %q", got)
	}
}

// Memory stays what it is, however long a line.
func TestReadOfAnEndlessLine(t *testing.T) {
	line := io.LimitReader(zeros{}, 64<<20)
	k := new(taken)
	allocated := testing.AllocsPerRun(1, func() {
		if err := stream.Read(t.Context(), line, stream.Options{MaxLine: 1 << 20}, k); err != nil {
			t.Error(err)
		}
	})
	if allocated > 30 {
		t.Errorf("%v allocations for a line of 64 MiB", allocated)
	}
	if n := len(k.got.String()); n < 1<<20 || n > 1<<20+16 || !bytes.HasPrefix([]byte(k.got.String()), []byte("000")) {
		t.Errorf("%d bytes of it were given, want 1 MiB", n)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '0'
	}
	return len(b), nil
}
