package agent

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"syscall"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A nullSink takes everything.
type nullSink struct{}

func (nullSink) Send(context.Context, sinks.Batch) error { return nil }
func (nullSink) Close() error                            { return nil }

// cpuTime is what this process has used so far, in ns: other work on the
// machine bends it less than wall time.
func cpuTime(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// BenchmarkWorker is everything that is done to a line between the read buffer
// and the page: ns/op and allocs/op are for one line.
func BenchmarkWorker(b *testing.B) {
	jwt := strings.Join([]string{"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJzdWIiOiJ1MTciLCJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJleHAiOjE3OTU0MzAwMDAsInNjb3BlIjoicmVhZCB3cml0ZSJ9", strings.Repeat("Zx9_", 10)}, ".")
	for _, bb := range []struct{ name, line string }{
		{"json/opaque", `{"timestamp":"2026-11-23T10:00:00.000001Z","level":"INFO","logger":"auth","message":"auth_event","event_type":"token_access","ip":"10.1.2.3","method":"GET","path":"/api/v1/orders/17","status":200,"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36","authorization":"Bearer ` + strings.Repeat("0a1b2c3d", 8) + `","request_id":"b9b34604abaa56fd7062949f9ba97183","service":"orders","env":"prod","user":"user17"}`},
		{"json/jwt", `{"timestamp":"2026-11-23T10:00:00.000001Z","level":"INFO","message":"auth_event","event_type":"token_access","ip":"10.1.2.3","method":"GET","path":"/api/v1/orders/17","status":200,"authorization":"Bearer ` + jwt + `","user":"user17"}`},
		{"json/noise", `{"timestamp":"2026-11-23T10:00:00.000001Z","level":"INFO","logger":"db","message":"query finished","rows":17,"duration_ms":12.5,"table":"orders","request_id":"b9b34604abaa56fd7062949f9ba97183","service":"orders","env":"prod"}`},
		{"nginx", `10.1.2.3 - alice [23/Nov/2026:10:00:00 +0000] "GET /api/v1/orders/17 HTTP/1.1" 200 512 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"`},
		{"sshd", `Nov 23 10:00:00 web1 sshd[2211]: Failed password for invalid user admin from 203.0.113.80 port 51514 ssh2`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			c := DefaultConfig()
			a, err := New(c, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			in := FileInput{}
			options, err := in.parse(false)
			if err != nil {
				b.Fatal(err)
			}
			a.inputs = []*input{{options: options, join: (&Multiline{}).options()}}
			l := newLane("null", nullSink{}, 1, &c.Delivery, nil, a.log)
			done := make(chan struct{})
			go func() { l.run(context.Background()); close(done) }()
			w := a.newWorker(l, event.Host{Name: "bench"})
			const lines = 512
			data := bytes.Repeat([]byte(bb.line+"\n"), lines)
			f := &tail.File{ID: 1, Path: "/var/log/app.log"}
			mark := checkpoint.Unsaved()
			state := w.Open(f, mark)
			offset := int64(0)
			b.SetBytes(int64(len(bb.line) + 1))
			b.ReportAllocs()
			b.ResetTimer()
			begun := cpuTime(b)
			for n := 0; n < b.N; n += lines {
				if err := w.Block(context.Background(), tail.Block{File: f, Mark: mark, State: state, Offset: offset, Data: data}); err != nil {
					b.Fatal(err)
				}
				offset += int64(len(data))
			}
			b.StopTimer()
			b.ReportMetric(float64(cpuTime(b)-begun)/float64(b.N), "cpu-ns/op")
			_ = w.Flush(context.Background())
			close(l.full)
			<-done
			if got := l.counts.lines.Load(); got < int64(b.N) {
				b.Fatal(fmt.Errorf("%d lines of %d", got, b.N))
			}
		})
	}
}
