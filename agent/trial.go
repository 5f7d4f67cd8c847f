package agent

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/geoip"
	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
)

// A trial reads lines as the pipeline of a configuration does, without its
// sinks, its state and the network: to test a format, or to explain a line.
type trial struct {
	config  *Config
	formats map[string]*parse.Custom
	parser  *parse.Parser
	encoder *event.Encoder
	print   *redact.Scrubber // of what is printed beside the events
	geo     *geoip.Cache     // nil when no database is configured
	event   event.Event
}

func newTrial(c *Config) (*trial, error) {
	formats, err := c.Formats.compile()
	if err != nil {
		return nil, err
	}
	redactor, err := c.Redact.Open()
	if err != nil {
		return nil, err
	}
	t := &trial{
		config: c, formats: formats, print: redactor.Scrubber(),
		parser: parse.New(redactor.Scrubber()), encoder: event.NewEncoder(event.Host{}),
	}
	databases, err := c.Enrich.open(os.TempDir())
	if err != nil {
		return nil, err
	}
	if databases != nil {
		t.geo = databases.NewCache()
	}
	return t, nil
}

// records gives the records of text to f, as the pipeline would join its lines.
func (t *trial) records(in *input, text []byte, f join.Emit) error {
	j := join.New(&in.join)
	for off := int64(0); len(text) > 0; {
		line, n := firstLine(text)
		if err := j.Add(line, off, false, time.Time{}, f); err != nil {
			return err
		}
		text, off = text[n:], off+int64(n)
	}
	return j.Flush(f)
}

// document is the event in hand as it would be shipped.
func (t *trial) document(in *input, r join.Record, err error) []byte {
	e := &t.event
	e.From, e.Read = in.source(""), time.Now()
	complete(e, &r, 0)
	enrich(e, t.geo)
	if err == parse.ErrFormat {
		e.Kind, e.Length = event.PipelineError, len(r.Data)
	}
	return t.encoder.AppendECS(nil, e)
}

// scrubbed is text that did not come out of an event, fit to be printed: without
// what looks like a secret, and without the tokens that the event was made of,
// whatever they look like.
func (t *trial) scrubbed(s string) redact.Text {
	t.print.Reset()
	b := tokenWord.ReplaceAllFunc([]byte(s), func(word []byte) []byte {
		sum := sha256.Sum256(word)
		for i := range t.event.Found {
			if f := &t.event.Found[i]; f.Token.Sum == sum {
				return hex.AppendEncode([]byte("tok:"), f.Token.Hash[:])
			}
		}
		return word
	})
	return t.print.Text(b, redact.InMessage).Clone()
}

var tokenWord = regexp.MustCompile(`[A-Za-z0-9._~+/-]{8,}=*`)

// known says why a file's path leads to no input.
func (t *trial) known(path string) error {
	for i := range t.config.Inputs.File {
		if t.config.Inputs.File[i].reads(path) {
			return nil
		}
	}
	return fmt.Errorf("no input of the configuration reads %s", path)
}
