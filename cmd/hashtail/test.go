package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
	"github.com/hashtail/hashtail/agent/redact"
)

func testCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "test [-c FILE] [CASES… | -]",
		Short: "Check log formats with cases: lines in, fields out",
		Long: `Test reads cases from YAML files (or standard input, also as -) and compares the
events that their lines become with what they want:

  cases:
    - name: a refused login
      format: nginx              # default: the format of the input
      input: /var/log/x.log      # the input whose settings hold; default: the first
      now: 2026-01-15T12:00:00Z  # for times without a year
      line: '…'                  # or lines: |, read like a file
      want: {user.name: alice, event.outcome: failure}
      absent: [user.email]
    - name: a line that is no event
      line: '…'
      ignored: true

A field that no event has is a mistake of the case: it is named, with the nearest
that there is. It exits 1 when a case comes out differently, and prints each difference with
secrets replaced, as in events.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			c, err := settings(path)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				files = []string{"-"}
				sayTerminal(cmd.InOrStdin(), cmd.ErrOrStderr())
			}
			total, failed := 0, 0
			for _, file := range files {
				text, name, err := readCases(cmd.InOrStdin(), file)
				if err != nil {
					return err
				}
				results, err := agent.Test(c, name, text)
				if err != nil {
					return err
				}
				for i := range results {
					total++
					if r := &results[i]; !r.OK() {
						failed++
						if err := printResult(cmd.OutOrStdout(), name, r); err != nil {
							return err
						}
					}
				}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d cases, %d failed\n", total, failed)
			if failed > 0 {
				return &exitError{exitFailure, errSilent}
			}
			return nil
		},
	}
	configFlag(cmd, &path)
	return cmd
}

func readCases(stdin io.Reader, file string) (text []byte, name string, err error) {
	if file == "-" {
		if text, err = io.ReadAll(stdin); err != nil {
			return nil, "", &agent.InputError{Err: fmt.Errorf("read standard input: %w", err)}
		}
		return text, "standard input", nil
	}
	if text, err = os.ReadFile(file); err != nil {
		return nil, "", &agent.InputError{Err: err}
	}
	return text, file, nil
}

func printResult(out io.Writer, file string, r *agent.CaseResult) error {
	fmt.Fprintf(out, "%s:%d: %s\n", file, r.Line, printable(r.Name.String()))
	if r.Problem != "" {
		fmt.Fprintf(out, "  %s\n", r.Problem)
	}
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for i := range r.Differences {
		d := &r.Differences[i]
		if i == 0 {
			fmt.Fprintln(w, "  field\twant\tgot")
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", printable(d.Field.String()), orAbsent(d.Want), orAbsent(d.Got))
	}
	return w.Flush()
}

func orAbsent(t redact.Text) string {
	if t.IsZero() {
		return "(absent)"
	}
	return printable(t.String())
}
