// Package journal reads the systemd journal: its entries, in the journal's
// order, as blocks for a consumer of package tail, with cursors where files
// have offsets.
//
// It reads through a child, journalctl, which knows every version of the
// files' format and follows their rotation. Each lane has a child of its own,
// because each has a pace of its own. A child that ends is started again where
// it was, after a pause that grows.
package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Config says which entries are read and how. Zero values stand for the
// defaults.
type Config struct {
	Path        string   // a folder of journal files; empty: this host's journal
	Units       []string // entries of one of these systemd units
	Identifiers []string // of one of these SYSLOG_IDENTIFIERs
	Priority    string   // of this priority or a more urgent one, or of a range
	Matches     []string // FIELD=value, as for journalctl
	Start       string   // beginning (default) or end: where the first start begins
	IgnoreOlder time.Duration
	Fields      []string // that entries are given with; empty: all
	MaxLine     int      // longer entries are cut; 1 MiB

	Linger             time.Duration // as in tail.Config
	RetryMin, RetryMax time.Duration // pauses before a child is started again; 1s and 1m
}

const (
	program = "journalctl"

	startBeginning = "beginning"
	startEnd       = "end"
)

func (c Config) withDefaults() Config {
	if c.RetryMin == 0 {
		c.RetryMin = time.Second
	}
	if c.RetryMax == 0 {
		c.RetryMax = time.Minute
	}
	return c
}

var (
	priorityShape = regexp.MustCompile(`^(emerg|alert|crit|err|warning|notice|info|debug|[0-7])(\.\.(emerg|alert|crit|err|warning|notice|info|debug|[0-7]))?$`)
	matchShape    = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*=`)
)

// Validate says what is wrong with the configuration, all of it.
func (c Config) Validate() error {
	var errs []error
	for _, list := range []struct {
		name   string
		values []string
	}{{"units", c.Units}, {"identifiers", c.Identifiers}} {
		for _, v := range list.values {
			if v == "" {
				errs = append(errs, fmt.Errorf("%s has an empty entry", list.name))
			}
		}
	}
	for _, m := range c.Matches {
		if !matchShape.MatchString(m) {
			errs = append(errs, errors.New("matches: each is FIELD=value with an upper-case field, like _UID=0"))
		}
	}
	if c.Priority != "" && !priorityShape.MatchString(c.Priority) {
		errs = append(errs, fmt.Errorf("priority is %q: it must be a name like warning, a number from 0 to 7, or a range like emerg..err", c.Priority))
	}
	switch c.Start {
	case "", startBeginning, startEnd:
	default:
		errs = append(errs, fmt.Errorf("start is %q: it must be %s or %s", c.Start, startBeginning, startEnd))
	}
	if c.IgnoreOlder < 0 {
		errs = append(errs, errors.New("ignore_older is negative: 0 turns it off"))
	}
	if c.MaxLine < 0 {
		errs = append(errs, errors.New("max_line is negative"))
	}
	return errors.Join(errs...)
}

// Place names the journal that is read, as status shows it.
func (c Config) Place() string {
	if c.Path == "" {
		return "journald"
	}
	return "journald:" + c.Path
}

// Key names what is read of which journal: the stream in the checkpoints.
func (c Config) Key() string {
	return strings.Join(append([]string{c.Place()}, c.filter()...), " ")
}

// filter is what selects entries.
func (c Config) filter() []string {
	var args []string
	for _, u := range c.Units {
		args = append(args, "--unit="+u)
	}
	for _, id := range c.Identifiers {
		args = append(args, "--identifier="+id)
	}
	if c.Priority != "" {
		args = append(args, "--priority="+c.Priority)
	}
	return append(args, c.Matches...)
}

// args is the command line of a child; how is what is special to it.
//
// --merge, because a journalctl that follows leaves out all boots but the last
// without it. What it then takes from other machines is not this host's journal.
func (c Config) args(how ...string) []string {
	args := append([]string{"--output=json", "--all", "--no-pager", "--merge"}, how...)
	if c.Path != "" {
		args = append(args, "--directory="+c.Path)
	} else if id, err := os.ReadFile("/etc/machine-id"); err == nil && len(bytes.TrimSpace(id)) == 32 {
		args = append(args, "_MACHINE_ID="+string(bytes.TrimSpace(id)))
	}
	if len(c.Fields) > 0 {
		args = append(args, "--output-fields="+strings.Join(c.Fields, ","))
	}
	return append(args, c.filter()...)
}

// from is how a child that follows the journal begins: at the entry of the
// cursor, with it. Without one, behind what is too old.
//
// Not --after-cursor: where the cursor's entry is gone that leaves out another.
func (c Config) from(cursor string, now time.Time) []string {
	args := []string{"--follow", "--no-tail"}
	switch {
	case cursor != "":
		args = append(args, "--cursor="+cursor)
	case c.IgnoreOlder > 0:
		args = append(args, "--since=@"+strconv.FormatInt(now.Add(-c.IgnoreOlder).Unix(), 10))
	}
	return c.args(args...)
}
