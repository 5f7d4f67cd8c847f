//go:build man

package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The manual pages are for packages. What writes them, and the Markdown reader that
// it brings along, is built with -tags man only: an agent at rest would hold 0.4 MiB of it.
func init() { forPackages = append(forPackages, manCommand) }

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the manual pages into a folder",
		Hidden: true,
		Args:   arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			r := cmd.Root()
			r.DisableAutoGenTag = true
			return doc.GenManTree(r, &doc.GenManHeader{Title: "HASHTAIL", Section: "8", Source: "hashtail"}, args[0])
		},
	}
}
