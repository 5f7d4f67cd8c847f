package agent

import (
	"log/slog"
	"os"
	"time"

	"github.com/hashtail/hashtail/sinks"
)

// An output is a sink, and what its lane is to know of it.
type output struct {
	sink    sinks.Sink    // nil: it is not configured
	senders int           // how many batches it takes at a time
	timeout time.Duration // of one request; 0 without requests
	keyed   bool          // it reads the keys of documents
}

// sinkTable lists the kinds of sinks. Local files take one batch at a time, which keeps
// their order.
var sinkTable = [...]struct {
	name string
	open func(c *Sinks, log *slog.Logger) (output, error)
}{
	{"stdout", func(c *Sinks, _ *slog.Logger) (out output, err error) {
		if c.Stdout != nil {
			out = output{sink: sinks.NewStdout(os.Stdout), senders: 1}
		}
		return out, nil
	}},
	{"file", func(c *Sinks, _ *slog.Logger) (output, error) {
		if c.File == nil {
			return output{}, nil
		}
		s, err := sinks.NewFile(*c.File)
		return output{sink: s, senders: 1}, err
	}},
	{"elasticsearch", func(c *Sinks, log *slog.Logger) (output, error) {
		if c.Elasticsearch == nil {
			return output{}, nil
		}
		s, err := sinks.NewElasticsearch(*c.Elasticsearch, log)
		return output{sink: s, senders: 2, timeout: time.Duration(c.Elasticsearch.Timeout)}, err
	}},
	{"kafka", func(c *Sinks, log *slog.Logger) (output, error) {
		if c.Kafka == nil {
			return output{}, nil
		}
		s, err := sinks.NewKafka(*c.Kafka, log)
		return output{sink: s, senders: 2, timeout: time.Duration(c.Kafka.Timeout), keyed: true}, err
	}},
}
