//go:build e2e

package e2e_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Rotation as logrotate does it, into an event file; with a glob that finds only
// the live file and with one that finds the rotated copies too.
func TestRotation(t *testing.T) {
	const rounds, each = 6, 500
	for _, glob := range []string{"app.log", "app.log*"} {
		t.Run("rename with late writes, "+glob, func(t *testing.T) {
			h, out := rotating(t, glob)
			token, n := newToken(), 0
			write := func(w io.Writer, count int) {
				t.Helper()
				if _, err := w.Write(lines(token, n, n+count)); err != nil {
					t.Fatal(err)
				}
				n += count
			}
			live := create(t, h.app)
			d := h.start()
			for round := range rounds {
				write(live, each)
				d.until("the live file is read", func() bool { return len(events(t, out)) >= n })
				old := live
				rename(t, h.app, round)
				write(old, each) // a writer that has not noticed yet
				live = create(t, h.app)
				write(live, each)
				write(old, each)
				old.Close()
			}
			live.Close()
			d.until("every line is read", func() bool { return len(events(t, out)) >= n })
			d.stop()
			wantNumbers(t, "file", events(t, out), n, false)
		})
		t.Run("copytruncate, "+glob, func(t *testing.T) {
			h, out := rotating(t, glob)
			token, n := newToken(), 0
			d := h.start()
			for round := range rounds {
				// Shorter and longer than what was there before: both look different to a reader that knows only its offset.
				count := each * (1 + round%3)
				appendFile(t, h.app, lines(token, n, n+count))
				n += count
				d.until("the file is read before it is truncated", func() bool { return len(events(t, out)) >= n })
				copyFile(t, h.app, round)
				if err := os.Truncate(h.app, 0); err != nil {
					t.Fatal(err)
				}
			}
			d.stop()
			wantNumbers(t, "file", events(t, out), n, false)
		})
	}
}

func rotating(t *testing.T, glob string) (h *host, out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "events.ndjson")
	h = newHost(t, obj{"file": obj{"path": out}})
	h.config["inputs"] = obj{"file": []obj{{"paths": []string{filepath.Join(filepath.Dir(h.app), glob)}}}}
	return h, out
}

// events reads an event file; a last line without its end is not there yet.
func events(t *testing.T, path string) [][]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	if len(whole) == 0 {
		return nil
	}
	return bytes.Split(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n"))
}

func create(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rename moves app.log to app.log.1 after moving app.log.1 to app.log.2, and so on.
func rename(t *testing.T, path string, rotated int) {
	t.Helper()
	shift(t, path, rotated)
	if err := os.Rename(path, generation(path, 1)); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, path string, rotated int) {
	t.Helper()
	shift(t, path, rotated)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(generation(path, 1), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func shift(t *testing.T, path string, rotated int) {
	t.Helper()
	for i := rotated; i > 0; i-- {
		if err := os.Rename(generation(path, i), generation(path, i+1)); err != nil {
			t.Fatal(err)
		}
	}
}

func generation(path string, i int) string { return path + "." + string(rune('0'+i)) }
