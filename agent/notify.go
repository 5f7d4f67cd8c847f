package agent

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// notify tells the service manager about a change of state; see sd_notify(3).
// Without systemd it does nothing: an agent works the same in a container.
func notify(state string) {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" {
		return
	}
	if name[0] == '@' {
		name = "\x00" + name[1:] // the abstract namespace
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = conn.Write([]byte(state))
}

// notifyReloading is what Type=notify-reload and Type=notify ask for: the state
// with the monotonic time, so that systemd knows which READY ends it.
func notifyReloading() {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) == nil {
		notify(fmt.Sprintf("RELOADING=1\nMONOTONIC_USEC=%d", ts.Nano()/1000))
	}
}

// watchdog keeps the service manager content for as long as nothing hangs,
// also while one agent takes over from another.
func (s *Supervisor) watchdog(ctx context.Context) {
	usec, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if err != nil || usec <= 0 {
		return
	}
	for sleep(ctx, time.Duration(usec)*time.Microsecond/3) == nil {
		a := s.current.Load()
		if a == nil || !a.ready.Load() { // opening has no end that is known: a network file system may be slow
			notify("WATCHDOG=1")
			continue
		}
		if reasons := a.stuck(); len(reasons) > 0 {
			a.log.Error("hangs: the watchdog is not fed", "reasons", strings.Join(reasons, "; "))
			continue
		}
		notify("WATCHDOG=1\nSTATUS=" + a.statusText())
	}
}
