package tail_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
)

func TestOnce(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	lines, text := number("z", 0, 100_000)
	zw.Write([]byte(text + "last"))
	zw.Close()
	for name, data := range map[string][]byte{
		"a":     []byte("1\n2\n3"),
		"b [1]": []byte("4\n"),
		"c.gz":  z.Bytes(),
		"d.log": z.Bytes(), // by its content, not by its name
		"empty": nil,
	} {
		if err := os.WriteFile(path(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(files ...string) (*sink, error) {
		s := newSink()
		in := tail.Input{}
		for _, f := range files {
			in.Paths = append(in.Paths, path(f))
		}
		store := checkpoint.Volatile()
		tailer, err := tail.New(tail.Config{Once: true, Inputs: []tail.Input{in}}, store, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		tailer.AddLane("out", 0, func() tail.Consumer { return &consumer{sink: s} })
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		defer tailer.Close()
		return s, tailer.Run(ctx)
	}
	s, err := run("a", "b [1]", "c.gz", "empty")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.got()), 4+len(lines)+1; got != want {
		t.Errorf("got %d lines, want %d", got, want)
	}
	if s, err = run("d.log"); err != nil || len(s.got()) != len(lines)+1 || s.got()[len(lines)] != "last" {
		t.Errorf("got %d lines, error %v", len(s.got()), err)
	}
	if s, err = run("a", "missing"); err == nil || len(s.got()) != 3 {
		t.Errorf("got %d lines, error %v, want 3 and an error for the file that is missing", len(s.got()), err)
	}
	for name, behind := range map[string][]byte{ // as gzip -d, which warns of it
		"text behind.gz": []byte("not compressed"),
		"padding.gz":     make([]byte, 10_000),
	} {
		if err := os.WriteFile(path(name), append(bytes.Clone(z.Bytes()), behind...), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err = run(name); err != nil || len(s.got()) != len(lines)+1 {
			t.Errorf("%s: got %d lines, error %v", name, len(s.got()), err)
		}
	}
	if err := os.WriteFile(path("torn.gz"), z.Bytes()[:z.Len()/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = run("torn.gz"); err == nil {
		t.Errorf("got %d lines and no error from half a file", len(s.got()))
	}
}
