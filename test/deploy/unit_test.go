//go:build deploy

package deploy_test

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// The exposure that systemd itself computes; the limits are what deploy/README.md promises.
func TestUnitScore(t *testing.T) {
	for _, tt := range []struct {
		name   string
		dropIn string
		limit  float64
	}{
		{"as shipped", "", 1.1},
		{"allow-list of addresses", "ip-allow-list.conf", 1.0},
		{"logs of root alone", "root-only-logs.conf", 1.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			unit := filepath.Join(t.TempDir(), "hashtail.service")
			write(t, unit, read(t, repo+"/deploy/systemd/hashtail.service"), 0o644)
			if tt.dropIn != "" {
				write(t, unit+".d/"+tt.dropIn, read(t, repo+"/deploy/systemd/drop-ins/"+tt.dropIn), 0o644)
			}
			out := run(t, "systemd-analyze", "security", "--offline=yes", "--no-pager", unit)
			m := regexp.MustCompile(`exposure level for hashtail\.service: ([\d.]+)`).FindStringSubmatch(out)
			if m == nil {
				t.Fatalf("no score in %q", out)
			}
			score, _ := strconv.ParseFloat(m[1], 64)
			t.Logf("score %.1f", score)
			if score > tt.limit {
				t.Errorf("score %.1f, want at most %.1f:\n%s", score, tt.limit, out)
			}
		})
	}
}

// A directive that systemd does not know is only a warning to it.
func TestUnitDirectives(t *testing.T) {
	unit := filepath.Join(t.TempDir(), "hashtail.service")
	// What the unit runs is not installed here.
	text := regexp.MustCompile(`/usr/bin/hashtail`).ReplaceAllString(read(t, repo+"/deploy/systemd/hashtail.service"), "/bin/true")
	text = regexp.MustCompile(`(?m)^(User|Group)=.*\n|man:.*`).ReplaceAllString(text, "")
	write(t, unit, text, 0o644)
	for _, name := range []string{"ip-allow-list.conf", "root-only-logs.conf"} {
		write(t, unit+".d/"+name, read(t, repo+"/deploy/systemd/drop-ins/"+name), 0o644)
	}
	if out, errs, err := try(exec.Command("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit)); err != nil || errs != "" {
		t.Errorf("systemd-analyze verify: %v\n%s%s", err, out, errs)
	}
}
