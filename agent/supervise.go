package agent

import (
	"context"
	"log/slog"
)

// Supervise runs the agent of the configuration that load gives, until ctx
// ends. Each value on reload asks load again: a configuration that cannot be
// loaded or built is refused and the old one goes on; a good one takes over
// where the old one stopped, as every position is in the state folder.
func Supervise(ctx context.Context, load func() (*Config, *slog.Logger, error), reload <-chan struct{}) error {
	build := func() (*Agent, error) {
		c, log, err := load()
		if err != nil {
			return nil, err
		}
		if err := c.validateRun(); err != nil {
			return nil, err
		}
		a, err := New(c, log)
		if err != nil {
			return nil, err
		}
		_, err = a.Canary()
		return a, err
	}
	a, err := build()
	if err != nil {
		return err
	}
	for {
		next, err := a.runUntil(ctx, reload, build)
		if next == nil {
			notify("STOPPING=1")
			return err
		}
		if err != nil {
			a.log.Error("stopped for the new configuration, with a problem", "error", err)
		}
		a = next
	}
}

// runUntil runs a until ctx ends, or until a reload has built its successor.
func (a *Agent) runUntil(ctx context.Context, reload <-chan struct{}, build func() (*Agent, error)) (*Agent, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	for {
		select {
		case err := <-done:
			return nil, err
		case <-reload:
			notifyReloading()
			next, err := build()
			if err != nil {
				a.log.Error("the new configuration is refused: the old one goes on", "error", err)
				notify("READY=1\nSTATUS=new configuration refused, the old one goes on: see the log")
				continue
			}
			a.log.Info("the new configuration takes over")
			cancel()
			return next, <-done
		}
	}
}
