//go:build deploy

package deploy_test

import (
	"fmt"
	"strings"
	"testing"
)

// Each attempt runs as the service itself does, with all of the unit's
// settings, and writes down whether it succeeded.
func TestSandbox(t *testing.T) {
	type attempt struct {
		name, script string
		allowed      bool
	}
	common := []attempt{
		{"write to its state", "touch /var/lib/hashtail/x", true},
		{"read a log of group adm", "cat " + authLog, true},
		{"read the configuration", "cat /etc/hashtail/hashtail.yaml", true},
		{"write its configuration", "echo >> /etc/hashtail/hashtail.yaml", false},
		{"write to /etc", "touch /etc/x", false},
		{"write to /usr", "touch /usr/x", false},
		{"write to a log", "echo >> " + authLog, false},
		{"write next to the logs", "touch /var/log/x", false},
		{"write to another state folder", "touch /var/lib/x", false},
		{"see the home folders", "ls /home/ann", false},
		{"see the temporary files of others", "ls /tmp/theirs", false},
		{"read the shadow file", "grep -q root /etc/shadow", false},
		{"read the credentials of the unit at their source", "grep -q secret /etc/hashtail/credentials/*", false},
		{"see other processes", "test -d /proc/1", false},
		{"see the console", "ls /dev/console", false},
		{"mount", "mount -t tmpfs none /mnt", false},
		{"unshare", "unshare --user true", false},
		{"become root", "setpriv --reuid 0 true", false},
		{"make a device", "mknod /var/lib/hashtail/null c 1 3", false},
		{"make a file of another's identity", "cp /bin/true /var/lib/hashtail/t; chmod u+s /var/lib/hashtail/t", false},
		{"set the host name", "hostname x", false},
		{"raise its priority", "test $(nice -n -5 nice) -lt $(nice)", false},
		{"run in real time", "chrt -f 1 true", false},
		{"change its personality", "setarch --addr-no-randomize true", false},
		{"gain privileges", "grep -q '^NoNewPrivs:.*0' /proc/self/status", false},
	}
	for _, tt := range []struct {
		name, dropIn string
		attempts     []attempt
	}{
		{"as shipped", "", append([]attempt{
			{"read a log of root alone", "cat /var/log/secure", false},
			{"read a file of another group", "cat /var/log/theirs", false},
			{"have a capability", "grep -q '^CapEff:.*[1-9a-f]' /proc/self/status", false},
		}, common...)},
		{"logs of root alone", "root-only-logs", append([]attempt{
			{"read a log of root alone", "cat /var/log/secure", true},
			{"have only the capability to read", "grep -q '^CapEff:.0*4$' /proc/self/status && grep -q '^CapBnd:.0*4$' /proc/self/status", true},
		}, common...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, pid := service(t)
			m.run("install -m 0600 /dev/null /var/log/secure; install -m 0640 -g mail /dev/null /var/log/theirs; install -d -m 0777 /home/ann /tmp/theirs; echo secret >/etc/hashtail/credentials/x")
			if tt.dropIn != "" {
				m.run("install -Dm 0644 -t /etc/systemd/system/hashtail.service.d /usr/share/hashtail/drop-ins/" + tt.dropIn + ".conf")
			}
			var script strings.Builder
			for i, a := range tt.attempts {
				fmt.Fprintf(&script, "if (%s) >/dev/null 2>&1; then echo attempt %d.; fi\n", a.script, i)
			}
			m.write("/usr/local/bin/attempt", "#!/bin/sh\n"+script.String(), 0o755)
			m.dropIn("attempt", "ExecStartPre=/bin/sh -c 'attempt >/var/lib/hashtail/attempts'")
			m.run("systemctl restart hashtail")
			m.active(pid)
			succeeded := read(t, m.root+"/var/lib/hashtail/attempts")
			for i, a := range tt.attempts {
				if got := strings.Contains(succeeded, fmt.Sprintf("attempt %d.\n", i)); got != a.allowed {
					t.Errorf("%s: %v, want %v", a.name, got, a.allowed)
				}
			}
			// An attempt proves nothing unless it succeeds without the sandbox.
			unbound := m.run("/usr/local/bin/attempt")
			for i, a := range tt.attempts {
				if !a.allowed && !strings.Contains(unbound, fmt.Sprintf("attempt %d.\n", i)) {
					t.Errorf("%s: fails also without the sandbox", a.name)
				}
			}
		})
	}
}
