package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func replayCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "replay [-c FILE] DEAD-LETTERS",
		Short: "Send dead letters again, after what refused them is mended",
		Long: `Replay sends each document of a dead-letter file to the sink that refused it,
scrubbed again. Move the file away from the running daemon first, and remove it
when replay has ended with exit code 0: what was refused again is then in a new
dead-letter file. An event keeps its id: Elasticsearch stores it once.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := agent.Load(path)
			if err != nil {
				return err
			}
			ctx, stop := untilSignal(cmd)
			defer stop()
			delivered, refused, err := agent.Replay(ctx, c, logger(c.Log), args[0])
			if err == nil || delivered+refused > 0 {
				fmt.Fprintf(cmd.OutOrStdout(), "%d documents delivered, %d refused again\n", delivered, refused)
			}
			return err
		},
	}
	daemonFlag(cmd, &path)
	return cmd
}
