package agent

import (
	"bufio"
	"net"
	"os"
	"runtime"
	"strings"

	"github.com/hashtail/hashtail/agent/event"
)

// host is what this host says of itself in every event.
func (a *Agent) host(agentID string) event.Host {
	h := event.Host{
		Name: a.config.hostName(), Architecture: runtime.GOARCH,
		AgentID: agentID, AgentVer: Version, IPs: hostIPs(),
	}
	if b, err := os.ReadFile("/etc/machine-id"); err == nil {
		h.ID = strings.TrimSpace(string(b))
	}
	h.OS, h.OSVersion = osRelease("/etc/os-release")
	return h
}

// hostIPs are the addresses of this host that others may reach it at.
func hostIPs() []string {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var ips []string
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && len(ips) < 8 {
			ips = append(ips, n.IP.String())
		}
	}
	return ips
}

// osRelease reads NAME and VERSION_ID; see os-release(5).
func osRelease(path string) (name, version string) {
	f, err := os.Open(path)
	if err != nil {
		return runtime.GOOS, ""
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		k, v, _ := strings.Cut(sc.Text(), "=")
		switch k {
		case "NAME":
			name = strings.Trim(v, `"'`)
		case "VERSION_ID":
			version = strings.Trim(v, `"'`)
		}
	}
	return name, version
}
