package agent

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// metrics collects at scrape time: the hot path only adds to counters of its
// own. No label holds a path, a user, a token or any other part of a line.
type metrics struct{ a *Agent }

var (
	laneLabel = []string{"sink"}

	buildInfo      = prometheus.NewDesc("hashtail_build_info", "Always 1; labels tell the build.", []string{"version"}, nil)
	reloadTaken    = prometheus.NewDesc("hashtail_config_last_reload_successful", "1 unless the last new configuration was refused, and the one before goes on.", nil, nil)
	reloadTime     = prometheus.NewDesc("hashtail_config_last_reload_success_timestamp_seconds", "When the configuration in use was taken over.", nil, nil)
	linesRead      = prometheus.NewDesc("hashtail_lines_read_total", "Lines read. In each lane: lines read = shipped + not_auth + unparsed + joined + dead letters + in flight.", laneLabel, nil)
	bytesRead      = prometheus.NewDesc("hashtail_read_bytes_total", "Bytes of lines read.", laneLabel, nil)
	shipped        = prometheus.NewDesc("hashtail_events_shipped_total", "Events that the backend has acknowledged.", laneLabel, nil)
	notAuth        = prometheus.NewDesc("hashtail_lines_not_auth_total", "Lines that are no authentication events and were not shipped.", laneLabel, nil)
	unparsed       = prometheus.NewDesc("hashtail_lines_unparsed_total", "Lines not in their file's format, beyond those reported as pipeline_error events.", laneLabel, nil)
	joined         = prometheus.NewDesc("hashtail_lines_joined_total", "Lines that belong to the record of an earlier line.", laneLabel, nil)
	malformed      = prometheus.NewDesc("hashtail_lines_malformed_total", "Lines not in their file's format, reported or not.", laneLabel, nil)
	truncated      = prometheus.NewDesc("hashtail_lines_truncated_total", "Lines cut at max_line.", laneLabel, nil)
	panics         = prometheus.NewDesc("hashtail_parser_panics_total", "Lines that hashtail failed on inside: please report, with the format of the file.", laneLabel, nil)
	deadLetters    = prometheus.NewDesc("hashtail_dead_letters_total", "Events that the backend refused for ever, kept as dead letters.", laneLabel, nil)
	inFlight       = prometheus.NewDesc("hashtail_events_in_flight", "Events on their way to the backend.", laneLabel, nil)
	batches        = prometheus.NewDesc("hashtail_batches_sent_total", "Attempts to deliver a batch.", laneLabel, nil)
	retries        = prometheus.NewDesc("hashtail_batch_retries_total", "Attempts that have to be made again.", laneLabel, nil)
	sendSeconds    = prometheus.NewDesc("hashtail_send_seconds_total", "Time spent in attempts to deliver.", laneLabel, nil)
	lastSuccess    = prometheus.NewDesc("hashtail_last_success_timestamp_seconds", "When the backend last acknowledged.", laneLabel, nil)
	laneUp         = prometheus.NewDesc("hashtail_sink_up", "1 unless the last attempt to deliver failed.", laneLabel, nil)
	laneFailing    = prometheus.NewDesc("hashtail_sink_failing_seconds", "For how long no attempt to deliver has succeeded; 0 while the sink is up.", laneLabel, nil)
	conflicts      = prometheus.NewDesc("hashtail_events_conflict_total", "Events that the backend had already: shipped again, and stored once.", laneLabel, nil)
	failureStore   = prometheus.NewDesc("hashtail_events_failure_store_total", "Events that the backend put into the data stream's failure store.", laneLabel, nil)
	redactions     = prometheus.NewDesc("hashtail_redactions_total", "Secrets replaced, by kind and by place in the line.", []string{"sink", "kind", "location"}, nil)
	lagBytes       = prometheus.NewDesc("hashtail_lag_bytes", "Bytes written to the input's files and not yet acknowledged.", []string{"sink", "input"}, nil)
	lagSeconds     = prometheus.NewDesc("hashtail_lag_seconds", "For how long the oldest of these bytes have been there.", []string{"sink", "input"}, nil)
	journalEntries = prometheus.NewDesc("hashtail_journal_entries_total", "Entries read from the systemd journal.", []string{"sink", "input"}, nil)
	journalStarts  = prometheus.NewDesc("hashtail_journal_restarts_total", "Times that journalctl ended and was started again.", []string{"sink", "input"}, nil)
	journalGaps    = prometheus.NewDesc("hashtail_journal_gaps_total", "Times that the journal had removed entries before they were read.", []string{"sink", "input"}, nil)
	journalBroken  = prometheus.NewDesc("hashtail_journal_unreadable_total", "Entries of the journal that are longer than max_line and have no cursor left.", []string{"sink", "input"}, nil)
	gapBytes       = prometheus.NewDesc("hashtail_gap_bytes_total", "Bytes that truncation or removal took away before they could be read (lower bound).", laneLabel, nil)
	lostBytes      = prometheus.NewDesc("hashtail_lost_bytes_total", "Bytes of deleted files that were given up to stay under hold_deleted.", laneLabel, nil)
	filesOpen      = prometheus.NewDesc("hashtail_files_open", "Log files held open.", nil, nil)
	filesWatched   = prometheus.NewDesc("hashtail_files_watched", "Log files that inotify watches; the others are looked at by timer.", nil, nil)
	heldBytes      = prometheus.NewDesc("hashtail_deleted_held_bytes", "Bytes of deleted files that are held open.", nil, nil)
	filesFound     = prometheus.NewDesc("hashtail_files_found_total", "Files seen for the first time.", nil, nil)
	rotationsTotal = prometheus.NewDesc("hashtail_rotations_total", "Files that were renamed away or replaced.", nil, nil)
	deletions      = prometheus.NewDesc("hashtail_deletions_total", "Files that were deleted.", nil, nil)
	truncations    = prometheus.NewDesc("hashtail_truncations_total", "Files that were truncated in place.", nil, nil)
	scanErrors     = prometheus.NewDesc("hashtail_file_errors_total", "Attempts to open or read a log file that failed.", nil, nil)
)

func (m metrics) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, ch) }

func (m metrics) Collect(ch chan<- prometheus.Metric) {
	counter := func(d *prometheus.Desc, v int64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(buildInfo, 1, Version)
	taken := 1.0
	if m.a.refused.Load() != nil {
		taken = 0
	}
	gauge(reloadTaken, taken)
	if !m.a.started.IsZero() {
		gauge(reloadTime, float64(m.a.started.UnixMilli())/1e3)
	}
	for _, l := range m.a.lanes {
		c := &l.counts
		counter(linesRead, c.lines.Load(), l.name)
		counter(bytesRead, c.bytes.Load(), l.name)
		counter(shipped, c.shipped.Load(), l.name)
		counter(notAuth, c.notAuth.Load(), l.name)
		counter(unparsed, c.unparsed.Load(), l.name)
		counter(joined, c.joined.Load(), l.name)
		counter(malformed, c.malformed.Load(), l.name)
		counter(truncated, c.truncated.Load(), l.name)
		counter(panics, c.panics.Load(), l.name)
		counter(deadLetters, c.dead.Load(), l.name)
		gauge(inFlight, float64(c.onTheWay()), l.name)
		counter(batches, c.batches.Load(), l.name)
		counter(retries, c.retries.Load(), l.name)
		ch <- prometheus.MustNewConstMetric(sendSeconds, prometheus.CounterValue, float64(c.sendNanos.Load())/1e9, l.name)
		gauge(lastSuccess, float64(c.lastSuccess.Load()), l.name)
		up, failing := 1.0, 0.0
		if since, _, err := l.health.state(); err != nil {
			up, failing = 0, time.Since(since).Seconds()
		}
		gauge(laneUp, up, l.name)
		gauge(laneFailing, failing, l.name)
		if s, ok := l.sink.(interface{ Stats() sinks.Stats }); ok {
			stats := s.Stats()
			counter(conflicts, stats.Conflicts, l.name)
			counter(failureStore, stats.FailureStore, l.name)
		}
		for kind := range c.redactions {
			for place := range c.redactions[kind] {
				if n := c.redactions[kind][place].Load(); n > 0 {
					counter(redactions, n, l.name, redact.Kind(kind).String(), redact.Place(place).String())
				}
			}
		}
	}
	if m.a.tailer == nil {
		return
	}
	for _, lag := range m.a.tailer.Lags() {
		gauge(lagBytes, float64(lag.Bytes), lag.Lane, strconv.Itoa(lag.Input))
		gauge(lagSeconds, lag.Age.Seconds(), lag.Lane, strconv.Itoa(lag.Input))
	}
	for _, r := range m.a.journals {
		st := r.Status()
		input := strconv.Itoa(st.Input)
		gauge(lagSeconds, st.Lag.Seconds(), st.Lane, input)
		counter(journalEntries, st.Entries, st.Lane, input)
		counter(journalStarts, st.Restarts, st.Lane, input)
		counter(journalGaps, st.Gaps, st.Lane, input)
		counter(journalBroken, st.Broken, st.Lane, input)
	}
	for _, l := range m.a.lanes {
		c := m.a.tailer.LaneCounts(l.name)
		counter(gapBytes, c.Gap.Load(), l.name)
		counter(lostBytes, c.Lost.Load(), l.name)
	}
	c := m.a.tailer.Counts()
	gauge(filesOpen, float64(c.Open.Load()))
	gauge(filesWatched, float64(c.Watched.Load()))
	gauge(heldBytes, float64(c.Held.Load()))
	counter(filesFound, c.Found.Load())
	counter(rotationsTotal, c.Rotations.Load())
	counter(deletions, c.Deletions.Load())
	counter(truncations, c.Truncations.Load())
	counter(scanErrors, c.ScanErrors.Load())
}
