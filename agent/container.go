package agent

import (
	"path/filepath"
	"strings"

	"github.com/hashtail/hashtail/agent/event"
)

// containerOf is what the path of a container's log file tells, without asking
// any API: it holds also for pods that are gone. The layouts are the kubelet's
// and Docker's:
//
//	/var/log/pods/<namespace>_<pod>_<uid>/<container>/<restarts>.log
//	/var/log/containers/<pod>_<namespace>_<container>-<id>.log
//	/var/lib/docker/containers/<id>/<id>-json.log
func containerOf(path string) (c event.Container) {
	dir, file := filepath.Split(filepath.Clean(path))
	parent, folder := filepath.Split(filepath.Clean(dir))
	switch {
	case filepath.Base(filepath.Dir(filepath.Clean(parent))) == "pods":
		parts := strings.Split(filepath.Base(parent), "_")
		if len(parts) == 3 {
			c.Namespace, c.Pod, c.PodUID, c.Name = parts[0], parts[1], parts[2], folder
		}
	case folder == "containers":
		parts := strings.Split(strings.TrimSuffix(file, ".log"), "_")
		if len(parts) != 3 {
			break
		}
		if i := strings.LastIndexByte(parts[2], '-'); i > 0 {
			c.Pod, c.Namespace, c.Name, c.ID = parts[0], parts[1], parts[2][:i], parts[2][i+1:]
		}
	case filepath.Base(parent) == "containers" && len(folder) == 64 && strings.HasPrefix(file, folder+"-json.log"):
		c.ID = folder
	}
	return c
}
