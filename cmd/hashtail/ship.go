package main

import (
	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func shipCommand() *cobra.Command {
	var path, format, keep, schema string
	cmd := &cobra.Command{
		Use:   "ship [-c FILE] [FILE… | -]",
		Short: "Ship files or standard input once, to the end",
		Long: `Ship runs the same pipeline as run, once over the files named (or standard
input, also as -) to their end. Events go to standard output as NDJSON, or to
the sinks of the configuration. It exits 0 only when all of them are acknowledged,
or kept as dead letters, of which it warns.

A file that an input of the configuration reads has that input's settings; others,
and standard input, have those of the first one.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			c := agent.DefaultConfig()
			if path != "" {
				var err error
				if c, err = agent.Load(path); err != nil {
					return err
				}
			}
			if c.Sinks == (agent.Sinks{}) {
				c.Sinks.Stdout = &agent.StdoutConfig{}
			}
			c.HTTP.Listen = "off"
			if path == "" {
				c.Log.Level = "warn"
			}
			if cmd.Flags().Changed("keep") {
				c.Keep = keep
			}
			if cmd.Flags().Changed("schema") {
				c.Schema = schema
			}
			if err := c.Validate(); err != nil {
				return &exitError{exitUsage, err}
			}
			if len(files) == 0 || files[0] == "-" {
				sayTerminal(cmd.InOrStdin(), cmd.ErrOrStderr())
			}
			ctx, stop := untilSignal(cmd)
			defer stop()
			return agent.Ship(ctx, c, logger(c.Log), format, files)
		},
	}
	configFlag(cmd, &path)
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&keep, "keep", "auth", "ship authentication events (auth) or every line (all)")
	cmd.Flags().StringVar(&schema, "schema", "ecs", "`schema` of the events: ecs is the only one yet")
	offer(cmd, "keep", "auth", "all")
	offer(cmd, "schema", "ecs")
	return cmd
}
