// Package agent wires the pieces of hashtail together and owns every goroutine.
//
// The log files are the buffer: nothing is queued on disk, and a file's mark
// moves only when a sink has acknowledged. Each sink is a lane with its own
// marks, pages and pace. In a lane, a worker (worker.go) makes pages of the blocks that
// package tail, a journal (journald.go) or a feed (feed.go, of FIFOs and standard input)
// gives it, and a sender (deliver.go) sends them, again and again, or puts what the
// backend will never take with the dead letters (deadletter.go).
//
// An [Agent] is the pipeline of one configuration, and a [Supervisor] replaces it by the
// next. A configuration is read by a [Source] (load.go), held against the types that it
// is decoded into (walker.go), has its references to secrets replaced (references.go),
// and is told what is wrong with it in mistakes.go. What is seen of a running agent is
// in http.go, status.go, metrics.go and alive.go; the canary (canary.go) plants secrets
// in it and stops it if one comes out.
//
// The verbs that need no daemon are [Ship], [Replay], [Check], [Reach], [Explain], [Test]
// and [AuditFiles]; Explain and Test share a trial (trial.go).
package agent

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/geoip"
	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/journal"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/agent/tail"
)

// Version is the version of this build, set by the linker.
var Version = "dev"

// An Agent is a pipeline from log files to sinks.
type Agent struct {
	config   *Config
	log      *slog.Logger
	redactor *redact.Redactor
	geoip    *geoip.Databases // nil when none is configured
	inputs   []*input
	lanes    []*lane
	agentID  string
	started  time.Time
	leak     atomic.Pointer[error] // what the canary found; nil while it is well
	ready    atomic.Bool           // everything is open, and files are read
	draining atomic.Bool           // nothing is read any more
	refused  atomic.Pointer[error] // why a newer configuration was; nil while there was none

	store  *checkpoint.Store // of the daemon; nil in Ship
	tailer *tail.Tailer      // of the daemon; nil in Ship
	held   tail.Held         // deleted files that the agent before was still reading; once this one has ended, those that it was

	pipes pipes // FIFOs that the agent before was reading; once this one has ended, those that it was

	unsaved checkpoint.Leftover // what the agent before has left of its state folder; once this one has ended, what it has left

	journals []*journal.Reader // of the daemon: one for each lane and journal
	fifos    []*fifo           // of the daemon
}

// An input is what its files have in common.
type input struct {
	config  FileInput
	options *parse.Options
	join    join.Options
}

// New builds the pipeline of a configuration and everything in it that can be
// built without the network or the state folder.
func New(c *Config, log *slog.Logger) (*Agent, error) {
	a := &Agent{config: c, log: log}
	var err error
	if a.redactor, err = c.Redact.Open(); err != nil {
		return nil, err
	}
	if a.geoip, err = c.Enrich.open(c.StateDir, os.TempDir()); err != nil {
		return nil, err
	}
	formats, err := c.Formats.compile()
	if err != nil {
		return nil, err
	}
	for _, in := range c.Inputs.all() {
		options, err := in.parse(c.Keep == "all", formats)
		if err != nil {
			return nil, err
		}
		a.inputs = append(a.inputs, &input{in, options, in.Multiline.options()})
	}
	dead := &graveyard{dir: c.deadLetterDir(), max: int64(c.DeadLetters.MaxSize)}
	for _, row := range sinkTable {
		out, err := row.open(&c.Sinks, log)
		if err != nil {
			return nil, fmt.Errorf("sinks.%s: %w", row.name, err)
		}
		if out.sink != nil {
			l := newLane(row.name, out.sink, out.senders, &c.Delivery, dead, log)
			l.timeout, l.keyed = out.timeout, out.keyed
			a.lanes = append(a.lanes, l)
		}
	}
	return a, nil
}

// Run tails, ships and checkpoints until ctx ends, then drains for at most the
// shutdown timeout. What could not be delivered by then is read again at the
// next start.
func (a *Agent) Run(ctx context.Context) error {
	closeAll, err := a.open()
	if err != nil {
		return errors.Join(err, a.closeSinks())
	}
	defer closeAll()
	return a.run(ctx, func(ctx context.Context, _ event.Host) error {
		a.ready.Store(true)
		settled := time.AfterFunc(settling, debug.FreeOSMemory)
		defer settled.Stop()
		a.log.Info("started", "version", Version, "sinks", a.sinkNames(), "state_dir", a.config.StateDir, "http", a.config.HTTP.Listen)
		defer a.draining.Store(true)
		notify("READY=1\nSTATUS=reading and shipping")
		var watchers sync.WaitGroup
		defer watchers.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		watchers.Go(func() { a.watchCanary(ctx) })
		watchers.Go(func() { a.watchKeys(ctx) })
		return a.read(ctx)
	})
}

// open takes what only one daemon can have: the state folder and the address.
func (a *Agent) open() (closeAll func(), err error) {
	if err := a.config.validateRun(); err != nil {
		return nil, err
	}
	store, err := checkpoint.Reopen(a.config.StateDir, a.unsaved)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			store.Close()
		}
	}()
	if a.agentID, err = agentID(a.config.StateDir); err != nil {
		return nil, err
	}
	store.Keep(agentIDFile, []byte(a.agentID+"\n"))
	a.store, a.started = store, time.Now()
	host := a.host(a.agentID)
	tc := a.tailConfig()
	tc.Own, tc.Held = a.config.own(), a.held
	if a.tailer, err = a.newTailer(tc, store, host); err != nil {
		return nil, err
	}
	a.openJournals(store, host)
	a.openFIFOs(host)
	stop, err := a.serve()
	if err != nil {
		return nil, err
	}
	return func() { stop(); store.Close(); a.unsaved = store.Leftover() }, nil
}

// follow has an agent go on with what only the process knows of the one before.
func (a *Agent) follow(before *Agent) {
	a.held, a.unsaved, a.pipes = before.held, before.unsaved, before.pipes
}

// abandon gives up what an agent has left to one that does not come.
func (a *Agent) abandon() {
	a.held.Close()
	a.pipes.Close()
}

func (a *Agent) sinkNames() string {
	names := make([]string, len(a.lanes))
	for i, l := range a.lanes {
		names[i] = l.name
	}
	return strings.Join(names, " ")
}

func (a *Agent) closeSinks() error {
	var errs []error
	for _, l := range a.lanes {
		errs = append(errs, l.sink.Close())
	}
	return errors.Join(errs...)
}

// settling is how long after the start the memory that it took is given back.
const settling = time.Second

// run runs the lanes for as long as read fills them, and drains them.
func (a *Agent) run(ctx context.Context, read func(context.Context, event.Host) error) error {
	if os.Getenv("GOGC") == "" {
		// Little is allocated once files are open, so a smaller heap costs no time
		// that could be measured: 10,000 files take 73 MiB instead of 109.
		debug.SetGCPercent(50)
	}
	if a.config.MemoryLimit > 0 {
		debug.SetMemoryLimit(int64(a.config.MemoryLimit))
	}
	drain, stop := a.drainContext(ctx)
	defer stop()
	var lanes sync.WaitGroup
	for _, l := range a.lanes {
		ctx, giveUp := context.WithCancel(drain)
		l.giveUp = giveUp
		lanes.Go(func() {
			l.install(ctx)
			l.run(ctx)
		})
	}
	errs := []error{read(ctx, a.host(a.agentID))} // returns when every worker has flushed
	cause := context.Cause(ctx)
	hasty := cause == errReplaced || cause == ErrNoReader
	if cause == ErrNoReader {
		errs = append(errs, &UnreachedError{cause})
	}
	for _, l := range a.lanes {
		close(l.full)
		_, failing := l.health.failingFor()
		if l.counts.inFlight.Load() == 0 || failing && hasty {
			l.giveUp() // it has nothing to wait for, or its successor will try again
		}
	}
	lanes.Wait()
	for _, l := range a.lanes {
		errs = append(errs, l.sink.Close())
		l.report()
		if a.tailer == nil { // else it is read again
			errs = append(errs, l.undelivered())
		}
	}
	if a.tailer != nil {
		errs = append(errs, a.store.Save())
		a.held = a.tailer.Leave()
	}
	return errors.Join(errs...)
}

// tailConfig is what package tail needs of the configuration.
func (a *Agent) tailConfig() tail.Config {
	tc := a.config.Files.tail()
	tc.Linger = time.Duration(a.config.Delivery.Linger)
	for _, in := range a.config.Inputs.File {
		tc.Inputs = append(tc.Inputs, in.tail())
	}
	return tc
}

// newTailer makes a tailer with all lanes.
func (a *Agent) newTailer(tc tail.Config, store *checkpoint.Store, host event.Host) (*tail.Tailer, error) {
	tailer, err := tail.New(tc, store, a.log)
	if err != nil {
		return nil, err
	}
	for _, l := range a.lanes {
		tailer.AddLane(l.name, a.config.Delivery.Workers, func() tail.Consumer {
			return a.newWorker(l, host)
		})
	}
	return tailer, nil
}

// drainContext outlives ctx by the shutdown timeout.
func (a *Agent) drainContext(ctx context.Context) (context.Context, func()) {
	drain, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		time.AfterFunc(time.Duration(a.config.ShutdownTimeout), cancel)
	})
	return drain, func() { stop(); cancel() }
}

func (a *Agent) newWorker(l *lane, host event.Host) *worker {
	w := &worker{agent: a, lane: l, encode: event.NewEncoder(host).AppendECS, parser: a.newParser()}
	w.emit = w.record
	if a.geoip != nil {
		w.geo = a.geoip.NewCache()
	}
	return w
}

func (a *Agent) newParser() *parse.Parser { return parse.New(a.redactor.Scrubber()) }

// Open makes the redactor of this configuration.
func (c *RedactConfig) Open() (*redact.Redactor, error) {
	return redact.New(redact.Options{Hash: c.Hash, KeysFile: c.KeysFile, Allow: c.Allow, Deny: c.Deny})
}

const agentIDFile = "agent-id"

// agentID is the random id of this installation, made at its first start.
func agentID(dir string) (string, error) {
	path := filepath.Join(dir, agentIDFile)
	b, err := os.ReadFile(path)
	if err == nil {
		if id := strings.TrimSpace(string(b)); len(id) == 32 {
			return id, nil
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return "", &AccessError{err}
	}
	id := newID()
	if err := os.WriteFile(path, []byte(id+"\n"), 0o600); err != nil {
		return "", &AccessError{err}
	}
	return id, nil
}

func newID() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
