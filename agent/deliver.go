package agent

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/hashtail/hashtail/sinks"
)

// A retryPolicy is how long to wait before the next attempt: exponential with
// full jitter (a random share of the bound), so that a fleet whose backend
// comes back does not return in step.
type retryPolicy struct{ min, max time.Duration }

// wait is the pause before attempt n (from 1); what the backend asks for is
// the least. Credentials that are refused are tried slowly.
func (r retryPolicy) wait(n int, verdict sinks.Verdict, after time.Duration) time.Duration {
	bound := r.max
	if n < 16 {
		bound = min(r.max, r.min<<n)
	}
	d := time.Duration(rand.Int64N(int64(bound)) + 1)
	if verdict == sinks.Denied {
		d = max(d, r.max/2)
	}
	return max(d, after, r.min/4)
}

// asks says what a failed attempt asks of the next one.
func asks(err error) (verdict sinks.Verdict, after time.Duration) {
	var whole *sinks.Error
	if errors.As(err, &whole) {
		return whole.Verdict, whole.After
	}
	return sinks.Transient, 0
}

// installer is a sink that prepares its backend before the first batch.
type installer interface {
	Install(ctx context.Context) error
}

// install prepares the sink's backend, as often as it takes.
func (l *lane) install(ctx context.Context) {
	in, ok := l.sink.(installer)
	if !ok {
		return
	}
	for attempt := 1; ; attempt++ {
		err := in.Install(ctx)
		if err == nil {
			l.works()
			return
		}
		if ctx.Err() != nil {
			return
		}
		verdict, after := asks(err)
		if l.health.fail(err, verdict == sinks.Denied) {
			l.log.Warn("the backend cannot be prepared: trying again until it can", "error", err)
		}
		if sleep(ctx, l.retry.wait(attempt, verdict, after)) != nil {
			return
		}
	}
}

// deliver sends the batch until every document is durable in the backend or in
// the dead letters. It returns an error only when ctx ends first.
func (l *lane) deliver(ctx context.Context, b sinks.Batch) error {
	for attempt := 1; b.Len() > 0; attempt++ {
		err := l.sendOnce(ctx, b)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		verdict, after := asks(err)
		var partial *sinks.PartialError
		switch {
		case errors.As(err, &partial):
			if err := l.bury(ctx, b, partial.Reject); err != nil {
				return err
			}
			l.delivered(b.Len() - len(partial.Retry) - len(partial.Reject))
			if len(partial.Retry) == 0 {
				l.works()
				return nil
			}
			b, err = b.Pick(partial.Retry), partial.Err // without its numbers, which are others at each attempt
		case verdict == sinks.TooLarge && b.Len() == 1:
			if err := l.bury(ctx, b, []sinks.Rejected{{Index: 0, Reason: err.Error()}}); err != nil {
				return err
			}
			l.works()
			return nil
		case verdict == sinks.TooLarge:
			half := b.Len() / 2
			if err := l.deliver(ctx, b.Slice(0, half)); err != nil {
				return err
			}
			b, attempt = b.Slice(half, b.Len()), 0
			continue
		}
		l.counts.retries.Add(1)
		if l.health.fail(err, verdict == sinks.Denied) {
			l.log.Warn("delivery failed: trying again until it succeeds", "documents", b.Len(), "attempt", attempt, "error", err)
		}
		if err := sleep(ctx, l.retry.wait(attempt, verdict, after)); err != nil {
			return err
		}
	}
	return nil
}

// sendOnce is one attempt to deliver a batch.
func (l *lane) sendOnce(ctx context.Context, b sinks.Batch) error {
	begun, call := time.Now(), l.sends.enter()
	err := l.sink.Send(ctx, b)
	l.sends.leave(call)
	took := time.Since(begun)
	l.counts.sendNanos.Add(int64(took))
	l.counts.batches.Add(1)
	if err == nil {
		l.delivered(b.Len())
		l.works()
		if l.log.Enabled(ctx, slog.LevelDebug) {
			l.log.Debug("delivered", "documents", b.Len(), "took", took.Round(time.Microsecond))
		}
	}
	return err
}

// delivered counts documents that the backend has acknowledged.
func (l *lane) delivered(n int) {
	if n == 0 {
		return
	}
	l.counts.shipped.Add(int64(n))
	l.counts.inFlight.Add(-int64(n))
	l.counts.lastSuccess.Store(time.Now().Unix())
}

// works ends a failure: the backend has done all that it was asked for. A batch of which
// some documents have to be sent again does not: each attempt would end the failure and
// begin it anew.
func (l *lane) works() {
	if d, was := l.health.recover(); was {
		l.log.Info("delivery works again", "after", d.Round(time.Millisecond))
	}
}

// bury keeps rejected documents as dead letters. While the dead letters are
// full or their disk is, the lane waits.
func (l *lane) bury(ctx context.Context, b sinks.Batch, rejected []sinks.Rejected) error {
	for len(rejected) > 0 {
		err := l.dead.bury(l.name, b, rejected)
		if err == nil {
			l.counts.dead.Add(int64(len(rejected)))
			l.counts.inFlight.Add(-int64(len(rejected)))
			if l.refusals.due(rejected[0].Reason) {
				l.log.Warn("documents refused for ever: kept as dead letters", "documents", len(rejected), "in_all", l.counts.dead.Load(), "reason", rejected[0].Reason, "file", l.dead.path(l.name))
			}
			return nil
		}
		if l.health.fail(err, true) {
			l.log.Error("dead letters cannot be kept: this sink waits", "error", err)
		}
		if err := sleep(ctx, time.Second); err != nil {
			return err
		}
	}
	return nil
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
