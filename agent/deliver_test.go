package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// A script answers each Send with the next of its answers, then with success,
// and keeps what was delivered: the messages of the documents, in order.
type script struct {
	answers   []func(n int) error // n: documents in the batch
	batches   []int
	delivered []string
}

func (s *script) Close() error { return nil }

func (s *script) Send(_ context.Context, b sinks.Batch) error {
	s.batches = append(s.batches, b.Len())
	var err error
	if len(s.answers) > 0 {
		err = s.answers[0](b.Len())
		s.answers = s.answers[1:]
	}
	var partial *sinks.PartialError
	if err != nil && !errors.As(err, &partial) {
		return err
	}
	for i := range b.Len() {
		if partial != nil && (slices.Contains(partial.Retry, i) || slices.ContainsFunc(partial.Reject, func(r sinks.Rejected) bool { return r.Index == i })) {
			continue
		}
		var d struct{ Message string }
		if err := json.Unmarshal(b.Doc(i).Body, &d); err != nil {
			return err
		}
		s.delivered = append(s.delivered, d.Message)
	}
	return err
}

func TestDeliver(t *testing.T) {
	whole := func(v sinks.Verdict) func(int) error {
		return func(int) error { return &sinks.Error{Verdict: v, Err: errors.New("no")} }
	}
	for _, tt := range []struct {
		name      string
		answers   []func(int) error
		delivered string
		batches   []int
		dead      string
	}{
		{"at once", nil, "a b c d", []int{4}, ""},
		{"after a network error", []func(int) error{func(int) error { return io.ErrUnexpectedEOF }}, "a b c d", []int{4, 4}, ""},
		{"after a refusal of the credentials", []func(int) error{whole(sinks.Denied)}, "a b c d", []int{4, 4}, ""},
		{"some again, one never", []func(int) error{func(int) error {
			return &sinks.PartialError{Retry: []int{1, 3}, Reject: []sinks.Rejected{{Index: 2, Reason: "400 document_parsing_exception"}}, Err: errors.New("429")}
		}}, "a b d", []int{4, 2}, "c"},
		{"in halves", []func(int) error{whole(sinks.TooLarge), whole(sinks.TooLarge)}, "a b c d", []int{4, 2, 1, 1, 2}, ""},
		{"one is too large by itself", []func(int) error{whole(sinks.TooLarge), whole(sinks.TooLarge), whole(sinks.TooLarge)}, "b c d", []int{4, 2, 1, 1, 2}, "a"},
		{"some again, in halves", []func(int) error{
			func(int) error {
				return &sinks.PartialError{Retry: []int{0, 2, 3}, Err: errors.New("503")}
			}, whole(sinks.TooLarge)}, "b a c d", []int{4, 3, 1, 2}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink := &script{answers: tt.answers}
			dead := &graveyard{dir: t.TempDir(), max: 1 << 20}
			c := DefaultConfig()
			c.Delivery.RetryMin, c.Delivery.RetryMax = 1000, 2000 // nanoseconds
			l := newLane("test", sink, 1, &c.Delivery, dead, slog.New(slog.DiscardHandler))
			file := checkpoint.Unsaved()
			page, err := l.page(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			enc := event.NewEncoder(event.Host{})
			for i, m := range []redact.Text{redact.Static("a"), redact.Static("b"), redact.Static("c"), redact.Static("d")} {
				page.Add(enc.AppendECS, &event.Event{ID: event.ID{Offset: int64(i)}, From: (&event.Source{}).Prepare(), Message: m})
			}
			page.Attach(file.Open(40))
			l.send(page)
			close(l.full)
			l.run(t.Context())

			if got := strings.Join(sink.delivered, " "); got != tt.delivered {
				t.Errorf("delivered %q, want %q", got, tt.delivered)
			}
			if !slices.Equal(sink.batches, tt.batches) {
				t.Errorf("batches of %v, want %v", sink.batches, tt.batches)
			}
			if got := deadMessages(t, dead.path("test")); got != tt.dead {
				t.Errorf("dead letters %q, want %q", got, tt.dead)
			}
			if got := file.Mark(); got != 40 {
				t.Errorf("mark at %d after all is settled, want 40", got)
			}
			n := &l.counts
			if n.shipped.Load()+n.dead.Load() != 4 || n.inFlight.Load() != 0 {
				t.Errorf("shipped %d + dead %d + in flight %d, want 4 settled", n.shipped.Load(), n.dead.Load(), n.inFlight.Load())
			}
		})
	}
}

func deadMessages(t *testing.T, path string) string {
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range bytes.Lines(raw) {
		var d struct {
			Sink, Reason string
			Document     struct{ Message string }
		}
		if err := json.Unmarshal(line, &d); err != nil || d.Sink != "test" || d.Reason == "" {
			t.Errorf("not a dead letter: %s (%v)", line, err)
		}
		out = append(out, d.Document.Message)
	}
	return strings.Join(out, " ")
}

// A failure begins once and ends once, whatever the attempts between have delivered, and
// it ends also when nothing but refused documents came.
func TestFailureEnds(t *testing.T) {
	allButTheFirst := func(n int) error {
		partial := &sinks.PartialError{Err: errors.New("elasticsearch item: 429")}
		for i := 1; i < n; i++ {
			partial.Retry = append(partial.Retry, i)
		}
		return partial
	}
	away := func(int) error { return io.ErrUnexpectedEOF }
	refused := func(int) error { return syscall.ECONNREFUSED }
	for _, tt := range []struct {
		name      string
		documents int
		answers   []func(int) error
		failed    int // lines of the log that say so
		install   int // attempts to prepare the backend that fail
	}{
		{"more of the batch with each attempt", 4, []func(int) error{allButTheFirst, allButTheFirst, allButTheFirst}, 1, 0},
		{"two nodes in turn", 1, []func(int) error{away, refused, away, refused, away, refused}, 2, 0},
		{"refused when the backend is back", 1, []func(int) error{away, func(int) error {
			return &sinks.PartialError{Reject: []sinks.Rejected{{Index: 0, Reason: "400"}}, Err: errors.New("400")}
		}}, 1, 0},
		{"too large when the backend is back", 1, []func(int) error{away, func(int) error {
			return &sinks.Error{Verdict: sinks.TooLarge, Err: errors.New("413")}
		}}, 1, 0},
		{"nothing to send when the backend is back", 0, nil, 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			c.Delivery.RetryMin, c.Delivery.RetryMax = 1000, 2000 // nanoseconds
			var said bytes.Buffer
			sink := &preparing{script{answers: tt.answers}, tt.install}
			l := newLane("test", sink, 1, &c.Delivery, &graveyard{dir: t.TempDir(), max: 1 << 20}, slog.New(slog.NewTextHandler(&said, nil)))
			l.install(t.Context())
			page, err := l.page(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for range tt.documents {
				page.Add(event.NewEncoder(event.Host{}).AppendECS, &event.Event{From: (&event.Source{}).Prepare(), Message: redact.Static("x")})
			}
			if err := l.deliver(t.Context(), page.All()); err != nil {
				t.Fatal(err)
			}
			if d, failing := l.health.failingFor(); failing {
				t.Errorf("failing for %v when all is settled", d)
			}
			if got := strings.Count(said.String(), "delivery failed"); got != tt.failed {
				t.Errorf("%d lines of the log tell of a failure, want %d:\n%s", got, tt.failed, &said)
			}
			if got := strings.Count(said.String(), "delivery works again"); got != 1 {
				t.Errorf("%d lines of the log tell of its end, want 1:\n%s", got, &said)
			}
		})
	}
}

// A backend that fails now and then, and one that refuses some documents of each batch, do
// not flood the log: the first is told, then one a minute.
func TestTroubleNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rounds = 100 // more than one a second
		var answers []func(int) error
		for range rounds {
			answers = append(answers, func(int) error { return &sinks.Error{Err: errors.New("503")} }, func(int) error {
				return &sinks.PartialError{Reject: []sinks.Rejected{{Reason: "400 document_parsing_exception"}}, Err: errors.New("400")}
			})
		}
		c := DefaultConfig()
		var said bytes.Buffer
		l := newLane("test", &script{answers: answers}, 1, &c.Delivery, &graveyard{dir: t.TempDir(), max: 1 << 20}, slog.New(slog.NewTextHandler(&said, nil)))
		began := time.Now()
		for range rounds {
			page, err := l.page(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			page.Add(event.NewEncoder(event.Host{}).AppendECS, &event.Event{From: (&event.Source{}).Prepare(), Message: redact.Static("x")})
			if err := l.deliver(t.Context(), page.All()); err != nil {
				t.Fatal(err)
			}
			page.Reset(l.pageSize)
			l.free <- page
			time.Sleep(100 * time.Millisecond)
		}
		most := 1 + int(time.Since(began)/time.Minute)
		for _, text := range []string{"delivery failed", "delivery works again", "refused for ever"} {
			if got := strings.Count(said.String(), text); got < 1 || got > most {
				t.Errorf("%q is said %d times in %v, want at most %d times", text, got, time.Since(began), most)
			}
		}
		if _, failing := l.health.failingFor(); failing {
			t.Error("failing when all is settled")
		}
	})
}

// A preparing sink cannot be prepared a number of times.
type preparing struct {
	script
	failures int
}

func (s *preparing) Install(context.Context) error {
	if s.failures == 0 {
		return nil
	}
	s.failures--
	return errors.New("connection refused")
}

// While the dead letters are full the lane waits, and what it holds is not
// acknowledged when the agent stops.
func TestFullDeadLettersHoldTheLane(t *testing.T) {
	reject := func(int) error {
		return &sinks.PartialError{Reject: []sinks.Rejected{{Reason: "400"}}, Err: errors.New("400")}
	}
	dead := &graveyard{dir: t.TempDir(), max: 1}
	c := DefaultConfig()
	l := newLane("test", &script{answers: []func(int) error{reject, reject}}, 1, &c.Delivery, dead, slog.New(slog.DiscardHandler))
	file := checkpoint.Unsaved()
	enc := event.NewEncoder(event.Host{})
	for i := range 2 {
		page, err := l.page(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		page.Add(enc.AppendECS, &event.Event{From: (&event.Source{}).Prepare(), Message: redact.Static("x")})
		page.Attach(file.Open(int64(10 * (i + 1))))
		l.send(page)
	}
	close(l.full)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { l.run(ctx); close(done) }()
	for l.counts.dead.Load() < 1 || func() bool { _, _, err := l.health.state(); return err == nil }() {
		time.Sleep(time.Millisecond)
	}
	if _, denied, err := l.health.state(); !denied || !strings.Contains(err.Error(), "full") {
		t.Errorf("health is %v (denied %v), want full dead letters to turn readiness red", err, denied)
	}
	cancel()
	<-done
	if got := file.Mark(); got != 10 {
		t.Errorf("mark at %d, want 10: the second document is in no dead letter", got)
	}
}

// A crash may cut a letter short: the next does not go on in its line. One that only lacks
// its newline stays.
func TestDeadLetterBehindATornOne(t *testing.T) {
	for _, tt := range []struct {
		cut  int64
		want string
	}{{20, "x x"}, {1, "x x x"}} {
		dead := &graveyard{dir: t.TempDir(), max: 1 << 20}
		page := sinks.NewPage(1 << 10)
		page.Add(event.NewEncoder(event.Host{}).AppendECS, &event.Event{From: (&event.Source{}).Prepare(), Message: redact.Static("x")})
		bury := func() {
			t.Helper()
			if err := dead.bury("test", page.All(), []sinks.Rejected{{Index: 0, Reason: "400"}}); err != nil {
				t.Fatal(err)
			}
		}
		bury()
		bury()
		fi, err := os.Stat(dead.path("test"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(dead.path("test"), fi.Size()-tt.cut); err != nil {
			t.Fatal(err)
		}
		bury()
		if got := deadMessages(t, dead.path("test")); got != tt.want {
			t.Errorf("cut by %d bytes: dead letters %q, want %q", tt.cut, got, tt.want)
		}
	}
}

func TestRetryWait(t *testing.T) {
	r := retryPolicy{min: 100 * time.Millisecond, max: 10 * time.Second}
	for n := 1; n < 100; n++ {
		d := r.wait(n, sinks.Transient, 0)
		if d < r.min/4 || d > r.max {
			t.Errorf("attempt %d waits %v, want between %v and %v", n, d, r.min/4, r.max)
		}
		if d := r.wait(n, sinks.Denied, 0); d < r.max/2 {
			t.Errorf("refused credentials wait %v, want at least %v", d, r.max/2)
		}
		if d := r.wait(n, sinks.Transient, time.Minute); d < time.Minute {
			t.Errorf("attempt %d waits %v, want what Retry-After asks for", n, d)
		}
	}
}
