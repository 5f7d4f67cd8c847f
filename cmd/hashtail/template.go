package main

import (
	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/sinks"
)

func templateCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "template [-c FILE]",
		Short: "Print the Elasticsearch index template and role, for an administrator",
		Args:  usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			es := sinks.ElasticsearchConfig{}
			if path != "" {
				c, err := load(path)
				if err != nil {
					return err
				}
				if c.Sinks.Elasticsearch != nil {
					es = *c.Sinks.Elasticsearch
				}
			}
			_, err := cmd.OutOrStdout().Write(sinks.Template(es))
			return err
		},
	}
	configFlag(cmd, &path)
	return cmd
}
