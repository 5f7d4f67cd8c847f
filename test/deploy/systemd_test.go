//go:build deploy

package deploy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// deb is the package that the stories install, built once a run.
var deb = sync.OnceValues(func() (string, error) {
	dist := filepath.Join(scratch, "packages")
	return filepath.Join(dist, debName("0.9.0")), buildPackages(dist, "0.9.0", "deb")
})

// packaged is the path of that package.
func packaged(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("boots a machine")
	}
	path, err := deb()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

const authLog = "/var/log/auth.log"

// service is a machine whose service runs, with an auth.log as rsyslog makes it.
// It is read instead of the journal: most stories are of files.
func service(t *testing.T) (m *machine, pid string) {
	t.Helper()
	m = boot(t, packaged(t))
	m.run("sed -i 's|^  journald:.*|    - paths: [" + authLog + ", /var/log/secure]|' /etc/hashtail/hashtail.yaml; systemctl restart hashtail")
	pid = m.active("")
	m.run("install -m 0640 -o root -g adm /dev/null " + authLog)
	return m, pid
}

// As it is installed it reads the journal, in its sandbox, over kill -9 and over
// a rotation that leaves nothing of what was read.
func TestJournal(t *testing.T) {
	m := boot(t, packaged(t))
	pid := m.active("")
	log := func(from, n int) {
		t.Helper()
		var text strings.Builder
		for port := from; port < from+n; port++ {
			fmt.Fprintf(&text, "Failed password for root from 203.0.113.9 port %d ssh2\n", port)
		}
		m.write("/root/messages", text.String(), 0o600)
		m.run("logger --tag sshd --id=7 --priority auth.info --file /root/messages")
	}
	log(1000, 500)
	m.run("kill -9 " + pid)
	log(1500, 500)
	pid = m.active(pid)
	m.arrived(events, 1000, 1000)
	m.run("systemctl stop hashtail; journalctl --rotate --vacuum-time=1s")
	log(2000, 500)
	m.run("systemctl start hashtail")
	m.active(pid)
	m.arrived(events, 2000, 500)
	ids := map[string]bool{}
	sshd := 0
	for _, line := range strings.Split(read(t, m.root+events), "\n") {
		if strings.Contains(line, `"203.0.113.9"`) {
			sshd++
			ids[regexp.MustCompile(`"id":"([0-9a-f]{32})","kind"`).FindStringSubmatch(line)[1]] = true
			if !strings.Contains(line, `"appname":"sshd"`) || !strings.Contains(line, `"module":"sshd"`) {
				t.Fatal("an event is not what a line of auth.log becomes")
			}
		}
	}
	if len(ids) != 1500 {
		t.Errorf("%d events with %d ids, want 1500 ids", sshd, len(ids))
	}
	if out := m.run("runuser -u hashtail -- hashtail validate -c /etc/hashtail/hashtail.yaml 2>&1"); strings.Contains(out, "journald") {
		t.Errorf("validate warns of the journal: %s", out)
	}
	if status := m.run("hashtail status -c /etc/hashtail/hashtail.yaml"); !regexp.MustCompile(`journald +file .* followed`).MatchString(status) {
		t.Errorf("the status does not show the journal:\n%s", status)
	}
	t.Logf("1500 entries, a kill, a vacuum: 0 lost, %d twice under the same id", sshd-len(ids))
}

func TestInstalledServiceRuns(t *testing.T) {
	m, _ := service(t)
	token := secret()
	m.append(authLog, logins(1000, 3)+time.Now().Format(time.Stamp)+` host app[9]: login failed user=ann token=`+token+"\n")
	m.arrived(events, 1000, 3)
	until(t, "the line with the token", func() (bool, string) {
		all := read(t, m.root+events)
		return strings.Contains(all, "ann"), all
	})
	if strings.Contains(read(t, m.root+events)+m.journal(), token) {
		t.Error("the token is in the events or in the journal")
	}
	if got := m.property("StatusText"); got == "" {
		t.Error("no status text")
	}
	if got := m.property("UnitFileState"); got != "enabled" {
		t.Errorf("the unit is %s, want enabled", got)
	}
	for path, want := range map[string]string{
		"/etc/hashtail":               "750 root hashtail",
		"/etc/hashtail/hashtail.yaml": "640 root hashtail",
		"/etc/hashtail/credentials":   "700 root root",
		"/var/lib/hashtail":           "700 hashtail hashtail",
		events:                        "600 hashtail hashtail",
	} {
		if got := strings.TrimSpace(m.run("stat -c '%a %U %G' " + path)); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	m.run("hashtail status -c /etc/hashtail/hashtail.yaml && hashtail health -c /etc/hashtail/hashtail.yaml")
}

// The real logrotate, in each of its ways, and kill -9, while lines arrive.
func TestRotateAndKill(t *testing.T) {
	const rounds, each = 4, 250
	for _, tt := range []struct{ name, directives string }{
		{"renamed", "create 0640 root adm"},
		{"compressed at once", "create 0640 root adm\n compress"},
		{"compressed later", "create 0640 root adm\n compress\n delaycompress"},
		{"dated", "create 0640 root adm\n dateext\n dateformat -%s"},
		{"copied and truncated", "copytruncate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, pid := service(t)
			m.write("/etc/logrotate.d/auth", authLog+" {\n rotate 20\n "+tt.directives+"\n}\n", 0o644)
			from := 1000
			for round := range rounds {
				m.append(authLog, logins(from, each))
				// A dated name is taken until the next second.
				m.run("timeout 20 sh -c 'until logrotate --force /etc/logrotate.d/auth; do sleep 0.1; done'")
				m.append(authLog, logins(from+each, each))
				from += 2 * each
				if round%2 == 1 {
					m.run("kill -9 " + pid)
					pid = m.active(pid)
				}
			}
			twice := m.arrived(events, 1000, from-1000)
			if got := m.property("NRestarts"); got != "2" {
				t.Errorf("%s restarts, want 2", got)
			}
			t.Logf("%d lines, %d rotations, 2 kills: 0 lost, %d twice", from-1000, rounds, twice)
		})
	}
}

func TestReload(t *testing.T) {
	m, pid := service(t)
	const config = "/etc/hashtail/hashtail.yaml"
	good := read(t, m.root+config)
	m.append(authLog, logins(1000, 100))

	wider := strings.Replace(good, "inputs:\n  file:\n", "inputs:\n  file:\n    - paths: [/srv/app.log]\n", 1)
	m.write("/srv/app.log", logins(2000, 100), 0o644)
	m.write(config, wider, 0o640)
	m.run("systemctl reload hashtail")
	m.arrived(events, 2000, 100)

	for name, bad := range map[string]string{
		"unknown key": strings.Replace(wider, "inputs:", "input:", 1),
		"no YAML":     wider + "\n]",
		"no secret":   wider + "host:\n  name: ${credential:nowhere}\n",
	} {
		before := m.journal()
		m.write(config, bad, 0o640)
		if out, errs, err := m.sh("systemctl reload hashtail"); err == nil {
			t.Errorf("%s: the reload succeeds: %s%s", name, out, errs)
		}
		news := strings.TrimPrefix(m.journal(), before)
		if count(news, `(?m)^hashtail: /etc/hashtail/hashtail\.yaml\S*: .+`) != 1 {
			t.Errorf("%s: the journal does not name the reason in one line:\n%s", name, news)
		}
		m.append(authLog, logins(3000, 100))
		m.append("/srv/app.log", logins(4000, 100))
		m.arrived(events, 3000, 100)
		m.arrived(events, 4000, 100)
	}

	m.write(config, good, 0o640)
	m.run("systemctl reload hashtail")
	m.append(authLog, logins(5000, 100))
	m.arrived(events, 5000, 100)
	if got := m.property("MainPID"); got != pid {
		t.Errorf("the process is %s after the reloads, want %s", got, pid)
	}
	if twice := m.arrived(events, 1000, 100); twice != 0 {
		t.Errorf("%d documents twice, want none: positions are kept", twice)
	}
}

// Reloading while lines arrive loses none and leaves no torn line.
func TestReloadUnderLoad(t *testing.T) {
	m, _ := service(t)
	const batches, each = 40, 200
	for i := range batches {
		m.append(authLog, logins(1000+i*each, each))
		if i%4 == 0 {
			m.run("systemctl reload hashtail")
		}
	}
	twice := m.arrived(events, 1000, batches*each)
	t.Logf("%d lines, %d reloads: 0 lost, %d twice", batches*each, batches/4, twice)
}

// A process that is there but does nothing is killed and started again.
func TestWatchdog(t *testing.T) {
	m, pid := service(t)
	m.dropIn("fast", "WatchdogSec=2s")
	m.run("systemctl restart hashtail")
	pid = m.active(pid)
	fed := map[string]bool{}
	until(t, "the watchdog to be fed for two periods", func() (bool, string) {
		fed[m.property("WatchdogTimestampMonotonic")] = true
		return len(fed) > 6, fmt.Sprintf("fed %d times", len(fed)-1) // it is fed three times a period
	})
	if got := m.property("MainPID"); got != pid {
		t.Fatalf("the process is %s, want %s: the watchdog is not fed", got, pid)
	}
	m.append(authLog, logins(1000, 10))
	m.run("kill -STOP " + pid)
	m.append(authLog, logins(1010, 10))
	m.active(pid)
	m.arrived(events, 1000, 20)
}

func TestStopAndStart(t *testing.T) {
	m, _ := service(t)
	m.append(authLog, logins(1000, 100))
	m.run("systemctl stop hashtail")
	if got := m.property("Result"); got != "success" {
		t.Errorf("stopping ends in %s", got)
	}
	m.append(authLog, logins(1100, 100))
	m.run("systemctl start hashtail")
	if twice := m.arrived(events, 1000, 200); twice != 0 {
		t.Errorf("%d documents twice, want none", twice)
	}
}

func TestUpgradeRemovePurge(t *testing.T) {
	m, pid := service(t)
	const config = "/etc/hashtail/hashtail.yaml"
	m.append(authLog, logins(1000, 100))
	m.arrived(events, 1000, 100)
	changed := read(t, m.root+config) + "# ours\n"
	m.write(config, changed, 0o640)
	m.write("/etc/hashtail/credentials/elasticsearch", secret(), 0o600)
	id := read(t, m.root+"/var/lib/hashtail/agent-id")

	newer := t.TempDir()
	if err := buildPackages(newer, "0.9.1", "deb"); err != nil {
		t.Fatal(err)
	}
	m.install(filepath.Join(newer, debName("0.9.1")))
	pid = m.active(pid)
	if got := m.run("hashtail version"); !strings.Contains(got, "0.9.1") {
		t.Errorf("after the upgrade: %s", got)
	}
	m.append(authLog, logins(1100, 100))
	if twice := m.arrived(events, 1000, 200); twice != 0 {
		t.Errorf("the upgrade ships %d documents again", twice)
	}
	if read(t, m.root+config) != changed || read(t, m.root+"/var/lib/hashtail/agent-id") != id {
		t.Error("the upgrade changed the configuration or the state")
	}

	m.run("dpkg --remove hashtail")
	if _, err := os.Stat("/proc/" + pid); m.property("ActiveState") == "active" || err == nil && m.run("pgrep hashtail || true") != "" {
		t.Error("the service runs without its package")
	}
	m.append(authLog, logins(1200, 100))
	m.install(packaged(t))
	m.active("")
	if twice := m.arrived(events, 1000, 300); twice != 0 {
		t.Errorf("removing and installing ships %d documents again", twice)
	}
	if read(t, m.root+config) != changed {
		t.Error("removing and installing changed the configuration")
	}

	m.run("dpkg --purge hashtail")
	left := m.run(`find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /root -o -path /var/log -o -path /var/cache -o -path /var/lib/dpkg \) -prune -o -name '*hashtail*' -print`)
	if left != "" {
		t.Errorf("left after the purge:\n%s", left)
	}
	if _, _, err := m.sh("getent passwd hashtail || getent group hashtail"); err == nil {
		t.Error("the user is left after the purge")
	}
	m.run("systemctl daemon-reload && systemctl is-system-running")
}

// What is wrong is said in one line of the journal, and not tried again.
func TestBadStart(t *testing.T) {
	m, _ := service(t)
	const config = "/etc/hashtail/hashtail.yaml"
	good := read(t, m.root+config)
	for _, tt := range []struct {
		name   string
		break_ func()
		mend   func()
		status string
		reason string
	}{
		{
			"unknown key", func() { m.write(config, strings.Replace(good, "sinks:", "sink:", 1), 0o640) }, nil,
			"78", `hashtail\.yaml:\d+:\d+: unknown key "sink": did you mean "sinks"\?`,
		},
		{
			"no secret", func() { m.write(config, good+"host:\n  name: ${credential:hashtail_name}\n", 0o640) }, nil,
			"77", `hashtail\.yaml:\d+:\d+: .*hashtail_name: no such file`,
		},
		{
			"no configuration", func() { m.run("rm " + config) }, nil,
			"77", `hashtail\.yaml: no such file`,
		},
		{
			"read-only state", func() { m.dropIn("read-only", "ReadOnlyPaths=/var/lib/hashtail") },
			func() { m.run("rm /etc/systemd/system/hashtail.service.d/read-only.conf; systemctl daemon-reload") },
			"77|78", `/var/lib/hashtail.*read-only file system`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m.run("systemctl stop hashtail")
			before := m.journal()
			tt.break_()
			_, _, _ = m.sh("systemctl start hashtail")
			until(t, "the service to fail", func() (bool, string) {
				state := m.property("ActiveState")
				return state == "failed", state
			})
			if got := m.property("ExecMainStatus"); !regexp.MustCompile("^(" + tt.status + ")$").MatchString(got) {
				t.Errorf("exit code %s, want %s", got, tt.status)
			}
			if news := strings.TrimPrefix(m.journal(), before); count(news, `(?m)^hashtail: .*`+tt.reason) != 1 || count(news, `(?m)^hashtail: `) != 1 {
				t.Errorf("the reason does not stand in one line of the journal:\n%s", news)
			}
			if tt.mend != nil {
				tt.mend()
			}
			m.run("install -m 0640 -o root -g hashtail /dev/null " + config)
			m.write(config, good, 0o640)
			m.run("systemctl reset-failed hashtail; systemctl start hashtail")
		})
	}
}

// A log that may not be read stops neither the service nor the other logs.
func TestUnreadableLog(t *testing.T) {
	m, _ := service(t)
	m.run("install -d -m 0700 /var/log/nginx; install -m 0600 /dev/null /var/log/secure")
	m.append("/var/log/secure", logins(2000, 10))
	m.append(authLog, logins(1000, 10))
	m.run("systemctl restart hashtail")
	m.arrived(events, 1000, 10)
	out, errs, _ := m.sh("runuser -u hashtail -- hashtail validate -c /etc/hashtail/hashtail.yaml")
	if !strings.Contains(errs, "/var/log/secure") || !strings.Contains(errs, "give hashtail's user the right to read it") {
		t.Errorf("validate does not name the log that cannot be read: %s%s", out, errs)
	}
	if times, _ := m.shipped(events); times[2000] != 0 {
		t.Error("a log of root alone was read")
	}

	// With the drop-in it is read, and its first line has waited.
	m.run("install -Dm 0644 -t /etc/systemd/system/hashtail.service.d /usr/share/hashtail/drop-ins/root-only-logs.conf; systemctl daemon-reload; systemctl restart hashtail")
	m.arrived(events, 2000, 10)
}

func TestCredential(t *testing.T) {
	m, pid := service(t)
	name := "node-" + secret()[:8]
	m.write("/etc/hashtail/credentials/name", name+"\n", 0o600)
	config := read(t, m.root+"/etc/hashtail/hashtail.yaml")
	m.write("/etc/hashtail/hashtail.yaml", config+"host:\n  name: ${credential:hashtail_name}\n", 0o640)
	m.run("systemctl restart hashtail")
	m.active(pid)
	m.append(authLog, logins(1000, 1))
	m.arrived(events, 1000, 1)
	if !strings.Contains(read(t, m.root+events), `"name":"`+name+`"`) {
		t.Error("the credential is not the host name")
	}
	m.run("systemctl reload hashtail") // which validates with the same credentials
	until(t, "the new configuration", func() (bool, string) { j := m.journal(); return strings.Contains(j, "takes over"), j })
}
