package agent_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A part is one piece of what a container wrote in one line.
type part struct{ cri, docker string }

func stdout(tag, content string) part {
	end := `\n`
	if tag == "P" {
		end = ""
	}
	return part{
		"2026-11-23T10:00:00.1Z stdout " + tag + " " + content,
		`{"log":"` + content + end + `","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}`,
	}
}

// messages are those of the events, by id.
func (s *story) messages() map[string]string {
	s.t.Helper()
	f, err := os.Open(filepath.Join(s.dir, "events.ndjson"))
	if err != nil {
		return nil
	}
	defer f.Close()
	found := map[string]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var d struct {
			Message string
			Event   struct{ ID string }
		}
		if json.Unmarshal(lines.Bytes(), &d) != nil {
			break // it is being written
		}
		if before, ok := found[d.Event.ID]; ok && before != d.Message {
			s.t.Errorf("event %s was %q, then %q", d.Event.ID, before, d.Message)
		}
		found[d.Event.ID] = d.Message
	}
	return found
}

// rotate renames the log, and the older ones.
func (s *story) rotate() {
	s.t.Helper()
	log := filepath.Join(s.dir, "app.log")
	os.Rename(log+".1", log+".2")
	if err := os.Rename(log, log+".1"); err != nil {
		s.t.Fatal(err)
	}
}

// compress does what a kubelet does, a while ago: a .gz that is new may be
// incomplete, and is read later than the file that follows it.
func (s *story) compress(name string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	text, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(text)
	z.Close()
	if err := os.WriteFile(path+".gz", b.Bytes(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	at := time.Now().Add(-10 * time.Second)
	if err := errors.Join(os.Chtimes(path+".gz", at, at), os.Remove(path)); err != nil {
		s.t.Fatal(err)
	}
}

// A line that the container runtime wrote in parts is one event wherever its
// parts stand.
func TestLineCutByRotation(t *testing.T) {
	const (
		live    = iota // the next parts stand in the next file
		restart        // the same, and hashtail was down meanwhile
		zipped         // and the first was compressed then
	)
	for _, tt := range []struct {
		name string
		cuts []int // before each part but the first
	}{
		{"while it runs", []int{live}},
		{"over three files", []int{live, live}},
		{"while it is down", []int{restart}},
		{"over three files while it is down", []int{restart, live}},
		{"begun again between", []int{live, restart}},
		{"compressed while it is down", []int{zipped}},
	} {
		for _, format := range []string{"cri", "docker"} {
			t.Run(tt.name+" "+format, func(t *testing.T) {
				t.Parallel()
				s := newStory(t)
				s.configure("keep: all\nhttp: {listen: off}\n")
				add := func(p part) {
					if format == "cri" {
						s.append(p.cri)
					} else {
						s.append(p.docker)
					}
				}
				stop := s.run()
				defer func() { stop() }()
				has := func(message string) {
					t.Helper()
					defer func() {
						if t.Failed() {
							t.Logf("events: %q", s.messages())
						}
					}()
					s.until("event "+message, func() bool {
						for _, m := range s.messages() {
							if m == message {
								return true
							}
						}
						return false
					})
				}
				add(stdout("F", "before"))
				has("before")
				want := "part-0"
				add(stdout("P", want))
				for i, cut := range tt.cuts {
					if cut != live {
						stop()
					}
					s.rotate()
					if cut == zipped {
						s.compress("app.log.1")
					}
					tag, content := "P", "+part-"+strings.Repeat("x", i+1)
					if i == len(tt.cuts)-1 {
						tag = "F"
					}
					add(stdout(tag, content))
					want += content
					if cut != live {
						stop = s.run()
					}
				}
				add(stdout("F", "after"))
				has("after")
				has(want)
				stop()
				for _, m := range s.messages() {
					if strings.Contains(m, "part-") && m != want {
						t.Errorf("event %q is a piece of %q", m, want)
					}
				}
				// What was delivered is not read again.
				if err := os.Truncate(filepath.Join(s.dir, "events.ndjson"), 0); err != nil {
					t.Fatal(err)
				}
				stop = s.run()
				add(stdout("F", "last"))
				has("last")
				if got := s.messages(); len(got) != 1 {
					t.Errorf("read again: %q", got)
				}
			})
		}
	}
}
