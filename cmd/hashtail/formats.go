package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent/parse"
)

func formatsCommand() *cobra.Command {
	var path, output string
	cmd := &cobra.Command{
		Use:   "formats [-c FILE]",
		Short: "List the log formats, with an example line each",
		Long: `Formats lists the names that "format:" takes: each format with its other names
and an example line, the products whose name stands for several formats, and the
formats of the configuration. General formats say how a line is written, not who
wrote it; they are tried last.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			list := formatList{Formats: describeFormats(), Products: products()}
			if path != "" {
				c, err := settings(path)
				if err != nil {
					return err
				}
				list.Own = slices.Sorted(maps.Keys(c.Formats))
			}
			if output == "json" {
				return printJSON(cmd.OutOrStdout(), list)
			}
			return list.print(cmd.OutOrStdout())
		},
	}
	configFlag(cmd, &path)
	outputFlag(cmd, &output, "text or json")
	return cmd
}

type formatList struct {
	Formats  []formatEntry  `json:"formats"`
	Products []productEntry `json:"products"`
	Own      []string       `json:"configured,omitempty"`
}

type formatEntry struct {
	Name    string   `json:"name"`
	General bool     `json:"general"`
	Aliases []string `json:"aliases,omitempty"`
	Example string   `json:"example"`
}

type productEntry struct {
	Name    string   `json:"name"`
	Formats []string `json:"formats"`
}

// describeFormats are all formats of the table with their other names.
func describeFormats() []formatEntry {
	all := make([]formatEntry, len(parse.Formats))
	for i := range parse.Formats {
		f := &parse.Formats[i]
		all[i] = formatEntry{Name: f.Name, General: f.General, Example: f.Example}
		for _, a := range parse.Aliases {
			if a.Formats == f.Name {
				all[i].Aliases = append(all[i].Aliases, a.Name)
			}
		}
	}
	return all
}

// formatNames are what --format takes.
func formatNames() (names []string) {
	names = []string{"auto"}
	for i := range parse.Formats {
		names = append(names, parse.Formats[i].Name)
	}
	for _, a := range parse.Aliases {
		names = append(names, a.Name)
	}
	return names
}

// products are the names for several formats.
func products() (all []productEntry) {
	for _, a := range parse.Aliases {
		if formats := strings.Fields(a.Formats); len(formats) > 1 {
			all = append(all, productEntry{a.Name, formats})
		}
	}
	return all
}

func (l *formatList) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "PRODUCT\tFORMATS")
	for _, p := range l.Products {
		fmt.Fprintf(w, "%s\t%s\n", p.Name, strings.Join(p.Formats, ", "))
	}
	for _, general := range []bool{false, true} {
		title := "FORMAT"
		if general {
			title = "GENERAL"
		}
		fmt.Fprintf(w, "\n%s\tALSO\tEXAMPLE\n", title)
		for _, f := range l.Formats {
			if f.General == general {
				fmt.Fprintf(w, "%s\t%s\t%s\n", f.Name, strings.Join(f.Aliases, ", "), f.Example)
			}
		}
	}
	if len(l.Own) > 0 {
		fmt.Fprintf(w, "\nCONFIGURED\n%s\n", strings.Join(l.Own, "\n"))
	}
	return w.Flush()
}
