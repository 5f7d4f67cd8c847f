package sinks_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/hashtail/hashtail/sinks"
)

func newFile(t *testing.T, c sinks.FileConfig) *sinks.File {
	t.Helper()
	f, err := sinks.NewFile(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFileWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "events.ndjson")
	f := newFile(t, sinks.FileConfig{Path: path})
	if err := f.Send(t.Context(), batch(t, `{"n":0}`, `{"n":1}`)); err != nil {
		t.Fatal(err)
	}
	if err := f.Send(t.Context(), batch(t, `{"n":2}`)); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, path), "{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n"; got != want {
		t.Errorf("file = %q, want %q", got, want)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		info, err := os.Stat(name)
		if err != nil || info.Mode() != want {
			t.Errorf("mode of %s = %v, %v, want %v", filepath.Base(name), info.Mode(), err, want)
		}
	}
}

// Larger than the sink's own buffer, with a document that is larger still.
func TestFileWritesMuch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.ndjson")
	f := newFile(t, sinks.FileConfig{Path: path, Sync: new(bool)})
	docs := slices.Repeat([]string{`{"m":"` + strings.Repeat("x", 1000) + `"}`}, 50)
	docs[7] = `{"m":"` + strings.Repeat("y", 1<<20) + `"}`
	for range 2 {
		for _, part := range []sinks.Batch{batch(t, docs[:7]...), batch(t, docs[7]), batch(t, docs[8:]...)} {
			if err := f.Send(t.Context(), part); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := strings.Join(docs, "\n") + "\n"
	if got := read(t, path); got != want+want {
		t.Errorf("the file has %d bytes, want %d, or other content", len(got), 2*len(want))
	}
}

func TestFileRepairsTornLine(t *testing.T) {
	long := `{"m":"` + strings.Repeat("x", 200<<10)
	for _, tt := range []struct {
		name, found, want string
		refused           bool
	}{
		{name: "whole", found: "{\"n\":0}\n", want: "{\"n\":0}\n"},
		{name: "torn", found: "{\"n\":0}\n{\"n\":1", want: "{\"n\":0}\n"},
		{name: "only a torn one", found: "{\"n\"", want: ""},
		{name: "long torn one", found: "{\"n\":0}\n" + long, want: "{\"n\":0}\n"},
		{name: "empty", found: "", want: ""},
		{name: "somebody else's", found: "127.0.0.1 - - GET /\nno end", refused: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), "events.ndjson"), []byte(tt.found))
			f, err := sinks.NewFile(sinks.FileConfig{Path: path})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got := read(t, path); got != tt.found {
				t.Errorf("NewFile made %.80q of the file: it may be another process's, and is to stay as it is", got)
			}
			err = f.Send(t.Context(), batch(t, `{"new":1}`))
			if tt.refused {
				if err == nil || read(t, path) != tt.found {
					t.Errorf("Send = %v, the file is %q: want an error and the file as it was", err, read(t, path))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, want := read(t, path), tt.want+"{\"new\":1}\n"; got != want {
				t.Errorf("file = %.80q, want %.80q", got, want)
			}
		})
	}
}

func TestFileRotates(t *testing.T) {
	for _, files := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(files), func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "events.ndjson")
			f := newFile(t, sinks.FileConfig{Path: path, MaxSize: 20, MaxFiles: files})
			for i := range 9 {
				if err := f.Send(t.Context(), batch(t, fmt.Sprintf(`{"n":%d}`, i))); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Send(t.Context(), batch(t, `{"larger":"than max_size"}`)); err != nil {
				t.Fatal(err)
			}
			var got []string
			names, _ := filepath.Glob(path + "*")
			for _, name := range names {
				got = append(got, strings.TrimPrefix(name, path)+": "+strings.ReplaceAll(read(t, name), "\n", " "))
			}
			want := []string{`: {"larger":"than max_size"} `, `.1: {"n":8} `, `.2: {"n":6} {"n":7} `}[:files]
			if !slices.Equal(got, want) {
				t.Errorf("files = %q, want %q", got, want)
			}
		})
	}
}

// Somebody moves, deletes or truncates the file.
func TestFileMeddledWith(t *testing.T) {
	for _, tt := range []struct {
		name   string
		meddle func(path string) error
		want   string
	}{
		{"moved", func(p string) error { return os.Rename(p, p+".old") }, "{\"n\":2}\n"},
		{"deleted", os.Remove, "{\"n\":2}\n"},
		{"folder deleted", func(p string) error { return os.RemoveAll(filepath.Dir(p)) }, "{\"n\":2}\n"},
		{"truncated", func(p string) error { return os.Truncate(p, 0) }, "{\"n\":2}\n"},
		{"replaced", func(p string) error {
			return errors.Join(os.Remove(p), os.WriteFile(p, []byte("{\"n\":9}\n"), 0o600))
		}, "{\"n\":9}\n{\"n\":2}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "d", "events.ndjson")
			f := newFile(t, sinks.FileConfig{Path: path})
			f.Send(t.Context(), batch(t, `{"n":1}`))
			if err := tt.meddle(path); err != nil {
				t.Fatal(err)
			}
			if err := f.Send(t.Context(), batch(t, `{"n":2}`)); err != nil {
				t.Fatal(err)
			}
			if got := read(t, path); got != tt.want {
				t.Errorf("file = %q, want %q", got, tt.want)
			}
		})
	}
}

// A full disk (here: the process's file size limit) takes part of a batch:
// nothing of it stays, and the same batch is delivered when there is space.
func TestFileFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.ndjson")
	f := newFile(t, sinks.FileConfig{Path: path})
	if err := f.Send(t.Context(), batch(t, `{"n":1}`)); err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = 30
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	b := batch(t, `{"n":2}`, `{"n":3}`, `{"n":4}`, `{"n":5}`)
	err := f.Send(t.Context(), b)
	if e := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); e != nil {
		t.Fatal(e)
	}
	if got := result(err); got != "transient" {
		t.Errorf("Send = %s (%v), want transient", got, err)
	}
	if got := read(t, path); got != "{\"n\":1}\n" {
		t.Errorf("after the failure the file is %q: want only the first batch", got)
	}
	if err := f.Send(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(read(t, path), "\n"); got != 5 {
		t.Errorf("%d documents, want 5", got)
	}
}

func TestFileCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "file"), nil)
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", dir, filepath.Join(file, "events"), fifo} {
		if f, err := sinks.NewFile(sinks.FileConfig{Path: path}); err == nil {
			f.Close()
			t.Errorf("%q was opened", path)
		}
	}
}

// Writers of their own kind.
type shortWriter struct {
	out  strings.Builder
	room int
	err  error
}

func (w *shortWriter) Write(p []byte) (int, error) {
	if len(p) <= w.room {
		w.room -= len(p)
		return w.out.Write(p)
	}
	n := w.room
	w.room = 0
	w.out.Write(p[:n])
	return n, w.err
}

func TestStdout(t *testing.T) {
	const line = 8 // {"n":0} and its end
	for _, tt := range []struct {
		name string
		room int
		err  error
		want string
		out  string
	}{
		{"all", 99, nil, "delivered", "{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n"},
		{"nobody reads", 0, syscall.EPIPE, "denied", ""},
		{"full", 0, syscall.ENOSPC, "transient", ""},
		{"first torn", 3, syscall.ENOSPC, "transient", "{\"n"},
		{"one whole", line, syscall.EPIPE, "retry [1 2] denied", "{\"n\":0}\n"},
		{"second torn", line + 5, syscall.ENOSPC, "retry [1 2] transient", "{\"n\":0}\n{\"n\":"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &shortWriter{room: tt.room, err: tt.err}
			s := sinks.NewStdout(w)
			b := batch(t, `{"n":0}`, `{"n":1}`, `{"n":2}`)
			err := s.Send(t.Context(), b)
			if got := result(err); got != tt.want || w.out.String() != tt.out {
				t.Errorf("Send = %s (%v) after %q, want %s after %q", got, err, w.out.String(), tt.want, tt.out)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("the error does not wrap %v", tt.err)
			}
			// A torn line gets an end before the document comes again.
			w.room = 99
			if err := s.Send(t.Context(), b.Slice(1, 2)); err != nil {
				t.Fatal(err)
			}
			rest := "{\"n\":1}\n"
			if tt.out != "" && !strings.HasSuffix(tt.out, "\n") {
				rest = "\n" + rest
			}
			if got := w.out.String(); got != tt.out+rest {
				t.Errorf("afterwards %q, want %q", got, tt.out+rest)
			}
		})
	}
}

func TestFileSendAllocations(t *testing.T) {
	f := newFile(t, sinks.FileConfig{Path: filepath.Join(t.TempDir(), "e.ndjson"), Sync: new(bool)})
	s := sinks.NewStdout(io.Discard)
	b := batch(t, slices.Repeat([]string{`{"message":"x"}`}, 1000)...)
	for _, sink := range []sinks.Sink{f, s} {
		if got := testing.AllocsPerRun(20, func() { sink.Send(t.Context(), b) }); got > 12 {
			t.Errorf("%T: %v allocations per page", sink, got)
		}
	}
}
