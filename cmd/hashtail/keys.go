package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

func keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Manage the key file of hmac-sha256",
	}
	cmd.AddCommand(keysNew(), keysList(), keysRotate(), keysRetire())
	return cmd
}

func keysNew() *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:   "new FILE",
		Short: "Make a key file with one key, active from now",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Lstat(args[0]); err == nil {
				return &exitError{exitUsage, fmt.Errorf("%s is there already: hashtail keys rotate adds a key to it", args[0])}
			}
			now := time.Now()
			key, err := redact.NewKey(cmp.Or(id, dateID(now)), now)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			ring, err := redact.NewRing(key)
			if err != nil {
				return err
			}
			return ring.Write(args[0])
		},
	}
	cmd.Flags().StringVar(&id, "id", "", "the key's `id`, shipped with each hash; default: today's date")
	return cmd
}

func keysList() *cobra.Command {
	return &cobra.Command{
		Use:   "list FILE",
		Short: "List the keys, never their secrets",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ring, err := redact.ReadKeys(args[0])
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tACTIVE FROM\tSTATE")
			current, prev := ring.Active(time.Now())
			for _, k := range ring.Keys() {
				state := "replaced"
				switch {
				case k.Retired:
					state = "retired"
				case k.ActiveFrom.After(time.Now()):
					state = "waits"
				case k.ID == current:
					state = "current"
				case k.ID == prev:
					state = "previous: its hashes are shipped too, until it is retired"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\n", k.ID, k.ActiveFrom.Format(time.RFC3339), state)
			}
			return w.Flush()
		},
	}
}

func keysRotate() *cobra.Command {
	var id, from string
	cmd := &cobra.Command{
		Use:   "rotate FILE",
		Short: "Add a key that takes over at a moment, for a whole fleet at once",
		Long: `Rotate adds a key. Until it is retired, the key before it goes on hashing too, so
that events of before and after the change can be joined. Give the file to all
hosts before the moment comes.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ring, err := redact.ReadKeys(args[0])
			if err != nil {
				return err
			}
			at, err := moment(from)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if id == "" {
				id = freeDate(ring, at)
			}
			key, err := redact.NewKey(id, at)
			if err == nil {
				ring, err = ring.Add(key)
			}
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if err := ring.Write(args[0]); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "key %s is active from %s: give the file to all hosts before\n", id, at.UTC().Format(time.RFC3339))
			return nil
		},
	}
	cmd.Flags().StringVar(&id, "id", "", "the key's `id`; default: the date from which it is active")
	cmd.Flags().StringVar(&from, "active-from", "24h", "a `moment` (2026-03-01T00:00:00Z), or a duration from now")
	return cmd
}

func keysRetire() *cobra.Command {
	return &cobra.Command{
		Use:   "retire FILE ID",
		Short: "Stop shipping a key's hashes; it stays for hashtail hash",
		Args:  arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ring, err := redact.ReadKeys(args[0])
			if err != nil {
				return err
			}
			if ring, err = ring.Retire(args[1], time.Now()); err != nil {
				return &exitError{exitUsage, err}
			}
			return ring.Write(args[0])
		},
	}
}

// moment reads a time, or a duration from now, that is not past.
func moment(s string) (time.Time, error) {
	now := time.Now()
	at, err := time.Parse(time.RFC3339, s)
	if d, notOne := sinks.ParseDuration(s); notOne == nil {
		at, err = now.Add(d), nil
	}
	switch {
	case err != nil:
		return at, errors.New("--active-from is neither like 2026-03-01T00:00:00Z nor a duration like 24h or 7d")
	case at.Before(now):
		return at, errors.New("--active-from is in the past, whose events have their hashes: 0s is now")
	}
	return at, nil
}

// freeDate is the day as an id, with a number when the ring has that one.
func freeDate(ring *redact.Ring, at time.Time) string {
	taken := map[string]bool{}
	for _, k := range ring.Keys() {
		taken[k.ID] = true
	}
	date := dateID(at)
	id := date
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", date, n)
	}
	return id
}

// dateID is the id of a key that has no other name.
func dateID(at time.Time) string { return at.UTC().Format(time.DateOnly) }
