//go:build deploy

package deploy_test

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"
)

const (
	kustomize = "sigs.k8s.io/kustomize/kustomize/v5@v5.7.1"
	helm      = "helm.sh/helm/v3/cmd/helm@v3.19.2"
)

// A rendering is one way to get the manifests.
type rendering struct {
	name string
	args []string
}

func renderKustomize(path string) []string { return []string{"run", kustomize, "build", path} }

func renderHelm(sets ...string) []string {
	args := []string{"run", helm, "template", "hashtail", "deploy/helm/hashtail", "--namespace", "hashtail", "--kube-version", "1.31.0"}
	for _, s := range sets {
		args = append(args, "--set", s)
	}
	return args
}

// render runs a rendering; the same one is run once.
func render(t *testing.T, args []string) string {
	t.Helper()
	key := strings.Join(args, "\x00")
	text, ok := rendered.Load(key)
	if !ok {
		text = run(t, "go", args...)
		rendered.Store(key, text)
	}
	return text.(string)
}

var rendered sync.Map // command line to manifests

// needHelm leaves a story out of the fast part: Helm is compiled here, which
// takes 250 s of processor time, kustomize 100.
func needHelm(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles Helm")
	}
}

// renderings are what a story looks at: all, or in the fast part kustomize's.
func renderings() []rendering {
	if testing.Short() {
		return allRenderings[:1]
	}
	return allRenderings
}

var allRenderings = []rendering{
	{"kustomize", renderKustomize("deploy/kubernetes")},
	{"helm", renderHelm()},
	{"helm, everything", renderHelm("podMonitor.interval=30s", "networkPolicy.egress=null", "imagePullSecrets[0].name=pull",
		"podLabels.team=security", "podAnnotations.a=b", "extraEnv[0].name=A", "extraEnv[0].value=b", "secretName=es",
		"image.digest=sha256:"+strings.Repeat("0", 64), "serviceAccount.annotations.a=b", "priorityClass.value=5",
		"extraVolumes[0].name=app", "extraVolumes[0].hostPath.path=/srv/log", "extraVolumeMounts[0].name=app", "extraVolumeMounts[0].mountPath=/srv/log")},
	{"helm, little", renderHelm("networkPolicy.enabled=false", "priorityClass.create=false", "priorityClass.name=system-node-critical",
		"serviceAccount.create=false", "tolerations=null", "nodeSelector=null")},
}

// The oldest version that the chart admits, one in the middle, the newest that the validator knows.
var kubernetes = []string{"1.25", "1.31", "1.37"}

func TestManifestsAreValid(t *testing.T) {
	validator := state + "/venv/bin/kubernetes-validate"
	dir := t.TempDir()
	var paths []string
	for i, r := range renderings() {
		path := filepath.Join(dir, fmt.Sprintf("%d-%s.yaml", i, r.name))
		write(t, path, render(t, r.args), 0o600)
		paths = append(paths, path)
	}
	for _, version := range kubernetes {
		t.Run(version, func(t *testing.T) {
			run(t, validator, append([]string{"--strict", "--kubernetes-version", version}, paths...)...)
		})
	}
}

// Each row is one promise about the pod, read from the rendered manifest.
func TestSecurityContext(t *testing.T) {
	for _, r := range renderings() {
		t.Run(r.name, func(t *testing.T) {
			all := parse(t, render(t, r.args))
			pod := only(t, all, "DaemonSet").at("spec", "template", "spec")
			container := pod.at("containers", 0)
			for _, tt := range []struct {
				name string
				got  node
				want any
			}{
				{"one container", node{len(pod.at("containers").v.([]any))}, 1},
				{"no capability", container.at("securityContext", "capabilities", "drop"), []any{"ALL"}},
				{"but one", container.at("securityContext", "capabilities", "add"), []any{"DAC_READ_SEARCH"}},
				{"no new privileges", container.at("securityContext", "allowPrivilegeEscalation"), false},
				{"not privileged", container.at("securityContext", "privileged"), false},
				{"read-only root", container.at("securityContext", "readOnlyRootFilesystem"), true},
				{"seccomp", pod.at("securityContext", "seccompProfile", "type"), "RuntimeDefault"},
				{"user", pod.at("securityContext", "runAsUser"), 0},
				{"no token", pod.at("automountServiceAccountToken"), false},
				{"no service links", pod.at("enableServiceLinks"), false},
				{"own network", pod.at("hostNetwork"), nil},
				{"own processes", pod.at("hostPID"), nil},
				{"own ipc", pod.at("hostIPC"), nil},
				{"memory limit", container.at("resources", "limits", "memory"), "128Mi"},
				{"memory request", container.at("resources", "requests", "memory"), "64Mi"},
				{"processor request", container.at("resources", "requests", "cpu"), "50m"},
				{"startup probe", container.at("startupProbe", "httpGet", "path"), "/healthz"},
				{"liveness probe", container.at("livenessProbe", "httpGet", "path"), "/healthz"},
				{"readiness probe", container.at("readinessProbe", "httpGet", "path"), "/readyz"},
				{"node name", container.at("env", 0, "valueFrom", "fieldRef", "fieldPath"), "spec.nodeName"},
				{"looks at its configuration", container.at("args", 1), "--watch-config"},
				{"logs", pod.volume("logs", "hostPath", "path"), "/var/log/pods"},
				{"state", pod.volume("state", "hostPath", "path"), "/var/lib/hashtail"},
				{"secrets", pod.volume("secrets", "secret", "defaultMode"), 0o440},
			} {
				if !reflect.DeepEqual(tt.got.v, tt.want) {
					t.Errorf("%s: %v, want %v", tt.name, tt.got.v, tt.want)
				}
			}
			for i := range container.at("volumeMounts").v.([]any) {
				mount := container.at("volumeMounts", i)
				if name := mount.at("name").v; name != "state" && name != "app" && mount.at("readOnly").v != true {
					t.Errorf("%v is not mounted read-only", name)
				}
			}
			config := only(t, all, "ConfigMap").at("data", "hashtail.yaml").v.(string)
			if want := "/var/log/pods/hashtail_hashtail-*/**"; !strings.Contains(config, want) {
				t.Errorf("the configuration does not exclude hashtail's own log %s:\n%s", want, config)
			}
			validate(t, config, "NODE_NAME=node-1")
		})
	}
}

// Both ways to install give the same pod.
func TestHelmIsKustomize(t *testing.T) {
	needHelm(t)
	spec := func(args []string) (pod, config any) {
		all := parse(t, render(t, args))
		p := only(t, all, "DaemonSet").at("spec", "template", "spec")
		p.at("containers", 0).v.(map[string]any)["image"] = ""
		delete(p.at("containers", 0).v.(map[string]any), "imagePullPolicy")
		if err := yaml.Unmarshal([]byte(only(t, all, "ConfigMap").at("data", "hashtail.yaml").v.(string)), &config); err != nil {
			t.Fatal(err)
		}
		return p.v, config
	}
	kpod, kconfig := spec(renderKustomize("deploy/kubernetes"))
	hpod, hconfig := spec(renderHelm())
	if !reflect.DeepEqual(kpod, hpod) {
		t.Errorf("the pods differ\nkustomize: %v\nhelm: %v", kpod, hpod)
	}
	if !reflect.DeepEqual(kconfig, hconfig) {
		t.Errorf("the configurations differ\nkustomize: %v\nhelm: %v", kconfig, hconfig)
	}
}

func TestPodMonitor(t *testing.T) {
	over := t.TempDir()
	kubernetes, err := filepath.Abs(repo + "/deploy/kubernetes")
	if err != nil {
		t.Fatal(err)
	}
	relative, err := filepath.Rel(over, kubernetes)
	if err != nil {
		t.Fatal(err)
	}
	write(t, over+"/kustomization.yaml", fmt.Sprintf("resources: [%s]\ncomponents: [%s/podmonitor]\n", relative, relative), 0o600)
	ways := [][]string{renderKustomize(over)}
	if !testing.Short() {
		ways = append(ways, renderHelm("podMonitor.enabled=true"))
	}
	for _, args := range ways {
		all := parse(t, render(t, args))
		monitor := only(t, all, "PodMonitor").at("spec", "selector", "matchLabels").v.(map[string]any)
		labels := only(t, all, "DaemonSet").at("spec", "template", "metadata", "labels").v.(map[string]any)
		for k, v := range monitor {
			if labels[k] != v {
				t.Errorf("the monitor selects %s=%v, the pods have %v", k, v, labels)
			}
		}
	}
}

func TestHelmRefusesUnknownValues(t *testing.T) {
	needHelm(t)
	args := append(renderHelm(), "--set", "resource.limits.memory=1Gi")
	if out, errs, err := try(exec.Command("go", args...)); err == nil {
		t.Errorf("a misspelt value is accepted:\n%s%s", out, errs)
	}
	run(t, "go", "run", helm, "lint", "--strict", "--kube-version", "1.31.0", "deploy/helm/hashtail")
}

// A node is a part of a manifest; what is not there is nil.
type node struct{ v any }

func (n node) at(path ...any) node {
	for _, step := range path {
		switch v := n.v.(type) {
		case map[string]any:
			name, _ := step.(string)
			n.v = v[name]
		case []any:
			if i, ok := step.(int); ok && i < len(v) {
				n.v = v[i]
				continue
			}
			return node{}
		default:
			return node{}
		}
	}
	return n
}

// volume is a part of the pod's volume of that name.
func (n node) volume(name string, path ...any) node {
	all, _ := n.at("volumes").v.([]any)
	for _, v := range all {
		if (node{v}).at("name").v == name {
			return node{v}.at(path...)
		}
	}
	return node{}
}

func parse(t *testing.T, text string) (all []node) {
	t.Helper()
	for dec := yaml.NewDecoder(strings.NewReader(text)); ; {
		var v any
		if err := dec.Decode(&v); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, node{v})
	}
}

// only is the one manifest of a kind.
func only(t *testing.T, all []node, kind string) node {
	t.Helper()
	var found []node
	for _, n := range all {
		if n.at("kind").v == kind {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d of kind %s, want 1", len(found), kind)
	}
	return found[0]
}
