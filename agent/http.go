package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// serve starts the HTTP listener, if one is configured, and returns how to end
// it.
func (a *Agent) serve() (stop func(), err error) {
	if a.config.HTTP.Listen == "off" || a.config.HTTP.Listen == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", a.config.HTTP.Listen)
	if err != nil {
		return nil, fmt.Errorf("http.listen: %w: name another address, or off", err)
	}
	server := &http.Server{Handler: a.handler(), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("http listener ended", "error", err)
		}
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(ctx)
		_ = server.Close()
		<-done
	}, nil
}

func (a *Agent) handler() http.Handler {
	registry := a.registry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if reasons := a.stuck(); len(reasons) > 0 {
			answer(w, http.StatusServiceUnavailable, map[string]any{"status": "stuck", "reasons": reasons})
			return
		}
		answer(w, http.StatusOK, map[string]any{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		reasons := a.unready()
		code := http.StatusOK
		if len(reasons) > 0 {
			code = http.StatusServiceUnavailable
		}
		answer(w, code, map[string]any{"ready": len(reasons) == 0, "reasons": reasons})
	})
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, a.Status())
	})
	if a.config.HTTP.Pprof {
		runtime.MemProfileRate = 512 << 10 // of what is allocated from now on: off until then, see main
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// registry holds the agent's own metrics.
func (a *Agent) registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(metrics{a})
	return r
}

func answer(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v)
}

// patience is for how long a backend may be away before readiness turns red.
const patience = time.Minute

// unready lists why the agent is not ready; none when it is.
func (a *Agent) unready() []string {
	reasons := []string{}
	if leak := a.leak.Load(); leak != nil {
		reasons = append(reasons, (*leak).Error())
	}
	if err := a.store.Err(); err != nil {
		reasons = append(reasons, "state: "+err.Error())
	}
	for _, l := range a.lanes {
		since, denied, err := l.health.state()
		if err != nil && (denied || time.Since(since) > patience) {
			reasons = append(reasons, l.name+": "+err.Error())
		}
	}
	return reasons
}
