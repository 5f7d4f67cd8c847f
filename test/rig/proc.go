package rig

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Memory is the daemon's resident memory in bytes, now and at its highest.
//
// The kernel's ru_maxrss of a child would not do: it begins with what the
// parent had resident when it forked.
func (d *Daemon) Memory() (now, peak int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.PID()))
	if err != nil {
		return 0, 0, err
	}
	field := func(name string) int64 {
		_, rest, _ := bytes.Cut(text, []byte("\n"+name+":"))
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(string(line)), " kB"), 10, 64)
		return kib << 10
	}
	return field("VmRSS"), field("VmHWM"), nil
}

// CPU is the time that the daemon's threads have run so far, from the
// scheduler: to the nanosecond, where rusage counts ticks.
func (d *Daemon) CPU() (time.Duration, error) {
	stats, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", d.PID()))
	if err != nil || len(stats) == 0 {
		return 0, fmt.Errorf("no threads of %d", d.PID())
	}
	var sum int64
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		first, _, _ := strings.Cut(string(text), " ")
		n, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		sum += n
	}
	return time.Duration(sum), nil
}
