package agent

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A slow sink answers after a time.
type slow struct{ takes time.Duration }

func (slow) Close() error { return nil }

func (s slow) Send(ctx context.Context, _ sinks.Batch) error { return sleep(ctx, s.takes) }

// What hangs is seen; what waits for a backend is not taken for it.
func TestStuck(t *testing.T) {
	for _, tt := range []struct {
		name  string
		takes time.Duration // by one request
		after time.Duration
		want  string
	}{
		{"a slow backend", time.Hour, 5 * time.Minute, ""},
		{"a backend whose timeout does not end the request", time.Hour, 7 * time.Minute, "test: sending one batch for 7m0s"},
		{"a backend that takes each batch late", 5 * time.Minute, time.Hour, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := DefaultConfig()
				c.Delivery.Pages, c.Delivery.Workers = 2, 1
				a, err := New(c, slog.New(slog.DiscardHandler))
				if err != nil {
					t.Fatal(err)
				}
				l := newLane("test", slow{tt.takes}, 1, &c.Delivery, nil, a.log)
				l.timeout = time.Minute
				in := FileInput{Paths: []string{"/none"}}
				options, err := in.parse(false, nil)
				if err != nil {
					t.Fatal(err)
				}
				a.lanes, a.inputs = []*lane{l}, []*input{{in, options, in.Multiline.options()}}
				a.store = checkpoint.Volatile()
				if a.tailer, err = a.newTailer(a.tailConfig(), a.store, event.Host{}); err != nil {
					t.Fatal(err)
				}
				a.ready.Store(true)

				ctx, cancel := context.WithCancel(t.Context())
				go l.run(ctx)
				go func() { // a worker that always has more than there are pages for
					defer close(l.full)
					w := a.newWorker(l, event.Host{})
					b := tail.Block{File: &tail.File{Path: "/none"}, Mark: checkpoint.Unsaved(), Data: []byte(`{"event_type":"login","user":"ann"}` + "\n")}
					b.State = w.Open(b.File, b.Mark)
					for w.Block(ctx, b) == nil {
						w.Flush(ctx)
					}
				}()
				time.Sleep(tt.after)
				if got := strings.Join(a.stuck(), "; "); got != tt.want {
					t.Errorf("stuck = %q, want %q", got, tt.want)
				}
				r := httptest.NewRecorder()
				a.handler().ServeHTTP(r, httptest.NewRequest("GET", "/healthz", nil))
				if want := map[bool]int{true: http.StatusOK, false: http.StatusServiceUnavailable}[tt.want == ""]; r.Code != want {
					t.Errorf("/healthz answers %d, want %d: %s", r.Code, want, r.Body)
				}
				cancel()
				synctest.Wait()
			})
		})
	}
}

// Reading one block for minutes is a parser that does not end.
func TestStuckInABlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c calls
		first := c.enter()
		time.Sleep(time.Minute)
		second := c.enter()
		time.Sleep(time.Second)
		if got := c.longest(); got != time.Minute+time.Second {
			t.Errorf("longest = %s, want that of the first", got)
		}
		c.leave(first)
		if got := c.longest(); got != time.Second {
			t.Errorf("longest = %s, want that of the second", got)
		}
		c.leave(second)
		if got := c.longest(); got != 0 {
			t.Errorf("longest = %s of no calls", got)
		}
	})
}
