package rig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"gopkg.in/yaml.v3"
)

// Map is a section of a configuration.
type Map = map[string]any

// A Host is a machine in small: a folder, a configuration, and what every
// hashtail that ran with it has said.
type Host struct {
	Dir    string
	Config Map
	Env    []string // beside the program's own
	Under  []string // a command that hashtail is run under
	Attr   *syscall.SysProcAttr

	bin string
}

// NewHost is a host whose state is under dir.
func NewHost(bin, dir string) *Host {
	return &Host{Dir: dir, bin: bin, Config: Map{
		"state_dir": filepath.Join(dir, "state"),
	}}
}

// Output is what hashtail has printed, in all its runs.
func (h *Host) Output() []byte {
	out, _ := os.ReadFile(h.output())
	return out
}

func (h *Host) output() string { return filepath.Join(h.Dir, "hashtail.out") }

// A Daemon is one run of hashtail.
type Daemon struct {
	Addr string // of its HTTP listener

	host *Host
	cmd  *exec.Cmd
	said int64         // where in the host's output this run begins
	gone chan struct{} // closed when the process has ended; err is set then
	err  error
	http http.Client
}

// Start runs hashtail; it does not wait until it is up. The caller ends it with
// Stop or Kill.
func (h *Host) Start() (*Daemon, error) {
	d := &Daemon{host: h, gone: make(chan struct{}), http: http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}}
	var err error
	if d.Addr, err = freeAddress(); err != nil {
		return nil, err
	}
	section, _ := h.Config["http"].(Map)
	if section == nil {
		section = Map{}
		h.Config["http"] = section
	}
	section["listen"] = d.Addr
	text, err := yaml.Marshal(h.Config)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(h.Dir, "hashtail.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return nil, err
	}
	out, err := os.OpenFile(h.output(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	if d.said, err = out.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	args := append(append([]string{}, h.Under...), h.bin, "run", "-c", path)
	d.cmd = exec.Command(args[0], args[1:]...)
	d.cmd.Stdout, d.cmd.Stderr = out, out
	d.cmd.Env = append(os.Environ(), h.Env...)
	d.cmd.SysProcAttr = h.Attr
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		d.err = d.cmd.Wait()
		close(d.gone)
	}()
	return d, nil
}

// freeAddress is an address on loopback that nobody listened on a moment ago.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// Gone is closed when the process has ended.
func (d *Daemon) Gone() <-chan struct{} { return d.gone }

// PID is the process's id.
func (d *Daemon) PID() int { return d.cmd.Process.Pid }

// Up waits until the daemon answers. Of one that does not, the error has the
// last line that it printed: its folder may be gone when the error is read.
func (d *Daemon) Up(ctx context.Context) error {
	err := Until(ctx, d.gone, 30*time.Second, 5*time.Millisecond, "hashtail answers", func() bool {
		return d.Status("/healthz") == http.StatusOK
	})
	if err != nil {
		return fmt.Errorf("%w: %s", err, lastLine(d.Said()))
	}
	return nil
}

// Status is the status code of a GET; 0 when nobody answers.
func (d *Daemon) Status(path string) int {
	res, err := d.http.Get("http://" + d.Addr + path)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// Get is the body of a page.
func (d *Daemon) Get(path string) ([]byte, error) {
	res, err := d.http.Get("http://" + d.Addr + path)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", path, res.Status)
	}
	return body, err
}

// Signal sends a signal.
func (d *Daemon) Signal(s os.Signal) error { return d.cmd.Process.Signal(s) }

// Kill ends the process at once, and is harmless when it has ended.
func (d *Daemon) Kill() {
	_ = d.cmd.Process.Kill()
	<-d.gone
	d.http.CloseIdleConnections()
}

// Stop asks the daemon to drain and end, and returns what it has used.
func (d *Daemon) Stop(patience time.Duration) (*os.ProcessState, error) {
	d.http.CloseIdleConnections()
	if err := d.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return nil, err
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-d.gone:
	case <-late.C:
		d.Kill()
		return nil, fmt.Errorf("hashtail did not end within %v of SIGTERM", patience)
	}
	if d.err != nil {
		return nil, fmt.Errorf("hashtail after SIGTERM: %w: %s", d.err, lastLine(d.Said()))
	}
	return d.cmd.ProcessState, nil
}

// Said is what this run has printed.
func (d *Daemon) Said() []byte {
	out := d.host.Output()
	return out[min(d.said, int64(len(out))):]
}

func lastLine(text []byte) []byte {
	text = bytes.TrimSpace(text)
	return text[bytes.LastIndexByte(text, '\n')+1:]
}
