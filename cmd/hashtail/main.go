// Command hashtail tails log files and ships the authentication events in them,
// with hashes where tokens were, to Elasticsearch, Kafka or a file.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/nearest"
)

// Exit codes, after sysexits(3).
const (
	exitOK       = 0
	exitFailure  = 1  // a check found something
	exitUsage    = 64 // wrong arguments
	exitData     = 65 // the input cannot be used
	exitNoServer = 69 // a backend or the daemon cannot be reached
	exitBug      = 70 // hashtail itself is wrong
	exitRetry    = 75 // the host lacks something that may come back: disk, memory, an address
	exitAccess   = 77 // configuration, keys or state folder not accessible
	exitConfig   = 78 // the configuration is wrong
	exitSignal   = 130
)

// An exitError carries the exit code of a verb.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func main() {
	runtime.MemProfileRate = 0 // its table would be a part of what is resident at rest; pprof turns it on
	os.Exit(Main())
}

// Main runs the command line and returns the exit code.
func Main() int {
	cmd, out := root(), &output{Writer: os.Stdout}
	cmd.SetOut(out)
	err := cmd.ExecuteContext(context.Background())
	if err == nil {
		err = out.err
	}
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errSilent) {
		fmt.Fprintln(os.Stderr, "hashtail:", err)
	}
	return exitCode(err)
}

// An output keeps the first error of what is written to it: a verb that prints a table need
// not look at each line for it.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// untilSignal is the context of a verb that finishes what it began when SIGINT or SIGTERM
// comes. A second one ends the process at once, as the first does in all other verbs.
func untilSignal(cmd *cobra.Command) (ctx context.Context, stop func()) {
	ctx, stop = signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// errSilent ends a verb that has already said what there is to say.
var errSilent = errors.New("")

func exitCode(err error) int {
	var exit *exitError
	var config *agent.ConfigError
	var usage *agent.UsageError
	var input *agent.InputError
	var leak *agent.LeakError
	var undelivered *agent.UndeliveredError
	var unreached *agent.UnreachedError
	var access *agent.AccessError
	switch {
	case errors.As(err, &exit):
		return exit.code
	case errors.As(err, &unreached):
		return exitNoServer
	case isPassing(err):
		return exitRetry
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &input):
		return exitData
	case errors.As(err, &access), errors.Is(err, os.ErrPermission), errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.EROFS):
		return exitAccess
	case errors.As(err, &config):
		return exitConfig
	case errors.Is(err, checkpoint.ErrAccess), errors.Is(err, checkpoint.ErrLocked), errors.Is(err, checkpoint.ErrNewer):
		return exitAccess
	case errors.As(err, &leak) && !leak.Allowed:
		return exitBug
	case errors.As(err, &undelivered):
		return exitNoServer
	case errors.Is(err, agent.ErrInterrupted):
		return exitSignal
	}
	return exitConfig
}

// forPackages are verbs that only a build for making packages has.
var forPackages []func() *cobra.Command

// isPassing reports whether an error may be gone at the next start: a service
// manager should try again.
func isPassing(err error) bool {
	for _, e := range []error{syscall.EADDRINUSE, syscall.EADDRNOTAVAIL, syscall.ENOSPC, syscall.EDQUOT, syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func root() *cobra.Command {
	var asked bool
	cmd := &cobra.Command{
		Use:   "hashtail",
		Short: "Ship authentication events from log files, with hashes where tokens were",
		Long: `Hashtail ships the authentication events of log files to Elasticsearch, OpenSearch,
Kafka or a file, with hashes where tokens were.

  hashtail explain <some.log             what becomes of each line, and why
  hashtail ship /var/log/auth.log        the events of a file
  hashtail validate -c hashtail.yaml     whether a configuration is right
  hashtail run -c hashtail.yaml          the daemon; SIGHUP reloads, SIGTERM drains

Verbs about the daemon take /etc/hashtail/hashtail.yaml where no -c names another.

Exit codes: 0 done, 1 a check found something, 64 wrong arguments, 65 unusable
input, 69 a backend or the daemon does not answer, 70 a bug of hashtail, 75 the
host lacks something that may come back (disk, memory, an address), 77
configuration, keys or state not accessible, 78 wrong configuration, 130
interrupted by a signal.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asked {
				fmt.Fprintln(cmd.OutOrStdout(), version())
				return nil
			}
			return cmd.Help()
		},
	}
	// Cobra's own flag prints by a template: with text/template the linker keeps every
	// exported method, 3 MB of them.
	cmd.Flags().BoolVar(&asked, "version", false, "print the version")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{exitUsage, fmt.Errorf("%w: see %s --help", err, cmd.CommandPath())}
	})
	cmd.AddCommand(
		runCommand(), shipCommand(), validateCommand(), statusCommand(), healthCommand(), templateCommand(), formatsCommand(), replayCommand(),
		hashCommand(), keysCommand(), selftestCommand(), auditCommand(), testCommand(), explainCommand(), versionCommand(),
	)
	for _, command := range forPackages {
		cmd.AddCommand(command())
	}
	cmd.InitDefaultCompletionCmd()
	for _, c := range cmd.Commands() {
		if c.HasSubCommands() { // it does nothing by itself: cobra would print its help for any word
			c.Args, c.RunE = knownVerb, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
	return cmd
}

// verbs are the names that are offered.
func verbs(cmd *cobra.Command) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() && !yield(c.Name()) {
				return
			}
		}
	}
}

// knownVerb refuses what a command that has verbs does not know.
func knownVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &exitError{exitUsage, fmt.Errorf("unknown verb %q%s: see %s --help", args[0], nearest.Hint(args[0], verbs(cmd)), cmd.CommandPath())}
}

// arguments refuses more or fewer arguments than a verb takes. It says how the verb is
// written, and not what was given, which may be a log line.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check(cmd, args) == nil {
			return nil
		}
		return &exitError{exitUsage, fmt.Errorf("wrong number of arguments (%d): write %s %s", len(args), cmd.Parent().CommandPath(), cmd.Use)}
	}
}

// installed is where packages and containers have the configuration.
const installed = "/etc/hashtail/hashtail.yaml"

// daemonFlag adds -c to a verb that is about the daemon, whose configuration is the
// installed one unless another is named.
func daemonFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "config", "c", installed, "configuration `file`")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if *path == "" {
			return &exitError{exitUsage, errors.New("-c names no file")}
		}
		if _, err := os.Stat(*path); !cmd.Flags().Changed("config") && errors.Is(err, os.ErrNotExist) {
			return &exitError{exitUsage, fmt.Errorf("no configuration: %s is not there; write it, or name one with -c FILE", *path)}
		}
		return nil
	}
}

// configFlag adds -c to a verb that does without.
func configFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "config", "c", "", "configuration `file`")
}

// settings reads the configuration named by -c, or the defaults, for a verb
// that talks to no backend.
func settings(path string) (*agent.Config, error) {
	if path == "" {
		return agent.DefaultConfig(), nil
	}
	return agent.LoadWithoutSecrets(path)
}

// outputFlag adds -o.
func outputFlag(cmd *cobra.Command, output *string, usage string) {
	cmd.Flags().StringVarP(output, "output", "o", "text", usage)
	offer(cmd, "output", "text", "json")
}

// formatFlag adds --format, for a verb that takes it from one of the inputs otherwise.
func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "", "log `format`; default: the input's, else detected")
	offer(cmd, "format", formatNames()...)
}

// offer lets a shell complete the values of a flag.
func offer(cmd *cobra.Command, flag string, values ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

func checkOutput(output string) error {
	if output != "text" && output != "json" {
		return &exitError{exitUsage, fmt.Errorf("--output %s is neither text nor json", output)}
	}
	return nil
}

// printJSON prints v over several lines, for programs and people.
func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
