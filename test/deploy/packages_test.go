//go:build deploy

package deploy_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// buildPackages builds packages of a version for this machine's architecture
// into a folder.
func buildPackages(dist, version, packagers string) error {
	cmd := exec.Command("deploy/packages/build.sh")
	cmd.Env = append(os.Environ(), "VERSION="+version, "DIST="+dist, "ARCHS="+runtime.GOARCH, "PACKAGERS="+packagers)
	if out, errs, err := try(cmd); err != nil {
		return fmt.Errorf("build packages: %w\n%s%s", err, out, errs)
	}
	return nil
}

// packagesOf is a folder with the packages of a version.
func packagesOf(t *testing.T, version string) string {
	t.Helper()
	dist := t.TempDir()
	if err := buildPackages(dist, version, "deb rpm"); err != nil {
		t.Fatal(err)
	}
	return dist
}

func debName(version string) string {
	return fmt.Sprintf("hashtail_%s_%s.deb", version, runtime.GOARCH)
}

func TestPackages(t *testing.T) {
	dist := packagesOf(t, "0.9.0")
	rpms, _ := filepath.Glob(dist + "/*.rpm")
	debs, _ := filepath.Glob(dist + "/*.deb")
	if len(rpms) != 1 || len(debs) != 1 {
		t.Fatalf("packages %v, want one .deb and one .rpm", append(rpms, debs...))
	}

	// Mode, owner and path of each file, as both tools list them.
	entries := func(text, pattern string) (all []string) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			all = append(all, fmt.Sprintf("%s %s:%s %s", m[1], m[2], m[3], strings.TrimSuffix(m[4], "/")))
		}
		return all
	}
	deb := entries(run(t, "dpkg-deb", "--contents", debs[0]), `(?m)^(\S+) (\w+)/(\w+) .* \.(/\S+)$`)
	rpm := entries(run(t, "rpm", "-qlvp", rpms[0]), `(?m)^(\S+) +\d+ (\w+) +(\w+) .* (/\S+)$`)
	for _, want := range []string{
		"-rwxr-xr-x root:root /usr/bin/hashtail",
		"-rw-r--r-- root:root /usr/lib/systemd/system/hashtail.service",
		"-rw-r--r-- root:root /usr/lib/sysusers.d/hashtail.conf",
		"drwxr-x--- root:hashtail /etc/hashtail",
		"-rw-r----- root:hashtail /etc/hashtail/hashtail.yaml",
		"drwx------ root:root /etc/hashtail/credentials",
		"-rw-r--r-- root:root /usr/share/hashtail/drop-ins/root-only-logs.conf",
		"-rw-r--r-- root:root /usr/share/hashtail/drop-ins/ip-allow-list.conf",
		"-rw-r--r-- root:root /usr/share/hashtail/config.example.yaml",
		"-rw-r--r-- root:root /usr/share/man/man8/hashtail.8.gz",
		"-rw-r--r-- root:root /usr/share/man/man8/hashtail-run.8.gz",
		"-rw-r--r-- root:root /usr/share/bash-completion/completions/hashtail",
		"-rw-r--r-- root:root /usr/share/fish/vendor_completions.d/hashtail.fish",
	} {
		if !slices.Contains(deb, want) {
			t.Errorf("not in the .deb: %s\n%s", want, strings.Join(deb, "\n"))
		}
		if !slices.Contains(rpm, want) {
			t.Errorf("not in the .rpm: %s\n%s", want, strings.Join(rpm, "\n"))
		}
	}
	if got := run(t, "dpkg-deb", "--info", debs[0], "conffiles"); got != "/etc/hashtail/hashtail.yaml\n" {
		t.Errorf("conffiles of the .deb: %q", got)
	}
	if got := run(t, "rpm", "-qcp", rpms[0]); got != "/etc/hashtail/hashtail.yaml\n" {
		t.Errorf("configuration of the .rpm: %q", got)
	}
}

func TestPackagesAreReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("builds twice")
	}
	first, again := packagesOf(t, "0.9.0"), packagesOf(t, "0.9.0")
	packages, err := filepath.Glob(first + "/*")
	if err != nil || len(packages) != 2 {
		t.Fatalf("packages %v, want 2 (%v)", packages, err)
	}
	for _, path := range packages {
		if digest(t, path) != digest(t, filepath.Join(again, filepath.Base(path))) {
			t.Errorf("%s: built twice, it differs", filepath.Base(path))
		}
	}
}

func digest(t *testing.T, path string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(read(t, path))))
}

// The user is made before the files arrive, so the lines stand in a script too.
func TestUserScript(t *testing.T) {
	users := read(t, repo+"/deploy/systemd/sysusers.conf")
	if script := read(t, repo+"/deploy/packages/scripts/user.sh"); !strings.Contains(script, "\n"+users+"USERS\n") {
		t.Errorf("packages/scripts/user.sh does not hold the lines of systemd/sysusers.conf:\n%s", users)
	}
}

func TestPackagedConfig(t *testing.T) {
	config := read(t, repo+"/deploy/systemd/hashtail.yaml")
	validate(t, strings.ReplaceAll(config, "/var/lib/hashtail", t.TempDir()))
}
