//go:build deploy

// Package deploy_test holds what deploy/ ships to its promises: the unit and
// the packages in a booted Debian, the image in a container, the manifests
// against the schemas of Kubernetes. What needs a machine or a container is
// left out by -short.
package deploy_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long anything may take before a story is given up; the
// machine may be busy with other things.
const patience = 1 * time.Minute

const repo = "../.."

// state is where tools.sh and these tests keep what is made once. It is not in
// the repository, because it holds whole file systems.
var state = func() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		panic(err)
	}
	return filepath.Join(dir, "hashtail-deploy")
}()

// scratch is of this run alone: another checkout's may go on at the same time.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "hashtail-deploy"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// run runs a program in the root of the repository and returns its standard
// output; it fails the test when the program fails.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, errs, err := try(exec.Command(name, args...))
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, errs)
	}
	return out
}

// try runs cmd, in the root of the repository unless it says where.
func try(cmd *exec.Cmd) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if cmd.Dir == "" {
		cmd.Dir = repo
	}
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// until waits for a condition, which says what it sees while it does not hold.
func until(t *testing.T, what string, holds func() (ok bool, seen string)) {
	t.Helper()
	var ok bool
	var seen string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok, seen = holds(); ok {
			return
		}
	}
	t.Fatalf("waited %s for %s; at the end: %s", patience, what, seen)
}

// secret is a token that no other test run has seen.
func secret() string {
	var b [18]byte
	rand.Read(b[:])
	return "t0k" + hex.EncodeToString(b[:])
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// hashtail is the program, built once a run.
var hashtail = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "hashtail")
	cmd := exec.Command("go", "build", "-trimpath", "-o", path, "./cmd/hashtail")
	cmd.Dir = repo
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
})

// validate runs a configuration through `hashtail validate`.
func validate(t *testing.T, config string, env ...string) {
	t.Helper()
	program, err := hashtail()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "hashtail.yaml")
	write(t, path, config, 0o600)
	cmd := exec.Command(program, "validate", "-c", path)
	cmd.Env = append(os.Environ(), env...)
	if out, errs, err := try(cmd); err != nil {
		t.Errorf("hashtail validate: %v\n%s%s", err, out, errs)
	}
}
