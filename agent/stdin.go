package agent

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/tail"
)

// stdinBuffer is the read buffer for standard input, and the longest line of
// it that is not cut.
const stdinBuffer = 1 << 20

// readStream gives the lines of r to every consumer. A stream cannot be read
// again, so its event ids begin with the id of this run, and nothing of it has
// a mark.
func readStream(ctx context.Context, r io.Reader, name string, id uint64, consumers []*worker) error {
	f := &tail.File{ID: id, Path: name}
	states := make([]any, len(consumers))
	marks := make([]*checkpoint.File, len(consumers))
	for i, c := range consumers {
		marks[i] = checkpoint.Unsaved()
		states[i] = c.Open(f, marks[i])
	}
	give := func(data []byte, offset, cut int64) error {
		for i, c := range consumers {
			b := tail.Block{File: f, Mark: marks[i], State: states[i], Offset: offset, Data: data, Cut: cut}
			if err := c.Block(ctx, b); err != nil {
				return err
			}
		}
		return nil
	}
	br := bufio.NewReaderSize(r, 64<<10)
	buf := make([]byte, 0, stdinBuffer)
	for offset := int64(0); ; {
		n, err := br.Read(buf[len(buf):cap(buf)])
		if err != nil && err != io.EOF {
			return fmt.Errorf("read %s: %w", name, err)
		}
		buf = buf[:len(buf)+n]
		end, cut := bytes.LastIndexByte(buf, '\n')+1, int64(0)
		switch {
		case err == io.EOF:
			end = len(buf)
		case end == 0 && len(buf) == cap(buf):
			end, cut = len(buf), skipLine(br)
		}
		if end > 0 {
			if err := give(buf[:end], offset, cut); err != nil {
				return err
			}
			offset += int64(end) + cut
			buf = buf[:copy(buf, buf[end:])]
		}
		if err == io.EOF {
			for i, c := range consumers {
				end := tail.Block{File: f, Mark: marks[i], State: states[i], Offset: offset}
				if _, err := c.Settle(ctx, end, true); err != nil {
					return err
				}
			}
		}
		if br.Buffered() == 0 { // the next read may have to wait
			for _, c := range consumers {
				if err := c.Flush(ctx); err != nil {
					return err
				}
			}
		}
		if err != io.EOF && ctx.Err() == nil {
			continue
		}
		return ctx.Err()
	}
}

// skipLine reads to the end of a line that is too long and returns how many
// bytes that were; an error comes back at the next read.
func skipLine(br *bufio.Reader) int64 {
	for n := int64(0); ; {
		part, err := br.ReadSlice('\n')
		n += int64(len(part))
		if err != bufio.ErrBufferFull {
			return n
		}
	}
}
