package agent

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// A letter is one line of a dead-letter file.
type letter struct {
	Sink     string          `json:"sink"`
	Document json.RawMessage `json:"document"`
}

// Replay sends the dead letters of a file to the sinks of c that they were
// meant for, each scrubbed again with today's tables. It returns how many
// were delivered, and how many were refused again and are dead letters again.
func Replay(ctx context.Context, c *Config, log *slog.Logger, path string) (delivered, refused int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, &InputError{err}
	}
	defer f.Close()
	a, err := New(c, log)
	if err != nil {
		return 0, 0, err
	}
	lanes := map[string]*lane{}
	for _, l := range a.lanes {
		if isFile(f, l.dead.path(l.name)) {
			return 0, 0, &UsageError{fmt.Errorf("%s is where what is refused is written: move it away first, and replay the moved file", path)}
		}
		lanes[l.name] = l
	}
	err = a.run(ctx, func(ctx context.Context, _ event.Host) error {
		r := replayer{lanes: lanes, pages: map[*lane]*sinks.Page{}, scrub: a.redactor.Scrubber()}
		defer r.flush()
		in := bufio.NewReaderSize(f, 1<<20)
		for n := 1; ; n++ {
			line, err := in.ReadBytes('\n')
			if len(bytes.TrimSpace(line)) > 0 { // the last one may have no end
				if err := r.add(ctx, line); err != nil && ctx.Err() == nil {
					return fmt.Errorf("%s:%d: %w", path, n, err)
				}
			}
			switch {
			case ctx.Err() != nil:
				return ErrInterrupted
			case err == io.EOF:
				return nil
			case err != nil:
				return &InputError{err}
			}
		}
	})
	for _, l := range a.lanes {
		delivered += l.counts.shipped.Load()
		refused += l.counts.dead.Load()
	}
	return delivered, refused, err
}

// isFile reports whether f is the file at path.
func isFile(f *os.File, path string) bool {
	there, err := os.Stat(path)
	if err != nil {
		return false
	}
	fi, err := f.Stat()
	return err == nil && os.SameFile(there, fi)
}

type replayer struct {
	lanes map[string]*lane
	pages map[*lane]*sinks.Page
	scrub *redact.Scrubber
	event event.Event
}

var errLetter = &InputError{errors.New("is not a dead letter: no line of it was sent again from here on")}

func (r *replayer) add(ctx context.Context, line []byte) error {
	var d letter
	if err := json.Unmarshal(line, &d); err != nil || len(d.Document) == 0 || d.Document[0] != '{' {
		return errLetter
	}
	l := r.lanes[d.Sink]
	if l == nil {
		return fmt.Errorf("was meant for sinks.%s, which is not configured", strconv.Quote(d.Sink))
	}
	r.scrub.Reset()
	if err := r.fill(d.Document); err != nil {
		return err
	}
	p := r.pages[l]
	if p == nil || !p.Add(event.AppendDocument, &r.event) {
		if p != nil {
			l.send(p)
			delete(r.pages, l)
		}
		p, err := l.page(ctx)
		if err != nil {
			return err
		}
		r.pages[l] = p
		p.Add(event.AppendDocument, &r.event)
	}
	l.counts.lines.Add(1)
	return nil
}

// fill makes the event that stands for a finished document: what a sink needs
// beside its bytes.
func (r *replayer) fill(document []byte) error {
	var d struct {
		Time  time.Time `json:"@timestamp"`
		Event struct {
			ID string `json:"id"`
		} `json:"event"`
		Source struct {
			IP netip.Addr `json:"ip"`
		} `json:"source"`
		Hashtail struct {
			Token struct {
				Hash string `json:"hash"`
			} `json:"token"`
		} `json:"hashtail"`
	}
	if err := json.Unmarshal(document, &d); err != nil {
		return errLetter
	}
	id, ok := event.ParseID(d.Event.ID)
	if !ok {
		return errLetter
	}
	r.event.Reset()
	r.event.ID, r.event.Time, r.event.Source.IP = id, d.Time, d.Source.IP
	if sum, err := hex.DecodeString(d.Hashtail.Token.Hash); err == nil && len(sum) == 32 {
		// Under a key the unkeyed hash is not known any more: the partition
		// is another than that of the token's other events.
		r.event.Token.Sum, r.event.Token.Hash = [32]byte(sum), [32]byte(sum)
	}
	r.event.Document = r.scrub.Text(document, redact.InBody)
	return nil
}

// flush sends what is left.
func (r *replayer) flush() {
	for l, p := range r.pages {
		if p.Len() > 0 {
			l.send(p)
		}
	}
}
