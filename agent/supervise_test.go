package agent_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hashtail/hashtail/agent"
)

// A story is a supervised agent that reads one log into one file.
type story struct {
	t      *testing.T
	dir    string
	reload chan struct{}
	log    *lockedBuffer
	watch  bool // the configuration
}

func newStory(t *testing.T) *story {
	s := &story{t: t, dir: t.TempDir(), reload: make(chan struct{}), log: new(lockedBuffer)}
	s.configure("")
	return s
}

// configure writes the configuration, with more lines at its end.
func (s *story) configure(more string) {
	s.t.Helper()
	text := fmt.Sprintf("state_dir: %[1]s/state\ninputs: {file: [{paths: [%[1]s/*.log]}]}\nsinks: {file: {path: %[1]s/events.ndjson}}\n", s.dir)
	if !strings.Contains(more, "http:") {
		more += "http: {listen: off}\n"
	}
	if err := os.WriteFile(filepath.Join(s.dir, "hashtail.yaml"), []byte(text+more), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// run runs the supervisor; stop ends it and waits.
func (s *story) run() (stop func()) {
	ctx, cancel := context.WithCancel(s.t.Context())
	sv := &agent.Supervisor{
		Source: agent.NewSource(filepath.Join(s.dir, "hashtail.yaml")),
		Logger: func(agent.LogConfig) *slog.Logger { return slog.New(slog.NewTextHandler(s.log, nil)) },
		Reload: s.reload,
		Watch:  s.watch,
	}
	done := make(chan error)
	go func() { done <- sv.Run(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("Run = %v", err)
		}
	})
}

func (s *story) append(line string) {
	s.t.Helper()
	f, err := os.OpenFile(filepath.Join(s.dir, "app.log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, line)
}

func (s *story) until(what string, holds func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	s.t.Fatalf("no %s; the log:\n%s", what, s.log)
}

func (s *story) events(action string) int {
	b, _ := os.ReadFile(filepath.Join(s.dir, "events.ndjson"))
	return bytes.Count(b, []byte(`"action":"`+action+`"`))
}

// A deleted file that no sink has taken outlives a reload, also one to a configuration
// that cannot be started.
func TestReloadKeepsDeletedFiles(t *testing.T) {
	s := newStory(t)
	config := filepath.Join(s.dir, "hashtail.yaml")
	good, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	away := regexp.MustCompile("sinks: .*").ReplaceAllString(string(good), `sinks: {elasticsearch: {urls: ["http://127.0.0.1:9"]}}`) + "shutdown_timeout: 100ms\n"
	write(away)
	s.append(`{"event_type":"login","user":"ann"}`)
	stop := s.run()
	defer stop()
	log := filepath.Join(s.dir, "app.log")
	s.until("open log", func() bool {
		open, _ := filepath.Glob("/proc/self/fd/*")
		return slices.ContainsFunc(open, func(fd string) bool {
			path, _ := os.Readlink(fd)
			return path == log
		})
	})
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	write(strings.Replace(away, "listen: off", "listen: "+busy.Addr().String(), 1))
	s.reload <- struct{}{}
	s.until("refusal", func() bool { return strings.Contains(s.log.String(), "the old one goes on") })
	write(string(good))
	s.reload <- struct{}{}
	s.until("event", func() bool { return s.events("login") == 1 })
}

// Positions that a full disk has no room for outlive a reload, also one to a configuration
// that cannot be started.
func TestReloadKeepsUnsavedPositions(t *testing.T) {
	s := newStory(t)
	state := filepath.Join(s.dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", state, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small tmpfs cannot be mounted: %v", err)
	}
	defer unix.Unmount(state, unix.MNT_DETACH)
	s.append(`{"event_type":"login","user":"ann"}`)
	stop := s.run()
	defer func() { stop() }()
	s.until("first event", func() bool { return s.events("login") == 1 })
	filler := filepath.Join(state, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	if err := os.WriteFile(filepath.Join(s.dir, "more.log"), []byte(`{"event_type":"login","user":"bob"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("second event", func() bool { return s.events("login") == 2 })
	s.until("complaint", func() bool { return strings.Contains(s.log.String(), "checkpoints cannot be saved") })
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	s.reload <- struct{}{}
	s.until("reload", func() bool { return strings.Count(s.log.String(), "msg=started") == 2 })
	s.configure("http: {listen: " + strconv.Quote(busy.Addr().String()) + "}\n")
	s.reload <- struct{}{}
	s.until("refusal", func() bool { return strings.Count(s.log.String(), "msg=started") == 3 })
	s.append(`{"event_type":"logout","user":"ann"}`)
	s.until("third event", func() bool { return s.events("logout") == 1 })
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	stop()
	s.configure("")
	stop = s.run()
	s.append(`{"event_type":"logout","user":"ann"}`)
	s.until("last event", func() bool { return s.events("logout") == 2 })
	if n := s.events("login"); n != 2 {
		t.Errorf("%d events of 2", n)
	}
}

// A state folder that may not be written to any more ends no daemon that is asked to reload,
// and has nothing delivered twice once it may be again.
func TestReloadWithoutWritableState(t *testing.T) {
	s := newStory(t)
	s.append(`{"event_type":"login","user":"ann"}`)
	stop := s.run()
	defer func() { stop() }()
	s.until("first event", func() bool { return s.events("login") == 1 })
	temp := filepath.Join(s.dir, "state", "checkpoints.json.tmp") // root may write to any folder, but not to one as to a file
	s.until("folder in the way", func() bool { return os.Mkdir(temp, 0o700) == nil })
	if err := os.WriteFile(filepath.Join(s.dir, "more.log"), []byte(`{"event_type":"login","user":"bob"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("second event", func() bool { return s.events("login") == 2 })
	s.until("complaint", func() bool { return strings.Contains(s.log.String(), "checkpoints cannot be saved") })
	for i := range 2 {
		s.reload <- struct{}{}
		s.until("reload", func() bool { return strings.Count(s.log.String(), "msg=started") == i+2 })
	}
	s.append(`{"event_type":"logout","user":"ann"}`)
	s.until("third event", func() bool { return s.events("logout") == 1 })
	if err := os.Remove(temp); err != nil {
		t.Fatal(err)
	}
	stop()
	stop = s.run()
	s.append(`{"event_type":"logout","user":"ann"}`)
	s.until("last event", func() bool { return s.events("logout") == 2 })
	if n := s.events("login"); n != 2 {
		t.Errorf("%d events of 2", n)
	}
}

// With --watch-config a configuration that was refused for what it lacked, as a certificate
// that comes a moment later, is taken once that is there; it is complained of once.
func TestRefusedIsTriedAgain(t *testing.T) {
	s := newStory(t)
	s.watch = true
	s.append(`{"event_type":"login","user":"ann"}`)
	defer s.run()()
	s.until("first event", func() bool { return s.events("login") == 1 })
	config := filepath.Join(s.dir, "hashtail.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	wanting := filepath.Join(s.dir, "more.ndjson")
	if err := os.Mkdir(wanting, 0o700); err != nil { // a folder where a file is to be
		t.Fatal(err)
	}
	if err := os.WriteFile(config, bytes.ReplaceAll(text, []byte("events.ndjson"), []byte("more.ndjson")), 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("refusal", func() bool { return strings.Contains(s.log.String(), "is refused") })
	time.Sleep(6 * time.Second) // it was tried again
	if err := os.Remove(wanting); err != nil {
		t.Fatal(err)
	}
	s.until("change", func() bool { return strings.Count(s.log.String(), "msg=started") == 2 })
	if n := strings.Count(s.log.String(), "is refused"); n != 1 {
		t.Errorf("refused %d times, by the log:\n%s", n, s.log)
	}
}

// The service manager hears of every state: see sd_notify(3).
func TestServiceManagerIsTold(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	t.Setenv("NOTIFY_SOCKET", socket)
	t.Setenv("WATCHDOG_USEC", "60000")
	told := func(pattern string) []string {
		t.Helper()
		re := regexp.MustCompile(pattern)
		conn.SetReadDeadline(time.Now().Add(time.Minute))
		for b := make([]byte, 4096); ; {
			n, err := conn.Read(b)
			if err != nil {
				t.Fatalf("the service manager is not told %s: %v", pattern, err)
			}
			if m := re.FindStringSubmatch(string(b[:n])); m != nil {
				return m
			}
		}
	}
	s := newStory(t)
	stop := s.run()
	defer stop()
	told(`^READY=1\nSTATUS=reading and shipping$`)
	s.append(`{"event_type":"login","user":"ann"}`)
	told(`^WATCHDOG=1\nSTATUS=1 files open; file: 1 events$`)

	reloads := func() {
		t.Helper()
		before := monotonic(t)
		s.reload <- struct{}{}
		m := told(`^RELOADING=1\nMONOTONIC_USEC=(\d+)$`)
		if usec, _ := strconv.ParseInt(m[1], 10, 64); usec < before || usec > monotonic(t) {
			t.Errorf("MONOTONIC_USEC=%d, want between %d and now", usec, before)
		}
	}
	reloads()
	told(`^READY=1\nSTATUS=reading and shipping$`)
	s.configure("nonsense: 1\n")
	reloads()
	told(`^READY=1\nSTATUS=a new configuration was refused`)
	told(`^WATCHDOG=1\n`)
	go stop()
	told(`^STOPPING=1$`)
}

func monotonic(t *testing.T) (usec int64) {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
		t.Fatal(err)
	}
	return ts.Nano() / 1000
}

// What only shows when a configuration is started is refused as well.
func TestReloadThatCannotStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := newStory(t)
	s.append(`{"event_type":"login","user":"ann"}`)
	defer s.run()()
	s.until("first event", func() bool { return s.events("login") == 1 })

	s.configure("http: {listen: " + taken.Addr().String() + "}\n")
	s.reload <- struct{}{}
	s.until("refusal", func() bool { return strings.Contains(s.log.String(), "cannot be started: the old one goes on") })
	s.append(`{"event_type":"logout","user":"ann"}`)
	s.until("event after the refusal", func() bool { return s.events("logout") == 1 })

	taken.Close()
	s.reload <- struct{}{}
	s.until("change", func() bool { return strings.Count(s.log.String(), "takes over") == 2 })
	s.append(`{"event_type":"mfa","user":"ann"}`)
	s.until("event after the change", func() bool { return s.events("mfa") == 1 })
	if got := s.events("login"); got != 1 {
		t.Errorf("the first event is there %d times: its position is lost", got)
	}
}

// A refused configuration is seen from outside for as long as it lasts: in a
// cluster nobody reads the log of every node.
func TestRefusalIsSeen(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	listen := "http: {listen: " + address + "}\n"
	ask := func(path string) string {
		res, err := http.Get("http://" + address + path)
		if err != nil {
			return err.Error()
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return string(b)
	}
	s := newStory(t)
	s.configure(listen)
	defer s.run()()
	const metric = "\nhashtail_config_last_reload_successful "
	s.until("start", func() bool { return strings.Contains(ask("/metrics"), metric+"1\n") })

	s.configure(listen + "nonsense: 1\n")
	s.reload <- struct{}{}
	s.until("refusal", func() bool { return strings.Contains(ask("/metrics"), metric+"0\n") })
	if st := ask("/status"); !strings.Contains(st, `"config_refused": "`) || !strings.Contains(st, "nonsense") {
		t.Errorf("status = %s, want the refusal", st)
	}

	s.configure(listen)
	s.reload <- struct{}{}
	s.until("change", func() bool { return strings.Contains(ask("/metrics"), metric+"1\n") })
	if st := ask("/status"); strings.Contains(st, "config_refused") {
		t.Errorf("status = %s after a good configuration", st)
	}
}

// A lockedBuffer is a log that is read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
