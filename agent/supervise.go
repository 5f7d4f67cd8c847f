package agent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// A Supervisor runs the agent of a configuration, and replaces it by the agent
// of the next one when it is asked to.
type Supervisor struct {
	Source *Source
	Logger func(LogConfig) *slog.Logger
	Reload <-chan struct{} // each value asks for the configuration to be read again
	Watch  bool            // so does a change of its files

	current atomic.Pointer[Agent]
}

// watchInterval is how often the files are looked at; a change is taken at the
// second look.
const watchInterval = time.Second

// Run runs until ctx ends. A configuration that cannot be loaded, built or
// started is refused, and the old one goes on; a good one takes over where the
// old one stopped, as every position is in the state folder.
func (s *Supervisor) Run(ctx context.Context) error {
	a, err := s.build()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var watchdogs sync.WaitGroup
	defer watchdogs.Wait()
	defer cancel()
	watchdogs.Go(func() { s.watchdog(ctx) })
	var before *Agent
	for {
		next, err := s.runUntil(ctx, a)
		switch {
		case next != nil:
			if err != nil {
				a.log.Error("stopped for the new configuration, with a problem", "error", err)
			}
			next.follow(a)
			before, a = a, next
		case before != nil && !a.ready.Load() && ctx.Err() == nil:
			a.log.Error("the new configuration cannot be started: the old one goes on", "error", err)
			again, rebuilt := New(before.config, before.log)
			if rebuilt != nil {
				return errors.Join(err, rebuilt)
			}
			again.refused.Store(&err)
			again.follow(a)
			before, a = nil, again
		default:
			notify("STOPPING=1")
			a.abandon()
			return err
		}
	}
}

func (s *Supervisor) build() (*Agent, error) {
	c, err := s.Source.Load()
	if err != nil {
		return nil, err
	}
	a, err := (*Agent)(nil), c.validateRun()
	if err == nil {
		a, err = New(c, s.Logger(c.Log))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Source.path, err)
	}
	_, err = a.Canary()
	return a, err
}

// errReplaced is why an agent ends whose successor goes on at once. It does not wait for
// backends that are down: that would hold up the others, and the configuration that may
// mend it.
var errReplaced = errors.New("replaced by a new configuration")

// ErrNoReader is why an agent ends that prints its events, if the one who read them has gone:
// none will ever be read.
var ErrNoReader = errors.New("nobody reads standard output any more")

// Prints reports whether standard output is a sink.
func (s *Supervisor) Prints() bool {
	a := s.current.Load()
	return a != nil && a.config.Sinks.Stdout != nil
}

// runUntil runs a until ctx ends, or until a reload has built its successor.
func (s *Supervisor) runUntil(ctx context.Context, a *Agent) (*Agent, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.current.Store(a)
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	var again <-chan time.Time // nil: nothing was refused
	pause := refusedRetry
	for {
		cause, err := s.wait(done, again)
		if cause == "" {
			return nil, err
		}
		if cause != lacking {
			notifyReloading()
		}
		next, err := s.build()
		if err != nil {
			if before := a.refused.Load(); cause != lacking || before == nil || (*before).Error() != err.Error() {
				a.log.Error("the new configuration is refused: the old one goes on", "cause", cause, "error", err)
			}
			a.refused.Store(&err)
			notify("READY=1\nSTATUS=a new configuration was refused: see the log")
			if cause != lacking {
				pause = refusedRetry
			}
			again, pause = time.After(pause), min(2*pause, refusedRetryMax)
			continue
		}
		a.log.Info("the new configuration takes over", "cause", cause)
		cancel(errReplaced)
		return next, <-done
	}
}

// refusedRetry is how soon a configuration that is watched is tried again after it was
// refused, and twice as late after each time: a certificate that it lacked may be there, as
// in a cluster, which brings the volumes of a pod up to date one by one.
const (
	refusedRetry    = 5 * time.Second
	refusedRetryMax = 5 * time.Minute
)

// lacking is the cause of trying a refused configuration again.
const lacking = "refused before"

// wait waits until the agent has ended, or for a cause to reload.
func (s *Supervisor) wait(done <-chan error, again <-chan time.Time) (cause string, err error) {
	var look <-chan time.Time
	if !s.Watch {
		again = nil
	} else {
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		look = ticker.C
	}
	for {
		select {
		case err := <-done:
			return "", err
		case <-s.Reload:
			return "signal", nil
		case <-again:
			return lacking, nil
		case <-look:
			if s.Source.Changed() {
				return "file changed", nil
			}
		}
	}
}
