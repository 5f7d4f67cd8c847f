package agent

import (
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/test/bench/logs"
)

// BenchmarkSplit is a block into records and nothing else: ns/op is for a line.
func BenchmarkSplit(b *testing.B) {
	for _, w := range []logs.Workload{logs.A, logs.E} {
		b.Run(w.Name, func(b *testing.B) {
			g := logs.New(1)
			var data []byte
			lines := 0
			for ; len(data) < blockSize; lines++ {
				data = w.Append(g, data)
			}
			options := (&Multiline{}).options()
			j := join.New(&options)
			n, now := 0, time.Now()
			emit := func(r join.Record) error { n += r.Lines; return nil }
			b.SetBytes(int64(len(data) / lines))
			b.ReportAllocs()
			for done := 0; done < b.N; done += lines {
				for rest := data; len(rest) > 0; {
					line, length := firstLine(rest)
					if err := j.Add(line, 0, false, now, emit); err != nil {
						b.Fatal(err)
					}
					rest = rest[length:]
				}
			}
			if n < b.N {
				b.Fatalf("%d records of %d lines", n, b.N)
			}
		})
	}
}
