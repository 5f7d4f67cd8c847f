package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func runCommand() *cobra.Command {
	var path string
	var watch bool
	cmd := &cobra.Command{
		Use:   "run [-c FILE]",
		Short: "Tail, redact and ship until told to stop",
		Long: `Run is the daemon. SIGHUP makes it read the configuration again: a wrong one is
refused with the reason in the log, and the old one goes on. SIGTERM drains. Where
events go to standard output, so does the end of their reader; exit code 69.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			ctx, end := context.WithCancelCause(ctx)
			defer end(nil)
			s := &agent.Supervisor{Source: agent.NewSource(path), Logger: logger, Reload: hangups(ctx), Watch: watch}
			brokenPipes(ctx, func() {
				if s.Prints() && !hasReader(os.Stdout) {
					end(agent.ErrNoReader)
				}
			})
			return s.Run(ctx)
		},
	}
	daemonFlag(cmd, &path)
	cmd.Flags().BoolVar(&watch, "watch-config", false, "reload also when the configuration, its key file or one of its ${file:…} secrets changes; one that was refused is tried again")
	return cmd
}

// hangups gives a value for each SIGHUP; several at once are one. While the daemon drains
// there is nothing to reload any more, and the signal must not end it as it does by default.
func hangups(ctx context.Context) <-chan struct{} {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	reload := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-signals:
				select {
				case reload <- struct{}{}:
				default: // one is waiting already
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return reload
}

// brokenPipes calls look after each SIGPIPE. By default the signal would end the process at
// once, and that of standard error comes while systemd's journal is started anew.
func brokenPipes(ctx context.Context, look func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGPIPE)
	go func() {
		for {
			select {
			case <-signals:
				look()
			case <-ctx.Done():
				return
			}
		}
	}()
}

// logger writes hashtail's own log to standard error.
func logger(c agent.LogConfig) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // checked by Validate
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}
