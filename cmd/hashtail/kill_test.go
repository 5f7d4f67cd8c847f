package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/long"
)

// TestKilledAnywhere: a log of lines in all formats is written in pieces of any
// size while the daemon is killed and ended again and again. What it has shipped
// of each line in the end is what one pass over the finished log ships.
func TestKilledAnywhere(t *testing.T) {
	for name, write := range map[string]func(*rand.Rand, []byte) []byte{
		"bare": func(_ *rand.Rand, line []byte) []byte { return append(line, '\n') },
		"CRI": func(rnd *rand.Rand, line []byte) (b []byte) {
			for len(line) > 1 && rnd.IntN(3) == 0 {
				n := 1 + rnd.IntN(len(line)-1)
				b = fmt.Appendf(b, "2026-11-23T10:00:00.123456789Z stdout P %s\n", line[:n])
				line = line[n:]
			}
			return fmt.Appendf(b, "2026-11-23T10:00:00.123456789Z stdout F %s\n", line)
		},
	} {
		t.Run(name, func(t *testing.T) {
			rnd := long.Rand(t)
			var text []byte
			for range long.Rounds(5, 30) {
				for _, i := range rnd.Perm(len(parse.Formats)) {
					text = append(text, write(rnd, []byte(parse.Formats[i].Example))...)
				}
			}
			dir := t.TempDir()
			path := func(name string) string { return filepath.Join(dir, name) }
			config := fmt.Sprintf("state_dir: %s\nkeep: all\ninputs: {file: [{paths: [%s]}]}\nsinks: {file: {path: %s, max_size: 1GiB}}\n", path("state"), path("app.log"), path("out"))
			if err := os.WriteFile(path("hashtail.yaml"), []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			log, err := os.Create(path("app.log"))
			if err != nil {
				t.Fatal(err)
			}
			defer log.Close()
			daemon := start(t, path("hashtail.yaml"))
			for rest := text; len(rest) > 0; {
				n := min(len(rest), 1+rnd.IntN(4000))
				if _, err := log.Write(rest[:n]); err != nil {
					t.Fatal(err)
				}
				rest = rest[n:]
				time.Sleep(time.Duration(rnd.IntN(60)) * time.Millisecond)
				if rnd.IntN(4) == 0 {
					end(daemon, []os.Signal{syscall.SIGKILL, syscall.SIGTERM}[rnd.IntN(2)])
					daemon = start(t, path("hashtail.yaml"))
				}
			}
			whole, err := exec.Command("hashtail", "ship", "--keep", "all", path("app.log")).Output()
			if err != nil {
				t.Fatal(err)
			}
			want := byOffset(t, whole)
			got := map[int64]any{}
			for deadline := time.Now().Add(time.Minute); len(got) < len(want) && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
				out, _ := os.ReadFile(path("out"))
				got = byOffset(t, out[:bytes.LastIndexByte(out, '\n')+1])
			}
			end(daemon, syscall.SIGTERM)
			if len(got) != len(want) {
				t.Errorf("%d lines were shipped, want %d", len(got), len(want))
			}
			for offset, doc := range want {
				if !reflect.DeepEqual(got[offset], doc) {
					t.Errorf("line at %d\n got %v\nwant %v", offset, got[offset], doc)
				}
			}
		})
	}
}

func start(t *testing.T, config string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("hashtail", "run", "-c", config)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func end(daemon *exec.Cmd, how os.Signal) {
	_ = daemon.Process.Signal(how)
	_ = daemon.Wait()
}

// byOffset is what was shipped of each line, without what differs from pass to
// pass.
func byOffset(t *testing.T, ndjson []byte) map[int64]any {
	t.Helper()
	docs := map[int64]any{}
	for line := range bytes.Lines(ndjson) {
		var doc struct {
			Log  struct{ Offset int64 }
			Tags []string
		}
		var all map[string]any
		if err := json.Unmarshal(line, &doc); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(line, &all); err != nil {
			t.Fatal(err)
		}
		ev := all["event"].(map[string]any)
		delete(ev, "id")
		delete(ev, "created")
		delete(all["log"].(map[string]any), "file")
		delete(all, "agent")
		if ev["kind"] == "pipeline_error" || len(doc.Tags) > 0 { // timestamp_failed: of reading
			delete(all, "@timestamp")
		}
		docs[doc.Log.Offset] = all
	}
	return docs
}
