package main

import (
	"context"
	"regexp"
	"slices"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// A row is one measurement.
type row struct {
	name    string
	servers []string // that it needs
	measure func(ctx context.Context, b *bench) (cells []string, err error)
}

// A section is a table of rows with the same columns.
type section struct {
	title   string
	columns []string
	rows    []row
}

// plan is what is measured: the rows that match, and without those that need
// servers if so asked.
func plan(wanted *regexp.Regexp, noServers bool) []section {
	var kept []section
	for _, s := range sections {
		s.rows = slices.DeleteFunc(slices.Clone(s.rows), func(r row) bool {
			return !wanted.MatchString(r.name) || noServers && len(r.servers) > 0
		})
		if len(s.rows) > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

var (
	kafka = []string{"kafka"}
	es    = []string{"elasticsearch"}
)

// sections are all tables, in the order in which they are measured.
var sections = []section{
	{
		"Throughput: one file, read from its beginning to the last acknowledgement; default settings",
		[]string{"events", "MB/s", "CPU s", "lines/CPU-s", "bare loop", "share", "peak RSS", "allocs/line"},
		[]row{
			{"A to file", nil, throughput(logs.A, toFile)},
			{"B to file", nil, throughput(logs.B, toFile)},
			{"C to file", nil, throughput(logs.C, toFile)},
			{"D to file", nil, throughput(logs.D, toFile)},
			{"E to file", nil, throughput(logs.E, toFile)},
			{"F to file", nil, throughput(logs.F, toFile)},
			{"A to Kafka, none", kafka, throughput(logs.A, toKafka("none"))},
			{"A to Kafka, snappy", kafka, throughput(logs.A, toKafka("snappy"))},
			{"A to Kafka, lz4", kafka, throughput(logs.A, toKafka("lz4"))},
			{"A to Kafka, zstd", kafka, throughput(logs.A, toKafka("zstd"))},
			{"A to Elasticsearch, gzip", es, throughput(logs.A, toElasticsearch("gzip"))},
			{"A to Elasticsearch, none", es, throughput(logs.A, toElasticsearch("none"))},
			{"A to file and Kafka, lz4", kafka, throughput(logs.A, toFile, toKafka("lz4"))},
		},
	},
	{
		"Latency from write(2) to acknowledged, at 1,000 lines/s",
		[]string{"lines", "p50", "p99", "max"},
		[]row{
			{"latency to file", nil, latency(toFile)},
			{"latency to Kafka, lz4", kafka, latency(toKafka("lz4"))},
			{"latency to Elasticsearch, gzip", es, latency(toElasticsearch("gzip"))},
		},
	},
	{
		"Idle: nothing is written",
		[]string{"CPU", "RSS", "first start", "next start"},
		[]row{
			{"idle, 1 file", nil, idle(1)},
			{"idle, 1,000 files", nil, idle(1000)},
			{"idle, 10,000 files", nil, idle(10_000)},
		},
	},
	{
		"Scaling: the same lines in more files, to file",
		[]string{"lines/s", "lines/CPU-s", "to the first row", "peak RSS"},
		scaling,
	},
}
