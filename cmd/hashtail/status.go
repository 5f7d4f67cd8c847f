package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/hashtail/hashtail/agent"
)

func statusCommand() *cobra.Command {
	var path, output string
	cmd := &cobra.Command{
		Use:   "status [-c FILE]",
		Short: "Show what the running daemon reads and ships",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			address, err := listener(path)
			if err != nil {
				return err
			}
			st, err := fetchStatus(address)
			if err != nil {
				return &exitError{exitNoServer, fmt.Errorf("no daemon answers on %s: is hashtail running with this configuration? (%w)", address, err)}
			}
			if output == "json" {
				return printJSON(cmd.OutOrStdout(), st)
			}
			return printStatus(cmd.OutOrStdout(), st)
		},
	}
	daemonFlag(cmd, &path)
	outputFlag(cmd, &output, "text or json")
	return cmd
}

// listener is where the daemon of a configuration answers.
func listener(path string) (address string, err error) {
	address, err = agent.ListenAddress(path)
	if err != nil {
		return "", err
	}
	if address == "off" || address == "" {
		return "", &exitError{exitNoServer, fmt.Errorf("%s: http.listen is off: there is nowhere to ask", path)}
	}
	return address, nil
}

// ask gets a path of the daemon's listener, without the proxies that the environment may
// name: they are for what the sinks send.
func ask(address, path string, timeout time.Duration) (*http.Response, error) {
	client := http.Client{Timeout: timeout, Transport: &http.Transport{DisableKeepAlives: true}}
	return client.Get("http://" + address + path)
}

func fetchStatus(address string) (*agent.Status, error) {
	res, err := ask(address, "/status", 5*time.Second)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	st := new(agent.Status)
	if err := json.NewDecoder(io.LimitReader(res.Body, 64<<20)).Decode(st); err != nil {
		return nil, err
	}
	return st, nil
}

func printStatus(out io.Writer, st *agent.Status) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(w, "hashtail %s, up %s\n\n", st.Version, time.Duration(st.UptimeSeconds*float64(time.Second)).Round(time.Second))
	fmt.Fprintln(w, "SINK\tLINES\tSHIPPED\tNOT AUTH\tUNPARSED\tJOINED\tDEAD LETTERS\tIN FLIGHT\tSTATE")
	for _, s := range st.Sinks {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", s.Name, s.Lines, s.Shipped, s.NotAuth, s.Unparsed, s.Joined, s.DeadLetters, s.InFlight, printable(s.State))
	}
	fmt.Fprintln(w, "\nFILE\tSINK\tFORMAT\tACKNOWLEDGED\tLAG\tSTATE")
	for _, f := range st.Files {
		for _, l := range f.Sinks {
			fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\n", printable(f.Path), l.Name, l.Format, l.Acknowledged, l.Lag, printable(f.State))
		}
	}
	if len(st.Journals) > 0 {
		fmt.Fprintln(w, "\nJOURNAL\tSINK\tENTRIES\tACKNOWLEDGED\tLAG\tSTATE")
	}
	for _, j := range st.Journals {
		at := "-"
		if !j.Acknowledged.IsZero() {
			at = j.Acknowledged.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", printable(j.Journal), j.Sink, j.Entries, at, time.Duration(j.LagSeconds*float64(time.Second)).Round(time.Second), printable(j.State))
	}
	if st.ConfigRefused != "" {
		fmt.Fprintf(w, "\nthe configuration was changed and is refused, the one before goes on: %s", st.ConfigRefused)
	}
	for _, r := range st.Unready {
		fmt.Fprintf(w, "\nnot ready: %s", printable(r))
	}
	fmt.Fprintln(w)
	return w.Flush()
}
