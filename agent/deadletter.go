package agent

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// A graveyard keeps, for each sink, the documents that its backend will never
// take: one NDJSON file a sink, synced before the documents count as settled.
// A dead letter is
//
//	{"time": …, "sink": …, "reason": …, "document": {…}}
//
// The document is as scrubbed as any other that leaves the process.
type graveyard struct {
	dir string
	max int64 // bytes a file; when full, the sink's lane waits

	instead io.Writer // takes them, for the canary: it may have no disk yet
	mu      sync.Mutex
	buf     []byte
}

func (g *graveyard) path(sink string) string { return filepath.Join(g.dir, sink+".ndjson") }

// bury appends the rejected documents of b, all or none.
func (g *graveyard) bury(sink string, b sinks.Batch, rejected []sinks.Rejected) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.buf = g.buf[:0]
	for _, r := range rejected {
		g.buf = append(g.buf, `{"time":"`...)
		g.buf = time.Now().UTC().AppendFormat(g.buf, time.RFC3339)
		g.buf = append(g.buf, `","sink":`...)
		g.buf = redact.AppendJSON(g.buf, []byte(sink))
		g.buf = append(g.buf, `,"reason":`...)
		g.buf = redact.AppendJSON(g.buf, []byte(r.Reason))
		g.buf = append(g.buf, `,"document":`...)
		g.buf = append(g.buf, b.Doc(r.Index).Body...)
		g.buf = append(g.buf, '}', '\n')
	}
	if g.instead != nil {
		_, err := g.instead.Write(g.buf)
		return err
	}
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	f, err := os.OpenFile(g.path(sink), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	defer f.Close()
	size, err := f.Seek(0, 2)
	if err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	if size > 0 && size+int64(len(g.buf)) > g.max {
		return fmt.Errorf("dead letters %s are full (%d bytes, dead_letters.max_size): replay or remove them", g.path(sink), size)
	}
	if _, err := f.Write(g.buf); err != nil {
		_ = f.Truncate(size) // nothing torn stays behind
		return fmt.Errorf("dead letters: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	return nil
}
