//go:build deploy

package deploy_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// commands are the sh blocks of one section of deploy/README.md, in order.
func commands(t *testing.T, section string) string {
	t.Helper()
	_, text, ok := strings.Cut(read(t, repo+"/deploy/README.md"), "\n## "+section+"\n")
	if !ok {
		t.Fatalf("deploy/README.md has no section %q", section)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	var all []string
	for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return strings.Join(all, "")
}

func TestReadmeOnSystemd(t *testing.T) {
	deb := packaged(t)
	m := boot(t, "")
	m.write("/root/"+debName("0.9.0"), read(t, deb), 0o644)
	m.run("cd /root; " + commands(t, "A host with systemd"))
	m.active("")
	for name, want := range map[string]string{"CapabilityBoundingSet": "cap_dac_read_search", "IPAddressAllow": "10.1.2.0/24"} {
		if got := strings.Fields(m.property(name)); !slices.Contains(got, want) {
			t.Errorf("the drop-ins are not in force: %s is %v, want %s among them", name, got, want)
		}
	}
}

// There is no cluster here: kubectl apply and helm upgrade render and validate instead.
func TestReadmeOnKubernetes(t *testing.T) {
	needHelm(t)
	bin := t.TempDir()
	validate := state + "/venv/bin/kubernetes-validate --strict"
	write(t, bin+"/kubectl", fmt.Sprintf(`#!/bin/sh -eu
if [ "$1" = apply ]; then
	[ "$2" = -k ]
	go run %s build "$3" >%s/out.yaml
	%s %[2]s/out.yaml
fi
`, kustomize, bin, validate), 0o755)
	write(t, bin+"/helm", fmt.Sprintf(`#!/bin/sh -eu
[ "$1 $2" = "upgrade --install" ]
shift 2
go run %s template --kube-version 1.31.0 "$@" >%s/out.yaml
%s %[2]s/out.yaml
`, helm, bin, validate), 0o755)
	dir := t.TempDir()
	deploy, err := filepath.Abs(repo + "/deploy")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(deploy, dir+"/deploy"); err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/my-values.yaml", "image: {repository: example/hashtail}\n", 0o600)
	cmd := exec.Command("sh", "-euc", commands(t, "Kubernetes"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
	if out, errs, err := try(cmd); err != nil {
		t.Errorf("%v\n%s%s", err, out, errs)
	}
}
