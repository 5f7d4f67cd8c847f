package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func auditCommand() *cobra.Command {
	var path, format, output string
	var threshold int
	cmd := &cobra.Command{
		Use:   "audit [-c FILE] FILE… | -",
		Short: "Say how good log files are for security: what they leak, what they lack",
		Long: `Audit reads log files (or standard input, as -) to their end and reports the raw secrets in them (kind,
place, count and position, never the value), which of time, outcome, source
address, user, method, path, status, token and scope their authentication events
carry, and a score of 100 with the reason and the fix for each point that is
lost. With --threshold it exits 1 when the score is lower, for use in CI.`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			c, err := settings(path)
			if err != nil {
				return err
			}
			report, err := agent.AuditFiles(c, format, files)
			if err != nil {
				return err
			}
			if output == "json" {
				if err := printJSON(cmd.OutOrStdout(), report); err != nil {
					return err
				}
			} else {
				report.Write(cmd.OutOrStdout())
			}
			if report.Score < threshold {
				return &exitError{exitFailure, fmt.Errorf("score %d is below the threshold of %d", report.Score, threshold)}
			}
			return nil
		},
	}
	configFlag(cmd, &path)
	formatFlag(cmd, &format)
	outputFlag(cmd, &output, "text or json")
	cmd.Flags().IntVar(&threshold, "threshold", 0, "exit 1 when the score is below this")
	return cmd
}
