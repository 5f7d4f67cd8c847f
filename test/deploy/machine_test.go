//go:build deploy

package deploy_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A machine is a Debian that systemd-nspawn has booted, on an overlay in
// memory: what a story changes is gone with it. It has a loopback of its own.
type machine struct {
	t      *testing.T
	leader int    // its PID 1, as the host counts
	root   string // its file system, seen from the host
}

// boot starts a machine with hashtail installed from a package, unless deb is
// empty, and stops it at the end of the test.
func boot(t *testing.T, deb string) *machine {
	t.Helper()
	if testing.Short() {
		t.Skip("boots a machine")
	}
	if os.Getuid() != 0 {
		t.Skip("booting a machine takes root")
	}
	cmd := exec.Command("systemd-nspawn", "--quiet", "--directory", state+"/debian", "--volatile=overlay",
		"--machine=hashtail-"+strconv.Itoa(os.Getpid()), "--private-network", "--register=no", "--keep-unit", "--boot")
	var console bytes.Buffer
	cmd.Stdout, cmd.Stderr = &console, &console
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = cmd.Wait() }()
	m := &machine{t: t}
	t.Cleanup(func() {
		if t.Failed() && m.leader != 0 {
			out, _, _ := m.sh("journalctl --no-pager -u hashtail -n 40; systemctl status --no-pager hashtail")
			t.Logf("the machine's journal:\n%s", out)
		}
		if m.leader != 0 {
			_, _, _ = m.sh("systemctl poweroff")
		}
		select {
		case <-done:
		case <-time.After(30 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
	})
	until(t, "the machine to boot", func() (bool, string) {
		// The first child only sets the machine up; the last one is its PID 1.
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", cmd.Process.Pid))
		leader, err := strconv.Atoi(strings.TrimSpace(string(children)))
		if err != nil {
			return false, console.String()
		}
		m.leader, m.root = leader, fmt.Sprintf("/proc/%d/root", leader)
		out, errs, _ := m.sh("systemctl is-system-running")
		return out == "running\n", out + errs
	})
	if deb != "" {
		m.install(deb)
	}
	return m
}

// install puts a package of the host into the machine.
func (m *machine) install(deb string) {
	m.t.Helper()
	b, err := os.ReadFile(deb)
	if err != nil {
		m.t.Fatal(err)
	}
	m.write("/root/"+filepath.Base(deb), string(b), 0o644)
	m.run("dpkg --install /root/" + filepath.Base(deb))
}

// sh runs a script of the shell as root in the machine.
func (m *machine) sh(script string) (stdout, stderr string, err error) {
	cmd := exec.Command("nsenter", "--target", strconv.Itoa(m.leader), "--all", "/bin/sh", "-euc", script)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root", "DEBIAN_FRONTEND=noninteractive"}
	return try(cmd)
}

// run is sh for what has to succeed.
func (m *machine) run(script string) string {
	m.t.Helper()
	out, errs, err := m.sh(script)
	if err != nil {
		m.t.Fatalf("%s: %v\n%s%s", script, err, out, errs)
	}
	return out
}

func (m *machine) write(path, text string, mode os.FileMode) {
	m.t.Helper()
	write(m.t, m.root+path, text, mode)
}

func (m *machine) append(path, text string) {
	m.t.Helper()
	f, err := os.OpenFile(m.root+path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		m.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		m.t.Fatal(err)
	}
}

// dropIn adds lines to the unit's section Service.
func (m *machine) dropIn(name, lines string) {
	m.t.Helper()
	m.write("/etc/systemd/system/hashtail.service.d/"+name+".conf", "[Service]\n"+lines+"\n", 0o644)
	m.run("systemctl daemon-reload")
}

// property is what systemd says of the service.
func (m *machine) property(name string) string {
	m.t.Helper()
	return strings.TrimSpace(m.run("systemctl show --value --property=" + name + " hashtail"))
}

// active waits until the service runs as a process that was not there before.
func (m *machine) active(before string) (pid string) {
	m.t.Helper()
	until(m.t, "the service to run", func() (bool, string) {
		pid = m.property("MainPID")
		state := m.property("ActiveState")
		if state == "failed" {
			m.t.Fatalf("the service has failed with exit code %s", m.property("ExecMainStatus"))
		}
		return state == "active" && pid != "0" && pid != before, state + " as " + pid
	})
	return pid
}

// journal is what the service has written to it, a line a record.
func (m *machine) journal() string {
	m.t.Helper()
	return m.run("journalctl --no-pager --output=cat _SYSTEMD_UNIT=hashtail.service")
}

// logins are lines of sshd from n different ports, beginning with from.
func logins(from, n int) string {
	var b strings.Builder
	for port := from; port < from+n; port++ {
		fmt.Fprintf(&b, "%s host sshd[7]: Failed password for root from 203.0.113.9 port %d ssh2\n", time.Now().Format(time.Stamp), port)
	}
	return b.String()
}

// shipped counts the documents at the path by the port of their event; torn
// are lines that are no documents.
func (m *machine) shipped(path string) (times map[int]int, torn int) {
	m.t.Helper()
	times = map[int]int{}
	paths, _ := filepath.Glob(m.root + path + "*")
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			m.t.Fatal(err)
		}
		for sc := bufio.NewScanner(f); sc.Scan(); {
			var doc struct{ Source struct{ Port int } }
			if json.Unmarshal(sc.Bytes(), &doc) != nil {
				torn++
				continue
			}
			times[doc.Source.Port]++
		}
		f.Close()
	}
	return times, torn
}

const events = "/var/lib/hashtail/events.ndjson"

// arrived waits until all of n logins have, and returns how many documents
// there are more than that.
func (m *machine) arrived(path string, from, n int) (twice int) {
	m.t.Helper()
	until(m.t, fmt.Sprintf("logins %d to %d", from, from+n-1), func() (bool, string) {
		times, torn := m.shipped(path)
		missing := 0
		twice = 0
		for port := from; port < from+n; port++ {
			if times[port] == 0 {
				missing++
			}
			twice += max(times[port]-1, 0)
		}
		return missing == 0 && torn == 0, fmt.Sprintf("%d missing, %d torn lines", missing, torn)
	})
	return twice
}

// count is how often an expression matches.
func count(text, expression string) int {
	return len(regexp.MustCompile(expression).FindAllString(text, -1))
}
