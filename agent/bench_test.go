package agent

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
	"github.com/hashtail/hashtail/test/bench/logs"
	"github.com/hashtail/hashtail/test/long"
)

// A nullSink takes everything.
type nullSink struct{}

func (nullSink) Send(context.Context, sinks.Batch) error { return nil }
func (nullSink) Close() error                            { return nil }

// workloads are those of test/bench.
var workloads = []logs.Workload{logs.A, logs.B, logs.C, logs.D, logs.E, logs.F}

// A mill is a worker with a file in its hands and a sink that takes everything.
type mill struct {
	worker *worker
	lane   *lane
	block  tail.Block
	source []byte // of the block: a worker may change what it reads
	lines  int
	done   chan struct{}
}

// blockSize is what a worker reads of a file at once.
const blockSize = 256 << 10

func newMill(tb testing.TB, w logs.Workload) *mill {
	c := DefaultConfig()
	a, err := New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	in := FileInput{}
	options, err := in.parse(false, nil)
	if err != nil {
		tb.Fatal(err)
	}
	a.inputs = []*input{{options: options, join: (&Multiline{}).options()}}
	m := &mill{done: make(chan struct{})}
	m.lane = newLane("null", nullSink{}, 1, &c.Delivery, nil, a.log)
	go func() { m.lane.run(context.Background()); close(m.done) }()
	m.worker = a.newWorker(m.lane, event.Host{Name: "bench"})
	for g := logs.New(1); len(m.source) < blockSize; m.lines++ {
		m.source = w.Append(g, m.source)
	}
	m.block = tail.Block{File: &tail.File{ID: 1, Path: "/var/log/app.log"}, Mark: checkpoint.Unsaved(), Data: bytes.Clone(m.source)}
	m.block.State = m.worker.Open(m.block.File, m.block.Mark)
	return m
}

// turn puts one block through the worker.
func (m *mill) turn(tb testing.TB) {
	copy(m.block.Data, m.source)
	if err := m.worker.Block(context.Background(), m.block); err != nil {
		tb.Fatal(err)
	}
	m.block.Offset = m.block.End()
}

// close waits until the sink has everything, and checks that every line was
// counted.
func (m *mill) close(tb testing.TB, turns int) {
	_ = m.worker.Flush(context.Background())
	close(m.lane.full)
	<-m.done
	if got, want := m.lane.counts.lines.Load(), int64(turns*m.lines); got != want {
		tb.Fatalf("%d lines, want %d", got, want)
	}
}

// growStack makes the stack as large as a line may need: callgrind takes a stack
// that moves for functions that return, and counts no more (see test/bench/gate.sh).
//
//go:noinline
func growStack(n int) byte {
	var b [32 << 10]byte
	return b[n%len(b)]
}

// BenchmarkWorker is everything that is done to a line between the read buffer
// and the page: ns/op and allocs/op are for one line.
func BenchmarkWorker(b *testing.B) {
	for _, w := range workloads {
		b.Run(w.Name, func(b *testing.B) {
			runtime.LockOSThread() // callgrind counts by thread
			defer runtime.UnlockOSThread()
			m := newMill(b, w)
			turns := 0
			growStack(len(m.source))
			b.SetBytes(int64(len(m.source) / m.lines))
			b.ReportAllocs()
			b.ResetTimer()
			begun := long.CPU(b)
			for n := 0; n < b.N; n += m.lines {
				m.turn(b)
				turns++
			}
			b.StopTimer()
			b.ReportMetric(float64(long.CPU(b)-begun)/float64(turns*m.lines), "cpu-ns/op")
			m.close(b, turns)
		})
	}
}
