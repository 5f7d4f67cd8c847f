//go:build e2e

// Package e2e_test runs the real program against real servers, one story per
// test. The servers come from ../backends and are left running.
package e2e_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// patience is how long anything may take before a story is given up.
const patience = time.Minute

type obj = map[string]any

// backends starts the servers and returns their addresses and credentials.
var backends = sync.OnceValues(func() (map[string]string, error) {
	cmd := exec.Command("bash", "-c", `../backends/backends.sh start && set -a && eval "$(../backends/backends.sh env)" && exec env`)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("start the backends: %w", err)
	}
	vars := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		if name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok {
			vars[name] = value
		}
	}
	return vars, nil
})

// env returns one of the variables that backends.sh prints.
func env(t *testing.T, name string) string {
	t.Helper()
	vars, err := backends()
	if err != nil {
		t.Fatal(err)
	}
	if vars[name] == "" {
		t.Fatalf("backends.sh env does not set %s", name)
	}
	return vars[name]
}

// stateDir keeps what is worth reusing in the next run, beside the servers' own files.
func stateDir() string {
	if dir := os.Getenv("BACKENDS_STATE"); dir != "" {
		return dir
	}
	return filepath.Join("..", "backends", ".state")
}

var program = sync.OnceValues(func() (string, error) {
	bin, err := filepath.Abs(filepath.Join(stateDir(), "hashtail"))
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-race=false", "-buildvcs=false", "-o", bin, "../../cmd/hashtail").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build hashtail: %w\n%s", err, out)
	}
	return bin, nil
})

// TestMain builds first: without a program, one message says more than every story's failure.
func TestMain(m *testing.M) {
	if _, err := program(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// A host is a machine in small: a folder for logs, a state folder, one
// configuration, and what every hashtail that ran on it has printed.
type host struct {
	t      *testing.T
	dir    string
	app    string // the log file that is tailed unless a story says otherwise
	config obj
	listen string // metrics and health
}

func newHost(t *testing.T, sinks obj) *host {
	t.Helper()
	dir := t.TempDir()
	h := &host{t: t, dir: dir, app: filepath.Join(dir, "logs", "app.log"), listen: freeAddress(t)}
	if err := os.Mkdir(filepath.Dir(h.app), 0o755); err != nil {
		t.Fatal(err)
	}
	h.config = obj{
		"state_dir": filepath.Join(dir, "state"),
		"inputs":    obj{"file": []obj{{"paths": []string{h.app}}}},
		"http":      obj{"listen": h.listen},
		"delivery":  obj{"retry_max": "2s"}, // stories need not wait for the default of 30s
		"sinks":     sinks,
	}
	t.Cleanup(func() {
		if t.Failed() {
			out := h.output()
			t.Logf("hashtail printed:\n%s", out[max(0, len(out)-4000):])
		}
	})
	return h
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// secret stores a value in a file and returns how the configuration refers to it.
func (h *host) secret(value string) string {
	h.t.Helper()
	f, err := os.CreateTemp(h.t.TempDir(), "secret")
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(value); err != nil {
		h.t.Fatal(err)
	}
	return "${file:" + f.Name() + "}"
}

func (h *host) output() string {
	out, err := os.ReadFile(h.outputFile())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		h.t.Error(err)
	}
	return string(out)
}

func (h *host) outputFile() string { return filepath.Join(h.dir, "hashtail.out") }

// said returns the lines of a level ("INFO", "WARN", "ERROR" or a pattern of them) that mention all of words.
func (h *host) said(level string, words ...string) []string {
	pattern := regexp.MustCompile(`"?level"?[=:]"?(` + level + `)\b`)
	var found []string
lines:
	for line := range strings.Lines(h.output()) {
		if !pattern.MatchString(line) {
			continue
		}
		for _, word := range words {
			if !strings.Contains(strings.ToLower(line), word) {
				continue lines
			}
		}
		found = append(found, line)
	}
	return found
}

// A daemon is one run of hashtail on a host.
type daemon struct {
	h      *host
	cmd    *exec.Cmd
	exited chan struct{} // closed once the process is gone; err is set then
	err    error
}

func (h *host) start() *daemon {
	h.t.Helper()
	bin, err := program()
	if err != nil {
		h.t.Fatal(err)
	}
	text, err := yaml.Marshal(h.config)
	if err != nil {
		h.t.Fatal(err)
	}
	path := filepath.Join(h.dir, "hashtail.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		h.t.Fatal(err)
	}
	out, err := os.OpenFile(h.outputFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		h.t.Fatal(err)
	}
	defer out.Close()
	d := &daemon{h: h, cmd: exec.Command(bin, "run", "-c", path), exited: make(chan struct{})}
	d.cmd.Stdout, d.cmd.Stderr = out, out
	if err := d.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	go func() {
		d.err = d.cmd.Wait()
		close(d.exited)
	}()
	h.t.Cleanup(func() {
		d.cmd.Process.Kill()
		<-d.exited
	})
	return d
}

// stop asks the daemon to drain and end.
func (d *daemon) stop() {
	d.h.t.Helper()
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		d.h.t.Fatalf("stop hashtail: %v", err)
	}
	select {
	case <-d.exited:
		if d.err != nil {
			d.h.t.Errorf("hashtail ended with %v after SIGTERM", d.err)
		}
	case <-time.After(patience):
		d.h.t.Fatal("hashtail does not end after SIGTERM")
	}
}

func (d *daemon) kill() {
	d.h.t.Helper()
	if err := d.cmd.Process.Kill(); err != nil {
		d.h.t.Fatalf("kill hashtail: %v", err)
	}
	<-d.exited
}

func (d *daemon) mustRun() {
	d.h.t.Helper()
	select {
	case <-d.exited:
		d.h.t.Fatalf("hashtail ended: %v", d.err)
	default:
	}
}

// until waits for a condition of the outside world; a daemon that ends meanwhile fails the story.
func (d *daemon) until(what string, holds func() bool) {
	d.h.t.Helper()
	await(d.h.t, what, d.exited, holds)
}

// await looks until a condition holds, patience runs out, or the process that should bring it about has ended.
func await(t *testing.T, what string, exited <-chan struct{}, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-exited:
			t.Fatalf("the process ended before: %s", what)
		case <-deadline.C:
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// newToken is shaped like a credential and different each time.
func newToken() string { return "example-" + hex.EncodeToString(random(20)) }

// unique makes a name that no other run has used.
func unique(prefix string) string { return prefix + hex.EncodeToString(random(6)) }

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// lines are numbered by their path: from, from+1, … below to.
func lines(token string, from, to int) []byte {
	var b bytes.Buffer
	for n := from; n < to; n++ {
		fmt.Fprintf(&b, `{"message":"auth_event","event_type":"token_access","timestamp":%q,"ip":"192.0.2.7","method":"GET","path":"/n/%d","status":200,"authorization":"Bearer %s"}`+"\n",
			time.Now().UTC().Format(time.RFC3339Nano), n, token)
	}
	return b.Bytes()
}

func appendFile(t *testing.T, path string, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
}
