// Package rig runs the real hashtail binary and the real servers of
// test/backends for the programs test/faults and test/bench.
//
// A [Host] is a machine in small; a [Daemon] is one run of hashtail on it; a
// [Topic] and an [Index] are where its events go, as their reader sees them.
package rig

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Root is the folder of the module that the program is run in.
func Root() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	mod := strings.TrimSpace(string(out))
	if mod == "" || mod == os.DevNull {
		return "", errors.New("not inside hashtail's module: run this from its checkout")
	}
	return filepath.Dir(mod), nil
}

// Build builds hashtail as it is shipped and returns the path of the binary.
func Build(ctx context.Context, root, dir string) (string, error) {
	bin := filepath.Join(dir, "hashtail")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", bin, "./cmd/hashtail")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as in packages and containers
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build hashtail: %w\n%s", err, out)
	}
	return bin, nil
}

// Until looks every so often until holds does, and gives up with ctx, when
// gone is closed, or after patience.
func Until(ctx context.Context, gone <-chan struct{}, patience, every time.Duration, what string, holds func() bool) error {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(every)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-gone:
			return fmt.Errorf("hashtail ended before: %s", what)
		case <-deadline.C:
			return fmt.Errorf("not within %v: %s", patience, what)
		}
	}
	return nil
}
