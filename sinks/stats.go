package sinks

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Stats are the counts of a sink since it was made.
type Stats struct {
	Conflicts    int64            // documents that were there already
	FailureStore int64            // documents that went to the data stream's failure store
	Rejected     map[string]int64 // documents that will never be taken, by status and error type
}

type counts struct {
	conflicts, failureStore atomic.Int64

	mu       sync.Mutex
	rejected map[string]int64
}

// maxReasons bounds what a backend that invents error types can make grow.
const maxReasons = 64

func (c *counts) reject(reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rejected == nil {
		c.rejected = make(map[string]int64)
	}
	if _, known := c.rejected[reason]; !known && len(c.rejected) >= maxReasons {
		reason = "other"
	}
	c.rejected[reason]++
}

func (c *counts) stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Stats{Conflicts: c.conflicts.Load(), FailureStore: c.failureStore.Load(), Rejected: maps.Clone(c.rejected)}
}
