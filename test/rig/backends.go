package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Backends are the servers of test/backends. They are left running by whoever
// found them running, and ended by whoever started them.
type Backends struct {
	script string
	env    map[string]string
}

// NewBackends finds the script; it starts nothing.
func NewBackends(root string) *Backends {
	return &Backends{script: filepath.Join(root, "test", "backends", "backends.sh")}
}

// Dir is where the servers keep their data, once they were started.
func (b *Backends) Dir() string {
	if dir := os.Getenv("BACKENDS_STATE"); dir != "" {
		return dir
	}
	return filepath.Join(filepath.Dir(b.script), ".state")
}

// Start returns when the servers are healthy.
func (b *Backends) Start(ctx context.Context, names ...string) error {
	if err := b.Control(ctx, "start", names...); err != nil {
		return err
	}
	if b.env != nil {
		return nil
	}
	cmd := exec.CommandContext(ctx, "bash", "-c", `set -a && eval "$("$1" env)" && exec env`, "env", b.script)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("backends.sh env: %w", err)
	}
	b.env = map[string]string{}
	for line := range strings.Lines(string(out)) {
		if name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok {
			b.env[name] = value
		}
	}
	return nil
}

// Control runs a command of backends.sh: start, stop or kill.
func (b *Backends) Control(ctx context.Context, command string, names ...string) error {
	out, err := exec.CommandContext(ctx, b.script, append([]string{command}, names...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("backends.sh %s %s: %w\n%s", command, strings.Join(names, " "), err, out)
	}
	return nil
}

// Ours returns how to stop those of the servers that do not run now: who calls it before
// Start leaves running what others have started.
func (b *Backends) Ours(names ...string) (stop func() error) {
	var ours []string
	for _, name := range names {
		if _, err := b.pid(name); err != nil {
			ours = append(ours, name)
		}
	}
	return func() error {
		if len(ours) == 0 {
			return nil
		}
		return b.Control(context.Background(), "stop", ours...)
	}
}

func (b *Backends) pid(name string) (int, error) {
	out, err := exec.Command(b.script, "pid", name).Output()
	if err != nil {
		return 0, fmt.Errorf("%s is not running", name)
	}
	return strconv.Atoi(strings.TrimSpace(string(out)))
}

// Signal sends a signal to one of the servers.
func (b *Backends) Signal(name string, s syscall.Signal) error {
	pid, err := b.pid(name)
	if err != nil {
		return err
	}
	return syscall.Kill(pid, s)
}

// Kafka is the broker's address without login.
func (b *Backends) Kafka() string { return b.env["KAFKA_PLAINTEXT"] }

// Elasticsearch is the URL of the server without security.
func (b *Backends) Elasticsearch() string { return b.env["ES_URL"] }
