package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func explainCommand() *cobra.Command {
	var path, file, format, output string
	cmd := &cobra.Command{
		Use:   "explain [-c FILE] [LINE | -f FILE | -]",
		Short: "Show what becomes of a log line, and why",
		Long: `Explain reads lines from standard input (or a file, with -f) and tells for each
which format read it and why others did not, where in the line each field comes
from, what was redacted and by which rule, whether the line is an authentication
event and why, and the document that is shipped. It never prints a secret.

Prefer standard input: a LINE on the command line, with the secrets that it may
hold, can be seen by everybody on the host while the program runs, and stays in
the shell's history.`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			if file != "" && len(args) > 0 {
				return &exitError{exitUsage, errors.New("-f FILE and LINE exclude each other")}
			}
			c, err := settings(path)
			if err != nil {
				return err
			}
			if file == "" && (len(args) == 0 || args[0] == "-") {
				sayTerminal(cmd.InOrStdin(), cmd.ErrOrStderr())
			}
			text, err := linesToExplain(cmd.InOrStdin(), file, args)
			if err != nil {
				return err
			}
			if len(text) == 0 {
				return &agent.InputError{Err: errors.New("no line to explain: give one on standard input, or a file with -f")}
			}
			out, first := cmd.OutOrStdout(), true
			return agent.Explain(c, file, format, text, func(x *agent.Explanation) error {
				if output == "json" {
					return json.NewEncoder(out).Encode(x)
				}
				if !first {
					fmt.Fprintln(out)
				}
				first = false
				return printExplanation(out, x)
			})
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().StringVarP(&file, "file", "f", "", "log `file`; the input of the configuration that reads it lends its settings")
	formatFlag(cmd, &format)
	outputFlag(cmd, &output, "text or json, an object a line")
	return cmd
}

func linesToExplain(stdin io.Reader, file string, args []string) ([]byte, error) {
	switch {
	case len(args) == 1 && args[0] != "-":
		return []byte(args[0]), nil
	case file == "":
		return readSample(stdin, "standard input")
	}
	f, err := agent.OpenInput(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSample(f, file)
}

// maxSample is more than anybody reads explanations of.
const maxSample = 64 << 20

// readSample reads all of r, if that is not too much.
func readSample(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSample+1))
	if err == nil && len(text) > maxSample {
		err = errors.New("it is over 64MiB: explain a part of it")
	}
	if err != nil {
		return nil, &agent.InputError{Err: fmt.Errorf("read %s: %w", name, err)}
	}
	return text, nil
}

func printExplanation(out io.Writer, x *agent.Explanation) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(w, "record\tat byte %d, %d bytes in %d lines\n", x.Offset, x.Bytes, x.Lines)
	if len(x.Formats) > 0 {
		fmt.Fprintf(w, "format\t%s\n", strings.Join(x.Formats, " > "))
	} else {
		fmt.Fprintln(w, "format\tnone")
	}
	for _, o := range byReason(x) {
		fmt.Fprintf(w, "  not\t%s\n", o)
	}
	fmt.Fprintf(w, "event\t%s: %s\n", yesNo(x.Event), x.Why)
	fmt.Fprintf(w, "shipped\t%s\n", yesNo(x.Shipped))
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, "fields")
	for i := range x.Fields {
		f := &x.Fields[i]
		origin := "worked out"
		if f.Start != nil {
			origin = fmt.Sprintf("bytes %d-%d", *f.Start, *f.End)
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", f.Field, origin, printable(f.Value))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(x.Redactions) > 0 {
		fmt.Fprintln(out, "redacted")
		for _, r := range x.Redactions {
			what := "removed"
			if r.Hash != "" {
				what = "hash " + r.Hash
			}
			fmt.Fprintf(w, "  %s\tin %s\t%s\n", r.Type, r.Location, what)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "document\n%s\n", x.Indented())
	return err
}

// byReason gathers the formats that did not read the record by why not.
func byReason(x *agent.Explanation) (lines []string) {
	formats := map[string][]string{}
	var reasons []string
	for _, o := range x.Others {
		if formats[o.Reason] == nil {
			reasons = append(reasons, o.Reason)
		}
		name := o.Format
		if len(o.Missing) > 0 {
			name += " (" + strings.Join(o.Missing, ", ") + ")"
		}
		formats[o.Reason] = append(formats[o.Reason], name)
	}
	for _, r := range reasons {
		lines = append(lines, r+": "+strings.Join(formats[r], ", "))
	}
	return lines
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
