package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/journal"
	"github.com/hashtail/hashtail/agent/tail"
)

// fake is a journalctl for stories that a real one cannot be made to tell. It
// prints the file "journal" beside it from the cursor on, obeys "die" once, and
// notes its arguments in "calls".
const fake = `#!/bin/sh
dir=$(dirname "$0")
echo "$*" >> "$dir/calls"
cursor= follow= last= from=
for a; do
	case $a in
	--cursor=*) cursor=${a#--cursor=} ;;
	--follow) follow=-f ;;
	--lines=1) last=1 ;;
	esac
done
[ -z "$last" ] || exec tail -n 1 "$dir/journal"
[ -z "$cursor" ] || from=$(grep -nF "\"$cursor\"" "$dir/journal" | cut -d: -f1)
if [ -n "$follow" ] && [ -e "$dir/die" ]; then
	echo "Something is wrong" >&2
	tail -n "+${from:-1}" "$dir/journal" | head -n "$(cat "$dir/die")"
	rm "$dir/die"
	exit 1
fi
exec tail -n "+${from:-1}" $follow "$dir/journal"
`

// A rig is a folder with a fake journalctl, which is the only one on PATH.
type rig struct {
	t   *testing.T
	dir string
	log bytes.Buffer
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, dir: t.TempDir()}
	r.write("journalctl", fake)
	r.write("journal", "")
	t.Setenv("PATH", r.dir+":/usr/bin:/bin")
	return r
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o755); err != nil {
		r.t.Fatal(err)
	}
}

// entry is the n-th entry of the journal.
func entry(n int) string { return fmt.Sprintf("{\"__CURSOR\":%q,\"MESSAGE\":\"%d\"}\n", cursor(n), n) }

func cursor(n int) string {
	return fmt.Sprintf("s=1;i=%x;b=2;m=3;t=%x;x=4", n, 1_795_600_000_000_000+n)
}

func (r *rig) append(from, to int) {
	r.t.Helper()
	f, err := os.OpenFile(filepath.Join(r.dir, "journal"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	for n := from; n <= to; n++ {
		if _, err := f.WriteString(entry(n)); err != nil {
			r.t.Fatal(err)
		}
	}
}

// A sink is a consumer that acknowledges at Flush, if it does.
type sink struct {
	mu    sync.Mutex
	got   []int64 // Offsets
	ids   map[uint64]bool
	spans []*checkpoint.Span
	deaf  bool
	seen  chan struct{}
}

func newSink() *sink { return &sink{ids: map[uint64]bool{}, seen: make(chan struct{}, 10_000)} }

func (s *sink) Open(*tail.File, *checkpoint.File) any { return nil }

func (s *sink) Block(_ context.Context, b tail.Block) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got, s.ids[b.Entry.ID] = append(s.got, b.Offset), true
	s.spans = append(s.spans, b.Mark.OpenAt(b.Entry.Time, b.Entry.Cursor))
	s.seen <- struct{}{}
	return nil
}

func (s *sink) Flush(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sp := range s.spans {
		if !s.deaf {
			sp.Ack()
		}
	}
	s.spans = nil
	return nil
}

// read reads until the sink has n entries more, and stops as a daemon does.
func (r *rig) read(c journal.Config, mark *checkpoint.File, s *sink, n int) journal.Status {
	r.t.Helper()
	c.RetryMin, c.RetryMax = time.Millisecond, time.Millisecond
	reader := journal.NewReader(c, &tail.File{}, "lane", mark, s, slog.New(slog.NewTextHandler(&r.log, nil)))
	ctx, cancel := context.WithCancel(r.t.Context())
	done := make(chan error)
	go func() { done <- reader.Run(ctx) }()
	late := time.After(time.Minute)
	for range n {
		select {
		case <-s.seen:
		case <-late:
			r.t.Fatalf("%d entries came, want %d; log:\n%s", len(s.got), n, r.log.String())
		}
	}
	cancel()
	if err := <-done; err != nil {
		r.t.Fatal(err)
	}
	return reader.Status()
}

func upTo(from, to int64) (all []int64) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

func TestReadsOnBehindTheMark(t *testing.T) {
	r, s := newRig(t), newSink()
	mark := checkpoint.Volatile().Stream("j").Lane("lane")
	r.write("journal", "-- Journal begins --\n")
	r.append(1, 3)
	r.read(journal.Config{}, mark, s, 3)
	if got := mark.Cursor(); got != cursor(3) {
		t.Errorf("the mark is at %q, want the last entry", got)
	}
	r.append(4, 5)
	st := r.read(journal.Config{}, mark, s, 2)
	if !slices.Equal(s.got, upTo(1, 5)) {
		t.Errorf("got entries %v, want 1 to 5, each once", s.got)
	}
	if st.Gaps != 0 || st.Lag != 0 || st.Error != "" {
		t.Errorf("status %+v", st)
	}
	s.deaf = true // a crash: nothing is acknowledged any more
	r.append(6, 7)
	r.read(journal.Config{}, mark, s, 2)
	s.deaf = false
	r.read(journal.Config{}, mark, s, 2)
	if want := append(upTo(1, 7), 6, 7); !slices.Equal(s.got, want) || len(s.ids) != 7 {
		t.Errorf("after a crash: entries %v with %d ids, want %v with 7", s.got, len(s.ids), want)
	}
}

// A journalctl that ends is started again behind what was read, whether that is
// acknowledged or not.
func TestChildEnds(t *testing.T) {
	r, s := newRig(t), newSink()
	s.deaf = true
	r.append(1, 10)
	r.write("die", "4")
	mark := checkpoint.Volatile().Stream("j").Lane("lane")
	st := r.read(journal.Config{}, mark, s, 10)
	if !slices.Equal(s.got, upTo(1, 10)) {
		t.Errorf("got entries %v, want 1 to 10, each once", s.got)
	}
	if st.Restarts != 1 || st.Gaps != 0 || st.Error != "" {
		t.Errorf("status %+v, want one restart", st)
	}
	if got := r.log.String(); !strings.Contains(got, "exit status 1: Something is wrong") {
		t.Errorf("the log says %q, want what the child said", got)
	}
}

func TestEntriesWereRemoved(t *testing.T) {
	r, s := newRig(t), newSink()
	mark := checkpoint.Volatile().Stream("j").Lane("lane")
	r.append(1, 3)
	r.read(journal.Config{}, mark, s, 3)
	r.write("journal", "")
	r.append(8, 9)
	st := r.read(journal.Config{}, mark, s, 2)
	if want := []int64{1, 2, 3, 8, 9}; !slices.Equal(s.got, want) {
		t.Errorf("got entries %v, want %v", s.got, want)
	}
	if st.Gaps != 1 || !strings.Contains(r.log.String(), "removed the entry") {
		t.Errorf("%d gaps, want 1 and a warning; log: %s", st.Gaps, r.log.String())
	}
	// The entry of the mark is not among those that are asked for now, which is no gap.
	mark.OpenAt(0, []byte(strings.Replace(cursor(9), "x=4", "x=5", 1))).Ack()
	if st := r.read(journal.Config{}, mark, s, 2); st.Gaps != 0 {
		t.Errorf("%d gaps for a mark within the journal", st.Gaps)
	}
}

func TestStartAtTheEnd(t *testing.T) {
	r, s := newRig(t), newSink()
	s.deaf = true
	store := checkpoint.Volatile()
	mark := store.Stream("j").Lane("lane")
	r.append(1, 3)
	r.read(journal.Config{Start: "end"}, mark, s, 0)
	deadline := time.Now().Add(time.Minute)
	for mark.Cursor() == "" && time.Now().Before(deadline) { // stopped before it had begun
		r.read(journal.Config{Start: "end"}, mark, s, 0)
	}
	r.append(4, 5)
	r.read(journal.Config{Start: "end"}, mark, s, 2)
	if want := []int64{4, 5}; !slices.Equal(s.got, want) {
		t.Errorf("got entries %v, want %v", s.got, want)
	}
}

func TestWhatJournalctlIsAsked(t *testing.T) {
	r, s := newRig(t), newSink()
	r.append(1, 1)
	c := journal.Config{
		Path: "/j", Units: []string{"ssh.service"}, Identifiers: []string{"sudo"}, Priority: "info",
		Matches: []string{"_UID=0"}, Fields: []string{"MESSAGE", "_PID"}, IgnoreOlder: time.Hour,
	}
	r.read(c, checkpoint.Volatile().Stream("j").Lane("lane"), s, 1)
	calls, _ := os.ReadFile(filepath.Join(r.dir, "calls"))
	for _, want := range []string{
		"--output=json --all", "--follow --no-tail --since=@", "--directory=/j", "--output-fields=MESSAGE,_PID",
		"--unit=ssh.service --identifier=sudo --priority=info _UID=0\n",
	} {
		if !strings.Contains(string(calls), want) {
			t.Errorf("journalctl %s lacks %s", bytes.TrimSpace(calls), want)
		}
	}
}

func TestNoJournalctl(t *testing.T) {
	r := newRig(t)
	if err := os.Remove(filepath.Join(r.dir, "journalctl")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", r.dir)
	if _, _, err := journal.Probe(t.Context(), journal.Config{}); err != journal.ErrMissing {
		t.Errorf("Probe = %v, want ErrMissing", err)
	}
	reader := journal.NewReader(journal.Config{}, &tail.File{}, "lane", checkpoint.Volatile().Stream("j").Lane("lane"), newSink(), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error)
	go func() { done <- reader.Run(ctx) }()
	for reader.Status().Restarts == 0 {
		time.Sleep(time.Millisecond)
	}
	if st := reader.Status(); !strings.Contains(st.Error, "not installed") {
		t.Errorf("status says %q", st.Error)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run = %v", err)
	}
}

func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    journal.Config
		want string // in the error; empty: none
	}{
		{"all of it", journal.Config{Units: []string{"ssh.service"}, Priority: "emerg..err", Matches: []string{"_UID=0"}, Start: "end"}, ""},
		{"an option as a match", journal.Config{Matches: []string{"--rotate"}}, "FIELD=value"},
		{"a path as a match", journal.Config{Matches: []string{"/usr/bin/sudo"}}, "FIELD=value"},
		{"a priority that is none", journal.Config{Priority: "loud"}, "priority"},
		{"a start that is none", journal.Config{Start: "middle"}, "start"},
		{"an empty unit", journal.Config{Units: []string{""}}, "units"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.c.Validate()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Validate() = %v, want %q in it", err, tt.want)
			}
		})
	}
}

// With a real journal, made from its export format: as long as they are in it
// entries are read once, in order, and those that have been removed are noticed.
func TestRealJournal(t *testing.T) {
	const remote = "/lib/systemd/systemd-journal-remote"
	for _, tool := range []string{"journalctl", remote} {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: test/tools.sh installs it", tool)
		}
		t.Skipf("%s is missing (Debian: systemd, systemd-journal-remote)", tool)
	}
	dir := t.TempDir()
	add := func(file string, from, to int) {
		t.Helper()
		var export strings.Builder
		for n := from; n <= to; n++ {
			fmt.Fprintf(&export, "__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n_BOOT_ID=%032x\nSYSLOG_IDENTIFIER=sshd\nMESSAGE=%d\n\n", 1_795_600_000_000_000+n, n, 7+n/250, n) // several boots
		}
		cmd := exec.Command(remote, "--output="+filepath.Join(dir, file), "-")
		cmd.Stdin = strings.NewReader(export.String())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	r, s := &rig{t: t}, newSink()
	mark := checkpoint.Volatile().Stream("j").Lane("lane")
	c := journal.Config{Path: dir, Identifiers: []string{"sshd"}, Fields: []string{"MESSAGE"}}
	add("one.journal", 1, 500)
	r.read(c, mark, s, 500)
	add("two.journal", 501, 600)
	r.read(c, mark, s, 100)
	if len(s.got) != 600 || len(s.ids) != 600 {
		t.Errorf("%d entries with %d ids, want 600, each once", len(s.got), len(s.ids))
	}
	if err := os.Remove(filepath.Join(dir, "one.journal")); err != nil {
		t.Fatal(err)
	}
	add("three.journal", 601, 610)
	if st := r.read(c, mark, s, 10); st.Gaps != 0 {
		t.Errorf("%d gaps, but only what was read is gone", st.Gaps)
	}
	add("four.journal", 611, 620)
	add("five.journal", 621, 630)
	for _, gone := range []string{"two.journal", "three.journal", "four.journal"} {
		if err := os.Remove(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	if st := r.read(c, mark, s, 10); st.Gaps != 1 || len(s.ids) != 620 {
		t.Errorf("%d gaps, %d ids, want 1 and 620 when ten entries were removed unread", st.Gaps, len(s.ids))
	}
}
