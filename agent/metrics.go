package agent

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hashtail/hashtail/agent/journal"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// metrics collects at scrape time: the hot path only adds to counters of its
// own. No label holds a path, a user, a token or any other part of a line.
type metrics struct{ a *Agent }

// A metric is a row of one of the tables below: its name, what it tells, and how its
// value is read from a T.
type metric[T any] struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(T) float64
}

func counter[T any](name, help string, labels []string, value func(T) float64) metric[T] {
	return metric[T]{prometheus.NewDesc(name, help, labels, nil), prometheus.CounterValue, value}
}

func gauge[T any](name, help string, labels []string, value func(T) float64) metric[T] {
	return metric[T]{prometheus.NewDesc(name, help, labels, nil), prometheus.GaugeValue, value}
}

var (
	bySink      = []string{"sink"}
	bySinkInput = []string{"sink", "input"}
)

var laneMetrics = []metric[*lane]{
	counter("hashtail_lines_read_total", "Lines read. In each lane: lines read = shipped + not_auth + unparsed + joined + dead letters + in flight.", bySink, func(l *lane) float64 { return float64(l.counts.lines.Load()) }),
	counter("hashtail_read_bytes_total", "Bytes of lines read.", bySink, func(l *lane) float64 { return float64(l.counts.bytes.Load()) }),
	counter("hashtail_events_shipped_total", "Events that the backend has acknowledged.", bySink, func(l *lane) float64 { return float64(l.counts.shipped.Load()) }),
	counter("hashtail_lines_not_auth_total", "Lines that are no authentication events and were not shipped.", bySink, func(l *lane) float64 { return float64(l.counts.notAuth.Load()) }),
	counter("hashtail_lines_unparsed_total", "Lines not in their file's format, beyond those reported as pipeline_error events.", bySink, func(l *lane) float64 { return float64(l.counts.unparsed.Load()) }),
	counter("hashtail_lines_joined_total", "Lines that belong to the record of an earlier line.", bySink, func(l *lane) float64 { return float64(l.counts.joined.Load()) }),
	counter("hashtail_lines_malformed_total", "Lines not in their file's format, reported or not.", bySink, func(l *lane) float64 { return float64(l.counts.malformed.Load()) }),
	counter("hashtail_lines_truncated_total", "Lines cut at max_line.", bySink, func(l *lane) float64 { return float64(l.counts.truncated.Load()) }),
	counter("hashtail_parser_panics_total", "Lines that hashtail failed on inside: please report, with the format of the file.", bySink, func(l *lane) float64 { return float64(l.counts.panics.Load()) }),
	counter("hashtail_dead_letters_total", "Events that the backend refused for ever, kept as dead letters.", bySink, func(l *lane) float64 { return float64(l.counts.dead.Load()) }),
	gauge("hashtail_events_in_flight", "Events on their way to the backend.", bySink, func(l *lane) float64 { return float64(l.counts.onTheWay()) }),
	counter("hashtail_batches_sent_total", "Attempts to deliver a batch.", bySink, func(l *lane) float64 { return float64(l.counts.batches.Load()) }),
	counter("hashtail_batch_retries_total", "Attempts that have to be made again.", bySink, func(l *lane) float64 { return float64(l.counts.retries.Load()) }),
	counter("hashtail_send_seconds_total", "Time spent in attempts to deliver.", bySink, func(l *lane) float64 { return float64(l.counts.sendNanos.Load()) / 1e9 }),
	gauge("hashtail_last_success_timestamp_seconds", "When the backend last acknowledged.", bySink, func(l *lane) float64 { return float64(l.counts.lastSuccess.Load()) }),
	gauge("hashtail_sink_up", "1 unless the last attempt to deliver failed.", bySink, func(l *lane) float64 {
		_, failing := l.health.failingFor()
		return truth(!failing)
	}),
	gauge("hashtail_sink_failing_seconds", "For how long no attempt to deliver has succeeded; 0 while the sink is up.", bySink, func(l *lane) float64 {
		d, _ := l.health.failingFor()
		return d.Seconds()
	}),
}

// storeMetrics are those of a backend that tells more of documents than that it has
// them.
var storeMetrics = []metric[sinks.Stats]{
	counter("hashtail_events_conflict_total", "Events that the backend had already: shipped again, and stored once.", bySink, func(s sinks.Stats) float64 { return float64(s.Conflicts) }),
	counter("hashtail_events_failure_store_total", "Events that the backend put into the data stream's failure store.", bySink, func(s sinks.Stats) float64 { return float64(s.FailureStore) }),
}

var lagMetrics = []metric[tail.Lag]{
	gauge("hashtail_lag_bytes", "Bytes written to the input's files and not yet acknowledged.", bySinkInput, func(l tail.Lag) float64 { return float64(l.Bytes) }),
	gauge("hashtail_lag_seconds", lagHelp, bySinkInput, func(l tail.Lag) float64 { return l.Age.Seconds() }),
}

var journalMetrics = []metric[journal.Status]{
	gauge("hashtail_lag_seconds", lagHelp, bySinkInput, func(s journal.Status) float64 { return s.Lag.Seconds() }),
	counter("hashtail_journal_entries_total", "Entries read from the systemd journal.", bySinkInput, func(s journal.Status) float64 { return float64(s.Entries) }),
	counter("hashtail_journal_restarts_total", "Times that journalctl ended and was started again.", bySinkInput, func(s journal.Status) float64 { return float64(s.Restarts) }),
	counter("hashtail_journal_gaps_total", "Times that the journal had removed entries before they were read.", bySinkInput, func(s journal.Status) float64 { return float64(s.Gaps) }),
	counter("hashtail_journal_unreadable_total", "Entries of the journal that are longer than max_line and have no cursor left.", bySinkInput, func(s journal.Status) float64 { return float64(s.Broken) }),
}

const lagHelp = "For how long the oldest of these bytes have been there."

var lossMetrics = []metric[*tail.LaneCounts]{
	counter("hashtail_gap_bytes_total", "Bytes that truncation or removal took away before they could be read (lower bound).", bySink, func(c *tail.LaneCounts) float64 { return float64(c.Gap.Load()) }),
	counter("hashtail_lost_bytes_total", "Bytes of deleted files that were given up to stay under hold_deleted.", bySink, func(c *tail.LaneCounts) float64 { return float64(c.Lost.Load()) }),
}

var fileMetrics = []metric[*tail.Counts]{
	gauge("hashtail_files_open", "Log files held open.", nil, func(c *tail.Counts) float64 { return float64(c.Open.Load()) }),
	gauge("hashtail_files_watched", "Log files that inotify watches; the others are looked at by timer.", nil, func(c *tail.Counts) float64 { return float64(c.Watched.Load()) }),
	gauge("hashtail_deleted_held_bytes", "Bytes of deleted files that are held open.", nil, func(c *tail.Counts) float64 { return float64(c.Held.Load()) }),
	counter("hashtail_files_found_total", "Files seen for the first time.", nil, func(c *tail.Counts) float64 { return float64(c.Found.Load()) }),
	counter("hashtail_rotations_total", "Files that were renamed away or replaced.", nil, func(c *tail.Counts) float64 { return float64(c.Rotations.Load()) }),
	counter("hashtail_deletions_total", "Files that were deleted.", nil, func(c *tail.Counts) float64 { return float64(c.Deletions.Load()) }),
	counter("hashtail_truncations_total", "Files that were truncated in place.", nil, func(c *tail.Counts) float64 { return float64(c.Truncations.Load()) }),
	counter("hashtail_file_errors_total", "Attempts to open or read a log file that failed.", nil, func(c *tail.Counts) float64 { return float64(c.ScanErrors.Load()) }),
}

// Those with no table: they are there only sometimes, or have labels of their own.
var (
	reloadTaken = prometheus.NewDesc("hashtail_config_last_reload_successful", "1 unless the last new configuration was refused, and the one before goes on.", nil, nil)
	reloadTime  = prometheus.NewDesc("hashtail_config_last_reload_success_timestamp_seconds", "When the configuration in use was taken over.", nil, nil)
	buildInfo   = prometheus.NewDesc("hashtail_build_info", "Always 1; labels tell the build.", []string{"version"}, nil)
	redactions  = prometheus.NewDesc("hashtail_redactions_total", "Secrets replaced, by kind and by place in the line.", []string{"sink", "kind", "location"}, nil)
)

func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func (m metrics) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, ch) }

func (m metrics) Collect(ch chan<- prometheus.Metric) {
	ch <- prometheus.MustNewConstMetric(buildInfo, prometheus.GaugeValue, 1, Version)
	ch <- prometheus.MustNewConstMetric(reloadTaken, prometheus.GaugeValue, truth(m.a.refused.Load() == nil))
	if !m.a.started.IsZero() {
		ch <- prometheus.MustNewConstMetric(reloadTime, prometheus.GaugeValue, float64(m.a.started.UnixMilli())/1e3)
	}
	for _, l := range m.a.lanes {
		collect(ch, laneMetrics, l, l.name)
		if s, ok := l.sink.(interface{ Stats() sinks.Stats }); ok {
			collect(ch, storeMetrics, s.Stats(), l.name)
		}
		l.collectRedactions(ch)
	}
	if m.a.tailer == nil {
		return
	}
	for _, lag := range m.a.tailer.Lags() {
		collect(ch, lagMetrics, lag, lag.Lane, strconv.Itoa(lag.Input))
	}
	for _, r := range m.a.journals {
		st := r.Status()
		collect(ch, journalMetrics, st, st.Lane, strconv.Itoa(st.Input))
	}
	for _, l := range m.a.lanes {
		collect(ch, lossMetrics, m.a.tailer.LaneCounts(l.name), l.name)
	}
	collect(ch, fileMetrics, m.a.tailer.Counts())
}

func collect[T any](ch chan<- prometheus.Metric, table []metric[T], of T, labels ...string) {
	for i := range table {
		m := &table[i]
		ch <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(of), labels...)
	}
}

// collectRedactions collects what was replaced at all: most kinds of secrets are never
// met.
func (l *lane) collectRedactions(ch chan<- prometheus.Metric) {
	for kind := range l.counts.redactions {
		for place := range l.counts.redactions[kind] {
			if n := l.counts.redactions[kind][place].Load(); n > 0 {
				ch <- prometheus.MustNewConstMetric(redactions, prometheus.CounterValue, float64(n), l.name, redact.Kind(kind).String(), redact.Place(place).String())
			}
		}
	}
}
