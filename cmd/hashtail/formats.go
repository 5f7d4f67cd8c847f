package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent/parse"
)

func formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the log formats, with an example line each",
		Args:  usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			for i := range parse.Formats {
				fmt.Fprintf(w, "%s\t%s\n", parse.Formats[i].Name, parse.Formats[i].Example)
			}
			return w.Flush()
		},
	}
}
