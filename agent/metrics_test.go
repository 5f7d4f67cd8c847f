package agent

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/hashtail/hashtail/sinks"
)

// A storing sink says what the backend did with its documents.
type storing struct{ stats sinks.Stats }

func (storing) Send(context.Context, sinks.Batch) error { return nil }
func (storing) Close() error                            { return nil }
func (s storing) Stats() sinks.Stats                    { return s.stats }

func TestSinkMetrics(t *testing.T) {
	c := DefaultConfig()
	l := newLane("test", storing{sinks.Stats{Conflicts: 3, FailureStore: 2}}, 1, &c.Delivery, nil, slog.New(slog.DiscardHandler))
	a := &Agent{config: c, lanes: []*lane{l}}
	read := func() map[string]float64 {
		families, err := a.registry().Gather()
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]float64{}
		for _, f := range families {
			for _, m := range f.GetMetric() {
				values[f.GetName()] += m.GetGauge().GetValue() + m.GetCounter().GetValue()
			}
		}
		return values
	}
	for name, want := range map[string]float64{
		"hashtail_events_conflict_total": 3, "hashtail_events_failure_store_total": 2,
		"hashtail_sink_up": 1, "hashtail_sink_failing_seconds": 0,
	} {
		if got := read()[name]; got != want {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	l.health.fail(errors.New("503"), false)
	if got := read(); got["hashtail_sink_up"] != 0 || got["hashtail_sink_failing_seconds"] <= 0 {
		t.Errorf("after a failure: up %v, failing for %v s", got["hashtail_sink_up"], got["hashtail_sink_failing_seconds"])
	}
	l.health.recover()
	if got := read(); got["hashtail_sink_up"] != 1 || got["hashtail_sink_failing_seconds"] != 0 {
		t.Errorf("after a success: up %v, failing for %v s", got["hashtail_sink_up"], got["hashtail_sink_failing_seconds"])
	}
}
