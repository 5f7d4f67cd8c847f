// Package sinks sends pages of finished documents to their backends.
//
// A page is filled only by event's encoders, so what a sink sees is scrubbed by
// construction. Retrying is not a sink's business: Send tries once and says
// exactly what became of the batch.
//
// Page and Batch (page.go) are what all sinks take. Elasticsearch is a request
// (elasticsearch.go, bulk.go), its answer (answer.go, verdict.go) and what is installed
// there (template.go, mappings.go); Kafka is a division into partitions (assign.go),
// record batches (recordbatch.go, codec.go) and what the brokers say (kafka.go,
// topic.go). Both share connections and their failures (tls.go, network.go, nodes.go).
// A file and standard output are file.go and stdout.go.
package sinks

import (
	"context"
	"fmt"
	"time"
)

// A Sink is one configured backend. Send may be called from several goroutines.
type Sink interface {
	// Send delivers the batch once. nil says that all of it is durable there;
	// a *PartialError names the documents that are not; any other error says
	// that none may be taken as delivered (an *Error tells how to go on).
	Send(ctx context.Context, b Batch) error
	// Close releases connections; it does not wait for the backend.
	Close() error
}

// A PartialError says that some documents of a batch were not delivered; all
// others were.
type PartialError struct {
	Retry  []int      // indices in the batch: try again
	Reject []Rejected // will never be taken: dead letters
	Err    error      // the first reason, without any part of a document
}

// A Rejected document and why, in the backend's terms (a status and an error
// type), never with any part of the document.
type Rejected struct {
	Index  int
	Reason string
}

func (e *PartialError) Error() string {
	return fmt.Sprintf("%d documents to retry, %d rejected: %v", len(e.Retry), len(e.Reject), e.Err)
}

func (e *PartialError) Unwrap() error { return e.Err }

// A Verdict says how a batch that failed as a whole wants to be tried again.
type Verdict uint8

const (
	Transient Verdict = iota // network, 429, 5xx, no leader: soon again
	Denied                   // 401, 403, SASL, certificate: someone must act; slowly again
	TooLarge                 // 413: in halves; a single document is a dead letter
)

// An Error is why a batch failed as a whole.
type Error struct {
	Verdict Verdict
	After   time.Duration // the backend's Retry-After, 0 without
	Err     error         // without any part of a document
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }
