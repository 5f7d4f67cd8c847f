package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func version() string {
	return fmt.Sprintf("hashtail %s (%s, %s/%s)", agent.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  arguments(cobra.NoArgs),
		Run: func(cmd *cobra.Command, _ []string) {
			fmt.Fprintln(cmd.OutOrStdout(), version())
		},
	}
}
