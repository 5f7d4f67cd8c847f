package agent

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
)

// httpAgent is an agent with one lane, as far as the endpoints see it.
func httpAgent(t *testing.T, change func(*Config)) *Agent {
	t.Helper()
	a := canaryAgent(t, change)
	a.lanes = []*lane{newLane("test", nullSink{}, 1, &a.config.Delivery, nil, a.log)}
	a.store = checkpoint.Volatile()
	var err error
	if a.tailer, err = a.newTailer(a.tailConfig(), a.store, event.Host{}); err != nil {
		t.Fatal(err)
	}
	return a
}

func get(a *Agent, path string) *httptest.ResponseRecorder {
	r := httptest.NewRecorder()
	a.handler().ServeHTTP(r, httptest.NewRequest("GET", path, nil))
	return r
}

func TestEndpoints(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		pprof      bool
		want       int
	}{
		{"metrics", "/metrics", false, http.StatusOK},
		{"health", "/healthz", false, http.StatusOK},
		{"readiness", "/readyz", false, http.StatusOK},
		{"status", "/status", false, http.StatusOK},
		{"no profiles unless asked for", "/debug/pprof/", false, http.StatusNotFound},
		{"profiles", "/debug/pprof/", true, http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := httpAgent(t, func(c *Config) { c.HTTP.Pprof = tt.pprof })
			if r := get(a, tt.path); r.Code != tt.want {
				t.Errorf("%s answers %d, want %d", tt.path, r.Code, tt.want)
			}
		})
	}
	if got := DefaultConfig().HTTP.Listen; got != "127.0.0.1:9640" {
		t.Errorf("listens on %s by default, want loopback only", got)
	}
}

// Readiness says why it is red, and does not keep a sound process from living.
func TestNotReadyHasReasons(t *testing.T) {
	a := httpAgent(t, func(*Config) {})
	a.lanes[0].health.fail(errors.New("401 security_exception"), true)
	r := get(a, "/readyz")
	var answer struct {
		Ready   bool
		Reasons []string
	}
	if err := json.Unmarshal(r.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if r.Code != http.StatusServiceUnavailable || answer.Ready || len(answer.Reasons) != 1 || answer.Reasons[0] != "test: 401 security_exception" {
		t.Errorf("/readyz answers %d, %+v", r.Code, answer)
	}
	if r := get(a, "/healthz"); r.Code != http.StatusOK {
		t.Errorf("/healthz answers %d: a backend that refuses is no reason to restart", r.Code)
	}
}
