//go:build deploy

package deploy_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const image = "localhost/hashtail:0.9.0"

// builderImage is a Debian with this machine's Go.
var builderImage = "localhost/hashtail-builder:" + runtime.Version()

// store is where the images of these tests live, apart from those of the host.
func store() []string {
	return []string{"--root", state + "/containers", "--runroot", filepath.Join(os.TempDir(), "hashtail-containers")}
}

func buildah(args ...string) (string, error) {
	out, errs, err := try(exec.Command("buildah", append(store(), args...)...))
	if err != nil {
		return "", fmt.Errorf("buildah %s: %w\n%s%s", args[0], err, out, errs)
	}
	return strings.TrimSpace(out), nil
}

func podman(args ...string) *exec.Cmd {
	return exec.Command("podman", append(append(store(), "--runtime=runc", "--cgroup-manager=cgroupfs"), args...)...)
}

// builtImage makes sure of the image of the Dockerfile.
func builtImage(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds an image")
	}
	if os.Getuid() != 0 {
		t.Skip("building an image in a chroot takes root")
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
}

// build builds the image once a run. Base images are nowhere to be had here, so
// the stage that compiles starts from Debian with this machine's Go, and finds
// this machine's caches.
var build = sync.OnceValue(func() error {
	out, errs, err := try(exec.Command("go", "env", "GOROOT", "GOMODCACHE", "GOCACHE"))
	if err != nil {
		return fmt.Errorf("go env: %w\n%s", err, errs)
	}
	dirs := strings.Fields(out)
	// Here and not in there, where nobody knows how this machine reaches the network.
	if _, errs, err := try(exec.Command("go", "mod", "download")); err != nil {
		return fmt.Errorf("go mod download: %w\n%s", err, errs)
	}
	if err := makeBuilder(dirs[0]); err != nil {
		return err
	}
	_, err = buildah("build", "--isolation=chroot", "--network=host", "--format=docker",
		"--volume", dirs[1]+":/cache/mod", "--volume", dirs[2]+":/cache/build",
		"--build-arg", "BUILDER="+builderImage, "--build-arg", "VERSION=0.9.0", "--tag", image, ".")
	return err
})

// makeBuilder makes the image with Go, which stays for the next run.
func makeBuilder(goroot string) error {
	if _, _, err := try(podman("image", "exists", builderImage)); err == nil {
		return nil
	}
	c, err := buildah("from", "scratch")
	if err != nil {
		return err
	}
	root, err := buildah("mount", c)
	if err != nil {
		return err
	}
	for _, cp := range [][]string{{state + "/debian/.", root}, {goroot, root + "/usr/local/go"}} {
		if _, errs, err := try(exec.Command("cp", "-a", cp[0], cp[1])); err != nil {
			return fmt.Errorf("copy %s: %w\n%s", cp[0], err, errs)
		}
	}
	if _, err := buildah("config", "--env", "PATH=/usr/local/go/bin:/usr/sbin:/usr/bin:/sbin:/bin", "--env", "GOTOOLCHAIN=local", "--env", "GOPROXY=off",
		"--env", "GOMODCACHE=/cache/mod", "--env", "GOCACHE=/cache/build", c); err != nil {
		return err
	}
	_, err = buildah("commit", "--quiet", "--rm", "--format=docker", c, builderImage)
	return err
}

// A container runs until the end of its test.
type container struct {
	t    *testing.T
	name string
	log  string // its log as its runtime writes it, which is what hashtail reads
}

// start runs a container with a log in the format of Kubernetes.
func start(t *testing.T, name, log string, args ...string) *container {
	t.Helper()
	c := &container{t, "hashtail-" + name + "-" + strconv.Itoa(os.Getpid()), log}
	if err := os.MkdirAll(filepath.Dir(log), 0o755); err != nil {
		t.Fatal(err)
	}
	all := append([]string{"run", "--detach", "--name", c.name, "--network=none", "--ulimit=nofile=1024:1024",
		"--ulimit=nproc=1000:1000", "--log-driver=k8s-file", "--log-opt=path=" + log}, args...)
	t.Cleanup(func() {
		if t.Failed() {
			logs, errs, _ := try(podman("logs", "--tail=20", c.name))
			t.Logf("the end of the log of %s:\n%s%s", name, logs, errs)
		}
		_, _, _ = try(podman("rm", "--force", "--volumes", "--time=5", c.name))
	})
	if _, errs, err := try(podman(all...)); err != nil {
		t.Fatalf("podman run: %v\n%s", err, errs)
	}
	return c
}

// logs are what the container has written, partial lines joined.
func (c *container) logs() string {
	c.t.Helper()
	out, errs, err := try(podman("logs", c.name))
	if err != nil {
		c.t.Fatalf("podman logs: %v\n%s", err, errs)
	}
	return out
}

func (c *container) inspect(format string) string {
	c.t.Helper()
	out, errs, err := try(podman("inspect", "--format", format, c.name))
	if err != nil {
		c.t.Fatalf("podman inspect: %v\n%s", err, errs)
	}
	return strings.TrimSpace(out)
}

// get asks the container's HTTP endpoint, as the kubelet would.
func (c *container) get(path string) (string, error) {
	out, errs, err := try(exec.Command("nsenter", "--target", c.inspect("{{.State.Pid}}"), "--net",
		"curl", "--silent", "--show-error", "--fail-with-body", "http://127.0.0.1:9640"+path))
	return out + errs, err
}
