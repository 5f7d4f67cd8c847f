package agent

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/agent/stream"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A CanaryReport says what was planted.
type CanaryReport struct{ Planted, Kinds int }

// A LeakError says which kinds of planted secrets came out: exit code 70, or 78
// when a pattern of the user lets them through.
type LeakError struct {
	Kinds   []string
	Allowed bool // an allow: pattern is the cause
}

func (e *LeakError) Error() string {
	cause := "this is a bug of hashtail: nothing is shipped"
	if e.Allowed {
		cause = "a pattern under redact.allow lets them through: remove it"
	}
	return fmt.Sprintf("the canary leaked: planted secrets came out: %s; %s", strings.Join(e.Kinds, ", "), cause)
}

// shortestPlanted is the least length of a secret that is looked for: a shorter
// one could stand in a document by chance.
const shortestPlanted = 10

// Canary plants random secrets of every kind in lines of several shapes, runs
// them through the whole pipeline into a sink that refuses half of them, and looks
// for them in the documents, the dead letters, the log and the metrics. Its error is
// a *LeakError, or why it could not be run.
func (a *Agent) Canary() (CanaryReport, error) {
	defer debug.FreeOSMemory() // it takes more than an agent with little to do
	leaked, report, err := a.canary(a.redactor)
	if err != nil || len(leaked) == 0 {
		return report, err
	}
	e := &LeakError{Kinds: leaked}
	if len(a.config.Redact.Allow) > 0 {
		c := a.config.Redact
		c.Allow = nil
		strict, err := c.Open()
		if err != nil {
			return report, err
		}
		without, _, err := a.canary(strict)
		if err != nil {
			return report, err
		}
		e.Allowed = len(without) == 0
	}
	return report, e
}

func (a *Agent) canary(redactor *redact.Redactor) (leaked []string, report CanaryReport, err error) {
	text, planted := plant()
	report.Planted = bytes.Count(text, []byte("\n"))
	kinds := map[string]bool{}
	for _, p := range planted {
		kinds[p.kind] = true
	}
	report.Kinds = len(kinds)
	trap := newTrap(planted)

	c := *a.config
	c.Keep = "all"
	options := &parse.Options{Format: "auto", All: true, Original: true}
	probe := &Agent{
		config: &c, redactor: redactor, log: slog.New(slog.NewTextHandler(trap, &slog.HandlerOptions{Level: slog.LevelDebug})),
		inputs: []*input{{options: options, join: (&Multiline{}).options()}},
	}
	dead := &graveyard{max: 1 << 30, instead: trap}
	l := newLane("canary", trapSink{trap}, 1, &c.Delivery, dead, probe.log)
	probe.lanes = []*lane{l}
	err = probe.run(context.Background(), func(ctx context.Context, _ event.Host) error {
		return readStream(ctx, bytes.NewReader(text), "canary", stream.Options{}, newFeed(&tail.File{}, probe.newWorkers(event.Host{})))
	})
	if err != nil {
		return nil, report, err
	}
	if err := probe.scrape(trap); err != nil {
		return nil, report, err
	}
	if l.counts.shipped.Load() == 0 || l.counts.dead.Load() == 0 {
		return nil, report, errors.New("the canary shipped nothing: it shows nothing")
	}
	return trap.leaked, report, nil
}

// A trap looks for the planted secrets in all that is written to it: a document, a
// dead letter, a line of the log, the metrics, each in one piece. It looks at each
// place once, not once for each secret.
type trap struct {
	heads map[secretHead][]plantedSecret
	begun [1 << 14]uint64 // bits by the hash of a secret's first eight bytes: nearly all places fail here

	mu     sync.Mutex
	leaked []string // kinds, each with the shape of its line
}

type secretHead [shortestPlanted]byte

func newTrap(planted []plantedSecret) *trap {
	t := &trap{heads: map[secretHead][]plantedSecret{}}
	for _, p := range planted {
		word, bit := place([]byte(p.secret))
		t.begun[word] |= 1 << bit
		h := secretHead([]byte(p.secret))
		t.heads[h] = append(t.heads[h], p)
	}
	return t
}

// place is where the bit of a text's first eight bytes stands in begun.
func place(b []byte) (word, bit uint64) {
	h := binary.LittleEndian.Uint64(b) * 0x9E3779B97F4A7C15 >> 44
	return h >> 6, h & 63
}

func (t *trap) Write(out []byte) (int, error) {
	for i := range max(0, len(out)-shortestPlanted+1) {
		if word, bit := place(out[i:]); t.begun[word]>>bit&1 == 0 {
			continue
		}
		for _, p := range t.heads[secretHead(out[i:])] {
			if bytes.HasPrefix(out[i:], []byte(p.secret)) {
				t.tell(p.kind + " in " + p.in)
			}
		}
	}
	return len(out), nil
}

func (t *trap) tell(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.leaked, name) {
		t.leaked = append(t.leaked, name)
	}
}

type plantedSecret struct{ secret, kind, in string }

// plant makes lines with random secrets of every kind. Of one that is escaped both forms are
// planted.
func plant() (text []byte, planted []plantedSecret) {
	var seed [16]byte
	crand.Read(seed[:])
	rnd := rand.New(rand.NewPCG(binary.LittleEndian.Uint64(seed[:8]), binary.LittleEndian.Uint64(seed[8:])))
	wrap := [...]struct {
		name          string
		before, after string
		escape        func(string) string
	}{
		{"text", "", "", func(s string) string { return s }},
		{"JSON", `{"level":"info","msg":"`, `"}`, escapeJSON},
		{"JSON in JSON", `{"level":"info","msg":"{\"x\":\"`, `\"}"}`, func(s string) string { return escapeJSON(escapeJSON(s)) }},
		{"logfmt", `level=warn msg="`, `"`, escapeJSON},
		{"a query", `192.0.2.1 - - [23/Nov/2026:10:00:00 +0000] "GET /search?q=`, ` HTTP/1.1" 200 17 "-" "-"`, url.PathEscape},
		{"a query with + for spaces", `192.0.2.1 - - [23/Nov/2026:10:00:00 +0000] "GET /search?q=`, ` HTTP/1.1" 200 17 "-" "-"`, url.QueryEscape},
	}
	for _, shape := range redact.Shapes() {
		for _, w := range wrap {
			line, secret := shape.Example(rnd)
			if len(secret) < shortestPlanted || strings.ContainsAny(line, "\r\n") {
				continue
			}
			text = fmt.Appendf(text, "%s%s%s\n", w.before, w.escape(line), w.after)
			planted = append(planted, plantedSecret{secret, shape.Kind.String(), w.name})
			if escaped := w.escape(secret); escaped != secret {
				planted = append(planted, plantedSecret{escaped, shape.Kind.String(), w.name})
			}
		}
	}
	return text, planted
}

func escapeJSON(s string) string {
	b, _ := json.Marshal(s)
	return string(b[1 : len(b)-1])
}

// A trapSink looks into the documents that it is sent and refuses every second
// one, which the trap gets as a dead letter.
type trapSink struct{ trap *trap }

func (s trapSink) Send(_ context.Context, b sinks.Batch) error {
	refused := &sinks.PartialError{Err: errors.New("refused for the canary")}
	for i := range b.Len() {
		if i%2 == 1 {
			refused.Reject = append(refused.Reject, sinks.Rejected{Index: i, Reason: "canary"})
			continue
		}
		s.trap.Write(b.Doc(i).Body)
	}
	if len(refused.Reject) == 0 {
		return nil
	}
	return refused
}

func (trapSink) Close() error { return nil }

// How often a running agent looks again, and how often while it leaks.
const (
	canaryInterval = time.Hour
	canaryRetry    = time.Minute
)

// watchCanary repeats the canary for as long as the agent runs. While it leaks,
// the lanes pause where they are and readiness is red; the process stays up.
func (a *Agent) watchCanary(ctx context.Context) {
	for wait := canaryInterval; sleep(ctx, wait) == nil; {
		_, err := a.Canary()
		var leak *LeakError
		switch {
		case errors.As(err, &leak):
			a.log.Error("paused", "error", err)
			a.leak.Store(&err)
			wait = canaryRetry
		default:
			if err != nil {
				a.log.Warn("the canary could not be run", "error", err)
			}
			if a.leak.Swap(nil) != nil {
				a.log.Info("the canary leaks no longer: going on")
			}
			wait = canaryInterval
		}
	}
}

// waitForCanary waits while the canary leaks.
func (a *Agent) waitForCanary(ctx context.Context) error {
	for a.leak.Load() != nil {
		if err := sleep(ctx, time.Second); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// scrape writes what /metrics would say.
func (a *Agent) scrape(to io.Writer) error {
	families, err := a.registry().Gather()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, f := range families {
		fmt.Fprintln(&b, f)
	}
	_, err = b.WriteTo(to)
	return err
}
