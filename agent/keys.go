package agent

import (
	"context"
	"time"
)

// keysInterval is how often a running agent looks at its key file. Keys carry
// the moment from which they are active, so that a fleet changes at one time
// however late each host has read them.
const keysInterval = time.Minute

// watchKeys takes up the keys of a key file that changes while the agent runs.
func (a *Agent) watchKeys(ctx context.Context) {
	for sleep(ctx, keysInterval) == nil {
		a.checkKeys()
	}
}

func (a *Agent) checkKeys() {
	switch changed, err := a.redactor.ReloadKeys(); {
	case err != nil:
		a.log.Warn("the key file cannot be used: the keys of before stay in use", "error", err)
	case changed:
		a.log.Info("the key file has changed: its keys are in use")
	}
}
