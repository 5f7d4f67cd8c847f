package agent

import (
	"fmt"
	"sync"
	"time"
)

// What takes longer than this does not come back: it is a bug of hashtail, or
// a file system that does not answer.
const (
	workPatience = time.Minute     // for one block of lines, and for one round of the keeper
	sendPatience = 5 * time.Minute // for a sink's Send, beyond its own timeout
)

// calls are calls that have not returned.
type calls struct {
	mu    sync.Mutex
	last  int
	begun map[int]time.Time
}

func (c *calls) enter() (call int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.begun == nil {
		c.begun = map[int]time.Time{}
	}
	c.last++
	c.begun[c.last] = time.Now()
	return c.last
}

func (c *calls) leave(call int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.begun, call)
}

// longest is for how long the oldest of them has been under way.
func (c *calls) longest() (d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.begun {
		d = max(d, time.Since(t))
	}
	return d
}

// stuck lists what hangs; none while the agent starts or drains, which have
// limits of their own. A backend that is away is nothing of it: a restart would
// not bring it back.
func (a *Agent) stuck() (reasons []string) {
	if !a.ready.Load() || a.draining.Load() {
		return nil
	}
	if d := a.tailer.Silent(); d > workPatience {
		reasons = append(reasons, fmt.Sprintf("no look at the log files for %s", d.Round(time.Second)))
	}
	for _, l := range a.lanes {
		if d := l.blocks.longest(); d > workPatience {
			reasons = append(reasons, fmt.Sprintf("%s: reading one block of lines for %s", l.name, d.Round(time.Second)))
		}
		if d := l.sends.longest(); d > sendPatience+l.timeout {
			reasons = append(reasons, fmt.Sprintf("%s: sending one batch for %s", l.name, d.Round(time.Second)))
		}
	}
	return reasons
}
