package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func selftestCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "selftest [-c FILE]",
		Short: "Plant random secrets of every kind and see that none comes out",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := settings(path)
			if err != nil {
				return err
			}
			a, err := agent.New(c, logger(c.Log))
			if err != nil {
				return err
			}
			report, err := a.Canary()
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d secrets of %d kinds planted: none came out\n", report.Planted, report.Kinds)
			return nil
		},
	}
	daemonFlag(cmd, &path)
	return cmd
}
