//go:build deploy

package deploy_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestImage(t *testing.T) {
	builtImage(t)
	out, errs, err := try(podman("image", "inspect", image))
	if err != nil {
		t.Fatalf("podman image inspect: %v\n%s", err, errs)
	}
	var all []struct {
		Size   int
		Config struct {
			User            string
			Entrypoint, Cmd []string
			Labels          map[string]string
			Healthcheck     struct{ Test []string }
		}
		HealthCheck struct{ Test []string }
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	got := all[0]
	t.Logf("%.1f MB", float64(got.Size)/1e6)
	if got.Size > 20e6 {
		t.Errorf("%d bytes, want at most 20 MB", got.Size)
	}
	if got.Config.User != "65532:65532" {
		t.Errorf("runs as %q", got.Config.User)
	}
	if want := []string{"CMD", "/usr/bin/hashtail", "health", "-c", "/etc/hashtail/hashtail.yaml"}; !reflect.DeepEqual(got.HealthCheck.Test, want) {
		t.Errorf("health check %q, want %q", got.HealthCheck.Test, want)
	}
	for label, want := range map[string]string{"title": "hashtail", "version": "0.9.0", "licenses": "Apache-2.0"} {
		if got := got.Config.Labels["org.opencontainers.image."+label]; got != want {
			t.Errorf("label %s is %q, want %q", label, got, want)
		}
	}

	// Nothing but what the Dockerfile names: no shell, no libraries.
	c, err := buildah("from", image)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = buildah("rm", c) }()
	root, err := buildah("mount", c)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, strings.TrimPrefix(path, root))
		}
		return err
	})
	if want := []string{"/etc/hashtail/hashtail.yaml", "/etc/ssl/certs/ca-certificates.crt", "/usr/bin/hashtail"}; err != nil || !slices.Equal(files, want) {
		t.Errorf("the image holds %v (%v), want %v", files, err, want)
	}
}

// As it is run without any thought: no root, no rights, nothing to write to but its volume.
func TestImageRuns(t *testing.T) {
	builtImage(t)
	dir := t.TempDir()
	write(t, dir+"/log/auth.log", logins(1000, 100), 0o644)
	if err := os.Chmod(dir+"/log", 0o755); err != nil {
		t.Fatal(err)
	}
	c := start(t, "image", dir+"/own.log", "--read-only", "--cap-drop=all", "--security-opt=no-new-privileges",
		"--volume", dir+"/log:/var/log:ro", image)
	until(t, "100 events", func() (bool, string) {
		n := strings.Count(c.logs(), `"action":"login_failed"`)
		return n == 100, strconv.Itoa(n)
	})
	if _, errs, err := try(podman("healthcheck", "run", c.name)); err != nil {
		t.Errorf("the health check fails: %v\n%s", err, errs)
	}
	if out, errs, err := try(podman("run", "--rm", "--network=none", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000", image, "version")); err != nil || !strings.Contains(out, "hashtail 0.9.0") {
		t.Errorf("hashtail version: %q (%v)\n%s", out, err, errs)
	}
	if _, errs, err := try(podman("stop", "--time=20", c.name)); err != nil || c.inspect("{{.State.ExitCode}}") != "0" {
		t.Errorf("stopping ends with exit code %s (%v)\n%s", c.inspect("{{.State.ExitCode}}"), err, errs)
	}
}

// A pod is the DaemonSet's pod template as options of podman, with the host
// paths under dir.
func pod(t *testing.T, dir string) (options, args []string) {
	t.Helper()
	all := parse(t, render(t, renderKustomize("deploy/kubernetes")))
	p := only(t, all, "DaemonSet").at("spec", "template", "spec")
	c := p.at("containers", 0)
	write(t, dir+"/config/hashtail.yaml", only(t, all, "ConfigMap").at("data", "hashtail.yaml").v.(string), 0o444)

	security := c.at("securityContext")
	option := func(format string, a ...any) { options = append(options, fmt.Sprintf(format, a...)) }
	option("--user=%v:%v", p.at("securityContext", "runAsUser").v, p.at("securityContext", "runAsGroup").v)
	option("--read-only=%v", security.at("readOnlyRootFilesystem").v)
	option("--read-only-tmpfs=false") // a pod has no /tmp of its own
	if security.at("allowPrivilegeEscalation").v == false {
		option("--security-opt=no-new-privileges")
	}
	for _, name := range security.at("capabilities", "drop").v.([]any) {
		option("--cap-drop=%v", name)
	}
	for _, name := range security.at("capabilities", "add").v.([]any) {
		option("--cap-add=%v", name)
	}
	option("--memory=%s", strings.TrimSuffix(c.at("resources", "limits", "memory").v.(string), "i"))
	option("--env=%v=node-1", c.at("env", 0, "name").v)
	for i := range c.at("volumeMounts").v.([]any) {
		mount := c.at("volumeMounts", i)
		name, mode := mount.at("name").v.(string), "rw"
		if mount.at("readOnly").v == true {
			mode = "ro"
		}
		host := filepath.Join(dir, name)
		if err := os.MkdirAll(host, 0o755); err != nil {
			t.Fatal(err)
		}
		option("--volume=%s:%v:%s", host, mount.at("mountPath").v, mode)
	}
	for _, a := range c.at("args").v.([]any) {
		args = append(args, a.(string))
	}
	return options, args
}

// The DaemonSet's pod beside a program whose log is rotated by size and has
// lines longer than the runtime's buffer; the events come to the pod's own log,
// which stands among the others and is not read.
func TestPodReadsContainerLogs(t *testing.T) {
	builtImage(t)
	dir := t.TempDir()
	options, args := pod(t, dir)
	token := secret()

	// A log that is another user's, in a folder that is closed: the capability is what opens it.
	theirs := dir + "/logs/shop_cart-1_u2/cart/0.log"
	write(t, theirs, `2026-11-23T08:00:00.000000001+00:00 stdout F {"message":"auth_event","event_type":"login","user":"theirs","status":200}`+"\n", 0o600)
	for _, path := range []string{theirs, filepath.Dir(theirs)} {
		if err := os.Chown(path, 1234, 1234); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Dir(theirs), 0o700); err != nil {
		t.Fatal(err)
	}

	c := start(t, "pod", dir+"/logs/hashtail_hashtail-x1_u3/hashtail/0.log", append(append(options, image), args...)...)
	const lines = 2000
	program := fmt.Sprintf(`i=0; while [ $i -lt %d ]; do
		pad=; [ $((i %% 20)) != 0 ] || pad=$(printf %%020000d 0)
		echo "{\"message\": \"auth_event\", \"event_type\": \"token_access\", \"method\": \"GET\", \"path\": \"/\", \"pad\": \"$pad\", \"status\": 200, \"user\": \"user$i.\", \"token\": \"$TOKEN\"}"
		i=$((i+1)); [ $((i %% 20)) != 0 ] || sleep 0.1
	done; sleep 600`, lines)
	start(t, "app", dir+"/logs/shop_app-1_u1/app/0.log", "--log-opt=max-size=256k", "--env=TOKEN="+token, builderImage, "/bin/sh", "-c", program)

	// A line in parts that a rotation cuts in two is one event still.
	until(t, "the events of the program", func() (bool, string) {
		events := c.logs()
		var missing []int
		for i := range lines {
			if !strings.Contains(events, fmt.Sprintf(`"name":"user%d."`, i)) {
				missing = append(missing, i)
			}
		}
		return len(missing) == 0 && strings.Contains(events, `"name":"theirs"`), fmt.Sprintf("missing %v", missing)
	})
	t.Logf("%d lines, %d of them in parts", lines, lines/20)
	if got := strings.Count(c.logs(), `"action":`); got != lines+1 {
		t.Errorf("%d events of %d lines: its own log is not read, and no line twice", got, lines+1)
	}
	if strings.Contains(c.logs(), token) {
		t.Error("the token left the node")
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		if got, err := c.get(path); err != nil {
			t.Errorf("%s: %v\n%s", path, err, got)
		}
	}
	if got := c.inspect("{{.State.OOMKilled}} {{.RestartCount}}"); got != "false 0" {
		t.Errorf("out of memory, restarts: %s", got)
	}
	for line := range strings.Lines(read(t, "/proc/"+c.inspect("{{.State.Pid}}")+"/status")) {
		if strings.HasPrefix(line, "VmHWM:") {
			t.Logf("memory at most %s", strings.TrimSpace(strings.TrimPrefix(line, "VmHWM:")))
		}
	}
}

// The same attempts as in TestSandbox, in a container with the pod's options.
func TestPodSandbox(t *testing.T) {
	builtImage(t)
	dir := t.TempDir()
	options, _ := pod(t, dir)
	write(t, dir+"/logs/a.log", "x\n", 0o600)
	if err := os.Chown(dir+"/logs/a.log", 1234, 1234); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, script string
		allowed      bool
	}{
		{"read the log of another user", "cat /var/log/pods/a.log", true},
		{"write to its state", "touch /var/lib/hashtail/x", true},
		{"write to a log", "echo >> /var/log/pods/a.log", false},
		{"write next to the logs", "touch /var/log/pods/x", false},
		{"write its configuration", "touch /etc/hashtail/x", false},
		{"write to its root", "touch /x", false},
		{"write to /tmp", "touch /tmp/x", false},
		{"give a file away", "touch /var/lib/hashtail/y; chown 1 /var/lib/hashtail/y", false},
		{"mount", "mount -t tmpfs none /mnt", false},
		{"become another user", "setpriv --reuid 1 true", false},
		{"make a device", "mknod /var/lib/hashtail/null c 1 3", false},
		{"gain privileges", "grep -q '^NoNewPrivs:.*0' /proc/self/status", false},
		{"have more than one capability", "grep '^CapEff:' /proc/self/status | grep -qv '0000000000000004$'", false},
		{"run without a filter of system calls", "grep -q '^Seccomp:.*[01]$' /proc/self/status", false},
	} {
		all := append([]string{"run", "--rm", "--network=none", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000"}, options...)
		_, _, err := try(podman(append(all, builderImage, "/bin/sh", "-c", tt.script)...))
		if allowed := err == nil; allowed != tt.allowed {
			t.Errorf("%s: %v, want %v", tt.name, allowed, tt.allowed)
		}
	}
}
