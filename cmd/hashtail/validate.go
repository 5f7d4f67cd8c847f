package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func validateCommand() *cobra.Command {
	var path string
	var connect bool
	cmd := &cobra.Command{
		Use:   "validate [-c FILE] [--connect]",
		Short: "Check a configuration by building all of it",
		Long: `Validate reads the configuration, resolves its references, and builds the whole
pipeline as run does, without touching the state folder or, unless asked to with --connect, the
network. It warns
of paths that match nothing or cannot be read, of folders that cannot be written
to, and of credentials that systemd gives to the service alone.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, unseen, err := agent.LoadToCheck(path)
			if err != nil {
				return err
			}
			if connect && len(unseen) > 0 {
				return fmt.Errorf("--connect needs all secrets: %s", unseen[0])
			}
			warnings, err := agent.Check(c, logger(c.Log))
			for _, w := range append(unseen, warnings...) {
				fmt.Fprintln(cmd.ErrOrStderr(), "warning:", printable(w))
			}
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			if connect {
				if err := agent.Reach(cmd.Context(), c, logger(c.Log)); err != nil {
					return err
				}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: ok\n", path)
			return nil
		},
	}
	daemonFlag(cmd, &path)
	cmd.Flags().BoolVar(&connect, "connect", false, "ask the backends, too: whether they answer, accept the credentials, and have what documents are sent to")
	return cmd
}
