package main

import (
	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/sinks"
)

func templateCommand() *cobra.Command {
	var path string
	var role bool
	cmd := &cobra.Command{
		Use:   "template [-c FILE] [--role]",
		Short: "Print the Elasticsearch index template or role, for an administrator",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := settings(path)
			if err != nil {
				return err
			}
			es := sinks.ElasticsearchConfig{}
			if c.Sinks.Elasticsearch != nil {
				es = *c.Sinks.Elasticsearch
			}
			body := sinks.Template(es)
			if role {
				body = sinks.Role(es)
			}
			_, err = cmd.OutOrStdout().Write(body)
			return err
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().BoolVar(&role, "role", false, "print what the credentials need instead: the body of PUT _security/role/NAME")
	return cmd
}
