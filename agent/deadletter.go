package agent

import (
	"encoding/json"
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
	now := time.Now().UTC()
	for _, r := range rejected {
		g.buf = appendLetter(g.buf, now, sink, r.Reason, b.Doc(r.Index).Body)
	}
	if g.instead != nil {
		_, err := g.instead.Write(g.buf)
		return err
	}
	if err := g.write(g.path(sink), g.buf); err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	return nil
}

// appendLetter appends a dead letter, as a line; document is scrubbed and encoded.
func appendLetter(dst []byte, now time.Time, sink, reason string, document []byte) []byte {
	dst = append(dst, `{"time":"`...)
	dst = now.AppendFormat(dst, time.RFC3339)
	dst = append(dst, `","sink":`...)
	dst = redact.AppendJSON(dst, []byte(sink))
	dst = append(dst, `,"reason":`...)
	dst = redact.AppendJSON(dst, []byte(reason))
	dst = append(dst, `,"document":`...)
	dst = append(dst, document...)
	return append(dst, '}', '\n')
}

// write appends lines to a file that has room for them, and has them on disk.
func (g *graveyard) write(path string, lines []byte) error {
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := mend(f)
	if err != nil {
		return err
	}
	if size > 0 && size+int64(len(lines)) > g.max {
		return fmt.Errorf("%s is full (%d bytes, dead_letters.max_size): replay or remove it", path, size)
	}
	if _, err := f.Write(lines); err != nil {
		_ = f.Truncate(size) // nothing torn stays behind
		return err
	}
	return f.Sync()
}

// mend makes the last line of a file of dead letters whole, and returns the size. What a
// crash has cut short did not count, and is taken back; a letter that only lacks its newline
// gets one.
func mend(f *os.File) (size int64, err error) {
	if size, err = f.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	end, err := sinks.LinesEnd(f, size)
	if err != nil || end == size {
		return size, err
	}
	last := make([]byte, size-end)
	if _, err := f.ReadAt(last, end); err != nil {
		return 0, err
	}
	if !json.Valid(last) {
		return end, f.Truncate(end)
	}
	_, err = f.Write([]byte{'\n'})
	return size + 1, err
}
