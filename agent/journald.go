package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/journal"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A JournaldInput is a set of entries of the systemd journal.
type JournaldInput struct {
	Path        string          `yaml:"path"` // a folder of journal files; empty: the host's journal
	Units       []string        `yaml:"units"`
	Identifiers []string        `yaml:"identifiers"`
	Priority    string          `yaml:"priority"`
	Matches     []string        `yaml:"matches"`
	Start       string          `yaml:"start"`
	IgnoreOlder *sinks.Duration `yaml:"ignore_older"` // nil: 24h; 0: no limit
	Records     `yaml:",inline"`
}

func (in *JournaldInput) validate() error {
	if err := in.journal(0).Validate(); err != nil {
		return err
	}
	records := in.records()
	return records.validate(nil)
}

// records is a file input whose records are read in the same way.
func (in *JournaldInput) records() FileInput {
	return FileInput{Paths: []string{"/"}, Format: "journald", Records: in.Records}
}

// journal is what package journal needs of the input.
func (in *JournaldInput) journal(linger sinks.Duration) journal.Config {
	return journal.Config{
		Path: in.Path, Units: in.Units, Identifiers: in.Identifiers, Priority: in.Priority, Matches: in.Matches,
		Start: in.Start, IgnoreOlder: orDay(in.IgnoreOlder), Fields: parse.JournalFields, MaxLine: int(in.MaxLine), Linger: time.Duration(linger),
	}
}

// openJournals makes a reader of every journal for every lane.
func (a *Agent) openJournals(store *checkpoint.Store, host event.Host) {
	adoptStreams(store, a.config.Inputs.Journald)
	for i := range a.config.Inputs.Journald {
		c := a.config.Inputs.Journald[i].journal(a.config.Delivery.Linger)
		f := &tail.File{Input: len(a.config.Inputs.File) + i}
		for _, l := range a.lanes {
			mark := store.Stream(c.Key()).Lane(l.name)
			a.journals = append(a.journals, journal.NewReader(c, f, l.name, mark, a.newWorker(l, host), a.log))
		}
	}
}

// adoptStreams lets an input whose choice of entries was changed go on where
// it was: it takes the place of one that nobody reads any more.
func adoptStreams(store *checkpoint.Store, inputs []JournaldInput) {
	known := store.Streams()
	var free []string
	for _, name := range known {
		if !slices.ContainsFunc(inputs, func(in JournaldInput) bool { return in.journal(0).Key() == name }) {
			free = append(free, name)
		}
	}
	for i := range inputs {
		c := inputs[i].journal(0)
		if slices.Contains(known, c.Key()) {
			continue
		}
		at := slices.IndexFunc(free, func(name string) bool {
			return name == c.Place() || strings.HasPrefix(name, c.Place()+" ")
		})
		if at >= 0 {
			store.RenameStream(free[at], c.Key())
			free = slices.Delete(free, at, at+1)
		}
	}
}

// checkJournals says whether the journals can be read.
func checkJournals(inputs []JournaldInput) (warnings []string, err error) {
	for i := range inputs {
		where := fmt.Sprintf("inputs.journald[%d]", i)
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		seen, said, err := journal.Probe(ctx, inputs[i].journal(0))
		cancel()
		switch {
		case errors.Is(err, journal.ErrMissing):
			return nil, fmt.Errorf("%s: %w", where, err)
		case err != nil:
			warnings = append(warnings, fmt.Sprintf("%s: %v", where, err))
		case said != "":
			warnings = append(warnings, fmt.Sprintf("%s: journalctl says %q: hashtail's user should be in the group systemd-journal", where, said))
		case !seen:
			warnings = append(warnings, where+": no entry of the journal matches now")
		}
	}
	return warnings, nil
}
