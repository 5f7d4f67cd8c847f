package agent

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/journal"
)

// A Status is what `hashtail status` shows. It holds positions, counts and
// names from the configuration, and paths; nothing of a line.
type Status struct {
	Version       string       `json:"version"`
	UptimeSeconds float64      `json:"uptime_seconds"`
	Unready       []string     `json:"unready"`
	Sinks         []SinkStatus `json:"sinks"`
	Files         []FileStatus `json:"files"`

	Journals []JournalStatus `json:"journals,omitempty"`

	ConfigRefused string `json:"config_refused,omitempty"` // why a newer configuration was
}

// A SinkStatus is one lane's balance sheet and the state of its backend.
type SinkStatus struct {
	Name        string `json:"name"`
	State       string `json:"state"` // ok, or why delivery fails
	Lines       int64  `json:"lines"`
	Shipped     int64  `json:"shipped"`
	NotAuth     int64  `json:"not_auth"`
	Unparsed    int64  `json:"unparsed"`
	Joined      int64  `json:"joined"`
	DeadLetters int64  `json:"dead_letters"`
	InFlight    int64  `json:"in_flight"`
}

// A FileStatus is one file identity.
type FileStatus struct {
	Path  string           `json:"path"`
	Size  int64            `json:"size"`
	State string           `json:"state"` // open, rotated, deleted or the last error
	Sinks []FileSinkStatus `json:"sinks"`
}

// A FileSinkStatus is how far one file is delivered to one sink, in bytes.
type FileSinkStatus struct {
	Name         string `json:"name"`
	Format       string `json:"format"`
	Acknowledged int64  `json:"acknowledged"`
	Lag          int64  `json:"lag"`
}

// statusText is the status in one line, for the service manager.
func (a *Agent) statusText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d files open", a.tailer.Counts().Open.Load())
	for _, l := range a.lanes {
		fmt.Fprintf(&b, "; %s: %d events", l.name, l.counts.shipped.Load())
		if since, _, err := l.health.state(); err != nil {
			fmt.Fprintf(&b, ", failing since %s", since.Format(time.TimeOnly))
		}
	}
	return b.String()
}

// A JournalStatus is how far one journal is delivered to one sink.
type JournalStatus struct {
	Journal      string    `json:"journal"`
	Sink         string    `json:"sink"`
	State        string    `json:"state"` // followed, or why it is not
	Entries      int64     `json:"entries"`
	Acknowledged time.Time `json:"acknowledged"` // when the journal got the entry; zero: none yet
	LagSeconds   float64   `json:"lag_seconds"`
	Restarts     int64     `json:"restarts"`
	Gaps         int64     `json:"gaps"`
}

func journalStatus(j journal.Status) JournalStatus {
	st := JournalStatus{
		Journal: j.Place, Sink: j.Lane, State: "followed", Entries: j.Entries,
		LagSeconds: j.Lag.Seconds(), Restarts: j.Restarts, Gaps: j.Gaps,
	}
	if j.Mark.UnixMicro() != 0 {
		st.Acknowledged = j.Mark.UTC()
	}
	if j.Error != "" {
		st.State = j.Error
	}
	return st
}

// Status is a snapshot of the running agent.
func (a *Agent) Status() *Status {
	st := &Status{Version: Version, UptimeSeconds: time.Since(a.started).Seconds(), Unready: a.unready(), Files: []FileStatus{}}
	if refused := a.refused.Load(); refused != nil {
		st.ConfigRefused = (*refused).Error()
	}
	for _, l := range a.lanes {
		c := &l.counts
		s := SinkStatus{
			Name: l.name, State: "ok", Lines: c.lines.Load(), Shipped: c.shipped.Load(), NotAuth: c.notAuth.Load(),
			Unparsed: c.unparsed.Load(), Joined: c.joined.Load(), DeadLetters: c.dead.Load(), InFlight: c.onTheWay(),
		}
		if since, _, err := l.health.state(); err != nil {
			s.State = "failing for " + time.Since(since).Round(time.Second).String() + ": " + err.Error()
		}
		st.Sinks = append(st.Sinks, s)
	}
	for _, f := range a.tailer.Status() {
		fs := FileStatus{Path: f.Path, Size: f.Size, State: f.State, Sinks: []FileSinkStatus{}}
		if fs.Path == "" {
			fs.Path = f.First
		}
		if f.Error != "" {
			fs.State += ": " + f.Error
		}
		for _, l := range f.Lanes {
			fs.Sinks = append(fs.Sinks, FileSinkStatus{Name: l.Lane, Format: l.Format, Acknowledged: l.Mark, Lag: max(0, f.Size-l.Mark)})
		}
		st.Files = append(st.Files, fs)
	}
	for _, f := range a.fifos {
		st.Files = append(st.Files, f.status())
	}
	for _, r := range a.journals {
		st.Journals = append(st.Journals, journalStatus(r.Status()))
	}
	slices.SortFunc(st.Files, func(a, b FileStatus) int { return strings.Compare(a.Path, b.Path) })
	return st
}
