package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

func healthCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "health [-c FILE]",
		Short: "Exit 0 when the running daemon answers, for container health checks",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			address, err := listener(path)
			if err != nil {
				return err
			}
			res, err := ask(address, "/healthz", 3*time.Second)
			if err != nil {
				return &exitError{exitNoServer, fmt.Errorf("no daemon answers on %s: %w", address, err)}
			}
			res.Body.Close()
			if res.StatusCode != http.StatusOK {
				return &exitError{exitNoServer, fmt.Errorf("the daemon on %s answers %s", address, res.Status)}
			}
			return nil
		},
	}
	daemonFlag(cmd, &path)
	return cmd
}
